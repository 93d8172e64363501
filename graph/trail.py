"""The hash-chained record of who did what and when."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from graph.errors import LookthroughError

GENESIS = "0" * 64
"""What the first entry names as its predecessor."""

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z")
_FARTHEST_SHIFT = 32


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


@dataclass(frozen=True, slots=True)
class TrailBreak:
    """Where the chain does not hold: the entry as it was numbered when written, and what was done to it."""

    seq: int
    what: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class _Placed:
    """An entry and the number under which its own hash verifies (its home)."""

    entry: TrailEntry
    home: int
    sound: bool


def _digest(entry: TrailEntry, seq: int) -> str:
    parts = {
        "actor": entry.actor,
        "at": entry.at,
        "detail": entry.detail,
        "object": entry.object,
        "previous": entry.previous,
        "seq": seq,
        "verb": entry.verb,
    }
    # ASCII escapes, so that a broken surrogate in a file name can be hashed too.
    return hashlib.sha256(json.dumps(parts, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()


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
    return TrailEntry(seq, at, actor, verb, object, detail, previous_hash, _digest(bare, seq))


def breaks(entries: Sequence[TrailEntry], head: tuple[int, str] | None = None) -> list[TrailBreak]:
    """Every changed, removed, inserted or moved entry, by its number; an empty list where the chain holds.

    head: number and hash of the newest entry, kept elsewhere. Without it a cut-off end and a wholly rewritten end
    cannot be seen; who rewrites both the end and the head is caught only by a copy of the head outside.
    """
    placed = _place(entries)
    kept, inserted = _part_forgeries(placed, head)
    found = [*_changed(kept), *inserted, *_removed(kept, head), *_moved(kept), *_unlinked(kept, head)]
    first_of_each = {fault.seq: fault for fault in reversed(found)}
    return [first_of_each[seq] for seq in sorted(first_of_each)]


def _place(entries: Sequence[TrailEntry]) -> list[_Placed]:
    placed: list[_Placed] = []
    shift = 0
    for entry in entries:
        home = _home(entry, shift)
        shift = shift if home is None else home - entry.seq
        placed.append(_Placed(entry, entry.seq + shift if home is None else home, home is not None))
    return placed


def _home(entry: TrailEntry, shift: int) -> int | None:
    """Entries after an insertion or a removal may have been renumbered: look for the number that was hashed."""
    around = sorted(range(-_FARTHEST_SHIFT, _FARTHEST_SHIFT + 1), key=abs)
    for step in dict.fromkeys([0, shift, *around]):
        if _digest(entry, entry.seq + step) == entry.hash:
            return entry.seq + step
    return None


def _part_forgeries(placed: Sequence[_Placed], head: tuple[int, str] | None) -> tuple[list[_Placed], list[TrailBreak]]:
    """Of two entries with one home, the one on which another follows is genuine; beyond the head none is."""
    followed = {item.entry.previous for item in placed if item.sound} | ({head[1]} if head else set())
    homes = Counter(item.home for item in placed)
    genuine = {item.home for item in placed if item.entry.hash in followed}
    kept: list[_Placed] = []
    forged: list[TrailBreak] = []
    for item in placed:
        rival = homes[item.home] > 1 and (
            item.entry.hash not in followed if item.home in genuine else any(k.home == item.home for k in kept)
        )
        if rival or (head is not None and item.home > head[0]):
            forged.append(TrailBreak(item.entry.seq, "inserted", "no such entry", item.entry.hash))
        else:
            kept.append(item)
    return kept, forged


def _changed(kept: Sequence[_Placed]) -> list[TrailBreak]:
    return [
        TrailBreak(item.home, "changed", item.entry.hash, _digest(item.entry, item.home))
        for item in kept
        if not item.sound
    ]


def _removed(kept: Sequence[_Placed], head: tuple[int, str] | None) -> list[TrailBreak]:
    present = {item.home for item in kept}
    last = max(present | ({head[0]} if head else set()), default=0)
    return [TrailBreak(seq, "removed", f"entry {seq}", "nothing") for seq in range(1, last + 1) if seq not in present]


def _moved(kept: Sequence[_Placed]) -> list[TrailBreak]:
    found: list[TrailBreak] = []
    highest = 0
    for item in kept:
        if item.home < highest:
            found.append(TrailBreak(item.home, "moved", f"before entry {highest}", f"after entry {highest}"))
        highest = max(highest, item.home)
    return found


def _unlinked(kept: Sequence[_Placed], head: tuple[int, str] | None) -> list[TrailBreak]:
    """Entries rewritten together with their own hash: a neighbour still names the old one."""
    by_home = {item.home: item.entry for item in kept}
    reported = {item.home for item in kept if not item.sound}
    vouched: dict[int, bool | None] = {}
    for home, entry in by_home.items():
        after = by_home[home + 1].previous if home + 1 in by_home else None
        named = head[1] if head and home == head[0] else after
        vouched[home] = None if named is None else named == entry.hash
    found: list[TrailBreak] = []
    for home in sorted(by_home.keys() - reported):
        entry = by_home[home]
        before = GENESIS if home == 1 else by_home[home - 1].hash if home - 1 in by_home else entry.previous
        if entry.previous == before:
            if vouched[home] is False and head and home == head[0]:
                found.append(TrailBreak(home, "changed", head[1], entry.hash))
        # The one whose own hash nobody vouches for is at fault; where both are vouched for, the elder is.
        elif home == 1 or vouched[home] is False:
            found.append(TrailBreak(home, "changed", f"to follow {before}", f"follows {entry.previous}"))
        else:
            found.append(TrailBreak(home - 1, "changed", entry.previous, before))
    return found
