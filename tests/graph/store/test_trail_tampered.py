"""The trail under raw SQL: any single deed, anywhere, by name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.store.view import View
from graph.store.workspace import Workspace
from graph.trail import GENESIS, TrailEntry, link
from graph.trail_breaks import in_words
from tests.graph.store.shelf import AT, write

LENGTH = 14


@pytest.fixture(scope="module")
def trodden(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace.at(tmp_path_factory.mktemp("trodden") / "w")
    for n in range(LENGTH):
        with write(made) as pen:
            pen.trail("view", f"party {n}", {})
    return made


@contextmanager
def opened(workspace: Workspace) -> Iterator[sqlite3.Connection]:
    """A copy of the ledger in memory, without its triggers: what somebody with a SQLite shell has before him."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        with closing(sqlite3.connect(workspace.ledger)) as kept:
            kept.backup(copy)
        copy.row_factory = sqlite3.Row
        for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            copy.execute(f"DROP TRIGGER {name}")
        yield copy


def told(connection: sqlite3.Connection) -> list[str]:
    return [in_words(fault)["en"] for fault in View(Path("."), connection).trail_breaks()]


def shifted(connection: sqlite3.Connection, after: int, by: int) -> None:
    """Later entries renumbered; by way of negative numbers, as seq is a key."""
    connection.execute("UPDATE trail SET seq = -seq WHERE seq > ?", (after,))
    connection.execute("UPDATE trail SET seq = -seq + ? WHERE seq < 0", (by,))


quietly = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
places = st.integers(1, LENGTH)


def test_an_untouched_trail_is_silent(trodden: Workspace) -> None:
    with opened(trodden) as connection:
        assert told(connection) == []


@given(places, st.sampled_from(["at", "actor", "verb", "object", "detail", "previous", "hash"]), st.text(max_size=5))
@quietly
def test_a_changed_cell(trodden: Workspace, seq: int, column: str, text: str) -> None:
    with opened(trodden) as connection:
        connection.execute(f"UPDATE trail SET {column} = ? WHERE seq = ?", (f"{text}#".replace("\0", ""), seq))
        assert told(connection) == [f"entry {seq} changed"]


@given(places, st.integers(0, 400), st.integers(0, 7))
@quietly
def test_one_flipped_bit_of_a_detail(trodden: Workspace, seq: int, at: int, bit: int) -> None:
    """Also where what is left is no UTF-8."""
    with opened(trodden) as connection:
        (raw,) = connection.execute("SELECT CAST(detail AS BLOB) FROM trail WHERE seq = ?", (seq,)).fetchone()
        altered = bytearray(raw)
        altered[at % len(raw)] ^= 1 << bit
        connection.execute("UPDATE trail SET detail = CAST(? AS TEXT) WHERE seq = ?", (bytes(altered), seq))
        assert told(connection) == [f"entry {seq} changed"]


@given(places, places, st.booleans())
@quietly
def test_a_run_taken_out(trodden: Workspace, one: int, other: int, closed_up: bool) -> None:
    first, last = min(one, other), max(one, other)
    with opened(trodden) as connection:
        connection.execute("DELETE FROM trail WHERE seq BETWEEN ? AND ?", (first, last))
        if closed_up:
            shifted(connection, last, first - last - 1)
        run = f"entries {first} to {last}" if last > first else f"entry {first}"
        assert told(connection) == [f"{run} {'cut off the end' if last == LENGTH else 'removed'}"]


@given(places, st.booleans())
@quietly
def test_an_entry_put_in(trodden: Workspace, seq: int, linked: bool) -> None:
    with opened(trodden) as connection:
        entries = View(Path("."), connection).trail_entries()
        before = entries[seq - 2].hash if seq > 1 else GENESIS
        forged = link(before if linked else "e" * 64, seq, AT, "clerk", "decide", "m1", "{}")
        shifted(connection, seq - 1, 1)
        row = [getattr(forged, name) for name in TrailEntry.__dataclass_fields__]
        connection.execute(f"INSERT INTO trail VALUES ({', '.join('?' * len(row))})", row)
        assert told(connection) == [f"entry {seq} inserted"]


@given(st.lists(places, min_size=2, max_size=2, unique=True))
@quietly
def test_two_that_changed_places(trodden: Workspace, pair: list[int]) -> None:
    one, other = sorted(pair)
    with opened(trodden) as connection:
        for old, new in ((one, -1), (other, one), (-1, other)):
            connection.execute("UPDATE trail SET seq = ? WHERE seq = ?", (new, old))
        assert told(connection) == [f"entries {one} and {other} changed places"]


@given(places)
@quietly
def test_a_cut_end_and_the_head_rewritten_is_a_whole_chain(trodden: Workspace, left: int) -> None:
    """What a chain cannot show by itself; a signed head does (tests/casework/test_trail_check.py)."""
    with opened(trodden) as connection:
        connection.execute("DELETE FROM trail WHERE seq > ?", (left,))
        (last,) = connection.execute("SELECT hash FROM trail WHERE seq = ?", (left,)).fetchone()
        connection.execute("UPDATE meta SET value = ? WHERE key = 'trail_head'", (f"{left} {last}",))
        assert told(connection) == []
