"""Certificates of a stamp in DER's order, all else as it was."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.der import certificates_in_order


def item(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    size = bytes([len(body)]) if len(body) < 0x80 else b"\x82" + len(body).to_bytes(2, "big")
    return bytes([tag]) + size + body


def response(*certificates: bytes) -> bytes:
    """TimeStampResp of RFC 3161 §2.4.2 as far as its shape goes."""
    signed = item(0x30, item(2, b"\3"), item(0x31), item(0x30, item(6, b"\x2a")), item(0xA0, *certificates), item(0x31))
    return item(0x30, item(0x30, item(2, b"\0")), item(0x30, item(6, b"\x2a"), item(0xA0, signed)))


SORTED = [item(0x30, b"a" * 9), item(0x30, b"b" * 9), item(0x30, b"c" * 300)]


@pytest.mark.parametrize("order", list(permutations(SORTED)))
def test_any_order_becomes_the_sorted_one(order: tuple[bytes, ...]) -> None:
    assert certificates_in_order(response(*order)) == response(*sorted(order))


def test_what_is_sorted_or_has_none_stays() -> None:
    assert certificates_in_order(response(*SORTED)) == response(*SORTED)
    assert certificates_in_order(response()) == response()
    refused = item(0x30, item(0x30, item(2, b"\2")))
    assert certificates_in_order(refused) == refused


@given(st.binary(max_size=200))
def test_anything_else_stays_as_it_is(content: bytes) -> None:
    assert certificates_in_order(content) == content


@given(st.integers(0, 420), st.integers(0, 255))
def test_a_broken_answer_keeps_its_length(at: int, byte: int) -> None:
    whole = bytearray(response(*SORTED[::-1]))
    whole[at % len(whole)] = byte
    assert sorted(certificates_in_order(bytes(whole))) == sorted(whole)
