"""The app in a real browser: from a case to the row it rests on."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from casework.cases import keep_file
from casework.load import Import, bring_in
from casework.serving import command
from graph.store.workspace import Workspace
from tests.screens.test_chain_chart_browser import CHROMIUM, QUIET, chart, click, free_port, up

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
SHARE_TRANSFERS = ROOT / "examples" / "construction" / "share_transfers.csv"
FAULTY = """row_id,owner,company,share
X-1,LJJS,LJZY,140%
X-2,<img src=x onerror=window.stung=1> www.evil.example,LJZY,-5%
X-3,WJG1,LJZY,1%
"""
HOSTILE = """title = "<script>window.stung = 1</script> **fat** www.evil.example"
debtors = ["RCMY"]
"""


@dataclass
class Watched:
    """All that the browser asked for, and all it complained of, over the whole run."""

    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("weberror", lambda fault: self.complaints.append(str(fault.error)))
        context.on("console", lambda line: self._note(line.type, line.text, line.location.get("url", "")))

    def _note(self, kind: str, text: str, place: str) -> None:
        # below a page's own path Streamlit first looks for its server there, is told 404, and looks one step up
        looking = "404" in text and "/_stcore/" in place
        if kind == "error" and not looking:
            self.complaints.append(f"{text} {place}")


@dataclass(frozen=True)
class Served:
    address: str
    port: int
    workspace: Path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app, started from a directory that holds no configuration, on a workspace with three of the examples."""
    home = tmp_path_factory.mktemp("elsewhere")
    held = Workspace.at(home / "workspace")
    for name in ("construction", "shells", "hongkong"):
        bring_in(held, Import((ROOT / "examples" / name,), None, name), actor="test", at="2024-10-01T00:00:00Z")
        keep_file(held, ROOT / "examples" / "cases" / f"{name}.toml")
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


@pytest.fixture(scope="module")
def page(browser: Browser, served: Served, watched: Watched) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    watched.follow(context)
    yield context.new_page()
    context.close()


@pytest.fixture(autouse=True)
def nothing_left_the_machine(watched: Watched) -> Iterator[None]:
    """After each test, over the whole run so far."""
    yield
    outside = [u for u in watched.asked if not u.startswith(("blob:", "data:")) and urlsplit(u).hostname != "127.0.0.1"]
    assert outside == []
    assert watched.complaints == []


def address_of(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def settled(page: Page) -> None:
    page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')")
    page.wait_for_timeout(250)


def to_chain(page: Page, served: Served, **more: str) -> None:
    query = "&".join(f"{name}={value}" for name, value in {"case": "construction", "lang": "zh", **more}.items())
    page.goto(f"{served.address}/chain?{query}")
    page.wait_for_selector(".listing button", state="attached", timeout=60_000)
    settled(page)


def test_from_the_case_to_the_row_it_rests_on_and_back(page: Page, served: Served, watched: Watched) -> None:
    page.goto(served.address)
    case = page.locator(".stVerticalBlock, .stHorizontalBlock").filter(has_text="（2024）临0102执417号").last
    expect(case).to_be_visible(timeout=60_000)
    page.locator("a[href*='case=construction']", has_text="打开").click()
    first = page.locator("[class*='st-key-lead-']").first
    expect(first).to_contain_text("低价/无偿转让给关联方")
    expect(first).to_contain_text("70%股权")
    expect(first).to_contain_text("已见 0 条")
    assets = page.get_by_role("heading", name=re.compile("名下可见财产")).bounding_box()
    leads = page.get_by_role("heading", name=re.compile("线索，按优先级")).bounding_box()
    assert assets and leads and assets["y"] < leads["y"]

    first.get_by_role("link", name="查看链条").click()
    page.wait_for_selector(".listing button", state="attached")
    settled(page)
    click(page, "e:0", "renderedMidpoint")
    picked = page.locator(".st-key-evidence .picked")
    expect(picked).to_contain_text("股权转让，70%")
    row = page.locator(".st-key-evidence .ev").first
    expect(row).to_contain_text("share_transfers.csv")
    expect(row).to_contain_text(re.compile(r"行 2\b"))
    expect(row).to_contain_text(hashlib.sha256(SHARE_TRANSFERS.read_bytes()).hexdigest())
    row.get_by_text("原行").click()
    expect(row).to_contain_text("C-T1")
    assert address_of(page)["e"] == "edge:0"

    page.go_back()
    expect(picked).to_have_count(0)
    assert "e" not in address_of(page)
    page.go_back()
    expect(page.get_by_role("heading", name=re.compile("线索，按优先级"))).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name=re.compile("案件"))).to_be_visible()
    assert watched.asked


def test_the_language_changes_and_the_state_stays(page: Page, served: Served) -> None:
    to_chain(page, served, e="edge:0")
    page.get_by_role("button", name="下一条").click()
    page.wait_for_function("location.search.includes('lead=') && !location.search.includes('&e=')")
    second = address_of(page)["lead"]
    page.locator(".listing button").filter(has_text="→").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-evidence .picked")).to_be_visible()
    before = address_of(page)
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("link", name="Leads")).to_be_visible()
    expect(page.locator(".st-key-evidence .picked")).to_be_visible()
    assert address_of(page) == {**before, "lang": "en", "lead": second}
    page.go_back()
    expect(page.get_by_role("link", name="线索")).to_be_visible()
    assert address_of(page) == before


def test_a_deep_link_restores_case_lead_and_line(
    page: Page, served: Served, browser: Browser, watched: Watched
) -> None:
    to_chain(page, served)
    page.get_by_role("button", name="下一条").click()
    page.wait_for_function("location.search.includes('lead=')")
    lead = address_of(page)["lead"]
    fresh = browser.new_context(viewport={"width": 1366, "height": 768})
    watched.follow(fresh)
    other = fresh.new_page()
    to_chain(other, served, lead=lead, e="edge:0", lang="en")
    expect(other.locator(".st-key-evidence .picked")).to_be_visible()
    expect(other.get_by_role("combobox", name="Lead", exact=True)).to_have_value(re.compile(r"^2\. "))
    assert chart(other, "cy.elements('.picked').map((e) => e.id())") == ["e:0"]
    assert address_of(other)["lead"] == lead
    fresh.close()


def test_the_chain_is_reached_by_the_keyboard_alone(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/leads?case=construction&lang=en")
    link = page.get_by_role("link", name="Open chain").first
    expect(link).to_be_visible(timeout=60_000)
    settled(page)
    for _ in range(60):
        page.keyboard.press("Tab")
        if link.evaluate("(link) => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(".listing button", state="attached")
    assert "/chain" in page.url and address_of(page)["lead"]
    settled(page)
    page.locator(".listing button").filter(has_text="→").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-evidence .picked")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-evidence .picked")).to_have_count(0)
    page.wait_for_function("!location.search.includes('&e=')")


def test_a_faulty_row_is_set_aside_with_reason_and_remedy(page: Page, served: Served, tmp_path: Path) -> None:
    path = tmp_path / "holdings.csv"
    path.write_text(FAULTY, "utf-8")
    page.goto(f"{served.address}/data?case=construction&lang=en")
    page.wait_for_selector("input[type=file]", state="attached", timeout=60_000)
    page.evaluate(
        "() => { window.bars = 0; new MutationObserver(() => { window.bars += document.querySelectorAll('.stProgress').length })"
        ".observe(document.body, { childList: true, subtree: true }) }"
    )
    page.set_input_files("input[type=file]", str(path))
    expect(page.get_by_test_id("stFileChipName")).to_have_text("holdings.csv")
    page.get_by_role("textbox", name="Name of the source").fill("made-up")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(
        page.get_by_role("status").filter(has_text="Files 1 · rows read 3 · set aside 2 · unreadable files 0")
    ).to_be_visible(timeout=20_000)
    reject = page.locator(".reject").first
    expect(reject).to_contain_text("row 2")
    expect(reject).to_contain_text("140%")
    expect(reject).to_contain_text("a share above 100 %")
    expect(reject).to_contain_text("To mend it:")
    assert page.evaluate("window.bars") > 0, "progress was shown"
    second = page.locator(".reject").nth(1)
    second.get_by_text("The row as given").click()
    expect(second).to_contain_text("<img src=x onerror=window.stung=1> www.evil.example")
    assert page.evaluate("window.stung") is None and page.locator(".lt img, .lt a").count() == 0


def test_a_name_is_text_on_every_screen(page: Page, served: Served) -> None:
    for place in ("/?lang=en&case=hostile", "/leads?lang=en&case=hostile"):
        page.goto(served.address + place)
        expect(page.locator(".lt").get_by_text("<script>window.stung = 1</script> **fat**").first).to_be_visible(
            timeout=60_000
        )
        assert page.evaluate("window.stung") is None
        assert page.locator("a[href*=evil]").count() == 0 and page.locator(".lt strong").count() == 0


def test_a_saved_query_answers_with_rows(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/queries?case=construction&lang=en&query=owners-up")
    party = page.get_by_role("textbox", name="The company at the bottom")
    expect(party).to_have_value("LJJS", timeout=60_000)
    party.fill("江临市澜江置业有限公司")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("status").filter(has_text=re.compile(r"^Rows: [1-9]\d*$"))).to_be_visible(timeout=30_000)
    expect(page.get_by_role("cell", name="江临市恒筑商贸有限公司")).to_be_visible()
    assert address_of(page)["p.party"] == "江临市澜江置业有限公司"
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download CSV").click()
    assert "holdings.csv" in coming.value.path().read_text("utf-8-sig")


def test_the_report_is_made_and_stands_in_the_trail(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/leads?case=construction&lang=en")
    button = page.get_by_role("button", name="Report")
    expect(button).to_be_visible(timeout=60_000)
    with page.expect_download() as coming:
        button.click()
    assert coming.value.suggested_filename == "construction.html"
    assert "share_transfers.csv" in coming.value.path().read_text("utf-8")
    assert Workspace.open(served.workspace).trail()[-1].object == "construction"


SCREENS = ("/?", "/leads?", "/chain?e=edge:0&", "/data?", "/queries?query=owners-up&p.party=LJZY&")


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
            ".stMainBlockContainer .lt details, .stForm, [class*=st-key-lead]", state="attached", timeout=60_000
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
