"""Whose neighbours a command goes by: this program's or a server's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from casework.desk import Desk, open_desk
from casework.server import desk_of_server
from graph.errors import LookthroughError
from graph.store.workspace import Workspace

Where = Annotated[str, typer.Option("--store", help="embedded, or neo4j: a server finds who lies next to whom")]


@contextmanager
def desk_of(workspace: Workspace, store: str) -> Iterator[Desk]:
    """The newest snapshot; the server, where asked for, is the one of the environment or of neo4j.toml."""
    if store not in ("embedded", "neo4j"):
        raise LookthroughError(f"unknown store: {store}", "--store", "use embedded or neo4j")
    if store == "neo4j":
        with desk_of_server(workspace, {}) as desk:
            yield desk
    else:
        yield open_desk(workspace)
