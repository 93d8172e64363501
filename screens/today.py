"""Today: what falls due over all cases, and what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from casework.today import Due, agenda, before_last_import, lead_changes
from graph.errors import LookthroughError
from reports.calendar import Day, calendar
from reports.wording import term
from screens import state
from screens.state import t
from screens.text import each, fill, folded, visible
from screens.words import of

Record = Mapping[str, Any]
_MOST_NEW = 12


def today() -> None:
    """Above the list of cases: last days near at hand, the calendar to take away, leads new since the last import."""
    day = state.day_in_address("day") or state.today()
    with st.spinner(t("loading")):
        documents = state.documents()
    if not documents:
        return
    found = agenda(documents, day)
    with st.container(key="today", gap="small"):
        _head(found, day, documents)
        if found:
            for due in found:
                _due(due)
        else:
            _nothing(day, documents)
        _news(documents)


def _head(found: Sequence[Due], day: date, documents: Sequence[Record]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width="stretch"):
            head = f"{t('today')} · {day.isoformat()} ({len(found)})"
            state.put(fill('<h2>{head}</h2><p class="faint">{what}</p>', head=head, what=t("today_lead")))
        st.date_input(
            t("day_of"),
            key=state.follow("day", day),
            width=160,
            on_change=lambda: state.go(day=str(st.session_state["day"] or "")),
        )
        if found:
            entries = [_entry(due) for due in found]
            st.download_button(
                t("ics"),
                state.handed_out(
                    f"calendar {day}", partial(calendar, entries, "Lookthrough", day), format="ics", level="internal"
                ),
                f"lookthrough-{day.isoformat()}.ics",
                "text/calendar",
                on_click="ignore",
                icon=":material/calendar_month:",
            )


def _entry(due: Due) -> Day:
    """One entry in the reader's language; the same last day keeps its identity in every export."""
    tongue = state.language()
    said = f"{t(f'due_{due.kind}')}: {due.what[tongue]} · {due.title}"
    note = "\n".join([due.title, due.what["zh"], due.what["en"], *(f"{e['source']} {e['row']}" for e in due.evidence)])
    return Day(due.day, said, note, f"{due.case}|{due.about}|{due.kind}|{due.day}|{due.what['en']}")


def _due(due: Due) -> None:
    tongue = state.language()
    left = t("days_left").format(due.days_left) if not due.lapsed else t("days_past").format(-due.days_left)
    tone = "red" if due.lapsed or due.days_left <= 14 else "doubt" if due.days_left <= 30 else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        page, to = (
            ("chain", state.link(case=due.case, lead=due.about))
            if due.kind == "ground"
            else ("overview", state.link(case=due.case))
        )
        st.page_link(st.session_state["pages"][page], label=t("open"), icon=":material/arrow_forward:", query_params=to)
        with st.container(width="stretch"):
            state.put(
                fill(
                    '<p><b class="day">{day}</b> <span class="chip {tone}">{left}</span> <span class="chip">{kind}</span> {what}'
                    ' <span class="faint">{title}</span></p>',
                    day=due.day.isoformat(), tone=tone, left=f"{t('due_lapsed')} · {left}" if due.lapsed else left,
                    kind=t(f"due_{due.kind}"), what=due.what[tongue], title=due.title,
                )
            )  # fmt: skip


def _nothing(day: date, documents: Sequence[Record]) -> None:
    """Said plainly; and the day from which the cases themselves are told is one click away."""
    state.note(t("none_due").format(day.isoformat()))
    own = max((d["as_of"] for d in documents), default="")
    if own and own != day.isoformat():
        st.button(
            t("at_case_day").format(own), icon=":material/history:", type="tertiary", on_click=lambda: state.go(day=own)
        )


def _news(documents: Sequence[Record]) -> None:
    held = state.workspace()
    before = before_last_import(held.snapshots()) if held else None
    if before is None:
        return
    tongue = state.language()
    added, gone, changed = [], [], []
    for document in documents:
        try:
            old = state.document(document["case"]["id"], before)
        except LookthroughError:
            old = None  # the case names somebody whom the earlier data did not hold: all its leads are new
        found = lead_changes(old, document)
        added += [(document, lead) for lead in found.added if lead["tier"] != "signal"]
        gone += [(document, lead) for lead in found.removed if lead["tier"] != "signal"]
        changed += [(document, lead) for _, lead in found.changed if lead["tier"] != "signal"]
    state.put(fill("<h3>{head} ({n})</h3>", head=t("new_leads"), n=len(added)))
    if not added:
        state.put(fill('<p class="faint">{none}</p>', none=t("no_new")))
    for document, lead in added[:_MOST_NEW]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            to = state.link(case=document["case"]["id"], lead=lead["id"])
            page = st.session_state["pages"]["chain"]
            st.page_link(page, label=t("open"), icon=":material/arrow_forward:", query_params=to)
            with st.container(width="stretch"):
                state.put(_line(document, lead, tongue))
    rest = added[_MOST_NEW:]
    parts = [(t("new_leads"), rest), (t("changed_leads"), changed), (t("gone_leads"), gone)]
    for head, rows in parts:
        body = each("<li>{row}</li>", [_line(d, lead, tongue) for d, lead in rows])
        state.put(
            folded(f"{head} ({len(rows)})", fill('<ul class="plain">{body}</ul>', body=body)) if rows else fill("")
        )


def _line(document: Record, lead: Record, tongue: Any) -> Any:
    return fill(
        '<p><span class="chip {tier}">{support}</span> <b>{title}</b> <span class="faint">{case}</span></p>',
        tier=lead["tier"], support=term("tier", lead["tier"], tongue), title=of(lead["title"], tongue),
        case=visible(document["case"]["title"]),
    )  # fmt: skip
