"""merges, contradictions, verify and the like, apart from the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casework.answers import (
    contradictions_of,
    decide,
    forget,
    indicators_of,
    keep_apart,
    masked_lines,
    merges_of,
    note_export,
    status_of,
)
from casework.desk import open_desk
from casework.load import Import, bring_in
from casework.verification import verify
from graph.errors import LookthroughError
from graph.store.workspace import Workspace
from tests.shelf import frozen

AT = "2026-01-01T00:00:00Z"
NAMESAKES = """owner,company,share,start
张伟,重庆甲江建设有限公司,60%,2019-01-01
张伟,重庆乙江建设有限公司,60%,2020-05
张伟,重庆丙江建设有限公司,60%,
"""
NUMBERED = """id,kind,name,identifier,other_identifiers
A,company,重庆甲江建设有限公司,91990100MA90000119,
B,company,重庆甲江建设有限公司,91990100MA900002X1,
P,person,王五,,cn-id:110101199003078515
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "holdings.csv").write_text(NAMESAKES, encoding="utf-8")
    held = Workspace.at(tmp_path / "w")
    bring_in(held, Import((tmp_path / "holdings.csv",), label="s"), actor="t", at=AT)
    return held


def current(workspace: Workspace) -> str:
    return open_desk(workspace).snapshot.id


def test_what_waits_for_a_decision_stands_first(workspace: Workspace) -> None:
    offers = merges_of(open_desk(workspace).snapshot)
    assert len(offers) >= 2 and {o["decision"] for o in offers} == {"perhaps"}
    decide(workspace, offers[0]["id"], "same", actor="judge", at=AT)
    decide(workspace, offers[1]["id"], "not", actor="judge", at=AT)
    order = [o["decision"] for o in merges_of(open_desk(workspace).snapshot)]
    assert order == sorted(order, key=["perhaps", "not", "same"].index)


def test_a_merge_names_both_records_and_the_party_each_is_now(workspace: Workspace) -> None:
    offer = merges_of(open_desk(workspace).snapshot)[0]
    assert offer["left"]["record"] != offer["right"]["record"] and offer["left"]["id"] != offer["right"]["id"]
    decide(workspace, offer["id"], "same", actor="judge", at=AT)
    joined = next(m for m in merges_of(open_desk(workspace).snapshot) if m["id"] == offer["id"])
    assert joined["left"]["id"] == joined["right"]["id"]
    assert (joined["decided_by"], joined["at"], joined["reasons"][0]["feature"]) == ("judge", AT, "decided")


def test_undo_gives_the_snapshot_back_and_the_trail_keeps_all(workspace: Workspace) -> None:
    before = current(workspace)
    offer = merges_of(open_desk(workspace).snapshot)[0]["id"]
    for verdict in ("same", "undo", "not", "undo"):
        assert decide(workspace, offer, verdict, actor="judge", at=AT, reason="why") == current(workspace)
        assert (current(workspace) == before) == (verdict == "undo")
    said = [e.detail for e in workspace.trail() if e.verb == "decide"]
    assert len(said) == 4 and len(workspace.decision_history()) == 4
    with pytest.raises(LookthroughError, match="nothing was decided"):
        decide(workspace, offer, "undo", actor="judge", at=AT)
    assert verify(workspace.folder)["ok"]


def test_an_undo_outlives_the_next_import(workspace: Workspace, tmp_path: Path) -> None:
    offer = merges_of(open_desk(workspace).snapshot)[0]["id"]
    decide(workspace, offer, "same", actor="judge", at=AT)
    decide(workspace, offer, "undo", actor="judge", at=AT)
    (tmp_path / "rates.csv").write_text("from,to,rate,date\nHKD,CNY,0.9,2024-01-01\n")
    bring_in(workspace, Import((tmp_path / "rates.csv",), label="s"), actor="t", at=AT)
    assert next(m for m in merges_of(open_desk(workspace).snapshot) if m["id"] == offer)["decision"] == "perhaps"


def test_valid_identifiers_that_differ_are_never_joined(tmp_path: Path) -> None:
    (tmp_path / "parties.csv").write_text(NUMBERED, encoding="utf-8")
    workspace = Workspace.at(tmp_path / "w")
    bring_in(workspace, Import((tmp_path / "parties.csv",)), actor="t", at=AT)
    refused = next(m for m in merges_of(open_desk(workspace).snapshot) if m["decision"] == "not")
    with pytest.raises(LookthroughError, match="identifiers differ"):
        decide(workspace, refused["id"], "same", actor="judge", at=AT)
    with pytest.raises(LookthroughError, match="no such decision"):
        decide(workspace, refused["id"], "perhaps", actor="judge", at=AT)


def test_contradictions_name_rows_and_mask_numbers() -> None:
    rows = "id,kind,name,other_identifiers\nP,person,王五,cn-id:110101199003078516\n"
    found = contradictions_of(frozen({"s": {"parties.csv": rows}}))
    assert [c["kind"] for c in found] == ["identifier"]
    assert found[0]["parties"] == [{"id": "P", "name": "王五", "kind": "person"}]
    assert (found[0]["statements"][0]["source"], found[0]["statements"][0]["row"]) == ("parties.csv", 2)
    assert "110101199003078516" not in str(found) and found[0]["settle"]["en"]


def test_notes_are_masked() -> None:
    assert masked_lines(["no row declares 110101199003078515", "plain"]) == ["no row declares ****8515", "plain"]


def test_indicators_are_twelve_as_of_the_newest_day(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    party = desk.snapshot.parties.filter(kind="company")["id"][0]
    for day in (None, date(2021, 1, 1)):
        rows = indicators_of(desk, party, day, date(2026, 1, 1))
        assert len(rows) == 12 and {r["as_of"] for r in rows} <= {"2021-01-01", "2020-05-31", "2019-01-01"}


def test_status_counts_statements_and_spans_the_days(workspace: Workspace) -> None:
    status = status_of(workspace, open_desk(workspace).snapshot)
    assert (status["from"], status["to"], status["interests"], status["batches"]) == ("2019-01-01", "2020-05", 3, 1)
    assert status["statements"] >= 9 and status["sources"][0]["rows"] == 3


def test_forget_takes_an_id_a_name_or_a_label(workspace: Workspace) -> None:
    source = workspace.sources()[0]
    with pytest.raises(LookthroughError, match="no source"):
        forget(workspace, "nothing", actor="t", at=AT)
    assert forget(workspace, source.id, actor="t", at=AT) == ["s/holdings.csv"]
    with pytest.raises(LookthroughError, match="no source"):
        forget(workspace, "s/holdings.csv", actor="t", at=AT)
    assert [e.object for e in workspace.trail() if e.verb == "forget"] == ["s/holdings.csv"]


def test_verify_of_a_workspace_whose_ledger_is_broken(workspace: Workspace) -> None:
    note_export(workspace, ["c"], actor="t", at=AT)
    assert verify(workspace.folder)["ok"]
    for name in ("ledger.sqlite-wal", "ledger.sqlite-shm"):
        (workspace.folder / name).unlink(missing_ok=True)
    workspace.ledger.chmod(0o600)
    workspace.ledger.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    found = verify(workspace.folder)
    assert not found["ok"] and found["altered"][0]["what"] == "ledger.sqlite"


@pytest.mark.parametrize(
    ("out", "fits"), [("out", True), ("w-out", True), ("w", False), ("w/out", False), (".", False)]
)
def test_reports_and_workspace_have_folders_of_their_own(
    workspace: Workspace, tmp_path: Path, out: str, *, fits: bool
) -> None:
    if fits:
        keep_apart(workspace, tmp_path / out)
        return
    with pytest.raises(LookthroughError, match="of their own"):
        keep_apart(workspace, tmp_path / out)
