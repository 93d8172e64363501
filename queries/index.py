"""The rows of a case by party and by pair: filed once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import TypeVar

from graph.case import Case
from graph.control import RECORDED_CONTROL
from graph.facts import Change, Contract, Interest, Payment, Relation, Role, Title, Transfer

_KEPT = 16
Pair = tuple[str, str]
Act = tuple[str, ...]
_Key = TypeVar("_Key")
_Row = TypeVar("_Row")


class Index:
    """Every row of a case under the parties it names, in the order of the case; each list is made when first asked for.

    A case of thousands of firms is asked the same things of each of them: no answer may read all rows again.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self._licences: dict[str, frozenset[str]] = {}
        self._turns: dict[str, frozenset[date]] = {}

    def licences(self, party: str) -> frozenset[str]:
        if party not in self._licences:
            self._licences[party] = self.case.party(party).licences
        return self._licences[party]

    @cached_property
    def stakes(self) -> dict[Pair, list[Interest]]:
        """(owner, company) → the stakes of the one in the other, whenever held."""
        return _filed(self.case.interests, lambda i: ((i.owner, i.company),))

    @cached_property
    def roles_in(self) -> dict[str, list[Role]]:
        """company → its offices."""
        return _filed(self.case.roles, lambda r: (r.company,))

    @cached_property
    def relations_of(self) -> dict[str, list[Relation]]:
        """party → the recorded relations it stands in, on either side."""
        return _filed(self.case.relations, lambda r: (r.a, r.b))

    @cached_property
    def paid_to(self) -> dict[str, list[Payment]]:
        return _filed(self.case.payments, lambda p: (p.payee,))

    @cached_property
    def paid(self) -> dict[Pair, list[Payment]]:
        """(payer, payee) → the payments of the one to the other."""
        return _filed(self.case.payments, lambda p: ((p.payer, p.payee),))

    @cached_property
    def dealt_with(self) -> dict[str, set[str]]:
        """party → everybody it is seen to have paid or been paid by."""
        found: dict[str, set[str]] = defaultdict(set)
        for payer, payee in self.paid:
            found[payer].add(payee)
            found[payee].add(payer)
        return found

    @cached_property
    def taken_by(self) -> dict[str, list[Transfer]]:
        return _filed(self.case.transfers, lambda t: (t.taker,))

    @cached_property
    def passed(self) -> dict[Pair, list[Transfer]]:
        """(giver, taker) → the transfers of the one to the other."""
        return _filed(self.case.transfers, lambda t: ((t.giver, t.taker),))

    @cached_property
    def acts(self) -> dict[Act, list[Transfer]]:
        """What an act is → every row that states it."""
        return _filed(self.case.transfers, lambda t: (act_of(t),))

    @cached_property
    def distinct(self) -> tuple[Transfer, ...]:
        """The first row of each act, in order."""
        return tuple(rows[0] for rows in self.acts.values())

    @cached_property
    def stakes_in(self) -> dict[str, list[Interest]]:
        """company → the stakes in it, whenever held."""
        return _filed(self.case.interests, lambda i: (i.company,))

    @cached_property
    def posts_of(self) -> dict[str, list[Role]]:
        """person → its offices."""
        return _filed(self.case.roles, lambda r: (r.person,))

    @cached_property
    def titles_of(self) -> dict[str, list[Title]]:
        """owner → its titles to assets."""
        return _filed(self.case.titles, lambda t: (t.owner or "",))

    @cached_property
    def changes_of(self) -> dict[str, list[Change]]:
        return _filed(self.case.changes, lambda c: (c.party,))

    @cached_property
    def in_employee_plans(self) -> frozenset[str]:
        """Parties of an employees' plan, by contract or by the nature of a stake."""
        plans = [(c.first, c.second) for c in self.case.contracts if c.kind == "employee_plan"]
        plans += [(i.owner, i.company) for i in self.case.interests if i.nature == "employee_plan"]
        return frozenset(party for pair in plans for party in pair)

    @cached_property
    def agreed(self) -> dict[frozenset[str], list[Contract]]:
        """The two parties → their contracts, whichever stands first."""
        return _filed(self.case.contracts, lambda c: (frozenset((c.first, c.second)),))

    @cached_property
    def hosted(self) -> frozenset[Pair]:
        """(kind of contact, contact) of which a licensed host or agent is one of the bearers."""
        return frozenset(
            (key, value)
            for party in self.case.parties.values()
            if self.licences(party.id) & {"address_host", "registered_agent"}
            for row in party.rows
            for key in ("_address", "_phone", "_email")
            if (value := row.get(key))
        )

    @cached_property
    def owners(self) -> dict[str, set[str]]:
        """company → all who at any time held a stake in it, or are recorded to control it."""
        found: dict[str, set[str]] = defaultdict(set)
        for interest in self.case.interests:
            found[interest.company].add(interest.owner)
        for relation in self.case.relations:
            if relation.kind in RECORDED_CONTROL:
                found[relation.b].add(relation.a)
        return found

    @cached_property
    def _ends(self) -> dict[str, set[date]]:
        """company → the first days on which a stake, an office or a recorded control in it had ended."""
        periods = [
            *((i.company, i.period) for i in self.case.interests),
            *((r.company, r.period) for r in self.case.roles),
            *((r.b, r.period) for r in self.case.relations if r.kind in RECORDED_CONTROL),
        ]
        found: dict[str, set[date]] = defaultdict(set)
        for company, period in periods:
            if period.end is not None:
                found[company].add(period.end.first)
        return found

    def ends_above(self, party: str) -> frozenset[date]:
        """Days on which something ended in the party or in anybody who ever stood above it."""
        if party not in self._turns:
            seen, wanted = {party}, [party]
            while wanted:
                fresh = self.owners.get(wanted.pop(), set()) - seen
                seen |= fresh
                wanted += fresh
            self._turns[party] = frozenset(day for each in seen for day in self._ends.get(each, ()))
        return self._turns[party]


def act_of(transfer: Transfer) -> Act:
    """What makes two rows statements of one act."""
    t = transfer
    return tuple(str(each) for each in (t.kind, t.giver, t.taker, t.thing, t.share, t.on, t.price))


def _filed(rows: Iterable[_Row], keys: Callable[[_Row], Sequence[_Key]]) -> dict[_Key, list[_Row]]:
    """Each row under each of its keys, once."""
    found: dict[_Key, list[_Row]] = {}
    for row in rows:
        for key in dict.fromkeys(keys(row)):
            found.setdefault(key, []).append(row)
    return found


_INDEXES: dict[int, Index] = {}


def index_of(case: Case) -> Index:
    """The case's index, made once; the few cases at work are kept."""
    found = _INDEXES.get(id(case))
    if found is None or found.case is not case:
        if len(_INDEXES) >= _KEPT:
            _INDEXES.clear()
        found = _INDEXES[id(case)] = Index(case)
    return found
