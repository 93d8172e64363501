"""What each engine is held to, and the gaps with their reason."""

from __future__ import annotations

import importlib.util
import inspect
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

import commands.owners
import commands.parties
import commands.queries
import commands.reports
import commands.screen
from casework.load import Import, bring_in
from casework.owners import owners_of
from casework.shelf import current
from graph.snapshot import Snapshot
from graph.store.address import Address
from graph.store.base import Store
from graph.store.neo4j import Server, connect
from graph.store.syncing import store_on, sync
from graph.store.workspace import Workspace
from graph.upstream import above
from graph.values import Share
from tests.servers.neo4j import PASSWORD, Running

pytestmark = pytest.mark.xdist_group("neo4j")
ROOT = Path(__file__).parents[2]
DAY = date(2026, 1, 1)

HELD: dict[str, str] = {
    "case": "tests.casework.test_server_desk:test_a_case_is_the_same_case_from_both",
    "neighbours and cuts of random worlds": "tests.casework.test_server_desk:test_random_worlds_have_the_same_neighbours_and_cuts",
    "leads and paths": "tests.casework.test_server_desk:test_reports_and_paths_are_the_same_bytes",
    "saved queries": "tests.queries.test_conformance:test_every_saved_query_answers_alike",
    "saved queries without an answer": "tests.queries.test_conformance:test_every_saved_query_is_silent_alike",
    "queries on random worlds": "tests.queries.test_conformance:test_random_graphs_answer_alike",
    "refusals": "tests.graph.store.test_injections:test_it_is_refused_by_both_in_the_same_line",
    "screening by Spark": "tests.casework.test_screening_spark:test_both_find_the_same_in_the_same_order",
    "owners' rows": "tests.queries.test_engines_agree:test_owners_rest_on_rows_that_the_server_holds_to_the_letter",
}
"""What is held equal, and the test that holds it."""

GAPS: dict[str, str] = {
    "owners": "exact fractions, which a server's floating point cannot hold",
    "screen": "whole tables at once: polars here, Spark beyond one machine",
}
"""Commands that no Neo4j server answers, and why; docs/engines.md says the same."""


@pytest.fixture(scope="module")
def server(neo4j_server: Running) -> Iterator[Server]:
    found = connect(Address(neo4j_server.uri, "neo4j", PASSWORD))
    found.write("MATCH (n) DETACH DELETE n")
    yield found
    found.close()


@pytest.fixture(scope="module")
def example(server: Server, tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, Store]:
    held = Workspace.at(tmp_path_factory.mktemp("engines") / "w")
    for name in ("construction", "shells", "hongkong"):
        bring_in(held, Import((ROOT / "examples" / name,), None, name), actor="test", at="2024-10-01T00:00:00Z")
    snapshot = current(held)
    sync(server, snapshot)
    return snapshot, store_on(server, snapshot.id)


@pytest.mark.parametrize("what", HELD)
def test_what_is_said_to_be_held_is_held_by_a_test(what: str) -> None:
    module, _, name = HELD[what].partition(":")
    spec = importlib.util.find_spec(module)
    assert spec is not None and spec.origin is not None
    assert f"\ndef {name}(" in Path(spec.origin).read_text("utf-8")


def test_every_command_that_answers_from_rows_names_its_store_or_its_reason() -> None:
    faces: dict[str, Callable[..., None]] = {
        "owners": commands.owners.owners, "paths": commands.parties.paths,
        "leads": commands.reports.leads, "screen": commands.screen.screen, "query": commands.queries.query_run,
    }  # fmt: skip
    without = {name for name, face in faces.items() if "store" not in inspect.signature(face).parameters}
    assert without == set(GAPS)
    told = " ".join((ROOT / "docs" / "engines.md").read_text("utf-8").split())
    for reason in GAPS.values():
        assert reason in told


def test_owners_rest_on_rows_that_the_server_holds_to_the_letter(example: tuple[Snapshot, Store]) -> None:
    """Every holding above a party, climbed on the server: the same holders, exact shares, files and rows."""
    snapshot, store = example
    companies = snapshot.parties.filter(snapshot.parties["kind"] == "company")["id"].to_list()
    rows = tall = 0
    for party in companies:
        case, left_out = above(snapshot, party, DAY)
        assert left_out == 0
        here = {(i.owner, i.company, i.share, i.place.source, str(i.place.line)) for i in case.interests}
        there = climbed(store, party)
        assert here == there, party
        rows += len(here)
        tall += any(company != party for _, company, *_ in there)
        heads = {head["holder"]["id"] for head in owners_of(snapshot, party, DAY)["ultimate"]}
        assert heads <= {row[0] for row in there} | {party}
    assert rows > 50 and tall > 0, "the examples hold too little to tell"


def climbed(store: Store, party: str) -> set[tuple[object, ...]]:
    """Holder, company, exact share, file and row of every holding above a party, level by level."""
    seen, frontier = {party}, {party}
    found: set[tuple[object, ...]] = set()
    while frontier:
        held = store.run(
            "MATCH (c:Party)<-[r:OWNS]-(o) WHERE c.id IN $ids RETURN o.id, c.id, r.share_text, r.source, r.row",
            {"ids": sorted(frontier)},
        ).rows
        ruled = store.run(
            "MATCH (c:Party)<-[r:RELATED]-(o) WHERE c.id IN $ids AND r.kind IN ['controls', 'trustee_of'] RETURN DISTINCT o.id",
            {"ids": sorted(frontier)},
        ).rows
        found |= {(o, c, Share.parse(str(s)) if s is not None else None, source, row) for o, c, s, source, row in held}
        frontier = {str(row[0]) for row in (*held, *ruled)} - seen
        seen |= frontier
    return found
