"""Many offices: counts, money paths, groups, agents, namesakes."""

from __future__ import annotations

import pytest

from graph.case import Case
from queries.flag import flag
from queries.lead import Finding
from queries.typologies.mass_director import TYPOLOGY
from tests.world import against, rows, world

FLOW = ["from=D to=A amount=400000 date=2022-09-01 row=p1", "from=A to=B amount=390000 date=2022-09-03 row=p2"]
OWNED = ["owner=X company=D share=100%", "owner=Y company=A share=100%"]
PERSON = ["id=P kind=person name=赵某甲"]


def found(case: Case) -> list[Finding]:
    result = TYPOLOGY.find(case)
    assert isinstance(result, list)
    return result


def posts(number: int, person: str = "P", path: tuple[str, ...] = ("D", "A", "B")) -> list[str]:
    firms = [*path, *(f"F{n}" for n in range(number - len(path)))]
    return [f"person={person} company={f} role=director row=r-{person}-{f}" for f in firms[:number]]


def case(number: int, **more: object) -> Case:
    tables = {"roles": posts(number), "payments": FLOW, "holdings": OWNED, **more}
    return world(**tables)  # type: ignore[arg-type]


@pytest.mark.parametrize(("number", "tiers"), [(10, ["lead"]), (9, [])])
def test_ten_offices_no_shares_three_firms_on_the_path(number: int, tiers: list[str]) -> None:
    seen = found(case(number))
    assert [f.tier for f in seen] == tiers
    for finding in seen:
        assert set(finding.parties) == {"P", "D", "A", "B"}
        assert {"r-P-D", "r-P-A", "r-P-B", "p1", "p2"} <= rows(finding)
        assert "F0" not in finding.summary.en and "no liability" in finding.summary.en


def test_two_firms_on_the_path_are_not_enough() -> None:
    assert not found(case(10, payments=FLOW[:1]))
    assert not found(case(10, payments=[FLOW[0], "from=A to=B amount=49999 date=2022-09-03"]))


def test_a_share_in_one_of_the_firms_speaks_against_it() -> None:
    assert not found(case(10, holdings=[*OWNED, "owner=P company=F1 share=5% row=h"]))
    assert found(case(10, holdings=[*OWNED, "owner=P company=F1 share=5% end=2020-01-01"]))
    assert not found(case(10, holdings=[]))
    (many,) = found(case(30, holdings=[*OWNED, "owner=P company=F1 share=5% row=h"]))
    assert many.tier == "signal" and "h" in against(many)


@pytest.mark.parametrize(("number", "tiers"), [(30, ["signal"]), (29, [])])
def test_thirty_offices_in_the_whole_data_are_a_signal(number: int, tiers: list[str]) -> None:
    seen = found(world(roles=posts(1), posts={"P": number}, payments=FLOW))
    assert [f.tier for f in seen] == tiers


def test_ended_offices_are_left_out() -> None:
    ended = [line + " end=2023-01-01" for line in posts(10)[3:]]
    assert not found(case(10, roles=[*posts(3), *ended]))
    assert not found(world(roles=[*posts(1), "person=P company=A role=director end=2020-01-01"], posts={"P": 30}))


def test_offices_that_front_nothing_do_not_count() -> None:
    assert not found(case(10, roles=[line.replace("role=director", "role=employee") for line in posts(10)]))
    assert not found(case(10, roles=[line.replace("role=director", "role=liquidator") for line in posts(10)]))


def test_the_representative_of_one_group_is_not_told() -> None:
    group = [f"owner=X company={f} share=100% row=h-{f}" for f in ("D", "A", "B")]
    assert not found(case(10, holdings=group))
    (finding,) = found(case(30, holdings=group))
    assert finding.tier == "signal" and {"h-D", "h-A", "h-B"} <= against(finding)


@pytest.mark.parametrize("licence", ["professional_director", "registered_agent", "insolvency_practitioner"])
def test_a_licensed_director_is_printed_as_no_link(licence: str) -> None:
    (finding,) = found(case(30, parties=[f"id=P kind=person licence={licence}"]))
    assert finding.tier == "signal" and "not a link" in finding.summary.en and "P" in against(finding)


def test_namesakes_are_a_signal_that_says_possible_same_person() -> None:
    roles = [*posts(3, "P", ("D", "A", "B")), *posts(7, "Q", ())]
    (finding,) = found(case(0, roles=roles, perhaps=[("P", "Q")]))
    assert finding.tier == "signal" and "possible same person" in finding.summary.en and finding.relies_on
    assert not found(case(0, roles=roles))


def test_far_people_are_not_looked_at() -> None:
    assert not found(world(roles=posts(40, "P", ()), payments=FLOW, holdings=OWNED))


def test_the_lead_names_no_ground_and_alleged_offices_do_not_help() -> None:
    (lead,) = flag(case(10), [TYPOLOGY.slug]).leads
    assert lead.tier == "lead" and [g.ground.id for g in lead.grounds] == ["cn-none-mass-director"]
    alleged = [line + " standing=alleged" for line in posts(10)]
    leads = flag(case(10, roles=alleged), [TYPOLOGY.slug]).leads
    assert [(x.tier, x.standing) for x in leads] == [("lead", "alleged")]


def test_without_offices_it_could_not_look() -> None:
    assert not isinstance(TYPOLOGY.find(world(payments=FLOW)), list)
