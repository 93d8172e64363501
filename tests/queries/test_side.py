"""Who stands behind whom on a day."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from graph.case import Case
from queries.ballots import stakes_on, votes_on
from queries.side import control_on, debtor_side
from tests.world import world

DAY = date(2023, 1, 1)


def test_more_than_half_controls_and_half_does_not() -> None:
    case = world(holdings=["owner=D company=S share=51%", "owner=D company=T share=50%"])
    assert set(debtor_side(case, DAY)) == {"D", "S"}


def test_control_runs_through_a_controlled_company() -> None:
    case = world(holdings=["owner=D company=S share=60%", "owner=S company=T share=60%"])
    side = debtor_side(case, DAY)
    assert set(side) == {"D", "S", "T"}
    assert [e.place.row_id for e in side["T"].edges] == ["r1", "r2"]


def test_recorded_control_and_votes_count_together() -> None:
    """D controls X on the record; X's 30 % and D's own 30 % of Y are votes at one command."""
    lines = ["owner=D company=Y share=30%", "owner=X company=Y share=30%"]
    assert set(debtor_side(world(holdings=lines), DAY)) == {"D"}
    side = debtor_side(world(holdings=lines, relations=["a=D b=X kind=controls"]), DAY)
    assert set(side) == {"D", "X", "Y"}
    assert {e.place.row_id for e in side["Y"].edges} == {"r1", "r2", "r3"}


def test_a_stake_of_unknown_size_carries_no_votes() -> None:
    assert set(debtor_side(world(holdings=["owner=D company=S"]), DAY)) == {"D"}


def test_control_ends_on_the_first_day_after() -> None:
    case = world(holdings=["owner=D company=S share=100% start=2020-01-01 end=2022-06-01"])
    assert "S" in debtor_side(case, date(2022, 5, 31))
    assert "S" not in debtor_side(case, date(2022, 6, 1))


def test_days_between_turns_share_one_answer() -> None:
    case = world(holdings=["owner=D company=S share=100% start=2020-01-01 end=2022-06-01"])
    assert control_on(case, date(2021, 1, 1)) is control_on(case, date(2021, 9, 9))
    assert control_on(case, date(2021, 1, 1)) is not control_on(case, date(2022, 6, 1))


def test_two_sources_of_one_holding_are_not_added() -> None:
    one = "owner=D company=S share=40%"
    assert stakes_on(world(holdings=[one, one]), DAY)["D", "S"] == Fraction(4, 5)
    assert stakes_on(world(holdings=[one, f"{one} label=other"]), DAY)["D", "S"] == Fraction(2, 5)


def test_rows_that_only_may_hold_are_versions_not_parts() -> None:
    """60 % until some day of 2022, 70 % from some day of 2022: never 130 %."""
    case = world(holdings=["owner=D company=S share=60% end=2022", "owner=D company=S share=70% start=2022"])
    assert stakes_on(case, date(2022, 6, 1))["D", "S"] == Fraction(7, 10)


def test_a_general_partner_has_all_votes() -> None:
    case = world(
        holdings=[
            "owner=D company=F share=1% nature=general_partner",
            "owner=L company=F share=99% nature=limited_partner",
        ]
    )
    assert votes_on(case, DAY) == {("D", "F"): Fraction(1)}
    assert "F" in debtor_side(case, DAY)


def test_a_clearing_nominee_controls_nothing() -> None:
    lines = ["owner=N company=S share=100%", "owner=N company=T share=100%"]
    assert control_on(world(holdings=lines), DAY).holds("N", "S")
    licensed = world(holdings=lines, parties=["id=N kind=company licence=clearing_nominee"])
    assert control_on(licensed, DAY).holds("N", "S") is None


def test_a_ring_of_holdings_ends() -> None:
    case = world(holdings=["owner=D company=S share=60%", "owner=S company=T share=60%", "owner=T company=S share=40%"])
    assert set(debtor_side(case, DAY)) == {"D", "S", "T"}
    assert set(control_on(case, DAY).over("T")) == {"D", "S"}


@given(st.integers(0, 100), st.integers(0, 100))
def test_an_unrelated_company_changes_no_control(first: int, second: int) -> None:
    lines = [f"owner=D company=S share={first}%", f"owner=S company=T share={second}%"]
    other = [*lines, "owner=ZZ company=YY share=100%"]
    assert set(debtor_side(world(holdings=lines), DAY)) == set(debtor_side(world(holdings=other), DAY))


def places(case: Case, company: str) -> set[str | None]:
    return {e.place.row_id for e in debtor_side(case, DAY)[company].edges}


def test_an_allegation_beside_the_register_weakens_nothing() -> None:
    """What firm rows show by themselves is shown by them alone, whatever else is alleged of the same firms."""
    held = "owner=D company=S share=60% row=h"
    more = "owner=D company=S share=100% row=a standing=alleged label=suit"
    said = "a=D b=S kind=controls row=c standing=alleged"
    for rows, told in (([held, more], []), ([held], [said]), ([held, more], [said])):
        case = world(holdings=rows, relations=told)
        assert places(case, "S") == {"h"} and not debtor_side(case, DAY)["S"].unsure
    longer = world(
        holdings=["owner=D company=W share=70% row=a standing=alleged", "owner=V company=W share=60% row=v"],
        relations=["a=D b=V kind=controls row=r"],
    )
    assert places(longer, "W") == {"r", "v"}


def test_what_only_an_allegation_completes_is_unsure() -> None:
    case = world(
        holdings=["owner=D company=S share=40% row=h", "owner=D company=S share=60% row=a standing=alleged label=suit"]
    )
    assert places(case, "S") == {"h", "a"} and debtor_side(case, DAY)["S"].unsure
    told = world(holdings=["owner=D company=S share=40%"], relations=["a=D b=S kind=controls row=c standing=alleged"])
    assert debtor_side(told, DAY)["S"].unsure and places(told, "S") == {"c"}
