"""Open a case, or make one."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from casework.case_file import debt_of
from casework.cases import keep_new
from casework.progress import progress_of
from graph.errors import LookthroughError
from graph.store.workspace import Workspace
from screens import state
from screens.bring import import_examples
from screens.lead_parts import sum_of
from screens.state import t
from screens.text import each, fill, joined
from screens.today import today

_TEXTS = ("id", "title", "debtors", "creditor")
_DAYS = ("arose", "due", "judgment", "enforcement")


def show() -> None:
    """Today over all cases, then the cases, then a form for a new one; an empty workspace begins with the examples."""
    found, on_desk = state.cases(), state.desk()
    if on_desk is None:
        _start()
    elif found:
        today()
    if found:
        state.put(fill("<h2>{head} ({n})</h2>", head=t("cases"), n=len(found)))
    elif on_desk is not None:
        state.note(t("no_cases"))
    for case in found:
        _card(case)
    if on_desk is not None:
        with st.expander(t("make_case"), expanded=not found, icon=":material/add:"):
            _form()


def _start() -> None:
    steps = each("<li>{row}</li>", [t("start_1"), t("start_2"), t("start_3")])
    state.put(fill('<h2>{head}</h2><p>{what}</p><ol class="plain">{steps}</ol>', head=t("welcome"), what=t("what_it_does"), steps=steps))  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button(t("load_examples"), icon=":material/school:", type="primary")
        to = st.session_state["pages"]["data"]
        st.page_link(to, label=t("to_data"), icon=":material/upload_file:", query_params=state.link())
    if pressed:
        import_examples()
        st.rerun()


def _card(case: dict[str, Any]) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"):
            state.put(fill("<h3>{title}</h3>{about}", title=case.get("title") or case["id"], about=_about(case)))
        if "fault" not in case:
            to = state.link(case=case["id"])
            page = st.session_state["pages"]["overview"]
            st.page_link(page, label=t("open"), icon=":material/arrow_forward:", query_params=to)


def _about(case: dict[str, Any]) -> Any:
    if "fault" in case:
        return fill('<p class="fault" role="alert">{fault}</p>', fault=case["fault"])
    debtors = case.get("debtors") or [d.get("party") or d.get("name") for d in case.get("debtor", [])]
    debtors = [debtors] if isinstance(debtors, str) else debtors
    amount = sum_of(case["amount"], case.get("currency") or "CNY", state.language()) if case.get("amount") else ""
    facts = [
        case["id"],
        f"{t('debtor')} {', '.join(map(_named, debtors))}",
        case.get("enforcement_number") or "",
        case.get("court") or "",
    ]
    cells = [(t("claim"), amount or t("unknown")), *_standing(case)]
    told = joined(fill("<div><dt>{a}</dt><dd>{b}</dd></div>", a=a, b=b) for a, b in cells)
    return fill(
        '<p class="faint">{facts}</p><dl class="facts">{told}</dl>',
        facts=" · ".join(str(f) for f in facts if f),
        told=told,
    )


def _standing(case: dict[str, Any]) -> list[tuple[str, str]]:
    """Stage and next last day; nothing where the case cannot be worked on the data."""
    held = state.workspace()
    try:
        document = state.document(case["id"])
    except LookthroughError as fault:
        return [(t("stage"), str(fault))]
    if document is None or held is None:
        return []
    found = progress_of(
        document, state.verdicts(case["id"]), held.trail(), state.day_in_address("day") or state.today()
    )
    stage = t(f"stage_{found.stage}") if found.stage else t("stage_none")
    coming = f"{found.next_day['day']} ({t('days_left').format(found.days_left)})" if found.next_day else t("no_next")
    step = next(s for s in found.steps if s.name == "decided")
    return [
        (t("stage"), f"{stage} {found.since or ''}".strip()), (t("next_short"), coming),
        (t("step_decided"), f"{step.done}/{step.of}"),
    ]  # fmt: skip


def _named(debtor: object) -> str:
    """The debtor's name where the case file gives an id of the data."""
    on_desk = state.desk()
    if on_desk is None:
        return str(debtor)
    names = on_desk.snapshot.parties.filter(on_desk.snapshot.parties["id"] == str(debtor))["name"]
    return str(names[0]) if len(names) and names[0] else str(debtor)


def _form() -> None:
    with st.form("make-case", border=False):
        given: dict[str, Any] = {}
        left, right = st.columns(2)
        for index, name in enumerate(_TEXTS):
            given[name] = (right if index % 2 else left).text_input(t(f"case_{name}"))
        one, two, three = st.columns(3)
        given["amount"] = one.text_input(t("case_amount"))
        given["currency"] = two.text_input(t("case_currency"), "CNY")
        given["jurisdiction"] = three.text_input(t("case_jurisdiction"), "CN")
        for column, name in zip(st.columns(len(_DAYS)), _DAYS, strict=True):
            given[name] = _day(column.text_input(t(f"case_{name}"), placeholder="2024-03-05"))
        given["purpose"] = st.text_input(t("case_purpose"))
        given["debtors"] = [d.strip() for d in given["debtors"].replace("；", ";").split(";") if d.strip()]
        if st.form_submit_button(t("keep"), type="primary"):
            _keep(given)


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return text.strip()


def _keep(keys: dict[str, Any]) -> None:
    """Check the case against the data before it is kept: an ambiguous debtor lists its candidates."""
    on_desk = state.desk()
    try:
        if on_desk is not None and keys["debtors"]:
            debt_of(keys, on_desk.snapshot, state.today(), t("make_case"))
        kept = keep_new(Workspace.at(state.workspace_path()), keys)
    except LookthroughError as fault:
        state.fault(fault)
        return
    state.to_overview(kept)
