"""The portfolio runs that a workspace remembers, newest first."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from casework.cases import as_toml, folder_of, keep_new, kept_cases
from casework.keeping import put_whole
from casework.portfolio import CaseLine
from graph.errors import CaseFileFault, LookthroughError
from graph.store.workspace import Workspace

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeptRun:
    """One run of `batch`. rows: as in its summary, ranked; keys: of each case that could be read, by id.

    snapshot: whose data the run read; out: the folder of its reports.
    """

    id: str
    at: str
    out: str
    snapshot: str
    rows: tuple[Row, ...]
    keys: Mapping[str, Row]

    @property
    def done(self) -> int:
        return sum(1 for row in self.rows if not row["error"])


def keep_run(
    workspace: Workspace, out: Path, lines: Sequence[CaseLine], rows: Sequence[Row], *, snapshot: str, at: str
) -> str:
    """Remember a run; a later one into the same folder takes its place. Answers its id."""
    place, name = str(out.resolve()), run_id(out)
    keys = {line.id: line.keys for line in lines if line.error is None}
    run = KeptRun(name, at, place, snapshot, tuple(rows), keys)
    put_whole(run_folder(workspace) / f"{name}.json", json.dumps(asdict(run), ensure_ascii=False, default=str))
    return name


def kept_runs(workspace: Workspace) -> list[KeptRun]:
    """Every run, the newest first; a file that cannot be read is passed over: its reports stand in their own folder."""
    found = []
    for path in sorted(run_folder(workspace).glob("*.json")):
        try:
            said = json.loads(path.read_text("utf-8"))
            found.append(KeptRun(**{**said, "rows": tuple(said["rows"])}))
        except (OSError, ValueError, TypeError, KeyError):
            continue
    return sorted(found, key=lambda run: (run.at, run.id), reverse=True)


def open_case(workspace: Workspace, run: KeptRun, case: str) -> str:
    """Make a case of the run one of the workspace's own; answers its id.

    CaseFileFault where another case of that id, with other keys, is kept already: neither is overwritten.
    """
    if case not in run.keys:
        raise LookthroughError(f"no case {case} in this run", run.out, "choose a case that could be read")
    keys = dict(run.keys[case])
    kept = next((c for c in kept_cases(workspace) if c["id"] == case), None)
    if kept is None:
        return keep_new(workspace, keys)
    if (folder_of(workspace) / f"{case}.toml").read_text("utf-8") != as_toml(keys):
        raise CaseFileFault(
            f"another case {case} is kept already", kept["path"], "open that one, or give one of the two another id"
        )
    return case


def run_folder(workspace: Workspace) -> Path:
    return workspace.folder / "portfolios"


def run_id(out: Path) -> str:
    """A run is named by the folder of its reports."""
    return sha256(str(out.resolve()).encode()).hexdigest()[:12]
