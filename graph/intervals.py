"""Integrated shares where direct ones lie between ends."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from graph.bands import NONE, WHOLE, Band, Bands, by_company, consistent
from graph.knots import Knot
from graph.rings import strong_components

Held = Mapping[str, Mapping[str, Band]]
Shares = dict[str, Fraction]


@dataclass(frozen=True)
class Intervals:
    """What each holder surely and at most owns, through chains and rings, in every way to fill in the rows.

    A company's direct shares may be anything within their bands whose sum is at most 1; what is left is somebody
    else's. The part of a company that is the holder's grows with every share on the way, so the low ends together give
    the least. The most is the best choice of shares in every company at once: each company gives what is left of it to
    the holders with the most of it to pass on. That is a Markov decision problem; improving all choices until none can
    be improved ends at the true maximum, also in rings. Both ends are exact, and attained unless said to be open.
    Source: R. A. Howard, Dynamic Programming and Markov Processes, 1960; M. Puterman, Markov Decision Processes, 1994,
    7.2 (positive problems: the least fixed point is the optimum).
    """

    bands: Bands

    @cached_property
    def held(self) -> Held:
        return by_company(consistent(self.bands))

    @cached_property
    def order(self) -> list[tuple[str, ...]]:
        """Strong components of whatever may be held, holders before the held."""
        links: dict[str, dict[str, Fraction]] = {}
        for company, holders in self.held.items():
            for owner, band in holders.items():
                links.setdefault(owner, {})[company] = band.high
        return strong_components(links, sorted(links.keys() | self.held.keys()))[::-1]

    def net(self, holder: str, company: str) -> Band:
        """The holder's share of the company, what comes back through the holder itself not counted."""
        return self.together((holder,), company) if holder != company else Band.of(WHOLE)

    def together(self, holders: Collection[str], company: str) -> Band:
        """The share of the company that is one or other of the holders'."""
        return self.all_of(holders).get(company, Band.of(NONE))

    def all_of(self, holders: Collection[str]) -> dict[str, Band]:
        """company → band for every company in which the holders may own something; themselves left out."""
        targets = frozenset(holders)
        least, low_open = _least(self.held, self.order, targets), _surely_more(self.held, targets)
        most = _most(self.held, self.order, targets)
        beyond = _never_reached(self.held, most, targets)
        return {
            company: Band(least.get(company, NONE), most[company], company in low_open, company in beyond)
            for company in sorted(most)
            if company not in targets and most[company] > 0
        }

    def at_most(self, holder: str, company: str, also: Collection[str] = ()) -> Band:
        """The same if all that nobody is recorded to hold, anywhere above the company, stood with the holder too.

        also: firms without a single recorded holder that are to be treated so; else such a firm is its own end.
        """
        wider = dict(self.bands)
        for firm in sorted({*self.held, *also}):
            if firm != holder:
                low = self.held.get(firm, {}).get(holder, Band.of(NONE))
                wider[holder, firm] = Band(low.low, WHOLE, low.low_open)
        return Intervals(wider).together((holder,), company)

    def outside(self) -> frozenset[str]:
        """Holders above whom nobody may hold."""
        owners = {owner for holders in self.held.values() for owner in holders}
        return frozenset(owners - self.held.keys())

    def unknown(self, company: str) -> Band:
        """What no known ultimate owner holds of the company in the end."""
        return self.together(self.outside(), company).rest()


def _least(held: Held, order: list[tuple[str, ...]], targets: frozenset[str]) -> Shares:
    """The targets' part of each company when every share is at its low end."""
    found = dict.fromkeys(targets, WHOLE)
    low = {c: {owner: band.low for owner, band in holders.items()} for c, holders in held.items()}
    for members in order:
        _settle([m for m in members if m not in targets and m in held], low, found)
    return found


def _most(held: Held, order: list[tuple[str, ...]], targets: frozenset[str]) -> Shares:
    """The targets' part of each company when every company's shares are chosen for them."""
    found = dict.fromkeys(targets, WHOLE)
    for members in order:
        inside = [m for m in members if m not in targets and m in held]
        chosen = {m: _chosen(held[m], found) for m in inside}
        _settle(inside, chosen, found)
        ringed = len(inside) > 1 or any(m in held[m] for m in inside)
        while changed := _improved(inside, held, found) if ringed else {}:
            chosen |= changed
            for member in inside:
                found.pop(member, None)
            _settle(inside, chosen, found)
    return found


def _improved(inside: list[str], held: Held, found: Shares) -> dict[str, Shares]:
    """Choices that would give the targets more than they now have; each round has strictly better ones, so it ends."""
    better = {m: _chosen(held[m], found) for m in inside}
    return {m: shares for m, shares in better.items() if _worth(shares, found) > found.get(m, NONE)}


def _worth(shares: Mapping[str, Fraction], found: Shares) -> Fraction:
    return sum((share * found[owner] for owner, share in shares.items() if owner in found), NONE)


def _chosen(holders: Mapping[str, Band], found: Shares) -> Shares:
    """Low ends first; what is left goes to the holders with the most to pass on, each to its high end."""
    shares = {owner: band.low for owner, band in holders.items()}
    left = WHOLE - sum(shares.values(), NONE)
    for owner in sorted(holders, key=lambda o: (-found.get(o, NONE), o)):
        if left <= 0 or not found.get(owner):
            break
        more = min(left, holders[owner].high - holders[owner].low)
        shares[owner] += more
        left -= more
    return shares


def _settle(inside: list[str], shares: Mapping[str, Mapping[str, Fraction]], found: Shares) -> None:
    """Solve x = what comes from outside + what members pass to one another, for one component; x > 0 alone is kept."""
    come = {m: _worth({o: s for o, s in shares[m].items() if o not in inside}, found) for m in inside}
    if len(inside) == 1 and not shares[inside[0]].get(inside[0]):
        if come[inside[0]] > 0:
            found[inside[0]] = come[inside[0]]
        return
    reached = [m for m in inside if come[m] > 0]
    links: dict[str, dict[str, Fraction]] = {}
    for member in inside:
        for owner, share in shares[member].items():
            if share > 0 and owner in inside:
                links.setdefault(owner, {})[member] = share
    seen, waiting = set(reached), list(reached)
    while waiting:
        fresh = [c for c in links.get(waiting.pop(), {}) if c not in seen]
        seen.update(fresh)
        waiting += fresh
    if seen:
        knot = Knot(tuple(sorted(seen)), links)
        entries = {m: come[m].as_integer_ratio() for m in sorted(reached)}
        found |= {party: Fraction(*ratio) for party, ratio in knot.below(entries).ratios().items()}


def _surely_more(held: Held, targets: frozenset[str]) -> set[str]:
    """Companies of which the targets surely own more than the low end: a share on the way surely is above its own."""
    sure: dict[str, list[str]] = {}
    more: dict[str, list[str]] = {}
    for company, holders in held.items():
        for owner, band in holders.items():
            if company not in targets and (band.low > 0 or band.low_open):
                sure.setdefault(owner, []).append(company)
                if band.low_open:
                    more.setdefault(owner, []).append(company)
    reached = _onward(targets, sure)
    return _onward([company for owner in reached for company in more.get(owner, ())], sure)


def _onward(start: Collection[str], links: Mapping[str, list[str]]) -> set[str]:
    seen, waiting = set(start), list(start)
    while waiting:
        for company in links.get(waiting.pop(), ()):
            if company not in seen:
                seen.add(company)
                waiting.append(company)
    return seen


def _never_reached(held: Held, most: Shares, targets: frozenset[str]) -> set[str]:
    """Companies whose high end no choice of shares within open ends attains; said only where that is sure."""
    beyond: set[str] = set()
    if not any(band.low_open or band.high_open for holders in held.values() for band in holders.values()):
        return beyond
    while True:
        fresh = {
            company
            for company in most
            if company not in targets and company not in beyond and _short(held[company], most, beyond)
        }
        if not fresh:
            return beyond
        beyond |= fresh


def _short(holders: Mapping[str, Band], most: Shares, beyond: set[str]) -> bool:
    """Must one company's best choice use an end that is open, or a holder whose own high end is not attained?"""
    worth = {owner: most.get(owner, NONE) for owner in holders}
    line = _line(holders, worth)
    rich = [band for owner, band in holders.items() if worth[owner] > line]
    tied = {owner: band for owner, band in holders.items() if worth[owner] == line}
    poor = [band for owner, band in holders.items() if worth[owner] < line]
    if any(band.high_open for band in rich) or any(band.low_open for band in poor):
        return True
    for owner, band in holders.items():
        if owner in beyond and worth[owner] > 0 and (band.low > 0 or band.low_open or worth[owner] > line):
            return True
    left = WHOLE - sum((band.high for band in rich), NONE) - sum((band.low for band in poor), NONE)
    if left == sum((band.low for band in tied.values()), NONE) and any(band.low_open for band in tied.values()):
        return True
    if line == 0:
        return False
    if left == sum((band.high for band in tied.values()), NONE) and any(band.high_open for band in tied.values()):
        return True
    return left > 0 and all(owner in beyond for owner in tied)


def _line(holders: Mapping[str, Band], worth: Shares) -> Fraction:
    """The worth at which a company has nothing left to give; 0 where it has some left in the end."""
    left = WHOLE - sum((band.low for band in holders.values()), NONE)
    for owner in sorted(holders, key=lambda o: (-worth[o], o)):
        left -= holders[owner].high - holders[owner].low
        if worth[owner] > 0 and left <= 0:
            return worth[owner]
    return NONE
