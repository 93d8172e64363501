"""What two have paid as ever, and what stands out beside it."""

from __future__ import annotations

import pytest

from graph.case import Case
from queries.disposals import disposals
from queries.flag import flag
from queries.habits import habits_of
from queries.related import related
from tests.world import world

MONTHS = ("2021-05", "2021-06", "2021-08", "2021-09", "2021-11")


def trade(
    payer: str, payee: str, amount: int = 100_000, kind: str = "price", months: tuple[str, ...] = MONTHS
) -> list[str]:
    return [
        f"from={payer} to={payee} amount={amount + 900 * n} date={m}-1{n} kind={kind} row={payer}{payee}{n}"
        for n, m in enumerate(months)
    ]


def usual(case: Case) -> set[str]:
    habits = habits_of(case)
    return {p.place.row_id or "" for p in case.payments if habits.has(p)}


def test_four_months_of_like_payments_are_a_habit_and_three_are_none() -> None:
    assert usual(world(payments=trade("D", "S", months=MONTHS[:4]))) == {"DS0", "DS1", "DS2", "DS3"}
    assert not usual(world(payments=trade("D", "S", months=MONTHS[:3])))


def test_a_payment_above_three_times_the_usual_stands_out() -> None:
    big = "from=D to=S amount={} date=2022-03-01 kind=price row=big"
    assert "big" in usual(world(payments=[*trade("D", "S"), big.format(3 * 102_700)]))
    assert "big" not in usual(world(payments=[*trade("D", "S"), big.format(3 * 102_700 + 1)]))


@pytest.mark.parametrize("kind", ["loan", "other", "capital", "dividend"])
def test_loans_and_free_transfers_are_never_a_habit(kind: str) -> None:
    assert not usual(world(payments=trade("D", "S", kind=kind)))


def test_what_is_handed_on_as_it_comes_is_none() -> None:
    """Five months of trade in a ring, the same money each time: followed, and told."""
    ring = [*trade("D", "S"), *trade("S", "W", 98_000), *trade("W", "D", 96_000)]
    assert usual(world(payments=ring)) == set()
    assert [x.finding.typology for x in flag(world(payments=ring)).leads if x.finding.typology == "round-trip-payment"]


def test_trade_both_ways_in_sums_of_its_own_makes_no_round_trip() -> None:
    both = [*trade("D", "S"), *trade("S", "D", 71_000)]
    assert not [x for x in flag(world(payments=both)).leads if x.finding.typology == "round-trip-payment"]


def test_a_large_payment_back_and_forth_among_them_is_told() -> None:
    odd = [
        "from=D to=S amount=900000 date=2022-03-01 kind=price row=a",
        "from=S to=D amount=800000 date=2022-03-03 kind=other row=b",
    ]
    found = [
        x for x in flag(world(payments=[*trade("D", "S"), *odd])).leads if x.finding.typology == "round-trip-payment"
    ]
    assert len(found) == 1 and {e.place.row_id for e in found[0].finding.evidence} >= {"a", "b"}


# --- disposals and bookkeepers --------------------------------------------------------------------------------------

TIED = ["a=P b=D kind=controls", "a=P b=S kind=controls"]


def test_unnamed_trade_with_a_sister_begun_before_the_debt_is_no_disposal() -> None:
    rows = trade("D", "S", months=(*MONTHS, "2022-03"))
    unnamed = [r.replace(" kind=price", "") for r in rows]
    assert not disposals(world(payments=unnamed, relations=TIED))
    begun = [r.replace("2021-", "2022-") for r in unnamed]
    assert disposals(world(payments=begun, relations=TIED))


def test_small_expenses_refunded_to_a_person_are_no_disposal_and_large_ones_are() -> None:
    row = "from=D to=P amount={} date=2022-09-01 kind=other purpose=报销差旅费 row=x"
    sums = {
        n: world(payments=[row.format(n)], holdings=["owner=P company=D share=100%"], parties=["id=P kind=person"])
        for n in (49_999, 50_000)
    }
    assert not disposals(sums[49_999]) and disposals(sums[50_000])


@pytest.mark.parametrize(("posts", "tied"), [(5, True), (6, False)])
def test_a_bookkeeper_of_many_firms_ties_none_of_them(posts: int, tied: bool) -> None:
    roles = ["person=P company=D role=finance_head", "person=P company=S role=finance_head"]
    case = world(roles=roles, posts={"P": posts})
    assert bool(related(case, "D", "S", case.as_of)) is tied
    head = world(roles=[roles[0], roles[1].replace("finance_head", "legal_representative")], posts={"P": posts})
    assert related(head, "D", "S", head.as_of)
