"""What falls due: the desk on Monday, over all cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.store.rows import SnapshotRow

Record = Mapping[str, Any]
FREEZE_DAYS, PERIOD_DAYS, LAPSED_DAYS = 60, 90, 30
"""Freezes and their renewals are shown 60 days ahead, other last days 90; what lapsed stays for 30."""

_WINDOWS: dict[str, int] = {"freeze": FREEZE_DAYS, "renewal": FREEZE_DAYS}


@dataclass(frozen=True, slots=True)
class Due:
    """A day of a case's calendar. kind: ground, freeze, renewal, enforcement, limitation or remedy; about: a lead or asset."""

    kind: str
    day: date
    days_left: int
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
    found = [_due(document["case"], row, today) for document in documents for row in document["calendar"]]
    near = [due for due in found if -LAPSED_DAYS <= due.days_left <= _WINDOWS.get(due.kind, PERIOD_DAYS)]
    unique = {(d.case, d.day, d.kind, d.about, d.what["en"]): d for d in near}
    return tuple(sorted(unique.values(), key=lambda d: (d.day, d.case, d.what["en"])))


def _due(case: Record, row: Record, today: date) -> Due:
    day = date.fromisoformat(row["day"])
    what = {"zh": str(row["what"]["zh"]), "en": str(row["what"]["en"])}
    left = (day - today).days
    return Due(row["kind"], day, left, str(case["id"]), str(case["title"]), what, row["about"], tuple(row["evidence"]))


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
