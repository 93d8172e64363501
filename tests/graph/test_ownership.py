"""Integrated ownership against exact known graphs."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.certified import column_between, net_between
from graph.ownership import bounds, integrated
from graph.rings import Chain, Stakes, chains, exact_inverse, holds, simple_sums, strong_components

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "ownership_cases.json").read_text("utf-8"))
EXACT = [case for case in CASES if "integrated_net" in case["expect"]]
BANDS = [case for case in CASES if "interval" in case["expect"]]
F = Fraction


def stakes_of(edges: list[list[Any]]) -> dict[tuple[str, str], Fraction]:
    return {(owner, company): F(share) for owner, company, share in edges}


def band_ends(edges: list[list[Any]]) -> tuple[Stakes, Stakes]:
    ends = [[share, share] if isinstance(share, str) else share for _, _, share in edges]
    pairs = [(owner, company) for owner, company, _ in edges]
    low = {pair: F(end[0]) for pair, end in zip(pairs, ends, strict=True)}
    return low, {pair: F(end[1]) for pair, end in zip(pairs, ends, strict=True)}


def in_fractions(table: dict[str, dict[str, str]]) -> dict[str, dict[str, Fraction]]:
    return {owner: {company: F(share) for company, share in row.items()} for owner, row in table.items()}


@st.composite
def registers(draw: st.DrawFn) -> dict[tuple[str, str], Fraction]:
    """Firms A–F with holders among the firms and persons P–R; rings, treasury shares and closed rings occur."""
    stakes: dict[tuple[str, str], Fraction] = {}
    for company in draw(st.lists(st.sampled_from("ABCDEF"), unique=True, max_size=6)):
        parts = draw(st.dictionaries(st.sampled_from("ABCDEFPQR"), st.integers(1, 40), min_size=1, max_size=4))
        whole = sum(parts.values()) + draw(st.sampled_from([0, 0, 1, 30]))
        stakes |= {(owner, company): F(part, whole) for owner, part in parts.items()}
    return stakes


def test_the_fixture_holds_every_kind_of_graph() -> None:
    assert (len(CASES), len(EXACT), len(BANDS)) == (34, 26, 5)


@pytest.mark.parametrize("case", EXACT, ids=lambda case: case["name"])
def test_net_and_path_sums_are_exact(case: dict[str, Any]) -> None:
    owned = integrated(stakes_of(case["edges"]))
    expect = case["expect"]
    for person, row in in_fractions(expect["integrated_net"]).items():
        assert owned.holdings_of(person) == row
        assert {company: owned.net(person, company) for company in row} == row
        assert {company: owned.gross(person, company) for company in row} == row
        assert {company: owned.stakes_in(company)[person] for company in row} == row
    for person, row in in_fractions(expect["path_product_sum"]).items():
        assert {company: owned.path_sum(person, company) for company in row} == row
    for company, share in expect.get("self_ownership", {}).items():
        assert owned.self_ownership(company) == owned.net(company, company) == F(share)
    for company, total in expect["column_sum_of_persons"].items():
        assert sum(owned.outside_owners(company).values()) == F(total)
        assert owned.unknown(company) == 1 - F(total)
    assert (owned.assumptions, owned.closed_rings) == ((), ())


@pytest.mark.parametrize("case", BANDS, ids=lambda case: case["name"])
def test_bands_give_intervals_never_mid_points(case: dict[str, Any]) -> None:
    low, high = band_ends(case["edges"])
    for person, row in case["expect"]["interval"].items():
        for company, ends in row.items():
            bottom, top = bounds(low, high, person, company)
            if case["name"] == "residual-unknown":  # exact shares: what nobody is recorded to hold may be the person's
                assert bottom == top == F(ends[0])
                assert bottom + integrated(low).unknown(company) == F(ends[1])
            else:
                assert [bottom, top] == [F(end) for end in ends]


def test_the_others_low_ends_lower_a_high_end() -> None:
    low = {("P", "A"): F(1, 4), ("Q", "A"): F(3, 5)}
    high = {("P", "A"): F(1, 2), ("Q", "A"): F(3, 4)}
    assert bounds(low, high, "P", "A") == (F(1, 4), F(2, 5))
    owned = {("X", "P"): F(1)}
    assert bounds(low | owned, high | owned, "P", "A") == (F(1, 4), F(2, 5)), "also for a holder that is itself owned"


def test_a_ring_whose_high_ends_cannot_all_hold_still_has_bounds() -> None:
    low = {("A", "B"): F(1, 2), ("B", "A"): F(1, 2), ("P", "A"): F(1, 10), ("Q", "B"): F(1, 10)}
    bottom, top = bounds(low, dict.fromkeys(low, F(1)), "P", "A")
    assert bottom == integrated(low).net("P", "A")
    assert bottom < top <= 1 - F(1, 15)


def test_gross_of_a_ring_member_counts_the_loop_and_net_does_not() -> None:
    case = next(case for case in CASES if case["name"] == "cross-holding-two")
    owned = integrated(stakes_of(case["edges"]))
    assert (owned.gross("A", "B"), owned.net("A", "B")) == (F(15, 44), F(3, 10))
    assert owned.rings == (("A", "B"),)


def test_a_closed_ring_has_no_figures_and_its_neighbours_keep_theirs() -> None:
    ring = {("A", "B"): F(1), ("B", "A"): F(1)}
    owned = integrated(ring | {("A", "T"): F(3, 5), ("P", "T"): F(2, 5), ("B", "U"): F(1), ("P", "Z"): F(1)})
    assert owned.closed_rings == owned.rings == (("A", "B"),)
    assert owned.net("A", "B") is owned.net("P", "A") is owned.self_ownership("A") is owned.net("A", "T") is None
    assert owned.net("P", "U") is owned.gross("B", "U") is None
    assert owned.net("P", "T") == owned.path_sum("P", "T") == F(2, 5)
    assert owned.unknown("T") == F(3, 5)
    assert owned.unknown("A") == 1
    assert owned.holdings_of("A") == owned.stakes_in("B") == {}
    assert owned.path_sum("A", "T") == F(3, 5)
    assert owned.net("A", "Z") == 0


def test_a_ring_with_the_smallest_leak_is_not_closed() -> None:
    owned = integrated({("A", "B"): F(1), ("B", "A"): F(999_999, 1_000_000)})
    assert owned.closed_rings == ()
    assert owned.unknown("A") == 1
    assert owned.net("B", "A") == F(999_999, 1_000_000)


def test_a_firm_that_holds_all_of_itself_is_a_closed_ring() -> None:
    assert integrated({("A", "A"): F(1)}).closed_rings == (("A",),)
    assert integrated({("A", "A"): F(1, 2)}).closed_rings == ()


def test_shares_above_the_whole_in_a_ring_are_scaled_and_said() -> None:
    owned = integrated({("A", "B"): F(1), ("B", "A"): F(1), ("P", "A"): F(1)})
    assert owned.assumptions == (("A", F(2)),)
    assert owned.net("P", "A") == 1
    assert owned.net("B", "A") == F(1, 2)


def test_shares_above_the_whole_that_can_be_solved_stay_as_recorded() -> None:
    owned = integrated({("P", "A"): F(3, 5), ("Q", "A"): F(3, 5), ("A", "B"): F(1, 2)})
    assert (owned.assumptions, owned.over_whole) == ((), (("A", F(6, 5)),))
    assert owned.net("P", "B") == F(3, 10)
    assert owned.unknown("A") == 0


def test_an_exact_quarter_is_a_quarter() -> None:
    stakes = {("P", "A"): F("0.35"), ("A", "T"): F("0.7"), ("P", "B"): F("0.05"), ("B", "T"): F("0.1")}
    assert integrated(stakes).net("P", "T") == F(1, 4)
    assert 0.35 * 0.7 + 0.05 * 0.1 < 0.25, "floats would lose this owner"


def test_who_is_not_in_the_rows_owns_nothing() -> None:
    owned = integrated({("P", "A"): F(1)})
    assert owned.net("X", "A") == owned.net("P", "X") == owned.path_sum("X", "A") == owned.path_sum("P", "X") == 0
    assert owned.holdings_of("X") == owned.stakes_in("X") == {}
    assert integrated({}).components == ()


def dense_core(firms: int, holders: int) -> dict[tuple[str, str], Fraction]:
    """Firms C0… that hold one another, each with an outside owner P0… of what is left."""
    dice = Random(firms)
    stakes: dict[tuple[str, str], Fraction] = {}
    for number in range(firms):
        left = 10_000
        for other in dice.sample([n for n in range(firms) if n != number], holders):
            part = dice.randint(1, left // 3)
            stakes[f"C{other}", f"C{number}"] = F(part, 10_000)
            left -= part
        stakes[f"P{number}", f"C{number}"] = F(left, 10_000)
    return stakes


def test_a_dense_core_is_solved_exactly() -> None:
    owned = integrated(dense_core(300, 12))
    assert [len(ring) for ring in owned.rings] == [300]
    assert sum(owned.outside_owners("C0").values()) == 1
    assert owned.holdings_of("P7")["C0"] == owned.outside_owners("C0")["P7"], "row and column are solved apart"
    assert owned.path_sum("P0", "C1") is None, "too many simple chains to add up"


@pytest.mark.parametrize("firms", [9, 12, 20])
def test_lifting_and_elimination_agree(firms: int, monkeypatch: pytest.MonkeyPatch) -> None:
    stakes = dense_core(firms, 4) | {("C1", "C1"): F(1, 10**7)}
    lifted = integrated(stakes)
    monkeypatch.setattr("graph.knots.FEW", 1_000)
    eliminated = integrated(stakes)
    for party in sorted({owner for owner, _ in stakes}):
        assert lifted.holdings_of(party) == eliminated.holdings_of(party)
    assert lifted.stakes_in("C2") == eliminated.stakes_in("C2")


def test_a_chain_longer_than_the_interpreters_stack() -> None:
    stakes = {(f"L{step:04}", f"L{step + 1:04}"): F(99, 100) for step in range(2_000)}
    assert integrated(stakes).net("L0000", "L2000") == F(99, 100) ** 2_000


def long_ring() -> dict[tuple[str, str], Fraction]:
    stakes = {(f"L{step:03}", f"L{(step + 1) % 200:03}"): F(9, 10) for step in range(200)}
    return stakes | {("P", "L000"): F(1, 10), ("L050", "T"): F(1, 2), ("P", "T"): F(1, 4), ("Q", "T"): F(1, 4)}


def test_a_ring_too_large_for_fractions_is_named_and_given_between_sure_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = integrated(long_ring())
    monkeypatch.setattr("graph.ownership.RING_MEMBERS", 100)
    owned = integrated(long_ring())
    assert owned.unsolved_rings == owned.rings == exact.rings
    assert [len(ring) for ring in owned.rings] == [200]
    assert (
        owned.net("P", "T") is owned.net("P", "L003") is owned.net("L001", "T") is owned.self_ownership("L001") is None
    )
    assert owned.stakes_in("T") == {"Q": F(1, 4)}
    assert (owned.unknown("T"), owned.unknown("L007")) == (F(3, 4), F(1))
    assert owned.net("Q", "L003") == 0
    assert owned.holdings_of("Q") == {"T": F(1, 4)}
    assert owned.holdings_of("P") == owned.holdings_of("L003") == {}
    for owner, company in [("P", "T"), ("P", "L003"), ("L001", "T"), ("Q", "T")]:
        ends, true = net_between(owned, owner, company), exact.net(owner, company)
        assert ends is not None and true is not None
        assert ends[0] <= true <= ends[1] <= ends[0] + F(1, 10**12)


def test_sure_ends_hold_the_exact_answer_in_a_dense_core(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = integrated(dense_core(40, 6)).stakes_in("C0")
    monkeypatch.setattr("graph.ownership.RING_MEMBERS", 10)
    owned = integrated(dense_core(40, 6))
    column = column_between(owned, "C0")
    assert column is not None
    assert all(low <= exact[p] <= high <= low + F(1, 10**12) for p, (low, high) in column.items() if p[0] == "P")


def test_a_near_closed_ring_of_many_is_exact() -> None:
    """A leak of one in a million million: floats come no nearer than a few digits, the answer is whole."""
    stakes = {(f"L{step}", f"L{(step + 1) % 12}"): F(1) for step in range(11)}
    stakes |= {("L11", "L0"): 1 - F(1, 10**12), ("P", "L0"): F(1, 10**12)}
    owned = integrated(stakes)
    assert owned.outside_owners("L5") == {"P": F(1)}
    assert owned.self_ownership("L5") == 1 - F(1, 10**12)


@settings(max_examples=150, deadline=None)
@given(registers())
def test_known_and_unknown_owners_make_the_whole(stakes: dict[tuple[str, str], Fraction]) -> None:
    owned = integrated(stakes)
    for company in sorted({company for _, company in stakes}):
        known = owned.outside_owners(company)
        assert sum(known.values(), F(0)) + owned.unknown(company) == 1
        assert all(0 < share <= 1 for share in owned.stakes_in(company).values())


@settings(max_examples=100, deadline=None)
@given(registers())
def test_net_shares_obey_their_own_recursion(stakes: dict[tuple[str, str], Fraction]) -> None:
    """W_ij = A_ij + sum over k other than i of W_ik A_kj, the definition that knows nothing of matrices."""
    owned = integrated(stakes)
    closed = {party for ring in owned.closed_rings for party in ring}
    for owner in sorted({owner for owner, _ in stakes} - closed):
        row = owned.holdings_of(owner)
        for company in row:
            through = (share * row.get(k, F(0)) for (k, held), share in stakes.items() if held == company)
            assert row[company] == stakes.get((owner, company), F(0)) + sum(through, F(0))


@settings(max_examples=100, deadline=None)
@given(registers(), st.permutations("ABCDEFPQR"))
def test_names_and_order_change_nothing(stakes: dict[tuple[str, str], Fraction], order: list[str]) -> None:
    new = dict(zip("ABCDEFPQR", order, strict=True))
    renamed = integrated({(new[owner], new[company]): share for (owner, company), share in reversed(stakes.items())})
    owned = integrated(stakes)
    for company in sorted({company for _, company in stakes}):
        moved = {new[owner]: share for owner, share in owned.stakes_in(company).items()}
        assert renamed.stakes_in(new[company]) == moved
        assert renamed.self_ownership(new[company]) == owned.self_ownership(company)


@settings(max_examples=60, deadline=None)
@given(registers())
def test_an_unrelated_firm_changes_nothing(stakes: dict[tuple[str, str], Fraction]) -> None:
    more = integrated(stakes | {("Y", "W"): F(1, 2), ("W", "Y"): F(1), ("F", "W"): F(1, 2)})
    owned = integrated(stakes)
    for company in sorted({company for _, company in stakes}):
        assert more.stakes_in(company) == owned.stakes_in(company)
        assert more.unknown(company) == owned.unknown(company)


@settings(max_examples=100, deadline=None)
@given(registers())
def test_simple_chains_agree_with_networkx(stakes: dict[tuple[str, str], Fraction]) -> None:
    graph = nx.DiGraph()
    graph.add_edges_from((*pair, {"share": share}) for pair, share in stakes.items())
    owned = integrated(stakes)
    for owner, company in [(a, b) for a in sorted(graph) for b in sorted(graph) if a != b]:
        products = {}
        for path in nx.all_simple_paths(graph, owner, company):
            product = F(1)
            for a, b in pairwise(path):
                product *= stakes[a, b]
            products[tuple(path)] = product
        assert owned.path_sum(owner, company) == sum(products.values(), F(0))
        listed, cut = chains(stakes, owner, company, 1_000)
        assert not cut
        assert {chain.parties: chain.share for chain in listed} == products
        assert [chain.share for chain in listed] == sorted(products.values(), reverse=True)
        if nx.is_directed_acyclic_graph(graph):
            assert owned.net(owner, company) == owned.gross(owner, company) == sum(products.values(), F(0))


@settings(max_examples=60, deadline=None)
@given(registers())
def test_components_agree_with_networkx(stakes: dict[tuple[str, str], Fraction]) -> None:
    links = holds(stakes)
    parties = sorted({party for pair in stakes for party in pair})
    found = strong_components(links, parties)
    expected = nx.strongly_connected_components(nx.DiGraph(list(stakes)))
    assert sorted(found) == sorted(tuple(sorted(component)) for component in expected)
    place = {party: at for at, members in enumerate(found) for party in members}
    assert all(place[owner] >= place[company] for owner, company in stakes)


def test_chains_come_strongest_first_and_say_when_cut() -> None:
    stakes = {
        ("P", "A"): F(1, 2),
        ("A", "T"): F(1, 5),
        ("P", "B"): F(3, 10),
        ("B", "T"): F(3, 10),
        ("P", "T"): F(1, 10),
    }
    assert chains(stakes, "P", "T", 2) == ([Chain(("P", "T"), F(1, 10)), Chain(("P", "A", "T"), F(1, 10))], True)
    assert [chain.share for chain in chains(stakes, "P", "T", 3)[0]] == [F(1, 10), F(1, 10), F(9, 100)]
    assert chains(stakes, "P", "T", 3)[1] is False
    assert chains(stakes, "T", "P", 3) == chains(stakes, "T", "T", 3) == ([], False)


def test_chains_through_a_dense_core_are_cut_and_the_best_is_kept() -> None:
    firms = [f"C{number:02}" for number in range(14)]
    stakes = {(a, b): F(1, 20) for a in firms for b in firms if a != b} | {("P", "C00"): F(1, 3)}
    listed, cut = chains(stakes, "P", "C13", 20)
    assert cut
    assert listed[0] == Chain(("P", "C00", "C13"), F(1, 60))
    assert len(listed) == 20


def test_simple_sums_stop_at_their_ceiling() -> None:
    links = {"A": {"B": F(1, 2)}, "B": {"A": F(1, 2)}}
    assert simple_sums("A", frozenset("AB"), links, 1) == {"A": F(1), "B": F(1, 2)}
    assert simple_sums("A", frozenset("AB"), links, 0) is None


def test_a_ring_that_grows_at_every_round_has_no_inverse() -> None:
    assert exact_inverse(("A", "B"), {"A": {"B": F(2)}, "B": {"A": F(1)}}) is None
    assert exact_inverse(("A", "B"), {"A": {"B": F(2)}, "B": {"A": F(1, 4)}}) is not None
