"""Proofs made from a workspace, and checked without one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from casework import proving
from graph.errors import LookthroughError, UnreadableInput
from graph.store.workspace import Workspace
from tests.casework.trodden import OTHER, PUBLIC, act, rewritten, signed, trodden
from tests.graph.store.shelf import tampering


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = trodden(tmp_path / "w")
    signed(made, out=tmp_path / "early.json")
    act(made, "six", "seven")
    signed(made, out=tmp_path / "late.json")
    return made


def put(folder: Path, document: dict[str, Any]) -> Path:
    (folder / "p.json").write_text(json.dumps(document))
    return folder / "p.json"


def test_an_entry_is_proven_under_a_head(workspace: Workspace, tmp_path: Path) -> None:
    path = put(tmp_path, proving.proof(workspace, 3, 5))
    found = proving.check(path, [tmp_path / "early.json"], [PUBLIC])
    assert (found["ok"], found["heads"]) == (True, ["early.json"]) and "entry 3" in found["said"]
    assert proving.check(path, [], [])["ok"]


def test_a_head_of_another_size_or_key_is_named(workspace: Workspace, tmp_path: Path) -> None:
    path = put(tmp_path, proving.proof(workspace, 3, 5))
    (line,) = proving.check(path, [tmp_path / "late.json"], [])["wrong"]
    assert "make it with --entries 8" in line
    other = trodden(tmp_path / "o", 4)
    act(other, "different")
    signed(other, OTHER, out=tmp_path / "other.json")
    wrong = proving.check(path, [tmp_path / "other.json"], [PUBLIC])["wrong"]
    assert ["expected a signature of key" in wrong[0], "another one than the proof's" in wrong[1]] == [True, True]


def test_a_later_trail_is_proven_to_extend_an_earlier(workspace: Workspace, tmp_path: Path) -> None:
    for earlier in (str(tmp_path / "early.json"), "5"):
        path = put(tmp_path, proving.extension(workspace, earlier, 8))
        found = proving.check(path, [tmp_path / "early.json", tmp_path / "late.json"], [PUBLIC])
        assert (found["ok"], found["heads"]) == (True, ["early.json", "late.json"])


def test_a_rewritten_trail_extends_no_earlier_head(workspace: Workspace, tmp_path: Path) -> None:
    rewritten(workspace, 2)
    with pytest.raises(LookthroughError, match="does not begin with"):
        proving.extension(workspace, str(tmp_path / "early.json"))


def test_a_broken_trail_proves_nothing(workspace: Workspace) -> None:
    with tampering(workspace) as connection:
        connection.execute("UPDATE trail SET actor = 'x' WHERE seq = 2")
    for ask in (proving.root, lambda w: proving.proof(w, 4)):
        with pytest.raises(LookthroughError, match="not whole: entry 2 changed"):
            ask(workspace)


def test_the_root_of_an_earlier_state_is_the_head_s(workspace: Workspace, tmp_path: Path) -> None:
    head = json.loads((tmp_path / "early.json").read_text())
    assert proving.root(workspace, 5) == {name: head[name] for name in ("entries", "head", "root")}
    assert proving.root(workspace, 0)["head"] == "0" * 64


def test_a_head_is_checked_by_itself(workspace: Workspace, tmp_path: Path) -> None:
    assert proving.check(tmp_path / "early.json", [], [PUBLIC])["ok"]
    altered = tmp_path / "early.json"
    altered.write_text(altered.read_text().replace('"entries": 5', '"entries": 6'))
    assert not proving.check(altered, [], [])["ok"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"document": "other"}'])
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(UnreadableInput):
        proving.check(tmp_path / "x.json", [], [])
    with pytest.raises(UnreadableInput, match="cannot be read"):
        proving.check(tmp_path / "nothing.json", [], [])
