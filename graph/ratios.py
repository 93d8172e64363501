"""Columns of exact fractions: read, added up, compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
import polars as pl

from graph.kernels import Floats, Longs
from graph.values import Share

MOST = 10**12
"""Largest common denominator under which a group of rows is added up as whole numbers."""

_LONGEST_WHOLE = 2**62


@dataclass(frozen=True, slots=True)
class Ratios:
    """A column of exact fractions. den 0 marks one whose terms do not fit into 62 bits: it stands in `long` by row."""

    num: Longs
    den: Longs
    long: dict[int, Fraction]

    @staticmethod
    def of(values: Iterable[Fraction]) -> Ratios:
        listed = list(values)
        fits = [max(abs(v.numerator), v.denominator) < _LONGEST_WHOLE for v in listed]
        num = [v.numerator if ok else 0 for v, ok in zip(listed, fits, strict=True)]
        den = [v.denominator if ok else 0 for v, ok in zip(listed, fits, strict=True)]
        long = {row: value for row, (value, ok) in enumerate(zip(listed, fits, strict=True)) if not ok}
        return Ratios(np.array(num, np.int64), np.array(den, np.int64), long)

    def __len__(self) -> int:
        return len(self.num)

    def at(self, row: int) -> Fraction:
        return self.long[row] if self.den[row] == 0 else Fraction(int(self.num[row]), int(self.den[row]))

    def floats(self) -> Floats:
        """Each rounded once, to the nearest."""
        found = self.num / np.maximum(self.den, 1)
        # Terms above 2^53 would be rounded before they are divided.
        for row in np.flatnonzero((self.den == 0) | (self.num > 1 << 53) | (self.den > 1 << 53)).tolist():
            found[row] = float(self.at(row))
        return found.astype(np.float64)

    def take(self, rows: Longs) -> Ratios:
        long: dict[int, Fraction] = {}
        if self.long:
            long = {new: self.long[old] for new, old in enumerate(rows.tolist()) if old in self.long}
        return Ratios(self.num[rows], self.den[rows], long)


def low_ends(texts: pl.Series) -> tuple[Ratios, pl.Series]:
    """Shares as rows keep them ("7/10", "1/4..1/2"): low end of each distinct text, and which of them each row has.

    A row without a text has no number (null).
    """
    distinct = texts.unique(maintain_order=True).drop_nulls()
    parts = distinct.str.split_exact("/", 1).struct.unnest()
    ends = [parts["field_0"].cast(pl.Int64, strict=False), parts["field_1"].fill_null("1").cast(pl.Int64, strict=False)]
    plain = ends[0].is_not_null() & ends[1].is_not_null()
    num, den = ends[0].fill_null(0).to_numpy().copy(), ends[1].fill_null(1).to_numpy().copy()
    long: dict[int, Fraction] = {}
    rest = (~plain).arg_true().to_list()
    read = Ratios.of(Share.parse(distinct[row]).low for row in rest)
    for n, row in enumerate(rest):
        num[row], den[row] = read.num[n], read.den[n]
        if n in read.long:
            long[row] = read.long[n]
    codes = pl.DataFrame({"t": distinct, "n": np.arange(len(distinct))})
    of_row = pl.DataFrame({"t": texts}).join(codes, on="t", how="left", maintain_order="left")["n"]
    return Ratios(num, den, long), of_row


def gathered(rows: Ratios, group: Longs, how: Literal["sum", "max"]) -> Ratios:
    """One exact sum (or the largest) for each run of equal numbers in `group`, in its order."""
    first = np.flatnonzero(np.diff(group, prepend=group[0] - 1)) if len(group) else np.empty(0, np.int64)
    sizes = np.diff(first, append=len(group))
    many = np.repeat(sizes > 1, sizes)
    single = rows.take(first)
    if not many.any():
        return single
    run = np.repeat(np.arange(len(first)), sizes)
    common = np.maximum.reduceat(rows.den, first)
    fits = (common <= MOST) & (np.minimum.reduceat(rows.den, first) > 0)
    whole = np.where(rows.den > 0, rows.den, 1)
    fits &= np.logical_and.reduceat(np.where(fits[run], common[run] % whole == 0, True), first)
    scaled = np.where(fits[run], rows.num * (common[run] // whole), 0)
    reduced = np.add.reduceat(scaled, first) if how == "sum" else np.maximum.reduceat(scaled, first)
    num = np.where(fits & (sizes > 1), reduced, single.num)
    den = np.where(fits & (sizes > 1), common, single.den)
    long = dict(single.long)
    combine: Callable[[list[Fraction]], Fraction] = (lambda v: sum(v, Fraction(0))) if how == "sum" else max
    odd = np.flatnonzero(~fits & (sizes > 1)).tolist()
    exact = Ratios.of(combine([rows.at(r) for r in range(first[n], first[n] + sizes[n])]) for n in odd)
    for n, at in enumerate(odd):
        num[at], den[at] = exact.num[n], exact.den[n]
        long.pop(at, None)
        if n in exact.long:
            long[at] = exact.long[n]
    return Ratios(num, den, long)


def at_most_whole(rows: Ratios) -> Ratios:
    """Nobody holds more than the whole."""
    above = (rows.den > 0) & (rows.num > rows.den)
    num, den = np.where(above, 1, rows.num), np.where(above, 1, rows.den)
    long = {row: value for row, value in rows.long.items() if value <= 1}
    for row in rows.long.keys() - long.keys():
        num[row] = den[row] = 1
    return Ratios(num, den, long)


def reduced(rows: Ratios) -> Ratios:
    """In lowest terms, so that a denominator says what it must."""
    common = np.maximum(np.gcd(rows.num, rows.den), 1)
    return Ratios(rows.num // common, rows.den // common, rows.long)
