"""The portfolio bench: cases of every kind, all readable."""

from __future__ import annotations

from pathlib import Path

from bench.batch import portfolio
from bench.generator.registry import Mix, registry


def test_the_register_s_own_cases_become_a_portfolio(tmp_path: Path) -> None:
    made = registry(300, 5, Mix(1, 10, 1))
    lines = portfolio(made, 12, tmp_path)
    assert len(lines) == 12 and [line.error for line in lines] == [None] * 12
    roles = {debtor.case: debtor.role for debtor in made.truth.debtors}
    assert len({roles[line.id] for line in lines}) > 1, "not of one kind only"
    assert portfolio(made, 12, tmp_path) == lines
