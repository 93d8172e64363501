"""Sudden changes: kinds, windows, filings, reorganisations."""

from __future__ import annotations

from pathlib import Path

import pytest

from queries.screening.sudden_changes import RULE
from tests.screenings import against, hits_of, ids, lines

PARTIES = "id,kind,name\nA,company,甲公司\nB,company,乙公司\n"
HEAD = "party,item,before,after,date,notice\n"


def changes(*days: str, notice: str = "") -> dict[str, str]:
    items = ("名称", "住所", "法定代表人", "股东")
    rows = "".join(
        f"A,{item},旧{n},新{n},{day},{notice}\n" for n, (item, day) in enumerate(zip(items, days, strict=False))
    )
    return {"parties.csv": PARTIES, "changes.csv": HEAD + rows}


FILES = changes("2024-01-01", "2024-02-01", "2024-03-31")


def test_three_kinds_within_ninety_days(tmp_path: Path) -> None:
    (hit,) = hits_of(FILES, tmp_path, RULE)
    assert (hit.figures["value"], hit.figures["days"], hit.figures["explained"]) == (3, 90, 0)
    assert ids(hit) == ["A"] and lines(hit) == {("changes.csv", n) for n in (2, 3, 4)}


@pytest.mark.parametrize(
    "days",
    [
        ("2024-01-01", "2024-02-01", "2024-04-01"),
        ("2024-01-01", "2024-02-01"),
        ("2024-01", "2024-02-01", "2024-03-01"),
        ("2024-05-01", "2024-06-01", "2024-07-01"),
    ],
)
def test_a_day_later_a_kind_fewer_a_vague_or_coming_day(tmp_path: Path, days: tuple[str, ...]) -> None:
    assert hits_of(changes(*days), tmp_path, RULE) == ()


def test_one_kind_three_times_is_one_kind(tmp_path: Path) -> None:
    text = HEAD + "".join(f"A,名称,旧,新,2024-01-0{n},\n" for n in (1, 2, 3))
    assert hits_of({"parties.csv": PARTIES, "changes.csv": text}, tmp_path, RULE) == ()


def test_the_earliest_window_with_the_most_kinds_is_told(tmp_path: Path) -> None:
    (hit,) = hits_of(changes("2023-12-01", "2024-02-01", "2024-02-10", "2024-02-29"), tmp_path, RULE)
    assert (hit.figures["value"], hit.figures["days"]) == (4, 90)


def test_one_filing_of_one_day_is_explained(tmp_path: Path) -> None:
    (hit,) = hits_of(changes("2024-02-01", "2024-02-01", "2024-02-01"), tmp_path, RULE)
    assert (hit.figures["days"], hit.figures["explained"]) == (0, 1)


def test_a_notice_and_a_merger_speak_against_it(tmp_path: Path) -> None:
    files = changes("2024-01-01", "2024-02-01", "2024-03-01", notice="是")
    merged = "predecessor,successor,kind,date\nB,A,合并,2024-01-15\n"
    (hit,) = hits_of({**files, "successions.csv": merged}, tmp_path, RULE)
    assert {("changes.csv", 2), ("successions.csv", 2)} <= against(hit)
