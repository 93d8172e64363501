"""A row's cells as properties that can be compared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import polars as pl

from graph.schema import Column
from graph.statements import Source
from graph.tables import TABLES

# kglite answers `start`, `end`, `type`, `id` of a relationship and `label`, `title` of a node with something of its own
# where the property is missing: an open holding would seem to end at a company's name.
_RENAMED = {"title": "post", "id": "own_id", "start": "starts", "end": "ends"}


def properties(table: str, frame: pl.DataFrame, aside: Collection[str]) -> Iterator[pl.Expr]:
    """Each column of a table, but those put aside, as one to three properties.

    text, word: as kept · money: `x` float for comparison, `x_text` exact · share: `x` (low end) and `x_high` floats,
    `x_text` exact · date: `x` ISO text, perhaps partial, `x_first` and `x_last` whole days since 1970-01-01 · whole:
    integer · party and asset cells: the printed id.
    """
    for column in TABLES[table].columns:
        if column.name in aside or column.name not in frame.columns:
            continue
        yield from _property(column, _RENAMED.get(column.name, column.name), frame)


def _property(column: Column, name: str, frame: pl.DataFrame) -> Iterator[pl.Expr]:
    cell = pl.col(column.name)
    if column.type == "money":
        yield cell.cast(pl.Float64, strict=False).alias(name)
        yield cell.alias(f"{name}_text")
    elif column.type == "share":
        ends = cell.str.split_exact("..", 1)
        low = ends.struct.field("field_0")
        yield _fraction(low).alias(name)
        yield _fraction(pl.coalesce(ends.struct.field("field_1"), low)).alias(f"{name}_high")
        yield cell.alias(f"{name}_text")
    elif column.type == "date":
        yield cell.alias(name)
        yield _first_day(cell).cast(pl.Int32).cast(pl.Int64).alias(f"{name}_first")
        yield _last_day(cell).cast(pl.Int32).cast(pl.Int64).alias(f"{name}_last")
    elif column.type == "whole":
        yield cell.cast(pl.Int64, strict=False).alias(name)
    elif column.type == "party":
        yield pl.col(f"{column.name}_id").alias(name)
    elif column.type == "asset" and "_asset" in frame.columns:
        yield pl.col("_asset").alias(name)
    else:
        yield cell.alias(name)


def _fraction(text: pl.Expr) -> pl.Expr:
    parts = text.str.split_exact("/", 1)
    below = parts.struct.field("field_1").cast(pl.Float64, strict=False)
    return parts.struct.field("field_0").cast(pl.Float64, strict=False) / below.fill_null(1.0)


def _first_day(text: pl.Expr) -> pl.Expr:
    """2013 → 2013-01-01, 2013-05 → 2013-05-01."""
    full = pl.concat_str([text, pl.lit("-01-01").str.slice(text.str.len_chars().cast(pl.Int64) - 4)])
    return full.str.to_date("%Y-%m-%d", strict=False)


def _last_day(text: pl.Expr) -> pl.Expr:
    """2013 → 2013-12-31, 2013-05 → 2013-05-31."""
    first, length = _first_day(text), text.str.len_chars()
    whole_year = first.dt.offset_by("1y").dt.offset_by("-1d")
    return pl.when(length == 4).then(whole_year).when(length == 7).then(first.dt.month_end()).otherwise(first)


def standing_place(sources: Sequence[Source]) -> tuple[pl.Expr, ...]:
    """Where a row stands: source, source_label, row ("214", in a workbook "sheet!214"), fact, standing, grade, claimed."""
    at = pl.col("_src").cast(pl.Int64)
    names, labels = pl.Series([s.name for s in sources]), pl.Series([s.label for s in sources])
    line = pl.col("_row").cast(pl.String)
    return (
        pl.lit(names).gather(at).alias("source"),
        pl.lit(labels).gather(at).alias("source_label"),
        pl.when(pl.col("_sheet").is_not_null() & (pl.col("_sheet") != ""))
        .then(pl.format("{}!{}", "_sheet", line))
        .otherwise(line)
        .alias("row"),
        pl.col("_fact").alias("fact"),
        pl.col("standing").fill_null("recorded").alias("standing"),
        pl.col("grade"),
        pl.col("source").alias("claimed"),
        pl.col("note"),
    )


def joined(name: str) -> pl.Expr:
    """All values that the rows of a group give, in order, so that a disagreement is seen."""
    values = pl.col(name).drop_nulls().unique().sort()
    return values.str.join("; ").replace("", None).alias(name)
