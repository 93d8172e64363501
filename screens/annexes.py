"""Below the leads: indicators, days, who may answer, searches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from reports import wording
from reports.wording import Language, term
from screens import state
from screens.evidence import cited, hash_note
from screens.lead_parts import bullets
from screens.state import t
from screens.text import fill, folded, joined, table
from screens.words import conflict, of

Record = Mapping[str, Any]
_COLUMNS = ("addable", "suit", "check_only")


def annexes(document: Record) -> None:
    tongue = state.language()
    parts = [
        (t("deadlines"), len(document["calendar"]), _deadlines(document, tongue)),
        (t("liable"), len(document["liable_parties"]), _liable(document, tongue)),
        (t("contradictions"), len(document["contradictions"]), disagreements(document["contradictions"], tongue)),
        (t("merges"), len(document["merges_relied_on"]), _merges(document, tongue)),
        (t("searched"), len(document["searched"]), _searched(document, tongue)),
        (t("left_out"), len(document["left_out"]), _left_out(document, tongue)),
    ]
    made = "<details class='part'><summary>{head} ({n})</summary>{body}</details>"
    none = fill('<p class="faint">{none}</p>', none=t("none"))
    state.put(joined(fill(made, head=head, n=n, body=body or none) for head, n, body in parts))


def tiles(document: Record) -> None:
    """The twelve indicators, the red ones first; each opens to its reading and rows."""
    tongue = state.language()
    order = {True: 0, None: 2, False: 1}
    rows = sorted(document["indicators"], key=lambda i: order[i["red"]])
    body = joined(_indicator(row, tongue) for row in rows)
    state.put(
        fill('<h2>{head} ({n})</h2><div class="tiles">{body}</div>', head=t("indicators"), n=len(rows), body=body)
    )


def _indicator(row: Record, language: Language) -> Markup:
    red = {True: "yes", False: "no", None: "unknown"}[row["red"]]
    return fill(
        '<details class="tile"><summary><span class="faint">{title}</span> <b>{value}</b> <span class="chip {tone}">{red}</span>'
        '</summary><p>{reading}</p><p class="faint">{unknown}</p>{rows}</details>',
        title=of(row["title"], language), tone="red" if row["red"] else "", red=term("red", red, language),
        value=wording.figure(row["value"]) if row["value"] is not None else t("unknown"), reading=of(row["reading"], language),
        unknown=f"{t('unknown')}: {row['unknown']}" if row["unknown"] else "",
        rows=cited(row["evidence"], language) if row["evidence"] else "",
    )  # fmt: skip


def _deadlines(document: Record, language: Language) -> Markup:
    rows = [
        (d["day"], d["days_left"], of(d["what"], language), term("period", d["period_kind"], language))
        for d in document["calendar"]
    ]
    return table([t("last_day"), t("days"), t("what"), t("kind")], rows) if rows else Markup("")


def _liable(document: Record, language: Language) -> Markup:
    """In three columns that must not be mixed: to be added in enforcement, by suit, and only to be checked."""
    made = []
    for column in _COLUMNS:
        rows = [p for p in document["liable_parties"] if p["column"] == column]
        if rows:
            made.append(fill("<h4>{head}</h4>", head=t(f"column_{column}")))
            made += [_party(row, language) for row in rows]
    return joined(made)


def _party(row: Record, language: Language) -> Markup:
    most = wording.money(row["up_to"]["amount"], row["up_to"]["currency"], language) if row.get("up_to") else ""
    said = [of(row[key], language) for key in ("route_now", "route_if_draft") if row.get(key)]
    missing = [f"{t('missing')}: {of(m, language)}" for m in row["missing"]]
    return fill(
        '<article class="ev"><p><b><bdi>{name}</bdi></b> · {provision} {most}</p><p>{why}</p>{said}{rows}</article>',
        name=row["who"]["name"], provision=of(row["provision"], language), why=of(row["why"], language),
        most=f"· {t('up_to')} {most}" if most else "", said=bullets([*said, *missing]),
        rows=folded(t("evidence"), cited(row["evidence"], language)) if row["evidence"] else "",
    )  # fmt: skip


def disagreements(rows: Sequence[Record], language: Language) -> Markup:
    """What sources say against each other, both sides with their rows; nobody is believed here."""
    return joined(_disagreement(row, language) for row in rows)


def _disagreement(row: Record, language: Language) -> Markup:
    said = [(s["value"], f"{s['source']} {t('row')} {s['row']}", s["sha256"][:16]) for s in row["statements"]]
    return fill(
        '<article class="ev"><p><b>{kind}</b> · <bdi>{names}</bdi> <span class="faint">{period}</span></p>{said}'
        '<p class="faint">{settle}</p></article>',
        kind=conflict(row["kind"], language), names=", ".join(p["name"] for p in row["parties"]),
        period=wording.period(row["period"], language), said=table([t("value_said"), t("file"), "sha256"], said),
        settle=f"{t('settle')}: {of(row['settle'], language)}",
    )  # fmt: skip


def _merges(document: Record, language: Language) -> Markup:
    rows = [
        (m["left"], m["right"], term("decision", m["decision"], language), of(m["basis"], language))
        for m in document["merges_relied_on"]
    ]
    return table([t("record"), t("record"), t("decision"), t("basis")], rows) if rows else Markup("")


def _searched(document: Record, language: Language) -> Markup:
    """That nothing was found is said apart from that nobody could look."""
    rows = [
        (of(s["title"], language), term("searched", s["state"], language), s["hits"] if s["state"] == "ran" else "—",
         "; ".join([*(of(n, language) for n in s["needs"]), of(s["note"], language)]).strip("; "))
        for s in document["searched"]
    ]  # fmt: skip
    return table([t("what"), t("outcome"), t("hits"), t("needs")], rows) if rows else Markup("")


def _left_out(document: Record, language: Language) -> Markup:
    rows = [f"{of(item['what'], language)} ({item['count']})" for item in document["left_out"]]
    return fill("{rows}{note}", rows=bullets(rows), note=hash_note(language))
