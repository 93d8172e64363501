"""What is safe to open as a workbook."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from graph.errors import UnreadableInput
from loaders.texts import looks_like, sniff_encoding

_ENTRIES = 5_000  # files within a workbook
_INFLATED = 2 << 30  # bytes after unpacking
_RATIO, _RATIO_FROM = 300, 64 << 20  # unpacked to packed, minded from this size on: small repetitive sheets pack well
_CELLS = 50_000_000  # a sheet is held as a full rectangle up to its last filled cell, about 30 bytes each
_CHUNK = 1 << 20
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AGAIN = "open it, save it as XLSX and give that file"


def locked(name: str) -> UnreadableInput:
    return UnreadableInput("the workbook is locked with a password", name, "remove the password and save it again")


def damaged(name: str, why: object = "") -> UnreadableInput:
    """why: what the parser said, on one line and no longer than that."""
    said = " ".join(str(why).split())[:120]
    what = f"the workbook is damaged: {said}" if said else "the workbook is damaged"
    return UnreadableInput(what, name, "export it again, or " + _AGAIN)


def examined(content: bytes, name: str) -> tuple[str, int]:
    """(xlsx, ods or xls, number of error cells); UnreadableInput for all that is not safe to open."""
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise locked(name)
        return "xls", 0
    if content.startswith(_ZIP):
        try:
            return _unzipped(content, name)
        except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, OSError) as fault:
            raise damaged(name, fault) from None
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
        raise locked(name)
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
            raise damaged(self.name, "a cell without an end")
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
