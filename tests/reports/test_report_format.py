"""Every format: same bytes twice, everything found in it, bare documents too."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import docx
import openpyxl  # type: ignore[import-untyped]
import pypdf
import pytest
from docx.oxml.ns import qn
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

from graph.errors import LookthroughError
from reports.dossier import dossier
from reports.report_format import FORMATS, report_format
from reports.wording import money_range
from reports.workbook import CELL_LIMIT

NAMES = tuple(FORMATS)
BARE: dict[str, Any] = {
    "case": {"id": "bare", "title": None, "debtors": [], "creditor": None, "amount": None, "currency": None, "as_of": "2024"},
    "as_of": "2024", "snapshot": "", "software": {"name": "lookthrough", "version": "0"}, "indicators": [], "assets": [],
    "liable_parties": [], "leads": [], "searched": [], "contradictions": [], "merges_relied_on": [], "sources": [],
}  # fmt: skip


def text_of(name: str, content: bytes) -> str:
    if name == "pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if name == "docx":
        return words_of(docx.Document(io.BytesIO(content)))
    if name != "xlsx":
        return content.decode()
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    )


def words_of(document: Any) -> str:
    """All that a Word body says, paragraph by paragraph."""
    return "\n".join(paragraph.text for paragraph in document.element.body.iter(qn("w:p")))


def close(text: str) -> str:
    """Without blanks and line ends, which the page sets where it likes."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_the_same_dossier_gives_the_same_bytes(name: str, language: Any, document: dict[str, Any]) -> None:
    once = FORMATS[name].render(dossier(document, language=language))
    again = FORMATS[name].render(dossier(json.loads(json.dumps(document)), language=language))
    assert once == again


@pytest.mark.parametrize("name", NAMES)
def test_every_lead_amount_and_evidence_line_is_found(name: str, document: dict[str, Any]) -> None:
    text = close(text_of(name, FORMATS[name].render(dossier(document, language="en"))))
    for lead in document["leads"]:
        assert close(lead["title"]["en"]) in text
        for line in [*lead["evidence"], *(row for row in lead["counter_evidence"] if "absent" not in row)]:
            assert line["sha256"] in text
            assert close(line["source"]) in text
        for row in lead["counter_evidence"]:
            assert "absent" not in row or close(row["absent"]["en"]) in text
        if lead["amount"] and name in ("html", "pdf", "docx"):
            assert close(money_range(lead["amount"], "CNY", "en")) in text
    for asset in document["assets"]:
        assert close(asset["owner"]["name"]) in text


@pytest.mark.parametrize("name", NAMES)
def test_a_bare_document_prints(name: str) -> None:
    assert FORMATS[name].render(dossier(BARE))


@pytest.mark.parametrize("name", NAMES)
def test_unknown_stays_unknown(name: str, document: dict[str, Any]) -> None:
    def emptied(value: Any) -> Any:
        if isinstance(value, dict):
            keep = ("id", "rank", "from", "to", "name", "kind", "case", "score", "chain", "tie")
            return {
                key: emptied(each) if isinstance(each, dict | list) or key in keep else None
                for key, each in value.items()
            }
        return [emptied(each) for each in value] if isinstance(value, list) else value

    content = FORMATS[name].render(dossier(emptied(document)))
    shown = text_of(name, content)
    assert name == "json" or not re.findall(r"\bNone\b(?! in the data| found| recorded)", shown)


def test_a_name_that_is_no_format() -> None:
    with pytest.raises(LookthroughError, match="no such report format") as fault:
        report_format("odt")
    assert "pdf" in str(fault.value)
    assert [report_format(name).suffix for name in ("HTML", ".PDF", "docx ")] == ["html", "pdf", "docx"]


def test_json_keeps_the_order_of_keys_and_ends_with_one_line_feed(document: dict[str, Any]) -> None:
    content = FORMATS["json"].render(dossier(document))
    assert list(json.loads(content)) == list(document)
    assert content.endswith(b"\n}\n")
    assert "海州".encode() in content
    assert content.startswith(b'{\n "case"')


def test_json_of_a_score_that_is_no_number_is_refused(document: dict[str, Any]) -> None:
    document["leads"][0]["score"]["strength"] = float("nan")
    with pytest.raises(ValueError, match="JSON compliant"):
        FORMATS["json"].render(dossier(document))


# workbook ---------------------------------------------------------------------------------------------------------
def book_of(document: dict[str, Any], language: Any = "both") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].render(dossier(document, language=language))))


def rows_of(sheet: Any) -> list[tuple[Any, ...]]:
    assert isinstance(sheet, Worksheet)
    return list(sheet.iter_rows(values_only=True))


def test_the_clue_sheet_is_the_judges(document: dict[str, Any]) -> None:
    sheet = book_of(document, "zh").worksheets[0]
    rows = rows_of(sheet)
    assert sheet.title == "财产线索清单"
    assert "(2024)苏07执1234号" in rows[1][0]
    assert "债权余额（截至2024-10-01）：8,000,000元" in rows[3][0]
    assert rows[4] == (
        "序号", "财产类型", "名称及证号", "登记权利人", "数额/份额", "协助单位及地址", "首封/轮候及届满", "抵质押", "估值及依据", "请求措施", "证据页码（文件及行）",
    )  # fmt: skip
    assert [row[0] for row in rows[5:]] == ["甲、被执行人名下财产", "1", "2", "3", "乙、到期债权", "4"]
    everything = str(rows)
    assert "70%股权" not in everything
    assert not re.search(r"0\.8125|多重印证|优先级", everything)
    assert "holdings.csv 第10行" in rows[6][-1]
    assert "至2027-01-14" in rows[6][6]


def test_over_freezing_is_warned_of_only_above_the_balance(document: dict[str, Any]) -> None:
    assert "超标的" not in str(rows_of(book_of(document).worksheets[0]))
    document["assets"][0]["recoverable"]["high"] = "9000000.00"
    assert "超标的" in str(rows_of(book_of(document).worksheets[0]))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_is_a_formula(start: str, document: dict[str, Any]) -> None:
    poison = f'{start}HYPERLINK("http://x.example","y")'
    document["assets"][0]["what"] = {"zh": poison, "en": poison}
    document["leads"][0]["title"] = {"zh": poison, "en": poison}
    document["sources"][0]["name"] = poison
    book = book_of(document)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert not [cell for cell in cells if str(cell.value).startswith(("=", "+", "@", "\t"))]
    assert [cell for cell in cells if str(cell.value) == "'" + poison]


def test_sums_are_numbers_and_all_else_is_text(document: dict[str, Any]) -> None:
    document["assets"][1]["value"]["low"] = "12345678901234567.89"
    rows = rows_of(book_of(document, "en")["Assets"])
    low = rows[0].index("Low")
    assert rows[1][low] == 1200000
    assert rows[2][low] == "12345678901234567.89"
    assert all(isinstance(cell, str | type(None)) for cell in rows[1][:low])


def test_a_cell_too_long_says_so(document: dict[str, Any]) -> None:
    document["leads"][0]["summary"] = {"zh": "长" * 40000, "en": "long"}
    cell = rows_of(book_of(document, "zh")["线索"])[1][6]
    assert len(cell) == CELL_LIMIT
    assert cell.endswith("（过长，全文见 leads.json）")


def test_no_data_is_not_nothing_found(document: dict[str, Any]) -> None:
    states = {(row[2], row[3]) for row in rows_of(book_of(document, "en")["Searched"])[1:]}
    assert {("looked", "nothing found"), ("looked", "1")} <= states
    assert {state for state in states if state[0] != "looked"} == {
        ("could not look: no data", ""),
        ("the search failed", ""),
    }


# html -------------------------------------------------------------------------------------------------------------
def page(document: dict[str, Any], language: Any = "both") -> str:
    return FORMATS["html"].render(dossier(document, language=language)).decode()


def test_the_page_asks_nothing_of_the_outside(document: dict[str, Any]) -> None:
    text = page(document)
    assert "default-src 'none'" in text
    assert not re.findall(
        r"<(?:script|img|link|iframe|object|form|base)\b|@import|url\(|\son\w+=|javascript:| style=", text
    )
    assert set(re.findall(r"https?://[^\"'<\s]+", text)) == {"http://www.w3.org/2000/svg"}


def test_assets_in_plain_sight_stand_before_any_lead(document: dict[str, Any]) -> None:
    order = re.findall(r'<section[^>]* id="zh-([a-z_-]+)"', page(document, "zh"))
    assert order == [
        "notice", "summary", "assets-in_sight", "lead", "assets-others", "liable", "deadlines", "indicators", "searching",
        "contradictions", "merges", "left_out", "sources",
    ]  # fmt: skip


def test_every_link_leads_somewhere_and_no_anchor_twice(document: dict[str, Any]) -> None:
    text = page(document)
    anchors = re.findall(r' id="([^"]+)"', text)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(anchors)
    for lead in document["leads"]:
        for n in range(1, len(lead["evidence"]) + 1):
            assert f"zh-lead-{lead['rank']}-e-{n}" in anchors


def test_the_knowledge_day_is_said_where_there_is_one(document: dict[str, Any]) -> None:
    assert "本报告可能被主张为知悉日，建议最迟于2025-06-20前起诉" in page(document, "zh")
    document["leads"][0]["grounds"] = []
    assert "知悉日" not in page(document, "zh")


def test_insolvency_turns_the_notice(document: dict[str, Any]) -> None:
    assert "个别执行" not in page(document, "zh")
    document["case"]["insolvency_accepted"] = "2024-09-01"
    assert "破产申请已于2024-09-01受理" in page(document, "zh")


def test_tiers_hashes_and_columns_are_worded_as_practice_wants(document: dict[str, Any]) -> None:
    text = page(document, "zh")
    for words in (
        "多重印证",
        "单一线索",
        "背景信号",
        "仅证明导入后未改动，不证明来源真实",
        "可申请追加",
        "须另诉",
        "仅核查",
        "仅为一方主张",
    ):
        assert words in text
    assert "恶意转移" not in text
    assert "事实</" not in text


def test_what_the_document_says_is_never_markup(document: dict[str, Any]) -> None:
    poison = "<script>alert('x')</script>"
    for lead in document["leads"]:
        lead["title"] = lead["summary"] = {"zh": poison, "en": poison}
    document["case"]["title"] = document["sources"][0]["name"] = document["assets"][0]["owner"]["name"] = poison
    document["leads"][0]["chain"]["nodes"][0]["name"] = poison
    text = page(document)
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_one_language_alone_has_no_switch(document: dict[str, Any]) -> None:
    assert 'type="radio"' in page(document)
    only = page(document, "en")
    assert 'type="radio"' not in only
    assert '<html lang="en">' in only
    assert "一页摘要" not in only


@pytest.mark.browser
def test_the_page_in_a_browser(document: dict[str, Any], tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 only where a browser is

    target = tmp_path / "leads.html"
    target.write_bytes(FORMATS["html"].render(dossier(document)))
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1366, "height": 768})
        asked: list[str] = []
        said: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: said.append(message.text))
        tab.goto(target.as_uri())
        assert tab.locator(".report.zh").is_visible()
        tab.get_by_text("English", exact=True).click()
        assert tab.locator(".report.en").is_visible()
        assert not tab.locator(".report.zh").is_visible()
        assert tab.evaluate("document.documentElement.scrollWidth") <= 1366
        browser.close()
    assert asked == [target.as_uri()]
    assert said == []
