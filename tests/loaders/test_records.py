"""Splitting: every record whole, on its physical line."""

from __future__ import annotations

import csv
import io
import re
from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders import marks
from loaders.records import Raw, split
from loaders.texts import read_text

EDGE = " \t\u200b\u3000"
CELL = st.text(alphabet='a1张三（"",;|\t \n\r\u200b\u3000€', max_size=6)
TABLE = st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), max_size=8))
LINE_END = re.compile("\r\n|\r|\n")


def rows(raw: Raw) -> list[tuple[int, list[str | None]]]:
    """(line, cells of the record's width)"""
    return [(row[-2], list(row[: row[-1]])) for row in raw.frame.iter_rows()]


def tidy(cells: list[str]) -> list[str | None]:
    return [cell.strip(EDGE) or None for cell in cells]


def written(table: list[list[str]], delimiter: str, end: str, blanks: list[int]) -> tuple[str, list[int]]:
    """The table as csv.writer writes it, with blank lines before each record, and the records' physical lines."""
    text, lines = "", []
    for cells, blank in zip(table, blanks, strict=False):
        text += ("" if blank < 2 else delimiter + " ") + end if blank else ""
        lines.append(len(LINE_END.findall(text)) + 1)
        out = io.StringIO()
        if LINE_END.search("".join(cells)):
            csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerow(cells)
        else:
            csv.writer(out, delimiter=delimiter, lineterminator=end).writerow(cells)
        text += out.getvalue()
    return text, lines


@settings(max_examples=300, deadline=None)
@given(
    TABLE,
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.lists(st.integers(0, 2), min_size=9, max_size=9),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
)
def test_a_written_table_comes_back_with_its_lines(
    table: list[list[str]], delimiter: str, end: str, blanks: list[int], codec: str
) -> None:
    table = [["标题", *(f"h{i}" for i in range(2, len(table[0]) + 1 if table else 2))], *table]
    text, lines = written(table, delimiter, end, blanks)
    expected = [(line, tidy(cells)) for line, cells in zip(lines, table, strict=True) if any(tidy(cells))]
    with patch.object(marks, "_BLOCK", 64):
        raw = split(text.encode(codec), "t.csv", delimiter)
    assert rows(raw) == expected
    note = read_text(text.encode(codec)).note
    assert raw.broken == () and raw.notes == ((note,) if note else ())


@settings(max_examples=200, deadline=None)
@given(TABLE, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n", "\r"]))
def test_the_exact_machine_agrees_with_the_fast_path(table: list[list[str]], delimiter: str, end: str) -> None:
    text = ("h" + end + written(table, delimiter, end, [0] * 9)[0]).encode()
    # One stray quote, far below, sends the whole file through the machine: the records above must not change.
    plain = split(text, "t.csv", delimiter)
    hurt = split(text + b'x"y' + end.encode(), "t.csv", delimiter)
    assert rows(hurt)[:-1] == rows(plain)
    assert rows(hurt)[-1][1] == ['x"y'] and "not doubled" in hurt.notes[0]


def machine(text: str) -> tuple[list[tuple[int, list[str]]], list[tuple[int, str]]]:
    """The rule, sign by sign: (line, cells) of the records and (line, text) of the broken ones; comma only."""
    kept, broken, at, line = [], [], 0, 1
    while at < len(text):
        start, cells = at, []
        while True:
            cell, at = one_cell(text, at)
            if cell is None:
                at = next((i for i in range(at, len(text)) if text[i] in "\r\n"), len(text))
                broken.append((line, text[start:at]))
                break
            cells.append(cell)
            if text[at : at + 1] != ",":
                kept.append((line, cells))
                break
            at += 1
        at += 2 if text[at : at + 2] == "\r\n" else 1
        line += len(LINE_END.findall(text[start:at]))
    return kept, broken


def one_cell(text: str, at: int) -> tuple[str | None, int]:
    ends = {",", "\r", "\n", ""}

    def blanks(i: int) -> int:
        while text[i : i + 1] in (" ", "\t"):
            i += 1
        return i

    first = blanks(at)
    if text[first : first + 1] == '"':
        i = first + 1
        while i < len(text) and (text[i] != '"' or text[i + 1 : i + 2] == '"'):
            i += 2 if text[i] == '"' else 1
        one_line = not LINE_END.search(text[first:i])
        if i < len(text) and text[blanks(i + 1) :][:1] in ends and (first == at or one_line):
            return text[first + 1 : i].replace('""', '"'), blanks(i + 1)
        for i in range(first + 1, len(text)):
            if text[i] in "\r\n" or first > at:
                break
            if text[i] == '"' and text[blanks(i + 1) :][:1] in ends:
                return text[at + 1 : i].replace('""', '"'), blanks(i + 1)
        if first == at:
            return None, at
    stop = next((i for i in range(at, len(text)) if text[i] in ends), len(text))
    return text[at:stop], stop


@settings(max_examples=600, deadline=None)
@given(st.text(alphabet='"",,a张\n\r \t', max_size=24), st.integers(0, 64))
def test_any_text_splits_as_the_rule_says_and_loses_nothing(text: str, before: int) -> None:
    text = "h1,h2" + "x" * before + "\n" + text  # the seam between two blocks falls anywhere
    with patch.object(marks, "_BLOCK", 64):
        raw = split(text.encode(), "t.csv", ",")
    kept, broken = machine(text)
    assert rows(raw) == [(line, tidy(cells)) for line, cells in kept if any(tidy(cells))]
    assert [(one.line, one.text) for one in raw.broken] == [(line, lost.rstrip("\r\n")) for line, lost in broken]
    held = "".join(cell or "" for _, cells in rows(raw) for cell in cells) + "".join(one.text for one in raw.broken)
    for letter in "a张":
        assert held.count(letter) == text.count(letter)


def test_blanks_around_a_quoted_cell_are_no_fault() -> None:
    raw = split(b'a,b,c\n"-1.00"\t,HKD, "3,612.17" \n"x\ny"\t,"1" ,2\n1, "u,v"w,3\n', "t.csv")
    assert raw.delimiter == "," and raw.broken == ()
    assert rows(raw)[1:] == [
        (2, ["-1.00", "HKD", "3,612.17"]),
        (3, ["x\ny", "1", "2"]),
        (5, ["1", '"u', 'v"w', "3"]),
    ]
    assert raw.notes == ("records with quotes that are not doubled, kept as they stand: 1",)


# --- cells and delimiters


def test_guards_of_long_numbers_are_taken_off_and_others_kept() -> None:
    text = '\'622202198001011234,"\t6222","=""0123""",\'tis,="x",\'\n'
    assert rows(split(text.encode(), "t.csv", ","))[0][1] == ["622202198001011234", "6222", "0123", "'tis", '="x"', "'"]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("name,note\na,x;y\nb,x;y\n", ","),
        ("name;amount;sum\na;1,5;2,5\nb;1,5;2,5\nc;1,0;1,0\n", ";"),
        ("a公司, 股东信息, 数据来源\nname\tshare\na\t1\nb\t2\n", "\t"),
        ("id|name\n1|a,b\n", "|"),
        ('name,note\n"a;b;c",1\n"a;b;c",2\n', ","),
        ("sep=;\na,b;c\n", ";"),
        ("only\n1\n2\n", ","),
        ("a,b,c\n1,2,3;4\n1,2;3,3,4\n1,2,3,4;5\n", ","),
    ],
)
def test_the_delimiter_is_found(text: str, delimiter: str) -> None:
    assert split(text.encode(), "t.csv").delimiter == delimiter


def test_an_unclosed_quote_sets_its_line_aside_alone() -> None:
    raw = split(b'a,b\n1,"x\n2,y\n3,"z"\n"4\nmore","w"\n', "t.csv")
    assert [(one.line, one.text) for one in raw.broken] == [(2, '1,"x')] and raw.broken[0].remedy
    assert rows(raw) == [(1, ["a", "b"]), (3, ["2", "y"]), (4, ["3", "z"]), (5, ["4\nmore", "w"])]


def test_a_file_cut_off_inside_a_quote_keeps_all_above() -> None:
    raw = split(b'a,b\n"1","x"\n"2","y', "t.csv")
    assert len(rows(raw)) == 2 and [(one.line, one.text) for one in raw.broken] == [(3, '"2","y')]


def test_one_over_wide_record_does_not_widen_the_frame() -> None:
    raw = split(b"a,b\n1,2\n" + b"x," * 5000 + b"\n", "t.csv", ",")
    assert raw.frame.width == 4 and raw.broken[0].line == 3 and raw.broken[0].text.count("x") == 5000


def test_a_frame_has_text_and_lines_only() -> None:
    frame = split(b"a,b\n1,2\n3\n", "t.csv").frame
    assert dict(frame.schema) == {"c0": pl.String, "c1": pl.String, "_line": pl.Int64, "_width": pl.Int64}
    assert frame["_width"].to_list() == [2, 2, 1]


def test_records_of_several_widths_stay_in_order_on_their_lines() -> None:
    text = "title\n\n" + "a,b,c\n1,2\n,,\n3,4,5,6\n" * 400
    raw = split(text.encode(), "t.csv", ",")
    once = [(3, ["a", "b", "c"]), (4, ["1", "2"]), (6, ["3", "4", "5", "6"])]
    assert rows(raw) == [(1, ["title"]), *((line + 4 * i, cells) for i in range(400) for line, cells in once)]
    assert raw.frame.columns == ["c0", "c1", "c2", "c3", "_line", "_width"] and raw.broken == ()


def test_an_empty_quoted_cell_is_no_cell_filled() -> None:
    assert rows(split(b'a,b\n"",x\n"",""\n" ",\n', "t.csv")) == [(1, ["a", "b"]), (2, [None, "x"])]


@pytest.mark.parametrize("blank", EDGE)
@pytest.mark.parametrize(
    "form", ["a,b\n{}x,y\n", "a,b\nx,y{}\r\n", 'a,b\n"{}x",y\n', 'a,b\n"x{}",y\n', "a,b\nx{}{}, y\n"]
)
def test_blanks_go_from_the_edges_of_a_cell_wherever_they_stand(form: str, blank: str) -> None:
    assert rows(split(form.replace("{}", blank).encode(), "t.csv", ","))[1][1] == ["x", "y"]


@pytest.mark.parametrize("blank", EDGE)
def test_blanks_within_a_cell_stay(blank: str) -> None:
    assert rows(split(f"a,b\nx{blank}y,z\n".encode(), "t.csv", ","))[1][1] == [f"x{blank}y", "z"]
