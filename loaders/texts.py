"""Bytes to text, or a word on what they are instead."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from dataclasses import dataclass

import numpy as np
import polars as pl

from graph.errors import UnreadableInput

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
_NOTES = {
    "utf-8": "",
    "utf-8-sig": "",
    "gb18030": "read as GB18030; if the characters look wrong, save the file as UTF-8",
    "utf-16-le": "read as UTF-16, low byte first",
    "utf-16-be": "read as UTF-16, high byte first",
}
_DAMAGED = "\ufffd".encode()
_BLANK = b" \t\r\n\0\xef\xbb\xbf\xff\xfe"
_DAMAGE = "some bytes are damaged or cut off; their rows are set aside"

_BLOCK = 1 << 22  # bytes checked or decoded at a time


@dataclass(frozen=True, slots=True)
class Text:
    """A file as UTF-8 without byte order mark. damaged: U+FFFD stands for bytes that are none."""

    codec: str
    utf8: bytes
    note: str
    damaged: bool


def looks_like(content: bytes) -> tuple[str, str] | None:
    """(what it is, how to mend) where the first bytes are those of a picture, document, archive or workbook."""
    return next(((what, mend) for start, what, mend in _SIGNATURES if content.startswith(start)), None)


def sniff_encoding(content: bytes) -> tuple[str, str]:
    """(Python codec, note), or UnreadableInput, as `read_text` finds."""
    text = read_text(content)
    return text.codec, text.note


def read_text(content: bytes, known: str | None = None) -> Text:
    """By a byte order mark, else by the known codec, else as UTF-16 by its zero bytes, strict UTF-8, GB18030.

    A file of which under one character in twenty is damaged, or whose last character is cut off, is read all the same
    and the note says so. UnreadableInput where it is empty, no text, or another format under a table's name.
    """
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
    notes = (_NOTES.get(codec, ""), _DAMAGE if damaged else "")
    return Text(codec, text, "; ".join(note for note in notes if note), damaged)


def _refuse(found: tuple[str, str] | None) -> None:
    if found:
        raise UnreadableInput(f"this is {found[0]}, not a table of text", mend=found[1])


def _valid_utf8(body: bytes) -> bool:
    """Checked by polars, at memory speed, some lines at a time: a line feed is never part of a character."""
    low = 0
    while low < len(body):
        high = body.find(b"\n", low + _BLOCK) + 1 or len(body)
        try:
            pl.Series([body[low:high]], dtype=pl.Binary).cast(pl.String)
        except pl.exceptions.PolarsError:
            return False
        low = high
    return True


def _wide(body: bytes) -> tuple[str, ...]:
    """UTF-16 without a byte order mark: delimiters and line ends leave zero bytes on one side only."""
    low, high, few = body[1:4000:2].count(0), body[0:4000:2].count(0), len(body[:4000]) // 20 + 2
    return ("utf-16-le",) if low > 4 * high + few else ("utf-16-be",) if high > 4 * low + few else ()


def _decoded(body: bytes, codecs: tuple[str, ...]) -> tuple[bytes, str, bool]:
    """Text, codec, damage, by the first codec that fits: damaged UTF-8 before GB18030, which takes most bytes."""
    for codec in codecs:
        text, wide, bad = _replaced(body, "utf-8" if codec == "utf-8-sig" else codec)
        cut = text.endswith(_DAMAGED)  # a last character cut off says little about the codec
        wide, whole = wide - bad + cut, bad - cut
        if whole * 20 <= wide and (not cut or wide > 1 or codec == codecs[-1]):
            return text, codec, bad > 0
    raise UnreadableInput("neither UTF-8, UTF-16 nor GB18030", mend="save it as CSV UTF-8")


def _replaced(body: bytes, codec: str) -> tuple[bytes, int, int]:
    """As UTF-8; characters beyond ASCII; of these U+FFFD, for damaged bytes. Stops where these are far too many."""
    decoder = getincrementaldecoder(codec)("replace")
    pieces: list[bytes] = []
    wide = bad = 0
    for low in range(0, len(body), _BLOCK):
        left = len(body) - low - _BLOCK
        piece = decoder.decode(body[low : low + _BLOCK], left <= 0).encode()
        pieces.append(piece)
        wide += int(np.count_nonzero(np.frombuffer(piece, np.uint8) >= 0xC0))
        bad += piece.count(_DAMAGED)
        if (bad - 1) * 20 > wide + max(left, 0):  # even if a character stood for each byte to come
            break
    return b"".join(pieces), wide, bad
