"""Rows as given, shown: what in a bare cell is masked."""

from __future__ import annotations

from casework.given import shown_cells


def test_a_bare_account_number_is_masked() -> None:
    """No heading stands beside a cell, and this number fails the card's check digit: only its length tells."""
    shown = shown_cells(["D", "P", "500000", "2023-03-05", "6222021234567894321", ""])
    assert shown[:4] == ("D", "P", "500000", "2023-03-05")
    assert shown[4] == "****4321"


def test_a_companys_code_and_a_hash_are_kept() -> None:
    kept = ("91310115MA1K4XYZ0Q", "ab" * 32)
    assert shown_cells(kept) == kept
