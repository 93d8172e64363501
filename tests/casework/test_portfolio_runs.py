"""Runs of batch in the workspace: kept, replaced, opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casework.cases import kept_case
from casework.portfolio import CaseLine
from casework.portfolio_runs import keep_run, kept_runs, open_case
from graph.errors import CaseFileFault, LookthroughError
from graph.store.workspace import Workspace

LINES = [
    CaseLine("c1", 2, {"id": "c1", "debtors": "LJJS", "amount": "5000000", "judgment": "2024-02"}),
    CaseLine("c2", 3, {"id": "c2"}, "CASES.csv, line 3: a case needs a debtor"),
]
ROWS: list[dict[str, Any]] = [
    {"case": "c1", "rank": 1, "error": None, "leads": 3},
    {"case": "c2", "rank": 2, "error": "CASES.csv, line 3: a case needs a debtor"},
]


def kept(place: Workspace, out: Path, at: str = "2026-01-01T00:00:00Z", snapshot: str = "s1") -> str:
    return keep_run(place, out, LINES, ROWS, snapshot=snapshot, at=at)


def test_a_run_is_kept_with_its_rows_and_the_keys_of_what_could_be_read(tmp_path: Path) -> None:
    place = Workspace.at(tmp_path / "w")
    name = kept(place, tmp_path / "out")
    (run,) = kept_runs(place)
    assert (run.id, run.done, len(run.rows), set(run.keys)) == (name, 1, 2, {"c1"})
    assert run.rows[0]["leads"] == 3 and run.out == str((tmp_path / "out").resolve())


def test_a_later_run_into_the_same_folder_takes_the_place_and_the_newest_is_first(tmp_path: Path) -> None:
    place = Workspace.at(tmp_path / "w")
    first = kept(place, tmp_path / "one")
    kept(place, tmp_path / "two", at="2026-01-02T00:00:00Z")
    again = kept(place, tmp_path / "one", at="2026-01-03T00:00:00Z", snapshot="s2")
    assert first == again
    assert [(Path(run.out).name, run.snapshot) for run in kept_runs(place)] == [("one", "s2"), ("two", "s1")]


def test_a_damaged_record_hides_no_other(tmp_path: Path) -> None:
    place = Workspace.at(tmp_path / "w")
    name = kept(place, tmp_path / "one")
    (place.folder / "portfolios" / "0.json").write_text('{"id": "0"')
    assert [run.id for run in kept_runs(place)] == [name]


def test_opening_keeps_the_case_once_and_never_over_another(tmp_path: Path) -> None:
    place = Workspace.at(tmp_path / "w")
    kept(place, tmp_path / "out")
    (run,) = kept_runs(place)
    assert open_case(place, run, "c1") == "c1" and open_case(place, run, "c1") == "c1"
    assert (kept_case(place, "c1")["debtors"], kept_case(place, "c1")["judgment"]) == ("LJJS", "2024-02")
    with pytest.raises(LookthroughError, match="no case c2"):
        open_case(place, run, "c2")
    path = place.folder / "cases" / "c1.toml"
    path.write_text(path.read_text("utf-8").replace("LJJS", "LJJT"), "utf-8")
    with pytest.raises(CaseFileFault, match="another case c1 is kept already"):
        open_case(place, run, "c1")


def test_a_workspace_with_runs_still_verifies(tmp_path: Path) -> None:
    place = Workspace.at(tmp_path / "w")
    kept(place, tmp_path / "out")
    assert list(place.verify()) == []
