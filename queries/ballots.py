"""A company's stakes and votes on a day, from its own rows."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from graph.case import Case
from graph.control import controls
from graph.facts import Interest, Relation

HALF = Fraction(1, 2)


def interests_on(case: Case, day: date) -> tuple[Interest, ...]:
    """Stakes that may have been held on a day; rows without days count as held."""
    return tuple(i for i in case.interests if i.period.may_hold_on(day))


def stakes_on(case: Case, day: date) -> dict[tuple[str, str], Fraction]:
    """Direct shares on a day, several rows of one holder from one source summed; the lowest bound counts.

    Two sources that state the same holding are two statements of one stake: the larger is taken, never their sum.
    Rows that only may hold on the day (partial dates) are versions of one stake and are never added to one another.
    """
    sums: dict[tuple[str, str], dict[tuple[str, str, str], Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    maybe: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for interest in interests_on(case, day):
        if interest.share is None:
            continue
        pair, part = (interest.owner, interest.company), interest.share.low
        if interest.period.holds_on(day) == "yes":
            sums[pair][interest.place.said_by] += part
        else:
            maybe[pair] = max(maybe[pair], part)
    found = {pair: max(by_source.values()) for pair, by_source in sums.items()}
    return {pair: min(found.get(pair, maybe[pair]), Fraction(1)) for pair in sorted({*found, *maybe})}


def votes_on(case: Case, day: date) -> dict[tuple[str, str], Fraction]:
    """Votes on a day: voting rights where given, all of them for a general partner, else the share.

    Several classes of one holder are several rows: within one source they add up, of two sources the larger counts.
    A stake of unknown size carries no votes here: that somebody is the only holder recorded does not make it the whole.
    """
    votes = dict(stakes_on(case, day))
    stated: dict[tuple[str, str], dict[tuple[str, str, str], Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    told = {(i.owner, i.company, i.place.said_by) for i in interests_on(case, day) if i.voting is not None}
    for interest in interests_on(case, day):
        right = interest.voting or interest.share
        if right is not None and (interest.owner, interest.company, interest.place.said_by) in told:
            stated[interest.owner, interest.company][interest.place.said_by] += right.low
    votes |= {pair: min(max(by_source.values()), Fraction(1)) for pair, by_source in stated.items()}
    for company, heads in partners_on(case, day).items():
        votes = {pair: share for pair, share in votes.items() if pair[1] != company}
        votes |= {(head, company): Fraction(1, len(heads)) for head in sorted(heads)}
    return votes


def partners_on(case: Case, day: date) -> dict[str, set[str]]:
    """partnership → its general partners: they run it, whatever their part of its capital."""
    partners: dict[str, set[str]] = defaultdict(set)
    for interest in interests_on(case, day):
        if interest.nature == "general_partner":
            partners[interest.company].add(interest.owner)
    return partners


class Poll:
    """The rows of one company: its stakes and who is recorded to control it; read once for each stretch of days."""

    def __init__(self, case: Case, company: str, stakes: Sequence[Interest], controls: Sequence[Relation]) -> None:
        self.company = company
        self.controls = controls
        self._case = replace(case, interests=tuple(stakes))
        periods = (*(i.period for i in stakes), *(r.period for r in controls))
        spans = [s for period in periods for s in (period.start, period.end) if s]
        self.turns = sorted({day for s in spans for day in (s.first, s.last)})
        self._read: dict[int, Ballot] = {}

    def on(self, day: date) -> Ballot:
        turn = bisect_right(self.turns, day)
        if turn not in self._read:
            votes = votes_on(self._case, day)
            above = {owner for owner, _ in votes} | {r.a for r in self.controls if r.period.may_hold_on(day)}
            live = controls(votes).holders.get(self.company, {})
            self._read[turn] = Ballot(interests_on(self._case, day), live, self._sure(day, live), frozenset(above))
        return self._read[turn]

    def _sure(self, day: date, live: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
        """The live votes by the rows alone that nobody merely alleges or denies."""
        stakes = self._case.interests
        if not any(i.place.unsure for i in stakes):
            return live
        sure = replace(self._case, interests=tuple(i for i in stakes if not i.place.unsure))
        return controls(votes_on(sure, day)).holders.get(self.company, {})


@dataclass(frozen=True, slots=True)
class Ballot:
    """One company on one day. live: holder → its part of the live votes; sure: the same by rows that are no mere allegation;
    above: who holds a stake or recorded control."""

    stakes: tuple[Interest, ...]
    live: Mapping[str, Fraction]
    sure: Mapping[str, Fraction]
    above: frozenset[str]

    def shown_by(self, owners: Collection[str]) -> list[Interest]:
        """The stakes that show that these together have more than half: sure rows alone where they suffice, else all.

        So an allegation that says no more than the register never weakens what the register shows.
        """
        theirs = [i for i in self.stakes if i.owner in owners]
        enough = sum((self.sure.get(owner, Fraction(0)) for owner in owners), Fraction(0)) > HALF
        return [i for i in theirs if not i.place.unsure] if enough else theirs
