"""Parties that may be one because they bear one name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from graph.resolve import EXCLUSIVE, Match, Verdict, match_id

BUDGET = 20_000
_SCORES = {"same-name": 0.5, "similar-name": 0.4}


@dataclass(frozen=True, slots=True)
class Bearer:
    """A party that bears a name: the smallest of its record keys, and its identifiers as "scheme:value"."""

    record: str
    ids: tuple[str, ...] = ()

    def exclusive(self) -> dict[str, str]:
        pairs = (i.partition(":") for i in self.ids)
        return {scheme: value for scheme, _, value in pairs if scheme in EXCLUSIVE}


def differ(a: Bearer, b: Bearer) -> bool:
    """Both have an identifier of which a party has one, and it is not the same."""
    mine, theirs = a.exclusive(), b.exclusive()
    return any(theirs.get(scheme, value) != value for scheme, value in mine.items())


def offer(a: Bearer, b: Bearer, basis: str, verdicts: Mapping[str, Verdict]) -> Match:
    """*perhaps* on the name alone, unless identifiers differ or a person has decided."""
    left, right = sorted((a.record, b.record))
    name = match_id(left, right)
    verdict = verdicts.get(name)
    if differ(a, b):
        return Match(name, left, right, "not", "identifiers-differ", 0.0)
    if verdict:
        return Match(name, left, right, verdict.decision, basis, _SCORES[basis], verdict.actor, verdict.at)
    return Match(name, left, right, "perhaps", basis, _SCORES[basis])


def offers(named: Iterable[list[Bearer]], basis: str, verdicts: Mapping[str, Verdict]) -> list[Match]:
    """Every pair under each name."""
    return [offer(a, b, basis, verdicts) for bearers in named for a, b in combinations(bearers, 2)]
