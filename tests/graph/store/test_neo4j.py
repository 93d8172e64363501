"""A real Neo4j server: log-in, sync by differences, answers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import LookthroughError
from graph.snapshot import Snapshot
from graph.store import projection
from graph.store.address import Address
from graph.store.base import Store
from graph.store.neo4j import Neo4jStore, Server, connect
from graph.store.suffix import mark
from graph.store.syncing import Moved, held, keep, retire, store_on, sync
from tests.graph.store.small_world import small
from tests.graph.store.test_embedded import WORLD
from tests.servers.neo4j import PASSWORD, Running

pytestmark = pytest.mark.xdist_group("neo4j")

NEXT = small(
    parties="id kind name\nD company 甲公司\nM company 乙公司\nN person 李某",
    holdings="owner company share start nature\nM D 7/10 2015-01-01 legal\nN M 1/3 2020-06-01 -",
)


@pytest.fixture
def server(neo4j_server: Running) -> Iterator[Server]:
    """The server with an empty database."""
    found = connect(Address(neo4j_server.uri, "neo4j", PASSWORD))
    found.write("MATCH (n) DETACH DELETE n")
    yield found
    found.close()


def size(snapshot: Snapshot) -> int:
    return sum(n.frame.height for n in projection.nodes(snapshot)) + sum(
        x.frame.height for x in projection.links(snapshot)
    )


def everything(server: Server) -> tuple[list[str], list[str]]:
    """All nodes and relationships of the live snapshot, in order."""
    nodes = server.read("MATCH (n) WHERE NOT n:Lookthrough RETURN labels(n) AS l, n ORDER BY l, n.id", {})[1]
    links = server.read("MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id, r ORDER BY r._key", {})[1]
    return [f"{n[0]} {sorted(n[1].items())}" for n in nodes], [f"{x[:3]} {sorted(x[3].items())}" for x in links]


def test_it_is_a_store_and_holds_every_row_once(server: Server) -> None:
    assert sync(server, WORLD) == Moved(made=size(WORLD))
    store = store_on(server, WORLD.id)
    assert isinstance(store, Store)
    assert (store.name, store.snapshot) == ("neo4j", WORLD.id)
    found = store.run("MATCH ()-[r]->() RETURN type(r) AS t, count(*) AS n ORDER BY t", {}).rows
    assert found == tuple(sorted((link.type, link.frame.height) for link in projection.links(WORLD)))


def test_a_second_run_changes_nothing(server: Server) -> None:
    sync(server, WORLD)
    before = everything(server)
    assert sync(server, WORLD) == Moved(same=size(WORLD))
    assert everything(server) == before


def test_a_changed_snapshot_moves_only_what_differs(server: Server) -> None:
    sync(server, WORLD)
    moved = sync(server, NEXT)
    assert moved.same > 0
    assert moved.removed > 0
    assert moved.made + moved.changed + moved.same == size(NEXT)
    after = everything(server)
    server.write("MATCH (n) DETACH DELETE n")
    sync(server, NEXT)
    assert everything(server) == after


def test_a_row_that_stands_elsewhere_is_cited_where_it_stands_now(server: Server) -> None:
    sync(server, WORLD)
    shifted = {t: f.with_columns(_row=f["_row"] + 10) for t, f in WORLD.tables.items()}
    moved = sync(server, replace(WORLD, tables=shifted, provenance="other"))
    assert moved.changed > 0
    assert moved.made == moved.removed == 0
    rows = store_on(server, WORLD.id).run("MATCH (:Party {id:'M'})-[r:OWNS]->() RETURN r.row", {}).rows
    assert rows == (("12",),)


def test_a_sync_that_was_killed_is_not_asked_and_goes_on(server: Server) -> None:
    """The process is killed in the middle of its relationships; the next run ends in the same graph."""
    script = textwrap.dedent(
        """
        import os, signal, sys
        from graph.store import syncing
        from graph.store.address import Address
        from graph.store.neo4j import connect
        from tests.graph.store.test_embedded import WORLD
        syncing.BATCH = 2
        done = 0
        def stop(what, at, total):
            global done
            done += 1
            if done == int(sys.argv[3]):
                os.kill(os.getpid(), signal.SIGKILL)
        syncing.sync(connect(Address(sys.argv[1], "neo4j", sys.argv[2])), WORLD, progress=stop)
        """
    )
    root = Path(__file__).parents[3]
    for step in ("3", "9"):
        command = [sys.executable, "-c", script, server.address.uri, PASSWORD, step]
        done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(root)}, check=False)
        assert done.returncode == -signal.SIGKILL
        with pytest.raises(LookthroughError, match="did not come to its end"):
            store_on(server, WORLD.id)
    moved = sync(server, WORLD)
    assert 0 < moved.made < size(WORLD)
    after = everything(server)
    server.write("MATCH (n) DETACH DELETE n")
    sync(server, WORLD)
    assert everything(server)[0] == after[0]
    assert everything(server)[1] == after[1]


def test_an_older_snapshot_is_kept_as_it_was_and_retired(server: Server) -> None:
    sync(server, WORLD)
    keep(server, WORLD)
    sync(server, NEXT)
    old, new = store_on(server, WORLD.id), store_on(server, NEXT.id)
    asked = (
        "MATCH (a:Party)-[r:OWNS|SERVES]->(b:Party {id: $to}) RETURN a.id, type(r), labels(a) ORDER BY a.id, type(r)"
    )
    assert old.suffix == mark(WORLD.id)
    assert old.run(asked, {"to": "D"}).rows == (
        ("M", "OWNS", ["Party"]),
        ("W", "OWNS", ["Party"]),
        ("W", "SERVES", ["Party"]),
    )
    assert new.run(asked, {"to": "D"}).rows == (("M", "OWNS", ["Party"]),)
    assert [h.snapshot for h in held(server)] == [NEXT.id, WORLD.id]
    assert retire(server, WORLD.id[:8]).removed == size(WORLD)
    assert [h.snapshot for h in held(server)] == [NEXT.id]
    with pytest.raises(LookthroughError, match="no one kept snapshot"):
        retire(server, WORLD.id[:8])
    with pytest.raises(LookthroughError, match="does not hold this snapshot"):
        store_on(server, WORLD.id)


def test_anothers_database_is_not_written_to(server: Server) -> None:
    server.write("CREATE (:Customer {name: 'theirs'})")
    with pytest.raises(LookthroughError, match=r"another's \(Customer\)"):
        sync(server, WORLD)
    assert server.read("MATCH (n) RETURN count(n)", {})[1] == [(1,)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"uri": "bolt://127.0.0.1:9"}, "no Neo4j server answers"),
        ({"password": "wrong"}, "refuses this user or password"),
        ({"user": None, "password": None}, "refuses this user or password"),
        ({"database": "nowhere"}, "has no such database"),
        ({"certificates": None, "uri": "+s"}, "no Neo4j server answers"),
    ],
)
def test_what_is_wrong_is_one_line(neo4j_server: Running, change: dict[str, str | None], said: str) -> None:
    right = Address(neo4j_server.uri, "neo4j", PASSWORD)
    given = {**change, "uri": neo4j_server.secure} if change.get("uri") == "+s" else change
    with pytest.raises(LookthroughError, match=said) as fault:
        connect(replace(right, **given))  # type: ignore[arg-type]
    assert fault.value.mend
    assert "\n" not in str(fault.value)
    assert PASSWORD not in f"{fault.value} {right}"


def test_an_encrypted_connection_checks_the_certificate(neo4j_server: Running) -> None:
    address = Address(neo4j_server.secure, "neo4j", PASSWORD, certificates=neo4j_server.trusted)
    server = connect(address)
    assert server.read("RETURN 1", {})[1] == [(1,)]
    server.close()


def test_a_question_that_takes_too_long_is_ended_by_the_server(server: Server) -> None:
    sync(server, WORLD)
    store = store_on(server, WORLD.id)
    endless = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a * b < 0 RETURN count(*)"
    with pytest.raises(LookthroughError, match="took too long"):
        store.run(endless, {}, timeout_seconds=1)
    assert store.run("RETURN 1 AS one", {}).rows == ((1,),)


def test_memory_is_bounded(server: Server) -> None:
    sync(server, WORLD)
    greedy = (
        "UNWIND range(1, 90000) AS a UNWIND range(1, 900) AS b "
        "RETURN size(collect(toString(a * b) + 'xxxxxxxxxxxxxxxx'))"
    )
    with pytest.raises(LookthroughError, match="more memory than the server allows"):
        store_on(server, WORLD.id).run(greedy, {}, timeout_seconds=60)


def test_a_long_answer_is_cut_and_says_so(server: Server) -> None:
    sync(server, WORLD)
    rows = store_on(server, WORLD.id).run("UNWIND range(1, 50) AS n RETURN n", {}, limit_rows=10)
    assert len(rows.rows) == 10
    assert rows.truncated == "the first 10 rows; there are more"


def test_a_store_only_reads(server: Server) -> None:
    """Even where the guard let something through, the session may only read."""
    sync(server, WORLD)
    with pytest.raises(LookthroughError, match="only read"):
        server.read("CREATE (:Party {id: 'X'})", {})
    with pytest.raises(LookthroughError, match="only asks"):
        Neo4jStore(WORLD.id, server).run("MATCH (n) CREATE (:Party {id: 'X'})", {})
