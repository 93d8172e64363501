"""Money of a whole register as tables that rules can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import numpy as np
import polars as pl

from casework.money_flows import AllFlowing, Flowing, all_flowing
from casework.usual_rows import usual_rows
from graph.kernels import Marks
from graph.snapshot import Snapshot
from queries.screening_money import FLOOR, WHOLE

_CELLS = ("_src", "_row", "_sheet", "_fact", "standing", "from_p", "to_p", "amount", "currency", "date", "purpose")
_INT, _TEXT = pl.Int64, pl.String
_RETURNED = {"key": _TEXT, "home_p": _INT, "currency": _TEXT, "sent": _TEXT, "returned": _TEXT, "value": _INT,
             "percent": _INT, "day": _TEXT, "explained": _INT}  # fmt: skip
_HANDED = {"key": _TEXT, "party_p": _INT, "currency": _TEXT, "received": _TEXT, "sent": _TEXT, "value": _INT,
           "windows": _INT, "day": _TEXT, "explained": _INT}  # fmt: skip
_ROWS = {"key": _TEXT, "step": _INT} | {c: _INT if c in ("_src", "_row", "from_p", "to_p") else _TEXT for c in _CELLS}

_ORDER = ["explained", "value", "key"]


def no_money() -> Mapping[str, pl.DataFrame]:
    """The tables of a register whose bank rows nobody asked for, or that holds none."""
    schemas = {"returned": _RETURNED, "returned_rows": _ROWS, "handed_on": _HANDED, "handed_on_rows": _ROWS}
    return {name: pl.DataFrame(schema=schema) for name, schema in schemas.items()}


def money_tables(snapshot: Snapshot, as_of: date, limit: int) -> Mapping[str, pl.DataFrame]:
    """`returned` and `handed_on`: one row a round trip, and one an account that handed on what it got, all of them; with the
    rows of the first `limit` of each in the order in which hits are told (`returned_rows`, `handed_on_rows`).

    explained: nothing left (or came and went) but what the two have paid for months, and what was not handed on as it came.
    """
    payments = snapshot.tables.get("payments")
    if payments is None or not payments.height:
        return no_money()
    flowing = all_flowing(snapshot, as_of, floor=Decimal(FLOOR))
    usual = usual_rows(payments)
    trips = _stacked(_RETURNED, [_trips(own, n, snapshot, usual) for n, own in enumerate(flowing.currencies)])
    handed = _stacked(_HANDED, [_accounts(flowing, own, n, usual) for n, own in enumerate(flowing.currencies)])
    return {
        "returned": trips.select(*_RETURNED),
        "returned_rows": _trip_rows(flowing, payments, _first(trips, limit)),
        "handed_on": handed.select(*_HANDED),
        "handed_on_rows": _account_rows(flowing, payments, _first(handed, limit)),
    }


def _stacked(schema: Mapping[str, type[pl.DataType]], frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema={**schema, "of": _INT, "nth": _INT}), *frames])


def _first(found: pl.DataFrame, limit: int) -> pl.DataFrame:
    return found.sort(_ORDER, descending=[False, True, False]).head(limit)


def _money_text(units: pl.Expr, unit: int) -> pl.Expr:
    """Whole units as an amount; what lies below a currency unit is cut off."""
    return (units // unit).cast(_TEXT)


def _trips(own: Flowing, of: int, snapshot: Snapshot, usual: Marks) -> pl.DataFrame:
    money, found = own.money, own.trips
    rows = money.row[found.seeds]
    seeds = pl.DataFrame(
        {
            "nth": np.repeat(np.arange(len(found.home)), np.diff(found.start)).astype(np.int64),
            "fact": snapshot.tables["payments"]["_fact"].gather(rows),
            "day": money.flows.instant[found.seeds] // 86_400,
            "usual": usual[rows],
        }
    )
    told = seeds.group_by("nth").agg(pl.col("fact").min(), pl.col("day").min(), pl.col("usual").min())
    whole = pl.DataFrame(
        {
            "nth": np.arange(len(found.home), dtype=np.int64),
            "home_p": found.home.astype(np.int64),
            "id": snapshot.parties["id"].gather(found.home.astype(np.int64)),
            "sent": found.sent,
            "returned": found.returned,
        }
    ).join(told, on="nth", how="left", maintain_order="left")
    percent = pl.col("returned") * 100 // pl.col("sent")
    return whole.select(
        pl.format("{} {} {}", "id", pl.lit(own.currency), "fact").alias("key"),
        "home_p",
        pl.lit(own.currency).alias("currency"),
        _money_text(pl.col("sent"), money.unit).alias("sent"),
        _money_text(pl.col("returned"), money.unit).alias("returned"),
        (pl.col("returned") // (money.unit * WHOLE)).alias("value"),
        percent.alias("percent"),
        _day(pl.col("day")).alias("day"),
        pl.col("usual").cast(_INT).alias("explained"),
        pl.lit(of, _INT).alias("of"),
        "nth",
    )


def _day(ordinal: pl.Expr) -> pl.Expr:
    return (ordinal - date(1970, 1, 1).toordinal()).cast(pl.Date).dt.strftime("%Y-%m-%d")


def _accounts(flowing: AllFlowing, own: Flowing, of: int, usual: Marks) -> pl.DataFrame:
    money, found = own.money, own.accounts
    explained = [bool(usual[money.row[flowing.window(own, n)]].all()) for n in range(len(found.party))]
    whole = pl.DataFrame(
        {
            "nth": np.arange(len(found.party), dtype=np.int64),
            "party_p": found.party.astype(np.int64),
            "id": flowing.facts.ids.gather(found.party.astype(np.int64)),
            "received": found.received,
            "sent": found.sent,
            "windows": found.windows.astype(np.int64),
            "first": found.first,
            "explained": np.array(explained, dtype=np.int64),
        }
    )
    return whole.select(
        pl.format("{} {}", "id", pl.lit(own.currency)).alias("key"),
        "party_p",
        pl.lit(own.currency).alias("currency"),
        _money_text(pl.col("received"), money.unit).alias("received"),
        _money_text(pl.col("sent"), money.unit).alias("sent"),
        (pl.col("received") // (money.unit * WHOLE)).alias("value"),
        "windows",
        _day(pl.col("first")).alias("day"),
        "explained",
        pl.lit(of, _INT).alias("of"),
        "nth",
    )


def _trip_rows(flowing: AllFlowing, payments: pl.DataFrame, first: pl.DataFrame) -> pl.DataFrame:
    """step: 0 what left the home, 1 what lies between, 2 what came back."""
    pieces = []
    for (of,), own in first.sort("of", "nth").group_by("of", maintain_order=True):
        trips = flowing.trips(flowing.currencies[int(str(of))], own["nth"].to_list())
        for trip, key, home in zip(trips, own["key"], own["home_p"], strict=True):
            step = pl.when(pl.col("from_p") == home).then(0).when(pl.col("to_p") == home).then(2).otherwise(1)
            pieces.append(_cells(payments, trip.rows, key, step))
    return pl.concat([pl.DataFrame(schema=_ROWS), *pieces])


def _account_rows(flowing: AllFlowing, payments: pl.DataFrame, first: pl.DataFrame) -> pl.DataFrame:
    """step: 0 what the account got, 1 what it paid."""
    pieces = []
    for of, nth, key, party in first.select("of", "nth", "key", "party_p").iter_rows():
        rows = flowing.account(flowing.currencies[of], nth).rows
        pieces.append(_cells(payments, rows, key, pl.col("from_p") == party))
    return pl.concat([pl.DataFrame(schema=_ROWS), *pieces])


def _cells(payments: pl.DataFrame, rows: Sequence[int], key: str, step: pl.Expr) -> pl.DataFrame:
    there = set(payments.columns)
    cells = (pl.col(c) if c in there else pl.lit(None).alias(c) for c in _CELLS)
    said = payments[list(rows)].select(pl.lit(key).alias("key"), step.cast(_INT).alias("step"), *cells)
    return said.select(pl.col(c).cast(kind) for c, kind in _ROWS.items())
