"""The overview: assets in plain sight, then ranked leads."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from casework.answers import note_export
from casework.desk import printed
from graph.store.workspace import Workspace
from screens import lead_parts as parts
from screens import state
from screens.annexes import annexes
from screens.plain_sight import plain_sight
from screens.state import t
from screens.text import each, fill, folded, joined
from screens.words import of

Record = Mapping[str, Any]
_FILES = (("html", ":material/description:", "text/html"), ("xlsx", ":material/table:", None))
_SOON = 60
"""Days left from which a last day is shown as near; the tool's proposal."""


def show() -> None:
    """What the debtor holds, where assets may have gone, what was searched."""
    document = opened()
    if document is None:
        return
    with st.container(horizontal=True, vertical_alignment="top"):
        with st.container(width="stretch"):
            strip(document)
        _reports(document)
    plain_sight(document)
    leads = [lead for lead in document["leads"] if lead["tier"] != "signal"]
    state.put(fill("<h2>{head}</h2>", head=f"{t('ranked')} ({len(leads)})"))
    if not leads:
        state.note(t("no_leads"))
    for lead in leads:
        _card(lead)
    _signals(document)
    annexes(document)


def opened() -> Record | None:
    """The document of the case in the address; where there is none, one line and the way on."""
    case = state.case_id()
    document = state.document(case) if case else None
    if document is None:
        missing = "no_data" if state.desk() is None else "choose_first"
        state.note(t(missing))
        st.page_link(st.session_state["pages"]["cases"], label=t("to_cases"), query_params=state.link())
    return document


def strip(document: Record) -> None:
    """The lines that stand above every screen of a case."""
    case, tongue = document["case"], state.language()
    amount = parts.sum_of(case.get("amount"), case.get("currency"), tongue) if case.get("amount") else t("unknown")
    facts = [
        (t("debtor"), ", ".join(d["name"] for d in case["debtors"])),
        (t("claim"), amount),
        (t("as_of"), document["as_of"]),
        (t("sources"), len(document["sources"])),
    ]
    cells = joined(fill("<span>{what} <b><bdi>{said}</bdi></b></span>", what=what, said=said) for what, said in facts)
    warn = "warn" if document["contradictions"] else ""
    split = fill('<span class="{warn}">{what} <b>{n}</b></span>', warn=warn, what=t("contradictions"), n=len(document["contradictions"]))  # fmt: skip
    coming = [d for d in document["deadlines"] if d["days_left"] >= 0]
    near = fill('<span class="warn">{what} <b>{day}</b></span>', what=t("next_day"), day=_left(coming[0])) if coming else ""  # fmt: skip
    state.put(fill('<div class="strip"><h2>{title}</h2>{cells}{split}{near}</div>', title=case["title"], cells=cells, split=split, near=near))  # fmt: skip


def _left(row: Record) -> str:
    left = int(row["days_left"])
    return f"{row['day']} ({t('days_left').format(left) if left >= 0 else t('days_past').format(-left)})"


def _reports(document: Record) -> None:
    """Made when asked for; that a report left the house stands in the trail."""
    name, path, who = document["case"]["id"], state.workspace_path(), state.actor()
    with st.container(horizontal=True, width="content"):
        for kind, icon, mime in _FILES:
            made = partial(_made, document, kind, path, who)
            st.download_button(
                t(f"report_{kind}"), made, f"{name}.{kind}", mime, on_click="ignore", icon=icon, help=t("knowledge")
            )


def _made(document: Record, kind: str, path: Any, who: str) -> bytes:
    body = printed(document, (kind,), "both")[kind]
    note_export(Workspace.open(path), [document["case"]["id"]], actor=who, at=state.now())
    return body


def _card(lead: Record) -> None:
    tongue = state.language()
    with st.container(border=True, key=f"lead-{lead['tier']}-{lead['id']}", gap="small"):
        with st.container(horizontal=True, vertical_alignment="top"):
            with st.container(width="stretch"):
                state.put(parts.heading(lead, tongue))
            to = state.link(lead=lead["id"], e=None)
            st.page_link(
                st.session_state["pages"]["chain"], label=t("open_chain"), icon=":material/account_tree:", query_params=to
            )  # fmt: skip
        more = joined([parts.grounds(lead, tongue), parts.gaps(lead, tongue), parts.tests(lead, tongue)])
        state.put(
            joined(
                [
                    _facts(lead),
                    parts.against(lead, tongue),
                    parts.priority(lead, tongue),
                    folded(t("more"), more),
                ]
            )
        )


def _facts(lead: Record) -> Any:
    tongue = state.language()
    days = sorted((d for g in lead["grounds"] for d in g["deadlines"] if d["days_left"] >= 0), key=lambda d: d["day"])
    found, absent = parts.counted(lead)
    rows = [
        (t("amount"), parts.bounds(lead["amount"], tongue), ""),
        (t("period"), parts.span(lead["period"], tongue), ""),
        (t("last_day"), _left(days[0]) if days else "—", "soon" if days and days[0]["days_left"] <= _SOON else ""),
        (t("counter"), t("counted").format(found, absent), ""),
        (t("rows_cited"), len({(e["source"], e["row"], e["sha256"]) for e in lead["evidence"]}), ""),
        (t("route"), of(lead["route_text"], tongue), ""),
    ]
    told = joined(fill('<div><dt>{a}</dt><dd class="{c}">{b}</dd></div>', a=a, b=b, c=c) for a, b, c in rows)
    return fill('<dl class="facts">{told}</dl>', told=told)


def _signals(document: Record) -> None:
    signals = [lead for lead in document["leads"] if lead["tier"] == "signal"]
    tongue = state.language()
    lines = [fill("<b>{a}</b>: {b}", a=of(s["title"], tongue), b=of(s["summary"], tongue)) for s in signals]
    if lines:
        body = fill('<p class="faint">{why}</p><ul class="plain">{rows}</ul>', why=t("signals_note"), rows=each("<li>{row}</li>", lines))  # fmt: skip
        head = f"{t('signals')} ({len(signals)})"
        state.put(fill('<details class="part"><summary>{head}</summary>{body}</details>', head=head, body=body))
