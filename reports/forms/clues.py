"""财产线索清单: what the debtor has, by route, whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reports.chain_text import measure
from reports.clue_sheet import CLUE_COLUMNS, CLUE_WIDTHS, FREEZES, header_lines
from reports.dossier import Dossier
from reports.face import Face
from reports.forms.pages import evidence_list, single
from reports.printed import Block, Column, Heading, Printed, Row, Table, Text, lines, paragraph, text
from reports.printed_annexes import burden_said
from reports.printed_rows import Cited
from reports.wording import Language

Record = Mapping[str, Any]

SECTIONS = (("A", "clues.own"), ("B", "clues.claims"), ("C", "clues.reported"))
CELL_SIZE = 8.6
WIDE = 735.0
_ASKED = ("A", "B")


@dataclass(frozen=True, slots=True)
class Listed:
    """The table, and how many assets did not go into it."""

    table: Table
    left: int


def build(dossier: Dossier, language: Language) -> Printed:
    """Every asset of routes A and B, those of C as reported only; then the rows behind them."""
    face, rows = Face(dossier, language), None
    rows = Cited(face)
    return single(face, "clues.heading", tuple(_blocks(face, rows)), turned="across", size=10.5, cells=CELL_SIZE)


def _blocks(face: Face, rows: Cited) -> Iterator[Block]:
    yield Heading(1, face.t("clues.heading"))
    yield from (paragraph(line) for line in header_lines(face.dossier, face.language))
    if face.dossier.case.get("insolvency_accepted"):
        yield paragraph(face.t("notice.insolvency", day=face.dossier.case["insolvency_accepted"]), "urgent")
    yield clue_table(face, rows).table
    yield from evidence_list(face, rows)


def clue_table(face: Face, rows: Cited, most: float = float("inf")) -> Listed:
    """Sections 甲, 乙, 丙 in that order, numbered through. most: text lines that it may have in all."""
    heads = tuple(Column(face.t(key), width) for key, width in zip(CLUE_COLUMNS, CLUE_WIDTHS, strict=True))
    found: list[Row] = []
    number = left = 0
    used = 0.0
    for route, key in SECTIONS:
        found.append(Row((text(face.t(key)),), look="section"))
        held = [asset for asset in face.dossier.assets if asset.get("route") == route]
        used += 1
        for asset in held:
            plain = _cells(face, Cited(face), asset, number + 1, route)
            used += _height(plain)
            if used > most:
                left += 1
                continue
            number += 1
            found.append(Row(_cells(face, rows, asset, number, route)))
        if not held:
            found.append(Row((text(face.t("clues.nothing")),), look="section"))
    return Listed(Table(heads, tuple(found)), left)


def _cells(face: Face, rows: Cited, asset: Record, number: int, route: str) -> tuple[Text, ...]:
    value = asset.get("value") or {}
    held = [row for row in asset.get("encumbrances") or () if row.get("status") not in ("released", "lapsed")]
    on = face.t("assets.valued_on", day=value["on"]) if value.get("on") else ""
    basis = "\n".join(filter(None, (face.say(value.get("basis")), on)))
    none = text(face.t("summary.none"))
    ask = face.guarded(asset.get("action")) or "—" if route in _ASKED else face.t("clues.only_reported")
    return (
        text(str(number)),
        text(face.term("asset", asset.get("kind"))),
        text(rows.fact(face.say(asset.get("what")), asset.get("evidence"))),
        text(face.plain((asset.get("owner") or {}).get("name"))),
        text(face.range(value) if value else face.t("assets.no_value")),
        text(face.say(asset.get("office")) or "—"),
        lines(text(burden_said(face, rows, row)) for row in held if row.get("kind") in FREEZES) or none,
        lines(text(burden_said(face, rows, row)) for row in held if row.get("kind") not in FREEZES) or none,
        text(basis or face.t("assets.no_value")),
        text("\n".join([ask, *(_asked(face, asset) if route in _ASKED else ())])),
        (*rows.only(asset.get("evidence")), *text(f"\n{face.t('form.page_slot')}")),
    )


def _asked(face: Face, asset: Record) -> Iterator[str]:
    """The sum to ask for, where one was reckoned: all requests together stay within what is outstanding."""
    ask = asset.get("request") or {}
    if ask.get("amount"):
        yield f"{face.t('waterfall.request')} {face.money(ask['amount'], ask.get('currency'))}"


def _height(cells: tuple[Text, ...]) -> float:
    """Text lines of a row on an A4 page across, estimated from above."""
    tall = 1.0
    for cell, width in zip(cells, CLUE_WIDTHS, strict=True):
        room = max(CELL_SIZE * 2, WIDE * width / sum(CLUE_WIDTHS) - 9)
        words = "".join(said.text + (f"[{said.rows}]" if said.rows else "") for said in cell)
        tall = max(tall, sum(1 + measure(line, CELL_SIZE) // room for line in words.split("\n")))
    return tall + 0.6
