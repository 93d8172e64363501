"""The report, from any screen: for whom, what, how encrypted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any, cast

import streamlit as st

from casework.copies import Copy
from casework.desk import DEFAULT_FORMATS
from casework.encryption import Encryption
from graph.store.workspace import Workspace
from reports.form import FORMS
from reports.levels import LEVELS, deletion_day
from reports.report_format import FORMATS
from reports.word import check_letterhead
from reports.wording import Languages
from screens import report_copy, report_encryption, report_preview, state
from screens.report_copy import ALL, Ground
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
    "zip": "folder_zip",
    "age": "lock",
}


def button() -> None:
    """In the header of every screen, while a case is open."""
    case = state.case_id()
    if case and any(c["id"] == case and "fault" not in c for c in state.cases()) and state.desk() is not None:
        pressed = st.button(t("report"), icon=":material/print:", type="primary", key="make-report")
        if pressed:
            _dialog(case)


def _dialog(case: str) -> None:
    @st.dialog(t("report_title"), width="large")
    def show() -> None:
        state.guarded(partial(_choices, case))

    show()


def _choices(case: str) -> None:
    held, document = state.workspace(), state.document(case)
    on = report_copy.ground(held, case) if held else None
    if held is None or document is None or on is None:
        state.note(t("no_data"))
        return
    choice, taken = st.columns([6, 5], gap="medium")
    with choice, st.container(key="report-choice", gap="small"):
        level, delete_by = _reader(document)
        leads = _leads(case, document)
        formats, language = _formats()
        forms, dismissed = _forms(held, case)
        pack = st.toggle(t("report_pack"), key="report-pack")
        letterhead = _letterhead() if "docx" in formats or forms else None
        if pack and level == "internal":
            state.note(t("report_pack_open"))
        how = report_encryption.asked()
    with taken:
        if not leads and any(lead["tier"] != "signal" for lead in document["leads"]):
            state.note(t("report_none"))
        elif not formats and not forms and not pack:
            state.note(t("report_nothing"))
        else:
            wanted = Copy(
                level, delete_by, leads, formats, language, forms, "printed" if dismissed else "counted", letterhead,
                "added" if pack else "left out",
            ).checked()  # fmt: skip
            if how != "unfinished":
                _downloads(on, wanted, how)
            report_preview.show(on, wanted)


def _reader(document: Record) -> tuple[str, str | None]:
    """For whom, and by when the copy is to be deleted."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        level = st.segmented_control(
            t("report_copy"), list(LEVELS), format_func={one: t(f"copy_{one}") for one in LEVELS}.__getitem__, default="internal", required=True,
            key="report-level",
        )  # fmt: skip
        day = st.date_input(
            t("report_delete"), value=_day(document), key="report-delete", width=210, help=t("report_delete_help")
        )
    chosen = str(level or "internal")
    state.put(fill('<p class="faint">{said} {known}</p>', said=t(f"about_{chosen}"), known=t("knowledge")))
    return chosen, day.isoformat() if isinstance(day, date) else None


def _day(document: Record) -> date | None:
    """The case file's own day; a partial one is left to it."""
    said = document["case"].get("delete_by")
    try:
        return date.fromisoformat(str(deletion_day(said))) if said else None
    except ValueError:
        return None


def _leads(case: str, document: Record) -> tuple[str, ...]:
    tongue = state.language()
    said = {lead["id"]: lead for lead in document["leads"] if lead["tier"] != "signal"}
    leads = {one: visible(f"{lead['rank']}. {of(lead['title'], tongue)}") for one, lead in said.items()}
    dismissed = set(state.verdicts(case, "dismissed"))
    chosen = st.multiselect(
        t("report_leads"),
        list(leads),
        default=[one for one in leads if one not in dismissed],
        format_func=leads.__getitem__,
        key="report-leads",
        placeholder=t("report_none"),
    )
    return tuple(one for one in leads if one in chosen)


def _formats() -> tuple[tuple[str, ...], Languages]:
    tongue = state.language()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        formats = st.pills(
            t("report_formats"), list(FORMATS), selection_mode="multi", default=[*DEFAULT_FORMATS, "pdf"],
            format_func={n: f"{n.upper()} · {of(f.titles, tongue)}" for n, f in FORMATS.items()}.__getitem__,
            key="report-formats", wrap=True,
        )  # fmt: skip
        names = {"zh": "中文", "en": "English", "both": t("report_both")}
        language = st.segmented_control(
            t("report_language"), list(names), format_func=names.__getitem__, default="both", required=True,
            key="report-language",
        )  # fmt: skip
    return tuple(name for name in FORMATS if name in formats), cast(Languages, language or "both")


def _forms(held: Workspace, case: str) -> tuple[tuple[str, ...], bool]:
    """Readers' forms; whether dismissed leads are told in them."""
    titles = {name: of(form.titles, state.language()) for name, form in FORMS.items()}
    chosen = st.multiselect(
        t("report_forms"), list(FORMS), format_func=titles.__getitem__,
        help=t("report_forms_help"), key="report-forms", placeholder=t("report_forms_none"),
    )  # fmt: skip
    count = len(state.verdicts(case, "dismissed"))
    if not chosen or not count:
        return tuple(chosen), False
    told = st.toggle(t("report_dismissed"), help=t("report_dismissed_n").format(count), key="report-dismissed")
    return tuple(chosen), told


def _letterhead() -> bytes | None:
    given = st.file_uploader(t("report_letterhead"), type=["docx"], key="report-letterhead", max_upload_size=20)
    if given is None:
        return None
    body = bytes(given.getvalue())
    check_letterhead(body)
    return body


def _downloads(on: Ground, wanted: Copy, how: Encryption | None) -> None:
    """One button a file, and one for all; made when it is pressed, and that it left the house stands in the trail."""
    names = wanted.names()
    if "json" not in wanted.formats:
        names = tuple(name for name in names if name != "leads.json")
    leaving = names if how is None else how.names(dict.fromkeys(wanted.names()))
    if not leaving:
        state.note(t("report_pdf_none"))
        return
    who = state.actor()
    state.put(fill("<h3>{head}</h3>", head=t("report_take")))
    with st.container(horizontal=True, key="report-files"):
        if how is None:
            _download(on, wanted, ALL, how, who, t("report_all"))
        for name in leaving:
            _download(on, wanted, name, how, who, name)
    state.put(fill('<p class="faint">{noted}</p>', noted=t("report_noted")))


def _download(on: Ground, wanted: Copy, name: str, how: Encryption | None, who: str, label: str) -> None:
    icon = _ICONS.get(name.rpartition(".")[2], "download")
    st.download_button(
        label, partial(report_copy.handed_out, on, wanted, name, how, who), report_copy.file_name(on.case, name),
        on_click="ignore", icon=f":material/{icon}:", key=f"take-{name}",
        type="primary" if name == ALL or how is not None else "secondary",
    )  # fmt: skip
