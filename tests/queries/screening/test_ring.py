"""Rings: members, steps, treasury shares, listed members."""

from __future__ import annotations

from pathlib import Path

from queries.screening.ring import RULE
from tests.screenings import against, hits_of, ids, lines

PARTIES = "id,kind,name,listed\nA,company,甲公司,\nB,company,乙公司,{listed}\nC,company,丙公司,\nP,person,丁,\n"
HELD = "owner,company,share,end\nA,B,30%,\nB,C,40%,\nC,A,20%,{end}\nP,A,80%,\nA,A,5%,\n"


def files(listed: str = "", end: str = "") -> dict[str, str]:
    return {"parties.csv": PARTIES.format(listed=listed), "holdings.csv": HELD.format(end=end)}


FILES = files()


def test_three_companies_in_a_ring_with_their_steps(tmp_path: Path) -> None:
    (hit,) = hits_of(FILES, tmp_path, RULE)
    assert (hit.figures["value"], hit.figures["explained"]) == (3, 0)
    assert ids(hit) == ["A", "B", "C"] and hit.said.more == 0
    assert hit.said.evidence[0].text.en == "甲公司 holds 30% of 乙公司"
    assert lines(hit) == {("holdings.csv", n) for n in (2, 3, 4)}


def test_a_ring_that_was_opened_is_none(tmp_path: Path) -> None:
    assert hits_of(files(end="2024-06-30"), tmp_path / "a", RULE) == ()
    assert len(hits_of(files(end="2024-07-01"), tmp_path / "b", RULE)) == 1


def test_own_shares_alone_are_no_ring(tmp_path: Path) -> None:
    assert (
        hits_of(
            {"parties.csv": PARTIES.format(listed=""), "holdings.csv": "owner,company,share\nA,A,5%\n"}, tmp_path, RULE
        )
        == ()
    )


def test_a_listed_member_explains_it(tmp_path: Path) -> None:
    (hit,) = hits_of(files(listed="是"), tmp_path, RULE)
    assert hit.figures["explained"] == 1 and against(hit) == {("parties.csv", 3)}
