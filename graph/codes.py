"""Texts as whole numbers, so that bulk work runs on numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

_SEEDS = range(1, 6)
_CROWDED = 8


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
    if not len(numbers):
        return numbers.cast(pl.UInt32), numbers.cast(pl.UInt32)
    top = int(numbers.max())  # type: ignore[arg-type]
    codes = _counted(numbers.to_numpy(), top) if top < _CROWDED * len(numbers) else numbers.rank("dense").to_numpy() - 1
    place = np.zeros(int(codes.max()) + 1, np.uint32)
    place[codes] = np.arange(len(codes), dtype=np.uint32)
    return pl.Series(codes).cast(pl.UInt32), pl.Series(place)


def _counted(numbers: NDArray[Any], top: int) -> NDArray[Any]:
    """Small numbers are counted off instead of sorted."""
    seen = np.zeros(top + 1, dtype=np.bool_)
    seen[numbers] = True
    found: NDArray[Any] = (np.cumsum(seen, dtype=np.uint32) - 1)[numbers]
    return found
