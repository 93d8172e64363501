"""Workbooks: typed cells to text, and hostile ones refused."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnreadableInput
from loaders.records import below, find_header
from loaders.sheets import workbook

ODS_HEAD = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
ODS_FOOT = "</office:spreadsheet></office:body></office:document-content>"
ODS_CELL = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'


def made(fill: Callable[[Any], None]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    fill(book)
    book.close()
    return out.getvalue()


def one_sheet(rows: dict[int, list[object]]) -> bytes:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("股东信息")
        for number, cells in rows.items():
            sheet.write_row(number - 1, 0, cells)

    return made(fill)


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return out.getvalue()


def swapped(book: bytes, path: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert old in files[path]
    return zipped(files | {path: files[path].replace(old, new, 1)})


def ods(rows: str) -> bytes:
    content = f'{ODS_HEAD}<table:table table:name="表">{rows}</table:table>{ODS_FOOT}'
    manifest = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": manifest})


def refused(content: bytes, name: str = "a.xlsx") -> UnreadableInput:
    with pytest.raises(UnreadableInput) as fault:
        workbook(content, name)
    assert fault.value.where == name and fault.value.mend and "\n" not in str(fault.value)
    return fault.value


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


# --- refused


def test_other_formats_under_the_name_of_a_workbook() -> None:
    html = refused("<html><meta charset=gbk><table><tr><td>股东</td></tr></table></html>".encode("gb18030"), "a.xls")
    assert "HTML" in html.what and "XLSX" in html.mend
    assert "plain text" in refused(b"a,b\n1,2\n", "a.xls").what
    assert "PDF" in refused(b"%PDF-1.7", "a.xlsx").what
    assert "empty" in refused(b"").what
    assert "ZIP" in refused(zipped({"readme.txt": b"x"})).what
    assert "no filled cell" in refused(one_sheet({})).what


def test_locked_workbooks() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert "locked" in refused(ole + "EncryptedPackage".encode("utf-16-le")).what
    assert "damaged" in refused(ole, "a.xls").what
    book = bytearray(one_sheet({1: ["x"]}))
    at = book.find(b"PK\x01\x02")
    book[at + 8] |= 1
    assert "locked" in refused(bytes(book)).what


def test_a_cut_off_or_damaged_workbook() -> None:
    book = one_sheet({n: [f"张{n}", n] for n in range(1, 200)})
    assert "damaged" in refused(book[: len(book) // 2]).what
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    at = entry.header_offset + 30 + len(entry.filename)
    assert "damaged" in refused(book[:at] + b"\xff" * 40 + book[at + 40 :]).what
    assert "damaged" in refused(swapped(book, "xl/workbook.xml", b"<sheets>", b"<sheets")).what


def test_a_workbook_that_unpacks_without_end() -> None:
    bomb = swapped(one_sheet({1: ["x"]}), "xl/styles.xml", b"<fonts", b" " * (100 << 20) + b"<fonts")
    assert len(bomb) < 1 << 20 and "unpacks" in refused(bomb).what


def test_a_directory_that_lies_about_sizes_does_not_help() -> None:
    bomb = bytearray(swapped(one_sheet({1: ["x"]}), "xl/styles.xml", b"<fonts", b" " * (100 << 20) + b"<fonts"))
    at = bomb.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", bomb, at + 24, 10)
        at = bomb.find(b"PK\x01\x02", at + 4)
    assert "unpacks" in refused(bytes(bomb)).what


def test_too_many_files_in_a_workbook() -> None:
    files = {f"xl/{number}": b"" for number in range(5001)}
    assert "5001 files" in refused(zipped(files)).what


@pytest.mark.parametrize(
    "reference", [b'r="XFD1048576"', b'r="xfd1048576"', b"r='XFD1048576'", b'r = "XFD1048576"', b'r="A9999999999"']
)
def test_a_cell_in_the_last_corner_is_refused(reference: bytes) -> None:
    book = swapped(one_sheet({1: ["x", 5]}), "xl/worksheets/sheet1.xml", b'r="B1"', reference)
    assert refused(book).mend


def test_a_far_cell_within_reason_is_read() -> None:
    book = swapped(one_sheet({1: ["x", 5]}), "xl/worksheets/sheet1.xml", b'r="B1"', b'r="ZZ1"')
    assert workbook(book, "a.xlsx")[0].frame.width == 704
    assert workbook(one_sheet({1: ["x"], 3: [" r = 'x' r=5"]}), "a.xlsx")[0].frame.height == 2


@pytest.mark.parametrize(
    "rows",
    [
        "<table:table-row>" + ODS_CELL.format(' table:number-columns-repeated="900000000"', "x") + "</table:table-row>",
        '<table:table-row table:number-rows-repeated="900000000">' + ODS_CELL.format("", "x") + "</table:table-row>",
    ],
)
def test_repeats_of_an_open_document_are_bounded(rows: str) -> None:
    assert "far outside" in refused(ods(rows), "a.ods").what
