"""The watch list: queries, cases and parties looked at again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from casework.asking import run_query
from casework.cases import kept_case
from casework.desk import Desk, document_of, open_desk
from casework.difference import rows_about
from casework.keeping import put_whole
from casework.own_queries import any_query
from casework.parties import find_party
from graph.errors import LookthroughError
from graph.store.workspace import Workspace
from reports.redact import redact

Kind = Literal["query", "case", "party"]
Row = Mapping[str, Any]
Seen = Mapping[str, Row]
"""What a look found, by key: rows of an answer by their text, leads by their id, rows of files by their place."""

_OF_LEAD = ("tier", "rank", "route", "standing", "amount")


@dataclass(frozen=True, slots=True)
class Watched:
    """What is looked at again. what: name of a query, id of a kept case, or id of a party; given: a query's parameters.

    seen: what the last look found, by key, or None before the first; at and snapshot: of that look.
    """

    id: str
    kind: Kind
    what: str
    given: Mapping[str, str] = field(default_factory=dict)
    at: str | None = None
    snapshot: str | None = None
    seen: Mapping[str, Row] | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What a look found that the one before did not. first: there was none before, so nothing is called new.

    Rows are as the query, `diff` or the lead says them; changed rows hold what was said before under "before". seen: all that
    was found, by key.
    """

    watched: Watched
    first: bool
    added: tuple[Row, ...] = ()
    removed: tuple[Row, ...] = ()
    changed: tuple[Row, ...] = ()
    fault: str | None = None
    seen: Mapping[str, Row] = field(default_factory=dict, repr=False)

    @property
    def any(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.fault)


def watch(workspace: Workspace, kind: Kind, what: str, given: Mapping[str, str], *, actor: str, at: str) -> Watched:
    """Put something on the list, once; LookthroughError where there is no such thing to watch."""
    desk = open_desk(workspace)
    named = _CHECKED[kind](workspace, desk, what)
    text = json.dumps([kind, named, dict(sorted(given.items()))], ensure_ascii=False)
    one = Watched(sha256(text.encode()).hexdigest()[:10], kind, named, dict(given))
    if (_folder(workspace) / f"{one.id}.json").is_file():
        return watched(workspace, one.id)
    _look(workspace, desk, one, date.fromisoformat(at[:10]))  # what cannot be asked is said now, not tonight
    with workspace.write(actor=actor, at=at, command="watch add") as pen:
        _keep(workspace, one)
        pen.trail("watch", f"{kind} {named}", {"id": one.id, "given": dict(given)})
    return one


def unwatch(workspace: Workspace, wanted: str, *, actor: str, at: str) -> Watched:
    one = watched(workspace, wanted)
    with workspace.write(actor=actor, at=at, command="watch remove") as pen:
        (_folder(workspace) / f"{one.id}.json").unlink()
        pen.trail("unwatch", f"{one.kind} {one.what}", {"id": one.id})
    return one


def watch_list(workspace: Workspace) -> list[Watched]:
    """Everything watched, by kind and name; a file that cannot be read is passed over."""
    found = []
    for path in sorted(_folder(workspace).glob("*.json")):
        try:
            found.append(Watched(**json.loads(path.read_text("utf-8"))))
        except (OSError, ValueError, TypeError):
            continue
    return sorted(found, key=lambda one: (one.kind, one.what, one.id))


def watched(workspace: Workspace, wanted: str) -> Watched:
    """The entry whose id begins so; LookthroughError where none or several do."""
    found = [one for one in watch_list(workspace) if wanted and one.id.startswith(wanted)]
    if len(found) != 1:
        what = f"no watched thing has the id {wanted}" if not found else f"{wanted} begins several ids"
        raise LookthroughError(what, "watch", "see: lookthrough watch list")
    return found[0]


def news(
    workspace: Workspace, entries: Sequence[Watched], today: date, look: Callable[[Watched], Seen] | None = None
) -> list[News]:
    """Look at each now and compare with its last look; nothing is kept. One that cannot be looked at stops no other.

    look: of the caller's, that remembers what it saw as long as `stamp_of` stays.
    """
    if look is None:
        desk = open_desk(workspace)
        look = partial(_look, workspace, desk, today=today)
    found = []
    for one in entries:
        try:
            seen = look(one)
        except LookthroughError as fault:
            found.append(News(one, one.seen is None, fault=str(fault)))
            continue
        found.append(_compared(one, seen))
    return found


def look_at(workspace: Workspace, one: Watched, today: date) -> Seen:
    """What is there now, by key; LookthroughError where it cannot be looked at."""
    return _look(workspace, open_desk(workspace), one, today)


def stamp_of(workspace: Workspace, one: Watched) -> str:
    """What a look rests on beside snapshot and day: the case file or the query as it is kept now."""
    if one.kind == "case":
        return sha256(Path(kept_case(workspace, one.what)["path"]).read_bytes()).hexdigest()
    return any_query(workspace, one.what).cypher if one.kind == "query" else ""


def looked(workspace: Workspace, entries: Sequence[Watched], today: date, *, actor: str, at: str) -> list[News]:
    """As `news`, and this becomes the last look."""
    found = news(workspace, entries, today)
    held = workspace.current_snapshot()
    with workspace.write(actor=actor, at=at, command="watch run") as pen:
        for item in found:
            if item.fault is None:
                one = item.watched
                _keep(
                    workspace, Watched(one.id, one.kind, one.what, one.given, at, held.id if held else None, item.seen)
                )
        counts = {item.watched.id: [len(item.added), len(item.removed), len(item.changed)] for item in found}
        pen.trail("watch-run", f"{len(found)} watched", {"news": counts})
    return found


def _compared(one: Watched, seen: Mapping[str, Row]) -> News:
    before = one.seen if one.seen is not None else {}
    # One line of one file, told otherwise since its party is printed under another id, is no news.
    stood, stands = ({_place(row) for row in rows.values()} - {None} for rows in (before, seen))
    added = tuple(row for k, row in seen.items() if k not in before and _place(row) not in stood)
    removed = tuple(row for k, row in before.items() if k not in seen and _place(row) not in stands)
    changed = tuple({**row, "before": before[key]} for key, row in seen.items() if key in before and before[key] != row)
    return News(one, one.seen is None, added, removed, changed, seen=seen)


def _place(row: Row) -> tuple[str, str] | None:
    return (str(row["sha256"]), str(row["row"])) if row.get("sha256") else None


def _look(workspace: Workspace, desk: Desk, one: Watched, today: date) -> Seen:
    found = _LOOKS[one.kind](workspace, desk, one, today)
    plain: dict[str, Row] = json.loads(json.dumps(found, ensure_ascii=False, default=str))
    return plain


def _rows(workspace: Workspace, desk: Desk, one: Watched, today: date) -> dict[str, Row]:
    answer = run_query(desk.snapshot, any_query(workspace, one.what), one.given)
    if answer.truncated:
        mend = "narrow it by its parameters, so that the whole answer can be compared"
        raise LookthroughError(f"the answer of {one.what} is not whole ({answer.truncated})", "watch", mend)
    found: dict[str, Row] = {}
    for row in answer.rows:
        text = json.dumps(row, ensure_ascii=False, default=str)
        turn = sum(1 for key in found if key.startswith(text))
        found[f"{text}#{turn}"] = dict(zip(answer.columns, row, strict=True))
    return found


def _leads(workspace: Workspace, desk: Desk, one: Watched, today: date) -> dict[str, Row]:
    document = redact(document_of(desk, kept_case(workspace, one.what), today, f"case {one.what}"))
    return {
        lead["id"]: {"title": lead["title"], "said": lead["summary"], **{key: lead[key] for key in _OF_LEAD}}
        for lead in document["leads"]
    }


def _statements(workspace: Workspace, desk: Desk, one: Watched, today: date) -> dict[str, Row]:
    return rows_about(desk.snapshot, find_party(desk.snapshot, one.what))


_LOOKS: dict[str, Callable[[Workspace, Desk, Watched, date], dict[str, Row]]] = {
    "query": _rows,
    "case": _leads,
    "party": _statements,
}
_CHECKED: dict[str, Callable[[Workspace, Desk, str], str]] = {
    "query": lambda workspace, _, what: any_query(workspace, what).name,
    "case": lambda workspace, _, what: str(kept_case(workspace, what)["id"]),
    "party": lambda _, desk, what: find_party(desk.snapshot, what),
}


def _keep(workspace: Workspace, one: Watched) -> None:
    put_whole(_folder(workspace) / f"{one.id}.json", json.dumps(asdict(one), ensure_ascii=False, default=str))


def _folder(workspace: Workspace) -> Path:
    return workspace.folder / "watch"
