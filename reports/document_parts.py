"""Pieces of the lead document as plain JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from graph.case import Case
from graph.chains import Chain, Edge
from graph.resolve import Match
from graph.statements import Place
from graph.values import Money, plain
from queries.flag import AppliedGround
from queries.grounds import NOTHING
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Evidence, Gap, Test

_CASE_KEYS = (
    "amount", "currency", "arose", "due", "suit", "judgment", "enforcement", "served", "judgment_effective", "insolvency_filed",
    "insolvency_accepted", "principal", "interest", "recovered", "court", "enforcement_number", "administrator", "purpose",
    "authority", "known", "jurisdiction", "delete_by",
)  # fmt: skip
_LEFT_OUT = {
    "hub": (
        "枢纽主体（持牌机构、集中任职者或国有主体），未继续展开",
        "hub (licensed, crowded or state party): not passed",
    ),
    "address": ("多家共用的地址单元，未作为关联", "address unit shared by many: not used as a link"),
    "phone": ("多家共用的电话，未作为关联", "phone shared by many: not used as a link"),
    "email": ("多家共用的邮箱，未作为关联", "mail shared by many: not used as a link"),
    "budget": (
        "超出检索范围上限（主体数或记录数）的主体，未取入",
        "parties beyond the budget of parties or rows: not fetched",
    ),
    "faint": (
        "关联过于间接的主体（每条路径均为100条以上同类路径之一），未取入",
        "parties too faintly linked (every way is one of more than 100 alike): not fetched",
    ),
    "group": (
        "债务人控制的其余公司，超出上限，未取入",
        "further companies that the debtors control: beyond the budget, not fetched",
    ),
    "behind": (
        "上层持有人超出上限，控制关系未计至尽头",
        "holders further up: beyond the budget, control is not counted to its end",
    ),
    "pairs": ("全册控制关系过多，部分未留存", "too many control pairs in the register: some were not kept"),
}


def text(value: Text | None) -> dict[str, str] | None:
    """{en, zh}; a sentence that says nothing is null."""
    return None if value is None or value == NOTHING else {"en": value.en, "zh": value.zh}


def case_keys(case: Case) -> dict[str, Any]:
    given = case.debt.keys
    debtors = [
        {**party(case, d.party), "capacity": d.capacity, "arose": str(d.arose) if d.arose else None}
        for d in case.debt.debtors
    ]
    creditor = party(case, case.debt.creditor) if case.debt.creditor else None
    out: dict[str, Any] = {"id": case.debt.id, "title": case.debt.title, "debtors": debtors, "creditor": creditor}
    out |= {key: plain_keys(given.get(key)) for key in _CASE_KEYS}
    out["currency"] = given.get("currency") or (case.debt.claim.currency if case.debt.claim else None)
    out["jurisdiction"] = case.debt.jurisdiction
    return out | {"as_of": case.as_of.isoformat()}


def plain_keys(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, list):
        return [plain_keys(v) for v in value]
    if isinstance(value, Mapping):
        return {k: plain_keys(v) for k, v in value.items()}
    return value if value is None or isinstance(value, bool) else str(value)


def party(case: Case, party_id: str) -> dict[str, Any]:
    """{id, name, kind} and the place it is registered in, where known; assets answer as kind `asset`."""
    if party_id not in case.parties:
        title = next((t for t in case.titles if t.asset == party_id), None)
        if title is not None:
            return {"id": party_id, "name": title.name or party_id, "kind": "asset"}
    found = case.party(party_id)
    out = {"id": found.id, "name": found.name, "kind": found.kind}
    place = found.text("jurisdiction")
    return out | {"jurisdiction": place} if place else out


def money(money: Money | None) -> dict[str, Any] | None:
    if money is None:
        return None
    return {"low": plain(money.low), "high": plain(money.high), "currency": money.currency}


def _place(place: Place, statement: str) -> dict[str, Any]:
    out: dict[str, Any] = {"statement": statement, "source": place.source, "row": place.line, "sha256": place.sha256}
    if place.row_id:
        out["row_id"] = place.row_id
    return (
        out
        | {
            "label": place.label,
            "standing": place.standing,
            "file_grade": place.grade,
            "claimed_source": place.claimed,
        }
        | _provenance(place)
    )


def _provenance(place: Place) -> dict[str, Any]:
    """How and when the row was got, whether an original is at hand, on which page it stands: only what is known."""
    known = {
        "obtained_by": place.obtained_by, "obtained_on": str(place.obtained_on) if place.obtained_on else None,
        "original": place.original, "page": place.page,
    }  # fmt: skip
    return {key: value for key, value in known.items() if value}


def evidence(item: Evidence) -> dict[str, Any]:
    return _place(item.place, item.statement) | {"text": text(item.text)}


def counter(item: Evidence | Absent) -> dict[str, Any]:
    return {"absent": text(item.looked_for)} if isinstance(item, Absent) else evidence(item)


def chain(case: Case, walk: Chain, cited: Iterable[Evidence] = ()) -> dict[str, Any]:
    """Nodes as parties, edges with exact share text, price, and the statements of the cited rows they stand on."""
    rows = tuple(cited)
    facts: dict[str, list[int]] = {}
    for index, item in enumerate(rows):
        facts.setdefault(item.place.fact, []).append(index)
    return {
        "nodes": [_node(case, node) for node in walk.nodes],
        "edges": [_edge(case, edge, rows, facts.get(edge.place.fact, [])) for edge in walk.edges],
    }


def _node(case: Case, node: str) -> dict[str, Any]:
    out = party(case, node)
    return out | {"debtor": True} if node in case.debtor_ids else out


def _edge(case: Case, edge: Edge, rows: tuple[Evidence, ...], at: list[int]) -> dict[str, Any]:
    thing = edge.thing
    if thing and thing.startswith("equity:"):
        thing = case.party(_company(case, thing)).name
    elif thing:
        thing = party(case, thing)["name"]
    return {
        "kind": edge.kind,
        "from": edge.frm,
        "to": edge.to,
        "share": edge.share,
        "price": edge.price,
        "currency": edge.currency,
        "thing": thing,
        "label": edge.label,
        "start": edge.start,
        "end": edge.end,
        "standing": edge.standing,
        "ended": edge.ended,
        "inferred": edge.inferred,
        "statements": [rows[i].statement for i in at] or [edge.place.statement(edge.kind)],
        "evidence": at,
    }


def _company(case: Case, thing: str) -> str:
    """The company of `equity:COMPANY` or `equity:COMPANY:OWNER`; an id may hold a colon itself (LABEL:ID)."""
    rest = thing.removeprefix("equity:")
    while rest not in case.parties and ":" in rest:
        rest = rest.rpartition(":")[0]
    return rest


def gap(gap: Gap) -> dict[str, Any]:
    return {"what": text(gap.what), "from_whom": text(gap.from_whom), "instrument": text(gap.instrument)}


def test_line(test: Test) -> dict[str, Any]:
    return {
        "name": text(test.name), "value": test.value, "threshold": test.threshold, "unit": test.unit, "outcome": test.outcome,
        "basis": text(test.basis),
    }  # fmt: skip


def ground_line(applied: AppliedGround) -> dict[str, Any]:
    ground = applied.ground
    days = [
        {
            "day": d.day.isoformat(), "from": d.counted_from.isoformat(), "event": d.event, "rule": text(d.rule),
            "period_kind": d.period_kind, "days_left": d.days_left, "note": text(d.note),
            "corresponding_day": d.counted.isoformat(),
        }
        for d in applied.deadlines
    ]  # fmt: skip
    back = [
        {
            "rule": text(period.rule), "start": span[0].isoformat() if span else None,
            "end": span[1].isoformat() if span else None, "period_kind": period.kind,
        }
        for period, span in applied.windows
    ]  # fmt: skip
    return {
        "jurisdiction": ground.jurisdiction,
        "provision": text(ground.provision),
        "elements": [{"name": text(e.name), "state": e.state, "note": text(e.note)} for e in applied.elements],
        "deadline": days[0]["day"] if days else None,
        "deadlines": days,
        "period_kind": days[0]["period_kind"] if days else None,
        "status": ground.status,
        "certain": ground.certain,
        "remedy": text(ground.remedy),
        "note": text(ground.note),
        "drafts": [text(d.provision) for d in applied.drafts],
        "windows": back,
        "in_windows": applied.position,
        "undated": [text(period.rule) for period in applied.undated],
    }


def match_line(case: Case, match: Match) -> dict[str, Any]:
    return {
        "id": match.id,
        "left": _record(match.left),
        "right": _record(match.right),
        "party": case.holders.get(match.left),
        "decision": match.decision,
        "score": round(match.score, 4),
        "basis": match.reason(),
        "decided_by": match.decided_by,
    }


def _record(key: str) -> str:
    """A record as people read it: its scheme and value, personal numbers never."""
    scheme, _, rest = key.partition(":")
    return (
        f"{scheme}:…{rest[-4:]}"
        if scheme in ("cn-id", "passport")
        else rest
        if scheme in ("id", "word", "name", "person")
        else key
    )


def left_out(kind: str, name: str, count: int) -> dict[str, Any]:
    zh, en = _LEFT_OUT.get(kind, (kind, kind))
    return {"what": {"zh": f"{name}：{zh}" if name else zh, "en": f"{name}: {en}" if name else en}, "count": count}
