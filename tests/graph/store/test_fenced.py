"""Behind the fence: what takes too much ends alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread

import pytest

from graph.errors import LookthroughError
from graph.store.base import Store
from graph.store.embedded import EmbeddedStore
from graph.store.fenced import POSSIBLE, FencedStore
from tests.graph.store.test_embedded import WORLD

pytestmark = pytest.mark.skipif(not POSSIBLE, reason="processes are copied with limited memory on Linux only")
MEMORY = 256 << 20
AT_ONCE = 2
TOO_LARGE = "needs more than 256 MB"


@pytest.fixture(scope="module")
def store() -> Iterator[FencedStore]:
    found = FencedStore(WORLD, memory=MEMORY, at_once=AT_ONCE)
    yield found
    found.close()


def test_it_is_the_embedded_store(store: FencedStore) -> None:
    asked = "MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id, r ORDER BY a.id, type(r), b.id, r.row"
    assert isinstance(store, Store)
    assert (store.name, store.snapshot) == ("embedded", WORLD.id)
    assert store.run(asked, {}) == EmbeddedStore.of(WORLD).run(asked, {})
    assert (
        store.run(asked, {}, limit_rows=2).truncated == EmbeddedStore.of(WORLD).run(asked, {}, limit_rows=2).truncated
    )


@pytest.mark.parametrize(
    "cypher",
    [
        "WITH 'aaaaaaaa' AS s " + "WITH replace(s, 'a', s) AS s " * 6 + "RETURN size(s) AS n",
        "UNWIND range(1, 90000) AS a UNWIND range(1, 90) AS b RETURN '" + "x" * 9000 + "' + toString(a * b) AS n",
        "UNWIND range(1, 90000) AS a WITH a, range(1, 90000) AS l RETURN count(l) AS n",
        "WITH {a: 1} AS m " + "WITH {a: m, b: m} AS m " * 40 + "RETURN m AS n",
    ],
    ids=["replace", "texts", "lists", "maps"],
)
def test_a_question_that_takes_all_memory_ends_alone(store: FencedStore, cypher: str) -> None:
    with pytest.raises(LookthroughError, match=f"{TOO_LARGE}|took longer|too many rows") as fault:
        store.run(cypher, {}, timeout_seconds=20)
    assert fault.value.mend and "\n" not in str(fault.value)
    assert store.run("MATCH (p:Party {id: $id}) RETURN p.id", {"id": "D"}).rows == (("D",),)


def test_a_fault_is_the_embedded_stores_own(store: FencedStore) -> None:
    for cypher in ("MATCH (p) RETURN p.id ORDER", "RETURN $x AS n", "RETURN 1/0 AS n"):
        said = []
        for each in (store, EmbeddedStore.of(WORLD)):
            with pytest.raises(LookthroughError) as fault:
                each.run(cypher, {})
            said.append((fault.value.what, fault.value.where, fault.value.mend))
        assert said[0] == said[1]


def test_a_store_that_was_closed_says_so() -> None:
    gone = FencedStore(WORLD)
    gone.close()
    assert not gone.alive
    with pytest.raises(LookthroughError, match="has been closed"):
        gone.run("RETURN 1 AS n", {})


def test_a_hundred_questions_of_eight_users_get_their_own_rows_in_bounded_memory(store: FencedStore) -> None:
    """Among them greedy ones. Measured: what the process that holds the graph and its copies hold together."""
    greedy = "UNWIND range(1, 90000) AS a UNWIND range(1, 90) AS b RETURN '" + "x" * 9000 + "' + toString(a * b) AS n"
    chance, most, done = random.Random(1), [0], Event()
    idle = held(store.process)

    def measure() -> None:
        while not done.wait(0.02):
            most[0] = max(most[0], held(store.process))

    def one(number: int) -> tuple[int, object]:
        if number % 20 == 7:
            with pytest.raises(LookthroughError, match=f"{TOO_LARGE}|took longer|too many rows"):
                store.run(greedy, {}, timeout_seconds=30)
            return number, None
        party = chance.choice(("D", "M", "W"))
        rows = store.run("MATCH (p:Party {id: $id}) RETURN p.id, $n", {"id": party, "n": number}).rows
        assert rows == ((party, number),)
        return rows[0][1], party

    watcher = Thread(target=measure)
    watcher.start()
    with ThreadPoolExecutor(8) as users:
        answers = list(users.map(one, range(100)))
    done.set()
    watcher.join()
    assert [number for number, _ in answers] == list(range(100))
    assert sum(party is None for _, party in answers) == 5
    # A copy is looked at every 20 ms and may leap a little past its limit; pages shared with the parent count once each.
    assert most[0] <= idle + AT_ONCE * (idle + 2 * MEMORY)


def held(process: int) -> int:
    """Bytes of memory of a process and of those it made; a page shared by two counts twice."""
    children = Path(f"/proc/{process}/task/{process}/children")
    return sum(_resident(p) for p in (process, *map(int, children.read_text().split())))


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * 4096
    except OSError:
        return 0
