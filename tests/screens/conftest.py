"""One browser, one app and one chart page for all browser tests."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from casework.cases import keep_file
from casework.load import Import, bring_in
from casework.portfolio import CaseLine
from casework.portfolio_runs import keep_run
from casework.serving import command
from casework.watching import watch
from graph.store.workspace import Workspace
from tests.screens.browsing import CHROMIUM, NAMES, PATIENT, QUIET, ROOT, Served, Watched, free_port, up
from tests.screens.chart_page import CIRCLE, EDGES, NODES, PAGE, forty

expect.set_options(timeout=PATIENT)
HOSTILE = """title = "<script>window.stung = 1</script> **fat** www.evil.example"
debtors = ["RCMY"]
"""

LINES = [CaseLine(f"p-{n}", n + 2, {"id": f"p-{n}", "debtors": "LJJS"}) for n in range(30)]
RUN = [
    {
        "case": line.id, "rank": at, "error": None, "title": NAMES[at % len(NAMES)], "debtors": [NAMES[0]], "amount": "8000000.00",
        "currency": "CNY", "as_of": "2024-10-01", "deadline": "2024-10-11", "days_left": at, "in_plain_sight": 1, "strong": 1, "leads": 2,
        "deadline_what": {"zh": "首封到期", "en": "first freeze ends"}, "top_title": {"zh": NAMES[1], "en": NAMES[1]}, "top_tier": "strong",
        "top_route": "A", "top_priority": 0.5, "top_recoverable": {"low": "1.00", "high": "2.00", "currency": "CNY"},
    }
    if at < 30 else {"case": line.id, "rank": at, "error": f"{NAMES[0]} answers to several parties"}
    for at, line in enumerate(LINES, 1)
]  # fmt: skip


def named(home: Path) -> Path:
    """A company held by parties with names that a careless page would run, cut or turn round."""
    folder = home / "names"
    folder.mkdir()
    with (folder / "parties.csv").open("w", encoding="utf-8", newline="") as text:
        rows = [("HROOT", "company", "名称测试有限公司"), *((f"H{i}", "company", name) for i, name in enumerate(NAMES))]
        csv.writer(text).writerows([("id", "kind", "name"), *rows])
    held = "".join(f"H{i},HROOT,20%\n" for i in range(len(NAMES)))
    (folder / "holdings.csv").write_text(f"owner,company,share\n{held}", "utf-8")
    return folder


@pytest.fixture(autouse=True)
def the_main_module_stays() -> Iterator[None]:
    """AppTest puts its page in the place of __main__; what starts processes later would run that page."""
    held = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = held


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app, started from a directory that holds no configuration, on a workspace with three of the examples."""
    home = tmp_path_factory.mktemp("elsewhere")
    held = Workspace.at(home / "workspace")
    for name in ("construction", "shells", "hongkong"):
        bring_in(held, Import((ROOT / "examples" / name,), None, name), actor="test", at="2024-10-01T00:00:00Z")
        keep_file(held, ROOT / "examples" / "cases" / f"{name}.toml")
    bring_in(held, Import((named(home),), None, "names"), actor="test", at="2024-10-01T00:00:00Z")
    keep_run(held, home / "reports", LINES, RUN, snapshot="earlier", at="2024-10-01T00:00:00Z")
    watch(held, "party", "LJJS", {}, actor="test", at="2024-10-01T00:00:00Z")
    (home / "hostile.toml").write_text(HOSTILE, "utf-8")
    keep_file(held, home / "hostile.toml")
    port = free_port()
    environment = {**os.environ, "HOME": str(home), "LOOKTHROUGH_WORKSPACE": str(held.folder)}
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(command(port, "127.0.0.1"), cwd=home, env=environment, stdout=log, stderr=log)
        try:
            up(f"http://127.0.0.1:{port}", server)
            yield Served(f"http://127.0.0.1:{port}", port, held.folder)
        finally:
            server.terminate()
            server.wait(20)
    assert "Traceback" not in (home / "log").read_text("utf-8", "replace")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as player:
        chromium = player.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def watched() -> Watched:
    return Watched()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("page")
    (home / "static").symlink_to(ROOT / "static", target_is_directory=True)
    (home / "page.py").write_text(PAGE.format(root=str(ROOT)), "utf-8")
    chains = {
        "whole": {"nodes": NODES, "edges": EDGES},
        "circle": {"nodes": NODES[3:6], "edges": CIRCLE},
        "forty": forty(),
    }
    (home / "chains.json").write_text(json.dumps(chains), "utf-8")
    port = free_port()
    settings = {
        "server.address": "127.0.0.1",
        "server.port": str(port),
        "server.headless": "true",
        "server.enableStaticServing": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        # the developer's keys r and c are on, so that the chart has something to keep its own keys from
        "client.toolbarMode": "developer",
    }
    options = [part for name, value in settings.items() for part in (f"--{name}", value)]
    command = [sys.executable, "-m", "streamlit", "run", str(home / "page.py"), *options]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=home, env={**os.environ, "HOME": str(home)}, **quiet) as server:  # type: ignore[call-overload]
        try:
            up(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
