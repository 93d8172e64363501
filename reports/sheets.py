"""The annex sheets: their columns, and the rows of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from reports.chain_text import days, kind_words, states
from reports.dossier import Dossier, lead_day, split_counter
from reports.encumbrance_text import burden
from reports.places import place, places
from reports.sheets_of_value import claim_rows, robust_rows, tested_rows, waterfall_rows
from reports.wording import Language, Languages, guarded, number, period, phrase, say, share, term

Record = Mapping[str, Any]
Row = list[object]


@dataclass(frozen=True, slots=True)
class Column:
    """key: its heading in phrases.toml; width in characters; kind sum: money, written as a number."""

    key: str
    width: float = 16
    kind: Literal["text", "sum"] = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    columns: tuple[Column, ...]
    rows: Callable[[Dossier, Languages], Iterator[Row]]


def _said(texts: Iterable[object] | None, language: Languages) -> str:
    return "\n".join(guarded(say(text, language), language) for text in texts or ())


def _name(party: Record | None) -> str:
    return str((party or {}).get("name") or "")


def _route(row: Record, language: Languages) -> str:
    route = row.get("route")
    return f"{route or ''} {say(row.get('route_text'), language) or term('route', route, language)}".strip()


def _bounds(found: Record | None) -> Row:
    return [(found or {}).get("low"), (found or {}).get("high"), (found or {}).get("currency")]


def _leads(dossier: Dossier, language: Languages) -> Iterator[Row]:
    for lead in dossier.leads:
        names = {str(node["id"]): _name(node) for node in (lead.get("chain") or {}).get("nodes") or ()}
        score = lead.get("score") or {}
        yield [
            str(lead["rank"]),
            guarded(say(lead.get("title"), language), language),
            lead.get("typology"),
            term("tier", lead.get("tier"), language),
            term("standing", lead.get("standing"), language),
            "\n".join(names.get(str(party), str(party)) for party in lead.get("parties") or ()),
            guarded(say(lead.get("summary"), language), language),
            "\n".join(_steps(lead, names, language)),
            *_bounds(lead.get("amount")),
            period(lead.get("period"), "en" if language == "en" else "zh"),
            _route(lead, language),
            "\n".join(say(ground.get("provision"), language) for ground in lead.get("grounds") or ()),
            lead_day(lead) or "",
            "\n".join(_against(lead, language)),
            "\n".join(_gaps(lead, language)),
            number(score.get("priority")),
        ]


def _steps(lead: Record, names: Mapping[str, str], language: Languages) -> Iterator[str]:
    plain: Language = "en" if language == "en" else "zh"
    for edge in (lead.get("chain") or {}).get("edges") or ():
        a, b = (names.get(str(edge[end]), str(edge[end])) for end in ("from", "to"))
        price = f"{edge['price']} {edge.get('currency') or ''}".strip() if edge.get("price") is not None else ""
        part = share(edge["share"]) if edge.get("share") is not None else ""
        doubt = ", ".join(states(edge, plain))
        facts = [kind_words(edge, plain), part, say(edge.get("thing"), plain), price, days(edge, plain), doubt]
        yield f"{a} → {b}: {' '.join(fact for fact in facts if fact)}"


def _against(lead: Record, language: Languages) -> Iterator[str]:
    found, absent = split_counter(lead)
    for line in found:
        yield f"{say(line.get('text'), language)} [{place(line, language)}]"
    for line in absent:
        yield f"{phrase('lead.absent', language)}: {say(line.get('absent'), language)}"


def _gaps(lead: Record, language: Languages) -> Iterator[str]:
    for gap in lead.get("gaps") or ():
        yield " | ".join(say(gap.get(key), language).replace("\n", " ") for key in ("what", "from_whom", "instrument"))


def _evidence_lines(dossier: Dossier, language: Languages) -> Iterator[tuple[str, str, Record]]:
    """Every evidence line of the document: what uses it, on which side, the line."""
    for lead in dossier.leads:
        about = f"{phrase('workbook.title', language)} {lead['rank']}"
        for n, line in enumerate(lead.get("evidence") or (), 1):
            yield f"{about} E{n}", "supports", line
        for n, line in enumerate(split_counter(lead)[0], 1):
            yield f"{about} C{n}", "against", line
    parts = (
        ("assets.what", dossier.assets),
        ("workbook.liable", dossier.liable_parties),
        ("workbook.deadlines", dossier.deadlines),
        ("workbook.indicators", dossier.indicators),
        ("merges.heading", dossier.merges),
    )
    for key, rows in parts:
        for n, row in enumerate(rows, 1):
            lines = list(row.get("evidence") or ())
            lines += [line for each in row.get("encumbrances") or () for line in each.get("evidence") or ()]
            for line in lines:
                yield f"{phrase(key, language)} {n}", "supports", line


def _evidence(dossier: Dossier, language: Languages) -> Iterator[Row]:
    for used_by, side, line in _evidence_lines(dossier, language):
        yield [
            used_by,
            phrase(f"workbook.{side}", language),
            say(line.get("text"), language),
            line.get("source"),
            line.get("row"),
            line.get("row_id"),
            line.get("label"),
            term("grade", line.get("file_grade"), language),
            term("standing", line.get("standing"), language),
            say(line.get("claimed_source"), language),
            line.get("sha256"),
            line.get("statement"),
        ]


def _assets(dossier: Dossier, language: Languages) -> Iterator[Row]:
    for n, asset in enumerate(dossier.assets, 1):
        value = asset.get("value") or {}
        recoverable = asset.get("recoverable") or {}
        yield [
            str(n),
            say(asset.get("what"), language),
            term("asset", asset.get("kind"), language),
            _name(asset.get("owner")),
            _route(asset, language),
            *_bounds(value),
            say(value.get("basis"), language),
            value.get("on"),
            recoverable.get("low"),
            recoverable.get("high"),
            "\n".join(burden(row, language) for row in asset.get("encumbrances") or ()),
            say(asset.get("office"), language),
            guarded(say(asset.get("action"), language), language),
            _said(asset.get("warnings"), language),
            places(asset.get("evidence") or (), language),
        ]


def _liable(dossier: Dossier, language: Languages) -> Iterator[Row]:
    for row in dossier.liable_parties:
        limit = row.get("up_to") or {}
        yield [
            term("column", row.get("column") or "check_only", language),
            _name(row.get("who")),
            guarded(say(row.get("why"), language), language),
            ", ".join(str(dossier.ranks[lead]) for lead in row.get("leads") or () if lead in dossier.ranks),
            say(row.get("provision"), language),
            say(row.get("route_now"), language),
            say(row.get("route_if_draft"), language),
            say(row.get("remedy"), language),
            term("tier", row.get("strength"), language),
            limit.get("amount"),
            limit.get("currency"),
            _said(row.get("missing"), language),
            places(row.get("evidence") or (), language),
        ]


def _deadlines(dossier: Dossier, language: Languages) -> Iterator[Row]:
    for row in dossier.deadlines:
        left = row.get("days_left")
        yield [
            row.get("day"),
            "" if left is None else str(left),
            _said((row.get("what"), row.get("note")), language),
            term("period", row.get("period_kind"), language),
            places(row.get("evidence") or (), language),
        ]


def _indicators(dossier: Dossier, language: Languages) -> Iterator[Row]:
    for row in dossier.indicators:
        sign = {True: "yes", False: "no"}.get(row["red"]) if isinstance(row.get("red"), bool) else "unknown"
        value = phrase("summary.unknown", language) if row.get("value") is None else row["value"]
        yield [
            guarded(say(row.get("title"), language), language) or row.get("id"),
            value,
            row.get("numerator"),
            row.get("denominator"),
            say(row.get("unknown"), language),
            row.get("unknown_share"),
            row.get("as_of"),
            term("red", sign, language),
            guarded(say(row.get("reading"), language), language),
            places(row.get("evidence") or (), language),
        ]


def _searched(dossier: Dossier, language: Languages) -> Iterator[Row]:
    for row in dossier.searched:
        hits = row.get("hits") or phrase("searching.nothing", language)
        yield [
            row.get("typology"),
            guarded(say(row.get("title"), language), language),
            term("searched", row.get("state"), language),
            str(hits) if row.get("state") == "ran" else "",
            _said(row.get("needs"), language),
            say(row.get("note"), language),
        ]


def _contradictions(dossier: Dossier, language: Languages) -> Iterator[Row]:
    for row in dossier.contradictions:
        for line in row.get("statements") or ():
            yield [
                say(row.get("title"), language) or row.get("kind"),
                "\n".join(_name(party) for party in row.get("parties") or ()),
                period(row.get("period"), "en" if language == "en" else "zh"),
                say(line.get("value"), language),
                place(line, language),
                line.get("sha256"),
                _said((row.get("settle"), row.get("remedy")), language),
            ]


def _sources(dossier: Dossier, language: Languages) -> Iterator[Row]:
    for row in dossier.sources:
        yield [row.get("name"), row.get("label"), row.get("format"), row.get("rows"), row.get("sha256")]
    yield [phrase("notice.hash", language), "", "", "", ""]
    yield [phrase("sources.snapshot", language), "", "", "", dossier.document.get("snapshot")]
    for row in dossier.left_out:
        yield [
            f"{phrase('left_out.heading', language)}: {say(row.get('what'), language)}",
            "",
            "",
            row.get("count"),
            "",
        ]


def _columns(*rows: tuple[str, float] | tuple[str, float, Literal["sum"]]) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


SHEETS: tuple[Sheet, ...] = (
    Sheet("leads", _columns(
        ("workbook.rank", 6), ("workbook.title", 20), ("workbook.typology", 22), ("lead.tier", 14), ("evidence.standing", 12),
        ("workbook.parties", 26), ("lead.summary", 60), ("lead.steps", 48), ("workbook.low", 16, "sum"), ("workbook.high", 16, "sum"),
        ("workbook.currency", 8), ("lead.period", 22), ("lead.route", 30), ("lead.grounds", 34), ("lead.last_day", 12),
        ("lead.against", 44), ("lead.gaps", 44), ("lead.priority", 12),
    ), _leads),
    Sheet("evidence", _columns(
        ("workbook.used_by", 16), ("workbook.side", 10), ("evidence.text", 60), ("evidence.file", 26), ("evidence.row", 10),
        ("evidence.row_id", 12), ("evidence.label", 14), ("evidence.grade", 16), ("evidence.standing", 12), ("evidence.claimed", 16),
        ("workbook.hash_column", 40), ("evidence.statement", 36),
    ), _evidence),
    Sheet("assets", _columns(
        ("assets.number", 6), ("assets.what", 36), ("assets.kind", 12), ("assets.owner", 24), ("assets.route", 26),
        ("workbook.low", 16, "sum"), ("workbook.high", 16, "sum"), ("workbook.currency", 8), ("workbook.basis", 18),
        ("assets.valued", 12), ("workbook.recoverable_low", 16, "sum"), ("workbook.recoverable_high", 16, "sum"),
        ("assets.burdens", 36), ("assets.office", 24), ("assets.action", 28), ("workbook.warnings", 30), ("assets.evidence", 26),
    ), _assets),
    Sheet("liable", _columns(
        ("liable.column", 16), ("liable.who", 24), ("liable.why", 36), ("workbook.leads", 8), ("liable.provision", 28),
        ("liable.route_now", 30), ("liable.route_if_draft", 24), ("liable.remedy", 20), ("liable.strength", 14),
        ("liable.up_to", 16, "sum"), ("workbook.currency", 8), ("liable.missing", 30), ("assets.evidence", 26),
    ), _liable),
    Sheet("tested", _columns(
        ("tested.debtor", 26), ("liable.provision", 44), ("tested.outcome", 20), ("tested.named", 28), ("tested.needs", 44),
    ), tested_rows),
    Sheet("deadlines", _columns(
        ("deadlines.day", 12), ("deadlines.left", 10), ("deadlines.what", 44), ("deadlines.kind", 28), ("assets.evidence", 26),
    ), _deadlines),
    Sheet("claim", _columns(
        ("claim.item", 40), ("waterfall.sign", 6), ("claim.amount", 18, "sum"), ("workbook.currency", 8), ("claim.arithmetic", 80),
    ), claim_rows),
    Sheet("waterfalls", _columns(
        ("workbook.used_by", 12), ("waterfall.step", 44), ("waterfall.sign", 8), ("workbook.low", 16, "sum"), ("workbook.high", 16, "sum"),
        ("workbook.currency", 8), ("waterfall.basis", 44), ("assets.evidence", 26), ("waterfall.edited", 30),
    ), waterfall_rows),
    Sheet("robust", _columns(
        ("workbook.used_by", 12), ("workbook.sort", 20), ("evidence.text", 50), ("benign.state", 16), ("benign.why", 44),
        ("assets.evidence", 26), ("fragility.settle", 44),
    ), robust_rows),
    Sheet("indicators", _columns(
        ("indicators.name", 22), ("indicators.value", 12), ("workbook.numerator", 16), ("workbook.denominator", 16),
        ("indicators.unknown", 24), ("indicators.unknown_share", 12), ("case.as_of", 12), ("indicators.sign", 10), ("indicators.reading", 36), ("assets.evidence", 26),
    ), _indicators),
    Sheet("searched", _columns(
        ("workbook.typology", 30), ("searching.typology", 30), ("searching.state", 22), ("searching.hits", 10),
        ("searching.needs", 40), ("searching.note_column", 30),
    ), _searched),
    Sheet("contradictions", _columns(
        ("contradictions.kind", 18), ("contradictions.parties", 28), ("contradictions.period", 24), ("contradictions.says", 20),
        ("assets.evidence", 28), ("workbook.hash_column", 40), ("contradictions.settle", 30),
    ), _contradictions),
    Sheet("sources", _columns(
        ("sources.file", 34), ("sources.label", 16), ("sources.format", 12), ("sources.rows", 10), ("workbook.hash_column", 70),
    ), _sources),
)  # fmt: skip
