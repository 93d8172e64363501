"""The one writer of a workspace: all or nothing."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from re import compile as pattern

from graph.errors import LookthroughError
from graph.masks import Aliases, masked
from graph.store import ledger
from graph.store.rows import BatchRow, Decision, SnapshotRow, SourceRow, as_columns, dump
from graph.store.sums import folder_hashes
from graph.store.view import ARRAYS, PLAN, ROOMS, View, read_plan

_FOLDER_NAME = pattern(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")


@dataclass(slots=True)
class _Work:
    """What a pen has in hand: acts for the trail, folders to publish (room, name) → staged, and counts for the log."""

    acts: list[tuple[str, str, Mapping[str, object]]] = field(default_factory=list)
    publish: dict[tuple[str, str], Path] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1


@dataclass(frozen=True, slots=True)
class Pen(View):
    """Writes while it holds the lock; what it wrote is there after the commit, or nothing of it.

    The readers it inherits see its own rows. actor and at (a UTC instant) stand in every row it writes.
    """

    actor: str
    at: str
    command: str
    work: _Work = field(default_factory=_Work)

    def add_batch(self, batch_id: str, label: str, given: tuple[str, ...] = ()) -> BatchRow:
        row = BatchRow(batch_id, label, given, self.at, self.actor)
        if any(held.id == batch_id for held in self.batches()):
            raise LookthroughError(f"batch {batch_id} is there already", str(self.folder), "give it an id of its own")
        ledger.insert(self.connection, "batches", as_columns(row))
        self.work.count("batches")
        return row

    def stage(self, source_id: str) -> Path:
        """An empty folder for a source's <table>.parquet and rejects.csv; without add_source it is thrown away."""
        return self._stage("source", source_id)

    def stage_snapshot(self, snapshot_id: str) -> Path:
        """An empty folder for a snapshot's files; without keep_snapshot it is thrown away."""
        return self._stage("snapshot", snapshot_id)

    def add_source(self, row: SourceRow) -> SourceRow:
        """Takes the staged folder (if any) into the workspace. Where `tables` is empty the hashes are taken here.

        A withdrawn source may come again under its id. LookthroughError where it is held already, where a given hash
        is not the staged file's, or where the rows do not add up.
        """
        if row.rows_in != row.stated + row.merged + row.rejected:
            raise LookthroughError("rows in are not stated + merged + rejected", row.name, "report this as a fault")
        held = {source.id: source for source in self.sources()}
        if row.id in held and held[row.id].withdrawn is None:
            raise LookthroughError(f"source {row.id} is held already", held[row.id].name, "forget it first")
        files = self._take("sources", "source", row.id, row.id)
        tables = {name[: -len(".parquet")]: digest for name, digest in files.items() if name.endswith(".parquet")}
        _same_hashes(row.tables, tables, row.name)
        kept = replace(row, tables=tables, withdrawn=None)
        columns = as_columns(kept) | {"files": dump(files)}
        if row.id in held:
            marks = ", ".join(f"{name} = :{name}" for name in columns)
            self.connection.execute(f"UPDATE sources SET {marks} WHERE id = :id", columns)
        else:
            ledger.insert(self.connection, "sources", columns)
        self.work.count("sources")
        return kept

    def decide(self, decision: Decision) -> Decision:
        """Adds a decision and gives it with its number; its seq, actor and at are the ledger's and the pen's."""
        columns = as_columns(replace(decision, actor=self.actor, at=self.at))
        del columns["seq"]
        seq = ledger.insert(self.connection, "decisions", columns)
        self.work.count("decisions")
        return replace(decision, seq=seq, actor=self.actor, at=self.at)

    def withdraw(self, source_id: str) -> SourceRow:
        """Forgets a source: its folder and every snapshot that used it go after the commit, its row and hash stay.

        The row's notes go too: they may quote its cells. LookthroughError where it is unknown, withdrawn, or new.
        """
        self.source_folder(source_id)
        if ("sources", source_id) in self.work.publish:
            raise LookthroughError(f"source {source_id} is only being added", str(self.folder), "do not add it")
        self.connection.execute("UPDATE sources SET withdrawn = ?, notes = '[]' WHERE id = ?", (self.at, source_id))
        for row in self.rows("snapshots"):
            if row["dropped"] is None and source_id in json.loads(row["sources"]):
                self.connection.execute("UPDATE snapshots SET dropped = ? WHERE seq = ?", (self.at, row["seq"]))
                self.work.publish.pop(("snapshots", row["folder"]), None)
        self.work.count("withdrawn")
        return next(row for row in self.sources() if row.id == source_id)

    def keep_snapshot(self, row: SnapshotRow) -> SnapshotRow:
        """Makes a snapshot the current one; kept again with the same files it shares the folder it has.

        Where `files` is empty the hashes are taken here. LookthroughError where a given hash is not the staged file's.
        """
        held = [old for old in self.rows("snapshots") if old["id"] == row.id]
        live = [old for old in held if old["dropped"] is None]
        staged = self._staged("snapshot", row.id)
        if live and (not staged.is_dir() or dump(folder_hashes(staged)) == live[-1]["files"]):
            files, folder = json.loads(live[-1]["files"]), str(live[-1]["folder"])
        else:
            folder = f"{row.id}.{len(held) + 1}" if held else row.id
            files = self._take("snapshots", "snapshot", row.id, folder)
        _same_hashes(row.files, files, row.id)
        kept = replace(row, files=files, dropped=None)
        ledger.insert(self.connection, "snapshots", as_columns(kept) | {"folder": folder})
        self.work.count("snapshots")
        return kept

    def trail(self, verb: str, object: str, detail: Mapping[str, object]) -> None:
        """Adds an act to the trail at the commit; the key "ledger" of the last act's detail is the ledger's own.

        Numbers of persons are masked in it, whoever wrote them: nothing can be taken out of a trail again.
        """
        known = Aliases()
        self.work.acts.append(
            (verb, masked(object, known), {key: _masked(each, known) for key, each in detail.items()})
        )

    def source_folder(self, source_id: str) -> Path:
        """As for readers; a source added by this pen is still in its staged folder."""
        staged = self.work.publish.get(("sources", source_id))
        return staged or View.source_folder(self, source_id)

    def _staged(self, kind: str, name: str) -> Path:
        if not _FOLDER_NAME.fullmatch(name):
            raise LookthroughError(f"not an id: {name}", str(self.folder), "use letters, digits, dot, dash, underscore")
        return self.folder / PLAN.parent / f"{kind}-{name}"

    def _stage(self, kind: str, name: str) -> Path:
        staged = self._staged(kind, name)
        shutil.rmtree(staged, ignore_errors=True)
        staged.mkdir(parents=True)
        return staged

    def _take(self, room: str, kind: str, name: str, folder: str) -> dict[str, str]:
        staged = self._staged(kind, name)
        staged.mkdir(parents=True, exist_ok=True)
        if (self.folder / room / folder).exists():
            raise LookthroughError(
                "a folder is in the way", str(self.folder / room / folder), "move it out of the workspace"
            )
        self.work.publish[room, folder] = staged
        return folder_hashes(staged)


def _masked(value: object, known: Aliases) -> object:
    if isinstance(value, str):
        return masked(value, known)
    if isinstance(value, Mapping):
        return {str(key): _masked(each, known) for key, each in value.items()}
    return [_masked(each, known) for each in value] if isinstance(value, list | tuple) else value


def commit(pen: Pen) -> None:
    """Folders first, each durable before it is moved into its place; then the ledger, which alone makes them count."""
    work = pen.work
    if work.counts and not work.acts:
        work.acts.append(("write", "", {}))
    if work.acts:
        ledger.append(pen.connection, pen.at, pen.actor, work.acts)
    if work.publish:
        _publish(pen)
    pen.connection.commit()


def sweep(view: View) -> list[Path]:
    """Removes what a killed or failed writer left and what was withdrawn; gives what could not be removed.

    Only folders named in a plan or in the ledger go: a folder that somebody else put there is left for verify.
    """
    planned = read_plan(view.folder)
    remaining: list[Path] = []
    for room in ROOMS:
        held = {str(row["id" if room == "sources" else "folder"]) for row in view.rows(room)}
        for name in sorted({*planned[room], *held} - view.live_folders(room).keys()):
            place = view.folder / room / name
            if _FOLDER_NAME.fullmatch(name) and place.is_dir():
                shutil.rmtree(place, ignore_errors=True)
                remaining += [place] if place.exists() else []
    computed, live = view.folder / ARRAYS, view.live_folders("snapshots")
    for place in sorted(computed.iterdir()) if computed.is_dir() else []:
        if place.name not in live:
            shutil.rmtree(place, ignore_errors=True)
            remaining += [place] if place.exists() else []
    shutil.rmtree(view.folder / PLAN.parent, ignore_errors=True)
    return remaining


def _publish(pen: Pen) -> None:
    names = {room: sorted(name for at, name in pen.work.publish if at == room) for room in ROOMS}
    plan = pen.folder / PLAN
    half = plan.with_suffix(".new")
    half.write_text(dump(names), encoding="utf-8")
    ledger.sync_file(half)
    half.replace(plan)
    ledger.sync_folder(plan.parent)
    for room in ROOMS:
        (pen.folder / room).mkdir(exist_ok=True)
    ledger.sync_folder(pen.folder)
    for (room, name), staged in sorted(pen.work.publish.items()):
        _sync_below(staged)
        staged.rename(pen.folder / room / name)
    for room in ROOMS:
        ledger.sync_folder(pen.folder / room)


def _sync_below(folder: Path) -> None:
    for place, _, files in os.walk(folder):
        for name in files:
            ledger.sync_file(Path(place) / name)
        ledger.sync_folder(Path(place))


def _same_hashes(given: Mapping[str, str], found: Mapping[str, str], where: str) -> None:
    """An empty `given` asks for the hashes to be taken; any other must be what is on disk."""
    if given and dict(given) != dict(found):
        raise LookthroughError("the files written are not those announced", where, "report this as a fault")
