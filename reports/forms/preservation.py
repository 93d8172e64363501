"""财产保全: what to ask for, how much, and when it runs out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from reports.calendar import Day, calendar
from reports.clue_sheet import header_lines
from reports.dossier import Dossier
from reports.face import Face
from reports.forms.pages import cell, evidence_list, signed, single, slot
from reports.printed import Block, Column, Heading, Printed, Row, Table, Text, bold, paragraph, table, text
from reports.printed_rows import Cited
from reports.wording import Language, decimal, say

Record = Mapping[str, Any]

# 民诉法解释 art. 485: at most one year for deposits, two for movables, three for land and other rights.
YEARS: Mapping[str, int] = {
    "account": 1, "deposit": 1, "vehicle": 2, "vessel": 2, "equipment": 2, "stock": 2,
}  # fmt: skip
_OTHERS = 3
_RENEW_BEFORE = 7


def build(dossier: Dossier, language: Language) -> Printed:
    """Requests down the list until the claim is covered; what is in another's name only with that person as respondent."""
    face = Face(dossier, language)
    return single(face, "preservation.title", tuple(_blocks(face)), turned="across")


def days_file(dossier: Dossier, language: Language) -> bytes:
    """Every last day of a freeze and of a right, with an alarm, as an iCalendar file."""
    face = Face(dossier, language)
    days = [
        Day(day, face.guarded(row.get("what")), face.say(row.get("note")), f"{dossier.case_id}:{row['day']}:{say(row.get('what'), 'en')}")
        for row in dossier.deadlines
        if (day := _day(row.get("day")))
    ]  # fmt: skip
    name = " · ".join((face.t("preservation.days"), dossier.case_id, *dossier.marks()))
    return calendar(days, name, _day(dossier.as_of) or date(2000, 1, 1))


def _day(text_: object) -> date | None:
    try:
        return date.fromisoformat(str(text_))
    except ValueError:
        return None


def _blocks(face: Face) -> Iterator[Block]:
    rows, dossier = Cited(face), face.dossier
    yield Heading(1, face.t("preservation.title"))
    yield from (paragraph(line) for line in header_lines(dossier, face.language))
    if dossier.case.get("insolvency_accepted"):
        yield paragraph(face.t("notice.insolvency", day=dossier.case["insolvency_accepted"]), "urgent")
    yield Heading(2, face.t("preservation.requests"))
    yield paragraph(face.t("preservation.cap", amount=face.money(dossier.outstanding())))
    yield _requests(face, rows)
    yield paragraph(face.t("preservation.third"), "soft")
    yield paragraph(face.t("preservation.security"))
    yield from (slot(face, key) for key in ("preservation.security_slot", "preservation.urgency"))
    yield from _calendar(face, rows)
    yield from signed(face)
    yield from evidence_list(face, rows)


def _requests(face: Face, rows: Cited) -> Table:
    heads = (
        Column(face.t("assets.number"), 0.5, "right"),
        Column(face.t("assets.what"), 3.0),
        Column(face.t("preservation.respondent"), 2.0),
        Column(face.t("assets.action"), 2.4),
        Column(face.t("preservation.amount"), 1.7, "right"),
        Column(face.t("assets.office"), 1.8),
        Column(face.t("preservation.longest"), 1.8),
    )
    asked = [a for a in face.dossier.assets if a.get("route") in ("A", "B", "C")]
    found = [Row(_request(face, rows, n, asset)) for n, asset in enumerate(asked, 1)]
    total = _total(face, asked)
    if total is not None:
        label, money = text(bold(face.t("preservation.total"))), text(bold(face.money(total)))
        found.append(Row((text(""), label, text(""), text(""), money, text(""), text("")), look="sum"))
    return Table(heads, tuple(found))


def _total(face: Face, asked: list[Record]) -> Decimal | None:
    """The sum of requests in the claim's own currency; unlike currencies are never added."""
    asks = [a.get("request") or {} for a in asked if a.get("route") != "C"]
    sums = [decimal(ask.get("amount")) for ask in asks if ask.get("currency") == face.dossier.currency]
    return sum((each for each in sums if each is not None), Decimal(0)) if any(sums) else None


def _request(face: Face, rows: Cited, n: int, asset: Record) -> tuple[Text, ...]:
    ask, third = asset.get("request") or {}, asset.get("route") == "C"
    amount = face.money(ask.get("amount"), ask.get("currency")) if ask.get("amount") else "—"
    owner = face.plain((asset.get("owner") or {}).get("name"))
    years = YEARS.get(str(asset.get("kind")), _OTHERS)
    return (
        text(str(n)),
        text(rows.fact(face.say(asset.get("what")), asset.get("evidence"))),
        text(face.t("preservation.as_defendant", who=owner) if third else owner),
        text(face.t("preservation.with_suit") if third else face.guarded(asset.get("action")) or "—"),
        text(face.t("preservation.by_suit") if third else amount),
        text(face.say(asset.get("office")) or "—"),
        text(face.t("preservation.years", years=years)),
    )


def _calendar(face: Face, rows: Cited) -> Iterator[Block]:
    """Freezes that stand, by last day, with the day by which to ask for renewal; then the other last days."""
    yield Heading(2, face.t("preservation.calendar"))
    yield paragraph(face.t("deadlines.note"), "lede")
    if not face.dossier.deadlines:
        yield paragraph(face.t("summary.none"))
        return
    heads = (
        Column(face.t("deadlines.day"), 1.2),
        Column(face.t("preservation.renew_by"), 1.4),
        Column(face.t("deadlines.what"), 5.0),
        Column(face.t("deadlines.kind"), 2.4),
    )
    yield table(heads, (_line(face, rows, row) for row in face.dossier.deadlines if row.get("kind") != "renewal"))


def _line(face: Face, rows: Cited, row: Record) -> tuple[str | Text, ...]:
    day = _day(row.get("day"))
    renew = (day - timedelta(days=_RENEW_BEFORE)).isoformat() if day and row.get("kind") == "freeze" else "—"
    what = cell(rows, face.guarded(row.get("what")), row.get("evidence"))
    return text(bold(face.plain(row.get("day")))), renew, what, face.term("period", row.get("period_kind"))
