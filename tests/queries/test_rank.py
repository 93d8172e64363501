"""The order of leads: additive terms, four decimals, reasons."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import Money
from queries.lead import TIERS, Badge, Tier
from queries.rank import REACH, STRENGTH, WEIGHTS, Score, score
from tests.world import world

CASE = world()
AS_OF = CASE.as_of
BADGES: tuple[Badge, ...] = ("price", "timing", "relation", "money", "form")
tiers = st.sampled_from(TIERS)
badge_sets = st.frozensets(st.sampled_from(BADGES))
amounts = st.none() | st.integers(0, 10**10).map(lambda n: Money.of(Decimal(n) / 100, "CNY"))
routes = st.sampled_from(sorted(REACH))
days = st.none() | st.integers(-2000, 2000).map(lambda n: AS_OF + timedelta(days=n))


def cny(amount: int) -> Money:
    return Money.of(amount, "CNY")


def scored(
    tier: Tier = "lead",
    badges: frozenset[Badge] = frozenset(),
    money: Money | None = None,
    route: str = "C",
    last: date | None = None,
) -> Score:
    return score(CASE, tier, badges, money, route, last)


def weight(found: Score, name: str) -> Decimal:
    return next(t.weight for t in found.terms if t.name == name)


def test_the_weights_make_one() -> None:
    assert sum(WEIGHTS.values()) == 1
    assert set(REACH) == set("ABCDEF")
    assert list(STRENGTH) == list(TIERS[::-1])


@given(tiers, badge_sets, amounts, routes, days)
def test_terms_add_up_to_the_priority(
    tier: Tier, badges: frozenset[Badge], money: Money | None, route: str, last: date | None
) -> None:
    found = scored(tier, badges, money, route, last)
    assert sum(t.weight for t in found.terms) == found.priority
    assert {t.name for t in found.terms} == set(WEIGHTS)
    assert 0 <= found.strength <= 1 and 0 <= found.priority <= 1
    for number in (found.strength, *(t.weight for t in found.terms)):
        assert number == number.quantize(Decimal("0.0001"))
    assert all(t.why.zh and t.why.en for t in found.terms)


@given(badge_sets, amounts, routes, days)
def test_a_higher_tier_never_stands_lower(
    badges: frozenset[Badge], money: Money | None, route: str, last: date | None
) -> None:
    order = [scored(tier, badges, money, route, last).priority for tier in TIERS]
    assert order == sorted(order)


@given(tiers, badge_sets, st.sampled_from(BADGES))
def test_one_more_family_never_weakens(tier: Tier, badges: frozenset[Badge], more: Badge) -> None:
    assert scored(tier, badges | {more}).strength >= scored(tier, badges).strength


@given(tiers, st.integers(0, 10**7), st.integers(0, 10**7))
def test_more_to_recover_never_stands_lower(tier: Tier, a: int, b: int) -> None:
    low, high = sorted((a, b))
    assert scored(tier, money=cny(low)).priority <= scored(tier, money=cny(high)).priority


def test_timing_and_relation_alone_show_no_loss() -> None:
    """A fact of timing and relation weighs as a strong lead; with a price it weighs as a fact."""
    bare, priced = frozenset[Badge]({"timing", "relation"}), frozenset[Badge]({"timing", "price"})
    assert scored("fact", bare).strength == scored("strong", bare).strength
    assert scored("fact", priced).strength > scored("strong", priced).strength


def test_more_than_the_claim_counts_as_the_claim() -> None:
    assert weight(scored(money=cny(1_000_000)), "recoverable") == Decimal("0.3000")
    assert weight(scored(money=cny(50_000_000)), "recoverable") == Decimal("0.3000")
    assert weight(scored(money=cny(500_000)), "recoverable") == Decimal("0.1500")


def test_bounds_count_by_their_middle() -> None:
    assert weight(scored(money=Money(Decimal(0), Decimal(500_000), "CNY")), "recoverable") == Decimal("0.0750")


def test_an_unknown_amount_is_not_nothing() -> None:
    unknown, nothing = scored(money=None), scored(money=cny(0))
    assert weight(unknown, "recoverable") > weight(nothing, "recoverable") == 0
    assert [t.why.en for t in unknown.terms if t.name == "recoverable"] == ["amount unknown"]


def test_another_currency_counts_by_a_rate_that_is_named() -> None:
    dollars = Money.of(50_000, "USD")
    near = world(rates=["row=x1 from=USD to=CNY rate=7 date=2023-12-20"])
    far = world(rates=["from=USD to=CNY rate=7 date=2023-11-30"])
    why = {
        c: next(t for t in score(c_case, "lead", frozenset(), dollars, "C", None).terms if t.name == "recoverable")
        for c, c_case in (("near", near), ("far", far))
    }
    assert why["near"].weight == Decimal("0.1050")
    assert "rates.csv x1" in why["near"].why.en and "7" in why["near"].why.zh
    assert (why["far"].why.en, why["far"].weight) == ("amount unknown", Decimal("0.0300"))


def test_a_case_without_a_claim_has_no_measure() -> None:
    case = world(claim=None)
    found = score(case, "lead", frozenset(), cny(5), "C", None)
    assert weight(found, "recoverable") == Decimal("0.0300")


@pytest.mark.parametrize(
    ("left", "expected"),
    [(0, "0.1000"), (90, "0.1000"), (91, "0.0800"), (365, "0.0800"), (366, "0.0600"), (-1, "0.0000"), (None, "0.0300")],
)
def test_time_left(left: int | None, expected: str) -> None:
    last = None if left is None else AS_OF + timedelta(days=left)
    assert weight(scored(last=last), "time") == Decimal(expected)


def test_what_the_debtor_still_holds_is_reached_first() -> None:
    order = [weight(scored(route=r), "reach") for r in "ABDCEF"]
    assert all(a > b for a, b in pairwise(order))
