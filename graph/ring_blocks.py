"""Rings of a whole register: found, scaled, solved."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from graph.kernels import Floats, Ints, Longs, Marks, common_wholes, whole_sums
from graph.ratios import Ratios
from graph.rings import NONE
from graph.stake_kernels import CLOSED, LARGE, SOLVED

RING_MEMBERS = 1_000
"""A ring with more members is solved when asked for, and its members' own net shares are not computed."""

KEPT = 32 * 2**20
"""Numbers in all kept inverses together (256 MB)."""


@dataclass(frozen=True, slots=True)
class Rings:
    """Parties that hold themselves, ring by ring, holders before whom they hold, members by number.

    place: party → its position in `members`, -1 outside rings; at: position → ring; start: ring → first position; state:
    of each ring; turns: V_ii by position (NaN in a closed or large ring); inverse[inverse_at[r]:]: V of ring r by rows.
    """

    place: Ints
    members: Ints
    at: Ints
    start: Ints
    state: Marks
    turns: Floats
    inverse_at: Longs
    inverse: Floats


@dataclass(frozen=True, slots=True)
class Shares:
    """Holders of each company: rows of company c from start[c]; `part` exact, `share` rounded once."""

    start: Ints
    owner: Ints
    company: Ints
    part: Ratios
    share: Floats


@dataclass(frozen=True, slots=True)
class Over:
    """A company of which more than the whole is recorded. scaled: read as parts of that sum, else taken as stated."""

    company: int
    total: Fraction
    scaled: bool


def over_whole(shares: Shares) -> dict[int, Fraction]:
    """Companies whose recorded shares add up to more than 1, judged exactly: company → sum."""
    whole = common_wholes(shares.start, shares.part.den)
    total = whole_sums(shares.start, shares.part.num, shares.part.den, whole)
    found = {c: Fraction(int(total[c]), int(whole[c])) for c in np.flatnonzero((total > whole) & (whole > 0)).tolist()}
    for company in np.flatnonzero(whole == 0).tolist():
        exact = exact_sum(shares, company)
        if exact > 1:
            found[company] = exact
    return dict(sorted(found.items()))


def exact_sum(shares: Shares, company: int) -> Fraction:
    rows = range(shares.start[company], shares.start[company + 1])
    return sum((shares.part.at(row) for row in rows), NONE)


def solve_rings(shares: Shares, component: Ints) -> tuple[Rings, Shares, tuple[Over, ...]]:
    """Every ring with its inverse; shares as they were used, and what had to be assumed about sums above the whole.

    Where more than the whole is recorded of a company in a ring, its shares are scaled down to 1: a ring would multiply
    the excess.
    """
    place, members, start = _find(shares, component)
    at = np.repeat(np.arange(len(start) - 1, dtype=np.int32), np.diff(start))
    inside = np.flatnonzero((place[shares.company] >= 0) & (component[shares.owner] == component[shares.company]))
    over = over_whole(shares)
    scale = {company: total for company, total in over.items() if place[company] >= 0}
    shares = _scaled_down(shares, scale)
    closed = _closed(shares, members, start, inside)
    rings = _inverted(shares, place, members, at, start, closed, inside)
    return rings, shares, tuple(Over(c, total, c in scale) for c, total in over.items())


def _find(shares: Shares, component: Ints) -> tuple[Ints, Ints, Ints]:
    count = len(shares.start) - 1
    sizes = np.bincount(component, minlength=1)
    ringed = sizes > 1
    ringed[component[shares.owner[shares.owner == shares.company]]] = True
    members = np.flatnonzero(ringed[component]).astype(np.int32)
    members = members[np.argsort(component[members], kind="stable")]
    place = np.full(count, -1, np.int32)
    place[members] = np.arange(len(members), dtype=np.int32)
    begins = np.flatnonzero(np.diff(component[members], prepend=-1))
    return place, members, np.append(begins, len(members)).astype(np.int32)


def _scaled_down(shares: Shares, scale: dict[int, Fraction]) -> Shares:
    if not scale:
        return shares
    num, den, share = shares.part.num.copy(), shares.part.den.copy(), shares.share.copy()
    long = dict(shares.part.long)
    for company, total in scale.items():
        rows = range(shares.start[company], shares.start[company + 1])
        parts = Ratios.of(shares.part.at(row) / total for row in rows)
        for n, row in enumerate(rows):
            num[row], den[row], share[row] = parts.num[n], parts.den[n], float(parts.at(n))
            long.pop(row, None)
            if n in parts.long:
                long[row] = parts.long[n]
    return Shares(shares.start, shares.owner, shares.company, Ratios(num, den, long), share)


def _closed(shares: Shares, members: Ints, start: Ints, inside: Longs) -> Marks:
    """Rings whose holders all lie inside and whose shares all add up to the whole: nobody owns them in the end."""
    held = np.bincount(shares.company[inside], minlength=len(shares.start) - 1)
    alone = held[members] == np.diff(shares.start)[members]
    closed = np.logical_and.reduceat(alone, start[:-1]) if len(members) else np.empty(0, np.bool_)
    for ring in np.flatnonzero(closed).tolist():
        own = members[start[ring] : start[ring + 1]].tolist()
        closed[ring] = all(exact_sum(shares, company) == 1 for company in own)
    return closed.astype(np.uint8)


def _inverted(shares: Shares, place: Ints, members: Ints, at: Ints, start: Ints, closed: Marks, inside: Longs) -> Rings:
    """(I - A)^-1 of all rings, those of one size at once."""
    sizes = np.diff(start).astype(np.int64)
    state = np.where(closed, CLOSED, SOLVED).astype(np.uint8)
    state[(closed == 0) & (sizes > RING_MEMBERS)] = LARGE
    room = np.where(state == SOLVED, sizes**2, 0)
    by_size = np.argsort(sizes, kind="stable")
    state[by_size[(np.cumsum(room[by_size]) > KEPT) & (state[by_size] == SOLVED)]] = LARGE
    room[state != SOLVED] = 0
    inverse_at = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(room, out=inverse_at[1:])
    inverse = np.zeros(int(inverse_at[-1]))
    turns = np.full(len(members), np.nan)
    ring = at[place[shares.company[inside]]]
    slots = [place[end[inside]] - start[ring] for end in (shares.owner, shares.company)]
    for size in np.unique(sizes[state == SOLVED]).tolist():
        chosen = np.flatnonzero((sizes == size) & (state == SOLVED))
        table = np.tile(np.eye(size), (len(chosen), 1, 1))
        rows = np.flatnonzero((sizes[ring] == size) & (state[ring] == SOLVED))
        table[np.searchsorted(chosen, ring[rows]), slots[0][rows], slots[1][rows]] -= shares.share[inside[rows]]
        solved = np.linalg.inv(table)
        inverse[(inverse_at[chosen][:, None] + np.arange(size * size)).ravel()] = solved.ravel()
        turns[(start[chosen][:, None] + np.arange(size)).ravel()] = np.diagonal(solved, axis1=1, axis2=2).ravel()
    return Rings(place, members, at, start, state, turns, inverse_at, inverse)
