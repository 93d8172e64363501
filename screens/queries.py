"""Run a saved query: plain names, a form for its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from casework.asking import Answer, as_csv, run_saved
from graph.errors import LookthroughError
from graph.snapshot import Snapshot
from queries.saved import SavedQuery, saved_queries
from reports.redact import redact
from screens import state
from screens.state import t
from screens.text import fill, table, visible
from screens.words import of

_AS_PAGE = 200
"""Rows up to which the answer is a plain table; more are shown in a grid that scrolls."""
_GIVEN = "p."
"""Before a parameter's name in the address."""


def show() -> None:
    """Choose a question, fill in what it needs, see the rows; the address keeps question and parameters."""
    on_desk = state.desk()
    if on_desk is None:
        state.note(t("no_data"))
        return
    tongue, known = state.language(), {q.name: q for q in saved_queries()}
    wanted = st.query_params.get("query")
    current = wanted if wanted in known else next(iter(known))
    st.selectbox(
        t("question"),
        list(known),
        format_func=lambda name: of(known[name].titles, tongue),
        key=state.follow("question", current),
        on_change=lambda: _ask(st.session_state["question"], {}),
    )
    query = known[current]
    state.put(fill('<p class="faint">{said}</p>', said=of(query.answers, tongue)))
    given = {p.name: st.query_params[_GIVEN + p.name] for p in query.parameters if _GIVEN + p.name in st.query_params}
    _form(query, given)
    if given or ("run" in st.query_params and wanted == current):
        _answer(on_desk.snapshot, query, given)


def _ask(name: str, given: Mapping[str, str], **more: str) -> None:
    """The question and its parameters go into the address; the page reads them from there."""
    asked = {_GIVEN + key: value for key, value in given.items() if value.strip()}
    st.query_params.from_dict({**state.link(), "query": name, **asked, **more})


def _form(query: SavedQuery, given: Mapping[str, str]) -> None:
    tongue = state.language()

    def submit() -> None:
        typed = {p.name: str(st.session_state.get(f"{query.name}.{p.name}") or "") for p in query.parameters}
        _ask(query.name, typed, run="1")

    asked = next((p.name for p in query.parameters if p.type == "party"), None)
    with st.form(f"query-{query.name}"):
        columns = st.columns(max(len(query.parameters), 2))
        for column, p in zip(columns, query.parameters, strict=False):
            key = state.follow(
                f"{query.name}.{p.name}", given.get(p.name, p.default or (_debtor() if p.name == asked else ""))
            )
            unit = f" ({p.unit})" if p.unit and p.type != "party" else ""
            hint = t("party_hint") if p.type == "party" else None
            column.text_input(of(p.texts, tongue) + unit, key=key, placeholder=hint)
        st.form_submit_button(t("run"), type="primary", icon=":material/play_arrow:", on_click=submit)


def _debtor() -> str:
    """Whom one most likely asks about: the first debtor of the open case."""
    found = next((c for c in state.cases() if c["id"] == state.case_id()), {})
    debtors = found.get("debtors") or [d.get("party") or d.get("name") for d in found.get("debtor", [])]
    return str(debtors if isinstance(debtors, str) else debtors[0]) if debtors else ""


def _answer(snapshot: Snapshot, query: SavedQuery, given: Mapping[str, str]) -> None:
    try:
        answer = masked(run_saved(snapshot, query.name, given))
    except LookthroughError as known:
        state.fault(known)
        return
    count = t("rows_found").format(len(answer.rows)) if answer.rows else t("no_rows")
    state.put(fill('<p role="status"><b>{count}</b></p>', count=count))
    if answer.truncated:
        state.note(f"{t('truncated')}: {answer.truncated}")
    if not answer.rows:
        return
    if len(answer.rows) <= _AS_PAGE:
        state.put(table(answer.columns, [[_cell(value) for value in row] for row in answer.rows]))
    else:
        frame = pd.DataFrame([[visible(_cell(v)) for v in row] for row in answer.rows], columns=list(answer.columns))
        st.dataframe(frame, hide_index=True)
    body = as_csv(answer).encode("utf-8-sig")
    st.download_button(t("download_csv"), body, f"{answer.query}.csv", "text/csv", on_click="ignore", icon=":material/download:")  # fmt: skip


def masked(answer: Answer) -> Answer:
    """The answer with persons' numbers and homes masked, as every other output."""
    rows = redact({"rows": [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]})["rows"]
    return replace(answer, rows=tuple(tuple(row.values()) for row in rows))


def _cell(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " → ".join("—" if one is None else str(one) for one in value)
    return "—" if value is None else str(value)
