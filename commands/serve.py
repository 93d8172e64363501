"""The command that opens the app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from casework.serving import run_app
from commands.terminal import workspace


def app(
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8501,
    address: Annotated[str, typer.Option(help="bound to localhost unless told otherwise")] = "127.0.0.1",
) -> None:
    """Open the app in a browser."""
    raise typer.Exit(run_app(workspace(), port, address))


COMMANDS: dict[str, Callable[..., None]] = {"app": app}
