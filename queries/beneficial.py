"""Beneficial owner or not, by rules that are tables."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from graph.bands import Band, Verdict
from graph.figures import Figures, Judged
from queries.grounds import Bilingual

_ORDER: tuple[Verdict, ...] = ("no", "possible", "certain")


@dataclass(frozen=True, slots=True)
class Limb:
    """One way to be a beneficial owner: a measure against a line (None: the measure is control itself)."""

    key: str
    measure: str
    line: Fraction | None
    reached: bool
    at_most: Verdict
    provision: Bilingual
    status: str

    def answer(self, figures: Figures) -> Verdict:
        value: Band | Verdict = getattr(figures, self.measure)
        if isinstance(value, str):
            found = value
        else:
            assert self.line is not None
            found = value.least(self.line) if self.reached else value.above(self.line)
        return min(found, self.at_most, key=_ORDER.index)


@dataclass(frozen=True, slots=True)
class Fallback:
    """Who counts where nobody does, or (state_owned) instead of whoever would."""

    when: str
    roles: tuple[str, ...]
    provision: Bilingual
    status: str


@dataclass(frozen=True, slots=True)
class Exemption:
    """Companies that need not say; None = the test does not apply."""

    key: str
    provision: Bilingual
    status: str
    listed: bool | None
    capital_most: Decimal | None
    currency: str | None
    only_persons: bool


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    name: Bilingual
    in_force: date
    counts: Bilingual
    limbs: tuple[Limb, ...]
    fallbacks: tuple[Fallback, ...]
    exemptions: tuple[Exemption, ...]


@dataclass(frozen=True, slots=True)
class Silent:
    """A law under which votes that a company's own subsidiaries hold in it are not live."""

    places: tuple[str, ...]
    listed: bool
    provision: Bilingual
    status: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A rule's verdict on a holder, and the limbs that carry it: each with its own verdict."""

    rule: str
    verdict: Verdict
    limbs: tuple[tuple[Limb, Verdict], ...]

    @property
    def deciding(self) -> Limb | None:
        """The first limb that carries the verdict; None where no limb alone does."""
        return next((limb for limb, verdict in self.limbs if verdict == self.verdict != "no"), None)


def judge(rule: Rule, judged: Judged) -> Answer:
    """certain: in every way to count, the rows carry it. no: not even if all that nobody is recorded to hold were its own.

    A limb may differ between two ways to count; the rule is met for certain where each way meets some limb.
    """
    recorded = [[limb.answer(figures) for limb in rule.limbs] for figures in judged.recorded]
    filled = [
        [min("possible", limb.answer(figures), key=_ORDER.index) for limb in rule.limbs] for figures in judged.completed
    ]
    limbs = tuple(
        (limb, _joined([row[at] for row in recorded], [row[at] for row in filled]))
        for at, limb in enumerate(rule.limbs)
    )
    return Answer(rule.id, _joined([_best(row) for row in recorded], [_best(row) for row in filled]), limbs)


def never(rule: Rule) -> Answer:
    """The answer on whoever only holds for others: a clearing nominee, a depositary."""
    return Answer(rule.id, "no", tuple((limb, "no") for limb in rule.limbs))


def _best(answers: Iterable[Verdict]) -> Verdict:
    return max(answers, key=_ORDER.index)


def _joined(recorded: list[Verdict], filled: list[Verdict]) -> Verdict:
    if set(recorded) == {"certain"}:
        return "certain"
    return "no" if set(recorded + filled) == {"no"} else "possible"


@cache
def rules() -> Mapping[str, Rule]:
    """Every body of law in beneficial.toml, by id, in its order there."""
    return {each["id"]: _rule(each) for each in _table()["rule"]}


@cache
def silent_votes() -> tuple[Silent, ...]:
    return tuple(
        Silent(tuple(each["places"]), each["listed"], Bilingual(**each["provision"]), each["status"])
        for each in _table()["silent"]
    )


def silences(jurisdiction: str, *, listed: bool) -> Silent | None:
    """The law that silences a company's own subsidiaries in it; None: no such law is known, or not for this company."""
    found = (each for each in silent_votes() if jurisdiction in each.places)
    return next((each for each in found if listed or not each.listed), None)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("queries") / "beneficial.toml").read_text(encoding="utf-8"))


def _rule(raw: Mapping[str, Any]) -> Rule:
    return Rule(
        raw["id"],
        Bilingual(**raw["name"]),
        raw["in_force"],
        Bilingual(**raw["counts"]),
        tuple(_limb(each) for each in raw["limb"]),
        tuple(
            Fallback(each["when"], tuple(each["roles"]), Bilingual(**each["provision"]), each["status"])
            for each in raw.get("fallback", ())
        ),
        tuple(_exemption(each) for each in raw.get("exemption", ())),
    )


def _limb(raw: Mapping[str, Any]) -> Limb:
    sign, _, line = raw.get("line", "").partition(" ")
    return Limb(
        raw["key"],
        raw["measure"],
        Fraction(line) if line else None,
        sign == ">=",
        raw.get("at_most", "certain"),
        Bilingual(**raw["provision"]),
        raw["status"],
    )


def _exemption(raw: Mapping[str, Any]) -> Exemption:
    most = raw.get("capital_most")
    return Exemption(
        raw["key"],
        Bilingual(**raw["provision"]),
        raw["status"],
        raw.get("listed"),
        Decimal(most) if most else None,
        raw.get("currency"),
        raw.get("only_persons", False),
    )
