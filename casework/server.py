"""Verbs about a Neo4j server: sync, kept snapshots, its store."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from casework.desk import Desk, desk_on
from casework.shelf import current, read_snapshot
from graph.errors import LookthroughError
from graph.snapshot import Snapshot
from graph.store.address import FILE_NAME, Address, address
from graph.store.neo4j import Neo4jStore, Server, connect
from graph.store.server_net import ServerNet
from graph.store.syncing import Moved, Progress, held, keep, retire, store_on, sync
from graph.store.workspace import Workspace


def address_of(workspace: Workspace, given: Mapping[str, str | None]) -> Address:
    """From the call, the environment, or the workspace's neo4j.toml, in this order."""
    return address(given, os.environ, workspace.folder / FILE_NAME)


def named_server(workspace: Workspace) -> str | None:
    """The address of the server that the environment or the workspace's neo4j.toml names; None where neither names one."""
    try:
        return address_of(workspace, {}).uri
    except LookthroughError:
        return None


@contextmanager
def server_of(workspace: Workspace, given: Mapping[str, str | None]) -> Iterator[Server]:
    server = connect(address_of(workspace, given))
    try:
        yield server
    finally:
        server.close()


@contextmanager
def store_of_server(workspace: Workspace, given: Mapping[str, str | None], snapshot: str) -> Iterator[Neo4jStore]:
    """The snapshot as the server holds it; LookthroughError where it does not."""
    with server_of(workspace, given) as server:
        yield store_on(server, snapshot)


@contextmanager
def desk_of_server(workspace: Workspace, given: Mapping[str, str | None]) -> Iterator[Desk]:
    """The newest snapshot, cut along what the server says lies next to whom; the rows are the snapshot's own.

    LookthroughError where the server is not there, or does not hold the snapshot whole.
    """
    row = workspace.current_snapshot()
    with store_of_server(workspace, given, row.id if row else "") as store:
        yield desk_on(workspace, lambda snapshot, rows, control: ServerNet(store, snapshot, rows, control))


def snapshot_named(workspace: Workspace, begins: str) -> Snapshot:
    """The snapshot of the workspace whose id begins so; LookthroughError where none or several do."""
    found = [row.id for row in workspace.snapshots() if row.id.startswith(begins)]
    if len(found) != 1 or not begins:
        known = ", ".join(row.id[:12] for row in workspace.snapshots()) or "none"
        raise LookthroughError(
            f"{'several snapshots begin' if len(found) > 1 else 'no snapshot begins'} with {begins}",
            str(workspace.folder),
            f"held: {known}",
        )
    return read_snapshot(workspace.snapshot_folder(found[0]))


def sync_now(
    workspace: Workspace, server: Server, *, keep_old: str, progress: Progress, actor: str, at: str
) -> dict[str, Any]:
    """The newest snapshot becomes the server's live one. keep_old: "keep" holds the one it replaces beside it, "" lets it go."""
    snapshot = current(workspace)
    live = next((h for h in held(server) if not h.suffix), None)
    if keep_old and live and live.ready and live.snapshot != snapshot.id:
        keep(server, snapshot_named(workspace, live.snapshot), progress=progress)
    moved = sync(server, snapshot, progress=progress)
    return _told(workspace, server, "sync", snapshot.id, moved, actor, at)


def keep_now(
    workspace: Workspace, server: Server, begins: str, *, progress: Progress, actor: str, at: str
) -> dict[str, Any]:
    """An older snapshot of the workspace beside the live one."""
    snapshot = snapshot_named(workspace, begins)
    return _told(workspace, server, "sync-keep", snapshot.id, keep(server, snapshot, progress=progress), actor, at)


def retire_now(
    workspace: Workspace, server: Server, begins: str, *, progress: Progress, actor: str, at: str
) -> dict[str, Any]:
    """A kept snapshot off the server."""
    return _told(workspace, server, "sync-retire", begins, retire(server, begins, progress=progress), actor, at)


def _told(
    workspace: Workspace, server: Server, verb: str, snapshot: str, moved: Moved, actor: str, at: str
) -> dict[str, Any]:
    """What was done, kept in the trail where anything was; without the password."""
    value = {
        "server": server.address.uri,
        "database": server.address.database,
        "version": ".".join(map(str, server.version)),
        "snapshot": snapshot,
        "made": moved.made,
        "changed": moved.changed,
        "removed": moved.removed,
        "same": moved.same,
        "held": [{"snapshot": h.snapshot, "live": not h.suffix, "ready": h.ready} for h in held(server)],
    }
    if moved.made or moved.changed or moved.removed:
        with workspace.write(actor=actor, at=at, command="sync") as pen:
            pen.trail(verb, snapshot, {k: value[k] for k in ("server", "made", "changed", "removed", "same")})
    return value
