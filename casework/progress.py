"""How far a case has come: stage, next day, steps done."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.audit import in_trail
from casework.verdicts import LeadVerdict
from graph.trail import TrailEntry

Record = Mapping[str, Any]
# The latest stage whose day the case file gives, the furthest first.
STAGES = (
    "insolvency_accepted",
    "insolvency_filed",
    "enforcement",
    "judgment_effective",
    "judgment",
    "suit",
    "due",
    "arose",
)
STEPS = ("imported", "searched", "in_plain_sight", "decided", "handed_over")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the work: how much of it is done, out of how much (0 of 0: nothing to do)."""

    name: str
    done: int
    of: int

    @property
    def complete(self) -> bool:
        return self.done >= self.of


@dataclass(frozen=True, slots=True)
class Progress:
    """stage: a key of the case file, with its day; next_day: the first last day from `today` on, None = none known."""

    stage: str | None
    since: str | None
    next_day: Record | None
    days_left: int | None
    steps: tuple[Step, ...]


def progress_of(
    document: Record, verdicts: Mapping[str, LeadVerdict], entries: Iterable[TrailEntry], today: date
) -> Progress:
    """From the lead document, the decisions on its leads, and the trail; nothing of it is kept anywhere else."""
    case = document["case"]
    stage = next((name for name in STAGES if case.get(name)), None)
    coming = next((d for d in document["calendar"] if d["day"] >= today.isoformat()), None)
    return Progress(
        stage,
        case.get(stage) if stage else None,
        coming,
        (date.fromisoformat(coming["day"]) - today).days if coming else None,
        _steps(document, verdicts, exports_of(entries, str(case["id"]))),
    )


def _steps(document: Record, verdicts: Mapping[str, LeadVerdict], exports: int) -> tuple[Step, ...]:
    ran = [s for s in document["searched"] if s["state"] == "ran"]
    leads = [lead["id"] for lead in document["leads"] if lead["tier"] != "signal"]
    own = [a for a in document["assets"] if a["in_plain_sight"]]
    frozen = [a for a in own if any(b["kind"] in ("freeze", "seizure") for b in a["encumbrances"])]
    return (
        Step("imported", len(document["sources"]), max(len(document["sources"]), 1)),
        Step("searched", len(ran), len(document["searched"])),
        Step("in_plain_sight", len(frozen), len(own)),
        Step("decided", sum(lead in verdicts for lead in leads), len(leads)),
        Step("handed_over", min(exports, 1), 1),
    )


def exports_of(entries: Iterable[TrailEntry], case: str) -> int:
    """How often a report of the case left the house."""
    wanted = in_trail(case)
    return sum(entry.verb == "export" and wanted in (entry.object, _case(entry)) for entry in entries)


def _case(entry: TrailEntry) -> str | None:
    try:
        found = json.loads(entry.detail).get("case")
    except (ValueError, AttributeError):
        return None
    return None if found is None else str(found)
