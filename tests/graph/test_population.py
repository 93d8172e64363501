"""Whole-register kernels against the exact rooms."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import graph.register
import graph.ring_blocks
from graph.control import controls
from graph.near_lines import LINES, beside_lines
from graph.ownership import integrated
from graph.population import Population
from tests.graph.registers import Stakes, population, random_control, random_stakes

F = Fraction
CASES = json.loads((Path(__file__).parent / "ownership_cases.json").read_text(encoding="utf-8"))


def near(found: dict[str, float], exact: dict[str, Fraction]) -> bool:
    """The same parties, each within 1e-12 of the exact share, or of it in proportion where rounds add up above the whole."""
    assert found.keys() == exact.keys()
    return all(abs(found[p] - float(exact[p])) <= 1e-12 * max(1.0, float(exact[p])) for p in exact)


def agrees(
    stakes: Stakes, never: frozenset[str] = frozenset(), told: frozenset[tuple[str, str]] = frozenset()
) -> Population:
    """Every figure of every party, up and down."""
    everybody, exact = population(stakes, never=never, told=told), integrated(stakes)
    votes = controls(stakes, never_control=never, recorded=told)
    for party in everybody.ids.to_list():
        assert near(everybody.stakes_in(party), exact.stakes_in(party))
        assert near(everybody.holdings_of(party), exact.holdings_of(party))
        assert near(everybody.ultimate_owners(party), exact.outside_owners(party))
        assert abs(everybody.unknown(party) - float(exact.unknown(party))) <= 1e-12
        own = exact.self_ownership(party)
        assert near({"": everybody.self_ownership(party) or 0.0}, {"": own or F(0)})
        assert (everybody.self_ownership(party) is None) == (own is None)
        assert {c.company: c.votes for c in everybody.controlled_by(party)} == votes.of(party)
        led = [(c.head, c.votes) for c in votes.controllers_of(party)]
        assert [(c.head, c.votes) for c in everybody.controllers_of(party)] == led
    assert {ring.members for ring in everybody.rings()} == set(exact.rings)
    assert {ring.members for ring in everybody.rings() if ring.closed} == set(exact.closed_rings)
    assert tuple((company, total) for company, total, scaled in everybody.over_whole() if scaled) == exact.assumptions
    assert tuple((company, total) for company, total, _ in everybody.over_whole()) == exact.over_whole
    return everybody


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_random_registers_with_rings_agree_with_exact_fractions(first: int) -> None:
    for seed in range(first, first + 50):
        stakes = random_stakes(seed)
        parties = sorted({p for pair in stakes for p in pair})
        told = random_control(seed, parties) if seed % 5 < 3 else frozenset()
        agrees(stakes, frozenset({parties[-1]}) if seed % 2 else frozenset(), told)


def test_each_random_register_has_something_to_find() -> None:
    rings = [integrated(random_stakes(seed)) for seed in range(300)]
    assert sum(bool(owned.rings) for owned in rings) > 150
    assert sum(bool(owned.closed_rings) for owned in rings) > 20
    assert sum(bool(owned.assumptions) for owned in rings) > 3


@pytest.mark.parametrize("case", [c for c in CASES if "edges" in c], ids=lambda c: str(c["name"]))
def test_the_published_graphs_agree_with_exact_fractions(case: dict[str, Any]) -> None:
    stakes: Stakes = {}
    for owner, company, share in case["edges"]:
        if isinstance(share, str):
            stakes[owner, company] = stakes.get((owner, company), F(0)) + F(share)
    if stakes:
        agrees(stakes)


# --- lines --------------------------------------------------------------------------------------------------------


def test_a_quarter_that_floats_lose_is_a_quarter() -> None:
    stakes = {
        ("P", "A"): F(35, 100),
        ("A", "T"): F(7, 10),
        ("P", "B"): F(5, 100),
        ("B", "T"): F(1, 10),
        ("Q", "T"): F(1, 5),
    }
    assert 0.35 * 0.7 + 0.05 * 0.1 < 0.25
    everybody = population(stakes)
    assert everybody.ultimate_owners("T")["P"] == 0.25
    assert everybody.at_least("P", "T", F(1, 4)) is True
    above = everybody.stakes_frame(F(1, 4))
    held = {(everybody.ids[o], everybody.ids[c]) for o, c, _, _ in above.rows()}
    assert held == {("P", "A"), ("P", "T")}


def test_just_below_a_line_stays_below() -> None:
    little = F(1, 10**17)
    stakes = {("P", "A"): F(1, 2), ("A", "T"): F(1, 2) - little, ("Q", "T"): F(1, 3) + little, ("P", "B"): F(1, 3)}
    everybody = population(stakes)
    assert everybody.ultimate_owners("T")["P"] < 0.25
    assert everybody.at_least("P", "T", F(1, 4)) is False
    assert everybody.at_least("P", "T", F(1, 4) - little) is True
    assert everybody.at_least("Q", "T", F(1, 3)) is True
    assert everybody.at_least("P", "B", F(1, 3)) is True


def test_a_line_through_a_ring_is_decided() -> None:
    """Half of A's holders stand in a ring: P has exactly half, in floats a little more or less."""
    ring = {("P", "A"): F(2, 7), ("B", "A"): F(3, 7), ("A", "B"): F(1), ("Q", "A"): F(2, 7)}
    everybody = population(ring)
    assert everybody.ultimate_owners("A") == {"P": 0.5, "Q": 0.5}
    assert everybody.at_least("P", "B", F(1, 2)) is True


@pytest.mark.parametrize("line", LINES)
def test_floats_beside_a_line(line: Fraction) -> None:
    below, above = line - F(1, 10**30), line + F(1, 10**30)
    assert beside_lines(below) < float(line) == beside_lines(line) < beside_lines(above)


def test_random_stakes_fall_on_the_right_side_of_every_line() -> None:
    """Round shares, as registers have them: many sums lie on a line."""
    met = 0
    for seed in range(60):
        rng = random.Random(seed)
        stakes: Stakes = {}
        for company in range(3, 12):
            for holder in rng.sample(range(company), 3):
                stakes[f"{holder:02}", f"{company:02}"] = F(rng.choice((5, 10, 20, 25, 30, 35)), 100)
        everybody, exact = population(stakes), integrated(stakes)
        assert not everybody.register.rough.any()
        for party in everybody.ids.to_list():
            owners = exact.outside_owners(party)
            for owner, share in everybody.ultimate_owners(party).items():
                assert [share >= float(line) for line in LINES] == [owners[owner] >= line for line in LINES]
                met += owners[owner] in LINES and (owner, party) not in stakes
    assert met > 5


def test_a_line_that_was_not_decided_is_refused() -> None:
    with pytest.raises(ValueError, match="none of the lines"):
        population({("P", "A"): F(1, 2)}).stakes_frame(F(2, 7))


# --- votes --------------------------------------------------------------------------------------------------------


def test_exactly_half_is_no_control_and_a_trifle_more_is() -> None:
    little = F(1, 10**18)
    assert population({("P", "A"): F(1, 2), ("Q", "A"): F(1, 2)}).controlled_by("P") == []
    everybody = population({("P", "A"): F(1, 2) + little, ("Q", "A"): F(1, 2) - little})
    assert [c.company for c in everybody.controlled_by("P")] == ["A"]


def test_votes_without_a_common_denominator_are_counted_exactly() -> None:
    """Odd primes: no common denominator fits into a machine word, so that rounding might decide."""
    primes = (999_999_937, 999_999_929, 999_999_893, 999_999_883)
    for seed in range(20):
        rng = random.Random(seed)
        stakes: Stakes = {("H", f"S{n}"): F(1) for n in range(4)}
        parts = [F(rng.randrange(1, p // 8), p) for p in primes]
        missing = F(1, 2) - sum(parts, F(0))
        stakes |= {(f"S{n}", "T"): part for n, part in enumerate(parts)}
        stakes["H", "T"] = missing + rng.choice((F(0), F(1, 10**30), -F(1, 10**30)))
        everybody, exact = population(stakes), controls(stakes)
        assert everybody.register.doubt.any()
        for party in everybody.ids.to_list():
            assert [c.company for c in everybody.controlled_by(party)] == sorted(exact.of(party))


def test_groups_by_their_heads() -> None:
    stakes = {
        ("P", "A"): F(51, 100), ("A", "B"): F(30, 100), ("P", "B"): F(25, 100), ("B", "C"): F(1), ("Q", "C"): F(1, 10),
        ("X", "Y"): F(1), ("Y", "X"): F(1), ("X", "Z"): F(6, 10), ("Q", "D"): F(1, 2),
    }  # fmt: skip
    everybody = population(stakes)
    groups = {group.head: group.companies for group in everybody.groups()}
    assert groups == {"P": ("A", "B", "C"), "X": ("Y", "Z")}
    assert [everybody.head_of(p) for p in "PABCDQXYZ"] == [None, "P", "P", "P", None, None, "X", "X", "X"]
    assert list(everybody.groups(least=3)) == [group for group in everybody.groups() if group.head == "P"]
    assert [(c.head, c.votes) for c in everybody.controllers_of("B")] == [("P", F(55, 100))]


def test_heads_of_random_registers() -> None:
    """Everybody who is controlled has one head, which controls it, and which nobody controls but such as it controls."""
    for seed in range(120):
        stakes = random_stakes(seed)
        everybody, votes = population(stakes), controls(stakes)
        under = {party: set(votes.of(party)) for party in everybody.ids.to_list()}
        for party in under:
            heads = {h for h in under if party in under[h]}
            head = everybody.head_of(party)
            assert (head is None) == (not heads)
            if head is not None:
                assert head in heads | {party}
                assert all(other in under[head] for other in under if head in under[other])


def test_a_nominee_never_controls_and_its_votes_stay_live() -> None:
    stakes = {("N", "A"): F(6, 10), ("P", "A"): F(4, 10), ("P", "N"): F(1)}
    everybody = population(stakes, never=frozenset({"N"}))
    assert everybody.controlled_by("N") == []
    assert [c.company for c in everybody.controlled_by("P")] == ["N"]
    assert everybody.stakes_in("A").keys() == {"N", "P"}


def test_control_on_record_joins_votes_and_bows_to_no_majority() -> None:
    """P runs A by contract though Q has its votes; A's and P's votes of B count as one; a nominee runs nothing."""
    stakes = {("Q", "A"): F(1), ("A", "B"): F(3, 10), ("P", "B"): F(3, 10), ("N", "B"): F(4, 10)}
    everybody = population(stakes, never=frozenset("N"), told=frozenset({("P", "A"), ("N", "C"), ("B", "D")}))
    assert [(c.company, c.votes, c.recorded) for c in everybody.controlled_by("P")] == [
        ("A", 0, True), ("B", F(6, 10), False), ("D", 0, True),
    ]  # fmt: skip
    assert [(c.head, c.recorded) for c in everybody.controllers_of("A")] == [("Q", False), ("P", True)]
    assert everybody.controlled_by("N") == everybody.controllers_of("C") == []
    assert [everybody.head_of(p) for p in "ABCD"] == ["P", "P", None, "P"]


def test_control_on_record_decides_where_rounding_might() -> None:
    primes = (999_999_937, 999_999_929, 999_999_893)
    stakes: Stakes = {(f"S{n}", "T"): F(p // 6 + 1, p) for n, p in enumerate(primes)}
    told = frozenset({("H", "S0"), ("H", "S1"), ("S1", "S2")})
    everybody, exact = population(stakes, told=told), controls(stakes, recorded=told)
    assert everybody.register.doubt.any()
    assert [c.company for c in everybody.controlled_by("H")] == sorted(exact.of("H")) == ["S0", "S1", "S2", "T"]


def test_votes_beside_shares() -> None:
    stakes = {("P", "A"): F(1, 5), ("Q", "A"): F(4, 5)}
    everybody = population(stakes, votes={("P", "A"): F(2, 3), ("Q", "A"): F(1, 3)})
    assert [(c.company, c.votes) for c in everybody.controlled_by("P")] == [("A", F(2, 3))]
    assert everybody.ultimate_owners("A") == {"Q": 0.8, "P": 0.2}


# --- rings, remainders, bounds ------------------------------------------------------------------------------------


def core(firms: int, holders: int, seed: int) -> Stakes:
    """Each firm held by so many others of the core, one tenth of it by somebody outside."""
    rng = random.Random(seed)
    stakes: Stakes = {}
    for firm in range(firms):
        for other in rng.sample([n for n in range(firms) if n != firm], holders):
            stakes[f"{other:03}", f"{firm:03}"] = F(9, 10 * holders)
        stakes[f"P{firm % 7}", f"{firm:03}"] = F(1, 10)
    return stakes


def test_a_dense_core_is_solved() -> None:
    """Paths give 0.60 here, the equations all of it: every firm of the core is owned by the seven outside."""
    everybody = population(core(60, 12, 1))
    assert all(abs(sum(everybody.ultimate_owners(f"{firm:03}").values()) - 1) < 1e-12 for firm in range(60))
    assert everybody.remainders() == []


@pytest.mark.parametrize("what", ["ring", "columns"])
def test_what_is_too_large_to_keep_is_solved_when_asked(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    stakes = core(40, 5, 2) | {("000", "T"): F(1, 2), ("P0", "T"): F(1, 4)}
    exact = integrated(stakes)
    if what == "ring":
        monkeypatch.setattr(graph.ring_blocks, "RING_MEMBERS", 8)
    else:
        monkeypatch.setattr(graph.register, "LONGEST", 3)
    everybody = population(stakes)
    assert everybody.register.wide.any()
    assert near(everybody.ultimate_owners("T"), exact.outside_owners("T"))
    assert near(everybody.ultimate_owners("007"), exact.outside_owners("007"))
    assert near(everybody.holdings_of("P3"), exact.holdings_of("P3"))
    assert abs(everybody.unknown("T") - float(exact.unknown("T"))) < 1e-12
    large = [ring for ring in everybody.rings() if ring.large]
    assert len(large) == (what == "ring")
    assert (everybody.self_ownership("007") is None) == (what == "ring")


def test_the_largest_remainders_come_first() -> None:
    stakes = {("P", "A"): F(4, 10), ("A", "B"): F(7, 10), ("Q", "C"): F(1), ("Q", "D"): F(9, 10)}
    everybody = population(stakes)
    assert [(p, round(x, 12)) for p, x in everybody.remainders()] == [("B", 0.72), ("A", 0.6), ("D", 0.1)]
    assert [p for p, _ in everybody.remainders(1)] == ["B"]
    assert everybody.unknown("P") == 1.0


def test_more_than_the_whole_is_said_with_its_sum() -> None:
    stakes = {("P", "A"): F(7, 10), ("Q", "A"): F(6, 10), ("A", "B"): F(1)}
    assert population(stakes).over_whole() == [("A", F(13, 10), False)]
    assert population(stakes | {("B", "A"): F(1, 5)}).over_whole() == [("A", F(3, 2), True)]


def test_a_stranger_holds_nothing() -> None:
    everybody = population({("P", "A"): F(1)})
    assert everybody.number("Z") is None
    assert everybody.stakes_in("Z") == everybody.holdings_of("Z") == everybody.ultimate_owners("Z") == {}
    assert everybody.controlled_by("Z") == everybody.controllers_of("Z") == []
    assert everybody.unstated("Z") == []
    assert everybody.at_least("Z", "A", F(1, 4)) is False
    assert everybody.unknown("Z") == 1.0


def test_numbers_of_a_register_do_not_depend_on_the_order_of_rows() -> None:
    stakes = random_stakes(12)
    one = population(stakes).register
    other = population(dict(reversed(stakes.items()))).register
    columns: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = [
        (one.stake, other.stake),
        (one.known, other.known),
    ]
    assert all(np.array_equal(a, b) for a, b in columns)


def test_more_pairs_than_are_kept_are_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    stakes = {("P", "A"): F(1), ("A", "B"): F(1), ("Q", "C"): F(1), ("Q", "D"): F(1), ("Q", "E"): F(1)}
    assert not population(stakes).cut_short
    monkeypatch.setattr(graph.register, "MOST_CONTROL", 3)
    short = population(stakes)
    assert short.cut_short
    assert [c.company for c in short.controlled_by("P")] == ["A", "B"]
    assert short.controlled_by("Q") == []
