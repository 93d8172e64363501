"""On paper: assets, liable parties, days, what was searched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reports.dossier import COLUMNS
from reports.face import Face
from reports.printed import (
    Block,
    Column,
    Heading,
    Items,
    Paragraph,
    Said,
    Text,
    bold,
    lines,
    paragraph,
    soft,
    table,
    text,
)
from reports.printed_leads import picture
from reports.printed_rows import Cited, sources_table
from reports.printed_value import waterfall

Record = Mapping[str, Any]


def assets(face: Face, rows: Cited, key: str, held: Iterable[Record]) -> Iterator[Block]:
    """One table, then for each asset its tie to the debtor as a picture and what is left of its value."""
    found = tuple(held)
    yield Heading(2, face.t(f"assets.{key}"))
    yield paragraph(face.t(f"assets.{key}_note"), "lede")
    if not found:
        yield paragraph(face.t("assets.none"))
        return
    heads = (
        Column(face.t("assets.number"), 0.55, "right"),
        Column(face.t("assets.what"), 2.3),
        Column(face.t("assets.owner"), 1.5),
        Column(face.t("assets.value"), 1.7, "right"),
        Column(face.t("assets.burdens"), 2.0),
        Column(f"{face.t('assets.office')} · {face.t('assets.action')}", 2.2),
        Column(face.t("assets.recoverable"), 1.4, "right"),
    )
    yield table(heads, (_asset(face, rows, asset) for asset in found))
    for asset in found:
        yield from _behind(face, rows, asset)


def number_of(face: Face, asset: Record) -> int:
    return face.dossier.asset_numbers[str(asset.get("id") or face.dossier.assets.index(asset) + 1)]


def _asset(face: Face, rows: Cited, asset: Record) -> tuple[str | Text, ...]:
    value = asset.get("value") or {}
    basis = [face.say(value.get("basis")), face.t("assets.valued_on", day=value["on"]) if value.get("on") else ""]
    worth = (
        text(face.range(value), soft("\n" + " · ".join(filter(None, basis)))) if value else face.t("assets.no_value")
    )
    kind = f"{face.term('asset', asset.get('kind'))} · {asset.get('route') or '—'}"
    action = [face.say(asset.get("office")), face.guarded(asset.get("action"))]
    owner = face.plain((asset.get("owner") or {}).get("name"))
    own = "" if (asset.get("tie") or {}).get("edges") else f"\n{face.t('assets.own')}"
    return (
        str(number_of(face, asset)),
        text(rows.fact(face.say(asset.get("what")), asset.get("evidence")), soft(f"\n{kind}")),
        text(owner, soft(own)),
        worth,
        burdens(face, rows, asset),
        "\n".join(filter(None, action)) or "—",
        face.range(asset.get("recoverable")),
    )


def burdens(face: Face, rows: Cited, asset: Record) -> Text:
    found = [text(burden_said(face, rows, row)) for row in asset.get("encumbrances") or ()]
    return lines(found) or text(face.t("summary.none"))


def burden_said(face: Face, rows: Cited, row: Record) -> Said:
    return rows.fact(face.burden(row), row.get("evidence")) if row.get("evidence") else Said(face.burden(row))


def _behind(face: Face, rows: Cited, asset: Record) -> Iterator[Block]:
    n = number_of(face, asset)
    drawn = tuple(picture(face, asset.get("tie") or {}, face.t("assets.tie")))
    drawn = drawn if (asset.get("tie") or {}).get("edges") else ()
    poured = tuple(waterfall(face, rows, asset.get("waterfall")))
    beside = tuple(_beside(face, rows, asset))
    warned = [face.guarded(each) for each in asset.get("warnings") or ()]
    if drawn or poured or beside or warned:
        yield Heading(3, f"{face.t('assets.what')} {n}　{face.say(asset.get('what'))}")
    yield from (paragraph(each, "warning") for each in warned)
    yield from (*drawn, *poured, *beside)


def _beside(face: Face, rows: Cited, asset: Record) -> Iterator[Block]:
    share, ask = asset.get("pro_rata"), asset.get("request")
    if share:
        basis = rows.fact(face.say(share.get("basis")), share["rows"]) if share.get("rows") else soft("")
        yield Paragraph(text(soft(f"{face.t('waterfall.pro_rata')} "), bold(face.range(share)), " ", basis))
    if ask:
        sum_ = face.money(ask.get("amount"), ask.get("currency"))
        note = soft(f"　{face.t('waterfall.request_note')}")
        yield Paragraph(text(soft(f"{face.t('waterfall.request')} "), bold(sum_), note))


def liable(face: Face, rows: Cited) -> Iterator[Block]:
    """Three columns kept apart, as three tables: what may be added, what needs a suit, what is only looked into."""
    yield Heading(2, face.t("printed.liable"), face.for_whom())
    for column in COLUMNS:
        yield Heading(3, face.term("column", column))
        yield paragraph(face.term("column_note", column), "lede")
        found = face.dossier.liable(column)
        if not found:
            yield paragraph(face.t("summary.none"))
            continue
        heads = (
            Column(face.t("liable.who"), 1.6),
            Column(face.t("liable.why"), 3.0),
            Column(f"{face.t('liable.provision')} · {face.t('liable.remedy')}", 3.0),
            Column(face.t("liable.up_to"), 1.3, "right"),
            Column(face.t("liable.missing"), 2.0),
        )
        yield table(heads, (_liable(face, rows, row) for row in found))
    yield from _tested(face)


def _liable(face: Face, rows: Cited, row: Record) -> tuple[str | Text, ...]:
    who, limit = row.get("who") or {}, row.get("up_to") or {}
    ranks = [str(face.dossier.ranks[one]) for one in row.get("leads") or () if one in face.dossier.ranks]
    see = f"\n{face.t('workbook.title')} {', '.join(ranks)}" if ranks else ""
    kind = " · ".join(filter(None, (face.term("party", who.get("kind")), face.term("tier", row.get("strength")))))
    law = [
        text(face.say(row.get("provision"))),
        text(face.say(row.get("route_now"))),
        text(soft(f"{face.t('liable.route_if_draft')}: "), face.say(row["route_if_draft"]))
        if row.get("route_if_draft")
        else (),
        text(soft(f"{face.t('liable.remedy')}: "), face.say(row["remedy"])) if row.get("remedy") else (),
    ]
    return (
        text(bold(face.plain(who.get("name"))), soft(f"\n{kind}{see}")),
        text(rows.fact(face.guarded(row.get("why")), row.get("evidence"))),
        lines(each for each in law if each and any(said.text for said in each)),
        face.money(limit.get("amount"), limit.get("currency")),
        "\n".join(face.say(each) for each in row.get("missing") or ()) or "—",
    )


def _tested(face: Face) -> Iterator[Block]:
    if face.dossier.liability_tests:
        heads = (
            Column(face.t("tested.debtor"), 2.0),
            Column(face.t("liable.provision"), 3.4),
            Column(face.t("tested.outcome"), 1.5),
            Column(face.t("tested.named"), 1.8),
            Column(face.t("tested.needs"), 2.6),
        )
        found = (
            (
                face.plain((row.get("debtor") or {}).get("name")),
                face.say(row.get("provision")),
                face.term("tested_outcome", row.get("outcome")),
                "\n".join(face.plain(who.get("name")) for who in row.get("named") or ()) or "—",
                face.say(row.get("needs")) or "—",
            )
            for row in face.dossier.liability_tests
        )
        yield Heading(3, face.t("tested.heading"))
        yield table(heads, found)


def deadlines(face: Face, rows: Cited) -> Iterator[Block]:
    yield Heading(2, face.t("deadlines.heading"))
    yield paragraph(face.t("deadlines.note"), "lede")
    if not face.dossier.deadlines:
        yield paragraph(face.t("summary.none"))
        return
    heads = (
        Column(face.t("deadlines.day"), 1.3),
        Column(face.t("deadlines.left"), 0.9, "right"),
        Column(face.t("deadlines.what"), 4.4),
        Column(face.t("deadlines.kind"), 2.0),
    )
    yield table(heads, (_last(face, rows, row) for row in face.dossier.deadlines))


def _last(face: Face, rows: Cited, row: Record) -> tuple[str | Text, ...]:
    left = row.get("days_left")
    shown = "—" if left is None else f"{face.t('deadlines.past')} {-left}" if left < 0 else str(left)
    words = face.guarded(row.get("what"))
    what = rows.fact(words, row["evidence"]) if row.get("evidence") else Said(words)
    note = soft(f"\n{face.say(row['note'])}" if row.get("note") else "")
    return text(bold(face.plain(row.get("day")))), shown, text(what, note), face.term("period", row.get("period_kind"))


def indicators(face: Face, rows: Cited) -> Iterator[Block]:
    yield Heading(2, face.t("indicators.heading"))
    yield paragraph(face.t("indicators.note"), "lede")
    if not face.dossier.indicators:
        yield paragraph(face.t("summary.none"))
        return
    heads = (
        Column(face.t("indicators.name"), 1.8),
        Column(face.t("indicators.value"), 1.0, "right"),
        Column(face.t("indicators.parts"), 1.8, "right"),
        Column(face.t("indicators.sign"), 0.9),
        Column(face.t("indicators.reading"), 4.2),
    )
    yield table(heads, (_indicator(face, rows, row) for row in face.dossier.indicators))


def _indicator(face: Face, rows: Cited, row: Record) -> tuple[str | Text, ...]:
    value = row.get("value")
    parts = "—"
    if row.get("numerator") is not None or row.get("denominator") is not None:
        parts = f"{face.figure(row.get('numerator'))}\n/ {face.figure(row.get('denominator'))}"
    reading = face.guarded(row.get("reading")) or "—"
    said = rows.fact(reading, row["evidence"]) if row.get("evidence") else Said(reading)
    unknown = f"\n{face.t('indicators.unknown')}: {face.say(row['unknown'])}" if row.get("unknown") else ""
    return (
        face.guarded(row.get("title")) or face.plain(row.get("id")),
        text(bold(str(value))) if value is not None else text(soft(face.t("summary.unknown"))),
        parts,
        face.term("red", face.sign(row.get("red"))),
        text(said, soft(unknown)),
    )


def searched(face: Face) -> Iterator[Block]:
    """Every typology: looked and found, looked and found nothing, could not look."""
    yield Heading(2, face.t("searching.heading"))
    yield paragraph(face.t("searching.note"), "lede")
    if not face.dossier.searched:
        yield paragraph(face.t("summary.none"))
        return
    heads = (
        Column(face.t("searching.typology"), 2.6),
        Column(face.t("searching.state"), 1.4),
        Column(face.t("searching.hits"), 1.0, "right"),
        Column(face.t("searching.needs"), 4.0),
    )
    stop = "；" if face.language == "zh" else "; "
    found = (
        (
            face.title(row.get("title")) or face.plain(row.get("typology")),
            face.term("searched", row.get("state")),
            str(row.get("hits") or face.t("searching.nothing")) if row.get("state") == "ran" else "—",
            stop.join(filter(None, [*map(face.say, row.get("needs") or ()), face.guarded(row.get("note"))])) or "—",
        )
        for row in face.dossier.searched
    )
    yield table(heads, found)


def contradictions(face: Face, rows: Cited) -> Iterator[Block]:
    yield Heading(2, face.t("contradictions.heading"))
    if not face.dossier.contradictions:
        yield paragraph(face.t("summary.none"))
        return
    heads = (
        Column(face.t("contradictions.kind"), 1.6),
        Column(face.t("contradictions.parties"), 2.0),
        Column(face.t("contradictions.period"), 1.4),
        Column(face.t("contradictions.says"), 3.0),
        Column(face.t("contradictions.settle"), 3.0),
    )
    yield table(heads, (_contradiction(face, rows, row) for row in face.dossier.contradictions))


def _contradiction(face: Face, rows: Cited, row: Record) -> tuple[str | Text, ...]:
    says = [text(rows.fact(face.say(line.get("value")), [line])) for line in row.get("statements") or ()]
    return (
        face.say(row.get("title")) or face.plain(row.get("kind")),
        "\n".join(face.plain(party.get("name")) for party in row.get("parties") or ()) or "—",
        face.period(row.get("period")),
        lines(says) or text("—"),
        "\n".join(filter(None, (face.say(row.get("settle")), face.say(row.get("remedy"))))) or "—",
    )


def merges(face: Face) -> Iterator[Block]:
    yield Heading(2, face.t("merges.heading"))
    yield paragraph(face.t("merges.note"), "lede")
    if not face.dossier.merges:
        yield paragraph(face.t("summary.none"))
        return
    heads = (
        Column(face.t("merges.left"), 2.6),
        Column(face.t("merges.right"), 2.6),
        Column(face.t("merges.decision"), 1.3),
        Column(face.t("merges.basis"), 2.6),
        Column(face.t("merges.decided_by"), 1.0),
    )
    found = (
        (
            _side(row.get("left")),
            _side(row.get("right")),
            face.term("decision", row.get("decision")),
            face.say(row.get("basis")) or "—",
            face.plain(row.get("decided_by")),
        )
        for row in face.dossier.merges
    )
    yield table(heads, found)


def _side(record: object) -> str:
    return str((record.get("name") or record) if isinstance(record, Mapping) else record or "—")


def left_out(face: Face) -> Iterator[Block]:
    yield Heading(3, face.t("left_out.heading"))
    colon = "：" if face.language == "zh" else ": "
    found = tuple(
        text(f"{face.say(row.get('what'))}{colon}", bold(face.plain(row.get("count")))) for row in face.dossier.left_out
    )
    yield Items(found) if found else paragraph(face.t("summary.none"))


def evidence(face: Face, rows: Cited) -> Iterator[Block]:
    """The rows as cited, then the files with their whole hashes."""
    yield Heading(2, face.t("printed.evidence"))
    yield paragraph(face.t("printed.evidence_note"), "lede")
    yield rows.table()
    yield Heading(3, face.t("sources.heading"))
    yield paragraph(face.t("notice.hash"), "lede")
    yield sources_table(face)
    document = face.dossier.document
    software = document.get("software") or {}
    marks = [f"{face.t('sources.snapshot')} {document.get('snapshot') or '—'}"]
    marks += [f"{face.t('sources.provenance')} {document['provenance']}"] if document.get("provenance") else []
    marks += [f"{face.t('sources.software')} {face.plain(software.get('name'))} {face.plain(software.get('version'))}"]
    yield Items(tuple(text(Said(each, look="code")) for each in marks))
