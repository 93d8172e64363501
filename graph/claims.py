"""What the case file says of the claim: interest, recovery, edits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from graph.values import Money


@dataclass(frozen=True, slots=True)
class Accrual:
    """Interest over a stretch of days, both ends counted. rate: a fraction for each year (or day, where year_days is 1).

    base None = the principal; last None = up to the case's day; rate None = the rate of the law.
    """

    first: date
    last: date | None = None
    rate: Decimal | None = None
    base: Money | None = None
    year_days: int = 365


@dataclass(frozen=True, slots=True)
class Edit:
    """A step of a waterfall that a person set by hand: of an asset or a lead, to an amount, for a reason."""

    about: str
    step: str
    money: Money
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class ClaimTerms:
    """Sums as given (interest, recovered), stretches of interest, interest for delay, and edits of values."""

    interest: Money | None = None
    recovered: Money | None = None
    accruals: tuple[Accrual, ...] = ()
    delay: Accrual | None = None
    edits: tuple[Edit, ...] = ()
