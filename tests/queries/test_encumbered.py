"""Freezes: order, last days, and what is left for the creditor."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from graph.case import Case
from graph.values import Money
from queries.encumbered import Burden, burden_warnings, burdens_on, left_after, prior
from tests.world import world

THING = "equity:T:D"


def frozen(*lines: str, as_of: str = "2024-10-01") -> Case:
    return world(creditor="CR", as_of=as_of, encumbrances=[f"asset={THING} {line}" for line in lines])


def burdens(case: Case) -> tuple[Burden, ...]:
    return burdens_on(case, THING, "equity")


def left(case: Case, value: int = 1000) -> tuple[int, int] | None:
    found = left_after(case, Money.of(value, "CNY"), burdens(case))
    return (int(found.low), int(found.high)) if found else None


def test_order_follows_publication_then_start() -> None:
    found = burdens(
        frozen(
            "row=late kind=freeze holder=X start=2023-01-01 end=2026-01-01 published_on=2023-05-01",
            "row=early kind=freeze holder=Y start=2023-02-01 end=2026-02-01 published_on=2023-02-02",
            "row=bare kind=freeze holder=Z start=2023-03-01 end=2026-03-01",
        )
    )
    assert [(b.encumbrance.place.row_id, b.rank, b.waiting) for b in found] == [
        ("early", 1, False), ("bare", 2, True), ("late", 3, True),
    ]  # fmt: skip


def test_a_renewal_keeps_its_place() -> None:
    found = burdens(
        frozen(
            "row=first kind=freeze holder=X start=2021-01-01 end=2024-01-01 published_on=2021-01-01",
            "row=second kind=freeze holder=Y start=2022-01-01 end=2025-01-01 published_on=2022-01-01 status=waiting",
            "row=renewed kind=freeze holder=X start=2024-01-01 end=2027-01-01 published_on=2023-12-20 status=renewed",
        )
    )
    assert {b.encumbrance.place.row_id: (b.state, b.rank) for b in found} == {
        "first": ("ended", None), "renewed": ("live", 1), "second": ("live", 2),
    }  # fmt: skip


def test_last_day_is_the_day_before_the_end() -> None:
    (last,) = burdens(frozen("kind=freeze holder=CR start=2023-10-25 end=2024-10-25"))
    assert (last.last_day, last.at_most, last.state, last.own) == (date(2024, 10, 24), False, "live", True)
    (gone,) = burdens(frozen("kind=freeze holder=CR start=2023-10-01 end=2024-10-01"))
    assert (gone.last_day, gone.state) == (date(2024, 9, 30), "ended")


def test_without_an_end_only_at_most() -> None:
    (open_end,) = burdens(frozen("kind=freeze holder=X start=2022-03-05"))
    assert (open_end.last_day, open_end.at_most) == (date(2025, 3, 4), True)
    assert "at most until 2025-03-04" in open_end.reading.en and "最迟至2025-03-04" in open_end.reading.zh
    (account,) = burdens_on(
        world(as_of="2022-06-01", encumbrances=["asset=A kind=freeze holder=X start=2022-03-05"]), "A", "account"
    )
    assert account.last_day == date(2023, 3, 4)
    (passed,) = burdens(frozen("kind=freeze holder=X start=2020-03-05"))
    assert passed.state == "cannot tell"  # a renewal may not be in the rows
    (waiting,) = burdens(frozen("kind=freeze holder=X start=2022-03-05 status=waiting"))
    assert waiting.last_day is None  # its term begins when it takes effect


def test_a_mortgage_does_not_end_with_its_term() -> None:
    (found,) = burdens(frozen("kind=mortgage holder=X amount=400 start=2020-01-01 end=2023-01-01"))
    assert found.state == "cannot tell"
    (released,) = burdens(frozen("kind=mortgage holder=X amount=400 start=2020-01-01 status=released"))
    assert released.state == "ended"


def test_a_lone_waiting_freeze_has_an_unseen_one_before_it() -> None:
    (found,) = burdens(frozen("kind=freeze holder=CR start=2024-01-01 end=2027-01-01 status=waiting"))
    assert (found.rank, found.waiting) == (None, True)
    assert "not in the data" in found.reading.en
    _, after = burdens(
        frozen(
            "kind=freeze holder=X start=2020-01-01 end=2023-01-01",
            "kind=freeze holder=CR start=2022-01-01 end=2025-01-01 status=waiting",
        )
    )
    assert after.rank == 1 and "may have taken effect" in after.reading.en


def test_only_what_comes_first_is_deducted() -> None:
    ours = "kind=freeze holder=CR amount=800 start=2023-05-01 end=2026-05-01"
    before = "kind=freeze holder=X amount=300 start=2023-01-01 end=2026-01-01"
    behind = "kind=freeze holder=Y amount=300 start=2024-01-01 end=2027-01-01"
    assert left(frozen(ours, behind)) == (1000, 1000)
    assert left(frozen(ours, before, behind)) == (700, 700)
    assert left(frozen(before, behind)) == (400, 400)  # no freeze of ours: all others come first
    assert left(frozen(ours, "kind=pledge holder=B amount=250 start=2022-01-01")) == (750, 750)
    assert left(frozen(ours, "kind=pledge holder=B amount=250 start=2024-01-01")) == (1000, 1000)


def test_unknown_amounts_lower_the_low_bound_alone() -> None:
    assert left(frozen("kind=freeze holder=X start=2023-01-01 end=2026-01-01")) == (0, 1000)
    assert left(frozen("kind=mortgage holder=X amount=400 start=2020-01-01 end=2023-01-01")) == (600, 1000)
    assert left(frozen("kind=freeze holder=X amount=100 currency=USD start=2023-01-01 end=2026-01-01")) == (0, 1000)


def test_a_freeze_that_lapses_in_sixty_days_is_to_be_renewed_seven_before() -> None:
    line = "kind=freeze holder=CR amount=1 start=2021-12-01 end=2024-12-01"
    told = burden_warnings(case := frozen(line, as_of="2024-10-01"), burdens(case))
    assert [w.en for w in told] == [
        "our freeze: last effective day 2024-11-30 (60 days left); ask for renewal by 2024-11-23"
    ]
    case = frozen(line, as_of="2024-09-30")
    assert burden_warnings(case, burdens(case)) == ()  # sixty-one days


def test_others_freezes_say_both_ways_of_paying() -> None:
    case = frozen("kind=freeze holder=X start=2023-01-01 end=2026-01-01")
    (told,) = burden_warnings(case, burdens(case))
    assert "首封顺位" in told.zh and "按比例" in told.zh


@given(st.permutations(range(4)))
def test_the_order_of_rows_is_no_order(order: list[int]) -> None:
    lines = [
        "row=a kind=freeze holder=X amount=10 start=2023-01-01 end=2026-01-01",
        "row=b kind=freeze holder=CR amount=10 start=2023-02-01 end=2026-02-01",
        "row=c kind=freeze holder=Y amount=10 start=2023-03-01 end=2026-03-01 status=waiting",
        "row=d kind=pledge holder=Z amount=10 start=2022-01-01",
    ]
    case = frozen(*(lines[i] for i in order))
    assert [(b.encumbrance.place.row_id, b.rank) for b in burdens(case)] == [("a", 1), ("b", 2), ("c", 3), ("d", 1)]
    assert {b.encumbrance.place.row_id for b in prior(burdens(case))} == {"a", "d"}
