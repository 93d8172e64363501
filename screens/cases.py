"""Open a case, or make one."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from casework.case_file import debt_of
from casework.cases import keep_case
from graph.errors import LookthroughError
from graph.store.workspace import Workspace
from screens import state
from screens.bring import import_examples
from screens.state import t
from screens.text import plain


def show() -> None:
    """The cases of the workspace, then a form for a new one."""
    st.title(t("app"))
    found = state.cases()
    on_desk = state.desk()
    if on_desk is None:
        st.info(t("no_data"))
        _start()
    elif not found:
        st.info(t("no_cases"))
    for case in found:
        _card(case)
    if on_desk is not None:
        with st.expander(t("make_case"), expanded=not found):
            _form()


def _start() -> None:
    left, right = st.columns(2)
    left.page_link(
        st.session_state["pages"]["data"], label=t("to_data"), icon=":material/upload_file:", query_params=state.link()
    )
    if right.button(t("load_examples"), icon=":material/school:"):
        import_examples()
        st.rerun()


def _card(case: dict[str, Any]) -> None:
    with st.container(border=True):
        left, right = st.columns([5, 1], vertical_alignment="center")
        left.markdown(f"**{plain(case.get('title') or case['id'])}**")
        if "fault" in case:
            left.error(case["fault"])
            return
        debtors = case.get("debtors") or [d.get("party") or d.get("name") for d in case.get("debtor", [])]
        amount = f" · {t('claim')} {case.get('currency', 'CNY')} {case['amount']}" if case.get("amount") else ""
        left.caption(plain(f"{case['id']} · {t('debtor')} {', '.join(map(str, debtors))}{amount}"))
        pages = st.session_state["pages"]
        right.page_link(
            pages["leads"],
            label=t("open"),
            icon=":material/arrow_forward:",
            query_params=state.link(case=case["id"], lead=None),
        )


def _form() -> None:
    with st.form("make-case", border=False):
        case_id = st.text_input(t("case_id"))
        title = st.text_input(t("case_title"))
        debtors = st.text_input(t("case_debtors"))
        creditor = st.text_input(t("case_creditor"))
        one, two, three = st.columns(3)
        amount, currency = one.text_input(t("case_amount")), two.text_input(t("case_currency"), "CNY")
        place = three.text_input(t("case_jurisdiction"), "CN")
        arose = st.text_input(t("case_arose"))
        purpose = st.text_input(t("case_purpose"))
        if st.form_submit_button(t("keep"), type="primary"):
            _keep(
                {"id": case_id, "title": title, "debtors": [d.strip() for d in debtors.split(";") if d.strip()], "creditor": creditor,
                 "amount": amount, "currency": currency, "jurisdiction": place, "arose": _day(arose), "purpose": purpose}
            )  # fmt: skip


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return text.strip()


def _keep(keys: dict[str, Any]) -> None:
    """Check the case against the data before it is kept: an ambiguous debtor lists its candidates."""
    on_desk = state.desk()
    try:
        if on_desk is not None:
            debt_of(keys, on_desk.snapshot, state.today(), "the case form")
        kept = keep_case(Workspace.at(state.workspace_path()), keys)
    except LookthroughError as fault:
        st.error(str(fault))
        return
    st.session_state["case"] = kept
    st.switch_page(st.session_state["pages"]["leads"], query_params={"case": kept, "lang": state.language()})
