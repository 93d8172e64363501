"""Evidence with file, row and hash, and the row as given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from casework.given import given_rows
from reports.wording import Language, term
from screens import state
from screens.text import each, fill, folded, joined
from screens.words import of, say

Record = Mapping[str, Any]


def cited(rows: Sequence[Record], language: Language) -> Markup:
    """Each cited row once: what it says, where it stands, how good its source is, and the row as its file gave it."""
    places: dict[tuple[str, str, str], list[Record]] = {}
    for item in rows:
        places.setdefault((str(item["source"]), str(item["row"]), str(item["sha256"])), []).append(item)
    if not places:
        return fill('<p class="faint">{none}</p>', none=say("no_evidence", language))
    held = state.workspace()
    given = _given(tuple(places)) if held else {}
    made = joined(_place(items, given.get(key), language) for key, items in places.items())
    return fill('<div class="evs">{made}</div>', made=made)


@st.cache_data(max_entries=400, show_spinner=False)
def _given(places: tuple[tuple[str, str, str], ...]) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """A file under its hash never says anything else; one that was forgotten answers nothing from then on."""
    held = state.workspace()
    cited = [{"source": source, "row": row, "sha256": sha256} for source, row, sha256 in places]
    return given_rows(held, cited) if held else {}


def forget_given() -> None:
    _given.clear()


def _place(items: list[Record], cells: tuple[str, ...] | None, language: Language) -> Markup:
    first = items[0]
    said = [text for text in dict.fromkeys(of(item["text"], language) for item in items) if text]
    notes = [
        f"{say('row', language)} {first['row']}",
        first.get("row_id"),
        term("grade", first["file_grade"], language) if first.get("file_grade") else say("no_grade", language),
        term("standing", first["standing"], language),
    ]
    claimed = (
        f"{term('evidence', 'claimed', language)}: {first['claimed_source']}" if first.get("claimed_source") else ""
    )
    row = fill("<p>{cells}</p>", cells=each('<span class="chip">{row}</span> ', cells)) if cells else Markup("")
    return fill(
        '<article class="ev">{said}<p class="cite"><b>{file}</b> · {notes}</p><p class="cite">{claimed}</p>'
        '<p class="sha">sha256 {sha}</p>{row}</article>',
        said=each('<p class="say">{row}</p>', said), file=f"{first['label']}/{first['source']}" if first.get("label") else first["source"],
        notes=" · ".join(str(n) for n in notes if n), claimed=claimed, sha=first["sha256"],
        row=folded(say("as_given", language), row),
    )  # fmt: skip


def hash_note(language: Language) -> Markup:
    return fill('<p class="faint">sha256: {note}</p>', note=say("hash", language))
