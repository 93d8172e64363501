"""What readers see of a workspace, and its verification."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import LookthroughError, UnreadableInput
from graph.store import ledger
from graph.store.rows import BatchRow, Decision, SnapshotRow, SourceRow, from_columns
from graph.store.sums import Altered, compare, found_hashes
from graph.trail import TrailEntry
from graph.trail_breaks import TrailBreak, breaks, in_words

ROOMS = ("sources", "snapshots")
"""The two folders of a workspace that hold published folders."""

ARRAYS = "arrays"
"""The folder of what is computed from snapshots, one folder a snapshot: no record, made again where it is missing."""

PLAN = Path("staging") / "plan.json"
"""What a writer is about to publish: {"sources": [folder…], "snapshots": [folder…]}."""


_TEXTS = tuple(name for name in TrailEntry.__dataclass_fields__ if name != "seq")


@dataclass(frozen=True, slots=True)
class View:
    """One consistent state of a workspace: a folder and a read transaction on its ledger."""

    folder: Path
    connection: sqlite3.Connection

    def rows(self, table: str) -> list[sqlite3.Row]:
        """The records of one table of the ledger, in order."""
        return self.connection.execute(f"SELECT * FROM {table} ORDER BY seq").fetchall()

    def batches(self) -> list[BatchRow]:
        return [from_columns(BatchRow, row) for row in self.rows("batches")]

    def sources(self) -> list[SourceRow]:
        """Every source in the order of import, the withdrawn ones too."""
        return [from_columns(SourceRow, row) for row in self.rows("sources")]

    def source(self, wanted: str) -> SourceRow:
        """The source with this id, or the only one not withdrawn with this name or label.

        LookthroughError, listing the candidates, where none or several answer.
        """
        held = self.sources()
        found = [row for row in held if row.id == wanted]
        live = [row for row in held if row.withdrawn is None]
        found = found or [row for row in live if wanted in (row.name, row.label)]
        if len(found) == 1:
            return found[0]
        listed = "; ".join(f"{row.id} = {row.label}: {row.name}" for row in found or live) or "none is held"
        what = f"{len(found)} sources are called {wanted}" if found else f"no source is called {wanted}"
        raise LookthroughError(what, str(self.folder), f"say one by its id: {listed}")

    def decisions(self) -> list[Decision]:
        """The decisions that stand: the latest of each match, in the order they were taken."""
        latest = {decision.match: decision for decision in self.decision_history()}
        return sorted(latest.values(), key=lambda decision: decision.seq)

    def decision_history(self) -> list[Decision]:
        """Every decision ever taken, in order."""
        return [from_columns(Decision, row) for row in self.rows("decisions")]

    def snapshots(self) -> list[SnapshotRow]:
        """Every snapshot, oldest first; one kept again stands where it was kept last."""
        rows: dict[str, SnapshotRow] = {}
        for row in self.rows("snapshots"):
            rows.pop(row["id"], None)
            rows[row["id"]] = from_columns(SnapshotRow, row)
        return list(rows.values())

    def snapshot(self, wanted: str) -> SnapshotRow:
        """The snapshot with this id or the only one whose id begins so; LookthroughError otherwise."""
        held = self.snapshots()
        found = [row for row in held if row.id == wanted] or [
            row for row in held if wanted and row.id.startswith(wanted)
        ]
        if len(found) == 1:
            return found[0]
        listed = "; ".join(f"{row.id} of {row.made_at}" for row in found or held) or "none is held"
        what = f"{len(found)} snapshots begin with {wanted}" if found else f"there is no snapshot {wanted}"
        raise LookthroughError(what, str(self.folder), f"say one of: {listed}")

    def current_snapshot(self) -> SnapshotRow | None:
        """The snapshot kept last; None where there is none or where a source it used was withdrawn."""
        held = self.snapshots()
        return held[-1] if held and held[-1].dropped is None else None

    def source_folder(self, source_id: str) -> Path:
        """Where the tables of a source are; LookthroughError where it is unknown or withdrawn."""
        for row in self.sources():
            if row.id == source_id:
                if row.withdrawn is None:
                    return self.folder / "sources" / source_id
                raise LookthroughError(
                    f"source {source_id} was withdrawn at {row.withdrawn}", row.name, "import it again to use it"
                )
        raise LookthroughError(f"there is no source {source_id}", str(self.folder), "see status for the sources held")

    def snapshot_folder(self, snapshot_id: str) -> Path:
        """Where the files of a snapshot are; LookthroughError where it is unknown or was dropped."""
        found = [row for row in self.rows("snapshots") if row["id"] == snapshot_id]
        if not found:
            raise LookthroughError(f"there is no snapshot {snapshot_id}", str(self.folder), "see status")
        if found[-1]["dropped"] is not None:
            raise LookthroughError(
                f"snapshot {snapshot_id} used a source that was withdrawn", found[-1]["dropped"], "use a later one"
            )
        return self.folder / "snapshots" / str(found[-1]["folder"])

    def trail_entries(self) -> list[TrailEntry]:
        """Every entry; what is no text or number any more is read as far as it can be, to be found changed.

        UnreadableInput where the table has lost a column.
        """
        self.connection.text_factory = _text
        try:
            return [
                TrailEntry(_number(row["seq"]), *(_text(row[name]) for name in _TEXTS)) for row in self.rows("trail")
            ]
        except IndexError as fault:
            mend = "put back a copy of the workspace"
            raise UnreadableInput("the trail has lost a column", ledger.LEDGER_NAME, mend) from fault
        finally:
            self.connection.text_factory = str

    def trail_head(self) -> tuple[int, str]:
        """Number and hash of the newest entry; worth keeping outside, as only that shows a wholly rewritten trail."""
        return ledger.trail_head(self.connection)

    def trail_breaks(self) -> list[TrailBreak]:
        """What was done to the trail, as far as it and the head kept in the ledger tell."""
        return breaks(
            self.trail_entries(), self.trail_head() if ledger.get_meta(self.connection, "trail_head") else None
        )

    def verify(self) -> list[Altered]:
        """What in the workspace is not as it was written; an empty list where all is."""
        return [*self._altered_ledger(), *self._altered_rooms()]

    def live_folders(self, room: str) -> dict[str, dict[str, str]]:
        """Folder name → its files (relative path → sha256) of everything in a room that the ledger holds."""
        key, gone = {"sources": ("id", "withdrawn"), "snapshots": ("folder", "dropped")}[room]
        return {str(row[key]): _files(row["files"]) for row in self.rows(room) if row[gone] is None}

    def _altered_ledger(self) -> Iterator[Altered]:
        name = ledger.LEDGER_NAME
        for (finding,) in self.connection.execute("PRAGMA integrity_check(20)"):
            if finding != "ok":
                yield Altered(name, "a sound file", str(finding))
        held = dict(self.connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall())
        yield from compare(ledger.schema(), held, f"{name}: ")
        entries = self.trail_entries()
        if entries and not ledger.get_meta(self.connection, "trail_head"):
            yield Altered(f"{name}: head of the trail", f"{entries[-1].seq} {entries[-1].hash}", "missing")
        for fault in self.trail_breaks():
            yield Altered(f"{name}: trail {in_words(fault)['en']}", fault.expected, fault.found)
        sealed = _sealed(entries[-1]) if entries else ledger.EMPTY_HASHES
        yield from compare(sealed, ledger.table_hashes(self.connection), f"{name}: table ")

    def _altered_rooms(self) -> Iterator[Altered]:
        expected = {room: self.live_folders(room) for room in ROOMS}
        planned = read_plan(self.folder)
        for room in ROOMS:
            place = self.folder / room
            for name, files in expected[room].items():
                found = found_hashes(place / name)
                if not (place / name).is_dir():
                    yield Altered(f"{room}/{name}", "a folder", "missing")
                else:
                    yield from compare(files, found, f"{room}/{name}/")
            held = sorted(entry.name for entry in place.iterdir()) if place.is_dir() else []
            for name in held:
                if name not in expected[room] and name not in planned[room]:
                    yield Altered(f"{room}/{name}", "no such folder", "not in the ledger")


def _text(value: object) -> str:
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else "" if value is None else str(value)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def read_plan(folder: Path) -> dict[str, list[str]]:
    """The folders that a writer is publishing or was publishing when it was killed, by room."""
    try:
        found = json.loads((folder / PLAN).read_bytes())
    except (OSError, ValueError):
        found = {}
    return {room: [str(name) for name in found.get(room, [])] for room in ROOMS}


def _sealed(entry: TrailEntry) -> Mapping[str, str]:
    """The table hashes in a trail entry; none where its detail was altered beyond reading."""
    try:
        found = json.loads(entry.detail)["ledger"]
        return {str(table): str(digest) for table, digest in found.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _files(text: str) -> dict[str, str]:
    """The hashes that the ledger holds of a folder; none where somebody made them unreadable, so that all stand out."""
    try:
        return {str(name): str(digest) for name, digest in json.loads(text).items()}
    except (ValueError, AttributeError):
        return {}
