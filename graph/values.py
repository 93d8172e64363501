"""Exact money, shares and dates; each may be an interval."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

Answer = Literal["yes", "no", "cannot tell"]

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


@dataclass(frozen=True, slots=True, order=True)
class DateSpan:
    """A day that is known to lie between two days, both included.

    A full date has first == last; "2013-05" is 2013-05-01 … 2013-05-31. Unknown days are None, not a span.
    """

    first: date
    last: date

    @staticmethod
    @lru_cache(maxsize=1 << 16)
    def parse(text: str) -> DateSpan:
        """Read "2024", "2024-03" or "2024-03-05"; ValueError where no such day exists."""
        found = _DAY.match(text.strip())
        if not found:
            raise ValueError(f"not an ISO date: {text}")
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        if day is not None and month is not None:
            exact = date(year, month, day)
            return DateSpan(exact, exact)
        if month is not None:
            return DateSpan(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return DateSpan(date(year, 1, 1), date(year, 12, 31))

    @staticmethod
    def on(day: date) -> DateSpan:
        return DateSpan(day, day)

    @property
    def exact(self) -> bool:
        return self.first == self.last

    def __str__(self) -> str:
        if self.exact:
            return self.first.isoformat()
        if self.first.month == self.last.month and self.first.year == self.last.year:
            return self.first.isoformat()[:7]
        return self.first.isoformat()[:4]

    def not_before(self, day: date) -> Answer:
        """Did it happen on `day` or later?"""
        if self.first >= day:
            return "yes"
        return "no" if self.last < day else "cannot tell"

    def before(self, day: date) -> Answer:
        return {"yes": "no", "no": "yes", "cannot tell": "cannot tell"}[self.not_before(day)]  # type: ignore[return-value]

    def within(self, start: date, end: date) -> Answer:
        """Did it happen in the half-open window [start, end)?"""
        if self.first >= start and self.last < end:
            return "yes"
        return "no" if self.last < start or self.first >= end else "cannot tell"


def gap_days(earlier: DateSpan, later: DateSpan) -> tuple[int, int]:
    """Fewest and most days from `earlier` to `later`; exact dates give the same number twice."""
    return (later.first - earlier.last).days, (later.last - earlier.first).days


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the day after the last; None = not known (not: never)."""

    start: DateSpan | None = None
    end: DateSpan | None = None

    def holds_on(self, day: date) -> Answer:
        """yes, no, or cannot tell; an unknown start or end is taken as open."""
        started: Answer = "yes" if self.start is None else self.start.before(day + timedelta(days=1))
        ended: Answer = "no" if self.end is None else self.end.before(day + timedelta(days=1))
        if started == "no" or ended == "yes":
            return "no"
        return "yes" if started == "yes" and ended == "no" else "cannot tell"

    def may_hold_on(self, day: date) -> bool:
        return self.holds_on(day) != "no"

    def may_overlap(self, start: date | None, end: date | None) -> bool:
        """Can it have held on any day of the half-open window? None = open."""
        if end is not None and self.start is not None and self.start.first >= end:
            return False
        return not (start is not None and self.end is not None and self.end.last <= start)

    @property
    def ended(self) -> bool:
        return self.end is not None


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: low ≤ true share ≤ high, as exact fractions between 0 and 1."""

    low: Fraction
    high: Fraction

    @staticmethod
    def parse(text: str) -> Share:
        """Read "7/10", "0.7" or "1/4..1/2" (the form rows are kept in)."""
        low, _, high = text.partition("..")
        return Share(Fraction(low), Fraction(high or low))

    @property
    def exact(self) -> bool:
        return self.low == self.high

    def __str__(self) -> str:
        return str(self.low) if self.exact else f"{self.low}..{self.high}"

    def percent(self, places: int = 2) -> str:
        """For people: "70%", "33.33%", "25–50%"."""
        ends = [percent(x, places) for x in ((self.low,) if self.exact else (self.low, self.high))]
        return ends[0] if len(ends) == 1 else f"{ends[0][:-1]}–{ends[1]}"


def percent(value: Fraction, places: int = 2) -> str:
    """A fraction as per cent, trailing zeros dropped; rounded half up at `places`."""
    scaled = value * 100 * 10**places
    whole = (scaled.numerator * 2 + scaled.denominator) // (2 * scaled.denominator)
    text = f"{Decimal(whole).scaleb(-places):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217); low == high unless only bounds are known."""

    low: Decimal
    high: Decimal
    currency: str

    @staticmethod
    def of(amount: Decimal | int | str, currency: str) -> Money:
        value = Decimal(amount)
        return Money(value, value, currency)

    @property
    def exact(self) -> bool:
        return self.low == self.high

    @property
    def amount(self) -> Decimal:
        """The lower bound: what can be relied on."""
        return self.low

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.low + other.low, self.high + other.high, self.currency)

    def times(self, share: Share) -> Money:
        return Money(_cents(self.low, share.low), _cents(self.high, share.high), self.currency)

    def __str__(self) -> str:
        ends = money_text(self.low) if self.exact else f"{money_text(self.low)}–{money_text(self.high)}"
        return f"{self.currency} {ends}"


def _cents(amount: Decimal, share: Fraction) -> Decimal:
    exact = Fraction(amount) * share * 100
    whole = (exact.numerator * 2 + exact.denominator) // (2 * exact.denominator)
    return Decimal(whole).scaleb(-2)


def money_text(amount: Decimal) -> str:
    """With thousands separators; cents only where there are any."""
    cents = amount.quantize(Decimal("0.01"))
    return f"{cents:,.2f}".removesuffix(".00")


def plain(amount: Decimal) -> str:
    """For machines: no exponent, no needless zeros: "8000000", "26.5"."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def ratio(part: Decimal, whole: Decimal) -> Fraction | None:
    """part / whole as an exact fraction; None where the whole is not positive."""
    return Fraction(part) / Fraction(whole) if whole > 0 else None


def add_months(day: date, months: int) -> date:
    """The same day of a later (or earlier) month, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
