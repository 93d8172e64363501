"""One encumbrance in a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.wording import Languages, money, phrase, say, term


def burden(row: Mapping[str, Any], language: Languages) -> str:
    """Kind, status, holder, sum, rank, last effective day (never the day after); its own reading where it has one."""
    if row.get("reading"):
        return say(row["reading"], language)
    holder, last = row.get("holder"), row.get("last_day")
    parts = [
        term("encumbrance", row.get("kind"), language),
        term("encumbrance_status", row["status"], language) if row.get("status") else "",
        str(holder.get("name") if isinstance(holder, Mapping) else holder or ""),
        money(row["amount"], row.get("currency"), language) if row.get("amount") else "",
        phrase("assets.rank", language, rank=row["rank"]) if row.get("rank") else "",
        phrase("assets.last_day", language, day=last) if last else phrase("assets.no_last_day", language),
    ]
    return (", " if language == "en" else "，").join(part for part in parts if part)
