"""The local engine of screening: polars over a snapshot's files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import narwhals as nw
import polars as pl

from casework.screening_ground import Worked, columns_of, day_number, empty
from casework.shelf import tables_in
from graph.tables import TABLES
from queries.screening_rule import Frame, Ground


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """Columns are read from the files as rules ask for them; nothing is held between rules."""

    folder: Path
    ground: Ground
    held: frozenset[str]
    name: str = "local"

    def collect(self, frames: Sequence[Frame]) -> list[pl.DataFrame]:
        # One after the other: a whole register's working memory is taken once, not once a rule.
        return [nw.to_native(frame).collect(engine="streaming") for frame in frames]


def local_engine(folder: Path, as_of: date, known: Worked) -> LocalEngine:
    """The snapshot in `folder`, ready to be screened on a day."""
    held = frozenset(tables_in(folder))
    tables = {t: _frame(_prepared(t, folder)) if t in held else _give(empty(t)) for t in TABLES}
    tables |= {name: _give(frame) for name, frame in known.tables.items()}
    return LocalEngine(folder, Ground(tables, day_number(as_of), _give), held)


def _prepared(table: str, folder: Path) -> pl.LazyFrame:
    """A table of the snapshot with the columns that rules may name."""
    frame, wanted = pl.scan_parquet(folder / f"{table}.parquet"), columns_of(table)
    there = set(frame.collect_schema().names())

    def cell(name: str, kind: type[pl.DataType]) -> pl.Expr:
        return (pl.col(name) if name in there else pl.lit(None)).cast(kind).alias(name)

    days = (day for name in wanted.days for day in _span(cell(name, pl.String), name))
    numbers = (cell(name, pl.Int64) for name in wanted.numbers)
    return frame.select(*numbers, *(cell(name, pl.String) for name in wanted.texts), *days)


def _span(text: pl.Expr, name: str) -> tuple[pl.Expr, pl.Expr]:
    """First and last day of an ISO date that may lack its day or month."""
    length = text.str.len_bytes()
    first = (
        pl.when(length == 4)
        .then(text + "-01-01")
        .when(length == 7)
        .then(text + "-01")
        .otherwise(text)
        .str.to_date("%Y-%m-%d")
    )
    after = pl.when(length == 4).then(first.dt.offset_by("1y")).when(length == 7).then(first.dt.offset_by("1mo"))
    last = after.otherwise(first.dt.offset_by("1d")).to_physical().cast(pl.Int64) - 1
    return first.to_physical().cast(pl.Int64).alias(f"{name}_first"), last.alias(f"{name}_last")


def _frame(lazy: pl.LazyFrame) -> Frame:
    return nw.from_native(lazy)


def _give(frame: pl.DataFrame) -> Frame:
    return _frame(frame.lazy())
