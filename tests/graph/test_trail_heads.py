"""Signed heads: whom they convict, and whom they leave alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import LookthroughError, UnreadableInput
from graph.trail import TrailEntry, link
from graph.trail_heads import (
    TrailHead,
    as_document,
    faults_of,
    head_of,
    key_name,
    own_fault,
    read_head,
    signature_holds,
    signed_bytes,
)
from tests.graph.test_trail_breaks import chain

AT = "2024-10-01T08:00:00Z"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))


def public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def signed(entries: Sequence[TrailEntry], key: Ed25519PrivateKey = KEY) -> TrailHead:
    head = head_of(entries, "5" * 64, AT, public(key))
    return replace(head, signature=key.sign(signed_bytes(head)).hex())


def told(head: TrailHead, entries: Sequence[TrailEntry], *pinned: str) -> str | None:
    fault = faults_of({"h": head}, entries, pinned).get("h")
    return fault.wrong if fault else None


def test_the_signed_bytes_are_fixed_for_ever() -> None:
    head = head_of(chain(2), None, AT, public(KEY))
    said = signed_bytes(head).decode("ascii")
    assert said.startswith('{"at":"2024-10-01T08:00:00Z","document":"lookthrough trail head","entries":2,"head":"')
    assert said.endswith('"snapshot":null,"version":1}') and "signature" not in said
    assert signed(chain(2)).signature == signed(chain(2)).signature


@given(st.integers(0, 30), st.integers(0, 9))
def test_a_head_agrees_with_its_trail_however_long_it_grew(length: int, more: int) -> None:
    assert told(signed(chain(length)), chain(length + more), public(KEY)) is None


def test_a_head_survives_its_file() -> None:
    head = signed(chain(3))
    assert read_head(as_document(head), "h") == head
    assert signature_holds(read_head(as_document(head), "h"))


@pytest.mark.parametrize(
    "change",
    [{"entries": 2}, {"head": "a" * 64}, {"root": "b" * 64}, {"snapshot": None}, {"at": "2024-10-02T08:00:00Z"}],
)
def test_a_changed_field_breaks_the_signature(change: dict[str, object]) -> None:
    assert told(replace(signed(chain(3)), **change), chain(3)) == "signature"  # type: ignore[arg-type]


def test_a_pinned_key_refuses_another_s_head() -> None:
    head = signed(chain(3), OTHER)
    assert told(head, chain(3)) is None
    assert told(head, chain(3), public(KEY)) == "stranger"
    fault = own_fault(head, [public(KEY)])
    assert fault is not None and key_name(public(KEY)) in fault.expected and key_name(public(OTHER)) in fault.found
    assert told(head, chain(3), public(KEY), public(OTHER)) is None


@given(st.integers(1, 30), st.data())
def test_a_cut_end_is_told_with_its_entries(length: int, data: st.DataObject) -> None:
    left = data.draw(st.integers(0, length - 1))
    fault = faults_of({"h": signed(chain(length))}, chain(length)[:left])["h"]
    assert (fault.wrong, fault.first, fault.last) == ("cut", left + 1, length)


def test_a_wholly_rewritten_trail_is_told_with_the_entries_among_which() -> None:
    heads = {"late": signed(chain(9)), "early": signed(chain(3))}
    (name, fault), *rest = faults_of(heads, chain(9, "decide")).items()
    assert (name, fault.wrong, fault.first, fault.last, len(rest)) == ("early", "rewritten", 1, 3, 1)


def test_what_an_earlier_head_vouches_for_was_not_rewritten() -> None:
    heads = {"late": signed(chain(9)), "early": signed(chain(3))}
    grown = chain(3)
    while len(grown) < 9:
        grown.append(link(grown[-1].hash, len(grown) + 1, AT, "forger", "import", "x", "{}"))
    ((name, fault),) = faults_of(heads, grown).items()
    assert (name, fault.wrong, fault.first, fault.last) == ("late", "rewritten", 4, 9)


def test_a_root_that_is_not_the_trail_s_is_told() -> None:
    head = replace(signed(chain(3)), root="0" * 64, signature="")
    forged = replace(head, signature=KEY.sign(signed_bytes(head)).hex())
    assert told(forged, chain(3)) == "root"


@pytest.mark.parametrize(
    "text", [b"", b"{}", b"[]", b"null", b"\xff", b'{"document": "lookthrough trail head", "version": 1}']
)
def test_another_file_is_no_head(text: bytes) -> None:
    with pytest.raises(UnreadableInput, match="no head"):
        read_head(text, "x.json")


@pytest.mark.parametrize(
    "change",
    [
        {"more": 1},
        {"version": 2},
        {"entries": "3"},
        {"entries": True},
        {"signature": "zz"},
        {"at": "noon"},
        {"snapshot": 4},
    ],
)
def test_a_head_with_other_fields_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(UnreadableInput):
        read_head(json.dumps(json.loads(as_document(signed(chain(3)))) | change).encode(), "x.json")


def test_the_hour_of_a_head_is_an_instant() -> None:
    with pytest.raises(LookthroughError, match="UTC"):
        head_of(chain(1), None, "now", public(KEY))
