"""What stands on paper, before PDF or Word sets it: blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from reports.wording import Language

Sort = Literal["frame", "fact"]
Look = Literal["plain", "bold", "soft", "code"]
Tone = Literal["body", "tight", "lede", "soft", "warning", "urgent", "title", "centre"]

# Signs that steer a reader or a parser and print nothing: controls, direction overrides, noncharacters.
_UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Said:
    """A run of text. rows: numbers in the list of evidence it rests on; a fact without one is shown as uncited."""

    text: str
    rows: tuple[int, ...] = ()
    sort: Sort = "frame"
    look: Look = "plain"


Text = tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    said: Text
    tone: Tone = "body"


@dataclass(frozen=True, slots=True)
class Items:
    """A list; numbered: 1. 2. 3."""

    lines: tuple[Text, ...]
    numbered: Literal["yes", "no"] = "no"


@dataclass(frozen=True, slots=True)
class Facts:
    """Names on the left, what stands against them on the right."""

    pairs: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """width: a part of the page's width, beside the other columns' parts."""

    title: str
    width: float = 1.0
    align: Literal["left", "right", "centre"] = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """number: this row is that line of the list of evidence; look section: one cell over the whole width."""

    cells: tuple[Text, ...]
    number: int | None = None
    look: Literal["plain", "sum", "section"] = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """The head is repeated on every page and no row is split but one that would not fit a page."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    svg: str
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Endnotes:
    """The list of evidence in one small paragraph: number and text of each row."""

    title: str
    entries: tuple[tuple[int, Text], ...]


@dataclass(frozen=True, slots=True)
class Break:
    """The next block begins a page."""


Block = Heading | Paragraph | Items | Facts | Table | Figure | Endnotes | Break


@dataclass(frozen=True, slots=True)
class Part:
    """The pages in one language; running: the line on top of each."""

    language: Language
    running: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A document ready to be set.

    size, cells: of text and of tables, in points; face court: black, in the type that Chinese courts use.
    marks: what the dossier says every page carries (level, day of deletion): at the foot of each page in every format.
    """

    title: str
    as_of: str
    parts: tuple[Part, ...]
    marks: tuple[str, ...] = ()
    turned: Literal["upright", "across"] = "upright"
    size: float = 10.0
    cells: float = 8.4
    face: Literal["sans", "court"] = "sans"


# building ---------------------------------------------------------------------------------------------------------
def fact(text: str, rows: Iterable[int]) -> Said:
    return Said(text, tuple(rows), "fact")


def text(*pieces: str | Said) -> Text:
    return tuple(Said(piece) if isinstance(piece, str) else piece for piece in pieces)


def bold(words: str) -> Said:
    return Said(words, look="bold")


def soft(words: str) -> Said:
    return Said(words, look="soft")


def code(words: str) -> Said:
    return Said(words, look="code")


def lines(pieces: Iterable[Text]) -> Text:
    """Texts below one another in one cell."""
    found: list[Said] = []
    for piece in pieces:
        if found and piece:
            found.append(Said("\n"))
        found.extend(piece)
    return tuple(found)


def paragraph(words: str | Text, tone: Tone = "body") -> Paragraph:
    return Paragraph(text(words) if isinstance(words, str) else words, tone)


def table(heads: Sequence[Column], rows: Iterable[Sequence[str | Text] | Row], caption: str = "") -> Table:
    made = tuple(row if isinstance(row, Row) else Row(tuple(map(_cell, row))) for row in rows)
    return Table(tuple(heads), made, caption)


def _cell(value: str | Text) -> Text:
    return text(value) if isinstance(value, str) else value


# reading ----------------------------------------------------------------------------------------------------------
def runs(block: Block) -> Iterator[Said]:
    """Every run of text in a block, in reading order."""
    if isinstance(block, Heading):
        yield Said(block.text)
    elif isinstance(block, Paragraph):
        yield from block.said
    elif isinstance(block, Items):
        yield from (said for line in block.lines for said in line)
    elif isinstance(block, Facts):
        yield from (said for _, line in block.pairs for said in line)
    elif isinstance(block, Table):
        yield from (said for row in block.rows for cell in row.cells for said in cell)
    elif isinstance(block, Figure):
        yield Said(block.alt)
    elif isinstance(block, Endnotes):
        yield from (said for _, entry in block.entries for said in entry)


def uncited(printed: Printed) -> tuple[str, ...]:
    """Facts that name no row, or a row that the document's own list of evidence does not have."""
    found = []
    for part in printed.parts:
        listed = set(numbered(part.blocks))
        for block in part.blocks:
            said = [each for each in runs(block) if each.sort == "fact"]
            found += [each.text for each in said if not each.rows or not set(each.rows) <= listed]
    return tuple(found)


def numbered(blocks: Iterable[Block]) -> Iterator[int]:
    """The numbers that the part's own list of evidence has."""
    for block in blocks:
        if isinstance(block, Table):
            yield from (row.number for row in block.rows if row.number is not None)
        elif isinstance(block, Endnotes):
            yield from (number for number, _ in block.entries)


def cites(rows: Iterable[int]) -> str:
    """1, 2, 3, 5 -> "1–3, 5"."""
    spans = []
    for _, group in groupby(enumerate(sorted(set(rows))), key=lambda pair: pair[1] - pair[0]):
        members = [row for _, row in group]
        spans.append(str(members[0]) if len(members) == 1 else f"{members[0]}–{members[-1]}")
    return ", ".join(spans)


def clean(words: str) -> str:
    """What paper can carry: no controls, no half characters, one kind of line break."""
    whole = words.replace("\r\n", "\n").encode("utf-8", "backslashreplace").decode()
    return _UNPRINTED.sub("", whole)
