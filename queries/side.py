"""Who stands behind whom on a day: control, with its rows."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from graph.case import Case
from graph.chains import Edge, owns, relates
from graph.control import controls
from graph.facts import Interest, Relation

HALF = Fraction(1, 2)
_NO_CONTROL_LICENCES = frozenset({"clearing_nominee", "escrow", "bank"})


@dataclass(frozen=True, slots=True)
class Holding:
    """Why one party controls another on a day: the steps from head to company."""

    head: str
    company: str
    edges: tuple[Edge, ...]

    @property
    def unsure(self) -> bool:
        return any(e.place.unsure for e in self.edges)


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


class Control:
    """Control on one day, from votes and from recorded control; answers come with their rows."""

    def __init__(self, case: Case, day: date) -> None:
        self.case = case
        self.day = day
        self.never = frozenset(p.id for p in case.parties.values() if p.licences & _NO_CONTROL_LICENCES)
        votes = votes_on(case, day)
        self.votes = controls(votes, never_control=self.never)
        self.stakes: dict[str, list[Interest]] = defaultdict(list)
        for interest in interests_on(case, day):
            self.stakes[interest.company].append(interest)
        self.recorded: dict[str, list[Relation]] = defaultdict(list)
        self.above: dict[str, set[str]] = defaultdict(set)
        for owner, company in votes:
            self.above[company].add(owner)
        for relation in case.relations:
            if relation.kind in ("controls", "trustee_of") and relation.period.may_hold_on(day):
                self.recorded[relation.a].append(relation)
                self.above[relation.b].add(relation.a)
        self._cache: dict[str, dict[str, Holding]] = {}

    def under(self, head: str) -> dict[str, Holding]:
        """Every company the head controls on the day, with the steps; votes of all that it controls count together."""
        if head not in self._cache:
            self._cache[head] = self._under(head)
        return self._cache[head]

    def _under(self, head: str) -> dict[str, Holding]:
        found: dict[str, Holding] = {}
        told: dict[str, Relation] = {}
        while True:
            members = (head, *found)
            fresh = [
                r for m in members for r in self.recorded.get(m, ()) if r.b not in members and r.a not in self.never
            ]
            for relation in fresh:
                before = found[relation.a].edges if relation.a in found else ()
                found.setdefault(relation.b, Holding(head, relation.b, (*before, relates(relation))))
                told.setdefault(relation.b, relation)
            won = [c for c in self.votes.of_group((head, *found)) if c not in found]
            joined = {head, *found, *won}
            for company in won:
                found[company] = Holding(head, company, self._steps(head, company, joined, told))
            if not won and not fresh:
                return dict(sorted(found.items()))

    def _steps(self, head: str, company: str, joined: set[str], told: dict[str, Relation]) -> tuple[Edge, ...]:
        """The rows along which the company is reached from the head: ownership, and recorded control on the way."""
        steps: list[Edge] = []
        wanted, seen = [company], {head}
        while wanted:
            target = wanted.pop()
            if target in seen:
                continue
            seen.add(target)
            if target in told:
                steps.append(relates(told[target]))
                wanted.append(told[target].a)
                continue
            for interest in self.stakes.get(target, ()):
                if interest.owner in joined and interest.owner not in self.never:
                    steps.append(owns(interest, self.day))
                    wanted.append(interest.owner)
        return tuple(reversed(steps))

    def heads(self, company: str) -> tuple[str, ...]:
        """Everybody above the company by any stake or recorded control: those who might control it."""
        seen, wanted = {company}, [company]
        while wanted:
            fresh = self.above.get(wanted.pop(), set()) - seen
            seen |= fresh
            wanted += sorted(fresh)
        return tuple(sorted(seen - {company}))

    def over(self, company: str) -> dict[str, Holding]:
        """Everybody who controls the company on the day."""
        return {head: under[company] for head in self.heads(company) if company in (under := self.under(head))}

    def holds(self, head: str, company: str) -> Holding | None:
        return self.under(head).get(company) if head in self.heads(company) else None


def debtor_side(case: Case, day: date) -> dict[str, Holding]:
    """The debtors and every company they control on a day; a debtor stands for itself with no steps."""
    control = control_on(case, day)
    side = {debtor: Holding(debtor, debtor, ()) for debtor in case.debtor_ids}
    for debtor in case.debtor_ids:
        for company, holding in sorted(control.under(debtor).items()):
            side.setdefault(company, holding)
    return side


_CONTROL: dict[tuple[int, int], Control] = {}
_TURNS: dict[int, tuple[Case, list[date]]] = {}


def control_on(case: Case, day: date) -> Control:
    """Control on a day, computed once for a case and a stretch of days on which nothing begins or ends."""
    key = (id(case), bisect_right(_turns(case), day))
    found = _CONTROL.get(key)
    if found is None or found.case is not case:
        if len(_CONTROL) > 256:
            _CONTROL.clear()
        found = _CONTROL[key] = Control(case, day)
    return found


def _turns(case: Case) -> list[date]:
    """Days on which the answer to "did it hold" may change for a stake or a recorded control, in order."""
    held = _TURNS.get(id(case))
    if held is None or held[0] is not case:
        if len(_TURNS) > 16:
            _TURNS.clear()
        control = (r.period for r in case.relations if r.kind in ("controls", "trustee_of"))
        spans = [s for p in (*(i.period for i in case.interests), *control) for s in (p.start, p.end) if s]
        held = _TURNS[id(case)] = (case, sorted({day for s in spans for day in (s.first, s.last)}))
    return held[1]


def weakest(edges: Iterable[Edge]) -> str:
    """The standing of the least sure step."""
    order = ("denied", "alleged", "admitted", "recorded", "found_by_court")
    return min((e.standing for e in edges), key=order.index, default="recorded")
