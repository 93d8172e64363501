"""Two snapshots side by side, and a file looked at beforehand."""

from __future__ import annotations

from pathlib import Path

from casework.difference import difference
from casework.preview import preview
from tests.shelf import frozen

ROOT = Path(__file__).resolve().parents[2]
BEFORE = "owner,company,share\nA,C,60%\nB,C,40%\n"
AFTER = "owner,company,share\nC2,D,5%\nA,C,51%\nE,C,40%\n"


def test_added_removed_and_changed_holdings_are_told_apart() -> None:
    old, new = frozen({"s": {"holdings.csv": BEFORE}}), frozen({"s": {"holdings.csv": AFTER}})
    (found,) = [d for d in difference(old, new) if d.table == "holdings"]
    assert (found.added, found.removed, found.changed) == (2, 1, 1)
    changed = next(r for r in found.rows if r["change"] == "changed")
    assert changed["before"] == "3/5" and changed["said"] == "51/100" and changed["row"] == 3
    gone = next(r for r in found.rows if r["change"] == "removed")
    assert "B" in gone["who"]


def test_another_order_of_rows_is_no_difference() -> None:
    shuffled = "owner,company,share\nB,C,40%\nA,C,60%\n"
    assert difference(frozen({"s": {"holdings.csv": BEFORE}}), frozen({"s": {"holdings.csv": shuffled}})) == ()


def test_another_printed_id_of_the_same_row_is_no_difference() -> None:
    """A second source that uses the same id makes both print with their labels; nothing was said anew of the first."""
    rows = {"parties.csv": "id,kind,name\nA,person,王建国\nC,company,重庆甲江建设有限公司\n", "holdings.csv": BEFORE}
    later = frozen({"s": rows, "t": {"holdings.csv": "owner,company,share\nA,Z,90%\n"}})
    (found,) = difference(frozen({"s": rows}), later)
    assert (found.table, found.added, found.removed, found.changed) == ("holdings", 1, 0, 0)


def test_beside_nothing_all_is_new() -> None:
    (found,) = difference(None, frozen({"s": {"holdings.csv": BEFORE}}))
    assert (found.added, found.removed, found.changed) == (2, 0, 0)


def test_a_preview_names_the_format_and_what_each_heading_is_read_as() -> None:
    path = ROOT / "examples" / "construction" / "holdings.csv"
    found = preview(path.read_bytes(), path.name)
    assert found.format == "csv" and found.whole and found.fault is None
    (sheet,) = found.sheets
    assert sheet.table == "holdings" and "owner" in dict(sheet.mapping).values() and len(sheet.rows) == 5


def test_a_preview_shows_faults_and_headings_that_nobody_knows() -> None:
    found = preview("股东,公司,持股比例,颜色\n甲,乙,140%,红\n丙,乙,5%,蓝\n".encode(), "holdings.csv")
    assert (found.rows_in, found.rejected) == (2, 1) and found.faults[0][0] == "2"
    assert dict(found.sheets[0].mapping) == {"股东": "owner", "公司": "company", "持股比例": "share", "颜色": ""}


def test_a_strange_file_is_a_line_and_no_exception() -> None:
    found = preview(b"\x00\x01\x02", "x.bin")
    assert found.format == "" and found.fault
    assert preview(b"hello\nworld\n", "a.txt").fault


def test_a_long_file_is_previewed_by_its_beginning() -> None:
    rows = "".join(f"O{i},C{i},1%\n" for i in range(400_000))
    found = preview(f"owner,company,share\n{rows}".encode(), "holdings.csv")
    assert not found.whole and 0 < found.rows_in < 400_000
