"""All holdings and votes of a snapshot on one day, as columns."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from graph.kernels import Ints, Longs, Marks
from graph.ratios import Ratios, at_most_whole, gathered, low_ends, reduced
from graph.snapshot import Snapshot

NOMINEE = "clearing_nominee"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Who holds what part of whom: party numbers, in order of company and then owner, each pair once, parts above 0."""

    owner: Ints
    company: Ints
    part: Ratios


@dataclass(frozen=True, slots=True)
class HoldingsOn:
    """A register on one day, by the same reading as a case's: low ends count, one source's rows of a pair are added up,
    of several sources the largest counts, rows that only may hold on the day are versions of one stake.

    votes: voting rights where given, all of them for general partners, else the share. never: parties that never control
    (clearing nominees). unstated: pairs that some row names and none gives a share of: (owner, company).
    """

    parties: int
    stakes: Pairs
    votes: Pairs
    never: Marks
    unstated: tuple[Ints, Ints]


def holdings_on(snapshot: Snapshot, day: date) -> HoldingsOn:
    """Low ends of all holdings that may be held on a day. Rows without days count as held."""
    count = snapshot.parties.height
    frame = snapshot.tables.get("holdings")
    never = _nominees(snapshot, count)
    if frame is None or not frame.height:
        nothing = Pairs(np.empty(0, np.int32), np.empty(0, np.int32), Ratios.of(()))
        return HoldingsOn(count, nothing, nothing, never, (nothing.owner, nothing.company))
    rows = _on_day(frame, snapshot, day)
    stakes = _stakes(rows.filter(pl.col("share").is_not_null()), count)
    votes = _votes(rows, stakes, count)
    return HoldingsOn(count, _positive(stakes), _positive(votes), never, _unstated(rows, stakes, count))


def _nominees(snapshot: Snapshot, count: int) -> Marks:
    never = np.zeros(count, np.uint8)
    frame = snapshot.tables.get("parties")
    if frame is not None:
        words = pl.col("licence").str.split(";").list.eval(pl.element().str.strip_chars())
        marked = frame.filter(pl.col("licence").is_not_null()).filter(words.list.contains(NOMINEE))
        never[marked["party_p"].drop_nulls().to_numpy()] = 1
    return never


def _on_day(frame: pl.DataFrame, snapshot: Snapshot, day: date) -> pl.DataFrame:
    """Rows that may hold on the day: p = (company, owner) as one number, said_by, sure = certainly held on the day."""
    sayers = {s: n for n, s in enumerate(dict.fromkeys((s.label, s.name) for s in snapshot.sources))}
    said = [sayers[s.label, s.name] for s in snapshot.sources]
    count = snapshot.parties.height
    first_start, last_start = _span("start")
    first_end, last_end = _span("end")
    today = day.isoformat()
    # The last day of a month that is only known by its month is written as the 31st below.
    up_to = today[:8] + "31" if day.day == monthrange(day.year, day.month)[1] else today
    not_over = pl.col("end").is_null() | (last_end > up_to)
    begun = pl.col("start").is_null() | (first_start <= today)
    sure = (pl.col("start").is_null() | (last_start <= up_to)) & (pl.col("end").is_null() | (first_end > today))
    kept = frame.filter(begun & not_over & pl.col("owner_p").is_not_null() & pl.col("company_p").is_not_null())
    sheets = kept["_sheet"].fill_null("").rank("dense").cast(pl.Int64)
    return kept.select(
        (pl.col("company_p").cast(pl.Int64) * count + pl.col("owner_p")).alias("p"),
        "share",
        "voting",
        pl.col("nature").eq("general_partner").fill_null(value=False).alias("partner"),
        sure.alias("sure"),
        (pl.col("_src").replace_strict(range(len(said)), said, return_dtype=pl.Int64) * (len(sheets) + 1) + sheets).alias("by"),
    )  # fmt: skip


def _span(column: str) -> tuple[pl.Expr, pl.Expr]:
    """First and last day of an ISO date that may lack its day or month, as texts that sort as days do."""
    text = pl.col(column)
    parts = text.str.len_bytes()
    first = pl.when(parts == 4).then(text + "-01-01").when(parts == 7).then(text + "-01").otherwise(text)
    last = pl.when(parts == 4).then(text + "-12-31").when(parts == 7).then(text + "-31").otherwise(text)
    return first, last


def _stakes(rows: pl.DataFrame, count: int) -> Pairs:
    """Sure rows: the sum of each source, the largest of the sources; only where there are none the largest that may be."""
    lows, which = low_ends(rows["share"])
    sure = rows["sure"].to_numpy()
    pair, by = rows["p"].to_numpy(), rows["by"].to_numpy()
    part = lows.take(which.to_numpy().astype(np.int64))
    held = np.flatnonzero(sure)
    held = held[np.lexsort((by[held], pair[held]))]
    sums, found = _largest(part.take(held), pair[held], by[held])
    maybe = np.flatnonzero(~sure)
    maybe = maybe[~np.isin(pair[maybe], found)]
    maybe = maybe[np.argsort(pair[maybe], kind="stable")]
    others, also = gathered(part.take(maybe), pair[maybe], "max"), np.unique(pair[maybe])
    return _pairs(np.concatenate([found, also]), _joined(sums, others), count)


def _largest(part: Ratios, pair: Longs, by: Longs) -> tuple[Ratios, Longs]:
    """Rows in order of pair and source: the largest of each pair's sums by source, and the pairs."""
    run = np.cumsum((np.diff(pair, prepend=-1) != 0) | (np.diff(by, prepend=-1) != 0))
    of_source = pair[np.flatnonzero(np.diff(run, prepend=0))]
    return gathered(gathered(part, run, "sum"), of_source, "max"), np.unique(of_source)


def _votes(rows: pl.DataFrame, stakes: Pairs, count: int) -> Pairs:
    """Where a source states votes of a pair, all its rows add up (their shares, where they state none); of several such
    sources the largest counts.
    """
    told = rows.filter(pl.col("voting").is_not_null()).select("p", "by").unique()
    partners = rows.filter("partner").select("p").unique().sort("p")["p"].to_numpy()
    if not told.height and not len(partners):
        return stakes
    rights = rows.select("p", "by", pl.coalesce("voting", "share").alias("right")).drop_nulls("right")
    rights = rights.join(told, on=["p", "by"], how="semi").sort("p", "by")
    lows, which = low_ends(rights["right"])
    held, by = rights["p"].to_numpy(), rights["by"].to_numpy()
    given, stated = _largest(lows.take(which.to_numpy().astype(np.int64)), held, by)
    pair = stakes.company.astype(np.int64) * count + stakes.owner
    kept = np.flatnonzero(~np.isin(pair, stated))
    pair, part = np.concatenate([pair[kept], stated]), _joined(stakes.part.take(kept), given)
    led, heads = np.unique(partners // count, return_counts=True)
    kept = np.flatnonzero(~np.isin(pair // count, led))
    equal = np.repeat(heads, heads)
    evenly = Ratios(np.ones(len(partners), np.int64), equal.astype(np.int64), {})
    return _pairs(np.concatenate([pair[kept], partners]), _joined(part.take(kept), evenly), count)


def _joined(one: Ratios, other: Ratios) -> Ratios:
    long = one.long | {len(one) + row: value for row, value in other.long.items()}
    return Ratios(np.concatenate([one.num, other.num]), np.concatenate([one.den, other.den]), long)


def _pairs(pair: Longs, part: Ratios, count: int) -> Pairs:
    order = np.argsort(pair, kind="stable")
    sorted_pairs = pair[order]
    owner, company = (sorted_pairs % max(count, 1)).astype(np.int32), (sorted_pairs // max(count, 1)).astype(np.int32)
    return Pairs(owner, company, reduced(at_most_whole(part.take(order))))


def _positive(pairs: Pairs) -> Pairs:
    kept = np.flatnonzero((pairs.part.num > 0) | (pairs.part.den == 0))
    if len(kept) == len(pairs.owner):
        return pairs
    return Pairs(pairs.owner[kept], pairs.company[kept], pairs.part.take(kept))


def _unstated(rows: pl.DataFrame, stakes: Pairs, count: int) -> tuple[Ints, Ints]:
    blank = np.unique(rows.filter(pl.col("share").is_null())["p"].to_numpy())
    blank = blank[~np.isin(blank, stakes.company.astype(np.int64) * count + stakes.owner)]
    return (blank % max(count, 1)).astype(np.int32), (blank // max(count, 1)).astype(np.int32)
