"""Import: all or nothing, twice the same, every row counted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from casework.answers import decide, forget, status_of
from casework.desk import open_desk
from casework.load import Import, ImportResult, bring_in
from casework.verification import verify
from graph.errors import LookthroughError, UnreadableInput
from graph.store.workspace import Workspace
from reports.wording import safe_cell

AT = "2026-01-01T00:00:00Z"
PARTIES = "id,kind,name\nA,company,甲\nB,company,乙\n"
HOLDINGS = "owner,company,share\nA,B,60%\nP,B,140%\nQ,B,40%\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "files"
    place.mkdir()
    (place / "parties.csv").write_text(PARTIES, encoding="utf-8")
    (place / "holdings.csv").write_text(HOLDINGS, encoding="utf-8")
    return place


def brought(tmp_path: Path, *paths: Path, label: str | None = None) -> ImportResult:
    return bring_in(Workspace.at(tmp_path / "w"), Import(paths, None, label), actor="tester", at=AT)


def test_every_row_is_stated_merged_or_rejected(folder: Path, tmp_path: Path) -> None:
    result = brought(tmp_path, folder)
    counts = {f.path: (f.rows_in, f.stated, f.merged, f.rejected) for f in result.files}
    assert counts == {"holdings.csv": (3, 2, 0, 1), "parties.csv": (2, 2, 0, 0)}
    rejects = next(f.rejects_file for f in result.files if f.rejects_file)
    text = Path(str(rejects)).read_text(encoding="utf-8-sig")
    assert "140%" in text and "above 100" in text
    assert not result.complete


def test_the_same_file_again_adds_nothing_and_says_so(folder: Path, tmp_path: Path) -> None:
    first, second = brought(tmp_path, folder), brought(tmp_path, folder)
    assert first.snapshot == second.snapshot
    assert [(f.stated, f.rows_in == f.merged + f.rejected) for f in second.files] == [(0, True), (0, True)]
    assert all("held already" in f.notes[0] for f in second.files)


def test_a_row_held_already_is_merged(folder: Path, tmp_path: Path) -> None:
    brought(tmp_path, folder)
    (folder / "holdings.csv").write_text("owner,company,share\nA,B,60%\nR,B,5%\n", encoding="utf-8")
    result = brought(tmp_path, folder / "holdings.csv")
    assert [(f.rows_in, f.stated, f.merged, f.rejected) for f in result.files] == [(2, 1, 1, 0)]


def test_import_order_changes_nothing(folder: Path, tmp_path: Path) -> None:
    one = bring_in(Workspace.at(tmp_path / "one"), Import((folder,)), actor="t", at=AT)
    workspace = Workspace.at(tmp_path / "two")
    bring_in(workspace, Import((folder / "parties.csv",)), actor="t", at=AT)
    two = bring_in(workspace, Import((folder / "holdings.csv",)), actor="t", at="2026-02-02T00:00:00Z")
    assert (one.snapshot, one.provenance) == (two.snapshot, two.provenance)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
        ("other.csv", b'{"a": [1, 2]}'),
        ("headless.csv", b"x,y\n1,2\n"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableInput) as fault:
        brought(tmp_path, tmp_path / name)
    assert "\n" not in str(fault.value) and name in str(fault.value)


def test_one_bad_file_does_not_stop_the_others(folder: Path, tmp_path: Path) -> None:
    (folder / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    result = brought(tmp_path, folder)
    assert [f.path for f in result.files if f.error] == ["picture.csv"]
    assert result.parties == 3


def test_forgetting_a_source_keeps_what_another_says(folder: Path, tmp_path: Path) -> None:
    brought(tmp_path, folder)
    second = tmp_path / "again"
    second.mkdir()
    (second / "holdings.csv").write_text("owner,company,share\nA,B,60%\n", encoding="utf-8")
    brought(tmp_path, second / "holdings.csv", label="files")
    workspace = Workspace.open(tmp_path / "w")
    first = next(s for s in workspace.sources() if s.name == "holdings.csv" and s.rows_in == 3)
    assert forget(workspace, first.id, actor="t", at=AT) == ["files/holdings.csv"]
    held = open_desk(workspace).snapshot.tables["holdings"]
    assert held.select("owner_id", "company_id").rows() == [("A", "B")]
    assert any(entry.verb == "forget" for entry in workspace.trail())


def test_a_decision_is_reversible(tmp_path: Path) -> None:
    (tmp_path / "holdings.csv").write_text(
        "owner,company,share\n张伟,重庆甲江建设有限公司,60%\n张伟,重庆乙江建设有限公司,60%\n", encoding="utf-8"
    )
    brought(tmp_path, tmp_path / "holdings.csv")
    workspace = Workspace.open(tmp_path / "w")
    before = open_desk(workspace).snapshot
    offer = next(m for m in before.matches if m.decision == "perhaps")
    decide(workspace, offer.id, "same", actor="t", at=AT)
    joined = open_desk(workspace).snapshot
    assert joined.parties.height == before.parties.height - 1
    decide(workspace, offer.id, "not", actor="t", at=AT)
    assert open_desk(workspace).snapshot.parties.height == before.parties.height
    with pytest.raises(LookthroughError):
        decide(workspace, "m-nothing", "same", actor="t", at=AT)


def test_status_counts_what_is_held(folder: Path, tmp_path: Path) -> None:
    brought(tmp_path, folder)
    workspace = Workspace.open(tmp_path / "w")
    status = status_of(workspace, open_desk(workspace).snapshot)
    assert (status["batches"], status["parties"], status["interests"], len(status["sources"])) == (1, 3, 2, 2)


def test_verify_names_a_changed_byte(folder: Path, tmp_path: Path) -> None:
    brought(tmp_path, folder)
    assert verify(tmp_path / "w")["ok"]
    kept = next((tmp_path / "w" / "sources").rglob("holdings.parquet"))
    body = bytearray(kept.read_bytes())
    body[len(body) // 2] ^= 1
    kept.chmod(0o600)
    kept.write_bytes(body)
    found = verify(tmp_path / "w")
    assert not found["ok"] and any("holdings.parquet" in a["what"] for a in found["altered"])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_a_cell_that_would_run_is_kept_behind_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_killed_anywhere_the_workspace_is_as_before(folder: Path, tmp_path: Path) -> None:
    """kill -9 at growing delays: afterwards the workspace is whole and holds the first import, or both."""
    brought(tmp_path, folder)
    big = tmp_path / "big"
    big.mkdir()
    rows = "".join(f"P{i},B,0.01%\n" for i in range(20_000))
    (big / "holdings.csv").write_text("owner,company,share\n" + rows, encoding="utf-8")
    script = (
        "import sys; from pathlib import Path; from casework.load import *; from graph.store.workspace import Workspace;"
        f"print('go', flush=True); bring_in(Workspace.at(Path({str(tmp_path / 'w')!r})), Import((Path({str(big)!r}),)), actor='t', at={AT!r})"
    )
    before = open_desk(Workspace.open(tmp_path / "w")).snapshot.id
    seen = set()
    for delay in (0.02, 0.1, 0.25, 0.45):
        child = subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.getcwd()}
        )
        assert child.stdout is not None and child.stdout.readline()
        time.sleep(delay)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        workspace = Workspace.open(tmp_path / "w")
        assert verify(tmp_path / "w")["ok"]
        seen.add(open_desk(workspace).snapshot.id)
        if len(workspace.sources()) > 2:
            break
        assert open_desk(workspace).snapshot.id == before
    assert seen
