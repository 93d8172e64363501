"""Ownership of a whole register, beside four other engines."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

import duckdb
import igraph
import kglite
import networkx as nx
import numpy as np
import pandas as pd
import polars as pl

from bench.load import peak_bytes
from bench.registers import Rows, holdings_of, made_up
from graph.kernels import Longs
from graph.population import Population
from graph.register import Register, commanded, group_heads, owned, register, stakes
from graph.store.arrays import open_arrays, write_arrays

DEPTH = 10
"""How far the engines that walk follow a chain; ours has no such end."""

PATIENCE = 30.0
"""Seconds after which one look-through is stopped and counted as such."""

NETWORKX_ROWS = 1_000_000
AIMS = {"control": 2.0, "stakes": 8.0, "open": 0.2, "gigabytes": 1.0, "p95 ms": 0.3, "x DuckDB": 1000.0}

Figures = dict[str, Any]
T = TypeVar("T")


def clocked(work: Callable[..., T], *given: Any, **named: Any) -> tuple[T, float]:
    """What it answers, and the seconds it took."""
    begun = perf_counter()
    return work(*given, **named), perf_counter() - begun


def asked(rows: Rows, count: int) -> Longs:
    """Companies drawn evenly, the same for every engine."""
    return np.random.default_rng(1).integers(0, rows.companies, count)


def quantiles(seconds: list[float]) -> Figures:
    return {"p50 ms": float(np.quantile(seconds, 0.5)) * 1e3, "p95 ms": float(np.quantile(seconds, 0.95)) * 1e3}


def lookthrough(rows: Rows) -> Figures:
    """Exact on rings: components condensed, each ring solved, stakes near a statute's line decided by whole numbers."""
    on = holdings_of(rows)
    _, compiled = clocked(
        lambda: Population(register(holdings_of(made_up(4_000, 5_400, 1))), _ids(4_000)).stakes_in("0")
    )
    held, links = clocked(owned, on.stakes, on.parties)
    columns, took = clocked(stakes, held)
    counted, control = clocked(commanded, on.votes, on.never, on.told)
    heads = group_heads(counted.control_start, counted.control_company)
    found: Figures = {
        "kernels ready": compiled, "links and rings": links, "stakes": took, "control": control,
        "pairs of owner and company": len(columns[2]), "pairs of head and company": len(counted.control_company),
        "rings": len(held.rings.start) - 1, "groups": len(np.unique(heads[heads >= 0])),
    }  # fmt: skip
    del held, columns, counted, heads
    names = tuple(f.name for f in fields(Register))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "register"
        made, found["whole register"] = clocked(register, on)
        _, found["written"] = clocked(write_arrays, folder, {n: getattr(made, n) for n in names})
        del made
        found["gigabytes"] = sum(p.stat().st_size for p in folder.iterdir()) / 1e9
        opened, found["open"] = clocked(open_arrays, folder, names)
        assert opened is not None
        everybody = Population(Register(**opened), _ids(on.parties))
        everybody.above(0)
        seconds = [clocked(everybody.above, int(c))[1] for c in asked(rows, 5_000)]
    return found | quantiles(seconds)


def _ready() -> None:
    """Machine code loaded, or made where this is the first use on the machine, by a small register."""
    Population(register(holdings_of(made_up(4_000, 5_400, 1))), _ids(4_000)).above(0)


def _ids(parties: int) -> pl.Series:
    return pl.Series(np.arange(parties)).cast(pl.String).str.zfill(8)


_LOOK = f"""
    WITH RECURSIVE up(party, share, depth) AS (
        SELECT owner, share, 1 FROM held WHERE company = ?
        UNION ALL SELECT h.owner, up.share * h.share, depth + 1 FROM up JOIN held h ON h.company = up.party
        WHERE depth < {DEPTH})
    SELECT party, sum(share) FROM up GROUP BY party"""


def duckdb_recursive(rows: Rows) -> Figures:
    """The usual recursive query: products along walks of up to ten steps, rings cut."""
    base = duckdb.connect(config={"threads": 2})
    frame = pl.DataFrame({"owner": rows.owner, "company": rows.company, "share": rows.part / 10_000}).to_arrow()
    base.register("given", frame)
    _, loaded = clocked(base.execute, "CREATE TABLE held AS FROM given; CREATE INDEX c ON held(company)")
    _, took = clocked(_duckdb_all, base)
    seconds, stopped = [], 0
    for company in asked(rows, 40):
        alarm = threading.Timer(PATIENCE, base.interrupt)
        alarm.start()
        begun = perf_counter()
        try:
            base.execute(_LOOK, [int(company)]).fetchall()
        except duckdb.InterruptException:
            stopped += 1
        finally:
            alarm.cancel()
        seconds.append(perf_counter() - begun)
    return {"loaded": loaded, "stakes": took, "stopped": stopped} | quantiles(seconds)


def _duckdb_all(base: duckdb.DuckDBPyConnection) -> None:
    """All stakes of those whom nobody holds, step by step, weights of one pair added up at each."""
    base.execute("CREATE TABLE now AS SELECT company AS target, owner AS party, share FROM held")
    base.execute("CREATE TABLE ends AS FROM now WHERE party NOT IN (SELECT company FROM held)")
    for _ in range(DEPTH - 1):
        base.execute(
            "CREATE OR REPLACE TABLE now AS SELECT target, owner AS party, sum(n.share * h.share) AS share "
            "FROM now n JOIN held h ON h.company = n.party GROUP BY ALL"
        )
        base.execute("INSERT INTO ends FROM now WHERE party NOT IN (SELECT company FROM held)")
    base.sql("SELECT target, party, sum(share) FROM ends GROUP BY ALL").to_arrow_table()


def kglite_walks(rows: Rows) -> Figures:
    """Cypher in this process: who stands above, up to ten steps; no shares through rings, no control."""
    graph = kglite.KnowledgeGraph()
    begun = perf_counter()
    parties = np.arange(rows.parties)
    graph.add_nodes(pd.DataFrame({"id": parties, "name": parties.astype(str)}), "Party", "id", "name")
    held = pd.DataFrame({"a": rows.owner, "b": rows.company, "share": rows.part / 10_000})
    graph.add_relationships(held, "OWNS", "Party", "a", "Party", "b")
    frozen = graph.freeze()
    loaded = perf_counter() - begun
    query = f"MATCH (c:Party {{id: $id}})<-[:OWNS*1..{DEPTH}]-(o:Party) RETURN DISTINCT o.id"
    seconds, stopped = [], 0
    for company in asked(rows, 500):
        begun = perf_counter()
        try:
            frozen.cypher(query, params={"id": int(company)}, timeout_ms=int(PATIENCE * 1000)).to_list()
        except (kglite.KgError, TimeoutError):
            stopped += 1
        seconds.append(perf_counter() - begun)
    return {"loaded": loaded, "stopped": stopped} | quantiles(seconds)


def igraph_walks(rows: Rows) -> Figures:
    """Strong components, and who stands above; no stakes through rings, no control."""
    edges = np.column_stack([rows.owner, rows.company])
    graph, loaded = clocked(igraph.Graph, n=rows.parties, edges=edges, directed=True)
    _, components = clocked(graph.connected_components, mode="strong")
    seconds = [clocked(graph.subcomponent, int(c), mode="in")[1] for c in asked(rows, 100)]
    return {"loaded": loaded, "components": components} | quantiles(seconds)


def networkx_walks(rows: Rows) -> Figures:
    """Strong components, and who stands above; no stakes through rings, no control."""
    if len(rows.owner) > NETWORKX_ROWS:
        return {"left out": f"more than {NETWORKX_ROWS:,} holdings: minutes to load, and some 5 GB for the largest"}
    graph = nx.DiGraph()
    _, loaded = clocked(graph.add_edges_from, zip(rows.owner.tolist(), rows.company.tolist(), strict=True))
    _, components = clocked(list, nx.strongly_connected_components(graph))
    companies = [int(c) for c in asked(rows, 500) if int(c) in graph]
    seconds = [clocked(nx.ancestors, graph, c)[1] for c in companies]
    return {"loaded": loaded, "components": components} | quantiles(seconds)


CONTENDERS: dict[str, Callable[[Rows], Figures]] = {
    "lookthrough": lookthrough,
    "duckdb": duckdb_recursive,
    "kglite": kglite_walks,
    "igraph": igraph_walks,
    "networkx": networkx_walks,
}


def measured(name: str, given: argparse.Namespace) -> Figures:
    """One contender in a process of its own, so that memory is its own too; a failure is a line of the table."""
    sizes = [f"--parties={given.parties}", f"--holdings={given.holdings}", f"--seed={given.seed}"]
    command = [sys.executable, "-m", "bench.ownership", "--only", name, *sizes]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        return {"left out": f"ended with {done.returncode}"}
    answer: Figures = json.loads(done.stdout.splitlines()[-1])
    return answer


def report(answers: dict[str, Figures]) -> list[str]:
    """One line an engine, then what was aimed at and reached."""
    ours = answers["lookthrough"]
    # Peak memory is what a process held above its highest point while the register was made up.
    columns = ("loaded", "components", "stakes", "control", "p50 ms", "p95 ms", "peak GB")
    lines = [f"{'':12}" + "".join(f"{c:>12}" for c in columns) + f"{'× ours':>10}"]
    for name, answer in answers.items():
        if "left out" in answer:
            lines.append(f"{name:12}  {answer['left out']}")
            continue
        cells = "".join(f"{answer[c]:12.3f}" if c in answer else f"{'-':>12}" for c in columns)
        stopped = f"  {answer['stopped']} stopped" if answer.get("stopped") else ""
        lines.append(f"{name:12}{cells}{answer['p50 ms'] / ours['p50 ms']:10,.1f}{stopped}")
    lines += [
        "",
        "stakes and control: of everybody, seconds; p50 and p95: one look-through up, × ours at p50",
        "lookthrough",
    ]
    lines += [f"  {what:28} {figure:14,.3f}" for what, figure in ours.items()]
    reached = ours | {"x DuckDB": answers["duckdb"].get("p50 ms", 0.0) / ours["p50 ms"]}
    lines += ["", "aims"]
    for what, aim in AIMS.items():
        kept = reached[what] >= aim if what.startswith("x ") else reached[what] < aim
        lines.append(f"  {what:12} {aim:10,.1f} reached {reached[what]:12,.3f}  {'yes' if kept else 'NO'}")
    return lines


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--parties", type=int, default=400_000)
    wanted.add_argument("--holdings", type=int, default=540_000)
    wanted.add_argument("--seed", type=int, default=7)
    wanted.add_argument("--only", choices=CONTENDERS, help="one contender, answered as JSON")
    given = wanted.parse_args()
    if given.only:
        rows = made_up(given.parties, given.holdings, given.seed)
        before = peak_bytes()
        figures = CONTENDERS[given.only](rows)
        print(json.dumps(figures | {"peak GB": (peak_bytes() - before) / 1e9}))
        return
    print(
        f"{given.parties:,} parties, {given.holdings:,} holdings, rings planted; walks of others end at {DEPTH} steps\n"
    )
    print("\n".join(report({name: measured(name, given) for name in CONTENDERS})))


if __name__ == "__main__":
    main()
