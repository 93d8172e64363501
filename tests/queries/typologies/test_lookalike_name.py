"""A like name that was paid: what was due, who differs, who is tied."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.case import Case
from queries.flag import flag
from queries.lead import Finding
from queries.typologies.lookalike_name import TYPOLOGY
from tests.world import rows, world

REAL = "id=R name=宏达国际贸易发展集团有限公司 jurisdiction=CN"
VEHICLE = "id=V name='{}' jurisdiction={}"
SALE = "kind=sale from=R to=D date=2022-05-01 row=c"
PAID = "from=D to=V amount={} date={} kind=price row=p"
SAME = "宏达国际贸易发展集团有限公司"


def found(case: Case) -> list[Finding]:
    result = TYPOLOGY.find(case)
    assert isinstance(result, list)
    return result


def case(name: str = SAME, place: str = "HK", amount: int = 600_000, day: str = "2022-06-01", **more: object) -> Case:
    tables = {
        "parties": [REAL, VEHICLE.format(name, place)],
        "contracts": [SALE],
        "payments": [PAID.format(amount, day)],
        **more,
    }
    return world(**tables)  # type: ignore[arg-type]


def tiers(*args: str, **more: object) -> list[str]:
    return [f.tier for f in found(case(*args, **more))]  # type: ignore[arg-type]


def test_money_due_to_the_real_one_and_paid_to_its_double_is_strong() -> None:
    (finding,) = found(case())
    assert finding.tier == "strong" and finding.parties == ("D", "V", "R") and {"p", "c", "R", "V"} <= rows(finding)
    assert (
        finding.badges == {"form", "money"} and str(finding.amount.money) == "CNY 600,000" if finding.amount else False
    )
    (lead,) = flag(case(), [TYPOLOGY.slug]).leads
    assert [g.ground.id for g in lead.grounds] == ["cn-civil-985"]


@pytest.mark.parametrize(
    ("name", "told"),
    [("鸿达国际贸易发展集团有限公司", ["strong"]), ("鸿达国际商贸发展集团有限公司", []), ("宏達國際貿易發展集團有限公司", ["strong"]),
     ("(香港)宏达国际贸易发展集团股份有限公司", ["strong"]), ("Hongda International Trading Ltd", [])],
)  # fmt: skip
def test_the_line_of_likeness_and_what_is_stripped(name: str, told: list[str]) -> None:
    assert tiers(name) == told


def test_a_recorded_likeness_stands_for_the_letters() -> None:
    assert tiers("远山", relations=["a=V b=R kind=similar_name row=s"]) == ["strong"]
    (alleged,) = flag(case("远山", relations=["a=V b=R kind=similar_name standing=alleged"]), [TYPOLOGY.slug]).leads
    assert alleged.tier == "lead" and alleged.standing == "alleged"


@pytest.mark.parametrize(("amount", "told"), [(50_000, ["strong"]), (49_999, [])])
def test_the_floor(amount: int, told: list[str]) -> None:
    assert tiers(amount=amount) == told


def test_a_name_without_money_due_is_never_told() -> None:
    assert tiers(contracts=[]) == []
    assert tiers(day="2022-04-30") == [] and tiers(day="2022-05-01") == ["strong"]
    assert tiers(contracts=[SALE.replace("kind=sale", "kind=guarantee")]) == []
    assert tiers(payments=["from=D to=V amount=600000 date=2022-06-01 kind=salary"]) == []


def test_claims_earlier_payments_and_undated_contracts() -> None:
    suit = ["kind=civil claimant=R defendant=D filed=2022-05-01 row=k"]
    (finding,) = found(case(contracts=[], court_cases=suit))
    assert finding.tier == "strong" and "k" in rows(finding)
    before = ["from=D to=R amount=1000 date=2022-01-01 kind=price row=e", PAID.format(600_000, "2022-06-01")]
    assert tiers(contracts=[], payments=before) == ["lead"]
    assert tiers(contracts=[SALE.replace("date=2022-05-01 ", "")]) == ["lead"]


def test_the_debtor_as_the_real_one() -> None:
    parties = [REAL.replace("id=R", "id=D"), VEHICLE.format(SAME, "VG")]
    sale = ["kind=sale from=D to=X date=2022-05-01 row=c"]
    (finding,) = found(
        world(parties=parties, contracts=sale, payments=["from=X to=V amount=600000 date=2022-06-01 row=p"])
    )
    assert finding.tier == "strong" and finding.parties == ("X", "V", "D")
    far = [REAL, VEHICLE.format(SAME, "VG")]
    assert not found(
        world(parties=far, contracts=["kind=sale from=R to=X"], payments=["from=X to=V amount=600000 date=2022-06-01"])
    )


def test_two_records_that_cannot_be_told_apart_are_a_signal() -> None:
    assert tiers(place="CN") == ["signal"] and tiers(place="") == ["signal"]
    whole = case(place="CN")
    ids = {p: replace(whole.parties[p], identifiers=(f"cn-uscc:{p}",)) for p in ("V", "R")}
    assert [f.tier for f in found(replace(whole, parties={**whole.parties, **ids}))] == ["strong"]


def test_a_contract_of_its_own_is_a_lead() -> None:
    assert tiers(contracts=[SALE, "kind=service from=V to=D date=2022-05-01"]) == ["lead"]


@pytest.mark.parametrize(
    "tie",
    [
        {"holdings": ["owner=R company=V share=20%"]},
        {"holdings": ["owner=V company=M share=60%", "owner=M company=R share=60%"]},
        {"holdings": ["owner=T company=V share=60%", "owner=T company=R share=60%"]},
        {"relations": ["a=V b=R kind=branch_of"]},
        {"relations": ["a=V b=R kind=agent"]},
        {"contracts": [SALE, "kind=service from=R to=V note=特许经营"]},
        {"contracts": [SALE, "kind=other from=R to=V note=债权转让"]},
    ],
    ids=["held", "held from above", "one group", "branch", "agent", "franchise", "assignment"],
)
def test_groups_branches_franchises_and_agents_stay_quiet(tie: dict[str, list[str]]) -> None:
    assert tiers(**tie) == []


def test_a_branch_by_name_or_kind_and_licensed_payees_stay_quiet() -> None:
    assert tiers(SAME + "上海分公司", relations=["a=V b=R kind=similar_name"]) == []
    for more in ("kind=branch", "licence=payment_institution"):
        assert tiers(parties=[REAL, VEHICLE.format(SAME, "HK") + " " + more]) == []


def test_money_passed_on_to_the_real_one_stays_quiet() -> None:
    for amount, told in ((300_000, []), (299_999, ["strong"])):
        on = [PAID.format(600_000, "2022-06-01"), f"from=V to=R amount={amount} date=2022-06-05"]
        assert tiers(payments=on) == told


def test_a_former_name_of_one_party_stays_quiet_unless_identifiers_differ() -> None:
    whole = case("远山贸易", relations=["a=V b=R kind=similar_name"])
    renamed = replace(whole.parties["V"], other_names=(SAME,))
    assert not found(replace(whole, parties={**whole.parties, "V": renamed}))
    ids = {
        "V": replace(renamed, identifiers=("cn-uscc:V",)),
        "R": replace(whole.parties["R"], identifiers=("cn-uscc:R",)),
    }
    assert found(replace(whole, parties={**whole.parties, **ids}))


def test_a_tie_of_payer_and_payee_is_a_third_family() -> None:
    office = ["person=P company=D role=director row=o1", "person=P company=V role=director row=o2"]
    (finding,) = found(case(roles=office))
    assert "relation" in finding.badges and {"o1", "o2"} <= rows(finding)


def test_without_payments_it_could_not_look() -> None:
    assert not isinstance(TYPOLOGY.find(world(contracts=[SALE])), list)
