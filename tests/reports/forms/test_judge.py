"""The enforcement judge's two pages."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from reports.pdf import print_pdf
from reports.printed import Figure, Table
from tests.reports.test_form import filed, words
from tests.reports.test_pdf import pages


def table(document: dict[str, Any], language: str = "zh") -> Table:
    blocks = filed(document, "judge", language)[1].parts[0].blocks
    return next(block for block in blocks if isinstance(block, Table))


def test_eleven_columns_three_sections_and_c_is_reported_only(document: dict[str, Any]) -> None:
    found = table(document)
    assert [column.title for column in found.columns] == [
        "序号", "财产类型", "名称及证号", "登记权利人", "数额/份额", "协助单位及地址", "首封/轮候及届满", "抵质押", "估值及依据", "请求措施",
        "证据页码（文件及行）",
    ]  # fmt: skip
    sections = [row.cells[0][0].text for row in found.rows if row.look == "section"]
    assert [title[0] for title in sections if title[0] in "甲乙丙"] == ["甲", "乙", "丙"]
    at = [row.look for row in found.rows].index("section", 1)
    assert at
    own = {a["owner"]["name"] for a in document["assets"] if a["route"] == "C"}
    for row in found.rows:
        if row.look == "plain" and row.cells[3][0].text in own:
            assert row.cells[9][0].text == "仅报备，不请求直接执行"


def test_no_graph_and_the_case_on_top(document: dict[str, Any]) -> None:
    printed = filed(document, "judge")[1]
    assert not [block for block in printed.parts[0].blocks if isinstance(block, Figure)]
    text = words(printed)
    assert "(2024)苏07执1234号" in text
    assert "债权余额（截至2024-10-01）：8,000,000元" in text
    assert "承办人：" in text
    assert "七日内" in text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("count", [1, 12, 60])
def test_two_pages_at_most_and_what_is_left_is_counted(count: int, language: str, document: dict[str, Any]) -> None:
    first = document["assets"][0]
    document["assets"] = [copy.deepcopy(first) | {"id": f"a{n}"} for n in range(count)]
    printed = filed(document, "judge", language)[1]
    assert len(pages(print_pdf(printed))) <= 2
    shown = [row for row in table(document, language).rows if row.look == "plain"]
    assert shown
    assert len(shown) == count or ("另有" if language == "zh" else "more do not fit") in words(printed)
    left = count - len(shown)
    assert (f"另有{left}项" in words(printed)) == (left > 0 and language == "zh")


def test_insolvency_is_said_first(document: dict[str, Any]) -> None:
    assert "个别执行" not in words(filed(document, "judge")[1])
    document["case"]["insolvency_accepted"] = "2024-09-01"
    assert "破产申请已于2024-09-01受理" in words(filed(document, "judge")[1])
