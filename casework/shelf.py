"""A snapshot kept in the workspace and read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import polars as pl

from graph.errors import LookthroughError
from graph.fact_rows import light
from graph.resolve import Match, Verdict
from graph.snapshot import Snapshot, freeze
from graph.statements import Source
from graph.store.pen import Pen
from graph.store.rows import Decision, SnapshotRow, SourceRow
from graph.store.view import ARRAYS
from graph.store.workspace import Workspace

TAKEN_BACK = "taken back"
"""How the reason of a decision begins that undoes the one before it: the ledger only ever adds."""

_TEXTS = ("id", "left", "right", "decision", "basis", "decided_by", "at")
_MATCH = pl.Schema({f.name: pl.String if f.name in _TEXTS else pl.Float64 for f in fields(Match)})


def source_of(row: SourceRow) -> Source:
    return Source(row.id, row.name, row.label, row.sha256, row.format, row.rows_in, row.publisher, row.obtained_on)


def verdicts_of(decisions: Iterable[Decision]) -> tuple[Verdict, ...]:
    """What people decided and did not take back."""
    kept = [d for d in decisions if not d.reason.startswith(TAKEN_BACK)]
    return tuple(Verdict(d.match, d.left, d.right, d.decision, d.actor, d.at) for d in kept)


@dataclass(frozen=True, slots=True)
class Gathered(Mapping[str, pl.DataFrame]):
    """The kept rows of each table, read whenever they are asked for: (position of the source, label, file) in order."""

    files: Mapping[str, tuple[tuple[int, str, Path], ...]]

    def __getitem__(self, table: str) -> pl.DataFrame:
        frames = [
            light(pl.read_parquet(path)).with_columns(
                pl.lit(position, dtype=pl.Int32).alias("_src"), pl.lit(label).alias("_label")
            )
            for position, label, path in self.files[table]
        ]
        return pl.concat(frames, how="diagonal")

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


def gather(rows: Iterable[SourceRow], folder_of: dict[str, Path]) -> tuple[Gathered, tuple[Source, ...]]:
    """All kept rows by table, each pointing at its source; sources in the order of label, name and hash."""
    ordered = sorted(rows, key=lambda s: (s.label, s.name, s.sha256))
    files: dict[str, list[tuple[int, str, Path]]] = {}
    for position, source in enumerate(ordered):
        for path in sorted(folder_of[source.id].glob("*.parquet")):
            if not path.stem.startswith("given"):
                files.setdefault(path.stem, []).append((position, source.label, path))
    return Gathered({t: tuple(found) for t, found in sorted(files.items())}), tuple(source_of(s) for s in ordered)


def freeze_now(pen: Pen, made_at: str) -> Snapshot:
    """Freeze what the pen holds, and keep the snapshot; an unchanged one is kept once."""
    rows = [s for s in pen.sources() if s.withdrawn is None]
    tables, sources = gather(rows, {s.id: pen.source_folder(s.id) for s in rows})
    decisions = pen.decisions()
    snapshot = freeze(tables, sources, verdicts_of(decisions))
    current = pen.current_snapshot()
    if current is None or (current.id, current.provenance) != (snapshot.id, snapshot.provenance):
        _keep(pen, snapshot, made_at, tuple(d.seq for d in decisions))
    return snapshot


def _keep(pen: Pen, snapshot: Snapshot, made_at: str, decisions: tuple[int, ...]) -> None:
    keep_files(snapshot, pen.stage_snapshot(snapshot.id))
    pen.keep_snapshot(
        SnapshotRow(snapshot.id, snapshot.provenance, made_at, tuple(s.id for s in snapshot.sources), decisions)
    )


def keep_files(snapshot: Snapshot, folder: Path) -> None:
    """Every table of a snapshot as Parquet, and what it is, in an empty folder."""
    for name, frame in (*snapshot.tables.items(), ("_parties", snapshot.parties)):
        # Packed lightly: a snapshot is written at each import and read at each question. Sources are packed well.
        frame.write_parquet(folder / f"{name}.parquet", compression="lz4", statistics=False)
    matches = {name: [getattr(m, name) for m in snapshot.matches] for name in _MATCH}
    pl.DataFrame(matches, schema=_MATCH).write_parquet(folder / "_matches.parquet")
    about = {
        "id": snapshot.id,
        "provenance": snapshot.provenance,
        "sources": [
            [s.id, s.name, s.label, s.sha256, s.format, s.rows, s.publisher, s.obtained_on] for s in snapshot.sources
        ],
        "notes": list(snapshot.notes),
        "counts": dict(snapshot.counts),
    }
    (folder / "about.json").write_text(json.dumps(about, ensure_ascii=False, sort_keys=True), encoding="utf-8")


def read_snapshot(folder: Path, only: frozenset[str] | None = None) -> Snapshot:
    """The snapshot as it was frozen; nothing is computed again. only: these tables, where a few are enough.

    Each table lies in one piece: to take a few rows out of many pieces, polars would join all of them at every question.
    """
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    names = [n for n in tables_in(folder) if only is None or n in only]
    tables = {name: light(pl.read_parquet(folder / f"{name}.parquet")).rechunk() for name in names}
    return Snapshot(
        about["id"],
        about["provenance"],
        tuple(Source(*values) for values in about["sources"]),
        tables,
        pl.read_parquet(folder / "_parties.parquet").rechunk(),
        tuple(Match(*values) for values in pl.read_parquet(folder / "_matches.parquet").iter_rows()),
        tuple(about["notes"]),
        about["counts"],
    )


def tables_in(folder: Path) -> list[str]:
    """The tables that a snapshot holds."""
    return [p.stem for p in sorted(folder.glob("*.parquet")) if not p.stem.startswith("_")]


def arrays_of(folder: Path) -> Path:
    """Where what is computed from a snapshot is kept: beside `snapshots`, as no hash of the ledger covers it."""
    return folder.parent.parent / ARRAYS / folder.name


def current(workspace: Workspace) -> Snapshot:
    """The workspace's newest snapshot; says so where nothing has been imported."""
    row = workspace.current_snapshot()
    if row is None:
        raise LookthroughError("nothing has been imported yet", str(workspace.folder), "run: lookthrough import FOLDER")
    return read_snapshot(workspace.snapshot_folder(row.id))
