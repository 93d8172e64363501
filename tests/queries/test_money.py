"""Payments: what a window holds, how long money stays."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from queries.money import books, dwell, net, once, passages, placed, sums, unplaced, usable, within
from tests.queries.typologies.small import paid, world


def test_totals_failed_undated_and_own_transfers_fit_no_window() -> None:
    rows = [
        paid("1", "A", "B", 5, "2023-01-02"),
        paid("2", "A", "B", 5, "2023-01", until="2023-03"),
        paid("3", "A", "B", 5, "2023-01-02", status="failed"),
        paid("4", "A", "B", 5, "2023-01-02", status="reversed"),
        paid("5", "A", "B", 5, None),
        paid("6", "A", "B", 5, "2023-01"),
        paid("7", "A", "A", 5, "2023-01-02"),
        paid("8", "A", "B", 0, "2023-01-02"),
    ]
    assert [p.place.row_id for p in rows if usable(p)] == ["1"]
    assert unplaced(world(payments=rows), ["B"]) == 6


def test_both_ends_statements_count_one_transfer_once_and_equal_rows_of_one_stay() -> None:
    twice = [paid("1", "A", "B", 5, "2023-01-02", source="a"), paid("2", "A", "B", 5, "2023-01-02", source="a")]
    mirror = [paid("3", "A", "B", 5, "2023-01-02", source="b")]
    assert [p.place.row_id for p in once([*mirror, *twice])] == ["1", "2"]


def test_unlike_currencies_are_not_added() -> None:
    rows = [paid("1", "A", "B", 5, "2023-01-02"), paid("2", "A", "B", 7, "2023-01-02", currency="USD")]
    assert sums(rows) == {"CNY": Decimal(5), "USD": Decimal(7)}
    assert net([*rows, paid("3", "B", "A", 2, "2023-01-03")], "A", "B") == {"CNY": Decimal(3), "USD": Decimal(7)}


def test_a_window_is_half_open() -> None:
    rows = placed(world(payments=[paid("1", "A", "B", 5, "2023-01-01"), paid("2", "A", "B", 5, "2023-01-31")]))
    assert len(within(rows, date(2023, 1, 1), date(2023, 1, 31))) == 1
    assert len(within(rows, date(2023, 1, 1), date(2023, 2, 1))) == 2


def test_dwell_is_first_in_first_out_and_weighted() -> None:
    ins = [paid("1", "A", "M", 100, "2023-01-01"), paid("2", "A", "M", 10, "2023-01-05")]
    outs = [paid("3", "M", "C", 100, "2023-01-02"), paid("4", "M", "C", 10, "2023-02-05")]
    assert dwell(ins, outs) == 1
    assert dwell(ins, outs[1:]) == 35
    assert dwell(ins, []) is None
    early = [paid("5", "M", "C", 100, "2022-12-31")]
    assert dwell(ins, early) is None


def test_dwell_halves_between_two_equal_parts() -> None:
    ins = [paid("1", "A", "M", 100, "2023-01-01")]
    outs = [paid("2", "M", "C", 50, "2023-01-02"), paid("3", "M", "C", 50, "2023-01-05")]
    assert dwell(ins, outs) == Fraction(5, 2)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9), st.booleans()), max_size=12))
def test_every_window_reports_what_its_rows_add_up_to(entries: list[tuple[int, int, bool]]) -> None:
    first = date(2023, 1, 1)
    rows = [
        paid(str(at), *(("A", "M") if comes else ("M", "B")), amount, (first + timedelta(days=day)).isoformat())
        for at, (day, amount, comes) in enumerate(entries)
    ]
    for book in books(placed(world(payments=rows))).values():
        for window in passages(book, 30, Decimal(1)):
            assert window.received == sum(p.money.amount for p in window.ins if p.money)
            assert window.sent == sum(p.money.amount for p in window.outs if p.money)
            assert window.dwell is None or 0 <= window.dwell < 30
