"""The whole report on paper: cover, one page, leads, annexes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reports import printed_annexes as annexes
from reports.dossier import Dossier
from reports.face import Face
from reports.printed import (
    Block,
    Break,
    Column,
    Facts,
    Heading,
    Items,
    Paragraph,
    Part,
    Printed,
    Text,
    bold,
    paragraph,
    soft,
    table,
    text,
)
from reports.printed_leads import leads
from reports.printed_rows import Cited
from reports.printed_value import claim
from reports.wording import Language, languages, phrase

Record = Mapping[str, Any]

CASE_LINES = ("court", "creditor", "amount", "purpose", "authority", "administrator", "jurisdiction")
CASE_DAYS = (
    "arose", "due", "suit", "served", "judgment", "judgment_effective", "enforcement", "insolvency_filed", "insolvency_accepted",
)  # fmt: skip
MOST_STEPS, MOST_LEADS = 6, 10
METHOD = ("rows", "identity", "tiers", "searched", "law", "limits", "again")


def report(dossier: Dossier) -> Printed:
    """Everything the dossier has, in each of its languages, Chinese first; the same dossier, the same blocks."""
    parts = tuple(_part(dossier, language) for language in languages(dossier.language))
    title = f"{phrase('purpose.title', dossier.language)} {dossier.case_id}"
    return Printed(title, dossier.as_of, parts, dossier.marks())


def _part(dossier: Dossier, language: Language) -> Part:
    face = Face(dossier, language)
    running = f"{face.t('purpose.title')} · {dossier.case_id} · {face.for_whom()}"
    return Part(language, running, tuple(_blocks(face)))


def _blocks(face: Face) -> Iterator[Block]:
    rows, dossier = Cited(face), face.dossier
    yield from cover(face)
    yield Break()
    yield from summary(face)
    yield Break()
    yield from annexes.assets(face, rows, "in_sight", dossier.assets_in_plain_sight)
    yield from leads(face, rows)
    yield from annexes.assets(face, rows, "others", dossier.other_assets)
    yield from annexes.liable(face, rows)
    yield from annexes.deadlines(face, rows)
    yield from annexes.indicators(face, rows)
    yield from annexes.searched(face)
    yield from annexes.contradictions(face, rows)
    yield from annexes.merges(face)
    yield from method(face)
    yield Break()
    yield from annexes.evidence(face, rows)


def cover(face: Face) -> Iterator[Block]:
    case = face.dossier.case
    yield Paragraph(text(face.t("purpose.product"), soft(f"　{face.for_whom()}")), "soft")
    yield Heading(1, face.t("purpose.title"))
    yield paragraph(face.say(case.get("title")) or face.dossier.case_id, "title")
    yield Facts(tuple(case_facts(face)))
    yield Heading(2, face.t("notice.heading"))
    yield from (paragraph(line, "urgent") for line in face.knowledge())
    if case.get("insolvency_accepted"):
        yield paragraph(face.t("notice.insolvency", day=case["insolvency_accepted"]), "urgent")
    yield paragraph(face.t("notice.leads_only"))
    redacted, as_of = face.t("notice.redacted"), face.t("notice.as_of", day=face.dossier.as_of)
    yield paragraph(f"{redacted}{as_of}" if face.language == "zh" else f"{redacted} {as_of}")


def case_facts(face: Face) -> Iterator[tuple[str, Text]]:
    """What the case file says: number, parties, sums, days, what is known since when."""
    dossier, case = face.dossier, face.dossier.case
    if case.get("enforcement_number"):
        yield face.t("case.number"), text(bold(str(case["enforcement_number"])))
    yield face.t("case.debtors"), text("\n".join(_debtor(face, debtor) for debtor in dossier.debtors) or "—")
    for key in CASE_LINES:
        if case.get(key):
            yield face.t(f"case.{key}"), text(_line(face, key, case[key]))
    yield face.t("summary.outstanding"), text(bold(face.money(dossier.outstanding())))
    yield face.t("case.as_of"), text(bold(dossier.as_of))
    for key in CASE_DAYS:
        if case.get(key):
            yield face.t(f"case.{key}"), text(str(case[key]))
    for known in case.get("known") or ():
        yield face.t("case.known"), text(" · ".join(face.plain(known.get(key)) for key in ("date", "how", "row_id")))


def _debtor(face: Face, debtor: Record) -> str:
    capacity = f"（{face.term('capacity', debtor['capacity'])}）" if debtor.get("capacity") else ""
    return f"{face.plain(debtor.get('name'))}{capacity if face.language == 'zh' else capacity.replace('（', ' (').replace('）', ')')}"


def _line(face: Face, key: str, value: Any) -> str:
    if key == "creditor":
        return face.plain(value.get("name")) if isinstance(value, Mapping) else str(value)
    return face.money(value) if key == "amount" else face.say(value)


def summary(face: Face) -> Iterator[Block]:
    """One page: what is owed, what is in sight, the leads by rank, the next day; what did not fit is counted."""
    dossier = face.dossier
    low, high, unvalued = dossier.recoverable_in_sight()
    coming = dossier.next_deadline()
    left = f" · {face.t('summary.unvalued', count=unvalued)}" if unvalued else ""
    tiers = " · ".join(f"{face.term('tier', tier)} {count}" for tier, count in face.tiers())
    yield Heading(2, face.t("summary.heading"))
    yield Facts((
        (face.t("summary.outstanding"), text(bold(face.money(dossier.outstanding())), soft(f"　{face.outstanding_sum()}"))),
        (face.t("summary.in_sight"), text(bold(str(len(dossier.assets_in_plain_sight))), f"　{face.t('summary.valued')} {face.range({'low': low, 'high': high})}{left}")),
        (face.t("summary.leads"), text(bold(str(len(dossier.leads))), f"　{tiers}")),
        (face.t("summary.next_day"), text(bold(str(coming["day"]) if coming else face.t("summary.none")), f"　{face.say(coming.get('what')) if coming else ''}")),
        (face.t("summary.red_signs"), text(face.signs())),
        (face.t("summary.conflicts"), text(str(len(dossier.contradictions)))),
    ))  # fmt: skip
    owed = dossier.outstanding()
    if owed is not None and high > owed:
        yield paragraph(face.t("summary.over_freezing"), "warning")
    yield from claim(face)
    yield from _first_steps(face)
    yield from _ranked(face)


def _first_steps(face: Face) -> Iterator[Block]:
    found = face.dossier.assets_in_plain_sight
    yield Heading(3, face.t("summary.first_steps"))
    if not found:
        yield paragraph(face.t("assets.none"))
        return
    yield Items(tuple(_step(face, asset) for asset in found[:MOST_STEPS]), "yes")
    if len(found) > MOST_STEPS:
        yield paragraph(face.t("printed.more", count=len(found) - MOST_STEPS), "soft")


def _step(face: Face, asset: Record) -> Text:
    action = face.say(asset.get("action"))
    value = face.range(asset["recoverable"]) if asset.get("recoverable") else ""
    return text(
        bold(f"{face.plain(asset.get('route'))} "),
        face.say(asset.get("what")),
        soft(f" — {action}" if action else ""),
        bold(f" {value}"),
    )


def _ranked(face: Face) -> Iterator[Block]:
    found = face.dossier.leads
    yield Heading(3, face.t("summary.leads_ranked"))
    if not found:
        yield paragraph(face.t("summary.no_leads"))
        return
    heads = (
        Column(face.t("workbook.rank"), 0.6, "right"),
        Column(face.t("workbook.title"), 4.0),
        Column(face.t("lead.tier"), 1.5),
        Column(face.t("lead.amount"), 2.2, "right"),
        Column(face.t("lead.route"), 0.7, "centre"),
        Column(face.t("lead.last_day"), 1.4),
    )
    yield table(heads, (_rank(face, lead) for lead in found[:MOST_LEADS]))
    if len(found) > MOST_LEADS:
        yield paragraph(face.t("printed.more", count=len(found) - MOST_LEADS), "soft")


def _rank(face: Face, lead: Record) -> tuple[str | Text, ...]:
    doubt = f"（{face.term('standing', lead['standing'])}）" if lead.get("standing") in ("alleged", "denied") else ""
    return (
        str(lead["rank"]),
        text(face.title(lead.get("title")) or face.plain(lead.get("typology")), soft(doubt)),
        face.term("tier", lead.get("tier")),
        face.range(lead.get("amount")),
        face.plain(lead.get("route")),
        face.last_day(lead) or "—",
    )


def method(face: Face) -> Iterator[Block]:
    """How it was made and what it cannot show."""
    yield Heading(2, face.t("printed.method"))
    yield Items(tuple(text(face.t(f"method.{key}")) for key in METHOD))
    yield from annexes.left_out(face)
