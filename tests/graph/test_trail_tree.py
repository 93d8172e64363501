"""Proofs over the trail: they hold, and a forged one does not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import LookthroughError, UnreadableInput
from graph.trail_tree import extension_of, proof_of, root_of, wrong_with
from tests.graph.test_trail_breaks import chain


def reread(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(document))
    return found


@given(st.integers(1, 40), st.data())
def test_every_entry_is_proven_with_its_own_root(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    count = data.draw(st.integers(1, length))
    proof = reread(proof_of(entries, data.draw(st.integers(1, count)), count))
    assert wrong_with(proof) is None
    assert (proof["entries"], proof["root"]) == (count, root_of(entries[:count]))


@given(st.integers(0, 40), st.data())
def test_a_later_trail_begins_with_the_earlier(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    earlier = data.draw(st.integers(0, length))
    found = reread(extension_of(entries, earlier))
    assert wrong_with(found) is None
    assert found["earlier"] == {"entries": earlier, "root": root_of(entries[:earlier])}


@pytest.mark.parametrize("column", ["actor", "verb", "object", "detail", "at"])
def test_a_forged_entry_in_a_proof_is_named(column: str) -> None:
    proof = reread(proof_of(chain(9), 4))
    proof["entry"][column] += "x"
    assert "entry 4 does not have the hash" in str(wrong_with(proof))


def test_an_entry_of_another_trail_does_not_lead_to_the_root() -> None:
    proof = reread(proof_of(chain(9), 4))
    proof["entry"] = proof_of(chain(9, "decide"), 4)["entry"]
    assert "does not lead to the root of 9 entries" in str(wrong_with(proof))
    other = reread(proof_of(chain(9), 4))
    other["root"] = root_of(chain(9, "decide"))
    assert "does not lead" in str(wrong_with(other))


def test_a_rewritten_beginning_is_no_extension() -> None:
    found = reread(extension_of(chain(9), 5))
    found["earlier"]["root"] = root_of(chain(5, "decide"))
    assert "does not begin with the 5" in str(wrong_with(found))


@pytest.mark.parametrize("seq", [0, 4, -1])
def test_no_such_entry(seq: int) -> None:
    with pytest.raises(LookthroughError, match="no entry"):
        proof_of(chain(3), seq)
    with pytest.raises(LookthroughError, match="3 entries"):
        root_of(chain(3), 4)
    with pytest.raises(LookthroughError, match="no part"):
        extension_of(chain(3), 4)


@pytest.mark.parametrize(
    "change",
    [
        {"document": "a shopping list"},
        {"version": 2},
        {"path": ["zz"]},
        {"path": 7},
        {"root": "00"},
        {"entries": -1},
        {"entries": True},
        {"entry": {}},
        {"entry": None},
    ],
)
def test_another_file_is_refused_in_one_line(change: dict[str, Any]) -> None:
    with pytest.raises(UnreadableInput):
        wrong_with(proof_of(chain(3), 2) | change)
