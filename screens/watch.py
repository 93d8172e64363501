"""The watch list: what is new since the last look."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st
from markupsafe import Markup

from casework.watching import (
    News,
    Seen,
    Watched,
    look_at,
    looked,
    news,
    stamp_of,
    unwatch,
    watch,
    watch_list,
    watched,
)
from graph.errors import LookthroughError
from graph.store.workspace import Workspace
from reports.wording import term
from screens import state
from screens.state import t
from screens.text import fill, folded, joined, visible
from screens.words import of

Row = Mapping[str, Any]
_KINDS = ("party", "case", "query")
_MOST = 50
"""Rows of one part shown open; the rest is folded."""


def show() -> None:
    """Each watched thing with its news; looking changes nothing until it is marked as seen."""
    held, on_desk = state.workspace(), state.desk()
    if held is None or on_desk is None:
        state.note(t("no_data"))
        return
    state.put(fill('<h2>{head}</h2><p class="faint">{what}</p>', head=t("watch"), what=t("watch_lead")))
    entries = watch_list(held)
    if entries:
        with st.spinner(t("loading")):
            found = news(held, entries, state.today(), _looked_at)
        state.seen("view", "watch list")
        _all_seen(held, entries, found)
        for item in sorted(found, key=lambda one: not one.any):
            _entry(held, item)
    else:
        state.note(t("watch_none"))
    _form(held)


def _looked_at(one: Watched) -> Seen:
    """A case is worked once, not at every turn of the page."""
    held = state.workspace()
    row = held.current_snapshot() if held else None
    if held is None or row is None:
        raise LookthroughError("nothing has been imported yet", "watch", "bring files in first")
    return _kept_look(row.id, row.provenance, one.id, stamp_of(held, one), state.today())


@st.cache_resource(max_entries=256, show_spinner=False)
def _kept_look(snapshot: str, provenance: str, entry: str, stamp: str, day: date) -> Seen:
    held = state.workspace()
    assert held is not None
    return look_at(held, watched(held, entry), day)


def _all_seen(held: Workspace, entries: list[Watched], found: list[News]) -> None:
    if any(item.any and item.fault is None for item in found):
        st.button(
            f"{t('watch_seen')} ({sum(item.any for item in found)})",
            icon=":material/done_all:",
            type="primary",
            on_click=state.deed(lambda: looked(held, entries, state.today(), actor=state.actor(), at=state.now())),
        )


def _entry(held: Workspace, item: News) -> None:
    one = item.watched
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(width="stretch"):
                state.put(_head(item))
            if item.any and item.fault is None:
                st.button(
                    t("watch_seen"),
                    key=f"seen-{one.id}",
                    icon=":material/done:",
                    type="tertiary",
                    on_click=state.deed(
                        lambda: looked(held, [one], state.today(), actor=state.actor(), at=state.now())
                    ),
                )
            st.button(
                t("watch_stop"),
                key=f"stop-{one.id}",
                icon=":material/visibility_off:",
                type="tertiary",
                on_click=state.deed(lambda: unwatch(held, one.id, actor=state.actor(), at=state.now())),
            )
        if not item.first:
            state.put(joined(_part(t(word), rows) for word, rows in _parts(item)))


def _parts(item: News) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    return ("came", item.added), ("altered_row", item.changed), ("went", item.removed)


def _head(item: News) -> Markup:
    one = item.watched
    given = ", ".join(f"{key} {value}" for key, value in one.given.items())
    if item.fault:
        said = fill('<p class="fault" role="alert">{head}: {fault}</p>', head=t("watch_fault"), fault=item.fault)
    elif item.first:
        said = fill('<p class="faint">{said}</p>', said=t("watch_first").format(len(item.added)))
    elif item.any:
        counts = len(item.added), len(item.removed), len(item.changed)
        said = fill("<p><b>{said}</b></p>", said=t("watch_since").format(one.at, *counts))
    else:
        said = fill('<p class="faint">{said}</p>', said=t("watch_quiet").format(one.at))
    return fill(
        '<h3><span class="chip">{kind}</span> {what} <span class="faint">{given}</span></h3>{said}',
        kind=t(f"watch_{one.kind}"), what=one.what, given=given, said=said,
    )  # fmt: skip


def _part(head: str, rows: tuple[Row, ...]) -> Markup:
    lines = [fill("<li>{row}</li>", row=_said(row)) for row in rows]
    if not lines:
        return Markup("")
    shown = fill('<h4>{head}</h4><ul class="plain">{rows}</ul>', head=head, rows=joined(lines[:_MOST]))
    rest = fill('<ul class="plain">{rows}</ul>', rows=joined(lines[_MOST:])) if lines[_MOST:] else Markup("")
    return joined([shown, folded(f"{head} ({len(lines) - _MOST})", rest)])


def _said(row: Row) -> Markup:
    tongue = state.language()
    if "tier" in row:
        was = row.get("before")
        chip = fill('<span class="chip {tier}">{said}</span>', tier=row["tier"], said=term("tier", row["tier"], tongue))
        before = f" ({t('before_was')}: {term('tier', was['tier'], tongue)})" if was else ""
        return fill("{chip} {said}{before}", chip=chip, said=of(row["said"], tongue), before=before)
    if "who" in row:
        place = f"{row['source']} {t('row')} {row['row']}"
        return fill(
            '<b>{who}</b> {said} <span class="faint">{kind} · {place}</span>',
            who=row["who"], said=row["said"], kind=row["kind"], place=place,
        )  # fmt: skip
    cells = (f"{key} {_cell(value)}" for key, value in row.items() if key != "before" and value not in (None, "", []))
    return fill("{said}", said=" · ".join(cells))


def _cell(value: object) -> str:
    return " → ".join(map(str, value)) if isinstance(value, list) else visible(value)


def _form(held: Workspace) -> None:
    def submit() -> None:
        what = st.session_state["watch-what"].strip()
        watch(held, st.session_state["watch-kind"], what, {}, actor=state.actor(), at=state.now())

    with st.form("watch-add", clear_on_submit=True), st.container(horizontal=True, vertical_alignment="bottom"):
        kinds = {one: t(f"watch_{one}") for one in _KINDS}
        st.selectbox(t("watch_kind"), list(kinds), format_func=lambda one: kinds[one], key="watch-kind", width=160)
        st.text_input(t("watch_what"), key="watch-what")
        st.form_submit_button(t("watch_add"), icon=":material/visibility:", on_click=state.deed(submit))
