"""The browser tests' own tools: pages, drawings, addresses."""

from __future__ import annotations

import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, expect

ROOT = Path(__file__).resolve().parents[2]
PATIENT = 20_000
"""Milliseconds that a loaded machine may take; no test says how fast anything is."""
CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pings",
]


@dataclass
class Watched:
    """All that the browser asked for, and all it complained of, over the whole run."""

    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("weberror", lambda fault: self.complaints.append(str(fault.error)))
        context.on("console", lambda line: self._note(line.type, line.text, line.location.get("url", "")))

    def stayed_here(self) -> None:
        """Nothing left the machine, and the browser complained of nothing."""
        own = ("blob:", "data:")
        assert [u for u in self.asked if not u.startswith(own) and urlsplit(u).hostname != "127.0.0.1"] == []
        assert self.complaints == []

    def _note(self, kind: str, text: str, place: str) -> None:
        # below a page's own path Streamlit first looks for its server there, is told 404, and looks one step up
        looking = "404" in text and "/_stcore/" in place
        if kind == "error" and not looking:
            self.complaints.append(f"{text} {place}")


NAMES = (
    "<script>window.stung=1</script>甲建材有限公司",
    "\"引号\" & '撇号'贸易有限公司",
    "名" * 80,
    "🏗️🏢表情建设有限公司",
    "شركة البناء المحدودة",
)


@dataclass(frozen=True)
class Served:
    address: str
    port: int
    workspace: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def up(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert server.poll() is None, "streamlit ended at once"
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
        else:
            return
    raise AssertionError("streamlit did not come up")


def chart(page: Page, question: str) -> Any:
    """Ask the drawing itself."""
    return page.locator(".chart").evaluate(f"(chart) => {{ const cy = chart.cy; return {question} }}")


def places(page: Page) -> Any:
    return chart(page, "[cy.nodes().map((n) => [n.id(), n.position()]), cy.pan(), cy.zoom()]")


def click(page: Page, id_: str, where: str) -> None:
    at = chart(page, f"cy.getElementById({id_!r}).{where}()")
    corner = page.locator(".canvas").bounding_box()
    assert corner
    page.mouse.click(corner["x"] + at["x"], corner["y"] + at["y"])


def said(page: Page, text: str) -> None:
    expect(page.get_by_text(re.compile(re.escape(text)))).to_be_visible()


BOXES = """[cy.edges().map((e) => { const m = e.midpoint(), w = e.data('w') / 2, h = e.data('h') / 2;
  return e.data('lines').length ? [m.x - w, m.y - h, m.x + w, m.y + h] : null }).filter(Boolean),
  cy.nodes().map((n) => { const b = n.boundingBox({ includeLabels: false }); return [b.x1, b.y1, b.x2, b.y2] })]"""


def overlapping(page: Page) -> list[Any]:
    """Pairs of labels and boxes that lie over each other."""
    labels, parties = chart(page, BOXES)
    slack = 2.0
    return [
        (a, b)
        for a, b in combinations([*labels, *parties], 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > slack and min(a[3], b[3]) - max(a[1], b[1]) > slack
    ]


def double_click(page: Page, id_: str) -> None:
    at = chart(page, f"cy.getElementById({id_!r}).renderedPosition()")
    corner = page.locator(".canvas").bounding_box()
    assert corner
    page.mouse.dblclick(corner["x"] + at["x"], corner["y"] + at["y"])


def spots(page: Page) -> dict[str, Any]:
    return dict(chart(page, "cy.nodes().map((n) => [n.id(), n.position()])"))


def drawn_nodes(page: Page, count: int) -> None:
    page.wait_for_function(f"document.querySelector('.stBidiComponent') && {DEEP}.cy.nodes().length === {count}")


DEEP = "(function find(root) { for (const e of root.querySelectorAll('*')) { if (e.classList.contains('chart')) return e; if (e.shadowRoot) { const f = find(e.shadowRoot); if (f) return f } } })(document)"


def address_of(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def settled(page: Page) -> None:
    """The script has run to its end: Streamlit says so on the page itself."""
    page.wait_for_function("document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'")


def shows_lead(page: Page, rank: int) -> None:
    """The chart draws the lead that the stepper names: only then is its list the one to be used."""
    expect(page.get_by_role("combobox", name=re.compile("^(线索|Lead)$"))).to_have_value(re.compile(rf"^{rank}\. "))
    settled(page)
    expect(page.locator(".listing button").first).to_be_attached()


def to_chain(page: Page, served: Served, **more: str) -> None:
    query = "&".join(f"{name}={value}" for name, value in {"case": "construction", "lang": "zh", **more}.items())
    page.goto(f"{served.address}/chain?{query}")
    page.wait_for_selector(".listing button", state="attached", timeout=60_000)
    settled(page)


def to_case(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/?lang=zh")
    expect(page.locator(".lt").filter(has_text="（2024）临0102执417号").first).to_be_visible(timeout=60_000)
    page.locator("a[href*='case=construction']", has_text="打开").last.click()
    expect(page.locator("[class*='st-key-lead-']").first).to_be_visible()


def opened(browser: Browser, address: str, scheme: str, watched: Watched) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    watched.follow(page.context)
    page.goto(address)
    page.wait_for_selector(".listing button", state="attached", timeout=60_000)
    expect(page.get_by_text("runs=1; picked=None;")).to_be_visible()
    return page
