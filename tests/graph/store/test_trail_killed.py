"""A process that writes the trail is killed: nothing lost, doubled, torn."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.store.workspace import Workspace
from tests.graph.store.shelf import ROOT, import_one, write

WRITE = """
import sys
from pathlib import Path
from graph.store.workspace import Workspace
held, first = Workspace.at(Path(sys.argv[1])), int(sys.argv[2])
for n in range(first, first + 100_000):
    with held.write(actor="clerk", at="2024-10-01T08:00:00Z", command="view") as pen:
        pen.trail("view", f"party {n}", {})
        if n % 3 == 0:
            pen.trail("export", f"case {n}", {"level": "court"})
    print(n, flush=True)
"""


@pytest.mark.slow
def test_killed_at_ten_random_moments_all_that_was_acknowledged_stands_once(tmp_path: Path) -> None:
    workspace, chance = Workspace.at(tmp_path / "w"), random.Random(7)
    acknowledged: list[int] = []
    for _ in range(10):
        first = len([entry for entry in workspace.trail() if entry.verb == "view"])
        with subprocess.Popen(
            [sys.executable, "-c", WRITE, str(workspace.folder), str(first)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as writer:
            assert writer.stdout is not None
            acknowledged.append(int(writer.stdout.readline()))
            time.sleep(chance.random() / 2)
            writer.kill()
            acknowledged += [
                int(line) for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n")
            ]
        assert workspace.verify() == []
    views = [entry.object for entry in workspace.trail() if entry.verb == "view"]
    exports = [entry.object for entry in workspace.trail() if entry.verb == "export"]
    # What was written but not yet acknowledged when the process died may stand too: at most one act a kill.
    assert views == [f"party {n}" for n in range(len(views))]
    assert exports == [f"case {n}" for n in range(0, len(views), 3)]
    assert acknowledged == sorted(set(acknowledged)) and len(views) - len(acknowledged) in range(11)
    assert set(acknowledged) <= set(range(len(views)))
    assert [entry.seq for entry in workspace.trail()] == list(range(1, len(views) + len(exports) + 1))
    with write(workspace) as pen:
        import_one(pen, "after")
    assert workspace.verify() == []
