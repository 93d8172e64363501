"""Compiled loops that find and decide stakes near a line."""

from __future__ import annotations

import numpy as np

from graph.kernels import Floats, Ints, Longs, Marks, compiled

_FITS = 1 << 45
"""Two fractions with terms below this differ by more than a float can hide, or not at all."""


@compiled
def near_lines(
    first: Longs, entries: Ints, stake: Floats, rough: Marks, lines: Floats, width: float
) -> tuple[Longs, Ints]:
    """Entries that rounding may have put on the wrong side of a line: (entry, its company)."""
    found = np.empty(1024, np.int64)
    held = np.empty(1024, np.int32)
    count = 0
    for company in range(len(first)):
        for entry in range(first[company], first[company] + entries[company]):
            if rough[entry] < 2:
                continue
            near = False
            for line in lines:
                near = near or abs(stake[entry] - line) < width
            if near:
                if count == len(found):
                    wider, companies = np.empty(2 * count, np.int64), np.empty(2 * count, np.int32)
                    wider[:count], companies[:count] = found, held
                    found, held = wider, companies
                found[count], held[count] = entry, company
                count += 1
    return found[:count], held[:count]


@compiled
def between(
    owner: int, company: int, start: Ints, to: Ints, first: Longs, entries: Ints, owners: Ints, mark: Ints, turn: int, most: int
) -> Ints:  # fmt: skip
    """The parties on the walks from an ultimate owner down to a company, both included; `most` of them: maybe not all.

    first, entries, owners: the ultimate owners of each company (all_stakes). mark[…] == turn for those found.
    """
    found = np.empty(most, np.int32)
    found[0] = company
    mark[company] = turn
    count, at = 1, 0
    while at < count:
        for row in range(start[found[at]], start[found[at] + 1]):
            holder = to[row]
            if mark[holder] == turn:
                continue
            below = holder == owner
            for entry in range(first[holder], first[holder] + entries[holder]):
                below = below or owners[entry] == owner
            if below:
                if count == most:
                    return found
                mark[holder] = turn
                found[count] = holder
                count += 1
        at += 1
    return found[:count].copy()


@compiled
def exact_products(
    near: Longs, companies: Ints, start: Ints, to: Ints, num: Longs, den: Longs, component: Ints, place: Ints,
    first: Longs, entries: Ints, owners: Ints, most: int,
) -> tuple[Longs, Longs]:  # fmt: skip
    """Exact stakes of the entries `near` as fractions of whole numbers; den 0 where a ring or longer numbers are met."""
    count = len(start) - 1
    mark = np.full(count, -1, np.int32)
    above, below = np.empty(count, np.int64), np.empty(count, np.int64)
    found_num, found_den = np.zeros(len(near), np.int64), np.zeros(len(near), np.int64)
    for turn in range(len(near)):
        owner = owners[near[turn]]
        nodes = between(owner, companies[turn], start, to, first, entries, owners, mark, turn, most)
        fits = len(nodes) < most
        for node in nodes[np.argsort(component[nodes])]:
            fits = fits and place[node] < 0
            if not fits:
                break
            above[node], below[node] = (1, 1) if node == owner else (0, 1)
            for row in range(start[node], start[node + 1]):
                holder = to[row]
                if mark[holder] != turn:
                    continue
                if den[row] == 0 or den[row] > _FITS // below[holder] or num[row] > _FITS // max(above[holder], 1):
                    fits = False
                    break
                a, b = _added(above[node], below[node], num[row] * above[holder], den[row] * below[holder])
                above[node], below[node] = a, b
                if b == 0:
                    fits = False
                    break
        if fits:
            found_num[turn], found_den[turn] = above[companies[turn]], below[companies[turn]]
    return found_num, found_den


@compiled
def _added(a: int, b: int, c: int, d: int) -> tuple[int, int]:
    """a/b + c/d in lowest terms; 0/0 where the terms grow too long."""
    common, rest = b, d
    while rest:
        common, rest = rest, common % rest
    if b // common > _FITS // d:
        return 0, 0
    top, bottom = a * (d // common) + c * (b // common), b // common * d
    common, rest = top, bottom
    while rest:
        common, rest = rest, common % rest
    return top // common, bottom // common
