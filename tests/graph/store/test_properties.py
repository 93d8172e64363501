"""Cells as numbers: the days and shares of the exact types."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from graph.store.properties import joined, properties
from graph.values import DateSpan, Share

EPOCH = date(1970, 1, 1)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
SHARES = st.fractions(0, 1, max_denominator=10**6)


def row(table: str, **cells: str | None) -> dict[str, object]:
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    return frame.select(*properties(table, frame, ())).to_dicts()[0]


@given(DAYS, st.sampled_from((4, 7, 10)))
def test_a_date_spans_the_days_it_may_be(day: date, length: int) -> None:
    text = day.isoformat()[:length]
    span = DateSpan.parse(text)
    found = row("holdings", start=text)
    assert found == {"starts": text, "starts_first": (span.first - EPOCH).days, "starts_last": (span.last - EPOCH).days}


@given(SHARES, SHARES)
def test_a_share_keeps_its_text_and_both_ends(a: Fraction, b: Fraction) -> None:
    share = Share(min(a, b), max(a, b))
    found = row("holdings", share=str(share))
    assert found == {"share": float(share.low), "share_high": float(share.high), "share_text": str(share)}


def test_a_decimal_share_and_an_empty_one() -> None:
    assert row("holdings", share="0.25") == {"share": 0.25, "share_high": 0.25, "share_text": "0.25"}
    assert row("holdings", share=None) == {"share": None, "share_high": None, "share_text": None}


def test_names_that_a_store_keeps_for_itself_are_changed() -> None:
    assert row("roles", title="董事") == {"post": "董事"}
    assert set(row("contracts", id="K", end="2020")) == {"own_id", "ends", "ends_first", "ends_last"}


def test_whole_numbers_and_money() -> None:
    assert row("payments", amount="100.10", count="3") == {"amount": 100.1, "amount_text": "100.10", "count": 3}
    assert row("payments", amount=None, count=None) == {"amount": None, "amount_text": None, "count": None}


def test_differing_values_stand_beside_each_other() -> None:
    frame = pl.DataFrame({"g": [1, 1, 1, 2], "x": ["b", "a", None, None]})
    assert frame.group_by("g", maintain_order=True).agg(joined("x")).rows() == [(1, "a; b"), (2, None)]
