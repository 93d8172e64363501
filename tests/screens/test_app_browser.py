"""The app in a real browser: the everyday tasks."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import pyzipper
from playwright.sync_api import Browser, Page, expect

from graph.store.workspace import Workspace
from tests.screens.browsing import (
    ROOT,
    Served,
    Watched,
    address_of,
    chart,
    click,
    settled,
    shows_lead,
    to_case,
    to_chain,
)

SHARE_TRANSFERS = ROOT / "examples" / "construction" / "share_transfers.csv"
FAULTY = """row_id,owner,company,share
X-1,LJJS,LJZY,140%
X-2,<img src=x onerror=window.stung=1> www.evil.example,LJZY,-5%
X-3,WJG1,LJZY,1%
"""
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


def test_from_the_case_to_the_row_it_rests_on_and_back(page: Page, served: Served, watched: Watched) -> None:
    to_case(page, served)
    first = page.locator("[class*='st-key-lead-']").first
    expect(first).to_contain_text("低价/无偿转让给关联方")
    expect(first).to_contain_text("70%股权")
    expect(first).to_contain_text("已见 0 条")
    assets = page.get_by_role("heading", name=re.compile("名下可见财产")).bounding_box()
    leads = page.get_by_role("heading", name=re.compile("线索，按优先级")).bounding_box()
    assert assets and leads and assets["y"] < leads["y"]

    first.get_by_role("link", name="查看链条").click()
    page.wait_for_selector(".listing button", state="attached")
    shows_lead(page, 1)
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
    shows_lead(page, 2)
    page.locator(".listing button").filter(has_text="→").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-evidence .picked")).to_be_visible()
    before = address_of(page)
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("link", name="Overview")).to_be_visible()
    expect(page.locator(".st-key-evidence .picked")).to_be_visible()
    assert address_of(page) == {**before, "lang": "en", "lead": second}
    page.go_back()
    expect(page.get_by_role("link", name="概览")).to_be_visible()
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
    page.goto(f"{served.address}/overview?case=construction&lang=en")
    link = page.get_by_role("link", name="Open chain").first
    expect(link).to_be_visible(timeout=60_000)
    settled(page)
    for _ in range(80):
        page.keyboard.press("Tab")
        if link.evaluate("(link) => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(".listing button", state="attached")
    assert "/chain" in page.url and address_of(page)["lead"]
    shows_lead(page, 1)
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.locator(".listing button:focus").count():
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-evidence .picked")).to_contain_text("→")
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
    preview = page.locator("article.note").filter(has_text="holdings.csv")
    expect(preview).to_contain_text("Set aside 2")
    expect(preview.get_by_role("cell", name="owner", exact=True).first).to_be_visible()
    settled(page)
    page.get_by_role("textbox", name="Name of the source").fill("made-up")
    page.get_by_role("textbox", name="Name of the source").press("Tab")
    settled(page)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(
        page.get_by_role("status").filter(has_text="Files 1 · rows read 3 · set aside 2 · unreadable files 0")
    ).to_be_visible(timeout=20_000)
    reject = page.locator("div.reject").first
    expect(reject).to_contain_text("row 2")
    expect(reject).to_contain_text("140%")
    expect(reject).to_contain_text("a share above 100 %")
    expect(reject).to_contain_text("To mend it:")
    assert page.evaluate("window.bars") > 0, "progress was shown"
    second = page.locator("div.reject").nth(1)
    second.get_by_text("The row as given").click()
    expect(second).to_contain_text("<img src=x onerror=window.stung=1> www.evil.example")
    assert page.evaluate("window.stung") is None and page.locator(".lt img, .lt a").count() == 0


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


def test_the_only_way_out_of_a_large_answer_is_the_one_that_is_noted(page: Page, served: Served) -> None:
    asked = quote("MATCH (p:Party) MATCH (q:Party) RETURN p.id AS a, q.id AS b LIMIT 3000")
    page.goto(f"{served.address}/queries?lang=en&tab=own&cypher={asked}")
    grid = page.locator("[data-testid=stDataFrame]")
    expect(grid).to_be_visible(timeout=60_000)
    settled(page)
    grid.hover()
    expect(page.get_by_role("button", name="Search", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Download as CSV")).to_have_count(0)
    taken(page, "Download CSV")
    told = json.loads(Workspace.open(served.workspace).trail()[-1].detail)
    assert told["level"] == "internal"


def opened_report(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/audit?case=construction&lang=en")
    button = page.get_by_role("button", name="Report", exact=True)
    expect(button).to_be_visible(timeout=60_000)
    settled(page)
    button.click()
    expect(page.get_by_role("button", name="All of it (one ZIP)")).to_be_visible()
    settled(page)


def taken(page: Page, name: str) -> tuple[str, bytes]:
    with page.expect_download(timeout=60_000) as coming:
        page.get_by_role("button", name=name).click()
    return coming.value.suggested_filename, coming.value.path().read_bytes()


def test_the_report_is_two_clicks_away_on_any_screen_and_stands_in_the_trail(page: Page, served: Served) -> None:
    opened_report(page, served)
    name, body = taken(page, "leads.html")
    assert name == "construction-leads.html" and b"share_transfers.csv" in body
    entry = Workspace.open(served.workspace).trail()[-1]
    assert (entry.verb, entry.object) == ("export", "construction")
    assert json.loads(entry.detail)["sha256"] == hashlib.sha256(body).hexdigest()


def test_a_court_copy_is_looked_at_first_and_then_leaves_encrypted(page: Page, served: Served) -> None:
    """What the frame and the pictures show is of the very bytes that are then in the zip."""
    opened_report(page, served)
    page.get_by_role("radio", name="the court").click()
    expect(page.get_by_text("no scores, the chosen leads only")).to_be_visible()
    settled(page)
    page.get_by_text("Preview", exact=True).click()
    pages = page.locator(".st-key-report-pages img")
    expect(pages.first).to_be_visible(timeout=60_000)
    assert pages.first.evaluate("(one) => one.complete && one.naturalWidth") > 600
    settled(page)
    page.get_by_role("radio", name="leads.html").click()
    inner = page.frame_locator(".stIFrame iframe, iframe.stIFrame").frame_locator("iframe[sandbox='']")
    expect(inner.get_by_text("court copy").first).to_be_attached(timeout=60_000)
    shown = inner.locator("h1").first.inner_text()
    settled(page)
    page.get_by_role("radio", name="ZIP, passphrase").click()
    word = "tinplate orchard marble"
    for label in ("Passphrase (12 signs at least)", "Once more"):
        page.get_by_role("textbox", name=label).fill(word)
        page.get_by_role("textbox", name=label).press("Enter")
        settled(page)
    expect(page.get_by_role("button", name="leads.zip")).to_be_visible()
    settled(page)
    name, body = taken(page, "leads.zip")
    assert name == "construction-leads.zip" and word.encode() not in body
    with pyzipper.AESZipFile(io.BytesIO(body)) as box:
        box.setpassword(word.encode())
        files = {each: box.read(each) for each in box.namelist()}
    assert json.loads(files["leads.json"])["level"] == "court" and shown in files["leads.html"].decode()
    told = json.loads(Workspace.open(served.workspace).trail()[-1].detail)
    assert (told["level"], told["encrypted"], told["file"]) == ("court", "zip", "construction-leads.zip")


def test_a_lead_is_dismissed_in_two_clicks_and_taken_back(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/overview?case=construction&lang=en")
    cards = page.locator("[class*='st-key-lead-']")
    expect(cards.first).to_be_visible(timeout=60_000)
    settled(page)
    count = cards.count()
    cards.first.get_by_role("button", name="Dismiss").click()
    page.get_by_role("button", name="reorganisation within the group").click()
    expect(cards).to_have_count(count - 1)
    page.get_by_text("Dismissed leads (1)").click()
    expect(page.get_by_text("reorganisation within the group")).to_be_visible()
    page.get_by_role("button", name="Take back").click()
    expect(cards).to_have_count(count)


def test_search_leads_to_a_party_and_to_its_leads(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/?case=construction&lang=en")
    box = page.get_by_role("textbox", name="Search: name, identifier, address, case number")
    expect(box).to_be_visible(timeout=60_000)
    settled(page)
    box.fill("91990100MA90000119")
    box.press("Enter")
    found = page.locator(".st-key-found")
    expect(found).to_contain_text("江临市澜江建设工程有限公司")
    settled(page)
    found.get_by_role("link", name="Open").click()
    expect(page.get_by_role("heading", name=re.compile("江临市澜江建设工程有限公司"))).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("Timeline"))).to_be_visible()
    assert address_of(page)["party"] == "LJJS"
    page.get_by_role("link", name=re.compile("Undervalue|Transfer")).first.click()
    page.wait_for_selector(".listing button", state="attached")
    assert "/chain" in page.url


def test_a_new_extract_shows_what_it_changed(page: Page, served: Served, tmp_path: Path) -> None:
    path = tmp_path / "holdings.csv"
    path.write_text("row_id,owner,company,share,start\nN-1,WJG1,LJNEW,90%,2024-09-01\n", "utf-8")
    page.goto(f"{served.address}/data?case=construction&lang=en")
    page.wait_for_selector("input[type=file]", state="attached", timeout=60_000)
    settled(page)
    page.set_input_files("input[type=file]", str(path))
    expect(page.locator("article.note").filter(has_text="holdings.csv")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Import", exact=True).click()
    # what an earlier import changed stands there too, until this one is through
    expect(page.get_by_role("status").filter(has_text="rows read 1 · set aside 0")).to_be_visible()
    settled(page)
    part = page.locator("details.part").filter(has_text="Compared with before the last import")
    expect(part).to_contain_text("added 1")
    settled(page)
    part.locator("summary").first.click()
    part.get_by_text(re.compile("^holdings: added 1")).click()
    expect(part.get_by_role("cell", name=re.compile(r"9.10")).first).to_be_visible()


def test_opening_a_party_stands_in_the_address_and_back_closes_it(page: Page, served: Served) -> None:
    to_chain(page, served)
    shows_lead(page, 1)
    before = chart(page, "cy.nodes().map((n) => [n.id(), n.position()])")
    page.locator(".listing button").filter(has_text="债务人").first.focus()
    page.keyboard.press("e")
    page.wait_for_function("location.search.includes('x=LJJS')")
    settled(page)
    after = dict(chart(page, "cy.nodes().map((n) => [n.id(), n.position()])"))
    assert len(after) > len(before) + 15 and all(after[one] == place for one, place in before)
    page.locator(".listing button").filter(has_text="王建国 → 江临市澜江建设工程有限公司").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-evidence .picked")).to_contain_text("80%")
    expect(page.locator(".st-key-evidence .ev").first).to_contain_text("holdings.csv")
    here = page.url
    page.goto(here)
    expect(page.locator(".st-key-evidence .picked")).to_contain_text("80%")
    page.go_back()
    page.wait_for_function("!location.search.includes('&e=')")
    page.go_back()
    page.wait_for_function("!location.search.includes('x=')")
