"""Assets: the debtor's own first, others' things never its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from graph.chains import Chain, moves
from graph.values import Money
from queries.asset import Asset
from queries.asset_list import assets, reached
from queries.lead import Finding, two
from tests.world import world

RETAINED: dict[str, Any] = {
    "holdings": ["row=h owner=D company=T share=30% start=2022-09-15", "owner=B company=T share=70% start=2022-09-15"],
    "accounts": ["row=f party=T year_end=2021-12-31 equity=16000000"],
    "assets": ["row=shops id=SHOPS kind=real_estate name=shops owner=T value=26000000 basis=appraisal"],
    "encumbrances": [
        "row=ours asset=equity:T:D kind=freeze holder=CR amount=8000000 start=2023-10-25 end=2024-10-25 published_on=2023-10-26",
        "row=next asset=equity:T:D kind=freeze holder=X amount=1860000 start=2024-03-18 end=2027-03-18 status=waiting published_on=2024-03-19",
    ],
}


def bounds(money: Money | None) -> tuple[int, int] | None:
    return (int(money.low), int(money.high)) if money else None


def uncosted(found: Asset) -> Money | None:
    """What is left of it before the cost of the next step."""
    return found.waterfall.left if found.waterfall else None


def listed(found: Sequence[Asset]) -> dict[str, Asset]:
    return {a.id: a for a in found}


def test_the_retained_stake_comes_first_with_its_freezes() -> None:
    found = assets(world(claim="8000000", as_of="2024-10-01", **RETAINED))
    first = found[0]
    assert (first.id, first.owner, first.route, first.in_plain_sight) == ("equity:T:D", "D", "A", True)
    assert first.value and first.recoverable and first.value.low == 4800000 == first.recoverable.high
    assert [(b.rank, b.waiting, b.own) for b in first.encumbrances] == [(1, False, True), (2, True, False)]
    assert any("2024-10-17" in w.en for w in first.warnings)
    assert {"h", "f", "ours", "next"} <= {e.place.row_id for e in first.evidence}
    assert "登记机关" in first.office.zh


def test_the_shops_of_the_company_are_never_the_debtors_own() -> None:
    found = listed(assets(world(claim="8000000", as_of="2024-10-01", **RETAINED)))
    shops = found["SHOPS"]
    assert (shops.owner, shops.route, shops.in_plain_sight, shops.request) == ("T", "C", False, None)
    assert shops.recoverable is None or shops.recoverable.low == 0
    assert shops.tie.nodes == ("D", "T") and "30%" in shops.what.zh
    assert [a.id for a in found.values() if a.route == "A"] == ["equity:T:D"]


def test_a_stake_sold_is_gone() -> None:
    case = world(holdings=["owner=D company=T share=100% start=2018-04-10 end=2022-09-15"])
    assert assets(case) == ()


@pytest.mark.parametrize(
    ("line", "low", "high"),
    [
        ("owner=D company=T share=40% paid=300", 300, 300),
        ("owner=D company=T share=40% subscribed=500", 0, 500),
        ("owner=D company=T share=1/4..1/2", 250, 500),
    ],
)
def test_value_falls_back_to_paid_then_subscribed(line: str, low: int, high: int) -> None:
    accounts = ["party=T year_end=2021-12-31 equity=1000"] if ".." in line else []
    (found,) = assets(world(holdings=[line], accounts=accounts))
    assert bounds(found.value) == (low, high)


def test_a_stake_of_unknown_worth_is_listed_last_and_unknown() -> None:
    found = assets(world(holdings=["owner=D company=T"], assets=["id=CAR kind=vehicle owner=D value=10 basis=market"]))
    assert [(a.id, a.value is None) for a in found] == [("CAR", False), ("equity:T:D", True)]


def test_negative_net_assets_are_no_value() -> None:
    (found,) = assets(
        world(holdings=["owner=D company=T share=50%"], accounts=["party=T year_end=2023-12-31 equity=-5"])
    )
    assert found.value and found.value.high == 0 and found.basis and "negative" in found.basis.en


def test_two_sources_give_bounds_never_a_sum() -> None:
    rows = ["owner=D company=T share=30% paid=30 label=a", "owner=D company=T share=40% paid=40 label=b"]
    (found,) = assets(world(holdings=rows))
    assert bounds(found.value) == (30, 40)


def test_look_through_is_information_with_the_way_down() -> None:
    rows = ["owner=D company=E share=40%", "owner=E company=A share=45%", "owner=A company=G share=33.34%"]
    found = listed(assets(world(holdings=rows)))
    assert found["equity:E:D"].route == "A"
    deep = found["equity:G:A"]
    assert (deep.route, deep.owner, deep.recoverable) == ("C", "A", None)
    assert "6.0012%" in deep.what.en and deep.tie.nodes == ("D", "E", "A")


def test_things_of_a_controlled_company_are_tied_by_the_rows_of_control() -> None:
    case = world(
        jurisdiction="GB", parties=["id=D kind=person"], relations=["row=r1 a=D b=P kind=controls"],
        assets=["row=r5 id=HOUSE kind=real_estate owner=P"],
    )  # fmt: skip
    (house,) = assets(case)
    assert (house.owner, house.route, house.tie.nodes) == ("P", "C", ("D", "P"))
    assert {e.place.row_id for e in house.evidence} == {"r1", "r5"}


def test_a_mortgage_of_a_bank_is_taken_off() -> None:
    (found,) = assets(
        world(
            claim="10000000", assets=["id=BLD kind=real_estate owner=D value=50000000"],
            encumbrances=["asset=BLD kind=mortgage holder=BK amount=30000000 start=2023-02-02"],
        )
    )  # fmt: skip
    assert found.recoverable and found.recoverable.high == 20000000
    assert any("capped" in w.en for w in found.warnings)


def test_net_cash_pool_claim_is_owed_to_the_debtor() -> None:
    payments = [f"from=D to=POOL amount=1000000 date=2023-0{m}-28 kind=sweep" for m in range(1, 5)]
    payments += [f"from=POOL to=D amount=980000 date=2023-0{m}-01 kind=sweep" for m in range(2, 6)]
    (found,) = assets(world(contracts=["id=m1 kind=cash_pool from=D to=POOL"], payments=payments))
    assert (found.route, found.kind) == ("B", "receivable")
    assert bounds(uncosted(found)) == (80000, 80000)
    even = [*payments, "from=POOL to=D amount=80000 date=2023-06-01 kind=sweep"]
    assert assets(world(contracts=["id=m1 kind=cash_pool from=D to=POOL"], payments=even)) == ()


def test_money_lent_and_not_repaid() -> None:
    lent = "from=D to=X amount=500 date=2022-05-01 kind=loan"
    (found,) = assets(world(payments=[lent, "from=X to=D amount=200 date=2023-01-01 kind=repayment"]))
    assert found.recoverable and found.recoverable.high == 300 and "X" in found.office.en
    assert assets(world(payments=[lent, "from=X to=D amount=500 date=2023-01-01 kind=repayment"])) == ()
    assert assets(world(payments=[lent.replace("kind=loan", "kind=loan status=failed")])) == ()


def test_a_contract_loan_without_a_statement_counts_high_only() -> None:
    (found,) = assets(world(contracts=["id=k kind=loan from=D to=X amount=900 date=2022-05-01"]))
    assert bounds(found.recoverable) == (0, 900)
    assert assets(world(contracts=["id=k kind=loan from=X to=D amount=900 date=2022-05-01"])) == ()


def test_a_price_not_shown_as_paid_is_a_claim_but_a_token_price_is_none() -> None:
    sale = "asset=LAND from=D to=B price={} consideration=cash reference_value=1000 reference_basis=appraisal date=2022-09-15"
    other = ["from=D to=Z amount=1 date=2022-01-01"]
    (found,) = assets(world(asset_transfers=[sale.format(700)], payments=other))
    assert bounds(uncosted(found)) == (700, 700) and found.route == "B"
    assert assets(world(asset_transfers=[sale.format(1)], payments=other)) == ()
    paid = [*other, "from=B to=D amount=700 date=2022-09-20 kind=price"]
    assert assets(world(asset_transfers=[sale.format(700)], payments=paid)) == ()
    for note in ("司法拍卖成交，二拍", "sold at a sheriff's sale", "法拍"):
        assert assets(world(asset_transfers=[f'{sale.format(700)} note="{note}"'], payments=other)) == ()


def test_awards_for_the_debtor_are_claims_and_a_suit_gives_way_to_its_enforcement() -> None:
    suit = "number=J1 kind=civil claimant=D defendant=X amount=500 outcome={} filed=2022-01-01"
    won = assets(world(court_cases=[suit.format("judgment")]))
    assert bounds(uncosted(won[0])) == (500, 500)
    pending = assets(world(court_cases=[suit.format("pending")]))
    assert bounds(pending[0].recoverable) == (0, 500)
    assert assets(world(court_cases=[suit.format("dismissed")])) == ()
    both = [
        suit.format("judgment"),
        "number=J2 kind=enforcement claimant=D defendant=X amount=500 outstanding=300 filed=2023-01-01",
    ]
    (found,) = assets(world(court_cases=both))
    assert found.id.startswith("court:J2") and found.recoverable and found.recoverable.high == 300


def test_unpaid_capital_is_owed_once_due() -> None:
    line = "owner=S company=D share=70% subscribed=1000 paid=100 due={}"
    (due,) = assets(world(holdings=[line.format("2023-06-30")], as_of="2024-01-01"))
    assert (due.kind, due.route) == ("unpaid_capital", "B")
    assert bounds(uncosted(due)) == (900, 900)
    (later,) = assets(world(holdings=[line.format("2042-06-30")], as_of="2024-01-01"))
    assert bounds(later.recoverable) == (0, 900)
    assert assets(world(holdings=["owner=S company=D subscribed=1000 paid=1000"])) == ()
    assert assets(world(holdings=["owner=S company=D subscribed=1000"])) == ()  # paid is unknown, not zero


def test_insolvency_takes_every_route() -> None:
    case = world(claim="8000000", as_of="2024-10-01", clock={"insolvency_accepted": "2024-09-01"}, **RETAINED)
    assert {a.route for a in assets(case)} == {"F"}
    before = world(claim="8000000", as_of="2024-10-01", clock={"insolvency_accepted": "2024-11-01"}, **RETAINED)
    assert {a.route for a in assets(before)} == {"A", "C"}


def test_an_alleged_row_is_no_plain_sight() -> None:
    (found,) = assets(world(assets=["id=BOAT kind=vessel owner=D value=5 standing=alleged"]))
    assert (found.in_plain_sight, found.route) == (False, "C")


def test_a_thing_abroad_is_not_for_the_mainland_office() -> None:
    found = assets(world(holdings=["owner=D company=T share=100%"], parties=["id=T kind=company jurisdiction=HK"]))
    assert "HK" in found[0].office.en and "mainland notice cannot" in found[0].action.en
    home = assets(world(holdings=["owner=D company=T share=100%"], parties=["id=T kind=company jurisdiction=CN"]))
    assert "HK" not in home[0].office.en


def test_what_the_property_report_leaves_out_is_said() -> None:
    own = ["id=CAR kind=vehicle owner=D value=10", "id=VAN kind=vehicle owner=D value=9"]
    found = listed(assets(world(assets=own, declarations=["debtor=D asset=CAR declared_on=2023-05-24"])))
    assert not any("property report" in w.en for w in found["CAR"].warnings)
    assert any("property report" in w.en for w in found["VAN"].warnings)
    assert not any("property report" in w.en for a in assets(world(assets=own)) for w in a.warnings)


def test_freezing_more_than_the_claim_is_warned_of() -> None:
    def frozen(value: int) -> bool:
        own = [f"id=LAND kind=land_use owner=D value={value}"]
        held = ["asset=LAND kind=seizure holder=CR amount=1000 start=2023-06-01 end=2026-06-01"]
        found = assets(world(claim="1000", assets=own, encumbrances=held))
        return any("over-freezing" in w.en for w in found[0].warnings)

    assert frozen(1001) and not frozen(1000)


def test_a_thing_reached_by_a_lead_is_another_persons() -> None:
    case = world(
        asset_transfers=["row=t asset=LAND from=D to=B price=1 date=2022-09-15"],
        assets=["id=LAND kind=land_use owner=B value=900 basis=appraisal start=2022-09-15"],
        encumbrances=["asset=LAND kind=mortgage holder=BK amount=300 start=2022-10-01"],
    )
    chain = Chain.of([moves(case.transfers[0])])
    found = reached(case, "B", "LAND", chain)
    assert (found.route, found.in_plain_sight, found.owner) == ("C", False, "B")
    assert found.recoverable and found.recoverable.high == 600
    lead = Finding("x", ("D", "B"), two("", ""), (), "lead", two("", ""), frozenset(), chain, "C")
    assert [a.id for a in assets(case, [lead])] == ["LAND"]
    assert assets(case) == ()


def test_a_thing_passed_on_again_is_not_reached_at_the_first_taker() -> None:
    case = world(
        asset_transfers=["asset=LAND from=D to=B date=2022-09-15", "asset=LAND from=B to=E date=2023-09-15"],
        assets=["id=LAND kind=land_use owner=E value=900 start=2023-09-15"],
    )
    chain = Chain.of([moves(t) for t in case.transfers])
    lead = Finding("x", ("D", "B", "E"), two("", ""), (), "lead", two("", ""), frozenset(), chain, "C")
    assert [(a.id, a.owner) for a in assets(case, [lead])] == [("LAND", "E")]
