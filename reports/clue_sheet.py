"""What an enforcement judge reads: routes A and B, no theory, no score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.dossier import Dossier
from reports.encumbrance_text import burden
from reports.places import places
from reports.wording import Language, Languages, guarded, money, money_range, phrase, say, term

CLUE_COLUMNS = (
    "assets.number",
    "assets.kind",
    "clues.name_number",
    "assets.owner",
    "clues.value_share",
    "clues.office_address",
    "clues.freezes",
    "clues.pledges",
    "assets.value",
    "assets.action",
    "clues.page",
)
CLUE_WIDTHS = (7, 11, 28, 18, 18, 22, 24, 22, 20, 20, 26)
_SECTIONS = (("A", "clues.own"), ("B", "clues.claims"))
FREEZES = ("freeze", "seizure")

Record = Mapping[str, Any]


def clue_language(wanted: Languages) -> Language:
    """The sheet goes to a Chinese court: Chinese unless the report is in English alone."""
    return "en" if wanted == "en" else "zh"


def header_lines(dossier: Dossier, language: Language) -> tuple[str, ...]:
    """Case number, court, enforceable title, parties, what is outstanding and as of when."""
    case, colon = dossier.case, "：" if language == "zh" else ": "
    title = (
        phrase("clues.effective_on", language, day=case["judgment_effective"]) if case.get("judgment_effective") else ""
    )
    creditor = (case.get("creditor") or {}).get("name")
    debtors = ("、" if language == "zh" else ", ").join(str(debtor["name"]) for debtor in dossier.debtors)
    first = (
        ("case.number", case.get("enforcement_number")),
        ("case.court", case.get("court")),
        ("clues.basis", title),
    )
    second = (("case.creditor", creditor), ("case.debtors", debtors))
    balance = phrase("clues.balance", language, day=dossier.as_of)
    parts = {
        key: money(case.get(key) or "0", dossier.currency, language) for key in ("principal", "interest", "recovered")
    }
    sums = phrase("summary.outstanding_sum", language, **parts) if case.get("principal") is not None else ""
    third = f"{balance}{colon}{money(dossier.outstanding(), dossier.currency, language)}"
    lines = [
        "    ".join(f"{phrase(key, language)}{colon}{value}" for key, value in line if value)
        for line in (first, second)
    ]
    lines.append(f"{third}    {sums}".rstrip())
    _, high, _ = dossier.recoverable_in_sight()
    owed = dossier.outstanding()
    if owed is not None and high > owed:
        lines.append(phrase("summary.over_freezing", language))
    return tuple(line for line in lines if line)


def clue_rows(dossier: Dossier, language: Language) -> list[tuple[str, list[list[str]]]]:
    """Sections with their rows, numbered through; a section without an asset says so."""
    found, number = [], 0
    for route, key in _SECTIONS:
        rows = []
        for asset in dossier.assets:
            if asset.get("route") == route:
                number += 1
                rows.append(_row(asset, number, dossier, language))
        nothing = [["", phrase("clues.nothing", language), *[""] * (len(CLUE_COLUMNS) - 2)]]
        found.append((phrase(key, language), rows or nothing))
    return found


def _row(asset: Record, number: int, dossier: Dossier, language: Language) -> list[str]:
    value = asset.get("value") or {}
    burdens = [row for row in asset.get("encumbrances") or () if row.get("status") not in ("released", "lapsed")]
    freezes = [burden(row, language) for row in burdens if row.get("kind") in FREEZES]
    pledges = [burden(row, language) for row in burdens if row.get("kind") not in FREEZES]
    on = phrase("assets.valued_on", language, day=value["on"]) if value.get("on") else ""
    stop = "；" if language == "zh" else "; "
    warnings = [guarded(say(each, language), language) for each in asset.get("warnings") or ()]
    return [
        str(number),
        term("asset", asset.get("kind"), language),
        say(asset.get("what"), language),
        str((asset.get("owner") or {}).get("name") or ""),
        money_range(value, dossier.currency, language) if value else phrase("assets.no_value", language),
        say(asset.get("office"), language),
        "\n".join(freezes) or phrase("summary.none", language),
        "\n".join(pledges) or phrase("summary.none", language),
        stop.join(part for part in (say(value.get("basis"), language), on) if part)
        or phrase("assets.no_value", language),
        "\n".join([guarded(say(asset.get("action"), language), language), *warnings]).strip(),
        places(asset.get("evidence") or (), language),
    ]
