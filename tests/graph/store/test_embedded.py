"""A snapshot as the embedded store answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import LookthroughError
from graph.snapshot import Snapshot
from graph.store import embedded, projection
from graph.store.base import Store, Value
from graph.store.embedded import EmbeddedStore
from tests.graph.store.small_world import small

WORLD = small(
    parties="""
id kind name status dissolved address jurisdiction
D company 甲公司 存续 - 上海市浦东新区张杨路500号1203室 CN
M company 乙公司 注销 2021-06 上海市浦东新区张杨路500号1203室 CN
W person 王某 - - - -
""",
    holdings="""
owner company share start end standing nature
M D 7/10 2015-01-01 - - legal
W D 1/4..1/2 2014 - alleged nominee
W M - - 2020-05 denied -
W M 1/3 2020-06-01 - - -
W M 1/3 2020-06-01 - - -
""",
    roles="person company role title start\nW D director 董事 2015-01-01",
    share_transfers="company from to share price reference_value currency date signed\nM D W 1/2 1 8000000.10 CNY - 2021-03",
    asset_transfers="asset from to price currency date\nH D W 5 CNY 2021-04-01",
    assets="""
id kind name owner share value currency
H real_estate 房屋 D 1/2 300 CNY
H real_estate - M 1/2 300 CNY
V vehicle 车 - - - -
""",
    payments="""
from to amount currency date count kind
D W 100.10 CNY 2021-01-05 - price
D W 100.10 CNY 2021-01-05 - price
D M 7 - - 3 -
""",
    relations="a b kind\nW D controls\nW V uses\nW Z uses",
    court_cases="number claimant defendant kind amount currency filed\n甲1号 - D dishonesty 9 CNY 2022-01-01\n甲2号 M D civil - - -",
    contracts="id from to kind amount currency date\nK1 D M loan 50 CNY 2020-01-01",
    encumbrances="""
asset kind holder start end authority
equity:M:D freeze - 2022-01-01 2025-01-01 某法院
H mortgage W 2020-01-01 - -
""",
    successions="predecessor successor kind date\nM D merger 2021-06-30",
    declarations="debtor asset value currency declared_on\nD H 100 CNY 2022-02-02",
)


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return EmbeddedStore.of(WORLD)


def one(store: Store, cypher: str, **parameters: Value) -> tuple[Value, ...]:
    (row,) = store.run(cypher, parameters).rows
    return row


def test_it_is_a_store_of_its_snapshot(store: EmbeddedStore) -> None:
    assert isinstance(store, Store)
    assert (store.name, store.snapshot) == ("embedded", WORLD.id)


def test_every_row_of_every_table_is_there(store: EmbeddedStore) -> None:
    found = {str(t): n for t, n in store.run("MATCH ()-[r]->() RETURN type(r) AS t, count(*) AS n", {}).rows}
    assert found == {
        "OWNS": 4, "SERVES": 1, "TRANSFERS": 2, "PAID": 3, "AGREED": 1, "RELATED": 2, "USES": 1, "SUED": 2,
        "SUCCEEDED_BY": 1, "HOLDS_TITLE": 2, "ENCUMBERS": 2, "DECLARED": 1, "AT": 2,
        # what a case is cut along besides: these speak of rows that stand above already
        "NEAR": 4, "GAVE": 1,
    }  # fmt: skip


def test_every_relationship_says_its_file_and_row(store: EmbeddedStore) -> None:
    rows = store.run("MATCH ()-[r]->() RETURN r.source, r.row, r.source_label, r.fact, r.standing", {}).rows
    assert all(all(cell for cell in row) for row in rows)
    cited = {(str(row[0]), int(str(row[1]))) for row in rows}
    lines = {t: f["_row"].to_list() for t, f in WORLD.tables.items() if t != "parties"}
    # The vehicle has no owner: it is a node and no relationship.
    assert cited >= {(f"{t}.csv", n) for t, ns in lines.items() for n in ns} - {("assets.csv", 4)}


def test_shares_stay_exact_beside_their_floats(store: EmbeddedStore) -> None:
    asked = (
        "MATCH (:Party {id: 'W'})-[r:OWNS]->(:Party {id: $c}) RETURN r.share, r.share_high, r.share_text ORDER BY r.row"
    )
    assert one(store, asked, c="D") == (0.25, 0.5, "1/4..1/2")
    assert store.run(asked, {"c": "M"}).rows == ((None, None, None), (1 / 3, 1 / 3, "1/3"))


def test_an_open_end_is_no_end(store: EmbeddedStore) -> None:
    """kglite answers r.end of a relationship without one with the name of the node at its end."""
    asked = "MATCH (:Party {id: 'M'})-[r:OWNS]->() RETURN r.ends, r.ends_first, r.ends_last, r.ends IS NULL"
    assert one(store, asked) == (None, None, None, True)


def test_a_partial_day_is_a_span_of_days(store: EmbeddedStore) -> None:
    asked = "MATCH ()-[r:OWNS]->() WHERE r.ends IS NOT NULL RETURN r.ends, r.ends_first, r.ends_last"
    assert one(store, asked) == ("2020-05", 18383, 18413)
    asked = "MATCH ()-[r:OWNS]->() WHERE r.starts = '2014' RETURN r.starts_first, r.starts_last"
    assert one(store, asked) == (16071, 16435)


def test_money_keeps_its_text(store: EmbeddedStore) -> None:
    asked = "MATCH ()-[t:TRANSFERS {kind: 'share'}]->() RETURN t.thing, t.company, t.price, t.reference_value_text, t.date, t.signed"
    assert one(store, asked) == ("M", "M", 1.0, "8000000.10", None, "2021-03")
    assert one(store, "MATCH ()-[t:TRANSFERS {kind: 'asset'}]->() RETURN t.thing, t.price_text") == ("H", "5")


def test_payments_alike_stay_two(store: EmbeddedStore) -> None:
    asked = "MATCH (:Party {id: 'D'})-[m:PAID]->(k) RETURN k.id, m.amount_text, m.count, m.row ORDER BY m.row"
    assert store.run(asked, {}).rows == (("W", "100.10", None, "2"), ("W", "100.10", None, "3"), ("M", "7", 3, "4"))


def test_somebody_not_named_is_nobody_else(store: EmbeddedStore) -> None:
    """A freeze without applicant and a dishonesty entry without claimant: two parties, named by no one."""
    rows = store.run("MATCH (p:Party {kind: 'not_named'}) RETURN p.id, p.name, p.row", {}).rows
    assert len({row[0] for row in rows}) == len(rows) == 2
    assert {(row[1], row[2]) for row in rows} == {(None, "2")}
    assert one(store, "MATCH (p:Party {kind: 'not_named'})-[e:ENCUMBERS]->(a) RETURN a.id, e.authority") == (
        "equity:M:D",
        "某法院",
    )


def test_a_stake_is_an_asset_with_company_and_owner(store: EmbeddedStore) -> None:
    asked = "MATCH (a:Asset {kind: 'equity'}) RETURN a.id, a.company, a.owner, a.name"
    assert one(store, asked) == ("equity:M:D", "M", "D", None)


def test_an_asset_of_two_owners_is_one_node_with_two_titles(store: EmbeddedStore) -> None:
    asked = "MATCH (p:Party)-[t:HOLDS_TITLE]->(a:Asset {id: 'H'}) RETURN p.id, t.share_text, a.name ORDER BY p.id"
    assert store.run(asked, {}).rows == (("D", "1/2", "房屋"), ("M", "1/2", "房屋"))
    assert one(store, "MATCH (a:Asset {id: 'V'}) RETURN a.name, a.row") == ("车", "4")


def test_use_of_an_asset_is_no_tie_between_parties(store: EmbeddedStore) -> None:
    assert one(store, "MATCH (:Party {id: 'W'})-[u:USES]->(a:Asset) RETURN a.id, u.kind") == ("V", "uses")
    rows = store.run("MATCH (:Party {id: 'W'})-[r:RELATED]->(b:Party) RETURN b.id ORDER BY b.id", {}).rows
    assert rows == (("D",), ("Z",))


def test_parties_at_one_address_meet_there(store: EmbeddedStore) -> None:
    asked = "MATCH (:Party {id: 'D'})-[:AT]->(c:Contact)<-[:AT]-(o:Party) WHERE o.id <> 'D' RETURN o.id, c.kind, c.name"
    assert one(store, asked) == ("M", "address", one(store, "MATCH (d:Party {id: 'D'}) RETURN d.address_key")[0])


def test_a_party_whose_sources_differ_shows_both() -> None:
    world = small(
        parties="id kind name status dissolved\nD company 甲公司 存续 2020-01-01\nD company 甲公司 注销 2021-06-15"
    )
    asked = "MATCH (d:Party {id: 'D'}) RETURN d.status, d.dissolved, d.dissolved_first, d.dissolved_last"
    assert one(EmbeddedStore.of(world), asked) == ("存续; 注销", "2020-01-01; 2021-06-15", 18262, 18793)


def test_a_row_of_a_workbook_says_its_sheet() -> None:
    world = small(holdings="owner company share _sheet\nA B 1/2 股东")
    assert one(EmbeddedStore.of(world), "MATCH ()-[r:OWNS]->() RETURN r.row") == ("股东!2",)


def test_an_empty_snapshot_answers_with_nothing() -> None:
    empty = EmbeddedStore.of(small())
    assert empty.run("MATCH (p:Party)-[r:OWNS]->(c) WHERE r.share > 0.5 RETURN p.id", {}).rows == ()


def test_rows_beyond_the_limit_are_cut_and_said(store: EmbeddedStore) -> None:
    asked = "MATCH (p:Party) RETURN p.id AS id ORDER BY id"
    found = store.run(asked, {}, limit_rows=2)
    assert [row[0] for row in found.rows] == ["D", "M"]
    assert found.truncated == "the first 2 of 7 rows"
    assert store.run(asked, {}, limit_rows=7).truncated is None
    assert found.records() == [{"id": "D"}, {"id": "M"}]


@pytest.mark.parametrize(
    ("cypher", "said"),
    [
        ("MATCH (p:Party {id: $nobody}) RETURN p.id", "nobody"),
        ("MATCH (p:Party) RETURN p.id ORDER", "cannot be run"),
        ("MATCH (p:Party) SET p.x = 1", "SET cannot be used"),
        ("UNWIND range(1, 9000) AS x UNWIND range(1, 9000) AS y RETURN x, y", "too many rows"),
    ],
)
def test_what_cannot_be_run_is_said_in_one_line(
    store: EmbeddedStore, cypher: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "WORK_UNITS", 100_000)
    with pytest.raises(LookthroughError) as fault:
        store.run(cypher, {}, timeout_seconds=20)
    assert said in str(fault.value)
    assert "\n" not in str(fault.value)


def test_time_is_limited() -> None:
    ring = "\n".join(f"P{i} P{j} 1/9" for i in range(9) for j in range(9) if i != j)
    dense = EmbeddedStore.of(small(holdings=f"owner company share\n{ring}"))
    with pytest.raises(LookthroughError, match=r"took longer than 0\.05 s|too many rows"):
        dense.run("MATCH (a:Party)-[:OWNS*1..15]->(b:Party) RETURN count(*) AS n", {}, timeout_seconds=0.05)


def test_values_are_never_read_as_query(store: EmbeddedStore) -> None:
    nasty = "D'}) DETACH DELETE (p) //"
    assert store.run("MATCH (p:Party {id: $id}) RETURN p.id", {"id": nasty}).rows == ()
    assert one(store, "RETURN $id AS id", id=nasty) == (nasty,)


def test_a_whole_node_comes_as_its_properties(store: EmbeddedStore) -> None:
    (node,) = one(store, "MATCH (p:Party {id: 'W'}) RETURN p")
    assert node == {
        "id": "W", "kind": "person", "name": "王某", "source": "parties.csv", "row": "4", "source_label": "registry",
        "standing": "recorded", "fact": node["fact"],  # type: ignore[index,call-overload]
    }  # fmt: skip


def test_several_threads_may_ask(store: EmbeddedStore) -> None:
    asked = "MATCH (:Party {id: $id})-[:OWNS*1..4]->(c) RETURN c.id AS id ORDER BY id"
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: store.run(asked, {"id": "W"}).rows, range(40)))
    assert set(answers) == {answers[0]}
    assert len(answers[0]) == 5


def test_the_same_snapshot_gives_the_same_frames() -> None:
    rows = [
        [n.frame for n in projection.nodes(w)] + [x.frame for x in projection.links(w)] for w in (WORLD, replace(WORLD))
    ]
    assert all(a.equals(b) for a, b in zip(*rows, strict=True))
    assert "rates" not in projection.tables()


HOLDING = st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 9)).filter(lambda h: h[0] != h[1])


@settings(max_examples=40, deadline=None)
@given(st.lists(HOLDING, min_size=1, max_size=9, unique=True))
def test_paths_are_those_that_a_walk_by_hand_finds(holdings: Sequence[tuple[int, int, int]]) -> None:
    store = EmbeddedStore.of(_held(holdings))
    asked = (
        "MATCH path = (:Party {id: 'P0'})<-[:OWNS*1..4]-(:Party) RETURN [r IN relationships(path) | r.share_text] AS s"
    )
    if all(0 not in h[:2] for h in holdings):
        assert store.run(asked, {}).rows == ()
        return
    answers = [row[0] for row in store.run(asked, {}).rows]
    found = sorted([Fraction(str(part)) for part in shares] for shares in answers if isinstance(shares, list))
    assert found == sorted(_walks(holdings, 0, ()))


def _held(holdings: Sequence[tuple[int, int, int]]) -> Snapshot:
    return small(holdings="owner company share\n" + "\n".join(f"P{a} P{b} {n}/{10}" for a, b, n in holdings))


def _walks(holdings: Sequence[tuple[int, int, int]], company: int, used: tuple[int, ...]) -> list[list[Fraction]]:
    """Every way up of one to four holdings, no holding twice."""
    if len(used) == 4:
        return []
    found = []
    for i, (owner, held, share) in enumerate(holdings):
        if held == company and i not in used:
            further = _walks(holdings, owner, (*used, i))
            found += [[Fraction(share, 10)], *[[Fraction(share, 10), *w] for w in further]]
    return found
