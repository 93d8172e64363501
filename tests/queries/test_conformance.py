"""One answer from every engine: embedded and Neo4j."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

import pytest

from graph.errors import LookthroughError
from graph.snapshot import Snapshot
from graph.store.address import Address
from graph.store.base import Rows, Store
from graph.store.embedded import EmbeddedStore
from graph.store.neo4j import Neo4jStore, Server, connect
from graph.store.suffix import mark
from graph.store.syncing import keep, store_on, sync
from queries.saved import SavedQuery, ask, saved_queries
from tests.graph.store.small_world import small
from tests.queries.saved_world import MORE
from tests.queries.test_saved import ALL_EXAMPLES, EXAMPLES, WORLD
from tests.servers.neo4j import PASSWORD, Running

pytestmark = pytest.mark.xdist_group("neo4j")


@pytest.fixture(scope="module")
def server(neo4j_server: Running) -> Iterator[Server]:
    found = connect(Address(neo4j_server.uri, "neo4j", PASSWORD))
    found.write("MATCH (n) DETACH DELETE n")
    yield found
    found.close()


@pytest.fixture(scope="module")
def stores(server: Server) -> dict[str, tuple[Store, Store]]:
    """Each world on both engines: one live on the server, the other kept beside it."""
    sync(server, WORLD)
    keep(server, MORE)
    live, kept = store_on(server, WORLD.id), Neo4jStore(MORE.id, server, mark(MORE.id))
    return {"first": (EmbeddedStore.of(WORLD), live), "second": (EmbeddedStore.of(MORE), kept)}


def same(one: Rows, two: Rows) -> None:
    """Columns, rows and their order; numbers by value."""
    assert one.columns == two.columns
    assert one.rows == two.rows


@pytest.mark.parametrize("query", saved_queries(), ids=lambda q: q.name)
def test_every_saved_query_answers_alike(query: SavedQuery, stores: dict[str, tuple[Store, Store]]) -> None:
    embedded, neo4j = stores["first" if query.name in EXAMPLES else "second"]
    answers = [ask(query, store, ALL_EXAMPLES[query.name]) for store in (embedded, neo4j)]
    assert answers[0].rows
    same(*answers)


@pytest.mark.parametrize("query", saved_queries(), ids=lambda q: q.name)
def test_every_saved_query_is_silent_alike(query: SavedQuery, stores: dict[str, tuple[Store, Store]]) -> None:
    """Put to the other world, where most have nothing to say."""
    embedded, neo4j = stores["second" if query.name in EXAMPLES else "first"]
    given = {p.name: ALL_EXAMPLES[query.name].get(p.name, p.default or "") for p in query.parameters}
    given |= {p.name: "W" for p in query.parameters if p.type == "party" and given[p.name] not in ("D", "W")}
    same(*(ask(query, store, given) for store in (embedded, neo4j)))


SHAPES = (
    "MATCH (a:Party {id: $id})<-[r:OWNS*1..4]-(b) RETURN b.id AS b, count(*) AS n ORDER BY b",
    "MATCH (a:Party {id: $id})-[:PAID]->(b)-[:PAID]->(c) WHERE c.id <> a.id RETURN b.id AS b, c.id AS c, count(*) AS n ORDER BY b, c",
    "MATCH (a:Party)-[r:OWNS]->(b) WHERE r.share >= 0.5 RETURN a.id AS a, b.id AS b, r.share_text AS s ORDER BY a, b, s",
    "MATCH (a:Party)-[r:OWNS]->(b) WITH b, sum(r.share) AS s, count(r) AS n RETURN b.id AS b, round(s * 1000) AS s, n ORDER BY b",
    "MATCH (a:Party {id: $id}) OPTIONAL MATCH (a)-[r:PAID]->(b) RETURN b.id AS other, r.amount_text AS m ORDER BY other, m",
    "MATCH (a:Party) WHERE NOT (a)-[:OWNS]->(:Party) RETURN a.id AS a ORDER BY a",
    "MATCH (a:Party {id: $id})-[:OWNS|PAID*2..3]->(b:Party) RETURN DISTINCT b.id AS b ORDER BY b",
    "MATCH (a:Party)-[r:PAID]->(b) WHERE r.date_first >= 18000 AND r.date_last < 18200 RETURN a.id AS a, b.id AS b, r.date AS d ORDER BY a, b, d",
    "MATCH p = (a:Party {id: $id})-[:OWNS*1..5]->(a) RETURN [n IN nodes(p) | n.id] AS ring ORDER BY ring",
    "MATCH (a:Party)-[r:OWNS|PAID]->(b) RETURN type(r) AS t, count(*) AS n ORDER BY t",
)


def wild(seed: int) -> Snapshot:
    """A random multigraph with rings, parallel ties, unknown shares and partial dates."""
    chance = random.Random(seed)
    ids = [f"P{n}" for n in range(9)]
    shares = ["-", "1/2", "1/3", "1/4..1/2", "7/10"]
    days = ["-", "2019", "2019-05", "2019-06-01", "2020-01-31"]
    held = [
        f"{chance.choice(ids)} {chance.choice(ids)} {chance.choice(shares)} {chance.choice(days)}" for _ in range(16)
    ]
    paid = [
        f"{chance.choice(ids)} {chance.choice(ids)} {chance.randint(1, 9)} CNY {chance.choice(days)}" for _ in range(14)
    ]
    return small(
        parties="id kind name\n" + "\n".join(f"{x} company 公司{x}" for x in ids),
        holdings="owner company share start\n" + "\n".join(held),
        payments="from to amount currency date\n" + "\n".join(paid),
    )


@pytest.mark.parametrize("seed", range(6))
def test_random_graphs_answer_alike(seed: int, server: Server) -> None:
    snapshot = wild(seed)
    sync(server, snapshot)
    embedded, neo4j = EmbeddedStore.of(snapshot), store_on(server, snapshot.id)
    for shape in SHAPES:
        given = {"id": f"P{seed}"} if "$id" in shape else {}
        one, two = embedded.run(shape, given), neo4j.run(shape, given)
        assert one.columns == two.columns
        assert Counter(map(repr, one.rows)) == Counter(map(repr, two.rows)), shape


@pytest.mark.parametrize(
    "cypher", ["MATCH (n:Party) SET n.x = 1 RETURN n", "CALL db.labels() YIELD label RETURN label"]
)
def test_both_refuse_alike(cypher: str, stores: dict[str, tuple[Store, Store]]) -> None:
    said = []
    for store in stores["first"]:
        with pytest.raises(LookthroughError) as fault:
            store.run(cypher, {})
        said.append(str(fault.value))
    assert said[0] == said[1]
