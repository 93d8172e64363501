"""What a command is given from outside: clock, user, workspace."""

from __future__ import annotations

import getpass
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer

from casework.audit import note
from commands import terminal
from graph.errors import LookthroughError
from graph.store.workspace import Workspace

Day = Annotated[str | None, typer.Option(help="a day, YYYY-MM-DD")]


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def today() -> date:
    return datetime.now().astimezone().date()


def actor() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise LookthroughError(f"not a day: {text}", "", "write YYYY-MM-DD") from fault


def open_workspace() -> Workspace:
    return Workspace.open(terminal.workspace(), at=now(), actor=actor())


def seen(workspace: Workspace, verb: str, what: str, **detail: Any) -> None:
    """Who looked at what stands in the trail; where it cannot be written, that is said, and the answer is given all the same."""
    try:
        kept = note(workspace, verb, what, detail, actor=actor(), at=now())
    except LookthroughError:
        kept = False
    if not kept:
        terminal.complain("this look is not in the trail: the workspace is in use, or cannot be written to")


def here() -> Workspace:
    """The workspace's place, whether one is there yet or not; for what can be told without one."""
    return Workspace(terminal.workspace())
