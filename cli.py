"""The command line: lookthrough."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from polars.exceptions import PanicException, PolarsError
from typer.exceptions import TyperException

import commands
from commands import terminal
from graph.errors import LookthroughError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Lookthrough 穿透: leads to a debtor's assets, each sentence with its file and row.",
)


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


for room in commands.modules():
    for name, command in getattr(room, "COMMANDS", {}).items():
        app.command(name)(command)
    for name, group in getattr(room, "GROUPS", {}).items():
        app.add_typer(group, name=name)

if __name__ == "__main__":
    main()
