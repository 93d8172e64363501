"""The days of rest, year by year, against their own arithmetic."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.rest_days import RestDays, rest_days


def table() -> RestDays:
    found = rest_days("CN")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("day", "rests"),
    [
        ("2026-01-01", True),
        ("2026-01-02", True),
        ("2026-01-04", False),  # a Sunday that was worked
        ("2026-01-10", True),
        ("2026-01-12", False),
        ("2026-02-23", True),
        ("2026-02-24", False),
        ("2024-02-18", False),
        ("2024-06-10", True),
        ("2020-01-31", True),
    ],
)
def test_days_of_rest(day: str, rests: bool) -> None:
    assert table().rests(date.fromisoformat(day)) is rests


def test_only_years_that_are_held_are_known() -> None:
    assert table().knows(date(2008, 1, 1)) and table().knows(date(2026, 12, 31))
    assert not table().knows(date(2007, 12, 31)) and not table().knows(date(2027, 1, 1))
    assert table().rolled(date(2027, 1, 4)) is None
    assert table().rolled(date(2022, 12, 31)) == date(2023, 1, 3)


def test_a_day_that_rolls_out_of_the_known_years_is_not_known() -> None:
    last = RestDays(frozenset({2023}), frozenset({date(2023, 12, 29)}), frozenset(), table().rule)
    assert last.rolled(date(2023, 12, 29)) is None
    assert last.rolled(date(2023, 12, 28)) == date(2023, 12, 28)


@pytest.mark.parametrize("place", ["HK", "GB", "US", "DE", "CN-MO", "VG"])
def test_no_other_place_has_a_table(place: str) -> None:
    assert rest_days(place) is None


def test_worked_days_are_weekends_and_no_day_is_both() -> None:
    assert all(day.weekday() >= 5 for day in table().worked)
    assert not table().worked & table().off


@given(st.dates(date(2008, 1, 1), date(2026, 12, 31)))
def test_a_day_rolls_to_the_next_worked_one_and_no_further(day: date) -> None:
    found = table().rolled(day)
    if found is None:
        assert day.year == 2026
        return
    assert found >= day and not table().rests(found)
    assert all(table().rests(day + timedelta(days=n)) for n in range((found - day).days))
    assert (found - day).days <= 10


@pytest.mark.parametrize("year", range(2008, 2027))
def test_every_year_has_its_holidays(year: int) -> None:
    """Eleven days by law (thirteen since 2025), with the weekend days that the notices move."""
    off = [day for day in table().off if day.year == year]
    assert date(year, 1, 1) in off and date(year, 10, 1) in off and date(year, 5, 1) in off
    worked = [day for day in table().worked if day.year == year]
    extra = sum(day.weekday() < 5 for day in off) - len(worked)
    assert 5 <= extra <= 13, (len(off), len(worked))
