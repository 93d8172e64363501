"""For an English or Hong Kong court: affidavit, full and frank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reports.dossier import Dossier
from reports.face import Face
from reports.forms.dismissed import dismissed
from reports.forms.events import event_table, events
from reports.forms.pages import evidence_list, single
from reports.printed import (  # fmt: skip
    Block,
    Column,
    Heading,
    Items,
    Paragraph,
    Printed,
    Said,
    Text,
    bold,
    paragraph,
    soft,
    table,
    text,
)
from reports.printed_annexes import burdens
from reports.printed_leads import picture, sentences
from reports.printed_report import METHOD
from reports.printed_rows import Cited
from reports.wording import Language, decimal

Record = Mapping[str, Any]

_SLOTS = ("affidavit.delay", "affidavit.undertaking")


def build(dossier: Dossier, language: Language) -> Printed:
    """Numbered paragraphs, each fact with the record it is believed from; what only the deponent knows is left blank."""
    face = Face(dossier, language)
    return single(face, "affidavit.title", tuple(_numbered(_blocks(face))))


def _numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Numbers the paragraphs in body type, through all sections, as an affidavit's are."""
    n = 0
    for block in blocks:
        if isinstance(block, Paragraph) and block.tone == "body":
            n += 1
            block = Paragraph((Said(f"{n}.　" if n else ""), *block.said), block.tone)
        yield block


def _blocks(face: Face) -> Iterator[Block]:
    rows = Cited(face)
    yield Heading(1, face.t("affidavit.title"))
    yield paragraph(face.say(face.dossier.case.get("title")) or face.dossier.case_id, "title")
    yield paragraph(face.t("affidavit.opening"), "tight")
    yield from _deponent(face)
    yield from _claim(face)
    yield from _people(face)
    yield from _chronology(face, rows)
    yield from _assets(face, rows)
    yield from _risk(face, rows)
    yield from _disclosure(face, rows)
    yield Heading(2, face.t("affidavit.relief"))
    yield paragraph(face.t("affidavit.relief_text", amount=face.money(face.dossier.outstanding())))
    yield from _end(face, rows)


def _deponent(face: Face) -> Iterator[Block]:
    software = face.dossier.document.get("software") or {}
    program = f"{face.plain(software.get('name'))} {face.plain(software.get('version'))}"
    yield Heading(2, face.t("affidavit.deponent"))
    yield paragraph(face.t("affidavit.who", creditor=_creditor(face)))
    yield paragraph(face.t("affidavit.means"))
    yield paragraph(face.t("affidavit.program", software=program))


def _creditor(face: Face) -> str:
    return face.plain((face.dossier.case.get("creditor") or {}).get("name"))


def _claim(face: Face) -> Iterator[Block]:
    dossier, case = face.dossier, face.dossier.case
    comma = "、" if face.language == "zh" else ", "
    debtors = comma.join(face.plain(debtor.get("name")) for debtor in dossier.debtors) or "—"
    owed = face.money(dossier.outstanding())
    yield Heading(2, face.t("affidavit.claim"))
    yield paragraph(face.t("affidavit.claim_text", debtors=debtors, creditor=_creditor(face), amount=owed, day=dossier.as_of))  # fmt: skip
    if case.get("judgment_effective"):
        number, court = face.plain(case.get("enforcement_number")), face.plain(case.get("court"))
        yield paragraph(face.t("affidavit.judgment_text", day=case["judgment_effective"], number=number, court=court))
    yield paragraph(face.t("affidavit.arguable"))


def _people(face: Face) -> Iterator[Block]:
    """Everybody named in what follows, with the part they have; companies and persons as the records name them."""
    yield Heading(2, face.t("affidavit.people"))
    heads = (
        Column(face.t("liable.who"), 2.6),
        Column(face.t("assets.kind"), 1.2),
        Column(face.t("affidavit.place"), 1.2),
        Column(face.t("affidavit.role"), 3.0),
    )
    yield table(heads, _parties(face))


def _parties(face: Face) -> list[tuple[str, str, str, str]]:
    dossier = face.dossier
    held: dict[str, tuple[Record, dict[str, None]]] = {}

    def add(party: Record | None, part: str) -> None:
        if party and party.get("id") is not None and party.get("kind") != "asset":
            held.setdefault(str(party["id"]), (party, {}))[1][part] = None

    for debtor in dossier.debtors:
        add(debtor, face.t("affidavit.is_debtor"))
    add(dossier.case.get("creditor"), face.t("affidavit.is_creditor"))
    for lead in dossier.leads:
        for node in (lead.get("chain") or {}).get("nodes") or ():
            add(node, face.t("affidavit.in_chain", ranks=lead["rank"]))
    for asset in dossier.assets:
        add(asset.get("owner"), face.t("affidavit.is_owner"))
    stop = "；" if face.language == "zh" else "; "
    return [
        (face.plain(p.get("name")), face.term("party", p.get("kind")), face.plain(p.get("jurisdiction")), stop.join(parts))
        for p, parts in held.values()
    ]  # fmt: skip


def _chronology(face: Face, rows: Cited) -> Iterator[Block]:
    yield Heading(2, face.t("affidavit.chronology"))
    found = events(face, rows, face.dossier.leads)
    yield event_table(face, found) if found else paragraph(face.t("summary.none"), "soft")


def _assets(face: Face, rows: Cited) -> Iterator[Block]:
    """By place, then by value, the largest first; what has no value comes last and says so."""
    yield Heading(2, face.t("affidavit.assets"))
    if not face.dossier.assets:
        yield paragraph(face.t("assets.none"), "soft")
        return
    heads = (
        Column(face.t("affidavit.place"), 1.4),
        Column(face.t("assets.what"), 3.4),
        Column(face.t("assets.owner"), 2.0),
        Column(face.t("assets.value"), 1.8, "right"),
        Column(face.t("assets.burdens"), 2.2),
    )
    ordered = sorted(face.dossier.assets, key=lambda a: (_place(face, a), -(decimal((a.get("value") or {}).get("high")) or 0)))  # fmt: skip
    yield table(heads, (_asset(face, rows, asset) for asset in ordered))


def _place(face: Face, asset: Record) -> str:
    """Where the owner is registered, or the office that keeps the thing."""
    place = (asset.get("owner") or {}).get("jurisdiction") or face.say(asset.get("office"))
    return str(place or face.t("affidavit.unknown_place"))


def _asset(face: Face, rows: Cited, asset: Record) -> tuple[str | Text, ...]:
    value = asset.get("value") or {}
    worth = text(face.range(value), soft(f"\n{face.say(value.get('basis'))}")) if value else face.t("assets.no_value")
    what = rows.fact(face.say(asset.get("what")), asset.get("evidence"))
    route = soft(f"\n{face.term('route', asset.get('route'))}")
    return (
        _place(face, asset),
        text(what, route),
        face.plain((asset.get("owner") or {}).get("name")),
        worth,
        burdens(face, rows, asset),
    )


def _risk(face: Face, rows: Cited) -> Iterator[Block]:
    yield Heading(2, face.t("affidavit.risk"))
    yield paragraph(face.t("affidavit.risk_note"), "soft")
    if not face.dossier.leads:
        yield paragraph(face.t("form.no_lead"), "soft")
    for lead in face.dossier.leads:
        yield Heading(3, face.title(lead.get("title")) or face.plain(lead.get("typology")))
        if lead.get("standing") in ("alleged", "denied"):
            yield paragraph(face.t(f"lead.{lead['standing']}"), "warning")
        yield Paragraph(sentences(face, rows, lead))
        if (lead.get("chain") or {}).get("edges"):
            yield from picture(face, lead["chain"], ink="black")


def _disclosure(face: Face, rows: Cited) -> Iterator[Block]:
    """Counter-evidence, innocent explanations, what is not shown, contradictions, what could not be searched, dismissals."""
    yield Heading(2, face.t("affidavit.disclosure"))
    yield paragraph(face.t("affidavit.disclosure_note"))
    for lead in face.dossier.leads:
        yield Heading(3, face.title(lead.get("title")) or face.plain(lead.get("typology")))
        yield from _against(face, rows, lead)
    yield from _listed(face, "affidavit.conflicts", _conflicts(face, rows))
    yield from _listed(face, "affidavit.identities", _identities(face))
    yield from _listed(face, "affidavit.unsearched", _unsearched(face))
    if face.dossier.document.get("dismissed"):
        yield from dismissed(face, rows, 3)
    else:
        yield paragraph(face.t("affidavit.none_dismissed"))
    yield from (paragraph(face.t(key)) for key in _SLOTS)


def _against(face: Face, rows: Cited, lead: Record) -> Iterator[Block]:
    found = [text(rows.fact(face.say(line.get("text")), [line])) for line in face.found(lead)]
    absent = [text(face.guarded(line.get("absent"))) for line in face.absent(lead)]
    yield from _listed(face, "lead.found", found)
    yield from _listed(face, "lead.absent", absent)
    yield from _listed(face, "benign.heading", [_explained(face, rows, row) for row in lead.get("benign") or ()])
    yield from _listed(face, "affidavit.doubts", _open_elements(face, lead))


def _explained(face: Face, rows: Cited, row: Record) -> Text:
    why = face.say(row.get("why"))
    said = rows.fact(why, row["rows"]) if row.get("rows") else Said(why)
    return text(
        f"{face.guarded(row.get('explanation'))}: ", bold(face.term("benign_state", row.get("state"))), " ", said
    )


def _open_elements(face: Face, lead: Record) -> list[Text]:
    return [
        text(f"{face.say(ground.get('provision'))}: {face.say(e.get('name'))} — {face.term('element', e.get('state'))}")
        for ground in lead.get("grounds") or ()
        for e in ground.get("elements") or ()
        if e.get("state") != "met"
    ]


def _listed(face: Face, key: str, found: Iterable[Text]) -> Iterator[Block]:
    """A numbered paragraph and what it introduces; "none" is said, never left out."""
    shown = tuple(found)
    yield Paragraph(text(bold(face.t(key)), "" if shown else f" {face.t('summary.none')}"))
    if shown:
        yield Items(shown)


def _conflicts(face: Face, rows: Cited) -> Iterator[Text]:
    for row in face.dossier.contradictions:
        names = ", ".join(face.plain(party.get("name")) for party in row.get("parties") or ())
        says = [rows.fact(f" {face.say(line.get('value'))};", [line]) for line in row.get("statements") or ()]
        yield text(f"{face.say(row.get('title')) or face.plain(row.get('kind'))} ({names}):", *says)


def _identities(face: Face) -> Iterator[Text]:
    for row in face.dossier.merges:
        sides = [
            face.plain(r.get("name") if isinstance(r, Mapping) else r) for r in (row.get("left"), row.get("right"))
        ]
        yield text(f"{' = '.join(sides)}: {face.term('decision', row.get('decision'))}; {face.say(row.get('basis'))}")


def _unsearched(face: Face) -> Iterator[Text]:
    for row in face.dossier.searched:
        if row.get("state") != "ran":
            needs = "; ".join(face.say(need) for need in row.get("needs") or ())
            yield text(f"{face.title(row.get('title')) or face.plain(row.get('typology'))}: {needs or '—'}")


def _end(face: Face, rows: Cited) -> Iterator[Block]:
    """Translations, the data-export check, method, jurat, and the exhibit's index."""
    yield Heading(2, face.t("affidavit.translation"))
    files = dict.fromkeys(str(line.get("source")) for found in rows.rows().values() for line in found)
    heads = (
        Column(face.t("sources.file"), 3.0),
        Column(face.t("form.page"), 1.0),
        Column(face.t("affidavit.translated"), 3.0),
    )
    yield (
        table(heads, ((name, "", "") for name in sorted(files))) if files else paragraph(face.t("summary.none"), "soft")
    )
    yield Heading(2, face.t("affidavit.export"))
    yield Items(tuple(text(face.t(f"affidavit.export_{n}")) for n in range(1, 5)))
    yield Heading(2, face.t("printed.method"))
    yield Items(tuple(text(face.t(f"method.{key}")) for key in METHOD if key != "tiers"))
    yield paragraph(face.t("affidavit.jurat"), "tight")
    yield from evidence_list(face, rows)
