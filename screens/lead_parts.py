"""The parts of a lead as pieces of a page, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from reports import wording
from reports.wording import Language, term
from screens.text import each, fill, folded, joined, table
from screens.words import of, say

Record = Mapping[str, Any]


def sum_of(amount: object, currency: object, language: Language) -> str:
    return wording.money(amount, currency, language)


def bounds(amount: Record | None, language: Language) -> str:
    return wording.money_range(amount, None, language)


def span(period: Record, language: Language) -> str:
    return wording.period(period, language)


def counted(lead: Record) -> tuple[int, int]:
    """How much speaks against the lead: rows found, and what was looked for without a find."""
    found = sum("absent" not in item for item in lead["counter_evidence"])
    return found, len(lead["counter_evidence"]) - found


def heading(lead: Record, language: Language) -> Markup:
    """Rank and title, how well it is supported and why, what it touches on, and the sentence itself."""
    return fill(
        '<h3><span class="rank">{rank}</span>{title} {chips}</h3><p class="faint">{why}</p><p>{said}</p>',
        rank=lead["rank"], title=of(lead["title"], language), chips=chips(lead, language),
        why=of(lead["tier_why"], language), said=of(lead["summary"], language),
    )  # fmt: skip


def chips(lead: Record, language: Language) -> Markup:
    """Support, doubt and badges of a lead, in words."""
    standing = lead["standing"]
    doubt = fill('<span class="chip doubt">{s}</span>', s=term("standing", standing, language))
    return fill(
        '<span class="chip {tier}">{support}</span> {doubt} {badges}',
        tier=lead["tier"], support=term("tier", lead["tier"], language),
        doubt=doubt if standing in ("alleged", "denied") else "",
        badges=each('<span class="chip">{row}</span> ', [term("badge", b, language) for b in lead["badges"]]),
    )  # fmt: skip


def against(lead: Record, language: Language) -> Markup:
    """What speaks against it, in the open; what was looked for and not found is folded."""
    found = [item for item in lead["counter_evidence"] if "absent" not in item]
    rows = each(
        "<li>{row}</li>",
        [
            fill('{said} <span class="faint">{place}</span>', said=of(i["text"], language), place=place(i, language))
            for i in found
        ],
    )
    none = fill('<p class="faint">{none}</p>', none=say("no_counter", language))
    absent = [of(item["absent"], language) for item in lead["counter_evidence"] if "absent" in item]
    notes = [of(flag, language) for flag in lead["flags"]]
    return fill(
        '<div class="against"><b>{head}</b>{body}{absent}{notes}</div>',
        head=term("lead", "against", language),
        body=fill('<ul class="plain">{rows}</ul>', rows=rows) if found else none,
        absent=folded(f"{term('lead', 'absent', language)} ({len(absent)})", bullets(absent)),
        notes=fill('<p class="faint">{head}: {notes}</p>', head=term("lead", "flags", language), notes="; ".join(notes))
        if notes
        else "",
    )


def bullets(rows: list[Any]) -> Markup:
    return fill('<ul class="plain">{rows}</ul>', rows=each("<li>{row}</li>", rows)) if rows else Markup("")


def place(item: Record, language: Language) -> str:
    """File and row, as one cites them."""
    row_id = f" · {item['row_id']}" if item.get("row_id") else ""
    return f"{item['source']} {say('row', language)} {item['row']}{row_id}"


def priority(lead: Record, language: Language) -> Markup:
    """The rank as a sum anyone can add up, each term with its reason; for ranking only."""
    terms = lead["score"]["terms"]
    added = " + ".join(f"{term('score_term', one['name'], language)} {one['weight']:.4f}" for one in terms)
    rows = [(term("score_term", o["name"], language), f"{o['weight']:.4f}", of(o["why"], language)) for o in terms]
    head = f"{say('priority', language)} {lead['score']['priority']:.4f} = {added}".replace("+ -", "− ")
    heads = [term("lead", name, language) for name in ("term", "weight", "why")]
    note = term("lead", "score_note", language)
    body = fill('{rows}<p class="faint">{note}</p>', rows=table(heads, rows), note=note)
    return fill('<details><summary class="sums">{head}</summary>{body}</details>', head=head, body=body)


def grounds(lead: Record, language: Language) -> Markup:
    head = fill("<h4>{head}</h4>", head=term("lead", "grounds", language))
    if not lead["grounds"]:
        return head + fill("<p>{none}</p>", none=term("lead", "no_ground", language))
    return head + joined(_ground(ground, language) for ground in lead["grounds"])


def _ground(ground: Record, language: Language) -> Markup:
    days = [
        f"{d['day']}: {of(d['rule'], language)} ({term('period', d['period_kind'], language)})"
        for d in ground["deadlines"]
    ]
    elements = [
        fill("{name}: <b>{state}</b>", name=of(e["name"], language), state=term("element", e["state"], language))
        for e in ground["elements"]
    ]
    law = term("law", ground["status"], language)
    return fill(
        '<p><b>{provision}</b> <span class="chip">{law}</span> {remedy}</p>{days}{elements}',
        provision=of(ground["provision"], language), law=law, remedy=of(ground.get("remedy"), language),
        days=bullets(days), elements=bullets(elements),
    )  # fmt: skip


def gaps(lead: Record, language: Language) -> Markup:
    rows = [
        (of(g["what"], language), of(g["from_whom"], language), of(g["instrument"], language)) for g in lead["gaps"]
    ]
    heads = [term("lead", name, language) for name in ("what", "from_whom", "instrument")]
    head = fill("<h4>{head}</h4>", head=term("lead", "gaps", language))
    return head + (table(heads, rows) if rows else fill("<p>{none}</p>", none=say("none", language)))


def tests(lead: Record, language: Language) -> Markup:
    rows = [
        (of(x["name"], language), wording.figure(x["value"]), x["threshold"] or "—",
         term("outcome", x["outcome"], language), of(x["basis"], language))
        for x in lead["tests"]
    ]  # fmt: skip
    heads = [term("lead", name, language) for name in ("test", "value", "threshold", "outcome", "basis")]
    head = fill("<h4>{head}</h4>", head=term("lead", "tests", language))
    return head + table(heads, rows) if rows else Markup("")
