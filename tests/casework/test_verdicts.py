"""Decisions on leads and the trail, as people read it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from casework.audit import acts, as_lines, note
from casework.verdicts import LeadVerdict, history_of, judge_lead, verdicts_of
from graph.errors import LookthroughError
from graph.store.workspace import Workspace
from graph.trail import TrailEntry
from graph.trail_breaks import breaks

AT = "2024-10-01T08:00:00Z"


@pytest.fixture
def held(tmp_path: Path) -> Workspace:
    return Workspace.at(tmp_path / "w")


def word(decided: str, reason: str = "", lead: str = "L1", case: str = "c") -> LeadVerdict:
    return LeadVerdict(case, lead, decided, reason, "me", AT)  # type: ignore[arg-type]


def test_the_last_word_on_a_lead_stands_and_earlier_ones_stay_readable(held: Workspace) -> None:
    judge_lead(held, word("dismissed", " paid \n in full "))
    judge_lead(held, word("confirmed"))
    judge_lead(held, word("confirmed", lead="L2", case="other"))
    assert {k: v.decided for k, v in verdicts_of(held, "c").items()} == {"L1": "confirmed"}
    assert [(v.decided, v.reason) for v in history_of(held, "c")["L1"]] == [
        ("dismissed", "paid in full"),
        ("confirmed", ""),
    ]
    judge_lead(held, word("open"))
    assert verdicts_of(held, "c") == {} and len(history_of(held, "c")["L1"]) == 3
    assert held.verify() == []


@pytest.mark.parametrize(("decided", "reason"), [("dismissed", "  "), ("maybe", "x"), ("confirmed", "x" * 2001)])
def test_a_word_that_cannot_be_kept_leaves_nothing(held: Workspace, decided: str, reason: str) -> None:
    with pytest.raises(LookthroughError):
        judge_lead(held, word(decided, reason))
    assert held.trail() == []


def test_the_trail_is_read_newest_first_and_sifted(held: Workspace) -> None:
    judge_lead(held, word("dismissed", "same family"))
    assert note(held, "view", "c", {"lead": "L1"}, actor="you", at=AT)
    found = acts(held.trail())
    assert [(a.what, a.actor) for a in found] == [("seen", "you"), ("decided", "me")]
    assert [a.verb for a in acts(held.trail(), ("decided",))] == ["judge-lead"]
    assert [a.verb for a in acts(held.trail(), (), "FAMILY")] == ["judge-lead"]
    assert "ledger" not in found[0].note and "lead L1" in found[0].note


def test_the_trail_taken_away_can_be_checked_and_a_changed_line_is_found(held: Workspace) -> None:
    judge_lead(held, word("confirmed"))
    note(held, "view", "c", {}, actor="you", at=AT)
    rows = [TrailEntry(**json.loads(line)) for line in as_lines(held.trail()).decode().splitlines()]
    assert breaks(rows) == []
    rows[0] = TrailEntry(**{**json.loads(as_lines(held.trail()).decode().splitlines()[0]), "actor": "nobody"})
    assert [b.seq for b in breaks(rows)] == [1]


def test_a_note_is_handed_back_while_another_writes(held: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casework.audit.WAIT_SECONDS", 0.05)
    with held.write(actor="x", at=AT, command="import"):
        assert not note(held, "view", "c", {}, actor="you", at=AT)
    assert held.trail() == []
