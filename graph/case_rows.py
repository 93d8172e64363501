"""Rows of a snapshot as a case holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from graph.snapshot import Snapshot, rows_of
from graph.statements import Place, Row
from graph.tables import THING_IDS
from graph.values import DateSpan

# The days that say when a row's matter happened; the first that is known counts.
_HAPPENED: dict[str, tuple[str, ...]] = {
    "share_transfers": ("date", "signed"), "asset_transfers": ("date",), "payments": ("date",), "contracts": ("date",),
    "changes": ("date",), "successions": ("date",), "court_cases": ("filed",), "accounts": ("year_end",),
    "declarations": ("declared_on",), "holdings": ("start",), "roles": ("start",), "assets": ("start",),
    "encumbrances": ("start",), "relations": ("start",),
}  # fmt: skip


def read_rows(snapshot: Snapshot, table: str, frame: pl.DataFrame | None, as_of: date) -> list[Row]:
    """Rows as of a day: what began or happened later is left out."""
    if frame is None:
        return []
    rows = [read_row(snapshot, table, cells) for cells in frame.iter_rows(named=True)]
    happened = _HAPPENED.get(table, ())
    return [row for row in rows if (span := _first_known(row, happened)) is None or span.first <= as_of]


def _first_known(row: Row, columns: Iterable[str]) -> DateSpan | None:
    return next((span for name in columns if (span := row.span(name))), None)


@cache
def _cells_of(table: str, columns: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Of a table's columns: those whose cells a row keeps, and those that name a party, with the cell it stands in."""
    kept = (*rows_of(table), "_asset", "_extra", "_derived", "_address", "_phone", "_email")
    ends = tuple((c, c.removesuffix("_id")) for c in columns if c.endswith("_id") and c != "row_id")
    return tuple(n for n in kept if n in columns), ends


def read_row(snapshot: Snapshot, table: str, cells: Mapping[str, Any]) -> Row:
    """A row of a snapshot with its cells, the parties it names and where it stands."""
    names, ends = _cells_of(table, tuple(cells))
    kept = {n: str(v).lower() if n == "_derived" else str(v) for n in names if (v := cells[n]) is not None}
    parties = {end: v for column, end in ends if (v := cells[column]) is not None}
    source = snapshot.sources[cells["_src"]]
    line: int | str = f"{cells['_sheet']}!{cells['_row']}" if cells["_sheet"] else cells["_row"]
    obtained = cells.get("obtained_on") or source.obtained_on
    place = Place(
        table, source.name, source.label, source.sha256, line, cells.get("row_id") or (kept.get("id") if table in THING_IDS else None),
        cells.get("standing") or "recorded", cells.get("grade"), cells.get("source"),
        DateSpan.parse(obtained) if obtained else None, cells.get("note"), cells["_fact"],
        *(cells.get(name) for name in ("obtained_by", "original", "page")),
    )  # fmt: skip
    return Row(kept, place, parties)
