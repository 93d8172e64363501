"""The hash-chained record of who did what and when."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime

from graph.errors import LookthroughError

GENESIS = "0" * 64
"""What the first entry names as its predecessor."""

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z")


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One act. seq counts from 1; at is a UTC instant ending in Z; detail is a JSON text; previous and hash are hex."""

    seq: int
    at: str
    actor: str
    verb: str
    object: str
    detail: str
    previous: str
    hash: str


def content(entry: TrailEntry, seq: int | None = None) -> bytes:
    """What of an entry is hashed, in ASCII: all but its own hash, as JSON with sorted keys and no blanks.

    seq: hash it under this number instead of its own.
    """
    parts = {
        "actor": entry.actor,
        "at": entry.at,
        "detail": entry.detail,
        "object": entry.object,
        "previous": entry.previous,
        "seq": entry.seq if seq is None else seq,
        "verb": entry.verb,
    }
    # ASCII escapes, so that a broken surrogate in a file name can be hashed too.
    return json.dumps(parts, sort_keys=True, separators=(",", ":")).encode("ascii")


def digest(entry: TrailEntry, seq: int | None = None) -> str:
    """The hash an entry should have: sha256 of its content, as 64 hex digits."""
    return hashlib.sha256(content(entry, seq)).hexdigest()


def instant(at: str) -> str:
    """`at` itself where it is a UTC instant such as 2024-10-01T08:30:00Z; LookthroughError otherwise."""
    try:
        if _INSTANT.fullmatch(at):
            datetime.fromisoformat(at)
            return at
    except ValueError:
        pass
    raise LookthroughError("not a UTC instant", at, "write it as 2024-10-01T08:30:00Z")


def link(previous_hash: str, seq: int, at: str, actor: str, verb: str, object: str, detail: str) -> TrailEntry:
    """The entry that follows on the one whose hash is given; LookthroughError where `at` is no UTC instant."""
    bare = TrailEntry(seq, instant(at), actor, verb, object, detail, previous_hash, "")
    return TrailEntry(seq, at, actor, verb, object, detail, previous_hash, digest(bare))
