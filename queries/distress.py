"""Days on which a debtor is seen to fail: default, enforcement."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from graph.case import Case
from graph.values import DateSpan
from queries.lead import Evidence
from queries.look_back import within_months
from queries.phrases import STAGES, says, word

_FAILED = re.compile(r"破产|清算|违约|default|insolven|bankrupt|chapter (?:7|11)|wound up|winding|administration", re.I)
_KINDS = frozenset({"enforcement", "terminated_enforcement", "dishonesty", "bankruptcy", "winding_up"})
_STAGES = ("due", "suit", "enforcement", "insolvency_accepted")


@dataclass(frozen=True, slots=True)
class Failure:
    """One day and what happened on it; evidence None where the case file itself gives the day."""

    on: DateSpan
    zh: str
    en: str
    evidence: Evidence | None


def failures(case: Case, parties: Iterable[str], stages: Iterable[str] = _STAGES) -> tuple[Failure, ...]:
    """Due day, suit, enforcement and insolvency of the case; enforcement, insolvency and default of the parties by their rows.

    stages: those days of the case file that count (an insolvency filed counts with that of its acceptance).
    """
    counted = tuple(stages)
    wanted, clock = set(parties), case.debt.clock
    found = [Failure(span, STAGES[s].zh, STAGES[s].en, None) for s in counted if (span := getattr(clock, s))]
    if clock.insolvency_filed and "insolvency_accepted" in counted:
        found.append(Failure(clock.insolvency_filed, "申请破产", "insolvency filed", None))
    for c in case.court_cases:
        on = c.filed or c.published_on or c.terminated_on
        if c.defendant in wanted and c.kind in _KINDS and on:
            kind = word("court_kind", c.kind)
            found.append(Failure(on, kind.zh, kind.en, says(c.place, f"{on}：{kind.zh}{c.number or ''}", f"{on}: {kind.en} {c.number or ''}".strip(), "court_case")))  # fmt: skip
    for change in case.changes:
        if change.party in wanted and change.item == "status" and change.on and _FAILED.search(change.after or ""):
            text = (f"{change.on}登记状态变更为“{change.after}”", f"{change.on}: status becomes “{change.after}”")
            found.append(
                Failure(change.on, change.after or "", change.after or "", says(change.place, *text, "status"))
            )
    return tuple(sorted(found, key=lambda f: (f.on, f.evidence is not None, f.en)))


def first_after(found: Iterable[Failure], start: DateSpan, months: int) -> Failure | None:
    """The first that surely came within so many months after a day."""
    return next((f for f in found if within_months(start, f.on, months) == "yes"), None)
