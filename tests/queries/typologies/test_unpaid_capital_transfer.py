"""Unpaid shares passed on, and unpaid shares kept past the day."""

from __future__ import annotations

from typing import Any

import pytest

from graph.case import Case
from queries.flag import flag
from queries.lead import Finding, NoTables
from queries.typologies.unpaid_capital_transfer import TYPOLOGY
from tests.world import against, rows, world


def stake(subscribed: int = 1_000_000, paid: int = 100_000, end: str = "2022-06-01", **more: str) -> str:
    cells = {
        "row": "h",
        "owner": "P",
        "company": "D",
        "share": "30%",
        "subscribed": str(subscribed),
        "paid": str(paid),
        **more,
    }
    return " ".join(f"{k}={v}" for k, v in cells.items()) + (f" end={end}" if end else "")


def passes(on: str | None = "2022-06-01", **more: str) -> str:
    cells = {"row": "t", "company": "D", "from": "P", "to": "B", "share": "30%", **({"date": on} if on else {}), **more}
    return " ".join(f"{k}={v}" for k, v in cells.items())


def found(holding: str, *transfers: str, **facts: Any) -> list[Finding]:
    result = TYPOLOGY.find(world(holdings=[holding, *facts.pop("held", ())], share_transfers=list(transfers), **facts))
    assert isinstance(result, list)
    return result


def one(holding: str, *transfers: str, **facts: Any) -> Finding:
    (finding,) = found(holding, *transfers, **facts)
    return finding


def test_passed_on_after_the_debt_for_nothing_is_strong_and_at_an_unknown_price_a_lead() -> None:
    finding = one(stake(), passes(consideration="none"))
    assert finding.tier == "strong" and finding.badges == {"price", "timing"}
    assert finding.parties == ("D", "P", "B") and rows(finding) == {"t", "h"}
    assert finding.amount is not None and finding.amount.money.low == 900_000
    assert one(stake(), passes()).tier == "lead"
    assert one(stake(), passes(price="0")).tier == "strong"
    assert one(stake(), passes(price="1")).tier == "strong"


def test_half_unpaid_is_told_and_one_yuan_less_is_not() -> None:
    assert found(stake(paid=500_000), passes(price="1"))
    assert not found(stake(paid=500_001), passes(price="1"))


def test_one_per_cent_of_what_was_subscribed_is_nominal_and_more_by_a_stranger_is_genuine() -> None:
    assert one(stake(), passes(price="10000")).tier == "strong"
    assert one(stake(), passes(price="10001")).tier == "signal"
    tied = one(stake(), passes(price="10001"), relations=["row=k a=P b=B kind=controls"])
    assert tied.tier == "strong" and "k" in rows(tied)


def test_before_the_debt_only_where_the_capital_was_due() -> None:
    early = stake(end="2022-01-09")
    assert not found(early, passes("2022-01-09", price="1"))
    due = one(stake(end="2022-01-09", due="2021-12-31"), passes("2022-01-09", price="1"))
    assert due.tier == "lead"
    assert one(stake(end="2022-01-10"), passes("2022-01-10", price="1")).tier == "strong"


def test_due_the_day_before_the_transfer_is_a_fact_and_on_the_day_it_is_not() -> None:
    assert one(stake(due="2022-05-31"), passes(price="300000")).tier == "fact"
    assert one(stake(due="2022-06-01"), passes(price="300000")).tier == "signal"
    assert one(stake(due="2022"), passes(price="1")).tier == "strong"
    assert one(stake(due="2022-05-31"), passes(None)).tier == "lead"


SIGNS = {
    "parties": ["id=B kind=company incorporated=2021-12-04"],
    "court_cases": ["row=c kind=dishonesty defendant=B filed=2022-01-01 number=1"],
}


def test_three_signs_of_a_buyer_without_means_make_the_form() -> None:
    finding = one(stake(), passes(consideration="none"), **SIGNS)
    assert "form" in finding.badges and {"c", "B"} <= rows(finding)
    older = {**SIGNS, "parties": ["id=B kind=company incorporated=2021-12-03"]}
    assert "form" not in one(stake(), passes(consideration="none"), **older).badges
    assert "form" not in one(stake(), passes(consideration="none"), **{**SIGNS, "court_cases": []}).badges


def test_a_buyer_of_five_firms_has_the_sign() -> None:
    five = [f"row=f{n} owner=B company=F{n} share=10%" for n in range(5)]
    signs = {"court_cases": SIGNS["court_cases"]}
    assert "form" in one(stake(), passes(price="0"), held=five, **signs).badges
    assert "form" not in one(stake(), passes(price="0"), held=five[1:], **signs).badges


def test_a_buyer_who_paid_up_or_an_employee_plan_leaves_a_signal() -> None:
    paid = ["row=b owner=B company=D share=30% subscribed=1000000 paid=1000000 start=2022-06-01"]
    finding = one(stake(due="2022-05-31"), passes(price="1"), held=paid)
    assert finding.tier == "signal" and "b" in against(finding)
    short = [paid[0].replace("paid=1000000", "paid=999999")]
    assert one(stake(due="2022-05-31"), passes(price="1"), held=short).tier == "fact"
    plan = ["row=e kind=employee_plan from=D to=B"]
    assert one(stake(), passes(price="0"), contracts=plan).tier == "signal"


def test_a_part_of_the_stake_carries_its_part_of_the_gap() -> None:
    finding = one(stake(end=""), passes(price="1", share="10%"))
    assert finding.amount is not None and finding.amount.money.low == 300_000


def test_held_past_the_due_day_is_a_fact_and_a_day_before_it_nothing() -> None:
    finding = one(stake(end="", due="2023-12-31"))
    assert finding.tier == "fact" and finding.parties == ("D", "P") and rows(finding) == {"h"}
    assert not found(stake(end="", due="2024-01-01"))
    assert not found(stake(end=""))
    assert not found(stake(end="", due="2023-12-31", paid=500_001))


def test_sums_derived_from_the_share_are_a_lead_at_most() -> None:
    bare = "row=h owner=P company=D share=30% end=2022-06-01"
    facts = {"parties": ["id=D registered_capital=10000000 paid_capital=1000000"]}
    finding = one(bare, passes(consideration="none"), **facts)
    assert finding.tier == "lead" and {"h", "t", "D"} <= rows(finding)
    assert finding.amount is not None and finding.amount.money.low == 2_700_000
    half = {"parties": ["id=D registered_capital=10000000 paid_capital=5000001"]}
    assert not found(bare, passes(consideration="none"), **half)
    raised = ["row=c party=D item=registered_capital before=100万元 after=1000万元 date=2022-05-01"]
    assert "c" in rows(one(bare, passes(), changes=raised, parties=["id=D paid_capital=1000000"]))


def test_court_sales_listed_firms_and_other_companies_are_left_out() -> None:
    assert not found(stake(), passes(price="1", note="司法拍卖"))
    assert not found(stake(), passes(price="1"), parties=["id=D listed=yes"])
    assert not found(stake(), passes(price="1").replace("company=D", "company=X"))


@pytest.mark.parametrize(
    ("on", "due", "grounds"),
    [
        ("2024-07-01", "", ["cn-company-54", "cn-company-88-1"]),
        ("2024-06-30", "", ["cn-company-54", "cn-none-transfer-not-due-old"]),
        ("2024-07-01", "2024-06-30", ["cn-addition-17", "cn-addition-19", "cn-company-54", "cn-company-88-2"]),
        ("2024-06-30", "2024-06-29", ["cn-addition-17", "cn-addition-19", "cn-company-54", "cn-company-int3-13-18"]),
    ],
)
def test_article_88_reaches_no_transfer_before_its_day(on: str, due: str, grounds: list[str]) -> None:
    holding = stake(1_000_000, 100_000, on, **({"due": due} if due else {}))
    case = world(
        holdings=[holding],
        share_transfers=[passes(on, price="1")],
        clock={"enforcement": "2024-08-01"},
        as_of="2024-12-01",
    )
    (lead,) = flag(case, [TYPOLOGY.slug]).leads
    assert [g.ground.id for g in lead.grounds] == grounds
    assert lead.route == ("D" if due else "E")


def test_without_shareholder_rows_it_cannot_look_and_alleged_rows_cap() -> None:
    assert isinstance(TYPOLOGY.find(world(share_transfers=[passes()])), NoTables)
    case: Case = world(holdings=[stake(due="2022-05-31")], share_transfers=[passes(price="1", standing="alleged")])
    (lead,) = flag(case, [TYPOLOGY.slug]).leads
    assert lead.tier == "lead" and lead.standing == "alleged"
