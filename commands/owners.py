"""The command owners: who owns, who controls, since when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated

import typer

from casework.case_file import newest_day
from casework.desk import open_desk
from casework.owner_changes import owner_changes
from casework.owners import RULES, owners_of
from casework.parties import find_party
from commands.given import Day, day, open_workspace, seen, today
from commands.owner_lines import LANGUAGES, lines_of
from commands.terminal import say
from graph.errors import LookthroughError


def owners(
    party: Annotated[str, typer.Argument(help="id, identifier or name")],
    as_of: Day = None,
    from_: Annotated[str | None, typer.Option("--from", help="first day of a comparison, YYYY-MM-DD")] = None,
    to: Annotated[str | None, typer.Option("--to", help="last day of a comparison, YYYY-MM-DD")] = None,
    rule: Annotated[str | None, typer.Option(help=" | ".join(RULES))] = None,
    lang: Annotated[str, typer.Option(help="zh, en or both")] = "both",
) -> None:
    """Owners, ultimate owners and controllers, with every chain; --from and --to: what changed, and when control passed."""
    if rule and rule not in RULES:
        raise LookthroughError(f"no such rule: {rule}", "--rule", f"use {', '.join(RULES)}")
    if lang not in LANGUAGES:
        raise LookthroughError(f"no such language: {lang}", "--lang", "use zh, en or both")
    start, end = _span(from_, to, as_of)
    workspace = open_workspace()
    desk = open_desk(workspace)
    snapshot, rows = desk.snapshot, desk.net.rows
    found = find_party(snapshot, party)
    newest = newest_day(snapshot, [found], today())
    if from_ is None and to is None:
        value = owners_of(snapshot, found, end or newest, rule, rows)
    else:
        last = end or newest
        if start is not None and start > last:
            raise LookthroughError(f"{start} is after {last}", "--from", "give the earlier day first")
        value = owner_changes(snapshot, found, start, last, rule, rows)
    seen(workspace, "view", f"party {found}", by="owners")
    say(value, lines_of(value, lang))


def _span(from_: str | None, to: str | None, as_of: str | None) -> tuple[date | None, date | None]:
    if as_of and (from_ or to):
        raise LookthroughError("--as-of is one day, --from and --to are two", "--as-of", "give one or the others")
    return day(from_), day(to or as_of)


COMMANDS: dict[str, Callable[..., None]] = {"owners": owners}
