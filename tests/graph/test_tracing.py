"""FIFO, lowest balance and pari passu, and laws of all three."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.facts import Payment
from graph.flows import Course
from graph.tracing import RULES, Rule, follow, recipients
from tests.graph.payments import courses_of, row

ZERO = Decimal(0)


def held(rows: list[Payment], rule: Rule, seed: str = "seed", **more: object) -> dict[str, Decimal]:
    course = Course.of(rows)
    seeds = [at for at, p in enumerate(course.flows) if p.place.row_id == seed]
    return dict(follow(course, seeds, rule, **more).held)  # type: ignore[arg-type]


MIXED = [
    row("X", "M", 100, 0),
    row("H", "M", 100, 1, name="seed"),
    row("M", "R", 150, 2),
]


@pytest.mark.parametrize(
    ("rule", "at_r", "at_m"), [("fifo", 50, 50), ("lowest", 50, 50), ("pari_passu", 75, 25)]
)  # fmt: skip
def test_a_mixed_account_by_each_rule(rule: Rule, at_r: int, at_m: int) -> None:
    assert held(MIXED, rule) == {"R": at_r, "M": at_m}


def test_first_in_first_out_looks_at_the_order_and_the_lowest_balance_does_not() -> None:
    rows = [row("H", "M", 100, 0, name="seed"), row("X", "M", 100, 1), row("M", "R", 100, 2)]
    assert held(rows, "fifo") == {"R": 100}
    assert held(rows, "lowest") == {"M": 100}
    assert held(rows, "pari_passu") == {"M": 50, "R": 50}


def test_what_comes_after_the_lowest_balance_replaces_nothing() -> None:
    rows = [row("H", "M", 100, 0, name="seed"), row("M", "R", 90, 1), row("X", "M", 500, 2), row("M", "S", 505, 3)]
    assert held(rows, "lowest") == {"R": 90, "M": 5, "S": 5}


def test_a_third_is_rounded_and_nothing_is_lost() -> None:
    rows = [
        row("X", "M", "2.00", 0),
        row("H", "M", "1.00", 1, name="seed"),
        row("M", "R", "1.00", 2),
        row("M", "S", "1.00", 3),
    ]
    found = held(rows, "pari_passu")
    assert found["R"] + found["S"] + found["M"] == 1


def test_an_opening_balance_is_other_money() -> None:
    rows = [row("H", "M", 100, 0, name="seed"), row("M", "R", 60, 1)]
    assert held(rows, "lowest") == {"R": 60, "M": 40}
    assert held(rows, "lowest", opening={"M": Decimal(60)}) == {"M": 100}


def test_what_is_paid_beyond_what_came_in_is_not_traced() -> None:
    rows = [row("H", "M", 100, 0, name="seed"), row("M", "R", 900, 1)]
    assert all(held(rows, rule) == {"R": 100} for rule in RULES)


def test_the_trail_stops_at_the_home_and_at_ends() -> None:
    rows = [row("H", "M", 100, 0, name="seed"), row("M", "H", 100, 1), row("H", "R", 100, 2), row("H", "B", 1, 3)]
    assert held(rows, "fifo", ends={"H"}) == {"H": 100}


def test_money_passes_on_within_a_day_whatever_stands_first() -> None:
    rows = [row("A", "B", 100, 0, name="z"), row("B", "C", 100, 0, name="a"), row("H", "A", 100, 0, name="seed")]
    assert held(rows, "fifo") == {"C": 100}


def test_who_finally_got_it_stands_side_by_side() -> None:
    course = Course.of(MIXED)
    first = recipients(course, [1])[0]
    assert [first.party, first.low, first.high] == ["R", 50, 75]


@given(courses_of(), st.sampled_from(RULES), st.data())
def test_what_is_held_adds_up_to_what_was_sent(rows: list[Payment], rule: Rule, data: st.DataObject) -> None:
    course = Course.of(rows)
    seeds = list(course.outs.get("H", ()))
    trail = follow(course, seeds, rule, ends={"H"})
    assert sum((a for _, a in trail.held), ZERO) == course.sum_of(seeds)
    assert all(ZERO < a <= p.money.amount for p, a in trail.carried if p.money)
    again = Course.of(data.draw(st.permutations(rows)))
    assert dict(follow(again, list(again.outs.get("H", ())), rule, ends={"H"}).held) == dict(trail.held)


@given(st.lists(st.tuples(st.integers(1, 90), st.sampled_from("RST")), min_size=1, max_size=8), st.integers(1, 400))
def test_the_rules_agree_where_nothing_is_mixed(outs: list[tuple[int, str]], seed: int) -> None:
    rows = [
        row("H", "M", seed, 0, name="seed"),
        *(row("M", to, amount, 1 + at) for at, (amount, to) in enumerate(outs)),
    ]
    found = [held(rows, rule) for rule in RULES]
    assert found[0] == found[1] == found[2]
