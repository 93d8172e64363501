"""The overview: progress, plain sight, leads, searches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from casework.progress import progress_of
from casework.verdicts import LeadVerdict
from screens import decide, lead_value, state
from screens import lead_parts as parts
from screens.annexes import annexes, tiles
from screens.plain_sight import plain_sight
from screens.state import t
from screens.text import each, fill, folded, joined
from screens.words import of

Record = Mapping[str, Any]
_MORE = (
    lead_value.fragility, lead_value.benign, lead_value.waterfall, parts.grounds, parts.gaps, parts.tests,
)  # fmt: skip
_SOON = 60
"""Days left from which a last day is shown as near; the tool's proposal."""


def show() -> None:
    """How far the case is, what the debtor holds, where assets may have gone, the indicators, what was searched."""
    document = opened()
    if document is None:
        return
    case = str(document["case"]["id"])
    state.seen("view", case)
    strip(document)
    verdicts = state.verdicts(case)
    _progress(document, verdicts)
    plain_sight(document)
    leads = [lead for lead in document["leads"] if lead["tier"] != "signal"]
    open_ = [lead for lead in leads if (v := verdicts.get(lead["id"])) is None or v.decided == "confirmed"]
    state.put(fill("<h2>{head}</h2>", head=f"{t('ranked')} ({len(open_)})"))
    if not leads:
        state.note(t("no_leads"))
    for lead in open_:
        _card(lead, verdicts.get(lead["id"]))
    _dismissed([lead for lead in leads if lead not in open_], verdicts)
    _signals(document)
    tiles(document)
    annexes(document)


def _progress(document: Record, verdicts: Mapping[str, LeadVerdict]) -> None:
    """Stage and steps, each with how much of it is done."""
    held = state.workspace()
    found = progress_of(document, verdicts, held.trail() if held else (), state.today())
    stage = f"{t(f'stage_{found.stage}')} {found.since}" if found.stage else t("stage_none")
    steps = joined(
        fill('<li class="{done}"><b>{n}</b> {name}</li>', done="done" if s.complete else "", n=f"{s.done}/{s.of}", name=t(f"step_{s.name}"))
        for s in found.steps
    )  # fmt: skip
    state.put(fill('<div class="progress"><span>{a} <b>{b}</b></span><ol aria-label="{c}">{steps}</ol></div>', a=t("stage"), b=stage, c=t("progress"), steps=steps))  # fmt: skip


def _dismissed(leads: list[Record], verdicts: Mapping[str, LeadVerdict]) -> None:
    """Never dropped in silence: each with its reason, and the way back."""
    if not leads:
        return
    with st.expander(f"{t('dismissed_leads')} ({len(leads)})", icon=":material/block:"):
        state.put(fill('<p class="faint">{note}</p>', note=t("dismissed_note")))
        for lead in leads:
            with st.container(horizontal=True, vertical_alignment="center"):
                title = of(lead["title"], state.language())
                state.put(
                    fill(
                        "<p><b>{rank}. {title}</b></p>{said}",
                        rank=lead["rank"],
                        title=title,
                        said=decide.said(verdicts[lead["id"]]),
                    )
                )
                decide.buttons(lead, verdicts[lead["id"]])


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
    coming = [d for d in document["calendar"] if d["days_left"] >= 0]
    near = fill('<span class="warn">{what} <b>{day}</b></span>', what=t("next_day"), day=_left(coming[0])) if coming else ""  # fmt: skip
    state.put(fill('<div class="strip"><h2>{title}</h2>{cells}{split}{near}</div>', title=case["title"], cells=cells, split=split, near=near))  # fmt: skip


def _left(row: Record) -> str:
    left = int(row["days_left"])
    return f"{row['day']} ({t('days_left').format(left) if left >= 0 else t('days_past').format(-left)})"


def _card(lead: Record, verdict: LeadVerdict | None) -> None:
    tongue = state.language()
    with st.container(border=True, key=f"lead-{lead['tier']}-{lead['id']}", gap="small"):
        state.put(parts.heading(lead, tongue))
        if verdict is not None:
            state.put(decide.said(verdict))
        state.put(joined([_facts(lead), parts.against(lead, tongue)]))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            to = state.link(lead=lead["id"])
            page = st.session_state["pages"]["chain"]
            st.page_link(page, label=t("open_chain"), icon=":material/account_tree:", query_params=to)
            decide.buttons(lead, verdict)
        more = joined(part(lead, tongue) for part in _MORE)
        state.put(joined([parts.priority(lead, tongue), folded(t("more"), more)]))


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
