"""Rows of a snapshot on the days on which they surely speak."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import polars as pl

from graph.snapshot import Snapshot
from queries.grounds import NOTHING
from queries.grounds import Bilingual as Text

# Days are counted from 1970-01-01; an open start or end lies beyond every day that a row can hold.
OPEN_START, OPEN_END = -(10**6), 10**7
SHOWN = 50

Said = tuple[str, int | str, str, str]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One disagreement: who it is about, when (first day, day after the last; None = open), what each source states.

    statements: (source file, row, value, sha256); settle: what would decide it; route: what to ask of whom, where it is more
    than a question of fact.
    """

    kind: str
    parties: tuple[str, ...]
    period: tuple[str | None, str | None]
    statements: tuple[Said, ...]
    settle: Text
    route: Text = NOTHING


def worded(found: Contradiction) -> tuple[tuple[str, str, str], ...]:
    """What is said, before the line on which it stands: for an order that another order of rows does not change."""
    return tuple((source, value, str(line)) for source, line, value, _ in found.statements)


class Compared:
    """The tables of a snapshot, cut to the rows that touch the wanted parties where some are wanted."""

    def __init__(self, snapshot: Snapshot, wanted: frozenset[str] | None) -> None:
        self.snapshot = snapshot
        self.wanted = wanted
        obtained = [_day(s.obtained_on) for s in snapshot.sources]
        self.sources = pl.DataFrame(
            {"_src": range(len(obtained)), "_given": obtained}, schema={"_src": pl.Int32, "_given": pl.Int32}
        )

    def rows(self, table: str, *columns: str) -> pl.DataFrame | None:
        """The rows of a table with one of the wanted parties in one of the columns; None where it holds none."""
        frame = self.snapshot.tables.get(table)
        if frame is None or not frame.height:
            return None
        if self.wanted is None:
            return frame
        ids = sorted(self.wanted)
        kept = frame.filter(pl.any_horizontal([pl.col(c).is_in(ids) for c in columns]).fill_null(value=False))
        return kept if kept.height else None

    def people(self) -> pl.DataFrame:
        """person_id, its name, and whether an identifier tells it from its namesakes."""
        known = pl.col("ids").list.len() > 0
        return self.snapshot.parties.select(
            pl.col("id").alias("person_id"), pl.col("name").alias("_name"), known.alias("_known")
        )

    def statement(self, row: Mapping[str, object], value: str) -> Said:
        source = self.snapshot.sources[int(str(row["_src"]))]
        line = int(str(row["_row"]))
        return source.name, f"{row['_sheet']}!{line}" if row["_sheet"] else line, value, source.sha256

    def grouped(
        self, kind: str, rows: pl.DataFrame, by: Sequence[str], settle: Mapping[str, Text],
        words: Callable[[Mapping[str, object]], str], also: str | None = None,
    ) -> list[Contradiction]:  # fmt: skip
        """One contradiction a group of rows, which come sorted by the group; `_day`, `_e`: the period where they hold it."""
        found = []
        for _, group in groupby(rows.iter_rows(named=True), key=lambda r: tuple(r[c] for c in by)):
            listed = list(group)
            parties = [str(listed[0][c]) for c in by]
            parties += sorted({str(r[also]) for r in listed} - set(parties)) if also else []
            said = sorted({self.statement(r, words(r)) for r in listed[:SHOWN]}, key=lambda s: (s[0], str(s[1]), s[2]))
            found.append(Contradiction(kind, tuple(parties), _period(listed), tuple(said), settle[kind]))
        return found


def _period(rows: Sequence[Mapping[str, object]]) -> tuple[str | None, str | None]:
    days = [int(str(r["_day"])) for r in rows if r.get("_day") is not None]
    ends = [int(str(r["_open"])) for r in rows if r.get("_open") is not None]
    return _text(max(days, default=OPEN_START)), _text(min(ends, default=OPEN_END))


def _text(day: int) -> str | None:
    return (date(1970, 1, 1) + timedelta(days=day)).isoformat() if OPEN_START < day < OPEN_END else None


def _day(text: str | None) -> int | None:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days if text and len(text) == 10 else None


def first_day(column: str) -> pl.Expr:
    """First possible day of a date as kept ("2013", "2013-05", "2013-05-01"), as a day number."""
    text = pl.col(column)
    size = text.str.len_bytes()
    whole = pl.when(size == 4).then(text + "-01-01").when(size == 7).then(text + "-01").otherwise(text)
    return whole.str.to_date("%Y-%m-%d", strict=False).cast(pl.Int32)


def last_day(column: str) -> pl.Expr:
    """Last possible day of a date as kept."""
    text = pl.col(column)
    size = text.str.len_bytes()
    month = (text + "-01").str.to_date("%Y-%m-%d", strict=False).dt.month_end()
    year = (text + "-12-31").str.to_date("%Y-%m-%d", strict=False)
    exact = text.str.to_date("%Y-%m-%d", strict=False)
    return pl.when(size == 4).then(year).when(size == 7).then(month).otherwise(exact).cast(pl.Int32)


def with_days(
    frame: pl.DataFrame, compared: Compared, *, start: str = "start", end: str | None = "end", by: str | None = None
) -> pl.DataFrame:
    """Add `_said` (what counts as one source: a file, or one sheet of a workbook), and the days of each row.

    Days: `_first` and `_last` (bounds of the start), `_open` (of the end, or null), `_obtained`, and `_s` to `_e`.

    [_s, _e) are the days on which the row surely speaks: from the last possible start to the first possible end. Without an end
    a row speaks no later than the day it was obtained; without a start it speaks on its last day, on that day, or (unknown too)
    from the newest day that any row of the same `by` names.
    """
    frame = frame.join(compared.sources, on="_src", how="left")
    frame = frame.with_columns(pl.format("{}!{}", "_src", pl.col("_sheet").fill_null("")).alias("_said"))
    ends = first_day(end) if end else pl.lit(None, dtype=pl.Int32)
    frame = frame.with_columns(
        first_day(start).alias("_first"), last_day(start).alias("_last"), ends.alias("_open"),
        pl.coalesce(last_day("obtained_on"), pl.col("_given")).alias("_obtained"),
    )  # fmt: skip
    newest = pl.max_horizontal(pl.col("_last").max(), pl.col("_open").max())
    newest = newest.over(by) if by else pl.lit(None, dtype=pl.Int32)
    until = pl.coalesce("_open", pl.col("_obtained") + 1, pl.lit(OPEN_END, dtype=pl.Int32))
    since = pl.coalesce("_last", pl.col("_open") - 1, "_obtained", newest, pl.lit(OPEN_START, dtype=pl.Int32))
    return frame.with_columns(since.alias("_s"), until.alias("_e"))
