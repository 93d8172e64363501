"""Control by votes: who commands more than half."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from graph.rings import NOTHING, WHOLE, Links, Stakes, held_by, holds, reach, strong_components

HALF = Fraction(1, 2)
HOLD_FOR_OTHERS = frozenset({"clearing_nominee", "escrow", "bank"})
"""Licences of those who hold for others: whatever votes stand in their names, they control nothing by them."""
RECORDED_CONTROL = ("controls", "trustee_of")
"""Kinds of relation by which a row states control, without votes."""
NONE = Fraction(0)
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Controller:
    """A head that commands more than half of a company's live votes.

    votes: of 1. how: head … company, each step the largest block that entered the count before the next was won.
    blocks: (holder, votes) that add up to `votes`, the largest first.
    """

    head: str
    votes: Fraction
    how: tuple[str, ...]
    blocks: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Count:
    """One count of votes: votes at the heads' command per company, and the round in which each party joined."""

    votes: dict[str, Fraction]
    joined: dict[str, int]


@dataclass(frozen=True)
class Control:
    """Who controls whom on one day: the least fixpoint of "more than half of the live votes".

    Votes of a company are those of the head and of every company it already controls. Exactly half is no control.
    holders: company -> holder -> share of the live votes; holdings: the same by holder. assumptions: (company, sum)
    where more than the whole is recorded; its votes count against that sum. recorded: party -> companies that a row says
    it controls, whatever the votes.
    Source: Ceri, Gottlob, Tanca, Logic Programming and Databases, 1990 (the company control problem).
    """

    holders: Links
    holdings: Links
    never_control: frozenset[str]
    assumptions: tuple[tuple[str, Fraction], ...]
    recorded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, head: str) -> dict[str, Fraction]:
        """company -> votes for every company the head controls."""
        return self.of_group((head,))

    def of_group(self, members: Collection[str]) -> dict[str, Fraction]:
        """company -> votes for every company that the members control when they vote as one."""
        count = self._count(members)
        return {company: count.votes.get(company, NONE) for company in sorted(count.joined) if company not in members}

    def votes_of(self, *heads: str) -> dict[str, Fraction]:
        """company -> votes at the heads' command, won or not; companies without any are left out."""
        votes = self._count(heads).votes
        return {company: votes[company] for company in sorted(votes) if company not in heads}

    def controllers_of(self, company: str) -> list[Controller]:
        """Every head that controls the company, the most votes first, then by id; itself never."""
        above = reach(company, self._links)
        found = []
        for head in sorted(above - {company}):
            count = self._count((head,), above)
            if company in count.joined:
                found.append(self._controller(head, company, count))
        return sorted(found, key=lambda controller: (-controller.votes, controller.head))

    def _count(self, heads: Collection[str], within: Collection[str] | None = None) -> Count:
        votes: dict[str, Fraction] = {}
        joined = dict.fromkeys(sorted(heads), 0)
        entering = [head for head in joined if head not in self.never_control]
        turn = 0
        while entering:
            turn += 1
            for holder in entering:
                for company, part in self.holdings.get(holder, NOTHING).items():
                    if within is None or company in within:
                        votes[company] = votes.get(company, NONE) + part
            told = {company for holder in entering for company in self.recorded.get(holder, ())}
            if within is not None:
                told &= set(within)
            won = sorted(c for c in told | votes.keys() if c not in joined and (c in told or votes[c] > HALF))
            joined |= dict.fromkeys(won, turn)
            entering = [company for company in won if company not in self.never_control]
        return Count(votes, joined)

    def _controller(self, head: str, company: str, count: Count) -> Controller:
        how = [company]
        while how[-1] != head:
            earlier = [
                (-part, holder)
                for holder, part in self._blocks(how[-1], count)
                if count.joined[holder] < count.joined[how[-1]]
            ]
            earlier += [(-WHOLE, holder) for holder in self._recorders(how[-1], count)]
            how.append(min(earlier)[1])
        votes = count.votes.get(company, NONE)
        return Controller(head, votes, tuple(reversed(how)), tuple(self._blocks(company, count)))

    def _recorders(self, company: str, count: Count) -> list[str]:
        """Who controls the company on record and joined before it."""
        return [
            holder
            for holder, companies in self.recorded.items()
            if company in companies
            and holder not in self.never_control
            and count.joined.get(holder, count.joined[company]) < count.joined[company]
        ]

    @cached_property
    def _links(self) -> Links:
        """company -> everybody with a vote in it or with control on record."""
        found = {company: dict(parts) for company, parts in self.holders.items()}
        for holder, companies in self.recorded.items():
            for company in companies:
                found.setdefault(company, {}).setdefault(holder, WHOLE)
        return found

    def _blocks(self, company: str, count: Count) -> list[tuple[str, Fraction]]:
        counted = [
            (holder, part)
            for holder, part in self.holders.get(company, NOTHING).items()
            if holder in count.joined and holder not in self.never_control
        ]
        return sorted(counted, key=lambda block: (-block[1], block[0]))


def controls(
    votes: Stakes,
    *,
    barred: Collection[Pair] = frozenset(),
    never_control: Collection[str] = frozenset(),
    recorded: Collection[Pair] = (),
) -> Control:
    """Prepare the votes of one day: (holder, company) -> share of all votes, classes and partnerships already weighed.

    A general partner is given all votes of its partnership by the caller. Not live: votes a company holds in itself,
    and the barred pairs (holder, company). never_control: clearing nominees and depositaries; their votes count as
    cast by others. Votes nobody is recorded to hold stay live: silence never makes a majority. recorded: (head, company)
    where a row states control without votes.
    Sources: 公司法 141; UK Companies Act 2006 s.136; AktG §71d; DGCL §160(c).
    """
    mute = frozenset(barred)
    live: dict[Pair, Fraction] = {}
    assumptions: list[tuple[str, Fraction]] = []
    for company, parts in held_by(votes).items():
        total = sum(parts.values(), NONE)
        if total > 1:
            assumptions.append((company, total))
        cast = {holder: part for holder, part in parts.items() if holder != company and (holder, company) not in mute}
        all_live = max(WHOLE, total) - total + sum(cast.values(), NONE)
        live |= {(holder, company): part / all_live for holder, part in cast.items()}
    told: dict[str, tuple[str, ...]] = {}
    for head, company in sorted(set(recorded)):
        told[head] = (*told.get(head, ()), company)
    return Control(held_by(live), holds(live), frozenset(never_control), tuple(assumptions), told)


def controls_as_group(
    votes: Stakes,
    members: Collection[str],
    *,
    barred: Collection[Pair] = frozenset(),
    never_control: Collection[str] = frozenset(),
) -> dict[str, Fraction]:
    """company -> votes for every company that a concert group controls together: a finding on the group only."""
    return controls(votes, barred=barred, never_control=never_control).of_group(members)


def indirect_treasury(votes: Stakes, *, never_control: Collection[str] = frozenset()) -> frozenset[Pair]:
    """(holder, company) where the company itself controls its holder: votes that a parent's subsidiaries hold in it.

    Judged by one count with all votes live, so that the answer does not depend on an order. Where barring would leave
    a company without a single live vote, its votes stay: somebody must be able to vote. Whether such votes are barred
    is a question of law and place: 公司法 141 speaks of listed parents alone.
    """
    count = controls(votes, never_control=never_control)
    found: set[Pair] = set()
    for ring in strong_components(count.holdings, sorted(count.holders)):
        for company in ring if len(ring) > 1 else ():
            muted = [holder for holder in count.of(company) if holder in count.holders[company]]
            if sum((count.holders[company][holder] for holder in muted), NONE) < 1:
                found |= {(holder, company) for holder in muted}
    return frozenset(found)


def uk_psc_share(stakes: Stakes, person: str, company: str, control: Control | None = None) -> Fraction:
    """Shares of a company that count as the person's in the UK: direct, and all that its majority-held firms hold.

    Nothing is multiplied: a majority stake carries the firm's whole holding. `control` says which firms are majority
    held; without it the shares are taken for the votes. Source: Companies Act 2006 Schedule 1A paragraph 18.
    """
    held = (control or controls(stakes)).of(person)
    own = stakes.get((person, company), NONE)
    return own + sum((stakes.get((firm, company), NONE) for firm in held if firm != company), NONE)


def psc_band(share: Fraction) -> str | None:
    """The band in which a UK register states a share: >25-50, >50-<75, 75-100; None up to a quarter."""
    for line, band in _BANDS.items():
        if share >= line if line == Fraction(3, 4) else share > line:
            return band
    return None


_BANDS: Mapping[Fraction, str] = {Fraction(3, 4): "75-100", HALF: ">50-<75", Fraction(1, 4): ">25-50"}
