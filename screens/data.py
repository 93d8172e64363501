"""Bring data in: progress, faults by row, contradictions."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from casework.answers import contradictions_of
from casework.load import ImportResult
from graph.errors import LookthroughError
from screens import bring, state
from screens.state import t
from screens.text import plain
from screens.words import of


def show() -> None:
    """Files in, what became of each, rows set aside with reason and remedy, sources held, contradictions."""
    st.subheader(t("bring_in"))
    with st.form("bring", border=True):
        files = st.file_uploader(t("upload"), accept_multiple_files=True)
        folder = st.text_input(t("folder"))
        label = st.text_input(t("label"))
        wanted = st.form_submit_button(t("import"), type="primary")
    if wanted and (files or folder.strip()):
        try:
            result = (
                bring.load_uploads(list(files), label.strip())
                if files
                else bring.load_paths([Path(folder.strip())], label.strip())
            )
        except LookthroughError as fault:
            st.error(str(fault))
        else:
            st.session_state["imported"] = result
    if "imported" in st.session_state:
        _outcome(st.session_state["imported"])
    _held()


def _outcome(result: ImportResult) -> None:
    st.success(f"{t('imported')}: {len(result.files)} {t('file')}")
    rows = [
        {
            "file": f.path,
            "format": f.format,
            "rows in": f.rows_in,
            "stated": f.stated,
            "merged": f.merged,
            "rejected": f.rejected,
        }
        for f in result.files
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True)
    for file in result.files:
        if file.error:
            st.error(plain(f"{file.path}: {file.error}"))
        for note in file.notes:
            st.caption(plain(f"{file.path}: {note}"))
        if file.rejects_file:
            st.markdown(f"**{t('rejected')}** {plain(file.path)}")
            st.dataframe(
                pd.read_csv(file.rejects_file, dtype=str, encoding="utf-8-sig", keep_default_na=False), hide_index=True
            )


def _held() -> None:
    held, on_desk = state.workspace(), state.desk()
    if held is None or on_desk is None:
        return
    st.subheader(t("held"))
    rows = [
        {
            "label": s.label,
            "file": s.name,
            "format": s.format,
            "rows": s.rows_in,
            "rejected": s.rejected,
            "sha256": s.sha256[:16],
        }
        for s in held.sources()
        if s.withdrawn is None
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True)
    found = contradictions_of(on_desk.snapshot)
    st.subheader(f"{t('contradictions')} ({len(found)})")
    for row in found[:100]:
        names = ", ".join(p["name"] for p in row["parties"])
        with st.expander(plain(f"{row['kind']}: {names}")):
            for said in row["statements"]:
                st.markdown(f"- {plain(said['source'])} {t('row')} {said['row']}: {plain(said['value'])}")
            st.caption(plain(of(row["settle"], state.language())))
