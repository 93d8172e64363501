"""The frame of the web app: screens, search, open case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from screens import (
    audit,
    cases,
    chain,
    data,
    entity,
    found,
    overview,
    portfolio,
    queries,
    report,
    screening,
    state,
    text,
    watch,
)
from screens.words import say

SCREENS = {
    "cases": cases.show,
    "overview": overview.show,
    "chain": chain.show,
    "entity": entity.show,
    "portfolio": portfolio.show,
    "screening": screening.show,
    "queries": queries.show,
    "watch": watch.show,
    "data": data.show,
    "audit": audit.show,
}
_LOOK = Path(__file__).resolve().parent / "screens" / "look.css"


def main() -> None:
    # an own sign: a named icon as the sign of a page would be fetched from a host of its maker
    st.set_page_config(page_icon="🔎", layout="wide")
    st.html(_LOOK)
    st.session_state["pages"] = _pages()
    chosen = st.navigation(list(st.session_state["pages"].values()), position="hidden")
    state.guarded(_header)
    # always there, empty or not: what follows keeps its place on the page, and a click never meets another's button
    with st.container(key="heard", gap="small"):
        state.told()
        state.guarded(found.show)
    chosen.run()


def _pages() -> dict[str, Any]:
    """The screens by name; flat, the first is the start."""
    return {
        name: st.Page(
            _screen(name),
            title=f"{say(name, state.language())} · 穿透 Lookthrough",
            url_path="" if name == "cases" else name,
            default=name == "cases",
        )
        for name in SCREENS
    }


def _screen(name: str) -> Callable[[], None]:
    def show() -> None:
        state.guarded(SCREENS[name])

    show.__name__ = name
    return show


def _header() -> None:
    """Screens and language in one row, case, search and report in the next; links carry the address, so no screen forgets it."""
    with st.container(key="header", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            with st.container(width="content"):
                state.put(text.fill('<span class="brand">穿透 Lookthrough</span>'))
            for name, page in st.session_state["pages"].items():
                st.page_link(page, label=state.t(name), query_params=state.link())
            st.segmented_control(
                state.t("language"),
                list(state.LANGUAGES),
                format_func=lambda code: state.LANGUAGES[code],
                label_visibility="collapsed",
                required=True,
                key=state.follow("language", state.language()),
                on_change=lambda: state.go(lang=st.session_state["language"]),
            )
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="desk"):
            _cases()
            found.box()
            report.button()


def _cases() -> None:
    titles = {c["id"]: text.visible(c.get("title") or c["id"]) for c in state.cases()}
    if titles:
        current = state.case_id()
        st.selectbox(
            state.t("case"),
            list(titles),
            format_func=lambda one: titles[one],
            label_visibility="collapsed",
            placeholder=state.t("choose_case"),
            key=state.follow("open-case", current if current in titles else None),
            on_change=lambda: state.go(case=st.session_state["open-case"]),
        )


main()
