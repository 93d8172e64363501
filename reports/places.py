"""File and row, as a reader looks them up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reports.wording import Languages, phrase


def place(line: Mapping[str, Any], language: Languages) -> str:
    """ "holdings.csv 第7行"; in a workbook the sheet and row as the document gives them."""
    row = str(line.get("row") or "—")
    key = "evidence.at_row" if row.isdigit() else "evidence.at_cell"
    return phrase(key, "en" if language == "en" else "zh", file=line.get("source") or "—", row=row)


def places(lines: Iterable[Mapping[str, Any]], language: Languages) -> str:
    """One a line, each once, in the document's order."""
    return "\n".join(dict.fromkeys(place(line, language) for line in lines))
