"""Who may ever have controlled whom, in a whole register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import lcm

import numpy as np
import polars as pl

from graph.holdings_on import Pairs, by_source, first_and_last, never_control, pairs_of, told_on
from graph.kernels import (
    FURTHER,
    ROUGH_WHOLE,
    WINS,
    Ints,
    Longs,
    Marks,
    all_control,
    common_wholes,
    grouped,
    starts,
    whole_votes,
)
from graph.ratios import Ratios, gathered, low_ends
from graph.snapshot import Snapshot

MOST_CONTROL = 200 * 2**20
FEW = 20_000
"""Up to so many holdings are counted one by one: there the compiled loops would take longer to make ready than to run."""


@dataclass(frozen=True, slots=True)
class EverControl:
    """Pairs of head and company that hold all that were so on any day, and some that never were: a net to fetch rows by.

    Whoever controls a company on a day by the exact count of a case is in `over` of that company. Of each pair the most
    that its rows give on one day is counted at once with what others had on other days, and never against more than
    the whole. up: all who ever had votes in a company, or control on record. whole: 1 unless MOST_CONTROL cut pairs off.
    Companies of head h: under[under_start[h]:under_start[h+1]]; `over` and `up` likewise by company.
    """

    up_start: Ints
    up: Ints
    under_start: Longs
    under: Ints
    over_start: Ints
    over: Ints
    whole: Marks

    def companies_of(self, head: int) -> list[int]:
        """Companies that a head may have controlled on some day, by number."""
        found: list[int] = self.under[self.under_start[head] : self.under_start[head + 1]].tolist()
        return found

    def heads_of(self, company: int) -> frozenset[int]:
        """All who may have controlled a company on some day."""
        return frozenset(self.over[self.over_start[company] : self.over_start[company + 1]].tolist())

    def behind(self, parties: Iterable[int], most: int) -> tuple[set[int], int]:
        """Companies above these parties whose holders must be known to count who controls these; and how many were left out.

        A holder of a party matters where one of the party's possible heads may control it too. Nearest first.
        """
        seen = set(parties)
        frontier, found = sorted(seen), set[int]()
        while frontier:
            fresh: set[int] = set()
            for company in frontier:
                heads = self.heads_of(company)
                holders = self.up[self.up_start[company] : self.up_start[company + 1]].tolist() if heads else ()
                fresh |= {h for h in holders if h not in seen and not heads.isdisjoint(self.heads_of(h))}
            kept = sorted(fresh)[: most - len(found)]
            if len(kept) < len(fresh):
                return found | set(kept), len(fresh) - len(kept)
            seen |= fresh
            found |= fresh
            frontier = kept
        return found, 0


def ever_control(snapshot: Snapshot) -> EverControl:
    """Counted once a snapshot: one row a pair with the most of any day, then the fixpoint of every head."""
    return _counted(_ever_held(snapshot), never_control(snapshot), told_on(snapshot, None))


def _counted(pairs: Pairs, never: Marks, told: tuple[Ints, Ints]) -> EverControl:
    parties = len(never)
    both = np.unique(np.concatenate([_one(pairs.company, pairs.owner, parties), _one(told[1], told[0], parties)]))
    company = (both // max(parties, 1)).astype(np.int32)
    few = len(pairs.owner) <= FEW
    begin, under, whole = _one_by_one(pairs, never, told) if few else _all_at_once(pairs, never, told)
    order = np.argsort(under, kind="stable")
    heads = np.repeat(np.arange(parties, dtype=np.int32), np.diff(begin))
    return EverControl(
        starts(company, parties), (both - company.astype(np.int64) * parties).astype(np.int32), begin, under,
        starts(under[order], parties), heads[order], np.array([whole], np.uint8),
    )  # fmt: skip


def _one(first: Ints, second: Ints, parties: int) -> Longs:
    both: Longs = first.astype(np.int64) * parties + second
    return both


def _one_by_one(pairs: Pairs, never: Marks, told: tuple[Ints, Ints]) -> tuple[Longs, Ints, bool]:
    """For each head its companies, in order. Votes of a company are counted in its rows' least common denominator."""
    parts = [pairs.part.at(row) for row in range(len(pairs.owner))]
    rows = list(zip(pairs.owner.tolist(), pairs.company.tolist(), parts, strict=True))
    whole: dict[int, int] = {}
    for _, company, part in rows:
        whole[company] = lcm(whole.get(company, 1), part.denominator)
    line = dict(whole)
    held: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for owner, company, part in rows:
        votes = part.numerator * (whole[company] // part.denominator)
        held[owner].append((company, 0 if owner == company else votes))
        line[company] -= votes if owner == company else 0
    recorded: dict[int, list[int]] = defaultdict(list)
    for head, company in zip(told[0].tolist(), told[1].tolist(), strict=True):
        recorded[head].append(company)
    mute = frozenset(np.flatnonzero(never).tolist())
    won = [_won(head, held, recorded, line, mute) for head in range(len(never))]
    begin = np.zeros(len(never) + 1, np.int64)
    np.cumsum([len(companies) for companies in won], out=begin[1:])
    return begin, np.array([c for companies in won for c in companies], np.int32), True


def _won(
    head: int,
    held: Mapping[int, list[tuple[int, int]]],
    recorded: Mapping[int, list[int]],
    line: Mapping[int, int],
    mute: frozenset[int],
) -> list[int]:
    joined, entering = {head}, [head]
    votes: dict[int, int] = defaultdict(int)
    for holder in entering:
        if holder in mute:
            continue
        for company, part in held.get(holder, ()):
            votes[company] += part
        near = (c for c, _ in held.get(holder, ()) if 2 * votes[c] > line[c])
        fresh = {*near, *recorded.get(holder, ())} - joined
        joined |= fresh
        entering += sorted(fresh)
    return sorted(joined - {head})


def _all_at_once(pairs: Pairs, never: Marks, told: tuple[Ints, Ints]) -> tuple[Longs, Ints, bool]:
    """The same, compiled. Where a common denominator does not fit and rounding might decide, the pair is kept."""
    parties = len(never)
    up_start, told_start = starts(pairs.company, parties), starts(told[0], parties)
    start, rows = grouped(pairs.owner, parties)
    active = ((np.diff(start) > 0) | (np.diff(told_start) > 0)).astype(np.uint8)
    common = common_wholes(up_start, pairs.part.den)
    weight, _, _, doubt = whole_votes(
        up_start, pairs.owner, pairs.part.num, pairs.part.den, pairs.part.floats(), common, active
    )
    # Votes are counted against the whole less a company's own shares; where rounding might decide, in the head's favour.
    line = np.where(common > 0, common, ROUGH_WHOLE) - doubt
    own = pairs.owner == pairs.company
    line[pairs.company[own]] -= np.ceil(
        pairs.part.take(np.flatnonzero(own)).floats() * line[pairs.company[own]]
    ).astype(np.int64)
    wins = np.where(2 * weight > line[pairs.company], WINS, 0) | np.where(active[pairs.company] > 0, FURTHER, 0)
    begin, under, _, _, whole = all_control(
        start, pairs.company[rows], weight[rows], wins.astype(np.uint8)[rows], line, np.zeros(parties, np.int64), never,
        told_start, told[1], MOST_CONTROL,
    )  # fmt: skip
    return begin, under, bool(whole)


def _ever_held(snapshot: Snapshot) -> Pairs:
    """Each pair with the most votes (or shares, where these are more) that one source's rows give it on any day."""
    frame, count = snapshot.tables.get("holdings"), snapshot.parties.height
    if frame is None or not frame.height:
        return Pairs(np.empty(0, np.int32), np.empty(0, np.int32), Ratios.of(()))
    kept = frame.filter(pl.col("owner_p").is_not_null() & pl.col("company_p").is_not_null())
    rows = kept.select(
        (pl.col("company_p").cast(pl.Int64) * count + pl.col("owner_p")).alias("p"),
        by_source(snapshot, kept).alias("by"),
        first_and_last("start")[0].fill_null("").alias("start"),
        first_and_last("end")[1].fill_null("9999-12-31").alias("end"),
    )
    part, known = _most_of_row(kept)
    at = np.flatnonzero(known)
    rows, part = rows[at].with_row_index("row"), part.take(at)
    together = _together(rows)
    sums = gathered(
        part.take(together["other"].to_numpy().astype(np.int64)), together["row"].to_numpy().astype(np.int64), "sum"
    )
    first = together.unique("row", maintain_order=True)
    return pairs_of(
        first["p"].unique(maintain_order=True).to_numpy(), gathered(sums, first["p"].to_numpy(), "max"), count
    )


def _most_of_row(rows: pl.DataFrame) -> tuple[Ratios, np.ndarray]:
    """Low end of a row's votes or share, the greater; all for a general partner; and which rows say any."""
    shares, of_share = low_ends(rows["share"])
    rights, of_right = low_ends(rows["voting"])
    long = shares.long | {len(shares) + row: value for row, value in rights.long.items()}
    ends = Ratios(np.concatenate([shares.num, rights.num, [1]]), np.concatenate([shares.den, rights.den, [1]]), long)
    size = np.append(ends.floats(), -1.0)
    share = of_share.fill_null(len(ends)).to_numpy().astype(np.int64)
    right = (of_right.cast(pl.Int64) + len(shares)).fill_null(len(ends)).to_numpy().astype(np.int64)
    best = np.where(size[right] > size[share], right, share)
    best[rows["nature"].eq("general_partner").fill_null(value=False).to_numpy()] = len(ends) - 1
    known = best < len(ends)
    return ends.take(np.where(known, best, 0)), known & (size[best] > 0)


def _together(rows: pl.DataFrame) -> pl.DataFrame:
    """row, other: the rows of one pair and source that may hold on the first day of `row`, itself among them; by pair."""
    many = pl.len().over("p", "by") > 1
    alone = rows.filter(~many).select("p", "row", pl.col("row").alias("other"))
    several = rows.filter(many)
    joined = several.join(several.rename({"row": "other"}), on=["p", "by"], suffix="_other")
    meets = (pl.col("start_other") <= pl.col("start")) & (pl.col("end_other") > pl.col("start"))
    met = joined.filter(meets | (pl.col("row") == pl.col("other"))).select("p", "row", "other")
    return pl.concat([alone, met]).sort("p", "row", "other")
