"""Questions of the reader's own: written, kept, watched."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from casework.asking import MOST_ROWS, SECONDS
from casework.own_queries import as_file, history, keep, own_query, retire
from casework.watching import watch
from graph.store.workspace import Workspace
from screens import state
from screens.state import t
from screens.text import fill, folded, table

_FIRST = "MATCH (p:Party)-[r:OWNS]->(c:Party)\nRETURN p.name AS owner, c.name AS company, r.share AS share\nLIMIT 50"


def editor() -> str:
    """An editor with its guard and its limits said; the question stands in the address."""
    state.put(fill('<p class="faint">{said}</p>', said=t("explain").format(f"{MOST_ROWS:,}", f"{SECONDS:g}")))
    asked = st.query_params.get("cypher", "")

    def submit() -> None:
        state.go(tab="own", cypher=st.session_state["cypher"].strip())

    with st.form("own-query"):
        st.text_area(t("cypher"), key=state.follow("cypher", asked or _FIRST), height=150)
        st.form_submit_button(t("run"), type="primary", icon=":material/play_arrow:", on_click=submit)
    return asked


def keeper(held: Workspace, asked: str) -> None:
    """A question that was answered can be kept under a name; the same name again makes a new version."""

    def submit() -> None:
        name = st.session_state["own-name"].strip()
        kept = keep(held, name, as_file(st.session_state["own-title"], asked), actor=state.actor(), at=state.now())
        st.query_params.from_dict({**state.link(), "query": kept.name})

    with st.form("keep-query"), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(t("own_name"), key="own-name", placeholder="my-question")
        st.text_input(t("own_title"), key="own-title")
        st.form_submit_button(t("keep_query"), icon=":material/save:", on_click=state.deed(submit))


def kept(held: Workspace, name: str) -> None:
    """Its versions, the file to hand on, and the way into the editor."""
    newest = own_query(held, name)
    rows = [(h["version"], h["at"], h["actor"], h["sha256"][:16], t("altered_file") if h["altered"] else "") for h in history(held, name)]  # fmt: skip
    heads = [t("version"), t("when"), t("who"), "sha256", ""]
    state.put(folded(f"{t('versions')} ({len(rows)})", table(heads, rows[::-1])))

    def remove() -> None:
        retire(held, name, actor=state.actor(), at=state.now())
        st.query_params.from_dict(state.link())

    with st.container(horizontal=True):
        st.download_button(
            t("share_query"),
            newest.text,
            f"{name}.cypher",
            "text/plain",
            on_click="ignore",
            icon=":material/download:",
        )
        st.button(
            t("edit_query"),
            icon=":material/edit:",
            on_click=lambda: st.query_params.from_dict({**state.link(), "tab": "own", "cypher": newest.query.cypher}),
        )
        st.button(t("remove_query"), icon=":material/delete:", on_click=state.deed(remove))


def watcher(held: Workspace, name: str, given: Mapping[str, str]) -> None:
    """The question with these parameters onto the watch list."""

    def submit() -> None:
        watch(held, "query", name, given, actor=state.actor(), at=state.now())

    st.button(t("watch_this"), icon=":material/visibility:", on_click=state.deed(submit))
