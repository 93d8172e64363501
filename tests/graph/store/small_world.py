"""Small snapshots written down row by row."""

from __future__ import annotations

import polars as pl

from graph.snapshot import Snapshot, freeze
from graph.statements import Source
from graph.tables import all_columns

LABEL = "registry"


def small(**tables: str) -> Snapshot:
    """A snapshot of tables given as lines of cells: the first line names the columns, "-" is an empty cell.

    The first row of each table stands on line 2 of `<table>.csv`.
    """
    names = sorted(tables)
    sources = [Source(n, f"{n}.csv", LABEL, "0" * 64, "csv", 0) for n in names]
    return freeze({name: _frame(name, tables[name], i) for i, name in enumerate(names)}, sources)


def _frame(table: str, text: str, source: int) -> pl.DataFrame:
    head, *lines = (line.split() for line in text.strip().splitlines())
    rows = [{k: None if v == "-" else v for k, v in zip(head, line, strict=True)} for line in lines]
    columns = [c.name for c in all_columns(table)]
    assert not set(head) - {*columns, "_sheet"}
    return pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in (*columns, "_sheet", "_extra")},
        schema=dict.fromkeys((*columns, "_sheet", "_extra"), pl.String),
    ).with_columns(
        pl.int_range(2, len(rows) + 2, dtype=pl.Int64).alias("_row"),
        pl.lit(source, dtype=pl.Int32).alias("_src"),
        pl.lit(LABEL).alias("_label"),
    )
