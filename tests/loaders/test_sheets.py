"""Workbooks: typed cells to text on their rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.headings import below, find_header
from loaders.sheets import workbook
from tests.loaders.books import ODS_CELL, made, ods, one_sheet, refused


def test_sheets_come_in_order_with_their_row_numbers() -> None:
    def fill(book: Any) -> None:
        first = book.add_worksheet("股东")
        first.write_row(2, 1, ["股东", "持股比例(%)"])
        first.write_row(5, 1, ["张三", 35])
        book.add_worksheet("空")
        book.add_chartsheet("图")
        hidden = book.add_worksheet("隐")
        hidden.write(0, 0, "x")
        hidden.hide()

    raws = workbook(made(fill), "a.xlsx")
    assert [(raw.name, raw.sheet, raw.encoding) for raw in raws] == [
        ("a.xlsx", "股东", "xlsx"),
        ("a.xlsx", "隐", "xlsx"),
    ]
    assert raws[0].frame.rows() == [(None, "股东", "持股比例(%)", 3, 3), (None, "张三", "35", 6, 3)]
    assert raws[0].notes == () and "hidden" in raws[1].notes[0]
    assert raws[0].sha256 == raws[1].sha256
    index = find_header(raws[0], {"股东", "持股比例"}.__contains__)
    assert index == 0
    found = below(raws[0], index)
    assert (found.sheet, found.header_line, found.rows_in) == ("股东", 3, 1) and not found.ragged


def test_typed_cells_become_text() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("s")
        day, clock = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        hour, long = book.add_format({"num_format": "hh:mm:ss"}), book.add_format({"num_format": "[h]:mm:ss"})
        sheet.write_datetime(0, 0, dt.datetime(2024, 3, 5), day)  # noqa: DTZ001 - a sheet knows no zone
        sheet.write_datetime(0, 1, dt.datetime(2024, 3, 5, 10, 30), clock)  # noqa: DTZ001
        sheet.write_datetime(0, 2, dt.time(10, 30, 1), hour)
        sheet.write_number(0, 3, 30.5 / 24, long)
        for column, value in enumerate((7.0, -3, 0.35, 1e-7, 123456789012345, 622202198001011234, True, False), 4):
            sheet.write(0, column, value)
        sheet.write_string(0, 12, " '622202198001011234\u200b")
        sheet.write_formula(0, 13, "=NA()", None, "#N/A")

    raw = workbook(made(fill), "a.xlsx")[0]
    assert raw.frame.row(0)[:13] == (
        *("2024-03-05", "2024-03-05T10:30:00", "10:30:01", "30:30:00", "7", "-3", "0.35", "0.0000001"),
        *("123456789012345", "6.22202198001011E+17", "yes", "no", "622202198001011234"),
    )
    assert raw.notes == ("cells of the workbook with an error such as #N/A, read as empty: 1",)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (999_999_999_999_999, "999999999999999"),
        (1_000_000_000_000_000, "1E+15"),
        (6222021980010112345, "6.22202198001011E+18"),
        (-6.2220219e18, "-6.2220219E+18"),
        (0.1, "0.1"),
        (12345678.05, "12345678.05"),
    ],
)
def test_sixteen_digits_are_marked_as_lost(number: float, text: str) -> None:
    assert workbook(one_sheet({1: [number]}), "a.xlsx")[0].frame["c0"].to_list() == [text]


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.integers(1, 30), st.lists(st.text("a张,\n\" '1", max_size=4), min_size=2, max_size=4), min_size=1
    )
)
def test_text_cells_come_back_on_their_rows(rows: dict[int, list[str]]) -> None:
    wanted = {n: [cell.strip(" ") for cell in cells] for n, cells in rows.items()}
    wanted = {
        n: [cell[1:] if cell[:1] == "'" and cell[1:].isdigit() else cell for cell in cells]
        for n, cells in wanted.items()
    }
    wanted = {n: cells for n, cells in wanted.items() if any(cells)}

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("s")
        for number, cells in rows.items():
            for column, cell in enumerate(cells):
                sheet.write_string(number - 1, column, cell)

    if not wanted:
        refused(made(fill))
        return
    frame = workbook(made(fill), "a.xlsx")[0].frame
    got = {row[-2]: [cell or "" for cell in row[:-2]] for row in frame.iter_rows()}
    assert list(got) == sorted(wanted)
    assert all(got[n][: len(cells)] == cells and not any(got[n][len(cells) :]) for n, cells in wanted.items())


def test_merged_areas_are_told() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("s")
        sheet.merge_range(0, 0, 0, 2, "title")
        sheet.merge_range(1, 0, 3, 0, "某公司")

    assert workbook(made(fill), "a.xlsx")[0].notes == (
        "merged areas over several rows, of which only the first holds the value: 1",
    )


def test_a_side_note_beyond_the_header_keeps_its_column() -> None:
    raw = workbook(one_sheet({1: ["股东", "比例"], 2: ["张三", 1, "见附注"]}), "a.xlsx")[0]
    assert below(raw, 0).header == ("股东", "比例", "") and not below(raw, 0).ragged


def test_an_open_document_sheet_is_read() -> None:
    empty = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    row = f"<table:table-row>{ODS_CELL.format('', '张三')}{ODS_CELL.format('', '李四')}</table:table-row>"
    filler = '<table:table-row table:number-rows-repeated="1048573"><table:table-cell/></table:table-row>'
    raw = workbook(ods(empty + row + filler), "a.ods")[0]
    assert raw.frame.rows() == [("张三", "李四", 3, 2)] and (raw.sheet, raw.encoding) == ("表", "ods")
