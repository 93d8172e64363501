"""The law of a row's removal, over the worlds of every rule."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from graph.case import Case
from queries.flag import flag
from queries.lead import Finding, NoTables
from queries.typology import Typology, typologies
from tests.test_laws import sure_rows, views, without

# The worlds of a rule that differ only in a price or a day are tried in part.
MOST_WORLDS = 40


@contextmanager
def noting(typology: Typology, noted: list[Case]) -> Iterator[None]:
    """Every case in which the rule finds something, while inside."""
    find = typology.find

    def watched(case: Case) -> list[Finding] | NoTables:
        found = find(case)
        if isinstance(found, list) and found:
            noted.append(case)
        return found

    object.__setattr__(typology, "find", watched)
    try:
        yield
    finally:
        object.__setattr__(typology, "find", find)


def worlds_of(typology: Typology) -> list[Case]:
    """The worlds in which the rule's own tests make it find something."""
    module = importlib.import_module(f"tests.queries.typologies.test_{typology.slug.replace('-', '_')}")
    noted: list[Case] = []
    with noting(typology, noted):
        for name, test in vars(module).items():
            if name.startswith("test_") and inspect.isfunction(test) and not inspect.signature(test).parameters:
                test()
    found: list[Case] = []
    for case in noted:
        if case not in found:
            found.append(case)
    return found[:: -(-len(found) // MOST_WORLDS)]


@pytest.mark.parametrize("typology", typologies(), ids=lambda t: t.slug)
def test_a_row_changes_only_leads_that_cite_it_and_its_loss_strengthens_none_that_rests_on_it(
    typology: Typology,
) -> None:
    """Each row of each world. What is cited for and against at once may weigh either way."""
    worlds = worlds_of(typology)
    assert worlds
    for case in worlds:
        before = views(flag(case))
        for row in sorted(set(sure_rows(case))):
            after = views(flag(without(case, row)))
            for name, view in before.items():
                now = after.get(name)
                if row not in view.rows | view.against:
                    assert now == view, (name, row, case)
                elif row not in view.against and now is not None:
                    assert (now.tier, now.strength) <= (view.tier, view.strength), (name, row, case)
