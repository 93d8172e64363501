"""Security for a friend without money, and a lender's own."""

from __future__ import annotations

from graph.case import Case
from queries.flag import flag
from queries.lead import Finding
from queries.typologies.related_party_security import TYPOLOGY
from tests.world import against, rows, world

KIN = ["a=P b=F kind=controls row=k1", "a=P b=D kind=controls row=k2"]
PLEDGE = "asset=A kind=mortgage holder=F amount=900000 start=2022-09-01 row=e1"
ASSET = "id=A owner=D value=1000000 kind=real_estate row_id=a1"
BOOK = ["from=X to=D amount=9000 date=2022-05-15", "from=D to=Y amount=8000 date=2022-12-01"]


def found(case: Case) -> list[Finding]:
    result = TYPOLOGY.find(case)
    assert isinstance(result, list)
    return result


def secured(*more: str, line: str = PLEDGE, relations: list[str] | None = None, **tables: object) -> Case:
    held = {"assets": [ASSET], "relations": KIN if relations is None else relations} | tables
    return world(encumbrances=[line], payments=[*BOOK, *more], **held)  # type: ignore[arg-type]


def money(amount: int, day: str, kind: str = "loan") -> str:
    return f"from=F to=D amount={amount} date={day} kind={kind} row=p1"


def test_a_mortgage_for_a_related_holder_who_paid_nothing() -> None:
    (finding,) = found(secured())
    assert finding.tier == "strong" and finding.parties == ("D", "F")
    assert rows(finding) >= {"e1", "k1", "k2"}
    assert {"relation", "money", "timing", "price"} == finding.badges
    assert {"security", "preference", "related", "sham_form"} == finding.traits
    assert finding.route == "A"


def test_the_effect_on_the_queue_is_told_in_numbers() -> None:
    (finding,) = found(secured())
    assert "CNY 100,000" in finding.summary.zh and "CNY 1,000,000" in finding.summary.en
    assert finding.amount is not None and str(finding.amount.money) == "CNY 900,000"


def test_new_money_in_thirty_days_is_a_loan_like_any_other() -> None:
    assert not found(secured(money(900_000, "2022-08-02")))
    assert not found(secured(money(900_000, "2022-10-01")))
    (late,) = found(secured(money(900_000, "2022-10-02")))
    assert late.tier == "strong"


def test_the_sum_secured_may_be_one_and_a_half_times_the_money() -> None:
    assert not found(secured(money(600_000, "2022-09-02")))
    (finding,) = found(secured(money(599_999, "2022-09-02")))
    assert finding.tier == "strong" and "p1" in rows(finding) and "p1" in against(finding)


def test_security_for_an_old_debt() -> None:
    (finding,) = found(secured(contracts=["kind=loan from=F to=D amount=900000 date=2022-08-01 row=c1"]))
    assert "c1" in rows(finding) and "sham_form" not in finding.traits
    case = secured(
        contracts=["kind=loan from=F to=D date=2022-08-01 row=c1"], clock={"insolvency_accepted": "2023-05-01"}
    )
    assert "cn-insolvency-31-3" in {g.ground.id for g in flag(case, [TYPOLOGY.slug]).leads[0].grounds}
    young = found(secured(contracts=["kind=loan from=F to=D amount=900000 date=2022-08-02 row=c1"]))
    assert "c1" not in rows(young[0])


def test_another_debt_makes_it_a_guarantee() -> None:
    (finding,) = found(secured(contracts=["kind=loan from=F to=Q amount=900000 date=2022-09-01 row=c1"]))
    assert "guarantee" in finding.traits and "c1" in rows(finding)


def test_without_the_owners_statement_it_is_a_lead() -> None:
    case = world(encumbrances=[PLEDGE], assets=[ASSET], relations=KIN)
    (finding,) = found(case)
    assert finding.tier == "lead" and "money" not in finding.badges


def test_a_fresh_holder_without_money_and_one_a_day_older() -> None:
    def fresh(day: str) -> list[Finding]:
        return found(secured(relations=[], parties=[f"id=F kind=company incorporated={day}"]))

    (finding,) = fresh("2022-03-06")
    assert finding.tier == "strong" and "form" in finding.badges
    assert not fresh("2022-03-05")


def test_a_lender_that_nothing_ties_is_left_alone() -> None:
    assert not found(secured(relations=[]))
    assert not found(secured(parties=["id=F kind=company licence=bank"]))
    assert not found(secured(line=PLEDGE.replace("holder=F", "holder=CR")))
    assert not found(secured(line=PLEDGE + " status=released"))


def test_below_the_floor_nothing_is_said() -> None:
    assert found(secured(line=PLEDGE.replace("900000", "50000")))
    assert not found(secured(line=PLEDGE.replace("900000", "49999")))


def test_a_pledge_of_shares() -> None:
    line = "asset=equity:S:D kind=pledge holder=F amount=900000 start=2022-09-01 row=e1"
    (finding,) = found(secured(line=line, holdings=["owner=D company=S share=100%"]))
    assert "S" in finding.summary.en and any("不能计算" in n.zh for n in finding.notes)


def test_an_alleged_relation_caps_the_lead() -> None:
    case = secured(relations=[KIN[1], "a=P b=F kind=controls standing=alleged"])
    (lead,) = flag(case, [TYPOLOGY.slug]).leads
    assert (lead.tier, lead.standing) == ("lead", "alleged")


def test_without_encumbrances_it_could_not_look() -> None:
    assert not isinstance(TYPOLOGY.find(world()), list)
