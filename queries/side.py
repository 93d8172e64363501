"""Who stands behind whom on a day: control, with its rows."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from graph.case import Case
from graph.chains import Edge, owns, relates
from graph.control import RECORDED_CONTROL
from graph.control import Control as Votes
from graph.facts import Interest, Relation
from queries.ballots import Ballot, Poll


@dataclass(frozen=True, slots=True)
class Holding:
    """Why one party controls another on a day: the steps from head to company."""

    head: str
    company: str
    edges: tuple[Edge, ...]

    @property
    def unsure(self) -> bool:
        return any(e.place.unsure for e in self.edges)


Part = Callable[[Ballot], Mapping[str, Fraction]]
Counts = Callable[[Relation], bool]


def _live(ballot: Ballot) -> Mapping[str, Fraction]:
    return ballot.live


def _sure(ballot: Ballot) -> Mapping[str, Fraction]:
    return ballot.sure


def _is_firm(relation: Relation) -> bool:
    return not relation.place.unsure


class _Holdings(Mapping[str, Mapping[str, Fraction]]):
    """owner → company → its votes on a day (live, or by firm rows), read owner by owner as a count comes to them."""

    def __init__(self, register: _Register, within: frozenset[str], day: date, part: Part) -> None:
        self._register = register
        self._within = within
        self._day = day
        self._part = part
        self._read: dict[str, dict[str, Fraction]] = {}

    def __getitem__(self, owner: str) -> dict[str, Fraction]:
        if owner not in self._read:
            ballots = (
                (c, self._register.poll(c).on(self._day)) for c in self._register.held[owner] if c in self._within
            )
            parts = ((company, self._part(ballot)) for company, ballot in ballots)
            self._read[owner] = {company: votes[owner] for company, votes in parts if owner in votes}
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
        votes = Votes({}, _Holdings(register, within, day, _live), self.never, ())
        firm = Votes({}, _Holdings(register, within, day, _sure), self.never, ())
        everything: tuple[Votes, Counts] = (votes, lambda _: True)
        self._rounds = ((firm, _is_firm), everything) if register.alleged else (everything,)
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
        """What firm rows alone reach, by themselves; then what allegations add. So none weakens what the register shows."""
        found: dict[str, Holding] = {}
        told: dict[str, Relation] = {}
        for votes, counts in self._rounds:
            self._reach(head, found, told, votes, counts)
        return dict(sorted(found.items()))

    def _reach(
        self, head: str, found: dict[str, Holding], told: dict[str, Relation], votes: Votes, counts: Counts
    ) -> None:
        """Recorded control and votes followed as far as they reach, from the head and what was found before."""
        while True:
            members = (head, *found)
            known = [r for m in members if m not in self.never for r in self._recorded(m) if r.b not in members]
            fresh = [r for r in known if counts(r)]
            for relation in fresh:
                before = found[relation.a].edges if relation.a in found else ()
                found.setdefault(relation.b, Holding(head, relation.b, (*before, relates(relation))))
                told.setdefault(relation.b, relation)
            won = [c for c in votes.of_group((head, *found)) if c not in found]
            joined = {head, *found, *won}
            for company in won:
                found[company] = Holding(head, company, self._steps(head, company, joined, told))
            if not won and not fresh:
                return

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
            for interest in self._ballot(target).shown_by(joined - self.never):
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
        ruling = [r.place for r in case.relations if r.kind in RECORDED_CONTROL]
        self.alleged = any(place.unsure for place in (*(i.place for i in case.interests), *ruling))
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
