"""Run a saved query: plain names, a form for its parameters."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from casework.asking import Answer, as_csv, run_saved
from graph.errors import LookthroughError
from queries.saved import SavedQuery, saved_queries
from screens import state
from screens.state import t
from screens.text import plain
from screens.words import of


def show() -> None:
    """Choose a question, fill in what it needs, see the rows; CSV with one click."""
    on_desk = state.desk()
    if on_desk is None:
        st.info(t("no_data"))
        return
    tongue = state.language()
    known = {q.name: q for q in saved_queries()}
    wanted = st.query_params.get("query")
    names = list(known)
    name = st.selectbox(
        t("question"),
        names,
        index=names.index(wanted) if wanted in known else 0,
        format_func=lambda n: of({"en": known[n].title.en, "zh": known[n].title.zh}, tongue),
    )
    st.query_params["query"] = name
    query = known[name]
    st.caption(plain(of({"en": query.answers.en, "zh": query.answers.zh}, tongue)))
    given = _form(query)
    if given is not None:
        try:
            st.session_state[f"answer-{name}"] = run_saved(on_desk.snapshot, name, given)
        except LookthroughError as fault:
            st.error(str(fault))
    answer = st.session_state.get(f"answer-{name}")
    if isinstance(answer, Answer):
        _rows(answer)


def _form(query: SavedQuery) -> dict[str, str] | None:
    with st.form(f"query-{query.name}"):
        given = {
            p.name: st.text_input(
                f"{p.name} ({p.type}{', ' + p.unit if p.unit else ''})", value=str(p.default or ""), help=p.text
            )
            for p in query.parameters
        }
        pressed = st.form_submit_button(t("run"), type="primary")
    return {k: v for k, v in given.items() if v != ""} if pressed else None


def _rows(answer: Answer) -> None:
    st.markdown(f"{len(answer.rows)} {t('rows')}")
    if answer.truncated:
        st.warning(f"{t('truncated')}: {answer.truncated}")
    if answer.rows:
        st.dataframe(pd.DataFrame(answer.rows, columns=list(answer.columns)).astype(str), hide_index=True)
        st.download_button(
            t("download_csv"), as_csv(answer).encode("utf-8-sig"), f"{answer.query}.csv", "text/csv", on_click="ignore"
        )
