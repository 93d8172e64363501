"""The Audit page: the trail's state, its heads, what is taken away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from casework.load import Import, bring_in
from graph.store.workspace import Workspace
from graph.trail_tree import root_of, wrong_with
from screens import state, trail_state
from tests.casework.trodden import act, rewritten, signed, trodden
from tests.graph.store.shelf import tampering
from tests.screens.test_app import AT, said, shown


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    made = trodden(tmp_path / "w")
    monkeypatch.setenv("LOOKTHROUGH_WORKSPACE", str(made.folder))
    return made


def labels(page: AppTest) -> list[str]:
    return [str(each.proto.label) for each in page.get("download_button")]


def test_an_unsigned_trail_is_shown_with_its_root_and_how_to_sign_it(workspace: Workspace) -> None:
    page = shown("audit")
    told = said(page)
    assert root_of(workspace.trail()) in told and workspace.trail()[-1].hash in told
    assert "the trail is whole" in told and "trail sign --key" in told
    assert labels(page)[0] == "Proof of this entry as JSON" and "Head as JSON" not in labels(page)


def test_signed_heads_are_listed_and_can_be_taken_away(workspace: Workspace) -> None:
    signed(workspace)
    act(workspace, "more")
    page = shown("audit")
    told = said(page)
    assert "Signed heads (1)" in told and "signature valid, the trail agrees" in told and "clerk" in told
    assert labels(page)[:3] == ["Head as JSON", "Time-stamp request TSQ", "Proof of this entry as JSON"]
    assert "签名有效，与记录一致" in said(shown_zh())


def shown_zh() -> AppTest:
    return shown("audit", lang="zh")


def test_what_was_done_to_the_trail_is_said_in_both_languages(workspace: Workspace) -> None:
    signed(workspace)
    assert "signature valid, the trail agrees" in said(shown("audit"))
    with tampering(workspace) as connection:
        connection.execute("DELETE FROM trail WHERE seq = 2")
    page = shown("audit")
    assert "the trail is not whole" in said(page) and "entry 2 removed" in said(page)
    assert "signature valid, the trail agrees" not in said(page)
    assert "Proof of this entry as JSON" not in labels(page)
    assert "第2条被删除" in said(shown_zh())


def test_a_rewritten_trail_is_told_by_its_head(workspace: Workspace) -> None:
    signed(workspace)
    rewritten(workspace, 3)
    told = said(shown("audit"))
    assert "rewritten after signing, within entries 1 to 5" in told and "the trail is not whole" in told


def test_a_lost_head_is_named(workspace: Workspace) -> None:
    kept = signed(workspace)
    kept.path.unlink()
    assert f"{kept.path.name}: a signed head is gone" in said(shown("audit"))


def test_an_act_of_sealing_can_be_sifted(workspace: Workspace) -> None:
    signed(workspace)
    told = said(shown("audit", what="sealed"))
    assert "sealed · sign-head" in told and "seen · view" not in told


def test_a_proof_holds_and_what_leaves_is_noted(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    head = signed(workspace).head
    under = json.loads(trail_state._proof(workspace.folder, 3, head.entries))
    assert wrong_with(under) is None and under["root"] == head.root
    assert wrong_with(json.loads(trail_state._proof(workspace.folder, 6, None))) is None
    monkeypatch.setattr(state, "workspace_path", lambda: workspace.folder)
    assert state.handed_out("trail", lambda: "x", format="jsonl")() == b"x"
    last = workspace.trail()[-1]
    assert (last.verb, last.object, json.loads(last.detail)["format"]) == ("export", "trail", "jsonl")
    assert json.loads(last.detail)["sha256"] == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"


def test_who_was_looked_at_in_the_app_stands_in_the_trail_without_his_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = "110105199003078515"
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "parties.csv").write_text(f"id,kind,name\n{number},person,王五\nC,company,重庆丙江有限公司\n")
    (tmp_path / "f" / "holdings.csv").write_text(f"owner,company,share\n{number},C,60%\n")
    held = Workspace.at(tmp_path / "w")
    bring_in(held, Import((tmp_path / "f",)), actor="test", at=AT)
    monkeypatch.setenv("LOOKTHROUGH_WORKSPACE", str(held.folder))
    shown("entity", party="C")
    shown("entity", party=number)
    shown("queries", q="owners-up", **{"p.party": number, "run": "1"})
    told = [(entry.verb, entry.object) for entry in held.trail()]
    assert ("view", "party C") in told and ("view", "party ****8515") in told
    assert number not in json.dumps([entry.object + entry.detail for entry in held.trail()])
    assert held.verify() == []


def test_no_private_key_passes_through_the_page() -> None:
    for path in (Path(trail_state.__file__), Path(state.__file__)):
        assert "private_key" not in path.read_text("utf-8") and "file_uploader" not in path.read_text("utf-8")
