"""One case from both engines: the cut, leads and paths alike."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from casework.case_file import read_case
from casework.desk import cut_case, open_desk
from casework.load import Import, bring_in
from casework.server import desk_of_server
from casework.shelf import current
from graph.case import Debt, DebtClock, Debtor, cut
from graph.reach import Net, links
from graph.snapshot import Snapshot
from graph.store.address import Address
from graph.store.neo4j import Server, connect
from graph.store.server_net import ServerNet
from graph.store.syncing import store_on, sync
from graph.store.workspace import Workspace
from tests.called import Call, one_line
from tests.graph.store.small_world import small
from tests.queries.saved_world import MORE
from tests.queries.test_saved import WORLD
from tests.servers.neo4j import PASSWORD, Running

pytestmark = pytest.mark.xdist_group("neo4j")
ROOT = Path(__file__).parents[2]
TODAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def server(neo4j_server: Running) -> Iterator[Server]:
    found = connect(Address(neo4j_server.uri, "neo4j", PASSWORD))
    found.write("MATCH (n) DETACH DELETE n")
    yield found
    found.close()


@pytest.fixture(scope="module")
def place(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Three of the examples in a workspace, synced."""
    held = Workspace.at(tmp_path_factory.mktemp("server") / "w")
    for name in ("construction", "shells", "hongkong"):
        bring_in(held, Import((ROOT / "examples" / name,), None, name), actor="test", at="2024-10-01T00:00:00Z")
    sync(server, current(held))
    return held


@pytest.fixture
def named(place: Workspace, neo4j_server: Running, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    for name, value in {"URI": neo4j_server.uri, "USER": "neo4j", "PASSWORD": PASSWORD}.items():
        monkeypatch.setenv(f"LOOKTHROUGH_NEO4J_{name}", value)
    monkeypatch.setenv("LOOKTHROUGH_WORKSPACE", str(place.folder))
    return place


@pytest.mark.parametrize("case", ["construction", "shells", "hongkong"])
def test_a_case_is_the_same_case_from_both(named: Workspace, case: str) -> None:
    keys = read_case(ROOT / "examples" / "cases" / f"{case}.toml")
    with desk_of_server(named, {}) as desk:
        assert cut_case(desk, keys, TODAY) == cut_case(open_desk(named), keys, TODAY)


def test_reports_and_paths_are_the_same_bytes(named: Workspace, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOOKTHROUGH_WORKSPACE", str(named.folder))
    case = ROOT / "examples" / "cases" / "shells.toml"
    for store in ("embedded", "neo4j"):
        assert call("leads", case, "--out", store, "--formats", "json", "--store", store).code == 0
    assert Path("embedded/shells/leads.json").read_bytes() == Path("neo4j/shells/leads.json").read_bytes()
    one, two = (call("paths", "LJJS", "LJZY", "--store", store, "--json").value for store in ("embedded", "neo4j"))
    assert one == two and one["paths"]
    one_line(call("paths", "LJJS", "LJZY", "--store", "oracle"), "unknown store: oracle")


@pytest.mark.parametrize("world", [WORLD, MORE], ids=["first", "second"])
def test_every_party_of_the_query_worlds_has_the_same_neighbours(server: Server, world: Snapshot) -> None:
    same_everywhere(server, world)


def wild(seed: int) -> Snapshot:
    """A random world of every tie that a cut follows: gaps in each cell, stakes charged, uses of assets, a crowded address."""
    chance = random.Random(seed)
    ids = [f"P{n}" for n in range(16)]

    def some(*choices: str) -> str:
        return chance.choice(choices)

    def who(*gaps: str) -> str:
        return some(*ids, *gaps * 4)

    def lines(count: int, row: Callable[[], str]) -> str:
        return "\n".join(row() for _ in range(count))

    def party(name: str) -> str:
        licence = some("-", "-", "-", "registered_agent")
        return f"{name} {some('company', 'person', 'public_body')} 名{name} 临江路{chance.randint(1, 2)}号8室 {some('-', '0571-8800000')} {licence}"

    return small(
        parties="id kind name address phone licence\n" + "\n".join(map(party, ids)),
        holdings="owner company share\n" + lines(8, lambda: f"{who()} {who()} 1/2"),
        roles="person company role\n" + lines(5, lambda: f"{who()} {who()} director"),
        share_transfers="company from to share\n" + lines(6, lambda: f"{who()} {who()} {who()} 1/5"),
        assets="id kind name owner\n" + lines(4, lambda: f"{some('A1', 'A2')} vehicle 车 {who()}"),
        asset_transfers="asset from to\n" + lines(4, lambda: f"{some('A1', 'A2', 'A3')} {who()} {who()}"),
        payments="from to amount currency\n" + lines(5, lambda: f"{who()} {who()} 5 CNY"),
        contracts="id kind from to\n" + "\n".join(f"K{n} loan {who()} {who()}" for n in range(3)),
        encumbrances="asset kind holder\n"
        + lines(4, lambda: f"{some('A1', f'equity:{who()}:{who()}')} pledge {who('-')}"),
        relations="a b kind\n" + lines(4, lambda: f"{who()} {some(*ids, 'A1')} {some('uses', 'sibling')}"),
        court_cases="number kind claimant defendant\n" + "\n".join(f"N{n} civil {who('-')} {who()}" for n in range(3)),
        successions="predecessor successor kind\n" + lines(2, lambda: f"{who()} {who()} merger"),
    )


@pytest.mark.parametrize("seed", range(6))
def test_random_worlds_have_the_same_neighbours_and_cuts(server: Server, seed: int) -> None:
    same_everywhere(server, wild(seed))


def same_everywhere(server: Server, snapshot: Snapshot) -> None:
    """Laid over what the server held before: those who ask for the examples come first in this file."""
    sync(server, snapshot)
    store = store_on(server, snapshot.id)
    own = links(snapshot)
    asked = ServerNet(store, snapshot, own.rows)
    asked.fetch(range(own.parties))
    for party in range(own.parties):
        assert labels(asked, party) == labels(own, party), snapshot.parties["id"][party]
    for number, party in enumerate(snapshot.parties["id"].to_list()[:6]):
        debt = Debt("d", "d", (Debtor(party),), DebtClock(), TODAY)
        fresh = ServerNet(store, snapshot, own.rows)
        assert cut(snapshot, fresh, debt, hops=1 + number % 4) == cut(snapshot, own, debt, hops=1 + number % 4)


def labels(net: Net, node: int) -> set[object]:
    near = net.neighbours(node).tolist()
    assert len(near) == len(set(near)) and node not in near
    return {n if n < net.parties else net.things[n - net.parties] for n in near}
