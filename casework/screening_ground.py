"""What both engines of screening stand on: tables, day, kernels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from casework.case_file import HAPPENED
from casework.desk import Desk
from casework.registers import population
from casework.screening import LIMIT
from casework.screening_money import money_tables, no_money
from casework.shelf import arrays_of, read_snapshot, tables_in
from graph.population import Population
from graph.reach import Links
from graph.statements import Source
from graph.tables import TABLES, all_columns
from graph.values import DateSpan
from queries.screening_rule import Rule

EPOCH = date(1970, 1, 1)
_OWNED = frozenset({"holdings", "parties", "relations"})
"""The tables that ownership and control are read from."""

_TEXTS = ("_sheet", "_fact", "_address", "_phone", "_email", "_asset", "_equity_company", "_equity_owner", "standing")
_NUMBERS = ("_src", "_row")


@dataclass(frozen=True, slots=True)
class Worked:
    """What is computed of a register by kernels before rules ask: tables by name, the same for every engine."""

    sources: tuple[Source, ...]
    tables: Mapping[str, pl.DataFrame]


def worked(folder: Path, as_of: date, rules: Sequence[Rule], limit: int = LIMIT) -> Worked:
    """Groups, rings and, where a rule asks for them, the ways of money of a snapshot on a day.

    The ownership is computed once and kept; the tables that are not needed are not read.
    """
    of_money = any("payments" in rule.needs for rule in rules)
    snapshot = read_snapshot(folder, _OWNED | {"payments"} if of_money else _OWNED)
    count = snapshot.parties.height
    nobody = Links(np.zeros(count + 1, np.int64), np.empty(0, np.int32), count, (), frozenset(), {})
    known = population(Desk(snapshot, nobody, tuple(s.id for s in snapshot.sources), arrays_of(folder)), as_of)
    money = money_tables(snapshot, as_of, limit) if of_money else no_money()
    return Worked(snapshot.sources, {**groups_and_rings(known), **money})


def newest(folder: Path, today: date) -> date:
    """The newest day on which something happened to anybody in a snapshot; never a day to come."""
    days = []
    for table in sorted(set(tables_in(folder)) & set(HAPPENED)):
        frame = pl.scan_parquet(folder / f"{table}.parquet")
        told = (
            pl.concat([frame.select(pl.col(c).alias("day")) for c in HAPPENED[table]]).drop_nulls().unique().collect()
        )
        spans = (DateSpan.parse(text) for text in told["day"].to_list())
        days += [min(span.last, today) for span in spans if span.first <= today]
    return max(days, default=today)


def day_number(day: date) -> int:
    return (day - EPOCH).days


@dataclass(frozen=True, slots=True)
class Columns:
    """What rules may name of a table: whole numbers, texts, and days (each as `<day>_first` and `<day>_last`, whole days
    since 1970-01-01 that an ISO date, perhaps without day or month, can mean)."""

    numbers: tuple[str, ...]
    texts: tuple[str, ...]
    days: tuple[str, ...]


def columns_of(table: str) -> Columns:
    own = ["party_p"] if table == "parties" else [f"{c.name}_p" for c in TABLES[table].of_type("party")]
    cells = all_columns(table)
    return Columns(
        (*_NUMBERS, *own, "_equity_company_p", "_equity_owner_p"),
        tuple(dict.fromkeys([*_TEXTS, *(c.name for c in cells)])),
        tuple(c.name for c in cells if c.type == "date"),
    )


def empty(table: str) -> pl.DataFrame:
    """A table that the snapshot does not hold."""
    wanted = columns_of(table)
    days = [f"{name}{end}" for name in wanted.days for end in ("_first", "_last")]
    kinds = dict.fromkeys([*wanted.numbers, *days], pl.Int64)
    return pl.DataFrame(schema={**kinds, **dict.fromkeys(wanted.texts, pl.String)})


def groups_and_rings(known: Population) -> Mapping[str, pl.DataFrame]:
    """`led`: companies and the heads of their groups; `ringed`: members of rings of two or more."""
    r = known.register
    head = np.asarray(r.head)
    led = np.flatnonzero((head >= 0) & (head != np.arange(len(head))))
    sizes = np.diff(r.ring_start)
    ring = np.repeat(np.arange(len(sizes)), sizes)
    several = np.flatnonzero(sizes[ring] > 1)
    return {
        "led": pl.DataFrame({"p": led.astype(np.int64), "head": head[led].astype(np.int64)}),
        "ringed": pl.DataFrame({"ring": ring[several].astype(np.int64), "p": np.asarray(r.ring_member)[several].astype(np.int64)}),
    }  # fmt: skip
