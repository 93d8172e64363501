"""Who saw, changed and handed out what; the trail verified."""

from __future__ import annotations

import streamlit as st

from casework.audit import acts, as_lines
from casework.verification import verify
from screens import state, trail_state
from screens.state import t
from screens.text import fill, joined, table, visible

_KINDS = ("seen", "changed", "decided", "exported", "sealed", "other")
_MOST = 300
"""Entries shown at once, the newest; all of them are in the file to take away."""


def show() -> None:
    """The trail, newest first, sifted by kind and text; its hashes checked on request; all of it to take away."""
    held = state.workspace()
    if held is None:
        state.note(t("no_data"))
        return
    entries = held.trail()
    trail_state.show(held)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kinds = [one for one in st.query_params.get("what", "").split(";") if one in _KINDS]
        st.pills(
            t("filter_what"),
            list(_KINDS),
            selection_mode="multi",
            format_func=lambda one: t(f"act_{one}"),
            key=state.follow("what", kinds),
            on_change=lambda: state.go(what=";".join(st.session_state["what"]) or None),
        )
        st.text_input(
            t("filter_text"),
            key=state.follow("which", st.query_params.get("which", "")),
            on_change=lambda: state.go(which=st.session_state["which"].strip() or None),
        )
        checked = st.button(t("verify"), icon=":material/verified:", type="primary")
        st.download_button(
            t("export_trail"),
            state.handed_out("trail", lambda: as_lines(entries), format="jsonl"),
            "trail.jsonl",
            "application/jsonl",
            on_click="ignore",
            icon=":material/download:",
        )
    if checked:
        with st.spinner(t("loading")):
            _verified()
    found = acts(entries, kinds, st.query_params.get("which", ""))
    state.put(fill('<p role="status"><b>{n}</b></p>', n=t("acts_shown").format(len(found), min(len(found), _MOST))))
    rows = [
        (a.seq, a.at, a.actor, f"{t(f'act_{a.what}')} · {a.verb}", visible(a.object), visible(a.note), a.hash[:16])
        for a in found[:_MOST]
    ]
    heads = ["#", t("when"), t("who"), t("kind"), t("object"), t("detail"), "sha256"]
    if rows:
        state.put(table(heads, rows))


def _verified() -> None:
    """The whole workspace against its hashes: sources, snapshots, ledger and trail."""
    held = state.workspace()
    found = verify(state.workspace_path())
    if found["ok"] and held is not None:
        seq, head = held.trail_head()
        state.put(fill('<p class="note good" role="status">{said}</p>', said=t("verified").format(seq, head[:16])))
        return
    rows = joined(
        fill("<li><bdi>{what}</bdi>: {e} <bdi>{expected}</bdi>, {f} <bdi>{found}</bdi></li>", e=t("expected"), f=t("found_word"), **one)
        for one in found["altered"]
    )  # fmt: skip
    state.put(fill('<div class="fault" role="alert"><p>{head}</p><ul>{rows}</ul></div>', head=t("altered"), rows=rows))
