"""Made-up registers screened: CSV texts in, hits out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from casework.screening import Hit, Screened, screen
from casework.screening_ground import worked
from casework.screening_local import local_engine
from casework.shelf import keep_files
from graph.snapshot import Snapshot
from queries.screening_rule import Rule, screening_rules
from tests.shelf import Files, frozen

DAY = date(2024, 6, 30)


def kept(snapshot: Snapshot, home: Path) -> Path:
    """The snapshot in a folder as a workspace keeps it."""
    folder = home / "snapshots" / snapshot.id
    folder.mkdir(parents=True)
    keep_files(snapshot, folder)
    return folder


def screened(files: Files | Mapping[str, Files], home: Path, *rules: Rule, limit: int = 50) -> Screened:
    """One source label's files, or several labels' ones, screened on DAY by the local engine."""
    labels = {"t": files} if any(isinstance(v, str) for v in files.values()) else files
    snapshot = frozen(labels)  # type: ignore[arg-type]
    folder = kept(snapshot, home)
    known = worked(folder, DAY, rules or screening_rules(), limit)
    return screen(local_engine(folder, DAY, known), snapshot.sources, snapshot.id, DAY, rules, limit)


def hits_of(files: Files, home: Path, rule: Rule) -> tuple[Hit, ...]:
    return screened(files, home, rule).hits


def lines(hit: Hit) -> set[tuple[str, int | str]]:
    """File and row of every line that supports a hit."""
    return {(e.place.source, e.place.line) for e in hit.said.evidence}


def against(hit: Hit) -> set[tuple[str, int | str]]:
    """File and row of every line that speaks against it."""
    places = (getattr(c, "place", None) for c in hit.said.counter)
    return {(p.source, p.line) for p in places if p}


def ids(hit: Hit) -> list[str]:
    return [hit.names[p].id for p in hit.said.parties]
