"""The case's days as the clocks of the law tables want them."""

from __future__ import annotations

from datetime import date

from graph.case import Case
from graph.values import DateSpan
from queries.deadlines import Clock


def clock_of(case: Case) -> Clock:
    """Exact days only: a partial date starts no clock."""
    clock = case.debt.clock
    return Clock(
        arose=_exact(clock.arose),
        due=_exact(clock.due),
        suit=_exact(clock.suit),
        served=_exact(clock.served),
        judgment=_exact(clock.judgment),
        judgment_effective=_exact(clock.judgment_effective),
        enforcement=_exact(clock.enforcement),
        insolvency_filed=_exact(clock.insolvency_filed),
        insolvency_accepted=_exact(clock.insolvency_accepted),
        as_of=case.as_of,
        performance_end=_exact(clock.performance_end),
        ruling_served=_exact(clock.ruling_served),
        insolvency_closed=_exact(clock.insolvency_closed),
    )


def _exact(span: DateSpan | None) -> date | None:
    return span.first if span and span.exact else None
