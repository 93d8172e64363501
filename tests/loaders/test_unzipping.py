"""Hostile workbooks are refused, and their harmless like is read."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from loaders.sheets import workbook
from tests.loaders.books import ODS_CELL, ods, one_sheet, refused, swapped, zipped


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
