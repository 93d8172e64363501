"""All round trips and pass-through accounts, beside others."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from time import perf_counter
from typing import Any, NamedTuple

import duckdb
import igraph
import networkx as nx
import numpy as np
import polars as pl

from graph.kernels import Ints, Longs
from graph.money_bulk import Money, Sieve, pass_through, round_trips

DAY = 86_400
DAYS = 30
CENTS = 100
FLOOR = 1_000 * CENTS
AIM = 10.0
NETWORKX_ROWS = 20_000
CYCLE = 3
"""How many accounts the others' round trips have at most: their queries are one join a step."""


class Rows(NamedTuple):
    """Payments: payer, payee, cents, seconds."""

    payer: Ints
    payee: Ints
    amount: Longs
    instant: Longs
    accounts: int


def made_up(payments: int, accounts: int, seed: int) -> Rows:
    """A year of payments between accounts of very unlike activity; partners trade both ways; round trips of two to five hops
    and pass-through accounts are planted."""
    rng = np.random.default_rng(seed)
    plants = payments // 200
    count = payments - 4 * plants
    payer = (accounts * rng.random(count) ** 1.5).astype(np.int32)
    payee = rng.permutation(accounts)[(accounts * rng.random(count) ** 1.5).astype(np.int64)].astype(np.int32)
    both = count // 10
    payer[:both], payee[:both] = payee[-both:].copy(), payer[-both:].copy()
    amount = (np.exp(rng.normal(11, 2, count)) + 1).astype(np.int64)
    instant = rng.integers(0, 365, count) * DAY
    ring = rng.integers(0, accounts, (plants, 4)).astype(np.int32)
    when = rng.integers(0, 330, plants)[:, None] + np.cumsum(rng.integers(0, 4, (plants, 4)), axis=1)
    money = (np.exp(rng.normal(14, 1, plants)) + 1)[:, None] * np.cumprod(rng.uniform(0.96, 1, (plants, 4)), axis=1)
    payer, payee = np.concatenate([payer, ring.ravel()]), np.concatenate([payee, np.roll(ring, -1, axis=1).ravel()])
    amount = np.concatenate([amount, money.astype(np.int64).ravel()])
    instant = np.concatenate([instant, when.ravel() * DAY])
    apart = payer != payee
    return Rows(payer[apart], payee[apart], amount[apart], instant[apart], accounts)


def lookthrough(rows: Rows) -> dict[str, Any]:
    """Any number of hops up to eight, money splitting and meeting again, greatest flows exact; all windows of every account."""
    few = made_up(2_000, 100, 1)
    ready = Money.of(few.payer, few.payee, few.amount, 2, few.instant, few.accounts)
    round_trips(ready, DAYS), pass_through(ready, Sieve())
    begun = perf_counter()
    money = Money.of(rows.payer, rows.payee, rows.amount, 2, rows.instant, rows.accounts)
    loaded = perf_counter()
    trips = round_trips(money, DAYS, least=FLOOR)
    returned = perf_counter()
    passed = pass_through(money, Sieve(DAYS, FLOOR))
    done = perf_counter()
    return {
        "ordered": loaded - begun, "round trips": returned - loaded, "pass-through": done - returned, "all": done - begun,
        "found": f"{len(trips.home):,} round trips, {len(passed.party):,} accounts; {trips.unfollowed} payments not followed, {trips.crowded} at a crowd",
    }  # fmt: skip


def _count(base: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(base.execute(query).fetchall()[0][0])


def duckdb_joins(rows: Rows) -> dict[str, Any]:
    """Round trips of two and three payments, each at least half of the one before: one join a step; windows of one account."""
    base = duckdb.connect(config={"threads": 2})
    frame = pl.DataFrame({"a": rows.payer, "b": rows.payee, "m": rows.amount, "d": rows.instant // DAY}).to_arrow()
    begun = perf_counter()
    base.register("given", frame)
    base.execute("CREATE TABLE p AS SELECT row_number() OVER () AS n, * FROM given")
    loaded = perf_counter()
    step = "y.a = x.b AND y.d BETWEEN x.d AND x.d + 30 AND 2 * y.m >= x.m"
    two = _count(base, f"SELECT count(DISTINCT x.n) FROM p x JOIN p y ON {step} WHERE y.b = x.a")
    three = _count(
        base,
        f"SELECT count(DISTINCT x.n) FROM p x JOIN p y ON {step} JOIN p z ON z.a = y.b AND z.b = x.a "
        "AND z.d BETWEEN y.d AND x.d + 30 AND 2 * z.m >= x.m WHERE y.b <> x.a",
    )
    returned = perf_counter()
    base.execute(
        "CREATE TABLE days AS SELECT who, d, sum(got) AS got, sum(paid) AS paid FROM (SELECT b AS who, d, m AS got, 0 AS paid FROM p "
        "UNION ALL SELECT a, d, 0, m FROM p) GROUP BY ALL"
    )
    span = "OVER (PARTITION BY who ORDER BY d RANGE BETWEEN CURRENT ROW AND 29 FOLLOWING)"
    passed = _count(
        base,
        f"SELECT count(DISTINCT who) FROM (SELECT who, got, sum(got) {span} AS i, sum(paid) {span} AS o FROM days) "
        f"WHERE got > 0 AND i >= {FLOOR} AND o BETWEEN 0.95 * i AND 1.02 * i",
    )
    done = perf_counter()
    return {
        "ordered": loaded - begun, "round trips": returned - loaded, "pass-through": done - returned, "all": done - begun,
        "found": f"{two:,} + {three:,} payments, {passed:,} accounts; no flows, no dwell, {CYCLE} hops at most",
    }  # fmt: skip


def igraph_components(rows: Rows) -> dict[str, Any]:
    """Which accounts lie on some ring at all, time and amounts left out: strong components."""
    begun = perf_counter()
    graph = igraph.Graph(n=rows.accounts, edges=np.column_stack([rows.payer, rows.payee]), directed=True)
    loaded = perf_counter()
    found = graph.connected_components(mode="strong")
    done = perf_counter()
    largest = max(found.sizes())
    return {"ordered": loaded - begun, "round trips": done - loaded, "all": done - begun, "found": f"one ring of {largest:,} accounts: no time, no money"}  # fmt: skip


def networkx_cycles(rows: Rows) -> dict[str, Any]:
    """Cycles of up to three accounts, time and amounts left out."""
    if len(rows.payer) > NETWORKX_ROWS:
        return {"left out": f"more than {NETWORKX_ROWS:,} payments: it is not through in minutes"}
    begun = perf_counter()
    graph = nx.DiGraph()
    graph.add_edges_from(zip(rows.payer.tolist(), rows.payee.tolist(), strict=True))
    loaded = perf_counter()
    found = sum(1 for _ in nx.simple_cycles(graph, length_bound=CYCLE))
    done = perf_counter()
    return {"ordered": loaded - begun, "round trips": done - loaded, "all": done - begun, "found": f"{found:,} cycles: no time, no money"}  # fmt: skip


CONTENDERS: dict[str, Callable[[Rows], dict[str, Any]]] = {
    "lookthrough": lookthrough,
    "duckdb": duckdb_joins,
    "igraph": igraph_components,
    "networkx": networkx_cycles,
}


def report(answers: dict[str, dict[str, Any]]) -> list[str]:
    """One line an engine; seconds; × ours over all of it."""
    columns = ("ordered", "round trips", "pass-through", "all")
    lines = [f"{'':12}" + "".join(f"{c:>14}" for c in columns) + f"{'× ours':>9}  found"]
    for name, answer in answers.items():
        if "left out" in answer:
            lines.append(f"{name:12}  {answer['left out']}")
            continue
        cells = "".join(f"{answer[c]:14.3f}" if c in answer else f"{'-':>14}" for c in columns)
        lines.append(f"{name:12}{cells}{answer['all'] / answers['lookthrough']['all']:9.2f}  {answer['found']}")
    ours = answers["lookthrough"]["all"]
    return [*lines, "", f"aim: all of it under {AIM:.0f} s; reached {ours:.2f} s  {'yes' if ours < AIM else 'NO'}"]


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--payments", type=int, default=1_000_000)
    wanted.add_argument("--accounts", type=int, default=50_000)
    wanted.add_argument("--seed", type=int, default=11)
    given = wanted.parse_args()
    rows = made_up(given.payments, given.accounts, given.seed)
    print(f"{len(rows.payer):,} payments, {given.accounts:,} accounts, one year, windows of {DAYS} days; seconds\n")
    print("\n".join(report({name: contender(rows) for name, contender in CONTENDERS.items()})))


if __name__ == "__main__":
    main()
