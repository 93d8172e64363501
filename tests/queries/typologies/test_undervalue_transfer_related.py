"""Undervalue transfers: thresholds, near misses, benign."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.case import Case
from queries.lead import TIERS, Finding, NoTables
from queries.typologies.undervalue_transfer_related import TYPOLOGY
from tests.world import against, rows, world

ACT = "asset=X from=D to=B price={} reference_value=1000000 reference_basis=appraisal date=2022-09-15"
OFFICES = ["person=P company=D role=finance_head", "person=P company=B role=legal_representative"]


def find(case: Case) -> list[Finding]:
    found = TYPOLOGY.find(case)
    assert isinstance(found, list)
    return found


def tier(case: Case) -> str | None:
    found = find(case)
    return found[0].tier if found else None


def height(case: Case) -> int:
    """The tier's place, nothing found being the lowest."""
    found = find(case)
    return TIERS.index(found[0].tier) + 1 if found else 0


@pytest.mark.parametrize(
    ("price", "related", "expected"),
    [
        (699_999, True, "fact"), (700_000, True, "strong"), (899_999, True, "strong"), (900_000, True, None),
        (699_999, False, "lead"), (700_000, False, None), (1, False, "lead"), (0, True, "fact"),
    ],
)  # fmt: skip
def test_price_lines(price: int, related: bool, expected: str | None) -> None:
    assert tier(world(asset_transfers=[ACT.format(price)], roles=OFFICES if related else [])) == expected


def test_the_finding_names_rows_route_and_law() -> None:
    case = world(asset_transfers=[ACT.format(62_500)], roles=OFFICES)
    (found,) = find(case)
    assert rows(found) == {"r1", "r2", "r3"}
    assert (found.route, found.giver, set(found.parties)) == ("C", "D", {"D", "B"})
    assert found.badges == {"price", "relation", "timing"}
    assert found.traits == {"unreasonable_price", "related"}
    assert "6.25%" in found.summary.en
    assert "恶意" not in found.summary.zh


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2022-01-10", "fact"), ("2022-01-09", "strong"), ("2020-01-10", "strong"), ("2020-01-09", None), ("2022-01", "strong")],
)  # fmt: skip
def test_the_look_back(day: str, expected: str | None) -> None:
    line = ACT.format(100_000).replace("2022-09-15", day)
    assert tier(world(asset_transfers=[line], roles=OFFICES)) == expected


def test_an_undated_act_is_kept_but_is_no_fact() -> None:
    case = world(asset_transfers=["asset=X from=D to=B price=1"], roles=OFFICES)
    (found,) = find(case)
    assert found.tier == "strong"
    assert any("undated" in n.en for n in found.notes)


def test_a_company_the_debtor_controls_gives_and_one_it_does_not() -> None:
    act = ACT.format(1).replace("from=D", "from=S")
    assert tier(world(asset_transfers=[act], holdings=["owner=D company=S share=51%"])) == "lead"
    assert tier(world(asset_transfers=[act], holdings=["owner=D company=S share=50%"])) is None


def test_negative_net_assets_leave_a_lead_and_are_cited() -> None:
    act = "company=S from=D to=B share=100% price=1 reference_value=900000 reference_basis=appraisal date=2022-09-15"
    case = world(share_transfers=[act], roles=OFFICES, accounts=["party=S year_end=2021-12-31 equity=-4000000"])
    (found,) = find(case)
    assert found.tier == "lead"
    assert "r4" in against(found)


@pytest.mark.parametrize(
    "line",
    [
        ACT.format(100_000).replace("to=B", "to=CR"),
        ACT.format(100_000) + ' note="司法拍卖成交"',
        ACT.format(49_000).replace("1000000", "49999"),
    ],
)
def test_the_creditor_a_court_sale_and_small_sums_are_left_out(line: str) -> None:
    assert find(world(asset_transfers=[line], roles=OFFICES)) == []


def test_a_licensed_hub_is_never_the_taker() -> None:
    assert find(world(asset_transfers=[ACT.format(1)], parties=["id=B licence=escrow"])) == []


def test_state_siblings_at_a_fair_price_stay_silent() -> None:
    owners = ["owner=SASAC company=D share=60%", "owner=SASAC company=B share=70%"]
    case = world(
        asset_transfers=[ACT.format(800_000)], holdings=owners, parties=["id=SASAC kind=public_body state_owned=yes"]
    )
    assert find(case) == []


def test_a_namesake_is_said_and_never_used() -> None:
    roles = ["person=P company=D role=director", "person=Q company=B role=director"]
    (found,) = find(world(asset_transfers=[ACT.format(100_000)], roles=roles, perhaps=[("P", "Q")]))
    assert found.tier == "lead"
    assert "relation" not in found.badges
    assert any("possible same person" in n.en for n in found.notes)


def test_without_a_value_only_nil_or_token_prices_are_judged() -> None:
    line = "asset=X from=D to=B price={} date=2022-09-15"
    assert find(world(asset_transfers=[line.format(100)], roles=OFFICES)) == []
    assert tier(world(asset_transfers=[line.format(1)], roles=OFFICES)) == "fact"


def test_an_unknown_price_is_not_a_gift() -> None:
    assert (
        find(world(asset_transfers=["asset=X from=D to=B consideration=unknown date=2022-09-15"], roles=OFFICES)) == []
    )


def test_unlike_currencies_are_not_compared() -> None:
    case = world(
        asset_transfers=["asset=X from=D to=B price=10 currency=USD date=2022-09-15"],
        assets=["id=X owner=D value=1000000 basis=appraisal currency=CNY"],
        roles=OFFICES,
    )
    assert find(case) == []


def test_part_payment_adds_money_and_full_payment_speaks_against() -> None:
    pay = "from=B to=D amount={} date=2022-09-20 kind=price"
    part = find(world(asset_transfers=[ACT.format(600_000)], roles=OFFICES, payments=[pay.format(299_999)]))[0]
    assert "money" in part.badges
    full = find(world(asset_transfers=[ACT.format(600_000)], roles=OFFICES, payments=[pay.format(600_000)]))[0]
    assert "money" not in full.badges
    assert any(getattr(c, "prop", "") == "payment" for c in full.counter)


def test_two_records_of_one_act_make_one_finding_with_both_rows() -> None:
    line = ACT.format(100_000)
    (found,) = find(world(asset_transfers=[line, f"{line} source=deed"], roles=OFFICES))
    assert {"r1", "r2"} <= rows(found)


def test_without_transfers_it_could_not_look() -> None:
    assert isinstance(TYPOLOGY.find(world(payments=["from=D to=B amount=1 date=2022-09-15"])), NoTables)


@given(st.integers(0, 1_200_000), st.integers(0, 1_200_000), st.booleans(), st.booleans())
def test_a_stronger_discount_never_lowers_the_tier(a: int, b: int, related: bool, financed: bool) -> None:
    pays = (
        ["from=D to=B amount=300000 date=2022-09-01 kind=loan"]
        if financed
        else ["from=D to=Q amount=1 date=2022-09-01"]
    )
    roles = OFFICES if related else []
    low, high = (height(world(asset_transfers=[ACT.format(p)], roles=roles, payments=pays)) for p in sorted((a, b)))
    assert low >= high


@given(st.integers(0, 1_200_000), st.sampled_from(["holdings", "payments", "relations"]))
def test_an_unrelated_company_changes_no_finding(price: int, table: str) -> None:
    line = {"holdings": "owner=YY company=ZZ share=90%", "payments": "from=YY to=ZZ amount=7 date=2022-09-15", "relations": "a=YY b=ZZ kind=controls"}[table]  # fmt: skip
    acts = [ACT.format(price)]
    other: dict[str, Any] = {table: [line]}
    assert find(world(asset_transfers=acts, roles=OFFICES)) == find(world(asset_transfers=acts, roles=OFFICES, **other))
