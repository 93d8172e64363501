"""Old firm and new: people and place, name, assets; and sales."""

from __future__ import annotations

import pytest

from graph.case import Case
from queries.flag import flag
from queries.lead import Finding
from queries.typologies.phoenix_company import TYPOLOGY
from tests.world import rows, world

CLOCK = {"judgment": "2023-01-10"}
DOOR = "address=上海市浦东新区示例路88号2号楼301室"
OLD = "id=D name=上海宏达建筑工程有限公司 incorporated=2010-01-01 status=存续"
NEW = "id=N name={} incorporated={}"
ROLES = ["person=P company=D role=legal_representative row=r1", "person=P company=N role=director row=r2"]
SAME, OTHER = "上海宏达装饰有限公司", "上海远山门窗有限公司"


def found(case: Case) -> list[Finding]:
    result = TYPOLOGY.find(case)
    assert isinstance(result, list)
    return result


def pair(name: str = SAME, born: str = "2023-02-01", new: str = "", old: str = "", **more: object) -> Case:
    parties = [f"{OLD} {old}", f"{NEW.format(name, born)} {new}", *more.pop("extra", [])]  # type: ignore[misc]
    tables = {"parties": parties, "roles": ROLES, "clock": CLOCK, **more}
    return world(**tables)  # type: ignore[arg-type]


def tiers(*args: str, **more: object) -> list[str]:
    return [f.tier for f in found(pair(*args, **more))]  # type: ignore[arg-type]


TRADE = {"old": "industry=E47", "new": "industry=E47"}
PLACE = {"old": f"industry=E47 {DOOR}", "new": f"industry=E47 {DOOR}"}


def test_three_of_eight_are_a_lead_four_are_strong() -> None:
    (finding,) = found(pair(**TRADE))
    assert finding.tier == "lead" and finding.parties == ("D", "N", "P") and {"r1", "r2", "D", "N"} <= rows(finding)
    assert finding.badges == {"relation", "form", "timing"} and "3 things in common" in finding.summary.en
    assert tiers(**PLACE) == ["strong"]
    assert tiers() == []


def test_without_people_or_without_place_name_and_assets_it_is_nothing() -> None:
    assert tiers(roles=ROLES[:1], **PLACE) == []
    phone = {
        "old": "industry=E47 phone=021-5550101 _phone=02155550101",
        "new": "industry=E47 phone=021-5550101 _phone=02155550101",
    }
    assert tiers(OTHER, **phone) == []
    assert tiers(**phone) == ["strong"]


@pytest.mark.parametrize(
    ("born", "told"),
    [("2022-01-10", ["lead"]), ("2022-01-09", []), ("2024-07-09", ["lead"]), ("2024-07-10", []), ("2023", ["lead"])],
)
def test_the_window_from_twelve_months_before_to_eighteen_after(born: str, told: list[str]) -> None:
    assert tiers(SAME, born, as_of="2025-01-01", **TRADE) == told


def test_unknown_days_are_at_most_a_lead() -> None:
    assert tiers(SAME, "", **{**PLACE, "parties": [f"{OLD} {PLACE['old']}", f"id=N name={SAME} {PLACE['new']}"]}) == [
        "lead"
    ]
    undated = {
        "clock": {},
        "parties": [
            f"id=D name=上海宏达建筑工程有限公司 status=吊销 {PLACE['old']}",
            f"{NEW.format(SAME, '2023-02-01')} {PLACE['new']}",
        ],
    }
    assert tiers(**undated) == ["lead"]


def test_a_firm_that_did_not_fail_leaves_no_phoenix() -> None:
    assert tiers(clock={}, **PLACE) == []
    for line in (
        "kind=enforcement filed=2023-01-10 defendant=D row=c",
        "kind=terminated_enforcement terminated_on=2023-01-10 defendant=D row=c",
    ):
        (finding,) = found(pair(clock={}, court_cases=[line], **PLACE))
        assert finding.tier == "strong" and "c" in rows(finding)
    gone = ["party=D item=status after=注销 date=2023-03-01 row=s"]
    assert "s" in rows(found(pair(clock={}, changes=gone, **PLACE))[0])


def test_assets_and_people_alone_are_a_lead_with_a_third_strong() -> None:
    act = ["asset=MARK from=D to=N price=0 date=2023-03-01 row=t"]
    mark = ["id=MARK kind=ip value=900000 basis=appraisal owner=D row=m"]
    (finding,) = found(pair(OTHER, asset_transfers=act, assets=mark))
    assert finding.tier == "lead" and "t" in rows(finding) and {"assets_taken_over", "gratuitous"} <= finding.traits
    assert tiers(asset_transfers=act, assets=mark) == ["strong"]
    taken = ["predecessor=D successor=N kind=asset_takeover date=2023-03-01 row=t"]
    assert tiers(successions=taken) == ["strong"]


def test_a_fair_sale_paid_for_and_a_merger_are_no_phoenix() -> None:
    mark = ["id=MARK kind=ip value=1000000 basis=appraisal owner=D"]
    act = "asset=MARK from=D to=N price={} date=2023-03-01"
    for price, paid, tier in ((700_000, 350_000, "signal"), (699_999, 699_999, "strong"), (700_000, 349_999, "strong")):
        money = [f"from=N to=D amount={paid} date=2023-03-02 kind=price"]
        assert tiers(asset_transfers=[act.format(price)], assets=mark, payments=money) == [tier]
    assert tiers(successions=["predecessor=D successor=N kind=merger date=2023-03-01"], **PLACE) == []


def test_hosts_crowds_and_agents_do_not_count_as_a_place() -> None:
    host = [f"id=H licence=address_host {DOOR}"]
    assert tiers(OTHER, extra=host, **PLACE) == [] and tiers(OTHER, **PLACE) == ["lead"]
    assert tiers(OTHER, crowds={"_address:上海市浦东新区示例路88号2栋301室": 11}, **PLACE) == []


@pytest.mark.parametrize("person", ["licence=professional_director", "licence=insolvency_practitioner"])
def test_professional_people_and_people_of_many_posts_link_nothing(person: str) -> None:
    assert tiers(extra=[f"id=P kind=person {person}"], **PLACE) == []
    assert tiers(posts={"P": 31}, **PLACE) == [] and tiers(posts={"P": 30}, **PLACE) == ["strong"]


def test_a_franchise_explains_the_name_the_creditor_and_children_are_left_out() -> None:
    licence = ["kind=service from=BRAND to=N note=特许加盟合同"]
    assert tiers(contracts=licence, **TRADE) == []
    assert tiers(creditor="N", **PLACE) == []
    assert tiers(holdings=["owner=D company=N share=100%"], **PLACE) == []
    assert tiers(**{**PLACE, "new": PLACE["new"] + " listed=yes"}) == []


def test_likeness_of_the_brand_at_its_line() -> None:
    long = {
        "parties": [
            OLD.replace("宏达建筑", "东方明珠星建筑") + " industry=E47",
            "id=N name={} incorporated=2023-02-01 industry=E47",
        ]
    }
    for name, told in (("上海东方明珠月装饰有限公司", ["lead"]), ("上海东方明日月装饰有限公司", [])):
        assert tiers(parties=[long["parties"][0], long["parties"][1].format(name)]) == told


def test_kin_count_as_people_names_alone_are_relied_on() -> None:
    split = ["person=P company=D role=director row=r1", "person=Q company=N role=director row=r2"]
    (kin,) = found(pair(roles=split, relations=["a=Q b=P kind=spouse row=k"], **PLACE))
    assert kin.tier == "strong" and "k" in rows(kin)
    (named,) = found(pair(roles=split, perhaps=[("P", "Q")], **PLACE))
    assert named.tier == "lead" and named.relies_on and "possible same person" in named.summary.en
    assert tiers(roles=split, **PLACE) == []


def test_customers_and_staff_of_both_count() -> None:
    pays = [
        f"from={c} to={f} amount=1000 date=2023-0{m}-01 kind=price"
        for c in ("C1", "C2")
        for f, m in (("D", 1), ("N", 5))
    ]
    assert tiers(payments=pays) == ["lead"] and tiers(payments=pays[:3]) == []
    staff = [*ROLES, *(f"person={p} company={f} role=employee" for p in ("S1", "S2") for f in ("D", "N"))]
    assert tiers(roles=staff) == ["lead"] and tiers(roles=staff[:-1]) == []


def test_the_debtor_may_be_the_new_firm() -> None:
    parties = [
        f"id=O name=上海宏达建筑工程有限公司 status=注销 dissolved=2022-12-01 {PLACE['old']}",
        f"id=D name={SAME} incorporated=2022-11-01 {PLACE['new']}",
    ]
    roles = [ROLES[0].replace("company=D", "company=O"), ROLES[1].replace("company=N", "company=D")]
    (finding,) = found(world(parties=parties, roles=roles))
    assert finding.tier == "strong" and finding.parties == ("O", "D", "P")


UK = [
    "id=O name='Acme Component Company Limited' jurisdiction=GB",
    "id=D name='Acme Equipment Company Limited' jurisdiction=GB {}",
]
WOUND = ["party=O item=status after='insolvent liquidation' date=2018-05-13 row=w"]
BOARD = ["person=P company=O role=director {} row=r1", "person=P company=D role=director row=r2"]


@pytest.mark.parametrize(
    ("born", "ended", "told"),
    [("", "", ["lead"]), ("incorporated=2023-05-13", "", ["lead"]), ("incorporated=2023-05-14", "", []),
     ("", "end=2017-05-13", ["lead"]), ("", "end=2017-05-12", [])],
)  # fmt: skip
def test_the_uk_name_test(born: str, ended: str, told: list[str]) -> None:
    case = world(
        parties=[UK[0], UK[1].format(born)],
        changes=WOUND,
        roles=[BOARD[0].format(ended), BOARD[1]],
        jurisdiction="GB",
        as_of="2024-01-01",
    )
    seen = found(case)
    assert [f.tier for f in seen] == told
    assert all({"r1", "r2", "w"} <= rows(f) and "s.216" in f.summary.en for f in seen)
    home = world(
        parties=[p.replace("jurisdiction=GB", "") for p in (UK[0], UK[1].format(born))],
        changes=WOUND,
        roles=[BOARD[0].format(ended), BOARD[1]],
    )
    assert not found(home)


@pytest.mark.parametrize(
    ("new", "told"), [("Mike Spence Classic Cars Limited", ["lead"]), ("Spence Catering Limited", [])]
)
def test_the_same_first_words_are_a_similar_name(new: str, told: list[str]) -> None:
    """Thorne v Silverleaf [1994] BCC 109: the names differ by more than a fifth, the association is plain."""
    case = world(
        parties=[
            "id=D name='Mike Spence (Motorsport) Ltd' incorporated=1985 industry=45111",
            f"id=N name='{new}' incorporated=1990-05 industry=45111",
        ],
        changes=["party=D item=status after=Liquidation date=1990-10 row=w"],
        roles=ROLES,
        jurisdiction="GB",
        as_of="1993-06-30",
    )
    seen = found(case)
    assert [f.tier for f in seen] == told
    assert all("similar name" in f.summary.en for f in seen)


def test_grounds_and_alleged_rows() -> None:
    act = ["asset=MARK from=D to=N price=0 date=2023-03-01"]
    (lead,) = flag(pair(asset_transfers=act, **PLACE), [TYPOLOGY.slug]).leads
    assert {"cn-civil-538", "cn-restructuring-6-7"} <= {g.ground.id for g in lead.grounds}
    (alleged,) = flag(pair(roles=[ROLES[0], ROLES[1] + " standing=alleged"], **PLACE), [TYPOLOGY.slug]).leads
    assert alleged.tier == "lead" and alleged.standing == "alleged"


def test_without_people_it_could_not_look() -> None:
    assert not isinstance(TYPOLOGY.find(world(parties=[OLD])), list)
