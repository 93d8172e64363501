"""Which bank rows of a whole register are paid as ever."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from graph.kernels import Marks
from queries.habits import ECHO_DAYS, ECHO_HIGH, ECHO_LOW, MONTHS, TIMES, TRADE

CROWD = 50
"""Parties paid by one within ECHO_DAYS beyond which it echoes nobody: a firm that pays so many trades."""

_LOW, _HIGH = float(ECHO_LOW), float(ECHO_HIGH)
_PAIR = ["from_p", "to_p", "currency"]


class _Look(NamedTuple):
    """via: the account that a usual row passes, as that row names it and as the rows beside it do; other: their other side;
    shifts: days from their day to its day; order: which sum came first."""

    via: tuple[str, str]
    other: str
    shifts: range
    order: tuple[str, str]


_LOOKS = (
    _Look(("to_p", "from_p"), "to_p", range(-ECHO_DAYS, 1), ("amount", "sum")),
    _Look(("from_p", "to_p"), "from_p", range(ECHO_DAYS + 1), ("sum", "amount")),
)


def usual_rows(payments: pl.DataFrame) -> Marks:
    """1 for each row of the payments table that is of a kind and size such as the same two have paid for months, and that
    was not handed on as it came: queries.habits for all parties at once, except for CROWD."""
    rows = _placed(payments)
    trade = rows.filter(pl.col("kind").is_null() | pl.col("kind").is_in(sorted(k for k in TRADE if k)))
    amount = pl.col("amount")
    # The upper of two middle amounts, as queries.habits takes it.
    middle = amount.sort().get(pl.len() // 2).over(_PAIR)
    usual = trade.filter(pl.col("month").n_unique().over(_PAIR) >= MONTHS, amount <= middle * TIMES)
    echoed = set[int]().union(*(_echoes(usual, rows, look) for look in _LOOKS))
    told = usual.with_columns(pl.Series("echoed", [at in echoed for at in usual["at"].to_list()], dtype=pl.Boolean))
    kept = told.filter(pl.col("echoed").sum().over(_PAIR) * 2 < pl.len().over(_PAIR))
    found = np.zeros(payments.height, np.uint8)
    found[kept["at"].to_numpy()] = 1
    return found


def _placed(payments: pl.DataFrame) -> pl.DataFrame:
    whole = pl.col("date").str.len_bytes() == 10
    return (
        payments.with_row_index("at")
        .filter(
            whole & pl.col("date_to").is_null() & (pl.col("status").fill_null("done") == "done"),
            ~pl.col("from_p").is_null() & ~pl.col("to_p").is_null(),
        )
        .select(
            pl.col("at").cast(pl.Int64),
            pl.col("from_p").cast(pl.Int64),
            pl.col("to_p").cast(pl.Int64),
            pl.col("currency").fill_null("CNY"),
            pl.col("amount").cast(pl.Float64, strict=False),
            pl.col("date").str.slice(0, 7).alias("month"),
            pl.col("date").str.to_date("%Y-%m-%d").to_physical().cast(pl.Int64).alias("day"),
            "kind",
        )
        .filter(pl.col("amount") > 0)
    )


def _echoes(usual: pl.DataFrame, rows: pl.DataFrame, look: _Look) -> set[int]:
    """Places of usual rows that the sum of one other party echoes at the account they pass."""
    sums = rows.group_by(pl.col(look.via[1]).alias("v"), look.other, "currency", "day").agg(pl.col("amount").sum())
    spread = sums.with_columns(pl.lit(list(look.shifts)).alias("shift")).explode("shift")
    windows = spread.group_by("v", look.other, "currency", (pl.col("day") + pl.col("shift")).alias("day")).agg(
        pl.col("amount").sum().alias("sum")
    )
    windows = windows.filter(pl.len().over("v", "currency", "day") <= CROWD).select("v", "currency", "day", "sum")
    near = usual.join(windows, left_on=[look.via[0], "currency", "day"], right_on=["v", "currency", "day"], how="inner")
    first, then = look.order
    hit = near.filter(pl.col(then) >= pl.col(first) * _LOW, pl.col(then) <= pl.col(first) * _HIGH)
    return set(hit["at"].to_list())
