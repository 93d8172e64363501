"""What the command line prints: tables for people, JSON."""

from __future__ import annotations

import io
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from polars.exceptions import PolarsError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from typer.exceptions import TyperException

from casework.answers import masked_lines
from casework.asking import Answer, as_text, printed
from casework.load import ImportResult, named_fault
from casework.serving import run_app
from graph.errors import LookthroughError
from graph.values import Share
from reports.redact import redact
from reports.report_format import report_format

TIERS = {
    "fact": "记录直接显示 shown by records",
    "strong": "多重印证 corroborated",
    "lead": "单一线索 single lead",
    "signal": "背景信号 background",
}
_VALUED = ("--workspace",)
_MOST_MATCHES = 200
_WIDE = 10_000
_LONGEST = 2_000
_STEERING = {
    **dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)], "\ufffd"),
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)]),
}
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


def write_anything() -> None:
    """A name in no known encoding is printed escaped and stops nothing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _out() -> Console:
    """Cells are printed as they are: a bracket is no markup and ":ring:" no picture. A pipe gets whole lines."""
    piped = not sys.stdout.isatty()
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=piped, width=_WIDE if piped else None)


def complain(line: str) -> None:
    """One line on stderr."""
    sys.stderr.write(f"lookthrough: {visible(' '.join(line.split()))[:_LONGEST]}\n")


def misused(fault: TyperException) -> int:
    """A call that the program does not know: one line with where to look."""
    told = getattr(fault, "format_message", fault.__str__)().rstrip(".") or "name a command"
    context = getattr(fault, "ctx", None)
    complain(f"{told}: see {getattr(context, 'command_path', 'lookthrough')} --help")
    return 2


def unusable(fault: BaseException) -> int:
    """The disk or a file on it does not do what was asked."""
    complain(as_line(fault))
    return 2


def as_line(fault: BaseException) -> str:
    """A fault in one line: what, where, and how to mend it."""
    if isinstance(fault, LookthroughError):
        return str(fault)
    if isinstance(fault, OSError):
        return f"{fault.strerror or fault} ({fault.filename or 'a file'}): check the path and its rights"
    if isinstance(fault, PolarsError):
        return f"a file of the workspace cannot be read ({fault}): run lookthrough verify on the workspace"
    _trace(fault)
    return f"an unforeseen fault ({type(fault).__name__}: {fault}); set LOOKTHROUGH_DEBUG=1 and report what it prints"


def _trace(fault: BaseException) -> None:
    if os.environ.get("LOOKTHROUGH_DEBUG"):
        traceback.print_exception(fault)


def unforeseen(fault: BaseException) -> int:
    """A fault of ours: one line for the user, the whole for whoever sets LOOKTHROUGH_DEBUG."""
    return unusable(fault)


def visible(text: str) -> str:
    """Without what would steer the terminal or turn the line round: names come from strangers' files."""
    return text.translate(_STEERING)


def say(value: Any, lines: Iterable[str]) -> None:
    """The value as JSON with --json, else the lines."""
    if _settings["json"]:
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n")
    else:
        console = _out()
        for line in lines:
            console.print(visible(line))


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else visible(str(cell)) for cell in row))
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
    if _either(value, heads, rows):
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


def show_merges(rows: Sequence[Mapping[str, Any]], decided: Sequence[str] = ()) -> None:
    """The matches; after a decision, for people, only what it was about."""
    shown = [r for r in rows if not decided or r["id"] in decided][:_MOST_MATCHES]
    heads = ("id", "decision", "score", "left", "right", "reason", "decided by")
    cells = (
        (r["id"], r["decision"], r["score"], _bearer(r["left"]), _bearer(r["right"]), r["reasons"][0]["sentence"], r["decided_by"])
        for r in shown
    )  # fmt: skip
    if _either(list(rows), heads, cells) and not decided and len(rows) > len(shown):
        complain(f"{len(rows) - len(shown)} more: use --json for all")


def _bearer(record: Mapping[str, Any]) -> str:
    return f"{record['name']} ({record['record']})"


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
        return f"{path['strength']:.4f}  " + "; ".join(_step(e, names) for e in path["edges"])

    lines = [told(p) for p in value["paths"]] or ["no connection was found"]
    say(value, [*lines, *([f"truncated: {value['truncated']}"] if value["truncated"] else [])])


def _step(edge: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """One tie with its share, its end where it ended, and its rows."""
    share = f" {_share(edge['share'])}" if edge["share"] else ""
    until = f" until {edge['end']}" if edge["end"] else ""
    rows = ", ".join(f"{e['source']} row {e['row']}" for e in edge["evidence"])
    return f"{names[edge['from']]} –{edge['kind']}{share}{until}→ {names[edge['to']]} [{rows}]"


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


def warn_unused(path: Path, keys: Sequence[str]) -> None:
    if keys:
        complain(f"{path.name}: not used, as no such key is known: {', '.join(keys)}")


def show_leads(results: Sequence[Mapping[str, Any]], documents: Sequence[Mapping[str, Any]], language: str) -> None:
    for result in results:
        if not result["ok"]:
            complain(f"{result['case']}: {result['error']}")
    if _settings["json"]:
        say(list(results), ())
        return
    tongues = ("zh", "en") if language == "both" else (language,)
    for document, result in zip(documents, (r for r in results if r["ok"]), strict=True):
        say(None, _lead_lines(redact(document), tongues))
        say(None, [f"  → {result['out']}"])


def _lead_lines(document: Mapping[str, Any], tongues: Sequence[str]) -> Iterator[str]:
    yield f"\n{document['case']['title']}  ({document['as_of']})"
    for asset in [a for a in document["assets"] if a["in_plain_sight"]][:3]:
        yield f"  {asset['route']}  {_told(asset['what'], tongues)} · {asset['owner']['name']}"
    for lead in document["leads"][:10]:
        rank = f"{lead['rank']}. [{TIERS[lead['tier']]}] {_told(lead['title'], tongues)}"
        yield f"  {rank} · priority {lead['score']['priority']:.4f} · route {lead['route']}"
        yield from (f"     {lead['summary'][tongue]}" for tongue in tongues)
    if not document["leads"]:
        yield "  no lead was found; leads.json says under `searched` what could not be looked for"


def _told(text: Mapping[str, str], tongues: Sequence[str]) -> str:
    return " / ".join(text[tongue] for tongue in tongues)


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
    """The answer as a table, CSV, JSON or Parquet: printed, or in the file `out`; Parquet always in a file."""
    format_name = "json" if _settings["json"] and format_name == "table" else format_name
    if format_name == "parquet":
        out = out or Path(f"{answer.query}.parquet")
    if out is not None:
        out.write_bytes(printed(answer, "csv" if format_name == "table" else format_name))
        complain(f"written: {out}")
    elif format_name == "table":
        _table(answer.columns, ([as_text(cell) for cell in row] for row in answer.rows))
    else:
        sys.stdout.write(printed(answer, format_name).decode())
    if answer.truncated and format_name != "json":
        complain(str(answer.truncated))


def serve(port: int, address: str) -> int:
    """Run the app with every safety setting on the command line, so that it is as safe outside the checkout."""

    return run_app(workspace(), port, address)
