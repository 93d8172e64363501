"""What is left of a lead, what it hangs on, what else explains it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from reports import wording
from reports.wording import Language, phrase, term
from screens.lead_parts import bullets, place
from screens.text import fill, table
from screens.words import of

Record = Mapping[str, Any]


def waterfall(lead: Record, language: Language) -> Markup:
    """From the value to what may be left, step by step; then the cost of the next step."""
    found = lead.get("waterfall")
    if not found or not found["steps"]:
        return Markup("")
    rows = [
        (of(s["label"], language), s["sign"], wording.money_range(s["amount"], None, language), of(s["rule"], language) or "—")
        for s in found["steps"]
    ]  # fmt: skip
    heads = [phrase(f"waterfall.{name}", language) for name in ("step", "amount", "basis")]
    head = fill("<h4>{head}</h4>", head=phrase("waterfall.heading", language))
    return head + table([heads[0], "", *heads[1:]], rows)


def fragility(lead: Record, language: Language) -> Markup:
    """The one record that would break the lead, and the paper that would settle it."""
    found = lead.get("fragility")
    if not found:
        return Markup("")
    lines = [of(found["note"], language)]
    if found["single"]:
        lines.append(f"{place(found['single'], language)} {of(found['single'].get('text'), language)}")
    if found["settle"]:
        wanted = [of(found["settle"][key], language) for key in ("what", "from_whom", "instrument")]
        lines.append(f"{phrase('fragility.settle', language)}: {' · '.join(w for w in wanted if w)}")
    return fill("<h4>{head}</h4>{lines}", head=phrase("fragility.heading", language), lines=bullets(lines))


def benign(lead: Record, language: Language) -> Markup:
    """Innocent explanations, each with what the data says to it."""
    rows = [
        (wording.guarded(of(b["explanation"], language), language), term("benign_state", b["state"], language), of(b["why"], language))
        for b in lead.get("benign") or ()
    ]  # fmt: skip
    heads = [phrase(f"benign.{name}", language) for name in ("explanation", "state", "why")]
    head = fill("<h4>{head}</h4>", head=phrase("benign.heading", language))
    return head + table(heads, rows) if rows else Markup("")
