"""A snapshot's bank rows settled, as columns for bulk work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.bank_rows import REVERSAL_WORDS, settle
from graph.facts import Payment
from graph.holdings_on import by_source
from graph.kernels import Longs, Marks
from graph.money_bulk import Money
from graph.snapshot import Snapshot

MOST_DECIMALS = 8
_DAY = 86_400
_EPOCH = 719_163
"""1970-01-01 as a proleptic ordinal, which instants count from."""

Read = Callable[[Sequence[int]], Sequence[Payment]]
"""Rows of the payments table by their places, as facts, in the same order."""


@dataclass(frozen=True, slots=True)
class Settled:
    """money: by currency, its `row` a place in the payments table; unplaced: rows without an exact day, an amount, two
    parties, or done within a period only; settled: rows looked at one by one, because two statements or a reversal may say
    the same transfer."""

    money: Mapping[str, Money]
    unplaced: int
    settled: int


def settled_columns(snapshot: Snapshot, up_to: str, closed: Marks, aside: frozenset[str], read: Read) -> Settled:
    """Every transfer once, as graph.bank_rows.settle leaves them; days up to `up_to` (ISO).

    closed: parties that money does not pass, by number; aside: kinds of payment that are no return of anything. Only groups
    of rows that may be one transfer said twice, or one taken back, are settled row by row; the rest is columnar.
    """
    frame = snapshot.tables.get("payments")
    if frame is None or not frame.height:
        return Settled({}, 0, 0)
    rows = _rows(frame, snapshot).filter(pl.col("date").is_null() | (pl.col("date").str.slice(0, 10) <= up_to))
    group = ["low", "high", "size", "currency"]
    odd = (
        (pl.col("amount").str.starts_with("-") | (pl.col("status").fill_null("done") != "done") | pl.col("reverses")).any().over(group)
        | (pl.col("by").n_unique().over(group) > 1)
    )  # fmt: skip
    rows = rows.with_columns(odd.alias("odd"))
    plain = _placed(rows.filter(~pl.col("odd")))
    hard = rows.filter("odd")
    kept = _settled(hard, rows, read)
    flows = pl.concat([plain, _placed(rows.filter(pl.col("at").is_in(kept)), whatever="status")]).sort("at")
    flows = flows.filter(~pl.col("kind").is_in(sorted(aside)).fill_null(value=False))
    found = {
        str(currency): _money(own, snapshot.parties.height, closed)
        for (currency,), own in sorted(flows.group_by("currency"), key=lambda g: str(g[0]))
    }
    return Settled(found, rows.height - len(kept) - plain.height, hard.height)


def _rows(frame: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    words = pl.coalesce("purpose", "remark").fill_null("")
    return frame.with_row_index("at").select(
        pl.col("at").cast(pl.Int64),
        pl.col("from_p").alias("payer"),
        pl.col("to_p").alias("payee"),
        pl.min_horizontal("from_p", "to_p").alias("low"),
        pl.max_horizontal("from_p", "to_p").alias("high"),
        "amount",
        pl.col("amount").cast(pl.Float64, strict=False).abs().alias("size"),
        pl.col("currency").fill_null("CNY"),
        "date",
        "date_to",
        "time",
        "status",
        "kind",
        words.str.contains(REVERSAL_WORDS).alias("reverses"),
        by_source(snapshot, frame).alias("by"),
    )


def _placed(rows: pl.DataFrame, whatever: str = "") -> pl.DataFrame:
    """Rows that a window can hold: done, one exact day, above nothing, between two parties."""
    done = pl.lit(value=True) if whatever == "status" else pl.col("status").fill_null("done") == "done"
    placed = (pl.col("date").str.len_bytes() == 10) & pl.col("date_to").is_null() & (pl.col("size") > 0)
    return rows.filter(done & placed & (pl.col("payer") != pl.col("payee")))


def _settled(hard: pl.DataFrame, rows: pl.DataFrame, read: Read) -> list[int]:
    """Places of those of the hard rows that stand for a transfer."""
    places = hard["at"].to_list()
    facts = read(places)
    at = {id(p): place for p, place in zip(facts, places, strict=True)}
    owners = _owners(rows, dict(zip(hard["by"].to_list(), facts, strict=True)))
    return sorted(at[id(p)] for p in settle(facts, owners).flows)


def _owners(rows: pl.DataFrame, example: Mapping[int, Payment]) -> dict[tuple[str, str, str], frozenset[str]]:
    """Whose account each statement is of: those who stand in every row of it. example: a row of each statement."""
    own = rows.filter(pl.col("by").is_in(sorted(example)))
    ends = pl.concat([own.select("by", "at", p="payer"), own.select("by", "at", p="payee")]).unique()
    counts = ends.group_by("by", "p").len().join(own.group_by("by").agg(pl.len().alias("n")), on="by")
    whole = counts.filter(pl.col("len") == pl.col("n")).sort("by", "p").group_by("by").agg("p")
    always: dict[int, list[int]] = dict(whole.iter_rows())
    return {p.place.said_by: frozenset(str(n) for n in always.get(by, ())) for by, p in example.items()}


def _money(rows: pl.DataFrame, parties: int, closed: Marks) -> Money:
    text = rows["amount"].str.strip_prefix("+")
    whole = text.str.extract(r"^(\d+)", 1).fill_null("0")
    rest = text.str.extract(r"\.(\d*?)0*$", 1).fill_null("")
    decimals = min(int(rest.str.len_bytes().max() or 0), MOST_DECIMALS)  # type: ignore[arg-type]
    fine = rest.str.slice(0, decimals).str.pad_end(decimals, "0")
    amount = (whole + fine).cast(pl.Int64, strict=False).fill_null(0)
    day = rows["date"].str.to_date("%Y-%m-%d").cast(pl.Int32).cast(pl.Int64).to_numpy() + _EPOCH
    instant = day * _DAY + _seconds(rows["time"], day)
    made = Money.of(
        rows["payer"].to_numpy().astype(np.int32), rows["payee"].to_numpy().astype(np.int32), amount.to_numpy(),
        decimals, instant, parties, closed,
    )  # fmt: skip
    return Money(made.flows, rows["at"].to_numpy()[made.row], made.unit, made.exact)


def _seconds(times: pl.Series, day: Longs) -> Longs:
    """Seconds since midnight, on days of which every row gives a time; else nothing."""
    parts = [
        times.str.strip_chars().str.extract(r"^(\d{1,2}):?(\d{2})(?::?(\d{2}))?$", n).cast(pl.Int64) for n in (1, 2, 3)
    ]
    hour, minute, second = (part.fill_null(-1).to_numpy() for part in parts)
    second = np.where((second < 0) & (hour >= 0), 0, second)
    good = (hour >= 0) & (hour < 24) & (minute >= 0) & (minute < 60) & (second >= 0) & (second < 60)
    days, of = np.unique(day, return_inverse=True)
    timed: NDArray[np.bool_] = np.bincount(of[~good], minlength=len(days)) == 0
    found: Longs = np.where(timed[of], hour * 3600 + minute * 60 + second, 0)
    return found
