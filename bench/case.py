"""How long a case takes on a large register: cut, then all typologies."""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from bench.detection import imported
from bench.generator.registry import Mix, registry, write_tables
from casework.desk import Desk, cut_case, open_desk
from graph.reach import CROWDED_CONTACT, CROWDED_PARTY, HOPS, Links, Net, reach
from graph.store.workspace import Workspace
from queries.flag import flag

_TODAY = date(2026, 1, 1)
_DAYS = ("arose", "due", "suit", "judgment", "enforcement", "as_of")
_KINDS = 50
"""Schemes and look-alikes of which a mix counts the debtors."""

_NEAR = """WITH RECURSIVE near(node, hop) AS (
  SELECT $1::INTEGER, 0 UNION SELECT e.b, hop + 1 FROM near JOIN edges e ON e.a = near.node WHERE hop < $2
) SELECT DISTINCT node FROM near"""


@dataclass(frozen=True, slots=True)
class Timed:
    """One case in seconds, with what was in it; peer: the same reach asked of DuckDB.

    worked: seconds of the processor, all threads together, for cut and typologies: what they cost on a machine that others use.
    """

    cut: float
    typologies: float
    worked: float
    reach: float
    peer: float
    parties: int
    rows: int

    @property
    def both(self) -> float:
        return self.cut + self.typologies


class Peer:
    """Who lies within four steps, asked of DuckDB as a recursive query over the same links; crowds and hubs left out beforehand.

    It names the parties and no more: no row is read, nothing is weighed. net: the links themselves, without the group beyond.
    """

    def __init__(self, net: Net) -> None:
        assert isinstance(net, Links), "the links of a workspace are arrays"
        self.net = replace(net, control=None)
        self._base = duckdb.connect()
        self._base.register("links", pl.DataFrame(dict(zip(("a", "b"), _edges(net), strict=True))))
        self._base.execute("CREATE TABLE edges AS SELECT * FROM links ORDER BY a, b")

    def near(self, party: int) -> set[int]:
        return {int(node) for (node,) in self._base.execute(_NEAR, [party, HOPS]).fetchall()}


def _edges(net: Links) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Party to party, both ways; those who share a thing that is no crowd stand beside each other."""
    sizes = np.diff(net.start)
    origin = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    direct = (origin < net.parties) & (net.to < net.parties)
    named = np.array([thing.startswith("asset:") for thing in net.things], np.bool_)
    open_thing = np.zeros(len(sizes), np.bool_)
    open_thing[net.parties :] = named | (sizes[net.parties :] <= CROWDED_CONTACT)
    shared = pl.DataFrame({"thing": origin[open_thing[origin]], "party": net.to[open_thing[origin]]})
    beside = shared.join(shared, on="thing").filter(pl.col("party") != pl.col("party_right"))
    a = np.concatenate([origin[direct], beside["party"].to_numpy()])
    b = np.concatenate([net.to[direct], beside["party_right"].to_numpy()])
    passed = sizes[b] <= CROWDED_PARTY
    return a[passed], b[passed]


def timed(desk: Desk, peer: Peer, keys: dict[str, Any]) -> Timed:
    """One case worked, and its debtor's surroundings asked of the peer."""
    begun, idle = perf_counter(), process_time()
    case = cut_case(desk, keys, _TODAY)
    cut = perf_counter()
    flag(case)
    flagged, worked = perf_counter(), process_time() - idle
    debtor = int(desk.snapshot.parties["id"].search_sorted(keys["debtors"][0]))
    told = perf_counter()
    own = reach(desk.snapshot, peer.net, [debtor])
    reached = perf_counter()
    theirs = peer.near(debtor)
    answered = perf_counter()
    assert own.inside <= theirs, "the peer does not know somebody whom the cut found"
    rows = sum(len(getattr(case, n)) for n in ("interests", "roles", "transfers", "payments", "contracts", "relations"))
    return Timed(cut - begun, flagged - cut, worked, reached - told, answered - reached, len(case.parties), rows)


def anybody(desk: Desk, keys: Sequence[dict[str, Any]], count: int, seed: int) -> list[dict[str, Any]]:
    """Cases against any companies of the register, with the debts of its own cases."""
    companies = desk.snapshot.parties.filter(pl.col("kind") == "company")["id"]
    chosen = np.random.default_rng(seed).choice(len(companies), min(count, len(companies)), replace=False)
    return [{**keys[at % len(keys)], "id": f"any-{at}", "debtors": [companies[int(n)]]} for at, n in enumerate(chosen)]


def kept_or_made(folder: Path, companies: int, mix: Mix, seed: int) -> tuple[Desk, list[dict[str, Any]]]:
    """The register in a folder, with its own cases; made and imported where it is not there."""
    listed = folder / "cases.json"
    if (folder / "workspace" / "snapshots").is_dir() and listed.is_file():
        kept = json.loads(listed.read_text(encoding="utf-8"))
        days = [{name: date.fromisoformat(c[name]) for name in _DAYS if c.get(name)} for c in kept]
        return open_desk(Workspace.open(folder / "workspace")), [c | d for c, d in zip(kept, days, strict=True)]
    made = registry(companies, seed, mix)
    folder.mkdir(parents=True, exist_ok=True)
    listed.write_text(json.dumps(made.cases, default=str), encoding="utf-8")
    write_tables(made.tables, folder / "register")
    cases = list(made.cases)
    # A million firms are not held twice.
    del made
    begun = perf_counter()
    desk = imported(folder)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"imported in {perf_counter() - begun:.0f} s; most memory so far {most:.1f} GB", flush=True)
    return desk, cases


def spread(values: Iterable[float]) -> str:
    middle, most, last = np.percentile(np.fromiter(values, float), [50, 95, 100])
    return f"{middle:10.3f}{most:10.3f}{last:10.3f}"


def table(name: str, found: Sequence[Timed]) -> list[str]:
    ratio = float(np.median([t.peer / t.reach for t in found]))
    inside = np.percentile([t.parties for t in found], [50, 95]).astype(int)
    rows = np.percentile([t.rows for t in found], [50, 95]).astype(int)
    return [
        f"{name}: {len(found)} cases; parties {inside[0]:,} and {inside[1]:,}, rows {rows[0]:,} and {rows[1]:,} (p50, p95)",
        f"  {'':24}{'p50 s':>10}{'p95 s':>10}{'most s':>10}",
        f"  {'cut':24}{spread(t.cut for t in found)}",
        f"  {'all typologies':24}{spread(t.typologies for t in found)}",
        f"  {'cut and all typologies':24}{spread(t.both for t in found)}",
        f"  {'  of which processor':24}{spread(t.worked for t in found)}",
        f"  {'reach alone':24}{spread(t.reach for t in found)}",
        f"  {'DuckDB, the same reach':24}{spread(t.peer for t in found)}   × {ratio:,.1f} of ours (median)",
        "",
    ]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--companies", type=int, default=1_000_000)
    asked.add_argument("--cases", type=int, default=100, help="cases of each kind")
    asked.add_argument("--seed", type=int, default=20_267)
    asked.add_argument(
        "--folder", type=Path, help="where the register is kept for the next run; else it is thrown away"
    )
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        each = max(1, given.cases // (2 * _KINDS))
        mix = Mix(each, max(1, given.cases // 2), each)
        desk, keys = kept_or_made(given.folder or Path(spare), given.companies, mix, given.seed)
        peer = Peer(desk.net)
        rows = sum(frame.height for frame in desk.snapshot.tables.values())
        print(f"{given.companies:,} companies, {desk.snapshot.parties.height:,} parties, {rows:,} rows; "
              f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")  # fmt: skip
        order = np.random.default_rng(given.seed).permutation(len(keys))[: given.cases]
        # The first case pays for what is compiled and read once.
        timed(desk, peer, keys[0])
        kinds = {
            "any company of the register": anybody(desk, keys, given.cases, given.seed),
            "debtors with books, bank rows and schemes": [keys[int(at)] for at in order],
        }
        for name, cases in kinds.items():
            print("\n".join(table(name, [timed(desk, peer, c) for c in cases])))


if __name__ == "__main__":
    main()
