"""CASES.csv: every line a case or a fault, none lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.portfolio import CaseLine, read_portfolio
from graph.errors import LookthroughError


def lines(tmp_path: Path, text: str) -> tuple[CaseLine, ...]:
    path = tmp_path / "cases.csv"
    path.write_text(text, encoding="utf-8")
    return read_portfolio(path)[0]


def test_a_line_is_a_case_file(tmp_path: Path) -> None:
    (one,) = lines(tmp_path, 'id,debtors,amount,arose\nc1,甲公司;乙公司,"8,000,000",2022-05\n')
    assert one == CaseLine("c1", 2, {"id": "c1", "debtors": "甲公司;乙公司", "amount": "8,000,000", "arose": "2022-05"})


def test_a_line_without_an_id_is_named_after_its_place_and_blank_lines_count(tmp_path: Path) -> None:
    found = lines(tmp_path, "debtors\n甲\n\n\n乙\n")
    assert [(x.id, x.line) for x in found] == [("line-2", 2), ("line-5", 5)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("c1,,", "a case needs a debtor"),
        ("../c1,甲,", "names a folder"),
        ("c1,甲,5,6", "has 4 cells, the header has 3"),
    ],
)
def test_a_line_that_is_no_case_says_why_and_the_next_is_read(tmp_path: Path, row: str, said: str) -> None:
    bad, good = lines(tmp_path, f"id,debtors,amount\n{row}\nc2,甲,\n")
    assert said in str(bad.error)
    assert "line 2" in str(bad.error)
    assert good.error is None


def test_a_second_case_of_one_id_is_a_fault_of_its_own(tmp_path: Path) -> None:
    """Ids that differ in case alone would share a folder on some disks."""
    found = lines(tmp_path, "id,debtors\nc1,甲\nC1,乙\n")
    assert [x.error is None for x in found] == [True, False]
    assert "line 2 has the id C1 too" in str(found[1].error)


def test_a_table_needs_a_file_of_its_own(tmp_path: Path) -> None:
    (one,) = lines(tmp_path, "id,debtors,known\nc1,甲,r1\n")
    assert "known is a table" in str(one.error)


def test_columns_that_nothing_reads_are_named(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("id,debtors,jugdment\nc1,甲,2024-01-01\n")
    assert read_portfolio(path)[1] == ("jugdment",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,amount\nc1,5\n", "no column names the debtors"),
        ("", "empty"),
        ("debtors,debtors\n甲,乙\n", "stands there twice"),
    ],
)
def test_a_file_that_is_no_portfolio(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(LookthroughError, match=said):
        lines(tmp_path, text)
