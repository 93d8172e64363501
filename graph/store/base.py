"""What every store of a snapshot answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

Scalar = str | int | float | bool | None
Value = Scalar | Sequence["Value"] | Mapping[str, "Value"]

LIMIT_ROWS = 10_000
TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a query: rows in the order asked for, each as long as `columns`.

    truncated: None, or what was cut in words ("the first 100 of 2,310 rows").
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    truncated: str | None = None

    def records(self) -> list[dict[str, Value]]:
        """Each row by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@runtime_checkable
class Store(Protocol):
    """A projection of one snapshot that answers Cypher; it can be thrown away and rebuilt."""

    @property
    def name(self) -> str:
        """ "embedded", "neo4j"."""
        ...

    @property
    def snapshot(self) -> str:
        """The id of the snapshot it is a projection of."""
        ...

    def run(
        self,
        cypher: str,
        parameters: Mapping[str, Value],
        *,
        limit_rows: int = LIMIT_ROWS,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> Rows:
        """Check the query (graph.store.guard), run it, keep the first `limit_rows` rows.

        LookthroughError where the query is not a plain question, does not parse, lacks a parameter or takes too long.
        """
        ...
