"""What the command line prints: tables for people, JSON."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from casework.asking import Answer, as_csv, as_parquet
from casework.load import ImportResult
from casework.serving import run_app
from graph.values import Share
from reports.report_format import report_format

TIERS = {
    "fact": "记录直接显示 shown by records",
    "strong": "多重印证 corroborated",
    "lead": "单一线索 single lead",
    "signal": "背景信号 background",
}
_VALUED = ("--workspace",)
_MOST = 40
_settings: dict[str, Any] = {"workspace": Path("workspace"), "json": False}


def hoist(argv: list[str]) -> list[str]:
    """--workspace and --json are taken before and after the command: moved to the front here."""
    front, rest, i = [], [], 0
    while i < len(argv):
        word = argv[i]
        if word == "--":
            rest += argv[i:]
            break
        if word == "--json" or word.startswith("--workspace="):
            front.append(word)
        elif word in _VALUED and i + 1 < len(argv):
            front += argv[i : i + 2]
            i += 1
        else:
            rest.append(word)
        i += 1
    return front + rest


def remember(workspace: Path, *, as_json: bool) -> None:
    _settings.update(workspace=workspace, json=as_json)


def workspace() -> Path:
    return Path(_settings["workspace"])


def _out() -> Console:
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def complain(line: str) -> None:
    """One line on stderr."""
    sys.stderr.write(f"lookthrough: {' '.join(line.split())}\n")


def unforeseen(fault: Exception) -> int:
    """A fault of ours: one line for the user, the whole for whoever sets LOOKTHROUGH_DEBUG."""
    if os.environ.get("LOOKTHROUGH_DEBUG"):
        traceback.print_exception(fault)
    complain(
        f"an unforeseen fault ({type(fault).__name__}: {fault}); set LOOKTHROUGH_DEBUG=1 and report what it prints"
    )
    return 2


def say(value: Any, lines: Iterable[str]) -> None:
    """The value as JSON with --json, else the lines."""
    if _settings["json"]:
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n")
    else:
        console = _out()
        for line in lines:
            console.print(line, markup=False)


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    _out().print(table)


def _either(value: Any, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bool:
    if _settings["json"]:
        say(value, ())
        return False
    _table(heads, rows)
    return True


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Progress on stderr, for people only."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda name, done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("importing", total=None)
        yield lambda name, done, total: bar.update(task, description=name or "freezing", completed=done, total=total)


def show_rows(rows: Sequence[Mapping[str, Any]]) -> None:
    heads = list(rows[0]) if rows else []
    _either(list(rows), heads, ([_plain(row[h]) for h in heads] for row in rows))


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return " / ".join(str(v) for v in value.values())
    return ", ".join(map(_plain, value)) if isinstance(value, list | tuple) else "" if value is None else str(value)


def show_import(result: ImportResult) -> None:
    files = [
        {"path": f.path, "format": f.format, "source": f.source, "rows_in": f.rows_in, "stated": f.stated, "merged": f.merged,
         "rejected": f.rejected, "rejects_file": f.rejects_file, "notes": list(f.notes), "error": f.error}
        for f in result.files
    ]  # fmt: skip
    value = {
        "files": files,
        "parties": result.parties,
        "interests": result.interests,
        "snapshot": result.snapshot,
        "provenance": result.provenance,
    }
    heads = ("file", "format", "rows in", "stated", "merged", "rejected")
    rows = [(f.path, f.format, f.rows_in, f.stated, f.merged, f.rejected) for f in result.files]
    if _either(value, heads, rows):
        console = _out()
        for file in result.files:
            for note in file.notes:
                console.print(f"  {file.path}: {note}", markup=False)
        console.print(
            f"parties {result.parties}, holdings {result.interests}, snapshot {result.snapshot[:16]}", markup=False
        )
    for file in result.files:
        if file.error:
            complain(f"{file.path}: {file.error}")
        if file.rejected:
            complain(
                f"{file.path}: {file.rejected} rows rejected, kept whole with reason and remedy in {file.rejects_file}"
            )


def show_status(value: Mapping[str, Any]) -> None:
    names = ("snapshot", "batches", "parties", "statements", "interests", "from", "to")
    lines = [f"{name:<11} {value[name]}" for name in names]
    lines += [
        f"source      {s['label']}/{s['name']} · {s['format']} · {s['rows']} rows · sha256 {s['sha256'][:12]}{' · withdrawn' if s['withdrawn'] else ''}"
        for s in value["sources"]
    ]
    say(value, [*lines, *(f"note        {n}" for n in value["notes"])])


def show_contradictions(rows: Sequence[Mapping[str, Any]]) -> None:
    def told(row: Mapping[str, Any]) -> list[str]:
        parties = ", ".join(f"{p['name']} ({p['id']})" for p in row["parties"])
        said = [f"    {s['source']} row {s['row']}: {s['value']}" for s in row["statements"]]
        return [
            f"{row['kind']}: {parties} · {row['period']['start'] or '?'} – {row['period']['end'] or ''}",
            *said,
            f"    → {row['settle']['zh']} / {row['settle']['en']}",
        ]

    say(
        list(rows),
        (line for row in rows for line in told(row)) if rows else ["no contradiction between sources was found"],
    )


def show_merges(rows: Sequence[Mapping[str, Any]]) -> None:
    heads = ("id", "decision", "score", "left", "right", "reason", "decided by")
    _either(
        list(rows),
        heads,
        (
            (r["id"], r["decision"], r["score"], r["left"], r["right"], r["reasons"][0]["sentence"], r["decided_by"])
            for r in rows[: _MOST * 5]
        ),
    )
    if len(rows) > _MOST * 5 and not _settings["json"]:
        complain(f"{len(rows) - _MOST * 5} more: use --json for all")


def _share(value: Any) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, Mapping):
        return Share.parse(f"{value['low']}..{value['high']}").percent()
    return Share.parse(value).percent()


def show_owners(value: Mapping[str, Any]) -> None:
    say(value, _owner_lines(value))


def _owner_lines(value: Mapping[str, Any]) -> Iterator[str]:
    yield f"{value['party']['name']} ({value['party']['id']}) as of {value['as_of']}"
    yield "direct"
    for d in value["direct"]:
        rows = ", ".join(f"{e['source']} row {e['row']}" for e in d["evidence"])
        yield f"  {d['holder']['name']} ({d['holder']['id']}): {_share(d['share'])}  [{rows}]"
    yield "ultimate"
    for u in value["ultimate"]:
        verdicts = ", ".join(f"{rule} {answer}" for rule, answer in u["verdicts"].items())
        yield f"  {u['holder']['name']} ({u['holder']['id']}): {_share(u['ownership'])}  · {verdicts}"
        for chain in u["chains"][:5]:
            yield "      " + " → ".join(chain)
    for c in value["controllers"]:
        yield f"controller: {c['holder']['name']} ({c['holder']['id']})" + (
            f", votes {_share(c['votes'])}" if c["votes"] else ", as a row states"
        )
    yield f"self-ownership {_share(value['self_ownership'])}; unknown {_share(value['unknown'])}"
    yield from (f"assumed: {line}" for line in value["assumptions"])


def show_paths(value: Mapping[str, Any]) -> None:
    def told(path: Mapping[str, Any]) -> str:
        names = {p["id"]: p["name"] for p in path["nodes"]}
        steps = [
            f"{names[e['from']]} –{e['kind']}{' ' + _share(e['share']) if e['share'] else ''}→ {names[e['to']]}"
            for e in path["edges"]
        ]
        return f"{path['strength']:.4f}  " + "; ".join(steps)

    lines = [told(p) for p in value["paths"]] or ["no connection was found"]
    say(value, [*lines, *([f"truncated: {value['truncated']}"] if value["truncated"] else [])])


def show_indicators(rows: Sequence[Mapping[str, Any]]) -> None:
    heads = ("indicator", "value", "red", "reading")
    _either(
        list(rows),
        heads,
        (
            (
                r["title"]["zh"] + " " + r["title"]["en"],
                "unknown" if r["value"] is None else r["value"],
                {True: "red", False: "", None: "?"}[r["red"]],
                r["reading"]["en"],
            )
            for r in rows
        ),
    )


def check_formats(names: Sequence[str]) -> None:
    for name in names:
        report_format(name)


def show_leads(results: Sequence[Mapping[str, Any]], documents: Sequence[Mapping[str, Any]]) -> None:
    for result in results:
        if not result["ok"]:
            complain(f"{result['case']}: {result['error']}")
    if _settings["json"]:
        say(list(results), ())
        return
    console = _out()
    for document, result in zip(documents, (r for r in results if r["ok"]), strict=True):
        console.print(f"\n{document['case']['title']}  ({document['as_of']})", style="bold", markup=False)
        for asset in [a for a in document["assets"] if a["in_plain_sight"]][:3]:
            console.print(f"  {asset['route']}  {asset['what']['zh']} · {asset['owner']['name']}", markup=False)
        for lead in document["leads"][:10]:
            console.print(
                f"  {lead['rank']}. [{TIERS[lead['tier']]}] {lead['title']['zh']} · priority {lead['score']['priority']:.4f} · route {lead['route']}",
                markup=False,
            )
            console.print(f"     {lead['summary']['zh']}", markup=False)
        console.print(f"  → {result['out']}", markup=False)


def show_verified(value: Mapping[str, Any]) -> None:
    lines = [f"altered: {a['what']}: expected {a['expected']}, found {a['found']}" for a in value["altered"]]
    for line in lines:
        complain(line)
    say(
        value,
        ["intact: every hash agrees (this proves that nothing changed since, not that the source is true)"]
        if value["ok"]
        else [],
    )


def show_answer(answer: Answer, format_name: str, out: Path | None) -> None:
    value = {
        "query": answer.query,
        "parameters": answer.parameters,
        "columns": list(answer.columns),
        "rows": [list(r) for r in answer.rows],
        "truncated": answer.truncated,
    }
    if format_name == "json" or _settings["json"]:
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n")
    elif format_name == "csv":
        body = as_csv(answer)
        out.write_text(body, encoding="utf-8-sig") if out else sys.stdout.write(body)
    elif format_name == "parquet":
        target = out or Path(f"{answer.query}.parquet")
        target.write_bytes(as_parquet(answer))
        complain(f"written: {target}")
    else:
        _table(answer.columns, answer.rows)
        if answer.truncated:
            complain(str(answer.truncated))


def serve(port: int, address: str) -> int:
    """Run the app with every safety setting on the command line, so that it is as safe outside the checkout."""

    return run_app(workspace(), port, address)
