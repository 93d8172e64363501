"""Friendly claimants, and claimants who only look so."""

from __future__ import annotations

from graph.case import Case
from queries.flag import flag
from queries.lead import Finding
from queries.typologies.sham_litigation import TYPOLOGY
from tests.world import against, rows, world

KIN = ["a=P b=L kind=controls row=k1", "a=P b=D kind=controls row=k2"]
SUIT = "kind=civil claimant=L defendant=D amount=1000000 filed=2022-09-01 closed=2022-09-20 outcome=settlement cause=借款 row=s1"
LOAN = "from=L to=D amount=1000000 date=2022-02-01 kind=loan row=p1"
TRADE = ["from=X to=D amount=9000 date=2022-01-15", "from=D to=Y amount=8000 date=2022-03-01"]


def found(case: Case) -> list[Finding]:
    result = TYPOLOGY.find(case)
    assert isinstance(result, list)
    return result


def suit(
    line: str = SUIT, payments: list[str] | None = None, relations: list[str] | None = None, **tables: object
) -> Case:
    held = TRADE if payments is None else payments
    return world(court_cases=[line], payments=held, relations=KIN if relations is None else relations, **tables)  # type: ignore[arg-type]


def test_a_related_claimant_whose_loan_no_statement_shows() -> None:
    (finding,) = found(suit())
    assert finding.tier == "fact"
    assert finding.parties[:2] == ("L", "D")
    assert rows(finding) >= {"s1", "k1", "k2"}
    assert "符合虚假诉讼特征，待法院认定" in finding.summary.zh and "for the court" in finding.summary.en
    assert {"money", "relation", "timing"} <= finding.badges
    assert {"court_document", "sham_form", "related"} <= finding.traits


def test_a_loan_that_went_back_to_the_claimants_side() -> None:
    back = "from=D to=L amount=600000 date=2022-02-02 row=p2"
    (finding,) = found(suit(payments=[*TRADE, LOAN, back]))
    assert finding.tier == "fact" and {"p1", "p2"} <= rows(finding)
    less = "from=D to=L amount=499999 date=2022-02-02 row=p2"
    assert found(suit(payments=[*TRADE, LOAN, less]))[0].tier == "signal"


def test_a_shareholders_loan_with_bank_proof_is_only_noted() -> None:
    (finding,) = found(suit(payments=[*TRADE, LOAN]))
    assert finding.tier == "signal" and "p1" in against(finding)
    part = LOAN.replace("1000000", "799999")
    assert found(suit(payments=[*TRADE, part]))[0].tier != "signal"


def test_a_trickle_of_money_counts_as_none_and_a_tenth_does_not() -> None:
    def tier(amount: int) -> str:
        return found(suit(payments=[*TRADE, LOAN.replace("1000000", str(amount))]))[0].tier

    assert (tier(99_999), tier(100_000)) == ("fact", "lead")


def test_without_the_defendants_statement_nothing_is_missing() -> None:
    (finding,) = found(suit(payments=[]))
    assert "J3" not in finding.summary.zh and finding.tier == "lead"


def test_three_signals_with_a_relation_are_strong_and_two_are_not() -> None:
    assets = ["id=A owner=D value=2000000 kind=real_estate"]
    (finding,) = found(suit(payments=[], assets=assets))
    assert finding.tier == "strong"
    assert found(suit(payments=[], assets=[assets[0].replace("2000000", "2000001")]))[0].tier == "lead"


def test_a_settlement_after_31_days_is_not_quick() -> None:
    def quick(day: str) -> bool:
        return "J1" in found(suit(SUIT.replace("2022-09-20", day)))[0].summary.en

    assert quick("2022-10-01") and not quick("2022-10-02")


def test_filed_before_the_debt_was_near_due() -> None:
    def in_time(day: str) -> bool:
        case = suit(SUIT.replace("2022-09-01", day).replace(" closed=2022-09-20", ""), clock={"due": "2022-12-01"})
        return "J4" in found(case)[0].summary.en

    assert in_time("2022-09-01") and not in_time("2022-08-31")


def test_an_independent_claimant_is_left_alone() -> None:
    assert not found(suit(payments=[*TRADE, LOAN], relations=[]))
    assert not found(suit(SUIT.replace("cause=借款", "cause=买卖"), relations=[]))
    (finding,) = found(suit(relations=[]))
    assert finding.tier == "lead"


def test_banks_wages_the_creditor_and_lost_suits_are_left_alone() -> None:
    assert not found(suit(parties=["id=L licence=bank"]))
    assert not found(suit(SUIT.replace("cause=借款", "cause=劳动报酬")))
    assert not found(suit(SUIT.replace("claimant=L", "claimant=CR")))
    assert not found(suit(SUIT.replace("outcome=settlement", "outcome=dismissed")))


def test_one_agent_for_both_sides_and_an_asset_in_payment() -> None:
    agent = [*KIN, "a=W b=L kind=agent row=g1", "a=W b=D kind=agent row=g2"]
    given = ["asset=A from=D to=L consideration=debt date=2022-10-01 row=t1"]
    (finding,) = found(suit(relations=agent, asset_transfers=given, payments=[]))
    assert finding.tier == "strong"
    assert {"g1", "g2", "t1"} <= rows(finding) and "preference" in finding.traits


def test_an_alleged_relation_caps_the_lead() -> None:
    (lead,) = flag(suit(relations=[KIN[1], "a=P b=L kind=controls standing=alleged"]), [TYPOLOGY.slug]).leads
    assert (lead.tier, lead.standing) == ("lead", "alleged")


def test_the_grounds_are_suits_and_never_a_demand() -> None:
    (lead,) = flag(suit(), [TYPOLOGY.slug]).leads
    assert {"cn-procedure-59", "cn-procedure-115", "cn-crime-307-1"} <= {g.ground.id for g in lead.grounds}
    assert lead.route == "E" and "恶意" not in lead.finding.summary.zh


def test_without_court_cases_it_could_not_look() -> None:
    assert not isinstance(TYPOLOGY.find(world()), list)
