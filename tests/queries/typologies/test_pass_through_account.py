"""Accounts that hand on what they get, and those that trade."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from graph.case import Case
from queries.lead import Absent, Finding
from queries.typologies.pass_through_account import TYPOLOGY
from tests.queries.typologies.small import (
    agreed,
    bought,
    filed,
    firm,
    held,
    linked,
    paid,
    post,
    world,
)

CLAIM = 9_600_000
THREE = [
    paid("p1", "D", "M1", 3_100_000, "2023-04-03", "fee"),
    paid("p2", "D", "M2", 2_600_000, "2023-04-06", "fee"),
    paid("p3", "D", "M3", 2_100_000, "2023-04-10", "fee"),
    paid("q1", "M1", "R", 1_600_000, "2023-04-04"),
    paid("q2", "M1", "R", 1_345_000, "2023-04-05"),
    paid("q3", "M2", "R", 2_470_000, "2023-04-07"),
    paid("q4", "M3", "R", 1_995_000, "2023-04-12"),
]


def found(case: Case) -> list[Finding]:
    result = TYPOLOGY.find(case)
    assert isinstance(result, list)
    return result


def rows(finding: Finding) -> set[str | None]:
    return {e.place.row_id for e in finding.evidence}


def one(amount_out: int = 950_000, days: str = "2023-04-05", **facts: Any) -> Case:
    flow = [paid("p", "D", "M", 1_000_000, "2023-04-03"), paid("q", "M", "R", amount_out, days)]
    merged: dict[str, Any] = {"payments": flow, **facts}
    return world(**merged)


def test_three_accounts_to_one_recipient_are_told_as_one() -> None:
    deal = bought("s1", "SELLER", "R", "OFFICE", 7_350_000, "2023-05-18")
    price = paid("o1", "R", "SELLER", 7_350_000, "2023-05-16", "price")
    case = world(claim=CLAIM, payments=[*THREE, price], transfers=[deal])
    (finding,) = found(case)
    assert finding.parties == ("D", "M1", "M2", "M3", "R")
    assert finding.amount is not None
    assert (str(finding.amount.money.low), str(finding.amount.money.high)) == ("7410000", "7800000")
    assert {"p1", "p2", "p3", "q1", "q2", "q3", "q4", "s1", "o1"} <= rows(finding)
    assert "7,350,000" in finding.summary.zh and "9日内" in finding.summary.zh
    assert ("asset_transfer", "SELLER", "R") in {(e.kind, e.frm, e.to) for e in finding.chain.edges}
    assert [t.value for t in finding.tests if "median" in t.name.en] == ["1", "1", "2"]


def test_a_purchase_after_ninety_days_is_not_told() -> None:
    late = bought("s1", "SELLER", "R", "OFFICE", 7_350_000, "2023-07-13")
    (finding,) = found(world(claim=CLAIM, payments=THREE, transfers=[late]))
    assert "s1" not in rows(finding)


def test_money_and_timing_are_strong_and_money_alone_is_a_lead() -> None:
    assert found(one())[0].tier == "strong"
    assert found(one(arose="2023-06-01"))[0].tier == "lead"


def test_a_relation_is_a_second_family() -> None:
    shares = [held("h1", "P-1", "D", "3/4"), held("h2", "P-1", "R", "7/10")]
    (finding,) = found(one(arose="2023-06-01", interests=shares))
    assert finding.tier == "strong" and finding.badges == {"money", "relation"}
    assert {"h1", "h2"} <= rows(finding)


def test_below_ninety_per_cent_or_with_more_than_five_left_nothing_is_said() -> None:
    assert found(one(amount_out=950_000))
    assert not found(one(amount_out=949_999))
    assert not found(one(amount_out=890_000))


def test_a_stay_of_three_days_is_a_lead_and_of_eleven_nothing() -> None:
    (slow,) = found(one(days="2023-04-06"))
    assert slow.tier == "lead" and any(t.outcome == "not_met" for t in slow.tests)
    assert found(one(days="2023-04-13"))
    assert not found(one(days="2023-04-14"))


def test_five_per_cent_of_the_debt_is_the_floor() -> None:
    assert found(one(claim=19_000_000))
    assert not found(one(claim=19_000_001))


def test_without_a_rate_another_currency_is_not_judged() -> None:
    flow = [
        paid("p", "D", "M", 1_000_000, "2023-04-03", currency="USD"),
        paid("q", "M", "R", 950_000, "2023-04-04", currency="USD"),
    ]
    assert not found(world(payments=flow))


def test_the_debtor_the_creditor_and_licensed_accounts_are_never_middle_accounts() -> None:
    through_debtor = [paid("p", "X", "D", 1_000_000, "2023-04-03"), paid("q", "D", "R", 950_000, "2023-04-04")]
    assert not found(world(payments=through_debtor))
    for licence in ("bank", "payment_institution", "escrow"):
        assert not found(one(parties=[firm("M", licence=licence)]))
    assert not found(one(parties=[firm("M", "public_body")]))
    assert not found(one(parties=[firm("R", licence="escrow")]))
    to_creditor = [paid("p", "D", "M", 1_000_000, "2023-04-03"), paid("q", "M", "CR", 950_000, "2023-04-04")]
    assert not found(world(payments=to_creditor))


def test_money_of_strangers_is_not_the_debtors() -> None:
    flow = [paid("p", "X", "M", 1_000_000, "2023-04-03"), paid("q", "M", "R", 950_000, "2023-04-04")]
    assert not found(world(payments=flow))


def test_a_receivable_that_runs_past_the_debtor_to_its_owner_is_a_lead() -> None:
    flow = [paid("p", "X", "M", 1_000_000, "2023-04-03"), paid("q", "M", "P-1", 950_000, "2023-04-04")]
    owns_debtor = [held("h1", "P-1", "D", "1")]
    owed = [agreed("k1", "sale", "D", "X")]
    (finding,) = found(world(payments=flow, interests=owns_debtor, contracts=owed))
    assert finding.tier == "lead" and finding.parties == ("D", "M", "P-1")
    assert not found(world(payments=flow, interests=owns_debtor))


def test_cash_pool_sweeps_payroll_and_trade_stay_quiet() -> None:
    assert not found(one(contracts=[agreed("k", "cash_pool", "M", "R")]))
    swept = [paid("p", "D", "M", 1_000_000, "2023-04-03", "sweep"), paid("q", "M", "R", 950_000, "2023-04-04", "sweep")]
    assert not found(world(payments=swept))
    wages = [paid("p", "D", "M", 1_000_000, "2023-04-03"), paid("q", "M", "STAFF", 950_000, "2023-04-04", "salary")]
    assert not found(world(payments=wages))
    trade = [agreed("k1", "sale", "M", "D", on="2023-01-01"), agreed("k2", "sale", "R", "M", on="2023-01-01")]
    assert not found(one(contracts=trade))


def test_a_contract_on_one_side_lowers_to_a_lead_and_staff_behind_it_ends_it() -> None:
    contract = [agreed("k1", "service", "M", "D", on="2023-01-01")]
    (finding,) = found(one(contracts=contract))
    assert finding.tier == "lead"
    assert "k1" in {e.place.row_id for e in finding.counter if not isinstance(e, Absent)}
    assert not found(one(contracts=contract, accounts=[filed("f", "M", "2022-12-31", staff=14)]))


def test_a_contract_signed_after_the_payment_explains_nothing() -> None:
    (finding,) = found(one(contracts=[agreed("k1", "service", "M", "D", on="2023-05-01")]))
    assert finding.tier == "strong"


def test_layers_are_followed_to_the_end() -> None:
    flow = [
        paid("p", "D", "M1", 1_000_000, "2023-04-03"),
        paid("q", "M1", "M2", 990_000, "2023-04-04"),
        paid("r", "M2", "R", 980_000, "2023-04-05"),
    ]
    (finding,) = found(world(payments=flow))
    assert finding.parties == ("D", "M1", "M2", "R")
    assert finding.amount is not None and str(finding.amount.money.low) == "980000"
    assert str(finding.amount.money.high) == "1000000"


def test_money_that_comes_back_to_the_debtor_belongs_elsewhere() -> None:
    flow = [paid("p", "D", "M", 1_000_000, "2023-04-03"), paid("q", "M", "D", 950_000, "2023-04-04")]
    assert not found(world(payments=flow))


def test_sources_that_disagree_on_an_account_are_cited_and_said() -> None:
    shares = [
        held("h1", "R", "M", "3/5"),
        held("h2", "P-2", "M", "2/5"),
        held("x1", "P-2", "M", "1", source="export.csv"),
    ]
    heads = [post("r1", "P-3", "M", "legal_representative"), post("r2", "P-4", "M", "legal_representative")]
    gone = firm("M", status="注销", dissolved="2023-08-30")
    alive = firm("M", source="export.csv", status="存续")
    both = replace(gone, rows=(*gone.rows, *alive.rows))
    (finding,) = found(one(interests=shares, roles=heads, parties=[both]))
    assert {"h1", "h2", "x1", "r1", "r2", "M@rows.csv", "M@export.csv"} <= rows(finding)
    assert "不一致" in finding.summary.zh and len(finding.gaps) == 5


def test_one_story_without_contradiction_raises_no_doubt() -> None:
    shares = [held("h1", "R", "M", "3/5"), held("x1", "R", "M", "3/5", source="export.csv")]
    (finding,) = found(one(interests=shares))
    assert "不一致" not in finding.summary.zh


def test_an_alleged_tie_is_named_but_not_used() -> None:
    (finding,) = found(one(arose="2023-06-01", relations=[linked("r", "D", "R", "controls", "alleged")]))
    assert "relation" not in finding.badges and "r" not in rows(finding)


def test_nothing_given_is_said_only_where_rows_show_no_contract_and_no_staff() -> None:
    idle = [filed("f1", "M", "2022-12-31", staff=0), filed("f2", "M", "2023-12-31", staff=0)]
    assert "gratuitous" in found(one(accounts=idle))[0].traits
    assert found(one())[0].traits == {"concealment"}


def test_totals_are_never_put_into_a_window() -> None:
    flow = [
        paid("p", "D", "M", 1_000_000, "2023-04", until="2023-09"),
        paid("q", "M", "R", 950_000, "2023-04", until="2023-09"),
    ]
    assert not found(world(payments=flow))


def test_without_bank_rows_it_could_not_look() -> None:
    assert not isinstance(TYPOLOGY.find(world()), list)
