"""All round trips and pass-through accounts against the exact rooms."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.facts import Payment
from graph.flows import Course, Gate, trips
from graph.money_bulk import Money, Sieve, pass_through, round_trips, rows_between, way_of
from queries.money import books, passages
from tests.graph.payments import courses_of, row


def money_of(rows: list[Payment], closed: str = "") -> tuple[Money, Course, list[str]]:
    """The same payments as columns and as a course; places are the same in both."""
    course = Course.of(rows)
    parties = sorted({end for p in rows for end in (p.payer, p.payee)})
    number = {party: n for n, party in enumerate(parties)}
    payer, payee = (np.array([number[getattr(p, end)] for p in course.flows], np.int32) for end in ("payer", "payee"))
    amount, instant = np.array(course.units, np.int64), np.array(course.instants, np.int64)
    muted = np.array([party in closed for party in parties], np.uint8)
    decimals = len(str(course.unit)) - 1
    return Money.of(payer, payee, amount, decimals, instant, len(parties), muted), course, parties


Told = list[tuple[str, tuple[int, ...], int, int]]


def bulk(rows: list[Payment], days: int, part: Fraction, **bounds: int) -> Told:
    money, _, parties = money_of(rows)
    found = round_trips(money, days, part, **bounds)
    return [
        (parties[found.home[t]], tuple(found.of(t).tolist()), int(found.sent[t]), int(found.returned[t]))
        for t in range(len(found.home))
    ]


def exact(rows: list[Payment], days: int, part: Fraction, closed: str = "") -> Told:
    _, course, parties = money_of(rows)
    place = {id(p): at for at, p in enumerate(course.flows)}
    found: Told = []
    for home in (p for p in parties if p not in closed):
        for trip in trips(
            course, course.outs.get(home, ()), Gate(frozenset([home]), frozenset(closed)), days, part=part
        ):
            seeds = tuple(sorted(place[id(p)] for p in trip.outs))
            found.append((home, seeds, int(trip.sent * course.unit), int(trip.returned * course.unit)))
    return found


@settings(max_examples=400, deadline=None)
@given(
    courses_of(most=20, days=9), st.integers(0, 8), st.sampled_from([Fraction(1, 2), Fraction(4, 5), Fraction(1, 10)])
)
def test_every_round_trip_is_found_as_the_exact_rooms_find_it(rows: list[Payment], days: int, part: Fraction) -> None:
    assert bulk(rows, days, part) == exact(rows, days, part)


@settings(max_examples=100, deadline=None)
@given(courses_of(parties="ABC", most=24, days=3))
def test_a_few_parties_that_pay_one_another_all_the_time(rows: list[Payment]) -> None:
    assert bulk(rows, 2, Fraction(1, 2)) == exact(rows, 2, Fraction(1, 2))


@settings(max_examples=60, deadline=None)
@given(courses_of(most=18))
def test_closed_parties_are_neither_passed_nor_homes(rows: list[Payment]) -> None:
    money, _, parties = money_of(rows, closed="B")
    found = round_trips(money, 6)
    homes = [(parties[h], tuple(found.of(t).tolist())) for t, h in enumerate(found.home)]
    assert homes == [(home, seeds) for home, seeds, _, _ in exact(rows, 6, Fraction(1, 2), closed="B")]


def test_the_hours_of_a_day_count() -> None:
    rows = [row("H", "A", 100, 0, time="15:00"), row("A", "H", 90, 0, time="09:00")]
    assert bulk(rows, 7, Fraction(1, 2)) == [("A", (0,), 9000, 9000)] == exact(rows, 7, Fraction(1, 2))


def test_what_a_crowd_leaves_out_is_counted_and_what_it_pays_the_home_is_not_lost() -> None:
    """C pays many: its payment to the home itself is seen, the way on from it through D is not."""
    rows = [
        row("H", "C", 100, 0),
        row("C", "H", 60, 1),
        row("G", "C", 100, 0),
        row("C", "D", 90, 1),
        row("D", "G", 90, 2),
    ]
    rows += [row("C", f"X{n}", 1, 1) for n in range(5)]
    money, _, parties = money_of(rows)
    found = round_trips(money, 7, crowd=4)
    assert [parties[h] for h in found.home] == ["H"]
    assert found.crowded == 2
    assert {home for home, *_ in bulk(rows, 7, Fraction(1, 2))} == {"G", "H"}


def test_a_payment_with_too_much_behind_it_is_left_and_counted() -> None:
    rows = [row("H", "A", 100, 0), row("A", "B", 100, 1), row("B", "H", 100, 2)]
    money, _, _ = money_of(rows)
    found = round_trips(money, 7, most=1)
    assert (len(found.home), found.unfollowed) == (0, 1)
    assert len(round_trips(money, 7, most=2).home) == 1


@settings(max_examples=60, deadline=None)
@given(courses_of(most=18))
def test_the_way_of_a_trip_holds_all_that_the_exact_trip_cites(rows: list[Payment]) -> None:
    money, course, parties = money_of(rows)
    found, scratch = round_trips(money, 6), money.scratch()
    for t, home in enumerate(found.home):
        seeds = found.of(t)
        places, whole = way_of(money, seeds, 6, scratch)
        (trip,) = trips(course, seeds.tolist(), Gate(frozenset([parties[home]])), 6)
        assert {id(p) for p in trip.flows} <= {id(course.flows[at]) for at in places.tolist()}
        assert whole


# --- accounts that hand on what they get --------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(courses_of(most=24, days=12), st.integers(1, 9), st.integers(0, 3))
def test_every_window_is_judged_as_the_exact_rooms_judge_it(rows: list[Payment], days: int, slow: int) -> None:
    money, course, parties = money_of(rows)
    sieve = Sieve(days, 100, Fraction(1, 2), Fraction(3, 2), slow)
    found = pass_through(money, sieve)
    told = [
        (parties[found.party[n]], int(found.first[n]), int(found.received[n]), int(found.sent[n]), found.dwell[n], found.windows[n])
        for n in range(len(found.party))
    ]  # fmt: skip
    expected = []
    for (party, _), book in books(course.flows).items():
        fits = [
            p for p in passages(book, days, Decimal(100) / course.unit)
            if p.ratio is not None and sieve.low <= p.ratio <= sieve.high and p.dwell is not None and p.dwell <= slow
        ]  # fmt: skip
        if fits:
            best = fits[0]
            expected.append(
                (
                    party,
                    best.start.toordinal(),
                    int(best.received * course.unit),
                    int(best.sent * course.unit),
                    float(best.dwell or 0),
                    len(fits),
                )
            )
            places = rows_between(money, parties.index(party), best.start.toordinal(), days)
            assert {id(course.flows[at]) for at in places.tolist()} == {id(p) for p in (*best.ins, *best.outs)}
    assert told == expected


def test_an_account_that_keeps_a_twentieth_is_found_and_one_that_keeps_more_is_not() -> None:
    def account(out: str) -> int:
        return len(pass_through(money_of([row("H", "A", 100, 0), row("A", "B", out, 1)])[0], Sieve()).party)

    assert (account("95"), account("94.99"), account("102"), account("102.01")) == (1, 0, 1, 0)


# --- columns ------------------------------------------------------------------------------------------------------


def test_so_many_decimals_that_amounts_do_not_fit_are_rounded_down_and_it_is_said() -> None:
    payer, payee, day = np.array([0, 1], np.int32), np.array([1, 0], np.int32), np.array([0, 86_400], np.int64)
    fine = Money.of(payer, payee, np.array([3 * 10**18, 2 * 10**18]), 18, day, 2)
    assert not fine.exact
    found = round_trips(fine, 7)
    assert found.sent[0] == 3 * fine.unit
    assert Money.of(payer, payee, np.array([300, 200]), 2, day, 2).exact


def test_a_garbled_amount_does_not_drown_the_others() -> None:
    payer, payee = np.array([0, 1, 0], np.int32), np.array([1, 0, 1], np.int32)
    money = Money.of(payer, payee, np.array([300, 200, 9 * 10**18]), 0, np.array([0, 86_400, 0], np.int64), 2)
    assert (len(money.row), money.exact) == (2, False)
    assert round_trips(money, 7).returned.tolist() == [200]


@pytest.mark.parametrize("parties", [0, 3])
def test_no_payments(parties: int) -> None:
    nothing = np.empty(0, np.int32)
    money = Money.of(nothing, nothing, np.empty(0, np.int64), 2, np.empty(0, np.int64), parties)
    assert len(round_trips(money, 30).home) == len(pass_through(money, Sieve()).party) == 0


def test_the_order_of_rows_is_nothing() -> None:
    rows = [row("H", "A", 100 + n, n) for n in range(5)] + [row("A", "H", 99, n + 1) for n in range(5)]
    assert bulk(rows, 3, Fraction(1, 2)) == bulk(rows[::-1], 3, Fraction(1, 2))
