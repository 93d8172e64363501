"""How leads are ordered: additive terms, each shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from graph.case import Case
from graph.values import Money
from queries.grounds import Bilingual as Text
from queries.lead import Badge, Tier, two
from queries.worth import convert

PLACES = Decimal("0.0001")
STRENGTH: dict[Tier, Decimal] = {
    "fact": Decimal("0.85"),
    "strong": Decimal("0.65"),
    "lead": Decimal("0.35"),
    "signal": Decimal("0.05"),
}
PER_BADGE = Decimal("0.03")
WEIGHTS = {
    "strength": Decimal("0.45"),
    "recoverable": Decimal("0.30"),
    "time": Decimal("0.10"),
    "reach": Decimal("0.15"),
}
REACH = {
    "A": Decimal(1),
    "B": Decimal("0.9"),
    "D": Decimal("0.8"),
    "C": Decimal("0.7"),
    "E": Decimal("0.5"),
    "F": Decimal("0.4"),
}
UNKNOWN_AMOUNT = Decimal("0.10")
UNKNOWN_TIME = Decimal("0.30")


@dataclass(frozen=True, slots=True)
class Term:
    """One addend of the priority with the reason for its size."""

    name: str
    weight: Decimal
    why: Text


@dataclass(frozen=True, slots=True)
class Score:
    """strength 0–1; priority = the sum of the terms' weights; four decimals."""

    strength: Decimal
    recoverable: Money | None
    priority: Decimal
    terms: tuple[Term, ...]


def score(
    case: Case, tier: Tier, badges: frozenset[Badge], recoverable: Money | None, route: str, deadline: date | None
) -> Score:
    """Strength, what may be recovered against the claim, time left, and how directly the law reaches it."""
    strength = _strength(tier, badges)
    terms = (
        Term(
            "strength",
            _weigh("strength", strength),
            two(f"{len(badges)}类独立信号", f"{len(badges)} independent signal families"),
        ),
        _recoverable(case, recoverable),
        _time(case, deadline),
        Term("reach", _weigh("reach", REACH.get(route, Decimal(0))), two(f"路径{route}", f"route {route}")),
    )
    return Score(strength, recoverable, sum((t.weight for t in terms), Decimal(0)), terms)


def _strength(tier: Tier, badges: frozenset[Badge]) -> Decimal:
    """By tier and independent families; timing and relation alone show no loss and weigh at most as `strong`."""
    loss = badges & {"price", "money", "form"}
    base = STRENGTH[tier] if loss else min(STRENGTH[tier], STRENGTH["strong"])
    return min(base + PER_BADGE * len(badges), Decimal(1)).quantize(PLACES)


def _weigh(name: str, part: Decimal) -> Decimal:
    return (WEIGHTS[name] * part).quantize(PLACES)


def _recoverable(case: Case, money: Money | None) -> Term:
    claim = case.debt.claim
    same = convert(case, money, claim.currency, case.as_of) if money and claim else None
    if same is None or claim is None or claim.amount <= 0:
        return Term("recoverable", _weigh("recoverable", UNKNOWN_AMOUNT), two("金额不详", "amount unknown"))
    part = min((same.low + same.high) / 2 / claim.amount, Decimal(1))
    rate = _rate_words(case, money, claim) if money else two("", "")
    return Term(
        "recoverable",
        _weigh("recoverable", part),
        two(f"{same} 对债权 {claim}{rate.zh}", f"{same} against a claim of {claim}{rate.en}"),
    )


def _rate_words(case: Case, money: Money, claim: Money) -> Text:
    """The rate by which the amount became comparable, with its file and row name: it is a fact like any other."""
    pair = {money.currency, claim.currency}
    rate = next((r for r in case.rates if {r.of, r.to} == pair and r.near(case.as_of)), None)
    if len(pair) == 1 or rate is None:
        return two("", "")
    row = " ".join(filter(None, (rate.place.source, rate.place.row_id))) if rate.place else ""
    said = f"{rate.of}/{rate.to} {rate.rate}, {rate.on}"
    return two(f"（汇率{said}，{row or '案件文件'}）", f" (rate {said}, {row or 'case file'})")


def _time(case: Case, deadline: date | None) -> Term:
    if deadline is None:
        return Term("time", _weigh("time", UNKNOWN_TIME), two("最后期限不详", "last day unknown"))
    left = (deadline - case.as_of).days
    if left < 0:
        return Term("time", Decimal("0.0000"), two(f"已于{deadline}届满", f"ended on {deadline}"))
    part = Decimal(1) if left <= 90 else Decimal("0.8") if left <= 365 else Decimal("0.6")
    return Term(
        "time", _weigh("time", part), two(f"最后期限{deadline}，尚余{left}日", f"last day {deadline}, {left} days left")
    )
