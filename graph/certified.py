"""Shares in rings too large for fractions, between sure ends."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from scipy.sparse.linalg import bicgstab

from graph.ownership import Integrated
from graph.rings import NONE, WHOLE, reach

BITS = 120
ROUNDS = 40
ENOUGH = BITS - 60
_STEPS = 2_000

Ends = tuple[Fraction, Fraction]
Vector = NDArray[np.float64]


def net_between(owned: Integrated, owner: str, company: str) -> Ends | None:
    """Ends between which the net share surely lies, equal where it is exact; None where no ends were found.

    Only for figures that hang on a ring of more members than exact fractions serve; a ring closed in itself has none.
    """
    exact = owned.net(owner, company)
    if exact is not None:
        return exact, exact
    column = column_between(owned, company)
    turns = column_between(owned, owner)
    if column is None or turns is None or owner not in turns or owner == company:
        return None
    low, high = column.get(owner, (NONE, NONE))
    least, most = turns[owner]
    return low / most, min(WHOLE, high / max(least, WHOLE))


def column_between(owned: Integrated, company: str) -> dict[str, Ends] | None:
    """owner -> ends of V[owner, company] for all above the company; None where a closed ring or slow floats forbid it.

    A float answer is mended until what is left over, counted in whole numbers of 2^-BITS, is next to nothing. A vector
    y with y (I - A) >= 1/2 everywhere, checked in whole numbers, shows that no entry of the inverse in column k is
    above 2 y_k; so no share is further off than the sum of 2 y_k times the rest at k. Rounding counts against us.
    """
    system = _System(owned, company)
    if company not in system.place:
        return None
    bound = system.bound()
    found = system.solved() if bound is not None else None
    if found is None or bound is None:
        return None
    value, rest = found
    off = sum(b * abs(r) for b, r in zip(bound, rest, strict=True)) // (1 << BITS) + 1
    unit = 1 << BITS
    return {
        party: (Fraction(max(0, value[at] - off), unit), Fraction(value[at] + off, unit))
        for party, at in system.place.items()
    }


class _System:
    """(I - A) v = e over all parties above a company, in floats and in whole numbers."""

    def __init__(self, owned: Integrated, company: str) -> None:
        closed = {party for at in owned.closed for party in owned.components[at]}
        parties = sorted(reach(company, owned.holders) - closed)
        self.place = {party: at for at, party in enumerate(parties)}
        self.target = self.place.get(company, 0)
        self.edges = [
            (self.place[owner], self.place[held], share.numerator, share.denominator)
            for held in parties
            for owner, share in owned.holders.get(held, {}).items()
            if owner in self.place
        ]
        size = len(parties)
        floats = [-part / whole for _, _, part, whole in self.edges]
        rows, columns = [e[0] for e in self.edges], [e[1] for e in self.edges]
        held = sparse.csr_matrix((floats, (rows, columns)), shape=(size, size))
        self.matrix: Any = sparse.identity(size, format="csr") + held
        self.size = size

    def solved(self) -> tuple[list[int], list[int]] | None:
        """v and the most that is left over at each party, in units of 2^-BITS."""
        value = [0] * self.size
        for _ in range(ROUNDS):
            rest = self._rest(value)
            largest = max(abs(r) for r in rest)
            if largest.bit_length() <= BITS - ENOUGH - 40:
                return value, [abs(r) + self.size + 1 for r in rest]
            step = _near(self.matrix, np.array([r / largest for r in rest]))
            if step is None:
                return None
            value = [v + int(float(s) * 2.0**40) * largest // 2**40 for v, s in zip(value, step, strict=True)]
        return None

    def _rest(self, value: list[int]) -> list[int]:
        """e - (I - A) v; each product is rounded down, so that a row is short by less than its number of products."""
        rest = [-v for v in value]
        rest[self.target] += 1 << BITS
        for owner, held, part, whole in self.edges:
            rest[owner] += value[held] * part // whole
        return rest

    def bound(self) -> list[int] | None:
        """2 y in units of 2^-BITS, with y (I - A) >= 1/2 shown; None where no such y was found."""
        step = _near(self.matrix.T.tocsr(), np.ones(self.size))
        if step is None or not (step > 0).all():
            return None
        y = [int(float(s) * 2.0**40) << (BITS - 40) for s in step]
        left = list(y)
        for owner, held, part, whole in self.edges:
            left[held] -= -(-y[owner] * part // whole)
        return [2 * v for v in y] if min(left) >= 1 << (BITS - 1) else None


def _near(matrix: Any, right: Vector) -> Vector | None:
    """A float answer of some digits; None where the steps do not settle."""
    answer, state = bicgstab(matrix, right, rtol=1e-10, maxiter=_STEPS)
    if state != 0:
        answer = right.copy()
        for _ in range(_STEPS):
            left = right - matrix @ answer
            if np.abs(left).max() < 1e-9:
                break
            answer += left
        else:
            return None
    return answer if np.isfinite(answer).all() else None
