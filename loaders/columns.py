"""Cells read in bulk; the odd ones are left to a cleaner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import polars as pl

from graph.schema import Column
from loaders.cleaners import MISSING, MONEY_UNITS, spellings

# Text columns that hold numbers which a spreadsheet rounds; a row that lost one is set aside like a party's.
NUMBERED = frozenset({"identifier", "unit_no", "from_account", "to_account", "other_identifiers"})
_ROUNDED = r"(?:^|[:：;；\s])\d(?:\.\d+)?[eE]\+\d+(?:$|[;；\s])"
_PLAIN = r"^-?\d+(?:\.\d+)?$"
_NORMAL = r"^(?:0|-?[1-9]\d*)$"
_DIGITS = r"^\d+$"


@dataclass(frozen=True, slots=True)
class Cells:
    """values: what was read in bulk; odd: the cells that were not, null elsewhere."""

    values: pl.Series
    odd: pl.Series


def filled(cells: pl.Series, words: str = "") -> pl.Series:
    """Null for every way of writing that there is nothing; a word list may know one of these as a word (无)."""
    if cells.null_count() == len(cells):
        return cells.cast(pl.String)
    gone = [text for text in _nothing() if not words or text.lower() not in spellings(words)]
    return cells.set(cells.is_in(gone).fill_null(value=False), None)


@cache
def _nothing() -> tuple[str, ...]:
    wide = {ord(a): b for a, b in zip("-/*", "－／＊", strict=True)}
    spelled = {form for text in MISSING for form in (text, text.upper(), text.title(), text.translate(wide))}
    return tuple(sorted(spelled | {"NaN", "—", "——", "未公示", "未公开"}))


def bulk(column: Column, cells: pl.Series, unit: str) -> Cells:
    """The cells of one column that need no cleaner, read as columns."""
    read = _number if column.name in NUMBERED else _BULK.get(column.type)
    return read(cells, unit) if read else Cells(_none(cells), cells)


def _none(cells: pl.Series) -> pl.Series:
    return pl.repeat(None, len(cells), dtype=pl.String, eager=True)


def _parted(cells: pl.Series, usual: pl.Series, values: pl.Series) -> Cells:
    usual = usual.fill_null(value=True)
    if usual.all():
        return Cells(values, _none(cells))
    return Cells(values.set(~usual, None), cells.set(usual, None))


def _text(cells: pl.Series, unit: str) -> Cells:
    return Cells(cells, _none(cells))


def _number(cells: pl.Series, unit: str) -> Cells:
    return _parted(cells, ~cells.str.contains(_ROUNDED), cells)


def _whole(cells: pl.Series, unit: str) -> Cells:
    if unit not in ("", "股", "人", "名", "笔"):
        return Cells(_none(cells), cells)
    return _parted(cells, cells.str.contains(_DIGITS), cells.str.replace(r"^0+(\d)", "$1"))


def _money(cells: pl.Series, unit: str) -> Cells:
    """Plain decimals, times the heading's unit by moving the point: exact, without a number type."""
    factor = MONEY_UNITS.get(unit)
    if factor is None:
        return Cells(_none(cells), cells)
    places = len(str(factor)) - 1
    if not places and cells.str.contains(_NORMAL).all():
        return Cells(cells, _none(cells))
    whole = cells.str.extract(r"^(-?\d+)")
    parts = cells.str.extract(r"\.(\d+)$").fill_null("")
    moved = whole + parts.str.slice(0, places).str.pad_end(places, "0") + "." + parts.str.slice(places)
    normal = moved.str.replace(r"^(-?)0+(\d)", "$1$2").str.replace(r"0+$", "").str.strip_suffix(".")
    normal = normal.set(normal == "-0", "0").set(cells.is_null(), None)
    return _parted(cells, cells.str.contains(_PLAIN), normal)


_BULK: dict[str, Callable[[pl.Series, str], Cells]] = {
    "text": _text,
    "list": _text,
    "time": _text,
    "party": _number,
    "asset": _number,
    "identifier": _number,
    "whole": _whole,
    "money": _money,
}
