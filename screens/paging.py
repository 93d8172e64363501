"""Many rows as pages; the place among them stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from screens import state
from screens.state import t
from screens.text import fill

T = TypeVar("T")


def paged(rows: Sequence[T], size: int, show: Callable[[T], None]) -> None:
    """Each row of the page that the address names ("at": the number of its first row), and the way to the pages beside it."""
    given = st.query_params.get("at", "")
    start = min(int(given) if given.isdecimal() else 0, max(len(rows) - 1, 0)) // size * size
    shown = rows[start : start + size]
    for row in shown:
        show(row)
    if len(rows) <= size:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        earlier = st.button(t("earlier_page"), icon=":material/chevron_left:", disabled=start == 0)
        later = st.button(t("later_page"), icon=":material/chevron_right:", disabled=start + size >= len(rows))
        said = t("shown_of").format(start + 1, start + len(shown), len(rows))
        state.put(fill('<p class="faint" role="status">{said}</p>', said=said))
    if earlier or later:
        state.go(at=str(start + (size if later else -size)))
        st.rerun()
