"""The copy that the report dialog hands out: made, kept, noted."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from casework.answers import note_export
from casework.cases import kept_case
from casework.copies import Copy, copy_files
from casework.desk import desk_at, document_of
from casework.encryption import Encryption, encrypted
from casework.pack import PACK_NAME
from casework.verdicts import history_of
from casework.zips import with_sums, zipped
from graph.store.workspace import Workspace
from reports.form import FORMS
from reports.report_format import FORMATS
from screens import state

Record = Mapping[str, Any]
ALL = "zip"
_BUSY = threading.Lock()


@dataclass(frozen=True, slots=True)
class Ground:
    """What a copy is made from; equal grounds and equal choices give equal bytes. stamp: of the case file; decided: what people
    said of its leads."""

    workspace: Path
    snapshot: str
    provenance: str
    case: str
    stamp: str
    day: date
    decided: str


def ground(held: Workspace, case: str) -> Ground | None:
    """None while there is no data."""
    row = held.current_snapshot()
    if row is None:
        return None
    path = Path(kept_case(held, case)["path"])
    stamp = f"{path}:{path.stat().st_mtime_ns}"
    return Ground(held.folder, row.id, row.provenance, case, stamp, state.today(), repr(history_of(held, case)))


def single(wanted: Copy, name: str) -> Copy:
    """The same copy, of one file alone: the others need not be set for it. A pack holds the report in its formats."""
    stem, _, suffix = name.rpartition(".")
    if name == PACK_NAME:
        return replace(wanted, forms=())
    formats = tuple(f for f in wanted.formats if stem == "leads" and FORMATS[f].suffix == suffix)
    return replace(wanted, formats=formats, forms=tuple(f for f in wanted.forms if f == stem), pack="left out")


def files(on: Ground, wanted: Copy) -> dict[str, bytes]:
    """One session at a time: what two ask for alike is made once."""
    with _BUSY:
        return _made(on, wanted)


def one_file(on: Ground, wanted: Copy, name: str) -> bytes:
    return files(on, single(wanted, name))[name]


def handed_out(on: Ground, wanted: Copy, name: str, how: Encryption | None, who: str) -> bytes:
    """The bytes as they leave, and that they left, for whom and how encrypted, in the trail. name: ALL, one of the copy's files, or one
    of an encrypted copy's."""
    if how is not None:
        body = encrypted(files(on, wanted), how)[name]
    elif name == ALL:
        body = zipped(with_sums(files(on, wanted)))
    else:
        body = one_file(on, wanted, name)
    stem = name.rpartition(".")[0]
    level = FORMS[stem].level if stem in FORMS else wanted.level
    told = {"file": file_name(on.case, name)} | (how.said() if how else {})
    sums = {on.case: sha256(body).hexdigest()}
    note_export(Workspace.open(on.workspace), [on.case], actor=who, at=state.now(), level=level, sums=sums, detail=told)
    return body


def file_name(case: str, name: str) -> str:
    """Under which it is downloaded: a folder of downloads holds many cases."""
    return f"{case}.zip" if name == ALL else f"{case}-{name}"


@lru_cache(maxsize=2)
def _document(on: Ground) -> dict[str, Any]:
    """Not masked: it never leaves but through `copy_files`."""
    held = Workspace.open(on.workspace)
    return document_of(desk_at(held, on.snapshot), _keys(on), on.day, f"case {on.case}")


@lru_cache(maxsize=6)
def _made(on: Ground, wanted: Copy) -> dict[str, bytes]:
    held = Workspace.open(on.workspace)
    return copy_files(held, desk_at(held, on.snapshot), _keys(on), on.day, wanted, _document(on))


def _keys(on: Ground) -> dict[str, Any]:
    """As the case file gives them: where it is kept is no key of it."""
    keys = kept_case(Workspace.open(on.workspace), on.case)
    return {key: value for key, value in keys.items() if key != "path"}
