"""The command that tells what changed: diff."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from casework.case_file import read_case, unused_keys
from casework.diff import diff as changed
from commands.given import open_workspace, seen, today
from commands.reports import warn_unused
from commands.terminal import say

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_SHOWN = 200


def diff(
    older: Annotated[str, typer.Argument(help="the beginning of a snapshot id, or a day: as data stood then")],
    newer: Annotated[str, typer.Argument(help="the beginning of another, or a day; else the newest")] = "",
    case: Annotated[Path | None, typer.Option(help="a case file: what changed in its leads too")] = None,
) -> None:
    """What changed between two snapshots: holdings, transfers, freezes, and the leads of a case."""
    keys = read_case(case) if case else None
    if keys is not None and case is not None:
        warn_unused(case, unused_keys(keys))
    workspace = open_workspace()
    value = changed(workspace, older, newer, keys, today())
    if keys is not None:
        seen(workspace, "view", str(keys["id"]), by="diff")
    say(value, _lines(value))


def _lines(value: Mapping[str, Any]) -> Iterator[str]:
    yield f"{value['from'][:16]} → {value['to'][:16]}"
    for table, counts in value["counts"].items():
        yield f"  {table}: {counts['added']} added, {counts['removed']} removed, {counts['changed']} changed"
    rows = [(sign, row) for part, sign in _SIGNS.items() for row in value[part]]
    rows.sort(key=lambda pair: pair[1]["kind"] != "lead")
    for sign, row in rows[:_SHOWN]:
        said = (
            row["said"]
            if isinstance(row["said"], str)
            else f"[{row['said']['tier']}] {row['said']['zh']} / {row['said']['en']}"
        )
        was = f" (before: {row['before']})" if row["before"] and isinstance(row["before"], str) else ""
        yield f"{sign} {row['kind']} {row['who']} · {said}{was}  [{row['source']} row {row['row']}]"
    if len(rows) > _SHOWN:
        yield f"{len(rows) - _SHOWN:,} more: use --json for all"
    if not rows:
        yield "nothing changed"
    if value["truncated"]:
        yield f"truncated: {value['truncated']}"


COMMANDS: dict[str, Callable[..., None]] = {"diff": diff}
