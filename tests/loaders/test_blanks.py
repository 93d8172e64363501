"""Blanks and guards off, and no more than these."""

from __future__ import annotations

from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders import blanks
from loaders.blanks import tidied, wide_blanks


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        (" x\t", "x"),
        ("\u3000\u200b x\u00a0\ufeff", "x"),
        ("x y", "x y"),
        ("x\u3000y", "x\u3000y"),
        ("'622202198001011234", "622202198001011234"),
        (" '0123 ", "0123"),
        ('="0123"', "0123"),
        ("'tis", "'tis"),
        ('="x"', '="x"'),
        ("=1+2", "=1+2"),
        ("'", "'"),
        ("", None),
        (" \u2060", None),
        ("\n", "\n"),
    ],
)
def test_tidied(given_text: str, kept: str | None) -> None:
    assert tidied(pl.DataFrame({"c0": [given_text, None, "other"]}))["c0"].to_list() == [kept, None, "other"]


WIDE = "\u00a0\u3000\ufeff\u200b\u200c\u200d\u2060"
ALIKE = "©、（“€\u2061\u200e\u3001\uff1b"  # the same first byte, or the first and the last


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="a 张\n" + ALIKE, max_size=30), st.sampled_from(["", *WIDE]), st.integers(1, 9))
def test_a_wide_blank_is_found_wherever_it_stands(text: str, sign: str, block: int) -> None:
    half = len(text) // 2
    with patch.object(blanks, "_BLOCK", block):
        assert wide_blanks((text[:half] + sign + text[half:] + "\n").encode()) is bool(sign)
