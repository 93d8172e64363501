"""What happened when: the proceedings, the acts, the last days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reports.face import Face
from reports.printed import Block, Column, Figure, Said, table, text
from reports.printed_leads import weighted
from reports.printed_report import CASE_DAYS
from reports.printed_rows import Cited
from reports.timeline import Mark, Sort, draw_timeline
from reports.wording import guarded

Record = Mapping[str, Any]

_ACTS = ("share_transfer", "asset_transfer", "payment", "contract", "encumbrance")


@dataclass(frozen=True, slots=True)
class Event:
    """rows: numbers in the list of evidence; none for a day of the case file and for a last day that the law gives."""

    day: str
    words: str
    sort: Sort
    rows: tuple[int, ...] = ()


def events(face: Face, rows: Cited, leads: Iterable[Record]) -> tuple[Event, ...]:
    """Each event once, by day; what happened before what is to be done on the same day."""
    case = face.dossier.case
    found = [Event(str(case[key]), face.t(f"case.{key}"), "case") for key in CASE_DAYS if case.get(key)]
    for lead in leads:
        found += _acts(face, rows, lead)
        found += _last_days(face, lead)
    merged: dict[tuple[str, str, Sort], tuple[int, ...]] = {}
    for event in found:
        key = (event.day, event.words, event.sort)
        merged[key] = tuple(dict.fromkeys((*merged.get(key, ()), *event.rows)))
    order = {"case": 0, "act": 1, "last": 2}
    return tuple(Event(*key, rows=behind) for key, behind in sorted(merged.items(), key=lambda e: (e[0][0], order[e[0][2]], e[0][1])))  # fmt: skip


def _acts(face: Face, rows: Cited, lead: Record) -> Iterator[Event]:
    drawn, evidence = lead.get("chain") or {}, list(lead.get("evidence") or ())
    names = {str(node["id"]): face.plain(node.get("name")) for node in drawn.get("nodes") or ()}
    for edge in drawn.get("edges") or ():
        if edge.get("kind") in _ACTS and edge.get("start"):
            told = set(edge.get("statements") or ())
            at = edge.get("evidence")
            behind = [evidence[n] for n in at] if at else [e for e in evidence if e.get("statement") in told]
            yield Event(str(edge["start"]), _act(face, names, edge), "act", rows.numbers(behind))


def _act(face: Face, names: Mapping[str, str], edge: Record) -> str:
    a, b = (names.get(str(edge[end]), str(edge[end])) for end in ("from", "to"))
    price = face.money(edge["price"], edge.get("currency")) if edge.get("price") is not None else ""
    share = face.share(edge["share"]) if edge.get("share") is not None else ""
    doubt = face.term("edge_state", edge["standing"]) if edge.get("standing") in ("alleged", "denied") else ""
    parts = (face.kind(edge), share, face.say(edge.get("thing")), price, f"〔{doubt}〕" if doubt else "")
    return f"{a} → {b}: {' '.join(part for part in parts if part)}"


def _last_days(face: Face, lead: Record) -> Iterator[Event]:
    for ground in lead.get("grounds") or ():
        for last in ground.get("deadlines") or ():
            if last.get("day"):
                rule = guarded(face.say(last.get("rule")), face.language)
                yield Event(str(last["day"]), face.t("form.last_day_of", rule=rule), "last")


def timeline(face: Face, found: Iterable[Event]) -> Iterator[Figure]:
    marks = [Mark(event.day, event.words, event.sort) for event in found]
    svg = draw_timeline(marks, face.t("form.timeline"))
    if svg:
        alt = "; ".join(f"{mark.day} {mark.words}" for mark in marks)
        yield Figure(weighted(svg), alt, face.t("form.timeline_legend"))


def event_table(face: Face, found: Iterable[Event]) -> Block:
    """The same days as rows, with what they stand on: a record, the case file, or the law."""
    heads = (Column(face.t("form.day"), 1.1), Column(face.t("form.event"), 5.2), Column(face.t("form.stands_on"), 1.6))
    source = {"case": face.t("form.case_file"), "last": face.t("form.by_law"), "act": face.t("printed.uncited")}
    return table(
        heads,
        (
            (
                event.day,
                text(Said(event.words, event.rows, "fact") if event.sort == "act" else event.words),
                source[event.sort] if not event.rows else text(Said("", event.rows)),
            )
            for event in found
        ),
    )
