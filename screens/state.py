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

from casework.audit import handed_out as note_handed_out
from casework.audit import note as note_act
from casework.cases import kept_case, kept_cases
from casework.desk import Desk, desk_at, document_of, open_desk
from casework.verdicts import LeadVerdict, verdicts_of
from graph.errors import LookthroughError
from graph.store.rows import SnapshotRow
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


KEPT = ("case", "lead", "e", "x", "h", "off", "asof", "party", "pf", "pt", "day")
OF_LEAD = ("e", "x", "h", "off", "pf", "pt")
"""What belongs to one lead's chain: another lead begins without it."""


def link(**given: str | None) -> dict[str, str]:
    """The address of another screen: case, lead, view, party, day and language stay, but for what is given."""
    if "case" in given:
        given = dict.fromkeys(("lead", *OF_LEAD)) | given
    elif "lead" in given:
        given = dict.fromkeys(OF_LEAD) | given
    keep: dict[str, str | None] = {name: st.query_params.get(name) for name in KEPT}
    keep |= {"lang": language()} | given
    return {name: value for name, value in keep.items() if value}


def go(**given: str | None) -> None:
    """Write the address, once, and only because the reader did something: so the browser's Back never turns in a ring.

    What a screen keeps for itself (a question and its parameters, a filter) stays too.
    """
    own = {name: value for name, value in st.query_params.items() if name not in (*KEPT, "lang", *given)}
    st.query_params.from_dict({**own, **link(**given)})


def to_overview(case: str) -> None:
    """Leave for the overview of a case that has just been made or opened."""
    st.switch_page(st.session_state["pages"]["overview"], query_params={"case": case, "lang": language()})


def listed(name: str) -> list[str]:
    """A list in the address; ids hold no semicolon, as in every list of the template."""
    return [one for one in st.query_params.get(name, "").split(";") if one]


def day_in_address(name: str) -> date | None:
    """A day as the address gives it; None where it gives none, or none that exists."""
    try:
        return date.fromisoformat(st.query_params.get(name, ""))
    except ValueError:
        return None


def follow(key: str, value: object) -> str:
    """A widget that shows what the address says: told before it is drawn, whoever changed the address."""
    st.session_state[key] = value
    return key


def cases() -> list[dict[str, Any]]:
    held = workspace()
    return kept_cases(held) if held else []


@st.cache_resource(max_entries=256, show_spinner=False)
def _document(snapshot: str, provenance: str, case: str, stamp: str, day: date) -> dict[str, Any]:
    held = workspace()
    assert held is not None
    return redact(document_of(desk_at(held, snapshot), kept_case(held, case), day, f"case {case}"))


def document(case: str, snapshot: SnapshotRow | None = None) -> dict[str, Any] | None:
    """The lead document of a case, as redacted as every other output; None while there is no data.

    snapshot: an earlier one; else the newest.
    """
    held = workspace()
    row = snapshot or (held.current_snapshot() if held else None)
    if held is None or row is None:
        return None
    path = Path(kept_case(held, case)["path"])
    stamp = f"{path}:{path.stat().st_mtime_ns}"
    return _document(row.id, row.provenance, case, stamp, today())


def documents() -> list[dict[str, Any]]:
    """Of every case that can be worked; a faulty one is shown in the list of cases, with its fault."""
    found = []
    for case in cases():
        if "fault" not in case:
            try:
                made = document(case["id"])
            except LookthroughError:
                continue
            found += [made] if made else []
    return found


def verdicts(case: str, decided: str | None = None) -> dict[str, LeadVerdict]:
    """What people decided on the leads of a case; only the confirmed or the dismissed ones, where asked."""
    held = workspace()
    found = verdicts_of(held, case) if held else {}
    return {lead: verdict for lead, verdict in found.items() if decided in (None, verdict.decided)}


def seen(verb: str, what: str, **detail: str) -> None:
    """Who saw what stands in the trail, once a session; while another writes, it is tried again at the next turn."""
    noted: set[tuple[str, str]] = st.session_state.setdefault("seen", set())
    held = workspace()
    if held is None or (verb, what) in noted:
        return
    if note_act(held, verb, what, detail, actor=actor(), at=now()):
        noted.add((verb, what))


def handed_out(what: str, make: Callable[[], str | bytes], **detail: str) -> Callable[[], bytes]:
    """For a download: what is made when it is asked for, and stands in the trail as having left the house."""
    path, who = workspace_path(), actor()

    def made() -> bytes:
        body = make()
        body = body.encode() if isinstance(body, str) else body
        return note_handed_out(Workspace.open(path), what, body, dict(detail), actor=who, at=now())

    return made


def deed(act: Callable[[], object]) -> Callable[[], None]:
    """A callback whose fault is told at the head of the page that follows: callbacks run before there is a page."""

    def do() -> None:
        try:
            act()
        except LookthroughError as known:
            st.session_state["fault"] = str(known)

    return do


def told() -> None:
    """The fault of the deed before, once."""
    if (line := st.session_state.pop("fault", None)) is not None:
        fault(line)


def guarded(show: Callable[[], None]) -> None:
    """Run a part of the page; a fault is one line with its remedy, never a traceback."""
    try:
        show()
    except LookthroughError as known:
        fault(known)
    except Exception:  # noqa: BLE001 - the last line of defence: the page says one line, the terminal the rest
        _LOG.exception("a screen failed")
        fault(t("unforeseen"))
