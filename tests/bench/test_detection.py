"""Planted schemes are found, and honest debtors left alone."""

from __future__ import annotations

import pytest

from bench.detection import misses, run
from bench.generator.registry import Mix, Registry, registry
from bench.scoring import Whole, Worked, whole

# A scheme of every typology once, beside clean debtors and some look-alikes; the full measure is `python -m bench.detection`.
SEED, COMPANIES, EACH, CLEAN, ALIKE = 20_271, 2_000, 1, 6, 3


@pytest.fixture(scope="module")
def made() -> Registry:
    return registry(COMPANIES, SEED, Mix(EACH, CLEAN, 0))


@pytest.fixture(scope="module")
def works(made: Registry, tmp_path_factory: pytest.TempPathFactory) -> list[Worked]:
    """Every schemed and clean debtor, and every third look-alike."""
    alike = [d for d in made.truth.debtors if d.role == "look-alike"][::ALIKE]
    chosen = [*alike, *(d for d in made.truth.debtors if d.role != "look-alike")]
    return run(made, tmp_path_factory.mktemp("detection"), [d.party for d in chosen])


@pytest.fixture(scope="module")
def found(made: Registry, works: list[Worked]) -> Whole:
    return whole(made.truth, works)


def test_no_rule_fails_on_any_case(works: list[Worked]) -> None:
    assert {line for w in works for line in w.silent if line.endswith("failed")} == set()


def test_planted_schemes_are_found(made: Registry, works: list[Worked], found: Whole) -> None:
    told = "\n".join(misses(made.truth, works))
    assert found.recall is not None and found.recall >= 0.95, told
    assert found.recall_all is not None and found.recall_all >= 0.9, told


def test_strong_and_fact_leads_are_true(made: Registry, works: list[Worked], found: Whole) -> None:
    assert found.precision is not None and found.precision >= 0.95, "\n".join(misses(made.truth, works))


def test_no_clean_debtor_has_a_strong_lead(found: Whole) -> None:
    assert found.clean == CLEAN and found.false_per_1000_clean == 0


def test_schemed_debtors_rank_above_clean_ones(found: Whole) -> None:
    assert found.auc is not None and found.auc >= 0.95
    assert found.reciprocal_rank is not None and found.reciprocal_rank >= 0.7
