"""A workspace of two sources, two snapshots and a decision."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.store.rows import Decision
from graph.store.workspace import Workspace
from tests.graph.store.shelf import import_one, write


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two sources, two snapshots, one decision."""
    made = Workspace.at(tmp_path / "workspace")
    with write(made) as pen:
        pen.add_batch("b1", "registry", ("folder",))
        import_one(pen, "s1")
    with write(made) as pen:
        import_one(pen, "s2")
        pen.decide(Decision(0, "m1", "p1", "p2", "same", "", "", "one identifier"))
    return made
