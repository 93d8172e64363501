"""For whom a report is: internal, client, court."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from graph.errors import LookthroughError

Document = Mapping[str, Any]

AT_THE_END = {"zh": "案件终结后删除", "en": "delete when the case has ended"}
"""PIPL arts. 19 and 47; GDPR art. 5(1)(e): kept no longer than its purpose needs."""


@dataclass(frozen=True, slots=True)
class Level:
    """What a copy for these readers holds. Numbers of persons are masked and minors unnamed at every level.

    outsiders: persons who are no party of the case, its leads, assets or liabilities, by name or by surname only;
    hashes: statement and lead ids are hashes of rows, masked numbers in them could be guessed: kept, or numbered anew.
    """

    name: str
    titles: Mapping[str, str]
    outsiders: Literal["named", "surname"]
    signals: Literal["listed", "left out"]
    scores: Literal["shown", "left out"]
    hashes: Literal["kept", "numbered"]
    liable: tuple[str, ...]


LEVELS: Mapping[str, Level] = {
    each.name: each
    for each in (
        Level("internal", {"zh": "内部文本", "en": "internal copy"}, "named", "listed", "shown", "kept", ("addable", "suit", "check_only")),
        Level("client", {"zh": "客户文本（案外自然人隐名）", "en": "client copy (persons outside the case unnamed)"}, "surname", "listed", "shown", "numbered", ("addable", "suit")),
        Level("court", {"zh": "法院文本（案外自然人隐名）", "en": "court copy (persons outside the case unnamed)"}, "surname", "left out", "left out", "numbered", ("addable", "suit")),
    )
}  # fmt: skip
INTERNAL = LEVELS["internal"]


def level(name: object) -> Level:
    """The level of this name; LookthroughError for a name that is none."""
    if name in LEVELS:
        return LEVELS[str(name)]
    raise LookthroughError("no such level", f"--level {name}", f"use {', '.join(LEVELS)}")


def deletion_day(text: str | None) -> str | None:
    """The day as given, YYYY-MM-DD; LookthroughError where it is none."""
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as fault:
        raise LookthroughError(f"not a day: {text}", "--delete-by", "write YYYY-MM-DD") from fault


def marks_of(name: str, delete_by: str | None) -> list[dict[str, str]]:
    """What stands on every page and sheet: the level, and the day by which the copy is to be deleted."""
    gone = {"zh": f"删除日期 {delete_by}", "en": f"delete by {delete_by}"} if delete_by else AT_THE_END
    return [dict(level(name).titles), dict(gone)]


def released(document: Document, name: str = "internal", delete_by: str | None = None) -> dict[str, Any]:
    """The document cut to what a copy of this level holds; names and numbers in it are masked when it is printed.

    delete_by: an ISO day; without one the case file's, and without that the end of the case.
    """
    chosen = level(name)
    day = deletion_day(delete_by) or (document.get("case") or {}).get("delete_by")
    shown = [lead for lead in document.get("leads") or () if _shown(lead, chosen)]
    gone = {lead["id"] for lead in document.get("leads") or ()} - {lead["id"] for lead in shown}
    kept = dict(document) | {"level": chosen.name, "marks": marks_of(chosen.name, day), "leads": shown}
    for key in ("deadlines", "calendar"):
        if key in document:
            kept[key] = [row for row in document[key] if row.get("about") not in gone]
    if "liable_parties" in document:
        kept["liable_parties"] = [_without(row, gone) for row in document["liable_parties"] if _liable(row, chosen)]
    if chosen.scores == "left out":
        kept["leads"] = [{**lead, "score": None} for lead in shown]
    return kept


def _shown(lead: Mapping[str, Any], chosen: Level) -> bool:
    return chosen.signals == "listed" or lead.get("tier") != "signal"


def _liable(row: Mapping[str, Any], chosen: Level) -> bool:
    return row.get("column", "check_only") in chosen.liable


def _without(row: Mapping[str, Any], gone: set[str]) -> dict[str, Any]:
    return {**row, "leads": [lead for lead in row.get("leads") or () if lead not in gone]}
