"""Walks through holdings: rings, inverses, chains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

Stakes = Mapping[tuple[str, str], Fraction]
Links = Mapping[str, Mapping[str, Fraction]]
Inverse = Mapping[tuple[str, str], Fraction]

NOTHING: Mapping[str, Fraction] = {}
WHOLE = Fraction(1)
NONE = Fraction(0)
CHAIN_STEPS = 20_000


def held_by(stakes: Stakes) -> dict[str, dict[str, Fraction]]:
    """company -> its holders and their shares, both in order of id; shares of nothing or less are left out."""
    return _grouped((company, owner, stakes[owner, company]) for owner, company in sorted(stakes))


def holds(stakes: Stakes) -> dict[str, dict[str, Fraction]]:
    """owner -> the companies held and the shares, both in order of id; shares of nothing or less are left out."""
    return _grouped((owner, company, stakes[owner, company]) for owner, company in sorted(stakes))


def _grouped(rows: Iterable[tuple[str, str, Fraction]]) -> dict[str, dict[str, Fraction]]:
    grouped: dict[str, dict[str, Fraction]] = {}
    for key, other, share in rows:
        if share > 0:
            grouped.setdefault(key, {})[other] = share
    return grouped


def reach(start: str, links: Links) -> set[str]:
    """Every party that can be walked to from `start`, itself included."""
    seen = {start}
    waiting = [start]
    while waiting:
        for other in links.get(waiting.pop(), NOTHING):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen


def strong_components(links: Links, parties: Iterable[str]) -> list[tuple[str, ...]]:
    """Parties that hold one another in a ring, each a sorted tuple; whoever is held comes before its holders.

    Source: R. Tarjan, Depth-first search and linear graph algorithms, 1972; without recursion, as a chain of
    holdings may be longer than the interpreter's stack.
    """
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    open_parties: list[str] = []
    still_open: set[str] = set()
    found: list[tuple[str, ...]] = []

    def enter(party: str) -> tuple[str, Iterator[str]]:
        number[party] = low[party] = len(number)
        open_parties.append(party)
        still_open.add(party)
        return party, iter(links.get(party, NOTHING))

    def leave(party: str) -> None:
        if low[party] != number[party]:
            return
        members = [open_parties.pop()]
        while members[-1] != party:
            members.append(open_parties.pop())
        still_open.difference_update(members)
        found.append(tuple(sorted(members)))

    for root in parties:
        trail = [enter(root)] if root not in number else []
        while trail:
            party, rest = trail[-1]
            for other in rest:
                if other not in number:
                    trail.append(enter(other))
                    break
                if other in still_open:
                    low[party] = min(low[party], number[other])
            else:
                trail.pop()
                leave(party)
                if trail:
                    low[trail[-1][0]] = min(low[trail[-1][0]], low[party])
    return found


def exact_inverse(members: tuple[str, ...], holdings: Links) -> Inverse | None:
    """(I - A)^-1 inside one component, as exact fractions; None unless every entry of it is a sum of real chains.

    The series I + A + A^2 + … converges to the inverse exactly when all leading minors are positive, and the pivots of
    fraction-free elimination are those minors. Source: E. H. Bareiss, Mathematics of Computation 22, 1968.
    """
    size = len(members)
    table = [[(a == b) - holdings.get(a, NOTHING).get(b, NONE) for b in members] for a in members]
    scales = [lcm(*(row[j].denominator for row in table)) for j in range(size)]
    work: NDArray[Any] = np.zeros((size, size), dtype=object)  # whole numbers of any length
    for i, row in enumerate(table):
        work[i] = [int(entry * scale) for entry, scale in zip(row, scales, strict=True)]
    previous = 1
    for k in range(size):
        pivot, row_k, column_k = work[k, k], work[k].copy(), work[:, k].copy()
        if pivot <= 0:
            return None
        work = (work * pivot - np.outer(column_k, row_k)) // previous
        work[:, k], work[k] = -column_k, row_k
        work[k, k], previous = previous, pivot
    return {
        (a, b): Fraction(scales[i] * work[i, j], previous)
        for i, a in enumerate(members)
        for j, b in enumerate(members)
        if work[i, j]
    }


def simple_sums(start: str, members: frozenset[str], holdings: Links, steps: int) -> dict[str, Fraction] | None:
    """Sum over the simple paths from `start` to each member that stay among the members; None past `steps` steps.

    The path of no step counts 1 for `start` itself. Adding up simple paths is #P-hard, hence the ceiling.
    """
    sums = dict.fromkeys(sorted(members), NONE)
    sums[start] = WHOLE
    on_path = {start}

    def onward(party: str) -> Iterator[tuple[str, Fraction]]:
        return iter(holdings.get(party, NOTHING).items())

    trail: list[tuple[str, Fraction, Iterator[tuple[str, Fraction]]]] = [(start, WHOLE, onward(start))]
    while trail:
        party, product, rest = trail[-1]
        step = next(rest, None)
        if step is None:
            on_path.discard(party)
            trail.pop()
            continue
        other, share = step
        if other in on_path or other not in members:
            continue
        steps -= 1
        if steps < 0:
            return None
        sums[other] += product * share
        on_path.add(other)
        trail.append((other, product * share, onward(other)))
    return sums


@dataclass(frozen=True, slots=True)
class Chain:
    """Parties from owner to company, each holding the next; share: the product of the direct shares."""

    parties: tuple[str, ...]
    share: Fraction


def chains(stakes: Stakes, owner: str, company: str, limit: int) -> tuple[list[Chain], bool]:
    """Up to `limit` simple chains, the largest product first, then the shorter, then by id; True if some were cut.

    A direct share recorded above the whole counts as the whole here.
    """
    return Walks(stakes, company).chains(owner, limit)


class Walks:
    """All chains that end in one company, for as many owners as are asked for."""

    def __init__(self, stakes: Stakes, company: str) -> None:
        self.company = company
        self.holdings = holds(stakes)
        self.best = _best_products(company, held_by(stakes))

    def chains(self, owner: str, limit: int) -> tuple[list[Chain], bool]:
        best, company = self.best, self.company
        found: list[Chain] = []
        queue: list[tuple[Fraction, int, tuple[str, ...], Fraction]] = []
        if owner in best and owner != company:
            queue.append((-best[owner], 1, (owner,), WHOLE))
        for _ in range(CHAIN_STEPS):
            if not queue:
                return found, False
            _, length, parties, product = heappop(queue)
            if parties[-1] == company:
                if len(found) >= limit:
                    return found, True
                found.append(Chain(parties, product))
                continue
            for other, share in self.holdings.get(parties[-1], NOTHING).items():
                if other in best and other not in parties:
                    onward = product * min(share, WHOLE)
                    heappush(queue, (-onward * best[other], length + 1, (*parties, other), onward))
        return found, bool(queue)


def _best_products(company: str, holders: Links) -> dict[str, Fraction]:
    """The largest product of any walk from each holder down to the company; no simple chain can beat it."""
    best: dict[str, Fraction] = {}
    queue = [(-WHOLE, company)]
    while queue:
        product, party = heappop(queue)
        if party in best:
            continue
        best[party] = -product
        for owner, share in holders.get(party, NOTHING).items():
            if owner not in best:
                heappush(queue, (product * min(share, WHOLE), owner))
    return best
