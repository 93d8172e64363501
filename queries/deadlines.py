"""Look-backs and last days, counted as the law counts them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from graph.values import DateSpan, add_months
from queries.grounds import NOTHING, Bilingual, Ground, Period, PeriodKind, bounds
from queries.grounds import Span as Span
from queries.rest_days import RestDays, rest_days

Position = Literal["inside", "outside", "cannot tell"]

_LENGTH = re.compile(r"([1-9]\d*)([ymd])")
_MONTHS = {"y": 12, "m": 1}

# 民诉法解释 485: longest freeze or seizure, in years; equity, IP, claims and other rights count as land does.
_FREEZES = {
    1: "account deposit",
    2: "vehicle vessel equipment stock movable",
    3: "real_estate land_use equity security ip receivable insurance fund_interest other",
}
FREEZE_YEARS = {kind: years for years, kinds in _FREEZES.items() for kind in kinds.split()}

_NEVER_STOPS_CN = Bilingual(
    "除斥期间：不中止、不中断、不延长（民法典199、541）",
    "cut-off period: no stop, interruption or extension (Civil Code 199, 541)",
)
_NEVER_STOPS = Bilingual(
    "权利消灭期间：是否中止、中断依当地法核对", "the right itself ends: check local law for any extension"
)
_MAY_STOP = Bilingual("诉讼时效：可中止、中断，须核对", "limitation: it may stop or start anew; check")
_PARTIAL = Bilingual("行为日期不完整，按最早可能之日计", "the act's date is partial: the earliest possible day counts")
_DAY_NAMES = {5: Bilingual("星期六", "a Saturday"), 6: Bilingual("星期日", "a Sunday")}

_LOCAL_REST = {
    at: Bilingual(
        f"该日为{name.zh}，未顺延；是否顺延依当地法核对", f"falls on {name.en} and is not moved: check local law"
    )
    for at, name in _DAY_NAMES.items()
}


@dataclass(frozen=True, slots=True)
class Clock:
    """The days of a case; None = not known. as_of is "today": nothing here reads a real clock."""

    arose: date | None = None
    due: date | None = None
    suit: date | None = None
    served: date | None = None
    judgment: date | None = None
    judgment_effective: date | None = None
    enforcement: date | None = None
    insolvency_filed: date | None = None
    insolvency_accepted: date | None = None
    as_of: date | None = None
    performance_end: date | None = None
    ruling_served: date | None = None
    insolvency_closed: date | None = None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """When the creditor learned of an act: days given in the case file, and days its sources were obtained."""

    known: tuple[date, ...] = ()
    obtained: tuple[date, ...] = ()

    @property
    def day(self) -> date | None:
        """The earliest known day; without one, the earliest day a source was obtained."""
        return min(self.known or self.obtained, default=None)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day. days_left is negative when it has passed, None without an as_of; event names what it runs from.

    counted: the corresponding day before it was moved off a day of rest; the same as `day` where nothing moved it.
    """

    day: date
    rule: Bilingual
    period_kind: PeriodKind
    counted_from: date
    event: str
    days_left: int | None
    note: Bilingual
    counted: date


_EVENTS: dict[str, Callable[[Clock], date | None]] = {
    "acceptance": lambda clock: clock.insolvency_accepted,
    "filing": lambda clock: clock.insolvency_filed,
    "judgment_effective": lambda clock: clock.judgment_effective,
    "ruling_served": lambda clock: clock.ruling_served,
    "insolvency_closed": lambda clock: clock.insolvency_closed,
}


def last_day(start: date, length: str) -> date:
    """The last day of a period (民法典 201–202): day one is not counted, the corresponding day is the last.

    length is "1y", "6m" or "15d"; where the month has no such day, its last day. ValueError for any other length.
    """
    return _shift(start, length, 1)


def window_back(end: date, length: str) -> tuple[date, date]:
    """The look-back before a day, half-open: [end - length, end)."""
    return _shift(end, length, -1), end


def windows(ground: Ground, clock: Clock) -> tuple[tuple[Period, tuple[date, date] | None], ...]:
    """Each look-back of a ground with its half-open window; None where the event it runs back from is unknown."""
    found = []
    for period in ground.periods:
        if period.direction == "back":
            event = _EVENTS[period.counted_from](clock)
            found.append((period, None if event is None else window_back(event, period.length)))
    return tuple(found)


def in_windows(act: date | Span | None, clock: Clock, ground: Ground) -> Position:
    """Does the act lie in a look-back of the ground? A ground without a look-back is not limited: inside."""
    answers = {_position(act, window) for _, window in windows(ground, clock)}
    if not answers or "inside" in answers:
        return "inside"
    return "cannot tell" if "cannot tell" in answers else "outside"


def deadlines(
    ground: Ground, act: date | Span | None, knowledge: Knowledge | date | None, clock: Clock
) -> tuple[Deadline, ...]:
    """The last days that can be computed, earliest first.

    Without a day of knowledge there is no deadline from it, but the others warn that the report itself may count as
    knowledge. Periods whose start is unknown are in undated().
    """
    known = knowledge.day if isinstance(knowledge, Knowledge) else knowledge
    warning = _report_warning(ground, act, clock) if known is None else NOTHING
    found = []
    for period in ground.periods:
        start = _start(period, act, known, clock)
        if period.direction == "forward" and start is not None:
            notes = [_kind_note(ground, period), warning]
            notes += [_PARTIAL] if period.counted_from == "act" and not _exact(act) else []
            rest = rest_days(ground.jurisdiction)
            found.append(
                _deadline(period.rule, period.kind, period.length, start, period.counted_from, clock, notes, rest)
            )
    return tuple(sorted(found, key=lambda each: (each.day, each.rule.en)))


def undated(
    ground: Ground, act: date | Span | None, knowledge: Knowledge | date | None, clock: Clock
) -> tuple[Period, ...]:
    """Periods of a ground that run from a day nobody has given yet (or back from one): 起算日未知."""
    known = knowledge.day if isinstance(knowledge, Knowledge) else knowledge
    return tuple(period for period in ground.periods if _start(period, act, known, clock) is None)


def execution_deadline(clock: Clock) -> Deadline | None:
    """申请执行: two years from the last day for performance, else from when the judgment took effect (民诉法 250)."""
    start, event = clock.performance_end, "performance_end"
    if start is None:
        start, event = clock.judgment_effective, "judgment_effective"
    if start is None or clock.enforcement is not None:
        return None
    rule = Bilingual(
        "申请执行期间二年（民诉法250；分期履行自最后一期届满）",
        "two years to apply for enforcement (Civil Procedure Law 250; instalments: from the last)",
    )
    return _deadline(rule, "limitation", "2y", start, event, clock, [_MAY_STOP], rest_days("CN"))


def claim_limitation(clock: Clock) -> Deadline | None:
    """The claim's own limitation, three years from the due day (民法典 188); None once a suit has begun."""
    begun = clock.suit or clock.judgment or clock.judgment_effective or clock.enforcement
    if clock.due is None or begun is not None:
        return None
    rule = Bilingual(
        "普通诉讼时效三年（民法典188；2017-10-01前届满者为二年）",
        "general limitation of three years (Civil Code 188; two where it ended before 2017-10-01)",
    )
    return _deadline(rule, "limitation", "3y", clock.due, "due", clock, [_MAY_STOP], rest_days("CN"))


def freeze_last_day(end: date) -> date:
    """Last effective day of a freeze whose `end` is the first day after."""
    return end - timedelta(days=1)


def freeze_maximum(kind_of_asset: str, start: date) -> date:
    """The latest last effective day of a freeze that began on `start` (民诉法解释 485): print it as "at most until".

    Counted as courts write it, 自…起至…止: the first day counts, so one year from 2024-03-05 ends on 2025-03-04.
    A kind that is not in FREEZE_YEARS counts as "other", since three years is the most there can be.
    """
    years = FREEZE_YEARS.get(kind_of_asset, FREEZE_YEARS["other"])
    return freeze_last_day(last_day(start, f"{years}y"))


def estate_rules(clock: Clock) -> bool:
    """Has a court accepted the insolvency by as_of? Then every route is F (破产法 16, 19–21)."""
    accepted = clock.insolvency_accepted
    return accepted is not None and (clock.as_of is None or accepted <= clock.as_of)


def _shift(day: date, length: str, sign: int) -> date:
    found = _LENGTH.fullmatch(length)
    if found is None:
        raise ValueError(f"not a length such as 1y, 6m or 15d: {length!r}")
    count, unit = int(found[1]) * sign, found[2]
    return day + timedelta(days=count) if unit == "d" else add_months(day, count * _MONTHS[unit])


def _position(act: date | Span | None, window: tuple[date, date] | None) -> Position:
    if window is None:
        return "cannot tell"
    first, last = bounds(act)
    answer = DateSpan(first or date.min, last or date.max).within(*window)
    return {"yes": "inside", "no": "outside"}.get(answer, "cannot tell")  # type: ignore[return-value]


def _start(period: Period, act: date | Span | None, known: date | None, clock: Clock) -> date | None:
    if period.counted_from == "act":
        return bounds(act)[0]
    return known if period.counted_from == "knowledge" else _EVENTS[period.counted_from](clock)


def _exact(act: date | Span | None) -> bool:
    first, last = bounds(act)
    return first == last


def _deadline(
    rule: Bilingual, kind: PeriodKind, length: str, start: date, event: str, clock: Clock, notes: list[Bilingual],
    rest: RestDays | None,
) -> Deadline:  # fmt: skip
    counted = last_day(start, length)
    day, moved = _moved(counted, rest)
    left = None if clock.as_of is None else (day - clock.as_of).days
    return Deadline(day, rule, kind, start, event, left, _together([*notes, moved]), counted)


def _kind_note(ground: Ground, period: Period) -> Bilingual:
    never = _NEVER_STOPS_CN if ground.jurisdiction == "CN" else _NEVER_STOPS
    return {"extinctive": never, "limitation": _MAY_STOP}.get(period.kind, NOTHING)


def _report_warning(ground: Ground, act: date | Span | None, clock: Clock) -> Bilingual:
    """No knowledge is on file: this report may be said to be it; sue within the period counted from its day."""
    lengths = [period.length for period in ground.periods if period.counted_from == "knowledge"]
    if not lengths:
        return NOTHING
    if clock.as_of is None:
        return Bilingual("本报告可能被主张为知悉日", "this report may be said to be the day of knowledge")
    latest = [last_day(clock.as_of, length) for length in lengths]
    first = bounds(act)[0]
    if first is not None:
        latest += [last_day(first, period.length) for period in ground.periods if period.counted_from == "act"]
    day = min(latest)
    if day < clock.as_of:
        return Bilingual(f"期间可能已于{day.isoformat()}届满", f"the period may have ended on {day.isoformat()}")
    return Bilingual(
        f"本报告可能被主张为知悉日，建议最迟于{day.isoformat()}前起诉",
        f"this report may be said to be the day of knowledge: sue by {day.isoformat()} at the latest",
    )


def _moved(day: date, rest: RestDays | None) -> tuple[date, Bilingual]:
    """The last day as a court takes it: off a day of rest where its year is known, else as counted, and said."""
    name = _DAY_NAMES.get(day.weekday())
    if rest is None:
        return day, _LOCAL_REST.get(day.weekday(), NOTHING)
    rolled = rest.rolled(day)
    if rolled is None:
        on = Bilingual("", "") if name is None else Bilingual(f"为{name.zh}，", f", {name.en},")
        return day, Bilingual(
            f"该日{on.zh}未顺延：{day.year}年放假安排不在表中，若为节假日顺延（民法典203）",
            f"{day}{on.en} is not moved: the holidays of {day.year} are not in the table; if it is one, it rolls (Civil Code 203)",
        )
    if rolled == day:
        return day, NOTHING
    why = name or Bilingual("法定节假日", "a public holiday")
    return rolled, Bilingual(
        f"对应日{day}为{why.zh}，顺延至{rolled}（民法典203）",
        f"the corresponding day {day} is {why.en}: moved to {rolled} (Civil Code 203)",
    )


def _together(notes: list[Bilingual]) -> Bilingual:
    kept = [note for note in notes if note != NOTHING]
    return Bilingual("；".join(note.zh for note in kept), "; ".join(note.en for note in kept))
