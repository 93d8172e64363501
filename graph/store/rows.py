"""The rows of a workspace's ledger."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal, TypeVar

from graph.errors import UnreadableInput

_LISTS = frozenset({"given", "notes", "sources", "decisions"})
_MAPPINGS = frozenset({"tables", "files"})


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One import: what was given (paths as typed), under which label, when and by whom."""

    id: str
    label: str
    given: tuple[str, ...]
    at: str
    actor: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A file somebody gave us. rows_in = stated + merged + rejected; tables: table → sha256 of <table>.parquet."""

    id: str
    batch: str
    label: str
    name: str
    sha256: str
    format: str
    rows_in: int
    stated: int
    merged: int
    rejected: int
    notes: tuple[str, ...] = ()
    tables: Mapping[str, str] = field(default_factory=dict, hash=False)
    publisher: str = ""
    obtained_on: str = ""
    licence: str = ""
    lawful_basis: str = ""
    withdrawn: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Somebody's word on a match; seq is given by the ledger, the latest of a match stands."""

    seq: int
    match: str
    left: str
    right: str
    decision: Literal["same", "not"]
    actor: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """A frozen state: the sources and decisions it was made of, and its files: relative path → sha256.

    dropped: the instant at which a source it used was withdrawn and its folder went; the row stays.
    """

    id: str
    provenance: str
    made_at: str
    sources: tuple[str, ...]
    decisions: tuple[int, ...]
    files: Mapping[str, str] = field(default_factory=dict, hash=False)
    dropped: str | None = None


Row = TypeVar("Row", BatchRow, SourceRow, Decision, SnapshotRow)


def dump(value: object) -> str:
    """Canonical JSON: sorted keys, no blanks, Chinese readable."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def as_columns(row: BatchRow | SourceRow | Decision | SnapshotRow) -> dict[str, str | int | None]:
    """Column → value as the ledger holds it; lists and mappings as JSON."""
    columns: dict[str, str | int | None] = {}
    for column in fields(row):
        value = getattr(row, column.name)
        if column.name in _LISTS:
            value = dump(list(value))
        elif column.name in _MAPPINGS:
            value = dump(dict(value))
        columns[column.name] = value
    return columns


def from_columns(kind: type[Row], record: sqlite3.Row) -> Row:
    """The row that `as_columns` was given, further columns left aside; UnreadableInput where it was tampered with."""
    values = {column.name: _value(column.name, record[column.name]) for column in fields(kind)}
    return kind(**values)  # type: ignore[arg-type]


def _value(column: str, held: str | int | None) -> object:
    if column not in _LISTS | _MAPPINGS:
        return held
    try:
        parsed = json.loads(str(held))
    except ValueError as fault:
        raise UnreadableInput(
            f"the ledger's column {column} cannot be read", "ledger.sqlite", "see what verify says of the workspace"
        ) from fault
    return tuple(parsed) if column in _LISTS else parsed
