"""The ledger of a workspace: its tables in SQLite."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from graph.errors import LookthroughError, UnreadableInput, WorkspaceTooNew
from graph.store.rows import dump
from graph.trail import GENESIS, TrailEntry, link

FORMAT = 1
"""The number of the workspace's format; a change to the tables or folders below raises it and adds a migration."""

LEDGER_NAME = "ledger.sqlite"

Migration = Callable[[sqlite3.Connection], None]
MIGRATIONS: dict[int, Migration] = {}
"""Format N → what turns it into format N + 1, inside one transaction."""

_BUSY_SECONDS = 10.0

_TABLES = {
    "meta": "key TEXT PRIMARY KEY, value TEXT NOT NULL",
    "batches": "seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, label TEXT NOT NULL, given TEXT NOT NULL, "
    "at TEXT NOT NULL, actor TEXT NOT NULL",
    "sources": "seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, batch TEXT NOT NULL, label TEXT NOT NULL, "
    "name TEXT NOT NULL, sha256 TEXT NOT NULL, format TEXT NOT NULL, rows_in INTEGER NOT NULL, "
    "stated INTEGER NOT NULL, merged INTEGER NOT NULL, rejected INTEGER NOT NULL, notes TEXT NOT NULL, "
    "tables TEXT NOT NULL, publisher TEXT NOT NULL, obtained_on TEXT NOT NULL, licence TEXT NOT NULL, "
    "lawful_basis TEXT NOT NULL, withdrawn TEXT, files TEXT NOT NULL",
    "decisions": "seq INTEGER PRIMARY KEY, match TEXT NOT NULL, left TEXT NOT NULL, right TEXT NOT NULL, "
    "decision TEXT NOT NULL CHECK (decision IN ('same', 'not')), actor TEXT NOT NULL, at TEXT NOT NULL, "
    "reason TEXT NOT NULL",
    "snapshots": "seq INTEGER PRIMARY KEY, id TEXT NOT NULL, provenance TEXT NOT NULL, made_at TEXT NOT NULL, "
    "sources TEXT NOT NULL, decisions TEXT NOT NULL, files TEXT NOT NULL, folder TEXT NOT NULL, dropped TEXT",
    "trail": "seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, verb TEXT NOT NULL, "
    "object TEXT NOT NULL, detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL UNIQUE",
}
_NEVER = {
    "trail": ("UPDATE", "DELETE"),
    "decisions": ("UPDATE", "DELETE"),
    "batches": ("UPDATE", "DELETE"),
    "sources": ("DELETE",),
    "snapshots": ("DELETE",),
}
SEALED = ("batches", "sources", "decisions", "snapshots")
"""Tables whose content is hashed into the newest trail entry of every write."""

EMPTY_HASHES = dict.fromkeys(SEALED, hashlib.sha256().hexdigest())


def _statements() -> Iterator[tuple[str, str]]:
    for table, columns in _TABLES.items():
        yield table, f"CREATE TABLE {table} ({columns})"
    for table, verbs in _NEVER.items():
        for verb in verbs:
            name = f"{table}_no_{verb.lower()}"
            refusal = f"SELECT RAISE(ABORT, '{table}: {verb} is refused')"
            yield name, f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN {refusal}; END"


def schema() -> dict[str, str]:
    """Name → SQL of every table and trigger a ledger of this format has."""
    return dict(_statements())


@contextmanager
def reading(ledger: Path) -> Iterator[sqlite3.Connection]:
    """A connection that cannot write, inside one read transaction: a writer's commit is not seen halfway."""
    uri = ledger.absolute().as_uri()
    # A workspace on a read-only medium has no place for the index of the write-ahead log.
    still = not os.access(ledger.parent, os.W_OK) and not Path(f"{ledger}-wal").exists()
    try:
        with closing(_connect(f"{uri}?immutable=1" if still else f"{uri}?mode=rw")) as connection:
            connection.execute("PRAGMA query_only=ON")
            connection.execute("BEGIN")
            yield connection
    except sqlite3.DatabaseError as fault:
        raise UnreadableInput(
            f"the ledger cannot be read ({fault})", str(ledger), "put back a copy of the workspace"
        ) from fault


@contextmanager
def writing(ledger: Path) -> Iterator[sqlite3.Connection]:
    """A connection in one durable transaction: committed by the caller, rolled back where it was not."""
    with closing(_connect(f"{ledger.absolute().as_uri()}?mode=rw")) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        # Withdrawn text must not linger in free pages.
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        finally:
            if connection.in_transaction:
                connection.rollback()


def create(ledger: Path) -> None:
    """Makes an empty ledger; killed at any moment it leaves none or a whole one."""
    new = ledger.with_name(f"{ledger.name}.new")
    for left_over in ledger.parent.glob(f"{new.name}*"):
        left_over.unlink()
    with closing(_connect(f"{new.absolute().as_uri()}?mode=rwc")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("BEGIN IMMEDIATE")
        for _, sql in _statements():
            connection.execute(sql)
        put_meta(connection, "format", str(FORMAT))
        connection.commit()
    new.replace(ledger)
    sync_folder(ledger.parent)


def format_of(ledger: Path) -> int:
    """The format number; WorkspaceTooNew for a newer one, UnreadableInput where the file is no ledger."""
    with reading(ledger) as connection:
        found = get_meta(connection, "format")
    if not found.isdigit():
        raise UnreadableInput("the ledger has no format number", str(ledger), "put back a copy of the workspace")
    if int(found) > FORMAT:
        raise WorkspaceTooNew(
            f"the workspace has format {found}, this version knows {FORMAT}", str(ledger.parent), "install a newer one"
        )
    return int(found)


def migrate(ledger: Path, at: str, actor: str) -> Path | None:
    """Brings an older ledger to FORMAT in one transaction; the copy kept as ledger.sqlite.v<N>, None if none needed.

    The caller holds the lock. LookthroughError where a step from that format is not known.
    """
    old = format_of(ledger)
    if old == FORMAT:
        return None
    steps = [MIGRATIONS.get(number) for number in range(old, FORMAT)]
    if any(step is None for step in steps):
        raise LookthroughError(
            f"a workspace of format {old} cannot be read any more", str(ledger.parent), "import the sources again"
        )
    copy = _copy(ledger, ledger.with_name(f"{ledger.name}.v{old}"))
    with writing(ledger) as connection:
        for step in steps:
            assert step is not None
            step(connection)
        put_meta(connection, "format", str(FORMAT))
        append(connection, at, actor, [("migrate", f"format {FORMAT}", {"from": old})])
        connection.commit()
    return copy


def append(
    connection: sqlite3.Connection, at: str, actor: str, acts: Iterable[tuple[str, str, Mapping[str, object]]]
) -> None:
    """Adds acts (verb, object, detail) to the trail; the last one's detail gets the hashes of the ledger's tables."""
    seq, previous = trail_head(connection)
    listed = list(acts)
    for number, (verb, thing, detail) in enumerate(listed, start=1):
        sealed = {**detail, "ledger": table_hashes(connection)} if number == len(listed) else dict(detail)
        texts = [storable(text) for text in (actor, verb, thing, dump(sealed))]
        entry = link(previous, seq + number, at, *texts)
        insert(connection, "trail", {name: getattr(entry, name) for name in TrailEntry.__slots__})
        previous = entry.hash
    put_meta(connection, "trail_head", f"{seq + len(listed)} {previous}")


def trail_head(connection: sqlite3.Connection) -> tuple[int, str]:
    """Number and hash of the newest entry; (0, GENESIS) for an empty trail."""
    seq, _, digest = (get_meta(connection, "trail_head") or f"0 {GENESIS}").partition(" ")
    return (int(seq) if seq.isdigit() else 0), digest


def table_hashes(connection: sqlite3.Connection) -> dict[str, str]:
    """Table → sha256 over its rows in their order, for every sealed table."""
    hashes: dict[str, str] = {}
    for table in SEALED:
        digest = hashlib.sha256()
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY seq"):
            digest.update(json.dumps(dict(row), sort_keys=True).encode("ascii") + b"\n")
        hashes[table] = digest.hexdigest()
    return hashes


def insert(connection: sqlite3.Connection, table: str, row: Mapping[str, str | int | None]) -> int:
    """Adds one row and gives its number."""
    columns = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    values = {name: storable(value) if isinstance(value, str) else value for name, value in row.items()}
    cursor = connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)
    return int(cursor.lastrowid or 0)


def storable(text: str) -> str:
    """Itself; half a surrogate (from a file name that is not UTF-8) is written out as \\udcxx, as SQLite needs."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def get_meta(connection: sqlite3.Connection, key: str) -> str:
    found = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(found["value"]) if found else ""


def put_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))


def sync_folder(folder: Path) -> None:
    """Makes a folder's entries durable; nothing to do where the system cannot open folders (Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Makes a file's bytes durable, also where it is marked read-only."""
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _connect(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_SECONDS)
    connection.row_factory = sqlite3.Row
    return connection


def _copy(ledger: Path, target: Path) -> Path:
    """A copy by SQLite itself, so that what still stands in the write-ahead log is in it."""
    half = target.with_name(f"{target.name}.new")
    half.unlink(missing_ok=True)
    with reading(ledger) as source, closing(sqlite3.connect(half)) as copy:
        source.rollback()
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    shutil.copymode(ledger, half)
    sync_file(half)
    half.replace(target)
    sync_folder(target.parent)
    return target
