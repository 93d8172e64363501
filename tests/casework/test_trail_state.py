"""The trail against its heads: what a chain alone cannot show."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.signing import folder_of
from casework.trail_state import Witness, as_value, misfits, state_of
from casework.verification import verify
from graph.errors import LookthroughError
from graph.store.workspace import Workspace
from tests.casework.trodden import OTHER, PUBLIC, STRANGE, act, rewritten, signed, trodden
from tests.graph.store.shelf import tampering


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Five acts, a head (entry 6), two more acts, a head (entry 9), one more."""
    made = trodden(tmp_path / "w")
    signed(made, out=tmp_path / "early.json")
    act(made, "six", "seven")
    signed(made, out=tmp_path / "late.json")
    act(made, "eight")
    return made


def told(workspace: Workspace, witness: Witness | None = None) -> list[str]:
    return [one.what for one in misfits(state_of(workspace, witness))]


def test_an_untouched_trail_is_whole_and_silent(workspace: Workspace, tmp_path: Path) -> None:
    state = state_of(workspace, Witness((PUBLIC,), (tmp_path / "early.json", tmp_path / "late.json")))
    assert state.whole and misfits(state) == []
    assert [(one.kept.head.entries, one.by, one.ok) for one in state.heads] == [(5, "clerk", True), (8, "clerk", True)]
    found = verify(workspace.folder)
    assert found["ok"] and found["trail"]["whole"] and found["trail"]["entries"] == 10
    assert found["trail"] == as_value(state_of(workspace))


def test_a_rewritten_trail_is_told_between_the_heads(workspace: Workspace) -> None:
    rewritten(workspace, 7)
    assert verify(workspace.folder)["trail"]["faults"] == []
    (line,) = told(workspace)
    assert "rewritten after signing, within entries 6 to 8" in line and "00000008-" in line
    assert not verify(workspace.folder)["ok"]


def test_a_trail_rewritten_from_the_start_fails_every_head(workspace: Workspace) -> None:
    rewritten(workspace, 1)
    assert ["within entries 1 to 5" in told(workspace)[0], "within entries 1 to 8" in told(workspace)[1]] == [
        True,
        True,
    ]


def test_a_cut_end_with_its_head_rewritten_is_told_by_a_kept_head(workspace: Workspace) -> None:
    rewritten(workspace, 7, 6)
    (line,) = told(workspace)
    assert "signed over 8, now there are 6: entries 7 to 8 cut off the end" in line
    value = as_value(state_of(workspace))["heads"]
    assert [(one["wrong"], one["ok"]) for one in value] == [(None, True), ("cut", False)]
    assert "截去" in value[1]["said"]["zh"]


def test_whoever_takes_the_heads_along_is_told_by_one_kept_outside(workspace: Workspace, tmp_path: Path) -> None:
    rewritten(workspace, 4, 3)
    shutil.rmtree(folder_of(workspace))
    assert told(workspace) == []
    outside = Witness((), (tmp_path / "early.json",))
    assert "entries 4 to 5 cut off" in told(workspace, outside)[0]
    assert told(workspace, Witness((PUBLIC,))) == ["trail: no head is signed by the given key"]


def test_a_head_that_is_gone_or_altered_is_named(workspace: Workspace) -> None:
    first, second = sorted(folder_of(workspace).glob("*.json"))
    first.unlink()
    assert told(workspace) == [f"heads/{first.name}: a signed head is gone from the workspace"]
    second.write_text(second.read_text().replace('"entries": 8', '"entries": 7'))
    assert any("the signature does not fit" in line for line in told(workspace))
    second.write_text("{}")
    assert f"heads/{second.name}: this file is no signed head any more" in told(workspace)


def test_a_pinned_key_refuses_a_head_of_another(workspace: Workspace) -> None:
    assert told(workspace, Witness((PUBLIC, STRANGE))) == []
    signed(workspace, OTHER)
    assert told(workspace) == []
    (line,) = told(workspace, Witness((PUBLIC,)))
    assert "signed by another key than the given one" in line and "00000010-" in line


def test_a_broken_chain_is_told_by_the_chain_and_not_twice(workspace: Workspace) -> None:
    with tampering(workspace) as connection:
        connection.execute("DELETE FROM trail WHERE seq = 3")
    state = state_of(workspace)
    assert [(fault.what, fault.seq) for fault in state.faults] == [("removed", 3)]
    assert misfits(state) == [] and not state.whole
    assert ["what it was signed over was altered" in str(one.said) for one in state.heads] == [True, True]
    found = verify(workspace.folder)
    assert found["trail"]["faults"][0]["zh"] == "第3条被删除"
    assert any(a["what"] == "ledger.sqlite: trail entry 3 removed" for a in found["altered"])


def test_a_head_below_the_break_still_agrees_or_tells(workspace: Workspace) -> None:
    with tampering(workspace) as connection:
        connection.execute("UPDATE trail SET actor = 'x' WHERE seq = 7")
    assert [one.ok for one in state_of(workspace).heads] == [True, False]
    rewritten(workspace, 2, 7)
    with tampering(workspace) as connection:
        connection.execute("UPDATE trail SET actor = 'x' WHERE seq = 7")
    assert [one.fault.wrong if one.fault else None for one in state_of(workspace).heads] == ["rewritten", None]


def test_only_a_workspace_is_held_against_a_witness(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(LookthroughError, match="only a workspace has a trail"):
        verify(tmp_path / "out", witness=Witness((PUBLIC,)))


def test_a_ledger_that_cannot_be_read_is_said(workspace: Workspace) -> None:
    workspace.ledger.write_bytes(b"rubbish" * 999)
    found = verify(workspace.folder)
    assert not found["ok"] and not found["trail"]["whole"]


@given(st.integers(1, 9), st.integers(0, 12))
@settings(max_examples=12)
def test_any_rewriting_of_what_was_signed_is_found(
    tmp_path_factory: pytest.TempPathFactory, first: int, count: int
) -> None:
    """And one of what came after the head is not: that is what the next head is for."""
    folder = tmp_path_factory.mktemp("any")
    made = trodden(folder / "w")
    signed(made, out=folder / "head.json")
    act(made, "a", "b", "c")
    rewritten(made, first, max(count, first - 1))
    shutil.rmtree(folder_of(made))
    wrong = [one.fault.wrong for one in state_of(made, Witness((), (folder / "head.json",))).heads if one.fault]
    assert wrong == ([] if first > 5 else ["cut"] if max(count, first - 1) < 5 else ["rewritten"])
