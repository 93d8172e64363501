"""What a thing was worth, what was asked, what was paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import Money
from queries.worth import (
    above_floor,
    convert,
    distinct,
    floor_of,
    is_nil,
    is_nominal,
    negative_equity,
    paid_ratio,
    payments_for,
    price_ratio,
    restated,
    shortfall,
    value_of,
)
from tests.world import world

ACT = "company=S from=D to=B share=50% price=100 date=2022-06-01"


def cny(amount: int | str) -> Money:
    return Money.of(amount, "CNY")


def test_values_are_believed_in_order() -> None:
    accounts = ["party=S year_end=2021-12-31 equity=1000"]
    case = world(
        share_transfers=[f"{ACT} reference_value=900 reference_basis=appraisal"],
        accounts=accounts,
        parties=["id=S paid_capital=800"],
    )
    valued = value_of(case, case.transfers[0])
    assert valued
    assert (valued.basis, valued.money, valued.independent) == ("appraisal", cny(900), True)
    bare = world(share_transfers=[ACT], accounts=accounts, parties=["id=S paid_capital=800"])
    valued = value_of(bare, bare.transfers[0])
    assert valued
    assert (valued.basis, valued.money, valued.independent) == ("net_assets", cny("500.00"), False)


def test_only_accounts_whose_year_had_ended_count() -> None:
    case = world(share_transfers=[ACT], accounts=["party=S year_end=2022 equity=1000 audited=yes"])
    assert value_of(case, case.transfers[0]) is None
    case = world(share_transfers=[ACT], accounts=["party=S year_end=2021 equity=1000 audited=yes"])
    valued = value_of(case, case.transfers[0])
    assert valued
    assert valued.independent


def test_old_audited_accounts_are_no_independent_value() -> None:
    case = world(share_transfers=[ACT], accounts=["party=S year_end=2019-12-31 equity=1000 audited=yes"])
    valued = value_of(case, case.transfers[0])
    assert valued
    assert not valued.independent


def test_lost_capital_is_no_value_once_accounts_show_it() -> None:
    accounts = ["party=S year_end=2021-12-31 equity=-5"]
    case = world(share_transfers=[ACT], parties=["id=S paid_capital=800"], accounts=accounts)
    assert value_of(case, case.transfers[0]) is None
    assert negative_equity(case, case.transfers[0])


def test_negative_net_assets_of_another_year_say_nothing() -> None:
    later = world(share_transfers=[ACT], accounts=["party=S year_end=2023-12-31 equity=-5"])
    assert negative_equity(later, later.transfers[0]) is None
    earlier = world(
        share_transfers=[ACT],
        accounts=["party=S year_end=2012-12-31 equity=-5", "party=S year_end=2021-12-31 equity=9"],
    )
    assert negative_equity(earlier, earlier.transfers[0]) is None


def test_a_part_owners_title_is_worth_its_part() -> None:
    case = world(
        asset_transfers=["asset=X from=D to=B price=1 date=2022-06-01"],
        assets=[
            "id=X owner=D value=1000 basis=appraisal share=1/4",
            "id=X owner=Q value=1000 basis=appraisal share=3/4",
        ],
    )
    valued = value_of(case, case.transfers[0])
    assert valued
    assert valued.money == cny("250.00")


def test_a_stale_appraisal_is_not_used() -> None:
    title = "id=X owner=D value=1000 basis=appraisal valued_on={}"
    act = ["asset=X from=D to=B price=1 date=2022-06-01"]
    fresh = world(asset_transfers=act, assets=[title.format("2020-06-01")])
    assert value_of(fresh, fresh.transfers[0])
    stale = world(asset_transfers=act, assets=[title.format("2020-05-31")])
    assert value_of(stale, stale.transfers[0]) is None


@pytest.mark.parametrize(
    ("price", "consideration", "nil", "nominal"),
    [("0", "cash", True, False), ("", "none", True, False), ("1", "cash", False, True), ("10", "cash", False, True), ("11", "cash", False, False)],
)  # fmt: skip
def test_nil_and_nominal(price: str, consideration: str, nil: bool, nominal: bool) -> None:
    line = f"asset=X from=D to=B date=2022-06-01 consideration={consideration} reference_value=1000"
    case = world(asset_transfers=[f"{line} price={price}" if price else line])
    act = case.transfers[0]
    valued = value_of(case, act)
    assert is_nil(act) is nil
    assert is_nominal(act, valued, price_ratio(case, act, valued)) is nominal


def test_an_unknown_price_is_neither_nil_nor_nominal() -> None:
    act = world(asset_transfers=["asset=X from=D to=B consideration=unknown date=2022-06-01"]).transfers[0]
    assert not is_nil(act)
    assert not is_nominal(act, None, None)


def test_currencies_meet_only_by_a_rate_within_31_days() -> None:
    case = world(rates=["from=USD to=CNY rate=7 date=2022-06-01"])
    assert convert(case, Money.of(10, "USD"), "CNY", date(2022, 7, 2)) == cny("70.00")
    assert convert(case, Money.of(10, "USD"), "CNY", date(2022, 7, 3)) is None
    assert convert(case, cny(70), "USD", date(2022, 6, 1)) == Money.of("10.00", "USD")
    assert convert(case, Money.of(10, "EUR"), "CNY", date(2022, 6, 1)) is None


@pytest.mark.parametrize(("claim", "floor"), [("100000", "10000"), ("1000000", "50000"), ("20000000", "200000")])
def test_the_floor_follows_the_debt(claim: str, floor: str) -> None:
    case = world(claim=claim)
    assert floor_of(case) == cny(floor)
    assert above_floor(case, cny(floor), None) is True
    assert above_floor(case, cny(int(floor) - 1), None) is False
    assert above_floor(case, None, None) is None
    assert above_floor(world(claim=None), cny(1), None) is None


def test_payment_unknown_is_not_unpaid() -> None:
    case = world(asset_transfers=["asset=X from=D to=B price=100 date=2022-06-01"])
    act = case.transfers[0]
    assert paid_ratio(case, act, payments_for(case, act)) is None
    looked = world(
        asset_transfers=["asset=X from=D to=B price=100 date=2022-06-01"],
        payments=["from=D to=Q amount=5 date=2022-06-01"],
    )
    act = looked.transfers[0]
    assert paid_ratio(looked, act, payments_for(looked, act)) == 0


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("amount=100 date=2022-03-03 kind=price", True),
        ("amount=100 date=2022-03-02 kind=price", False),
        ("amount=100 date=2024-05-31 kind=price", True),
        ("amount=100 date=2024-06-01 kind=price", False),
        ("amount=100 date=2022-06-02 kind=price status=failed", False),
        ("amount=100 date=2022-06-02 kind=price status=reversed", False),
        ("amount=100 date=2022-06-02 kind=rent", False),
        ("amount=100 date=2022-06-02 date_to=2023-01-01 kind=price", True),
        ("amount=100 date=2024-05-01 date_to=2024-07-01 kind=price", False),
    ],
)
def test_which_payments_are_the_price(line: str, counts: bool) -> None:
    case = world(
        asset_transfers=["asset=X from=D to=B price=100 date=2022-06-01"],
        payments=[f"from=B to=D {line}"],
        as_of="2025-01-01",
    )
    act = case.transfers[0]
    assert paid_ratio(case, act, payments_for(case, act)) == (1 if counts else 0)


def test_one_sum_never_pays_two_acts() -> None:
    acts = [f"asset={x} from=D to=B price={p} date=2022-06-01" for x, p in (("X", 600), ("Y", 400))]
    exact = world(asset_transfers=acts, payments=["from=B to=D amount=600 date=2022-06-02"])
    shares = [paid_ratio(exact, t, payments_for(exact, t)) for t in exact.transfers]
    assert shares == [1, 0]
    lump = world(asset_transfers=acts, payments=["from=B to=D amount=500 date=2022-06-02"])
    assert [paid_ratio(lump, t, payments_for(lump, t)) for t in lump.transfers] == [Fraction(1, 2), Fraction(1, 2)]


def test_two_acts_of_one_price_need_two_payments() -> None:
    acts = [f"asset={x} from=D to=B price=600 date=2022-06-01" for x in "XY"]
    case = world(asset_transfers=acts, payments=["from=B to=D amount=600 date=2022-06-02"])
    assert sorted(paid_ratio(case, t, payments_for(case, t)) or 0 for t in case.transfers) == [0, 1]


def test_two_rows_of_one_sale_are_one_act() -> None:
    line = "asset=X from=D to=B price=600 date=2022-06-01"
    case = world(asset_transfers=[line, f"{line} source=deed"], payments=["from=B to=D amount=600 date=2022-06-02"])
    assert len(distinct(case.transfers)) == 1
    assert restated(case, case.transfers[0]) == case.transfers[1:]
    assert [paid_ratio(case, t, payments_for(case, t)) for t in case.transfers] == [1, 1]


def test_the_shortfall_is_bounded_by_price_and_payment() -> None:
    case = world(
        asset_transfers=[
            "asset=X from=D to=B price=600 reference_value=1000 reference_basis=appraisal date=2022-06-01"
        ],
        payments=["from=B to=D amount=200 date=2022-06-02"],
    )
    act = case.transfers[0]
    amount = shortfall(case, act, value_of(case, act), payments_for(case, act))
    assert amount
    assert (amount.money.low, amount.money.high) == (Decimal(400), Decimal(800))


def test_a_price_without_a_rate_leaves_nothing_certain() -> None:
    case = world(
        asset_transfers=["asset=X from=D to=B price=600 currency=USD date=2022-06-01"],
        assets=["id=X owner=D value=1000 basis=appraisal currency=CNY"],
    )
    act = case.transfers[0]
    valued = value_of(case, act)
    assert price_ratio(case, act, valued) is None
    amount = shortfall(case, act, valued, payments_for(case, act))
    assert amount
    assert (amount.money.low, amount.money.high) == (Decimal(0), Decimal(1000))


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(0, 10**9))
def test_the_shortfall_never_passes_the_value(value: int, price: int, paid: int) -> None:
    case = world(
        asset_transfers=[f"asset=X from=D to=B price={price} reference_value={value} date=2022-06-01"],
        payments=[f"from=B to=D amount={paid} date=2022-06-02"],
    )
    act = case.transfers[0]
    amount = shortfall(case, act, value_of(case, act), payments_for(case, act))
    assert amount
    assert 0 <= amount.money.low <= amount.money.high <= value
