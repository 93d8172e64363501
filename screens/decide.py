"""Confirm or dismiss a lead, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from casework.verdicts import Decided, LeadVerdict, judge_lead
from graph.store.workspace import Workspace
from screens import state
from screens.state import t
from screens.text import fill
from screens.words import of

Record = Mapping[str, Any]
_WHY: dict[Decided, tuple[str, ...]] = {
    "confirmed": ("why_originals", "why_second_source", "why_court", "why_admitted"),
    "dismissed": ("why_paid", "why_namesake", "why_reorganised", "why_data", "why_period", "why_cost"),
}


def buttons(lead: Record, verdict: LeadVerdict | None) -> None:
    """Two buttons while nothing is decided; then what was decided, and the way back."""
    case = state.case_id() or ""
    if verdict is not None:
        keep = state.deed(partial(_keep, case, lead["id"], "open", ""))
        st.button(t("reopen"), key=f"reopen-{lead['id']}", icon=":material/undo:", type="tertiary", on_click=keep)
        return
    for decided, label, icon in (("confirmed", "confirm", "check"), ("dismissed", "dismiss", "block")):
        if st.button(t(label), key=f"{label}-{lead['id']}", icon=f":material/{icon}:"):
            _dialog(case, lead, decided)  # type: ignore[arg-type]


def said(verdict: LeadVerdict) -> Any:
    """What was decided, why, by whom and when."""
    tone = "doubt" if verdict.decided == "dismissed" else "good"
    return fill(
        '<p><span class="chip {tone}">{word}</span> {reason} <span class="faint">{who} · {at}</span></p>',
        tone=tone, word=t(verdict.decided), reason=verdict.reason, who=verdict.actor, at=verdict.at,
    )  # fmt: skip


def _dialog(case: str, lead: Record, decided: Decided) -> None:
    @st.dialog(t("decide_title"))
    def show() -> None:
        state.guarded(partial(_reasons, case, lead, decided))

    show()


def _reasons(case: str, lead: Record, decided: Decided) -> None:
    """A usual reason is one click; any other is written."""
    head = t("decide_why_confirm" if decided == "confirmed" else "decide_why_dismiss")
    title = of(lead["title"], state.language())
    state.put(fill("<p><b>{title}</b></p><p>{head}</p>", title=title, head=head))
    with st.container(horizontal=True, gap="small"):
        for why in _WHY[decided]:
            keep = state.deed(partial(_keep, case, lead["id"], decided, t(why)))
            if st.button(t(why), key=f"why-{why}", on_click=keep):
                st.rerun()
    with st.form("own-reason", border=False):
        own = st.text_input(t("decide_own"))
        if st.form_submit_button(t("confirm" if decided == "confirmed" else "dismiss"), type="primary"):
            _keep(case, lead["id"], decided, own)
            st.rerun()


def _keep(case: str, lead: str, decided: Decided, reason: str) -> None:
    verdict = LeadVerdict(case, lead, decided, reason, state.actor(), state.now())
    judge_lead(Workspace.open(state.workspace_path()), verdict)
