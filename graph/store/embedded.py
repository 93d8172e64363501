"""The embedded store: a snapshot held in this process, asked in Cypher."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import kglite
import pandas as pd
import polars as pl

from graph.errors import LookthroughError
from graph.snapshot import Snapshot
from graph.store import guard, projection
from graph.store.base import LIMIT_ROWS, TIMEOUT_SECONDS, Rows, Value

WORK_UNITS = 10_000_000
"""Rows and list items that one query may touch and hold on its way; that many rows of two cells took 4 GB."""

_DTYPES: dict[type[pl.DataType], str] = {pl.Int64: "integer", pl.Float64: "float", pl.String: "string"}

# Questions about a kind that the snapshot lacks are no fault: the answer is empty. kglite would print a line each.
kglite.set_query_warning_policy("silent")


@dataclass(frozen=True, slots=True)
class EmbeddedStore:
    """A frozen kglite graph; any number of threads may ask it at once."""

    snapshot: str
    graph: kglite.FrozenGraph
    name: str = "embedded"

    @classmethod
    def of(cls, snapshot: Snapshot) -> EmbeddedStore:
        """Project a snapshot; a million holdings take some seconds, so keep the store as long as the snapshot."""
        graph = kglite.KnowledgeGraph()
        for kind in projection.nodes(snapshot):
            frame, types = _handed_over(kind.frame)
            graph.add_nodes(frame, kind.label, "id", "name", column_types=types)
        for link in projection.links(snapshot):
            frame, types = _handed_over(link.frame)
            graph.add_relationships(frame, link.type, link.giver, "_from", link.taker, "_to", column_types=types)
        return cls(snapshot.id, graph.freeze())

    def run(
        self,
        cypher: str,
        parameters: Mapping[str, Value],
        *,
        limit_rows: int = LIMIT_ROWS,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> Rows:
        """As Store.run says; asks nothing that graph.store.guard refuses."""
        guard.check(cypher)
        try:
            found = self.graph.cypher(
                cypher,
                params=dict(parameters),
                timeout_ms=max(1, int(timeout_seconds * 1000)),
                max_work_units=WORK_UNITS,
                row_limit=limit_rows,
            )
            columns = tuple(found.columns)
            rows = tuple(tuple(_plain(row[name]) for name in columns) for row in found.to_list())
        except (kglite.KgError, ValueError, TypeError, OverflowError) as fault:
            raise _said(fault, timeout_seconds) from fault
        total = (found.diagnostics or {}).get("total_rows")
        cut = f"the first {len(rows):,} of {total:,} rows" if total and total > len(rows) else None
        return Rows(columns, rows, cut)


def _handed_over(frame: pl.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """The columns that hold anything, as pandas, with their types said (nothing is guessed from the cells).

    `name` always goes along: a node loaded without one would answer with its id.
    """
    kept = [column for column in frame if column.name == "name" or column.null_count() < frame.height]
    types = {column.name: _DTYPES[column.dtype.base_type()] for column in kept}
    return pd.DataFrame({column.name: _column(column) for column in kept}), types


def _column(column: pl.Series) -> Any:
    """Plain Python texts load three times as fast as Arrow ones; whole numbers with gaps must not turn to floats."""
    if column.dtype == pl.Int64 and column.null_count():
        return pd.array(column.to_list(), dtype="Int64")
    return pd.Series(column.to_numpy(), dtype=object if column.dtype == pl.String else None)


def _plain(value: Any) -> Value:
    """Nodes and relationships as their properties, without the engine's own numbers."""
    if isinstance(value, Mapping):
        inner = value.get("properties")
        if isinstance(inner, Mapping) and ("labels" in value or "start" in value):
            inner = {k: v for k, v in inner.items() if k not in ("title", "type")}
            value = inner
        return {str(key): _plain(part) for key, part in sorted(value.items())}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, str | bool | int | float):
        return value
    return str(value)


def _said(fault: Exception, timeout_seconds: float) -> LookthroughError:
    """One line a user can act on."""
    if isinstance(fault, kglite.CypherTimeoutError):
        return too_long(timeout_seconds)
    first = str(fault).strip().splitlines()[0] if str(fault).strip() else type(fault).__name__
    if "max_work_units" in first:
        return LookthroughError(
            "the query holds too many rows on its way",
            "embedded store",
            "begin with the party that is known, or shorten the paths",
        )
    return LookthroughError("the query cannot be run", "embedded store", first)


def too_long(timeout_seconds: float) -> LookthroughError:
    """The line that a question gets which came to the end of its time."""
    return LookthroughError(
        f"the query took longer than {timeout_seconds:g} s",
        "embedded store",
        "begin with the party that is known, shorten the paths, or allow more time",
    )
