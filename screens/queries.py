"""Run a saved query: plain names, a form for its parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from casework.answer_chain import as_chain
from casework.asking import Answer, as_csv, run_own, run_query
from casework.own_queries import own_queries
from casework.server import named_server, store_of_server
from graph.errors import LookthroughError
from graph.snapshot import Snapshot
from graph.store.base import Store
from graph.store.workspace import Workspace
from queries.saved import SavedQuery, saved_queries
from screens import own_query, state
from screens.chain_chart import chain_chart
from screens.chart_picture import drawing
from screens.state import t
from screens.text import fill, folded, raw, table, visible
from screens.words import of

_AS_PAGE = 200
"""Rows up to which the answer is a plain table; more are shown in a grid that scrolls."""
_AS_GRID = 100_000
"""Rows that the grid holds; it draws only those in view."""
_GIVEN = "p."
"""Before a parameter's name in the address."""


def show() -> None:
    """Choose a question and fill in what it needs, or write one; the address keeps question, parameters and form of answer."""
    on_desk, held = state.desk(), state.workspace()
    if on_desk is None or held is None:
        state.note(t("no_data"))
        return
    tabs = {"saved": t("saved_tab"), "own": t("own_tab")}
    wanted = st.query_params.get("tab", "")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            t("queries"),
            list(tabs),
            format_func=lambda one: tabs[one],
            label_visibility="collapsed",
            required=True,
            key=state.follow("tab", wanted if wanted in tabs else "saved"),
            on_change=lambda: st.query_params.from_dict(_address(tab=st.session_state["tab"])),
        )
        store = _store(named_server(held))
    if wanted == "own":
        asked = own_query.editor()
        if asked:
            state.seen("query", asked[:200])
            if _answer(on_desk.snapshot, lambda: _own_answer(on_desk.snapshot.id, asked, store)):
                own_query.keeper(held, asked)
    else:
        _saved(on_desk.snapshot, held, store)


def _address(**more: str) -> dict[str, str]:
    """The page's own address, with the store that is asked."""
    kept = {"store": st.query_params["store"]} if "store" in st.query_params else {}
    return {**state.link(), **kept, **more}


def _store(server: str | None) -> str:
    """Which store answers: this program, or the server that is named; without one there is nothing to choose."""
    stores = {"embedded": t("store_embedded"), "neo4j": f"Neo4j · {visible(server)}"}
    wanted = "neo4j" if server and st.query_params.get("store") == "neo4j" else "embedded"
    if server:
        st.segmented_control(
            t("store"),
            list(stores),
            format_func=lambda one: stores[one],
            label_visibility="collapsed",
            required=True,
            key=state.follow("store", wanted),
            on_change=lambda: state.go(store=st.session_state["store"]),
        )
    return wanted


def _saved(snapshot: Snapshot, held: Workspace, store: str) -> None:
    tongue = state.language()
    own = {q.name: q.query for q in own_queries(held)}
    known = {**own, **{q.name: q for q in saved_queries()}}
    marks = {name: f"{t('own_mark')} · " if name in own else "" for name in known}
    wanted = st.query_params.get("query")
    current = wanted if wanted in known else saved_queries()[0].name
    st.selectbox(
        t("question"),
        list(known),
        format_func=lambda name: marks[name] + visible(of(known[name].titles, tongue)),
        key=state.follow("question", current),
        on_change=lambda: _ask(st.session_state["question"], {}),
    )
    query = known[current]
    text = fill('<pre tabindex="0"><code>{text}</code></pre>', text=raw(query.cypher))
    state.put(
        fill('<p class="faint">{said}</p>{text}', said=of(query.answers, tongue), text=folded(t("query_text"), text))
    )
    if current in own:
        own_query.kept(held, current)
    given = {p.name: st.query_params[_GIVEN + p.name] for p in query.parameters if _GIVEN + p.name in st.query_params}
    _form(query, given)
    if given or ("run" in st.query_params and wanted == current):
        state.seen("query", " ".join([current, *(f"{name}={value}" for name, value in given.items())])[:200])
        if _answer(snapshot, lambda: _saved_answer(snapshot.id, query, tuple(given.items()), store)):
            own_query.watcher(held, current, given)


def _ask(name: str, given: Mapping[str, str], **more: str) -> None:
    """The question and its parameters go into the address; the page reads them from there."""
    asked = {_GIVEN + key: value for key, value in given.items() if value.strip()}
    st.query_params.from_dict(_address(query=name, **asked, **more))


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


@st.cache_resource(max_entries=8, show_spinner=False)
def _own_answer(snapshot: str, asked: str, store: str) -> Answer:
    return _put(store, snapshot, lambda server: run_own(_asked(snapshot), asked, server))


@st.cache_resource(
    max_entries=8, show_spinner=False, hash_funcs={SavedQuery: lambda q: f"{q.name} {q.cypher} {q.parameters}"}
)
def _saved_answer(snapshot: str, query: SavedQuery, given: tuple[tuple[str, str], ...], store: str) -> Answer:
    return _put(store, snapshot, lambda server: run_query(_asked(snapshot), query, dict(given), server))


def _put(store: str, snapshot: str, ask: Callable[[Store | None], Answer]) -> Answer:
    """To the server's projection of the snapshot, in a session that may only read, or to this program's own."""
    held = state.workspace()
    if store != "neo4j" or held is None:
        return ask(None)
    with store_of_server(held, {}, snapshot) as server:
        return ask(server)


def _asked(snapshot: str) -> Snapshot:
    on_desk = state.desk()
    assert on_desk is not None and on_desk.snapshot.id == snapshot
    return on_desk.snapshot


def _answer(snapshot: Snapshot, run: Callable[[], Answer]) -> bool:
    """The answer on the page; False where there is none, with the reason and how to write the question instead."""
    try:
        with st.spinner(t("loading")):
            answer = run()
    except LookthroughError as known:
        state.fault(known)
        return False
    count = t("rows_found").format(f"{len(answer.rows):,}") if answer.rows else t("no_rows")
    state.put(fill('<p role="status"><b>{count}</b></p>', count=count))
    if answer.truncated:
        state.note(f"{t('truncated')}: {answer.truncated}")
    if not answer.rows:
        return True
    chain = as_chain(snapshot, answer)
    if chain is not None:
        st.toggle(
            t("as_chain"),
            key=state.follow("as-chain", st.query_params.get("as") == "chain"),
            on_change=lambda: state.go(**{"as": "chain" if st.session_state["as-chain"] else None}),
        )
    if chain is not None and st.query_params.get("as") == "chain":
        chain_chart(drawing(chain, language=state.language()), key="answer", height=620)
    else:
        _rows(answer)
    st.download_button(t("download_csv"), state.handed_out(f"query {answer.query}", lambda: as_csv(answer).encode("utf-8-sig"), format="csv", level="internal"), f"{answer.query}.csv", "text/csv", on_click="ignore", icon=":material/download:")  # fmt: skip
    return True


def _rows(answer: Answer) -> None:
    if len(answer.rows) <= _AS_PAGE:
        state.put(table(answer.columns, [[_cell(value) for value in row] for row in answer.rows]))
        return
    shown = answer.rows[:_AS_GRID]
    frame = pd.DataFrame([[visible(_cell(v)) for v in row] for row in shown], columns=list(answer.columns))
    st.dataframe(frame, hide_index=True)
    if len(answer.rows) > len(shown):
        state.put(fill('<p class="faint">{note}</p>', note=t("grid_note").format(f"{len(shown):,}")))


def _cell(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " → ".join("—" if one is None else str(one) for one in value)
    return "—" if value is None else str(value)
