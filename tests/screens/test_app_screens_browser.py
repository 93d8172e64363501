"""Every screen in a real browser: fit, legible, safe, apart."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.screens.browsing import NAMES, Served, Watched, address_of, settled, to_chain

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(browser: Browser, served: Served, watched: Watched) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    watched.follow(context)
    yield context.new_page()
    context.close()


@pytest.fixture(autouse=True)
def nothing_left(watched: Watched) -> Iterator[None]:
    """After each test, over the whole run so far."""
    yield
    watched.stayed_here()


def test_a_name_is_text_on_every_screen(page: Page, served: Served) -> None:
    for place in ("/?lang=en&case=hostile", "/overview?lang=en&case=hostile"):
        page.goto(served.address + place)
        expect(page.locator(".lt").get_by_text("<script>window.stung = 1</script> **fat**").first).to_be_visible(
            timeout=60_000
        )
        assert page.evaluate("window.stung") is None
        assert page.locator("a[href*=evil]").count() == 0 and page.locator(".lt strong").count() == 0


def test_names_of_every_kind_are_text_in_page_table_and_drawing(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/entity?lang=en&party=HROOT")
    tree = page.locator("ul.tree").first
    expect(tree).to_be_visible(timeout=60_000)
    page.goto(f"{served.address}/queries?lang=en&query=owners-up&p.party=HROOT&as=chain")
    page.wait_for_selector(".listing button", state="attached", timeout=60_000)
    for name in NAMES:
        expect(page.locator(".listing").get_by_text(name).first).to_be_attached()
    page.get_by_role("button", name="Table", exact=True).click()
    for name in NAMES:
        expect(page.locator(".sheet").get_by_text(name, exact=True).first).to_be_visible()
    assert page.evaluate("window.stung") is None
    page.goto(f"{served.address}/entity?lang=en&party=HROOT")
    for name in NAMES:
        expect(tree.get_by_text(name, exact=True)).to_be_visible(timeout=60_000)
    assert page.evaluate("window.stung") is None and page.locator(".lt script").count() == 0


def test_two_readers_do_not_disturb_each_other(page: Page, served: Served, browser: Browser, watched: Watched) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-GB")
    watched.follow(context)
    other = context.new_page()
    to_chain(page, served, e="edge:0")
    to_chain(other, served, case="shells", lang="en")
    expect(page.locator(".st-key-evidence .picked")).to_be_visible()
    expect(other.locator(".st-key-evidence .picked")).to_have_count(0)
    other.locator(".listing button").filter(has_text="→").first.focus()
    other.keyboard.press("Enter")
    expect(other.locator(".st-key-evidence .picked")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".listing button").first.focus()
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-evidence .picked")).to_have_count(0)
    expect(other.locator(".st-key-evidence .picked")).to_be_visible()
    assert address_of(page)["case"] == "construction" and address_of(other)["case"] == "shells"
    context.close()


SCREENS = (
    "/?day=2024-10-01&",
    "/overview?",
    "/chain?e=edge:0&x=LJJS&",
    "/entity?party=LJJS&q=江临市&",
    "/queries?query=owners-up&p.party=LJZY&",
    "/queries?tab=own&",
    "/data?",
    "/audit?",
    "/portfolio?",
    "/watch?",
    "/portfolio?at=25&",
    "/screening?run=1&",
)


@pytest.mark.parametrize(("scheme", "lang"), [("light", "zh"), ("dark", "en")])
def test_every_screen_fits_a_small_laptop_and_is_readable(
    browser: Browser, served: Served, watched: Watched, scheme: str, lang: str
) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, color_scheme=scheme)  # type: ignore[arg-type]
    watched.follow(context)
    page = context.new_page()
    for screen in SCREENS:
        page.goto(f"{served.address}{screen}case=construction&lang={lang}")
        page.wait_for_selector(
            ".stMainBlockContainer .lt :is(details, table, dl), .stForm, [class*=st-key-lead]",
            state="attached",
            timeout=60_000,
        )
        settled(page)
        wide = "() => Math.max(...['html', '.stMain'].map((s) => document.querySelector(s).scrollWidth))"
        assert page.evaluate(wide) <= 1366, screen
        page.evaluate("document.querySelectorAll('.lt details').forEach((part) => { part.open = true })")
        assert page.evaluate(wide) <= 1366, f"{screen} with all parts open"
        found = Axe().run(page, context=[".stMainBlockContainer"]).response["violations"]
        faults = [(f["id"], f["nodes"][0]["html"][:200]) for f in found if f["impact"] in {"serious", "critical"}]
        assert faults == [], screen
    context.close()


def test_it_listens_on_this_machine_only_and_to_no_foreign_name(served: Served) -> None:
    lines = Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]
    ours = [
        line.split()[1] for line in lines if line.split()[1].endswith(f":{served.port:04X}") and line.split()[3] == "0A"
    ]
    assert ours == [f"0100007F:{served.port:04X}"]
    assert _handshake(served.port, f"localhost:{served.port}").startswith("HTTP/1.1 101")
    assert _handshake(served.port, "evil.example").startswith("HTTP/1.1 403")


def _handshake(port: int, host: str) -> str:
    lines = [
        "GET /_stcore/stream HTTP/1.1", f"Host: {host}", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
        f"Origin: http://{host}", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "", "",
    ]  # fmt: skip
    with socket.create_connection(("127.0.0.1", port), 10) as wire:
        wire.sendall("\r\n".join(lines).encode())
        return wire.recv(64).decode("latin-1")
