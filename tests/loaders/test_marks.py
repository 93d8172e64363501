"""Marks by bits against the rule, sign by sign."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders import marks
from loaders.marks import scan

Record = tuple[int, int, int, int, int]
TEXT = st.text(alphabet='"",,ab \t\n\r', max_size=30)


def by_sign(text: str, delimiter: str) -> tuple[list[Record], list[str]] | None:
    """(start, end, next, line, cells) of each record and the cells as they stand; None where a quote is out of place."""
    records: list[Record] = []
    cells: list[str] = []
    start = at = cell = width = 0
    line, first, inside = 1, 1, False
    while at < len(text):
        sign = text[at]
        stop = 2 if text[at : at + 2] == "\r\n" else 1
        if sign == '"':
            before, after = text[at - 1] if at else "\n", text[at + 1]
            inside = not inside
            if (before if inside else after) not in {delimiter, "\r", "\n", '"'}:
                return None
        elif sign == delimiter and not inside:
            cells.append(text[cell:at])
            width, cell = width + 1, at + 1
        elif sign in "\r\n":
            line += 1
            at += stop - 1
            if not inside:
                end = at - stop + 1
                cells.append(text[cell:end])
                records.append((start, end, at + 1, first, width + 1))
                start, cell, width, first = at + 1, at + 1, 0, line
        at += 1
    return None if inside else (records, cells)


@settings(max_examples=1500, deadline=None)
@given(TEXT, st.integers(0, 70), st.sampled_from(",\t;"), st.sampled_from(["\n", "\r", "\r\n"]))
def test_marks_are_what_the_rule_says_on_every_seam(text: str, before: int, delimiter: str, end: str) -> None:
    text = "x" * before + end + text + end
    with patch.object(marks, "_BLOCK", 64):
        found = scan(text.encode(), ord(delimiter))
    expected = by_sign(text, delimiter)
    if expected is None or found is None:
        assert found is None and expected is None
        return
    columns = (found.start, found.end, found.next, found.line, found.width)
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == expected[0]
    bare = [cell.strip('"') if cell.startswith('"') else cell for cell in expected[1]]
    assert found.padded or all(cell == cell.strip(" \t") for cell in bare)


@pytest.mark.parametrize("text", ["x y,1\n", '"1 Main St, London",2\n', "a,b\r\nc d,e\r\n", "a\tb;c\n"])
def test_blanks_within_cells_are_not_beside_an_edge(text: str) -> None:
    found = scan(text.encode(), ord(";" if ";" in text else ","))
    assert found is not None and not found.padded


@pytest.mark.parametrize("text", [" x,1\n", "x ,1\n", "x,\t1\n", "x,1 \r\n", '" x",1\n', '"x\t",1\n', '""" x",1 \n'])
def test_blanks_beside_an_edge_are(text: str) -> None:
    found = scan(text.encode(), ord(","))
    assert found is not None and found.padded


def test_a_tab_that_delimits_is_no_blank() -> None:
    plain, quoted = scan(b"a\t\tb\n\t1\t\n", ord("\t")), scan(b'a\t"\tb"\n', ord("\t"))
    assert plain is not None and not plain.padded and quoted is not None and quoted.padded
