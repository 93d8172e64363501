"""Interest, recovery and edited values, as a case file gives them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from graph.claims import Accrual, ClaimTerms, Edit
from graph.errors import CaseFileFault
from graph.values import Money

KEYS = ("interest_period", "delay_interest", "value")
_YEARS = (360, 365, 366)
_SCALES = {"%": Decimal("0.01"), "‰": Decimal("0.001"), "‱": Decimal("0.0001")}
# The steps of a waterfall that a person may set; a prior burden is named by its row: "prior:E-1".
STEPS = ("value", "reach", "doubt", "left", "cap", "cost")
_STEP_KEYS = frozenset({"asset", "lead", "step", "amount", "low", "high", "currency", "reason", "by"})
_PERIOD_KEYS = frozenset({"from", "to", "rate", "base", "days_in_year"})
_DELAY_KEYS = frozenset({"from", "to", "rate", "base"})


def is_table(value: Any) -> bool:
    return isinstance(value, dict)


def claim_terms(keys: Mapping[str, Any], currency: str, sums: Mapping[str, Money | None], where: str) -> ClaimTerms:
    """The terms of the claim; CaseFileFault, in one line, for a rate, day or amount that cannot be read."""
    delay = keys.get("delay_interest")
    return ClaimTerms(
        interest=sums.get("interest"),
        recovered=sums.get("recovered"),
        accruals=tuple(_period(row, currency, where) for row in keys.get("interest_period") or ()),
        delay=None if delay is None else _delay(delay, keys.get("performance_end"), currency, where),
        edits=tuple(_edit(row, currency, where) for row in keys.get("value") or ()),
    )


def _period(row: Mapping[str, Any], currency: str, where: str) -> Accrual:
    _only(row, _PERIOD_KEYS, "interest_period", where)
    first = _day(row.get("from"), "interest_period.from", where)
    if first is None or row.get("rate") in (None, ""):
        raise CaseFileFault(
            "an [[interest_period]] needs from and rate", where, 'write from = 2022-11-02 and rate = "4.35%" (a year)'
        )
    year_days = row.get("days_in_year", 365)
    if year_days not in _YEARS:
        raise CaseFileFault(f"days_in_year cannot be {year_days}", where, "write days_in_year = 365 or 360")
    last = _last(first, row.get("to"), "interest_period.to", where)
    rate = _rate(row["rate"], "interest_period.rate", where)
    return Accrual(first, last, rate, _base(row, currency, "interest_period", where), int(year_days))


def _delay(row: Mapping[str, Any], performance_end: Any, currency: str, where: str) -> Accrual:
    _only(row, _DELAY_KEYS, "delay_interest", where)
    first = _day(row.get("from"), "delay_interest.from", where)
    ended = _day(performance_end, "performance_end", where) if first is None else None
    first = first or (ended + timedelta(days=1) if ended else None)
    if first is None:
        raise CaseFileFault(
            "[delay_interest] needs a first day", where, "write from = …, or performance_end = … above (the day before)"
        )
    last = _last(first, row.get("to"), "delay_interest.to", where)
    rate = None if row.get("rate") in (None, "") else _rate(row["rate"], "delay_interest.rate", where)
    return Accrual(first, last, rate, _base(row, currency, "delay_interest", where), 1)


def _edit(row: Mapping[str, Any], currency: str, where: str) -> Edit:
    _only(row, _STEP_KEYS, "value", where)
    wanted = CaseFileFault(
        "a [[value]] needs asset or lead, step, amount and reason",
        where,
        'asset = "A-1" (or lead = "…"), step = "value", amount = "3000000", reason = "…"',
    )
    about = [str(row[key]).strip() for key in ("asset", "lead") if row.get(key)]
    step, reason = str(row.get("step") or "").strip(), str(row.get("reason") or "").strip()
    if len(about) != 1 or not reason or not step:
        raise wanted
    if step not in STEPS and not (step.startswith("prior:") and len(step) > len("prior:")):
        raise CaseFileFault(f"no step {step} of a value", where, f"write one of {', '.join(STEPS)}, or prior:ROW")
    own = str(row.get("currency") or currency).strip().upper()
    single = row.get("amount")
    bounds = (single, single) if single not in (None, "") else (row.get("low"), row.get("high"))
    if None in bounds or "" in bounds:
        raise wanted
    low, high = (_amount(each, f"value.{step}", where) for each in bounds)
    if low > high:
        raise CaseFileFault(f"value.{step}: low is above high", where, "write the smaller amount as low")
    return Edit(about[0], step, Money(low, high, own), reason, str(row.get("by") or "").strip())


def _only(row: Any, known: frozenset[str], name: str, where: str) -> None:
    """A misspelt key of a table would silently change a sum."""
    if not isinstance(row, dict):
        raise CaseFileFault(f"{name} cannot be read", where, "see docs/case-file.md")
    strange = sorted(set(row) - known)
    if strange:
        raise CaseFileFault(f"{name} knows no key {strange[0]}", where, f"write one of {', '.join(sorted(known))}")


def _base(row: Mapping[str, Any], currency: str, name: str, where: str) -> Money | None:
    value = row.get("base")
    return None if value in (None, "") else Money.of(_amount(value, f"{name}.base", where), currency)


def _number(value: Any) -> Decimal:
    try:
        number = Decimal(str(value).replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        return Decimal("NaN")
    return number


def _amount(value: Any, key: str, where: str) -> Decimal:
    number = _number(value)
    if isinstance(value, bool | float) or not number.is_finite() or number < 0:
        raise CaseFileFault(f"{key} is not an amount: {value}", where, 'write it in quotes: "3000000"')
    return number


def _rate(value: Any, key: str, where: str) -> Decimal:
    """ "4.35%", "1.75‱" or a fraction in quotes, "0.0435"; a bare number above one would be read wrongly and is refused."""
    text = str(value).strip()
    number = _number(text.rstrip("".join(_SCALES))) * _SCALES.get(text[-1:], Decimal(1))
    if isinstance(value, bool | float) or not number.is_finite() or not 0 <= number < 1:
        raise CaseFileFault(f"{key} is not a rate: {value}", where, 'write it in quotes: "4.35%" or "0.0435"')
    return number


def _day(value: Any, key: str, where: str) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(value.isoformat()[:10] if isinstance(value, date) else str(value).strip())
    except ValueError as fault:
        raise CaseFileFault(f"{key} is not a day: {value}", where, "write a whole day: 2024-03-05") from fault


def _last(first: date, value: Any, key: str, where: str) -> date | None:
    last = _day(value, key, where)
    if last is not None and last < first:
        raise CaseFileFault(f"{key} lies before its first day", where, "write the later day as to")
    return last
