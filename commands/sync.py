"""The command that moves the snapshot to a Neo4j server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from casework.server import keep_now, retire_now, server_of, sync_now
from commands.given import actor, now, open_workspace
from commands.terminal import progress, say

Uri = Annotated[str | None, typer.Option(help="neo4j://HOST:7687; else LOOKTHROUGH_NEO4J_URI or neo4j.toml")]
User = Annotated[
    str | None, typer.Option(help="user; the password comes from LOOKTHROUGH_NEO4J_PASSWORD or neo4j.toml")
]
Database = Annotated[str | None, typer.Option(help="database on the server; default neo4j")]


def neo4j(
    uri: Uri = None,
    user: User = None,
    database: Database = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="keep the snapshot that is replaced queryable beside the new one")
    ] = False,
    snapshot: Annotated[str | None, typer.Option(help="move this older snapshot beside the live one")] = None,
    retire: Annotated[str | None, typer.Option(help="take this kept snapshot off the server")] = None,
) -> None:
    """Load the current snapshot into a Neo4j server; a second run changes nothing, a changed one moves differences."""
    workspace = open_workspace()
    given = {"uri": uri, "user": user, "database": database}
    with server_of(workspace, given) as server, progress() as told:
        who: dict[str, Any] = {"progress": told, "actor": actor(), "at": now()}
        if retire:
            done = retire_now(workspace, server, retire, **who)
        elif snapshot:
            done = keep_now(workspace, server, snapshot, **who)
        else:
            done = sync_now(workspace, server, keep_old="keep" if keep else "", **who)
    kept = [h["snapshot"][:12] for h in done["held"] if not h["live"]]
    say(
        done,
        [
            f"{done['server']} (Neo4j {done['version']}, database {done['database']})",
            f"snapshot {done['snapshot'][:16]}: {done['made']} made, {done['changed']} changed, {done['removed']} removed, {done['same']} as they were",
            *([f"kept beside it: {', '.join(kept)}"] if kept else []),
        ],
    )


sync = typer.Typer(no_args_is_help=True, help="load the snapshot into a server")
sync.command("neo4j")(neo4j)


@sync.callback()
def only_neo4j() -> None:
    """Load the snapshot into a server."""


GROUPS: dict[str, typer.Typer] = {"sync": sync}
COMMANDS: dict[str, Callable[..., None]] = {}
