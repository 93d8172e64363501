"""Heads: signed over a whole trail, kept, found again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from casework.signing import folder_of, kept_head, kept_heads
from graph.errors import LookthroughError
from graph.trail_heads import read_head, signature_holds
from graph.trail_tree import root_of
from tests.casework.trodden import OTHER, PUBLIC, act, rewritten, signed, trodden
from tests.graph.store.shelf import LATER, tampering


def test_a_head_says_what_the_trail_is(tmp_path: Path) -> None:
    workspace = trodden(tmp_path / "w")
    before = workspace.trail()
    made = signed(workspace)
    assert (made.head.entries, made.head.head, made.head.root) == (5, before[-1].hash, root_of(before))
    assert (made.head.at, made.head.public_key, made.head.snapshot) == (LATER, PUBLIC, None)
    assert signature_holds(made.head) and read_head(made.path.read_bytes(), "x") == made.head


def test_that_it_was_signed_stands_in_the_trail(tmp_path: Path) -> None:
    workspace = trodden(tmp_path / "w")
    made = signed(workspace)
    last = workspace.trail()[-1]
    detail = json.loads(last.detail)
    assert (last.verb, last.actor, last.object, detail["sha256"]) == ("sign-head", "clerk", "entries 5", made.sha256)
    assert workspace.verify() == []


def test_the_same_trail_hour_and_key_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = (signed(trodden(tmp_path / name)) for name in "ab")
    assert (one.text, one.name) == (other.text, other.name)


def test_a_copy_goes_where_it_is_asked_for_and_overwrites_nothing(tmp_path: Path) -> None:
    workspace = trodden(tmp_path / "w")
    made = signed(workspace, out=tmp_path / "head.json")
    assert (tmp_path / "head.json").read_bytes() == made.text == made.path.read_bytes()
    with pytest.raises(LookthroughError, match="never overwritten"):
        signed(workspace, out=tmp_path / "head.json")
    assert len(kept_heads(workspace)[0]) == 1


def test_a_broken_trail_is_not_signed(tmp_path: Path) -> None:
    workspace = trodden(tmp_path / "w")
    with tampering(workspace) as connection:
        connection.execute("UPDATE trail SET actor = 'x' WHERE seq = 2")
    with pytest.raises(LookthroughError, match="not whole: entry 2 changed"):
        signed(workspace)
    assert kept_heads(workspace) == ([], [])


def test_a_trail_at_odds_with_an_earlier_head_is_not_signed(tmp_path: Path) -> None:
    workspace = trodden(tmp_path / "w")
    first = signed(workspace)
    rewritten(workspace, 2)
    with pytest.raises(LookthroughError, match=rf"at odds with head {first.name} \(rewritten\)"):
        signed(workspace)
    assert [one.name for one in kept_heads(workspace)[0]] == [first.name]


def test_heads_are_found_by_name_number_or_hash(tmp_path: Path) -> None:
    workspace = trodden(tmp_path / "w")
    first = signed(workspace)
    act(workspace, "more")
    last = signed(workspace, OTHER)
    assert kept_head(workspace) == last
    for wanted in (first.name, f"{first.name}.json", "5", first.sha256[:9]):
        assert kept_head(workspace, wanted) == first
    with pytest.raises(LookthroughError, match="no signed head nosuch"):
        kept_head(workspace, "nosuch")
    with pytest.raises(LookthroughError, match="trail sign --key"):
        kept_head(trodden(tmp_path / "other"))


def test_a_file_that_is_no_head_is_named(tmp_path: Path) -> None:
    workspace = trodden(tmp_path / "w")
    made = signed(workspace)
    (folder_of(workspace) / "notes.json").write_text("{}")
    assert kept_heads(workspace) == ([made], ["notes.json"])
