"""Each debtor against each article: named, nothing found, no data."""

from __future__ import annotations

from typing import Any

import pytest

from queries.liability_tests import RULES, liability_tests
from queries.liability_tests import Tested as Line
from queries.liable_parties import liable_parties
from tests.world import world


def outcomes(**tables: Any) -> dict[str, Line]:
    case = world(**tables)
    return {t.article: t for t in liability_tests(case, liable_parties(case, ()))}


def test_every_article_has_its_line_for_every_debtor() -> None:
    case = world(debtor="D E")
    found = liability_tests(case, ())
    assert [(t.debtor, t.article) for t in found] == [(d, r.article) for d in ("D", "E") for r in RULES]
    assert [r.article for r in RULES] == ["13", "14", "15", "17", "18", "19", "20", "21", "22", "23", "24", "25"]


def test_without_any_table_nobody_could_look() -> None:
    found = outcomes()
    assert {t.outcome for t in found.values()} == {"no-data"}
    assert all(t.needs and t.needs.zh and t.needs.en for t in found.values())


def test_overdue_capital_names_its_holder() -> None:
    found = outcomes(holdings=["owner=S company=D share=100% subscribed=1000 paid=100 due=2023-01-01 start=2020-01-01"])
    assert (found["17"].outcome, found["17"].named) == ("named", ("S",))
    assert (found["20"].outcome, found["20"].named) == ("named", ("S",))
    assert found["24"].outcome == "no-data"


def test_paid_up_capital_was_looked_at_and_is_nothing() -> None:
    found = outcomes(holdings=["owner=S company=D share=50% subscribed=1000 paid=1000", "owner=T company=D share=50%"])
    assert (found["17"].outcome, found["17"].needs) == ("nothing", None)
    assert found["20"].outcome == "nothing"


def test_a_branch() -> None:
    found = outcomes(relations=["a=D b=HQ kind=branch_of"])
    assert (found["15"].outcome, found["15"].named) == ("named", ("HQ",))
    assert outcomes(relations=["a=D b=HQ kind=controls"])["15"].outcome == "nothing"


@pytest.mark.parametrize("place", ["HK", "GB", "CN-MO"])
def test_under_another_law_nothing_is_tested(place: str) -> None:
    assert outcomes(jurisdiction=place) == {}


def test_a_debtor_registered_abroad_is_not_tested() -> None:
    assert outcomes(parties=["id=D kind=company jurisdiction=VG"]) == {}


def test_remedies_are_told_apart() -> None:
    case = world(
        holdings=["owner=S company=D share=100% subscribed=1000 paid=100 due=2023-01-01 start=2020-01-01"],
        relations=["a=D b=HQ kind=branch_of"],
    )
    found = {(x.who, x.remedy_kind) for x in liable_parties(case, ())}
    assert found == {("S", "suit_15d"), ("HQ", "review_10d")}
