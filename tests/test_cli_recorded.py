"""What enters the trail by the command line, and what never does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph.store.workspace import Workspace
from tests.called import CASE, Call

RESIDENT = "110105199003078515"


def recorded(place: Path) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (e.verb, e.object, {k: v for k, v in json.loads(e.detail).items() if k != "ledger"})
        for e in Workspace(place / "w").trail()
    ]


@pytest.mark.parametrize(
    ("argv", "noted"),
    [
        (("owners", "A"), [("view", "party A", {"by": "owners"})]),
        (("indicators", "A"), [("view", "party A", {"by": "indicators"})]),
        (("contradictions", "A"), [("view", "party A", {"by": "contradictions"})]),
        (("paths", "P", "B"), [("view", "party P", {"by": "paths"}), ("view", "party B", {"by": "paths"})]),
        (("query", "run", "empty-posts"), [("query", "empty-posts", {})]),
        (("query", "run", "empty-posts", "--out", "q.csv"), [("query", "empty-posts", {"to a file": True})]),
        (("query", "run", "owners-up", "--param", "party=A"), [("query", "owners-up party=A", {})]),
        (("status",), []),
        (("contradictions",), []),
        (("owners", "nobody"), []),
    ],
)
def test_who_looked_at_whom_is_noted(
    ring: Call, tmp_path: Path, argv: tuple[str, ...], noted: list[tuple[str, str, dict[str, Any]]]
) -> None:
    before = len(recorded(tmp_path))
    ring(*argv)
    assert recorded(tmp_path)[before:] == noted
    assert ring("verify", "w").code == 0


def test_what_was_handed_out_is_noted_with_level_readers_and_formats(ring: Call, tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(CASE)
    asked = ("--formats", "json,html", "--level", "court", "--form", "judge", "--delete-by", "2030-01-01", "--pack")
    assert ring("leads", "one.toml", "--out", "out", *asked).code == 0
    verb, case, detail = recorded(tmp_path)[-1]
    assert (verb, case, detail["level"], detail["formats"]) == ("export", "one", "court", ["json", "html"])
    assert (detail["forms"], detail["pack"], detail["delete_by"]) == (["judge"], True, "2030-01-01")
    assert len(detail["sha256"]) == 64


def test_a_batch_notes_each_case(ring: Call, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("id,debtors,amount,arose\nc1,A,1,2020-01-01\nc2,B,1,2020-01-01\n")
    assert (
        ring("batch", "cases.csv", "--out", "out", "--workers", "1", "--formats", "json", "--level", "client").code == 0
    )
    told = [(verb, case, d["level"], d["formats"]) for verb, case, d in recorded(tmp_path)[-2:]]
    assert told == [("export", "c1", "client", ["json"]), ("export", "c2", "client", ["json"])]


def test_a_peek_at_the_watch_list_is_a_look(ring: Call, tmp_path: Path) -> None:
    ring("watch", "add", "party", "A")
    assert ring("watch", "run", "--peek").code == 0
    assert recorded(tmp_path)[-1] == ("view", "watch list", {"by": "watch run"})
    assert ring("watch", "run", "--quiet").code == 0
    assert recorded(tmp_path)[-1][0] == "watch-run"


def test_a_case_compared_is_a_case_seen(ring: Call, tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(CASE)
    snapshot = ring("status", "--json").value["snapshot"]
    assert ring("diff", snapshot[:12], "--case", "one.toml").code == 0
    assert recorded(tmp_path)[-1] == ("view", "one", {"by": "diff"})


def test_a_look_that_cannot_be_noted_is_answered_and_said(
    ring: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casework.audit.WAIT_SECONDS", 0.05)
    with Workspace(tmp_path / "w").write(actor="other", at="2026-01-01T00:00:00Z", command="import"):
        ran = ring("owners", "A")
    assert ran.code == 0 and "重庆" in ran.out and "not in the trail" in ran.err


def test_no_number_of_a_person_enters_the_trail(call: Call, tmp_path: Path) -> None:
    """Where the file's own ids are such numbers, and where somebody writes one into a reason."""
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "parties.csv").write_text(f"id,kind,name\n{RESIDENT},person,王五\nC,company,重庆丙江有限公司\n")
    (tmp_path / "f" / "holdings.csv").write_text(f"owner,company,share\n{RESIDENT},C,60%\n张伟,C,10%\n张伟,D,10%\n")
    assert call("import", "f").code == 0
    for argv in (
        ("owners", RESIDENT),
        ("paths", RESIDENT, "C"),
        ("indicators", "王五"),
        ("watch", "add", "party", RESIDENT),
    ):
        assert call(*argv).code == 0
    (offer, *_) = call("merges", "--json").value
    call("merges", "--reject", offer["id"], "--reason", f"身份证 {RESIDENT} 不同，电话 13812345678")
    told = json.dumps(recorded(tmp_path), ensure_ascii=False)
    assert RESIDENT not in told and "13812345678" not in told and told.count("party ****8515") >= 4
    assert call("verify", "w").code == 0
    text = (tmp_path / "w" / "lookthrough.log").read_text()
    assert RESIDENT not in text
