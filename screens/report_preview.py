"""What will leave, looked at first: pages, or the page in a frame."""

from __future__ import annotations

from html import escape

import streamlit as st

from casework.copies import Copy
from casework.page_pictures import page_count, page_pictures
from screens import report_copy, state
from screens.report_copy import Ground
from screens.state import t
from screens.text import fill

_AT_ONCE = 6
_HEIGHT = 620


def show(on: Ground, wanted: Copy) -> None:
    """The very bytes of one chosen file; made only when they are asked for."""
    names = [name for name in wanted.names() if name.endswith((".pdf", ".html"))]
    if not st.toggle(t("report_preview"), key="report-preview", disabled=not names, help=t("report_preview_note")):
        if not names:
            state.put(fill('<p class="faint">{said}</p>', said=t("report_no_preview")))
        return
    # PDF first: what is filed.
    names.sort(key=lambda name: name.endswith(".html"))
    name = st.segmented_control(t("report_preview_of"), names, default=names[0], required=True, wrap=True)
    with st.spinner(t("loading")):
        body = report_copy.one_file(on, wanted, str(name or names[0]))
    if str(name).endswith(".html"):
        _framed(body)
    else:
        _pages(body, f"{name}-{wanted.level}")
    state.put(fill('<p class="faint">{said}</p>', said=t("report_preview_note")))


def _framed(body: bytes) -> None:
    """In a frame that runs nothing, opens nothing and is of no origin: what a file says stays text."""
    page = escape(body.decode("utf-8"), quote=True)
    style = "border:0;width:100%;height:100%;position:absolute;inset:0;background:#fff"
    st.iframe(
        f'<iframe title="{escape(t("report_preview"))}" sandbox="" srcdoc="{page}" style="{style}"></iframe>',
        height=_HEIGHT,
    )


def _pages(body: bytes, key: str) -> None:
    count = page_count(body)
    start = 0
    if count > _AT_ONCE:
        spans = {n: _span(n, count) for n in range(0, count, _AT_ONCE)}
        chosen = st.segmented_control(
            t("report_pages_of"), list(spans), format_func=spans.__getitem__, default=0, required=True, wrap=True,
            key=f"pages-{key}-{count}",
        )  # fmt: skip
        start = int(chosen or 0)
    pages = range(start, min(start + _AT_ONCE, count))
    with st.container(height=_HEIGHT, key="report-pages"):
        for n, picture in zip(pages, page_pictures(body, pages), strict=True):
            said = t("report_pages").format(n + 1, count)
            st.image(picture, caption=said, width="stretch", alt=said)


def _span(start: int, count: int) -> str:
    last = min(start + _AT_ONCE, count)
    return f"{start + 1}–{last}" if last > start + 1 else str(last)
