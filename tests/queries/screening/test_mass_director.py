"""Mass directors: offices of the day, licences, shares, groups."""

from __future__ import annotations

from pathlib import Path

from queries.screening.mass_director import MANY, RULE
from tests.screenings import against, hits_of, ids, lines

PARTIES = "id,kind,name,licence\nP,person,王五,{licence}\n" + "".join(
    f"F{n:02},company,F{n:02}有限公司,\n" for n in range(MANY)
)


def posts(count: int, start: str = "", end: str = "", role: str = "法定代表人") -> str:
    return "person,company,role,start,end\n" + "".join(f"P,F{n:02},{role},{start},{end}\n" for n in range(count))


def files(licence: str = "", **more: str) -> dict[str, str]:
    return {
        "parties.csv": PARTIES.format(licence=licence),
        "roles.csv": posts(MANY),
        **{f"{k}.csv": v for k, v in more.items()},
    }


FILES = files()


def test_thirty_offices_of_one_person(tmp_path: Path) -> None:
    (hit,) = hits_of(FILES, tmp_path, RULE)
    assert (hit.figures["value"], hit.figures["held"], hit.figures["explained"]) == (MANY, 0, 0)
    assert ids(hit)[:2] == ["P", "F00"] and hit.said.more == MANY - 8
    assert lines(hit) == {("roles.csv", n) for n in range(2, 10)}
    assert against(hit) == set()


def test_one_office_fewer_is_told_by_nobody(tmp_path: Path) -> None:
    assert hits_of(files(roles=posts(MANY - 1)), tmp_path, RULE) == ()


def test_two_offices_in_one_firm_are_one_firm(tmp_path: Path) -> None:
    text = posts(MANY - 1) + "P,F00,董事,,\n"
    assert hits_of(files(roles=text), tmp_path, RULE) == ()


def test_offices_that_ended_or_have_not_begun_are_not_held(tmp_path: Path) -> None:
    assert hits_of(files(roles=posts(MANY, end="2024-06-30")), tmp_path / "a", RULE) == ()
    assert hits_of(files(roles=posts(MANY, start="2024-07")), tmp_path / "b", RULE) == ()
    assert len(hits_of(files(roles=posts(MANY, start="2024", end="2024-07-01")), tmp_path / "c", RULE)) == 1


def test_a_cashier_stands_in_front_of_nothing(tmp_path: Path) -> None:
    assert hits_of(files(roles=posts(MANY, role="监事")), tmp_path, RULE) == ()


def test_a_licence_explains_it_and_is_cited(tmp_path: Path) -> None:
    (hit,) = hits_of(files("professional_director"), tmp_path, RULE)
    assert hit.figures["explained"] == 1 and ("parties.csv", 2) in against(hit)


def test_shares_held_in_the_firms_speak_against_it(tmp_path: Path) -> None:
    (hit,) = hits_of(files(holdings="owner,company,share\nP,F03,30%\n"), tmp_path, RULE)
    assert hit.figures["held"] == 1 and ("holdings.csv", 2) in against(hit)


def test_a_groups_own_officer_is_explained(tmp_path: Path) -> None:
    held = "owner,company,share\n" + "".join(f"F00,F{n:02},80%\n" for n in range(1, MANY))
    (hit,) = hits_of(files(holdings=held), tmp_path, RULE)
    assert (hit.figures["biggest"], hit.figures["explained"]) == (MANY, 1)


def test_namesakes_are_never_added_up(tmp_path: Path) -> None:
    named = "person,company,role\n" + "".join(f"王五,F{n:02},法定代表人\n" for n in range(MANY))
    assert hits_of(files(roles=named), tmp_path, RULE) == ()
