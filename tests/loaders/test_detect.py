"""Which loader a file is given to, and what is said of strangers."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import LookthroughError, UnreadableInput
from loaders.detect import LOADERS, load, recognise
from tests.loaders.accounts import FAULTS, SAMPLES, balanced

# file → what is wrong with it in one line, or (rows in, rejected, what the first reject says).
FOUND: dict[str, str | tuple[int, int, str]] = {
    "csv/empty.csv": "the file is empty",
    "csv/only_header.csv": (0, 0, ""),
    "csv/truncated.csv": (3, 1, "has 2 cells, the header has 4"),
    "csv/picture.csv": "this is a PNG picture",
    "csv/json.csv": "this is a JSON document",
    "csv/xml.csv": "this is an XML document",
    "csv/unknown_headings.csv": "whose headings no loader knows; it begins: colour, size, weight",
    "csv/required_column_missing.csv": "has no column company/公司",
    "csv/share_140.csv": (2, 1, "above 100 %"),
    "csv/no_such_day.csv": (2, 1, "no such day"),
    "csv/wrong_check_digit.csv": (1, 0, ""),
    "csv/undeclared_id.csv": (1, 0, ""),
    "csv/cell_too_many.csv": (2, 1, "has 5 cells, the header has 4"),
    "csv/break_in_quotes.csv": (2, 1, "above 100 %"),
    "csv/rounded_identifier.csv": (2, 1, "lost its digits"),
    "csv/rounded_account.csv": (2, 1, "lost its digits"),
    "csv/rounded_party.csv": (2, 1, "lost its digits"),
    "csv/formula_cells.csv": (2, 1, "above 100 %"),
    "csv/no_party.csv": (2, 1, "no owner"),
    "csv/unit_unclear.csv": (3, 1, "unit unclear"),
    "csv/unknown_word.csv": (1, 0, ""),
    "csv/open_quote.csv": (2, 1, "never closed"),
    "csv/names_itself.csv": (1, 1, "names only itself"),
    "csv/damaged_bytes.csv": (31, 1, "damaged bytes"),
    "cn_registry/share_140.csv": (2, 1, "above 100 %"),
    "cn_registry/no_such_day.csv": (2, 1, "no such day"),
    "cn_registry/rounded_identifier.csv": (2, 1, "lost its digits"),
    "cn_registry/wrong_check_digit.csv": (1, 0, ""),
    "cn_registry/cell_too_many.csv": (2, 1, "has 7 cells, the header has 5"),
    "cn_registry/truncated.csv": (2, 1, "has 2 cells, the header has 5"),
    "cn_registry/no_company.csv": (1, 1, "does not say whose it is"),
    "cn_registry/past_without_end.csv": (2, 1, "without the day it ended"),
    "cn_registry/unknown_table_below.csv": (3, 2, "below a title of no known sheet"),
    "case_note/unknown_line.txt": (2, 1, "no statement that is understood"),
    "case_note/share_140.txt": (2, 1, "above 100 %"),
    "case_note/no_such_day.txt": (2, 1, "no such day"),
    "case_note/two_statements.txt": (2, 1, "no statement that is understood"),
    "case_note/empty.txt": "the file is empty",
    "case_note/picture.txt": "this is a PNG picture",
    "case_note/prose.txt": "a text that no loader knows",
}


def files() -> list[str]:
    return sorted(
        p.relative_to(FAULTS).as_posix() for p in FAULTS.rglob("*") if p.is_file() and p.parent.name in LOADERS
    )


@pytest.mark.parametrize("path", sorted(FOUND))
def test_each_fault_is_one_clear_line_or_a_counted_reject(path: str) -> None:
    content, name, expected = (FAULTS / path).read_bytes(), Path(path).name, FOUND[path]
    if isinstance(expected, str):
        with pytest.raises(UnreadableInput) as told:
            load(content, name)
        assert expected in str(told.value) and name in str(told.value) and told.value.mend
        assert "\n" not in str(told.value)
        return
    loaded = load(content, name)
    assert (loaded.format, loaded.rows_in, len(loaded.rejects)) == (path.split("/")[0], *expected[:2])
    assert balanced(loaded)
    assert all(r.reason and r.remedy for r in loaded.rejects)
    assert not loaded.rejects or expected[2] in loaded.rejects[0].reason


def test_no_fault_is_forgotten_here() -> None:
    ours = [path for path in files() if path.split("/")[0] in ("csv", "cn_registry", "case_note")]
    assert ours == sorted(FOUND)


@pytest.mark.parametrize("path", files())
@pytest.mark.parametrize("other", sorted(LOADERS))
def test_a_file_forced_upon_a_loader_is_no_traceback(path: str, other: str) -> None:
    try:
        loaded = load((FAULTS / path).read_bytes(), path, format_name=other)
    except LookthroughError as fault:
        assert fault.what and fault.mend
    else:
        assert balanced(loaded)


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.iterdir()))
def test_a_file_cut_anywhere_is_no_traceback(sample: str) -> None:
    content = (SAMPLES / sample).read_bytes()
    for end in range(0, len(content), 7):
        try:
            loaded = load(content[:end], sample)
        except LookthroughError as fault:
            assert fault.what and fault.mend
        else:
            assert balanced(loaded)


def test_a_kept_wrong_check_digit_and_an_undeclared_id_stay_as_given() -> None:
    loaded = load((FAULTS / "csv/wrong_check_digit.csv").read_bytes(), "parties.csv")
    assert loaded.tables["parties"]["identifier"].to_list() == ["913301065898765430"]
    loaded = load((FAULTS / "csv/undeclared_id.csv").read_bytes(), "holdings.csv")
    assert loaded.tables["holdings"]["owner"].to_list() == ["p77"]


def test_cells_that_a_spreadsheet_would_run_stay_text() -> None:
    loaded = load((FAULTS / "csv/formula_cells.csv").read_bytes(), "holdings.csv")
    assert loaded.tables["holdings"].select("owner", "note").row(0) == ('=HYPERLINK("http://a")', "=1+1")
    assert loaded.rejects[0].cells.endswith("=2+2")


def test_a_break_in_quotes_counts_as_lines_of_the_file() -> None:
    loaded = load((FAULTS / "csv/break_in_quotes.csv").read_bytes(), "holdings.csv")
    assert loaded.tables["holdings"]["_row"].to_list() == [2] and loaded.rejects[0].row == "4"


def test_a_tie_goes_to_the_template() -> None:
    content = "案号,被执行人,执行法院,立案时间,执行标的\n(2020)浙01执1号,甲公司,某法院,2020-01-01,5\n".encode()
    assert recognise(content, "x.csv").name == "csv"
    assert recognise(content, "失信被执行人.csv").name == "cn_registry"


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnreadableInput, match=r"no format is called pdf.*cn_registry"):
        load(b"a,b\n1,2\n", "x.csv", format_name="pdf")
