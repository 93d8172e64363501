"""A reader's form of a case: chosen leads, dismissed ones told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from casework.verdicts import LeadVerdict
from graph.errors import LookthroughError
from graph.store.sums import sha_sums
from reports.dossier import dossier
from reports.form import Form
from reports.levels import released
from reports.pdf import print_pdf
from reports.word import print_word
from reports.wording import Languages

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
    dismissed: Literal["printed", "counted"] = "counted"


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
    said = {lead: each for lead, each in (choice.verdicts or {}).items() if each.decided == "dismissed"}
    kept = [lead for lead in document["leads"] if _chosen(lead, choice, said)]
    named = {name for lead in document["leads"] for name in _names(lead)}
    for wanted in choice.leads:
        if wanted not in named:
            raise LookthroughError(
                f"no lead {wanted} in this case", "--leads", f"use a rank or an id: {_known(document)}"
            )
    gone = {lead["id"] for lead in document["leads"]} - {lead["id"] for lead in kept}
    told = [
        _told(lead, said[lead["id"]].reason) for lead in document["leads"] if lead["id"] in said and lead not in kept
    ]
    rest = {key: [row for row in document.get(key) or () if row.get("about") not in gone] for key in ("deadlines", "calendar")}  # fmt: skip
    liable = [_of_chosen(row, gone) for row in document.get("liable_parties") or () if _still(row, gone)]
    return {**document, **rest, "leads": kept, "liable_parties": liable, "dismissed": told}


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


def _still(row: Mapping[str, Any], gone: set[str]) -> bool:
    """A party who is liable only by leads that are not chosen is not named in the form."""
    return not row.get("leads") or any(lead not in gone for lead in row["leads"])


def _of_chosen(row: Mapping[str, Any], gone: set[str]) -> dict[str, Any]:
    return {**row, "leads": [lead for lead in row.get("leads") or () if lead not in gone]}


def write_forms(document: Mapping[str, Any], out: Path, forms: Sequence[Form], choice: Choice) -> list[Path]:
    """DIR/<case id>/<form>.pdf, .docx and, where there is one, .ics, under the case's SHA256SUMS."""
    folder = out / str(document["case"]["id"])
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for form in forms:
        for suffix, body in form_files(document, form, choice).items():
            written.append(folder / f"{form.name}.{suffix}")
            written[-1].write_bytes(body)
    (folder / "SHA256SUMS").unlink(missing_ok=True)
    (folder / "SHA256SUMS").write_text(sha_sums(folder), encoding="utf-8")
    return written
