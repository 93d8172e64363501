"""Saved queries put to a snapshot, and their answers."""

from __future__ import annotations

import csv
import io
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from casework.parties import find_party
from graph.errors import LookthroughError
from graph.snapshot import Snapshot
from graph.store.base import Store
from graph.store.embedded import EmbeddedStore
from graph.store.fenced import POSSIBLE, FencedStore
from queries.saved import SavedQuery, ask, bundled, saved, saved_queries
from reports.redact import redact
from reports.wording import safe_cell

MOST_ROWS = 100_000
SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """Contract §7 `query run`; truncated: None, or what was cut."""

    query: str
    parameters: dict[str, str]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: str | None


def listed(own: Sequence[SavedQuery] = ()) -> list[dict[str, Any]]:
    """The bundled queries, then the user's own."""
    known = [(q, "bundled") for q in saved_queries()] + [(q, "own") for q in own]
    return [
        {"name": q.name, "titles": dict(q.titles), "parameters": [p.name for p in q.parameters], "kept": kept}
        for q, kept in known
    ]


def shown(query: SavedQuery) -> dict[str, Any]:
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


_STORES: dict[str, Store] = {}
_BUILDING = threading.Lock()


def store_of(snapshot: Snapshot) -> Store:
    """The snapshot's projection, built once a process: the fenced one where it stands."""
    with _BUILDING:
        found = _STORES.get(snapshot.id)
        return found if found is not None and _stands(found) else _kept(snapshot, EmbeddedStore.of)


def fenced_store_of(snapshot: Snapshot) -> Store:
    """As `store_of`, for what a user wrote: memory is limited too, and a question that takes too much ends alone."""
    if not POSSIBLE:
        return store_of(snapshot)
    with _BUILDING:
        found = _STORES.get(snapshot.id)
        return found if isinstance(found, FencedStore) and found.alive else _kept(snapshot, FencedStore)


def _stands(store: Store) -> bool:
    return not isinstance(store, FencedStore) or store.alive


def _kept(snapshot: Snapshot, build: Callable[[Snapshot], Store]) -> Store:
    """One at a time: the one before is let go."""
    _STORES.clear()
    _STORES[snapshot.id] = build(snapshot)
    return _STORES[snapshot.id]


def run_saved(snapshot: Snapshot, name: str, given: Mapping[str, str], store: Store | None = None) -> Answer:
    """Parties may be given by id, identifier or name; values are never spliced into the query.

    store: a server's store of this snapshot; without one the snapshot is asked in this process.
    """
    return run_query(snapshot, saved(name), given, store)


def run_query(snapshot: Snapshot, query: SavedQuery, given: Mapping[str, str], store: Store | None = None) -> Answer:
    """As `run_saved`, of any query that has been read."""
    parties = {p.name for p in query.parameters if p.type == "party"}
    named = {k: find_party(snapshot, v) if k in parties and v.strip() else v for k, v in given.items()}
    own = store_of if query is bundled(query.name) else fenced_store_of
    rows = ask(query, store or own(snapshot), named, limit_rows=MOST_ROWS, timeout_seconds=SECONDS)
    return Answer(query.name, named, rows.columns, _masked(rows.columns, rows.rows), rows.truncated)


def run_own(snapshot: Snapshot, cypher: str, store: Store | None = None) -> Answer:
    """A question of the reader's own, within the guard and the same limits; refused in one line with how to write it."""
    rows = (store or fenced_store_of(snapshot)).run(
        cypher.strip().rstrip(";"), {}, limit_rows=MOST_ROWS, timeout_seconds=SECONDS
    )
    return Answer("own", {}, rows.columns, _masked(rows.columns, rows.rows), rows.truncated)


def _masked(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> tuple[tuple[Any, ...], ...]:
    """Persons' numbers and homes are masked here as in every report."""
    shown = redact({"rows": [dict(zip(columns, row, strict=True)) for row in rows]})["rows"]
    return tuple(tuple(row.values()) for row in shown)


def as_csv(answer: Answer) -> str:
    """CSV whose cells no spreadsheet will run; a list in a cell is joined by ";"."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([safe_cell(as_text(cell)) for cell in row] for row in answer.rows)
    return out.getvalue()


def as_text(cell: object) -> str:
    if isinstance(cell, list | tuple):
        return ";".join(map(as_text, cell))
    return "" if cell is None else str(cell)


def as_parquet(answer: Answer) -> bytes:
    """Typed where a column holds one kind of value, text where it holds several."""
    out = io.BytesIO()
    columns = [pl.Series(name, [row[i] for row in answer.rows], strict=False) for i, name in enumerate(answer.columns)]
    pl.DataFrame([c.cast(pl.String) if c.dtype == pl.Null else c for c in columns]).write_parquet(out)
    return out.getvalue()


def as_json(answer: Answer) -> str:
    """Contract §7 `query run`."""
    value = {
        "query": answer.query,
        "parameters": answer.parameters,
        "columns": list(answer.columns),
        "rows": [list(r) for r in answer.rows],
        "truncated": answer.truncated,
    }
    return json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n"


_PRINTED: dict[str, Callable[[Answer], bytes]] = {
    "csv": lambda answer: as_csv(answer).encode("utf-8"),
    "json": lambda answer: as_json(answer).encode("utf-8"),
    "parquet": as_parquet,
}


def printed(answer: Answer, format_name: str) -> bytes:
    """The answer's bytes as csv, json or parquet."""
    return _PRINTED[format_name](answer)
