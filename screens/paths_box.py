"""Find a path from a party of the drawing to another."""

from __future__ import annotations

import streamlit as st

from screens import state
from screens.chain_chart import Selection
from screens.chain_view import Drawn
from screens.state import t
from screens.text import visible


def paths_box(view: Drawn, picked: Selection | None) -> None:
    """Below the drawing; the strongest path is drawn into it, and what was not followed is said."""
    names = {str(n["id"]): str(n["name"]) for n in view.nodes if view.is_party(str(n["id"]))}
    if not names:
        return
    asked = st.query_params.get("pf")
    start = next(
        (one for one in (asked, str(picked.id) if picked and picked.kind == "node" else None) if one in names),
        next(iter(names)),
    )

    def submit() -> None:
        state.go(pf=st.session_state["path-from"], pt=st.session_state["path-to"].strip() or None)

    with st.expander(t("path_find"), icon=":material/route:", expanded=bool(asked)):
        with st.form("path", border=False):
            left, right, last = st.columns([4, 4, 1], vertical_alignment="bottom")
            left.selectbox(
                t("path_from"),
                list(names),
                format_func=lambda one: visible(names[one]),
                key=state.follow("path-from", start),
            )
            right.text_input(t("path_to"), key=state.follow("path-to", st.query_params.get("pt", "")))
            last.form_submit_button(t("path_go"), on_click=submit)
        _told(view)


def _told(view: Drawn) -> None:
    path = view.path
    if path is None:
        return
    if path.fault:
        state.fault(path.fault)
        return
    state.seen("view", f"path {st.query_params.get('pf')} → {st.query_params.get('pt')}")
    state.note(t("path_found").format(path.found) if path.found else t("path_none"))
    if path.cut:
        state.note(t("path_cut").format(path.cut))
