"""A workspace: a folder with a ledger and what it lists."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

from filelock import FileLock, Timeout

from graph.errors import LookthroughError, UnreadableInput, WorkspaceBusy
from graph.store import ledger, pen
from graph.store.pen import Pen
from graph.store.rows import BatchRow, Decision, SnapshotRow, SourceRow
from graph.store.sums import Altered
from graph.store.view import View
from graph.trail import TrailEntry, instant

__all__ = ["WAIT_SECONDS", "Altered", "BatchRow", "Decision", "Pen", "SnapshotRow", "SourceRow", "View", "Workspace"]

WAIT_SECONDS = 10.0
"""How long a second writer waits for the first."""

_LOCK_NAME = "lock"
_HOLDER_NAME = "lock.holder"
_LOG_NAME = "lookthrough.log"
_PLAIN_WORD = re.compile(r"[a-z][a-z_-]{0,30}")
_TRIES = 3
_PAUSE_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace on disk. Each reader sees one state; `view` gives several readers the same one."""

    folder: Path

    @staticmethod
    def open(path: Path, *, at: str | None = None, actor: str = "lookthrough") -> Workspace:
        """An existing workspace, migrated where it is older (recorded at `at`, by `actor`; now where no `at` is given).

        LookthroughError where there is none, WorkspaceTooNew for a newer one, UnreadableInput for a broken ledger.
        """
        workspace = Workspace(path)
        if not workspace.ledger.is_file():
            _refuse_stranger(path)
            raise LookthroughError(f"there is no workspace at {path}", "", "import something first")
        if ledger.format_of(workspace.ledger) < ledger.FORMAT:
            with _locked(path, "migrate", WAIT_SECONDS):
                ledger.migrate(workspace.ledger, at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), actor)
        return workspace

    @staticmethod
    def at(path: Path) -> Workspace:
        """The workspace at this path, made where there is none; LookthroughError where a folder holds other things."""
        if not (path / ledger.LEDGER_NAME).is_file():
            _refuse_stranger(path)
            try:
                path.mkdir(parents=True, exist_ok=True, mode=0o700)
            except OSError as fault:
                raise LookthroughError("the workspace cannot be made", str(path), str(fault.strerror)) from fault
            with _locked(path, "make the workspace", WAIT_SECONDS):
                if not (path / ledger.LEDGER_NAME).is_file():
                    ledger.create(path / ledger.LEDGER_NAME)
        return Workspace.open(path)

    @property
    def ledger(self) -> Path:
        return self.folder / ledger.LEDGER_NAME

    @contextmanager
    def view(self) -> Iterator[View]:
        """Readers of one state: what a writer commits meanwhile is not seen."""
        with ledger.reading(self.ledger) as connection:
            yield View(self.folder, connection)

    @contextmanager
    def write(self, *, actor: str, at: str, command: str, wait: float = WAIT_SECONDS) -> Iterator[Pen]:
        """A pen that holds the lock; all it did is there at the end of the block, or nothing where the block raised.

        wait: seconds; then WorkspaceBusy names the process and command that holds the lock.
        """
        instant(at)
        with _locked(self.folder, command, wait):
            try:
                with ledger.writing(self.ledger) as connection:
                    pen.sweep(View(self.folder, connection))
                    held = Pen(self.folder, connection, actor, at, command)
                    try:
                        yield held
                        pen.commit(held)
                    except BaseException:
                        connection.rollback()
                        pen.sweep(View(self.folder, connection))
                        raise
                    self._clear_up(held)
            except sqlite3.Error as fault:
                raise LookthroughError(
                    f"the workspace could not be written ({fault})", str(self.folder), "nothing of it was kept"
                ) from fault

    def _clear_up(self, held: Pen) -> None:
        """After the commit: withdrawn folders go, and their text from the write-ahead log."""
        remaining = pen.sweep(held)
        if held.work.counts.get("withdrawn"):
            # A reader may hold the log open: then the closing of the last connection empties it.
            held.connection.execute("PRAGMA busy_timeout=500")
            held.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.log(held.at, held.command.partition(" ")[0], held.work.counts)
        if remaining:
            raise LookthroughError(
                "withdrawn, but a folder could not be deleted", str(remaining[0]), "close what uses it, then delete it"
            )

    def log(self, at: str, verb: str, counts: Mapping[str, int]) -> None:
        """One line in lookthrough.log. Only instants, plain words and numbers get in, so no name ever does."""
        instant(at)
        words = [verb, *counts]
        plain = [word if _PLAIN_WORD.fullmatch(word) else "-" for word in words]
        figures = [f"{word}={int(number)}" for word, number in zip(plain[1:], counts.values(), strict=True)]
        with suppress(OSError), (self.folder / _LOG_NAME).open("a", encoding="utf-8") as stream:
            stream.write(" ".join([at, f"pid={os.getpid()}", plain[0], *figures]) + "\n")

    def batches(self) -> list[BatchRow]:
        with self.view() as view:
            return view.batches()

    def sources(self) -> list[SourceRow]:
        with self.view() as view:
            return view.sources()

    def source(self, wanted: str) -> SourceRow:
        with self.view() as view:
            return view.source(wanted)

    def decisions(self) -> list[Decision]:
        with self.view() as view:
            return view.decisions()

    def decision_history(self) -> list[Decision]:
        with self.view() as view:
            return view.decision_history()

    def snapshots(self) -> list[SnapshotRow]:
        with self.view() as view:
            return view.snapshots()

    def snapshot(self, wanted: str) -> SnapshotRow:
        with self.view() as view:
            return view.snapshot(wanted)

    def current_snapshot(self) -> SnapshotRow | None:
        with self.view() as view:
            return view.current_snapshot()

    def source_folder(self, source_id: str) -> Path:
        with self.view() as view:
            return view.source_folder(source_id)

    def snapshot_folder(self, snapshot_id: str) -> Path:
        with self.view() as view:
            return view.snapshot_folder(snapshot_id)

    def trail(self) -> list[TrailEntry]:
        with self.view() as view:
            return view.trail_entries()

    def trail_head(self) -> tuple[int, str]:
        with self.view() as view:
            return view.trail_head()

    def verify(self) -> list[Altered]:
        """What is not as it was written. Looked at again where a writer was at work meanwhile."""
        found: list[Altered] = []
        for _ in range(_TRIES):
            try:
                with self.view() as view:
                    head = view.trail_head()
                    found = view.verify()
                if not found or (self.trail_head() == head and not (self.folder / _HOLDER_NAME).exists()):
                    return found
            except UnreadableInput as fault:
                return [Altered(ledger.LEDGER_NAME, "a readable ledger", str(fault))]
            sleep(_PAUSE_SECONDS)
        return found


@contextmanager
def _locked(folder: Path, command: str, wait: float) -> Iterator[None]:
    """The writer's lock; the system releases it when the process dies, so a soft lock would not do."""
    lock = FileLock(folder / _LOCK_NAME, timeout=wait, fallback_to_soft=False)
    holder = folder / _HOLDER_NAME
    try:
        lock.acquire()
    except Timeout as fault:
        raise WorkspaceBusy("another process is writing to the workspace", str(folder), _holder(holder)) from fault
    except OSError as fault:
        raise LookthroughError("the workspace cannot be locked", str(folder), str(fault.strerror)) from fault
    try:
        with suppress(OSError):
            holder.write_text(json.dumps({"pid": os.getpid(), "command": command}), encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _holder(path: Path) -> str:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return f"wait for process {int(found['pid'])} ({found['command']}) to end"
    except (OSError, ValueError, KeyError, TypeError):
        return "wait for it to end"


def _refuse_stranger(path: Path) -> None:
    """A folder with things of others in it, and without a ledger, is not made into a workspace."""
    if path.exists() and not path.is_dir():
        raise LookthroughError("this is a file, not a workspace", str(path), "name a folder")
    ours = {_LOCK_NAME, _HOLDER_NAME}
    held = sorted(entry.name for entry in path.iterdir()) if path.is_dir() else []
    strange = [name for name in held if name not in ours and not name.startswith(f"{ledger.LEDGER_NAME}.new")]
    if strange:
        raise LookthroughError(
            "this folder is no workspace", f"{path} holds {strange[0]} and no ledger", "name an empty or a new folder"
        )
