"""What people decided on leads: confirmed, dismissed, reopened."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from casework.audit import in_trail
from graph.errors import LookthroughError
from graph.store.workspace import Workspace
from graph.trail import TrailEntry

Decided = Literal["confirmed", "dismissed", "open"]
VERDICTS: tuple[Decided, ...] = ("confirmed", "dismissed", "open")
_VERB = "judge-lead"
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class LeadVerdict:
    """Somebody's word on a lead of a case. `open`: an earlier word was taken back."""

    case: str
    lead: str
    decided: Decided
    reason: str
    actor: str
    at: str


def judge_lead(workspace: Workspace, verdict: LeadVerdict) -> LeadVerdict:
    """Add the word to the trail; earlier ones stay readable there. A lead is never dismissed without a reason.

    LookthroughError for an unknown word, for a dismissal without a reason, and for a reason that is no note any more.
    """
    reason = " ".join(verdict.reason.split())
    if verdict.decided not in VERDICTS:
        raise LookthroughError(f"no such decision: {verdict.decided}", verdict.lead, f"use {', '.join(VERDICTS)}")
    if verdict.decided == "dismissed" and not reason:
        raise LookthroughError("a dismissal needs its reason", verdict.lead, "choose or write why: it can be printed")
    if len(reason) > _LONGEST:
        raise LookthroughError("the reason is too long", verdict.lead, f"keep it under {_LONGEST:,} characters")
    kept = LeadVerdict(verdict.case, verdict.lead, verdict.decided, reason, verdict.actor, verdict.at)
    with workspace.write(actor=kept.actor, at=kept.at, command="decide") as pen:
        pen.trail(_VERB, kept.lead, {"case": kept.case, "decision": kept.decided, "reason": kept.reason})
    return kept


def verdicts_of(workspace: Workspace, case: str) -> dict[str, LeadVerdict]:
    """The word that stands on each lead of a case; leads whose word was taken back are left out."""
    return {lead: told[-1] for lead, told in history_of(workspace, case).items() if told[-1].decided != "open"}


def dismissed_leads(workspace: Workspace) -> dict[str, list[str]]:
    """Case → its leads that stand dismissed, sorted; of all cases in one reading of the trail."""
    standing = {(each.case, each.lead): each.decided for each in _read(workspace.trail())}
    found: dict[str, list[str]] = {}
    for (case, lead), decided in sorted(standing.items()):
        if decided == "dismissed":
            found.setdefault(case, []).append(lead)
    return found


def history_of(workspace: Workspace, case: str) -> dict[str, list[LeadVerdict]]:
    """Every word on every lead of a case, in the order they were given."""
    found: dict[str, list[LeadVerdict]] = {}
    wanted = in_trail(case)
    for verdict in _read(workspace.trail()):
        if verdict.case == wanted:
            found.setdefault(verdict.lead, []).append(verdict)
    return found


def _read(entries: Iterable[TrailEntry]) -> Iterable[LeadVerdict]:
    for entry in entries:
        if entry.verb == _VERB:
            told = json.loads(entry.detail)
            yield LeadVerdict(
                str(told["case"]), entry.object, told["decision"], str(told["reason"]), entry.actor, entry.at
            )
