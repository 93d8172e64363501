"""The command for a portfolio of cases: batch."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from casework import answers
from casework.batch import Batch, check_plain, earlier_rows, run, summarise
from casework.copies import Copy
from casework.desk import DEFAULT_FORMATS, seal
from casework.portfolio import read_portfolio
from casework.portfolio_runs import keep_run
from commands.copies import CopyLevel, DeleteBy, EncryptAs, EncryptFor, PassphraseFile, encryption, listed, tongue
from commands.given import actor, now, open_workspace, today
from commands.terminal import complain, say, visible, wants_json
from graph.errors import LookthroughError
from graph.store.workspace import Workspace

_FIELDS = ("case", "out", "ok", "error", "leads", "top")


def batch(
    cases: Annotated[Path, typer.Argument(help="CASES.csv: the case file's keys as columns, debtors separated by ;")],
    out: Annotated[Path, typer.Option(help="folder for the reports")],
    workers: Annotated[int, typer.Option(min=0, max=64, help="processes; 0 = one a processor")] = 0,
    resume: Annotated[bool, typer.Option("--resume", help="go on where an earlier run was ended")] = False,
    formats: Annotated[str, typer.Option(help="as of `leads`")] = ",".join(DEFAULT_FORMATS),
    lang: Annotated[str, typer.Option(help="zh, en or both")] = "both",
    level: CopyLevel = "internal",
    delete_by: DeleteBy = None,
    encrypt_for: EncryptFor = None,
    passphrase_file: PassphraseFile = None,
    encrypt_as: EncryptAs = "zip",
) -> None:
    """One lead report per line of CASES.csv, and a summary with the nearest deadline on top."""
    copy = Copy(level, delete_by, formats=listed(formats), language=tongue(lang)).checked()
    how = encryption(encrypt_for or [], passphrase_file, encrypt_as)
    if how is not None and how.kind == "pdf":
        raise LookthroughError("a summary is no PDF", "--encrypt-as pdf", "use zip or age")
    lines, unused = read_portfolio(cases)
    if not lines:
        raise LookthroughError("the file holds no case", str(cases), "write one case a line below the heading")
    if unused:
        complain(f"{cases.name}: not used, as no such column is known: {', '.join(unused)}")
    workspace = open_workspace()
    answers.keep_apart(workspace, out)
    wanted = Batch(
        lines, out, copy.formats, copy.language, workers or os.cpu_count() or 1, today(), level, delete_by, how
    )
    check_plain(wanted)
    log = wanted.log(workspace)
    earlier = earlier_rows(log.parent, log.name) if resume else {}
    if not resume and log.is_file():
        complain(f"an earlier run in {out} is begun anew: --resume goes on with it")
    with _progress(len(lines)) as told:
        rows = run(workspace, wanted, earlier=earlier, told=told)
    summary = summarise(rows, wanted)
    seal(out)
    keep_run(workspace, out, lines, summary, snapshot=_snapshot(workspace), at=now())
    done = [row["case"] for row in rows if row["ok"]]
    fresh = [name for name in done if not _same(earlier.get(name), rows)]
    if fresh:
        sums = {row["case"]: row["sums"] for row in rows if row["ok"]}
        detail = copy.said() | (how.said() if how else {})
        answers.note_export(workspace, fresh, actor=actor(), at=now(), level=level, sums=sums, detail=detail)
    _show(rows, summary, out / ("summary.html" if how is None else how.names({}, "summary")[0]))
    raise typer.Exit(0 if len(done) == len(rows) else 1 if done else 2)


def _same(before: Mapping[str, Any] | None, rows: Sequence[Mapping[str, Any]]) -> bool:
    return before is not None and any(row is before for row in rows)


def _snapshot(workspace: Workspace) -> str:
    held = workspace.current_snapshot()
    return held.id if held else ""


def _show(rows: Sequence[Mapping[str, Any]], summary: Sequence[Mapping[str, Any]], where: Path) -> None:
    for row in rows:
        if not row["ok"]:
            complain(f"{row['case']}: {row['error']}")
    value = [{field: row[field] for field in _FIELDS} for row in rows]
    done = sum(1 for row in rows if row["ok"])
    lines = [
        f"{row['rank']:>4}. {row['case']}  {row.get('deadline') or 'no day ahead'}  {_first(row)}"
        for row in summary[:20]
        if not row["error"]
    ]
    say(value, [*lines, f"{done} of {len(rows)} cases done → {where}"])


def _first(row: Mapping[str, Any]) -> str:
    title = row.get("top_title")
    if not title:
        return "no lead"
    priority = row["top_priority"]
    return f"{title['zh']} / {title['en']}" + (f" · {priority:.4f}" if priority is not None else "")


@contextmanager
def _progress(total: int) -> Iterator[Callable[[Mapping[str, Any], int, int], None]]:
    """A bar with the time left for people; one JSON line a case on stderr for programs."""
    console = Console(stderr=True)
    if not console.is_terminal or wants_json():
        yield _log_line
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("cases", total=total)
        yield lambda row, done, _: bar.update(task, description=visible(str(row["case"]))[:30], completed=done)


def _log_line(row: Mapping[str, Any], done: int, total: int) -> None:
    said = {"case": row["case"], "ok": row["ok"], "done": done, "of": total, "leads": row["leads"]}
    sys.stderr.write(json.dumps(said, ensure_ascii=False) + "\n")
    sys.stderr.flush()


COMMANDS: dict[str, Callable[..., None]] = {"batch": batch}
