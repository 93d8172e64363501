"""The full list of clues: nothing left out, a court's list of evidence."""

from __future__ import annotations

import copy
from typing import Any

from reports.printed import Table
from tests.reports.test_form import filed, words


def tables(document: dict[str, Any]) -> list[Table]:
    return [block for block in filed(document, "clues")[1].parts[0].blocks if isinstance(block, Table)]


def test_every_asset_of_a_b_and_c_is_there_however_many(document: dict[str, Any]) -> None:
    document["assets"] += [copy.deepcopy(document["assets"][0]) | {"id": f"more{n}"} for n in range(60)]
    rows = [row for row in tables(document)[0].rows if row.look == "plain"]
    assert len(rows) == sum(asset["route"] in "ABC" for asset in document["assets"])
    assert [row.cells[0][0].text for row in rows] == [str(n) for n in range(1, len(rows) + 1)]


def test_the_list_of_evidence_has_a_courts_columns(document: dict[str, Any]) -> None:
    for asset in document["assets"]:
        for line in asset["evidence"]:
            line |= {"obtained_by": "律师凭调查令调取", "obtained_on": "2024-06-20", "page": "12-19"}
    listed = tables(document)[1]
    heads = [column.title for column in listed.columns]
    assert heads == ["序号", "名称", "来源及取得方式", "原件/复印件", "页码", "证明目的", "三性备注"]
    assert [row.number for row in listed.rows] == list(range(1, len(listed.rows) + 1))
    assert any("律师凭调查令调取\n2024-06-20" in row.cells[2][0].text for row in listed.rows)
    assert any(row.cells[4][0].text == "12-19" for row in listed.rows)


def test_hashes_stand_in_an_appendix_and_nowhere_else(document: dict[str, Any]) -> None:
    document["assets"][0]["evidence"][0]["sha256"] = "ab" * 32
    text = words(filed(document, "clues")[1])
    assert text.count("ab" * 32) == 1
    assert text.index("附：来源文件校验值") < text.index("ab" * 32)
    assert "仅证明导入后未改动，不证明来源真实" in text
