"""Groups that end together: runs, windows, mergers."""

from __future__ import annotations

from pathlib import Path

import pytest

from queries.screening.gone_together import RULE
from tests.screenings import against, hits_of, ids, lines

HELD = "owner,company,share\n" + "".join(f"X,G{n},100%\n" for n in range(5))
MERGED = "predecessor,successor,kind,date\n"


def files(*days: str, merged: str = "", listed: str = "") -> dict[str, str]:
    rows = "".join(f"G{n},company,G{n}公司,注销,{day},\n" for n, day in enumerate(days))
    more = {"successions.csv": MERGED + merged} if merged else {}
    return {
        "parties.csv": f"id,kind,name,status,dissolved,listed\nX,company,总公司,,,{listed}\n{rows}",
        "holdings.csv": HELD,
        **more,
    }


FILES = files("2024-01-01", "2024-02-01", "2024-03-31")


def test_three_ends_within_ninety_days(tmp_path: Path) -> None:
    (hit,) = hits_of(FILES, tmp_path, RULE)
    assert (hit.figures["value"], hit.figures["merged"], hit.figures["explained"]) == (3, 0, 0)
    assert ids(hit) == ["X", "G0", "G1", "G2"] and lines(hit) == {("parties.csv", n) for n in (3, 4, 5)}


@pytest.mark.parametrize(
    "days", [("2024-01-01", "2024-02-01", "2024-04-01"), ("2024-01-01", "2024-02-01"), ("2024-01-01", "2024-02-01", "2024-03"), ("2024-05-01", "2024-06-01", "2024-07-01")]
)  # fmt: skip
def test_a_day_later_one_fewer_a_vague_or_coming_day(tmp_path: Path, days: tuple[str, ...]) -> None:
    assert hits_of(files(*days), tmp_path, RULE) == ()


def test_ends_far_from_the_run_are_not_counted(tmp_path: Path) -> None:
    (hit,) = hits_of(files("2020-01-01", "2024-01-01", "2024-02-01", "2024-03-01", "2024-04-30"), tmp_path, RULE)
    assert hit.figures["value"] == 4 and ("parties.csv", 3) not in lines(hit)


def test_companies_of_other_groups_are_not_added(tmp_path: Path) -> None:
    found = files("2024-01-01", "2024-02-01", "2024-03-01")
    found["holdings.csv"] = HELD.replace("X,G2,100%", "Y,G2,100%")
    found["parties.csv"] += "Y,company,别家公司,,,\n"
    assert hits_of(found, tmp_path, RULE) == ()


def test_mergers_explain_it_and_are_cited(tmp_path: Path) -> None:
    merged = "G0,G4,合并,2024-01-01\nG1,G4,合并,2024-02-01\n"
    (hit,) = hits_of(files("2024-01-01", "2024-02-01", "2024-03-01", merged=merged), tmp_path, RULE)
    assert (hit.figures["merged"], hit.figures["explained"]) == (2, 1)
    assert {("successions.csv", 2), ("successions.csv", 3)} == against(hit)


def test_a_listed_head_explains_it(tmp_path: Path) -> None:
    (hit,) = hits_of(files("2024-01-01", "2024-02-01", "2024-03-01", listed="是"), tmp_path, RULE)
    assert hit.figures["explained"] == 1 and against(hit) == {("parties.csv", 2)}
