"""The report, from any screen: leads, language, formats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

import streamlit as st

from casework.answers import note_export
from casework.desk import printed, with_leads
from casework.filing import Choice, form_files
from graph.store.workspace import Workspace
from reports.form import FORMS
from reports.report_format import FORMATS
from reports.wording import Languages
from screens import state
from screens.state import t
from screens.text import fill, visible
from screens.words import of

Record = Mapping[str, Any]
_ICONS = {
    "html": "description",
    "xlsx": "table",
    "json": "data_object",
    "pdf": "picture_as_pdf",
    "docx": "article",
    "ics": "event",
}


def button() -> None:
    """In the header of every screen, while a case is open."""
    case = state.case_id()
    if case and any(c["id"] == case and "fault" not in c for c in state.cases()) and state.desk() is not None:
        pressed = st.button(t("report"), icon=":material/print:", type="primary", key="make-report")
        if pressed:
            _dialog(case)


def _dialog(case: str) -> None:
    @st.dialog(t("report_title"), width="medium")
    def show() -> None:
        state.guarded(partial(_choices, case))

    show()


def _choices(case: str) -> None:
    document = state.document(case)
    if document is None:
        state.note(t("no_data"))
        return
    tongue = state.language()
    leads = {lead["id"]: lead for lead in document["leads"] if lead["tier"] != "signal"}
    dismissed = set(state.verdicts(case, "dismissed"))
    chosen = st.multiselect(
        t("report_leads"),
        list(leads),
        default=[one for one in leads if one not in dismissed],
        format_func=lambda one: visible(f"{leads[one]['rank']}. {of(leads[one]['title'], tongue)}"),
    )
    names = {"zh": "中文", "en": "English", "both": t("report_both")}
    language = st.segmented_control(
        t("report_language"), list(names), format_func=lambda one: names[one], default="both", required=True
    )
    state.put(fill('<p class="faint">{mask} {known}</p>', mask=t("report_mask"), known=t("knowledge")))
    if leads and not chosen:
        state.note(t("report_none"))
        return
    _formats(document, chosen, cast(Languages, language or "both"))
    _forms(case, document, chosen, cast(Languages, language or "both"))


def _formats(document: Record, leads: Sequence[str], language: Languages) -> None:
    """Whatever the registry of formats holds; made when asked for, and that it left the house stands in the trail."""
    path, who, name = state.workspace_path(), state.actor(), document["case"]["id"]
    with st.container(horizontal=True):
        for kind, form in FORMATS.items():
            made = partial(_made, document, tuple(leads), kind, language, path, who)
            label = f"{kind.upper()} · {visible(of(form.titles, state.language()))}"
            icon = f":material/{_ICONS.get(kind, 'download')}:"
            st.download_button(label, made, f"{name}.{form.suffix}", on_click="ignore", icon=icon, key=f"report-{kind}")


def _forms(case: str, document: Record, leads: Sequence[str], language: Languages) -> None:
    """A court copy for one reader: the chosen leads alone, no scores, no signals; dismissed ones as the form tells them."""
    name = st.selectbox(
        t("report_form"),
        list(FORMS),
        format_func=lambda one: visible(of(FORMS[one].titles, state.language())),
        help=t("report_form_help"),
        key="report-form",
    )
    choice = Choice(tuple(leads), state.verdicts(case), language=language)
    path, who = state.workspace_path(), state.actor()
    suffixes = ("pdf", "docx", *(("ics",) if FORMS[name].beside else ()))
    with st.container(horizontal=True):
        for kind in suffixes:
            made = partial(_made_form, document, name, kind, choice, path, who)
            icon = f":material/{_ICONS.get(kind, 'download')}:"
            file = f"{document['case']['id']}-{name}.{kind}"
            st.download_button(kind.upper(), made, file, on_click="ignore", icon=icon, key=f"form-{name}-{kind}")


def _made_form(document: Record, name: str, kind: str, choice: Choice, path: Path, who: str) -> bytes:
    body = form_files(document, FORMS[name], choice)[kind]
    note_export(Workspace.open(path), [document["case"]["id"]], actor=who, at=state.now(), level=FORMS[name].level)
    return body


def _made(document: Record, leads: Sequence[str], kind: str, language: Languages, path: Path, who: str) -> bytes:
    body = printed(with_leads(document, leads), (kind,), language)[kind]
    note_export(Workspace.open(path), [document["case"]["id"]], actor=who, at=state.now())
    return body
