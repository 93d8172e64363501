"""Integrated ownership, exact through chains and rings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heappop, heappush

from graph.knots import Knot, Ratio, plus, total
from graph.rings import (
    NONE,
    NOTHING,
    WHOLE,
    Links,
    Stakes,
    held_by,
    holds,
    reach,
    simple_sums,
    strong_components,
)

PATH_STEPS = 5_000
RING_MEMBERS = 1_000


@dataclass(frozen=True, slots=True)
class Integrated:
    """Who owns how much of whom on one day, through every chain and ring.

    With A the direct shares and V = (I - A)^-1: gross share V_ij, net share V_ij / V_ii (what i owns of j without what
    comes back through i itself), self-ownership 1 - 1/V_ii. Shares are fractions of 1. None stands for a figure that
    the rows do not determine because it hangs on a closed ring alone.
    Source: Brioschi, Buzzacchi, Colombo 1989; Baldone, Brioschi, Paleari 1998; Vitali, Glattfelder, Battiston 2011.

    components: strong components, whoever is held before its holders. rings: those that hold themselves.
    closed_rings: those whose holders all lie inside and whose shares add to 1: no ultimate owner in the rows.
    assumptions: (company, sum of its shares) where more than the whole is recorded of a company in a ring: its shares
    were scaled down to 1, since a ring would multiply the excess. over_whole: the same for every company, scaled or as
    recorded. unsolved_rings: more than RING_MEMBERS members, too many for exact fractions: figures that hang on one are
    None or left out here, what comes through it counts as unknown, and graph.certified gives them between ends.
    """

    components: tuple[tuple[str, ...], ...]
    rings: tuple[tuple[str, ...], ...]
    closed_rings: tuple[tuple[str, ...], ...]
    unsolved_rings: tuple[tuple[str, ...], ...]
    assumptions: tuple[tuple[str, Fraction], ...]
    over_whole: tuple[tuple[str, Fraction], ...]
    holders: Links
    holdings: Links
    place: Mapping[str, int]
    closed: frozenset[int]
    unsolved: frozenset[int]
    _knots: dict[int, Knot] = field(default_factory=dict, compare=False, repr=False)
    _tangled: set[int] = field(default_factory=set, compare=False, repr=False)
    _columns: dict[str, dict[str, Ratio]] = field(default_factory=dict, compare=False, repr=False)

    def net(self, owner: str, company: str) -> Fraction | None:
        """Share of `company` that is `owner`'s in the end; of itself: self_ownership."""
        if owner == company:
            return self.self_ownership(company)
        gross = self.gross(owner, company)
        return gross / self._turns(owner) if gross else gross

    def gross(self, owner: str, company: str) -> Fraction | None:
        """Share with every round through `owner` itself counted again: right for an owner whom nobody owns."""
        column = self._column(company)
        if owner in column:
            return Fraction(*column[owner]) - (owner == company)
        blank = self._above(company)
        endless = blank & self.closed and not self.outside_owners(company)
        return None if endless or blank & self._below(owner) else NONE

    def self_ownership(self, company: str) -> Fraction | None:
        """Share of itself that a company holds through others or as treasury shares; None in a ring without figures."""
        if self._blank(company):
            return None
        return 1 - 1 / self._turns(company)

    def stakes_in(self, company: str) -> dict[str, Fraction]:
        """Every holder above the company with its net share; holders in a ring without figures are left out."""
        column = self._column(company)
        return {owner: Fraction(*column[owner]) / self._turns(owner) for owner in sorted(column) if owner != company}

    def holdings_of(self, holder: str) -> dict[str, Fraction]:
        """Every company below the holder with the holder's net share; empty in a ring without figures."""
        if self._blank(holder):
            return {}
        row = self._spread(holder, self.holdings, -1)
        turns = self._turns(holder)
        return {company: Fraction(*row[company]) / turns for company in sorted(row) if company != holder}

    def outside_owners(self, company: str) -> dict[str, Fraction]:
        """The holders above whom nobody owns, with their shares: the ends of every chain."""
        column = self._column(company)
        return {owner: Fraction(*column[owner]) for owner in self._outside(company)}

    def unknown(self, company: str) -> Fraction:
        """What no known ultimate owner holds; never below 0, even where more than the whole is recorded."""
        column = self._column(company)
        return max(NONE, 1 - total(column[owner] for owner in self._outside(company)))

    def _outside(self, company: str) -> list[str]:
        return [owner for owner in sorted(self._column(company)) if owner != company and owner not in self.holders]

    def path_sum(self, owner: str, company: str) -> Fraction | None:
        """Sum of the products along simple chains; below `net` wherever rings lie between.

        None where a ring holds too many chains to add them up.
        """
        if owner == company or owner not in self.place or company not in self.place:
            return NONE
        above = reach(company, self.holders)
        waiting: dict[int, dict[str, Fraction]] = {self.place[owner]: {owner: WHOLE}}
        while waiting:
            at = max(waiting)
            entries = waiting.pop(at)
            ends = self._along(at, entries)
            if ends is None or at == self.place[company]:
                return ends if ends is None else ends.get(company, NONE)
            for party, product in ends.items():
                for other, share in self.holdings.get(party, NOTHING).items():
                    if self.place[other] != at and other in above:
                        _add(waiting.setdefault(self.place[other], {}), other, product * share)
        return NONE

    def _along(self, at: int, entries: Mapping[str, Fraction]) -> dict[str, Fraction] | None:
        if at in self._tangled:
            return None
        members = frozenset(self.components[at])
        ends: dict[str, Fraction] = {}
        for entry in sorted(entries):
            sums = simple_sums(entry, members, self.holdings, PATH_STEPS)
            if sums is None:
                self._tangled.add(at)
                return None
            for party, product in sums.items():
                _add(ends, party, entries[entry] * product)
        return ends

    def _blank(self, party: str) -> bool:
        return self.place.get(party) in self.closed | self.unsolved

    def _above(self, company: str) -> frozenset[int]:
        """The rings without figures above a company, its own included."""
        blank = self.closed | self.unsolved
        if not blank or company not in self.place:
            return frozenset()
        return blank & {self.place[party] for party in reach(company, self.holders)}

    def _below(self, owner: str) -> frozenset[int]:
        return frozenset(self.place[party] for party in reach(owner, self.holdings) if party in self.place)

    def _turns(self, party: str) -> Fraction:
        knot = self._knot(self.place[party]) if party in self.place else None
        return knot.turns(party) if knot else WHOLE

    def _column(self, company: str) -> dict[str, Ratio]:
        if company not in self._columns:
            self._columns[company] = self._spread(company, self.holders, 1)
        return self._columns[company]

    def _knot(self, at: int) -> Knot | None:
        """The ring at a place, kept once looked at; None for a party that is in no ring."""
        members = self.components[at]
        if len(members) == 1 and members[0] not in self.holdings.get(members[0], NOTHING):
            return None
        return self._knots.setdefault(at, Knot(members, self.holdings))

    def _spread(self, start: str, links: Links, way: int) -> dict[str, Ratio]:
        """One column (links to holders, way 1) or row (links to holdings, way -1) of V, component by component."""
        if start not in self.place:
            return {}
        found: dict[str, Ratio] = {}
        blind: set[str] = set()
        waiting: dict[int, dict[str, Ratio]] = {self.place[start]: {start: (1, 1)}}
        queue = [way * self.place[start]]
        while queue:
            at = way * heappop(queue)
            if at in self.closed or at in self.unsolved:
                blind |= reach(self.components[at][0], links)
                continue
            solved, onward = self._through(at, waiting[at], links, way)
            found |= solved
            for other, weight in onward.items():
                there = self.place[other]
                if there not in waiting:
                    waiting[there] = {}
                    heappush(queue, way * there)
                known = waiting[there].get(other)
                waiting[there][other] = plus(known, weight) if known else weight
        return {party: share for party, share in found.items() if party not in blind}

    def _through(
        self, at: int, entries: dict[str, Ratio], links: Links, way: int
    ) -> tuple[dict[str, Ratio], dict[str, Ratio]]:
        """What the members of a component hold (or are held for), and what leads on from them."""
        knot = self._knot(at)
        if knot is None:
            ((party, (part, whole)),) = entries.items()
            onward = links.get(party, NOTHING).items()
            return entries, {other: (part * share.numerator, whole * share.denominator) for other, share in onward}
        parts = knot.above(entries) if way == 1 else knot.below(entries)
        return parts.ratios(), parts.outward(knot.place, links)


def integrated(stakes: Stakes) -> Integrated:
    """Prepare the ownership of one day: (owner, company) -> direct share, rows of one pair already added up.

    Components are found at once; each is solved when first asked for. A self-holding (company, company) is a treasury
    share.
    """
    holders, holdings = held_by(stakes), holds(stakes)
    components = strong_components(holdings, sorted(holders.keys() | holdings.keys()))
    ringed = [
        at for at, members in enumerate(components) if len(members) > 1 or members[0] in holders.get(members[0], {})
    ]
    over_whole = [(company, whole) for company, parts in holders.items() if (whole := sum(parts.values(), NONE)) > 1]
    assumptions: list[tuple[str, Fraction]] = []
    for at in ringed:
        assumptions += _scale_down(components[at], holders, holdings)
    unsolved = [at for at in ringed if len(components[at]) > RING_MEMBERS]
    closed = [at for at in ringed if all(_all_inside(company, components[at], holders) for company in components[at])]
    return Integrated(
        components=tuple(components),
        rings=tuple(sorted(components[at] for at in ringed)),
        closed_rings=tuple(sorted(components[at] for at in closed)),
        unsolved_rings=tuple(sorted(components[at] for at in unsolved)),
        assumptions=tuple(sorted(assumptions)),
        over_whole=tuple(sorted(over_whole)),
        holders=holders,
        holdings=holdings,
        place={party: at for at, members in enumerate(components) for party in members},
        closed=frozenset(closed),
        unsolved=frozenset(unsolved) - frozenset(closed),
    )


def _scale_down(
    members: tuple[str, ...], holders: dict[str, dict[str, Fraction]], holdings: dict[str, dict[str, Fraction]]
) -> list[tuple[str, Fraction]]:
    sums = [(company, sum(holders[company].values(), NONE)) for company in members]
    above_whole = [(company, recorded) for company, recorded in sums if recorded > 1]
    for company, recorded in above_whole:
        for owner in holders[company]:
            holders[company][owner] /= recorded
            holdings[owner][company] /= recorded
    return above_whole


def _all_inside(company: str, members: tuple[str, ...], holders: Links) -> bool:
    return sum((holders[company].get(owner, NONE) for owner in members), NONE) == 1 and holders[company].keys() <= set(
        members
    )


def _add(sums: dict[str, Fraction], key: str, amount: Fraction) -> None:
    sums[key] = sums.get(key, NONE) + amount


def bounds(low: Stakes, high: Stakes, owner: str, company: str) -> tuple[Fraction, Fraction]:
    """Least and greatest net share where each direct share is only known to lie between two ends.

    A high end gives way where the others' low ends leave less of the company; the whole answer gives way where other
    ultimate owners surely hold the rest. Ends count as closed: the caller keeps open ends apart. A holding without a
    high end has none to spare: its low end is taken.
    """
    tight = dict(low)
    least_sums: dict[str, Fraction] = {}
    for (_, held), share in low.items():
        _add(least_sums, held, share)
    for pair, share in high.items():
        others = least_sums.get(pair[1], NONE) - low.get(pair, NONE)
        tight[pair] = max(low.get(pair, NONE), min(share, 1 - others))
    least, most = integrated(low), integrated(tight)
    ceiling = WHOLE
    if owner not in most.holders:
        taken = (share for other, share in least.outside_owners(company).items() if other != owner)
        ceiling = max(NONE, 1 - sum(taken, NONE))
    reached = None if most.assumptions else most.net(owner, company)
    bottom = least.net(owner, company) or NONE
    return bottom, max(bottom, ceiling if reached is None else min(reached, ceiling))
