"""Where an act lies on the debt clock: before, after, untold."""

from __future__ import annotations

from datetime import date
from typing import Literal

from graph.case import Case
from graph.values import DateSpan, add_months, gap_days
from queries.grounds import Bilingual as Text
from queries.lead import Test, two
from queries.phrases import measure, met

Lies = Literal["after", "before", "too early", "undated", "cannot tell"]
_NOTES: dict[Lies, Text] = {
    "before": two("行为在债务形成之前", "the act lies before the debt"),
    "undated": two("行为或债务的日期不详", "the act or the debt is undated"),
    "cannot tell": two("仅有部分日期，先后不能确定", "partial dates: the order cannot be told"),
}


def lies(case: Case, on: DateSpan | None, debtor: str, months: int) -> Lies:
    """Against the day on which this debtor's debt arose; `too early`: surely more than so many months before it."""
    arose = case.arose_for(debtor)
    if on is None or arose is None:
        return "undated"
    if on.last < add_months(arose.first, -months):
        return "too early"
    if on.first >= arose.last:
        return "after"
    return "before" if on.last < arose.first else "cannot tell"


def lies_notes(where: Lies) -> tuple[Text, ...]:
    return (_NOTES[where],) if where in _NOTES else ()


def days_since(case: Case, on: DateSpan | None, debtor: str) -> str | None:
    """Days from the debt to the act, both bounds where a date is partial; below nothing where the act came first."""
    arose = case.arose_for(debtor)
    if arose is None or on is None:
        return None
    low, high = gap_days(arose, on)
    return str(low) if low == high else f"{low}…{high}"


def lies_test(case: Case, on: DateSpan | None, debtor: str, where: Lies, basis: tuple[str, str]) -> Test:
    outcome = met(where == "after", where in ("undated", "cannot tell"))
    name = ("债务形成后天数", "days after the debt arose")
    return measure(name, days_since(case, on, debtor), "≥ 0", "days", outcome, basis)


def within_months(start: DateSpan, on: DateSpan, months: int) -> Literal["yes", "no", "cannot tell"]:
    """Did `on` come on `start` or in the so many months after it? The month's corresponding day is still inside."""
    if on.last < start.first or on.first > add_months(start.last, months):
        return "no"
    sure = on.first >= start.last and on.last <= add_months(start.first, months)
    return "yes" if sure else "cannot tell"


def day_before_or(on: DateSpan | None, fallback: date) -> date:
    """The first possible day of an act; undated acts are looked at as things stand today."""
    return on.first if on else fallback
