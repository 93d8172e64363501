"""Facts to request: one sheet an office, third parties' accounts by the court."""

from __future__ import annotations

from typing import Any

import pytest

from reports.pdf import print_pdf
from reports.printed import Break, Table
from tests.reports.test_form import filed, words
from tests.reports.test_pdf import pages


def gap(what: str, keeper: str, instrument: str = "律师调查令") -> dict[str, Any]:
    return {key: {"zh": text, "en": text} for key, text in (("what", what), ("from_whom", keeper), ("instrument", instrument))}  # fmt: skip


def asked(document: dict[str, Any]) -> list[list[str]]:
    """Rows of every sheet: what, and by which way."""
    blocks = filed(document, "inquiry")[1].parts[0].blocks
    found = [block for block in blocks if isinstance(block, Table) and block.columns[-1].title == "取得方式"]
    return [[row.cells[1][0].text, row.cells[4][0].text] for block in found for row in block.rows]


@pytest.mark.parametrize(
    ("keeper", "sheet"),
    [("开户银行", "一、银行"), ("登记机关（调取内档）", "二、公司登记"), ("不动产登记中心", "三、不动产"), ("税务、社保机关", "四、税务"), ("公安机关车辆管理所", "五、车辆")],
)  # fmt: skip
def test_a_gap_stands_on_the_sheet_of_its_keeper_alone(keeper: str, sheet: str, document: dict[str, Any]) -> None:
    document["assets"] = []
    for lead in document["leads"]:
        lead["gaps"] = []
    document["leads"][0]["gaps"] = [gap("planted fact", keeper)]
    found = pages(print_pdf(filed(document, "inquiry")[1]))
    assert [n for n, page in enumerate(found) if "planted fact" in page] == [
        n for n, page in enumerate(found) if sheet in page and "协助单位" in page
    ][-1:]
    assert words(filed(document, "inquiry")[1]).count("按已有数据无须向该单位调取") == 4


def test_a_third_partys_account_is_the_courts_but_behind_a_payment_of_the_debtor(document: dict[str, Any]) -> None:
    document["assets"] = []
    lead = document["leads"][0]
    document["leads"] = [lead]
    lead["gaps"] = [gap("statement of the third party", "开户银行")]
    lead["chain"]["edges"] = [edge for edge in lead["chain"]["edges"] if edge["kind"] != "payment"]
    assert asked(document) == [["statement of the third party", "申请法院调取"]]
    debtor = document["case"]["debtors"][0]["id"]
    lead["chain"]["edges"].append({**lead["chain"]["edges"][0], "kind": "payment", "from": debtor})
    assert asked(document) == [["statement of the third party", "律师调查令"]]


def test_of_the_debtors_own_things_only_what_the_courts_query_leaves_out(document: dict[str, Any]) -> None:
    text = words(filed(document, "inquiry")[1])
    assert "交易流水明细" in text
    assert "登记内档全卷" in text
    assert "2021-05-01起至今" in text
    owned = [a["what"]["zh"] for a in document["assets"] if a["route"] == "C"]
    assert not [what for what in owned if f"{what}：登记" in text]


def test_each_sheet_begins_a_page(document: dict[str, Any]) -> None:
    document["leads"][0]["gaps"] = [gap("a", "税务机关"), gap("b", "登记机关"), gap("c", "开户银行")]
    blocks = filed(document, "inquiry")[1].parts[0].blocks
    assert sum(isinstance(block, Break) for block in blocks) >= 3
