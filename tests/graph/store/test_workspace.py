"""The workspace: opened, locked, migrated."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from graph.errors import LookthroughError, UnreadableInput, WorkspaceBusy, WorkspaceTooNew
from graph.store import ledger
from graph.store.workspace import Workspace
from tests.graph.store.shelf import LATER, ROOT, import_one, state, write

HOLD = """
import sys, time
from pathlib import Path
from tests.graph.store.shelf import import_one, Workspace
with Workspace.at(Path(sys.argv[1])).write(actor="clerk", at="2024-10-01T08:00:00Z", command="import 甲.csv") as pen:
    import_one(pen, "held")
    print("holding", flush=True)
    time.sleep(60)
"""


class TestOpening:
    def test_nothing_there(self, tmp_path: Path) -> None:
        with pytest.raises(LookthroughError, match=r"there is no workspace at .*missing") as caught:
            Workspace.open(tmp_path / "missing")
        assert "import something first" in str(caught.value)
        assert not (tmp_path / "missing").exists()

    def test_made_where_there_is_none_and_found_again(self, tmp_path: Path) -> None:
        Workspace.at(tmp_path / "new" / "workspace")
        found = Workspace.open(tmp_path / "new" / "workspace")
        assert (found.sources(), found.trail(), found.current_snapshot(), found.verify()) == ([], [], None, [])

    @pytest.mark.parametrize("opening", [Workspace.open, Workspace.at])
    def test_a_folder_of_others_is_left_alone(self, tmp_path: Path, opening: Callable[[Path], Workspace]) -> None:
        (tmp_path / "thesis.docx").write_text("mine")
        with pytest.raises(LookthroughError, match="no workspace") as caught:
            opening(tmp_path)
        assert "thesis.docx" in str(caught.value)
        assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.docx"]

    @pytest.mark.parametrize("opening", [Workspace.open, Workspace.at])
    def test_a_file_is_no_workspace(self, tmp_path: Path, opening: Callable[[Path], Workspace]) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(LookthroughError, match="a file, not a workspace"):
            opening(tmp_path / "file")

    def test_what_a_killed_making_left_is_no_obstacle(self, tmp_path: Path) -> None:
        for name in ("lock", "lock.holder", "ledger.sqlite.new", "ledger.sqlite.new-wal"):
            (tmp_path / name).write_text("half")
        assert Workspace.at(tmp_path).verify() == []

    def test_a_lost_ledger_is_not_made_anew_over_the_sources(self, workspace: Workspace) -> None:
        workspace.ledger.unlink()
        with pytest.raises(LookthroughError, match="no workspace"):
            Workspace.at(workspace.folder)

    def test_a_ledger_that_is_none(self, tmp_path: Path) -> None:
        (tmp_path / "ledger.sqlite").write_text("not a database" * 100)
        with pytest.raises(UnreadableInput, match="cannot be read"):
            Workspace.open(tmp_path)

    @pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
    def test_others_on_the_machine_cannot_look_in(self, workspace: Workspace) -> None:
        assert workspace.folder.stat().st_mode & 0o077 == 0


class TestLock:
    def test_a_second_writer_names_the_first(self, workspace: Workspace) -> None:
        with write(workspace):
            started = time.monotonic()
            with pytest.raises(WorkspaceBusy) as caught, write(workspace, wait=0.2):
                pass
            assert 0.2 <= time.monotonic() - started < 5
        assert f"process {os.getpid()} (import 王某.csv)" in str(caught.value)
        assert "\n" not in str(caught.value)
        with write(workspace, wait=0.2) as pen:
            import_one(pen, "s3")

    def test_the_lock_dies_with_its_process(self, workspace: Workspace) -> None:
        before = state(workspace)
        with subprocess.Popen(
            [sys.executable, "-c", HOLD, str(workspace.folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "holding\n"
            with pytest.raises(WorkspaceBusy, match="another process") as caught, write(workspace, wait=0.1):
                pass
            assert f"process {holder.pid} (import 甲.csv)" in str(caught.value)
            assert state(workspace)[:-1] == before[:-1]
            holder.kill()
        with write(workspace, wait=0.5):
            pass
        assert state(workspace) == before


class TestFormats:
    def set_format(self, workspace: Workspace, number: str) -> None:
        with closing(sqlite3.connect(workspace.ledger)) as connection:
            connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (number,))
            connection.commit()

    def test_a_newer_one_is_refused_in_one_line(self, workspace: Workspace) -> None:
        self.set_format(workspace, "99")
        for opening in (Workspace.open, Workspace.at):
            with pytest.raises(WorkspaceTooNew) as caught:
                opening(workspace.folder)
            assert "format 99" in str(caught.value) and "\n" not in str(caught.value)

    def test_an_older_one_without_a_way_is_refused(self, workspace: Workspace) -> None:
        self.set_format(workspace, "0")
        with pytest.raises(LookthroughError, match="format 0"):
            Workspace.open(workspace.folder)

    def test_an_older_one_is_migrated_and_a_copy_kept(
        self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def step(connection: sqlite3.Connection) -> None:
            connection.execute("ALTER TABLE sources RENAME COLUMN source_name TO name")

        with closing(sqlite3.connect(workspace.ledger)) as connection:
            connection.execute("ALTER TABLE sources RENAME COLUMN name TO source_name")
        self.set_format(workspace, "0")
        monkeypatch.setitem(ledger.MIGRATIONS, 0, step)
        Workspace.open(workspace.folder, at=LATER, actor="clerk")
        assert [row.name for row in workspace.sources()] == ["s1.csv", "s2.csv"]
        assert (workspace.trail()[-1].verb, workspace.trail()[-1].at) == ("migrate", LATER)
        assert workspace.verify() == []
        with closing(sqlite3.connect(workspace.folder / "ledger.sqlite.v0")) as copy:
            assert copy.execute("SELECT value FROM meta WHERE key = 'format'").fetchone() == ("0",)
            assert copy.execute("SELECT source_name FROM sources").fetchall() == [("s1.csv",), ("s2.csv",)]

    def test_a_failing_migration_changes_nothing(self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
        def step(connection: sqlite3.Connection) -> None:
            connection.execute("ALTER TABLE sources RENAME COLUMN name TO title")
            raise LookthroughError("no")

        self.set_format(workspace, "0")
        before = state(workspace)
        monkeypatch.setitem(ledger.MIGRATIONS, 0, step)
        with pytest.raises(LookthroughError, match="no"):
            Workspace.open(workspace.folder)
        assert state(workspace) == before
