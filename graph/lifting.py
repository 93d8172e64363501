"""Exact answers of linear equations by lifted floats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

Cells = Mapping[tuple[int, int], int]
Digits = Sequence[NDArray[np.int64]]

# Bits won in a step: whole bytes, so that a row of digits is a whole number as it lies in memory.
ALPHAS = (40, 32, 24, 16, 8)
GUARD = 96
_SLACK = 40
_FLOAT_WHOLE = 2.0**52
_WORD = 2**40


@dataclass(frozen=True, slots=True)
class Solved:
    """The answer: parts[i] / whole, exact; it was put back into the equations and fits."""

    parts: tuple[int, ...]
    whole: int


class Equations:
    """Whole-number equations M y = b, M a nonsingular M-matrix, for as many right sides as wanted.

    Each step takes the whole numbers nearest to a float answer of what is left over; what is left over is kept exactly;
    the steps are the digits of the answer. When enough are known the fractions are read off by continued fractions and
    put back into the equations: nothing is an answer unless it fits exactly.
    Sources: Z. Wan, An algorithm to solve integer linear systems exactly using numerical methods, 2006; J. D. Dixon,
    Exact solution of linear equations using p-adic expansions, 1982. No denominator is above the determinant, which in
    an M-matrix is at most the product of the diagonal (Hadamard, Fischer).
    """

    def __init__(self, size: int, cells: Cells) -> None:
        self.size = size
        self.cells = cells
        self.bits = sum(cells[i, i].bit_length() for i in range(size))
        self.largest = max(map(abs, cells.values()))
        places = np.array(list(cells), dtype=np.int64).T
        values = list(cells.values()) if self.largest < _WORD else [0] * len(cells)
        self.exact = sparse.csr_matrix((np.array(values, dtype=np.int64), tuple(places)), shape=(size, size))
        floats = np.zeros((size, size))
        floats[tuple(places)] = [float(value) for value in cells.values()]
        scale = np.diagonal(floats).copy()
        self.near = np.linalg.inv(floats / scale) / scale[:, None] if self.largest < _WORD else None

    def solve(self, right: Sequence[int]) -> Solved | None:
        """The exact answer; None where floats cannot come near enough, or the numbers are too long for them."""
        longest = max(map(abs, right))
        if self.near is None or longest >= _WORD:
            return None
        wanted = 2 * self.bits + longest.bit_length() + GUARD
        for alpha in ALPHAS:
            digits = self._digits(right, alpha, -(-wanted // alpha))
            if digits:
                solved = self._read(joined(digits, alpha), alpha * len(digits))
                return solved if self.fits(solved, right) else None
        return None

    def _digits(self, right: Sequence[int], alpha: int, steps: int) -> Digits:
        """The digits in base 2^alpha, the largest first; none where the rest grows instead of staying small."""
        assert self.near is not None
        rest = np.array(right, dtype=np.int64)
        ceiling = max(int(np.abs(rest).max()), 4 * self.largest)
        found: list[NDArray[np.int64]] = []
        for _ in range(steps):
            guess = np.rint((self.near @ rest.astype(np.float64)) * 2.0**alpha)
            if not np.abs(guess).max() < _FLOAT_WHOLE:
                return ()
            digit = guess.astype(np.int64)
            # Both sides may run over the word's end: they do so alike, and the small rest is right.
            rest = (rest << alpha) - self.exact @ digit
            if np.abs(rest).max() > ceiling:
                return ()
            found.append(digit)
        return found

    def _read(self, lifted: Sequence[int], known: int) -> Solved:
        """Fractions over one denominator: found at the first row, made larger where a later row needs it."""
        whole, half, ends = 1, 1 << (known - 1), known - self.bits - _SLACK
        parts: list[int] = []
        for value in lifted:
            scaled = value * whole
            part = (scaled + half) >> known
            if abs(scaled - (part << known)) >> ends:
                factor = denominator(scaled % (1 << known), known, ends)
                parts = [earlier * factor for earlier in parts]
                whole *= factor
                part = (scaled * factor + half) >> known
            parts.append(part)
        common = gcd(whole, *parts)
        return (
            Solved(tuple(part // common for part in parts), whole // common)
            if common > 1
            else Solved(tuple(parts), whole)
        )

    def fits(self, solved: Solved, right: Sequence[int]) -> bool:
        """Do the answers fill the equations exactly? Whoever made them, this decides."""
        sums = [0] * self.size
        for (i, j), value in self.cells.items():
            sums[i] += value * solved.parts[j]
        return all(total == solved.whole * b for total, b in zip(sums, right, strict=True))


def joined(digits: Digits, alpha: int) -> list[int]:
    """Each row's signed digits as one whole number: carries run from the last digit to the first."""
    size, mask = len(digits[0]), (1 << alpha) - 1
    laid = np.zeros((len(digits), size), dtype="<i8")
    carry = np.zeros(size, dtype=np.int64)
    for place, digit in enumerate(reversed(digits)):
        total = digit + carry
        laid[place], carry = total & mask, total >> alpha
    rows = np.ascontiguousarray(laid.T).view(np.uint8).reshape(size, len(digits), 8)[:, :, : alpha // 8]
    packed = np.ascontiguousarray(rows).reshape(size, -1)
    top = alpha * len(digits)
    return [int.from_bytes(packed[i].tobytes(), "little") + (int(carry[i]) << top) for i in range(size)]


def denominator(value: int, known: int, ends: int) -> int:
    """The least q with q * value / 2^known within 2^(ends - known) of a whole number; by continued fractions."""
    before, rest = 1 << known, value
    earlier, q = 0, 1
    while rest >> ends:
        quotient, left = divmod(before, rest)
        before, rest = rest, left
        earlier, q = q, earlier + quotient * q
    return q
