"""A whole register's ownership and control as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from graph.column_kernels import all_stakes
from graph.control import controls
from graph.holdings_on import HoldingsOn, Pairs
from graph.kernels import (
    Floats,
    Ints,
    Longs,
    Marks,
    all_control,
    common_wholes,
    grouped,
    starts,
    strong_components,
    whole_votes,
)
from graph.look_through import LookThrough
from graph.near_lines import Columns, decide
from graph.ratios import Ratios
from graph.ring_blocks import Over, Rings, Shares, solve_rings
from graph.stake_kernels import reached

LONGEST = 10_000
"""Ultimate owners of one company that are kept; a company with more is asked by itself."""

MOST_STAKES = 150 * 2**20
MOST_CONTROL = 100 * 2**20


@dataclass(frozen=True, slots=True)
class Register:
    """All that is known of a register on one day; party numbers throughout, every field one array (kept as one file).

    Rows of company c: up[up_start[c]:up_start[c+1]] are its holders, `num`/`den` their exact parts (den 0: see
    long_row, long_text), `share` the same as floats. Companies of holder h: down[down_start[h]:down_start[h+1]], with
    down_share. component: holders below companies. place, ring_*, turns, inverse*: see Rings. unstated_*: holdings of
    which no row gives a share. over_*: companies of which more than the whole is recorded (exact sum as text; scaled: its
    shares here are parts of that sum).
    known: part of each company that stands with known ultimate owners. first, entries, owner, stake, rough, wide: see
    all_stakes; rough marks what could not be decided near a line. stakes compare with a line's float as exact ones do.
    told: companies that each party controls on record, told[told_start[h]:told_start[h+1]].
    vote_*: rows by holder, whole numbers of which more than half of live[c] is control (exact where doubt[c] is 0).
    control_*: companies of each head, and votes at its command; led_*: heads of each company. head: the head of the group
    that each company belongs to, -1 for none. cut_short: 1 where there were more pairs than MOST_CONTROL.
    """

    up_start: Ints
    up: Ints
    num: Longs
    den: Longs
    share: Floats
    long_row: Longs
    long_text: NDArray[np.str_]
    down_start: Ints
    down: Ints
    down_share: Floats
    component: Ints
    place: Ints
    ring_member: Ints
    ring_at: Ints
    ring_start: Ints
    ring_state: Marks
    turns: Floats
    inverse_at: Longs
    inverse: Floats
    unstated_owner: Ints
    unstated_company: Ints
    over_company: Ints
    over_total: NDArray[np.str_]
    over_scaled: Marks
    known: Floats
    first: Longs
    entries: Ints
    owner: Ints
    stake: Floats
    rough: Marks
    wide: Marks
    never: Marks
    told_start: Ints
    told: Ints
    vote_start: Ints
    vote_company: Ints
    vote: Longs
    live: Longs
    doubt: Longs
    control_start: Longs
    control_company: Ints
    control_votes: Longs
    led_start: Ints
    led_head: Ints
    head: Ints
    cut_short: Marks

    @property
    def parties(self) -> int:
        return len(self.up_start) - 1

    def shares(self) -> Shares:
        long = {int(row): Fraction(str(text)) for row, text in zip(self.long_row, self.long_text, strict=True)}
        company = np.repeat(np.arange(self.parties, dtype=np.int32), np.diff(self.up_start))
        return Shares(self.up_start, self.up, company, Ratios(self.num, self.den, long), self.share)

    def rings(self) -> Rings:
        return Rings(
            self.place, self.ring_member, self.ring_at, self.ring_start, self.ring_state, self.turns, self.inverse_at,
            self.inverse,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Owned:
    """The shares of a register, solved: the first half of a Register."""

    shares: Shares
    rings: Rings
    over: tuple[Over, ...]
    component: Ints
    down_start: Ints
    down: Ints
    down_share: Floats


@dataclass(frozen=True, slots=True)
class Commanded:
    """The votes of a register, counted: the second half of a Register."""

    start: Ints
    company: Ints
    vote: Longs
    live: Longs
    doubt: Longs
    told_start: Ints
    told: Ints
    control_start: Longs
    control_company: Ints
    control_votes: Longs
    whole: bool


def owned(pairs: Pairs, parties: int) -> Owned:
    """Links both ways, strong components, rings solved."""
    start = starts(pairs.company, parties)
    component, _ = strong_components(start, pairs.owner)
    stated = Shares(start, pairs.owner, pairs.company, pairs.part, pairs.part.floats())
    rings, shares, over = solve_rings(stated, component)
    down_start, rows = grouped(shares.owner, parties)
    return Owned(shares, rings, over, component, down_start, shares.company[rows], shares.share[rows])


def _walker(owned: Owned) -> LookThrough:
    return LookThrough(owned.shares, owned.rings, owned.component, (owned.down_start, owned.down, owned.down_share))


def stakes(owned: Owned) -> tuple[Longs, Ints, Ints, Floats, Marks, Marks]:
    """The ultimate owners of every company (see all_stakes), decided exactly near every line."""
    shares, rings = owned.shares, owned.rings
    _, order = grouped(owned.component, len(owned.component))
    first, entries, owner, stake, rough, wide = all_stakes(
        order, shares.start, shares.owner, shares.share, _brief(shares.part), rings.place, rings.at, rings.start,
        rings.state, rings.inverse_at, rings.inverse, LONGEST, MOST_STAKES,
    )  # fmt: skip
    decide(Columns(first, entries, owner, stake, rough), shares, rings, owned.component)
    return first, entries, owner, stake, rough, wide


def _brief(part: Ratios) -> Marks:
    """0: a float gives the part exactly in 20 bits after the point; 1: rounded, but far from any line it is not on; 2: other.

    Parts are in lowest terms: one with a denominator q differs from a line m/n by nothing or by 1/(q n) at least.
    """
    small = (part.den > 0) & (part.den <= 1 << 40)
    exact = (part.den > 0) & (part.den <= 1 << 20) & (part.den & (part.den - 1) == 0)
    return np.where(exact, 0, np.where(small, 1, 2)).astype(np.uint8)


def commanded(pairs: Pairs, never: Marks, recorded: tuple[Ints, Ints]) -> Commanded:
    """The companies of every holder, by votes and by control on record (head, company)."""
    parties = len(never)
    up_start, told_start = starts(pairs.company, parties), starts(recorded[0], parties)
    common = common_wholes(up_start, pairs.part.den)
    start, rows = grouped(pairs.owner, parties)
    active = ((np.diff(start) > 0) | (np.diff(told_start) > 0)).astype(np.uint8)
    share = pairs.part.floats() if (common == 0).any() else np.empty(0)
    weight, mark, live, doubt = whole_votes(
        up_start, pairs.owner, pairs.part.num, pairs.part.den, share, common, active
    )
    company, vote = pairs.company[rows], weight[rows]
    found = all_control(
        start, company, vote, mark[rows], live, doubt, never, told_start, recorded[1], MOST_CONTROL
    )  # fmt: skip
    if len(found[3]):
        found = _settled(found, pairs, up_start, never, live, recorded)
    return Commanded(
        start, company, vote, live, doubt, told_start, recorded[1], found[0], found[1], found[2], bool(found[4])
    )  # fmt: skip


Found = tuple[Longs, Ints, Longs, Ints, bool]


def _settled(
    found: Found, pairs: Pairs, up_start: Ints, never: Marks, live: Longs, recorded: tuple[Ints, Ints]
) -> Found:
    """Heads of which rounding might decide, counted again with exact fractions."""
    begin, held, votes, in_doubt, whole = found
    parties = len(never)
    links = grouped(np.concatenate([pairs.owner, recorded[0]]), parties)
    to = np.concatenate([pairs.company, recorded[1]])[links[1]]
    mark = np.full(parties, -1, np.int32)
    muted = frozenset(str(party) for party in np.flatnonzero(never).tolist())
    counted: dict[int, dict[int, int]] = {}
    for head in in_doubt.tolist():
        below = reached(head, links[0], to, mark, head)
        exact = {
            (str(pairs.owner[row]), str(party)): pairs.part.at(row)
            for party in below.tolist()
            for row in range(up_start[party], up_start[party + 1])
        }
        near = np.isin(recorded[0], below)
        told = [(str(a), str(b)) for a, b in zip(recorded[0][near], recorded[1][near], strict=True)]
        of_head = controls(exact, never_control=muted, recorded=told).of(str(head))
        counted[head] = {
            int(c): int(v * int(live[int(c)])) for c, v in sorted(of_head.items(), key=lambda x: int(x[0]))
        }
    heads = np.repeat(np.arange(parties), np.diff(begin))
    kept = ~np.isin(heads, in_doubt)
    added = [(head, c, v) for head, of_head in counted.items() for c, v in of_head.items()]
    heads = np.concatenate([heads[kept], np.array([a[0] for a in added], np.int64)])
    order = np.argsort(heads, kind="stable")
    held = np.concatenate([held[kept], np.array([a[1] for a in added], np.int32)])[order]
    votes = np.concatenate([votes[kept], np.array([a[2] for a in added], np.int64)])[order]
    begin = np.zeros(parties + 1, np.int64)
    np.cumsum(np.bincount(heads, minlength=parties), out=begin[1:])
    return begin, held, votes, in_doubt, whole


def group_heads(control_start: Longs, company: Ints) -> Ints:
    """The head of each company's group: of all who control it and itself the one that controls most; -1 for none.

    Two heads that nobody controls never control one company by votes (their majorities would overlap), so that there is one
    but where a row states control beside another's majority, or where parties control one another: of those that control
    as many the lowest number stands for all.
    """
    parties = len(control_start) - 1
    size = np.diff(control_start)
    heads = np.repeat(np.arange(parties), size)
    best = np.full(parties, -1, np.int64)
    # Size and number in one integer: the largest wins, then the lowest number.
    rank = size * parties + (parties - 1 - np.arange(parties))
    np.maximum.at(best, company, rank[heads])
    led = best >= 0
    best[led] = np.maximum(best[led], np.where(size[led] > 0, rank[led], -1))
    return np.where(led, parties - 1 - best % max(parties, 1), -1).astype(np.int32)


def by_text(values: list[Fraction]) -> NDArray[np.str_]:
    return np.array([str(v) for v in values], dtype=np.str_) if values else np.empty(0, "<U1")


def register(on: HoldingsOn) -> Register:
    """Everything, once."""
    held, counted = owned(on.stakes, on.parties), commanded(on.votes, on.never, on.told)
    first, entries, owner, stake, rough, wide = stakes(held)
    shares, rings = held.shares, held.rings
    heads = np.repeat(np.arange(on.parties, dtype=np.int32), np.diff(counted.control_start))
    led_start, by_company = grouped(counted.control_company, on.parties)
    return Register(
        shares.start, shares.owner, shares.part.num, shares.part.den, shares.share,
        np.array(sorted(shares.part.long), np.int64), by_text([shares.part.long[r] for r in sorted(shares.part.long)]),
        held.down_start, held.down, held.down_share, held.component, rings.place, rings.members, rings.at, rings.start,
        rings.state, rings.turns, rings.inverse_at, rings.inverse, *on.unstated,
        np.array([o.company for o in held.over], np.int32), by_text([o.total for o in held.over]),
        np.array([o.scaled for o in held.over], np.uint8), _walker(held).known(), first, entries, owner, stake, rough, wide,
        on.never, counted.told_start, counted.told, counted.start, counted.company, counted.vote, counted.live, counted.doubt, counted.control_start,
        counted.control_company, counted.control_votes, led_start,
        heads[by_company], group_heads(counted.control_start, counted.control_company),
        np.array([not counted.whole], np.uint8),
    )  # fmt: skip
