"""The chart in a real browser: drawn, picked, kept in place."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pings",
]
SCRIPTED = "<script>window.stung = 1</script> \"Smith\" & 'Søns' 🏗 Ltd"

NODES: list[dict[str, Any]] = [
    {"id": "p1", "name": "周杰", "kind": "person"},
    {"id": "p2", "name": "吴婷", "kind": "person"},
    {"id": "f", "name": SCRIPTED, "kind": "company", "jurisdiction": "VG"},
    {"id": "c1", "name": "盛泰投资控股（集团）有限公司", "kind": "company"},
    {"id": "d", "name": "海州宏远建设工程有限责任公司", "kind": "company", "debtor": True},
    {"id": "c2", "name": "金鼎置业有限公司", "kind": "company"},
    {"id": "c3", "name": "恒昌物业管理合伙企业（有限合伙）", "kind": "partnership"},
    {"id": "u", "name": "未披露股东", "kind": "unknown"},
    {"id": "a1", "name": "海国用(2013)第0412号 土地使用权", "kind": "real_estate"},
    {"id": "a2", "name": "苏A·88X21", "kind": "vehicle"},
    {"id": "p4", "name": "محمد القحطاني", "kind": "person"},
]
EDGES: list[dict[str, Any]] = [
    {"kind": "ownership", "from": "p1", "to": "c1", "share": "1", "start": "2016-04-01"},
    {"kind": "ownership", "from": "c1", "to": "d", "share": "7/10", "start": "2018-03-02"},
    {"kind": "ownership", "from": "p2", "to": "d", "share": "3/10", "start": "2018-03-02"},
    {
        "kind": "ownership",
        "from": "d",
        "to": "c2",
        "share": "51/100",
        "start": "2019-01",
        "end": "2024-02",
        "ended": True,
    },
    {"kind": "share_transfer", "from": "d", "to": "c3", "share": "51/100", "price": "1.00", "currency": "CNY"}
    | {"thing": "金鼎置业有限公司", "start": "2024-02-11"},
    {"kind": "ownership", "from": "c3", "to": "c2", "share": "51/100", "start": "2024-02-11"},
    {"kind": "ownership", "from": "f", "to": "c2", "share": "1/3", "start": "2020"},
    {"kind": "ownership", "from": "u", "to": "c3", "start": "2023-12"},
    {"kind": "relation", "from": "p1", "to": "p2", "thing": "配偶", "inferred": True},
    {"kind": "role", "from": "p2", "to": "c3", "thing": "执行事务合伙人", "start": "2023-12-20"},
    {"kind": "ownership", "from": "c2", "to": "a1"},
    {"kind": "payment", "from": "c2", "to": "p4", "price": "8000000.50", "currency": "CNY", "start": "2024-03-01"}
    | {"standing": "alleged"},
    {"kind": "asset_transfer", "from": "d", "to": "p4", "thing": "车辆", "price": "35000", "currency": "CNY"},
    {"kind": "ownership", "from": "p4", "to": "a2", "share": "1"},
    {"kind": "payment", "from": "d", "to": "d", "price": "5", "currency": "CNY"},
]

CIRCLE: list[dict[str, Any]] = [
    {"kind": "ownership", "from": "c1", "to": "d", "share": "1/2"},
    {"kind": "ownership", "from": "d", "to": "c1", "share": "3/5"},
    {"kind": "payment", "from": "c1", "to": "d", "price": "100", "currency": "CNY", "start": "2024-01-01"},
    {"kind": "payment", "from": "c1", "to": "d", "price": "200", "currency": "CNY", "start": "2024-01-02"},
    {"kind": "payment", "from": "d", "to": "c1", "price": "300", "currency": "CNY", "start": "2024-02-02"},
    {"kind": "role", "from": "c2", "to": "d", "thing": "董事"},
    {"kind": "relation", "from": "c2", "to": "c1", "thing": "同地址", "inferred": True},
]

PAGE = """
import json, sys
from pathlib import Path
sys.path.insert(0, {root!r})
import streamlit as st
from screens.chain_chart import Selection, chain_chart
st.set_page_config(layout="wide")
chain = json.loads(Path(__file__).with_name("chains.json").read_text("utf-8"))[st.query_params.get("chain", "whole")]
st.session_state.runs = st.session_state.get("runs", 0) + 1
wanted = Selection("node", "c2") if st.button("pick c2") else st.session_state.get("wanted")
st.session_state.wanted = wanted
picked = chain_chart(chain, key="lead", selected=wanted, height=620)
st.text(f"runs={{st.session_state.runs}}; picked={{picked}};")
"""


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


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("page")
    (home / "static").symlink_to(ROOT / "static", target_is_directory=True)
    (home / "page.py").write_text(PAGE.format(root=str(ROOT)), "utf-8")
    chains = {"whole": {"nodes": NODES, "edges": EDGES}, "circle": {"nodes": NODES[3:6], "edges": CIRCLE}}
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as player:
        chromium = player.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def asked() -> list[str]:
    return []


def opened(browser: Browser, address: str, scheme: str, asked: list[str]) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.wait_for_selector(".listing button", state="attached", timeout=60_000)
    expect(page.get_by_text("runs=1; picked=None;")).to_be_visible()
    return page


@pytest.fixture
def page(browser: Browser, address: str, asked: list[str]) -> Iterator[Page]:
    shown = opened(browser, address, "light", asked)
    yield shown
    shown.close()
    assert asked
    assert {urlsplit(url).hostname for url in asked if not url.startswith(("blob:", "data:"))} == {"127.0.0.1"}


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


def test_every_party_and_every_relation_is_drawn(page: Page) -> None:
    assert chart(page, "[cy.nodes().length, cy.edges().length]") == [len(NODES), len(EDGES)]
    dark = chart(page, "cy.png({ full: true }).length")
    assert dark > 10_000, "an empty picture"


def test_names_are_whole_and_inside_their_boxes(page: Page) -> None:
    texts = dict(chart(page, "cy.nodes().map((n) => [n.data('party'), n.data('lines').join('')])"))
    bare = {id_: re.sub(r"[\s\u2066-\u2069]", "", text) for id_, text in texts.items()}
    assert all(re.sub(r"\s", "", party["name"]) in bare[party["id"]] for party in NODES)
    boxes = "(n) => [n.boundingBox({ includeLabels: true }), n.boundingBox({ includeLabels: false })]"
    for with_text, without in chart(page, f"cy.nodes().map({boxes})"):
        assert with_text["w"] <= without["w"] + 1 and with_text["h"] <= without["h"] + 1


def test_owners_stand_above_what_they_own(page: Page) -> None:
    heights = "cy.edges('[tone = \"ownership\"]').map((e) => [e.source().position('y'), e.target().position('y')])"
    assert all(owner < owned for owner, owned in chart(page, heights))


@pytest.mark.parametrize("chain", ["whole", "circle"])
def test_no_label_hides_another_or_a_party(page: Page, address: str, chain: str) -> None:
    page.goto(f"{address}/?chain={chain}")
    page.wait_for_selector(".listing button", state="attached")
    half = "const m = e.midpoint(), w = e.data('w') / 2, h = e.data('h') / 2;"
    label = f"(e) => {{ {half} return [m.x - w, m.y - h, m.x + w, m.y + h] }}"
    labels = chart(page, f"cy.edges().map({label})")
    parties = chart(
        page,
        "cy.nodes().map((n) => { const b = n.boundingBox({ includeLabels: false }); return [b.x1, b.y1, b.x2, b.y2] })",
    )
    slack = 2.0
    hidden = [
        (a, b)
        for a, b in [*combinations(labels, 2), *combinations(parties, 2), *((a, b) for a in labels for b in parties)]
        if min(a[2], b[2]) - max(a[0], b[0]) > slack and min(a[3], b[3]) - max(a[1], b[1]) > slack
    ]
    assert hidden == []


def test_names_can_be_read_at_first_sight(page: Page) -> None:
    assert chart(page, "cy.zoom() * 14") >= 9
    seen = chart(page, "[cy.extent(), cy.elements().boundingBox()]")
    assert seen[0]["x1"] <= seen[1]["x1"] and seen[0]["y2"] >= seen[1]["y2"]


def test_a_click_on_an_edge_reaches_python(page: Page) -> None:
    click(page, "e:1", "renderedMidpoint")
    said(page, "picked=Selection(kind='edge', id=1);")
    assert chart(page, "cy.elements('.picked').map((e) => e.id())") == ["e:1"]


def test_a_click_on_a_party_reaches_python(page: Page) -> None:
    click(page, "n:c2", "renderedPosition")
    said(page, "picked=Selection(kind='node', id='c2');")


def test_enter_on_an_edge_reaches_python_and_is_said(page: Page) -> None:
    button = page.get_by_role("button", name=re.compile("股权转让，51%，金鼎置业有限公司，CNY 1，2024-02-11"))
    button.focus()
    page.keyboard.press("Enter")
    said(page, "picked=Selection(kind='edge', id=4);")
    expect(page.get_by_role("status").filter(has_text="已选")).to_contain_text("CNY 1，2024-02-11")
    expect(button).to_have_attribute("aria-pressed", "true")


DEEPEST = "() => { let e = document.activeElement; while (e.shadowRoot) e = e.shadowRoot.activeElement; return e }"


def focused(page: Page) -> str:
    return str(page.evaluate_handle(DEEPEST).evaluate("(element) => element.textContent"))


def test_the_arrow_keys_reach_everything_and_follow_the_chain(page: Page) -> None:
    page.locator(".listing button[tabindex='0']").focus()
    reached = set()
    for _ in range(len(NODES) + len(EDGES)):
        reached.add(focused(page))
        page.keyboard.press("ArrowRight")
    assert len(reached) == len(NODES) + len(EDGES)
    page.get_by_role("button", name="盛泰投资控股（集团）有限公司，公司").focus()
    page.keyboard.press("ArrowDown")
    assert "持股，70%" in focused(page)
    page.keyboard.press("ArrowDown")
    assert focused(page) == "海州宏远建设工程有限责任公司，公司，债务人"
    page.keyboard.press("ArrowUp")
    assert "海州宏远" in focused(page) and "→" in focused(page)


def test_nothing_moves_on_a_rerun_or_on_a_selection(page: Page) -> None:
    page.get_by_role("button", name="放大").click()
    before = places(page)
    page.get_by_role("button", name="pick c2").click()
    said(page, "runs=2; picked=Selection(kind='node', id='c2');")
    click(page, "n:d", "renderedPosition")
    said(page, "picked=Selection(kind='node', id='d');")
    assert places(page) == before
    assert page.locator(".chart").count() == 1


def test_keys_for_the_chart_do_not_rerun_the_page(page: Page) -> None:
    click(page, "n:d", "renderedPosition")
    said(page, "runs=2; picked=Selection(kind='node', id='d');")
    for key in ("r", "c", "f"):
        page.keyboard.press(key)
    page.wait_for_timeout(700)
    said(page, "runs=2;")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Escape")
    said(page, "runs=3; picked=None;")
    page.get_by_text("runs=3").click()
    page.keyboard.press("r")
    said(page, "runs=4;")


def test_f_fits_after_the_reader_has_moved_away(page: Page) -> None:
    before = places(page)
    for _ in range(3):
        page.get_by_role("button", name="放大").click()
    assert chart(page, "cy.zoom()") > before[2] * 1.5
    page.locator(".listing button[tabindex='0']").focus()
    page.keyboard.press("f")
    assert chart(page, "cy.zoom()") == pytest.approx(before[2])


def test_a_name_never_becomes_markup(page: Page) -> None:
    assert page.evaluate("window.stung") is None
    assert page.locator(".chart script").count() == 0
    expect(page.locator(".listing").get_by_text(SCRIPTED).first).to_be_attached()


def test_the_drawing_can_be_taken_away_as_svg_and_png(page: Page, tmp_path: Path) -> None:
    for suffix in ("svg", "png"):
        with page.expect_download() as coming:
            page.get_by_role("button", name=re.compile(suffix.upper())).click()
        assert coming.value.suggested_filename == f"链条图.{suffix}"
        coming.value.save_as(tmp_path / f"chart.{suffix}")
    svg = ElementTree.parse(tmp_path / "chart.svg").getroot()
    text = "".join(svg.itertext())
    assert "70%" in text and "CNY 8,000,000.50" in text and "<script>" in text
    assert not [one for one in svg.iter() if one.tag.endswith(("script", "image", "foreignObject"))]
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_in_both_themes(browser: Browser, address: str, scheme: str, asked: list[str]) -> None:
    page = opened(browser, address, scheme, asked)
    ground = page.locator(".chart").evaluate("(chart) => getComputedStyle(chart).backgroundColor")
    assert (luminance(ground) < 0.2) is (scheme == "dark")
    nodes = chart(page, "cy.nodes().map((n) => [n.style('color'), n.style('background-color')])")
    labels = chart(page, "cy.edges().map((e) => [e.style('color'), e.style('text-background-color')])")
    lines = chart(page, "cy.edges().map((e) => e.style('line-color'))")
    assert min(contrast(text, back) for text, back in [*nodes, *labels]) >= 4.5
    assert min(contrast(line, ground) for line in lines) >= 3
    page.close()


def test_no_serious_fault_for_screen_readers(page: Page) -> None:
    found = Axe().run(page, context=[".stBidiComponent, .chart"]).response["violations"]
    assert [
        (fault["id"], fault["nodes"][0]["html"]) for fault in found if fault["impact"] in {"serious", "critical"}
    ] == []
