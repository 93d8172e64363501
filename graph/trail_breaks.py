"""What was done to a trail: the entry, and the kind of deed."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from graph.trail import GENESIS, TrailEntry, digest

Deed = Literal["changed", "removed", "cut", "inserted", "moved", "swapped"]

_FAR = 64
_MOST_TRIED = 400_000
"""Hashes tried in all for entries whose number is not known: about a second."""


@dataclass(frozen=True, slots=True)
class TrailBreak:
    """Where the chain does not hold. seq: the entry's number when it was written (of an inserted one: where it stands).

    last: the last of a removed run or of a cut-off end, the other of two that changed places; otherwise seq itself.
    """

    seq: int
    what: Deed
    expected: str
    found: str
    last: int


_WORDS: dict[Deed, tuple[str, str]] = {
    "changed": ("第{a}条被改动", "entry {a} changed"),
    "removed": ("第{a}条被删除", "entry {a} removed"),
    "cut": ("末尾第{a}条被截去", "entry {a} cut off the end"),
    "inserted": ("第{a}条是插入的", "entry {a} inserted"),
    "moved": ("第{a}条被移到别处", "entry {a} moved"),
    "swapped": ("第{a}条与第{b}条被对调", "entries {a} and {b} changed places"),
}
_RUNS: dict[Deed, tuple[str, str]] = {
    "removed": ("第{a}至{b}条被删除", "entries {a} to {b} removed"),
    "cut": ("末尾第{a}至{b}条被截去", "entries {a} to {b} cut off the end"),
}


@dataclass(frozen=True, slots=True)
class _Placed:
    """An entry and the number under which its own hash verifies (its home)."""

    entry: TrailEntry
    home: int
    sound: bool


def breaks(entries: Sequence[TrailEntry], head: tuple[int, str] | None = None) -> list[TrailBreak]:
    """Every changed, removed, inserted or re-ordered entry and a cut-off end; an empty list where the chain holds.

    head: number and hash of the newest entry, kept elsewhere. Without it a cut-off end and a wholly rewritten end
    cannot be seen; who rewrites both the end and the head is caught only by a copy of the head outside.
    """
    placed = _place(entries, head)
    head = _true_head(placed, head)
    kept, inserted = _part_forgeries(placed, head)
    found = [*_changed(kept), *inserted, *_removed(kept, head), *_reordered(kept), *_unlinked(kept, head)]
    first_of_each = {fault.seq: fault for fault in reversed(found)}
    return [first_of_each[seq] for seq in sorted(first_of_each)]


def unbroken(entries: Sequence[TrailEntry], faults: Sequence[TrailBreak]) -> int:
    """How many entries from the first on stand as they were written: none of them is named by a fault, or out of its place."""
    length, previous = 0, GENESIS
    for place, entry in enumerate(entries, start=1):
        if entry.seq != place or entry.previous != previous or digest(entry) != entry.hash:
            break
        length, previous = place, entry.hash
    return min(length, *(max(fault.seq - 1, 0) for fault in faults)) if faults else length


def in_words(fault: TrailBreak) -> dict[str, str]:
    """The deed in Chinese and English."""
    pair = _RUNS.get(fault.what, _WORDS[fault.what]) if fault.last > fault.seq else _WORDS[fault.what]
    zh, en = (text.format(a=fault.seq, b=fault.last) for text in pair)
    return {"zh": zh, "en": en}


def _place(entries: Sequence[TrailEntry], head: tuple[int, str] | None) -> list[_Placed]:
    """Each entry at its home; where its hash fits no number that was tried, where it stands."""
    placed: list[_Placed] = []
    shift, left = 0, _MOST_TRIED
    whole = head[0] - entries[-1].seq if head and entries else 0
    far = _FAR + 4 * len(entries)
    for entry in entries:
        home = _home(entry, (0, shift, whole))
        if home is None and left > 0:
            home = _home(entry, _around(min(far, left)))
            left -= 2 * far
        shift = shift if home is None else home - entry.seq
        placed.append(_Placed(entry, entry.seq + shift if home is None else home, home is not None))
    return _among_the_missing(placed, head, left)


def _around(last: int) -> Iterable[int]:
    return (sign * step for step in range(1, last + 1) for sign in (1, -1))


def _home(entry: TrailEntry, steps: Iterable[int]) -> int | None:
    """Entries after an insertion or a removal may have been renumbered: look for the number that was hashed."""
    for step in dict.fromkeys(steps):
        if digest(entry, entry.seq + step) == entry.hash:
            return entry.seq + step
    return None


def _among_the_missing(placed: list[_Placed], head: tuple[int, str] | None, left: int) -> list[_Placed]:
    """An entry that was carried far away has one of the numbers that nobody else has."""
    taken = {item.home for item in placed if item.sound}
    top = max(len(placed), head[0] if head else 0)
    free = [number for number in range(1, top + 1) if number not in taken]
    found: list[_Placed] = []
    for item in placed:
        if not item.sound and left > 0:
            home = _home(item.entry, (number - item.entry.seq for number in free[:left]))
            left -= len(free)
            item = item if home is None else _Placed(item.entry, home, sound=True)
        found.append(item)
    return found


def _true_head(placed: Sequence[_Placed], head: tuple[int, str] | None) -> tuple[int, str] | None:
    """A head whose number was rewritten to fit a renumbered trail: its hash still says which entry it names."""
    if head is None:
        return None
    homes = [item.home for item in placed if item.sound and item.entry.hash == head[1]]
    return (homes[0], head[1]) if homes and head[0] not in homes else head


def _part_forgeries(placed: Sequence[_Placed], head: tuple[int, str] | None) -> tuple[list[_Placed], list[TrailBreak]]:
    """Of two entries with one home, the one on which another follows is genuine; beyond the head none is."""
    followed = {item.entry.previous for item in placed if item.sound} | ({head[1]} if head else set())
    shared = {home for home, number in Counter(item.home for item in placed).items() if number > 1}
    genuine: dict[int, _Placed] = {}
    for item in placed:
        if item.home in shared:
            rival = genuine.get(item.home)
            if rival is None or _standing(item, followed) > _standing(rival, followed):
                genuine[item.home] = item
    kept: list[_Placed] = []
    forged: list[TrailBreak] = []
    for item in placed:
        beyond = item.home < 1 or (head is not None and item.home > head[0])
        if beyond or genuine.get(item.home, item) is not item:
            at = item.entry.seq
            forged.append(TrailBreak(at, "inserted", "no such entry", item.entry.hash, at))
        else:
            kept.append(item)
    return kept, forged


def _standing(item: _Placed, followed: set[str]) -> tuple[bool, bool]:
    return item.entry.hash in followed, item.sound


def _changed(kept: Sequence[_Placed]) -> list[TrailBreak]:
    return [
        TrailBreak(item.home, "changed", item.entry.hash, digest(item.entry, item.home), item.home)
        for item in kept
        if not item.sound
    ]


def _removed(kept: Sequence[_Placed], head: tuple[int, str] | None) -> list[TrailBreak]:
    """Each run of missing entries; the run at the end is a cut."""
    present = {item.home for item in kept}
    last = max(present | ({head[0]} if head else set()), default=0)
    runs: list[TrailBreak] = []
    for seq in (number for number in range(1, last + 1) if number not in present):
        if runs and runs[-1].last == seq - 1:
            runs[-1] = replace(runs[-1], expected=f"entries {runs[-1].seq} to {seq}", last=seq)
        else:
            runs.append(TrailBreak(seq, "removed", f"entry {seq}", "nothing", seq))
    if runs and runs[-1].last == last:
        runs[-1] = replace(runs[-1], what="cut")
    return runs


def _reordered(kept: Sequence[_Placed]) -> list[TrailBreak]:
    """Two that changed places, or the fewest entries whose moving explains the order found."""
    homes = [item.home for item in kept]
    due = sorted(homes)
    astray = [place for place, home in enumerate(homes) if home != due[place]]
    if len(astray) == 2:
        first, second = due[astray[0]], due[astray[1]]
        return [TrailBreak(first, "swapped", f"before entry {second}", f"after entry {second}", second)]
    return [
        TrailBreak(home, "moved", "in the order of writing", f"standing at place {homes.index(home) + 1}", home)
        for home in (sorted(set(homes) - _rising(homes)) if astray else ())
    ]


def _rising(homes: Sequence[int]) -> set[int]:
    """A longest run of numbers in rising order, others between them left out."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for home in homes:
        at = bisect_left(tails, home)
        before[home] = tails[at - 1] if at else None
        tails[at : at + 1] = [home]
    found: set[int] = set()
    one = tails[-1] if tails else None
    while one is not None:
        found.add(one)
        one = before[one]
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
                found.append(TrailBreak(home, "changed", head[1], entry.hash, home))
        # The one whose own hash nobody vouches for is at fault; where both are vouched for, the elder is.
        elif home == 1 or vouched[home] is False:
            found.append(TrailBreak(home, "changed", f"to follow {before}", f"follows {entry.previous}", home))
        else:
            found.append(TrailBreak(home - 1, "changed", entry.previous, before, home - 1))
    return found
