"""Waterfalls: what is left of an asset or a lead, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.case import Case
from graph.chains import Chain, owns
from graph.claims import ClaimTerms, Edit
from graph.values import Money, Share
from queries.asset import Asset
from queries.asset_list import assets
from queries.encumbered import left_after
from queries.flag import flag
from queries.recovery import reach_of
from queries.waterfall import Waterfall
from tests.sparse import worlds
from tests.world import world

SLUG = "undervalue-transfer-related"
ACT = "asset=X from=D to=B price=100000 reference_value=1000000 reference_basis=appraisal date=2022-09-15 row=act"
OFFICES = ("person=P company=D role=finance_head", "person=P company=B role=legal_representative")
LAND = ["id=LAND kind=land_use owner=D value=1000000 basis=appraisal row=land"]
ENFORCED = {"enforcement": "2023-05-01"}


def bounds(money: Money | None) -> tuple[str, str] | None:
    return (f"{money.low:.0f}", f"{money.high:.0f}") if money else None


def poured(asset: Asset) -> Waterfall:
    assert asset.waterfall is not None
    return asset.waterfall


def land(*burdens: str, claim: str = "800000", **more: object) -> Asset:
    found = assets(world(claim=claim, clock=ENFORCED, assets=LAND, encumbrances=burdens, **more))  # type: ignore[arg-type]
    return next(a for a in found if a.id == "LAND")


def step(found: Waterfall, key: str) -> object:
    return next(s for s in found.steps if s.key == key)


def edited(case: Case, *edits: Edit) -> Case:
    return replace(case, debt=replace(case.debt, terms=ClaimTerms(edits=edits)))


MORTGAGE = "asset=LAND kind=mortgage holder=BK amount=300000 start=2021-02-02 row=m"
FIRST = "asset=LAND kind=seizure holder=Z amount=200000 start=2022-02-02 end=2025-02-02 row=f1"


# --- burdens --------------------------------------------------------------------------------------------------------


def test_prior_burdens_come_off_by_rank_each_with_its_row() -> None:
    found = land(MORTGAGE, FIRST)
    assert bounds(found.recoverable) == ("500000", "500000")
    rows = {s.key: [e.place.row_id for e in s.rows] for s in poured(found).steps}
    assert rows["prior:m"] == ["m"] and rows["prior:f1"] == ["f1"] and rows["value"] == ["land"]


def test_a_lapsed_freeze_does_not_count() -> None:
    lapsed = FIRST.replace("end=2025-02-02", "end=2023-02-02")
    found = poured(land(lapsed))
    assert bounds(found.left) == ("1000000", "1000000")
    (shown,) = [s for s in found.steps if s.key == "prior:f1"]
    assert shown.amount == Money.of(0, "CNY") and shown.rule is not None and "ended" in shown.rule.en


def test_a_released_freeze_does_not_count() -> None:
    assert bounds(land(FIRST + " status=released").recoverable) == ("1000000", "1000000")


def test_what_ranks_after_our_own_freeze_does_not_count() -> None:
    ours = "asset=LAND kind=seizure holder=CR amount=800000 start=2022-01-01 end=2025-01-01 row=ours"
    found = poured(land(ours, FIRST))
    assert bounds(found.left) == ("1000000", "1000000")
    behind = poured(land(FIRST, ours.replace("2022-01-01", "2022-06-01")))
    assert bounds(behind.left) == ("800000", "800000")


def test_an_unknown_amount_lowers_only_the_low_bound() -> None:
    found = land(MORTGAGE.replace("amount=300000 ", ""))
    assert bounds(found.recoverable) == ("0", "1000000")


def test_a_burden_in_another_currency_needs_a_rate() -> None:
    dollars = MORTGAGE.replace("amount=300000", "amount=30000 currency=USD")
    assert bounds(land(dollars).recoverable) == ("0", "1000000")
    assert bounds(land(dollars, rates=["from=USD to=CNY rate=7 date=2023-12-20"]).recoverable) == ("790000", "790000")


def test_never_below_nothing() -> None:
    assert bounds(land(MORTGAGE.replace("300000", "3000000")).recoverable) == ("0", "0")


@given(worlds(("assets", "encumbrances", "holdings", "court_cases", "contracts", "payments"), 4))
def test_the_waterfall_agrees_with_what_is_left(case: Case) -> None:
    """Any world: low never above high, nothing below zero, and the steps add up to what they say."""
    for asset in assets(case):
        found = poured(asset)
        for money in (found.left, found.net):
            assert money is None or 0 <= money.low <= money.high
        if asset.in_plain_sight and not asset.doubt and asset.route != "F" and found.left:
            assert found.left == left_after(case, asset.value, asset.encumbrances)
        assert found.net is None or found.left is None or found.net.high <= found.left.high


# --- pro rata and requests --------------------------------------------------------------------------------------------


def test_pro_rata_stands_beside_and_is_never_the_answer() -> None:
    rival = ["number=Z1 kind=enforcement claimant=Z defendant=D amount=2400000 filed=2023-02-01"]
    found = land(MORTGAGE, FIRST, court_cases=rival)
    share = found.pro_rata
    assert share is not None and share.share == Fraction(1, 4)
    assert bounds(share.money) == ("0", "175000")  # (1,000,000 − mortgage 300,000) × 800,000 / 3,200,000
    assert "800,000 / 3,200,000" in share.basis.en
    assert bounds(found.recoverable) == ("500000", "500000")


def test_a_rival_of_unknown_amount_is_said() -> None:
    share = land(court_cases=["number=Z1 kind=civil claimant=Z defendant=D filed=2023-02-01"]).pro_rata
    assert share is not None and share.share == 1 and "1 of unknown amount" in share.basis.en


def test_things_of_others_have_no_share_in_the_debtors_bankruptcy() -> None:
    found = assets(
        world(clock=ENFORCED, holdings=["owner=D company=T share=60%"], assets=["id=SHOP owner=T value=500000"])
    )
    shop = next(a for a in found if a.id == "SHOP")
    assert shop.pro_rata is None and shop.request is None
    assert bounds(shop.recoverable) == ("0", "300000")  # 60 % of it at the most
    assert [s.key for s in poured(shop).steps] == ["value", "reach", "own_creditors", "left", "cost", "net"]


def test_requests_go_down_the_list_and_stop_at_the_claim() -> None:
    own = [f"id=L{n} kind=land_use owner=D value={value} basis=appraisal" for n, value in enumerate((500, 400, 300))]
    found = assets(world(claim="700", clock=ENFORCED, assets=own))
    assert [(a.id, a.request and int(a.request.amount)) for a in found] == [("L0", 500), ("L1", 200), ("L2", 0)]
    unknown = assets(world(claim="700", clock=ENFORCED, assets=["id=L kind=land_use owner=D", *own[:1]]))
    assert [(a.id, a.request and int(a.request.amount)) for a in unknown] == [("L0", 500), ("L", 200)]


def test_what_is_frozen_already_lessens_the_request() -> None:
    own = ["id=L1 kind=land_use owner=D value=500", "id=L2 kind=land_use owner=D value=400"]
    held = ["asset=L1 kind=seizure holder=CR amount=500 start=2023-06-01 end=2026-06-01"]
    found = {a.id: a.request for a in assets(world(claim="700", clock=ENFORCED, assets=own, encumbrances=held))}
    assert found["L1"] is None and found["L2"] == Money.of(200, "CNY")


# --- leads ------------------------------------------------------------------------------------------------------------


def lead(claim: str = "5000000", **tables: Iterable[str]) -> Waterfall:
    tables = {"asset_transfers": [ACT], "roles": OFFICES} | tables
    (found,) = flag(world(claim=claim, clock=ENFORCED, **tables), [SLUG]).leads  # type: ignore[arg-type]
    return found.waterfall


def test_a_lead_is_its_amount_less_the_suit() -> None:
    found = lead()
    assert bounds(found.left) == ("900000", "1000000")
    assert found.cost.advance == Money.of("18800.00", "CNY")  # 13,800 and 5,000 on the high bound
    assert bounds(found.net) == ("881200", "1000000")


def test_a_lead_recovers_no_more_than_the_claim() -> None:
    found = lead(claim="300000")
    assert bounds(found.left) == ("900000", "1000000")
    assert found.net is not None and found.net.high == 300000
    assert any(s.key == "cap" and s.sign == "min" for s in found.steps)


def test_a_mortgage_that_the_taker_gave_comes_off_and_speaks_against() -> None:
    burden = ["asset=X kind=mortgage holder=BK amount=400000 start=2022-10-01 row=m"]
    case = world(claim="5000000", clock=ENFORCED, asset_transfers=[ACT], roles=OFFICES, encumbrances=burden)
    (found,) = flag(case, [SLUG]).leads
    assert bounds(found.waterfall.left) == ("500000", "600000")
    assert "m" in {getattr(c, "place", None) and c.place.row_id for c in found.finding.counter}  # type: ignore[union-attr]


def test_a_subsidiarys_loss_counts_for_the_debtors_part() -> None:
    act = [ACT.replace("from=D", "from=S")]
    roles = ("person=P company=S role=finance_head", "person=P company=B role=legal_representative")
    found = lead(asset_transfers=act, roles=roles, holdings=["owner=D company=S share=60% row=h"])
    assert bounds(found.left) == ("540000", "600000")
    assert [s.key for s in found.steps] == ["value", "reach", "left", "cap", "cost", "net"]


def test_after_acceptance_nothing_is_capped_and_freezes_are_lifted() -> None:
    case = world(claim="300000", clock={"insolvency_accepted": "2023-05-01"}, asset_transfers=[ACT], roles=OFFICES)
    (found,) = flag(case, [SLUG]).leads
    assert found.route == "F" and bounds(found.waterfall.net) == ("900000", "1000000")
    frozen = next(
        a for a in assets(world(clock={"insolvency_accepted": "2023-05-01"}, assets=LAND, encumbrances=[FIRST]))
    )
    assert bounds(frozen.recoverable) == ("1000000", "1000000")


def test_without_an_amount_nothing_is_known() -> None:
    found = lead(asset_transfers=[ACT.replace("price=100000", "price=0").replace("reference_value=1000000 ", "")])
    assert found.left is None and found.net is None


@given(st.integers(0, 1_100_000), st.integers(0, 1_100_000), st.sampled_from(["100", "50000", "400000", "9000000"]))
def test_a_lower_price_never_leaves_less(a: int, b: int, claim: str) -> None:
    cheap, dear = (net(price, claim) for price in sorted((a, b)))
    assert dear is None or (
        cheap is not None and cheap.high >= dear.high and cheap.low + cheap.high >= dear.low + dear.high
    )


def net(price: int, claim: str) -> Money | None:
    act = ACT.replace("price=100000", f"price={price}")
    found = flag(world(claim=claim, asset_transfers=[act], roles=OFFICES), [SLUG]).leads
    return found[0].waterfall.net if found else None


# --- reach ------------------------------------------------------------------------------------------------------------


def test_reach_multiplies_down_and_adds_across() -> None:
    rows = ["owner=D company=S share=60%", "owner=S company=T share=50%", "owner=D company=T share=20%"]
    case = world(holdings=rows)
    chain = Chain.of(owns(i, case.as_of) for i in case.interests)
    assert reach_of(case, "T", chain) == Share(Fraction(1, 2), Fraction(1, 2))
    assert reach_of(case, "D", Chain()) == reach_of(case, None, Chain()) == Share(Fraction(1), Fraction(1))


def test_reach_of_an_unknown_share_or_way_is_unknown() -> None:
    case = world(holdings=["owner=D company=S"])
    assert reach_of(case, "S", Chain.of(owns(i, case.as_of) for i in case.interests)) is None
    assert reach_of(case, "Q", Chain()) is None


def test_two_sources_of_one_stake_bound_it() -> None:
    case = world(holdings=["owner=D company=S share=60% label=a", "owner=D company=S share=70% label=b"])
    found = reach_of(case, "S", Chain.of(owns(i, case.as_of) for i in case.interests))
    assert found == Share(Fraction(3, 5), Fraction(7, 10))


def test_a_ring_ends() -> None:
    rows = ["owner=D company=S share=50%", "owner=S company=T share=100%", "owner=T company=S share=50%"]
    case = world(holdings=rows)
    found = reach_of(case, "T", Chain.of(owns(i, case.as_of) for i in case.interests))
    assert found is not None and found.low == Fraction(1, 2)


# --- edits ------------------------------------------------------------------------------------------------------------


def test_an_edit_replaces_its_step_and_is_named() -> None:
    case = world(claim="800000", clock=ENFORCED, assets=LAND, encumbrances=[MORTGAGE])
    edit = Edit("LAND", "prior:m", Money.of("100000", "CNY"), "已还款", "周蔚")
    (found,) = [a for a in assets(edited(case, edit)) if a.id == "LAND"]
    assert bounds(found.recoverable) == ("900000", "900000")
    assert poured(found).edits == (edit,)
    value = Edit("LAND", "value", Money.of("2000000", "CNY"), "新评估", "")
    (valued,) = [a for a in assets(edited(case, value, edit)) if a.id == "LAND"]
    assert bounds(valued.recoverable) == ("1900000", "1900000")


def test_an_edit_may_value_what_no_row_does() -> None:
    case = world(clock=ENFORCED, assets=["id=LAND kind=land_use owner=D"])
    (found,) = assets(edited(case, Edit("LAND", "value", Money.of("7", "CNY"), "r", "")))
    assert bounds(found.recoverable) == ("7", "7") and found.value is None


def test_an_edit_of_a_lead_moves_its_priority() -> None:
    case = world(claim="5000000", clock=ENFORCED, asset_transfers=[ACT], roles=OFFICES)
    (before,) = flag(case, [SLUG]).leads
    edit = Edit(before.id, "left", Money.of("100000", "CNY"), "r", "周蔚")
    (after,) = flag(edited(case, edit), [SLUG]).leads
    assert after.id == before.id and after.score.priority < before.score.priority
    assert (after.tier, after.score.strength) == (before.tier, before.score.strength)


@pytest.mark.parametrize("step", ["prior:none", "doubt"])
def test_an_edit_of_a_step_that_is_not_there_does_nothing(step: str) -> None:
    case = world(clock=ENFORCED, assets=LAND)
    (found,) = assets(edited(case, Edit("LAND", step, Money.of(Decimal(5), "CNY"), "r", "")))
    assert bounds(found.recoverable) == ("1000000", "1000000") and poured(found).edits == ()


def test_an_edit_without_a_rate_is_not_used() -> None:
    case = world(clock=ENFORCED, assets=LAND, encumbrances=[MORTGAGE])
    (found,) = assets(edited(case, Edit("LAND", "prior:m", Money.of("1", "USD"), "r", "")))
    assert bounds(found.recoverable) == ("700000", "700000") and poured(found).edits == ()
