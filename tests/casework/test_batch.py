"""batch: nothing lost, nothing doubled, one failure stops no other."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casework.batch import LOG_NAME, Batch, earlier_rows, run, summarise
from casework.load import Import, bring_in
from casework.portfolio import read_portfolio
from graph.store.sums import check_sums, folder_hashes
from graph.store.workspace import Workspace
from tests.called import Call

ROOT = Path(__file__).parents[2]
FIRMS = 14
CASES = "id,debtors,amount,arose,as_of\n" + "".join(
    f"c{n},F{n},{n}000000,2020-01-01,2024-01-01\n" for n in range(FIRMS)
)


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace w of fourteen firms that each gave a stake away, and cases.csv."""
    place = tmp_path_factory.mktemp("portfolio")
    rows = place / "rows"
    rows.mkdir()
    parties = "".join(f"F{n},company,第{n}公司\nT{n},company,受让{n}公司\n" for n in range(FIRMS))
    (rows / "parties.csv").write_text("id,kind,name\n" + parties)
    moved = "".join(f"T{n},F{n},P{n},1/2,1,1000000,net_assets,CNY,2021-03-0{n % 9 + 1}\n" for n in range(FIRMS))
    (rows / "share_transfers.csv").write_text(
        "company,from,to,share,price,reference_value,reference_basis,currency,date\n" + moved
    )
    bring_in(Workspace.at(place / "w"), Import((rows,)), actor="tester", at="2026-01-01T00:00:00Z")
    (place / "cases.csv").write_text(CASES)
    return place


def done(
    portfolio: Path, out: Path, workers: int, earlier: dict[str, Any] | None = None, cases: str = "cases.csv"
) -> list[dict[str, Any]]:
    wanted = Batch(read_portfolio(portfolio / cases)[0], out, ("json",), "both", workers, date(2026, 1, 1))
    rows = run(Workspace.open(portfolio / "w"), wanted, earlier=earlier or {}, told=lambda *_: None)
    summarise(rows, wanted)
    return rows


def reports(out: Path) -> dict[str, str]:
    return {name: digest for name, digest in folder_hashes(out).items() if not name.startswith((LOG_NAME, "summary"))}


def test_two_workers_write_what_one_writes(portfolio: Path, tmp_path: Path) -> None:
    one, two = done(portfolio, tmp_path / "one", 1), done(portfolio, tmp_path / "two", 2)
    assert [(r["case"], r["ok"], r["leads"] > 0) for r in one] == [(f"c{n}", True, True) for n in range(FIRMS)]
    assert [{**r, "out": None} for r in one] == [{**r, "out": None} for r in two]
    assert reports(tmp_path / "one") == reports(tmp_path / "two")
    for name in ("csv", "xlsx", "html"):
        assert (tmp_path / "one" / f"summary.{name}").read_bytes() == (
            tmp_path / "two" / f"summary.{name}"
        ).read_bytes()


def test_what_is_done_and_whole_is_not_done_again(portfolio: Path, tmp_path: Path) -> None:
    """A report that was altered, and a case that says something else now, are done anew; the others are left alone."""
    out = tmp_path / "out"
    done(portfolio, out, 1)
    (out / "c1" / "leads.json").write_text("{}")
    changed = portfolio / "changed.csv"
    changed.write_text(CASES.replace("c2,F2,2000000", "c2,F2,2000001"))
    before = {name: (out / name / "leads.json").stat().st_mtime_ns for name in ("c0", "c1", "c2", "c3")}
    rows = done(portfolio, out, 1, earlier_rows(out), "changed.csv")
    after = {name: (out / name / "leads.json").stat().st_mtime_ns for name in before}
    assert [name for name in before if before[name] != after[name]] == ["c1", "c2"]
    assert all(r["ok"] for r in rows)
    assert all(not check_sums(out / r["case"]) for r in rows)
    logged = Counter(json.loads(line)["case"] for line in (out / LOG_NAME).read_text().splitlines())
    assert logged == Counter({f"c{n}": 2 if n in (1, 2) else 1 for n in range(FIRMS)})


def test_a_log_that_was_cut_off_is_read_as_far_as_it_goes(portfolio: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done(portfolio, out, 1)
    log = (out / LOG_NAME).read_bytes()
    (out / LOG_NAME).write_bytes(log[:-40])
    assert set(earlier_rows(out)) == {f"c{n}" for n in range(FIRMS - 1)}
    assert all(r["ok"] for r in done(portfolio, out, 1, earlier_rows(out)))


def started(portfolio: Path, out: Path, *more: str, **environment: str) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        str(ROOT / "cli.py"),
        "--workspace",
        str(portfolio / "w"),
        "batch",
        str(portfolio / "cases.csv"),
    ]
    return subprocess.Popen(
        [*command, "--out", str(out), "--formats", "json", *more],
        env={**os.environ, "PYTHONPATH": f"{environment.pop('first', ROOT)}{os.pathsep}{ROOT}", **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.mark.slow
def test_killed_at_any_moment_nothing_is_lost_and_nothing_doubled(portfolio: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    done(portfolio, whole, 1)
    out, chance = tmp_path / "out", random.Random(5)
    for deep in (False, True) * 5:
        process = started(portfolio, out, "--resume", "--workers", "2")
        seen = len(earlier_rows(out))
        end = time.monotonic() + 60
        # Every other one dies among its cases, the rest wherever it happens to be: starting, reading, writing.
        while deep and len(earlier_rows(out)) == seen and process.poll() is None and time.monotonic() < end:
            time.sleep(0.02)
        time.sleep(chance.random() / 4 if deep else 1.5 * chance.random())
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert started(portfolio, out, "--resume", "--workers", "2").wait() == 0
    assert {n: d for n, d in reports(out).items() if n != "SHA256SUMS"} == reports(whole)
    logged = Counter(
        json.loads(line)["case"] for line in (out / LOG_NAME).read_text().splitlines() if line.endswith("}")
    )
    assert set(logged) == {f"c{n}" for n in range(FIRMS)}
    assert (out / "summary.csv").read_bytes() == (whole / "summary.csv").read_bytes()
    assert not (out / ".writing").exists()


@pytest.mark.slow
def test_a_case_that_kills_its_process_stops_no_other(portfolio: Path, tmp_path: Path) -> None:
    """The process of one case dies each time, as for want of memory: that case is named, the others are done."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys\n"
        "if 'spawn_main' in ' '.join(sys.orig_argv):\n"
        "    import casework.batch as batch\n"
        "    kept = batch._Work.one\n"
        "    batch._Work.one = lambda self, task: os._exit(9) if task.case == 'c2' else kept(self, task)\n"
    )
    out = tmp_path / "out"
    process = started(portfolio, out, "--workers", "2", first=str(tmp_path))
    assert process.wait() == 1
    rows = earlier_rows(out)
    assert {name: row["ok"] for name, row in rows.items()} == {f"c{n}": n != 2 for n in range(FIRMS)}
    assert "died" in rows["c2"]["error"]


def test_the_command_ranks_and_says_what_failed(portfolio: Path, call: Call) -> None:
    cases = portfolio / "faulty.csv"
    cases.write_text(CASES + "d9,nobody of this name,1,2020,2024\n")
    out = portfolio / "ranked"
    ran = call(
        "--workspace",
        str(portfolio / "w"),
        "batch",
        str(cases),
        "--out",
        str(out),
        "--workers",
        "1",
        "--json",
        "--formats",
        "json",
    )
    assert ran.code == 1
    told = json.loads(ran.out)
    assert [(r["case"], r["ok"]) for r in told] == [*((f"c{n}", True) for n in range(FIRMS)), ("d9", False)]
    assert "no party answers" in told[-1]["error"]
    shutil.rmtree(out)
