"""Commands about saved queries: query list, show, run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from casework import asking
from casework.asking import Answer, as_text, printed
from casework.desk import open_desk
from casework.server import snapshot_named, store_of_server
from commands.given import open_workspace
from commands.sync import Database, Uri, User
from commands.terminal import complain, say, show_rows, table, wants_json
from graph.errors import LookthroughError


def query_list() -> None:
    """The saved queries."""
    show_rows(asking.listed())


def query_show(name: str) -> None:
    """What a saved query asks, its parameters and its text."""
    found = asking.shown(name)
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
) -> None:
    """Run a saved query on the current snapshot."""
    if store not in ("embedded", "neo4j") or format_name not in ("table", "csv", "json", "parquet"):
        raise LookthroughError(
            f"unknown store or format: {store}, {format_name}", "query run", "see: lookthrough query run --help"
        )
    workspace = open_workspace()
    asked = snapshot_named(workspace, snapshot) if snapshot else open_desk(workspace).snapshot
    given = asking.parameters(param or [])
    if store == "neo4j":
        with store_of_server(workspace, {"uri": uri, "user": user, "database": database}, asked.id) as server:
            answer = asking.run_saved(asked, name, given, server)
    else:
        answer = asking.run_saved(asked, name, given)
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


query = typer.Typer(no_args_is_help=True, help="saved queries")
query.command("list")(query_list)
query.command("show")(query_show)
query.command("run")(query_run)
GROUPS = {"query": query}
