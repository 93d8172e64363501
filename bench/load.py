"""Rows to a queryable snapshot, beside polars and networkx."""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import networkx as nx
import polars as pl

import casework.load as importing
import loaders.csv_template as template
import loaders.detect as detection
from bench.holdings import written
from casework.shelf import read_snapshot
from graph.reach import links
from graph.store.workspace import Workspace

# Which function is which stage. A stage's time is its own: what it calls is counted where it belongs.
STAGES = (
    (detection, "recognise", "recognise"),
    (template, "raws", "read and split"),
    (template, "states", "clean"),
    (importing, "_stated", "count"),
    (importing, "_keep", "keep"),
    (importing, "freeze_now", "freeze"),
)


class Stopwatch:
    """Seconds by stage, nested calls taken out of the caller's time."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inner: list[float] = []

    def timed(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any, **named: Any) -> Any:
            self._inner.append(0.0)
            begun = perf_counter()
            try:
                return work(*given, **named)
            finally:
                took = perf_counter() - begun
                self.seconds[stage] += took - self._inner.pop()
                if self._inner:
                    self._inner[-1] += took

        return run


def lookthrough(path: Path) -> dict[str, float]:
    """All that `import` does, then the snapshot read back and its links built, as the first question does."""
    watch = Stopwatch()
    for module, name, stage in STAGES:
        setattr(module, name, watch.timed(stage, getattr(module, name)))
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.at(Path(folder) / "workspace")
        bring = watch.timed("other", importing.bring_in)
        result = bring(workspace, importing.Import((path,)), actor="bench", at="2024-01-01T00:00:00Z")
        rejected = sum(file.rejected for file in result.files)
        if rejected:
            raise SystemExit(f"{rejected} rows of the made-up register were rejected")
        snapshot = watch.timed("open", read_snapshot)(workspace.snapshot_folder(result.snapshot))
        watch.timed("links", links)(snapshot)
    return dict(watch.seconds)


def polars_reads(path: Path) -> dict[str, float]:
    """Nothing but the file in memory: the floor."""
    begun = perf_counter()
    pl.read_csv(path, infer_schema=False)
    return {"read": perf_counter() - begun}


def networkx_builds(path: Path) -> dict[str, float]:
    """The usual notebook: the csv module and one edge a row."""
    begun = perf_counter()
    graph = nx.MultiDiGraph()
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            graph.add_edge(row.pop("owner"), row.pop("company"), **row)
    return {"graph": perf_counter() - begun}


CONTENDERS: dict[str, Callable[[Path], dict[str, float]]] = {
    "lookthrough": lookthrough,
    "polars": polars_reads,
    "networkx": networkx_builds,
}
DOES = {
    "lookthrough": "file → checked rows, parties, hashed snapshot, links",
    "polars": "file → columns of text",
    "networkx": "file → graph of strings",
}


def peak_bytes() -> int:
    """The most memory this process has held."""
    status = Path("/proc/self/status")
    if status.is_file():
        # On Linux getrusage starts from what the parent held; the high-water mark of this process does not.
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def measured(name: str, path: Path) -> dict[str, Any]:
    """One contender in a process of its own, so that memory is its own too."""
    command = [sys.executable, "-m", "bench.load", "--only", name, "--file", str(path)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def report(rows: int, size: int, answers: dict[str, dict[str, Any]]) -> list[str]:
    """The table as lines."""
    floor = sum(answers["polars"]["stages"].values())
    lines = [f"{rows:,} holdings, {size / 1e6:.0f} MB of CSV; peak memory beyond the imported libraries", ""]
    lines.append(f"{'':12} {'seconds':>8} {'rows/s':>12} {'peak GB':>8} {'× polars':>9}  what it does")
    for name, answer in answers.items():
        took = sum(answer["stages"].values())
        lines.append(
            f"{name:12} {took:8.2f} {rows / took:12,.0f} {answer['peak'] / 1e9:8.2f} {took / floor:9.1f}  {DOES[name]}"
        )
    lines += ["", "stages of lookthrough"]
    lines += [f"  {stage:16} {took:7.2f} s" for stage, took in answers["lookthrough"]["stages"].items()]
    return lines


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--only", choices=CONTENDERS, help="one contender, answered as JSON")
    asked.add_argument("--file", type=Path)
    given = asked.parse_args()
    if given.only:
        before = peak_bytes()
        stages = CONTENDERS[given.only](given.file)
        print(json.dumps({"stages": stages, "peak": peak_bytes() - before}))
        return
    path = written(Path("out/bench"), given.rows, given.seed)
    answers = {name: measured(name, path) for name in CONTENDERS}
    print("\n".join(report(given.rows, path.stat().st_size, answers)))


if __name__ == "__main__":
    main()
