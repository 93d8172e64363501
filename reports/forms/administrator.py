"""For an administrator: 追收台账 by last day, stakes, debts, payments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from graph.values import DateSpan
from reports.dossier import Dossier, lead_day
from reports.face import Face
from reports.forms.dismissed import dismissed
from reports.forms.pages import evidence_list, single
from reports.printed import Block, Column, Heading, Printed, Row, Table, Text, bold, lines, paragraph, soft, table, text
from reports.printed_annexes import burdens, contradictions
from reports.printed_leads import sentences
from reports.printed_report import case_facts
from reports.printed_rows import Cited
from reports.wording import Language, decimal

Record = Mapping[str, Any]

_STAKES = ("equity", "fund_interest", "security")
_CLAIMS = ("receivable", "claim", "deposit", "unpaid_capital")
_LETTERS = ("A", "B")


def build(dossier: Dossier, language: Language) -> Printed:
    """By last day; look-backs of arts. 31 and 32 run back from acceptance (受理), and without that day from nothing."""
    face = Face(dossier, language)
    return single(face, "ledger.title", tuple(_blocks(face)), turned="across", cells=7.8)


def _blocks(face: Face) -> Iterator[Block]:
    rows, accepted = Cited(face), face.dossier.case.get("insolvency_accepted")
    yield Heading(1, face.t("ledger.title"))
    yield paragraph(" · ".join(f"{name} {''.join(s.text for s in said)}" for name, said in case_facts(face)), "soft")
    yield paragraph(face.t("ledger.accepted", day=accepted) if accepted else face.t("ledger.not_accepted"), "urgent")
    yield Heading(2, face.t("ledger.recoveries"))
    yield paragraph(face.t("ledger.note"), "lede")
    yield _ledger(face, rows) if face.dossier.leads else paragraph(face.t("form.no_lead"))
    yield from _things(face, rows, "ledger.investments", _STAKES)
    yield from _things(face, rows, "ledger.receivables", _CLAIMS)
    yield from _payments(face, rows)
    yield Heading(2, face.t("ledger.meeting"))
    yield paragraph(_meeting(face))
    yield from contradictions(face, rows)
    yield from dismissed(face, rows)
    yield from evidence_list(face, rows)


def _ledger(face: Face, rows: Cited) -> Table:
    heads = (
        Column(face.t("assets.number"), 0.6, "right"),
        Column(face.t("ledger.against"), 1.6),
        Column(face.t("ledger.act"), 3.0),
        Column(face.t("form.day"), 1.6),
        Column(face.t("ledger.days_before"), 1.45, "right"),
        Column(face.t("lead.amount"), 1.75, "right"),
        Column(face.t("ledger.provisions"), 1.7),
        Column(face.t("form.page"), 0.9),
        Column(face.t("ledger.defences"), 1.7),
        Column(face.t("lead.what"), 1.6),
        Column(face.t("ledger.letter_suit"), 0.9),
        Column(face.t("ledger.cost"), 1.1, "right"),
        Column(face.t("ledger.expected"), 1.7, "right"),
        Column(face.t("lead.last_day"), 1.65),
    )
    ordered = sorted(face.dossier.leads, key=lambda lead: (lead_day(lead) or "9999", int(lead["rank"])))
    return Table(heads, tuple(Row(_line(face, rows, n, lead)) for n, lead in enumerate(ordered, 1)))


def _line(face: Face, rows: Cited, n: int, lead: Record) -> tuple[Text, ...]:
    poured = lead.get("waterfall") or {}
    act = (*text(bold(f"{face.title(lead.get('title'))}\n")), *sentences(face, rows, lead, 1))
    against = [text(rows.fact(face.say(line.get("text")), [line])) for line in face.found(lead)]
    law = sorted(
        dict.fromkeys(face.say(ground.get("provision")) for ground in lead.get("grounds") or ()), key=_other_law
    )
    return (
        text(str(n)),
        text(_opposite(face, lead)),
        act,
        text(face.period(lead.get("period"))),
        text(_days_before(face, lead)),
        text(face.range(lead.get("amount"))),
        text("\n".join(law) or "—"),
        (*rows.only(lead.get("evidence")), *text(f"\n{face.t('form.page_slot')}")),
        lines(against) or text(face.t("lead.none_found")),
        text("\n".join(face.guarded(gap.get("what")) for gap in lead.get("gaps") or ()) or "—"),
        text(face.t("ledger.letter" if lead.get("route") in _LETTERS else "ledger.suit")),
        text(face.range((poured.get("cost") or {}).get("advance"))),
        text(face.range(poured.get("net"))),
        text(bold(lead_day(lead) or "—")),
    )


def _other_law(provision: str) -> bool:
    """Bankruptcy law first."""
    return not re.search("破产|Bankruptcy", provision)


def _opposite(face: Face, lead: Record) -> str:
    """The parties of the lead that are not debtors."""
    names, debtors = face.names(lead), face.dossier.debtor_ids
    others = [str(party) for party in lead.get("parties") or () if str(party) not in debtors]
    return "\n".join(names[party] for party in others if party in names) or "\n".join(others) or "—"


def _days_before(face: Face, lead: Record) -> str:
    accepted = _day(face.dossier.case.get("insolvency_accepted"))
    acted = _day((lead.get("period") or {}).get("start"))
    return str((accepted - acted).days) if accepted and acted else "—"


def _day(value: object) -> date | None:
    """A day known in full."""
    try:
        span = DateSpan.parse(str(value))
    except ValueError:
        return None
    return span.first if span.first == span.last else None


def _things(face: Face, rows: Cited, key: str, kinds: tuple[str, ...]) -> Iterator[Block]:
    yield Heading(2, face.t(key))
    held = [asset for asset in face.dossier.assets if asset.get("kind") in kinds]
    if not held:
        yield paragraph(face.t("assets.none"))
        return
    heads = (
        Column(face.t("assets.number"), 0.5, "right"),
        Column(face.t("assets.what"), 3.6),
        Column(face.t("assets.owner"), 2.0),
        Column(face.t("assets.value"), 2.0, "right"),
        Column(face.t("assets.burdens"), 3.0),
        Column(face.t("assets.office"), 2.0),
    )
    yield table(heads, (_thing(face, rows, n, asset) for n, asset in enumerate(held, 1)))


def _thing(face: Face, rows: Cited, n: int, asset: Record) -> tuple[str | Text, ...]:
    value = asset.get("value") or {}
    return (
        str(n),
        text(rows.fact(face.say(asset.get("what")), asset.get("evidence"))),
        face.plain((asset.get("owner") or {}).get("name")),
        text(face.range(value) if value else face.t("assets.no_value"), soft(f"\n{face.say(value.get('basis'))}")),
        burdens(face, rows, asset),
        face.say(asset.get("office")) or "—",
    )


def _payments(face: Face, rows: Cited) -> Iterator[Block]:
    """企业破产法 art. 32: six months before acceptance; whether the estate benefited is left open, never presumed."""
    accepted = _day(face.dossier.case.get("insolvency_accepted"))
    yield Heading(2, face.t("ledger.six_months"))
    yield paragraph(face.t("ledger.six_note"), "lede")
    found = list(_in_six_months(face, rows, accepted)) if accepted else []
    if not found:
        yield paragraph(face.t("ledger.no_payments") if accepted else face.t("ledger.not_accepted"))
        return
    heads = (
        Column(face.t("ledger.paid_to"), 2.4),
        Column(face.t("form.day"), 1.2),
        Column(face.t("lead.amount"), 1.8, "right"),
        Column(face.t("ledger.days_before"), 1.0, "right"),
        Column(face.t("ledger.benefit"), 1.6),
        Column(face.t("lead.see"), 1.0),
    )
    yield table(heads, found)


def _in_six_months(face: Face, rows: Cited, accepted: date) -> Iterator[tuple[str | Text, ...]]:
    first = _six_months_before(accepted)
    seen: set[tuple[str, ...]] = set()
    for lead in face.dossier.leads:
        evidence, names = list(lead.get("evidence") or ()), face.names(lead)
        for edge in (lead.get("chain") or {}).get("edges") or ():
            told = tuple(edge.get("statements") or ())
            day = _day(edge.get("start"))
            mine = edge.get("kind") == "payment" and str(edge.get("from")) in face.dossier.debtor_ids
            if not mine or day is None or not first <= day < accepted or told in seen:
                continue
            seen.add(told)
            behind = [evidence[n] for n in edge.get("evidence") or ()] or [
                e for e in evidence if e.get("statement") in told
            ]
            payee, sum_ = (
                names.get(str(edge["to"]), str(edge["to"])),
                face.money(edge.get("price"), edge.get("currency")),
            )
            yield payee, day.isoformat(), sum_, str((accepted - day).days), face.t("ledger.to_check"), rows.only(behind)


def _six_months_before(day: date) -> date:
    """The corresponding day six months earlier, or the last of that month."""
    year, month = (day.year, day.month - 6) if day.month > 6 else (day.year - 1, day.month + 6)
    return next(found for n in range(4) if (found := _real(year, month, day.day - n)))


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _meeting(face: Face) -> str:
    """Counts of this very document; sums of unlike currencies are told apart."""
    dossier = face.dossier
    sums: dict[str, list[Decimal]] = {}
    for lead in dossier.leads:
        amount = lead.get("amount") or {}
        low = decimal(amount.get("low"))
        if low is not None:
            sums.setdefault(str(amount.get("currency") or dossier.currency), []).append(low)
    told = [f"≥ {face.money(max(found), code)}" for code, found in sorted(sums.items())]
    days = [day for lead in dossier.leads if (day := lead_day(lead))]
    return face.t(
        "ledger.meeting_text",
        day=dossier.as_of,
        leads=len(dossier.leads),
        sums="、".join(told) if face.language == "zh" else ", ".join(told),
        stakes=sum(asset.get("kind") in _STAKES for asset in dossier.assets),
        claims=sum(asset.get("kind") in _CLAIMS for asset in dossier.assets),
        next=min(days, default="—"),
        unsearched=sum(row.get("state") == "no-data" for row in dossier.searched),
    )
