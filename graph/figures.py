"""What the rows give a holder in a company, between ends."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from graph.bands import NONE, WHOLE, Band, Bands, Pair, Verdict, by_company, consistent
from graph.certified import net_between
from graph.command import Command
from graph.control import indirect_treasury
from graph.intervals import Intervals
from graph.ownership import Integrated, integrated
from graph.rings import reach

NOTHING_OF = Band.of(NONE)
# In a knot of more members than this a share that hangs on an unsure one is not improved to its true most: the most is
# the whole but for what is surely somebody else's.
KNOT_MEMBERS = 60


@dataclass(frozen=True, slots=True)
class Figures:
    """One reading of the rows; all of 1.

    net: integrated share. direct_votes: live votes in the holder's own name. votes: live votes at its command. stake:
    direct shares and those of the firms it controls, not multiplied (UK). in_controllers: its largest net share in a
    party that controls the company (EU art. 54). control: does it command more than half of the live votes. jointly: does
    a recorded concert group of which it is one; for the caller to say.
    """

    net: Band
    direct_votes: Band
    votes: Band
    stake: Band
    in_controllers: Band
    control: Verdict
    jointly: Verdict = "no"


@dataclass(frozen=True)
class Reading:
    """Shares and votes above a company, read in one way: which votes are live.

    filled: as if all that nobody is recorded to hold, anywhere above the company, were the holder's too.
    """

    shares: Bands
    command: Command
    company: str

    @cached_property
    def intervals(self) -> Intervals:
        return Intervals(self.shares)

    @cached_property
    def least(self) -> Integrated:
        """Every share at its low end."""
        return integrated({pair: band.low for pair, band in consistent(self.shares).items()})

    @cached_property
    def _doubtful(self) -> frozenset[str]:
        """Holders of whom some share hangs on one that lies between ends."""
        held = self.intervals.held
        links = {company: dict.fromkeys(holders, WHOLE) for company, holders in held.items()}
        unsure = {owner for holders in held.values() for owner, band in holders.items() if not band.exact}
        return frozenset().union(*(reach(owner, links) for owner in unsure))

    @cached_property
    def knotted(self) -> bool:
        """Is some ring too large to improve share by share?"""
        return max(map(len, self.intervals.order), default=0) > KNOT_MEMBERS

    def net(self, holder: str, company: str) -> Band:
        if holder not in self._doubtful:
            exact = self.least.net(holder, company)
            if exact is not None or not self.least.unsolved_rings:
                return Band.of(exact or NONE)
            ends = net_between(self.least, holder, company)
            return Band(*ends) if ends else Band(NONE, self.most(holder, company).high)
        if self.knotted and holder not in self.intervals.held:
            return self.most(holder, company)
        return self.intervals.net(holder, company)

    def most(self, holder: str, company: str) -> Band:
        """Filled: the whole but for what is surely somebody else's in the end; a top without holders is its own end."""
        if company not in self.intervals.held:
            return NOTHING_OF
        if holder in self.intervals.held:
            return self.intervals.at_most(holder, company)
        least = self.least.net(holder, company) or NONE
        if company not in self._unknown:
            self._unknown[company] = self.least.unknown(company)
        return Band(least, min(WHOLE, least + self._unknown[company]))

    @cached_property
    def _unknown(self) -> dict[str, Fraction]:
        return {}

    @cached_property
    def heads(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Those who surely control the company, and those who may."""
        above = self.command.heads_of(self.company)
        found = {head: self.command.answer((head,), self.company) for head in above}
        sure = tuple(head for head in above if found[head] == "certain")
        return sure, tuple(head for head in above if found[head] != "no")

    def figures(self, holder: str, *, filled: bool = False) -> Figures:
        share = self.most if filled else self.net
        answer = self.command.answer((holder,), self.company, filled=filled)
        return Figures(
            net=share(holder, self.company),
            direct_votes=self.command.part(holder, self.company, filled=filled),
            votes=self.command.at_command((holder,), self.company, filled=filled),
            stake=self._stake(holder, filled=filled),
            in_controllers=self._in_controllers(holder, share),
            control=answer,
        )

    def _stake(self, holder: str, *, filled: bool) -> Band:
        sure = {holder, *self.command.sure((holder,))}
        possible = {holder, *self.command.possible((holder,), filled=filled)}
        held, least, most_open = self._held
        low = [held[owner] for owner in sure & held.keys()]
        high = [held[owner] for owner in possible & held.keys()]
        room = WHOLE - (least - sum((band.low for band in high), NONE))
        total = WHOLE if filled else sum((band.high for band in high), NONE)
        others_open = most_open > sum(band.low_open for band in high)
        open_end = others_open if room <= total else any(b.high_open for b in high)
        return Band(sum((b.low for b in low), NONE), min(total, room), any(b.low_open for b in low), open_end)

    @cached_property
    def _held(self) -> tuple[dict[str, Band], Fraction, int]:
        """Who holds the company, the sum of all least shares (its own among them), and how many of these are open."""
        held = self.intervals.held.get(self.company, {})
        least, most_open = sum((b.low for b in held.values()), NONE), sum(b.low_open for b in held.values())
        return {owner: band for owner, band in held.items() if owner != self.company}, least, most_open

    def _in_controllers(self, holder: str, share: Callable[[str, str], Band]) -> Band:
        sure, possible = self.heads
        low = [self.net(holder, head) for head in sure if head != holder]
        high = [share(holder, head) for head in possible if head != holder]
        best = max(low, key=lambda b: (b.low, b.low_open), default=NOTHING_OF)
        top = max(high, key=lambda b: (b.high, not b.high_open), default=NOTHING_OF)
        return Band(best.low, max(best.low, top.high), best.low_open, top.high_open)


@dataclass(frozen=True)
class Judged:
    """A holder's figures as recorded, and filled: if all that nobody is recorded to hold were its own.

    One of each for every way to count: votes that a company's own subsidiaries hold in it may or may not be live.
    """

    recorded: tuple[Figures, ...]
    completed: tuple[Figures, ...]


def readings(
    shares: Bands,
    votes: Bands,
    company: str,
    *,
    ways: Sequence[frozenset[Pair]] | None = None,
    never: Collection[str] = frozenset(),
) -> list[Reading]:
    """One reading for each set of votes that may not be live; without any given: all live, or those of subsidiaries not.

    Parties that do not lie above the company are left out of the reckoning.
    """
    above = _above(shares, company) | _above(votes, company)
    near, ballots = _among(shares, above), _among(votes, above)
    silent = frozenset(never)
    if ways is None:
        least = {pair: band.low for pair, band in ballots.items()}
        ways = [frozenset(), indirect_treasury(least, never_control=silent)]
    return [Reading(near, Command(ballots, way, silent), company) for way in dict.fromkeys(ways)]


def judged_on(found: Sequence[Reading], candidates: Collection[str]) -> dict[str, Judged]:
    """candidate → its figures in every reading."""
    return {
        holder: Judged(
            tuple(reading.figures(holder) for reading in found),
            tuple(reading.figures(holder, filled=True) for reading in found),
        )
        for holder in sorted(candidates)
    }


def _above(bands: Bands, company: str) -> set[str]:
    links = {held: dict.fromkeys(holders, WHOLE) for held, holders in by_company(bands).items()}
    return reach(company, links)


def _among(bands: Bands, parties: Collection[str]) -> dict[Pair, Band]:
    return {pair: band for pair, band in bands.items() if pair[1] in parties and pair[0] in parties}
