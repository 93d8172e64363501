"""Sheets of the claim, the waterfalls, and what a lead hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reports.dossier import Dossier
from reports.places import place, places
from reports.wording import Languages, guarded, phrase, say, term

Record = Mapping[str, Any]
Row = list[object]


def claim_rows(dossier: Dossier, language: Languages) -> Iterator[Row]:
    claim = dossier.claim
    for line in claim.get("lines") or ():
        yield [
            say(line.get("label"), language),
            line.get("sign"),
            line.get("amount"),
            line.get("currency"),
            say(line.get("arithmetic"), language),
        ]
    owed = claim.get("outstanding") or {}
    if owed:
        until = phrase("claim.until", language, day=claim.get("interest_until"))
        yield [phrase("summary.outstanding", language), "=", owed.get("amount"), owed.get("currency"), until]
    for note in claim.get("notes") or ():
        yield ["", "", None, "", say(note, language)]
    for edit in dossier.unused_edits:
        yield ["", "", None, "", phrase("claim.unused", language, about=edit.get("about"), step=edit.get("step"))]


def waterfall_rows(dossier: Dossier, language: Languages) -> Iterator[Row]:
    """Every step of every lead and asset; then what the next step costs, the share as if in bankruptcy, the request."""
    for lead in dossier.leads:
        about = f"{phrase('workbook.title', language)} {lead['rank']}"
        yield from _steps(about, lead.get("waterfall"), language)
    for n, asset in enumerate(dossier.assets, 1):
        about = f"{phrase('assets.what', language)} {n}"
        yield from _steps(about, asset.get("waterfall"), language)
        share, ask = asset.get("pro_rata") or {}, asset.get("request") or {}
        if share:
            basis = say(share.get("basis"), language)
            rows = places(share.get("rows") or (), language)
            yield [about, phrase("waterfall.pro_rata", language), "", *_money(share), basis, rows, ""]
        if ask:
            note = phrase("waterfall.request_note", language)
            amount, currency = ask.get("amount"), ask.get("currency")
            yield [about, phrase("waterfall.request", language), "", amount, amount, currency, note, "", ""]


def _steps(about: str, poured: Record | None, language: Languages) -> Iterator[Row]:
    for step in (poured or {}).get("steps") or ():
        yield [
            about,
            guarded(say(step.get("label"), language), language),
            term("sign", step.get("sign"), language),
            *_money(step.get("amount")),
            say(step.get("rule"), language),
            places(step.get("rows") or (), language),
            say((step.get("edited") or {}).get("said"), language),
        ]
    for fee in ((poured or {}).get("cost") or {}).get("fees") or ():
        when = phrase("waterfall.now" if fee.get("advance") else "waterfall.later", language)
        back = phrase("waterfall.back", language) if fee.get("comes_back") else ""
        words = " · ".join(filter(None, (when, back)))
        yield [about, say(fee.get("name"), language), "", *_money(fee.get("amount")), words, "", ""]


def _money(bounds: Record | None) -> Row:
    return [(bounds or {}).get("low"), (bounds or {}).get("high"), (bounds or {}).get("currency")]


def robust_rows(dossier: Dossier, language: Languages) -> Iterator[Row]:
    """Lead by lead: the record that breaks it and what would settle it, then each innocent explanation."""
    for lead in dossier.leads:
        about = f"{phrase('workbook.title', language)} {lead['rank']}"
        found = lead.get("fragility") or {}
        if found:
            single, settle = found.get("single") or {}, found.get("settle") or {}
            parts = [say(settle.get(key), language).replace("\n", " ") for key in ("what", "from_whom", "instrument")]
            yield [
                about,
                phrase("fragility.heading", language),
                say(single.get("text"), language),
                term("effect", single.get("effect"), language) if single else "",
                say(found.get("note"), language),
                place(single, language) if single else "",
                " | ".join(filter(None, parts)),
            ]
        for row in lead.get("benign") or ():
            yield [
                about,
                phrase("benign.heading", language),
                guarded(say(row.get("explanation"), language), language),
                term("benign_state", row.get("state"), language),
                say(row.get("why"), language),
                places(row.get("rows") or (), language),
                "",
            ]


def tested_rows(dossier: Dossier, language: Languages) -> Iterator[Row]:
    """Every debtor against every article, found or not."""
    for row in dossier.liability_tests:
        yield [
            str((row.get("debtor") or {}).get("name") or ""),
            say(row.get("provision"), language),
            term("tested_outcome", row.get("outcome"), language),
            "\n".join(str(who.get("name")) for who in row.get("named") or ()),
            say(row.get("needs"), language),
        ]
