"""One ring of companies, solved exactly when asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from graph.lifting import Equations, Solved
from graph.rings import NOTHING, Inverse, Links, exact_inverse

# Below this many members the whole inverse is as quick as one answer.
FEW = 8


Ratio = tuple[int, int]
"""A part and its whole, not reduced: reducing long fractions is most of the work, so it is done once, when asked."""


def plus(a: Ratio, b: Ratio) -> Ratio:
    if a[1] == b[1]:
        return a[0] + b[0], a[1]
    return (Fraction(*a) + Fraction(*b)).as_integer_ratio()


def total(ratios: Iterable[Ratio]) -> Fraction:
    """The sum: first within each whole, so that few fractions are left to add."""
    sums: dict[int, int] = {}
    for part, whole in ratios:
        sums[whole] = sums.get(whole, 0) + part
    return sum((Fraction(part, whole) for whole, part in sums.items()), Fraction(0))


@dataclass(frozen=True, slots=True)
class Parts:
    """Weights over one denominator: of[party] / whole."""

    of: Mapping[str, int]
    whole: int

    def ratios(self) -> dict[str, Ratio]:
        return {party: (part, self.whole) for party, part in self.of.items() if part}

    def outward(self, members: Collection[str], links: Links) -> dict[str, Ratio]:
        """What leads out of the ring along the links, over one denominator."""
        steps = [
            (part, other, share)
            for party, part in self.of.items()
            for other, share in links.get(party, NOTHING).items()
            if other not in members
        ]
        common = lcm(*(share.denominator for _, _, share in steps))
        sums: dict[str, int] = {}
        for part, other, share in steps:
            sums[other] = sums.get(other, 0) + part * share.numerator * (common // share.denominator)
        return {other: (part, self.whole * common) for other, part in sums.items()}


class Knot:
    """A strong component with a ring in it; no company in it has more than its whole, and some share leads out.

    With A the shares inside, V = (I - A)^-1. Asked for one column or row of V at a time; each is exact.
    """

    def __init__(self, members: tuple[str, ...], holdings: Links) -> None:
        self.members = members
        self.holdings = holdings
        self.place = {party: at for at, party in enumerate(members)}
        self._columns: dict[str, Parts] = {}

    def above(self, entries: Mapping[str, Ratio]) -> Parts:
        """owner -> sum over companies of V[owner, company] * entries[company]."""
        if len(entries) == 1:
            ((company, (part, whole)),) = entries.items()
            column = self._column(company)
            return Parts({owner: weight * part for owner, weight in column.of.items()}, column.whole * whole)
        return self._combined(entries, 1)

    def below(self, entries: Mapping[str, Ratio]) -> Parts:
        """company -> sum over owners of entries[owner] * V[owner, company]."""
        return self._combined(entries, -1)

    def turns(self, party: str) -> Fraction:
        """V[party, party]: 1 / (1 - what the party holds of itself)."""
        column = self._column(party)
        return Fraction(column.of[party], column.whole)

    def _column(self, company: str) -> Parts:
        if company not in self._columns:
            self._columns[company] = self._combined({company: (1, 1)}, 1)
        return self._columns[company]

    def _combined(self, entries: Mapping[str, Ratio], way: int) -> Parts:
        if len(self.members) > FEW:
            solved = self._lifted(entries, way)
            if solved is not None:
                return solved
        sums: dict[str, Fraction] = {}
        for (owner, company), weight in self._inverse.items():
            here, there = (owner, company) if way == 1 else (company, owner)
            if there in entries:
                sums[here] = sums.get(here, Fraction(0)) + weight * Fraction(*entries[there])
        whole = lcm(*(share.denominator for share in sums.values()))
        return Parts({p: s.numerator * (whole // s.denominator) for p, s in sums.items()}, whole)

    @cached_property
    def _inverse(self) -> Inverse:
        found = exact_inverse(self.members, self.holdings)
        assert found is not None, "more than the whole was scaled down, and a closed ring is never asked"
        return found

    @cached_property
    def _scales(self) -> list[int]:
        """Per company the least number that makes its shares whole."""
        scales = [1] * len(self.members)
        for owner in self.members:
            for company, share in self.holdings.get(owner, NOTHING).items():
                if company in self.place:
                    at = self.place[company]
                    scales[at] = lcm(scales[at], share.denominator)
        return scales

    @cached_property
    def _cells(self) -> dict[tuple[int, int], int]:
        """(I - A) with each company's column made whole: row owner, column company."""
        cells = {(at, at): scale for at, scale in enumerate(self._scales)}
        for owner in self.members:
            i = self.place[owner]
            for company, share in self.holdings.get(owner, NOTHING).items():
                j = self.place.get(company)
                if j is not None:
                    cells[i, j] = cells.get((i, j), 0) - share.numerator * (self._scales[j] // share.denominator)
        return cells

    @cached_property
    def _upward(self) -> Equations:
        return Equations(len(self.members), self._cells)

    @cached_property
    def _downward(self) -> Equations:
        return Equations(len(self.members), {(j, i): value for (i, j), value in self._cells.items()})

    def _lifted(self, entries: Mapping[str, Ratio], way: int) -> Parts | None:
        common = lcm(*(whole for _, whole in entries.values()))
        right = [0] * len(self.members)
        for party, (part, whole) in entries.items():
            at = self.place[party]
            right[at] = part * (common // whole) * (1 if way == 1 else self._scales[at])
        solved = (self._upward if way == 1 else self._downward).solve(right)
        return None if solved is None else self._parts(solved, common, way)

    def _parts(self, solved: Solved, common: int, way: int) -> Parts:
        scales = self._scales if way == 1 else [1] * len(self.members)
        parts = {party: solved.parts[at] * scales[at] for party, at in self.place.items() if solved.parts[at]}
        return Parts(parts, solved.whole * common)
