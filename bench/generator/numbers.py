"""Columns of official numbers with right check digits."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.check_digits import USCC_LETTERS, USCC_WEIGHTS

# GB 11714: weights of the first eight places of an organisation code; a letter counts from A = 10.
_ORG_WEIGHTS = np.array((3, 7, 9, 10, 5, 8, 4, 2))
_M, _A = ord("M") - 55, ord("A") - 55


def uscc_codes(regions: list[str], first: int = 0) -> pl.Series:
    """One unified social credit code a region given (GB 32100-2015), numbered from `first`; at most ten million."""
    count = len(regions)
    serial = first + np.arange(count)
    digits = np.empty((count, 6), dtype=np.int64)
    for place in range(5, -1, -1):
        digits[:, place] = serial % 10
        serial = serial // 10
    if serial.any():
        raise ValueError("more companies than six digits can number")
    org = np.column_stack([np.full(count, _M), np.full(count, _A), digits])
    check = 11 - org @ _ORG_WEIGHTS % 11
    letters = np.full((count, 18), ord("0"), dtype=np.uint8)
    letters[:, 0], letters[:, 1] = ord("9"), ord("1")
    letters[:, 2:8] = np.frombuffer("".join(regions).encode(), dtype=np.uint8).reshape(-1, 6)
    letters[:, 8], letters[:, 9] = ord("M"), ord("A")
    letters[:, 10:16] = digits + ord("0")
    letters[:, 16] = np.where(check == 10, ord("X"), np.where(check == 11, ord("0"), check + ord("0")))
    letters[:, 17] = _last(letters[:, :17])
    return pl.Series(np.ascontiguousarray(letters).view("S18").ravel().astype(str))


def _last(stems: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The 18th letter of each code, for its first 17."""
    values = np.zeros(256, dtype=np.int64)
    values[np.frombuffer(USCC_LETTERS.encode(), dtype=np.uint8)] = np.arange(31)
    at = -(values[stems] @ np.array(USCC_WEIGHTS)) % 31
    return np.asarray(np.frombuffer(USCC_LETTERS.encode(), dtype=np.uint8)[at])
