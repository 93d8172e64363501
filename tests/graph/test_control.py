"""Control by votes against exact known graphs."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.control import Control, Controller, controls, controls_as_group, indirect_treasury, psc_band, uk_psc_share

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "ownership_cases.json").read_text("utf-8"))
COUNTED = [case for case in CASES if "controls" in case["expect"]]
F = Fraction


def stakes_of(edges: list[list[str]]) -> dict[tuple[str, str], Fraction]:
    return {(owner, company): F(share) for owner, company, share in edges}


def case_named(name: str) -> dict[str, Any]:
    return next(case for case in CASES if case["name"] == name)


def votes_of(case: dict[str, Any]) -> dict[tuple[str, str], Fraction]:
    return stakes_of(case.get("votes", case["edges"]))


def control_of(case: dict[str, Any]) -> Control:
    return controls(votes_of(case), barred=[(holder, company) for holder, company in case.get("barred", [])])


@st.composite
def ballots(draw: st.DrawFn) -> dict[tuple[str, str], Fraction]:
    votes: dict[tuple[str, str], Fraction] = {}
    for company in draw(st.lists(st.sampled_from("ABCDE"), unique=True, max_size=5)):
        parts = draw(st.dictionaries(st.sampled_from("ABCDEPQR"), st.integers(1, 9), min_size=1, max_size=4))
        whole = sum(parts.values()) + draw(st.sampled_from([0, 0, 3]))
        votes |= {(holder, company): F(part, whole) for holder, part in parts.items()}
    return votes


@pytest.mark.parametrize("case", COUNTED, ids=lambda case: case["name"])
def test_control_and_votes_are_exact(case: dict[str, Any]) -> None:
    control, expect = control_of(case), case["expect"]
    for person, companies in expect["controls"].items():
        assert sorted(control.of(person)) == sorted(companies)
        for company in companies:
            assert person in [found.head for found in control.controllers_of(company)]
    for person, row in expect["controlled_votes"].items():
        assert control.votes_of(person) == {company: F(part) for company, part in row.items()}
    for person, companies in expect.get("controls_without_neutralising", {}).items():
        assert sorted(controls(votes_of(case)).of(person)) == sorted(companies)
    for group, row in expect.get("group_votes", {}).items():
        together = controls_as_group(votes_of(case), group.split("+"))
        assert together == {company: F(part) for company, part in row.items()}
        assert sorted(together) == expect["group_controls"][group]


@pytest.mark.parametrize("case", COUNTED, ids=lambda case: case["name"])
def test_uk_shares_and_bands_are_exact(case: dict[str, Any]) -> None:
    expect = case["expect"]
    for person, uk in expect["uk"].items():
        share = uk_psc_share(stakes_of(case["edges"]), person, expect["target"], control_of(case))
        assert share == F(uk["share"])
        assert psc_band(share) == uk["band"]


@pytest.mark.parametrize("case", [case for case in CASES if "barred" in case], ids=lambda case: case["name"])
def test_a_parents_subsidiaries_are_found_by_themselves(case: dict[str, Any]) -> None:
    assert indirect_treasury(votes_of(case)) == {(holder, company) for holder, company in case["barred"]}


def test_a_cross_holding_without_control_bars_nothing() -> None:
    assert indirect_treasury(votes_of(case_named("cross-holding-two"))) == frozenset()


def test_the_last_live_votes_are_never_barred() -> None:
    assert indirect_treasury({("A", "B"): F(1), ("B", "A"): F(1)}) == frozenset()
    leaking = {("A", "B"): F(1), ("B", "A"): F(99, 100), ("P", "A"): F(1, 100)}
    assert indirect_treasury(leaking) == {("B", "A")}


@pytest.mark.parametrize(("share", "wins"), [("1/2", False), ("501/1000", True)])
def test_exactly_half_is_no_control(share: str, wins: bool) -> None:
    assert (controls({("P", "A"): F(share)}).of("P") == {"A": F(share)}) is wins


def test_votes_nobody_is_recorded_to_hold_stay_live() -> None:
    votes = {("P", "A"): F(2, 5), ("Q", "A"): F(1, 10)}
    assert controls(votes).of("P") == {}
    assert controls(votes | {("A", "A"): F(1, 2)}).of("P") == {"A": F(4, 5)}


def test_more_than_the_whole_counts_against_its_own_sum() -> None:
    control = controls({("P", "A"): F(3, 5), ("Q", "A"): F(3, 5)})
    assert control.assumptions == (("A", F(6, 5)),)
    assert control.votes_of("P") == {"A": F(1, 2)}
    assert control.of("P") == {}


def test_a_company_without_a_live_vote_is_controlled_by_nobody() -> None:
    assert controls({("A", "A"): F(1)}).controllers_of("A") == []
    assert controls({("B", "A"): F(1)}, barred=[("B", "A")]).of("B") == {}


def test_a_clearing_nominee_never_controls_nor_carries_control() -> None:
    votes = {("N", "A"): F(3, 5), ("P", "N"): F(1), ("P", "A"): F(2, 5)}
    assert sorted(controls(votes).of("N")) == ["A"]
    clearing = controls(votes, never_control=["N"])
    assert clearing.of("N") == clearing.votes_of("N") == {}
    assert clearing.of("P") == {"N": F(1)}
    assert clearing.controllers_of("A") == []


def test_the_way_to_control_names_the_blocks_that_make_it() -> None:
    control = control_of(case_named("multi-block-control-fixpoint"))
    assert control.controllers_of("D") == [
        Controller("P", F(11, 20), ("P", "A", "B", "C", "D"), (("C", F(2, 5)), ("B", F(3, 20))))
    ]
    assert control.controllers_of("P") == control.controllers_of("nobody") == []


def test_every_layer_of_a_pyramid_is_listed_once() -> None:
    found = control_of(case_named("pyramid-control")).controllers_of("C")
    assert [(one.head, one.how) for one in found] == [
        ("A", ("A", "B", "C")),
        ("B", ("B", "C")),
        ("P", ("P", "A", "B", "C")),
    ]


def test_a_group_is_not_the_sum_of_its_members_victories() -> None:
    control = control_of(case_named("concert-family"))
    assert control.of_group(["P", "S"]) == {}
    assert control.of_group(["P", "S", "Br"]) == {"A": F(53, 100)}


def test_a_majority_stake_carries_the_whole_holding_and_half_carries_none() -> None:
    stakes = stakes_of(case_named("psc-majority-stake")["edges"])
    assert uk_psc_share(stakes, "P", "T") == F(26, 100)
    assert uk_psc_share(stakes, "Q", "T") == 0


@pytest.mark.parametrize(
    ("share", "band"),
    [
        ("1/4", None),
        ("251/1000", ">25-50"),
        ("1/2", ">25-50"),
        ("501/1000", ">50-<75"),
        ("3/4", "75-100"),
        ("1", "75-100"),
    ],
)
def test_bands_end_where_the_register_says(share: str, band: str | None) -> None:
    assert psc_band(F(share)) == band


@settings(max_examples=100, deadline=None)
@given(ballots())
def test_control_is_the_least_set_that_holds_more_than_half(votes: dict[tuple[str, str], Fraction]) -> None:
    control = controls(votes)
    for head in "ABCDEPQR":
        won = control.of(head)
        for company in "ABCDE":
            held = {holder: part for (holder, of), part in votes.items() if of == company != holder}
            live = 1 - votes.get((company, company), F(0))
            coalition = sum((part for holder, part in held.items() if holder == head or holder in won), F(0))
            if company != head:
                assert (company in won) == (coalition > live / 2)


@settings(max_examples=100, deadline=None)
@given(ballots(), st.permutations("ABCDEPQR"))
def test_names_and_order_change_nothing(votes: dict[tuple[str, str], Fraction], order: list[str]) -> None:
    new = dict(zip("ABCDEPQR", order, strict=True))
    moved = {(new[holder], new[company]): part for (holder, company), part in reversed(votes.items())}
    for head in "ABCDEPQR":
        won = controls(votes).of(head)
        assert controls(moved).of(new[head]) == {new[company]: part for company, part in won.items()}
    assert indirect_treasury(moved) == {(new[holder], new[company]) for holder, company in indirect_treasury(votes)}


@settings(max_examples=60, deadline=None)
@given(ballots(), st.sampled_from("ABCDEPQR"), st.sampled_from("ABCDE"))
def test_the_way_to_control_runs_from_head_to_company(
    votes: dict[tuple[str, str], Fraction], head: str, company: str
) -> None:
    control = controls(votes)
    found = {one.head: one for one in control.controllers_of(company)}
    assert (head in found) == (company in control.of(head))
    if head in found:
        assert (found[head].how[0], found[head].how[-1]) == (head, company)
        assert all(pair in votes for pair in pairwise(found[head].how))
        assert sum(part for _, part in found[head].blocks) == found[head].votes == control.of(head)[company]


def test_control_on_record_counts_with_the_votes_it_brings() -> None:
    votes = {("X", "Y"): F(3, 10), ("D", "Y"): F(3, 10), ("Q", "X"): F(1)}
    count = controls(votes, recorded=[("D", "X")])
    assert count.of("D") == {"X": 0, "Y": F(6, 10)}
    found = {c.head: c for c in count.controllers_of("Y")}
    assert found.keys() == {"D"}
    assert found["D"].how in (("D", "Y"), ("D", "X", "Y"))
    assert [c.head for c in count.controllers_of("X")] == ["Q", "D"]
    assert count.controllers_of("X")[1].how == ("D", "X")
    assert controls(votes, recorded=[("D", "X")], never_control={"D"}).of("D") == {}


def test_control_on_record_may_stand_in_a_chain_and_in_a_ring() -> None:
    count = controls({("C", "T"): F(2, 3)}, recorded=[("A", "B"), ("B", "C"), ("C", "A")])
    assert [c.head for c in count.controllers_of("T")] == ["A", "B", "C"]
    assert next(c for c in count.controllers_of("T") if c.head == "A").how == ("A", "B", "C", "T")
