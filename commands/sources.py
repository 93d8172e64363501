"""Commands about sources: import, formats, status, forget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from casework import answers
from casework.answers import masked_lines
from casework.desk import open_desk
from casework.load import Import, ImportResult, bring_in, named_fault
from commands.given import actor, now, open_workspace
from commands.terminal import complain, either, progress, say, show_rows, workspace
from graph.errors import LookthroughError
from graph.store.workspace import Workspace
from loaders.detect import LOADERS


def import_(
    paths: Annotated[list[Path], typer.Argument(help="files or folders")],
    format_name: Annotated[str | None, typer.Option("--format", help="a loader's name; else detected")] = None,
    source: Annotated[str | None, typer.Option(help="label within which ids live; default: the folder's name")] = None,
    unit: Annotated[str, typer.Option(help="fraction or percent: overrides how bare shares are read")] = "",
) -> None:
    """Read files or folders into the workspace, all or nothing."""
    if unit not in ("", "fraction", "percent"):
        raise LookthroughError(f"no such unit: {unit}", "--unit", "use fraction or percent")
    wanted = Import(tuple(paths), format_name, source, unit)
    with progress() as told:
        result = bring_in(Workspace.at(workspace()), wanted, actor=actor(), at=now(), progress=told)
    show_import(result)
    raise typer.Exit(0 if result.complete else 1)


def formats() -> None:
    """Every loader: name, what it reads, how it is recognised."""
    show_rows(
        [
            {"name": x.name, "titles": dict(x.titles), "reads": x.reads, "recognised_by": x.recognised_by}
            for x in LOADERS.values()
        ]
    )


def status() -> None:
    """Batches, sources, parties, statements, snapshot id, date range."""
    workspace = open_workspace()
    show_status(answers.status_of(workspace, open_desk(workspace).snapshot))


def forget(source: Annotated[str, typer.Argument(help="a source's name, label or id")]) -> None:
    """Withdraw a source: its rows go, the trail keeps its hash."""
    gone = answers.forget(open_workspace(), source, actor=actor(), at=now())
    say({"forgotten": gone}, [f"forgotten: {name}" for name in gone])


def show_import(result: ImportResult) -> None:
    files: list[dict[str, Any]] = [
        {"path": f.path, "format": f.format, "source": f.source, "rows_in": f.rows_in, "stated": f.stated, "merged": f.merged,
         "rejected": f.rejected, "rejects_file": f.rejects_file, "notes": masked_lines(f.notes), "error": f.error}
        for f in result.files
    ]  # fmt: skip
    value: dict[str, Any] = {
        "files": files,
        "parties": result.parties,
        "interests": result.interests,
        "snapshot": result.snapshot,
        "provenance": result.provenance,
        "notes": masked_lines(result.notes),
    }
    heads = ("file", "source", "format", "rows in", "stated", "merged", "rejected")
    rows = [(f.path, f.source, f.format, f.rows_in, f.stated, f.merged, f.rejected) for f in result.files]
    if either(value, heads, rows):
        notes = [f"  {file['source']}/{file['path']}: {note}" for file in files for note in file["notes"]]
        last = f"parties {result.parties}, holdings {result.interests}, snapshot {result.snapshot[:16]}"
        say(value, [*notes, *(f"  {note}" for note in value["notes"]), last])
    for file in result.files:
        if file.error:
            complain(named_fault(file))
        if file.rejected:
            complain(
                f"{file.path}: {file.rejected} rows rejected, kept whole with reason and remedy in {file.rejects_file}"
            )


def show_status(value: Mapping[str, Any]) -> None:
    names = ("snapshot", "batches", "parties", "statements", "interests", "from", "to")
    lines = [f"{name:<11} {'unknown' if value[name] is None else value[name]}" for name in names]
    lines += [
        f"source      {s['label']}/{s['name']} · {s['format']} · {s['rows']} rows · sha256 {s['sha256'][:12]}{' · withdrawn' if s['withdrawn'] else ''}"
        for s in value["sources"]
    ]
    say(value, [*lines, *(f"note        {n}" for n in value["notes"])])


COMMANDS: dict[str, Callable[..., None]] = {"import": import_, "formats": formats, "status": status, "forget": forget}
