"""What falls due: the desk on Monday, over all cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from graph.store.rows import SnapshotRow
from queries.deadlines import last_day

Record = Mapping[str, Any]
Kind = Literal["freeze", "period", "enforcement", "remedy"]
FREEZE_DAYS, PERIOD_DAYS, LAPSED_DAYS, RENEW_BEFORE = 60, 90, 30, 7
"""Freezes are shown 60 days ahead, other last days 90; what lapsed stays for 30; a renewal is asked for 7 days before."""

_WINDOWS: dict[str, int] = {
    "freeze": FREEZE_DAYS,
    "period": PERIOD_DAYS,
    "enforcement": PERIOD_DAYS,
    "remedy": PERIOD_DAYS,
}
_ENFORCE = {
    "zh": "申请执行的二年期间届满（民诉法250）",
    "en": "the two years to apply for enforcement end (Civil Procedure Law 250)",
}


@dataclass(frozen=True, slots=True)
class Due:
    """A last day of a case. act_by: the day by which the next step should be taken; about: a lead or an asset's id."""

    kind: Kind
    day: date
    days_left: int
    act_by: date
    case: str
    title: str
    what: Mapping[str, str]
    about: str | None
    evidence: tuple[Record, ...]

    @property
    def lapsed(self) -> bool:
        return self.days_left < 0


def agenda(documents: Iterable[Record], today: date) -> tuple[Due, ...]:
    """Freezes that lapse within 60 days, other last days within 90, and what lapsed in the last 30; the nearest first.

    The days are counted from `today`, never from the day a case is worked at.
    """
    found = [due for document in documents for due in _of_case(document, today)]
    near = [due for due in found if -LAPSED_DAYS <= due.days_left <= _WINDOWS[due.kind]]
    unique = {(d.case, d.day, d.about, d.what["en"]): d for d in near}
    return tuple(sorted(unique.values(), key=lambda d: (d.day, d.case, d.what["en"])))


def _of_case(document: Record, today: date) -> list[Due]:
    case = document["case"]
    frozen = {asset["id"] for asset in document["assets"]}
    found = []
    for row in document["deadlines"]:
        day = date.fromisoformat(row["day"])
        kind: Kind = (
            "freeze" if row["about"] in frozen else "remedy" if row["period_kind"] == "procedural" else "period"
        )
        found.append(_due(kind, day, today, case, row["what"], row["about"], row["evidence"]))
    return [*found, *_enforcement(case, today)]


def _due(
    kind: Kind, day: date, today: date, case: Record, what: Record, about: str | None, rows: Iterable[Record]
) -> Due:
    early = RENEW_BEFORE if kind == "freeze" else 0
    return Due(
        kind,
        day,
        (day - today).days,
        day - timedelta(days=early),
        str(case["id"]),
        str(case["title"]),
        {"zh": str(what["zh"]), "en": str(what["en"])},
        about,
        tuple(rows),
    )


def _enforcement(case: Record, today: date) -> list[Due]:
    """民诉法 250: two years from the day the judgment takes effect, while nobody has applied for enforcement."""
    text = str(case.get("judgment_effective") or "")
    if case.get("jurisdiction") != "CN" or case.get("enforcement") or len(text) != len("2024-03-05"):
        return []
    return [_due("enforcement", last_day(date.fromisoformat(text), "2y"), today, case, _ENFORCE, None, ())]


@dataclass(frozen=True, slots=True)
class LeadChanges:
    """Leads of a case that one snapshot has and the other has not, and those whose tier or amount differs; by rank."""

    added: tuple[Record, ...]
    removed: tuple[Record, ...]
    changed: tuple[tuple[Record, Record], ...]


def lead_changes(before: Record | None, after: Record) -> LeadChanges:
    """before: the document of the snapshot before, None where there was none: then every lead is new."""
    old = {_same(lead): lead for lead in (before or {}).get("leads", ())}
    new = {_same(lead): lead for lead in after["leads"]}
    return LeadChanges(
        tuple(lead for key, lead in new.items() if key not in old),
        tuple(lead for key, lead in old.items() if key not in new),
        tuple((old[key], lead) for key, lead in new.items() if key in old and _told(old[key]) != _told(lead)),
    )


def _same(lead: Record) -> tuple[Any, ...]:
    """The same pattern on the same rows is the same lead, though its parties may print under other ids since.

    Without rows of its own a lead is known by its id.
    """
    rows = frozenset((e["sha256"], str(e["row"])) for e in lead.get("evidence", ()))
    return (lead["typology"], rows) if rows else (lead["id"],)


def _told(lead: Record) -> tuple[Any, ...]:
    amount = lead["amount"] or {}
    return lead["tier"], lead["standing"], amount.get("low"), amount.get("high")


def before_last_import(snapshots: Sequence[SnapshotRow]) -> SnapshotRow | None:
    """The snapshot before the newest one of other sources, where it is still held; decisions on matches are no import."""
    if not snapshots:
        return None
    earlier = (row for row in reversed(snapshots) if row.sources != snapshots[-1].sources)
    found = next(earlier, None)
    return found if found is not None and found.dropped is None else None
