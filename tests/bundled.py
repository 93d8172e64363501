"""The bundled examples, imported once and worked case by case."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from casework.case_file import read_case
from casework.desk import Desk, document_of, open_desk
from casework.load import Import, bring_in
from graph.store.workspace import Workspace

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
FOLDERS = ("registry", "construction", "shells", "hongkong", "gc15-xugong", "gc33-cargill")
CASES = ("construction", "gc15-xugong", "gc33-cargill", "hongkong", "shells")
TODAY = date(2026, 1, 1)
Document = Mapping[str, Any]


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
    return document_of(desk(), read_case(EXAMPLES / "cases" / f"{case}.toml"), TODAY)
