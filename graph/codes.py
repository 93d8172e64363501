"""Texts as whole numbers, so that bulk work runs on numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

_SEEDS = range(1, 6)


@dataclass(frozen=True, slots=True)
class Coded:
    """A column as numbers: distinct[codes[i]] is the value at i, null where it is null (UInt32).

    The order of the numbers says nothing and differs between versions: it must never reach what is kept or printed.
    """

    codes: pl.Series
    distinct: pl.Series


def coded(texts: pl.Series) -> Coded:
    """Equal texts get one number, different ones never do: what the hash put together is compared letter by letter."""
    present = texts.drop_nulls() if texts.null_count() else texts
    codes, distinct = _checked(present)
    if len(present) == len(texts):
        return Coded(codes, distinct)
    whole = np.zeros(len(texts), np.uint32)
    held = texts.is_not_null()
    whole[held.to_numpy()] = codes.to_numpy()
    frame = pl.DataFrame({"code": whole, "held": held})
    return Coded(frame.select(pl.when("held").then("code")).to_series(), distinct)


def _checked(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    for seed in _SEEDS:
        codes, first = ranked(texts.hash(seed))
        distinct = texts.gather(first)
        if (distinct.gather(codes) == texts).all():
            return codes, distinct
    distinct = texts.unique().sort()
    return distinct.search_sorted(texts).cast(pl.UInt32), distinct


def ranked(numbers: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Dense numbers in the order of the values, and for each the place of one row that bears it. No nulls."""
    codes = numbers.rank("dense").cast(pl.UInt32) - 1
    count = int(codes.max()) + 1 if len(codes) else 0  # type: ignore[arg-type]
    place = np.zeros(count, np.uint32)
    place[codes.to_numpy()] = np.arange(len(codes), dtype=np.uint32)
    return codes, pl.Series(place)


def same_everywhere(codes: pl.Series, first: pl.Series, columns: Sequence[pl.Series]) -> pl.Series:
    """Rows that say the same as the row that stands for their code, in each of the columns; nulls are equal."""
    stand = first.gather(codes)
    same = pl.Series([True], dtype=pl.Boolean).new_from_index(0, len(codes))
    for column in columns:
        same &= column.eq_missing(column.gather(stand))
    return same
