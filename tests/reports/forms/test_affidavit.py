"""The affidavit: numbered, sourced, full and frank."""

from __future__ import annotations

import re
from typing import Any

from reports.form import FORMS
from reports.printed import Heading, Paragraph, Table
from tests.reports.test_form import filed, words


def blocks(document: dict[str, Any], language: Any = "en") -> tuple[Any, ...]:
    return filed(document, "affidavit", language)[1].parts[0].blocks


def test_sections_a_to_j_and_the_exhibit(document: dict[str, Any]) -> None:
    heads = [block.text for block in blocks(document) if isinstance(block, Heading) and block.level == 2]
    assert [head[0] for head in heads[:10]] == list("ABCDEFGHIJ")
    assert heads[-2:] == ["List of evidence", "Appendix: hashes of the source files"]
    assert FORMS["affidavit"].language("both") == "en"


def test_paragraphs_are_numbered_through(document: dict[str, Any]) -> None:
    shown = [block.said[0].text for block in blocks(document) if isinstance(block, Paragraph) and block.tone == "body"]
    assert shown == [f"{n}.　" for n in range(1, len(shown) + 1)]
    assert len(shown) > 10


def test_everything_against_the_applicant_is_disclosed(document: dict[str, Any]) -> None:
    dismissed = document["leads"].pop(0) | {"reason": "the price was paid in kind"}
    document["dismissed"] = [dismissed]
    text = words(filed(document, "affidavit", "en")[1])
    part = text[text.index("G. Full and frank disclosure") :] if "G. Full" in text else text
    for lead in document["leads"]:
        if lead["tier"] == "signal":
            continue
        for row in lead["counter_evidence"]:
            assert (row.get("absent") or row["text"])["en"] in part
        for row in lead.get("benign") or ():
            assert row["explanation"]["en"] in part
    for row in document["searched"]:
        if row["state"] == "no-data":
            assert all(need["en"] in part for need in row["needs"])
    assert "the price was paid in kind" in part
    assert document["contradictions"]
    for line in document["contradictions"][0]["statements"]:
        assert str(line["value"]["en"] if isinstance(line["value"], dict) else line["value"]) in part


def test_that_nothing_was_dismissed_is_said(document: dict[str, Any]) -> None:
    assert "No lead was looked at and dismissed." in words(filed(document, "affidavit", "en")[1])


def test_everybody_in_a_chain_is_in_the_dramatis_personae(document: dict[str, Any]) -> None:
    tables = [block for block in blocks(document) if isinstance(block, Table)]
    people = {row.cells[0][0].text: row.cells[3][0].text for row in tables[0].rows}
    assert "debtor" in people[document["case"]["debtors"][0]["name"]]
    lead = next(lead for lead in document["leads"] if lead["tier"] != "signal")
    named = {node["name"] for node in lead["chain"]["nodes"] if node["kind"] != "asset"}
    assert named
    assert named <= set(people)


def test_what_only_the_deponent_knows_is_left_blank(document: dict[str, Any]) -> None:
    text = words(filed(document, "affidavit", "en")[1])
    for start in ("I, ____", "Any delay explained: ____", "Undertaking in damages", "Sworn (affirmed) at ____"):
        assert start in text
    assert "Data Security Law 36" in text
    assert not re.search("malicious|fraudulent", text)


def test_it_can_be_had_in_chinese(document: dict[str, Any]) -> None:
    text = words(filed(document, "affidavit", "zh")[1])
    assert "全面而坦诚的披露" in text
    assert "Full and frank" not in text
