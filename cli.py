"""The command line: lookthrough."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from polars.exceptions import PanicException, PolarsError
from typer.exceptions import TyperException

import terminal
from casework import answers, asking
from casework.case_file import newest_day, read_case, unused_keys
from casework.cases import keep_file
from casework.desk import DEFAULT_FORMATS, Written, document_of, open_desk, seal, write_reports
from casework.load import Import, bring_in
from casework.owners import RULES, owners_of
from casework.parties import find_party
from casework.paths import paths_between
from graph.errors import CaseFileFault, LookthroughError, NotYetBuilt
from graph.store.workspace import Workspace
from loaders.detect import LOADERS

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Lookthrough 穿透: leads to a debtor's assets, each sentence with its file and row.",
)
query_app = typer.Typer(no_args_is_help=True, help="saved queries")
app.add_typer(query_app, name="query")
_LATER = {
    "batch": "leads for a portfolio of cases",
    "screen": "whole-population screening",
    "diff": "what changed between two snapshots",
    "sync": "loading a Neo4j server",
}
Day = Annotated[str | None, typer.Option(help="a day, YYYY-MM-DD")]


def main(argv: Sequence[str] | None = None) -> None:
    """Entry point. Exit codes: 0 done; 1 done, but something was rejected, failed or altered; 2 unusable (one line)."""
    given = terminal.hoist(list(sys.argv[1:] if argv is None else argv))
    terminal.write_anything()
    try:
        code = app(args=given, prog_name="lookthrough", standalone_mode=False)
        sys.stdout.flush()
    except LookthroughError as fault:
        terminal.complain(str(fault))
        code = 2
    except typer.Exit as end:
        code = end.exit_code
    except TyperException as fault:
        code = terminal.misused(fault)
    except (KeyboardInterrupt, typer.Abort):
        terminal.complain("stopped; the workspace is as it was before this command")
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except (OSError, PolarsError) as fault:
        code = terminal.unusable(fault)
    except (Exception, PanicException) as fault:  # noqa: BLE001 - the last line of defence: a user never sees a traceback
        code = terminal.unforeseen(fault)
    raise SystemExit(code or 0)


@app.callback()
def common(
    workspace: Annotated[Path, typer.Option(envvar="LOOKTHROUGH_WORKSPACE", help="the workspace folder")] = Path(
        "workspace"
    ),
    as_json: Annotated[bool, typer.Option("--json", help="machine-readable output")] = False,
) -> None:
    terminal.remember(workspace, as_json=as_json)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _today() -> date:
    return datetime.now().astimezone().date()


def _actor() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise LookthroughError(f"not a day: {text}", "", "write YYYY-MM-DD") from fault


def _workspace() -> Workspace:
    return Workspace.open(terminal.workspace(), at=_now(), actor=_actor())


@app.command("import")
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
    with terminal.progress() as told:
        result = bring_in(Workspace.at(terminal.workspace()), wanted, actor=_actor(), at=_now(), progress=told)
    terminal.show_import(result)
    raise typer.Exit(0 if result.complete else 1)


@app.command()
def formats() -> None:
    """Every loader: name, what it reads, how it is recognised."""
    terminal.show_rows(
        [
            {"name": x.name, "titles": dict(x.titles), "reads": x.reads, "recognised_by": x.recognised_by}
            for x in LOADERS.values()
        ]
    )


@app.command()
def status() -> None:
    """Batches, sources, parties, statements, snapshot id, date range."""
    workspace = _workspace()
    terminal.show_status(answers.status_of(workspace, open_desk(workspace).snapshot))


@app.command()
def contradictions(party: Annotated[str | None, typer.Argument(help="id, identifier or name")] = None) -> None:
    """Where sources disagree."""
    snapshot = open_desk(_workspace()).snapshot
    terminal.show_contradictions(answers.contradictions_of(snapshot, {find_party(snapshot, party)} if party else None))


@app.command()
def merges(
    accept: Annotated[list[str] | None, typer.Option(help="match id: they are one; repeated")] = None,
    reject: Annotated[list[str] | None, typer.Option(help="match id: they are not one; repeated")] = None,
    undo: Annotated[list[str] | None, typer.Option(help="match id: take the decision back; repeated")] = None,
    reason: Annotated[str, typer.Option(help="why; kept in the trail")] = "",
) -> None:
    """Entity-resolution candidates; decisions are reversible and recorded."""
    workspace = _workspace()
    decided = [
        (match, verdict)
        for verdict, matches in (("same", accept), ("not", reject), ("undo", undo))
        for match in matches or ()
    ]
    for match, verdict in decided:
        answers.decide(workspace, match, verdict, actor=_actor(), at=_now(), reason=reason)
    terminal.show_merges(answers.merges_of(open_desk(workspace).snapshot), [match for match, _ in decided])


@app.command()
def owners(
    party: Annotated[str, typer.Argument(help="id, identifier or name")],
    as_of: Day = None,
    from_: Annotated[str | None, typer.Option("--from", help="first day of a comparison")] = None,
    to: Annotated[str | None, typer.Option("--to", help="last day of a comparison")] = None,
    rule: Annotated[str | None, typer.Option(help=" | ".join(RULES))] = None,
) -> None:
    """Owners, ultimate owners and controllers, with every chain."""
    if from_ or to:
        raise NotYetBuilt(
            "comparing two days comes in a later version", "owners --from --to", "run owners --as-of twice"
        )
    if rule and rule not in RULES:
        raise LookthroughError(f"no such rule: {rule}", "--rule", f"use {', '.join(RULES)}")
    snapshot = open_desk(_workspace()).snapshot
    found = find_party(snapshot, party)
    terminal.show_owners(owners_of(snapshot, found, _day(as_of) or newest_day(snapshot, [found], _today()), rule))


@app.command()
def paths(
    a: str,
    b: str,
    max_hops: Annotated[int, typer.Option(min=1, max=20)] = 8,
    as_of: Day = None,
) -> None:
    """The connections between two parties, strongest first."""
    desk = open_desk(_workspace())
    ends = [find_party(desk.snapshot, x) for x in (a, b)]
    terminal.show_paths(
        paths_between(desk, ends[0], ends[1], _day(as_of) or newest_day(desk.snapshot, ends, _today()), max_hops)
    )


@app.command()
def indicators(party: str, as_of: Day = None) -> None:
    """The twelve solvency indicators; unknown where the data cannot say."""
    desk = open_desk(_workspace())
    terminal.show_indicators(answers.indicators_of(desk, find_party(desk.snapshot, party), _day(as_of), _today()))


@app.command()
def leads(
    cases: Annotated[list[Path], typer.Argument(help="case files (TOML)")],
    out: Annotated[Path, typer.Option(help="folder for the reports")],
    formats: Annotated[str, typer.Option(help="json,html,xlsx (docx and pdf later)")] = ",".join(DEFAULT_FORMATS),
    lang: Annotated[str, typer.Option(help="zh, en or both")] = "both",
    pack: Annotated[bool, typer.Option("--pack", help="an evidence pack; later")] = False,
) -> None:
    """One lead report per case."""
    if pack:
        raise NotYetBuilt(
            "evidence packs come in a later version", "--pack", "leads.json and SHA256SUMS are written already"
        )
    if lang not in ("zh", "en", "both"):
        raise LookthroughError(f"no such language: {lang}", "--lang", "use zh, en or both")
    chosen = [f.strip() for f in formats.split(",") if f.strip()]
    terminal.check_formats(chosen)
    workspace = _workspace()
    answers.keep_apart(workspace, out)
    desk = open_desk(workspace)
    results: list[dict[str, Any]] = []
    documents: list[Mapping[str, Any]] = []
    for path in cases:
        try:
            keys = read_case(path)
            terminal.warn_unused(path, unused_keys(keys))
            if any(r["ok"] and r["case"] == keys["id"] for r in results):
                raise CaseFileFault(f"another case has the id {keys['id']}", str(path), "give each case its own id")
            document = document_of(desk, keys, _today(), str(path))
            written = write_reports(document, out, chosen, lang)  # type: ignore[arg-type]
            keep_file(workspace, path)
        except (Exception, PanicException) as fault:  # noqa: BLE001 - one case that fails stops no other
            results.append(_case_row(path.stem, None, error=terminal.as_line(fault)))
            continue
        documents.append(document)
        results.append(_case_row(written.case, written))
    done = [r["case"] for r in results if r["ok"]]
    if done:
        seal(out)
        answers.note_export(workspace, done, actor=_actor(), at=_now())
    terminal.show_leads(results, documents, lang)
    raise typer.Exit(0 if len(done) == len(results) else 1 if done else 2)


def _case_row(case: str, written: Written | None, error: str | None = None) -> dict[str, Any]:
    """One case as contract §7 `leads` lists it."""
    found = {"out": str(written.out), "leads": written.leads, "top": written.top} if written else {}
    return {"case": case, "out": None, "ok": written is not None, "error": error, "leads": 0, "top": None} | found


@app.command()
def forget(source: Annotated[str, typer.Argument(help="a source's name, label or id")]) -> None:
    """Withdraw a source: its rows go, the trail keeps its hash."""
    gone = answers.forget(_workspace(), source, actor=_actor(), at=_now())
    terminal.say({"forgotten": gone}, [f"forgotten: {name}" for name in gone])


@app.command()
def verify(path: Path, rederive: Annotated[bool, typer.Option("--rederive")] = False) -> None:
    """Check a workspace, a report folder or a file against its hashes."""
    if rederive:
        raise NotYetBuilt(
            "re-deriving comes with evidence packs in a later version", "--rederive", "run verify without it"
        )
    found = answers.verify(path)
    terminal.show_verified(found)
    raise typer.Exit(0 if found["ok"] else 1)


@query_app.command("list")
def query_list() -> None:
    """The saved queries."""
    terminal.show_rows(asking.listed())


@query_app.command("show")
def query_show(name: str) -> None:
    """What a saved query asks, its parameters and its text."""
    found = asking.shown(name)
    asked = [_asked(p) for p in found["parameters"]]
    terminal.say(
        found, [f"{found['titles']['zh']} / {found['titles']['en']}", found["answers"]["en"], *asked, "", found["text"]]
    )


def _asked(parameter: dict[str, Any]) -> str:
    default = f" (default {parameter['default']})" if parameter["default"] else ""
    return f"--param {parameter['name']}=…  {parameter['type']} {parameter['unit']} {parameter['texts']['en']}{default}"


@query_app.command("run")
def query_run(
    name: str,
    param: Annotated[list[str] | None, typer.Option(help="k=v, repeated")] = None,
    store: Annotated[str, typer.Option(help="embedded (neo4j later)")] = "embedded",
    format_name: Annotated[str, typer.Option("--format", help="table, csv, json or parquet")] = "table",
    out: Annotated[Path | None, typer.Option(help="a file for the answer; else it is printed")] = None,
) -> None:
    """Run a saved query on the current snapshot."""
    if store == "neo4j":
        raise NotYetBuilt("the Neo4j store comes in a later version", "--store neo4j", "use --store embedded")
    if store != "embedded" or format_name not in ("table", "csv", "json", "parquet"):
        raise LookthroughError(
            f"unknown store or format: {store}, {format_name}", "query run", "see: lookthrough query run --help"
        )
    answer = asking.run_saved(open_desk(_workspace()).snapshot, name, asking.parameters(param or []))
    terminal.show_answer(answer, format_name, out)


@app.command("app")
def app_(
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8501,
    address: Annotated[str, typer.Option(help="bound to localhost unless told otherwise")] = "127.0.0.1",
) -> None:
    """Open the app in a browser."""
    raise typer.Exit(terminal.serve(port, address))


def _later(name: str, what: str) -> None:
    @app.command(
        name,
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
        help=f"{what} (later version)",
    )
    def command() -> None:
        raise NotYetBuilt(
            f"`{name}` ({what}) comes in a later version",
            "",
            "this version has: import, leads, owners, paths, query, app",
        )


for _name, _what in _LATER.items():
    _later(_name, _what)

if __name__ == "__main__":
    main()
