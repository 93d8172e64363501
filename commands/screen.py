"""The command that screens a whole register: screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from casework.screen_run import ENGINES, kept_as_case, screening, write
from casework.screening import LIMIT
from casework.screening_document import copy_of
from commands.copies import CopyLevel, DeleteBy, listed
from commands.given import Day, day, open_workspace, seen, today
from commands.terminal import complain, say
from graph.errors import LookthroughError

_SHOWN = 20


def screen(
    engine: Annotated[str, typer.Option(help=" or ".join(ENGINES))] = "local",
    master: Annotated[str | None, typer.Option(help="with --engine spark: local[*], spark://HOST:7077, yarn …")] = None,
    as_of: Day = None,
    rule: Annotated[list[str] | None, typer.Option(help="this rule only; repeated")] = None,
    limit: Annotated[int, typer.Option(help="hits of one rule that are told with their rows")] = LIMIT,
    out: Annotated[Path | None, typer.Option(help="a folder for screening.json, .csv, .xlsx")] = None,
    formats: Annotated[str, typer.Option(help="json,csv,xlsx")] = "json,csv,xlsx",
    open_: Annotated[str | None, typer.Option("--open", help="a hit's id: keep it as a case")] = None,
    party: Annotated[
        list[str] | None, typer.Option(help="with --open: the case's debtors, of the hit's parties")
    ] = None,
    level: CopyLevel = "internal",
    delete_by: DeleteBy = None,
) -> None:
    """A whole register without a case: control groups, shells, crowded addresses and posts, rings, sudden changes."""
    if limit < 1:
        raise LookthroughError(f"--limit {limit} tells nothing", "screen", "give a whole number above 0")
    copy_of({}, level, delete_by)
    workspace = open_workspace()
    found = screening(workspace, today(), as_of=day(as_of), engine=engine, master=master, rules=rule or (), limit=limit)
    seen(workspace, "view", f"screening {found['as_of']}")
    if out is not None:
        for path in write(found, out, listed(formats), level, delete_by):
            complain(f"written: {path}")
        seen(workspace, "export", f"screening {found['as_of']}", formats=formats, level=level)
    if open_ is not None:
        kept = kept_as_case(workspace, found, open_, party or (), today())
        complain(f"kept as case {kept}: run lookthrough leads {workspace.folder / 'cases' / kept}.toml")
    shown = copy_of(found, level, delete_by)
    say(shown, _lines(shown))


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    yield f"snapshot {found['snapshot'][:16]} · {found['as_of']} · {found['engine']}"
    for rule in found["rules"]:
        told = f"{rule['hits']:,} hits" if rule["state"] == "ran" else f"could not look: no {', '.join(rule['needs'])}"
        cut = f", {rule['told']:,} told (--limit)" if rule["told"] < rule["hits"] else ""
        yield f"  {rule['rule']}: {rule['title']['zh']} / {rule['title']['en']}: {told}{cut}"
    for hit in found["hits"][:_SHOWN]:
        mark = "  (explained by the data)" if hit["explained"] else ""
        yield f"{hit['rank']}. [{hit['id']}] {hit['title']['zh']} / {hit['title']['en']}  {hit['strength']}{mark}"
        yield f"   {hit['said']['zh']}"
        yield f"   {hit['said']['en']}"
        yield from (f"   {line}" for line in _rows(hit))
    if len(found["hits"]) > _SHOWN:
        yield f"{len(found['hits']) - _SHOWN:,} more: use --out DIR or --json for all"


def _rows(hit: Mapping[str, Any]) -> Iterator[str]:
    for sign, rows in (("+", hit["evidence"]), ("−", hit["counter_evidence"])):
        for row in rows[:3]:
            told = row.get("text") or row["absent"]
            place = f"[{row['source']} row {row['row']}]" if "source" in row else "(looked for, not found)"
            yield f"{sign} {told['zh']} / {told['en']}  {place}"
        if len(rows) > 3:
            yield f"{sign} {len(rows) - 3} more rows"
    for note in hit["notes"]:
        yield f"− {note['zh']} / {note['en']}"


COMMANDS: dict[str, Callable[..., None]] = {"screen": screen}
