"""Workbooks to records: xlsx, xls and ods, sheet by sheet."""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from graph.errors import UnreadableInput
from loaders.records import Raw, looks_like, sniff_encoding, tidied

_ENTRIES = 5_000  # files within a workbook
_INFLATED = 2 << 30  # bytes after unpacking
_RATIO, _RATIO_FROM = 300, 64 << 20  # unpacked to packed, minded from this size on: small repetitive sheets pack well
_CELLS = 50_000_000  # a sheet is held as a full rectangle up to its last filled cell, about 30 bytes each
_EXACT = 10**15  # a spreadsheet keeps 15 digits; from the 16th on they are lost
_CHUNK = 1 << 20
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AGAIN = "open it, save it as XLSX and give that file"
_DAMAGED = "export it again, or " + _AGAIN


def workbook(content: bytes, name: str) -> list[Raw]:
    """One Raw for each sheet with a filled cell, in the workbook's order; "_line" is the row number in the sheet.

    Cells become text: days and times ISO (a midnight is a day), whole numbers without a point, yes/no; a number of 16
    and more integer digits has lost digits and is written 6.22202E+18. UnreadableInput where the file is no workbook,
    is locked, damaged, or unpacks beyond what a workbook needs.
    """
    kind, errors = _examined(content, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        raws = _sheets(book, name, hashlib.sha256(content).hexdigest(), kind)
    except PasswordError:
        raise _locked(name) from None
    except (CalamineError, ValueError, OverflowError, OSError) as fault:
        raise UnreadableInput(f"the workbook is damaged: {_one_line(fault)}", name, _DAMAGED) from None
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # the parser's own crash, which is no Exception
            raise
        raise UnreadableInput("the workbook is damaged", name, _DAMAGED) from None
    if not raws:
        raise UnreadableInput("the workbook holds no filled cell", name, "export it again and check that it holds rows")
    return raws if not errors else [_noted(raw, errors) for raw in raws]


def _one_line(fault: Exception) -> str:
    return " ".join(str(fault).split())[:120]


def _locked(name: str) -> UnreadableInput:
    return UnreadableInput("the workbook is locked with a password", name, "remove the password and save it again")


def _noted(raw: Raw, errors: int) -> Raw:
    note = f"cells of the workbook with an error such as #N/A, read as empty: {errors}"
    return Raw(raw.name, raw.sha256, raw.encoding, "", raw.frame, (), (*raw.notes, note), raw.sheet)


# --- sheets to frames ------------------------------------------------------------------------------------------------


def _sheets(book: CalamineWorkbook, name: str, sha256: str, kind: str) -> list[Raw]:
    raws: list[Raw] = []
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        frame = _frame(sheet)
        if frame.height:
            notes = [] if about.visible == SheetVisibleEnum.Visible else ["the sheet is hidden in the workbook"]
            merged = [area for area in sheet.merged_cell_ranges or () if area[0][0] != area[1][0]]
            if merged:
                notes.append(f"merged areas over several rows, of which only the first holds the value: {len(merged)}")
            raws.append(Raw(name, sha256, kind, "", frame, (), tuple(notes), about.name))
    return raws


def _frame(sheet: CalamineSheet) -> pl.DataFrame:
    rows = sheet.to_python(skip_empty_area=False)
    columns = {
        f"c{i}": pl.Series([_TEXT[type(value)](value) for value in column], dtype=pl.String)
        for i, column in enumerate(zip(*rows, strict=True))
    }
    frame = tidied(pl.DataFrame(columns)) if columns else pl.DataFrame()
    frame = frame.with_columns(
        _line=pl.int_range(1, len(rows) + 1, dtype=pl.Int64, eager=True), _width=pl.lit(len(columns), pl.Int64)
    )
    return frame.filter(pl.any_horizontal(pl.lit(value=False), pl.col(list(columns)).is_not_null()))


def _number(value: float) -> str:
    if abs(value) >= _EXACT:
        digits, power = f"{value:.14E}".split("E")
        return f"{digits.rstrip('0').rstrip('.')}E{power}"
    return str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")


def _day_time(value: datetime) -> str:
    return value.date().isoformat() if value.time() == time(0) else value.isoformat()


def _duration(value: timedelta) -> str:
    seconds = round(abs(value).total_seconds())
    sign = "-" if value < timedelta(0) else ""
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _integer(value: int) -> str:
    return str(value) if abs(value) < _EXACT else _number(float(value))


# By the exact type that the parser gives; bool is an int and datetime a date, hence no isinstance.
_TEXT: dict[type, Callable[[Any], str]] = {
    str: str,
    float: _number,
    int: _integer,
    bool: lambda value: "yes" if value else "no",
    datetime: _day_time,
    date: date.isoformat,
    time: time.isoformat,
    timedelta: _duration,
}


# --- what is let in --------------------------------------------------------------------------------------------------


def _examined(content: bytes, name: str) -> tuple[str, int]:
    """(xlsx, ods or xls, number of error cells); UnreadableInput for all that is not safe to open."""
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _locked(name)
        return "xls", 0
    if content.startswith(_ZIP):
        try:
            return _unzipped(content, name)
        except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, OSError) as fault:
            raise UnreadableInput(f"the workbook is damaged: {_one_line(fault)}", name, _DAMAGED) from None
    found = looks_like(content)
    if found:
        raise UnreadableInput(f"this is {found[0]}, not a workbook", name, found[1])
    try:
        sniff_encoding(content)  # an HTML page under the name .xls, the commonest case, is refused here
    except UnreadableInput as fault:
        raise UnreadableInput(fault.what.replace("a table of text", "a workbook"), name, _AGAIN) from None
    raise UnreadableInput("this is plain text, not a workbook", name, "name it .csv, or " + _AGAIN)


def _unzipped(content: bytes, name: str) -> tuple[str, int]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
    if len(entries) > _ENTRIES:
        raise UnreadableInput(f"the workbook holds {len(entries)} files", name, _AGAIN)
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise _locked(name)
    kind = "xlsx" if any(entry.startswith("xl/") for entry in names) else "ods" if "content.xml" in names else ""
    if not kind or "xl/workbook.bin" in names:
        raise UnreadableInput("this is a ZIP archive or a binary workbook, not XLSX or ODS", name, _AGAIN)
    extent, total = _Extent(name), 0
    for entry in entries:
        follow = _followed(kind, entry.filename, extent)
        for chunk in _inflated(content, entry):
            total += len(chunk)
            if total > _INFLATED or (total > _RATIO_FROM and total > _RATIO * len(content)):
                raise UnreadableInput("the workbook unpacks to far more than its size", name, _AGAIN)
            follow(chunk)
    extent.close()
    return kind, extent.errors


def _followed(kind: str, path: str, extent: _Extent) -> Callable[[bytes], None]:
    extent.close()
    if kind == "ods":
        return extent.table if path == "content.xml" else extent.nothing
    return extent.sheet if path.startswith("xl/worksheets/") and path.endswith(".xml") else extent.nothing


def _inflated(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """What the entry really unpacks to, whatever size its directory claims."""
    local = entry.header_offset
    lengths = struct.unpack_from("<HH", content, local + 26)
    start = local + 30 + sum(lengths)
    if entry.compress_type == zipfile.ZIP_STORED:
        yield content[start : start + entry.compress_size]
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile("packed in an unusual way")
    unpack, at = zlib.decompressobj(-15), start
    while not unpack.eof:
        packed = unpack.unconsumed_tail or content[at : at + _CHUNK]
        at += 0 if unpack.unconsumed_tail else _CHUNK
        chunk = unpack.decompress(packed, _CHUNK)
        if not packed and not chunk:
            raise zipfile.BadZipFile("cut off")
        yield chunk


_ODD_REFERENCE = re.compile(rb"""\sr(?:\s+=\s*["']|=\s+["']|=')""")  # legal XML that no spreadsheet writes
_ODS = re.compile(rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["'](\d+)""")


def _furthest(chunk: bytes) -> tuple[int, int]:
    """The last row and column among the cell references r="AB12" of a piece of XML."""
    signs = np.frombuffer(chunk + bytes(16), np.uint8)
    named = (signs[1:-2] == ord("r")) & (signs[2:-1] == ord("=")) & (signs[3:] == ord('"'))
    at = np.flatnonzero(named & (signs[:-3] <= ord(" "))) + 4
    row, column = np.zeros(at.size, np.int64), np.zeros(at.size, np.int64)
    for _ in range(10):
        sign = signs[at].astype(np.int64)
        upper = sign & 0xDF
        letter, digit = (upper >= ord("A")) & (upper <= ord("Z")), (sign >= ord("0")) & (sign <= ord("9"))
        column = np.where(letter, column * 26 + upper - 64, column)
        row = np.where(digit, row * 10 + sign - 48, row)
        at = at + (letter | digit)
    return int(row.max(initial=0)), int(column.max(initial=0))


@dataclass(slots=True)
class _Extent:
    """How far the filled cells of a sheet reach: one stray cell in the last corner would fill the memory."""

    name: str
    errors: int = 0
    rows: int = 0
    columns: int = 0
    tail: bytes = b""
    row_times: int = 1
    at: int = 0  # row in the table, for ods
    reach: int = 0  # columns of the row up to now, and up to its last filled cell
    filled: int = 0

    def nothing(self, chunk: bytes) -> None:
        """Other entries hold no cells."""

    def sheet(self, chunk: bytes) -> None:
        chunk = self._whole_tags(chunk)
        self.errors += chunk.count(b' t="e"')
        if _ODD_REFERENCE.search(chunk):
            raise UnreadableInput("the workbook was not written by a spreadsheet", self.name, _AGAIN)
        row, column = _furthest(chunk)
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)

    def table(self, chunk: bytes) -> None:
        for closing, tag, attributes in _ODS.findall(self._whole_tags(chunk)):
            found = _REPEATED.search(attributes)
            times = int(found[1]) if found else 1
            if tag == b"table":
                self.close() if closing else None
            elif tag == b"table-row":
                self.row_times = self.row_times if closing else times
                if closing or attributes.endswith(b"/"):
                    self._row_ends()
            elif not closing:
                self.reach += times
                self.filled = self.reach if b"value-type" in attributes else self.filled

    def _whole_tags(self, chunk: bytes) -> bytes:
        chunk = self.tail + chunk
        whole = chunk.rfind(b">") + 1
        self.tail = chunk[whole:]
        if len(self.tail) > 16 * _CHUNK:
            raise UnreadableInput("the workbook is damaged: a cell without an end", self.name, _DAMAGED)
        return chunk[:whole]

    def _row_ends(self) -> None:
        self.at += self.row_times
        if self.filled:
            self.rows, self.columns = self.at, max(self.columns, self.filled)
        self.reach = self.filled = 0

    def close(self) -> None:
        if self.rows * self.columns > _CELLS:
            raise UnreadableInput(
                "a cell stands far outside the table", self.name, "delete the cells beyond the table and save it again"
            )
        self.rows = self.columns = self.at = self.reach = self.filled = 0
        self.tail = b""
