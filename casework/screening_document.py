"""A screening as one plain document, and its hits as cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from casework.screening import Hit, Looked, Screened
from graph.errors import LookthroughError
from graph.statements import digest
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Evidence
from reports.levels import deletion_day, marks_of
from reports.redact import redact

Record = dict[str, Any]
AT_THE_END = {"zh": "目的实现后删除", "en": "delete when it has served its purpose"}


def document_of(found: Screened) -> Record:
    """Contract §7 `screen` without the engine, so that equal results are equal bytes; persons' numbers masked."""
    hits = [_hit(hit) for hit in found.hits]
    shown = redact(
        {
            "snapshot": found.snapshot,
            "as_of": found.as_of.isoformat(),
            "rules": [_looked(one) for one in found.looked],
            "groups": [_group(hit) for hit in hits if hit["kind"] == "control-group"],
            "hits": hits,
        }
    )
    return {**shown, "persons": _persons(found)}


def copy_of(document: Mapping[str, Any], level: str = "internal", delete_by: str | None = None) -> Record:
    """The screening as it leaves for these readers: for others than the house every natural person by surname only."""
    marks = marks_of(level, deletion_day(delete_by))
    return redact({**document, "level": level, "marks": marks if delete_by else [marks[0], AT_THE_END]})


def _persons(found: Screened) -> list[Record]:
    """Every natural person whom a hit may name; read for masking, never printed."""
    named = {p.id: p.name for hit in found.hits for p in hit.names.values() if p.kind == "person" and p.name}
    return [{"id": id_, "names": [name]} for id_, name in sorted(named.items())]


def _two(text: Text) -> Record:
    return {"zh": text.zh, "en": text.en}


def _looked(one: Looked) -> Record:
    rule = one.rule
    return {
        "rule": rule.slug,
        "title": _two(rule.title),
        "asks": _two(rule.asks),
        "unit": _two(rule.unit),
        "state": "no-data" if one.needs else "ran",
        "hits": one.hits,
        "told": one.told,
        "needs": list(one.needs),
        "thresholds": [
            {"name": t.name, "value": str(t.value), "unit": t.unit, "basis": _two(t.basis)} for t in rule.thresholds
        ],
        "against": [_two(text) for text in rule.counter_evidence],
    }


def _hit(hit: Hit) -> Record:
    said = hit.said
    parties = [hit.names[p] for p in said.parties]
    return {
        "id": hit_id(hit),
        "rank": hit.rank,
        "kind": hit.rule.slug,
        "title": _two(hit.rule.title),
        "said": _two(said.text),
        "strength": f"{hit.strength:.4f}",
        "explained": bool(hit.figures["explained"]),
        "figures": {name: value for name, value in hit.figures.items() if _told(name)},
        "parties": [{"id": p.id, "name": p.name, "kind": p.kind} for p in parties],
        "more_parties": max(said.more, 0),
        "evidence": [_row(row) for row in said.evidence],
        "counter_evidence": [_row(row) for row in said.counter],
        "notes": [_two(text) for text in said.notes],
        "also": list(hit.also),
    }


def _told(name: str) -> bool:
    """Party numbers mean nothing outside their snapshot; the explanation is told by itself."""
    return name not in ("key", "explained", "head", "ring") and not name.endswith("_p") and not name.startswith("_")


def hit_id(hit: Hit) -> str:
    """The same for the same subject on another run and another day."""
    key = str(hit.figures["key"])
    subject = hit.names[int(key)].id if key.isdigit() else key
    return digest(hit.rule.slug, subject)[:12]


def _row(row: Evidence | Absent) -> Record:
    if isinstance(row, Absent):
        return {"absent": _two(row.looked_for)}
    place = row.place
    return {"source": place.source, "row": place.line, "sha256": place.sha256, "standing": place.standing, "text": _two(row.text)}  # fmt: skip


def _group(hit: Mapping[str, Any]) -> Record:
    return {
        "hit": hit["id"],
        "head": hit["parties"][0],
        "companies": hit["figures"]["value"],
        "gone": hit["figures"]["gone"],
    }


def case_of(document: Mapping[str, Any], wanted: str, parties: Sequence[str], today: date) -> Record:
    """A hit as the keys of a case file: a case without a debt, on the parties named, else on the first of the hit."""
    hit = next((h for h in document["hits"] if h["id"] == wanted), None)
    if hit is None:
        raise LookthroughError(f"no hit {wanted} on this snapshot and day", "screen --open", "take an id from `screen`")
    known = [p["id"] for p in hit["parties"]]
    strange = [p for p in parties if p not in known]
    if strange:
        raise LookthroughError(
            f"{strange[0]} is none of the hit's parties", "screen --party", f"use {', '.join(known)}"
        )
    chosen = list(parties) or known[:1]
    name = next(p["name"] for p in hit["parties"] if p["id"] == chosen[0])
    return {
        "id": f"screen-{wanted}-{digest(*chosen)[:4]}",
        "title": f"{hit['title']['zh']} {hit['title']['en']}: {name or chosen[0]}",
        "debtors": chosen,
        "as_of": date.fromisoformat(document["as_of"]),
        "purpose": f"筛查命中 screening hit {wanted} ({hit['kind']}), opened {today.isoformat()}",
    }
