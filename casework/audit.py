"""Who saw, changed and handed out what: the trail, read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Literal

from graph.errors import WorkspaceBusy
from graph.masks import Aliases, masked
from graph.store.workspace import Workspace
from graph.trail import TrailEntry

What = Literal["seen", "changed", "decided", "exported", "sealed", "other"]
_WHAT: dict[str, What] = {
    "view": "seen", "search": "seen", "query": "seen", "import": "changed", "forget": "changed", "write": "changed", "migrate": "changed",
    "save-query": "changed", "retire-query": "changed", "watch": "changed", "unwatch": "changed", "watch-run": "seen",
    "decide": "decided", "judge-lead": "decided", "export": "exported",
    "sign-head": "sealed", "request-stamp": "sealed", "keep-stamp": "sealed",
}  # fmt: skip
WAIT_SECONDS = 1.0
"""How long a note of a view waits for a writer before it is handed back, to be tried again."""


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of the trail, as people read it. note: the detail without the ledger's own hashes."""

    seq: int
    at: str
    actor: str
    what: What
    verb: str
    object: str
    note: str
    hash: str


def acts(entries: Iterable[TrailEntry], what: Sequence[str] = (), text: str = "") -> list[Act]:
    """The newest first; only of these kinds and only those that hold the text, where given."""
    wanted = text.strip().lower()
    read = (_act(entry) for entry in entries)
    kept = [
        act
        for act in read
        if (not what or act.what in what)
        and wanted in f"{act.actor} {act.verb} {act.object} {act.note} {act.at}".lower()
    ]
    return kept[::-1]


def as_lines(entries: Iterable[TrailEntry]) -> bytes:
    """The trail as it stands, one entry a line: whoever has it can check every hash without this program."""
    rows = (json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True) for entry in entries)
    return "".join(f"{row}\n" for row in rows).encode()


def in_trail(text: str) -> str:
    """A text as it stands in the trail: numbers of persons masked."""
    return masked(text, Aliases())


def note(workspace: Workspace, verb: str, object_: str, detail: dict[str, Any], *, actor: str, at: str) -> bool:
    """Add an act that changed nothing; False where another writer held the workspace, so that the caller tries again."""
    try:
        with workspace.write(actor=actor, at=at, command=verb, wait=WAIT_SECONDS) as pen:
            pen.trail(verb, object_, detail)
    except WorkspaceBusy:
        return False
    return True


def detail_of(entry: TrailEntry) -> dict[str, Any]:
    """An entry's detail without the ledger's own hashes; what somebody made unreadable stands under "detail"."""
    try:
        detail = json.loads(entry.detail)
    except ValueError:
        detail = entry.detail
    return {k: v for k, v in detail.items() if k != "ledger"} if isinstance(detail, dict) else {"detail": detail}


def handed_out(workspace: Workspace, what: str, body: bytes, detail: dict[str, Any], *, actor: str, at: str) -> bytes:
    """The bytes, once it stands in the trail that they left the house; WorkspaceBusy where that cannot be written."""
    with workspace.write(actor=actor, at=at, command="export") as pen:
        pen.trail("export", what, detail | {"sha256": sha256(body).hexdigest()})
    return body


def _act(entry: TrailEntry) -> Act:
    told = detail_of(entry)
    note = ", ".join(f"{key} {_short(value)}" for key, value in sorted(told.items()))
    return Act(
        entry.seq, entry.at, entry.actor, _WHAT.get(entry.verb, "other"), entry.verb, entry.object, note, entry.hash
    )


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    is_hash = len(text) == 64 and all(sign in "0123456789abcdef" for sign in text)
    return f"{text[:16]}…" if is_hash else text
