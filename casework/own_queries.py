"""Users' own queries: kept by version, shared as files."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from graph.errors import LookthroughError
from graph.store.guard import check
from graph.store.workspace import Workspace
from queries.saved import SavedQuery, asked_for, bundled, read_own, saved_queries

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_RETIRED = "retired"
MOST_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class OwnQuery:
    """One version of a user's own query. version: counted from 1; text: the file as given; sha256: of it."""

    name: str
    version: int
    sha256: str
    query: SavedQuery
    text: bytes


def keep(workspace: Workspace, name: str, given: bytes, *, actor: str, at: str) -> OwnQuery:
    """Keep a query as the newest version of its name; the same bytes again make no new one.

    LookthroughError where the name is not one or is a bundled query's, the heading cannot be read, the guard refuses the
    text, or it asks for a parameter that its heading does not declare.
    """
    query = _checked(name, given)
    folder = _folder(workspace) / name
    digest = sha256(given).hexdigest()
    before = versions(workspace, name)
    live = before and not (folder / _RETIRED).exists()
    if live and before[-1].sha256 == digest:
        return before[-1]
    version = before[-1].version + 1 if before else 1
    path = folder / f"{version:04}.cypher"
    with workspace.write(actor=actor, at=at, command="query save") as pen:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(given)
        (folder / _RETIRED).unlink(missing_ok=True)
        pen.trail("save-query", name, {"version": version, "sha256": digest})
    return OwnQuery(name, version, digest, query, given)


def as_file(title: str, cypher: str) -> bytes:
    """A query typed in an editor as the file that is kept: its title on top, unless it brings headings of its own."""
    body = cypher.strip() + "\n"
    head = f"// title: {' '.join(title.split())}\n" if title.strip() and not body.startswith("//") else ""
    return (head + body).encode()


def retire(workspace: Workspace, name: str, *, actor: str, at: str) -> OwnQuery:
    """Take a query off the list; its versions stay, and saving it again brings it back."""
    found = own_query(workspace, name)
    with workspace.write(actor=actor, at=at, command="query remove") as pen:
        (_folder(workspace) / name / _RETIRED).touch()
        pen.trail("retire-query", name, {"version": found.version, "sha256": found.sha256})
    return found


def versions(workspace: Workspace, name: str) -> list[OwnQuery]:
    """Every kept version of a name, the first first; empty where there is none."""
    found = []
    for version, path in _files(workspace, name):
        given = path.read_bytes()
        query = read_own(name, given.decode("utf-8-sig", errors="replace"))
        found.append(OwnQuery(name, version, sha256(given).hexdigest(), query, given))
    return found


def own_queries(workspace: Workspace) -> list[OwnQuery]:
    """The newest version of every query that is not retired, by name; a file broken by hand hides no other."""
    found = []
    for path in sorted(_folder(workspace).glob("*")):
        try:
            found.append(own_query(workspace, path.name))
        except LookthroughError:
            continue
    return found


def own_query(workspace: Workspace, name: str, version: int | None = None) -> OwnQuery:
    """The newest version, or the one asked for; LookthroughError where there is none."""
    found = versions(workspace, name)
    if version is None and found and not (_folder(workspace) / name / _RETIRED).exists():
        return found[-1]
    one = next((q for q in found if q.version == version), None)
    if one is None:
        what = f"version {version} of {name}" if version is not None else name
        raise LookthroughError(f"no query of your own is called {what}", "query", "see: lookthrough query list")
    return one


def any_query(workspace: Workspace, name: str) -> SavedQuery:
    """The bundled query of that name, else the user's own; LookthroughError that lists the names where there is none."""
    found = bundled(name) or next((q.query for q in own_queries(workspace) if q.name == name), None)
    if found is None:
        names = ", ".join([*(q.name for q in own_queries(workspace)), *(q.name for q in saved_queries())])
        raise LookthroughError(f"no query is called {name}", "query", f"choose one of {names}")
    return found


def history(workspace: Workspace, name: str) -> list[dict[str, Any]]:
    """Versions with who kept them and when, as the trail says; altered: the file is no longer what was kept."""
    files = _files(workspace, name)
    if not files:
        raise LookthroughError(f"no query of your own is called {name}", "query history", "see: lookthrough query list")
    said = {}
    for entry in workspace.trail():
        if entry.verb == "save-query" and entry.object == name:
            told = json.loads(entry.detail)
            said[told["version"]] = (entry.at, entry.actor, told["sha256"])
    found = []
    for version, path in files:
        digest = sha256(path.read_bytes()).hexdigest()
        at, by, kept = said.get(version, (None, None, digest))
        row = {"name": name, "version": version, "sha256": digest, "at": at, "actor": by, "altered": digest != kept}
        found.append(row)
    return found


def _checked(name: str, given: bytes) -> SavedQuery:
    if not _NAME.fullmatch(name):
        mend = "use small letters, digits and dashes, such as my-question"
        raise LookthroughError(f"a query cannot be called {name}", "query save", mend)
    if bundled(name):
        mend = "give yours another with --name"
        raise LookthroughError(f"{name} is the name of a bundled query", "query save", mend)
    if len(given) > MOST_BYTES:
        raise LookthroughError(
            f"the file has {len(given):,} bytes", "query save", f"a query has at most {MOST_BYTES:,}"
        )
    try:
        query = read_own(name, given.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise LookthroughError("the file is not UTF-8", "query save", "save it as UTF-8") from fault
    check(query.cypher)
    declared = {key for p in query.parameters for key in (p.name, *([f"{p.name}_day"] if p.type == "date" else []))}
    for asked in asked_for(query.cypher):
        if asked not in declared:
            mend = f"write // parameter: {asked} text - - — What it is | 说明"
            raise LookthroughError(
                f"the query asks for ${asked}, which its heading does not declare", "query save", mend
            )
    return query


def _files(workspace: Workspace, name: str) -> list[tuple[int, Path]]:
    files = sorted((_folder(workspace) / name).glob("[0-9]*.cypher")) if _NAME.fullmatch(name) else []
    return [(int(path.stem), path) for path in files if path.stem.isdecimal()]


def _folder(workspace: Workspace) -> Path:
    return workspace.folder / "queries"
