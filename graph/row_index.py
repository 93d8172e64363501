"""In which rows of a table each party stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class RowIndex:
    """rows[start[p]:start[p+1]] are the rows in which party p stands in any cell, in order, each once."""

    start: NDArray[np.int64]
    rows: NDArray[np.int32]

    def of(self, parties: Collection[int]) -> NDArray[np.int64]:
        """Every row in which one of the parties stands, in the table's order, each once."""
        wanted = np.fromiter(parties, np.int64, len(parties))
        first, size = self.start[wanted], self.start[wanted + 1] - self.start[wanted]
        begins = np.cumsum(size) - size
        at = np.arange(int(size.sum())) - np.repeat(begins - first, size)
        return np.unique(self.rows[at].astype(np.int64))


def row_indexes(snapshot: Snapshot) -> dict[str, RowIndex]:
    """An index for each table that names parties."""
    count = snapshot.parties.height
    found = {}
    for table, frame in sorted(snapshot.tables.items()):
        if has_parties(frame):
            found[table] = _indexed([frame[name] for name in frame.columns if name.endswith("_p")], count)
    return found


def has_parties(frame: pl.DataFrame) -> bool:
    """Does the table name parties?"""
    return any(name.endswith("_p") for name in frame.columns)


def _indexed(cells: list[pl.Series], count: int) -> RowIndex:
    parts = [np.flatnonzero(cell.is_not_null().to_numpy()).astype(np.int32) for cell in cells]
    rows = np.concatenate(parts)
    party = np.concatenate([cell.drop_nulls().to_numpy() for cell in cells]).astype(np.int64)
    # Party and row in one number: sorting those is several times faster than sorting by two keys.
    height = len(cells[0])
    both = np.sort(party * height + rows)
    both = both[np.diff(both, prepend=-1) != 0]
    party = both // max(height, 1)
    start = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(party, minlength=count), out=start[1:])
    return RowIndex(start, (both - party * height).astype(np.int32))


def as_arrays(indexes: Mapping[str, RowIndex]) -> dict[str, NDArray[Any]]:
    """One name an array, to be kept."""
    return {f"{table}.{part}": getattr(i, part) for table, i in indexes.items() for part in ("start", "rows")}


def from_arrays(arrays: Mapping[str, NDArray[Any]]) -> dict[str, RowIndex]:
    tables = sorted({name.rpartition(".")[0] for name in arrays})
    return {t: RowIndex(arrays[f"{t}.start"], arrays[f"{t}.rows"]) for t in tables}
