"""Commands of the watch list: watch add, list, run, remove."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from casework.asking import parameters
from casework.watching import News, looked, news, unwatch, watch_list, watched
from casework.watching import watch as watch_now
from commands.given import actor, now, open_workspace, seen, today
from commands.terminal import say, show_rows
from graph.errors import LookthroughError
from reports.wording import safe_cell

_SIGNS = (("added", "+"), ("changed", "~"), ("removed", "-"))
_KINDS = ("query", "case", "party")


def watch_add(
    kind: Annotated[str, typer.Argument(help="query, case or party")],
    what: Annotated[str, typer.Argument(help="a query's name, a kept case's id, or a party")],
    param: Annotated[list[str] | None, typer.Option(help="k=v of the query, repeated")] = None,
) -> None:
    """Put a query, a case or a party on the watch list."""
    if kind not in _KINDS:
        raise LookthroughError(f"cannot watch a {kind}", "watch add", f"use one of {', '.join(_KINDS)}")
    one = watch_now(open_workspace(), kind, what, parameters(param or []), actor=actor(), at=now())  # type: ignore[arg-type]
    say({"id": one.id, "kind": one.kind, "what": one.what}, [f"{one.id}: {one.kind} {one.what} is watched"])


def watch_list_command() -> None:
    """What is watched, and when it was last looked at."""
    rows = [
        {"id": w.id, "kind": w.kind, "what": w.what, "given": dict(w.given), "at": w.at, "snapshot": w.snapshot}
        for w in watch_list(open_workspace())
    ]
    show_rows(rows)


def watch_remove(wanted: Annotated[str, typer.Argument(metavar="ID", help="the beginning of its id")]) -> None:
    """Take something off the watch list."""
    gone = unwatch(open_workspace(), wanted, actor=actor(), at=now())
    say({"id": gone.id}, [f"{gone.kind} {gone.what} is no longer watched"])


def watch_run(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]…", help="only these; else all")] = None,
    peek: Annotated[bool, typer.Option("--peek", help="tell, but do not make this the last look")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="print nothing where nothing is new: for cron")] = False,
    out: Annotated[Path | None, typer.Option(help="also a CSV file of the news")] = None,
) -> None:
    """What is new since the last look: rows of queries, leads of cases, statements about parties."""
    workspace = open_workspace()
    entries = [watched(workspace, one) for one in ids] if ids else watch_list(workspace)
    if not entries:
        raise LookthroughError("nothing is watched", "watch run", "see: lookthrough watch add --help")
    look = today()
    found = news(workspace, entries, look) if peek else looked(workspace, entries, look, actor=actor(), at=now())
    if peek:
        seen(workspace, "view", "watch list", by="watch run")
    if out is not None:
        out.write_text(as_csv(found), encoding="utf-8-sig")
    value = [_value(item) for item in found]
    lines = [line for item in found if item.any or not quiet for line in _lines(item)]
    if lines or not quiet:
        say(value, lines)
    raise typer.Exit(1 if any(item.fault for item in found) else 0)


def _value(item: News) -> dict[str, Any]:
    one = item.watched
    return {
        "id": one.id, "kind": one.kind, "what": one.what, "since": one.at, "first": item.first, "fault": item.fault,
        "added": list(item.added), "removed": list(item.removed), "changed": list(item.changed),
    }  # fmt: skip


def _lines(item: News) -> Iterator[str]:
    one = item.watched
    head = f"{one.id} {one.kind} {one.what} {' '.join(f'{k}={v}' for k, v in one.given.items())}".strip()
    if item.fault:
        yield f"{head}: could not be looked at: {item.fault}"
        return
    if item.first:
        yield f"{head}: first look, {len(item.added)} found"
        return
    counts = ", ".join(f"{len(getattr(item, part))} {part}" for part, _ in _SIGNS)
    yield f"{head}: since {one.at}: {counts}"
    for part, sign in _SIGNS:
        for row in getattr(item, part):
            yield f"  {sign} {_said(row)}"


def _said(row: Mapping[str, Any]) -> str:
    if "tier" in row:
        was = row.get("before")
        before = f" (before: {was['tier']}, rank {was['rank']})" if was else ""
        return f"[{row['tier']}] {row['said']['zh']} / {row['said']['en']}{before}"
    if "who" in row:
        return f"{row['kind']} {row['who']} · {row['said']}  [{row['source']} row {row['row']}]"
    return " · ".join(f"{key} {_cell(value)}" for key, value in row.items() if key != "before" and value is not None)


def _cell(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def as_csv(found: Sequence[News]) -> str:
    """One line a piece of news; no cell that a spreadsheet would run."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", "kind", "what", "since", "change", "said"])
    for item in found:
        one = item.watched
        told = [] if item.first else [(part, _said(row)) for part, _ in _SIGNS for row in getattr(item, part)]
        for part, said in [*told, *([("fault", item.fault)] if item.fault else [])]:
            cells = (one.id, one.kind, one.what, one.at or "", part, said)
            writer.writerow([safe_cell(cell) for cell in cells])
    return text.getvalue()


watch = typer.Typer(no_args_is_help=True, help="what is looked at again")
watch.command("add")(watch_add)
watch.command("list")(watch_list_command)
watch.command("run")(watch_run)
watch.command("remove")(watch_remove)
GROUPS = {"watch": watch}
