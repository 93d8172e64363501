"""Straw holders: papers, money, offices, and who holds openly."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from graph.case import Case
from queries.flag import flag
from queries.lead import Finding
from queries.typologies.nominee_shareholder import TYPOLOGY
from tests.world import against, rows, world

HELD = "owner=H company=C share=60% start=2022-03-01 row=h"
PEOPLE = ["id=H kind=person name=韩某乙", "id=D kind=person", "id=C paid_capital=1000000"]
CAPITAL = "from=H to=C amount=600000 date=2022-03-10 kind=capital row=k"
FUNDED = "from=D to=H amount={} date={} row=f"
DIVIDEND = "from=C to=H amount=100000 date=2023-05-01 kind=dividend row=v"
RUN = "person=D company=C role=legal_representative row=o"
NIL = "company=C from=D to=H share=60% price=0 date=2022-03-01 row=t"
SERVES = "a=H b=D kind=employee row=e"


def found(case: Case) -> list[Finding]:
    result = TYPOLOGY.find(case)
    assert isinstance(result, list)
    return result


def case(*held: str, **more: object) -> Case:
    tables = {"holdings": [HELD, *held], "parties": PEOPLE, **more}
    return world(**tables)  # type: ignore[arg-type]


def tiers(*held: str, **more: object) -> list[str]:
    return [f.tier for f in found(case(*held, **more))]


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("relations", "a=H b=D kind=nominee_for row=n"),
        ("relations", "a=H b=D kind=nominee_for standing=found_by_court row=n"),
        ("contracts", "kind=nominee_agreement from=H to=D date=2022-02-20 row=n"),
        ("contracts", "kind=nominee_agreement from=D to=H asset=equity:C:H row=n"),
    ],
)
def test_a_paper_or_a_finding_is_a_fact_with_both_views_apart(table: str, line: str) -> None:
    (finding,) = found(case(**{table: [line]}))
    assert finding.tier == "fact" and finding.parties == ("H", "C", "D") and {"n", "h"} <= rows(finding)
    assert finding.route == "C" and finding.amount and str(finding.amount.money) == "CNY 0–600,000"
    assert ["60% of C" in n.en for n in finding.notes[:2]] == [True, True]
    assert finding.notes[0].en.startswith("as registered: ") and finding.notes[1].en.startswith("if proven: ")


def test_a_stake_recorded_as_nominee_with_its_beneficial_holder() -> None:
    nominee = HELD + " nature=nominee"
    behind = "owner=D company=C share=60% nature=beneficial row=b"
    (finding,) = found(world(holdings=[nominee, behind], parties=PEOPLE))
    assert finding.tier == "fact" and {"h", "b"} <= rows(finding)
    (dark,) = found(world(holdings=[nominee, "owner=D company=H share=10%"], parties=["id=C", "id=H"], debtor="C"))
    assert dark.tier == "lead" and dark.parties == ("H", "C") and "not on record" in dark.summary.en
    assert not found(world(holdings=[nominee], parties=PEOPLE))


def test_alleged_papers_cap_at_lead_and_never_pull_down_what_is_sure() -> None:
    alleged = "a=H b=D kind=nominee_for standing=alleged row=n"
    (lead,) = flag(case(relations=[alleged]), [TYPOLOGY.slug]).leads
    assert lead.tier == "lead" and lead.standing == "alleged"
    sure = {
        "payments": [
            CAPITAL,
            FUNDED.format(600000, "2022-03-09"),
            DIVIDEND,
            "from=H to=D amount=90000 date=2023-05-02 row=w",
        ]
    }
    (strong,) = flag(case(relations=[alleged, SERVES], **sure), [TYPOLOGY.slug]).leads
    assert strong.tier == "strong" and strong.standing == "recorded" and "n" not in rows(strong.finding)


def test_a_companys_controller_is_served_for_the_company() -> None:
    """The spouse of the one who controls D, in whose stead D paid: kin of a small holder of D is not D's own."""
    money = [CAPITAL, FUNDED.format(600000, "2022-03-09"), DIVIDEND, "from=H to=D amount=90000 date=2023-05-02 row=w"]
    firm = {
        "parties": ["id=H kind=person name=韩某乙", "id=D kind=company", "id=C paid_capital=1000000"],
        "payments": money,
    }
    kin = {"relations": ["a=P b=H kind=spouse row=e"]}
    (strong,) = found(case("owner=P company=D share=60% row=p", **firm, **kin))
    assert strong.tier == "strong" and strong.parties == ("H", "C", "D") and {"e", "p"} <= rows(strong)
    assert tiers("owner=P company=D share=50% row=p", **firm, **kin) == ["lead"]


@pytest.mark.parametrize(
    ("amount", "day", "told"),
    [
        (300_000, "2022-03-09", ["lead"]),
        (299_999, "2022-03-09", []),
        (600_000, "2022-02-08", ["lead"]),
        (600_000, "2022-02-07", []),
    ],
)
def test_half_of_the_capital_within_thirty_days(amount: int, day: str, told: list[str]) -> None:
    assert tiers(payments=[CAPITAL, FUNDED.format(amount, day)]) == told


def test_capital_paid_straight_in_the_holders_stead() -> None:
    direct = "from=D to=C amount=600000 date=2022-03-10 kind=capital {} row=k"
    assert tiers(payments=[direct.format("purpose=代韩某乙出资")]) == ["lead"]
    assert tiers(payments=[direct.format("")]) == []
    with_sum = HELD + " paid=600000"
    assert [f.tier for f in found(world(holdings=[with_sum], parties=PEOPLE, payments=[direct.format("")]))] == ["lead"]
    own = world(holdings=[with_sum, "owner=D company=C share=40%"], parties=PEOPLE, payments=[direct.format("")])
    assert not found(own)


def test_a_price_paid_by_another() -> None:
    sale = "company=C from=S to=H share=60% price=800000 date=2022-03-01 row=t"
    for sum_, told in ((400_000, ["lead"]), (399_999, [])):
        pays = f"from=D to=S amount={sum_} date=2022-03-02 kind=price row=p"
        assert tiers(share_transfers=[sale], payments=[pays]) == told


@pytest.mark.parametrize(
    ("amount", "day", "told"),
    [(80_000, "2023-05-08", ["lead"]), (79_999, "2023-05-08", []), (80_000, "2023-05-09", [])],
)
def test_four_fifths_of_a_dividend_within_seven_days(amount: int, day: str, told: list[str]) -> None:
    assert tiers(payments=[DIVIDEND, f"from=H to=D amount={amount} date={day} row=w"]) == told


def test_three_with_money_are_strong_two_are_a_lead() -> None:
    money = [CAPITAL, FUNDED.format(600000, "2022-03-09")]
    (strong,) = found(case(payments=money, roles=[RUN], relations=[SERVES]))
    assert (
        strong.tier == "strong"
        and {"k", "f", "o", "e", "h"} <= rows(strong)
        and strong.badges == {"money", "form", "relation"}
    )
    assert tiers(payments=money, roles=[RUN]) == ["lead"]


def test_weak_signs_need_two_and_one_alone_is_background_or_nothing() -> None:
    assert tiers(roles=[RUN], share_transfers=[NIL]) == ["lead"]
    assert tiers(roles=[RUN], relations=[SERVES]) == ["lead"]
    assert tiers(share_transfers=[NIL]) == ["signal"]
    assert tiers(roles=[RUN]) == [] and tiers(relations=[SERVES]) == []


def test_a_majority_without_office_beside_another_in_charge() -> None:
    less = world(holdings=[HELD.replace("60%", "49.99%")], parties=PEOPLE, roles=[RUN], relations=[SERVES])
    assert not found(less)
    half = world(holdings=[HELD.replace("60%", "50%")], parties=PEOPLE, roles=[RUN], relations=[SERVES])
    assert [f.tier for f in found(half)] == ["lead"]
    assert tiers(roles=[RUN, "person=H company=C role=director"], relations=[SERVES]) == []
    backed = ["kind=loan from=BK to=C row=l", "kind=guarantee from=D to=BK row=g"]
    (finding,) = found(case(contracts=backed, relations=[SERVES]))
    assert finding.tier == "lead" and {"l", "g"} <= rows(finding)


def test_filings_replaced_within_a_year_count_beside_another_sign() -> None:
    filed = "party=C item=filing before=韩某乙 after=王某 date={} note=受益所有人备案"
    twice = [filed.format("2023-01-01"), filed.format("2023-12-31")]
    assert tiers(changes=twice) == [] and tiers(changes=twice, share_transfers=[NIL]) == ["lead"]
    assert tiers(changes=[twice[0], filed.format("2024-01-01")], share_transfers=[NIL], as_of="2024-02-01") == [
        "signal"
    ]
    assert tiers(changes=[twice[0].replace("备案", "备案倒签")], share_transfers=[NIL]) == ["lead"]


def test_ten_firms_of_three_trades_all_run_by_the_same() -> None:
    def many(firms: int, trades: int) -> Sequence[str]:
        names = [f"F{n}" for n in range(firms - 1)]
        held = [f"owner=H company={n} share=100%" for n in names]
        run = [RUN, *(f"person=D company={n} role=legal_representative" for n in names)]
        parties = [*PEOPLE[:2], *(f"id={n} industry=t{i % trades}" for i, n in enumerate(["C", *names]))]
        return [
            f.tests[6].outcome
            for f in found(world(holdings=[HELD, *held], roles=run, relations=[SERVES], parties=parties))
        ][:1]

    assert many(10, 3) == ["met"]
    assert many(9, 3) == ["unknown"] and many(10, 2) == ["unknown"]


@pytest.mark.parametrize("kin", ["spouse", "child"])
def test_a_family_firm_is_background(kin: str) -> None:
    assert tiers(roles=[RUN], relations=[f"a=H b=D kind={kin}"]) == ["signal"]


@pytest.mark.parametrize(
    "change",
    [
        {"parties": ["id=H licence=clearing_nominee", *PEOPLE[1:]]},
        {"parties": ["id=H kind=trust", *PEOPLE[1:]]},
        {"parties": ["id=H kind=fund", *PEOPLE[1:]]},
        {"parties": ["id=H state_owned=yes", *PEOPLE[1:]]},
        {"holdings": [HELD + " nature=employee_plan"]},
        {"holdings": [HELD + " nature=limited_partner"]},
        {"holdings": [HELD.replace("start=2022-03-01", "start=2018-01-01 end=2020-01-01")]},
    ],
    ids=["clearing nominee", "trust", "fund", "state", "employee plan", "limited partner", "long ended"],
)
def test_who_holds_openly_is_never_looked_at(change: dict[str, list[str]]) -> None:
    tables = {
        "payments": [CAPITAL, FUNDED.format(600000, "2022-03-09")],
        "relations": ["a=H b=D kind=nominee_for"],
        "roles": [RUN],
    }
    assert not found(case(**{**tables, **change}))


@pytest.mark.parametrize(
    ("standing", "told"), [("found_by_court", ["fact"]), ("admitted", ["fact"]), ("recorded", []), ("alleged", [])]
)
def test_a_trust_stake_that_a_court_found_to_be_anothers_is_told(standing: str, told: list[str]) -> None:
    trusted = world(
        holdings=[HELD + " nature=trust"],
        parties=PEOPLE,
        relations=[f"a=H b=D kind=nominee_for standing={standing} row=n"],
        roles=["person=D company=C role=legal_representative row=o"],
    )
    seen = found(trusted)
    assert [f.tier for f in seen] == told
    assert all({"n", "h"} <= rows(f) and "S3" not in str(f.tests[2].value) for f in seen)
    hub = [*PEOPLE[1:], "id=H kind=company licence=clearing_nominee"]
    assert not found(
        world(holdings=[HELD], parties=hub, relations=["a=H b=D kind=nominee_for standing=found_by_court"])
    )


def test_a_parent_that_pays_for_its_subsidiary_is_no_principal() -> None:
    money = [CAPITAL, FUNDED.format(600000, "2022-03-09")]
    parties = ["id=H", "id=D", "id=C"]
    assert not found(world(holdings=[HELD, "owner=D company=H share=80%"], payments=money, parties=parties))
    assert found(world(holdings=[HELD, "owner=D company=H share=20%"], payments=money, parties=parties))


def test_the_debtor_stands_for_its_companies() -> None:
    money = [CAPITAL, "from=S to=H amount=600000 date=2022-03-09 row=f"]
    (finding,) = found(case("owner=D company=S share=100% row=s", payments=money, roles=[RUN], relations=[SERVES]))
    assert finding.tier == "strong" and finding.parties == ("H", "C", "D") and "s" in rows(finding)


def test_the_debtor_as_holder_and_as_the_firm_held() -> None:
    (holder,) = found(world(holdings=["owner=D company=C share=60%"], relations=["a=D b=Z kind=nominee_for"]))
    assert holder.route == "A" and "objection" in holder.notes[-1].en
    (firm,) = found(world(holdings=["owner=H company=D share=60%"], relations=["a=H b=Z kind=nominee_for"]))
    assert firm.route == "E"
    assert not found(world(holdings=["owner=H company=C share=60%"], relations=["a=H b=Z kind=nominee_for"]))


def test_own_money_is_shown_against() -> None:
    (finding,) = found(case(payments=[CAPITAL], roles=[RUN], share_transfers=[NIL]))
    assert "k" in against(finding)


def test_grounds_follow_the_signs_and_the_law_of_the_day() -> None:
    (lead,) = flag(case(relations=["a=H b=D kind=nominee_for"]), [TYPOLOGY.slug]).leads
    ids = {g.ground.id for g in lead.grounds}
    assert {"cn-company-int3-24-26", "cn-civil-535"} <= ids and "cn-civil-538" not in ids
    (free,) = flag(case(share_transfers=[NIL], roles=[RUN]), [TYPOLOGY.slug]).leads
    assert "cn-civil-538" in {g.ground.id for g in free.grounds}


def test_without_holdings_it_could_not_look() -> None:
    assert not isinstance(TYPOLOGY.find(world(roles=[RUN])), list)
