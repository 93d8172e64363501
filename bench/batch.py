"""Reports of a portfolio: cases a second, by one and two workers."""

from __future__ import annotations

import argparse
import csv
import resource
import tempfile
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.detection import desk_of
from bench.generator.registry import Mix, Registry, registry
from casework.batch import LOG_NAME, Batch, run
from casework.portfolio import CaseLine, read_portfolio
from graph.store.sums import folder_hashes
from graph.store.workspace import Workspace

_TODAY = date(2026, 1, 1)
_KINDS = 50
"""Schemes and look-alikes of which a mix counts the debtors; rounded: the cases are cut to what was asked."""


def portfolio(made: Registry, cases: int, folder: Path) -> tuple[CaseLine, ...]:
    """CASES.csv of the register's own cases, every kind among them, read as a user's file is."""
    kinds = sorted(made.cases, key=lambda keys: sha256(str(keys["id"]).encode()).digest())
    rows = [{**keys, "debtors": ";".join(keys["debtors"])} for keys in islice(kinds, cases)]
    path = folder / "cases.csv"
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return read_portfolio(path)[0]


def timed(workspace: Path, lines: Sequence[CaseLine], out: Path, workers: int) -> tuple[float, list[dict[str, Any]]]:
    """Seconds from opening the workspace to the last report, and what came of each case."""
    wanted = Batch(tuple(lines), out, ("json", "html"), "both", workers, _TODAY)
    begun = perf_counter()
    rows = run(Workspace.open(workspace), wanted, earlier={}, told=lambda *_: None)
    return perf_counter() - begun, rows


def reports(out: Path) -> dict[str, str]:
    return {name: digest for name, digest in folder_hashes(out).items() if not name.startswith(LOG_NAME)}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--companies", type=int, default=20_000)
    asked.add_argument("--cases", type=int, default=60)
    asked.add_argument("--seed", type=int, default=20_264)
    given = asked.parse_args()
    each = max(1, -(-given.cases // (2 * _KINDS)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = registry(given.companies, given.seed, Mix(each, max(1, given.cases // 2), each))
        begun = perf_counter()
        desk_of(made, folder)
        loaded = perf_counter() - begun
        lines = portfolio(made, given.cases, folder)
        took = {}
        for workers in (1, 2):
            took[workers], rows = timed(folder / "workspace", lines, folder / f"out{workers}", workers)
            bad = [row["error"] for row in rows if not row["ok"]]
            assert not bad, bad[:3]
        assert reports(folder / "out1") == reports(folder / "out2"), "two workers wrote something else"
    print(f"{given.companies:,} companies loaded in {loaded:.1f} s; {len(lines)} cases, JSON and HTML each\n")
    print(f"{'workers':>8}{'seconds':>10}{'cases/s':>10}{'ratio':>8}")
    for workers, seconds in took.items():
        print(f"{workers:>8}{seconds:>10.1f}{len(lines) / seconds:>10.2f}{took[1] / seconds:>8.2f}")
    own, children = (
        resource.getrusage(who).ru_maxrss / 2**20 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"\npeak memory {own:.2f} GB in one process, {children:.2f} GB in the largest worker")


if __name__ == "__main__":
    main()
