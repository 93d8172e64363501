"""Tables as text blocks, CSV and XLSX with stable bytes."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

Row = Mapping[str, str]
Grid = Sequence[Sequence[str]]
_EPOCH = (1980, 1, 1, 0, 0, 0)


def block(text: str) -> list[dict[str, str]]:
    """A table written as lines of cells between bars; the first line is the header."""
    header, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    for line in lines:
        if len(line) != len(header):
            raise ValueError(f"{len(line)} cells under {len(header)} headings: {line}")
    return [dict(zip(header, line, strict=True)) for line in lines]


def filled(rows: Iterable[Row], **defaults: str) -> list[dict[str, str]]:
    """The rows with a default wherever they say nothing."""
    return [{**row, **{name: row.get(name) or value for name, value in defaults.items()}} for row in rows]


def grid(rows: Sequence[Row], headings: Mapping[str, str] | None = None) -> list[list[str]]:
    """Rows as a grid under their own names, or under the given headings; columns empty in all rows are left out."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    names = [name for name in names if any(row.get(name) for row in rows)]
    head = [headings.get(name, name) if headings else name for name in names]
    return [head, *([row.get(name, "") for name in names] for row in rows)]


def csv_bytes(cells: Grid, encoding: str = "utf-8", line_end: str = "\n") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=line_end).writerows(cells)
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    return (mark + text.getvalue()).encode(encoding)


def put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def xlsx_bytes(sheets: Mapping[str, Grid]) -> bytes:
    """A workbook of text cells; its parts are stored uncompressed so that no zlib changes a byte."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties({"title": "企业导出（虚构）", "created": datetime(2024, 9, 20, tzinfo=UTC)})
    for name, cells in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(cells):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, cell)
    book.close()
    return _stored(packed.getvalue())


def _stored(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as kept:
        for name in given.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            part.create_system, part.external_attr = 3, 0o600 << 16
            kept.writestr(part, given.read(name))
    return out.getvalue()
