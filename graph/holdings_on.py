"""All holdings and votes of a snapshot on one day, as columns."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from graph.control import HOLD_FOR_OTHERS, RECORDED_CONTROL
from graph.kernels import Ints, Longs, Marks
from graph.ratios import Ratios, at_most_whole, gathered, low_ends, reduced
from graph.snapshot import Snapshot


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

    votes: voting rights where given, all of them for general partners, else the share. never: parties that hold for others
    and never control. unstated: pairs that some row names and none gives a share of: (owner, company). told: pairs of which
    a row says that the one controls the other, whatever the votes: (head, company), in order, each once.
    """

    parties: int
    stakes: Pairs
    votes: Pairs
    never: Marks
    unstated: tuple[Ints, Ints]
    told: tuple[Ints, Ints]


def holdings_on(snapshot: Snapshot, day: date) -> HoldingsOn:
    """Low ends of all holdings that may be held on a day. Rows without days count as held."""
    count = snapshot.parties.height
    frame = snapshot.tables.get("holdings")
    never, told = never_control(snapshot), told_on(snapshot, day)
    if frame is None or not frame.height:
        nothing = Pairs(np.empty(0, np.int32), np.empty(0, np.int32), Ratios.of(()))
        return HoldingsOn(count, nothing, nothing, never, (nothing.owner, nothing.company), told)
    rows = _on_day(frame, snapshot, day)
    stakes = _stakes(rows.filter(pl.col("share").is_not_null()), count)
    votes = _votes(rows, stakes, count)
    return HoldingsOn(count, _positive(stakes), _positive(votes), never, _unstated(rows, stakes, count), told)


def never_control(snapshot: Snapshot) -> Marks:
    """1 for every party that holds for others by its licence."""
    never = np.zeros(snapshot.parties.height, np.uint8)
    frame = snapshot.tables.get("parties")
    if frame is not None:
        words = pl.col("licence").str.split(";").list.eval(pl.element().str.strip_chars())
        marked = frame.filter(pl.col("licence").is_not_null()).filter(
            words.list.set_intersection(sorted(HOLD_FOR_OTHERS)).list.len() > 0
        )
        never[marked["party_p"].drop_nulls().to_numpy()] = 1
    return never


def told_on(snapshot: Snapshot, day: date | None) -> tuple[Ints, Ints]:
    """Control that rows state and that may hold on a day, or on any day: (head, company), in order, each once."""
    frame = snapshot.tables.get("relations")
    if frame is None:
        return np.empty(0, np.int32), np.empty(0, np.int32)
    told = frame.filter(pl.col("kind").is_in(RECORDED_CONTROL))
    told = told if day is None else told.filter(_may_hold(day))
    told = told.select("a_p", "b_p").drop_nulls().unique().sort("a_p", "b_p")
    return told["a_p"].to_numpy().astype(np.int32), told["b_p"].to_numpy().astype(np.int32)


def _on_day(frame: pl.DataFrame, snapshot: Snapshot, day: date) -> pl.DataFrame:
    """Rows that may hold on the day: p = (company, owner) as one number, said_by, sure = certainly held on the day."""
    count = snapshot.parties.height
    sure = (pl.col("start").is_null() | (first_and_last("start")[1] <= _up_to(day))) & (
        pl.col("end").is_null() | (first_and_last("end")[0] > day.isoformat())
    )
    kept = frame.filter(_may_hold(day) & pl.col("owner_p").is_not_null() & pl.col("company_p").is_not_null())
    return kept.select(
        (pl.col("company_p").cast(pl.Int64) * count + pl.col("owner_p")).alias("p"),
        "share",
        "voting",
        pl.col("nature").eq("general_partner").fill_null(value=False).alias("partner"),
        sure.alias("sure"),
        by_source(snapshot, kept).alias("by"),
    )


def by_source(snapshot: Snapshot, rows: pl.DataFrame) -> pl.Series:
    """A number for each row that is one for all rows of one source's file and sheet."""
    sayers = {s: n for n, s in enumerate(dict.fromkeys((s.label, s.name) for s in snapshot.sources))}
    said = [sayers[s.label, s.name] for s in snapshot.sources]
    sheets = rows["_sheet"].fill_null("").rank("dense").cast(pl.Int64)
    return rows["_src"].replace_strict(range(len(said)), said, return_dtype=pl.Int64) * (len(sheets) + 1) + sheets


def _may_hold(day: date) -> pl.Expr:
    """Begun by the day and not surely over; rows without days count."""
    not_over = pl.col("end").is_null() | (first_and_last("end")[1] > _up_to(day))
    return not_over & (pl.col("start").is_null() | (first_and_last("start")[0] <= day.isoformat()))


def _up_to(day: date) -> str:
    """The day as text; the last day of a month as its 31st, as a month that is known without its day ends in _span."""
    today = day.isoformat()
    return today[:8] + "31" if day.day == monthrange(day.year, day.month)[1] else today


def first_and_last(column: str) -> tuple[pl.Expr, pl.Expr]:
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
    return pairs_of(np.concatenate([found, also]), _joined(sums, others), count)


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
    return pairs_of(np.concatenate([pair[kept], partners]), _joined(part.take(kept), evenly), count)


def _joined(one: Ratios, other: Ratios) -> Ratios:
    long = one.long | {len(one) + row: value for row, value in other.long.items()}
    return Ratios(np.concatenate([one.num, other.num]), np.concatenate([one.den, other.den]), long)


def pairs_of(pair: Longs, part: Ratios, count: int) -> Pairs:
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
