"""A made-up register as a frozen snapshot: all that screening reads."""

from __future__ import annotations

import numpy as np
import polars as pl

from bench.registers import Rows, made_up
from graph.snapshot import Snapshot
from graph.statements import Source

_SOURCE = Source("made-up", "register.csv", "made-up", "0" * 64, "csv", 0)
_FIRST_DAY = np.datetime64("2005-01-01")
_DAYS = 7_000


def register(parties: int, holdings: int, seed: int) -> Snapshot:
    """Parties, holdings, offices, changes, transfers and insolvencies, payments in the columns of a frozen snapshot; crowds planted.

    Made as columns, not imported: a register of millions is made in seconds, and screening reads nothing else of it.
    """
    rows, rng = made_up(parties, holdings, seed), np.random.default_rng(seed)
    tables = {
        "parties": _parties(rows, rng),
        "holdings": _holdings(rows),
        "roles": _roles(rows, rng),
        "changes": _changes(rows, rng),
        "share_transfers": _transfers(rows, rng),
        "court_cases": _cases(rows, rng),
        "payments": _payments(rows, rng),
    }
    ids = pl.Series(np.arange(rows.parties)).cast(pl.String).str.zfill(8)
    firm = np.arange(rows.parties) < rows.companies
    named = pl.DataFrame(
        {
            "idx": pl.Series(np.arange(rows.parties), dtype=pl.UInt32),
            "id": ids,
            "kind": np.where(firm, "company", "person"),
            "name": pl.select(pl.format("{}号{}", ids, pl.Series(np.where(firm, "有限公司", "先生"))))
            .to_series(),
        }
    )  # fmt: skip
    return Snapshot("f" * 64, "f" * 64, (_SOURCE,), {t: _placed(t, f) for t, f in tables.items()}, named, ())


def _placed(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Each row with its place and its fact."""
    at = pl.int_range(2, frame.height + 2, dtype=pl.Int64)
    nothing = pl.lit(None, pl.String)
    return frame.with_columns(
        pl.lit(0, pl.Int32).alias("_src"), at.alias("_row"), nothing.alias("_sheet"), pl.lit("recorded").alias("standing"),
        pl.format("{}{}", pl.lit(table), at).alias("_fact"),
    )  # fmt: skip


def _days(rng: np.random.Generator, count: int, known: float = 1.0) -> pl.Series:
    day = pl.Series(_FIRST_DAY + rng.integers(0, _DAYS, count).astype("timedelta64[D]")).dt.strftime("%Y-%m-%d")
    return day.zip_with(pl.Series(rng.random(count) < known), pl.Series([None] * count, dtype=pl.String))


def _parties(rows: Rows, rng: np.random.Generator) -> pl.DataFrame:
    """Companies alone have rows, as in a registry. A few doors and telephones are shared by many; some have a host."""
    count = rows.companies
    door = (count * rng.random(count) ** 1.15).astype(np.int64)
    crowd = rng.random(count) < 0.01
    door[crowd] = rng.integers(0, max(count // 4_000, 1), int(crowd.sum()))
    unit = pl.select(
        pl.format("江临市滨江区同德路{}号{}室", pl.Series(door // 40), pl.Series(door % 40 + 101))
    ).to_series()
    phone = pl.select(
        pl.format("021{}", pl.Series((count * rng.random(count) ** 1.1).astype(np.int64) + 50_000_000))
    ).to_series()
    registered = rng.choice([100_000, 1_000_000, 5_000_000, 20_000_000], count)
    paid = np.where(rng.random(count) < 0.15, 0, registered)
    gone = rng.random(count) < 0.2
    nothing = pl.Series([None] * count, dtype=pl.String)
    return pl.DataFrame(
        {
            "party_p": pl.Series(np.arange(count), dtype=pl.UInt32),
            "kind": pl.repeat("company", count, eager=True),
            "name": pl.select(pl.format("{}号有限公司", pl.Series(np.arange(count)))).to_series(),
            "scope": pl.Series(np.where(rng.random(count) < 0.0005, "商务秘书服务", "销售建筑材料")),
            "address": unit, "_address": unit, "phone": phone, "_phone": phone,
            "registered_capital": pl.Series(registered).cast(pl.String), "paid_capital": pl.Series(paid).cast(pl.String),
            "employees": pl.Series(np.where(rng.random(count) < 0.3, 0, rng.integers(1, 200, count))).cast(pl.String),
            "incorporated": _days(rng, count),
            "dissolved": _days(rng, count).zip_with(pl.Series(gone), nothing),
            "status": pl.Series(np.where(gone, "注销", "存续")),
            "licence": pl.Series(np.where(rng.random(count) < 0.0002, "address_host", "")).replace("", None),
            "state_owned": pl.Series(np.where(rng.random(count) < 0.002, "yes", "")).replace("", None),
            "listed": nothing,
        }
    )  # fmt: skip


def _holdings(rows: Rows) -> pl.DataFrame:
    count = len(rows.owner)
    nothing = pl.Series([None] * count, dtype=pl.String)
    part = pl.select(pl.format("{}/10000", pl.Series(rows.part))).to_series()
    return pl.DataFrame(
        {
            "owner_p": pl.Series(rows.owner, dtype=pl.UInt32), "company_p": pl.Series(rows.company, dtype=pl.UInt32), "share": part,
            "voting": nothing, "nature": nothing, "start": nothing, "end": nothing,
        }
    )  # fmt: skip


def _roles(rows: Rows, rng: np.random.Generator) -> pl.DataFrame:
    """One representative a company, one more officer for half of them; a few persons stand in front of many."""
    company = np.concatenate([np.arange(rows.companies), rng.integers(0, rows.companies, rows.companies // 2)])
    people = rows.parties - rows.companies
    person = rows.companies + (people * rng.random(len(company)) ** 1.05).astype(np.int64)
    front = rng.random(len(company)) < 0.004
    person[front] = rows.companies + rng.integers(0, max(rows.companies // 15_000, 1), int(front.sum()))
    return pl.DataFrame(
        {
            "person_p": pl.Series(person, dtype=pl.UInt32), "company_p": pl.Series(company, dtype=pl.UInt32),
            "role": pl.Series(rng.choice(["legal_representative", "director", "supervisor"], len(company))),
            "start": _days(rng, len(company), 0.7), "end": _days(rng, len(company), 0.1),
        }
    )  # fmt: skip


def _changes(rows: Rows, rng: np.random.Generator) -> pl.DataFrame:
    count = rows.companies // 2
    items = ["name", "address", "legal_representative", "shareholders", "scope", "officers"]
    return pl.DataFrame(
        {
            "party_p": pl.Series((rows.companies * rng.random(count) ** 2).astype(np.int64), dtype=pl.UInt32),
            "item": pl.Series(rng.choice(items, count)), "before": pl.repeat("旧", count, eager=True),
            "after": pl.repeat("新", count, eager=True), "date": _days(rng, count), "notice": pl.Series([None] * count, dtype=pl.String),
        }
    )  # fmt: skip


def _transfers(rows: Rows, rng: np.random.Generator) -> pl.DataFrame:
    count = rows.companies // 5
    giver, taker = (rng.integers(0, rows.parties, count) for _ in range(2))
    value = rng.integers(10_000, 10_000_000, count)
    return pl.DataFrame(
        {
            "company_p": pl.Series(rng.integers(0, rows.companies, count), dtype=pl.UInt32),
            "from_p": pl.Series(giver, dtype=pl.UInt32), "to_p": pl.Series(taker, dtype=pl.UInt32),
            "share": pl.repeat("1/2", count, eager=True), "price": pl.Series((value * rng.random(count) * 1.2).astype(np.int64)).cast(pl.String),
            "reference_value": pl.Series(value).cast(pl.String), "currency": pl.repeat("CNY", count, eager=True), "date": _days(rng, count),
        }
    )  # fmt: skip


def _cases(rows: Rows, rng: np.random.Generator) -> pl.DataFrame:
    count = rows.companies // 50
    return pl.DataFrame(
        {
            "defendant_p": pl.Series(rng.integers(0, rows.companies, count), dtype=pl.UInt32),
            "kind": pl.Series(rng.choice(["bankruptcy", "winding_up", "enforcement", "civil"], count)),
            "number": pl.select(pl.format("（2024）临01破{}号", pl.Series(np.arange(count)))).to_series(), "filed": _days(rng, count),
        }
    )  # fmt: skip


def _payments(rows: Rows, rng: np.random.Generator) -> pl.DataFrame:
    """The statements of a group of debtors, as an administrator holds them: trade among a hundredth of the companies, and
    every hundredth payment sent on at once to a third party and back."""
    among, count = max(rows.companies // 100, 4), max(rows.companies // 10, 100)
    payer, payee, third = (rng.integers(0, among, count) for _ in range(3))
    day, amount = rng.integers(6_000, _DAYS, count), rng.integers(10_000, 3_000_000, count)
    round_ = rng.random(count) < 0.01
    froms = np.concatenate([payer, payee[round_], third[round_]])
    tos = np.concatenate([payee, third[round_], payer[round_]])
    when = np.concatenate([day, day[round_] + 1, day[round_] + 2])
    size = len(froms)
    nothing = pl.Series([None] * size, dtype=pl.String)
    return pl.DataFrame(
        {
            "from_p": pl.Series(froms, dtype=pl.UInt32), "to_p": pl.Series(tos, dtype=pl.UInt32),
            "from_id": pl.Series(froms).cast(pl.String).str.zfill(8), "to_id": pl.Series(tos).cast(pl.String).str.zfill(8),
            "amount": pl.Series(np.concatenate([amount, amount[round_], amount[round_]])).cast(pl.String),
            "currency": pl.repeat("CNY", size, eager=True),
            "date": pl.Series(_FIRST_DAY + when.astype("timedelta64[D]")).dt.strftime("%Y-%m-%d"),
            "time": nothing, "date_to": nothing, "status": nothing, "remark": nothing,
            "kind": pl.repeat("price", size, eager=True), "purpose": pl.repeat("货款", size, eager=True),
        }
    )  # fmt: skip
