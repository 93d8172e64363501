"""Bytes to records with their physical lines."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

import numpy as np
import polars as pl

from graph.errors import UnreadableInput
from loaders.blanks import emptied, trimmed, unguarded, wide_blanks
from loaders.marks import Marks, Places, scan
from loaders.quotes import mend
from loaders.texts import read_text

_LF, _CR = 10, 13
_WIDEST = 4096  # cells in a record, far beyond any export
_CELLS = 20_000_000  # a frame may grow to this many cells for the sake of a few over-wide records
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class BrokenRecord:
    """A record set aside whole. line: physical line where it begins; text: as it stood, cells re-joined if need be."""

    line: int
    text: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True, eq=False)
class Raw:
    """A file (or one sheet of it) as records, before any heading is known.

    frame: "c0" … "c{n-1}" (String, null where empty), "_line" (Int64: physical line where the record begins,
    first line 1, blank lines counted; in a sheet the row number), "_width" (Int64: cells in the record).
    broken: what could not be split, by line. sheet: its name in a workbook, else None. delimiter: "" in a workbook.
    """

    name: str
    sha256: str
    encoding: str
    delimiter: str
    frame: pl.DataFrame
    broken: tuple[BrokenRecord, ...] = ()
    notes: tuple[str, ...] = ()
    sheet: str | None = None


def split(content: bytes, name: str, delimiter: str | None = None, encoding: str | None = None) -> Raw:
    r"""Split a delimited text into records; UnreadableInput where it is none.

    Line ends are \n, \r\n or \r; a quoted cell may hold them, "" is a quote. Records without a filled cell are left
    out, their lines count. A quote that is never closed sets its physical line aside and splitting resumes on the next.
    encoding: a codec that the source is known to use (such as latin-1), else it is found by `read_text`.
    """
    try:
        read = read_text(content, encoding)
    except UnreadableInput as fault:
        raise UnreadableInput(fault.what, name, fault.mend) from None
    text = read.utf8 if read.utf8.endswith((b"\n", b"\r")) else read.utf8 + b"\n"
    chosen = delimiter or _sniff_delimiter(text)
    text, marks, broken, stray = _marked(text, chosen)
    frame = _frame(text, marks, chosen, broken)
    if read.damaged:
        frame = _whole(frame, chosen, broken)
    if not frame.height and not broken:
        raise UnreadableInput("the file holds no filled cell", name, "export it again and check that it holds rows")
    literal = f"records with quotes that are not doubled, kept as they stand: {stray}" if stray else ""
    notes = tuple(text for text in (read.note, literal) if text)
    broken.sort(key=lambda record: record.line)
    return Raw(name, hashlib.sha256(content).hexdigest(), read.codec, chosen, frame, tuple(broken), notes)


def _marked(text: bytes, delimiter: str) -> tuple[bytes, Marks, list[BrokenRecord], int]:
    """The text well quoted, its records, those that never close, how many others hold stray quotes."""
    marks = scan(text, ord(delimiter))
    if marks is not None:
        return text, marks, [], 0
    text, lost, stray = mend(text, delimiter.encode())
    marks = scan(text, ord(delimiter))
    assert marks is not None
    reason, remedy = "a quote is opened and never closed", 'close the quote, or write a quote in a cell as ""'
    return text, marks, [BrokenRecord(line, one.decode().rstrip("\r\n"), reason, remedy) for line, one in lost], stray


def _whole(frame: pl.DataFrame, delimiter: str, broken: list[BrokenRecord]) -> pl.DataFrame:
    """The records without damaged bytes; the others go to `broken`."""
    hurt = pl.any_horizontal(
        pl.lit(value=False), cells_of(frame).str.contains("\ufffd", literal=True).fill_null(value=False)
    )
    remedy = "the file is damaged here: export it again"
    broken += set_aside(frame.filter(hurt), delimiter, pl.lit("holds damaged bytes"), remedy)
    return frame.filter(~hurt)


def _sniff_delimiter(text: bytes) -> str:
    """The sign that cuts the first records most evenly; among close ones that which does so first (the header)."""
    declared = re.match(rb'"?sep=([,;\t|])"?\r?[\n\r]', text[:20])
    if declared:
        return declared[1].decode()
    head = text[: 1 << 16]
    head = head if len(head) == len(text) else head[: max(head.rfind(b"\n"), head.rfind(b"\r")) + 1] or head + b"\n"
    found: list[tuple[int, int, int, str]] = []
    for sign in _DELIMITERS:
        marks = scan(mend(head, sign.encode())[0], ord(sign))
        assert marks is not None
        width = marks.width[marks.end > marks.start][:60]
        sizes, first, counts = np.unique(width[width > 1], return_index=True, return_counts=True)
        if sizes.size:
            best = int(np.lexsort((first, -counts))[0])
            line = int(np.argmax(width == sizes[best]))
            found.append((line, int(-counts[best] * (sizes[best] - 1)), int(counts[best]), sign))
    score, count = min((one[1] for one in found), default=0), max((one[2] for one in found), default=0)
    close = [one for one in found if one[1] * 2 <= score and one[2] * 2 >= count]
    return min(close or found)[3] if found else ","


# --- records to a frame ----------------------------------------------------------------------------------------------


def _frame(text: bytes, marks: Marks, delimiter: str, broken: list[BrokenRecord]) -> pl.DataFrame:
    """Parse the records as wide as the widest, so that none loses a cell; over-wide ones go to `broken`."""
    filled = marks.end > marks.start
    widths, counts = np.unique(marks.width[filled], return_counts=True)
    usual = int(widths[np.argmax(counts)]) if widths.size else 1
    limit = min(_WIDEST, max(usual + 16, _CELLS // max(1, int(counts.sum()))))
    for row in np.flatnonzero(filled & (marks.width > limit)):
        reason = f"has {marks.width[row]} cells, most records have {usual}"
        whole = text[marks.start[row] : marks.end[row]].decode()
        broken.append(BrokenRecord(int(marks.line[row]), whole, reason, "check the delimiter and the line breaks"))
    rows = np.flatnonzero(filled & (marks.width <= limit))
    width = int(marks.width[rows].max(initial=0))
    block = _gathered(_plain_returns(text, marks), marks, rows)
    frame = _parse(block, width, delimiter, padded=marks.padded or wide_blanks(block)) if width else pl.DataFrame()
    if frame.height != rows.size:
        raise UnreadableInput("the records cannot be told apart", mend="save it as CSV UTF-8 with every cell quoted")
    frame = _numbered(frame, _line=marks.line[rows], _width=marks.width[rows])
    empty = frame.select(pl.all_horizontal(pl.lit(value=True), cells_of(frame).is_null())).to_series()
    return frame.filter(~empty) if empty.any() else frame  # to filter is to copy


def _numbered(frame: pl.DataFrame, **numbers: Places) -> pl.DataFrame:
    """With these columns, in chunks as long as those of the cells: else the next step that joins them copies all."""
    cuts = np.cumsum(frame.to_series(0).chunk_lengths() if frame.width else [0])[:-1]
    parts = {name: [pl.Series(part) for part in np.split(column, cuts)] for name, column in numbers.items()}
    return frame.with_columns(pl.concat(parts[name], rechunk=False).alias(name) for name in numbers)


def _plain_returns(text: bytes, marks: Marks) -> bytes:
    """Lone carriage returns that end a record become line feeds, the only record end that the parser knows."""
    if b"\r" not in text:
        return text
    whole = np.frombuffer(text, np.uint8)
    lone = marks.next[whole[marks.next - 1] == _CR] - 1
    if not lone.size:
        return text
    changed = whole.copy()
    changed[lone] = _LF
    return changed.tobytes()


def _gathered(text: bytes, marks: Marks, rows: Places) -> bytes:
    """The given records alone, run by run; the text itself where it is all of them."""
    if rows.size == marks.start.size or not rows.size:
        return text
    cut = np.flatnonzero(np.diff(rows) != 1)
    first, last = np.concatenate((rows[:1], rows[cut + 1])), np.concatenate((rows[cut], rows[-1:]))
    whole = memoryview(text)
    return b"".join(whole[low:high] for low, high in zip(marks.start[first], marks.next[last], strict=True))


def _parse(block: bytes, width: int, delimiter: str, *, padded: bool) -> pl.DataFrame:
    """The cells, null where a record has fewer. Streamed, so that no step holds all cells a second time."""
    text = pl.scan_csv(
        block,
        has_header=False,
        schema={f"c{i}": pl.String for i in range(width)},
        separator=delimiter,
        quote_char='"' if b'"' in block else None,
        missing_columns="insert",
    )
    frame = (text.with_columns(trimmed()) if padded else text).collect(engine="streaming")
    return emptied(unguarded(frame) if b"'" in block or b"=" in block else frame)


def cells_of(frame: pl.DataFrame) -> pl.Expr:
    """Its cells, without "_line" and "_width"."""
    return pl.col([name for name in frame.columns if name not in ("_line", "_width")])


def set_aside(frame: pl.DataFrame, delimiter: str, reason: pl.Expr, remedy: str) -> list[BrokenRecord]:
    """Rows of a frame as records set aside, their text joined again from all cells of the row's width."""
    special = re.compile(f'["\r\n{re.escape(delimiter)}]')
    aside: list[BrokenRecord] = []
    for *cells, line, width, why in frame.with_columns(_why=reason).iter_rows():
        texts = [cell or "" for cell in cells[:width]]
        quoted = ['"' + text.replace('"', '""') + '"' if special.search(text) else text for text in texts]
        aside.append(BrokenRecord(line, delimiter.join(quoted), why, remedy))
    return aside
