"""What chosen files would be read as, and what an import changed."""

from __future__ import annotations

from typing import Any

import streamlit as st
from markupsafe import Markup

from casework.desk import desk_at
from casework.difference import Changed, difference
from casework.preview import Preview, Sheet, preview
from casework.today import before_last_import
from graph.errors import LookthroughError
from screens import state
from screens.entity import coded_table
from screens.state import t
from screens.text import each, fill, folded, joined, table
from screens.words import of


def previews(files: list[Any]) -> None:
    """Each chosen file: recognised as what, which heading is read as which column, and rows that would be set aside."""
    if not files:
        return
    state.put(fill("<h3>{head}</h3>", head=t("preview")))
    for file in files:
        state.put(_preview(_look(file.name, file.getvalue())))


@st.cache_data(max_entries=32, show_spinner=False)
def _look(name: str, content: bytes) -> Preview:
    return preview(content, name)


def _preview(found: Preview) -> Markup:
    if found.fault:
        return fill(
            '<p class="fault" role="alert"><b><bdi>{file}</bdi></b>: {fault}</p>', file=found.file, fault=found.fault
        )
    said = f"{found.format} · {of(found.titles, state.language())} · {t('rows_in')} {found.rows_in:,} · {t('rejected')} {found.rejected:,}"
    faults = each(
        '<p class="reject">{row}</p>', [f"{t('row')} {row}: {reason} — {mend}" for row, reason, mend in found.faults]
    )
    notes = each("<li>{row}</li>", found.notes)
    return fill(
        '<article class="note"><p><b><bdi>{file}</bdi></b> · {said}</p><p class="faint">{part}</p>{sheets}{faults}<ul class="plain">{notes}</ul></article>',
        file=found.file, said=said, part="" if found.whole else t("preview_part"), sheets=joined(map(_sheet, found.sheets)),
        faults=folded(f"{t('preview_faults')} ({found.rejected})", faults) if found.faults else "", notes=notes,
    )  # fmt: skip


def _sheet(sheet: Sheet) -> Markup:
    name = f"{sheet.name} → {coded_table(sheet.table, state.language())}".removeprefix(" → ")
    rows = [(heading, column or t("as_property")) for heading, column in sheet.mapping]
    first = table([h for h, _ in sheet.mapping], sheet.rows) if sheet.rows else fill("")
    return fill("<h4>{name}</h4>{map}{first}", name=name, map=table([t("heading"), t("read_as")], rows), first=folded(t("first_rows"), first))  # fmt: skip


def since_last_import() -> None:
    """The newest snapshot beside the one before the last import, by table."""
    held, on_desk = state.workspace(), state.desk()
    if held is None or on_desk is None:
        return
    before = before_last_import(held.snapshots())
    found = _changes(before.id, on_desk.snapshot.id) if before else ()
    total = sum(c.added + c.removed + c.changed for c in found)
    none = t("no_difference") if before else t("no_before")
    body = joined(map(_changed, found)) or fill('<p class="faint">{none}</p>', none=none)
    state.put(fill('<details class="part"><summary>{head} ({n})</summary>{body}</details>', head=t("snapshot_diff"), n=f"{total:,}", body=body))  # fmt: skip


@st.cache_resource(max_entries=4, show_spinner=False)
def _changes(before: str, after: str) -> tuple[Changed, ...]:
    held, on_desk = state.workspace(), state.desk()
    assert held is not None and on_desk is not None and on_desk.snapshot.id == after
    try:
        return difference(desk_at(held, before).snapshot, on_desk.snapshot)
    except LookthroughError:
        return ()


def _changed(one: Changed) -> Markup:
    counts = f"{t('added')} {one.added:,} · {t('removed')} {one.removed:,} · {t('changed')} {one.changed:,}"
    rows = [
        (t(row["change"]), row["who"], row["said"], row["before"] or "", f"{row['source']} {t('row')} {row['row']}")
        for row in one.rows
    ]
    body = table([t("kind"), t("party"), t("value_said"), t("before_word"), t("file")], rows)
    return folded(f"{coded_table(one.table, state.language())}: {counts}", body)
