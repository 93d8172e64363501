"""Evidence with file, row and hash, and the row as given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from casework.given import given_row
from screens import state
from screens.state import t
from screens.text import plain
from screens.words import of


def evidence_list(rows: Sequence[Mapping[str, Any]], *, key: str) -> None:
    """Each row that was cited: its sentence, where it stands, how good its source is."""
    for index, item in enumerate(rows):
        with st.container(key=f"evidence-{key}-{index}"):
            st.markdown(f"**{plain(of(item['text'], state.language()))}**")
            name = f" · {item['row_id']}" if item.get("row_id") else ""
            grade = f" · {item['file_grade']}" if item.get("file_grade") else ""
            st.caption(
                plain(
                    f"{t('file')} {item['source']} · {t('row')} {item['row']}{name}{grade} · {t('standing')} {item['standing']}"
                )
            )
            st.code(f"sha256 {item['sha256']}", language=None)
            st.caption(t("hash"))
            _as_given(item)


def _as_given(item: Mapping[str, Any]) -> None:
    held = state.workspace()
    cells = given_row(held, item) if held else None
    if cells:
        with st.popover(t("as_given")):
            st.text(" | ".join(cells))
