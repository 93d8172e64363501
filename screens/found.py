"""The search of the header, and what it found."""

from __future__ import annotations

import streamlit as st

from casework.search import Hit, search
from reports.redact import redact
from reports.wording import term
from screens import state
from screens.state import t
from screens.text import fill, visible


def box() -> None:
    """One box for names, identifiers, addresses and case numbers; what is asked stands in the address."""
    st.text_input(
        t("search"),
        placeholder=t("search"),
        label_visibility="collapsed",
        icon=":material/search:",
        key=state.follow("search", st.query_params.get("q", "")),
        on_change=lambda: state.go(q=st.session_state["search"].strip() or None),
    )


def show() -> None:
    wanted = st.query_params.get("q", "").strip()
    if not wanted:
        return
    on_desk = state.desk()
    hits, more = search(on_desk.snapshot if on_desk else None, state.cases(), wanted)
    state.seen("search", visible(wanted)[:200])
    with st.container(border=True, key="found", gap="small"):
        said = t("found_n").format(len(hits)) if hits else t("found_none").format(visible(wanted))
        with st.container(horizontal=True, vertical_alignment="center"):
            state.put(fill('<p role="status"><b>{said}</b></p>', said=said))
            st.button(t("close"), icon=":material/close:", type="tertiary", on_click=lambda: state.go(q=None))
        for hit in hits:
            _hit(hit)
        if more:
            state.put(fill('<p class="faint">{more}</p>', more=t("found_more").format(more)))


def _hit(hit: Hit) -> None:
    shown = redact({"name": hit.name, "why": hit.why})
    kind = t("case") if hit.kind == "case" else term("party", hit.kind, state.language())
    why = "" if shown["why"] in ("", shown["name"]) else f"{t(f'found_{hit.found_by}')}: {shown['why']}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        pages = st.session_state["pages"]
        page, to = (
            (pages["overview"], state.link(case=hit.id))
            if hit.kind == "case"
            else (pages["entity"], state.link(party=hit.id))
        )
        # a link's label speaks Markdown: the name itself stands beside it as text
        st.page_link(page, label=t("open"), icon=":material/arrow_forward:", query_params=to)
        told = (
            '<p><b><bdi>{name}</bdi></b> <span class="chip">{kind}</span> <span class="faint">{why} · {id}</span></p>'
        )
        with st.container(width="stretch"):
            state.put(fill(told, name=shown["name"], kind=kind, why=why, id=hit.id))
