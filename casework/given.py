"""The rows as given, for whoever wants to see them; masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from graph.store.workspace import Workspace
from reports.redact import district, redact

Place = tuple[str, str, str]
"""Source name, row as cited ("7" or "Sheet1!7"), sha256 of the file."""

_PEOPLE = frozenset({"person", "individual", "自然人", "个人", "natural person"})
_HOME = re.compile(
    r"[路街巷弄村号室栋幢].*\d|\d.*[路街巷弄村号室栋幢]|\d.*\b(?:street|road|lane|avenue|flat|floor)\b", re.IGNORECASE
)


def given_rows(workspace: Workspace, cited: Iterable[Mapping[str, Any]]) -> dict[Place, tuple[str, ...]]:
    """The cells of cited rows as their files gave them, masked as every output; a forgotten file answers nothing."""
    wanted: dict[tuple[str, str], set[str]] = {}
    for item in cited:
        wanted.setdefault((str(item["source"]), str(item["sha256"])), set()).add(str(item["row"]))
    held = {(s.name, s.sha256): s.id for s in workspace.sources() if s.withdrawn is None}
    found: dict[Place, tuple[str, ...]] = {}
    for (name, sha256), rows in wanted.items():
        if (source := held.get((name, sha256))) is not None:
            frame = (
                pl.scan_parquet(workspace.source_folder(source) / "given.parquet")
                .filter(pl.col("_row").is_in(_lines(rows)))
                .collect()
            )
            for row in frame.iter_rows(named=True):
                place = f"{row['_sheet']}!{row['_row']}" if row["_sheet"] else str(row["_row"])
                if place in rows:
                    found[name, place, sha256] = shown_cells(row["cells"])
    return found


def _lines(rows: Iterable[str]) -> list[int]:
    return sorted({int(line) for row in rows if (line := row.rpartition("!")[2]).isdigit()})


def shown_cells(cells: Iterable[object]) -> tuple[str, ...]:
    """Personal numbers masked; a person's row keeps of an address only the district. Empty cells are left out.

    A bare cell has no words around it by which an account could be told: any long number is taken for one.
    """
    return tuple(str(c) for c in redact({"kind": "account", "cells": without_homes(cells)})["cells"])


def without_homes(cells: Iterable[object]) -> list[str]:
    """The cells that say something; in a person's row an address is told to its district."""
    told = [str(c) for c in cells if c not in (None, "")]
    if any(c.strip().lower() in _PEOPLE for c in told):
        told = [district(c) if _HOME.search(c) else c for c in told]
    return told
