"""Things in a relative's name: money, use, time, and own means."""

from __future__ import annotations

import pytest

from graph.case import Case
from queries.flag import flag
from queries.lead import Finding
from queries.typologies.relative_proxy_holding import TYPOLOGY
from tests.world import against, rows, world

PEOPLE = ["id=D kind=person", "id=W kind=person", "id=S"]
KIN = ["a=W b=D kind=spouse row=k"]
HOUSE = "id=HOUSE-1 kind=real_estate name=示例花园3栋301室 owner=W value=2000000 start=2022-06-01 row=h"
DEED = "asset=HOUSE-1 from=S to=W price=2000000 date=2022-06-01 row=d"
MONEY = "from=D to=S amount={} date={} kind=price row=p"


def found(case: Case) -> list[Finding]:
    result = TYPOLOGY.find(case)
    assert isinstance(result, list)
    return result


def case(*payments: str, **more: object) -> Case:
    tables = {
        "parties": PEOPLE,
        "relations": KIN,
        "assets": [HOUSE],
        "asset_transfers": [DEED],
        "payments": payments,
        **more,
    }
    return world(**tables)  # type: ignore[arg-type]


def tiers(*payments: str, **more: object) -> list[str]:
    return [f.tier for f in found(case(*payments, **more))]


@pytest.mark.parametrize(("amount", "told"), [(1_000_000, ["strong"]), (999_999, [])])
def test_half_of_the_price_to_the_seller_is_strong(amount: int, told: list[str]) -> None:
    seen = found(case(MONEY.format(amount, "2022-06-10")))
    assert [f.tier for f in seen] == told
    for finding in seen:
        assert finding.parties == ("W", "D") and {"h", "d", "p", "k"} <= rows(finding) and finding.route == "C"
        assert finding.badges == {"money", "relation", "timing"} and "R4" in finding.summary.en


@pytest.mark.parametrize(
    ("payee", "day", "told"),
    [("S", "2022-03-03", ["strong"]), ("S", "2022-03-02", []), ("S", "2023-12-31", ["strong"]), ("S", "2024-06-01", []),
     ("W", "2022-03-03", ["strong"]), ("W", "2022-03-02", []), ("W", "2022-07-01", ["strong"]), ("W", "2022-07-02", [])],
)  # fmt: skip
def test_the_days_to_the_seller_and_to_the_holder(payee: str, day: str, told: list[str]) -> None:
    assert tiers(f"from=D to={payee} amount=2000000 date={day} kind=other", as_of="2024-12-31") == told


@pytest.mark.parametrize(
    ("paid", "told"),
    [("2022-06", ["strong"]), ("2022", ["lead"]), ("2022-03", ["lead"]), ("2022-02", []), ("2021", [])],
)
def test_a_month_or_a_year_counts_as_far_as_it_is_sure(paid: str, told: list[str]) -> None:
    """Paid in a month that lies in the window: sure; in a month or year that only meets it: a lead; outside: nothing."""
    assert tiers(MONEY.format(2_000_000, paid)) == told
    assert tiers(MONEY.format(2_000_000, "2022-06") + " date_to=2022-12-01 count=3") == []


def test_money_to_a_third_hand_counts_where_the_row_names_the_thing() -> None:
    line = "from=D to=AGENT amount=2000000 date=2022-06-01 kind=other purpose={} row=p"
    assert tiers(line.format("示例花园3栋301室房款")) == ["strong"]
    assert tiers(line.format("往来款")) == []


def test_use_or_upkeep_alone_is_a_lead_a_relation_alone_is_nothing() -> None:
    assert tiers() == []
    assert tiers(relations=[*KIN, "a=D b=HOUSE-1 kind=uses row=u"]) == ["lead"]
    (finding,) = found(case(relations=[*KIN, "a=D b=HOUSE-1 kind=pays_for row=u"]))
    assert finding.tier == "lead" and {"u", "k", "h"} <= rows(finding) and "use or upkeep" in finding.tier_why.en
    assert tiers("from=D to=INS amount=9000 date=2023-06-10 kind=fee purpose=示例花园3栋301室物业费") == ["lead"]


def test_money_or_use_without_a_recorded_relation_is_nothing() -> None:
    assert tiers(MONEY.format(2000000, "2022-06-10"), relations=[]) == []
    other = ["a=W b=X kind=spouse"]
    assert tiers(MONEY.format(2000000, "2022-06-10"), relations=other) == []
    assert tiers(relations=["a=D b=HOUSE-1 kind=uses"]) == []


@pytest.mark.parametrize("tie", ["a=W b=D kind=employee", "a=W b=D kind=associate", "a=D b=W kind=parent"])
def test_recorded_employees_associates_and_kin(tie: str) -> None:
    assert tiers(MONEY.format(1500000, "2022-06-10"), relations=[tie]) == ["strong"]


def test_an_officer_of_a_debtor_firm_and_kin_of_its_controller() -> None:
    firm = {
        "parties": ["id=D", "id=W kind=person", "id=S", "id=X kind=person"],
        "holdings": ["owner=X company=D share=100% row=o"],
    }
    money = MONEY.format(1500000, "2022-06-10")
    assert tiers(money, relations=["a=W b=X kind=child row=k"], **firm) == ["strong"]
    (finding,) = found(case(money, relations=[], roles=["person=W company=D role=employee row=e"], **firm))
    assert finding.tier == "strong" and "e" in rows(finding)


def test_the_window_of_thirty_six_months() -> None:
    for day, told in (("2019-01-10", ["strong"]), ("2019-01-09", [])):
        old = {"assets": [HOUSE.replace("2022-06-01", day)], "asset_transfers": [DEED.replace("2022-06-01", day)]}
        assert tiers(MONEY.format(2000000, day), **old) == told


def test_an_undated_purchase_and_an_unknown_price_are_leads() -> None:
    no_day = {"assets": [HOUSE.replace(" start=2022-06-01", "")], "asset_transfers": []}
    assert tiers("from=D to=AGENT amount=2000000 date=2022-06-01 kind=price purpose=示例花园3栋301室", **no_day) == [
        "lead"
    ]
    no_price = {
        "assets": [HOUSE.replace(" value=2000000", "")],
        "asset_transfers": [DEED.replace(" price=2000000", "")],
    }
    assert tiers(MONEY.format(2000000, "2022-06-10"), **no_price) == ["lead"]
    partial = {"assets": [HOUSE.replace("2022-06-01", "2019")], "asset_transfers": []}
    assert tiers("from=D to=W amount=2000000 date=2019-06-01 kind=other", **partial) == ["lead"]


def test_money_lent_and_half_paid_back_is_a_lead_own_means_stand_against() -> None:
    for back, tier in ((1_000_000, "lead"), (999_999, "strong")):
        money = [MONEY.format(2000000, "2022-06-10"), f"from=W to=D amount={back} date=2022-09-01 kind=repayment row=b"]
        (finding,) = found(case(*money))
        assert finding.tier == tier and "b" in against(finding)
    wages = "from=E to=W amount=30000 date=2022-05-01 kind=salary row=w"
    lease = ["kind=lease from=W to=D asset=HOUSE-1 row=l"]
    (seen,) = found(case(MONEY.format(1500000, "2022-06-10"), wages, contracts=lease))
    assert {"w", "l"} <= against(seen)


def test_wages_and_trade_of_the_debtor_are_no_purchase_money() -> None:
    assert tiers("from=D to=W amount=2000000 date=2022-05-20 kind=salary") == []
    assert tiers("from=D to=W amount=2000000 date=2022-05-20 kind=price") == []


def test_one_sum_pays_one_thing() -> None:
    second = (
        HOUSE.replace("HOUSE-1", "HOUSE-2")
        .replace("301室", "302室")
        .replace("row=h", "row=h2")
        .replace("2022-06-01", "2022-06-02")
    )
    both = {"assets": [HOUSE, second], "asset_transfers": []}
    assert tiers("from=D to=W amount=2000000 date=2022-05-20 kind=other", **both) == ["strong"]


def test_names_alone_are_said_and_relied_on() -> None:
    parties = ["id=D", "id=W kind=person", "id=X kind=person"]
    office = ["person=X company=D role=director row=o"]
    (finding,) = found(
        case(
            MONEY.format(2000000, "2022-06-10"),
            parties=parties,
            relations=["a=Z b=Y kind=spouse"],
            roles=office,
            perhaps=[("W", "X")],
        )
    )
    assert finding.relies_on and "possible same person" in finding.summary.en
    (lead,) = flag(
        case(
            MONEY.format(2000000, "2022-06-10"),
            parties=parties,
            relations=["a=Z b=Y kind=spouse"],
            roles=office,
            perhaps=[("W", "X")],
        ),
        [TYPOLOGY.slug],
    ).leads
    assert lead.tier == "lead"


def test_gifts_of_the_debtor_itself_banks_and_the_creditor_are_other_matters() -> None:
    assert tiers(MONEY.format(2000000, "2022-06-10"), asset_transfers=[DEED.replace("from=S", "from=D")]) == []
    assert tiers(MONEY.format(2000000, "2022-06-10"), creditor="W") == []
    assert tiers(MONEY.format(2000000, "2022-06-10"), parties=["id=D kind=person", "id=W licence=bank"]) == []


def test_grounds_of_gift_and_of_spouses() -> None:
    (lead,) = flag(case(MONEY.format(2000000, "2022-06-10")), [TYPOLOGY.slug]).leads
    ids = {g.ground.id for g in lead.grounds}
    assert {"cn-civil-538", "cn-civil-1064", "cn-seizure-12"} <= ids
    (alleged,) = flag(
        case(MONEY.format(2000000, "2022-06-10"), relations=[KIN[0] + " standing=alleged"]), [TYPOLOGY.slug]
    ).leads
    assert alleged.tier == "lead" and alleged.standing == "alleged"


def test_without_titles_or_relations_it_could_not_look() -> None:
    assert not isinstance(TYPOLOGY.find(world(relations=KIN)), list)
    assert not isinstance(TYPOLOGY.find(world(assets=[HOUSE])), list)
