"""Saved queries put to a snapshot, and their answers."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from casework.load import safe_cell
from casework.parties import find_party
from graph.errors import LookthroughError
from graph.snapshot import Snapshot
from graph.store.embedded import EmbeddedStore
from queries.saved import ask, saved, saved_queries

MOST_ROWS = 10_000
SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """Contract §7 `query run`; truncated: None, or what was cut."""

    query: str
    parameters: dict[str, str]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: str | None


def listed() -> list[dict[str, Any]]:
    return [
        {"name": q.name, "titles": dict(q.titles), "parameters": [p.name for p in q.parameters]}
        for q in saved_queries()
    ]


def shown(name: str) -> dict[str, Any]:
    query = saved(name)
    asked = [
        {"name": p.name, "type": p.type, "unit": p.unit, "default": p.default, "texts": dict(p.texts)}
        for p in query.parameters
    ]
    return {
        "name": query.name,
        "titles": dict(query.titles),
        "answers": dict(query.answers),
        "parameters": asked,
        "columns": list(query.columns),
        "text": query.cypher,
    }


def parameters(given: Sequence[str]) -> dict[str, str]:
    """k=v pairs; a plain line where one is not."""
    out = {}
    for pair in given:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise LookthroughError(f"not a parameter: {pair}", "--param", "write --param name=value")
        out[key] = value
    return out


_STORES: dict[str, EmbeddedStore] = {}


def store_of(snapshot: Snapshot) -> EmbeddedStore:
    """The snapshot's projection, built once a process."""
    if snapshot.id not in _STORES:
        _STORES.clear()
        _STORES[snapshot.id] = EmbeddedStore.of(snapshot)
    return _STORES[snapshot.id]


def run_saved(snapshot: Snapshot, name: str, given: Mapping[str, str]) -> Answer:
    """Parties may be given by id, identifier or name; values are never spliced into the query."""
    query = saved(name)
    parties = {p.name for p in query.parameters if p.type == "party"}
    named = {k: find_party(snapshot, v) if k in parties and v.strip() else v for k, v in given.items()}
    rows = ask(query, store_of(snapshot), named, limit_rows=MOST_ROWS, timeout_seconds=SECONDS)
    return Answer(query.name, named, rows.columns, rows.rows, rows.truncated)


def as_csv(answer: Answer) -> str:
    """CSV whose cells no spreadsheet will run."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([safe_cell("" if cell is None else str(cell)) for cell in row] for row in answer.rows)
    return out.getvalue()


def as_parquet(answer: Answer) -> bytes:
    out = io.BytesIO()
    columns = {name: [row[i] for row in answer.rows] for i, name in enumerate(answer.columns)}
    pl.DataFrame(columns, strict=False).write_parquet(out)
    return out.getvalue()
