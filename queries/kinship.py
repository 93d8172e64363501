"""Who could be related at all: one quick look before the slow one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from graph.case import Case
from queries.related import PERSON_DEGREE, SHARERS

_CONTACTS = ("_address", "_phone", "_email")


class Circles:
    """Parties joined by any stake, office, recorded relation or rare contact, whenever: only within a circle can two be related.

    Wider than related() on purpose: it says no where the answer is certainly no.
    """

    def __init__(self, case: Case) -> None:
        self._up: dict[str, str] = {}
        for interest in case.interests:
            self._join(interest.owner, interest.company)
        for role in case.roles:
            if case.posts.get(role.person, 0) <= PERSON_DEGREE and not case.party(role.person).licences:
                self._join(role.person, role.company)
        for relation in case.relations:
            self._join(relation.a, relation.b)
        for sharers in _contacts(case):
            for other in sharers[1:]:
                self._join(sharers[0], other)
        self._members: dict[str, set[str]] = defaultdict(set)
        for party in list(self._up):
            self._members[self._top(party)].add(party)

    def _top(self, party: str) -> str:
        at = party
        while self._up.get(at, at) != at:
            self._up[at] = self._up.get(self._up[at], self._up[at])
            at = self._up[at]
        return at

    def _join(self, a: str, b: str) -> None:
        top_a, top_b = self._top(a), self._top(b)
        self._up.setdefault(a, top_a)
        self._up.setdefault(b, top_b)
        low, high = sorted((top_a, top_b))
        self._up[low] = low
        self._up[high] = low

    def of(self, party: str) -> frozenset[str]:
        """The circle of a party, itself included."""
        return frozenset(self._members.get(self._top(party), set()) | {party})


def _contacts(case: Case) -> Iterable[list[str]]:
    sharers: dict[str, set[str]] = defaultdict(set)
    for party in case.parties.values():
        for row in party.rows:
            for key in _CONTACTS:
                value = row.get(key)
                if value and case.crowds.get(f"{key}:{value}", 0) <= SHARERS:
                    sharers[f"{key}:{value}"].add(party.id)
    return [sorted(found) for found in sharers.values() if len(found) > 1]


_CIRCLES: dict[int, tuple[Case, Circles]] = {}


def circles(case: Case) -> Circles:
    """Read once a case."""
    held = _CIRCLES.get(id(case))
    if held is None or held[0] is not case:
        _CIRCLES.clear()
        held = _CIRCLES[id(case)] = (case, Circles(case))
    return held[1]
