"""Compiled loop over shares: the ultimate owners of everybody."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.kernels import Floats, Ints, Longs, Marks, compiled, inlined
from graph.stake_kernels import CLOSED, LARGE

_BRIEF = float(1 << 30)
_FEW = 16


@compiled
def all_stakes(
    order: Ints, start: Ints, to: Ints, share: Floats, brief: Marks, place: Ints, ring_at: Ints, ring_start: Ints,
    state: Marks, inverse_at: Longs, inverse: Floats, longest: int, most: int,
) -> tuple[Longs, Ints, Ints, Floats, Marks, Marks]:  # fmt: skip
    """(first, entries, owner, stake, rough, wide): company c has owner[first[c] : first[c] + entries[c]], and so on.

    order: all nodes, holders before companies, those of one ring together and by number. An ultimate owner is one whom
    nobody holds. brief: 0 a share that a float gives exactly in few bits, 1 one with a small denominator, 2 any other.
    rough: 0 stakes that are exact and brief, 1 a share as stated (rounded once: on the right side of any line), 2 stakes
    that rounding may have put on the wrong side of a line.
    wide: companies with more than `longest` ultimate owners, those beyond `most` entries in all, those in a ring without
    a kept inverse, and all below such: their columns are not kept, they are asked one by one.
    """
    count = len(start) - 1
    first = np.zeros(count, np.int64)
    entries = np.zeros(count, np.int32)
    wide = np.zeros(count, np.uint8)
    owner = np.empty(min(most, 2 * count + 1024), np.int32)
    stake = np.empty(len(owner), np.float64)
    rough = np.empty(len(owner), np.uint8)
    column, sums, unsure = np.empty(longest, np.int32), np.empty(longest), np.empty(longest, np.uint8)
    met, slot = np.full(count, -1, np.int32), np.empty(count, np.int32)
    kept = at = 0
    while at < count:
        node = order[at]
        ring = ring_at[place[node]] if place[node] >= 0 else -1
        size = ring_start[ring + 1] - ring_start[ring] if ring >= 0 else 1
        members = order[at : at + size]
        at += size
        if (ring < 0 and start[node] == start[node + 1]) or (ring >= 0 and state[ring] == CLOSED):
            continue
        n_found = -1 if ring >= 0 and state[ring] == LARGE else 0
        # Of a ring first who stands above any member from outside, then what each holds of each member.
        for member in members if n_found == 0 else members[:0]:
            n_found = _enter(
                member, ring, start, to, share, brief, place, ring_at, first, entries, owner, stake, rough, wide, column,
                sums, unsure, n_found, met, slot, node,
            )  # fmt: skip
            if n_found < 0:
                break
        if n_found < 0 or kept + size * n_found > most:
            wide[members] = 1
            continue
        if kept + size * n_found > len(owner):
            room = min(most, max(2 * len(owner), kept + size * n_found))
            owner, stake, rough = _longer(owner, room), _longer(stake, room), _longer(rough, room)
        for member in members:
            if ring >= 0:
                sums[:n_found] = 0.0
                _enter(
                    member, ring, start, to, share, brief, place, ring_at, first, entries, owner, stake, rough, wide, column,
                    sums, unsure, n_found, met, slot, node,
                )  # fmt: skip
            first[member], entries[member] = kept, n_found
            for n in range(n_found):
                owner[kept], stake[kept], rough[kept] = column[n], sums[n], unsure[n] if ring < 0 else 2
                kept += 1
        if ring >= 0 and n_found:
            block = inverse[inverse_at[ring] : inverse_at[ring + 1]].reshape(size, size)
            entered = stake[kept - size * n_found : kept].reshape(size, n_found)
            stake[kept - size * n_found : kept] = np.dot(np.ascontiguousarray(block.T), entered).ravel()
    return first, entries, owner[:kept], stake[:kept], rough[:kept], wide


@compiled
def _enter(
    member: int, ring: int, start: Ints, to: Ints, share: Floats, brief: Marks, place: Ints, ring_at: Ints, first: Longs,
    entries: Ints, owner: Ints, stake: Floats, rough: Marks, wide: Marks, column: Ints, sums: Floats, unsure: Marks,
    found: int, met: Ints, slot: Ints, turn: int,
) -> int:  # fmt: skip
    """Add share by holder times the holder's own column; the number of ultimate owners then, -1 where they are too many."""
    for row in range(start[member], start[member + 1]):
        holder = to[row]
        first_entry, n_entries = first[holder], entries[holder]
        if n_entries == 0:
            if start[holder] == start[holder + 1]:
                at, found = _slot(holder, column, sums, found, met, slot, turn)
                if at < 0:
                    return -1
                unsure[at] = brief[row] if sums[at] == 0 else _worse(unsure[at], brief[row])
                sums[at] += share[row]
            elif wide[holder]:
                return -1
            continue
        if ring >= 0 and place[holder] >= 0 and ring_at[place[holder]] == ring:
            continue
        for entry in range(first_entry, first_entry + n_entries):
            product = share[row] * stake[entry]
            term = _worse(brief[row], rough[entry])
            if share[row] == 1.0 and brief[row] == 0:
                term = rough[entry]
            elif stake[entry] == 1.0 and rough[entry] == 0:
                term = brief[row]
            if term == 0 and product * _BRIEF != np.floor(product * _BRIEF):
                term = 2
            at, found = _slot(owner[entry], column, sums, found, met, slot, turn)
            if at < 0:
                return -1
            unsure[at] = term if sums[at] == 0 else _worse(unsure[at], term)
            sums[at] += product
    return found


@inlined
def _slot(who: int, column: Ints, sums: Floats, found: int, met: Ints, slot: Ints, turn: int) -> tuple[int, int]:
    """Where somebody stands in a column, put there if new, and how many stand there; -1 where there is no room.

    A short column is searched as it is; of a longer one each owner's place is noted.
    """
    if found < _FEW:
        for n in range(found):
            if column[n] == who:
                return n, found
    elif met[who] == turn:
        return slot[who], found
    if found == len(column):
        return -1, found
    column[found], sums[found] = who, 0.0
    if found + 1 == _FEW:
        for n in range(_FEW):
            met[column[n]], slot[column[n]] = turn, n
    elif found >= _FEW:
        met[who], slot[who] = turn, found
    return found, found + 1


@inlined
def _worse(one: int, other: int) -> int:
    """Of a sum or product of two: exact where both are, else rounding may have touched it."""
    return 0 if one == 0 and other == 0 else 2


@compiled
def _longer(column: NDArray[Any], room: int) -> NDArray[Any]:
    larger = np.empty(room, column.dtype)
    larger[: len(column)] = column
    return larger
