"""Declared against found: what a property report leaves out."""

from __future__ import annotations

from typing import Any

from queries.asset_list import assets
from queries.declared import undeclared
from queries.disagreeing import Contradiction
from tests.world import world

CAR = "id=CAR kind=vehicle owner=D value=10 start=2020-01-01 row=car"
REPORT = "debtor=D asset=VAN declared_on=2023-05-24 row=report"


def found(**tables: Any) -> list[Contradiction]:
    case = world(**tables)
    return list(undeclared(case, assets(case)))


def kinds(**tables: Any) -> list[str]:
    return [c.kind for c in found(**tables)]


def test_a_thing_held_and_not_declared_is_a_contradiction_with_its_rows() -> None:
    (one,) = found(assets=[CAR], declarations=[REPORT])
    assert (one.kind, one.parties, one.period) == ("undeclared-asset", ("D",), ("2023-05-24", None))
    assert {(s[0], s[1]) for s in one.statements} == {("declarations.csv", 2), ("assets.csv", 2)}
    assert "罚款、拘留" in one.route.zh and "first" in one.route.en and one.settle.zh


def test_what_is_declared_by_id_or_in_words_is_no_omission() -> None:
    assert kinds(assets=[CAR], declarations=["debtor=D asset=CAR declared_on=2023-05-24"]) == []
    named = ["id=CAR kind=vehicle owner=D name=江A12345 start=2020-01-01"]
    assert kinds(assets=named, declarations=["debtor=D text=轿车江A12345一辆 declared_on=2023-05-24"]) == []


def test_without_a_report_or_before_it_nothing_was_left_out() -> None:
    assert kinds(assets=[CAR]) == []
    assert kinds(assets=[CAR], declarations=["debtor=D asset=VAN"]) == []  # undated
    later = CAR.replace("start=2020-01-01", "start=2023-06-01")
    assert kinds(assets=[later], declarations=[REPORT]) == []
    maybe = CAR.replace("start=2020-01-01", "start=2023")
    assert kinds(assets=[maybe], declarations=[REPORT]) == []


def test_an_alleged_row_and_another_persons_thing_are_none() -> None:
    assert kinds(assets=[CAR + " standing=alleged"], declarations=[REPORT]) == []
    assert kinds(assets=[CAR.replace("owner=D", "owner=X")], declarations=[REPORT]) == []
    assert kinds(assets=[CAR], declarations=[REPORT.replace("debtor=D", "debtor=X")]) == []


def test_a_stake_is_a_thing_too() -> None:
    stake = ["owner=D company=T share=30% start=2020-01-01 row=h"]
    assert kinds(holdings=stake, declarations=[REPORT]) == ["undeclared-asset"]
    assert kinds(holdings=stake, declarations=["debtor=D asset=equity:T:D declared_on=2023-05-24"]) == []


SALE = "asset=LAND from=D to=B price=1 date={} row=sale"


def sold(day: str, **more: Any) -> list[str]:
    clock = {"enforcement": "2023-05-01"}
    return kinds(asset_transfers=[SALE.format(day)], declarations=[REPORT], clock=clock, **more)


def test_transfers_of_the_year_before_the_notice_belong_in_the_report() -> None:
    assert sold("2022-05-01") == ["undeclared-transfer"]
    assert sold("2022-04-30") == []
    assert sold("2023-05-24") == ["undeclared-transfer"]
    assert sold("2023-05-25") == []


def test_without_a_day_of_the_notice_the_report_says_what_it_covers_or_nothing_is_said() -> None:
    sale = [SALE.format("2022-05-01")]
    assert kinds(asset_transfers=sale, declarations=[REPORT]) == []
    covers = REPORT + " covers_from=2022-01-01"
    assert kinds(asset_transfers=sale, declarations=[covers]) == ["undeclared-transfer"]
    told = "debtor=D asset=LAND declared_on=2023-05-24 covers_from=2022-01-01"
    assert kinds(asset_transfers=sale, declarations=[told]) == []
