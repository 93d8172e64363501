"""The Spark engine of screening: the same rules, the same Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import narwhals as nw
import polars as pl

from casework.screening_ground import Worked, columns_of, day_number, empty
from casework.shelf import tables_in
from graph.store.spark import SparkTables
from graph.tables import TABLES
from queries.screening_rule import Frame, Ground


@dataclass(frozen=True, slots=True)
class SparkEngine:
    """Rules become Spark's own plans; only hits and the rows that are cited come back."""

    folder: Path
    ground: Ground
    held: frozenset[str]
    tables: SparkTables
    name: str = "spark"

    def collect(self, frames: Sequence[Frame]) -> list[pl.DataFrame]:
        return self.tables.collect([nw.to_native(frame) for frame in frames])


def spark_engine(tables: SparkTables, folder: Path, as_of: date, known: Worked) -> SparkEngine:
    """The snapshot in `folder` as Spark's tables. What the kernels worked out here is handed over."""
    held = frozenset(tables_in(folder))

    def give(frame: pl.DataFrame) -> Frame:
        return _frame(tables.give(frame))

    rows = {t: _frame(_prepared(tables, t, folder)) if t in held else give(empty(t)) for t in TABLES}
    derived = {name: give(frame) for name, frame in known.tables.items()}
    return SparkEngine(folder, Ground({**rows, **derived}, day_number(as_of), give), held, tables)


def _prepared(tables: SparkTables, table: str, folder: Path) -> object:
    """A table of the snapshot with the columns that rules may name, in one plan."""
    frame, wanted = tables.read(folder / f"{table}.parquet"), columns_of(table)
    there = set(frame.columns)

    def cell(name: str, kind: str) -> str:
        return f"CAST({f'`{name}`' if name in there else 'NULL'} AS {kind}) AS `{name}`"

    days = (day for name in wanted.days for day in (_span(name) if name in there else _no_day(name)))
    numbers = (cell(name, "BIGINT") for name in wanted.numbers)
    return frame.selectExpr(*numbers, *(cell(name, "STRING") for name in wanted.texts), *days)


def _span(name: str) -> tuple[str, str]:
    """First and last day of an ISO date that may lack its day or month."""
    length = f"length(`{name}`)"
    first = f"to_date(concat(`{name}`, CASE {length} WHEN 4 THEN '-01-01' WHEN 7 THEN '-01' ELSE '' END), 'yyyy-MM-dd')"
    months = f"CASE {length} WHEN 4 THEN 12 WHEN 7 THEN 1 ELSE 0 END"
    days = f"CASE WHEN {length} < 10 THEN 1 ELSE 0 END"
    last = f"unix_date(add_months({first}, {months})) - {days}"
    return f"CAST(unix_date({first}) AS BIGINT) AS `{name}_first`", f"CAST({last} AS BIGINT) AS `{name}_last`"


def _no_day(name: str) -> tuple[str, str]:
    return f"CAST(NULL AS BIGINT) AS `{name}_first`", f"CAST(NULL AS BIGINT) AS `{name}_last`"


def _frame(native: object) -> Frame:
    return nw.from_native(native)
