"""Money that comes back, and money that only seems to."""

from __future__ import annotations

from dataclasses import replace

import pytest

import queries.round_trips
from graph.case import Case
from queries.flag import flag
from queries.lead import Finding
from queries.typologies.round_trip_payment import TYPOLOGY
from tests.world import against, rows, world

KIN = ["a=P b=L kind=controls row=k1", "a=P b=Z kind=controls row=k2"]


def found(case: Case) -> list[Finding]:
    result = TYPOLOGY.find(case)
    assert isinstance(result, list)
    return result


def pay(frm: str, to: str, amount: object, day: str, **more: str) -> str:
    extra = "".join(f" {k}={v}" for k, v in more.items())
    return f"from={frm} to={to} amount={amount} date={day}{extra}"


def loan(back: object = 900_000, day: str = "2022-02-03", passed: object = 950_000, **tables: object) -> Case:
    """L lends D 1,000,000; D passes it to M, and M to Z, whom the same person controls as L."""
    payments = [
        pay("L", "D", 1_000_000, "2022-02-01", kind="loan", row="p1"),
        pay("D", "M", passed, "2022-02-02", kind="other", row="p2"),
        pay("M", "Z", back, day, kind="other", row="p3"),
    ]
    return world(payments=payments, **({"relations": KIN} | tables))  # type: ignore[arg-type]


def test_a_loan_that_came_back_to_its_lenders_side_in_two_days() -> None:
    (finding,) = found(loan())
    assert finding.tier == "fact"
    assert finding.parties == ("L", "D", "M", "Z")
    assert rows(finding) >= {"p1", "p2", "p3", "k1", "k2"}
    assert finding.amount is not None
    assert [str(finding.amount.money.low), str(finding.amount.money.high)] == ["900000", "1000000"]
    assert {"money", "relation", "timing", "price"} == finding.badges
    assert {"sham_form", "related"} == finding.traits
    assert "2日内" in finding.summary.zh and "90%" in finding.summary.en


def test_one_step_below_the_part_of_a_fact() -> None:
    assert found(loan(800_000))[0].tier == "fact"
    assert found(loan(799_999))[0].tier == "strong"


def test_one_day_beyond_each_window() -> None:
    tiers = [
        found(loan(day=day))[0].tier for day in ("2022-02-04", "2022-02-05", "2022-02-08", "2022-02-09", "2022-03-03")
    ]
    assert tiers == ["fact", "strong", "strong", "lead", "lead"]
    assert not found(loan(day="2022-03-04"))


def test_half_and_a_yuan_less() -> None:
    assert found(loan(500_000, passed=500_000))
    assert not found(loan(499_999, passed=499_999))


def test_an_account_that_keeps_more_than_a_fifth_makes_it_a_lead() -> None:
    assert found(loan(760_000, passed=950_000))[0].tier == "strong"
    assert found(loan(759_999, passed=950_000))[0].tier == "lead"
    assert found(loan(1_000_000, passed=980_000))[0].tier == "lead"


def test_what_the_debtor_keeps_of_its_loan_is_the_part_not_returned() -> None:
    """D hands on 560,000 of a million: measured as what came back, not held against the way. M's own keeping is."""
    assert found(loan(550_000, passed=560_000))[0].tier == "strong"
    assert found(loan(550_000, passed=700_000))[0].tier == "lead"


def test_a_part_that_went_elsewhere_is_taken_off_first() -> None:
    split = pay("M", "Q", 190_001, "2022-02-03", kind="other")
    case = world(payments=[
        pay("L", "D", 1_000_000, "2022-02-01", kind="loan"), pay("D", "M", 950_000, "2022-02-02"),
        pay("M", "Z", 759_999, "2022-02-03"), split,
    ], relations=KIN)  # fmt: skip
    assert found(case)[0].tier == "strong"


def test_below_the_floor_nothing_is_said() -> None:
    def small(amount: int) -> Case:
        return world(claim="6000000", relations=KIN, payments=[
            pay("L", "D", amount, "2022-02-01", kind="loan"), pay("D", "Z", amount, "2022-02-02")])  # fmt: skip

    assert found(small(60_000)) and not found(small(59_999))


def test_money_that_goes_to_a_stranger_is_no_round() -> None:
    assert not found(loan(relations=["a=P b=L kind=controls"]))


def test_an_alleged_relation_caps_the_lead_and_is_said() -> None:
    case = loan(relations=[KIN[0], "a=P b=Z kind=controls standing=alleged row=k2"])
    (lead,) = flag(case, [TYPOLOGY.slug]).leads
    assert (lead.tier, lead.standing) == ("lead", "alleged")
    assert "alleged" in lead.tier_why.en


def test_a_price_paid_with_the_sellers_own_money() -> None:
    payments = [
        pay("D", "M", 800_000, "2022-05-02", kind="fee", row="p1"),
        pay("M", "B", 790_000, "2022-05-03", row="p2"),
        pay("B", "D", 780_000, "2022-05-04", kind="price", row="p3"),
    ]
    (finding,) = found(world(payments=payments))
    assert finding.parties == ("D", "M", "B")
    assert finding.tier == "fact" and "自身" in finding.summary.zh


def test_capital_that_came_back_through_others_opens_the_rules_on_capital() -> None:
    payments = [
        pay("S", "D", 2_000_000, "2022-05-02", kind="capital"),
        pay("D", "M", 1_990_000, "2022-05-03"),
        pay("M", "S", 1_980_000, "2022-05-04"),
    ]
    lead = flag(world(payments=payments), [TYPOLOGY.slug]).leads[0]
    assert "capital_returned" in lead.finding.traits
    assert {"cn-company-old-35", "cn-none-round-trip"} <= {g.ground.id for g in lead.grounds}


def test_a_home_two_steps_before_the_debtor() -> None:
    payments = [
        pay("L", "X", 1_000_000, "2022-02-01"), pay("X", "D", 990_000, "2022-02-01", kind="loan"),
        pay("D", "L", 980_000, "2022-02-02"),
    ]  # fmt: skip
    assert ("L", "X", "D") in [f.parties for f in found(world(payments=payments))]


def test_both_statements_of_one_transfer_and_a_reversal_count_once() -> None:
    twice = loan().payments
    again = world(payments=[
        pay("L", "D", 1_000_000, "2022-02-01", kind="loan", label="z", row="q1"),
    ]).payments  # fmt: skip
    (finding,) = found(replace(loan(), payments=(*twice, *again)))
    assert finding.amount is not None and finding.amount.money.high == 1_000_000
    undone = pay("Z", "M", 900_000, "2022-02-04", purpose="冲正")
    reversed_case = world(relations=KIN, payments=[
        pay("L", "D", 1_000_000, "2022-02-01", kind="loan"), pay("D", "M", 950_000, "2022-02-02"),
        pay("M", "Z", 900_000, "2022-02-03"), undone])  # fmt: skip
    assert not found(reversed_case)


TOTAL = "from=L to=D amount=1000000 date=2022-02 date_to=2022-09 kind=loan row=t1"


def test_sums_over_a_period_are_compared_with_that_period_alone() -> None:
    inside = "from=D to=Z amount=740000 date=2022-02 date_to=2022-09 kind=other row=t2"
    (finding,) = found(world(payments=[TOTAL, inside], relations=KIN))
    assert finding.tier == "lead" and {"t1", "t2"} <= rows(finding)
    beyond = "from=D to=Z amount=740000 date=2022-02 date_to=2022-10 kind=other"
    assert not found(world(payments=[TOTAL, beyond], relations=KIN))
    little = "from=D to=Z amount=499999 date=2022-02 date_to=2022-09 kind=other"
    assert not found(world(payments=[TOTAL, little], relations=KIN))


POOL = [pay("D", "H", 1_000_000, f"2022-{m:02}-28", kind="sweep") for m in range(2, 7)]
BACK = [pay("H", "D", 980_000, f"2022-{m + 1:02}-01", kind="sweep") for m in range(2, 7)]


def test_a_cash_pool_with_an_agreement_is_no_round() -> None:
    group = ["owner=G company=D share=100%", "owner=G company=H share=100%"]
    assert not found(world(payments=[*POOL, *BACK], contracts=["kind=cash_pool from=D to=H"], holdings=group))


def test_sweeps_without_an_agreement_are_a_lead_to_be_checked() -> None:
    (finding,) = found(world(payments=[*POOL, *BACK]))
    assert finding.tier == "lead" and "归集" in finding.tier_why.zh


def benign(*back: str, **tables: object) -> Finding:
    payments = [pay("D", "M", 500_000, "2022-05-02", kind="price", row="p1"), *back]
    (finding,) = found(world(payments=payments, **tables))  # type: ignore[arg-type]
    return finding


def test_a_deposit_returned_is_only_noted() -> None:
    finding = benign(pay("M", "D", 500_000, "2022-05-04", purpose="退还保证金", row="p2"))
    assert finding.tier == "signal" and against(finding) == {"p2"}


def test_a_loan_repaid_to_its_lender_is_only_noted_unless_the_lender_sues() -> None:
    payments = [
        pay("L", "D", 500_000, "2022-05-02", kind="loan"),
        pay("D", "L", 500_000, "2022-05-05", kind="repayment"),
    ]
    assert found(world(payments=payments))[0].tier == "signal"
    suit = ["kind=civil claimant=L defendant=D amount=500000 filed=2022-09-01"]
    assert found(world(payments=payments, court_cases=suit))[0].tier != "signal"


def test_a_bridge_is_only_noted() -> None:
    payments = [
        pay("D", "L", 500_000, "2022-05-02", kind="repayment"),
        pay("L", "D", 500_000, "2022-05-05", kind="loan"),
    ]
    assert found(world(payments=payments))[0].tier == "signal"


def test_trade_under_contract_must_be_checked_first() -> None:
    finding = benign(
        pay("M", "D", 450_000, "2022-05-04", kind="price"), contracts=["kind=sale from=D to=M date=2022-03-01 row=c1"]
    )
    assert finding.tier == "lead" and "c1" in against(finding)


def test_two_that_pay_each_other_all_the_time() -> None:
    def account(months: int) -> Finding:
        flow = [pay(a, b, 70_000, f"2022-{m:02}-10") for m in range(6, 6 + months) for a, b in (("D", "M"), ("M", "D"))]
        return benign(pay("M", "D", 450_000, "2022-05-04", kind="price"), *flow)

    assert (account(6).tier, account(5).tier) == ("lead", "fact")


def test_banks_wages_and_the_creditor_are_passed_by() -> None:
    bank = [pay("D", "BK", 500_000, "2022-05-02"), pay("BK", "D", 500_000, "2022-05-03")]
    assert not found(world(payments=bank, parties=["id=BK licence=bank"]))
    wages = [pay("D", "M", 500_000, "2022-05-02"), pay("M", "D", 500_000, "2022-05-03", kind="tax")]
    assert not found(world(payments=wages))
    owed = [pay("CR", "D", 500_000, "2022-05-02", kind="loan"), pay("D", "CR", 500_000, "2022-05-03")]
    assert not found(world(payments=owed))


def test_out_and_back_between_two_with_nothing_to_pay_for_is_a_lead() -> None:
    case = world(
        payments=[
            pay("D", "M", 500_000, "2022-05-02", kind="other"),
            pay("M", "D", 490_000, "2022-05-03", kind="other"),
        ]
    )
    assert found(case)[0].tier == "lead"


def test_a_statement_that_does_not_run_on_is_said_with_whom_to_ask() -> None:
    payments = [
        *(f"{line} balance_after={left}" for line, left in (
            (pay("D", "M", 800_000, "2022-05-02", kind="fee"), 200_000),
            (pay("B", "D", 780_000, "2022-05-04", kind="price"), 930_000),
        )),
        pay("M", "B", 790_000, "2022-05-03", label="m"),
    ]  # fmt: skip
    (finding,) = found(world(payments=payments))
    assert any("50,000" in note.en and "does not run on" in note.en for note in finding.notes)
    assert any("不连续" in g.what.zh for g in finding.gaps)


def test_old_money_is_a_lead_at_most() -> None:
    assert found(loan())[0].tier == "fact"
    payments = [pay("L", "D", 1_000_000, "2019-02-01", kind="loan"), pay("D", "Z", 900_000, "2019-02-02")]
    assert found(world(payments=payments, relations=KIN))[0].tier == "lead"


def test_without_bank_rows_it_could_not_look() -> None:
    assert not isinstance(TYPOLOGY.find(world()), list)


def test_where_the_money_lay_in_the_end_stands_by_three_rules() -> None:
    case = world(relations=KIN, payments=[
        pay("X", "M", 500_000, "2022-01-20"), pay("L", "D", 1_000_000, "2022-02-01", kind="loan"),
        pay("D", "M", 950_000, "2022-02-02"), pay("M", "Z", 900_000, "2022-02-03"),
    ])  # fmt: skip
    (note,) = [n for n in found(case)[0].notes if "pari passu" in n.en]
    # Z got 900,000 of 1,450,000: after 500,000 that was there before; as the last of it; or 95/145 of it.
    assert "Z 400,000 / 400,000 / 589,655.17" in note.en


def test_a_search_that_came_to_its_bound_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = flag(loan(), [TYPOLOGY.slug])
    assert whole.leads and whole.searched[0].note is None
    monkeypatch.setattr(queries.round_trips, "MOST_LOOKED", 1)
    cut = flag(loan(), [TYPOLOGY.slug])
    assert not cut.leads and cut.searched[0].state == "ran"
    assert cut.searched[0].note is not None and "stopped" in cut.searched[0].note.en


def test_money_followed_through_more_accounts_than_are_followed_says_so() -> None:
    onward = [pay("D", f"A{at}", 1_000, "2022-02-02", kind="other") for at in range(70)]
    more = world(payments=onward).payments
    short, long = found(loan())[0], found(replace(loan(), payments=(*loan().payments, *more)))[0]
    assert not any("60 accounts" in n.en for n in short.notes)
    assert any("60 accounts" in n.en and "60个账户" in n.zh for n in long.notes)
