"""Blanks and guards around a cell."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

_EDGE = " \t\u00a0\u3000\ufeff\u200b\u200c\u200d\u2060"
_BLOCK = 1 << 20  # bytes looked at before the next answer


def tidied(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells without surrounding blanks and without the sign that keeps a long number text; null where empty."""
    return emptied(unguarded(cells.with_columns(trimmed())))


def trimmed() -> pl.Expr:
    """All cells without surrounding blanks: by far the dearest step, hence `wide_blanks`."""
    return pl.all().str.strip_chars(_EDGE)


def unguarded(cells: pl.DataFrame) -> pl.DataFrame:
    """Trimmed cells, '622202 and ="0123" as their digits alone; any other sign before a text is the text's own."""
    guarded = pl.all().str.starts_with("'") | pl.all().str.starts_with('="')
    return _where(cells, guarded, lambda some: some.str.replace(r"^(?:'(\d+)|=\"(\d+)\")$", "$1$2"))


def emptied(cells: pl.DataFrame) -> pl.DataFrame:
    """Null where a cell is empty."""
    return _where(cells, pl.all() == "", lambda some: pl.when(some.str.len_bytes() > 0).then(some))


def _where(cells: pl.DataFrame, met: pl.Expr, change: Callable[[pl.Expr], pl.Expr]) -> pl.DataFrame:
    """The change in the columns of which a cell meets the condition; the others are not touched, nor copied."""
    names = [name for name, found in cells.select(met.any()).row(0, named=True).items() if found]
    return cells.with_columns(change(pl.col(names))) if names else cells


def wide_blanks(text: bytes) -> bool:
    """Does a blank beyond ASCII stand anywhere in the text, which is UTF-8 and ends in a line break?"""
    signs = [sign for sign in map(str.encode, _EDGE) if len(sign) > 1 and sign[:1] in text]
    whole = np.frombuffer(text, np.uint8)
    for low in range(0, len(text), _BLOCK) if signs else ():
        part = whole[low : low + _BLOCK]
        for lead in sorted({sign[0] for sign in signs}):
            at = np.flatnonzero(part == lead) + low
            second = whole[at + 1]
            for sign in signs:
                if sign[0] == lead:
                    found = at[second == sign[1]]
                    if (whole[found + len(sign) - 1] == sign[-1]).any():
                        return True
    return False
