"""Blocks before they are set: every fact cites a row that is listed."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from typing import Any

import pytest

from reports.dossier import dossier
from reports.levels import released
from reports.printed import Heading, Paragraph, Printed, Said, Table, cites, clean, fact, runs, uncited
from reports.printed_report import MOST_LEADS, report


def said(printed: Printed, part: int = 0) -> list[Said]:
    return [each for block in printed.parts[part].blocks for each in runs(block)]


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_every_fact_cites_a_row_of_the_list(document: dict[str, Any], language: Any) -> None:
    printed = report(dossier(document, language=language))
    assert uncited(printed) == ()
    assert len(printed.parts) == (2 if language == "both" else 1)


def test_what_the_rows_say_is_said_as_facts(document: dict[str, Any]) -> None:
    """No summary, counter-evidence or asset slips past the walk above as mere framing."""
    ready = dossier(document, language="zh")
    facts = "\n".join(each.text for each in said(report(ready)) if each.sort == "fact")
    for lead in ready.leads:
        for line in lead["counter_evidence"]:
            assert "absent" in line or line["text"]["zh"] in facts
    for asset in ready.assets:
        assert asset["what"]["zh"] in facts
    assert ready.leads[0]["summary"]["zh"][:12] in facts


def test_a_fact_without_a_row_is_found(document: dict[str, Any]) -> None:
    document["assets"][0]["evidence"] = []
    printed = report(dossier(document, language="zh"))
    assert uncited(printed) == (document["assets"][0]["what"]["zh"],)


def test_one_row_has_one_number_and_no_number_is_unused(document: dict[str, Any]) -> None:
    part = report(dossier(document, language="en")).parts[0]
    listed = [row for block in part.blocks if isinstance(block, Table) for row in block.rows if row.number]
    places = [row.cells[2][0].text + row.cells[4][0].text for row in listed]
    assert [row.number for row in listed] == list(range(1, len(listed) + 1))
    assert len(set(places)) == len(places)
    assert {n for block in part.blocks for each in runs(block) for n in each.rows} == {row.number for row in listed}


def test_both_languages_number_alike(document: dict[str, Any]) -> None:
    first, second = report(dossier(document)).parts
    numbers = [[each.rows for block in part.blocks for each in runs(block) if each.rows] for part in (first, second)]
    assert len(numbers[0]) > 10
    assert {n for rows in numbers[0] for n in rows} == {n for rows in numbers[1] for n in rows}


def test_assets_stand_before_leads_and_evidence_last(document: dict[str, Any]) -> None:
    part = report(dossier(document, language="zh")).parts[0]
    assert [block.text for block in part.blocks if isinstance(block, Heading) and block.level == 2] == [
        "使用须知", "一页摘要", "名下可见财产", "线索", "其他财产", "潜在还款责任人名单", "期限", "十二项偿债指标", "查找范围",
        "来源之间的矛盾", "所依赖的同一主体判断", "方法与局限", "证据目录",
    ]  # fmt: skip


def test_leads_that_do_not_fit_the_first_page_are_counted(document: dict[str, Any]) -> None:
    lead = document["leads"][0]
    document["leads"] = [copy.deepcopy(lead) | {"id": f"L{n}", "rank": n} for n in range(1, MOST_LEADS + 4)]
    words = [each.text for each in said(report(dossier(document, language="en")))]
    assert "3 more: see below." in words


def test_a_court_copy_has_marks_no_scores_no_signals_and_is_not_called_internal(document: dict[str, Any]) -> None:
    printed = report(dossier(released(document, "court", "2031-02-03"), language="zh"))
    assert printed.marks == ("法院文本（案外自然人隐名）", "删除日期 2031-02-03")
    assert "法院文本" in printed.parts[0].running
    words = "\n".join(each.text for each in said(printed))
    assert not re.search("内部使用|优先级|排序分值", words)
    assert not [block for block in printed.parts[0].blocks if isinstance(block, Heading) and "背景信号" in block.mark]
    assert uncited(printed) == ()


@pytest.mark.parametrize(
    ("rows", "shown"), [((), ""), ((3,), "3"), ((3, 1, 2, 2), "1–3"), ((1, 2, 5, 7, 8, 9), "1–2, 5, 7–9")]
)
def test_numbers_are_told_in_runs(rows: tuple[int, ...], shown: str) -> None:
    assert cites(rows) == shown


def test_signs_that_steer_a_reader_are_dropped() -> None:
    assert clean("a\u202eb\x00c\x1b[31m\r\nd\ud800\ufeff") == "abc[31m\nd\\ud800"


def test_a_fact_may_not_cite_what_is_not_listed(document: dict[str, Any]) -> None:
    printed = report(dossier(document, language="zh"))
    planted = Paragraph((fact("planted", (9999,)),))
    part = replace(printed.parts[0], blocks=(*printed.parts[0].blocks, planted))
    assert uncited(replace(printed, parts=(part,))) == ("planted",)
