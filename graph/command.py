"""Control where votes are known between ends: sure or possible."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from graph.bands import NONE, WHOLE, Band, Bands, Pair, Verdict, by_company, consistent
from graph.rings import reach

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Command:
    """Who commands more than half of a company's live votes, in every way to fill in the rows or in some.

    votes: (holder, company) → band of all votes, classes and partnerships already weighed. Votes that a company holds in
    itself and the barred pairs are not live; votes nobody is recorded to hold are. never_control: clearing nominees.
    sure and possible are both exact: whatever a head surely wins it wins in every completion, and for each company it
    possibly wins there is one completion in which it wins it. filled: all votes that nobody is recorded to hold were the
    heads' too.
    """

    votes: Bands
    barred: frozenset[Pair] = frozenset()
    never_control: frozenset[str] = frozenset()

    @cached_property
    def held(self) -> dict[str, dict[str, Band]]:
        return by_company(consistent(self.votes))

    def sure(self, heads: Collection[str]) -> dict[str, Band]:
        """company → votes at the heads' command, for every company they surely control."""
        return self._fixpoint(heads, "certain")

    def possible(self, heads: Collection[str], *, filled: bool = False) -> dict[str, Band]:
        """company → votes at the heads' command, for every company they may control; those they surely do included."""
        return self._fixpoint(heads, "possible", filled=filled)

    def answer(self, heads: Collection[str], company: str, *, filled: bool = False) -> Verdict:
        if company in self.sure(heads):
            return "certain"
        return "possible" if company in self.possible(heads, filled=filled) else "no"

    def at_command(self, heads: Collection[str], company: str, *, filled: bool = False) -> Band:
        """Live votes in the company that the heads surely command, up to those they may command."""
        least = self._count(company, {*heads, *self.sure(heads)})
        most = self._count(company, {*heads, *self.possible(heads, filled=filled)}, filled=filled)
        return Band(least.low, most.high, least.low_open)

    def part(self, holder: str, company: str, *, filled: bool = False) -> Band:
        """Live votes in the holder's own name; none where its votes are not live or it never controls."""
        if holder == company or (holder, company) in self.barred or company not in self.held:
            return Band.of(NONE)
        return self._count(company, {holder}, filled=filled)

    def heads_of(self, company: str) -> tuple[str, ...]:
        """Everybody above the company by any vote, in order of id."""
        links = {firm: dict.fromkeys(holders, WHOLE) for firm, holders in self.held.items()}
        return tuple(sorted(reach(company, links) - {company}))

    @cached_property
    def _held_of(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for company, holders in self.held.items():
            for holder in holders:
                found.setdefault(holder, []).append(company)
        return found

    def _fixpoint(self, heads: Collection[str], wanted: Verdict, *, filled: bool = False) -> dict[str, Band]:
        asked = (frozenset(heads), wanted, filled)
        if asked not in self._known:
            self._known[asked] = self._won(heads, wanted, filled=filled)
        return self._known[asked]

    @cached_property
    def _known(self) -> dict[tuple[frozenset[str], Verdict, bool], dict[str, Band]]:
        """Answers given before: a holder's figures ask for the same ones several times."""
        return {}

    def _won(self, heads: Collection[str], wanted: Verdict, *, filled: bool) -> dict[str, Band]:
        block = set(heads)
        entering = sorted(block)
        while entering:
            near = {c for m in entering for c in self._held_of.get(m, ())} | (self._roomy if filled else set())
            answers = {c: self._count(c, block, filled=filled).above(HALF) for c in sorted(near - block)}
            entering = [c for c, answer in answers.items() if answer == "certain" or answer == wanted]
            block.update(entering)
        return {company: self._count(company, block, filled=filled) for company in sorted(block - set(heads))}

    @cached_property
    def _roomy(self) -> set[str]:
        """Companies of whose votes some part may be held by nobody recorded."""
        return {c for c, (_, total, mute) in self._ballots.items() if total + _sum_low(mute) < 1}

    @cached_property
    def _ballots(self) -> dict[str, tuple[dict[str, Band], Fraction, list[Band]]]:
        """company → live votes of those who may control, the sum of all live low ends, and the silent votes."""
        found = {}
        for company, holders in self.held.items():
            mute = [b for h, b in holders.items() if h == company or (h, company) in self.barred]
            live = {h: b for h, b in holders.items() if h != company and (h, company) not in self.barred}
            total = _sum_low(live.values())
            found[company] = ({h: b for h, b in live.items() if h not in self.never_control}, total, mute)
        return found

    def _count(self, company: str, block: Collection[str], *, filled: bool = False) -> Band:
        """The block's part of the live votes: least when others have all they may, most when they have the least."""
        live, total, mute = self._ballots.get(company, ({}, NONE, []))
        ours = (
            [live[h] for h in live.keys() & block]
            if len(live) > len(block)
            else [b for h, b in live.items() if h in block]
        )
        low, high = _sum_low(ours), WHOLE if filled else sum((band.high for band in ours), NONE)
        others = total - low
        silent, silent_most = _sum_low(mute), sum((band.high for band in mute), NONE)
        most = max(_part(high, others, s) for s in _turns(high, others, silent, silent_most))
        least = low / (1 - silent) if silent < 1 else NONE
        return Band(least, max(least, most), any(band.low_open for band in ours))


def _sum_low(bands: Collection[Band]) -> Fraction:
    return sum((band.low for band in bands), NONE)


def _part(high: Fraction, others: Fraction, silent: Fraction) -> Fraction:
    live = 1 - silent
    return max(NONE, min(high, live - others)) / live if live > 0 else NONE


def _turns(high: Fraction, others: Fraction, silent: Fraction, silent_most: Fraction) -> set[Fraction]:
    """Where the part can be greatest: at the ends of the silent votes, or where ours and the others' fill the rest."""
    full = 1 - high - others
    return {silent, min(silent_most, 1 - others), *([full] if silent <= full <= silent_most else [])}


def bands_of(votes: Mapping[Pair, Fraction]) -> dict[Pair, Band]:
    """Exact votes or shares as bands without width."""
    return {pair: Band.of(part) for pair, part in votes.items()}
