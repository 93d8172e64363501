"""A balance that runs on, and one that does not."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from graph.facts import Payment
from graph.statement_gaps import breaks, unread
from tests.graph.payments import row


def statement(moves: list[tuple[int, int]], hidden: frozenset[int] = frozenset(), opening: int = 1000) -> list[Payment]:
    """A's statement: (amount, day), paid out where negative; the rows of `hidden` are left out."""
    rows, balance = [], opening
    for at, (amount, day) in enumerate(moves):
        balance += amount
        ends = ("A", f"X{at}") if amount < 0 else (f"X{at}", "A")
        rows.append(row(*ends, abs(amount), day, balance=balance, name=f"m{at}"))
    return [p for at, p in enumerate(rows) if at not in hidden]


MOVES = [(-300, 0), (500, 0), (-200, 3), (-100, 3), (50, 9)]


def test_a_whole_statement_has_no_break_in_any_order() -> None:
    assert breaks(statement(MOVES)) == breaks(reversed(statement(MOVES))) == ()


def test_a_row_left_out_is_missed_by_its_sum() -> None:
    (gap,) = breaks(statement(MOVES, frozenset({2})))
    assert (gap.party, gap.missing, gap.before.place.row_id, gap.after.place.row_id) == ("A", Decimal(-200), "m1", "m3")
    assert (gap.expected, gap.found) == (Decimal(1200), Decimal(1000))


def test_an_entry_reversed_may_or_may_not_have_moved_the_balance() -> None:
    for balance in (900, 1000, 1100):
        marked = row("A", "X", 100, 1, status="reversed", balance=balance)
        assert not breaks([row("A", "X", 50, 0, balance=1000), marked])


def test_rows_of_two_accounts_in_one_file_are_not_read_as_one() -> None:
    mixed = [row("A", "B", 5, 0, balance=10), row("B", "C", 5, 1, balance=70), row("C", "A", 5, 2, balance=3)]
    assert (breaks(mixed), unread(mixed)) == ((), 3)
    assert unread(statement(MOVES)) == 0


def test_two_accounts_of_one_party_are_told_apart_by_their_numbers() -> None:
    one = [row("A", f"X{n}", 5, n, balance=100 - 5 * n, account=("62", "7")) for n in range(3)]
    other = [row("A", f"Y{n}", 5, n, source="b.csv", balance=900 - 5 * n, account=("63", "8")) for n in range(3)]
    assert not breaks([*one, *other])


@given(st.lists(st.tuples(st.integers(-90, 90).filter(bool), st.integers(0, 5)), min_size=3, max_size=12), st.data())
def test_one_break_where_one_day_is_cut_out(moves: list[tuple[int, int]], data: st.DataObject) -> None:
    ordered = [(amount, at) for at, (amount, _) in enumerate(moves)]
    cut = data.draw(st.integers(1, len(ordered) - 2))
    found = breaks(statement(ordered, frozenset({cut})))
    assert [gap.missing for gap in found] == [Decimal(ordered[cut][0])]
