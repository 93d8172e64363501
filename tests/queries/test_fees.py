"""Court fees at every step of their ladders, and what comes next."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import Money
from queries.fees import enforcement_fee, next_step, preservation_fee, suit_fee
from tests.world import world

SUMS = st.integers(0, 10**11).map(lambda cents: Decimal(cents) / 100)


@pytest.mark.parametrize(
    ("amount", "fee"),
    [
        ("0", "0"),
        ("1", "50"),
        ("10000", "50"),
        ("10000.40", "50.01"),
        ("100000", "2300"),
        ("200000", "4300"),
        ("500000", "8800"),
        ("1000000", "13800"),
        ("2000000", "22800"),
        ("5000000", "46800"),
        ("8000000", "67800"),
        ("10000000", "81800"),
        ("20000000", "141800"),
        ("30000000", "191800"),
    ],
)
def test_the_court_fee(amount: str, fee: str) -> None:
    assert suit_fee(Decimal(amount)) == Decimal(fee)


@pytest.mark.parametrize(
    ("amount", "fee"),
    [("0", "0"), ("1000", "30"), ("1001", "30.01"), ("100000", "1020"), ("896000", "5000"), ("895999", "5000.00"), ("80000000", "5000")],
)  # fmt: skip
def test_the_preservation_fee_is_capped(amount: str, fee: str) -> None:
    assert preservation_fee(Decimal(amount)) == Decimal(fee)


@pytest.mark.parametrize(
    ("amount", "fee"), [("10000", "50"), ("500000", "7400"), ("5000000", "52400"), ("10000000", "77400"), ("20000000", "87400")]
)  # fmt: skip
def test_the_enforcement_fee(amount: str, fee: str) -> None:
    assert enforcement_fee(Decimal(amount)) == Decimal(fee)


@given(SUMS, SUMS)
def test_more_costs_no_less_and_never_more_than_it_adds(a: Decimal, b: Decimal) -> None:
    """So that a larger sum always leaves more after its fee (above the flat base)."""
    low, high = sorted((a, b))
    for fee in (suit_fee, preservation_fee, enforcement_fee):
        assert fee(low) <= fee(high)
        assert low == 0 or fee(high) - fee(low) <= (high - low) * Decimal("0.025") + Decimal("0.01")


def money(amount: str, currency: str = "CNY") -> Money:
    return Money.of(amount, currency)


IN_ENFORCEMENT = world(clock={"enforcement": "2023-05-01"})
BEFORE = world()


def test_in_enforcement_a_freeze_costs_nothing_in_advance() -> None:
    found = next_step(IN_ENFORCEMENT, "A", money("8000000"))
    assert found.advance is None
    (later,) = found.fees
    assert (later.advance, later.comes_back) == (False, True)
    assert later.money == money("67400")


def test_before_enforcement_a_freeze_is_preservation() -> None:
    found = next_step(BEFORE, "A", money("8000000"))
    assert found.advance == money("5000") and found.lost is None
    assert [f.money for f in found.fees if f.advance and not f.comes_back] == [None]


@pytest.mark.parametrize("route", ["C", "E"])
def test_another_name_needs_a_suit_and_preservation(route: str) -> None:
    assert next_step(IN_ENFORCEMENT, route, money("8000000")).advance == money("72800")


def test_a_third_party_is_first_given_notice() -> None:
    notice = next_step(IN_ENFORCEMENT, "B", money("100000"))
    assert notice.advance is None
    assert [f.money for f in notice.fees] == [money("2300")]
    assert next_step(BEFORE, "B", money("100000")).advance == money("3320")


@pytest.mark.parametrize("route", ["D", "F"])
def test_an_application_and_a_filing_are_free(route: str) -> None:
    assert next_step(IN_ENFORCEMENT, route, money("100000")).advance is None


def test_a_sum_without_a_rate_has_no_known_fee() -> None:
    found = next_step(IN_ENFORCEMENT, "C", money("100000", "USD"))
    assert found.advance is None and found.fees and all(f.money is None for f in found.fees)
    rated = world(clock={"enforcement": "2023-05-01"}, rates=["from=USD to=CNY rate=7 date=2023-12-20"])
    assert next_step(rated, "C", money("100000", "USD")).advance == Money.of(suit_fee(Decimal(700000)) + preservation_fee(Decimal(700000)), "CNY")  # fmt: skip


def test_other_courts_have_no_ladder() -> None:
    assert next_step(world(jurisdiction="GB"), "C", money("100000")).fees == ()
