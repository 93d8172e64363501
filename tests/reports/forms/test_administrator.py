"""The administrator's ledger: by last day, look-backs from acceptance."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from reports.forms.administrator import _six_months_before
from reports.printed import Table
from tests.reports.test_form import filed, words


def tables(document: dict[str, Any]) -> list[Table]:
    return [block for block in filed(document, "administrator")[1].parts[0].blocks if isinstance(block, Table)]


def titled(document: dict[str, Any], head: str) -> Table | None:
    return next((each for each in tables(document) if head in [column.title for column in each.columns]), None)


def text_of(cell: Any) -> str:
    return "".join(each.text for each in cell)


def test_sorted_by_last_day_and_what_has_none_comes_last(document: dict[str, Any]) -> None:
    first = document["leads"][0]
    days = ("2026-01-01", None, "2025-01-01")
    document["leads"] = [
        copy.deepcopy(first) | {"id": f"L{n}", "rank": n, "grounds": [copy.deepcopy(first["grounds"][0]) | {"deadline": day, "deadlines": []}] if day else []}
        for n, day in enumerate(days, 1)
    ]  # fmt: skip
    ledger = tables(document)[0]
    assert [column.title for column in ledger.columns] == [
        "序号", "相对人", "行为", "日期", "距受理日（天）", "涉及金额", "条款", "页码", "已知抗辩", "缺什么", "催收函/诉讼", "费用（预交）", "预计回收", "最后日期",
    ]  # fmt: skip
    assert [text_of(row.cells[-1]) for row in ledger.rows] == ["2025-01-01", "2026-01-01", "—"]


def test_days_run_back_from_acceptance_and_from_nothing_without_it(document: dict[str, Any]) -> None:
    document["leads"] = document["leads"][:1]
    document["leads"][0]["period"] = {"start": "2024-01-31", "end": "2024-01-31"}
    assert text_of(tables(document)[0].rows[0].cells[4]) == "—"
    assert "未载受理破产申请之日" in words(filed(document, "administrator")[1])
    document["case"]["insolvency_accepted"] = "2024-03-01"
    assert text_of(tables(document)[0].rows[0].cells[4]) == "30"
    document["leads"][0]["period"] = {"start": "2024-01", "end": "2024-01"}
    assert text_of(tables(document)[0].rows[0].cells[4]) == "—"


@pytest.mark.parametrize(
    ("day", "before"),
    [((2024, 8, 31), (2024, 2, 29)), ((2023, 8, 31), (2023, 2, 28)), ((2024, 3, 15), (2023, 9, 15)), ((2024, 12, 31), (2024, 6, 30))],
)  # fmt: skip
def test_six_months_before_a_day(day: tuple[int, int, int], before: tuple[int, int, int]) -> None:
    assert _six_months_before(date(*day)) == date(*before)


@pytest.mark.parametrize(
    ("paid", "listed"), [("2024-03-01", 0), ("2024-02-29", 1), ("2023-09-01", 1), ("2023-08-31", 0)]
)
def test_payments_of_the_six_months_before_acceptance(paid: str, listed: int, document: dict[str, Any]) -> None:
    document["case"]["insolvency_accepted"] = "2024-03-01"
    lead = document["leads"][0]
    document["leads"] = [lead]
    debtor = document["case"]["debtors"][0]["id"]
    edge = lead["chain"]["edges"][0]
    payment = edge | {"kind": "payment", "from": debtor, "start": paid, "end": paid, "price": "70000", "currency": "CNY", "evidence": [0], "statements": [lead["evidence"][0]["statement"]]}  # fmt: skip
    lead["chain"]["edges"] = [payment, payment]
    found = titled(document, "使债务人财产受益")
    assert (len(found.rows) if found else 0) == listed
    if found:
        assert text_of(found.rows[0].cells[4]) == "待查"
        assert found.rows[0].cells[5][0].rows
    assert ("这不等于没有清偿" in words(filed(document, "administrator")[1])) == (listed == 0)


def test_stakes_and_debts_have_tables_of_their_own(document: dict[str, Any]) -> None:
    text = words(filed(document, "administrator")[1])
    equity = [a for a in document["assets"] if a["kind"] == "equity"]
    assert equity
    assert (
        text.index("二、对外投资")
        < text.index(equity[0]["what"]["zh"], text.index("二、对外投资"))
        < text.index("三、应收款")
    )


def test_the_meeting_is_told_what_could_not_be_looked_for(document: dict[str, Any]) -> None:
    unsearched = sum(row["state"] == "no-data" for row in document["searched"])
    assert unsearched
    assert f"另有{unsearched}类事项因缺少数据无法查找" in words(filed(document, "administrator")[1])


def test_dismissed_leads_are_told_with_their_reason(document: dict[str, Any]) -> None:
    document["dismissed"] = [document["leads"].pop(0) | {"reason": "已清偿"}]
    assert "未采用理由： 已清偿" in words(filed(document, "administrator")[1])
