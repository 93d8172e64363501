"""Bring data in: progress, faults by row, contradictions."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import streamlit as st
from markupsafe import Markup

from casework.answers import contradictions_of
from casework.given import shown_cells
from casework.load import FileResult, ImportResult
from graph.errors import LookthroughError
from screens import bring, state
from screens.annexes import disagreements
from screens.evidence import forget_given
from screens.previews import previews, since_last_import
from screens.state import t
from screens.text import fill, folded, joined, table

_MOST = 50
"""Rejected rows and contradictions shown at once; how many more there are is said."""


def show() -> None:
    """Files in, what became of each, rows set aside with reason and remedy, sources held, contradictions."""
    state.put(fill("<h2>{head}</h2>", head=t("bring_in")))
    _form()
    if "imported" in st.session_state:
        _outcome(st.session_state["imported"])
    since_last_import()
    _contradictions()
    _held()


def _form() -> None:
    """Files are looked at as soon as they are chosen; nothing is kept before the button is pressed."""
    with st.container(border=True):
        left, right = st.columns([3, 2])
        files = left.file_uploader(t("upload"), accept_multiple_files=True)
        label = right.text_input(t("label"), help=t("label_help"))
        folder = right.text_input(t("folder"))
        previews(list(files or ()))
        wanted = st.button(t("import"), type="primary", icon=":material/upload_file:")
    if not wanted:
        return
    st.session_state.pop("imported", None)
    if not files and not folder.strip():
        state.note(t("nothing_given"))
        return
    try:
        if files:
            result = bring.load_uploads(list(files), label.strip())
        else:
            result = bring.load_paths([Path(folder.strip()).expanduser()], label.strip() or None)
    except LookthroughError as known:
        state.fault(known)
    else:
        st.session_state["imported"] = result
        forget_given()


def _outcome(result: ImportResult) -> None:
    rejected, unread = sum(f.rejected for f in result.files), sum(f.error is not None for f in result.files)
    said = t("outcome_said").format(len(result.files), sum(f.rows_in for f in result.files), rejected, unread)
    rows = [
        (f.path, f.format, f.rows_in, f.stated, f.merged, f.rejected, f.error or "; ".join(f.notes))
        for f in result.files
    ]
    heads = [t(name) for name in ("file", "format", "rows_in", "stated", "merged", "rejected", "note")]
    state.put(
        fill('<div class="note" role="status"><p><b>{said}</b></p>{files}</div>', said=said, files=table(heads, rows))
    )
    for number, file in enumerate(result.files):
        if file.rejects_file:
            _rejects(file, f"rejects-{number}")


def _rejects(file: FileResult, key: str) -> None:
    """Each row set aside: where it stands, what is wrong, how to mend it; all of them to take away."""
    path = Path(str(file.rejects_file))
    with path.open(encoding="utf-8-sig", newline="") as text:
        rows = list(islice(csv.DictReader(text), _MOST))
    more = t("and_more").format(file.rejected - len(rows)) if file.rejected > len(rows) else ""
    state.put(
        fill(
            '<h3>{head}: <bdi>{file}</bdi> ({n})</h3>{rows}<p class="faint">{more}</p>',
            head=t("rejected_rows"), file=file.path, n=file.rejected, rows=joined(map(_reject, rows)), more=more,
        )
    )  # fmt: skip
    name = f"rejects-{Path(file.path).stem}.csv"
    st.download_button(t("rejects_file"), state.handed_out(f"rejected rows {name}", path.read_bytes, format="csv", level="as given"), name, "text/csv", on_click="ignore", key=key, icon=":material/download:")  # fmt: skip


def _reject(row: dict[str, Any]) -> Markup:
    cells = shown_cells(value for name, value in row.items() if name and name.startswith("cell_"))
    return fill(
        '<div class="reject"><p><b>{at} {row}</b> · {column} = <b><bdi>{value}</bdi></b></p><p>{reason}</p>'
        '<p class="faint">{mend}: {remedy}</p>{cells}</div>',
        at=t("row"), row=row["row"], column=row["column"] or "—", value=" ".join(shown_cells([row["value"]])) or "—",
        reason=row["reason"], mend=t("mend"), remedy=row["remedy"],
        cells=folded(t("as_given"), _cells(cells)) if cells else "",
    )  # fmt: skip


def _cells(cells: Iterable[str]) -> Markup:
    return fill("<p>{cells}</p>", cells=joined(fill('<span class="chip">{c}</span> ', c=c) for c in cells))


def _held() -> None:
    held = state.workspace()
    sources = [s for s in held.sources() if s.withdrawn is None] if held else []
    rows = [(s.label, s.name, s.format, s.rows_in, s.rejected, s.sha256[:16]) for s in sources]
    heads = [t(name) for name in ("source", "file", "format", "rows_in", "rejected")] + ["sha256"]
    body = table(heads, rows) if rows else fill('<p class="faint">{none}</p>', none=t("none"))
    state.put(fill('<details class="part"><summary>{head} ({n})</summary>{body}</details>', head=t("held"), n=len(rows), body=body))  # fmt: skip


def _contradictions() -> None:
    on_desk = state.desk()
    if on_desk is None:
        return
    found = _all_contradictions(on_desk.snapshot.id)
    more = t("and_more").format(len(found) - _MOST) if len(found) > _MOST else ""
    body = disagreements(found[:_MOST], state.language()) or fill('<p class="faint">{none}</p>', none=t("none"))
    state.put(
        fill(
            '<details class="part"><summary>{head} ({n})</summary>{body}<p class="faint">{more}</p></details>',
            head=t("inbox"), n=len(found), body=body, more=more,
        )
    )  # fmt: skip


@st.cache_resource(max_entries=2, show_spinner=False)
def _all_contradictions(snapshot: str) -> list[dict[str, Any]]:
    on_desk = state.desk()
    assert on_desk is not None and on_desk.snapshot.id == snapshot
    return contradictions_of(on_desk.snapshot)
