"""Claim, calendar and what is left of a value, as plain JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph.claims import Edit
from graph.statements import Place
from graph.values import plain
from queries.asset import Asset
from queries.calendar import Entry
from queries.claim_statement import ClaimStatement
from queries.fees import Cost
from queries.fragility import Benign, Break, Fragility
from queries.grounds import Bilingual
from queries.waterfall import Step, Waterfall
from reports.document_parts import evidence, gap, money, text


def row_of(place: Place) -> dict[str, Any]:
    """Where a row stands: {source, row, sha256} and its own name where it has one."""
    out: dict[str, Any] = {"source": place.source, "row": place.line, "sha256": place.sha256}
    return out | {"row_id": place.row_id} if place.row_id else out


def claim_line(found: ClaimStatement) -> dict[str, Any]:
    """The claim statement: every addend with its arithmetic, and what is outstanding."""
    lines = [
        {
            "key": line.key, "label": text(line.label), "sign": line.sign, "amount": plain(line.money.amount),
            "currency": line.money.currency, "arithmetic": text(line.arithmetic),
        }
        for line in found.lines
    ]  # fmt: skip
    owed = found.outstanding
    return {
        "lines": lines,
        "outstanding": {"amount": plain(owed.amount), "currency": owed.currency} if owed else None,
        "interest_until": found.until.isoformat(),
        "fast_track": found.fast_track,
        "notes": [text(note) for note in found.notes],
    }


def calendar_line(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind, "day": entry.day.isoformat(), "what": text(entry.what), "about": entry.about,
        "period_kind": entry.period_kind, "days_left": entry.days_left, "note": text(entry.note), "at_most": entry.at_most,
        "evidence": [evidence(e) for e in entry.evidence],
    }  # fmt: skip


def waterfall_line(found: Waterfall | None) -> dict[str, Any] | None:
    """The steps from the value to what may be recovered; `left` before cost, `net` after it; the cost itself beside them."""
    if found is None:
        return None
    return {
        "steps": [_step(step) for step in found.steps],
        "left": money(found.left),
        "net": money(found.net),
        "cost": _cost(found.cost),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "key": step.key, "label": text(step.label), "sign": step.sign, "amount": money(step.amount),
        "rows": [row_of(e.place) for e in step.rows], "rule": text(step.rule), "edited": _edit(step.edited),
    }  # fmt: skip


def _edit(edit: Edit | None) -> dict[str, Any] | None:
    if edit is None:
        return None
    return {"by": edit.by or None, "reason": edit.reason, "said": text(edit_words(edit))}


def edit_words(edit: Edit) -> Bilingual:
    """ "edited by …": the case file itself where it names nobody."""
    zh, en = (edit.by or "案件文件"), (edit.by or "the case file")
    return Bilingual(f"由{zh}改定：{edit.reason}", f"edited by {en}: {edit.reason}")


def _cost(cost: Cost) -> dict[str, Any]:
    fees = [
        {"name": text(fee.name), "amount": money(fee.money), "advance": fee.advance, "comes_back": fee.comes_back}
        for fee in cost.fees
    ]
    return {
        "step": text(cost.step), "fees": fees, "advance": money(cost.advance), "irrecoverable": money(cost.lost),
    }  # fmt: skip


def beside_line(asset: Asset) -> dict[str, Any]:
    """Beside the order of freezing: the share as if in bankruptcy, and the most that a freeze should be asked for."""
    share, ask = asset.pro_rata, asset.request
    return {
        "waterfall": waterfall_line(asset.waterfall),
        "pro_rata": None
        if share is None
        else {**(money(share.money) or {}), "share": str(share.share), "basis": text(share.basis), "rows": [row_of(e.place) for e in share.rows]},
        "request": None if ask is None else {"amount": plain(ask.amount), "currency": ask.currency},
    }  # fmt: skip


def edits_line(edits: Iterable[Edit], used: Iterable[Edit]) -> list[dict[str, Any]]:
    """Every [[value]] of the case file, and whether a step of this report was set by it: a misspelt one is not silent."""
    held = set(used)
    return [
        {
            "about": edit.about, "step": edit.step, "amount": money(edit.money), "reason": edit.reason, "by": edit.by or None,
            "used": edit in held,
        }
        for edit in edits
    ]  # fmt: skip


def fragility_line(found: Fragility | None) -> dict[str, Any] | None:
    """What breaks the lead, and the document that would settle it; null for a background signal, which is not tried."""
    if found is None:
        return None
    return {
        "single": _break(found.single) if found.single else None,
        "breaks": [_break(each) for each in found.breaks],
        "tried": found.tried,
        "untried": found.untried,
        "settle": gap(found.settle) if found.settle else None,
        "note": text(found.note),
    }


def _break(found: Break) -> dict[str, Any]:
    return row_of(found.evidence.place) | {
        "text": text(found.evidence.text), "effect": found.effect, "tier_after": found.tier_after,
    }  # fmt: skip


def benign_lines(found: Iterable[Benign]) -> list[dict[str, Any]]:
    return [
        {
            "explanation": text(each.explanation), "state": each.state, "why": text(each.why),
            "rows": [row_of(e.place) for e in each.evidence],
        }
        for each in found
    ]  # fmt: skip
