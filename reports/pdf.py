"""PDF: tagged, bookmarked, its font inside; equal bytes each time."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import groupby
from typing import Any, Final

import typst

from graph.errors import LookthroughError
from graph.values import DateSpan
from reports.chain_text import measure
from reports.dossier import Dossier
from reports.printed import (
    Block,
    Break,
    Endnotes,
    Facts,
    Figure,
    Heading,
    Items,
    Paragraph,
    Part,
    Printed,
    Row,
    Said,
    Table,
    Text,
    cites,
    clean,
)  # fmt: skip
from reports.printed_report import report
from reports.wording import phrase

FONTS = ("Noto Sans CJK SC", "DejaVu Sans Mono")
_TRADITIONAL = ("Noto Sans CJK HK", "DejaVu Sans Mono")
STANDARD: Final = "ua-1"
_UPRIGHT, _ACROSS = (496.0, 420.0), (742.0, 260.0)
"""Points between the margins, and the height from which a row may be split: half a page, as an estimate is from above."""
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def render(dossier: Dossier) -> bytes:
    """The report as PDF/UA-1; the same dossier gives the same bytes, whatever the clock, the folder or the machine's fonts."""
    return print_pdf(report(dossier))


def print_pdf(printed: Printed) -> bytes:
    """Sets the blocks. A sign that no font of ours has is printed as its number, [U+0E01], never as an empty box."""
    document = _document(printed)
    unshown = _unshown(frozenset(json.dumps(document, ensure_ascii=False)))
    words = json.dumps(_spelt(document, unshown) if unshown else document, ensure_ascii=False, sort_keys=True)
    return _compile(_template(), {"document": words}, printed.as_of)


def _spelt(value: Any, unshown: frozenset[str]) -> Any:
    """Signs without a glyph as their numbers; in a drawing, whose lines are measured, as 〓: its words stand beside it."""
    if isinstance(value, dict):
        return {key: _geta(each, unshown) if key == "svg" else _spelt(each, unshown) for key, each in value.items()}
    if isinstance(value, list):
        return [_spelt(each, unshown) for each in value]
    return value.translate({ord(s): f"[U+{ord(s):04X}]" for s in unshown}) if isinstance(value, str) else value


def _geta(svg: str, unshown: frozenset[str]) -> str:
    return svg.translate({ord(sign): "〓" for sign in unshown})


def picture(svg: str, scale: float) -> bytes:
    """A drawing as PNG, for formats that take no SVG; scale: pixels to one px of the drawing."""
    size = _SIZE.search(svg)
    wide, high = (float(size[1]), float(size[2])) if size else (600.0, 400.0)
    source = (
        f"#set page(width: {wide}pt, height: {high}pt, margin: 0pt, fill: white)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    )
    shown = _geta(clean(svg), _unshown(frozenset(svg)))
    made = _compiler(source, {"svg": shown}).compile(format="png", ppi=72 * scale)
    assert isinstance(made, bytes)
    return made


def _compile(source: str, inputs: Mapping[str, str], as_of: str) -> bytes:
    try:
        made = _compiler(source, inputs).compile(format="pdf", timestamp=_stamp(as_of), pdf_standards=[STANDARD])
    except typst.TypstError as fault:
        raise LookthroughError(f"the PDF could not be set: {fault.message}", "reports/pdf_template.typ", "use --formats html,docx and report this line") from fault  # fmt: skip
    assert isinstance(made, bytes)
    return made


def _compiler(source: str, inputs: Mapping[str, str]) -> typst.Compiler:
    return typst.Compiler(input=source.encode(), font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=dict(inputs))


@cache
def _fonts() -> typst.Fonts:
    """The font of the package alone, and what typst carries in itself: never the machine's."""
    folder = str(resources.files("manimgx_fonts_cjk"))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])


@cache
def _template() -> str:
    return resources.files("reports").joinpath("pdf_template.typ").read_text(encoding="utf-8")


@lru_cache(maxsize=32)
def _unshown(signs: frozenset[str]) -> frozenset[str]:
    """Those of the signs that neither font has: the standard refuses the page, and names one sign after another."""
    left = sorted(sign for sign in signs if ord(sign) > 0x7E)
    missing: set[str] = set()
    source = f"#set document(title: [t])\n#set text(font: {json.dumps(FONTS).replace('[', '(').replace(']', ')')})\n#sys.inputs.signs"
    while left:
        try:
            _compiler(source, {"signs": " ".join(left)}).compile(format="pdf", timestamp=0, pdf_standards=[STANDARD])
        except typst.TypstError as fault:
            named = _UNSHOWN.search(fault.message)
            found = {sign for sign in left if named and sign in _plain(named[1])}
            if not found:
                break
            missing |= found
            left = [sign for sign in left if sign not in found]
        else:
            break
    return frozenset(missing)


def _plain(quoted: str) -> str:
    r"""Text as the fault quotes it: \u{200b} for what does not print."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), quoted)


def _stamp(as_of: str) -> int:
    """Seconds of the as-of day at 00:00 UTC."""
    day = _day(as_of)
    return (day.toordinal() - 719_163) * 86_400 if day else 0


def _day(as_of: str) -> Any:
    try:
        return DateSpan.parse(as_of).first
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Room:
    """Of a page, in points: its width between the margins, the height from which a row may be split, the size of its letters."""

    wide: float
    high: float
    size: float

    def long(self, said: Text, part: float) -> bool:
        """Is this text, in a column of that part of the page, higher than a row ought to be?"""
        across = max(self.size, self.wide * part - 9)
        words = "".join(f"{each.text}[{cites(each.rows)}]" if each.rows else each.text for each in said)
        count = sum(1 + measure(line, self.size) // across for line in words.split("\n"))
        return count * self.size * 1.5 > self.high


# blocks as plain values -------------------------------------------------------------------------------------------
def _document(printed: Printed) -> dict[str, Any]:
    day = _day(printed.as_of)
    first = printed.parts[0].language if printed.parts else "zh"
    return {
        "title": clean(printed.title),
        "day": [day.year, day.month, day.day] if day else None,
        "marks": [clean(mark) for mark in printed.marks],
        "turned": printed.turned,
        "size": printed.size,
        "cells": printed.cells,
        "face": printed.face,
        "fonts": list(FONTS),
        "uncited": phrase("printed.uncited", first),
        "parts": [
            _part(part, _Room(*(_ACROSS if printed.turned == "across" else _UPRIGHT), printed.cells))
            for part in printed.parts
        ],
    }


def _part(part: Part, room: _Room) -> dict[str, Any]:
    return {
        "lang": part.language,
        "region": "CN" if part.language == "zh" else "GB",
        "running": clean(part.running),
        "paged": phrase("printed.page", part.language, page="{page}", pages="{pages}"),
        "blocks": [_block(block, room) for block in part.blocks],
    }


def _block(block: Block, room: _Room) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": clean(block.text), "mark": clean(block.mark)}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "tone": block.tone, "said": _runs(block.said)}
    if isinstance(block, Items):
        return {"kind": "items", "numbered": block.numbered == "yes", "lines": [_runs(line) for line in block.lines]}
    if isinstance(block, Facts):
        return {
            "kind": "facts",
            "pairs": [[clean(name), _runs(said), room.long(said, 0.6)] for name, said in block.pairs],
        }
    if isinstance(block, Table):
        return _table(block, room)
    if isinstance(block, Figure):
        return _figure(block)
    if isinstance(block, Endnotes):
        entries = [[number, _runs(said)] for number, said in block.entries]
        return {"kind": "endnotes", "title": clean(block.title), "entries": entries}
    assert isinstance(block, Break)
    return {"kind": "break"}


def _table(block: Table, room: _Room) -> dict[str, Any]:
    columns = [{"title": clean(c.title), "width": c.width, "align": c.align} for c in block.columns]
    whole = sum(column.width for column in block.columns)
    rows = [_row(row, room, [column.width / whole for column in block.columns]) for row in block.rows]
    return {"kind": "table", "caption": clean(block.caption), "columns": columns, "rows": rows}


def _row(row: Row, room: _Room, parts: list[float]) -> dict[str, Any]:
    """long: a row that may not fit a page; it alone may be split."""
    parts = [1.0] if row.look == "section" else parts
    long = any(room.long(cell, part) for cell, part in zip(row.cells, parts, strict=False))
    return {"cells": [_runs(cell) for cell in row.cells], "number": row.number, "look": row.look, "long": long}


def _figure(block: Figure) -> dict[str, Any]:
    size = _SIZE.search(block.svg)
    wide, high = (float(size[1]), float(size[2])) if size else (600.0, 400.0)
    return {
        "kind": "figure", "svg": clean(block.svg), "alt": clean(block.alt), "caption": clean(block.caption),
        "width": wide, "height": high,
    }  # fmt: skip


def _runs(said: Text) -> list[dict[str, Any]]:
    return [_run(each) for each in said]


def _run(said: Said) -> dict[str, Any]:
    spans = []
    for _, group in groupby(enumerate(sorted(set(said.rows))), key=lambda pair: pair[1] - pair[0]):
        members = [row for _, row in group]
        spans.append([members[0], members[-1]])
    bare = said.sort == "fact" and not said.rows and bool(said.text)
    return {"text": clean(said.text), "look": said.look, "rows": spans, "bare": bare}
