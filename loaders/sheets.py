"""Workbooks to records: xlsx, xls and ods, sheet by sheet."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

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
from loaders.blanks import tidied
from loaders.records import Raw
from loaders.unzipping import damaged, examined, locked

_EXACT = 10**15  # a spreadsheet keeps 15 digits; from the 16th on they are lost


def workbook(content: bytes, name: str) -> list[Raw]:
    """One Raw for each sheet with a filled cell, in the workbook's order; "_line" is the row number in the sheet.

    Cells become text: days and times ISO (a midnight is a day), whole numbers without a point, yes/no; a number of 16
    and more integer digits has lost digits and is written 6.22202E+18. UnreadableInput where the file is no workbook,
    is locked, damaged, or unpacks beyond what a workbook needs.
    """
    kind, errors = examined(content, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        raws = _sheets(book, name, hashlib.sha256(content).hexdigest(), kind)
    except PasswordError:
        raise locked(name) from None
    except (CalamineError, ValueError, OverflowError, OSError) as fault:
        raise damaged(name, fault) from None
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # the parser's own crash, which is no Exception
            raise
        raise damaged(name) from None
    if not raws:
        raise UnreadableInput("the workbook holds no filled cell", name, "export it again and check that it holds rows")
    return raws if not errors else [_noted(raw, errors) for raw in raws]


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
