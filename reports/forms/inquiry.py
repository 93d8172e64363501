"""律师调查令: one sheet an office, only what courts cannot query."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reports.dossier import Dossier
from reports.face import Face
from reports.forms.pages import evidence_list, single, slot
from reports.printed import Block, Break, Column, Facts, Heading, Printed, Text, paragraph, table, text
from reports.printed_leads import sentences
from reports.printed_rows import Cited
from reports.wording import Language, say

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Office:
    """An addressee. words: how a gap names its keeper; kinds: assets on which it keeps what the court's query leaves out."""

    name: str
    words: re.Pattern[str]
    kinds: tuple[str, ...] = ()


OFFICES = (
    Office("bank", re.compile("银行|开户行"), ("account", "deposit")),
    Office("registry", re.compile("登记机关|市场监督|内档"), ("equity", "unpaid_capital")),
    Office("land", re.compile("不动产|国土"), ("real_estate", "land_use")),
    Office("tax", re.compile("税务|社保")),
    Office("vehicle", re.compile("车辆管理|车管|交管"), ("vehicle", "vessel")),
)
_COURT_TAKES = re.compile("申请法院")


def build(dossier: Dossier, language: Language) -> Printed:
    """Each sheet begins a page. What only a court may take stands apart: an order to counsel would be refused for it."""
    face = Face(dossier, language)
    return single(face, "inquiry.title", tuple(_blocks(face)))


def _blocks(face: Face) -> Iterator[Block]:
    rows = Cited(face)
    yield Heading(1, face.t("inquiry.title"))
    yield paragraph(face.t("inquiry.note"), "soft")
    for n, office in enumerate(OFFICES):
        asked = [*_of_assets(face, rows, office), *_of_leads(face, rows, office)]
        if asked or not n:
            yield from _sheet(face, office, asked, n)
        else:
            yield Heading(2, face.t(f"inquiry.{office.name}"))
            yield paragraph(face.t("inquiry.nothing"))
    yield from evidence_list(face, rows)


def _sheet(face: Face, office: Office, asked: list[tuple[str | Text, ...]], n: int) -> Iterator[Block]:
    case = face.dossier.case
    if n:
        yield Break()
    yield Heading(2, face.t(f"inquiry.{office.name}"))
    yield Facts((
        (face.t("inquiry.to"), text(face.t(f"inquiry.{office.name}_to"))),
        (face.t("case.number"), text(face.plain(case.get("enforcement_number")))),
        (face.t("case.court"), text(face.plain(case.get("court")))),
        (face.t("case.creditor"), text(face.plain((case.get("creditor") or {}).get("name")))),
        (face.t("case.debtors"), text("\n".join(face.plain(d.get("name")) for d in face.dossier.debtors) or "—")),
    ))  # fmt: skip
    yield slot(face, "inquiry.bearer")
    if not asked:
        yield paragraph(face.t("inquiry.nothing"))
        return
    heads = (
        Column(face.t("assets.number"), 0.5, "right"),
        Column(face.t("inquiry.asked"), 3.0),
        Column(face.t("lead.period"), 1.4),
        Column(face.t("inquiry.why"), 4.0),
        Column(face.t("inquiry.how"), 1.4),
    )
    yield table(heads, ((str(number), *row) for number, row in enumerate(asked, 1)))


def _of_assets(face: Face, rows: Cited, office: Office) -> Iterator[tuple[str | Text, ...]]:
    """What the query of the court's network leaves out about a thing of the debtor's own."""
    for asset in face.dossier.assets:
        if asset.get("kind") in office.kinds and asset.get("route") in ("A", "B"):
            what = face.say(asset.get("what"))
            asked = face.t(f"inquiry.{office.name}_asks", what=what)
            yield (
                asked, face.t("inquiry.since", day=_since(face)), text(rows.fact(what, asset.get("evidence"))), face.t("inquiry.order"),
            )  # fmt: skip


def _since(face: Face) -> str:
    """From a year before the debt arose; without that day, left open for a hand."""
    arose = str(face.dossier.case.get("arose") or "")
    return f"{int(arose[:4]) - 1}{arose[4:]}" if re.match(r"\d{4}", arose) else "＿＿＿＿"


def _of_leads(face: Face, rows: Cited, office: Office) -> Iterator[tuple[str | Text, ...]]:
    """What a lead still lacks and this office keeps, each with the sentence and rows that connect it to the case."""
    seen: set[str] = set()
    for lead in face.dossier.leads:
        for gap in lead.get("gaps") or ():
            what = face.guarded(gap.get("what"))
            if not office.words.search(say(gap.get("from_whom"), "zh")) or what in seen:
                continue
            seen.add(what)
            yield what, face.period(lead.get("period")), sentences(face, rows, lead, 1), _how(face, office, lead, gap)


def _how(face: Face, office: Office, lead: Record, gap: Record) -> str:
    """A third party's account is opened to counsel only behind a payment of the debtor's own; else by the court."""
    if _COURT_TAKES.search(say(gap.get("instrument"), "zh")):
        return face.t("inquiry.court")
    if office.name == "bank" and not _paid_by_debtor(face, lead):
        return face.t("inquiry.court")
    return face.say(gap.get("instrument")) or face.t("inquiry.order")


def _paid_by_debtor(face: Face, lead: Record) -> bool:
    edges = (lead.get("chain") or {}).get("edges") or ()
    return any(edge.get("kind") == "payment" and str(edge.get("from")) in face.dossier.debtor_ids for edge in edges)
