"""For a trial or preservation court: claims, elements, days, evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from reports.clue_sheet import header_lines
from reports.dossier import Dossier
from reports.face import Face
from reports.forms.dismissed import dismissed
from reports.forms.events import event_table, events, timeline
from reports.forms.pages import evidence_list, signed, single
from reports.printed import (  # fmt: skip
    Block,
    Column,
    Heading,
    Items,
    Printed,
    Row,
    Said,
    Table,
    Text,
    bold,
    lines,
    paragraph,
    soft,
    text,
)
from reports.printed_leads import against, gaps, picture, sentences
from reports.printed_rows import Cited
from reports.printed_value import innocent
from reports.wording import Language, say

Record = Mapping[str, Any]

_VALUE = re.compile("评估|净资产|市场价|账面|估值|询价|参考价")
_RELATION = re.compile("关系|关联|同一人|亲属|控制|任.{0,40}(?:代表人|董事|负责人)")
_IMPACT = re.compile("影响债权实现|债权人造成损害|严重损害债权人|不能清偿|不足以清偿")
_KNOWING = re.compile("知道|知情|恶意串通")
_CRIMINAL = re.compile("《刑法》")


def build(dossier: Dossier, language: Language) -> Printed:
    """请求 → 要件表 → 时间轴 → 链条图 → 证据目录, for each chosen lead; what is not shown stays 要件待补."""
    face = Face(dossier, language)
    return single(face, "court.title", tuple(_blocks(face)))


def _blocks(face: Face) -> Iterator[Block]:
    rows = Cited(face)
    proves: dict[int, str] = {}
    yield Heading(1, face.t("court.title"))
    yield from (paragraph(line) for line in header_lines(face.dossier, face.language))
    if not face.dossier.leads:
        yield paragraph(face.t("form.no_lead"))
    for lead in face.dossier.leads:
        yield from _lead(face, rows, lead)
        title = face.title(lead.get("title"))
        for line in lead.get("evidence") or ():
            if rows.has(line):
                proves.setdefault(rows.number(line), face.t("court.proves", title=title))
    yield from dismissed(face, rows)
    yield from signed(face)
    yield from evidence_list(face, rows, proves)


def _lead(face: Face, rows: Cited, lead: Record) -> Iterator[Block]:
    yield Heading(2, f"{face.t('workbook.title')} {lead['rank']}　{face.title(lead.get('title'))}")
    if lead.get("standing") in ("alleged", "denied"):
        yield paragraph(face.t(f"lead.{lead['standing']}"), "warning")
    yield Heading(3, face.t("court.claims"))
    yield from _claims(face, lead)
    yield Heading(3, face.t("court.elements"))
    yield _elements(face, rows, lead)
    yield from _provisions(face, rows, lead)
    found = events(face, rows, [lead])
    yield Heading(3, face.t("court.days"))
    yield from timeline(face, found)
    yield event_table(face, found)
    if (lead.get("chain") or {}).get("edges"):
        yield Heading(3, face.t("court.chain"))
        yield from picture(face, lead["chain"], ink="black")
    yield Heading(3, face.t("court.defences"))
    yield from against(face, rows, lead, 4)
    yield from innocent(face, rows, lead)
    yield from gaps(face, lead)


def _claims(face: Face, lead: Record) -> Iterator[Block]:
    """What a ground in force lets the creditor ask for; a provision of criminal law is never a claim."""
    asked = []
    for ground in lead.get("grounds") or ():
        remedy, law = face.say(ground.get("remedy")), face.say(ground.get("provision"))
        if remedy and not _CRIMINAL.search(say(ground.get("provision"), "zh")) and ground.get("status") != "draft":
            status = "" if ground.get("status") == "in force" else f"（{face.term('law', ground.get('status'))}）"
            asked.append(text(remedy, soft(f"　{law}{status}")))
    if not asked:
        yield paragraph(face.t("lead.no_ground"))
        return
    yield Items(tuple(asked), "yes")
    owed = face.money(face.dossier.outstanding())
    yield paragraph(face.t("court.sum", amount=face.range(lead.get("amount")), owed=owed))
    yield paragraph(face.t("court.one_of"), "soft")


def _elements(face: Face, rows: Cited, lead: Record) -> Table:
    """The seven heads under which courts ask, whatever the provision; each with its rows or 要件待补."""
    heads = (
        Column(face.t("lead.element"), 1.3),
        Column(face.t("court.fact"), 5.0),
        Column(face.t("court.evidence_pages"), 1.3),
    )
    found = (
        ("court.debt", _debt(face)),
        ("court.act", sentences(face, rows, lead, 1)),
        ("court.price", _price(face, rows, lead)),
        ("court.market", _rows_that(face, rows, lead, _VALUE)),
        ("court.related", lines((_rows_that(face, rows, lead, _RELATION), _states(face, lead, _KNOWING)))),
        ("court.impact", _states(face, lead, _IMPACT)),
        ("court.period", _period(face, lead)),
    )
    return Table(heads, tuple(Row((text(bold(face.t(key))), said or _open(face), _pages(face, said))) for key, said in found))  # fmt: skip


def _open(face: Face) -> Text:
    return text(soft(face.term("element", "not_shown")))


def _pages(face: Face, said: Text) -> Text:
    behind = tuple(dict.fromkeys(n for each in said for n in each.rows))
    return text(Said("", behind), f" {face.t('form.page_slot')}") if behind else text(face.t("form.page_slot"))


def _debt(face: Face) -> Text:
    case = face.dossier.case
    days = [f"{face.t(f'case.{key}')} {case[key]}" for key in ("arose", "due", "judgment_effective") if case.get(key)]
    stop = "；" if face.language == "zh" else "; "
    return text(f"{stop.join([*days, face.money(face.dossier.outstanding())])}", soft(f"　{face.t('form.case_file')}"))


def _price(face: Face, rows: Cited, lead: Record) -> Text:
    evidence = list(lead.get("evidence") or ())
    found = []
    for edge in (lead.get("chain") or {}).get("edges") or ():
        if edge.get("kind") in ("share_transfer", "asset_transfer", "payment") and edge.get("price") is not None:
            behind = [evidence[n] for n in edge.get("evidence") or () if n < len(evidence)]
            words = f"{face.days(edge)} {face.kind(edge)} {face.money(edge['price'], edge.get('currency'))}"
            found.append(text(rows.fact(words, behind)))
    return lines(found)


def _rows_that(face: Face, rows: Cited, lead: Record, words: re.Pattern[str]) -> Text:
    """The lead's own rows that speak of it, as they say it."""
    behind: dict[str, list[Record]] = {}
    for line in lead.get("evidence") or ():
        if words.search(say(line.get("text"), "zh")):
            behind.setdefault(face.say(line.get("text")), []).append(line)
    return lines(text(rows.fact(said, found)) for said, found in behind.items())


def _states(face: Face, lead: Record, words: re.Pattern[str]) -> Text:
    """The state of each such element over all grounds, once."""
    found = {
        (face.say(element.get("name")), element.get("state"), face.guarded(element.get("note")))
        for ground in lead.get("grounds") or ()
        for element in ground.get("elements") or ()
        if words.search(say(element.get("name"), "zh"))
    }
    return lines(
        text(f"{name}：{face.term('element', state)}", soft(f"　{note}" if note and note != face.term("element", state) else ""))
        for name, state, note in sorted(found, key=str)
    )  # fmt: skip


def _period(face: Face, lead: Record) -> Text:
    days = {
        (str(last.get("day")), face.say(last.get("rule")), face.term("period", last.get("period_kind")))
        for ground in lead.get("grounds") or ()
        for last in ground.get("deadlines") or ()
    }
    return lines(text(bold(day), f" {rule}", soft(f"　{kind}")) for day, rule, kind in sorted(days))


def _provisions(face: Face, rows: Cited, lead: Record) -> Iterator[Block]:
    """Provision by provision: which elements the rows support, which are still to be shown."""
    held = [ground for ground in lead.get("grounds") or () if ground.get("elements")]
    if not held:
        return
    heads = (
        Column(face.t("lead.element"), 3.0),
        Column(face.t("lead.state"), 1.2),
        Column(face.t("lead.note"), 3.0),
        Column(face.t("lead.see"), 1.2),
    )
    found: list[Row] = []
    for ground in held:
        law = f"{face.say(ground.get('provision'))}　{face.term('law', ground.get('status'))}"
        found.append(Row((text(law),), look="section"))
        found += [_element(face, rows, lead, element) for element in ground["elements"]]
    yield Table(heads, tuple(found), face.t("court.by_provision"))


def _element(face: Face, rows: Cited, lead: Record, element: Record) -> Row:
    """Supported by the lead's rows, contradicted by those against it, or still to be shown."""
    state = element.get("state")
    debt = re.search("^债权|执行内容的生效裁判", say(element.get("name"), "zh")) is not None
    behind = {"met": lead.get("evidence"), "contradicted": face.found(lead)}.get(str(state)) if not debt else ()
    see = rows.only(behind) if behind else text(face.t("form.case_file") if debt and state == "met" else "—")
    note = face.guarded(element.get("note")) or "—"
    return Row((text(face.say(element.get("name"))), text(face.term("element", state)), text(note), see))
