"""Capital that goes back, and payments to holders that nothing explains."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from graph.case import Case
from graph.facts import Payment
from queries.lead import Absent, Finding
from queries.typologies.capital_withdrawal import TYPOLOGY
from tests.queries.typologies.small import agreed, firm, held, linked, paid, place, world

HOLDS = [held("h", "P-S", "D", "1/2")]


def found(case: Case) -> list[Finding]:
    result = TYPOLOGY.find(case)
    assert isinstance(result, list)
    return result


def back(amount: int, on: str, payee: str = "P-S", kind: str | None = "other", **facts: Any) -> Case:
    flow = [paid("c", "P-S", "D", 1_000_000, "2023-03-01", "capital"), paid("o", "D", payee, amount, on, kind)]
    merged: dict[str, Any] = {"payments": flow, "interests": HOLDS, "empty": ["contracts"], **facts}
    return world(**merged)


def test_nine_tenths_within_ten_days_is_a_fact_and_one_step_less_is_strong() -> None:
    (fact,) = found(back(900_000, "2023-03-11"))
    assert fact.tier == "fact" and fact.parties == ("D", "P-S")
    assert [e.place.row_id for e in fact.evidence][:2] == ["c", "o"]
    assert found(back(899_999, "2023-03-11"))[0].tier == "strong"
    assert found(back(900_000, "2023-03-12"))[0].tier == "strong"


def test_half_within_thirty_days_is_strong_then_a_lead_then_nothing() -> None:
    assert found(back(500_000, "2023-03-31"))[0].tier == "strong"
    assert found(back(500_000, "2023-04-01"))[0].tier == "lead"
    assert found(back(500_000, "2023-04-30"))[0].typology == "capital-withdrawal"
    (later,) = found(back(500_000, "2023-05-01"))
    assert "未说明付款" in later.summary.zh
    assert "未说明付款" in found(back(499_999, "2023-03-31"))[0].summary.zh


def test_a_relative_counts_and_a_stranger_does_not() -> None:
    kin = [linked("k", "P-M", "P-S", "parent")]
    (finding,) = found(back(950_000, "2023-03-02", "P-M", relations=kin))
    assert finding.parties == ("D", "P-S", "P-M") and finding.tier == "fact"
    assert {"c", "o", "k"} <= {e.place.row_id for e in finding.evidence}
    assert not found(back(950_000, "2023-03-02", "P-M"))


def test_money_back_to_whoever_lent_the_contribution_counts() -> None:
    lent = paid("l", "BRIDGE", "P-S", 1_000_000, "2023-02-27", "loan")
    flow = [
        lent,
        paid("c", "P-S", "D", 1_000_000, "2023-03-01", "capital"),
        paid("o", "D", "BRIDGE", 1_000_000, "2023-03-02"),
    ]
    (finding,) = found(world(payments=flow, interests=HOLDS))
    assert finding.parties == ("D", "P-S", "BRIDGE") and "l" in {e.place.row_id for e in finding.evidence}
    early = paid("l", "BRIDGE", "P-S", 1_000_000, "2023-01-29", "loan")
    assert not found(world(payments=[early, *flow[1:]], interests=HOLDS))


def test_money_of_no_stated_kind_counts_as_lent_for_ten_days_only() -> None:
    """Capital lent for the audit: bank rows call it 往来, a purchase, or nothing at all."""

    def flow(on: str, kind: str | None, amount: int = 1_000_000) -> list[Payment]:
        return [
            paid("l", "BRIDGE", "P-S", amount, on, kind),
            paid("c", "P-S", "D", 1_000_000, "2023-03-11", "capital"),
            paid("o", "D", "BRIDGE", 1_000_000, "2023-03-12"),
        ]

    for kind in (None, "other"):
        (finding,) = found(world(payments=flow("2023-03-01", kind), interests=HOLDS))
        assert finding.parties == ("D", "P-S", "BRIDGE") and "lent" not in finding.summary.en
        assert "had paid the holder money just before" in finding.summary.en
        assert "payee is that holder" not in finding.summary.en and "收款方为该股东" not in finding.summary.zh
        assert not found(world(payments=flow("2023-02-28", kind), interests=HOLDS))
        assert not found(world(payments=flow("2023-03-01", kind, 499_999), interests=HOLDS))
    for kind in ("price", "salary", "dividend"):
        assert not found(world(payments=flow("2023-03-01", kind), interests=HOLDS))
    (loan,) = found(world(payments=flow("2023-03-01", "loan"), interests=HOLDS))
    assert "had lent the holder money" in loan.summary.en


def test_a_holders_loan_with_contract_and_receipt_bears_interest() -> None:
    """1,000,000 for a year bears at most 154,000 without asking for a reason; a paper alone, or money alone, bears nothing."""

    def later(back: int, *, papers: int = 1, standing: str = "recorded", lent: int = 1_000_000) -> list[Finding]:
        paper = replace(
            agreed("s", "loan", "P-S", "D", 1_000_000, "2023-01-01"), place=place("contracts", "s", standing)
        )
        flow = [
            paid("l", "P-S", "D", lent, "2023-01-01", "loan"),
            paid("o", "D", "P-S", back, "2024-01-01", "repayment"),
        ]
        flow = flow if lent else flow[1:]
        return found(world(payments=flow, interests=HOLDS, contracts=[paper][:papers], empty=["contracts"]))

    assert not later(1_154_000)
    (more,) = later(1_300_000)
    assert more.amount is not None and str(more.amount.money.high) == "300000"
    assert "taken off" in more.summary.en and "No contract" not in more.summary.en
    assert later(1_154_000, papers=0) and later(1_154_000, standing="alleged")
    (paper,) = later(1_154_000, lent=0)
    assert "A contract is in the rows, but no receipt" in paper.summary.en


def test_instalments_of_one_round_are_added() -> None:
    parts = [paid(f"c{n}", "P-S", "D", 300_000, f"2023-03-0{n}", "capital") for n in (1, 2, 3)]
    (finding,) = found(world(payments=[*parts, paid("o", "D", "P-S", 850_000, "2023-03-04")], interests=HOLDS))
    assert finding.tier == "fact" and finding.amount is not None and str(finding.amount.money.high) == "850000"


def test_a_trade_contract_or_ordinary_kind_ends_it() -> None:
    kin = [linked("k", "SUP", "P-S", "controls")]
    assert found(back(950_000, "2023-03-02", "SUP", relations=[linked("k", "P-S", "SUP", "controls")]))
    sale = [agreed("s", "sale", "SUP", "D", on="2023-02-01")]
    assert not found(
        back(950_000, "2023-03-02", "SUP", relations=[linked("k", "P-S", "SUP", "controls")], contracts=sale)
    )
    small = [agreed("s", "sale", "SUP", "D", 100_000, "2023-02-01")]
    assert found(back(950_000, "2023-03-02", "SUP", relations=[linked("k", "P-S", "SUP", "controls")], contracts=small))
    for kind in ("salary", "tax", "dividend", "distribution", "sweep"):
        assert not found(back(950_000, "2023-03-02", kind=kind))
    assert kin


def test_a_cash_pool_is_no_withdrawal() -> None:
    assert not found(back(950_000, "2023-03-02", contracts=[agreed("s", "cash_pool", "D", "P-S")]))


def test_partial_days_are_a_lead_not_a_fact() -> None:
    flow = [paid("c", "P-S", "D", 1_000_000, "2023-03", "capital"), paid("o", "D", "P-S", 950_000, "2023-03")]
    (finding,) = found(world(payments=flow, interests=HOLDS))
    assert finding.tier == "lead"
    assert finding.amount is not None and str(finding.amount.money.low) == "0"


def test_a_failed_payment_or_a_total_is_no_outflow() -> None:
    start = paid("c", "P-S", "D", 1_000_000, "2023-03-01", "capital")
    for row in (
        paid("o", "D", "P-S", 950_000, "2023-03-02", status="failed"),
        paid("o", "D", "P-S", 950_000, "2023-03", until="2023-12"),
    ):
        assert not found(world(payments=[start, row], interests=HOLDS))


def test_companies_that_are_not_the_debtors_are_left_alone() -> None:
    flow = [
        paid("c", "P-S", "OTHER", 1_000_000, "2023-03-01", "capital"),
        paid("o", "OTHER", "P-S", 950_000, "2023-03-02"),
    ]
    assert not found(world(payments=flow, interests=[held("h", "P-S", "OTHER", "1")]))


def test_a_firm_into_which_the_debtor_paid_capital_is_in_view() -> None:
    flow = [paid("c", "D", "NEW", 1_000_000, "2023-03-01", "capital"), paid("o", "NEW", "P-K", 950_000, "2023-03-02")]
    facts: dict[str, Any] = {
        "interests": [held("h", "D", "NEW", "1/5")],
        "relations": [linked("k", "P-K", "P-B", "spouse"), linked("b", "P-B", "D", "controls")],
    }
    (finding,) = found(world(payments=flow, **facts))
    assert finding.parties == ("NEW", "D", "P-K") and finding.route == "E"


def test_enforcement_opens_the_route_of_adding() -> None:
    assert found(back(900_000, "2023-03-11", clock={"enforcement": "2024-01-01"}))[0].route == "D"
    assert found(back(900_000, "2023-03-11"))[0].route == "E"


def later(rows: list[Payment], **facts: Any) -> Case:
    merged: dict[str, Any] = {"payments": rows, "interests": HOLDS, "empty": ["contracts"], **facts}
    return world(**merged)


def test_a_payment_to_a_holder_after_the_debt_is_strong_and_before_it_a_lead() -> None:
    (after,) = found(later([paid("o", "D", "P-S", 300_000, "2023-01-01")]))
    assert after.tier == "strong" and after.badges == {"money", "relation", "timing"}
    assert {e.place.row_id for e in after.evidence} == {"o", "h"}
    (before,) = found(later([paid("o", "D", "P-S", 300_000, "2022-12-31")]))
    assert before.tier == "lead"
    assert not found(later([paid("o", "D", "P-S", 300_000, "2020-12-31")]))


def test_where_no_contracts_are_held_their_absence_says_little() -> None:
    assert found(world(payments=[paid("o", "D", "P-S", 300_000, "2023-02-01")], interests=HOLDS))[0].tier == "lead"


def test_a_loan_paper_alone_does_not_explain_but_money_received_does() -> None:
    paper = [agreed("l", "loan", "P-S", "D", 300_000, "2022-06-01")]
    (finding,) = found(later([paid("o", "D", "P-S", 300_000, "2023-02-01")], contracts=paper))
    assert "l" in {e.place.row_id for e in finding.counter if not isinstance(e, Absent)}
    came = paid("i", "P-S", "D", 300_000, "2022-06-02", "loan")
    assert not found(later([came, paid("o", "D", "P-S", 300_000, "2023-02-01", "repayment")]))
    (rest,) = found(later([came, paid("o", "D", "P-S", 400_000, "2023-02-01", "repayment")]))
    assert rest.amount is not None and str(rest.amount.money.low) == "100000" and rest.tier == "lead"


def test_two_holders_are_told_apart() -> None:
    rows = [paid("o1", "D", "P-S", 300_000, "2023-01-02"), paid("o2", "D", "P-T", 200_000, "2023-01-02")]
    case = later(rows, interests=[*HOLDS, held("h2", "P-T", "D", "1/2")])
    assert [f.parties for f in found(case)] == [("D", "P-S"), ("D", "P-T")]


def test_a_payment_to_a_former_holder_a_subsidiary_or_a_bank_is_not_told() -> None:
    row = [paid("o", "D", "P-S", 300_000, "2023-02-01")]
    assert not found(later(row, interests=[held("h", "P-S", "D", "1/2", end="2023-01-31")]))
    down = [paid("o", "D", "SUB", 300_000, "2023-02-01")]
    assert not found(later(down, interests=[held("h", "D", "SUB", "1"), held("x", "SUB", "D", "1/10")]))
    assert not found(later(row, parties=[firm("P-S", licence="bank")]))


def test_an_alleged_holding_makes_no_shareholder() -> None:
    alleged = [held("h", "P-S", "D", "1/2", standing="alleged")]
    assert not found(later([paid("o", "D", "P-S", 300_000, "2023-02-01")], interests=alleged))


def test_below_the_floor_is_not_worth_a_finding() -> None:
    assert found(later([paid("o", "D", "P-S", 50_000, "2023-02-01")]))
    assert not found(later([paid("o", "D", "P-S", 49_999, "2023-02-01")]))


def test_without_bank_rows_it_could_not_look() -> None:
    assert not isinstance(TYPOLOGY.find(world()), list)
