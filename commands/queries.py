"""Commands about saved queries: query list, show, run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from casework import asking
from casework.asking import Answer, as_text, printed
from casework.desk import open_desk
from casework.own_queries import OwnQuery, any_query, history, keep, own_queries, own_query, retire
from casework.server import snapshot_named, store_of_server
from commands.given import actor, here, now, open_workspace, seen
from commands.sync import Database, Uri, User
from commands.terminal import complain, say, show_rows, table, wants_json
from graph.errors import LookthroughError


def query_list() -> None:
    """The saved queries: those that come with the program, then your own."""
    show_rows(asking.listed([own.query for own in own_queries(here())]))


def query_show(name: str) -> None:
    """What a saved query asks, its parameters and its text."""
    found = asking.shown(any_query(here(), name))
    asked = [_asked(p) for p in found["parameters"]]
    say(
        found, [f"{found['titles']['zh']} / {found['titles']['en']}", found["answers"]["en"], *asked, "", found["text"]]
    )


def _asked(parameter: dict[str, Any]) -> str:
    default = f" (default {parameter['default']})" if parameter["default"] else ""
    return f"--param {parameter['name']}=…  {parameter['type']} {parameter['unit']} {parameter['texts']['en']}{default}"


def query_run(
    name: str,
    param: Annotated[list[str] | None, typer.Option(help="k=v, repeated")] = None,
    store: Annotated[str, typer.Option(help="embedded or neo4j")] = "embedded",
    format_name: Annotated[str, typer.Option("--format", help="table, csv, json or parquet")] = "table",
    out: Annotated[Path | None, typer.Option(help="a file for the answer; else it is printed")] = None,
    uri: Uri = None,
    user: User = None,
    database: Database = None,
    snapshot: Annotated[str | None, typer.Option(help="ask this kept snapshot instead of the newest")] = None,
    version: Annotated[int | None, typer.Option(help="an earlier version of a query of your own")] = None,
) -> None:
    """Run a saved query on the current snapshot."""
    if store not in ("embedded", "neo4j") or format_name not in ("table", "csv", "json", "parquet"):
        raise LookthroughError(
            f"unknown store or format: {store}, {format_name}", "query run", "see: lookthrough query run --help"
        )
    workspace = open_workspace()
    asked = snapshot_named(workspace, snapshot) if snapshot else open_desk(workspace).snapshot
    given = asking.parameters(param or [])
    wanted = own_query(workspace, name, version).query if version is not None else any_query(workspace, name)
    if store == "neo4j":
        with store_of_server(workspace, {"uri": uri, "user": user, "database": database}, asked.id) as server:
            answer = asking.run_query(asked, wanted, given, server)
    else:
        answer = asking.run_query(asked, wanted, given)
    asked_for = " ".join([name, *(f"{key}={value}" for key, value in given.items())])
    seen(workspace, "query", asked_for[:200], **({"to a file": True} if out or format_name == "parquet" else {}))
    show_answer(answer, format_name, out)


def show_answer(answer: Answer, format_name: str, out: Path | None) -> None:
    """The answer as a table, CSV, JSON or Parquet: printed, or in the file `out`; Parquet always in a file."""
    format_name = "json" if wants_json() and format_name == "table" else format_name
    if format_name == "parquet":
        out = out or Path(f"{answer.query}.parquet")
    if out is not None:
        out.write_bytes(printed(answer, "csv" if format_name == "table" else format_name))
        complain(f"written: {out}")
    elif format_name == "table":
        table(answer.columns, ([as_text(cell) for cell in row] for row in answer.rows))
    else:
        sys.stdout.write(printed(answer, format_name).decode())
    if answer.truncated and format_name != "json":
        complain(str(answer.truncated))


def query_save(
    file: Annotated[Path, typer.Argument(help="a .cypher file; // lines on top give title and parameters")],
    name: Annotated[str | None, typer.Option(help="its name; else the file's")] = None,
) -> None:
    """Keep a query of your own, or a new version of it, in the workspace."""
    try:
        given = file.read_bytes()
    except OSError as fault:
        raise LookthroughError(
            f"the file cannot be read ({fault.strerror})", str(file), "name a .cypher file"
        ) from fault
    kept = keep(open_workspace(), name or file.stem, given, actor=actor(), at=now())
    say(_version(kept), [f"{kept.name}, version {kept.version}, sha256 {kept.sha256[:16]}"])


def query_export(
    name: str,
    out: Annotated[Path, typer.Option(help="the file")],
    version: Annotated[int | None, typer.Option(help="an earlier version")] = None,
) -> None:
    """Write a query of your own to a file, byte for byte as it was kept, for others to save."""
    found = own_query(open_workspace(), name, version)
    try:
        out.write_bytes(found.text)
    except OSError as fault:
        raise LookthroughError(f"the file cannot be written ({fault.strerror})", str(out), "name another") from fault
    say({**_version(found), "out": str(out)}, [f"{out}: {found.name}, version {found.version}"])


def query_history(name: str) -> None:
    """The versions of a query of your own: when and by whom each was kept."""
    show_rows(history(open_workspace(), name))


def query_remove(name: str) -> None:
    """Take a query of your own off the list; its versions stay, and saving it again brings it back."""
    gone = retire(open_workspace(), name, actor=actor(), at=now())
    say(_version(gone), [f"{gone.name} is off the list; its {gone.version} version(s) are kept"])


def _version(kept: OwnQuery) -> dict[str, Any]:
    return {"name": kept.name, "version": kept.version, "sha256": kept.sha256}


query = typer.Typer(no_args_is_help=True, help="saved queries")
query.command("list")(query_list)
query.command("show")(query_show)
query.command("run")(query_run)
query.command("save")(query_save)
query.command("export")(query_export)
query.command("history")(query_history)
query.command("remove")(query_remove)
GROUPS = {"query": query}
