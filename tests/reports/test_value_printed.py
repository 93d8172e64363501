"""Claim, waterfalls, calendar and fragility: in the document and in print."""

from __future__ import annotations

import html
import io
import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from casework.desk import document_of
from reports.dossier import dossier
from reports.report_format import report_format
from tests.bundled import CASES, TODAY, Document, desk, document, keys

EDIT = {"asset": "equity:LJZY:LJJS", "step": "value", "amount": "3000000", "reason": "2024年8月评估", "by": "周蔚"}


@cache
def edited() -> Document:
    """The construction case with interest, delay, and two values set by hand: one that fits, one that does not."""
    given = keys("construction")
    held = next(a for a in document("construction")["assets"] if a["in_plain_sight"])
    more = {
        "interest_period": [{"from": date(2022, 11, 2), "to": date(2023, 11, 1), "rate": "4.35%"}],
        "delay_interest": {"from": date(2024, 4, 1)},
        "recovered": "100000",
        "value": [{**EDIT, "asset": held["id"]}, {**EDIT, "asset": "no-such-thing"}],
    }
    return document_of(desk(), {**given, **more}, TODAY)


def printed(found: Document, name: str, language: Any = "en") -> str:
    content = report_format(name).render(dossier(found, language=language))
    if name == "html":
        return html.unescape(re.sub(r"<[^>]+>", " ", content.decode()))
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)


def test_the_claim_adds_up() -> None:
    claim = edited()["claim"]
    signs = {"+": 1, "-": -1}
    total = sum(signs[line["sign"]] * Decimal(line["amount"]) for line in claim["lines"])
    assert total == Decimal(claim["outstanding"]["amount"])
    assert [line["key"] for line in claim["lines"]] == ["principal", "contract_interest", "delay_interest", "recovered"]
    assert claim["lines"][1]["amount"] == "348000"  # 8,000,000 × 4.35 % × 365 / 365
    assert claim["lines"][2]["amount"] == "257600"  # 8,000,000 × 0.000175 × 184


@pytest.mark.parametrize("name", ["html", "xlsx"])
def test_an_edit_is_named_and_one_that_fits_nothing_is_told(name: str) -> None:
    text = printed(edited(), name)
    assert "edited by 周蔚: 2024年8月评估" in text
    assert "no-such-thing" in text and "was not used" in text
    used = {e["about"]: e["used"] for e in edited()["value_edits"]}
    assert used.pop("no-such-thing") is False and list(used.values()) == [True]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", ["html", "xlsx"])
def test_every_step_record_and_explanation_is_printed(case: str, name: str) -> None:
    found, text = document(case), printed(document(case), name)
    for each in (*found["leads"], *found["assets"]):
        for step in each["waterfall"]["steps"]:
            assert step["label"]["en"] in text
    for lead in found["leads"]:
        if lead["fragility"]:
            assert lead["fragility"]["note"]["en"] in text
        for row in lead["benign"]:
            assert row["why"]["en"] in text
    for entry in found["calendar"]:
        assert entry["day"] in text and entry["what"]["en"] in text
    for line in found["claim"]["lines"]:
        assert line["label"]["en"] in text


@pytest.mark.parametrize("case", CASES)
def test_steps_add_up_and_each_has_a_row_or_a_rule(case: str) -> None:
    for each in (*document(case)["leads"], *document(case)["assets"]):
        low = high = None
        for step in each["waterfall"]["steps"]:
            assert step["rows"] or step["rule"] or step["amount"] is None, step
            money = step["amount"]
            if money is None:
                assert step["sign"] != "=" or low is None
                low = Decimal(0) if step["sign"] == "-" and low is not None else low
                continue
            ends = Decimal(money["low"]), Decimal(money["high"])
            if step["sign"] in ("+", "×"):
                low, high = ends
            elif low is not None and high is not None:
                if step["sign"] == "-":
                    low, high = low - ends[1], high - ends[0]
                elif step["sign"] == "min":
                    low, high = min(low, ends[0]), min(high, ends[1])
                else:
                    assert ends == (max(low, Decimal(0)), max(high, Decimal(0))), step
                    low, high = ends
        assert each["waterfall"]["net"] == (each["score"]["recoverable"] if "score" in each else each["recoverable"])


@pytest.mark.parametrize("case", CASES)
def test_rows_of_a_waterfall_are_rows_of_the_sources(case: str) -> None:
    known = {(s["name"], s["sha256"]) for s in document(case)["sources"]}
    rows = [
        r
        for x in (*document(case)["leads"], *document(case)["assets"])
        for s in x["waterfall"]["steps"]
        for r in s["rows"]
    ]
    assert rows or not document(case)["leads"]
    assert all((r["source"], r["sha256"]) in known and r["row"] for r in rows)


@pytest.mark.parametrize("case", CASES)
def test_requests_never_go_beyond_the_claim(case: str) -> None:
    owed = document(case)["claim"]["outstanding"]
    for asset in document(case)["assets"]:
        if asset["request"]:
            assert asset["route"] in ("A", "B") and Decimal(asset["request"]["amount"]) <= Decimal(owed["amount"])
        if asset["pro_rata"]:
            assert asset["pro_rata"]["low"] == "0"


def test_every_lead_above_a_signal_says_what_it_hangs_on() -> None:
    for case in CASES:
        for lead in document(case)["leads"]:
            assert (lead["fragility"] is None) == (lead["tier"] == "signal")
            if lead["fragility"] and lead["fragility"]["single"]:
                single = lead["fragility"]["single"]
                assert (single["source"], single["row"]) in {(e["source"], e["row"]) for e in lead["evidence"]}
                assert lead["fragility"]["settle"]["from_whom"]["zh"]
