"""The preservation schedule: sums within the claim, days, a calendar file."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reports.dossier import dossier
from reports.form import FORMS
from reports.forms.preservation import days_file
from reports.levels import released
from reports.printed import Table
from tests.reports.test_form import filed, words


def tables(document: dict[str, Any]) -> list[Table]:
    return [block for block in filed(document, "preservation")[1].parts[0].blocks if isinstance(block, Table)]


def test_requests_add_up_without_what_needs_a_suit(document: dict[str, Any]) -> None:
    for n, asset in enumerate(document["assets"], 1):
        asset["request"] = {"amount": f"{n}000.50", "currency": "CNY"}
    first = tables(document)[0]
    own = [n for n, a in enumerate((a for a in document["assets"] if a["route"] in "ABC"), 1) if a["route"] != "C"]
    want = sum((Decimal(document["assets"][n - 1]["request"]["amount"]) for n in own), Decimal(0))
    assert first.rows[-1].look == "sum"
    assert first.rows[-1].cells[4][0].text == f"{want:,.2f}元".replace(".00元", "元")


def test_unlike_currencies_are_not_added(document: dict[str, Any]) -> None:
    for asset in document["assets"]:
        asset["request"] = {"amount": "10", "currency": "HKD"}
    assert tables(document)[0].rows[-1].look == "plain"


def test_what_is_in_anothers_name_is_asked_only_of_a_defendant(document: dict[str, Any]) -> None:
    third = next(asset for asset in document["assets"] if asset["route"] == "C")
    row = next(r for r in tables(document)[0].rows if r.cells[1][0].text == third["what"]["zh"])
    assert row.cells[2][0].text == f"{third['owner']['name']}（须列为被告）"
    assert row.cells[4][0].text == "以诉讼请求额为限"
    assert third["action"]["zh"] not in row.cells[3][0].text or "起诉" in row.cells[3][0].text


def test_periods_are_those_of_the_thing(document: dict[str, Any]) -> None:
    kinds = {"account": "1年", "vehicle": "2年", "real_estate": "3年", "equity": "3年"}
    first = document["assets"][0]
    document["assets"] = [{**first, "id": kind, "kind": kind, "route": "A"} for kind in kinds]
    assert [row.cells[6][0].text[:2] for row in tables(document)[0].rows if row.look == "plain"] == list(kinds.values())


def test_freezes_name_the_day_to_ask_for_renewal(document: dict[str, Any]) -> None:
    document["calendar"] = [
        {"kind": "freeze", "day": "2027-01-14", "what": {"zh": "冻结届满", "en": "freeze ends"}, "about": None, "period_kind": "procedural", "days_left": 3, "note": None, "evidence": document["assets"][0]["evidence"]},
        {"kind": "ground", "day": "2027-02-14", "what": {"zh": "撤销权", "en": "avoidance"}, "about": None, "period_kind": "extinctive", "days_left": 3, "note": None, "evidence": []},
    ]  # fmt: skip
    rows = tables(document)[1].rows
    assert [row.cells[1][0].text for row in rows] == ["2027-01-07", "—"]
    ready = dossier(released(document, "court", "2031-02-03"), language="zh")
    made = days_file(ready, "zh").decode()
    assert made.count("BEGIN:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20270114" in made
    assert "法院文本" in made.replace("\r\n ", "")
    assert FORMS["preservation"].beside is days_file


def test_the_cap_and_the_security_are_said(document: dict[str, Any]) -> None:
    text = words(filed(document, "preservation")[1])
    assert "以债权余额8,000,000元为限" in text
    assert "30%" in text
    assert "紧急理由" in text
