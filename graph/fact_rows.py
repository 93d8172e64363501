"""Rows as facts: hashed, told apart, put in order."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.cells import party_cells
from graph.statements import Source
from graph.tables import THING_IDS

# Beside the facts: where a row stands. It is hashed into the provenance, not into the snapshot id.
STANDS = ("_src", "_row", "_sheet", "_label")
_DIGEST = 32
_AT_ONCE = 65_536
"""Rows whose texts are held at once while they are hashed."""
_REPEATABLE = frozenset({"payments"})
_DAYS = ("start", "date", "filed", "year_end", "declared_on")


def fact_columns(table: str, frame: pl.DataFrame) -> list[str]:
    """The columns that make a row's fact: every cell, with parties by printed id instead of as written."""
    written = {*party_cells(table, frame), "asset", "_equity_company", "_equity_owner"}
    beside = {*STANDS, *written, "_fact", "_derived", "_occurrence"}
    return [n for n in sorted(frame.columns) if n not in beside and not n.endswith(("_p", "_ident"))]


def fact_rows(table: str, frame: pl.DataFrame, sources: Sequence[Source]) -> pl.DataFrame:
    """One row a fact, ordered by thing, parties, day and hash; equal rows of one label merged, the first place kept.

    `_fact` is the first half of the sha256 (FIPS 180-4) of table and cells, in hex. Equal facts have equal hashes. The first
    place is that of the smallest source name, then sheet and line. Equal payments within one file are several payments.
    """
    if table in THING_IDS:
        frame = frame.with_columns(pl.coalesce("row_id", "id").alias("row_id"))
    frame = frame.with_columns(pl.coalesce("standing", pl.lit("recorded")).alias("standing"))
    digests = _digests(table, frame)
    halves = np.frombuffer(digests, dtype=">u8").reshape(-1, 4)
    hashed = _hex_halves(digests)
    del digests
    keys = _keys(frame, sources).with_columns(
        pl.Series("_high", halves[:, 0].astype(np.uint64)), pl.Series("_low", halves[:, 1].astype(np.uint64))
    )
    order = keys.select(pl.arg_sort_by(*_sorting(frame), "_high", "_low", "_l", "_s", "_sheet", "_row")).to_series()
    ordered = keys.select("_high", "_low", "_l", "_src")[order]
    first = _changed(*(ordered[n].to_numpy() for n in ("_high", "_low", "_l")))
    frame = frame.with_columns(hashed)
    if table not in _REPEATABLE:
        return taken(frame, order.filter(pl.Series(first)))
    occurrence = _occurrences(first, ordered["_src"])
    kept = pl.select(pl.struct(run=pl.Series(np.cumsum(first)), occurrence=occurrence).is_first_distinct()).to_series()
    return taken(frame, order.filter(kept)).with_columns(occurrence.filter(kept))


def row_digests(table: str, frame: pl.DataFrame) -> list[str]:
    """What `_fact` must be for each row of a table of facts."""
    return _hex_halves(_digests(table, frame)).to_list()


def _hex_halves(digests: bytes) -> pl.Series:
    """The first half of each digest in hex, as `_fact`."""
    whole = np.frombuffer(digests, dtype=np.dtype((np.void, _DIGEST)))
    parts = [
        pl.Series("_fact", whole[at : at + _AT_ONCE].tolist(), dtype=pl.Binary).bin.encode("hex").str.slice(0, 32)
        for at in range(0, max(len(whole), 1), _AT_ONCE)
    ]
    return pl.concat(parts, rechunk=True)


def _digests(table: str, frame: pl.DataFrame) -> bytes:
    """sha256 of each row, one after another: the table, then its cells in the order of their columns' names, kept apart by U+001F.

    The texts are spelled out a slice of rows at a time: all of them together would be larger than the table.
    """
    said: list[pl.Expr] = []
    constant = table
    for name in fact_columns(table, frame):
        constant += "\x1f"
        if uniform(frame[name]):
            constant += str(frame[name][0] or "")
        else:
            said += [pl.lit(constant), pl.col(name).cast(pl.String).fill_null("")]
            constant = ""
    if not said:
        return hashlib.sha256(constant.encode()).digest() * frame.height
    spelled = pl.concat_str([*said, pl.lit(constant)]).cast(pl.Binary).alias("said")
    new = hashlib.sha256
    found = bytearray()
    for part in frame.iter_slices(_AT_ONCE):
        found += b"".join([new(row).digest() for row in part.select(spelled)["said"].to_list()])
    return bytes(found)


def _keys(frame: pl.DataFrame, sources: Sequence[Source]) -> pl.DataFrame:
    """What rows are sorted by: `_l`, `_s` are the ranks of label and source; columns that are empty throughout weigh nothing."""
    labels = sorted(frame["_label"].unique().to_list())
    named = sorted({(s.name, s.sha256) for s in sources})
    rank = {n: named.index((s.name, s.sha256)) for n, s in enumerate(sources)}
    chosen = [*_sorting(frame), "_sheet", "_row", "_src"]
    return frame.select(
        *(pl.lit(0).alias(n) if frame[n].null_count() == frame.height else pl.col(n) for n in chosen),
        pl.col("_label")
        .replace_strict({label: i for i, label in enumerate(labels)}, return_dtype=pl.UInt32)
        .alias("_l"),
        pl.col("_src").replace_strict(rank, return_dtype=pl.UInt32).alias("_s"),
    )


def _sorting(frame: pl.DataFrame) -> list[str]:
    """Readers find a thing's rows together, then a party's, then the earlier first."""
    parties = sorted(n for n in frame.columns if n.endswith("_p"))
    day = next((n for n in _DAYS if n in frame.columns), None)
    return [n for n in ("_asset", *parties, day) if n in frame.columns]


def _occurrences(first: NDArray[np.bool_], source: pl.Series) -> pl.Series:
    """How often each row was said before in its own file; `first` is True where a row says another thing than the last."""
    if first.all():
        return pl.Series("_occurrence", np.zeros(len(first), np.int64))
    runs = pl.DataFrame({"run": np.cumsum(first), "source": source})
    return runs.select(pl.int_range(pl.len()).over("run", "source").alias("_occurrence")).to_series()


def _changed(*columns: NDArray[Any]) -> NDArray[np.bool_]:
    """True where a row is another than the one before it."""
    changed = np.ones(len(columns[0]), dtype=np.bool_)
    changed[1:] = False
    for column in columns:
        changed[1:] |= column[1:] != column[:-1]
    return changed


def taken(frame: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """frame[rows], without moving the columns that say one thing throughout."""
    still = [n for n in frame.columns if uniform(frame[n])]
    moved = frame.drop(still)[rows]
    if not moved.width:
        return frame.head(len(rows))
    return moved.with_columns(_same(frame, still)).select(frame.columns)


def light(frame: pl.DataFrame) -> pl.DataFrame:
    """The same frame, in which a column that holds nothing takes no room."""
    empty = [n for n in frame.columns if frame.height and frame[n].null_count() == frame.height]
    return frame.with_columns(_same(frame, empty)) if len(empty) < frame.width else frame


def _same(frame: pl.DataFrame, names: list[str]) -> list[pl.Expr]:
    """Columns that say one thing throughout, kept as that one thing."""
    return [pl.lit(frame[n][0], dtype=frame.schema[n]).alias(n) for n in names]


def uniform(column: pl.Series) -> bool:
    """Does it say one thing throughout, or nothing?"""
    if column.null_count():
        return column.null_count() == len(column)
    return len(column) > 0 and column[0] == column[-1] and bool((column == column[0]).all())
