"""A whole register asked: owners, control, groups, rings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import polars as pl

from graph.kernels import Floats, Ints
from graph.look_through import LookThrough
from graph.near_lines import LINES, Between, Columns
from graph.register import Register
from graph.stake_kernels import CLOSED, LARGE


@dataclass(frozen=True, slots=True)
class Ring:
    """Parties that hold themselves through one another (or directly), by id.

    closed: all their shares lie among them, there is no ultimate owner. large: too many for their own net shares.
    """

    members: tuple[str, ...]
    closed: bool
    large: bool


@dataclass(frozen=True, slots=True)
class Controlled:
    """A head, a company, and the votes at the head's command as a part of the live ones (exact unless `rounded`).

    recorded: not by these votes, but as a row states it of the head or of one that the head controls.
    """

    head: str
    company: str
    votes: Fraction
    rounded: bool
    recorded: bool


@dataclass(frozen=True, slots=True)
class Group:
    """All companies that one head controls; it stands for those that control as many, or less, of the same."""

    head: str
    companies: tuple[str, ...]


class Population:
    """Everybody in a register on one day. Shares are floats of 1, within 1e-12 of the exact rooms' fractions.

    A stored stake compares with the float of any line in near_lines.LINES as the exact stake compares with the line; any
    other line is decided by `at_least`. Ids are printed ids; an id that is not in the register holds nothing. The same
    reading as a case's (low ends, who holds for others never controls), so what is not in the rows is never counted: see `unknown`.
    Not for two threads at once: give each its own Population of the same Register (arrays are shared, scratch is not).
    """

    def __init__(self, register: Register, ids: pl.Series) -> None:
        """ids: printed ids in their order, as a snapshot's parties have them."""
        self.register = register
        self.ids = ids
        r = register
        self._shares = r.shares()
        self._rings = r.rings()
        self._walk = LookThrough(self._shares, self._rings, r.component, (r.down_start, r.down, r.down_share))

    def number(self, party: str) -> int | None:
        """Position of a party in every array; None where it is unknown."""
        at = int(self.ids.search_sorted(party))
        return at if at < len(self.ids) and self.ids[at] == party else None

    def above(self, company: int) -> tuple[Ints, Floats]:
        """Everybody above a company and its net share, by numbers, holders first; NaN in a ring without figures."""
        return self._walk.above(company)

    def below(self, holder: int) -> tuple[Ints, Floats]:
        """Every company below a holder and the holder's net share, by numbers, holders first; NaN likewise."""
        return self._walk.below(holder)

    # --- shares -----------------------------------------------------------------------------------------------------

    def stakes_in(self, company: str) -> dict[str, float]:
        """Everybody above a company with its net share, through chains and rings; whoever is in a ring without figures is
        left out (see rings)."""
        at = self.number(company)
        return {} if at is None else self._named(*self._walk.above(at))

    def holdings_of(self, holder: str) -> dict[str, float]:
        """Every company below a holder with the holder's net share, but those that hang on a ring without figures."""
        at = self.number(holder)
        return {} if at is None else self._named(*self._walk.below(at))

    def ultimate_owners(self, company: str) -> dict[str, float]:
        """Those whom nobody holds, with their shares of the company: the largest first, then by id."""
        at = self.number(company)
        if at is None:
            return {}
        r = self.register
        if r.wide[at]:
            above, share = self._walk.above(at)
            ends = (r.up_start[above + 1] == r.up_start[above]) & ~np.isnan(share)
            found = self._named(above[ends], share[ends])
        else:
            kept = slice(int(r.first[at]), int(r.first[at]) + int(r.entries[at]))
            found = self._named(r.owner[kept], r.stake[kept])
        return dict(sorted(found.items(), key=lambda x: (-x[1], x[0])))

    def at_least(self, owner: str, company: str, line: Fraction) -> bool | None:
        """Has an ultimate owner at least this part of a company? Decided exactly; None where that cannot be done."""
        share = self.ultimate_owners(company).get(owner, 0.0)
        if abs(share - float(line)) >= 1e-9:
            return share >= line
        numbers = self.number(owner), self.number(company)
        if None in numbers or share == 0:
            return share >= line
        r = self.register
        exact = Between(self._shares, self._rings, Columns(r.first, r.entries, r.owner, r.stake, r.rough)).stake(
            *(n for n in numbers if n is not None)
        )
        return None if exact is None else exact >= line

    def unknown(self, company: str) -> float:
        """Part of a company that stands with no known ultimate owner: 1 where nobody is recorded, never below 0."""
        at = self.number(company)
        if at is None or self.register.up_start[at] == self.register.up_start[at + 1]:
            return 1.0
        return float(self._remainders()[at])

    def self_ownership(self, company: str) -> float | None:
        """What a company holds of itself in the end; None in a ring without an ultimate owner, or too large."""
        at = self.number(company)
        share = 0.0 if at is None else self._walk.self_share(at)
        return None if np.isnan(share) else share

    def remainders(self, limit: int = 100) -> list[tuple[str, float]]:
        """The companies of which most is unexplained, among those with holders in the rows: most first, then by id."""
        r = self.register
        held = np.flatnonzero(np.diff(r.up_start))
        rest = self._remainders()[held]
        order = np.lexsort((held, -rest))[:limit]
        named = self.ids.gather(held[order].astype(np.uint32)).to_list()
        return [(p, float(x)) for p, x in zip(named, rest[order], strict=True) if x > 0]

    def stakes_frame(self, line: Fraction = Fraction(0)) -> pl.DataFrame:
        """All stakes of ultimate owners of at least `line` (one of near_lines.LINES, or 0): owner, company (numbers), stake,
        rough (undecided). Companies marked `wide` in the register are left out: ask ultimate_owners for them."""
        if line and line not in LINES:
            raise ValueError(f"{line} is none of the lines that were decided exactly")
        r = self.register
        held = np.flatnonzero(r.entries)
        held = held[np.argsort(r.first[held], kind="stable")]
        company = np.repeat(held.astype(np.int32), r.entries[held])
        frame = pl.DataFrame({"owner": r.owner, "company": company, "stake": r.stake, "rough": r.rough})
        return frame.filter(pl.col("stake") >= float(line))

    def over_whole(self) -> list[tuple[str, Fraction, bool]]:
        """(company, exact recorded sum above 1, scaled): in a ring, shares were read as parts of that sum; elsewhere they are
        taken as stated."""
        r = self.register
        named = self.ids.gather(r.over_company.astype(np.uint32)).to_list()
        rows = zip(named, r.over_total, r.over_scaled, strict=True)
        return [(company, Fraction(str(total)), bool(scaled)) for company, total, scaled in rows]

    def unstated(self, company: str) -> list[str]:
        """Holders of which no row says how much of the company they hold."""
        at = self.number(company)
        r = self.register
        first, last = np.searchsorted(r.unstated_company, [at, at + 1]) if at is not None else (0, 0)
        return [str(self.ids[int(owner)]) for owner in r.unstated_owner[first:last]]

    # --- rings ------------------------------------------------------------------------------------------------------

    def rings(self) -> Iterator[Ring]:
        """Every ring, treasury shares too; holders before those whom they hold."""
        r = self.register
        for ring, state in enumerate(r.ring_state.tolist()):
            members = r.ring_member[r.ring_start[ring] : r.ring_start[ring + 1]]
            yield Ring(tuple(str(self.ids[int(m)]) for m in members), state == CLOSED, state == LARGE)

    # --- votes ------------------------------------------------------------------------------------------------------

    def controlled_by(self, head: str) -> list[Controlled]:
        """Every company that a head controls, by id: by more than half of the live votes, its own and those of all that it
        controls, or as a row states of one of them."""
        at = self.number(head)
        if at is None:
            return []
        r = self.register
        rows = range(int(r.control_start[at]), int(r.control_start[at + 1]))
        return [self._controlled(at, int(r.control_company[row]), int(r.control_votes[row])) for row in rows]

    def controllers_of(self, company: str) -> list[Controlled]:
        """Every head that controls a company, the most votes first, then by id."""
        at = self.number(company)
        if at is None:
            return []
        r = self.register
        found = []
        for head in r.led_head[r.led_start[at] : r.led_start[at + 1]].tolist():
            first, last = int(r.control_start[head]), int(r.control_start[head + 1])
            row = first + int(np.searchsorted(r.control_company[first:last], at))
            found.append(self._controlled(head, at, int(r.control_votes[row])))
        return sorted(found, key=lambda c: (-c.votes, c.head))

    def head_of(self, party: str) -> str | None:
        """The head of the group that a party belongs to; None where nobody controls it."""
        at = self.number(party)
        head = -1 if at is None else int(self.register.head[at])
        return None if head < 0 else str(self.ids[head])

    def groups(self, least: int = 1) -> Iterator[Group]:
        """Control groups of at least so many companies, by their head's number."""
        head = self.register.head
        led = np.flatnonzero((head >= 0) & (head != np.arange(len(head))))
        order = led[np.argsort(head[led], kind="stable")]
        begins = np.flatnonzero(np.diff(head[order], prepend=-1))
        for first, last in zip(begins, np.append(begins[1:], len(order)), strict=True):
            if last - first >= least:
                companies = self.ids.gather(order[first:last].astype(np.uint32)).to_list()
                yield Group(str(self.ids[int(head[order[first]])]), tuple(companies))

    @property
    def cut_short(self) -> bool:
        """Were there more pairs of head and company than are kept? Then the last heads' companies are missing."""
        return bool(self.register.cut_short[0])

    def _controlled(self, head: int, company: int, votes: int) -> Controlled:
        r = self.register
        part = Fraction(votes, max(int(r.live[company]), 1))
        recorded = not r.doubt[company] and 2 * part <= 1
        return Controlled(str(self.ids[head]), str(self.ids[company]), part, bool(r.doubt[company]), recorded)

    def _named(self, parties: Ints, share: Floats) -> dict[str, float]:
        known = ~np.isnan(share)
        named = self.ids.gather(parties[known].astype(np.uint32)).to_list()
        return dict(zip(named, share[known].tolist(), strict=True))

    def _remainders(self) -> Floats:
        """Dust of rounding is no remainder."""
        rest = 1.0 - self.register.known
        return np.where(rest < 1e-12, 0.0, rest)
