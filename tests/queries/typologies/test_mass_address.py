"""Crowds and doors: how many, who hosts, who was there when."""

from __future__ import annotations

import pytest

from graph.case import Case
from queries.flag import flag
from queries.lead import Finding
from queries.typologies.mass_address import TYPOLOGY
from tests.world import against, rows, world

ROOM = "上海市浦东新区示例路88号2号楼301室"
KEY = "上海市浦东新区示例路88号2栋301室"
HALL = "上海市浦东新区示例路88号集群登记大厅"
PAID = ["from=D to=B amount=600000 date=2022-09-01 kind=other row=p"]


def found(case: Case) -> list[Finding]:
    result = TYPOLOGY.find(case)
    assert isinstance(result, list)
    return result


def door(count: int = 2, text: str = ROOM, key: str = KEY, extra: tuple[str, ...] = (), other: str = "",
         **more: object) -> Case:  # fmt: skip
    parties = [f'id=D address="{text}" _address="{key}"', f'id=B address="{text}" _address="{key}" {other}', *extra]
    tables = {"payments": PAID, **more}
    return world(parties=parties, crowds={f"_address:{key}": count}, **tables)  # type: ignore[arg-type]


@pytest.mark.parametrize(("count", "tiers"), [(20, ["signal"]), (19, []), (400, ["signal"])])
def test_twenty_at_one_address_are_a_signal(count: int, tiers: list[str]) -> None:
    seen = found(door(count))
    assert [f.tier for f in seen] == tiers
    for finding in seen:
        assert finding.parties == ("D",) and {e.place.row_id for e in finding.evidence} == {"D"}
        assert str(count) in finding.summary.en and "no liability" in finding.summary.en


@pytest.mark.parametrize(("count", "tiers"), [(2, ["lead"]), (10, ["lead"]), (11, [])])
def test_a_door_shared_with_a_counterparty_is_a_lead_among_few(count: int, tiers: list[str]) -> None:
    seen = found(door(count))
    assert [f.tier for f in seen] == tiers
    for finding in seen:
        assert finding.parties == ("D", "B") and {"D", "B", "p"} <= rows(finding)


def test_a_door_without_dealings_or_below_the_floor_is_nothing() -> None:
    assert not found(door(payments=[]))
    assert not found(door(payments=["from=D to=B amount=49999 date=2022-09-01"]))
    assert found(door(payments=["from=D to=B amount=50000 date=2022-09-01"]))
    assert not found(door(payments=["from=D to=B amount=600000 date=2022-09-01 kind=salary"]))


def test_a_building_alone_is_no_door() -> None:
    street = "上海市浦东新区示例路88号"
    assert not found(door(text=street, key=street))


@pytest.mark.parametrize(
    "host",
    [
        f'id=H licence=address_host address="{HALL}"',
        f'id=H name=示例众创空间管理有限公司 address="{ROOM}" _address="{KEY}"',
        f'id=H name=甲公司 scope="集群企业住所托管服务" address="{ROOM}" _address="{KEY}"',
        f'id=H licence=registered_agent address="{ROOM}" _address="{KEY}"',
        f'id=H name=示例会计师事务所 address="{ROOM}" _address="{KEY}"',
    ],
    ids=["licensed host in the building", "incubator", "host by scope", "registered agent", "accountants"],
)
def test_hosts_with_and_without_a_licence_keep_a_door_quiet(host: str) -> None:
    assert not found(door(extra=(host,)))
    (finding,) = found(door(25, extra=(host,)))
    assert finding.tier == "signal" and "H" in against(finding)


def test_an_address_that_says_it_lodges_firms_is_no_door() -> None:
    assert not found(door(text=HALL + "301室", key=KEY))
    agent = ["a=AG b=D kind=agent"]
    assert not found(door(extra=("id=AG licence=registered_agent",), relations=agent))


def test_one_group_under_one_roof_is_a_signal() -> None:
    (finding,) = found(door(holdings=["owner=X company=D share=80% row=h1", "owner=X company=B share=70% row=h2"]))
    assert finding.tier == "signal" and {"h1", "h2"} <= against(finding) and not {"h1", "h2"} & rows(finding)


def test_one_after_the_other_is_nothing_together_is_said() -> None:
    left = [f'party=D item=address before="{ROOM}" after=北京市东城区乙路9号 date=2021-05-01 row=c1']
    came = f'party=B item=address before=北京市东城区乙路9号 after="{ROOM}" date={{}} row=c2'
    parties = ["id=D address=北京市东城区乙路9号", f'id=B address="{ROOM}" _address="{KEY}"']
    assert not found(world(parties=parties, payments=PAID, changes=[*left, came.format("2021-05-01")]))
    (finding,) = found(world(parties=parties, payments=PAID, changes=[*left, came.format("2021-04-01")]))
    assert "together from 2021-04-01 to 2021-05-01" in finding.summary.en and "c1" in rows(finding)


def test_a_coarse_address_counts_only_where_it_says_what_it_is() -> None:
    agent, town = "formation agent address; street not told", "上海市"
    for text, tiers in ((agent, ["signal"]), (town, [])):
        case = world(parties=[f'id=D address="{text}"'], crowds={f"address:{text}": 21})
        assert [f.tier for f in found(case)] == tiers


def test_a_london_agents_building_is_a_signal() -> None:
    text = "71-75 Shelton Street, London, WC2H 9JQ"
    case = world(parties=[f'id=D address="{text}" _address="71-75 shelton street wc2h9jq"'],
                 crowds={"_address:71-75 shelton street wc2h9jq": 900}, jurisdiction="GB")  # fmt: skip
    (finding,) = found(case)
    assert finding.tier == "signal" and [t.value for t in finding.tests][1] == "building"


def test_people_state_firms_and_the_creditor_are_no_counterparties() -> None:
    assert not found(door(other="kind=person"))
    assert not found(door(other="state_owned=yes"))
    assert not found(door(creditor="B"))


def test_the_lead_names_no_ground() -> None:
    (lead,) = flag(door(), [TYPOLOGY.slug]).leads
    assert lead.tier == "lead" and [g.ground.id for g in lead.grounds] == ["cn-none-mass-address"]


def test_without_addresses_it_could_not_look() -> None:
    assert not isinstance(TYPOLOGY.find(world(parties=["id=D"])), list)
