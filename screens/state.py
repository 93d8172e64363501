"""What every screen needs: the address, workspace, case."""

from __future__ import annotations

import getpass
import logging
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import streamlit as st
from markupsafe import Markup

from casework.cases import kept_case, kept_cases
from casework.desk import Desk, document_of, open_desk
from graph.errors import LookthroughError
from graph.store.workspace import Workspace
from reports.redact import redact
from reports.wording import Language
from screens import text
from screens.words import say

LANGUAGES: dict[Language, str] = {"zh": "中文", "en": "English"}
_LOG = logging.getLogger("lookthrough")


def language() -> Language:
    """From the address, else the browser's own."""
    chosen = st.query_params.get("lang")
    if chosen not in LANGUAGES:
        chosen = "zh" if str(st.context.locale or "zh").startswith("zh") else "en"
    return "zh" if chosen == "zh" else "en"


def t(key: str) -> str:
    return say(key, language())


def put(body: Markup) -> None:
    """A piece of the page, in the reader's language."""
    text.html(body, language())


def fault(line: object) -> None:
    put(text.fill('<p class="fault" role="alert">{line}</p>', line=line))


def note(line: object) -> None:
    put(text.fill('<p class="note">{line}</p>', line=line))


def today() -> date:
    return datetime.now().astimezone().date()


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def actor() -> str:
    """The account the app runs under: the app has no log-in of its own."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def workspace_path() -> Path:
    return Path(os.environ.get("LOOKTHROUGH_WORKSPACE") or "workspace")


def workspace() -> Workspace | None:
    """The workspace, or None where nothing has been made yet; one that is there but unusable is a fault."""
    path = workspace_path()
    if not path.exists() or (path.is_dir() and not any(path.iterdir())):
        return None
    return Workspace.open(path)


def desk() -> Desk | None:
    held = workspace()
    if held is None or held.current_snapshot() is None:
        return None
    return open_desk(held)


def case_id() -> str | None:
    """The open case: the address alone says it."""
    return st.query_params.get("case") or None


def link(**given: str | None) -> dict[str, str]:
    """The address of another screen: case, lead, selection and language stay, but for what is given."""
    keep: dict[str, str | None] = {name: st.query_params.get(name) for name in ("case", "lead", "e")}
    keep |= {"lang": language()} | given
    return {name: value for name, value in keep.items() if value}


def go(**given: str | None) -> None:
    """Write the address, once, and only because the reader did something: so the browser's Back never turns in a ring."""
    st.query_params.from_dict(link(**given))


def follow(key: str, value: object) -> str:
    """A widget that shows what the address says: told before it is drawn, whoever changed the address."""
    st.session_state[key] = value
    return key


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
    stamp = f"{path}:{path.stat().st_mtime_ns}"
    return _document(on_desk.snapshot.id + on_desk.snapshot.provenance, case, stamp, today())


def guarded(show: Callable[[], None]) -> None:
    """Run a part of the page; a fault is one line with its remedy, never a traceback."""
    try:
        show()
    except LookthroughError as known:
        fault(known)
    except Exception:  # noqa: BLE001 - the last line of defence: the page says one line, the terminal the rest
        _LOG.exception("a screen failed")
        fault(t("unforeseen"))
