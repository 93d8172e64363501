"""The lead document: what was found, as plain JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.case import Case
from graph.chains import Chain, Edge
from graph.resolve import Match
from graph.statements import Place
from graph.values import Money, plain
from queries.asset_list import Asset
from queries.contradictions import Contradiction
from queries.encumbered import Burden
from queries.flag import AppliedGround, Flagged, Lead
from queries.grounds import Bilingual as Text
from queries.indicators import Indicator
from queries.lead import ROUTES, Absent, Evidence, Gap, Searched, Test
from queries.liable_parties import Liable

SOFTWARE = {"name": "lookthrough", "version": "0.1.0"}
_CASE_KEYS = (
    "amount", "currency", "arose", "due", "suit", "judgment", "enforcement", "served", "judgment_effective", "insolvency_filed",
    "insolvency_accepted", "principal", "interest", "recovered", "court", "enforcement_number", "administrator", "purpose",
    "authority", "known", "jurisdiction",
)  # fmt: skip
_LEFT_OUT = {
    "hub": (
        "枢纽主体（持牌机构、集中任职者或国有主体），未继续展开",
        "hub (licensed, crowded or state party): not passed",
    ),
    "address": ("多家共用的地址单元，未作为关联", "address unit shared by many: not used as a link"),
    "phone": ("多家共用的电话，未作为关联", "phone shared by many: not used as a link"),
    "email": ("多家共用的邮箱，未作为关联", "mail shared by many: not used as a link"),
    "budget": ("超出检索范围上限的主体，未取入", "parties beyond the budget: not fetched"),
}


@dataclass(frozen=True, slots=True)
class Results:
    """All that was computed for one case."""

    case: Case
    flagged: Flagged
    indicators: tuple[Indicator, ...]
    assets: tuple[Asset, ...]
    liable: tuple[Liable, ...]
    contradictions: tuple[Contradiction, ...]
    provenance: str


def lead_document(results: Results) -> dict[str, Any]:
    """Contract §5: every named key is there, unknown is null; equal input gives equal values in equal order."""
    case, leads = results.case, results.flagged.leads
    return {
        "case": _case(case),
        "as_of": case.as_of.isoformat(),
        "snapshot": case.snapshot,
        "provenance": results.provenance,
        "software": dict(SOFTWARE),
        "indicators": [_indicator(i) for i in results.indicators],
        "assets": [_asset(case, a) for a in results.assets],
        "liable_parties": [_liable(case, p, leads) for p in results.liable],
        "leads": [_lead(case, lead) for lead in leads],
        "deadlines": _deadlines(results),
        "searched": [_searched(s) for s in results.flagged.searched],
        "contradictions": [_contradiction(case, c) for c in results.contradictions],
        "merges_relied_on": [_match(case, m) for m in _relied_on(leads)],
        "sources": [
            {"name": s.name, "label": s.label, "sha256": s.sha256, "format": s.format, "rows": s.rows}
            for s in case.sources
        ],
        "left_out": [_left_out(item.kind, item.name, item.count) for item in case.left_out],
    }


def text(value: Text | None) -> dict[str, str] | None:
    return None if value is None else {"en": value.en, "zh": value.zh}


def _case(case: Case) -> dict[str, Any]:
    given = case.debt.keys
    debtors = [
        {**party(case, d.party), "capacity": d.capacity, "arose": str(d.arose) if d.arose else None}
        for d in case.debt.debtors
    ]
    creditor = party(case, case.debt.creditor) if case.debt.creditor else None
    out: dict[str, Any] = {"id": case.debt.id, "title": case.debt.title, "debtors": debtors, "creditor": creditor}
    out |= {key: _plain(given.get(key)) for key in _CASE_KEYS}
    out["currency"] = given.get("currency") or (case.debt.claim.currency if case.debt.claim else None)
    out["jurisdiction"] = case.debt.jurisdiction
    return out | {"as_of": case.as_of.isoformat()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
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


def _money(money: Money | None) -> dict[str, Any] | None:
    if money is None:
        return None
    return {"low": plain(money.low), "high": plain(money.high), "currency": money.currency}


def _place(place: Place, statement: str) -> dict[str, Any]:
    out: dict[str, Any] = {"statement": statement, "source": place.source, "row": place.line, "sha256": place.sha256}
    if place.row_id:
        out["row_id"] = place.row_id
    return out | {
        "label": place.label,
        "standing": place.standing,
        "file_grade": place.grade,
        "claimed_source": place.claimed,
    }


def evidence(item: Evidence) -> dict[str, Any]:
    return _place(item.place, item.statement) | {"text": text(item.text)}


def _counter(item: Evidence | Absent) -> dict[str, Any]:
    return {"absent": text(item.looked_for)} if isinstance(item, Absent) else evidence(item)


def _lead(case: Case, lead: Lead) -> dict[str, Any]:
    finding = lead.finding
    amount = finding.amount
    return {
        "id": lead.id,
        "typology": finding.typology,
        "title": text(lead.title),
        "standing": lead.standing,
        "rank": lead.rank,
        "parties": list(finding.parties),
        "summary": _summary(lead),
        "amount": None if amount is None else {**(_money(amount.money) or {}), "basis": text(amount.basis)},
        "period": {
            "start": str(finding.on) if finding.on else None,
            "end": str(finding.until or finding.on or "") or None,
        },
        "chain": chain(case, finding.chain, finding.evidence),
        "evidence": [evidence(e) for e in finding.evidence],
        "counter_evidence": [_counter(c) for c in finding.counter],
        "gaps": [_gap(g) for g in finding.gaps],
        "route": lead.route,
        "route_text": text(ROUTES[lead.route]),
        "grounds": [_ground(g) for g in lead.grounds],
        "tier": lead.tier,
        "tier_why": text(lead.tier_why),
        "badges": sorted(finding.badges),
        "score": _score(lead),
        "tests": [_test(t) for t in finding.tests],
        "flags": [text(n) for n in lead.notes],
    }


def _summary(lead: Lead) -> dict[str, str]:
    """An alleged or denied basis is said in the sentence itself."""
    said = lead.finding.summary
    if lead.standing == "recorded":
        return {"en": said.en, "zh": said.zh}
    zh = {"alleged": "主张", "denied": "被否认"}.get(lead.standing, lead.standing)
    return {
        "en": f"[{'alleged' if lead.standing == 'alleged' else 'alleged, denied'}] {said.en}",
        "zh": f"〔{zh}，未经认定（alleged）〕{said.zh}",
    }


def chain(case: Case, walk: Chain, cited: Iterable[Evidence] = ()) -> dict[str, Any]:
    """Nodes as parties, edges with exact share text, price and the statements they stand on."""
    facts: dict[str, list[int]] = {}
    for index, item in enumerate(cited):
        facts.setdefault(item.place.fact, []).append(index)
    return {
        "nodes": [_node(case, node) for node in walk.nodes],
        "edges": [_edge(case, edge, facts.get(edge.place.fact, [])) for edge in walk.edges],
    }


def _node(case: Case, node: str) -> dict[str, Any]:
    out = party(case, node)
    return out | {"debtor": True} if node in case.debtor_ids else out


def _edge(case: Case, edge: Edge, at: list[int]) -> dict[str, Any]:
    thing = edge.thing
    if thing and thing.startswith("equity:"):
        thing = case.party(thing.removeprefix("equity:").split(":")[0]).name
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
        "statements": [edge.place.statement(edge.kind)],
        "evidence": at,
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {"what": text(gap.what), "from_whom": text(gap.from_whom), "instrument": text(gap.instrument)}


def _test(test: Test) -> dict[str, Any]:
    return {
        "name": text(test.name), "value": test.value, "threshold": test.threshold, "unit": test.unit, "outcome": test.outcome,
        "basis": text(test.basis),
    }  # fmt: skip


def _ground(applied: AppliedGround) -> dict[str, Any]:
    ground = applied.ground
    days = [
        {
            "day": d.day.isoformat(), "from": d.counted_from.isoformat(), "event": d.event, "rule": text(d.rule),
            "period_kind": d.period_kind, "days_left": d.days_left, "note": text(d.note),
        }
        for d in applied.deadlines
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
    }


def _score(lead: Lead) -> dict[str, Any]:
    return {
        "strength": float(lead.score.strength),
        "recoverable": _money(lead.score.recoverable),
        "priority": float(lead.score.priority),
        "terms": [{"name": t.name, "weight": float(t.weight), "why": text(t.why)} for t in lead.score.terms],
    }


def _indicator(i: Indicator) -> dict[str, Any]:
    return {
        "id": i.id, "title": text(i.title), "value": i.value, "numerator": i.numerator, "denominator": i.denominator,
        "unknown": i.unknown, "as_of": i.as_of.isoformat(), "red": i.red, "reading": text(i.reading),
        "evidence": [evidence(e) for e in i.evidence],
    }  # fmt: skip


def _asset(case: Case, asset: Asset) -> dict[str, Any]:
    value = (
        None
        if asset.value is None
        else {
            **(_money(asset.value) or {}),
            "basis": text(asset.basis),
            "on": str(asset.valued_on) if asset.valued_on else None,
        }
    )
    return {
        "id": asset.id,
        "what": text(asset.what),
        "kind": asset.kind,
        "owner": party(case, asset.owner),
        "tie": chain(case, asset.tie, asset.evidence),
        "in_plain_sight": asset.in_plain_sight,
        "value": value,
        "encumbrances": [_burden(case, b) for b in asset.encumbrances],
        "route": asset.route,
        "route_text": text(ROUTES[asset.route]),
        "recoverable": _money(asset.recoverable),
        "office": text(asset.office),
        "action": text(asset.action),
        "warnings": [text(w) for w in asset.warnings],
        "evidence": [evidence(e) for e in asset.evidence],
    }


def _burden(case: Case, burden: Burden) -> dict[str, Any]:
    held = burden.encumbrance
    return {
        "kind": held.kind,
        "holder": case.party(held.holder).name if held.holder else held.authority,
        "amount": plain(held.money.amount) if held.money else None,
        "currency": held.money.currency if held.money else None,
        "start": str(held.period.start) if held.period.start else None,
        "end": str(held.period.end) if held.period.end else None,
        "last_day": burden.last_day.isoformat() if burden.last_day else None,
        "rank": burden.rank,
        "status": held.status,
        "reading": text(burden.reading),
        "evidence": [evidence(e) for e in burden.evidence],
    }


def _liable(case: Case, liable: Liable, leads: tuple[Lead, ...]) -> dict[str, Any]:
    return {
        "who": party(case, liable.who),
        "column": liable.column,
        "why": text(liable.why),
        "leads": [leads[i].id for i in liable.leads],
        "provision": text(liable.provision),
        "route_now": text(liable.route_now),
        "route_if_draft": text(liable.route_if_draft),
        "remedy": text(liable.remedy),
        "strength": liable.strength,
        "up_to": {"amount": plain(liable.up_to.amount), "currency": liable.up_to.currency} if liable.up_to else None,
        "missing": [text(m) for m in liable.missing],
        "evidence": [evidence(e) for e in liable.evidence],
    }


def _deadlines(results: Results) -> list[dict[str, Any]]:
    """Every last day in one list, the nearest first."""
    case = results.case
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for lead in results.flagged.leads:
        for applied in lead.grounds if lead.tier != "signal" else ():
            for d in applied.deadlines:
                key = (d.day.isoformat(), lead.id, d.rule.en)
                what = {"en": f"{d.rule.en}: {lead.title.en}", "zh": f"{d.rule.zh}：{lead.title.zh}"}
                rows = [evidence(e) for e in lead.finding.evidence[:1]]
                found[key] = {
                    "day": key[0],
                    "what": what,
                    "about": lead.id,
                    "period_kind": d.period_kind,
                    "days_left": d.days_left,
                    "evidence": rows,
                }
    for asset in results.assets:
        for burden in asset.encumbrances:
            if burden.last_day is not None and burden.encumbrance.kind in ("freeze", "seizure") and burden.live:
                key = (burden.last_day.isoformat(), asset.id, burden.reading.en)
                what = {"en": f"freeze lapses: {asset.what.en}", "zh": f"冻结届满：{asset.what.zh}"}
                found[key] = {
                    "day": key[0], "what": what, "about": asset.id, "period_kind": "procedural",
                    "days_left": (burden.last_day - case.as_of).days, "evidence": [evidence(e) for e in burden.evidence],
                }  # fmt: skip
    return [found[key] for key in sorted(found)]


def _searched(line: Searched) -> dict[str, Any]:
    return {
        "typology": line.typology, "title": text(line.title), "state": line.state, "hits": line.hits,
        "needs": [text(n) for n in line.needs], "note": text(line.note),
    }  # fmt: skip


def _contradiction(case: Case, c: Contradiction) -> dict[str, Any]:
    statements = [{"source": s, "row": row, "value": value, "sha256": sha} for s, row, value, sha in c.statements]
    return {
        "kind": c.kind, "parties": [party(case, p) for p in c.parties], "period": {"start": c.period[0], "end": c.period[1]},
        "statements": statements, "settle": text(c.settle),
    }  # fmt: skip


def _relied_on(leads: Iterable[Lead]) -> list[Match]:
    unique = {m.id: m for lead in leads if lead.tier != "signal" for m in lead.relied_on}
    return [unique[key] for key in sorted(unique)]


def _match(case: Case, match: Match) -> dict[str, Any]:
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


def _left_out(kind: str, name: str, count: int) -> dict[str, Any]:
    zh, en = _LEFT_OUT.get(kind, (kind, kind))
    return {"what": {"zh": f"{name}：{zh}" if name else zh, "en": f"{name}: {en}" if name else en}, "count": count}
