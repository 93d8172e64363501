"""Attacks put to both engines: refused alike, or stopped."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from graph.errors import LookthroughError
from graph.store.address import Address
from graph.store.base import Store, Value
from graph.store.fenced import FencedStore
from graph.store.neo4j import GRACE, Server, connect
from graph.store.syncing import store_on, sync
from tests.graph.store.small_world import small
from tests.servers.neo4j import PASSWORD, Running

pytestmark = pytest.mark.xdist_group("neo4j")

IDS = [f"P{n}" for n in range(24)]
DENSE = small(
    parties="id kind name\n" + "\n".join(f"{x} company 公司{x}" for x in IDS),
    holdings="owner company share\n" + "\n".join(f"{a} {b} 1/24" for a in IDS for b in IDS if a != b),
)
SECONDS = 2.0
ROOM = 60.0
"""Seconds in which a stopped question must have come back on a machine with other work; without a stop these take hours."""

REFUSED: dict[str, str] = {
    "comment": "MATCH (n) /* x */ DELETE n",
    "nested comment": "MATCH (n) /* /* */ DETACH DELETE n //*/ RETURN n",
    "comment before write": "MATCH (n) // harmless\nDETACH DELETE n",
    "escape": "MATCH (n) \\u0044ELETE n RETURN n",
    "escape in text": "MATCH (n) WHERE n.name = '\\u0027 DETACH DELETE n //' RETURN n",
    "escape in name": "MATCH (n) RETURN n.`x\\u0060 DELETE n //`",
    "wide letters": "MATCH (n) ＤＥＬＥＴＥ n RETURN n",
    "kelvin sign": "MATCH (n) CREATE (\u212a) RETURN n",
    "soft hyphen": "MATCH (n) DE\u00adLETE n RETURN n",
    "right to left": "MATCH (n) \u202eETELED n RETURN n",
    "semicolon": "MATCH (n) RETURN n.id; MATCH (m) DETACH DELETE m",
    "backtick clause": "MATCH (n) `DELETE` n RETURN n",
    "backtick closing": "MATCH (n:`Party` DELETE n //`) RETURN n",
    "backtick procedure": "MATCH (n) CALL `dbms`.`components`() YIELD name RETURN name",
    "backtick function": "RETURN `apoc`.`load`.`json`('file:///etc/passwd') AS n",
    "nested call": "MATCH (n) CALL { WITH n CALL { LOAD CSV FROM 'file:///etc/passwd' AS r RETURN r } RETURN r } RETURN r",
    "call in transactions": "MATCH (n) CALL { WITH n DELETE n } IN TRANSACTIONS OF 10 ROWS",
    "scoped call": "MATCH (n) CALL (n) { DELETE n } RETURN 1 AS x",
    "load csv in a subquery": "MATCH (n) WHERE EXISTS { LOAD CSV FROM 'file:///etc/passwd' AS r RETURN r } RETURN n",
    "load csv behind a union": "MATCH (n) RETURN n.id AS x UNION LOAD CSV FROM 'http://127.0.0.1/' AS x RETURN x",
    "write in a subquery": "MATCH (n) WHERE EXISTS { MATCH (n) SET n.x = 1 RETURN n } RETURN n",
    "counting subquery": "MATCH (n) WHERE COUNT { MATCH (n)--() DELETE n } > 0 RETURN n",
    "explain": "EXPLAIN MATCH (n) RETURN n",
    "profile": "PROFILE MATCH (n) DETACH DELETE n",
    "version": "CYPHER runtime=interpreted MATCH (n) RETURN n",
    "use": "USE system MATCH (n) RETURN n",
    "administration": "SHOW USERS YIELD user RETURN user",
    "terminate": "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "foreach": "MATCH (n) FOREACH (x IN [n] | DETACH DELETE x)",
    "merge": "MATCH (n) MERGE (m:Party {id: 'X'}) ON CREATE SET m.x = 1 RETURN m",
    "quantified path": "MATCH (a)-[:OWNS]->{1,40}(b) RETURN count(*) AS n",
    "quantified group": "MATCH (a) ((x)-[:OWNS]->(y)){1,40} (b) RETURN count(*) AS n",
    "quantified plus": "MATCH (a)-[:OWNS]->+(b) RETURN count(*) AS n",
    "endless path": "MATCH (a)-[*]-(b) RETURN count(*) AS n",
    "long path": "MATCH (a)-[*1..4000000000]-(b) RETURN count(*) AS n",
    "huge range": "RETURN size(range(1, 1000000000000)) AS n",
    "range of a parameter": "UNWIND range(1, $n) AS x RETURN count(x) AS n",
    "long expression": "RETURN size([x IN range(1, 200000000) | x * 2]) AS n",
    "loops in loops": "RETURN all(x IN range(1, 90000) WHERE all(y IN range(1, 90000) WHERE x <> -y)) AS n",
    "doubling": "RETURN size(reduce(s = 'x', i IN range(1, 40) | s + s)) AS n",
    "label parameter": "MATCH (n:$label) RETURN n",
    "regular expression": "MATCH (n) WHERE n.name =~ '(a+)+$' RETURN n",
    "too long": "MATCH (n) WHERE " + "n.id = 'x' OR " * 2000 + "true RETURN n",
}
STOPPED: dict[str, str] = {
    "exponential paths": "MATCH (a:Party {id: 'P0'})-[:OWNS*1..15]->(b) RETURN count(*) AS n",
    "paths times paths": "MATCH (a)-[*1..15]-(b)-[*1..15]-(c) RETURN count(*) AS n",
    "everybody by everybody": "MATCH (a), (b), (c), (d), (e), (f), (g), (h) WHERE a.id + b.id + c.id + d.id + e.id + f.id + g.id + h.id = 'x' RETURN count(*) AS n",
    "range by range": "UNWIND range(1, 90000) AS a UNWIND range(1, 90000) AS b WITH a, b WHERE a * b < 0 RETURN count(*) AS n",
    "texts of texts": "WITH 'aaaaaaaa' AS s " + "WITH replace(s, 'a', s) AS s " * 6 + "RETURN size(s) AS n",
}
UNFIT: dict[str, tuple[str, Value]] = {
    "a list as an id": ("MATCH (p:Party {id: $x}) RETURN p.id AS n", ["P1", "P2"]),
    "a number as an id": ("MATCH (p:Party {id: $x}) RETURN p.id AS n", 1),
    "nothing as an id": ("MATCH (p:Party {id: $x}) RETURN p.id AS n", None),
    "query as an id": ("MATCH (p:Party {id: $x}) RETURN p.id AS n", "P1'}) DETACH DELETE p //"),
    "query as a day": ("MATCH (p:Party) WHERE p.id > $x AND p.id < $x RETURN p.id AS n", "' OR 1=1 //"),
}


@pytest.fixture(scope="module")
def server(neo4j_server: Running) -> Iterator[Server]:
    found = connect(Address(neo4j_server.uri, "neo4j", PASSWORD))
    found.write("MATCH (n) DETACH DELETE n")
    sync(found, DENSE)
    yield found
    found.close()


@pytest.fixture(scope="module")
def stores(server: Server) -> Iterator[tuple[Store, Store]]:
    fenced = FencedStore(DENSE, memory=256 << 20)
    yield fenced, store_on(server, DENSE.id)
    fenced.close()


def whole(stores: tuple[Store, Store]) -> None:
    """Both answer, and nothing was changed."""
    for store in stores:
        counted = store.run("MATCH (p:Party)-[r:OWNS]->() RETURN count(DISTINCT p.id) AS p, count(r) AS r", {})
        assert counted.rows == ((24, 24 * 23),)


@pytest.mark.parametrize("attack", REFUSED)
def test_it_is_refused_by_both_in_the_same_line(stores: tuple[Store, Store], attack: str) -> None:
    said = []
    for store in stores:
        with pytest.raises(LookthroughError) as fault:
            store.run(REFUSED[attack], {"n": 10**12, "label": "Party"}, timeout_seconds=SECONDS)
        said.append(str(fault.value))
        assert fault.value.where.startswith("query, ") and fault.value.mend
    assert said[0] == said[1] and said[0].isprintable()


def test_after_all_that_was_refused_both_hold_what_they_held(stores: tuple[Store, Store]) -> None:
    whole(stores)


@pytest.mark.parametrize("attack", STOPPED)
def test_it_is_stopped_by_both_and_the_next_question_is_answered(stores: tuple[Store, Store], attack: str) -> None:
    for store in stores:
        began = time.monotonic()
        with pytest.raises(LookthroughError, match=r"too long|longer than|memory|too many rows") as fault:
            store.run(STOPPED[attack], {}, timeout_seconds=SECONDS)
        assert time.monotonic() - began < SECONDS + GRACE + ROOM
        assert fault.value.mend and str(fault.value).isprintable()
    whole(stores)


@pytest.mark.parametrize("depth", [100, 3000])
@pytest.mark.parametrize("shape", ["brackets", "lists", "nots", "sums"])
def test_deep_nesting_ends_no_engine(stores: tuple[Store, Store], shape: str, depth: int) -> None:
    text = {
        "brackets": "(" * depth + "1" + ")" * depth,
        "lists": "[" * depth + "1" + "]" * depth,
        "nots": "NOT " * depth + "true",
        "sums": "+".join("1" * depth),
    }[shape]
    for store in stores:
        try:
            assert len(store.run(f"RETURN {text} AS n", {}, timeout_seconds=10).rows) == 1
        except LookthroughError as fault:
            assert fault.mend and "\n" not in str(fault)
    whole(stores)


@pytest.mark.parametrize("attack", UNFIT)
def test_a_value_is_never_more_than_a_value(stores: tuple[Store, Store], attack: str) -> None:
    cypher, value = UNFIT[attack]
    assert [store.run(cypher, {"x": value}).rows for store in stores] == [(), ()]
    whole(stores)


def test_a_hundred_questions_of_eight_users_are_answered_alike(stores: tuple[Store, Store]) -> None:
    """Greedy ones among them; every user gets the rows of the question asked."""
    asked = "MATCH (p:Party {id: $id})-[r:OWNS]->(c) RETURN p.id AS p, c.id AS c, $n AS n ORDER BY c"

    def one(store: Store, number: int) -> bool:
        if number % 25 == 11:
            with pytest.raises(LookthroughError, match=r"too long|longer than|memory|too many rows"):
                store.run(STOPPED["exponential paths"], {}, timeout_seconds=SECONDS)
            return True
        party = IDS[number % len(IDS)]
        rows = store.run(asked, {"id": party, "n": number}, timeout_seconds=30).rows
        return rows == tuple((party, other, number) for other in sorted(IDS) if other != party)

    for store in stores:
        with ThreadPoolExecutor(8) as users:
            assert all(users.map(one, [store] * 100, range(100)))
    whole(stores)
