"""What every screen needs: language, workspace, case, URL."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import streamlit as st

from casework.cases import kept_case, kept_cases
from casework.desk import Desk, document_of, open_desk
from graph.errors import LookthroughError
from graph.store.workspace import Workspace
from reports.redact import redact
from screens.words import say

LANGUAGES = {"zh": "中文", "en": "English"}


def language() -> str:
    """zh or en, from the URL."""
    chosen = st.query_params.get("lang") or st.session_state.get("lang") or "zh"
    st.session_state["lang"] = chosen if chosen in LANGUAGES else "zh"
    return str(st.session_state["lang"])


def t(key: str) -> str:
    return say(key, language())


def today() -> date:
    return datetime.now().astimezone().date()


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def workspace_path() -> Path:
    return Path(os.environ.get("LOOKTHROUGH_WORKSPACE") or "workspace")


def workspace() -> Workspace | None:
    """The workspace, or None where nothing has been made yet."""
    try:
        return Workspace.open(workspace_path())
    except LookthroughError:
        return None


def desk() -> Desk | None:
    held = workspace()
    if held is None or held.current_snapshot() is None:
        return None
    return open_desk(held)


def case_id() -> str | None:
    """The open case: from the URL, else the one last open in this tab."""
    chosen = st.query_params.get("case") or st.session_state.get("case")
    if chosen:
        st.session_state["case"] = chosen
    return chosen


def link(**given: str | None) -> dict[str, str]:
    """The URL's state for another screen: case, lead, language, and what is given."""
    keep: dict[str, str | None] = {"case": case_id(), "lead": st.query_params.get("lead"), "lang": language()} | given
    return {k: v for k, v in keep.items() if v}


def cases() -> list[dict[str, Any]]:
    held = workspace()
    return kept_cases(held) if held else []


@st.cache_resource(max_entries=8, show_spinner=False)
def _document(snapshot: str, case: str, stamp: str, day: date) -> dict[str, Any]:
    held, now_on_desk = workspace(), desk()
    assert held is not None and now_on_desk is not None
    return redact(document_of(now_on_desk, kept_case(held, case), day, f"case {case}"))


def document(case: str) -> dict[str, Any] | None:
    """The lead document of a case, as redacted as every other output; None while there is no data."""
    held, on_desk = workspace(), desk()
    if held is None or on_desk is None:
        return None
    path = Path(kept_case(held, case)["path"])
    stamp = f"{path.stat().st_mtime_ns}"
    return _document(on_desk.snapshot.id + on_desk.snapshot.provenance, case, stamp, today())


def guarded(show: Any) -> None:
    """Run a screen; a fault that a user can mend is one line, never a traceback."""
    try:
        show()
    except LookthroughError as fault:
        st.error(str(fault))
