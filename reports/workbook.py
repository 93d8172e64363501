"""The property-clue sheet for the enforcement judge, and its annexes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

import xlsxwriter

from graph.values import DateSpan
from reports import sheets
from reports.clue_sheet import CLUE_COLUMNS, CLUE_WIDTHS, clue_language, clue_rows, header_lines
from reports.dossier import Dossier
from reports.wording import Languages, decimal, phrase, safe_cell

CELL_LIMIT = 32_000
_EXACT_DIGITS = 15
_FONT = "微软雅黑"
_JUDGE_FONT = "仿宋"
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 a workbook's stamp has no zone
Kind = Literal["text", "sum"]


@dataclass(frozen=True, slots=True)
class _Formats:
    """The few looks that cells have."""

    title: Any
    line: Any
    head: Any
    text: Any
    sum: Any
    section: Any
    mark: Any


def render(dossier: Dossier) -> bytes:
    """An XLSX, made in memory; the same dossier gives the same bytes (`created` is the as-of day).

    Text is always written as text, and never in a form that a spreadsheet would run; sums of money are numbers.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties(
        {
            "title": f"{phrase('purpose.title', dossier.language)} {dossier.case_id}",
            "author": "lookthrough",
            "comments": " · ".join(dossier.marks()),
            "created": _created(dossier.as_of),
        }
    )
    _clues(book, dossier)
    for sheet in sheets.SHEETS:
        _annex(book, dossier, sheet)
    book.close()
    return target.getvalue()


def _created(as_of: str) -> datetime:
    try:
        day = DateSpan.parse(as_of).first
    except ValueError:
        return _EPOCH
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001


def _formats(book: Any, font: str) -> _Formats:
    base = {"font_name": font, "font_size": 10.5, "valign": "top", "text_wrap": True}
    edged = {**base, "border": 1, "border_color": "#B8BEC8"}
    return _Formats(
        title=book.add_format({**base, "font_size": 18, "bold": True, "align": "center", "valign": "vcenter"}),
        line=book.add_format({**base, "valign": "vcenter"}),
        head=book.add_format({**edged, "bold": True, "bg_color": "#E9E6F2", "align": "center", "valign": "vcenter"}),
        text=book.add_format({**edged, "num_format": "@"}),
        sum=book.add_format({**edged, "num_format": "#,##0.00", "align": "right"}),
        section=book.add_format({**edged, "bold": True, "bg_color": "#F4F4F6"}),
        mark=book.add_format({"font_name": font, "font_size": 9, "font_color": "#5A6675"}),
    )


def _page(book: Any, title: str, columns: int, repeated: tuple[int, int], marks: tuple[str, ...]) -> Any:
    page = book.add_worksheet(title)
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(*repeated)
    marked = " · ".join(marks).replace("&", "&&")
    page.set_footer(f"&L&8{marked}&C&P / &N" if marks else "&C&P / &N")
    page.freeze_panes(repeated[1] + 1, min(2, columns))
    return page


def _clues(book: Any, dossier: Dossier) -> None:
    """Sheet one: case lines on top, then what the debtor holds (A), then debts owed to it (B); nothing else."""
    language = clue_language(dossier.language)
    looks = _formats(book, _JUDGE_FONT)
    lines = header_lines(dossier, language)
    head = len(lines) + 1
    last = len(CLUE_COLUMNS) - 1
    page = _page(book, phrase("clues.heading", language), len(CLUE_COLUMNS), (head, head), dossier.marks())
    page.set_row(0, 34)
    page.merge_range(0, 0, 0, last, "", looks.title)
    page.write_string(0, 0, phrase("clues.heading", dossier.language), looks.title)
    for n, line in enumerate(lines, 1):
        page.merge_range(n, 0, n, last, "", looks.line)
        page.write_string(n, 0, _cell(line, language), looks.line)
        page.set_row(n, 20 if len(line) < 110 else 34)
    for column, (key, width) in enumerate(zip(CLUE_COLUMNS, CLUE_WIDTHS, strict=True)):
        page.set_column(column, column, width)
        page.write_string(head, column, _heading(key, dossier.language), looks.head)
    at = head + 1
    for section, rows in clue_rows(dossier, language):
        page.merge_range(at, 0, at, last, "", looks.section)
        page.write_string(at, 0, section, looks.section)
        at += 1
        for row in rows:
            _write(page, at, row, ["text"] * len(row), looks, language)
            at += 1
    _marked(page, at, dossier, looks)


def _annex(book: Any, dossier: Dossier, sheet: sheets.Sheet) -> None:
    looks = _formats(book, _FONT)
    language = dossier.language
    page = _page(book, phrase(f"workbook.{sheet.name}", language), len(sheet.columns), (0, 0), dossier.marks())
    for column, heading in enumerate(sheet.columns):
        page.set_column(column, column, heading.width)
        page.write_string(0, column, _heading(heading.key, language), looks.head)
    kinds = tuple(heading.kind for heading in sheet.columns)
    count = 0
    for count, row in enumerate(sheet.rows(dossier, language), 1):
        _write(page, count, row, kinds, looks, language)
    if count:
        page.autofilter(0, 0, count, len(sheet.columns) - 1)
    _marked(page, count + 2, dossier, looks)


def _marked(page: Any, at: int, dossier: Dossier, looks: _Formats) -> None:
    """Level and day of deletion below the last row too: a screen shows no footer."""
    if dossier.marks():
        page.write_string(at, 0, safe_cell(" · ".join(dossier.marks())), looks.mark)


def _heading(key: str, language: Languages) -> str:
    if language != "both":
        return phrase(key, language)
    return "\n".join(dict.fromkeys((phrase(key, "zh"), phrase(key, "en"))))


def _write(
    page: Any, at: int, row: Iterable[object], kinds: Sequence[Kind], looks: _Formats, language: Languages
) -> None:
    for column, (value, kind) in enumerate(zip(row, kinds, strict=True)):
        amount = decimal(value) if kind == "sum" and value is not None else None
        if amount is not None and _fits(amount):
            page.write_number(at, column, float(amount), looks.sum)
        else:
            page.write_string(at, column, _cell("" if value is None else str(value), language), looks.text)


def _fits(amount: Decimal) -> bool:
    """A sheet keeps fifteen digits; a longer sum stays text, to the last cent."""
    return len(amount.as_tuple().digits) <= _EXACT_DIGITS


def _cell(text: str, language: Languages) -> str:
    shown = safe_cell(text)
    if len(shown) <= CELL_LIMIT:
        return shown
    tail = phrase("workbook.cut", language)
    return shown[: CELL_LIMIT - len(tail)] + tail
