"""Where money may come to, against the greatest flow."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.arrivals import Arrivals
from graph.facts import Payment
from graph.flows import Course, Gate, Way, last_instant
from tests.graph.payments import courses_of, row

E = frozenset("E")


def led(rows: list[Payment], days: int = 7, closed: str = "H", end: frozenset[str] = E) -> list[str]:
    """The rows of H whose money may come to the end, by name."""
    course = Course.of(rows)
    outs = course.outs.get("H", ())
    found = Arrivals(course, outs, [end], frozenset(closed), days).leading(outs, end)
    return [course.flows[at].place.row_id or "" for at in found]


def test_the_window_is_that_of_each_payment() -> None:
    rows = [row("H", "A", 9, 0, name="early"), row("H", "A", 9, 3, name="late"), row("A", "E", 9, 9)]
    assert led(rows) == ["late"]
    assert led(rows, days=9) == ["early", "late"]


def test_money_never_goes_back_in_time() -> None:
    assert led([row("H", "A", 9, 2, name="1"), row("A", "E", 9, 1)]) == []


def test_at_one_instant_either_order_is_possible() -> None:
    rows = [row("C", "E", 9), row("B", "C", 9), row("A", "B", 9), row("H", "A", 9, name="1")]
    assert led(rows) == ["1"]


def test_a_closed_account_is_not_passed() -> None:
    rows = [row("H", "A", 9, 0, name="1"), row("A", "B", 9, 1), row("B", "E", 9, 2)]
    assert led(rows) == ["1"]
    assert led(rows, closed="HB") == []


def test_any_party_of_an_end_will_do_and_other_ends_are_not_known() -> None:
    rows = [row("H", "A", 9, 0, name="1"), row("A", "Z", 9, 1)]
    assert led(rows, end=frozenset("EZ")) == ["1"]
    arrivals = Arrivals(Course.of(rows), [0], [E], frozenset(), 7)
    assert arrivals.leading([0], frozenset("Z")) == [] and arrivals.ends_of([0]) == []


def test_more_ends_than_one_pass_holds() -> None:
    ends = [frozenset([f"E{at}"]) for at in range(1100)]
    course = Course.of([row("H", "A", 9, 0), row("A", "E1099", 9, 1), row("A", "E513", 9, 2), row("A", "E0", 9, 3)])
    arrivals = Arrivals(course, [0], ends, frozenset("H"), 7)
    assert arrivals.ends_of([0]) == [ends[0], ends[513], ends[1099]]


@given(courses_of(), st.integers(0, 7))
def test_no_payment_that_can_come_back_is_overlooked(rows: list[Payment], days: int) -> None:
    """For ends that the money does not pass the answer is exact: it leads there if and only if some of it can get there."""
    course, homes = Course.of(rows), frozenset("H")
    outs = [at for at in course.outs.get("H", ()) if course.flows[at].payee != "E"]
    ends = [E, frozenset("HE"), frozenset("B")]
    arrivals = Arrivals(course, outs, ends, homes, days)
    for end in ends:
        inside = [at for at in outs if course.flows[at].payee not in end]
        able = [at for at in inside if Way(course, (at,), Gate(end, homes), last_instant(course, at, days)).value > 0]
        assert arrivals.leading(inside, end) == able
    assert arrivals.ends_of(outs) == [end for end in ends if arrivals.leading(outs, end)]
