"""Control groups: size, steps, and heads of a known kind."""

from __future__ import annotations

from pathlib import Path

from queries.screening.control_group import MANY, RULE
from tests.screenings import against, hits_of, ids, lines


def parties(count: int, head: str = "") -> str:
    rows = "".join(f"G{n:02},company,G{n:02}公司,,{'注销' if n == 3 else ''}\n" for n in range(count))
    return f"id,kind,name,state_owned,status\nX,company,总公司,{head},\n{rows}"


def chain(count: int) -> str:
    """X holds G00, which holds the others."""
    return "owner,company,share\nX,G00,60%\n" + "".join(f"G00,G{n:02},51%\n" for n in range(1, count))


FILES = {"parties.csv": parties(MANY), "holdings.csv": chain(MANY)}


def test_a_group_is_told_by_its_head_with_the_steps(tmp_path: Path) -> None:
    (hit,) = hits_of(FILES, tmp_path, RULE)
    assert (hit.figures["value"], hit.figures["gone"], hit.figures["explained"]) == (MANY, 1, 0)
    assert ids(hit)[:2] == ["X", "G00"]
    assert lines(hit) == {("holdings.csv", n) for n in range(2, 10)}


def test_one_company_fewer_is_no_hit(tmp_path: Path) -> None:
    assert hits_of({"parties.csv": parties(MANY), "holdings.csv": chain(MANY - 1)}, tmp_path, RULE) == ()


def test_half_of_the_votes_is_no_control(tmp_path: Path) -> None:
    text = chain(MANY).replace("G00,G01,51%", "G00,G01,50%\nX2,G01,50%")
    assert (
        hits_of({"parties.csv": parties(MANY) + "X2,company,另一公司,,\n", "holdings.csv": text}, tmp_path, RULE) == ()
    )


def test_a_head_owned_by_the_state_is_explained_by_its_row(tmp_path: Path) -> None:
    (hit,) = hits_of({"parties.csv": parties(MANY, "是"), "holdings.csv": chain(MANY)}, tmp_path, RULE)
    assert hit.figures["explained"] == 1 and against(hit) == {("parties.csv", 2)}


def test_holdings_that_have_ended_are_not_cited(tmp_path: Path) -> None:
    text = chain(MANY).replace("share\n", "share,end\n").replace("%\n", "%,\n") + "X,G05,90%,2020-01-01\n"
    (hit,) = hits_of({"parties.csv": parties(MANY), "holdings.csv": text}, tmp_path, RULE)
    assert ("holdings.csv", MANY + 2) not in lines(hit)
