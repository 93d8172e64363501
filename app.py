"""The frame of the web app: screens, language, open case."""

from __future__ import annotations

import streamlit as st

from screens import cases, chain, data, leads, queries, state
from screens.words import say

SCREENS = {"cases": cases.show, "leads": leads.show, "chain": chain.show, "data": data.show, "queries": queries.show}
_ICONS = {
    "cases": ":material/folder_open:",
    "leads": ":material/flag:",
    "chain": ":material/account_tree:",
    "data": ":material/upload_file:",
    "queries": ":material/search:",
}


def pages() -> dict[str, st.Page]:  # type: ignore[valid-type]
    """The screens by name; flat, the first is the start."""
    tongue = state.language()
    return {
        name: st.Page(
            _screen(name),
            title=say(name, tongue),
            icon=_ICONS[name],
            url_path="" if name == "cases" else name,
            default=name == "cases",
        )
        for name in SCREENS
    }


def _screen(name: str):  # type: ignore[no-untyped-def]
    def show() -> None:
        state.guarded(SCREENS[name])

    show.__name__ = name
    return show


def main() -> None:
    st.set_page_config(page_title="穿透 Lookthrough", page_icon=":material/account_tree:", layout="wide")
    found = pages()
    st.session_state["pages"] = found
    chosen = st.navigation(list(found.values()), position="top")
    _header()
    chosen.run()


def _header() -> None:
    """Case switcher and language, on every screen."""
    left, right = st.columns([5, 1], vertical_alignment="center")
    ids = [c["id"] for c in state.cases()]
    with left:
        if ids:
            current = state.case_id()
            titles = {c["id"]: c.get("title") or c["id"] for c in state.cases()}
            index = ids.index(current) if current in ids else None
            picked = st.selectbox(
                state.t("case"),
                ids,
                index=index,
                format_func=lambda i: titles[i],
                label_visibility="collapsed",
                placeholder=state.t("case"),
            )
            if picked and picked != current:
                st.session_state["case"] = picked
                st.query_params.from_dict({"case": picked, "lang": state.language()})
                st.rerun()
    with right:
        tongue = st.segmented_control(
            state.t("language"),
            list(state.LANGUAGES),
            default=state.language(),
            format_func=lambda c: state.LANGUAGES[c],
            label_visibility="collapsed",
            required=True,
            key=f"lang-{state.language()}",
        )
        if tongue and tongue != state.language():
            st.session_state["lang"] = tongue
            st.query_params["lang"] = tongue
            st.rerun()


main()
