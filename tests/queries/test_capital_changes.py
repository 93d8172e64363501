"""Registered capital in the words of change rows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from queries.capital_changes import amounts, capital_on, cuts, figure, stepwise
from tests.world import world


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("1000000000", "1000000000", None),
        ("100000万元人民币", "1000000000", "CNY"),
        ("注册资本：5,000.000000 万元", "50000000", None),
        ("10亿元", "1000000000", None),
        ("人民币壹仟万元整（1000万元）", "10000000", "CNY"),
        ("500万美元", "5000000", "USD"),
        ("USD 1.5 million", "1500000", "USD"),
        ("£1", "1", "GBP"),
        ("HK$2m", "2000000", "HKD"),
        ("１０００万元", "10000000", None),
    ],
)
def test_an_amount_is_read_with_its_unit_and_currency(text: str, amount: str, currency: str | None) -> None:
    found = figure(text)
    assert found is not None and (found.amount, found.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize("text", [None, "", "不详", "甲出资300万元；乙出资700万元"])
def test_no_amount_or_several_are_not_guessed(text: str | None) -> None:
    assert figure(text) is None


def read(before: str, after: str) -> tuple[str, str, bool] | None:
    (change,) = world(changes=[f"party=D item=registered_capital before={before} after={after}"]).changes
    found = amounts(change, "CNY")
    return (str(found[0]), str(found[1]), found[2]) if found else None


def test_a_bare_number_beside_one_with_a_unit_shares_it_and_is_unsure() -> None:
    assert read("5000万元", "500") == ("CNY 50,000,000", "CNY 5,000,000", False)
    assert read("50000000", "500万元") == ("CNY 50,000,000", "CNY 5,000,000", True)
    assert read("5000万美元", "500万欧元") is None


def test_cuts_that_follow_one_another_are_one_fall() -> None:
    rows = [
        "party=D item=registered_capital before=1000万元 after=700万元 date=2022-03-01",
        "party=D item=registered_capital before=700万元 after=450万元 date=2024-02-29",
        "party=D item=registered_capital before=450万元 after=900万元 date=2024-03-01",
    ]
    found = cuts(world(changes=rows), "D")
    (fall,) = stepwise(found)
    assert len(found) == 2 and fall.money.low == 5_500_000 and fall.share.limit_denominator(100) * 100 == 55
    late = [rows[0], rows[1].replace("2024-02-29", "2024-03-01")]
    assert not stepwise(cuts(world(changes=late), "D"))
    gap = [rows[0], rows[1].replace("before=700", "before=690")]
    assert not stepwise(cuts(world(changes=gap), "D"))


def test_capital_on_a_day_is_the_last_change_before_else_what_the_next_one_starts_from() -> None:
    rows = ["party=D item=registered_capital before=100万元 after=900万元 date=2022-06-01"]
    case = world(changes=rows, parties=["id=D registered_capital=5"])
    on = {day: capital_on(case, "D", world(arose=day).debt.clock.arose) for day in ("2022-05-31", "2022-06-01")}
    assert [str(found[0]) for found in on.values() if found] == ["CNY 1,000,000", "CNY 9,000,000"]
    today = capital_on(world(parties=["id=D registered_capital=5"]), "D", None)
    assert today is not None and today[0].low == 5 and today[1] is None
