"""Lifted answers are exact, whatever their numbers look like."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.lifting import Equations, denominator, joined


@st.composite
def m_matrices(draw: st.DrawFn) -> dict[tuple[int, int], int]:
    """Columns whose parts outside the diagonal take away at most nine tenths of it."""
    size = draw(st.integers(2, 9))
    cells: dict[tuple[int, int], int] = {}
    for column in range(size):
        parts = {row: draw(st.integers(0, 90)) for row in range(size) if row != column}
        cells |= {(row, column): -part for row, part in parts.items() if part}
        cells[column, column] = max(1, sum(parts.values()) * 10 // 9 + draw(st.integers(1, 10**6)))
    return cells


def by_elimination(cells: dict[tuple[int, int], int], right: list[int]) -> list[Fraction]:
    size = len(right)
    rows = [[Fraction(cells.get((i, j), 0)) for j in range(size)] + [Fraction(right[i])] for i in range(size)]
    for k in range(size):
        rows[k] = [value / rows[k][k] for value in rows[k]]
        for i in range(size):
            if i != k:
                factor = rows[i][k]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return [row[-1] for row in rows]


@settings(max_examples=150, deadline=None)
@given(m_matrices(), st.data())
def test_the_answer_is_that_of_elimination(cells: dict[tuple[int, int], int], data: st.DataObject) -> None:
    size = max(i for i, _ in cells) + 1
    right = data.draw(st.lists(st.integers(-(10**6), 10**6), min_size=size, max_size=size).filter(any))
    solved = Equations(size, cells).solve(right)
    assert solved is not None
    assert [Fraction(part, solved.whole) for part in solved.parts] == by_elimination(cells, right)


def test_numbers_longer_than_a_float_are_left_to_a_slower_way() -> None:
    assert Equations(2, {(0, 0): 10**30, (1, 1): 10**30, (0, 1): -1}).solve([1, 1]) is None
    assert Equations(1, {(0, 0): 3}).solve([10**30]) is None


def test_a_wrong_answer_does_not_fit() -> None:
    equations = Equations(2, {(0, 0): 3, (1, 1): 5, (0, 1): -1})
    solved = equations.solve([1, 1])
    assert solved is not None and equations.fits(solved, [1, 1])
    assert not equations.fits(solved, [1, 2])


@pytest.mark.parametrize("values", [[0], [5], [-5], [2**39, -(2**39)], [-1, 2**51 - 1]])
def test_signed_digits_join_to_one_number(values: list[int]) -> None:
    digits = [np.array(values, dtype=np.int64), np.array(values[::-1], dtype=np.int64)]
    assert joined(digits, 8) == [a * 256 + b for a, b in zip(values, values[::-1], strict=True)]


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_a_denominator_is_read_off_its_digits(whole: int, part: int) -> None:
    exact = Fraction(part, whole)
    value = (exact.numerator << 100) // exact.denominator
    assert denominator(value % (1 << 100), 100, 40) == exact.denominator
