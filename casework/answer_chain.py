"""The answer of a query as a chain to be drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import polars as pl

from casework.asking import Answer
from casework.drawn import MOST_NODES
from graph.snapshot import Snapshot
from reports.redact import redact


def as_chain(snapshot: Snapshot, answer: Answer, most: int = MOST_NODES) -> Mapping[str, Any] | None:
    """Nodes and edges of the answer's paths (cells that are lists of parties), as many as can be read; None without any.

    Which end of a step owns which is looked up in the holdings, never guessed from the order of the cells.
    """
    known = set(snapshot.parties["id"])
    steps: dict[tuple[str, str], None] = {}
    nodes: dict[str, None] = {}
    left = 0
    for path in _paths(answer, known):
        fresh = dict.fromkeys(path)
        if len(nodes | fresh) > most:
            left += 1
            continue
        nodes |= fresh
        steps |= dict.fromkeys(pairwise(path))
    if not steps:
        return None
    about = snapshot.parties.filter(pl.col("id").is_in(list(nodes))).select("id", "name", "kind")
    named = {one: {"id": one, "name": name or one, "kind": kind} for one, name, kind in about.iter_rows()}
    chain = {"nodes": [named[one] for one in nodes], "edges": _edges(snapshot, list(steps)), "left": left}
    return redact(chain)


def _paths(answer: Answer, known: set[str]) -> list[list[str]]:
    cells = (cell for row in answer.rows for cell in row if isinstance(cell, list) and len(cell) > 1)
    return [list(cell) for cell in cells if all(isinstance(one, str) and one in known for one in cell)]


def _edges(snapshot: Snapshot, steps: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    held = _holdings(snapshot, steps)
    made: dict[tuple[str, str], dict[str, Any]] = {}
    for a, b in steps:
        owner, company = (a, b) if (a, b) in held else (b, a)
        row = held.get((owner, company))
        kind = "ownership" if row else "relation"
        made.setdefault((owner, company), {"kind": kind, "from": owner, "to": company, **(row or {})})
    return list(made.values())


def _holdings(snapshot: Snapshot, steps: Sequence[tuple[str, str]]) -> dict[tuple[str, str], dict[str, Any]]:
    """The newest row of each holding between the ends of the steps."""
    frame = snapshot.tables.get("holdings")
    if frame is None:
        return {}
    ends = sorted({end for step in steps for end in step})
    own = frame.filter(pl.col("owner_id").is_in(ends) & pl.col("company_id").is_in(ends))
    rows = own.select("owner_id", "company_id", "share", "start", "end").sort("start", nulls_last=False)
    return {
        (row["owner_id"], row["company_id"]): {"share": row["share"], "start": row["start"], "end": row["end"], "ended": row["end"] is not None}
        for row in rows.iter_rows(named=True)
    }  # fmt: skip
