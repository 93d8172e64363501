"""What falls due over all cases, progress, and new leads."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.progress import progress_of
from casework.today import LeadChanges, agenda, lead_changes
from casework.verdicts import LeadVerdict
from graph.trail import GENESIS, link

TODAY = date(2024, 10, 1)


def row(day: str, about: str | None, kind: str = "ground") -> dict[str, Any]:
    return {"kind": kind, "day": day, "what": {"zh": f"期限{day}", "en": f"day {day}"}, "about": about, "evidence": []}


def lead(id_: str, tier: str = "lead", low: str = "1") -> dict[str, Any]:
    return {"id": id_, "tier": tier, "standing": "recorded", "amount": {"low": low, "high": low}}


def document(*rows: dict[str, Any], **case: Any) -> dict[str, Any]:
    return {
        "case": {"id": "c", "title": "C", "jurisdiction": "CN", **case}, "calendar": list(rows), "sources": [{}],
        "assets": [{"id": "land", "in_plain_sight": True, "encumbrances": [{"kind": "freeze"}]}], "leads": [], "searched": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("day", "kind", "shown"),
    [
        ("2024-11-30", "freeze", True),  # the sixtieth day
        ("2024-12-01", "freeze", False),
        ("2024-12-01", "renewal", False),
        ("2024-12-30", "ground", True),  # the ninetieth
        ("2024-12-31", "ground", False),
        ("2024-12-30", "enforcement", True),
        ("2024-10-16", "remedy", True),
        ("2024-10-01", "limitation", True),
        ("2024-09-01", "freeze", True),  # lapsed thirty days ago
        ("2024-08-31", "freeze", False),
    ],
)
def test_a_last_day_is_shown_within_its_window_only(day: str, kind: str, shown: bool) -> None:
    found = agenda([document(row(day, "x", kind))], TODAY)
    assert [due.kind for due in found] == ([kind] if shown else [])
    assert all(due.lapsed == (day < "2024-10-01") for due in found)


def test_days_are_counted_from_the_day_asked_for() -> None:
    (due,) = agenda([document(row("2024-10-20", "land", "freeze"))], TODAY)
    assert (due.days_left, due.about) == (19, "land")


def test_days_of_all_cases_stand_in_one_order_and_once() -> None:
    one = document(row("2024-10-09", "x"), row("2024-10-09", "x"), row("2024-10-05", "x"))
    other = document(row("2024-10-07", "x"), id="d")
    assert [d.day.day for d in agenda([one, other], TODAY)] == [5, 7, 9]


def test_leads_that_are_new_gone_or_worth_more_are_told_apart() -> None:
    before, after = {"leads": [lead("a"), lead("b"), lead("c")]}, {"leads": [lead("b"), lead("c", low="2"), lead("d")]}
    found = lead_changes(before, after)
    assert [x["id"] for x in found.added] == ["d"] and [x["id"] for x in found.removed] == ["a"]
    assert [(old["id"], new["amount"]["low"]) for old, new in found.changed] == [("c", "2")]
    assert lead_changes(None, after).added == tuple(after["leads"])
    assert lead_changes(after, after) == LeadChanges((), (), ())


def test_a_lead_on_the_same_rows_is_the_same_though_its_id_changed() -> None:
    rows = {"typology": "x", "evidence": [{"sha256": "a", "row": 2}]}
    before, after = {"leads": [{**lead("old"), **rows}]}, {"leads": [{**lead("new"), **rows}]}
    assert lead_changes(before, after) == LeadChanges((), (), ())
    after["leads"][0]["evidence"] = [{"sha256": "a", "row": 3}]
    assert [x["id"] for x in lead_changes(before, after).added] == ["new"]


def test_progress_is_counted_from_the_document_the_decisions_and_the_trail() -> None:
    told = document(row("2024-09-01", "x"), row("2024-10-11", "x"), judgment="2024-02-01", arose="2022-01-01")
    told |= {"leads": [lead("a"), lead("b"), lead("s", "signal")], "searched": [{"state": "ran"}, {"state": "no-data"}]}
    verdicts = {"a": LeadVerdict("c", "a", "confirmed", "", "me", "2024-10-01T00:00:00Z")}
    export = link(GENESIS, 1, "2024-10-01T00:00:00Z", "me", "export", "c", '{"what":"lead report"}')
    other = link(export.hash, 2, "2024-10-01T00:00:00Z", "me", "export", "another", "{}")
    found = progress_of(told, verdicts, [export, other], TODAY)
    assert (found.stage, found.since, found.days_left) == ("judgment", "2024-02-01", 10)
    steps = {s.name: (s.done, s.of, s.complete) for s in found.steps}
    assert steps == {
        "imported": (1, 1, True), "searched": (1, 2, False), "in_plain_sight": (1, 1, True), "decided": (1, 2, False),
        "handed_over": (1, 1, True),
    }  # fmt: skip
    assert not progress_of(told, {}, [other], TODAY).steps[-1].complete
