"""One indicator: a ratio with its rows, or why none can be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.values import DateSpan, Money
from queries.grounds import Bilingual as Text
from queries.lead import Evidence, two
from queries.worth import convert


@dataclass(frozen=True, slots=True)
class Indicator:
    """value, numerator and denominator are exact texts ("0.3125", "8000000"); value None = the data cannot say.

    unknown: what is missing or not counted; unknown_share: the part of what was looked at that it makes up, by number or (shell
    density) by money: "1" where nothing can be said, None where nothing was to be looked at; red: over the line, None where that
    cannot be told.
    """

    id: str
    title: Text
    value: str | None
    numerator: str | None
    denominator: str | None
    unknown: str | None
    as_of: date
    red: bool | None
    reading: Text
    evidence: tuple[Evidence, ...]
    unknown_share: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """What one indicator's arithmetic gives, before it gets its name and day; unseen: (how much is unknown, of how much)."""

    value: str | None
    numerator: str | None
    denominator: str | None
    unknown: str | None
    red: bool | None
    reading: Text
    evidence: tuple[Evidence, ...] = ()
    unseen: tuple[Decimal | int, Decimal | int] | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Money in one currency; left_out: how many amounts were unknown or had no rate."""

    amount: Decimal
    currency: str
    left_out: int


def cannot_say(zh: str, en: str, evidence: Iterable[Evidence] = ()) -> Measure:
    """Unknown is never zero: the reading names what is missing. zh, en: noun phrases for it."""
    reading = two(f"数据不足以判断：{zh}", f"the data cannot say: {en}")
    return Measure(None, None, None, f"{zh} / {en}", None, reading, tuple(evidence), (1, 1))


def unknown_share(measure: Measure) -> str | None:
    """The unknown part as a number between 0 and 1, four decimals at most."""
    if measure.unseen is None or measure.unseen[1] <= 0:
        return None
    part, whole = (Fraction(each) for each in measure.unseen)
    return number(min(part / whole, Fraction(1)))


def currency_of_case(case: Case, amounts: Iterable[Money | None]) -> str:
    """The claim's currency; without one that of most of the amounts."""
    if case.debt.claim:
        return case.debt.claim.currency
    found = sorted(m.currency for m in amounts if m)
    return max(sorted(set(found)), key=found.count, default="CNY")


def total(case: Case, amounts: Iterable[tuple[Money | None, DateSpan | None]], currency: str) -> Sum:
    """Sum in one currency by the rate of each amount's day; what cannot be converted is counted, not guessed."""
    amount, left_out = Decimal(0), 0
    for money, on in amounts:
        same = convert(case, money, currency, on.first if on else case.as_of) if money else None
        amount += same.amount if same else Decimal(0)
        left_out += same is None
    return Sum(amount, currency, left_out)


def quotient(part: Decimal, whole: Decimal) -> Fraction | None:
    return Fraction(part) / Fraction(whole) if whole > 0 else None


def number(value: Fraction | None) -> str | None:
    """At most four decimals, rounded half up: "0.3125"."""
    if value is None:
        return None
    sign, whole = (-1, -value) if value < 0 else (1, value)
    scaled = (whole.numerator * 20000 + whole.denominator) // (2 * whole.denominator)
    text = f"{(Decimal(sign * scaled) / 10000):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def missing(counts: Iterable[tuple[int | Decimal, str, str]]) -> str | None:
    """What is not in a figure, in both languages: "2项财产价值不详 / 2 assets of unknown value"; None where nothing is."""
    open_ends = [(f"{count:,}{zh}", f"{count:,} {en}") for count, zh, en in counts if count]
    if not open_ends:
        return None
    return "；".join(zh for zh, _ in open_ends) + " / " + "; ".join(en for _, en in open_ends)


def said(amount: Decimal, currency: str) -> str:
    return str(Money.of(amount, currency))
