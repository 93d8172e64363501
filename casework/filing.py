"""A reader's form of a case: chosen leads, dismissed ones told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from casework.desk import rest_without
from casework.verdicts import LeadVerdict
from graph.errors import LookthroughError
from reports.dossier import dossier
from reports.form import Form
from reports.levels import released
from reports.pdf import print_pdf
from reports.word import print_word
from reports.wording import Languages

Told = Literal["printed", "counted"]
_TOLD = ("id", "rank", "title", "typology", "summary", "evidence", "counter_evidence", "chain", "standing", "parties")


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes into a form. leads: ids or ranks, none: all but dismissed ones and signals; verdicts: by lead id.

    dismissed: told with their reason in every form that has a place for them; an affidavit and a ledger always tell them.
    """

    leads: tuple[str, ...] = ()
    verdicts: Mapping[str, LeadVerdict] | None = None
    delete_by: str | None = None
    language: Languages = "both"
    letterhead: bytes | None = None
    dismissed: Told = "counted"


def form_files(document: Mapping[str, Any], form: Form, choice: Choice) -> dict[str, bytes]:
    """The form's files by suffix: pdf, docx, and ics where it has a calendar; the same choice, the same bytes."""
    chosen = with_chosen(document, choice)
    if form.dismissed == "asked" and choice.dismissed == "counted":
        chosen |= {"dismissed": [], "dismissed_count": len(chosen["dismissed"])}
    copy = released(chosen, form.level, choice.delete_by)
    ready = dossier(copy, language=choice.language, letterhead=choice.letterhead)
    language = form.language(choice.language)
    printed = form.build(ready, language)
    found = {"pdf": print_pdf(printed), "docx": print_word(printed, choice.letterhead)}
    return found | ({"ics": form.beside(ready, language)} if form.beside else {})


def with_chosen(document: Mapping[str, Any], choice: Choice) -> dict[str, Any]:
    """The document with the chosen leads alone, and under `dismissed` what people dismissed, each with its reason."""
    said = _dismissed(choice)
    ids = chosen_ids(document, choice)
    kept = [lead for lead in document["leads"] if lead["id"] in ids]
    gone = {lead["id"] for lead in document["leads"]} - {lead["id"] for lead in kept}
    told = [
        _told(lead, said[lead["id"]].reason) for lead in document["leads"] if lead["id"] in said and lead not in kept
    ]
    return {**document, **rest_without(document, gone), "leads": kept, "dismissed": told}


def chosen_ids(document: Mapping[str, Any], choice: Choice) -> tuple[str, ...]:
    """Ids of the chosen leads, by rank; LookthroughError for a name that is none, with those that are."""
    named = {name for lead in document["leads"] for name in _names(lead)}
    for wanted in choice.leads:
        if wanted not in named:
            raise LookthroughError(
                f"no lead {wanted} in this case", "--leads", f"use a rank or an id: {_known(document)}"
            )
    return tuple(lead["id"] for lead in document["leads"] if _chosen(lead, choice, _dismissed(choice)))


def _dismissed(choice: Choice) -> dict[str, LeadVerdict]:
    return {lead: each for lead, each in (choice.verdicts or {}).items() if each.decided == "dismissed"}


def _chosen(lead: Mapping[str, Any], choice: Choice, dismissed: Mapping[str, LeadVerdict]) -> bool:
    if choice.leads:
        return bool(set(choice.leads) & _names(lead))
    return lead["tier"] != "signal" and lead["id"] not in dismissed


def _names(lead: Mapping[str, Any]) -> set[str]:
    return {str(lead["id"]), str(lead["rank"]), f"L{lead['rank']}"}


def _known(document: Mapping[str, Any]) -> str:
    return ", ".join(f"L{lead['rank']}" for lead in document["leads"]) or "none was found"


def _told(lead: Mapping[str, Any], reason: str) -> dict[str, Any]:
    return {key: lead.get(key) for key in _TOLD} | {"reason": reason}
