"""The view: one consistent state, nothing altered unseen."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from contextlib import closing

import pytest

from graph.errors import LookthroughError, UnreadableInput
from graph.store import ledger
from graph.store.sums import file_hash
from graph.store.workspace import Workspace
from tests.graph.store.shelf import import_one, tampering, what, write


class TestReading:
    @pytest.mark.parametrize("wanted", ["s2", "s2.csv"])
    def test_a_source_by_id_or_name(self, workspace: Workspace, wanted: str) -> None:
        assert workspace.source(wanted).id == "s2"

    def test_an_ambiguous_label_lists_the_sources(self, workspace: Workspace) -> None:
        with pytest.raises(LookthroughError, match="2 sources are called registry") as caught:
            workspace.source("registry")
        assert "s1 = registry: s1.csv; s2 = registry: s2.csv" in str(caught.value)

    def test_an_unknown_source_lists_those_held(self, workspace: Workspace) -> None:
        with pytest.raises(LookthroughError, match="no source is called x") as caught:
            workspace.source("x")
        assert "s1.csv" in str(caught.value)

    def test_a_snapshot_by_the_beginning_of_its_id(self, workspace: Workspace) -> None:
        assert workspace.snapshot("n2").id == "n2"
        with pytest.raises(LookthroughError, match="2 snapshots begin with n"):
            workspace.snapshot("n")
        with pytest.raises(LookthroughError, match="no snapshot x"):
            workspace.snapshot_folder("x")

    def test_a_view_stays_as_it_was_while_a_writer_commits(self, workspace: Workspace) -> None:
        with workspace.view() as view:
            before = view.sources()
            with write(workspace) as pen:
                import_one(pen, "s3")
                assert [row.id for row in workspace.sources()] == ["s1", "s2"]
                assert [row.id for row in pen.sources()] == ["s1", "s2", "s3"]
                assert workspace.verify() == []
            assert view.sources() == before
        assert [row.id for row in workspace.sources()] == ["s1", "s2", "s3"]

    def test_readers_and_verify_while_a_writer_works(self, workspace: Workspace) -> None:
        done = threading.Event()

        def work() -> None:
            for number in range(3, 23):
                with write(workspace) as pen:
                    if number % 3 == 0:
                        pen.withdraw(f"s{number - 1}")
                    import_one(pen, f"s{number}")
            done.set()

        writer = threading.Thread(target=work)
        writer.start()
        looks = 0
        while not done.is_set():
            with workspace.view() as view:
                rows, entries = view.sources(), view.trail_entries()
                assert len(rows) == len(entries)
            assert workspace.verify() == []
            looks += 1
        writer.join()
        assert looks > 1 and len(workspace.sources()) == 22

    def test_a_reader_cannot_write(self, workspace: Workspace) -> None:
        with pytest.raises(UnreadableInput, match="readonly"), workspace.view() as view:
            view.connection.execute("UPDATE meta SET value = '2'")


class TestVerify:
    def test_one_changed_byte_in_a_table(self, workspace: Workspace) -> None:
        path = workspace.source_folder("s1") / "holdings.parquet"
        genuine = file_hash(path)
        content = bytearray(path.read_bytes())
        content[100] ^= 1
        path.write_bytes(content)
        (altered,) = workspace.verify()
        assert altered.what == "sources/s1/holdings.parquet"
        assert (altered.expected, altered.found) == (genuine, file_hash(path))

    @pytest.mark.parametrize("name", ["sources/s1/rejects.csv", "snapshots/n2/stakes.npy"])
    def test_a_changed_or_removed_file(self, workspace: Workspace, name: str) -> None:
        (workspace.folder / name).write_text("changed")
        assert what(workspace) == [name]
        (workspace.folder / name).unlink()
        (altered,) = workspace.verify()
        assert (altered.what, altered.found) == (name, "missing")

    @pytest.mark.parametrize("name", ["sources/s9", "snapshots/x"])
    def test_a_stray_folder_is_told_and_left(self, workspace: Workspace, name: str) -> None:
        (workspace.folder / name).mkdir()
        assert what(workspace) == [name]
        with write(workspace) as pen:
            import_one(pen, "s3")
        assert what(workspace) == [name]

    def test_a_stray_file_and_a_missing_folder(self, workspace: Workspace) -> None:
        (workspace.source_folder("s1") / "extra.parquet").write_text("")
        (workspace.folder / "snapshots" / "n1").rename(workspace.folder / "elsewhere")
        assert what(workspace) == ["sources/s1/extra.parquet", "snapshots/n1"]

    def test_the_trail_refuses_change(self, workspace: Workspace) -> None:
        with closing(sqlite3.connect(workspace.ledger)) as connection:
            for sql in ("UPDATE trail SET actor = 'x'", "DELETE FROM trail", "DELETE FROM sources"):
                with pytest.raises(sqlite3.IntegrityError, match="is refused"):
                    connection.execute(sql)
            for sql in ("UPDATE decisions SET decision = 'not'", "DELETE FROM decisions", "DELETE FROM snapshots"):
                with pytest.raises(sqlite3.IntegrityError, match="is refused"):
                    connection.execute(sql)

    @pytest.mark.parametrize(
        ("sql", "told"),
        [
            ("UPDATE trail SET actor = 'nobody' WHERE seq = 1", "trail entry 1 changed"),
            ("UPDATE trail SET detail = '{}' WHERE seq = 2", "trail entry 2 changed"),
            ("DELETE FROM trail WHERE seq = 1", "trail entry 1 removed"),
            ("DELETE FROM trail WHERE seq = 2", "trail entry 2 cut off the end"),
            ("DELETE FROM trail", "trail entries 1 to 2 cut off the end"),
            ("UPDATE trail SET actor = x'ff00' WHERE seq = 1", "trail entry 1 changed"),
            ("UPDATE trail SET actor = CAST(x'fffe' AS TEXT) WHERE seq = 1", "trail entry 1 changed"),
            (
                "UPDATE trail SET seq = -1 WHERE seq = 1; UPDATE trail SET seq = 1 WHERE seq = 2; UPDATE trail SET seq = 2 WHERE seq = -1",
                "trail entries 1 and 2 changed places",
            ),
            ("UPDATE trail SET seq = 90000 WHERE seq = 1", "trail entries 1 and 2 changed places"),
            ("DELETE FROM meta WHERE key = 'trail_head'", "head of the trail"),
            ("UPDATE sources SET sha256 = 'f' WHERE id = 's1'", "table sources"),
            ("UPDATE sources SET rejected = 0", "table sources"),
            ("UPDATE sources SET files = 'x' WHERE id = 's1'", "table sources"),
            ("UPDATE decisions SET decision = 'not'", "table decisions"),
            ("DELETE FROM decisions", "table decisions"),
            ("UPDATE snapshots SET provenance = 'x'", "table snapshots"),
            ("UPDATE batches SET actor = 'x'", "table batches"),
        ],
    )
    def test_an_edited_ledger(self, workspace: Workspace, sql: str, told: str) -> None:
        with tampering(workspace) as connection:
            connection.executescript(sql)
        assert f"ledger.sqlite: {told}" in what(workspace)

    def test_a_trail_put_up_anew_without_its_rules(self, workspace: Workspace) -> None:
        for cells in (
            "seq, at, NULL AS actor, verb, object, detail, previous, hash",
            "'one' AS seq, at, 7.5 AS actor, verb, object, detail, previous, hash",
            "seq, at",
        ):
            with closing(sqlite3.connect(workspace.ledger)) as connection:
                connection.execute(f"CREATE TABLE other AS SELECT {cells} FROM trail")
                connection.execute("DROP TABLE trail")
                connection.execute("ALTER TABLE other RENAME TO trail")
                connection.commit()
            assert any(line.startswith("ledger.sqlite") for line in what(workspace))

    def test_a_table_and_its_hash_in_the_ledger_both_changed(self, workspace: Workspace) -> None:
        path = workspace.source_folder("s1") / "holdings.parquet"
        files = {entry.name: file_hash(entry) for entry in path.parent.iterdir()}
        path.write_bytes(b"forged")
        files[path.name] = file_hash(path)
        with tampering(workspace) as connection:
            connection.execute("UPDATE sources SET files = ? WHERE id = 's1'", (json.dumps(files),))
        assert what(workspace) == ["ledger.sqlite: table sources"]

    def test_triggers_taken_away(self, workspace: Workspace) -> None:
        with closing(sqlite3.connect(workspace.ledger)) as connection:
            connection.execute("DROP TRIGGER trail_no_update")
        (altered,) = workspace.verify()
        assert (altered.what, altered.found) == ("ledger.sqlite: trail_no_update", "missing")

    def test_a_ledger_beyond_reading(self, workspace: Workspace) -> None:
        content = bytearray(workspace.ledger.read_bytes())
        content[100:] = os.urandom(len(content) - 100)
        workspace.ledger.write_bytes(content)
        assert what(workspace) == ["ledger.sqlite"]

    def test_an_empty_ledger_put_in_its_place(self, workspace: Workspace) -> None:
        workspace.ledger.unlink()
        ledger.create(workspace.ledger)
        assert what(workspace) == ["sources/s1", "sources/s2", "snapshots/n1", "snapshots/n2"]
