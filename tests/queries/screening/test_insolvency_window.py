"""Transfers around insolvencies: the year, fair prices, takers."""

from __future__ import annotations

from pathlib import Path

import pytest

from queries.screening.insolvency_window import RULE
from tests.screenings import against, hits_of, ids, lines

PARTIES = "id,kind,name\nD,company,破产公司\nT,company,受让公司\nS,company,标的公司\n"
CASE = "number,court,kind,defendant,filed\n(2024)临01破1号,江临市中院,破产,D,2024-03-01\n"


def files(day: str = "2023-03-02", price: str = "", value: str = "", case: str = CASE) -> dict[str, str]:
    moved = f"company,from,to,share,price,reference_value,currency,date\nS,D,T,60%,{price},{value},CNY,{day}\n"
    return {"parties.csv": PARTIES, "court_cases.csv": case, "share_transfers.csv": moved}


FILES = files()


def test_a_transfer_in_the_year_before_is_told_with_the_filing(tmp_path: Path) -> None:
    (hit,) = hits_of(FILES, tmp_path, RULE)
    assert [hit.figures[n] for n in ("value", "late", "fair", "free", "explained")] == [1, 0, 0, 0, 0]
    assert ids(hit) == ["D", "T"]
    assert lines(hit) == {("share_transfers.csv", 2), ("court_cases.csv", 2)} and against(hit) == set()


@pytest.mark.parametrize(("day", "found"), [("2023-03-01", 0), ("2023-03-02", 1), ("2024-08-28", 1), ("2024-08-29", 0), ("2023", 1), ("2022", 0), ("", 0)])  # fmt: skip
def test_the_windows_ends(tmp_path: Path, day: str, found: int) -> None:
    assert len(hits_of(files(day), tmp_path, RULE)) == found


def test_the_first_of_several_filings_counts(tmp_path: Path) -> None:
    case = CASE + "(2022)临01破1号,江临市中院,破产,D,2022-01-01\n"
    assert hits_of(files(case=case), tmp_path, RULE) == ()


def test_an_enforcement_is_no_insolvency(tmp_path: Path) -> None:
    assert hits_of(files(case=CASE.replace("破产", "执行")), tmp_path, RULE) == ()


@pytest.mark.parametrize(("price", "explained"), [("70", 1), ("69", 0), ("", 0), ("0", 0)])
def test_a_fair_price_explains_it(tmp_path: Path, price: str, explained: int) -> None:
    (hit,) = hits_of(files(price=price, value="100"), tmp_path, RULE)
    assert hit.figures["explained"] == explained
    assert (("share_transfers.csv", 2) in against(hit)) == bool(explained)
    assert hit.figures["free"] == (1 if price == "0" else 0)


def test_assets_count_too_and_what_came_after_is_said(tmp_path: Path) -> None:
    assets = "id,kind,name,owner\nH,不动产,厂房,D\n"
    moved = "asset,from,to,price,consideration,currency,date\nH,D,T,,无偿,CNY,2024-03-10\n"
    more = {**FILES, "assets.csv": assets, "asset_transfers.csv": moved}
    (hit,) = hits_of(more, tmp_path, RULE)
    assert [hit.figures[n] for n in ("value", "late", "free")] == [2, 1, 1]
    assert ("asset_transfers.csv", 2) in lines(hit)
    assert any("office-holder" in note.en for note in hit.said.notes)
