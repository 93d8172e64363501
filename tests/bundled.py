"""The bundled examples, imported once and worked case by case."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from casework.case_file import read_case
from casework.desk import Desk, document_of, open_desk
from casework.load import Import, bring_in
from graph.reach import links
from graph.snapshot import freeze
from graph.statements import Source, digest
from graph.store.workspace import Workspace
from loaders.detect import load

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
FOLDERS = ("registry", "construction", "shells", "hongkong", "gc15-xugong", "gc33-cargill")
CASES = ("construction", "gc15-xugong", "gc33-cargill", "hongkong", "shells")
TODAY = date(2026, 1, 1)
Document = Mapping[str, Any]
Given = tuple[str, str, str]


@cache
def desk() -> Desk:
    """All folders in one workspace, which is kept in memory only."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.at(Path(folder) / "w")
        paths = tuple(EXAMPLES / name for name in FOLDERS)
        bring_in(workspace, Import(paths), actor="tester", at="2026-01-01T00:00:00Z")
        return open_desk(workspace)


@cache
def document(case: str) -> Document:
    return document_of(desk(), keys(case), TODAY)


def given(*labels: str) -> tuple[Given, ...]:
    """The CSV files of some folders as (label, name, text)."""
    found = [(label, path) for label in labels for path in sorted((EXAMPLES / label).glob("*.csv"))]
    return tuple((label, path.name, decoded(path.read_bytes())) for label, path in found)


def decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("no encoding reads the file")


def shelved(files: Iterable[Given]) -> Desk:
    """A desk over files in the order given; a rejected row fails the test that brought it."""
    tables: dict[str, list[pl.DataFrame]] = {}
    sources: list[Source] = []
    for label, name, text in files:
        loaded = load(text.encode(), name)
        assert not loaded.rejects, loaded.rejects
        place = {"_src": pl.lit(len(sources), dtype=pl.Int32), "_label": pl.lit(label)}
        sources.append(Source(f"{label}-{name}", name, label, digest(text), loaded.format, loaded.rows_in))
        for table, frame in loaded.tables.items():
            tables.setdefault(table, []).append(frame.with_columns(**place))
    snapshot = freeze({t: pl.concat(f, how="diagonal") for t, f in tables.items()}, sources, ())
    return Desk(snapshot, links(snapshot), tuple(s.id for s in sources))


def keys(case: str) -> dict[str, Any]:
    return read_case(EXAMPLES / "cases" / f"{case}.toml")
