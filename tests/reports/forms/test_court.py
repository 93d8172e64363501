"""The court's form: claims, seven elements, days, one chain, evidence."""

from __future__ import annotations

from typing import Any

from reports.printed import Figure, Heading, Row, Table
from tests.reports.test_form import filed, words


def blocks(document: dict[str, Any]) -> tuple[Any, ...]:
    return filed(document, "court")[1].parts[0].blocks


def seven(document: dict[str, Any]) -> dict[str, Row]:
    found = [block for block in blocks(document) if isinstance(block, Table) and len(block.columns) == 3]
    table = next(each for each in found if each.rows[0].cells[0][0].text == "债权成立")
    return {row.cells[0][0].text: row for row in table.rows}


def said(row: Row) -> str:
    return "".join(each.text for each in row.cells[1])


def test_claims_elements_days_chain_evidence_in_that_order(document: dict[str, Any]) -> None:
    document["leads"] = document["leads"][:1]
    heads = [block.text for block in blocks(document) if isinstance(block, Heading) and block.level in (2, 3)]
    assert [text[:2] for text in heads[1:6]] == ["一、", "二、", "三、", "四、", "五、"]
    assert heads[-2:] == ["证据目录", "附：来源文件校验值"]


def test_the_seven_elements_are_all_there_and_what_is_not_shown_stays_open(document: dict[str, Any]) -> None:
    document["leads"] = document["leads"][:1]
    found = seven(document)
    assert list(found) == ["债权成立", "行为", "对价", "市场价", "关联及知情", "影响债权实现", "期间"]
    assert "案件文件" in said(found["债权成立"])
    assert found["行为"].cells[1][0].rows
    for line in document["leads"][0]["evidence"]:
        line["text"] = {"zh": "某行", "en": "a row"}
    document["leads"][0]["grounds"] = []
    document["leads"][0]["chain"]["edges"] = []
    bare = seven(document)
    assert {said(bare[key]) for key in ("对价", "市场价", "关联及知情", "影响债权实现", "期间")} == {"要件待补"}


def test_a_market_value_is_the_row_that_states_it(document: dict[str, Any]) -> None:
    document["leads"] = document["leads"][:1]
    line = document["leads"][0]["evidence"][0]
    line["text"] = {"zh": "评估值为CNY 9,876,543", "en": "appraised at CNY 9,876,543"}
    row = seven(document)["市场价"]
    assert "评估值为CNY 9,876,543" in said(row)
    assert all(each.rows for each in row.cells[1] if each.text.strip())


def test_criminal_law_is_never_a_claim_and_a_draft_is_none(document: dict[str, Any]) -> None:
    lead = document["leads"][0]
    document["leads"] = [lead]
    ground = lead["grounds"][0]
    lead["grounds"] = [
        {**ground, "provision": {"zh": "《刑法》第313条", "en": "Criminal Law 313"}, "remedy": {"zh": "刑事", "en": "crime"}},
        {**ground, "status": "draft", "remedy": {"zh": "草案请求", "en": "draft"}},
        {**ground, "status": "in force", "remedy": {"zh": "请求撤销", "en": "avoid"}},
    ]  # fmt: skip
    text = words(filed(document, "court")[1])
    assert "请求撤销" in text
    assert "草案请求" not in text
    assert "\n刑事\n" not in text


def test_pictures_are_black(document: dict[str, Any]) -> None:
    drawn = [block.svg for block in blocks(document) if isinstance(block, Figure)]
    assert len(drawn) >= 2
    for svg in drawn:
        assert not [tone for tone in ("#652eb1", "#349aee", "#b3261e", "#e0a100") if tone in svg]


def test_dismissed_leads_are_counted_or_told(document: dict[str, Any]) -> None:
    lead = document["leads"].pop(1)
    document["dismissed_count"] = 1
    assert "另有1条线索经审查未采用" in words(filed(document, "court")[1])
    assert lead["title"]["zh"] not in words(filed(document, "court")[1])
    del document["dismissed_count"]
    document["dismissed"] = [lead | {"reason": "价款已以实物支付"}]
    told = words(filed(document, "court")[1])
    assert "价款已以实物支付" in told
    assert lead["title"]["zh"] in told
