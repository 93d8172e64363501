"""Workbooks made up for tests, sound and hostile."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from graph.errors import UnreadableInput
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
