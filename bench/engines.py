"""The same register on the embedded engine, Neo4j and Spark."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, TypeVar

import numpy as np
import polars as pl

from bench.load import peak_bytes
from bench.registers import Rows, made_up
from bench.screened_register import register
from casework.asking import run_saved
from casework.desk import Desk, cut_case, open_desk
from casework.load import Import, bring_in
from casework.registers import population
from casework.screening import screen
from casework.screening_document import document_of
from casework.screening_ground import worked
from casework.screening_local import local_engine
from casework.screening_spark import spark_engine
from casework.shelf import keep_files
from graph.population import Population
from graph.store.address import Address
from graph.store.base import Store
from graph.store.embedded import EmbeddedStore
from graph.store.neo4j import connect
from graph.store.spark import spark_tables
from graph.store.syncing import store_on, sync
from graph.store.workspace import Workspace
from queries.screening_rule import screening_rules
from reports.screening import as_json
from tests.servers.neo4j import PASSWORD, running

DAY = date(2024, 6, 30)
ASKED = 200
DEPTH = 10
CROWD = 40
AIMS = {"load": 20.0, "look-through": 20.0, "seconds": 60.0, "gigabytes": 8.0}
_LOOK = f"MATCH (c:Party {{id: $id}})<-[:OWNS*1..{DEPTH}]-(o:Party) RETURN DISTINCT o.id AS owner"
_QUERIES = ("owners-up", "holdings-down", "sister-companies", "same-address", "money-out")

Figures = dict[str, Any]
T = TypeVar("T")


def clocked(work: Callable[..., T], *given: Any, **named: Any) -> tuple[T, float]:
    begun = perf_counter()
    return work(*given, **named), perf_counter() - begun


def middle(seconds: Sequence[float]) -> float:
    """The median, in milliseconds."""
    return float(np.median(seconds)) * 1e3


# --- one register, two stores -------------------------------------------------------------------------------------


def imported(rows: Rows, folder: Path, payments: int) -> Desk:
    """The register written as CSV and brought in as a user would."""
    source, rng = folder / "source", np.random.default_rng(3)
    source.mkdir()
    ids = [f"P{n:07}" for n in range(rows.parties)]
    firm = np.arange(rows.parties) < rows.companies
    address = pl.select(pl.format("江临市滨江区同德路{}号{}室", pl.Series(np.arange(rows.parties) // 40 % 900), pl.Series(np.arange(rows.parties) % 40 + 101))).to_series()  # fmt: skip
    named = pl.DataFrame({"id": ids, "kind": np.where(firm, "company", "person"), "name": ids, "address": address})
    named.with_columns(pl.when(pl.Series(firm)).then("address").alias("address")).write_csv(source / "parties.csv")
    names = pl.Series(ids)
    # A row above the whole would be set aside.
    part = pl.Series(np.minimum(rows.part, 10_000) / 100).cast(pl.String) + "%"
    held = pl.DataFrame({"owner": names.gather(rows.owner), "company": names.gather(rows.company), "share": part})
    held.write_csv(source / "holdings.csv")
    day = pl.Series(np.datetime64("2022-01-01") + rng.integers(0, 900, payments).astype("timedelta64[D]"))
    paid = {
        "from": names.gather(rng.integers(0, rows.companies, payments)), "to": names.gather(rng.integers(0, rows.parties, payments)),
        "amount": rng.integers(100, 1_000_000, payments), "currency": "CNY", "date": day.dt.strftime("%Y-%m-%d"),
    }  # fmt: skip
    pl.DataFrame(paid).write_csv(source / "payments.csv")
    workspace = Workspace.at(folder / "workspace")
    result = bring_in(workspace, Import((source,)), actor="bench", at="2024-07-01T00:00:00Z")
    if any(file.rejected or file.error for file in result.files):
        raise SystemExit("rows of the made-up register were rejected")
    return open_desk(workspace)


def asks(desk: Desk, store: Store, companies: Sequence[str]) -> Figures:
    """Look-through and five saved queries: the median of many companies, milliseconds; rows, to be compared."""
    seconds, rows = [], 0
    for company in companies:
        found, took = clocked(store.run, _LOOK, {"id": company})
        seconds.append(took)
        rows += len(found.rows)
    told: Figures = {"look-through ms": middle(seconds), "rows": rows}
    for name in _QUERIES:
        more = {"after": "2022-06-01"} if name == "money-out" else {}
        answers = [clocked(run_saved, desk.snapshot, name, {"party": c, **more}, store) for c in companies[:40]]
        told[f"{name} ms"] = middle([took for _, took in answers])
        told["rows"] += sum(len(answer.rows) for answer, _ in answers)
    return told


def stores(parties: int, holdings: int, payments: int, seed: int) -> Figures:
    """Load, look-through, cut, five saved queries, on the same register in one run."""
    rows = made_up(parties, holdings, seed)
    with tempfile.TemporaryDirectory() as place:
        desk, took = clocked(imported, rows, Path(place), payments)
        own: Figures = {"import and links s": took}
        embedded, own["load s"] = clocked(EmbeddedStore.of, desk.snapshot)
        known, own["register s"] = clocked(population, desk, DAY)
        companies = _asked(known, rows.companies)
        known.stakes_in(companies[0])
        own["kernel ms"] = middle([clocked(known.stakes_in, c)[1] for c in companies])
        own |= asks(desk, embedded, companies)
        keys = [{"id": "bench", "debtors": [c], "as_of": DAY} for c in companies[:40]]
        own["cut ms"] = middle([clocked(cut_case, desk, k, DAY)[1] for k in keys])
        home = Path(place) / "neo4j"
        home.mkdir()
        with running(home) as server:
            held = connect(Address(server.uri, "neo4j", PASSWORD))
            _, loaded = clocked(sync, held, desk.snapshot)
            theirs = {"load s": loaded, **asks(desk, store_on(held, desk.snapshot.id), companies)}
            held.close()
    if own["rows"] != theirs["rows"]:
        raise SystemExit(f"the engines do not agree: {own['rows']} rows and {theirs['rows']}")
    return {"embedded": own, "neo4j": theirs}


def _asked(known: Population, companies: int) -> list[str]:
    """Companies drawn evenly among those with at most CROWD parties above and below: inside a dense core, and under one, Cypher
    walks every path and comes to no end, where the kernels solve it (bench.ownership counts that)."""
    drawn = (f"P{n:07}" for n in np.random.default_rng(1).integers(0, companies, companies))
    few = (c for c in drawn if len(known.stakes_in(c)) <= CROWD and len(known.holdings_of(c)) <= CROWD)
    return list(islice(dict.fromkeys(few), ASKED))


def store_lines(found: Mapping[str, Figures]) -> Iterator[str]:
    own, theirs = found["embedded"], found["neo4j"]
    yield f"{'':22} {'embedded':>10} {'neo4j':>10} {'ratio':>8}"
    for name, value in own.items():
        if name == "rows":
            continue
        other = theirs.get(name)
        told = f"{other:10.2f} {other / value:7.1f}×" if other is not None else ""
        yield f"{name:22} {value:10.3f} {told}"
    yield f"{'rows in all':22} {own['rows']:10,} {theirs['rows']:10,}"
    yield f"kernel's look-through against Neo4j's: {theirs['look-through ms'] / own['kernel ms']:.0f}×"
    ratios = {
        "load": theirs["load s"] / own["load s"],
        "look-through": theirs["look-through ms"] / own["look-through ms"],
    }
    yield from (f"aim: {name} {AIMS[name]:g}×: {ratio:.1f}× {'reached' if ratio >= AIMS[name] else 'MISSED'}" for name, ratio in ratios.items())  # fmt: skip


# --- one screening, two engines -----------------------------------------------------------------------------------


def screened(engine: str, folder: Path) -> Figures:
    """All rules on a kept snapshot; the register of ownership is computed anew. Answers seconds and the sum of the bytes."""
    begun = perf_counter()
    known = worked(folder, DAY, screening_rules())
    ready = perf_counter() - begun
    if engine == "local":
        found = screen(local_engine(folder, DAY, known), known.sources, folder.name, DAY)
    else:
        with spark_tables() as tables:
            found = screen(spark_engine(tables, folder, DAY, known), known.sources, folder.name, DAY)
    printed = as_json(document_of(found))
    hits = {one.rule.slug: one.hits for one in found.looked}
    return {"seconds": perf_counter() - begun, "ownership": ready, "hits": hits, "sum": sha256(printed).hexdigest(), "cpu": process_time(), "peak": peak_bytes()}  # fmt: skip


def screenings(parties: int, holdings: int, seed: int, engines: Sequence[str]) -> dict[str, Figures]:
    """Each engine in a process of its own, on the same files."""
    with tempfile.TemporaryDirectory() as place:
        snapshot = register(parties, holdings, seed)
        folder = Path(place) / "snapshots" / snapshot.id
        folder.mkdir(parents=True)
        keep_files(snapshot, folder)
        del snapshot
        found = {}
        for engine in engines:
            command = [sys.executable, "-m", "bench.engines", "--only", engine, "--folder", str(folder)]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            found[engine] = json.loads(done.stdout.splitlines()[-1])
            for kept in (Path(place) / "arrays").rglob("*.npy"):
                kept.unlink()
        return found


def screening_lines(found: Mapping[str, Figures]) -> Iterator[str]:
    for engine, told in found.items():
        yield f"{engine:8} {told['seconds']:8.1f} s, of it ownership {told['ownership']:.1f} s; {told['cpu']:.1f} s of work in this process; peak {told['peak'] / 1e9:.2f} GB"  # fmt: skip
    yield "hits: " + ", ".join(f"{slug} {n:,}" for slug, n in found["local"]["hits"].items())
    if "spark" in found:
        same = found["spark"]["sum"] == found["local"]["sum"]
        yield f"the same bytes: {'yes' if same else 'NO'}; Spark / local {found['spark']['seconds'] / found['local']['seconds']:.1f}×"
    local = found["local"]
    yield f"aim: {AIMS['seconds']:g} s: {local['seconds']:.1f} s {'reached' if local['seconds'] <= AIMS['seconds'] else 'MISSED'}"
    size = local["peak"] / 1e9
    yield f"aim: {AIMS['gigabytes']:g} GB: {size:.2f} GB {'reached' if size <= AIMS['gigabytes'] else 'MISSED'}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--parties", type=int, default=100_000)
    asked.add_argument("--holdings", type=int, default=140_000)
    asked.add_argument("--payments", type=int, default=250_000)
    asked.add_argument("--screened-parties", type=int, default=4_000_000)
    asked.add_argument("--screened-holdings", type=int, default=5_400_000)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--part", choices=("stores", "screening", "local", "all"), default="all")
    asked.add_argument("--only", choices=("local", "spark"), help="one engine on --folder, answered as JSON")
    asked.add_argument("--folder", type=Path)
    given = asked.parse_args()
    if given.only:
        print(json.dumps(screened(given.only, given.folder)))
        return
    if given.part in ("stores", "all"):
        print(f"{given.parties:,} parties, {given.holdings:,} holdings, {given.payments:,} payments", flush=True)
        print("\n".join(store_lines(stores(given.parties, given.holdings, given.payments, given.seed))), flush=True)
    if given.part != "stores":
        engines = ("local",) if given.part == "local" else ("local", "spark")
        print(f"screening: {given.screened_parties:,} parties, {given.screened_holdings:,} holdings", flush=True)
        print(
            "\n".join(screening_lines(screenings(given.screened_parties, given.screened_holdings, given.seed, engines)))
        )


if __name__ == "__main__":
    main()
