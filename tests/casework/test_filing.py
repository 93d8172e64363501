"""Which leads go into a form, and what is told of the dismissed ones."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from casework.filing import Choice, with_chosen
from casework.verdicts import LeadVerdict
from graph.errors import LookthroughError
from tests.reports.conftest import SAMPLE

_DOCUMENT = json.loads(SAMPLE.read_text(encoding="utf-8"))


@pytest.fixture
def document() -> dict[str, Any]:
    return copy.deepcopy(_DOCUMENT)


def dismissed(lead: str) -> dict[str, LeadVerdict]:
    return {lead: LeadVerdict("c", lead, "dismissed", "price was paid in kind", "counsel", "2024-10-02T00:00:00Z")}


def test_without_a_choice_all_but_signals_and_dismissed_ones(document: dict[str, Any]) -> None:
    first = document["leads"][0]["id"]
    strong = [lead["id"] for lead in document["leads"] if lead["tier"] != "signal"]
    assert [lead["id"] for lead in with_chosen(document, Choice())["leads"]] == strong
    kept = with_chosen(document, Choice(verdicts=dismissed(first)))
    assert [lead["id"] for lead in kept["leads"]] == strong[1:]
    assert [(row["id"], row["reason"]) for row in kept["dismissed"]] == [(first, "price was paid in kind")]
    assert "score" not in kept["dismissed"][0]


def test_a_word_taken_back_dismisses_nothing(document: dict[str, Any]) -> None:
    first = document["leads"][0]["id"]
    confirmed = {first: LeadVerdict("c", first, "confirmed", "", "counsel", "2024-10-02T00:00:00Z")}
    assert with_chosen(document, Choice(verdicts=confirmed))["leads"][0]["id"] == first


@pytest.mark.parametrize("named", ["L2", "2", "ID"])
def test_leads_are_named_by_rank_or_id(named: str, document: dict[str, Any]) -> None:
    second = document["leads"][1]
    kept = with_chosen(document, Choice((second["id"] if named == "ID" else named,)))
    assert [lead["id"] for lead in kept["leads"]] == [second["id"]]


def test_a_chosen_lead_is_printed_though_it_was_dismissed(document: dict[str, Any]) -> None:
    first = document["leads"][0]["id"]
    kept = with_chosen(document, Choice(("L1",), dismissed(first)))
    assert [lead["id"] for lead in kept["leads"]] == [first]
    assert kept["dismissed"] == []


def test_who_is_liable_by_another_lead_only_is_not_named(document: dict[str, Any]) -> None:
    first = document["leads"][0]["id"]
    document["liable_parties"][0]["leads"] = ["another"]
    document["liable_parties"][1]["leads"] = [first]
    document["leads"][1]["id"] = "another"
    kept = with_chosen(document, Choice(("L1",)))["liable_parties"]
    assert document["liable_parties"][0]["who"] not in [row["who"] for row in kept if row["leads"]]
    assert [first] in [row["leads"] for row in kept]


def test_a_lead_that_is_none_is_told_with_those_that_are(document: dict[str, Any]) -> None:
    with pytest.raises(LookthroughError, match=r"no lead L9 in this case \(--leads\).*L1, L2"):
        with_chosen(document, Choice(("L1", "L9")))
