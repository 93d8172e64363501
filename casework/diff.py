"""diff: what changed between two snapshots, and in a case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.case_file import debt_of
from casework.desk import desk_at, document_of
from casework.difference import difference
from casework.server import snapshot_named
from graph.errors import LookthroughError
from graph.store.workspace import Workspace
from reports.redact import redact

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST = 100_000
"""Rows of one table that are told; what lies beyond is counted and said."""
_LEAD = ("tier", "rank", "route", "standing", "amount")


def diff(workspace: Workspace, older: str, newer: str, keys: Mapping[str, Any] | None, today: date) -> dict[str, Any]:
    """Contract §7 `diff`: added, removed and changed rows, each {kind, who, said, before, source, row}; with a case, its leads too.

    older, newer: the beginnings of snapshot ids, or a day (YYYY-MM-DD): the snapshot that was current at its end; "" is the
    newest. Both snapshots are asked about the case as of the same day, the
    later one, so that time alone changes nothing.
    """
    before, after = snapshot_named(workspace, _id(workspace, older)), snapshot_named(workspace, _id(workspace, newer))
    found = difference(before, after, MOST)
    rows = [{"kind": one.table, **row} for one in found for row in one.rows]
    if keys is not None:
        rows += _leads(workspace, before.id, after.id, keys, today)
    parts = {"added": [], "removed": [], "changed": []}  # type: dict[str, list[dict[str, Any]]]
    for row in rows:
        parts[row.pop("change")].append(row)
    counts = {one.table: {"added": one.added, "removed": one.removed, "changed": one.changed} for one in found}
    cut = [one.table for one in found if one.added + one.removed + one.changed > len(one.rows)]
    said = f"only the first {MOST:,} rows of {', '.join(cut)} are told" if cut else None
    return {"from": before.id, "to": after.id, **parts, "counts": counts, "truncated": said}


def _id(workspace: Workspace, wanted: str) -> str:
    held = [row for row in workspace.snapshots() if row.dropped is None]
    if not wanted and held:
        return held[-1].id
    if not _DAY.fullmatch(wanted):
        return wanted
    found = [row for row in held if row.made_at[:10] <= wanted]
    if not found:
        first = held[0].made_at[:10] if held else "none yet"
        raise LookthroughError(f"no snapshot is as old as {wanted}", "diff", f"the first kept one is of {first}")
    return found[-1].id


def _leads(workspace: Workspace, older: str, newer: str, keys: Mapping[str, Any], today: date) -> list[dict[str, Any]]:
    desks = desk_at(workspace, older), desk_at(workspace, newer)
    day = max(debt_of(keys, desk.snapshot, today).as_of for desk in desks)
    earlier, later = (document_of(desk, {**keys, "as_of": day}, today) for desk in desks)
    old, new = ({lead["id"]: lead for lead in redact(doc)["leads"]} for doc in (earlier, later))
    told = [_told("removed", old[name], None) for name in old if name not in new]
    for name, lead in new.items():
        if name not in old:
            told.append(_told("added", lead, None))
        elif any(lead[key] != old[name][key] for key in _LEAD):
            told.append(_told("changed", lead, old[name]))
    return told


def _told(change: str, lead: Mapping[str, Any], before: Mapping[str, Any] | None) -> dict[str, Any]:
    first = lead["evidence"][0] if lead["evidence"] else {"source": None, "row": None}
    return {
        "change": change,
        "kind": "lead",
        "who": lead["id"],
        "said": {**lead["summary"], **{key: lead[key] for key in _LEAD}},
        "before": {key: before[key] for key in _LEAD} if before else None,
        "source": first["source"],
        "row": first["row"],
    }
