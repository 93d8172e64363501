"""Round trips against hand-made courses and networkx."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import networkx as nx
from hypothesis import assume, given
from hypothesis import strategies as st

from graph.facts import Payment
from graph.flows import Course, Effort, Gate, Trip, Way, courses, last_instant, trips
from tests.graph.payments import courses_of, named, row


def home_trips(rows: list[Payment], days: int = 7, closed: str = "", spent: int | None = None) -> list[Trip]:
    course = Course.of(rows)
    gate = Gate(frozenset("H"), frozenset(closed), frozenset() if spent is None else frozenset([spent]))
    return trips(course, course.outs.get("H", ()), gate, days)


def test_money_comes_back_through_two_others() -> None:
    (trip,) = home_trips(
        [row("H", "A", 100, 0, name="1"), row("A", "B", 90, 1, name="2"), row("B", "H", 80, 2, name="3")]
    )
    assert named(trip.flows) == ["1", "2", "3"]
    assert [trip.sent, trip.returned, trip.part, trip.days] == [100, 80, Fraction(4, 5), 2]
    assert (trip.middles, named(trip.cut)) == (("A", "B"), ["3"])


def test_no_hop_goes_back_in_time() -> None:
    assert not home_trips([row("H", "A", 100, 1), row("A", "B", 90, 0), row("B", "H", 90, 2)])


def test_hours_count_only_where_all_rows_of_the_day_give_one() -> None:
    early = [row("H", "A", 100, 0, time="15:00"), row("A", "H", 90, 0, time="09:00")]
    assert not home_trips(early)
    assert home_trips([*early, row("X", "Y", 1, 0)])
    (trip,) = home_trips([row("H", "A", 100, 0, time="09:00"), row("A", "H", 90, 0, time="15:30")])
    assert trip.hours == Fraction(13, 2)


def test_money_may_split_and_meet_again() -> None:
    rows = [
        row("H", "A", 100, 0), row("A", "B", 50, 1), row("A", "C", 48, 1), row("B", "E", 50, 2), row("C", "E", 48, 2),
        row("E", "H", 98, 3),
    ]  # fmt: skip
    (trip,) = home_trips(rows)
    assert [trip.returned, len(trip.flows)] == [98, 6]


def test_half_is_enough_and_a_cent_less_is_not() -> None:
    assert home_trips([row("H", "A", 100, 0), row("A", "H", 50, 1)])
    assert not home_trips([row("H", "A", 100, 0), row("A", "H", "49.99", 1)])


def test_the_window_ends_with_the_seventh_day() -> None:
    assert home_trips([row("H", "A", 100, 0), row("A", "H", 100, 7)])
    assert not home_trips([row("H", "A", 100, 0), row("A", "H", 100, 8)])


def test_a_payment_to_a_supplier_does_not_thin_a_trip() -> None:
    rows = [
        row("H", "A", 100, 0, name="1"),
        row("A", "H", 90, 1, name="2"),
        row("H", "S", 9000, 0, name="s"),
        row("S", "H", 60, 1),
    ]
    (trip,) = home_trips(rows)
    assert named(trip.outs) == ["1"]


def test_one_return_is_not_counted_for_two_payments() -> None:
    rows = [row("H", "A", 100, 0), row("H", "A", 100, 1), row("A", "H", 60, 2)]
    (trip,) = home_trips(rows)
    assert [trip.sent, trip.returned] == [100, 60]


def test_monthly_trips_are_told_apart() -> None:
    rows = [p for m in range(4) for p in (row("H", "A", 100, 30 * m), row("A", "H", 95, 30 * m + 2))]
    assert [t.returned for t in home_trips(rows)] == [95] * 4


def test_closed_accounts_are_not_passed() -> None:
    rows = [row("H", "A", 100, 0), row("A", "B", 100, 1), row("B", "H", 100, 2)]
    assert home_trips(rows) and not home_trips(rows, closed="B")
    assert not home_trips(rows, spent=2)


def test_currencies_have_courses_of_their_own() -> None:
    found = courses([row("H", "A", 1, currency="USD"), row("A", "H", 7)])
    assert list(found) == ["CNY", "USD"] and not any(
        trips(c, range(1), Gate(frozenset("H")), 7) for c in found.values()
    )


def oracle(course: Course, outs: list[int], ends: frozenset[str], end: int) -> int:
    """The same flow by networkx: a node a payment, money of one may go on in any later one of its payee."""
    graph = nx.DiGraph()
    graph.add_nodes_from(("source", "sink"))
    homes = {course.flows[at].payer for at in outs}
    for at, flow in enumerate(course.flows):
        if course.instants[at] > end:
            continue
        graph.add_edge((at, "in"), (at, "out"), capacity=course.units[at])
        if at in outs:
            graph.add_edge("source", (at, "in"))
        if flow.payee in ends:
            graph.add_edge((at, "out"), "sink")
            continue
        for later, following in enumerate(course.flows):
            if (
                following.payer == flow.payee
                and course.instants[later] >= course.instants[at]
                and flow.payee not in homes
            ):
                graph.add_edge((at, "out"), (later, "in"))
    return int(nx.maximum_flow_value(graph, "source", "sink"))


@given(courses_of(), st.integers(0, 7))
def test_the_flow_is_the_greatest(rows: list[Payment], days: int) -> None:
    course = Course.of(rows)
    outs = [at for at in course.outs.get("H", ()) if course.flows[at].payee != "E"]
    assume(outs)
    end, ends = last_instant(course, outs[0], days), frozenset("HE")
    inside = tuple(at for at in outs if course.instants[at] <= end)
    way = Way(course, inside, Gate(ends, frozenset("H")), end)
    assert way.value == oracle(course, list(inside), ends, end)
    trip = way.trip()
    assert sum(p.money.amount for p in trip.cut if p.money) == trip.returned or not trip.returned


@given(courses_of(), st.data())
def test_trips_hold_what_they_promise_whatever_the_order(rows: list[Payment], data: st.DataObject) -> None:
    found = home_trips(rows)
    for trip in found:
        assert trip.returned <= sum((p.money.amount for p in trip.backs if p.money), Decimal(0))
        assert Fraction(1, 2) <= trip.part <= 1 and trip.days <= 7
        assert all(p.payer == "H" for p in trip.outs) and all(p.payee == "H" for p in trip.backs)
    assert home_trips(data.draw(st.permutations(rows))) == found


def test_a_search_without_effort_left_says_that_it_stopped() -> None:
    course = Course.of([row("H", "A", 100, 0), row("A", "H", 90, 1), row("H", "B", 100, 3), row("B", "H", 90, 4)])
    gate = Gate(frozenset("H"))
    enough, little = Effort(100), Effort(1)
    assert len(trips(course, course.outs["H"], gate, 1, effort=enough)) == 2 and not enough.stopped
    assert trips(course, course.outs["H"], gate, 1, effort=little) == [] and little.stopped
