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

from graph.errors import LookthroughError

_VALUED = ("--workspace",)
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


def wants_json() -> bool:
    return bool(_settings["json"])


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


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    printed = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        printed.add_column(head, overflow="fold")
    for row in rows:
        printed.add_row(*("" if cell is None else visible(str(cell)) for cell in row))
    _out().print(printed)


def either(value: Any, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bool:
    """The value as JSON with --json, else a table; True when the table was printed."""
    if _settings["json"]:
        say(value, ())
        return False
    table(heads, rows)
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
    either(list(rows), heads, ([_plain(row[h]) for h in heads] for row in rows))


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return " / ".join(str(v) for v in value.values())
    return ", ".join(map(_plain, value)) if isinstance(value, list | tuple) else "" if value is None else str(value)
