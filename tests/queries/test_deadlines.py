"""Last days and look-backs, day by day."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import queries.deadlines
from graph.values import DateSpan
from queries.deadlines import (
    Clock,
    Knowledge,
    claim_limitation,
    deadlines,
    estate_rules,
    execution_deadline,
    freeze_last_day,
    freeze_maximum,
    in_windows,
    last_day,
    undated,
    window_back,
    windows,
)
from queries.grounds import Ground, all_grounds, ground
from queries.rest_days import RestDays, rest_days

REVOKE = ground("cn-civil-538")
YEAR_BACK = ground("cn-insolvency-31-1")
SIX_MONTHS_BACK = ground("cn-insolvency-32")
UK_TWO_YEARS = ground("gb-ia-238")


@dataclass(frozen=True, slots=True)
class Between:
    """Any object with first and last will do; either may be unknown."""

    first: date | None
    last: date | None


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        (date(2022, 9, 15), "5y", date(2027, 9, 15)),
        (date(2024, 6, 20), "1y", date(2025, 6, 20)),
        (date(2024, 2, 29), "1y", date(2025, 2, 28)),
        (date(2024, 2, 29), "4y", date(2028, 2, 29)),
        (date(2023, 2, 28), "1y", date(2024, 2, 28)),
        (date(2024, 8, 31), "6m", date(2025, 2, 28)),
        (date(2023, 8, 31), "6m", date(2024, 2, 29)),
        (date(2024, 12, 31), "2m", date(2025, 2, 28)),
        (date(2024, 2, 20), "15d", date(2024, 3, 6)),
        (date(2023, 2, 20), "15d", date(2023, 3, 7)),
        (date(2024, 12, 25), "10d", date(2025, 1, 4)),
    ],
)
def test_last_day(start: date, length: str, end: date) -> None:
    assert last_day(start, length) == end


@pytest.mark.parametrize("length", ["", "1", "y", "0y", "-1y", "1w", "1y6m", " 1y"])
def test_other_lengths_are_refused(length: str) -> None:
    with pytest.raises(ValueError, match="not a length"):
        last_day(date(2024, 1, 1), length)


@pytest.mark.parametrize(
    ("end", "length", "start"),
    [
        (date(2024, 10, 1), "1y", date(2023, 10, 1)),
        (date(2024, 10, 1), "6m", date(2024, 4, 1)),
        (date(2024, 2, 29), "1y", date(2023, 2, 28)),
        (date(2024, 8, 31), "6m", date(2024, 2, 29)),
        (date(2024, 3, 1), "90d", date(2023, 12, 2)),
    ],
)
def test_windows_run_back_half_open(end: date, length: str, start: date) -> None:
    assert window_back(end, length) == (start, end)


def test_both_periods_of_article_541() -> None:
    found = deadlines(REVOKE, date(2022, 9, 15), date(2024, 6, 20), Clock(as_of=date(2024, 10, 1)))
    assert [(each.day, each.event, each.days_left) for each in found] == [
        (date(2025, 6, 20), "knowledge", 262),
        (date(2027, 9, 15), "act", 1079),
    ]
    for each in found:
        assert each.period_kind == "extinctive"
        assert "不中止、不中断" in each.note.zh
        assert "541" in each.rule.zh


def test_knowledge_is_the_earliest_known_day_before_any_file() -> None:
    known, obtained = date(2024, 6, 20), date(2024, 3, 1)
    assert Knowledge((known, known + timedelta(days=9)), (obtained,)).day == known
    assert Knowledge((), (date(2024, 5, 1), obtained)).day == obtained
    assert Knowledge().day is None


def test_without_knowledge_the_report_itself_may_be_it() -> None:
    clock = Clock(as_of=date(2024, 10, 1))
    (only,) = deadlines(REVOKE, date(2022, 9, 15), Knowledge(), clock)
    assert only.day == date(2027, 9, 15)
    assert "本报告可能被主张为知悉日" in only.note.zh
    assert "2025-10-01" in only.note.zh
    assert [period.key for period in undated(REVOKE, date(2022, 9, 15), None, clock)] == ["cn_541_knowledge"]
    told = deadlines(REVOKE, date(2022, 9, 15), date(2024, 6, 20), clock)
    assert not any("本报告" in each.note.zh for each in told)


def test_the_report_never_promises_a_day_after_five_years() -> None:
    near = deadlines(REVOKE, date(2022, 9, 15), None, Clock(as_of=date(2027, 6, 1)))
    assert "2027-09-15前起诉" in near[0].note.zh
    past = deadlines(REVOKE, date(2022, 9, 15), None, Clock(as_of=date(2027, 10, 1)))
    assert "可能已于2027-09-15届满" in past[0].note.zh
    assert past[0].days_left == -16


def test_a_partial_act_counts_from_its_first_possible_day() -> None:
    (only,) = deadlines(REVOKE, DateSpan.parse("2022-09"), None, Clock())
    assert (only.day, only.days_left) == (date(2027, 9, 1), None)
    assert "不完整" in only.note.zh
    assert deadlines(REVOKE, Between(None, date(2022, 9, 30)), None, Clock()) == ()
    assert len(undated(REVOKE, None, None, Clock())) == 2


@pytest.mark.parametrize(
    ("act", "word"), [(date(2022, 9, 18), "星期六"), (date(2022, 9, 19), "星期日"), (date(2022, 9, 20), "")]
)
def test_in_a_year_without_a_table_a_day_is_told_and_not_moved(act: date, word: str) -> None:
    (only,) = deadlines(REVOKE, act, None, Clock())
    assert only.day == only.counted == act.replace(year=2027)
    assert "若为节假日顺延" in only.note.zh and "2027" in only.note.zh
    assert word in only.note.zh


@pytest.mark.parametrize(
    ("known", "day"),
    [
        (date(2024, 9, 30), date(2025, 9, 30)),
        (date(2024, 10, 1), date(2025, 10, 9)),  # National Day of 2025: 1 to 8 October
        (date(2024, 10, 11), date(2025, 10, 11)),  # a Saturday that was worked
        (date(2024, 10, 12), date(2025, 10, 13)),  # an ordinary Sunday
        (date(2025, 10, 1), date(2026, 10, 8)),
    ],
)
def test_a_last_day_on_a_day_of_rest_rolls(known: date, day: date) -> None:
    first = deadlines(REVOKE, date(2022, 9, 15), known, Clock(as_of=date(2025, 1, 1)))[0]
    assert (first.event, first.day) == ("knowledge", day)
    assert first.counted == known.replace(year=known.year + 1)
    assert ("顺延至" in first.note.zh) == (day != first.counted)
    assert first.days_left == (day - date(2025, 1, 1)).days


def test_abroad_nothing_is_moved() -> None:
    found = deadlines(ground("us-uvta-4a1"), date(2021, 1, 4), date(2024, 10, 12), Clock())
    assert date(2025, 10, 12) in {each.day for each in found}
    assert not any("民法典" in each.note.zh for each in found)


def test_limitation_may_stop() -> None:
    (only,) = deadlines(ground("cn-civil-985"), date(2022, 1, 4), date(2022, 2, 1), Clock())
    assert (only.counted, only.day, only.period_kind) == (date(2025, 2, 1), date(2025, 2, 5), "limitation")
    assert "可中止、中断" in only.note.zh
    assert "不中止" not in only.note.zh


def test_remedies_run_from_service_of_the_ruling() -> None:
    clock = Clock(ruling_served=date(2024, 5, 6))
    assert [each.day for each in deadlines(ground("cn-addition-17"), None, None, clock)] == [date(2024, 5, 21)]
    assert [each.day for each in deadlines(ground("cn-addition-22"), None, None, clock)] == [date(2024, 5, 16)]
    assert deadlines(ground("cn-addition-17"), None, None, Clock()) == ()


def test_a_foreign_cut_off_does_not_cite_chinese_law() -> None:
    found = deadlines(ground("us-uvta-4a1"), date(2022, 1, 4), date(2022, 1, 5), Clock())
    assert [each.event for each in found] == ["knowledge", "act"]
    assert not any("民法典199" in each.note.zh for each in found)


ACCEPTED = Clock(insolvency_filed=date(2024, 9, 1), insolvency_accepted=date(2024, 10, 1))


@pytest.mark.parametrize(
    ("act", "year", "half"),
    [
        ("2023-09-30", "outside", "outside"),
        ("2023-10-01", "inside", "outside"),
        ("2024-03-31", "inside", "outside"),
        ("2024-04-01", "inside", "inside"),
        ("2024-09-30", "inside", "inside"),
        ("2024-10-01", "outside", "outside"),
        ("2023", "cannot tell", "outside"),
        ("2023-11", "inside", "outside"),
        ("2024", "cannot tell", "cannot tell"),
        ("2024-05", "inside", "inside"),
        ("2022", "outside", "outside"),
    ],
)
def test_chinese_look_backs_run_from_acceptance(act: str, year: str, half: str) -> None:
    assert in_windows(DateSpan.parse(act), ACCEPTED, YEAR_BACK) == year
    assert in_windows(DateSpan.parse(act), ACCEPTED, SIX_MONTHS_BACK) == half


def test_english_look_backs_run_from_filing() -> None:
    assert in_windows(date(2022, 9, 1), ACCEPTED, UK_TWO_YEARS) == "inside"
    assert in_windows(date(2022, 8, 31), ACCEPTED, UK_TWO_YEARS) == "outside"
    assert in_windows(date(2022, 9, 1), replace(ACCEPTED, insolvency_filed=None), UK_TWO_YEARS) == "cannot tell"


def test_without_acceptance_nobody_can_tell() -> None:
    assert in_windows(date(2024, 1, 1), Clock(), YEAR_BACK) == "cannot tell"
    assert [window for _, window in windows(YEAR_BACK, Clock())] == [None]
    assert [window for _, window in windows(YEAR_BACK, ACCEPTED)] == [(date(2023, 10, 1), date(2024, 10, 1))]
    assert [period.key for period in undated(YEAR_BACK, None, None, ACCEPTED)] == ["cn_123"]


def test_a_ground_without_a_look_back_is_not_limited() -> None:
    assert windows(ground("cn-insolvency-33"), ACCEPTED) == ()
    assert in_windows(None, Clock(), ground("cn-insolvency-33")) == "inside"
    assert in_windows(None, ACCEPTED, YEAR_BACK) == "cannot tell"
    assert in_windows(Between(None, date(2023, 1, 1)), ACCEPTED, YEAR_BACK) == "outside"


def test_after_closing_two_years() -> None:
    (only,) = deadlines(YEAR_BACK, date(2024, 1, 2), None, replace(ACCEPTED, insolvency_closed=date(2025, 3, 3)))
    assert (only.day, only.event) == (date(2027, 3, 3), "insolvency_closed")


def test_acceptance_hands_everything_to_the_estate() -> None:
    assert estate_rules(ACCEPTED)
    assert estate_rules(replace(ACCEPTED, as_of=date(2024, 10, 1)))
    assert not estate_rules(replace(ACCEPTED, as_of=date(2024, 9, 30)))
    assert not estate_rules(Clock(insolvency_filed=date(2024, 9, 1)))


def test_applying_for_enforcement() -> None:
    clock = Clock(judgment_effective=date(2024, 3, 1), as_of=date(2024, 10, 1))
    found = execution_deadline(clock)
    assert found is not None
    assert (found.day, found.event, found.days_left) == (date(2026, 3, 2), "judgment_effective", 517)
    later_term = execution_deadline(replace(clock, performance_end=date(2024, 3, 16)))
    assert later_term is not None
    assert later_term.day == date(2026, 3, 16)
    assert execution_deadline(replace(clock, enforcement=date(2024, 5, 1))) is None
    assert execution_deadline(Clock()) is None


def test_the_claim_itself_ages_until_suit() -> None:
    found = claim_limitation(Clock(due=date(2023, 5, 1)))
    assert found is not None
    assert (found.counted, found.day) == (date(2026, 5, 1), date(2026, 5, 6))
    assert claim_limitation(Clock(due=date(2023, 5, 1), suit=date(2023, 9, 1))) is None
    assert claim_limitation(Clock()) is None


@pytest.mark.parametrize(
    ("kind", "until"),
    [
        ("account", date(2025, 3, 4)),
        ("deposit", date(2025, 3, 4)),
        ("vehicle", date(2026, 3, 4)),
        ("equipment", date(2026, 3, 4)),
        ("real_estate", date(2027, 3, 4)),
        ("equity", date(2027, 3, 4)),
        ("ip", date(2027, 3, 4)),
        ("nothing we know", date(2027, 3, 4)),
    ],
)
def test_how_long_a_freeze_can_last(kind: str, until: date) -> None:
    assert freeze_maximum(kind, date(2024, 3, 5)) == until


def test_the_last_effective_day_is_the_day_before_the_end() -> None:
    assert freeze_last_day(date(2025, 3, 1)) == date(2025, 2, 28)
    assert freeze_last_day(date(2024, 3, 1)) == date(2024, 2, 29)


CYCLE = 400
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
LENGTHS = st.builds(lambda count, unit: f"{count}{unit}", st.integers(1, 40), st.sampled_from("ymd"))
GROUNDS = st.sampled_from(all_grounds())
CLOCKS = st.builds(Clock, **{each.name: st.none() | DAYS for each in fields(Clock)})


def later(day: date) -> date:
    return day.replace(year=day.year + CYCLE)


def clock_later(clock: Clock) -> Clock:
    days = {each.name: getattr(clock, each.name) for each in fields(Clock)}
    return Clock(**{name: None if day is None else later(day) for name, day in days.items()})


def shifted(rest: RestDays | None) -> RestDays | None:
    """The table of rest days, 400 years on: weekdays fall alike."""
    if rest is None:
        return None
    off, worked = (frozenset(later(day) for day in days) for days in (rest.off, rest.worked))
    return RestDays(frozenset(year + CYCLE for year in rest.years), off, worked, rest.rule)


@given(DAYS, LENGTHS)
def test_counting_is_the_same_in_another_cycle(day: date, length: str) -> None:
    assert last_day(later(day), length) == later(last_day(day, length))
    assert window_back(later(day), length) == (later(window_back(day, length)[0]), later(day))


@given(GROUNDS, DAYS, st.integers(0, 500), st.none() | DAYS, CLOCKS)
def test_four_hundred_years_change_only_the_dates(
    each_ground: Ground, first: date, width: int, known: date | None, clock: Clock
) -> None:
    act = DateSpan(first, first + timedelta(days=width))
    then = DateSpan(later(act.first), later(act.last))
    known_then = None if known is None else later(known)
    now = deadlines(each_ground, act, known, clock)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries.deadlines, "rest_days", lambda place: shifted(rest_days(place)))
        moved = deadlines(each_ground, then, known_then, clock_later(clock))
    assert [(later(a.day), later(a.counted_from), a.rule, a.event, a.days_left) for a in now] == [
        (b.day, b.counted_from, b.rule, b.event, b.days_left) for b in moved
    ]
    assert ["民法典203" in a.note.zh for a in now] == ["民法典203" in b.note.zh for b in moved]
    assert in_windows(act, clock, each_ground) == in_windows(then, clock_later(clock), each_ground)


@given(DAYS, LENGTHS)
def test_a_look_back_meets_the_period_that_made_it(day: date, length: str) -> None:
    """The corresponding day of the window's first day is never after the day it ran back from."""
    start, end = window_back(day, length)
    assert start < end
    assert last_day(start, length) <= end
    assert end - last_day(start, length) <= timedelta(days=3)


@given(GROUNDS, DAYS, st.integers(0, 500), CLOCKS)
def test_a_span_is_inside_only_when_both_ends_are(each_ground: Ground, first: date, width: int, clock: Clock) -> None:
    act = DateSpan(first, first + timedelta(days=width))
    whole = in_windows(act, clock, each_ground)
    ends = {in_windows(act.first, clock, each_ground), in_windows(act.last, clock, each_ground)}
    assert whole == "cannot tell" or ends == {whole}
    assert width or ends == {whole}
