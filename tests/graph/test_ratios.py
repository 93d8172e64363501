"""Columns of exact fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ratios import Ratios, at_most_whole, gathered, low_ends, reduced
from graph.values import Share

FRACTIONS = st.one_of(
    st.fractions(min_value=0, max_value=1, max_denominator=10_000),
    st.fractions(min_value=0, max_value=1, max_denominator=10**25),
)


def listed(column: Ratios) -> list[Fraction]:
    return [column.at(row) for row in range(len(column))]


@given(st.lists(FRACTIONS, max_size=8))
def test_a_column_gives_back_what_it_holds(values: list[Fraction]) -> None:
    column = Ratios.of(values)
    assert listed(column) == listed(reduced(column)) == values
    assert column.floats().tolist() == [float(v) for v in values]
    assert listed(column.take(np.arange(len(values))[::-1])) == values[::-1]


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 4), FRACTIONS), min_size=1, max_size=12))
def test_groups_are_added_up_and_compared_exactly(rows: list[tuple[int, Fraction]]) -> None:
    rows.sort(key=lambda row: row[0])
    group, column = np.array([g for g, _ in rows], np.int64), Ratios.of(v for _, v in rows)
    by_group = [[v for h, v in rows if h == g] for g in sorted({g for g, _ in rows})]
    assert listed(gathered(column, group, "sum")) == [sum(values, Fraction(0)) for values in by_group]
    assert listed(gathered(column, group, "max")) == [max(values) for values in by_group]


@given(st.lists(FRACTIONS.map(lambda f: f * 2), max_size=6))
def test_nobody_holds_more_than_the_whole(values: list[Fraction]) -> None:
    assert listed(at_most_whole(Ratios.of(values))) == [min(v, Fraction(1)) for v in values]


@pytest.mark.parametrize(
    "text", ["7/10", "1", "0", "1/4..1/2", "0..1", "0.7", "123456789012345678901/987654321098765432109"]
)
def test_the_low_end_of_a_text(text: str) -> None:
    column, of_row = low_ends(pl.Series([text, None, text]))
    assert listed(column) == [Share.parse(text).low]
    assert of_row.to_list() == [0, None, 0]
