"""Transfers after the debt: stages, size, ordinary trade."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.case import Case
from queries.lead import Absent, Finding, NoTables
from queries.typologies.transfer_after_debt import TYPOLOGY
from tests.world import against, rows, world

KIN = ["a=B b=D kind=parent"]
SALE = "asset=X from=D to=B price={} reference_value=1000000 reference_basis=appraisal date=2022-09-15"
PAY = "from=D to=B amount={} date=2022-09-15 kind=other"


def find(case: Case) -> list[Finding]:
    found = TYPOLOGY.find(case)
    assert isinstance(found, list)
    return found


def tier(case: Case) -> str | None:
    found = find(case)
    return found[0].tier if found else None


def test_a_transfer_to_kin_is_a_fact_of_timing() -> None:
    (found,) = find(world(asset_transfers=["asset=X from=D to=B date=2022-09-15"], relations=KIN))
    assert (found.tier, found.route) == ("fact", "C")
    assert found.badges == {"timing", "relation"}
    assert rows(found) == {"r1", "r2"}
    assert "248 days after the debt arose" in found.summary.en


def test_a_transfer_to_a_stranger_is_a_lead() -> None:
    assert tier(world(asset_transfers=["asset=X from=D to=B price=900000 date=2022-09-15"])) == "lead"


def test_a_cheap_transfer_to_a_stranger_has_two_families() -> None:
    assert tier(world(asset_transfers=[SALE.format(699_999)])) == "strong"
    assert tier(world(asset_transfers=[SALE.format(700_000)])) == "lead"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2022-01-10", "fact"),
        ("2022-01-09", None),
        ("2022-01", "lead"),
        ("2021", None),
        ("2022-02", "fact"),
        ("", None),
    ],
)
def test_on_or_after_the_day_of_the_debt(day: str, expected: str | None) -> None:
    """A month that holds the day cannot tell; an undated act is left out."""
    line = f"asset=X from=D to=B{f' date={day}' if day else ''}"
    assert tier(world(asset_transfers=[line], relations=KIN)) == expected


def test_a_debt_known_by_its_year_leaves_acts_of_that_year_open() -> None:
    acts = ["asset=X from=D to=B date=2022-09-15"]
    assert tier(world(arose="2022", asset_transfers=acts, relations=KIN)) == "lead"
    assert tier(world(arose="2021", asset_transfers=acts, relations=KIN)) == "fact"


@pytest.mark.parametrize(("amount", "found"), [(50_000, True), (49_999, False)])
def test_five_per_cent_of_the_debt(amount: int, found: bool) -> None:
    assert bool(find(world(payments=[PAY.format(amount)], relations=KIN))) is found


def test_ten_per_cent_of_the_known_assets() -> None:
    held = "id=H owner=D value={} start=2015-01-01"
    assert find(world(payments=[PAY.format(40_000)], relations=KIN, assets=[held.format(400_000)]))
    assert not find(world(payments=[PAY.format(40_000)], relations=KIN, assets=[held.format(400_001)]))


def test_unknown_values_and_unlike_currencies_are_kept() -> None:
    assert find(world(claim=None, payments=[PAY.format(1)], relations=KIN))
    foreign = f"{PAY.format(1)} currency=USD"
    (found,) = find(world(payments=[foreign], relations=KIN))
    assert found.amount
    assert found.amount.money.currency == "USD"
    assert not find(world(payments=[foreign], relations=KIN, rates=["from=USD to=CNY rate=7 date=2022-09-01"]))


def test_small_payments_add_up_by_counterparty() -> None:
    lines = [f"from=D to=B amount=20000 date=2022-0{m}-15 kind=other" for m in (5, 9)]
    assert not find(world(payments=lines, relations=KIN))
    (found,) = find(world(payments=[*lines, PAY.format(10_000)], relations=KIN))
    assert rows(found) == {"r1", "r2", "r3", "r4"}
    assert "3 times" in found.summary.en


def test_a_cluster_is_material_as_a_whole() -> None:
    """Three acts in 90 days to three relatives, 6 % of the debt in all."""
    kin = [f"a=B{i} b=D kind=parent" for i in range(3)]
    lines = [f"from=D to=B{i} amount=20000 date=2022-09-{10 + i} kind=other" for i in range(3)]
    assert len(find(world(payments=lines, relations=kin))) == 3
    apart = [*lines[:2], lines[2].replace("2022-09-12", "2022-12-09")]
    assert find(world(payments=apart, relations=kin)) == []


@pytest.mark.parametrize(
    "line",
    [
        "amount=900000 date=2022-09-15 kind=salary", "amount=900000 date=2022-09-15 kind=tax",
        "amount=900000 date=2022-09-15 kind=rent", "amount=900000 date=2022-09-15 kind=price",
        "amount=900000 date=2022-09-15 kind=enforcement", "amount=900000 date=2022-09-15 kind=sweep",
        "amount=900000 date=2022-09-15 kind=other status=failed",
        "amount=900000 date=2022-09-15 kind=other status=reversed",
        "amount=900000 date=2021-12-01 date_to=2022-09-15 kind=other",
    ],
)  # fmt: skip
def test_ordinary_failed_and_straddling_payments_are_left_out(line: str) -> None:
    assert find(world(payments=[f"from=D to=B {line}"], relations=KIN)) == []


def test_payments_to_strangers_are_trade_unless_gratuitous() -> None:
    assert find(world(payments=[PAY.format(900_000)])) == []
    (found,) = find(world(payments=[f"{PAY.format(900_000)} purpose=无偿转账"]))
    assert (found.tier, "gratuitous" in found.traits) == ("strong", True)


def test_a_payment_to_a_small_shareholder_is_a_lead() -> None:
    owned = "owner=B company=D share=25%"
    assert tier(world(payments=[PAY.format(900_000)], holdings=[owned])) == "lead"
    assert tier(world(payments=[PAY.format(900_000)], holdings=[f"{owned} end=2020-01-01"])) is None
    listed = world(payments=[PAY.format(900_000)], holdings=[owned], parties=["id=D listed=yes"])
    assert find(listed) == []


def test_what_may_be_owed_is_never_a_fact_and_the_loan_speaks_against() -> None:
    pay = PAY.format(900_000).replace("other", "repayment")
    loan = "kind=loan from=B to=D amount=900000 date=2021-01-01"
    (found,) = find(world(payments=[pay], relations=KIN, contracts=[loan]))
    assert found.tier == "strong"
    assert "r3" in against(found)


def test_the_creditor_a_cash_pool_hubs_and_court_sales_are_left_out() -> None:
    pool = ["id=K kind=cash_pool from=D to=B"]
    assert find(world(payments=[PAY.format(900_000).replace("to=B", "to=CR")], relations=KIN)) == []
    assert find(world(payments=[PAY.format(900_000)], relations=KIN, contracts=pool)) == []
    assert find(world(payments=[PAY.format(900_000)], relations=KIN, parties=["id=B licence=bank"])) == []
    assert find(world(asset_transfers=[f'{SALE.format(1)} note="法院拍卖成交"'], relations=KIN)) == []


def test_stock_sold_to_a_stranger_is_trade() -> None:
    stock = ["id=X owner=D kind=stock"]
    act = ["asset=X from=D to=B price=900000 date=2022-09-15"]
    assert find(world(asset_transfers=act, assets=stock)) == []
    assert find(world(asset_transfers=act, assets=stock, relations=KIN))


@pytest.mark.parametrize(
    ("price", "claim", "paid", "expected"),
    [
        (920_000, "2000001", 920_000, "signal"), (920_000, "2000000", 920_000, "lead"), (899_999, "2000001", 899_999, "lead"),
        (920_000, "2000001", 900_000, "lead"),
    ],
)  # fmt: skip
def test_a_fair_sale_to_a_stranger(price: int, claim: str, paid: int, expected: str) -> None:
    """At 0.90 of an appraisal or more, paid, and worth less than half of the debt: a signal only."""
    pay = [f"from=B to=D amount={paid} date=2022-09-20 kind=price"]
    assert tier(world(claim=claim, asset_transfers=[SALE.format(price)], payments=pay)) == expected


def test_what_speaks_for_the_buyer_is_printed() -> None:
    pay = ["from=B to=D amount=880000 date=2022-09-20 kind=price"]
    (found,) = find(world(asset_transfers=[SALE.format(880_000)], payments=pay))
    assert found.tier == "lead"
    assert "Appraised, paid in full, unrelated." in found.summary.en
    assert {"r1", "r2"} <= against(found)
    assert any(isinstance(c, Absent) and "none found" in c.looked_for.en for c in found.counter)


def test_a_gift_years_before_the_debt_is_nothing() -> None:
    act = "company=S from=D to=B share=80% price=0 consideration=none date=2016-08-01"
    assert find(world(share_transfers=[act], relations=KIN)) == []


def test_stages_and_rate_are_printed() -> None:
    early = [f"asset=E{i} from=D to=Q price=5 date=2020-0{i}-01" for i in (3, 6)]
    clock = {"suit": "2022-06-01", "judgment": "2022-12-01"}
    (found,) = find(world(asset_transfers=[*early, SALE.format(1)], relations=KIN, clock=clock))
    assert "after suit: 1" in found.notes[0].en
    rate = next(t for t in found.tests if "rate" in t.name.en)
    assert (rate.value, rate.outcome) == ("0.51", "not_met")


def test_it_says_when_it_could_not_look() -> None:
    assert isinstance(TYPOLOGY.find(world(holdings=["owner=D company=S share=1%"])), NoTables)
    assert isinstance(TYPOLOGY.find(world(arose=None, payments=[PAY.format(1)])), NoTables)


@given(st.sampled_from(["holdings", "payments", "asset_transfers"]), st.integers(1, 2_000_000))
def test_an_unrelated_company_changes_no_finding(table: str, amount: int) -> None:
    line = {"holdings": "owner=YY company=ZZ share=90%", "payments": "from=YY to=ZZ amount=9 date=2022-09-15", "asset_transfers": "asset=Q from=YY to=ZZ price=9 date=2022-09-15"}[table]  # fmt: skip
    acts = [f"company=S from=D to=B share=50% price={amount} date=2022-09-15"]
    other: dict[str, Any] = {table: [line]}
    assert find(world(share_transfers=acts, relations=KIN)) == find(world(share_transfers=acts, relations=KIN, **other))
