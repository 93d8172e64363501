"""The chart in a real browser: drawn, picked, kept in place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.screens.browsing import Watched, chart, click, opened, overlapping, places, said
from tests.screens.chart_page import EDGES, NODES, SCRIPTED

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, address: str, watched: Watched) -> Iterator[Page]:
    shown = opened(browser, address, "light", watched)
    yield shown
    shown.close()
    watched.stayed_here()


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


@pytest.mark.parametrize("chain", ["whole", "circle", "forty"])
def test_no_label_hides_another_or_a_party_and_names_are_readable(page: Page, address: str, chain: str) -> None:
    page.goto(f"{address}/?chain={chain}")
    page.wait_for_selector(".listing button", state="attached")
    assert overlapping(page) == []
    assert chart(page, "cy.zoom() * 14") >= 9


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
    assert focused(page).startswith("海州宏远建设工程有限责任公司，公司，债务人")
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
def test_text_stands_out_in_both_themes(browser: Browser, address: str, scheme: str, watched: Watched) -> None:
    page = opened(browser, address, scheme, watched)
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
