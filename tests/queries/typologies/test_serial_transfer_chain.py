"""Resale chains: gap, price, relation, drop-down, benign."""

from __future__ import annotations

import pytest

import queries.hops
from graph.case import Case
from queries.lead import CutShort, Finding, NoTables
from queries.typologies.serial_transfer_chain import TYPOLOGY
from tests.world import against, rows, world

FIRST = "asset=X from=D to=B price=1000000 date=2022-06-01"
SECOND = "asset=X from=B to=C price={} date={}"
KIN = ["a=B b=D kind=parent"]


def find(case: Case) -> list[Finding]:
    found = TYPOLOGY.find(case)
    assert isinstance(found, list)
    return found


def tier(case: Case) -> str | None:
    found = find(case)
    return found[0].tier if found else None


def chain(price: int = 1_000_000, day: str = "2022-09-01", relations: list[str] | None = None) -> Case:
    return world(asset_transfers=[FIRST, SECOND.format(price, day)], relations=KIN if relations is None else relations)


def test_two_hops_of_one_asset_at_one_price() -> None:
    (found,) = find(chain())
    assert (found.tier, found.route, set(found.parties)) == ("strong", "C", {"D", "B", "C"})
    assert rows(found) == {"r1", "r2", "r3"}
    assert "92 days later" in found.summary.en
    assert (str(found.on), str(found.until)) == ("2022-06-01", "2022-09-01")


@pytest.mark.parametrize(("day", "expected"), [("2024-05-31", "strong"), ("2024-06-01", None), ("2022-05-31", None)])
def test_730_days_and_the_order(day: str, expected: str | None) -> None:
    case = world(asset_transfers=[FIRST, SECOND.format(1_000_000, day)], relations=KIN, as_of="2025-01-01")
    assert tier(case) == expected


def test_a_partial_date_that_leaves_the_gap_open_is_a_lead() -> None:
    assert tier(chain(day="2024-06")) is None
    assert tier(world(asset_transfers=[FIRST, SECOND.format(1_000_000, "2024")], relations=KIN)) == "lead"
    assert tier(chain(day="2023")) == "strong"


@pytest.mark.parametrize(("price", "found"), [(1_100_000, True), (1_100_001, False), (900_000, True), (899_999, False)])
def test_ten_per_cent_either_way(price: int, found: bool) -> None:
    assert bool(find(chain(price=price))) is found


def test_a_moved_price_needs_a_relation_of_the_two() -> None:
    assert find(chain(price=2_000_000)) == []
    assert tier(chain(price=2_000_000, relations=[*KIN, "a=C b=B kind=sibling"])) == "strong"


def test_strangers_at_one_price_are_only_a_lead() -> None:
    assert tier(chain(relations=[])) == "lead"


def test_a_new_firm_in_the_middle() -> None:
    acts = [FIRST, SECOND.format(3_000_000, "2022-09-01")]
    new, old = (
        world(asset_transfers=acts, parties=[f"id=B incorporated={day}"]) for day in ("2021-12-04", "2021-12-03")
    )
    (found,) = find(new)
    assert (found.tier, "form" in found.badges) == ("strong", True)
    assert "B" in rows(found)
    assert find(old) == []
    assert find(world(asset_transfers=acts, parties=["id=B paid_capital=0"]))


def test_a_dealer_who_paid_a_fair_price_sells_his_own() -> None:
    first = f"{FIRST} reference_value=1050000 reference_basis=appraisal"
    paid = ["from=B to=D amount=1000000 date=2022-06-05 kind=price"]
    case = world(asset_transfers=[first, SECOND.format(1_050_000, "2022-09-01")], payments=paid)
    assert tier(case) == "signal"
    unpaid = world(asset_transfers=[first, SECOND.format(1_050_000, "2022-09-01")])
    assert tier(unpaid) == "lead"


def test_an_asset_into_a_company_and_the_company_sold() -> None:
    into = "asset=X from=D to=S date=2022-06"
    own = ["owner=D company=S share=100% end=2022-08"]
    sold = "company=S from=D to=C share=100% date=2022-08"
    case = world(asset_transfers=[into], share_transfers=[sold], holdings=own)
    (found,) = find(case)
    assert (found.tier, "form" in found.badges) == ("strong", True)
    assert {"r1", "r2"} <= rows(found)
    minority = world(asset_transfers=[into], share_transfers=[sold.replace("100%", "49%")], holdings=own)
    assert find(minority) == []


def test_a_later_sale_of_the_buyers_shares_by_its_own_holder_is_no_hop() -> None:
    """Guiding Case 33: who later bought the buying company from its holder is no part of the chain."""
    case = world(
        asset_transfers=[FIRST], share_transfers=["company=B from=L to=Z share=80% date=2023-01-01"], relations=KIN
    )
    assert find(case) == []


def test_the_part_payment_of_the_last_hop_is_cited_and_full_payment_speaks_against() -> None:
    acts = [FIRST, SECOND.format(1_000_000, "2022-09-01")]
    pay = "from=C to=B amount={} date=2022-09-10 kind=price"
    part = find(world(asset_transfers=acts, payments=[pay.format(499_999)]))[0]
    assert ("r3" in rows(part), "money" in part.badges, part.tier) == (True, True, "strong")
    full = find(world(asset_transfers=acts, payments=[pay.format(1_000_000)]))[0]
    assert ("r3" in against(full), "money" in full.badges, full.tier) == (True, False, "lead")


def test_three_hops_make_one_finding() -> None:
    third = "asset=X from=C to=E price=1000000 date=2022-10-01"
    case = world(asset_transfers=[FIRST, SECOND.format(1_000_000, "2022-09-01"), third], relations=KIN)
    (found,) = find(case)
    assert set(found.parties) == {"D", "B", "C", "E"}


def test_a_ring_back_to_the_debtor_ends() -> None:
    back = "asset=X from=B to=D price=1000000 date=2022-09-01"
    assert find(world(asset_transfers=[FIRST, back], relations=KIN)) == []


def test_before_the_look_back_through_hubs_and_court_sales_nothing() -> None:
    old = [FIRST.replace("2022-06-01", "2020-01-09"), SECOND.format(1_000_000, "2020-06-01")]
    assert find(world(asset_transfers=old, relations=KIN)) == []
    acts = [FIRST, SECOND.format(1_000_000, "2022-09-01")]
    assert find(world(asset_transfers=acts, relations=KIN, parties=["id=B licence=escrow"])) == []
    assert find(world(asset_transfers=[acts[0], f'{acts[1]} note="司法拍卖"'], relations=KIN)) == []


def test_unlike_currencies_cannot_tell_the_price_change() -> None:
    later = f"{SECOND.format(150_000, '2022-09-01')} currency=USD"
    assert find(world(asset_transfers=[FIRST, later], relations=KIN)) == []
    rated = world(asset_transfers=[FIRST, later], relations=KIN, rates=["from=USD to=CNY rate=7 date=2022-09-01"])
    assert tier(rated) == "strong"


def test_it_says_when_it_could_not_look() -> None:
    assert isinstance(TYPOLOGY.find(world()), NoTables)


def test_an_unrelated_company_changes_no_finding() -> None:
    acts = [FIRST, SECOND.format(1_000_000, "2022-09-01")]
    other = "asset=Y from=YY to=ZZ price=1000000 date=2022-09-01"
    assert find(world(asset_transfers=acts, relations=KIN)) == find(
        world(
            asset_transfers=acts, relations=KIN, share_transfers=[], payments=["from=YY to=ZZ amount=4 date=2022-09-02"]
        )
    )
    assert len(find(world(asset_transfers=[*acts, other], relations=KIN))) == 1


def test_more_chains_than_are_told_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    onward = [f"asset=X from=B to=C{at} price=1000000 date=2022-09-01" for at in range(4)]
    case = world(asset_transfers=[FIRST, *onward], relations=KIN)
    assert len(find(case)) == 4 and not isinstance(find(case), CutShort)
    monkeypatch.setattr(queries.hops, "MOST_RUNS", 3)
    cut = find(case)
    assert isinstance(cut, CutShort) and len(cut) == 3
