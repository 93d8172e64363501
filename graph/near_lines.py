"""Stakes that floats put near a line, decided exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import nextafter

import numpy as np

from graph.kernels import Floats, Ints, Longs, Marks
from graph.line_kernels import between, exact_products, near_lines
from graph.ownership import integrated
from graph.ring_blocks import Rings, Shares
from graph.rings import NONE, WHOLE

LINES = tuple(Fraction(n) for n in ("1/20", "1/10", "1/4", "3/10", "1/3", "1/2", "2/3", "3/4", "9/10", "1"))
"""Lines of statutes: a stored stake compares with float(line) as the exact stake compares with the line."""

NEAR = 1e-9
MOST_BETWEEN = 2_000
"""Parties between an owner and a company, beyond which a stake near a line stays marked as rough."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What all_stakes answers, but for `wide`."""

    first: Longs
    entries: Ints
    owner: Ints
    stake: Floats
    rough: Marks


class Between:
    """Exact stakes of ultimate owners, over nothing but the parties that stand between owner and company."""

    def __init__(self, shares: Shares, rings: Rings, columns: Columns) -> None:
        self._shares = shares
        self._rings = rings
        self._columns = columns
        self._mark = np.full(len(shares.start) - 1, -1, np.int32)
        self._turn = 0

    def stake(self, owner: int, company: int) -> Fraction | None:
        """What `owner`, whom nobody holds, has of the company through all chains; None where too many stand between."""
        self._turn += 1
        c, shares = self._columns, self._shares
        found = between(
            owner,
            company,
            shares.start,
            shares.owner,
            c.first,
            c.entries,
            c.owner,
            self._mark,
            self._turn,
            MOST_BETWEEN,
        )
        if len(found) == MOST_BETWEEN:
            return None
        rows = {party: self._rows(party) for party in found.tolist() if party != owner}
        if (self._rings.place[found] >= 0).any():
            owned = integrated({(str(h), str(c)): part for c, held in rows.items() for h, part in held})
            return None if owned.unsolved_rings else owned.gross(str(owner), str(company))
        return _walked(owner, company, rows)

    def _rows(self, company: int) -> list[tuple[int, Fraction]]:
        """Holders that stand between, with their exact parts."""
        first, last = int(self._shares.start[company]), int(self._shares.start[company + 1])
        holders = self._shares.owner[first:last].tolist()
        return [
            (h, self._shares.part.at(row)) for row, h in enumerate(holders, start=first) if self._mark[h] == self._turn
        ]


def _walked(owner: int, company: int, rows: Mapping[int, list[tuple[int, Fraction]]]) -> Fraction:
    """Without rings each party's stake is the sum over its holders, holders first."""
    known = {owner: WHOLE}
    waiting = [company]
    while waiting:
        party = waiting[-1]
        missing = [h for h, _ in rows[party] if h not in known]
        waiting += missing
        if not missing:
            waiting.pop()
            known[party] = sum((part * known[h] for h, part in rows[party]), NONE)
    return known[company]


def beside_lines(exact: Fraction) -> float:
    """The float nearest to an exact stake that stands on the same side of every line."""
    found = float(exact)
    for line in LINES:
        if found == float(line) and exact != line:
            found = nextafter(found, 2.0 if exact > line else 0.0)
    return found


def decide(columns: Columns, shares: Shares, rings: Rings, component: Ints) -> None:
    """Replace, in place, every rough stake near a line by the exact one. Afterwards `rough` marks undecided stakes alone."""
    c, part = columns, shares.part
    near, company = near_lines(c.first, c.entries, c.stake, c.rough, np.array([float(n) for n in LINES]), NEAR)
    c.rough[:] = 0
    num, den = exact_products(
        near, company, shares.start, shares.owner, part.num, part.den, component, rings.place, c.first, c.entries,
        c.owner, MOST_BETWEEN,
    )  # fmt: skip
    done = np.flatnonzero(den)
    c.stake[near[done]] = num[done] / den[done]
    slow = Between(shares, rings, columns)
    for at in np.flatnonzero(den == 0).tolist():
        exact = slow.stake(int(c.owner[near[at]]), int(company[at]))
        c.rough[near[at]] = exact is None
        if exact is not None:
            c.stake[near[at]] = beside_lines(exact)
