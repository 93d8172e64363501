"""A small workspace and what the tests do with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from graph.store.rows import SnapshotRow, SourceRow
from graph.store.workspace import Pen, Workspace

AT = "2024-10-01T08:00:00Z"
LATER = "2024-10-02T08:00:00Z"
ROOT = Path(__file__).parents[3]


def source(source_id: str, name: str = "", label: str = "registry") -> SourceRow:
    return SourceRow(
        source_id, "b1", label, name or f"{source_id}.csv", "0" * 64, "csv", 5, 3, 1, 1, ("a note",), publisher="SAMR"
    )


def import_one(pen: Pen, source_id: str) -> None:
    """A source of two tables and rejects, and a snapshot over all sources held."""
    staged = pen.stage(source_id)
    for table in ("holdings", "parties"):
        (staged / f"{table}.parquet").write_bytes(f"{table} of {source_id}".encode() * 500)
    (staged / "rejects.csv").write_text("file,row\n")
    pen.add_source(source(source_id))
    held = tuple(row.id for row in pen.sources() if row.withdrawn is None)
    made = f"n{len(pen.snapshots()) + 1}"
    (pen.stage_snapshot(made) / "stakes.npy").write_bytes(",".join(held).encode())
    pen.keep_snapshot(SnapshotRow(made, "p" * 64, AT, held, ()))
    pen.trail("import", source_id, {"rows": 5})


def write(workspace: Workspace, at: str = AT, wait: float = 10.0) -> AbstractContextManager[Pen]:
    return workspace.write(actor="clerk", at=at, command="import 王某.csv", wait=wait)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for room in ("sources", "snapshots", "staging")
        for path in sorted((folder / room).rglob("*"))
        if path.is_file()
    }


def state(workspace: Workspace) -> tuple[object, ...]:
    return (
        workspace.batches(),
        workspace.sources(),
        workspace.decision_history(),
        workspace.snapshots(),
        workspace.trail(),
        tree(workspace.folder),
    )


@contextmanager
def tampering(workspace: Workspace) -> Iterator[sqlite3.Connection]:
    """Somebody with a SQLite shell and no scruples; the triggers are put back afterwards."""
    with closing(sqlite3.connect(workspace.ledger)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in triggers:
            connection.execute(sql)
        connection.commit()


def what(workspace: Workspace) -> list[str]:
    return [altered.what for altered in workspace.verify()]
