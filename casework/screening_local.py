"""The local engine of screening: polars over a snapshot's files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import narwhals as nw
import polars as pl

from casework.screening_ground import day_number, empty, groups_and_rings, prepared
from casework.shelf import tables_in
from graph.population import Population
from graph.tables import TABLES
from queries.screening_rule import Frame, Ground


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """Columns are read from the files as rules ask for them; nothing is held between rules."""

    ground: Ground
    held: frozenset[str]
    name: str = "local"

    def collect(self, frames: Sequence[Frame]) -> list[pl.DataFrame]:
        return pl.collect_all([nw.to_native(frame) for frame in frames], engine="streaming")


def local_engine(folder: Path, as_of: date, known: Population) -> LocalEngine:
    """The snapshot in `folder`, ready to be screened on a day."""
    held = frozenset(tables_in(folder))
    tables: dict[str, Frame] = {
        table: prepared(
            table, _frame(pl.scan_parquet(folder / f"{table}.parquet")) if table in held else _give(empty(table))
        )
        for table in TABLES
    }
    party = pl.scan_parquet(folder / "_parties.parquet").select(
        pl.col("idx").cast(pl.Int64).alias("p"), "id", "kind", "name"
    )
    derived: Mapping[str, pl.DataFrame] = groups_and_rings(known)
    tables |= {"party": _frame(party), **{name: _give(frame) for name, frame in derived.items()}}
    return LocalEngine(Ground(tables, day_number(as_of), _give), held)


def _frame(lazy: pl.LazyFrame) -> Frame:
    return nw.from_native(lazy)


def _give(frame: pl.DataFrame) -> Frame:
    return _frame(frame.lazy())
