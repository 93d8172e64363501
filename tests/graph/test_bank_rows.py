"""Each transfer once: duplicates, reversals, failures, totals."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.bank_rows import once, seconds_of, settle
from graph.facts import Payment
from tests.graph.payments import courses_of, named, row


def test_both_sides_of_one_transfer_are_one() -> None:
    ours = [row("A", "B", 100, name="a1"), row("A", "C", 7, name="a2")]
    theirs = [row("A", "B", 100, source="b.csv", name="b1"), row("Z", "B", 9, source="b.csv", name="b2")]
    done = settle([*theirs, *ours])
    assert named(done.flows) == ["a1", "a2", "b2"]
    assert [(t.kept.place.row_id, t.other.place.row_id) for t in done.twice] == [("a1", "b1")]


def test_equal_rows_of_one_statement_are_several_transfers() -> None:
    assert len(settle([row("A", "B", 100, name="a1"), row("A", "B", 100, name="a2")]).flows) == 2


def test_a_statement_with_more_of_them_is_believed() -> None:
    many = [row("A", "B", 100, source="b.csv", name=f"b{n}") for n in range(3)]
    assert named(settle([row("A", "B", 100, name="a1"), *many]).flows) == ["b0", "b1", "b2"]


def test_one_reference_joins_over_midnight_and_no_more() -> None:
    def pair(days: int) -> int:
        return len(once([row("A", "B", 5, 0, reference="77"), row("A", "B", 5, days, source="b.csv", reference="77")]))

    assert (pair(1), pair(2)) == (1, 2)


def test_each_bank_has_its_own_numbers_but_one_bank_does_not_give_two() -> None:
    mine = [row("A", "B", 5, reference="1", name="a1"), row("A", "C", 8, name="a2")]
    theirs = [row("A", "B", 5, source="b.csv", reference="X9", name="b1"), row("D", "B", 8, source="b.csv", name="b2")]
    assert "b1" not in named(once([*mine, *theirs]))
    again = [
        row("A", "B", 5, source="c.csv", reference="2", name="c1"),
        row("A", "D", 8, source="c.csv", reference="3", name="c2"),
    ]
    assert "c1" in named(once([*mine, *again]))


def test_other_day_sum_or_currency_is_another_transfer() -> None:
    first = row("A", "B", 5)
    others = [
        row("A", "B", 5, 1, source="b.csv"),
        row("A", "B", 6, source="b.csv"),
        row("A", "B", 5, source="b.csv", currency="USD"),
    ]
    assert all(len(once([first, other])) == 2 for other in others)


def test_failed_rows_are_no_transfers() -> None:
    done = settle([row("A", "B", 5, status="failed", name="f"), row("A", "B", 6, name="d")])
    assert (named(done.failed), named(done.flows)) == (["f"], ["d"])


def test_a_reversal_takes_its_entry_with_it() -> None:
    ways = (
        row("A", "B", 5, 1, status="reversed", purpose="冲正", name="r"),
        row("A", "B", -5, 1, name="r"),
        row("B", "A", 5, 2, purpose="退汇", name="r"),
        row("B", "A", 5, 1, status="reversed", reference="9", name="r"),
    )
    for reversal in ways:
        done = settle(
            [row("A", "B", 5, 0, reference="9", name="e"), row("A", "B", 5, 0, source="b.csv", name="b"), reversal]
        )
        assert not done.flows, reversal
        assert [(u.entry.place.row_id, u.reversal.place.row_id) for u in done.undone if u.entry] == [("e", "r")]


def test_a_row_marked_as_reversed_takes_no_other_with_it() -> None:
    done = settle([row("A", "B", 5, 0, name="e"), row("A", "B", 5, 0, status="reversed", name="r")])
    assert named(done.flows) == ["e"]
    assert done.undone[0].entry is None


def test_a_reversal_six_days_later_undoes_nothing() -> None:
    assert len(settle([row("A", "B", 5, 0), row("B", "A", 5, 5, purpose="退汇")]).flows) == 0
    assert len(settle([row("A", "B", 5, 0), row("B", "A", 5, 6, purpose="退汇")]).flows) == 2


def test_a_refund_is_a_payment_not_a_reversal() -> None:
    assert len(settle([row("A", "B", 5, 0), row("B", "A", 5, 1, purpose="退款")]).flows) == 2


def test_totals_partial_days_and_own_accounts_are_no_flows() -> None:
    rows = [
        row("A", "B", 5, "2024-01", until="2024-03", name="total"),
        row("A", "B", 6, "2024-01", name="month"),
        row("A", "B", 6, None, name="undated"),
        row("A", "A", 6, 0, name="own"),
        row("A", "B", -3, 0, name="minus"),
    ]
    done = settle(rows)
    assert not done.flows
    assert (named(done.totals), named(done.own)) == (["total"], ["own"])
    assert sorted(named(done.loose)) == ["minus", "month", "undated"]


def test_times_are_read_where_they_are_times() -> None:
    times = ["09:30", "09:30:15", "093015", "930", "24:00", "noon", None]
    assert [seconds_of(row("A", "B", 1, time=t)) for t in times] == [34200, 34215, 34215, 34200, None, None, None]


_STATUS = st.sampled_from([None, None, "done", "failed", "reversed"])


@given(courses_of(), st.data())
def test_every_row_stands_once_and_their_order_is_nothing(rows: list[Payment], data: st.DataObject) -> None:
    mixed = [
        row(p.payer, p.payee, str(p.money.amount), (p.on.first - rows[0].on.first).days % 9,
            status=data.draw(_STATUS), source=data.draw(st.sampled_from(["a.csv", "b.csv"])), name=p.place.row_id or "")
        for p in rows if p.money and p.on and rows[0].on
    ]  # fmt: skip
    done = settle(mixed)
    undone = [p for u in done.undone for p in (u.entry, u.reversal) if p is not None]
    kept = [*done.flows, *done.totals, *done.loose, *done.own, *done.failed, *undone, *(t.other for t in done.twice)]
    assert sorted(named(kept)) == sorted(named(mixed))
    assert settle(data.draw(st.permutations(mixed))) == done
