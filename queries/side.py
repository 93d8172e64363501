"""Who stands behind whom on a day: control, with its rows."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from graph.case import Case
from graph.chains import Edge, owns, relates
from graph.control import RECORDED_CONTROL, controls
from graph.control import Control as Votes
from graph.facts import Interest, Relation

HALF = Fraction(1, 2)


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
            self._read[turn] = Ballot(interests_on(self._case, day), live, frozenset(above))
        return self._read[turn]


@dataclass(frozen=True, slots=True)
class Ballot:
    """One company on one day. live: holder → its part of the live votes; above: who holds a stake or recorded control."""

    stakes: tuple[Interest, ...]
    live: Mapping[str, Fraction]
    above: frozenset[str]


class _Holdings(Mapping[str, Mapping[str, Fraction]]):
    """owner → company → live votes on a day, read owner by owner as a count comes to them."""

    def __init__(self, register: _Register, within: frozenset[str], day: date) -> None:
        self._register = register
        self._within = within
        self._day = day
        self._read: dict[str, dict[str, Fraction]] = {}

    def __getitem__(self, owner: str) -> dict[str, Fraction]:
        if owner not in self._read:
            ballots = (
                (c, self._register.poll(c).on(self._day)) for c in self._register.held[owner] if c in self._within
            )
            self._read[owner] = {company: ballot.live[owner] for company, ballot in ballots if owner in ballot.live}
        return self._read[owner]

    def __iter__(self) -> Iterator[str]:
        return iter(self._register.held)

    def __len__(self) -> int:
        return len(self._register.held)


class Count:
    """Control on one day among some companies, from votes and from recorded control; answers come with their rows."""

    def __init__(self, register: _Register, within: frozenset[str], day: date) -> None:
        self.day = day
        self.never = register.never
        self.votes = Votes({}, _Holdings(register, within, day), self.never, ())
        self._register = register
        self._within = within
        self._cache: dict[str, dict[str, Holding]] = {}

    def _recorded(self, party: str) -> list[Relation]:
        rows = self._register.ruled.get(party, ())
        return [r for r in rows if r.b in self._within and r.period.may_hold_on(self.day)]

    def _ballot(self, company: str) -> Ballot:
        return self._register.poll(company).on(self.day)

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
            fresh = [r for m in members if m not in self.never for r in self._recorded(m) if r.b not in members]
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
            for interest in self._ballot(target).stakes:
                if interest.owner in joined and interest.owner not in self.never:
                    steps.append(owns(interest, self.day))
                    wanted.append(interest.owner)
        return tuple(reversed(steps))

    def heads(self, company: str) -> tuple[str, ...]:
        """Everybody above the company by any stake or recorded control: those who might control it."""
        seen, wanted = {company}, [company]
        while wanted:
            fresh = self._ballot(wanted.pop()).above - seen
            seen |= fresh
            wanted += sorted(fresh)
        return tuple(sorted(seen - {company}))

    def over(self, company: str) -> dict[str, Holding]:
        """Everybody who controls the company on the day."""
        return {head: under[company] for head in self.heads(company) if company in (under := self.under(head))}

    def holds(self, head: str, company: str) -> Holding | None:
        return self.under(head).get(company) if head in self.heads(company) else None


class Control:
    """Control on one day. A question about one party reads only the rows that can bear on its answer.

    Whom a head controls depends on the holders of the companies below it alone, and who controls a company on the
    holders of the companies above it: a case of thousands of firms is never counted as a whole.
    """

    def __init__(self, case: Case, day: date) -> None:
        self.case = case
        self.day = day

    def under(self, head: str) -> dict[str, Holding]:
        """Every company the head controls on the day, with the steps; votes of all that it controls count together."""
        return _register(self.case).below(head).on(self.day).under(head)

    def over(self, company: str) -> dict[str, Holding]:
        """Everybody who controls the company on the day."""
        return _register(self.case).above(company).on(self.day).over(company)

    def heads(self, company: str) -> tuple[str, ...]:
        """Everybody above the company by any stake or recorded control: those who might control it."""
        return _register(self.case).above(company).on(self.day).heads(company)

    def holds(self, head: str, company: str) -> Holding | None:
        return _register(self.case).above(company).on(self.day).holds(head, company)


class _Rows:
    """Some companies' rows, counted once for each stretch of days on which none of them begins or ends."""

    def __init__(self, register: _Register, within: frozenset[str]) -> None:
        self._register = register
        self._within = within
        self.turns = sorted({day for company in within for day in register.poll(company).turns})
        self._counts: dict[int, Count] = {}

    def turn(self, day: date) -> int:
        """The stretch of days in which the day lies."""
        return bisect_right(self.turns, day)

    def on(self, day: date) -> Count:
        turn = self.turn(day)
        if turn not in self._counts:
            self._counts[turn] = Count(self._register, self._within, day)
        return self._counts[turn]


class _Register:
    """A case's stakes and recorded controls by company and by holder, whatever their days."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.never = frozenset(p.id for p in case.parties.values() if p.holds_for_others)
        self.stakes: dict[str, list[Interest]] = defaultdict(list)
        self.controls: dict[str, list[Relation]] = defaultdict(list)
        for interest in case.interests:
            self.stakes[interest.company].append(interest)
        for relation in case.relations:
            if relation.kind in RECORDED_CONTROL:
                self.controls[relation.b].append(relation)
        self._link()
        self._polls: dict[str, Poll] = {}
        self.days: dict[int, Control] = {}
        self.sides: dict[tuple[int, ...], dict[str, Holding]] = {}
        self.turns = _Rows(self, frozenset({*self.stakes, *self.controls})).turns
        self._kept: dict[tuple[str, str], _Rows] = {}

    def _link(self) -> None:
        """held: owner → the companies it ever held; ruled: who is recorded to control → those rows, by company."""
        self.up: dict[str, set[str]] = defaultdict(set)
        self.down: dict[str, set[str]] = defaultdict(set)
        self.ruled: dict[str, list[Relation]] = defaultdict(list)
        for company in sorted(self.stakes):
            self.up[company] |= {i.owner for i in self.stakes[company]}
        for company in sorted(self.controls):
            self.up[company] |= {r.a for r in self.controls[company]}
            for relation in self.controls[company]:
                self.ruled[relation.a].append(relation)
        for company, above in self.up.items():
            for owner in above:
                self.down[owner].add(company)
        self.held = {owner: sorted(c for c in found if c in self.stakes) for owner, found in sorted(self.down.items())}

    def poll(self, company: str) -> Poll:
        if company not in self._polls:
            rows = self.stakes.get(company, ()), self.controls.get(company, ())
            self._polls[company] = Poll(self.case, company, *rows)
        return self._polls[company]

    def below(self, head: str) -> _Rows:
        """The rows of all companies that the head can reach."""
        return self._rows("below", head, self.down)

    def above(self, company: str) -> _Rows:
        """The rows of the company and of all that stand above it."""
        return self._rows("above", company, self.up)

    def _rows(self, which: str, party: str, steps: dict[str, set[str]]) -> _Rows:
        if (which, party) not in self._kept:
            self._kept[which, party] = _Rows(self, frozenset(_closure(party, steps)))
        return self._kept[which, party]


def _closure(party: str, steps: dict[str, set[str]]) -> set[str]:
    seen, wanted = {party}, [party]
    while wanted:
        fresh = steps.get(wanted.pop(), set()) - seen
        seen |= fresh
        wanted += fresh
    return seen


def debtor_side(case: Case, day: date) -> Mapping[str, Holding]:
    """The debtors and every company they control on a day; a debtor stands for itself with no steps."""
    register = _register(case)
    turns = tuple(register.below(debtor).turn(day) for debtor in case.debtor_ids)
    if turns not in register.sides:
        register.sides[turns] = _side_on(case, day)
    return register.sides[turns]


def _side_on(case: Case, day: date) -> dict[str, Holding]:
    control = control_on(case, day)
    side = {debtor: Holding(debtor, debtor, ()) for debtor in case.debtor_ids}
    for debtor in case.debtor_ids:
        for company, holding in sorted(control.under(debtor).items()):
            side.setdefault(company, holding)
    return side


_REGISTERS: dict[int, _Register] = {}


def _register(case: Case) -> _Register:
    """The case's register, made once; the few cases at work are kept."""
    found = _REGISTERS.get(id(case))
    if found is None or found.case is not case:
        if len(_REGISTERS) > 16:
            _REGISTERS.clear()
        found = _REGISTERS[id(case)] = _Register(case)
    return found


def control_on(case: Case, day: date) -> Control:
    """Control on a day, the same for a stretch of days on which nothing begins or ends."""
    register = _register(case)
    return register.days.setdefault(bisect_right(register.turns, day), Control(case, day))


def weakest(edges: Iterable[Edge]) -> str:
    """The standing of the least sure step."""
    order = ("denied", "alleged", "admitted", "recorded", "found_by_court")
    return min((e.standing for e in edges), key=order.index, default="recorded")
