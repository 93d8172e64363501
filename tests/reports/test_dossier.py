"""The dossier's accessors."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reports.dossier import cited, dossier, lead_day, split_counter


def test_assets_in_plain_sight_come_apart_from_the_others(document: dict[str, Any]) -> None:
    found = dossier(document)
    assert [asset["id"] for asset in found.assets_in_plain_sight] == ["as-1", "as-2", "as-3", "as-4"]
    assert [asset["id"] for asset in found.other_assets] == ["as-5"]
    del document["assets"][0]["in_plain_sight"]
    document["assets"][0]["route"] = "C"
    assert dossier(document).assets_in_plain_sight[0]["id"] == "as-2"


def test_the_outstanding_is_summed_and_falls_back_to_the_amount(document: dict[str, Any]) -> None:
    assert dossier(document).outstanding() == Decimal("8000000.00")
    document["case"]["recovered"] = "400000.00"
    assert dossier(document).outstanding() == Decimal("7912500.00")
    document["case"]["principal"] = None
    assert dossier(document).outstanding() == Decimal("8000000.00")
    document["case"]["amount"] = None
    assert dossier(document).outstanding() is None


def test_assets_without_a_value_or_in_another_currency_are_counted_apart(document: dict[str, Any]) -> None:
    assert dossier(document).recoverable_in_sight() == (Decimal("3300000.00"), Decimal("5460000.00"), 1)
    document["assets"][0]["recoverable"]["currency"] = "USD"
    assert dossier(document).recoverable_in_sight() == (Decimal("3000000.00"), Decimal("4560000.00"), 2)


def test_only_days_from_knowledge_make_the_knowledge_notice(document: dict[str, Any]) -> None:
    assert dossier(document).knowledge_days() == (("2025-06-20", (1,)),)
    document["leads"][0]["grounds"][0]["deadlines"][0]["event"] = "act"
    assert dossier(document).knowledge_days() == ()


def test_the_next_deadline_is_not_a_past_one(document: dict[str, Any]) -> None:
    first = dossier(document).next_deadline()
    assert first is not None
    assert first["day"] == "2025-06-20"
    document["as_of"] = "2026-01-01"
    later = dossier(document).next_deadline()
    assert later is not None
    assert later["day"] == "2027-01-14"


def test_a_sentence_cites_the_rows_that_state_its_figures(document: dict[str, Any]) -> None:
    zh = cited(document["leads"][0], "zh")
    assert [sentence.evidence for sentence in zh] == [(1, 2, 6), (2,), (3, 4), (6,)]
    assert "".join(sentence.text for sentence in zh) == document["leads"][0]["summary"]["zh"]


def test_a_sentence_without_a_figure_cites_every_row(document: dict[str, Any]) -> None:
    lead = document["leads"][2]
    lead["summary"] = {"zh": "无数字。", "en": "No figure."}
    assert [sentence.evidence for sentence in cited(lead, "en")] == [(1,)]
    lead["evidence"] *= 3
    assert cited(lead, "en")[0].evidence == (1, 2, 3)


def test_sentences_of_the_document_decide_over_any_guess(document: dict[str, Any]) -> None:
    lead = document["leads"][0]
    lead["sentences"] = [{"zh": "甲。", "en": "A.", "evidence": [4]}]
    assert [(s.text, s.evidence) for s in cited(lead, "en")] == [("A.", (5,))]


def test_liable_parties_without_a_known_column_are_only_checked(document: dict[str, Any]) -> None:
    document["liable_parties"][0]["column"] = "something"
    found = dossier(document)
    assert [row["who"]["id"] for row in found.liable("check_only")] == ["p-zhou", "p-zhouting"]
    assert found.liable("addable") == ()


def test_counter_evidence_is_split_and_the_earliest_day_leads(document: dict[str, Any]) -> None:
    found, absent = split_counter(document["leads"][0])
    assert (len(found), len(absent)) == (1, 2)
    assert lead_day(document["leads"][0]) == "2025-06-20"
    assert lead_day(document["leads"][2]) is None


def test_a_bare_document_breaks_no_accessor() -> None:
    found = dossier({})
    assert (found.leads, found.assets, found.case_id, found.next_deadline(), found.outstanding()) == (
        (),
        (),
        "",
        None,
        None,
    )
