"""Nobody alone: winning coalitions, vetoes, voting power."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from math import comb, factorial, gcd, lcm

import numpy as np

NONE = Fraction(0)
ORDINARY = Fraction(1, 2)
SPECIAL = Fraction(2, 3)

LISTED = 200
MEMBERS = 40
"""Members up to which a coalition is told: that four thousand small holders could agree is no finding."""
STEPS = 200_000
FEW = 16
MOST_WORK = 15 * 10**7


@dataclass(frozen=True, slots=True)
class Line:
    """A resolution passes with more than `line` of the live votes, or with `line` itself where `reached`."""

    line: Fraction
    reached: bool = False

    def passes(self, votes: Fraction) -> bool:
        return votes > self.line or (self.reached and votes == self.line)


ORDINARY_LINE = Line(ORDINARY)
SPECIAL_LINE = Line(SPECIAL, reached=True)


@dataclass(frozen=True)
class Ballot:
    """Blocks of live votes of one company, of 1; what is missing to 1 is held by nobody known and joins nobody.

    Blocks are parties that vote as one: a head with all companies it controls, or a concert group.
    """

    votes: Mapping[str, Fraction]

    @cached_property
    def order(self) -> list[str]:
        return sorted((b for b in self.votes if self.votes[b] > 0), key=lambda b: (-self.votes[b], b))

    @property
    def unknown(self) -> Fraction:
        return 1 - sum(self.votes.values(), NONE)

    def minimal(self, line: Line, limit: int = LISTED) -> tuple[list[tuple[str, ...]], bool]:
        """Coalitions that pass the line and would not without any one member; True where not all are listed.

        Fewest members first, then the largest blocks.
        """
        found: list[tuple[str, ...]] = []
        cut = False
        ahead = self._ahead
        for size in range(1, len(self.order) + 1):
            # The largest blocks together must pass, and the smallest must not without one of theirs.
            if not line.passes(ahead[size]):
                continue
            if line.passes(ahead[-1] - ahead[len(self.order) - size + 1]):
                break
            if size > MEMBERS:
                return found, True
            for coalition in self._of_size(size, line):
                if coalition is None or len(found) == limit:
                    return found, True
                found.append(coalition)
        return found, cut

    @cached_property
    def _ahead(self) -> list[Fraction]:
        """What the largest blocks have together: none, one, two …"""
        return list(accumulate((self.votes[block] for block in self.order), initial=NONE))

    def _of_size(self, size: int, line: Line) -> Iterator[tuple[str, ...] | None]:
        """Each minimal coalition of a size, largest blocks first; None where the search was given up."""
        order, votes, ahead = self.order, self.votes, self._ahead
        steps = 0
        trail: list[tuple[int, Fraction, tuple[str, ...]]] = [(0, NONE, ())]
        while trail:
            at, total, chosen = trail.pop()
            steps += 1
            if steps > STEPS:
                yield None
                return
            need = size - len(chosen)
            if need == 0:
                if line.passes(total) and not line.passes(total - votes[chosen[-1]]):
                    yield chosen
                continue
            if at + need > len(order) or not line.passes(total + ahead[at + need] - ahead[at]):
                continue
            trail.append((at + 1, total, chosen))
            if not line.passes(total):
                trail.append((at + 1, total + votes[order[at]], (*chosen, order[at])))

    def vetoes(self, line: Line) -> list[str]:
        """Blocks without whom all others together, the unknown too, do not pass the line."""
        return [block for block in self.order if not line.passes(1 - self.votes[block])]

    @cached_property
    def _weights(self) -> tuple[dict[str, int], int]:
        """Whole numbers in proportion to the votes, and the whole of all votes."""
        whole = lcm(*(self.votes[b].denominator for b in self.order))
        weights = {b: self.votes[b].numerator * (whole // self.votes[b].denominator) for b in self.order}
        common = gcd(whole, *weights.values())
        return {b: w // common for b, w in weights.items()}, whole // common

    def shapley(self, line: Line = ORDINARY_LINE) -> dict[str, Fraction] | None:
        """Part of all orders in which the block turns losing into winning; None where too many blocks to count.

        Source: L. S. Shapley, M. Shubik, American Political Science Review 48, 1954.
        """
        swings = self._swings(line)
        if swings is None:
            return None
        n = len(self.order)
        return {
            block: sum(
                (
                    Fraction(count * factorial(size) * factorial(n - size - 1), factorial(n))
                    for size, count in by.items()
                ),
                NONE,
            )
            for block, by in swings.items()
        }

    def banzhaf(self, line: Line = ORDINARY_LINE) -> dict[str, Fraction] | None:
        """Part of all swings that are the block's; None where too many blocks to count or nobody can ever win.

        Source: J. F. Banzhaf, Rutgers Law Review 19, 1965.
        """
        swings = self._swings(line)
        if swings is None:
            return None
        counts = {block: sum(by.values()) for block, by in swings.items()}
        total = sum(counts.values())
        return {block: Fraction(count, total) if total else NONE for block, count in counts.items()}

    def _swings(self, line: Line) -> dict[str, dict[int, int]] | None:
        """block → size → coalitions of that many others that lose without the block and win with it."""
        weights, whole = self._weights
        quota = self._quota(line, whole)
        found: dict[int, dict[int, int]] = {}
        for weight in sorted(set(weights.values())):
            others = list(weights.values())
            others.remove(weight)
            counted = _few(others, quota, weight) if len(others) <= FEW else _many(others, quota, weight)
            if counted is None:
                return None
            found[weight] = counted
        return {block: found[weights[block]] for block in self.order}

    def _quota(self, line: Line, whole: int) -> int:
        """The least whole weight that passes."""
        exact = line.line * whole
        least = -(-exact.numerator // exact.denominator)
        return least if line.passes(Fraction(least, whole)) else least + 1


def _few(others: list[int], quota: int, weight: int) -> dict[int, int] | None:
    """Every set of others looked at."""
    if sum(others) + weight >= 2**62:
        return None
    sums, sizes = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    for other in others:
        sums, sizes = np.concatenate([sums, sums + other]), np.concatenate([sizes, sizes + 1])
    swing = (sums < quota) & (sums + weight >= quota)
    return {size: int(n) for size, n in enumerate(np.bincount(sizes[swing])) if n}


def _many(others: list[int], quota: int, weight: int) -> dict[int, int] | None:
    """Sets of others counted by size and weight, as the coefficients of one long whole number.

    The number is the product of (1 + x^weight y); a slot holds any count up to 2^len(others).
    """
    n = len(others)
    slot = n + 2
    row = slot * (n + 1)
    top = min(quota, sum(others) + 1)
    if n * top * row > MOST_WORK:
        return None
    mask = (1 << (row * top)) - 1
    product = 1
    for other in others:
        product += (product << (other * row + slot)) & mask
    counts: dict[int, int] = {}
    low = max(0, quota - weight)
    window = product >> (low * row)
    for _ in range(low, top):
        line, window = window & ((1 << row) - 1), window >> row
        size = 0
        while line:
            count = line & ((1 << slot) - 1)
            if count:
                counts[size] = counts.get(size, 0) + count
            line >>= slot
            size += 1
    assert all(count <= comb(n, size) for size, count in counts.items())
    return counts
