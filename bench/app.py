"""The app measured in a browser: drawn, clicked, opened."""

from __future__ import annotations

import math
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import Page, sync_playwright

from casework.cases import keep_file
from casework.load import Import, bring_in
from casework.serving import command
from graph.store.workspace import Workspace
from tests.screens.browsing import CHROMIUM, QUIET, chart, free_port, settled, up

ROUNDS = 20
HUB = 50_000
AIMS = {"chain of 40 drawn": 2500, "click to evidence": 300, "twenty opened": 500, "hub opened, grouped": 1000}
"""Milliseconds aimed at on two cores; of the clicks the 95th in a hundred counts."""

CASE = 'id = "bench"\ntitle = "bench"\ndebtors = ["D"]\namount = "1000000"\narose = 2022-01-10\nas_of = 2024-01-01\n'


def made(folder: Path) -> Path:
    """A case whose debtor sold to a relation, and a hub of fifty thousand holdings beside it."""
    folder.mkdir()
    holders = "".join(f"K{i},D,{i + 1}/1000,2019-0{1 + i % 9}-01\n" for i in range(36))
    hub = "".join(f"HUB,C{i:05},1%,2020-01-01\n" for i in range(HUB))
    (folder / "holdings.csv").write_text(
        f"owner,company,share,start\n{holders}HUB,D,10%,2018-01-01\nZ,B,100%,2018-01-01\nZ,D,60%,2018-01-01\n{hub}",
        "utf-8",
    )
    (folder / "roles.csv").write_text("person,company,role,start\nZ,B,legal_representative,2018-01-01\n", "utf-8")
    (folder / "share_transfers.csv").write_text(
        "company,from,to,share,price,reference_value,reference_basis,currency,date\nS,D,B,100%,1,900000,appraisal,CNY,2022-06-01\n",
        "utf-8",
    )
    return folder


@contextmanager
def served(home: Path) -> Iterator[str]:
    held = Workspace.at(home / "w")
    bring_in(held, Import((made(home / "bench"),), None, "bench"), actor="bench", at="2024-01-01T00:00:00Z")
    (home / "bench.toml").write_text(CASE, "utf-8")
    keep_file(held, home / "bench.toml")
    port = free_port()
    environment = {**os.environ, "HOME": str(home), "LOOKTHROUGH_WORKSPACE": str(held.folder)}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command(port, "127.0.0.1"), cwd=home, env=environment, stdout=quiet, stderr=quiet) as server:
        try:
            up(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def timed(page: Page, act: Callable[[], object], done: str) -> float:
    """Milliseconds from the deed until the page says it is done."""
    begun = perf_counter()
    act()
    page.wait_for_function(done, polling=10)
    return (perf_counter() - begun) * 1000


def nodes(more_than: int) -> str:
    deep = "(function f(r){for(const e of r.querySelectorAll('*')){if(e.classList.contains('chart')&&e.cy)return e;if(e.shadowRoot){const x=f(e.shadowRoot);if(x)return x}}})(document)"
    return f"(() => {{ const c = {deep}; return c && c.cy.nodes().length > {more_than} }})()"


def drawn(page: Page, address: str) -> list[float]:
    """The chain with its forty parties, again and again on a warm server: from the address to the drawing."""
    found = []
    for _ in range(5):
        page.goto(f"{address}/audit?case=bench&lang=en")
        settled(page)
        found.append(timed(page, lambda: page.goto(f"{address}/chain?case=bench&lang=en&x=D;D%7Cowners"), nodes(36)))
    return found


def clicked(page: Page) -> list[float]:
    """From the click on a line to its rows beside it."""
    buttons = page.locator(".listing button").filter(has_text="→")
    found = []
    for i in range(ROUNDS):
        button = buttons.nth(i % buttons.count())
        said = button.text_content() or ""
        wanted = f"document.querySelector('.st-key-evidence .picked')?.textContent === {said!r}"
        found.append(timed(page, lambda button=button: button.evaluate("(b) => b.click()"), wanted))  # type: ignore[misc]
        settled(page)
    return found


def opened(page: Page, address: str, party: str) -> list[float]:
    """A party opened by the key E: from the key to its neighbours drawn."""
    found = []
    for _ in range(5):
        page.goto(f"{address}/chain?case=bench&lang=en" + ("&x=D" if party == "HUB" else ""))
        page.wait_for_selector(".listing button", state="attached", timeout=60_000)
        settled(page)
        before = int(chart(page, "cy.nodes().length"))
        page.locator(".listing button").filter(has_text="HUB" if party == "HUB" else "debtor").first.focus()
        found.append(timed(page, lambda: page.keyboard.press("e"), nodes(before + 10)))
    return found


def main() -> None:
    """A table: what, how often, median, 95th in a hundred, the aim."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as address, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        page = browser.new_page(viewport={"width": 1366, "height": 900})
        page.goto(f"{address}/chain?case=bench&lang=en&x=D")
        page.wait_for_selector(".listing button", state="attached", timeout=120_000)
        rows = {
            "chain of 40 drawn": drawn(page, address),
            "click to evidence": clicked(page),
            "twenty opened": opened(page, address, "D"),
            "hub opened, grouped": opened(page, address, "HUB"),
        }
        browser.close()
    print(f"{'':22}{'n':>4}{'median ms':>11}{'p95 ms':>9}{'aim ms':>8}")
    for name, times in rows.items():
        late = sorted(times)[math.ceil(0.95 * len(times)) - 1]
        print(f"{name:22}{len(times):>4}{median(times):>11.0f}{late:>9.0f}{AIMS[name]:>8}")


if __name__ == "__main__":
    main()
