"""Bytes to records with their physical lines."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.errors import UnreadableInput

_Array = npt.NDArray[np.int64]
_Bytes = npt.NDArray[np.uint8]
_Flags = npt.NDArray[np.bool_]
_LF, _CR, _QUOTE = 10, 13, 34
_BLOCK = 1 << 20  # bytes scanned at a time: the marks of one block stay in the processor's cache
_WIDEST = 4096  # cells in a record, far beyond any export
_CELLS = 20_000_000  # a frame may grow to this many cells for the sake of a few over-wide records
_EDGE = " \t\u00a0\u3000\ufeff\u200b\u200c\u200d\u2060"
_DELIMITERS = (",", ";", "\t", "|")
_TABLE = "open it and save the table as CSV UTF-8 or XLSX"

# What a file is that was given as a table, by its first bytes.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "a PNG picture", "give the table itself as CSV or XLSX, not a picture of it"),
    (b"\xff\xd8\xff", "a JPEG picture", "give the table itself as CSV or XLSX, not a picture of it"),
    (b"GIF8", "a GIF picture", "give the table itself as CSV or XLSX, not a picture of it"),
    (b"%PDF", "a PDF document", "ask the source for CSV or XLSX; a PDF holds no rows"),
    (b"PK\x03\x04", "a ZIP archive or an XLSX workbook", "unpack the archive, or name the workbook .xlsx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook", "name it .xls, or open it and save as XLSX"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"{\\rtf", "a rich text document", _TABLE),
)
# The same by the first characters, once these are decoded.
_OPENINGS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"\s*<(!doctype\s+html|html|head|body|table|meta|script|div)\b", re.I), "an HTML page", _TABLE),
    (re.compile(r"\s*<(\?xml|!--|[a-z][\w.-]*:?[\w.-]*[\s/>])", re.I), "an XML document", "name it .xml, or " + _TABLE),
    (re.compile(r'\s*(\{\s*["}]|\[\s*[\[{"\d\]])'), "a JSON document", "name it .json, or " + _TABLE),
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_ENCODING_NOTES = {
    "utf-8": "",
    "utf-8-sig": "",
    "gb18030": "read as GB18030; if the characters look wrong, save the file as UTF-8",
    "utf-16-le": "read as UTF-16, low byte first",
    "utf-16-be": "read as UTF-16, high byte first",
}
_LINE_END = re.compile(rb"[^\r\n]*+(?:\r\n|\r|\n)")
_BLANK = b" \t\r\n\0\xef\xbb\xbf\xff\xfe"
_DAMAGE = "some bytes are damaged or cut off; their rows are set aside"


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


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """The records below a header. frame: "c0" … by header position and "_line".

    rows_in = frame.height + len(ragged), dropped rows apart; ragged holds the records of another width and the broken
    ones below the header, by line. A column without a heading is kept, its header is "".
    """

    name: str
    sha256: str
    encoding: str
    header: tuple[str, ...]
    header_line: int
    frame: pl.DataFrame
    rows_in: int
    ragged: tuple[BrokenRecord, ...] = ()
    notes: tuple[str, ...] = ()
    sheet: str | None = None


# --- bytes to text ---------------------------------------------------------------------------------------------------


def looks_like(content: bytes) -> tuple[str, str] | None:
    """(what it is, how to mend) where the first bytes are those of a picture, document, archive or workbook."""
    return next(((what, mend) for start, what, mend in _SIGNATURES if content.startswith(start)), None)


def sniff_encoding(content: bytes) -> tuple[str, str]:
    """(Python codec, note): a byte order mark, strict UTF-8, UTF-16 by its zero bytes, then GB18030.

    A file of which under one character in twenty is damaged, or whose last character is cut off, is read all the same
    and the note says so. UnreadableInput where it is empty, no text, or another format under a table's name.
    """
    codec, _, note, _ = _unicode(content)
    return codec, note


def _unicode(content: bytes, known: str | None = None) -> tuple[str, bytes, str, bool]:
    """codec, the text as UTF-8 without byte order mark, note, whether U+FFFD stands for damaged bytes."""
    if not (content[:4096].strip(_BLANK) or content.strip(_BLANK)):
        raise UnreadableInput("the file is empty", mend="export it again and check that it holds rows")
    _refuse(looks_like(content))
    codec, body = next(((name, content[len(bom) :]) for bom, name in _BOMS if content.startswith(bom)), ("", content))
    wide = (codec,) if codec.startswith("utf-16") else (known,) if known else _wide(body)
    if not wide and _valid_utf8(body):
        text, codec, damaged = body, codec or "utf-8", False
    else:
        text, codec, damaged = _decoded(body, wide or (codec or "utf-8", "gb18030"))
    opening = text[:2000].decode("utf-8", "ignore")
    _refuse(next(((what, mend) for form, what, mend in _OPENINGS if form.match(opening)), None))
    notes = (_ENCODING_NOTES.get(codec, ""), _DAMAGE if damaged else "")
    return codec, text, "; ".join(note for note in notes if note), damaged


def _refuse(found: tuple[str, str] | None) -> None:
    if found:
        raise UnreadableInput(f"this is {found[0]}, not a table of text", mend=found[1])


def _valid_utf8(body: bytes) -> bool:
    try:
        if len(body) < 1 << 31:  # polars checks at memory speed, but holds at most 4 GB in one cell
            pl.Series([body], dtype=pl.Binary).cast(pl.String)
        else:
            body.decode("utf-8")
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        return False
    return True


def _wide(body: bytes) -> tuple[str, ...]:
    """UTF-16 without a byte order mark: delimiters and line ends leave zero bytes on one side only."""
    low, high, few = body[1:4000:2].count(0), body[0:4000:2].count(0), len(body[:4000]) // 20 + 2
    return ("utf-16-le",) if low > 4 * high + few else ("utf-16-be",) if high > 4 * low + few else ()


def _decoded(body: bytes, codecs: tuple[str, ...]) -> tuple[bytes, str, bool]:
    """Text, codec, damage, by the first codec that fits: damaged UTF-8 before GB18030, which takes most bytes."""
    for codec in codecs:
        text = body.decode("utf-8" if codec == "utf-8-sig" else codec, "replace")
        cut = text.endswith("\ufffd")  # a last character cut off says little about the codec
        bad = text.count("\ufffd") - cut
        wide = len(text) - len(text.encode("ascii", "ignore")) - bad
        if bad * 20 <= wide and (not cut or wide > 1 or codec == codecs[-1]):
            return text.encode("utf-8"), codec, "\ufffd" in text
    raise UnreadableInput("neither UTF-8, UTF-16 nor GB18030", mend="save it as CSV UTF-8")


# --- text to records -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Marks:
    """Records by byte: start, end (before the line break), next (after it), physical line, cells."""

    start: _Array
    end: _Array
    next: _Array
    line: _Array
    width: _Array


def split(content: bytes, name: str, delimiter: str | None = None, encoding: str | None = None) -> Raw:
    r"""Split a delimited text into records; UnreadableInput where it is none.

    Line ends are \n, \r\n or \r; a quoted cell may hold them, "" is a quote. Records without a filled cell are left
    out, their lines count. A quote that is never closed sets its physical line aside and splitting resumes on the next.
    encoding: a codec that the source is known to use (such as latin-1), else it is found by `sniff_encoding`.
    """
    try:
        codec, text, note, damaged = _unicode(content, encoding)
    except UnreadableInput as fault:
        raise UnreadableInput(fault.what, name, fault.mend) from None
    text = text if text.endswith((b"\n", b"\r")) else text + b"\n"
    chosen = delimiter or _sniff_delimiter(text)
    broken: list[BrokenRecord] = []
    stray, marks = 0, _scan(text, ord(chosen))
    if marks is None:
        text, broken, stray = _mend(text, chosen.encode())
        marks = _scan(text, ord(chosen))
        assert marks is not None
    frame = _frame(text, marks, chosen, broken)
    if damaged:
        frame = _whole(frame, chosen, broken)
    if not frame.height and not broken:
        raise UnreadableInput("the file holds no filled cell", name, "export it again and check that it holds rows")
    literal = f"records with quotes that are not doubled, kept as they stand: {stray}" if stray else ""
    notes = tuple(text for text in (note, literal) if text)
    broken.sort(key=lambda record: record.line)
    return Raw(name, hashlib.sha256(content).hexdigest(), codec, chosen, frame, tuple(broken), notes)


def _whole(frame: pl.DataFrame, delimiter: str, broken: list[BrokenRecord]) -> pl.DataFrame:
    """The records without damaged bytes; the others go to `broken`."""
    hurt = pl.any_horizontal(
        pl.lit(value=False), _cells(frame).str.contains("\ufffd", literal=True).fill_null(value=False)
    )
    remedy = "the file is damaged here: export it again"
    broken += _aside(frame.filter(hurt), delimiter, pl.lit("holds damaged bytes"), remedy)
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
        marks = _scan(_mend(head, sign.encode())[0], ord(sign))
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


def _scan(text: bytes, delimiter: int) -> _Marks | None:
    """Records of a well-quoted text that ends in a line break, by quote parity; None where a quote is out of place."""
    whole = np.frombuffer(text, np.uint8)
    quoted, returns = b'"' in text, b"\r" in text
    found: list[tuple[_Array, ...]] = []
    cells, breaks, carry = 0, 0, 0
    for low in range(0, len(text), _BLOCK):
        part = whole[low : low + _BLOCK]
        between, broken = part == delimiter, part == _LF
        if returns:
            after = np.append(whole[low + 1 : low + part.size + 1], whole[-1:])
            broken |= (part == _CR) & (after[: part.size] != _LF)
        stops = np.flatnonzero(broken)
        nth = np.arange(breaks + 1, breaks + 1 + stops.size)
        breaks += stops.size
        if quoted:
            inside = _inside(part == _QUOTE, carry)
            if not _well_quoted(whole, low, delimiter, inside):
                return None
            carry = int(inside[-1])
            between &= ~inside
            outer = ~inside[stops]
            stops, nth = stops[outer], nth[outer]
        signs = np.flatnonzero(between)
        found.append((stops + low, nth, np.searchsorted(signs, stops) + cells))
        cells += signs.size
    return None if carry else _marks(whole, *(np.concatenate(column) for column in zip(*found, strict=True)))


def _inside(quote: _Flags, carry: int) -> _Flags:
    """After each byte: is a quote open? Exclusive or over all quotes before, eight bytes to a machine word."""
    padded = np.zeros(-(-quote.size // 8) * 8, np.uint8)
    padded[: quote.size] = quote
    words = padded.view("<u8")
    for shift in (8, 16, 32):
        words ^= words << np.uint64(shift)
    total = np.bitwise_xor.accumulate(np.append(np.uint64(carry), words >> np.uint64(56)))
    words ^= total[:-1] * np.uint64(0x0101010101010101)
    return padded[: quote.size].view(np.bool_)


def _well_quoted(whole: _Bytes, low: int, delimiter: int, inside: _Flags) -> bool:
    """Does each opening quote of the block stand after an edge and each closing one before an edge?

    A quote counts as an edge: parity sees "" as a close and an open. Before the first byte and after the last one
    stands, as it were, the last line break.
    """
    part = whole[max(low - 1, 0) : low + inside.size + 1]
    part = np.concatenate((whole[-1:] if low == 0 else part[:0], part, whole[-1:]))[: inside.size + 2]
    quote = part == _QUOTE
    edge = quote | (part == delimiter) | (part == _LF) | (part == _CR)
    return not (quote[1:-1] & ((inside & ~edge[:-2]) | ~(inside | edge[2:]))).any()


def _marks(whole: _Bytes, stop: _Array, breaks: _Array, cells: _Array) -> _Marks:
    """stop: the record's line break; breaks, cells: line breaks and delimiters up to it since the file's beginning."""
    start = np.concatenate(([0], stop[:-1] + 1))
    line = np.concatenate(([1], breaks[:-1] + 1))
    end = stop - ((whole[stop] == _LF) & (stop > start) & (whole[stop - 1] == _CR))
    return _Marks(start, end, stop + 1, line, np.diff(cells, prepend=0) + 1)


def _mend(text: bytes, delimiter: bytes) -> tuple[bytes, list[BrokenRecord], int]:
    """The same text well quoted, on the same lines: an exact machine that touches only lines with a quote.

    Blanks around a quoted cell are no fault (bank exports put a tab there). A stray quote in an unquoted cell is
    literal, and so is one inside a quoted cell that still closes on its line; where a quoted cell never closes, its
    lines are blanked and returned. Third: how many records hold stray quotes.
    """
    well, loose = _patterns(delimiter)
    kept: list[bytes] = []
    broken: list[BrokenRecord] = []
    done = copied = counted = stray = 0
    line = 1
    while (quote := text.find(b'"', done)) >= 0:
        start = max(done, text.rfind(b"\n", done, quote) + 1, text.rfind(b"\r", done, quote) + 1)
        fits = well.match(text, start)
        if fits:
            done = fits.end()
            continue
        line, counted = line + _breaks(text[counted:start]), start
        cells, odd, at = _loose_cells(text, start, loose, delimiter)
        follows = _LINE_END.match(text, at)
        assert follows is not None
        done = follows.end()
        kept.append(text[copied:start])
        if cells:
            kept.append(delimiter.join(b'"' + one.replace(b'"', b'""') + b'"' for one in cells) + text[at:done])
            stray += odd
        else:
            lost = text[start:done]
            broken.append(_unclosed(line, lost))
            kept.append(re.sub(rb"[^\r\n]+", b" ", lost))  # a blank, lest \r and \n around it become one line end
        copied = done
    kept.append(text[copied:])
    return b"".join(kept), broken, stray


def _patterns(delimiter: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """A well-quoted record with its line break; one cell of any other record."""
    sign, blank = re.escape(delimiter), b" " if delimiter == b"\t" else rb"[ \t]"
    quoted, ends = rb'"[^"]*+(?:""[^"]*+)*+"', rb"(?=[%s\r\n])" % sign
    cell = rb'(?:%s%s|[^"%s\r\n]*+)' % (quoted, ends, sign)
    well = re.compile(rb"%s(?:%s%s)*+(?:\r\n|\r|\n)" % (cell, sign, cell))
    after = rb"%s*+%s" % (blank, ends)
    indented = rb'%s++"[^"\r\n]*+(?:""[^"\r\n]*+)*+"' % blank  # on one line only: it may be literal after all
    within = rb'(?P<stray>"[^\r\n]*?"%s)' % after
    plain = rb'(?P<plain>(?!")[^%s\r\n]*+)' % sign
    return well, re.compile(rb"(?:%s|%s)%s|%s|%s" % (quoted, indented, after, within, plain))


def _loose_cells(text: bytes, start: int, loose: re.Pattern[bytes], sign: bytes) -> tuple[list[bytes], bool, int]:
    """A record's cells, whether one has a stray quote, where the line break stands; no cells if a quote stays open."""
    cells: list[bytes] = []
    odd, at = False, start
    while found := loose.match(text, at):
        plain = found["plain"]
        cells.append(found[0].strip(b" \t")[1:-1].replace(b'""', b'"') if plain is None else plain)
        odd = odd or found["stray"] is not None or b'"' in (plain or b"")
        at = found.end()
        if text[at : at + 1] != sign:
            return cells, odd, at
        at += 1
    return [], odd, at


def _unclosed(line: int, lost: bytes) -> BrokenRecord:
    reason = "a quote is opened and never closed"
    return BrokenRecord(line, lost.decode().rstrip("\r\n"), reason, 'close the quote, or write a quote in a cell as ""')


def _breaks(text: bytes) -> int:
    return text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")


def _frame(text: bytes, marks: _Marks, delimiter: str, broken: list[BrokenRecord]) -> pl.DataFrame:
    """Parse the records, each width on its own so that none loses a cell; over-wide ones go to `broken`."""
    filled = marks.end > marks.start
    widths, counts = np.unique(marks.width[filled], return_counts=True)
    usual = int(widths[np.argmax(counts)]) if widths.size else 1
    limit = min(_WIDEST, max(usual + 16, _CELLS // max(1, int(counts.sum()))))
    for row in np.flatnonzero(filled & (marks.width > limit)):
        reason = f"has {marks.width[row]} cells, most records have {usual}"
        whole = text[marks.start[row] : marks.end[row]].decode()
        broken.append(BrokenRecord(int(marks.line[row]), whole, reason, "check the delimiter and the line breaks"))
    text = _plain_returns(text, marks)
    groups = [
        _parse(text, marks, np.flatnonzero(filled & (marks.width == width)), int(width), delimiter)
        for width in widths[widths <= limit]
    ]
    frame = pl.concat(groups, how="diagonal") if groups else pl.DataFrame(schema=_schema(0))
    order = [f"c{i}" for i in range(frame.width - 2)] + ["_line", "_width"]
    frame = frame.select(order)
    return frame if len(groups) < 2 else frame.sort("_line")


def _schema(width: int) -> dict[str, Any]:
    return {f"c{i}": pl.String for i in range(width)} | {"_line": pl.Int64, "_width": pl.Int64}


def _plain_returns(text: bytes, marks: _Marks) -> bytes:
    """Lone carriage returns that end a record become line feeds, the only record end that the parser knows."""
    whole = np.frombuffer(text, np.uint8)
    lone = marks.next[whole[marks.next - 1] == _CR] - 1
    if not lone.size:
        return text
    changed = whole.copy()
    changed[lone] = _LF
    return changed.tobytes()


def _parse(text: bytes, marks: _Marks, rows: _Array, width: int, delimiter: str) -> pl.DataFrame:
    """The given records, all of one width, as a frame."""
    block = text
    if rows.size < marks.start.size:  # gather them run by run
        cut = np.flatnonzero(np.diff(rows) != 1)
        first, last = np.concatenate((rows[:1], rows[cut + 1])), np.concatenate((rows[cut], rows[-1:]))
        bounds = zip(marks.start[first].tolist(), marks.next[last].tolist(), strict=True)
        block = b"".join([text[low:high] for low, high in bounds])
    names = {f"c{i}": pl.String for i in range(width)}
    quote = '"' if b'"' in block else None
    frame = pl.read_csv(block, has_header=False, schema=names, separator=delimiter, quote_char=quote)
    if frame.height != rows.size:
        raise UnreadableInput("the records cannot be told apart", mend="save it as CSV UTF-8 with every cell quoted")
    frame = tidied(frame).with_columns(_line=marks.line[rows], _width=pl.lit(width, pl.Int64))
    return frame.filter(~pl.all_horizontal(_cells(frame).is_null()))


def tidied(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells without surrounding blanks and without the sign that keeps a long number text; null where empty."""
    cells = cells.with_columns(pl.all().str.strip_chars(_EDGE))
    guarded = pl.all().str.starts_with("'") | pl.all().str.starts_with('="')
    names = [name for name, found in cells.select(guarded.any()).row(0, named=True).items() if found]
    bare = pl.col(names).str.replace(r"^(?:'(\d+)|=\"(\d+)\")$", "$1$2")
    return cells.with_columns(bare).with_columns(pl.when(pl.all().str.len_bytes() > 0).then(pl.all()))


# --- records to rows below a header ----------------------------------------------------------------------------------

_IGNORED = re.compile(r"[\s\u200b-\u200d\u2060\ufeff()\[\]{}【】〔〕〈〉]+")
_COIN = r"(?:人民币|美元|港元|港币|欧元|日元|英镑|cny|rmb|usd|eur|gbp|hkd|jpy|yuan)"
_SIZE = r"(?:百万|千万|百|千|万|亿|thousand|million|'000)"
_COUNTED = r"(?:元|股|份|人|户|件|笔|平方米|shares|m2)"
_UNIT = rf"(?:%|‰|percent|pct|{_COIN}?{_SIZE}?(?:{_COUNTED}|{_COIN})|{_COIN}?{_SIZE})"
_BRACKET = re.compile(rf"[(\[【〔](?:单位|unit)?:?({_UNIT}{_COIN}?)[)\]】〕]$")
_TAIL = re.compile(r"(?<=.)[/:_-]?(%|‰)$")


def heading_unit(text: str) -> tuple[str, str]:
    """(key, unit) of a heading, unit "" if none: "认缴出资额（万元）" is ("认缴出资额", "万元"), "Share %" ("share", "%")."""
    plain = re.sub(r"[\s\u200b-\u200d\u2060\ufeff]+", "", unicodedata.normalize("NFKC", text).lower()).strip("*:")
    found = _BRACKET.search(plain) or _TAIL.search(plain)
    unit = found[1] if found else ""
    return _IGNORED.sub("", plain[: found.start()] if found else plain).strip("*:"), unit


def heading_key(text: str) -> str:
    """A heading without case, width, spaces, brackets and unit: what alias tables are keyed by."""
    return heading_unit(text)[0]


def find_header(raw: Raw, known: Callable[[str], bool], look: int = 40) -> int | None:
    """The first of `look` records with two known headings (one, if it has but one cell); None where there is none."""
    for number, row in enumerate(raw.frame.head(look).select(_cells(raw.frame)).iter_rows()):
        cells = [cell for cell in row if cell is not None]
        if sum(known(heading_key(cell)) for cell in cells) >= min(2, len(cells)):
            return number
    return None


def below(raw: Raw, header_index: int, drop: Callable[[pl.DataFrame], pl.Series] | None = None) -> Records:
    """The rows below record number `header_index` (from 0) as columns by header position.

    A row is set aside where it has fewer cells than headings, or a filled cell beyond the header's last.
    drop: given the frame below the header, True where a row is no record (a repeated header, a footer); the
    note names their lines.
    """
    head = raw.frame.row(header_index, named=True)
    full, line = int(head["_width"]), int(head["_line"])
    titles = [head[f"c{i}"] or "" for i in range(full)]
    named = max(i for i, title in enumerate(titles) if title) + 1
    frame, notes = _dropped(raw.frame.slice(header_index + 1), drop)
    beyond = [pl.col(f"c{i}").is_not_null() for i in range(full, raw.frame.width - 2)]
    odd = (pl.col("_width") < named) | pl.any_horizontal(pl.lit(value=False), *beyond)
    reason = pl.format("has {} cells, the header has {}", pl.col("_width"), pl.lit(named))
    remedy = "put a cell that holds the delimiter or a line break in double quotes, or complete the row"
    ragged = _aside(frame.filter(odd), raw.delimiter or ",", reason, remedy)
    ragged += [record for record in raw.broken if record.line > line]
    notes += [f"line {record.line}, above the header, {record.reason}" for record in raw.broken if record.line < line]
    kept = frame.filter(~odd)
    while full > named and kept[f"c{full - 1}"].null_count() == kept.height:
        full -= 1
    rows = kept.select([f"c{i}" for i in range(full)] + ["_line"])
    ragged.sort(key=lambda record: record.line)
    return Records(
        raw.name,
        raw.sha256,
        raw.encoding,
        tuple(titles[:full]),
        line,
        rows,
        rows.height + len(ragged),
        tuple(ragged),
        (*raw.notes, *notes),
        raw.sheet,
    )


def _dropped(frame: pl.DataFrame, drop: Callable[[pl.DataFrame], pl.Series] | None) -> tuple[pl.DataFrame, list[str]]:
    gone = drop(frame) if drop else pl.Series([], dtype=pl.Boolean)
    if not gone.any():
        return frame, []
    lines = frame.filter(gone)["_line"].to_list()
    named = ", ".join(map(str, lines[:20])) + (f" and {len(lines) - 20} more" if len(lines) > 20 else "")
    return frame.filter(~gone), [f"no records, left out: lines {named}"]


def _cells(frame: pl.DataFrame) -> pl.Expr:
    return pl.col([name for name in frame.columns if name not in ("_line", "_width")])


def _aside(frame: pl.DataFrame, delimiter: str, reason: pl.Expr, remedy: str) -> list[BrokenRecord]:
    """Rows of a frame as records set aside, their text joined again from all cells of the row's width."""
    special = re.compile(f'["\r\n{re.escape(delimiter)}]')
    aside: list[BrokenRecord] = []
    for *cells, line, width, why in frame.with_columns(_why=reason).iter_rows():
        texts = [cell or "" for cell in cells[:width]]
        quoted = ['"' + text.replace('"', '""') + '"' if special.search(text) else text for text in texts]
        aside.append(BrokenRecord(line, delimiter.join(quoted), why, remedy))
    return aside
