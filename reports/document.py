"""The lead document: what was found, as plain JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.case import Case
from graph.claims import Edit
from graph.resolve import Match
from graph.values import plain
from queries.asset import Asset
from queries.calendar import Entry
from queries.claim_statement import ClaimStatement
from queries.contradictions import Contradiction
from queries.declared import TITLES
from queries.encumbered import Burden
from queries.flag import Flagged, Lead
from queries.fragility import Robust
from queries.indicator import Indicator
from queries.lead import ROUTES, Evidence, Searched, cited
from queries.liability_tests import Tested
from queries.liable_parties import Liable
from queries.phrases import step_evidence
from reports.document_parts import (
    case_keys,
    chain,
    counter,
    evidence,
    gap,
    ground_line,
    left_out,
    match_line,
    money,
    party,
    test_line,
    text,
)
from reports.document_value import (
    benign_lines,
    beside_line,
    calendar_line,
    claim_line,
    edits_line,
    fragility_line,
    waterfall_line,
)
from reports.levels import INTERNAL, marks_of

SOFTWARE = {"name": "lookthrough", "version": "0.1.0"}


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
    claim: ClaimStatement
    calendar: tuple[Entry, ...]
    robust: Mapping[str, Robust]
    tested: tuple[Tested, ...]


def lead_document(results: Results) -> dict[str, Any]:
    """Contract §5: every named key is there, unknown is null; equal input gives equal values in equal order."""
    case, leads = results.case, results.flagged.leads
    return {
        "case": case_keys(case),
        "as_of": case.as_of.isoformat(),
        "snapshot": case.snapshot,
        "provenance": results.provenance,
        "software": dict(SOFTWARE),
        "level": INTERNAL.name,
        "marks": marks_of(INTERNAL.name, case_keys(case)["delete_by"]),
        "persons": _persons(case),
        "claim": claim_line(results.claim),
        "indicators": [_indicator(i) for i in results.indicators],
        "assets": [_asset(case, a) for a in results.assets],
        "liable_parties": [_liable(case, p, leads) for p in results.liable],
        "liability_tests": [_tested(case, t) for t in results.tested],
        "leads": [_lead(case, lead, results.robust.get(lead.id)) for lead in leads],
        "deadlines": [_deadline(e) for e in results.calendar if e.about and e.kind != "renewal"],
        "calendar": [calendar_line(e) for e in results.calendar],
        "value_edits": edits_line(case.debt.terms.edits, _edits(results)),
        "searched": [_searched(s) for s in results.flagged.searched],
        "contradictions": [_contradiction(case, c) for c in results.contradictions],
        "merges_relied_on": [match_line(case, m) for m in _relied_on(leads)],
        "sources": [
            {"name": s.name, "label": s.label, "sha256": s.sha256, "format": s.format, "rows": s.rows}
            for s in case.sources
        ],
        "left_out": [left_out(item.kind, item.name, item.count) for item in case.left_out],
    }


def _persons(case: Case) -> list[dict[str, Any]]:
    """Every natural person of the case's data with all their names: read by redaction, printed nowhere."""
    found = sorted((p for p in case.parties.values() if p.is_person), key=lambda p: p.id)
    return [{"id": p.id, "names": sorted({p.name, *p.other_names} - {""})} for p in found]


def _lead(case: Case, lead: Lead, robust: Robust | None) -> dict[str, Any]:
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
        "amount": None if amount is None else {**(money(amount.money) or {}), "basis": text(amount.basis)},
        "period": {
            "start": str(finding.on) if finding.on else None,
            "end": str(finding.until or finding.on or "") or None,
        },
        "chain": chain(case, finding.chain, finding.evidence),
        "evidence": [evidence(e) for e in finding.evidence],
        "counter_evidence": [counter(c) for c in finding.counter],
        "gaps": [gap(g) for g in finding.gaps],
        "route": lead.route,
        "route_text": text(ROUTES[lead.route]),
        "grounds": [ground_line(g) for g in lead.grounds],
        "tier": lead.tier,
        "tier_why": text(lead.tier_why),
        "badges": sorted(finding.badges),
        "score": _score(lead),
        "waterfall": waterfall_line(lead.waterfall),
        "fragility": fragility_line(robust.fragility if robust else None),
        "benign": benign_lines(robust.benign if robust else ()),
        "tests": [test_line(t) for t in finding.tests],
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


def _score(lead: Lead) -> dict[str, Any]:
    return {
        "strength": float(lead.score.strength),
        "recoverable": money(lead.score.recoverable),
        "priority": float(lead.score.priority),
        "terms": [{"name": t.name, "weight": float(t.weight), "why": text(t.why)} for t in lead.score.terms],
    }


def _indicator(i: Indicator) -> dict[str, Any]:
    return {
        "id": i.id, "title": text(i.title), "value": i.value, "numerator": i.numerator, "denominator": i.denominator,
        "unknown": i.unknown, "unknown_share": i.unknown_share, "as_of": i.as_of.isoformat(), "red": i.red, "reading": text(i.reading),
        "evidence": [evidence(e) for e in i.evidence],
    }  # fmt: skip


def _asset_rows(case: Case, asset: Asset) -> tuple[Evidence, ...]:
    """The asset's own rows, then those of the steps by which it is tied to the debtor: no step without its row."""
    held = {e.place.fact for e in asset.evidence}
    steps = [edge for edge in asset.tie.edges if edge.place.fact not in held]
    return cited(asset.evidence, step_evidence(case, steps))


def _asset(case: Case, asset: Asset) -> dict[str, Any]:
    rows = _asset_rows(case, asset)
    value = (
        None
        if asset.value is None
        else {
            **(money(asset.value) or {}),
            "basis": text(asset.basis),
            "on": str(asset.valued_on) if asset.valued_on else None,
        }
    )
    return {
        "id": asset.id,
        "what": text(asset.what),
        "kind": asset.kind,
        "owner": party(case, asset.owner),
        "tie": chain(case, asset.tie, rows),
        "in_plain_sight": asset.in_plain_sight,
        "value": value,
        "encumbrances": [_burden(case, b) for b in asset.encumbrances],
        "route": asset.route,
        "route_text": text(ROUTES[asset.route]),
        "recoverable": money(asset.recoverable),
        "office": text(asset.office),
        "action": text(asset.action),
        "warnings": [text(w) for w in asset.warnings],
        "evidence": [evidence(e) for e in rows],
        **beside_line(asset),
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
        "remedy_kind": liable.remedy_kind,
        "strength": liable.strength,
        "up_to": {"amount": plain(liable.up_to.amount), "currency": liable.up_to.currency} if liable.up_to else None,
        "missing": [text(m) for m in liable.missing],
        "evidence": [evidence(e) for e in liable.evidence],
    }


def _edits(results: Results) -> list[Edit]:
    poured = [*(a.waterfall for a in results.assets), *(lead.waterfall for lead in results.flagged.leads)]
    return [edit for each in poured if each for edit in each.edits]


def _tested(case: Case, found: Tested) -> dict[str, Any]:
    return {
        "debtor": party(case, found.debtor), "article": found.article, "provision": text(found.provision), "outcome": found.outcome,
        "named": [party(case, who) for who in found.named], "needs": text(found.needs),
    }  # fmt: skip


def _deadline(entry: Entry) -> dict[str, Any]:
    """A last day of a lead's ground or of a freeze; all other days stand in the calendar."""
    kept = ("day", "what", "about", "period_kind", "days_left", "evidence")
    return {key: value for key, value in calendar_line(entry).items() if key in kept}


def _searched(line: Searched) -> dict[str, Any]:
    return {
        "typology": line.typology, "title": text(line.title), "state": line.state, "hits": line.hits,
        "needs": [text(n) for n in line.needs], "note": text(line.note),
    }  # fmt: skip


def _contradiction(case: Case, c: Contradiction) -> dict[str, Any]:
    statements = [{"source": s, "row": row, "value": value, "sha256": sha} for s, row, value, sha in c.statements]
    return {
        "kind": c.kind, "parties": [party(case, p) for p in c.parties], "period": {"start": c.period[0], "end": c.period[1]},
        "statements": statements, "settle": text(c.settle), "remedy": text(c.route), "title": text(TITLES.get(c.kind)),
    }  # fmt: skip


def _relied_on(leads: Iterable[Lead]) -> list[Match]:
    unique = {m.id: m for lead in leads if lead.tier != "signal" for m in lead.relied_on}
    return [unique[key] for key in sorted(unique)]
