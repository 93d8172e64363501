"""Opening, hiding, undoing, days, menu and table of the chart."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.screens.browsing import Watched, chart, double_click, drawn_nodes, opened, overlapping, said, spots
from tests.screens.chart_page import EDGES, NODES

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, address: str, watched: Watched) -> Iterator[Page]:
    shown = opened(browser, address, "light", watched)
    yield shown
    shown.close()
    watched.stayed_here()


def test_opening_a_party_moves_nothing_hides_nothing_and_keeps_the_layers(page: Page) -> None:
    before = spots(page)
    double_click(page, "n:c2")
    drawn_nodes(page, len(NODES) + 21)
    after = spots(page)
    assert {k: v for k, v in after.items() if k in before} == before, "0 moved"
    assert overlapping(page) == []
    y = after["n:c2"]["y"]
    above = {f"n:c2-{i}" for i in range(0, 20, 4)}
    assert all((after[one]["y"] < y) == (one in above) for one in after if one.startswith("n:c2-"))
    expect(page.locator(".listing").get_by_text("+49,980 其他对外投资").first).to_be_attached()
    said(page, "looked=['c2'] [] []")


def test_undo_and_redo_take_back_what_was_opened_hidden_and_filtered(page: Page) -> None:
    double_click(page, "n:c2")
    drawn_nodes(page, len(NODES) + 21)
    page.get_by_role("button", name=re.compile("^撤销")).click()
    drawn_nodes(page, len(NODES))
    said(page, "looked=[] [] []")
    page.get_by_role("button", name=re.compile("^重做")).click()
    drawn_nodes(page, len(NODES) + 21)
    page.get_by_role("button", name=re.compile("^盛泰投资控股（集团）有限公司，公司")).focus()
    page.keyboard.press("h")
    said(page, "looked=['c2'] ['c1'] []")
    assert chart(page, "[cy.getElementById('n:c1').visible(), cy.nodes().length]") == [False, len(NODES) + 21]
    page.get_by_role("button", name="持股", exact=True).click()
    said(page, "['c1'] ['ownership']")
    assert chart(page, "cy.edges('[tone = \"ownership\"]').filter((e) => e.visible()).length") == 0
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    said(page, "looked=['c2'] [] []")
    assert chart(page, "cy.elements().filter((e) => !e.visible()).length") == 0


def test_the_slider_shows_a_day_and_moves_nothing(page: Page) -> None:
    before = spots(page)
    for _ in range(30):
        page.get_by_role("button", name="上一事件日").click()
        if chart(page, "cy.getElementById('e:4').hasClass('later')"):
            break
    assert chart(page, "cy.getElementById('e:4').hasClass('later') && !cy.getElementById('e:1').hasClass('later')")
    said(page, "day=2024-02-01" if chart(page, "cy.getElementById('e:3').hasClass('over')") else "day=20")
    assert spots(page) == before
    page.get_by_role("button", name="全部日期").click()
    assert chart(page, "cy.edges('.later').length") == 0


def test_a_dragged_party_is_pinned_stays_and_goes_home_on_undo(page: Page) -> None:
    home = spots(page)["n:u"]
    at = chart(page, "cy.getElementById('n:u').renderedPosition()")
    corner = page.locator(".canvas").bounding_box()
    assert corner
    page.mouse.move(corner["x"] + at["x"], corner["y"] + at["y"])
    page.mouse.down()
    page.mouse.move(corner["x"] + at["x"] + 40, corner["y"] + at["y"] + 30, steps=4)
    page.mouse.up()
    assert spots(page)["n:u"] != home
    page.get_by_role("button", name=re.compile("^未披露股东，")).focus()
    page.keyboard.press("p")
    assert chart(page, "cy.getElementById('n:u').locked()")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert spots(page)["n:u"] == home


def test_the_menu_is_there_for_mouse_and_keyboard(page: Page) -> None:
    at = chart(page, "cy.getElementById('n:c2').renderedPosition()")
    corner = page.locator(".canvas").bounding_box()
    assert corner
    page.mouse.click(corner["x"] + at["x"], corner["y"] + at["y"], button="right")
    page.get_by_role("menuitem", name="查找路径至…").click()
    said(page, "asked=('path', 'c2');")
    page.get_by_role("button", name=re.compile("^金鼎置业有限公司，公司")).focus()
    page.keyboard.press("m")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("menuitem")).to_have_count(0)
    page.keyboard.press("e")
    drawn_nodes(page, len(NODES) + 21)


def test_the_table_twin_holds_every_line_and_picks_it(page: Page) -> None:
    page.get_by_role("button", name="表格").click()
    expect(page.locator(".sheet tbody tr")).to_have_count(len(EDGES))
    row = page.locator(".sheet tr").filter(has_text="CNY 1").filter(has_text="51%")
    expect(row).to_contain_text("2024-02-11")
    row.get_by_role("button").click()
    said(page, "picked=Selection(kind='edge', id=4);")


def test_a_party_is_found_by_its_name(page: Page) -> None:
    page.get_by_role("searchbox", name="在图中查找").fill("恒昌")
    page.keyboard.press("Enter")
    said(page, "picked=Selection(kind='node', id='c3');")
    page.get_by_role("searchbox", name="在图中查找").fill("no such")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="图中没有“no such”")).to_be_attached()
