"""Interest, recovery and edits of a case file: read, or refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from casework.claim_terms import claim_terms
from graph.claims import Accrual, Edit
from graph.errors import CaseFileFault
from graph.values import Money

PERIOD = {"from": date(2022, 11, 2), "rate": "4.35%"}
EDIT = {"asset": "A-1", "step": "value", "amount": "3000000", "reason": "新评估"}


def read(**keys: Any) -> Any:
    return claim_terms(keys, "CNY", {}, "case.toml")


def test_nothing_given_is_nothing() -> None:
    found = read()
    assert (found.accruals, found.delay, found.edits, found.interest) == ((), None, (), None)


def test_a_stretch_of_interest() -> None:
    full = {**PERIOD, "to": "2023-11-01", "base": "7,500,000", "days_in_year": 360}
    (found,) = read(interest_period=[full]).accruals
    assert found == Accrual(date(2022, 11, 2), date(2023, 11, 1), Decimal("0.0435"), Money.of("7500000", "CNY"), 360)
    (bare,) = read(interest_period=[PERIOD]).accruals
    assert (bare.last, bare.base, bare.year_days) == (None, None, 365)


@pytest.mark.parametrize(("text", "rate"), [("4.35%", "0.0435"), ("0.0435", "0.0435"), ("1.75‱", "0.000175"), ("2‰", "0.002")])  # fmt: skip
def test_rates(text: str, rate: str) -> None:
    assert read(interest_period=[{**PERIOD, "rate": text}]).accruals[0].rate == Decimal(rate)


def test_delay_runs_from_the_day_after_performance_was_due() -> None:
    found = read(delay_interest={}, performance_end=date(2024, 3, 15)).delay
    assert found == Accrual(date(2024, 3, 16), None, None, None, 1)
    own = read(delay_interest={"from": date(2024, 4, 1), "rate": "1.75‱"}, performance_end=date(2024, 3, 15)).delay
    assert (own.first, own.rate) == (date(2024, 4, 1), Decimal("0.000175"))


def test_an_edit() -> None:
    assert read(value=[EDIT]).edits == (Edit("A-1", "value", Money.of("3000000", "CNY"), "新评估", ""),)
    bounds = {"lead": "x-1", "step": "prior:E-1", "low": "1", "high": "2", "reason": "r", "by": "周蔚", "currency": "usd"}  # fmt: skip
    assert read(value=[bounds]).edits == (Edit("x-1", "prior:E-1", Money(Decimal(1), Decimal(2), "USD"), "r", "周蔚"),)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"interest_period": [{"rate": "4%"}]}, "needs from and rate"),
        ({"interest_period": [{"from": date(2022, 1, 1)}]}, "needs from and rate"),
        ({"interest_period": [{**PERIOD, "rate": "435"}]}, "not a rate"),
        ({"interest_period": [{**PERIOD, "rate": 0.0435}]}, "not a rate"),
        ({"interest_period": [{**PERIOD, "rate": "-1%"}]}, "not a rate"),
        ({"interest_period": [{**PERIOD, "from": "2022-11"}]}, "not a day"),
        ({"interest_period": [{**PERIOD, "to": date(2022, 11, 1)}]}, "lies before"),
        ({"interest_period": [{**PERIOD, "days_in_year": 364}]}, "days_in_year"),
        ({"interest_period": [{**PERIOD, "bass": "1"}]}, "knows no key bass"),
        ({"interest_period": [{**PERIOD, "base": "x"}]}, "not an amount"),
        ({"delay_interest": {}}, "needs a first day"),
        ({"delay_interest": {"from": date(2024, 1, 1), "days_in_year": 365}}, "knows no key"),
        ({"value": [{**EDIT, "lead": "x"}]}, "asset or lead"),
        ({"value": [{k: v for k, v in EDIT.items() if k != "reason"}]}, "reason"),
        ({"value": [{**EDIT, "step": "guess"}]}, "no step guess"),
        ({"value": [{**EDIT, "step": "prior:"}]}, "no step"),
        ({"value": [{**EDIT, "amount": "-1"}]}, "not an amount"),
        ({"value": [{**EDIT, "amount": ""}]}, "asset or lead"),
        ({"value": [{**EDIT, "amount": "", "low": "2", "high": "1"}]}, "low is above high"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(keys: dict[str, Any], said: str) -> None:
    with pytest.raises(CaseFileFault) as fault:
        read(**keys)
    assert said in str(fault.value) and "case.toml" in str(fault.value)
    assert "\n" not in str(fault.value)
