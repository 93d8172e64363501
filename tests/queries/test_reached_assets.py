"""What leads reach in other people's names, and no more."""

from __future__ import annotations

from typing import Any

import pytest

from graph.case import Case
from queries.asset import Asset
from queries.asset_list import assets
from queries.flag import flag
from queries.lead import Finding
from queries.reached import reached_by
from tests.world import world

STAKE = "company=S from=D to=B share=70% price=1 reference_value=7000000 reference_basis=appraisal date=2022-09-15"
THING = "asset=X from=D to=B price=1 reference_value=7000000 reference_basis=appraisal date=2022-09-15"
OFFICES = ("person=P company=D role=finance_head", "person=P company=B role=legal_representative")
HELD = "owner=B company=S share=70% start=2022-09-15"


def findings(case: Case) -> tuple[Finding, ...]:
    return flag(case, ["undervalue-transfer-related", "serial-transfer-chain"]).findings


def found(**tables: Any) -> list[Asset]:
    case = world(roles=OFFICES, **tables)
    return reached_by(case, findings(case))


def test_a_stake_that_the_taker_still_holds() -> None:
    (asset,) = found(share_transfers=[STAKE], holdings=[HELD])
    assert (asset.id, asset.owner, asset.route, asset.in_plain_sight) == ("equity:S:B", "B", "C", False)
    assert "D" in asset.tie.nodes and "B" in asset.tie.nodes
    assert any(e.place.row_id == "r4" for e in asset.evidence)


def test_a_stake_that_the_taker_gave_up_is_not_there() -> None:
    ended = f"{HELD} end=2023-03-01"
    assert found(share_transfers=[STAKE], holdings=[ended]) == []


def test_a_company_of_two_labels_is_named_whole() -> None:
    """Where two sources use one id it prints as LABEL:ID: the colon parts no owner from it."""
    lines = [STAKE.replace("company=S", "company=reg:S")]
    (asset,) = found(share_transfers=lines, holdings=[HELD.replace("company=S", "company=reg:S")])
    assert asset.id == "equity:reg:S:B"
    assert "reg:S" in asset.what.en


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["id=X owner=B start=2022-09-15 kind=real_estate"], ["X"]),
        (["id=X owner=B start=2022-09-15 end=2023-05-01"], []),
        ([], ["X"]),
    ],
)
def test_the_register_says_who_owns_and_else_the_last_transfer(titles: list[str], expected: list[str]) -> None:
    assert [a.id for a in found(asset_transfers=[THING], assets=titles)] == expected


def test_what_was_sold_on_is_reached_where_it_went() -> None:
    """Twice moved: it stands with the last taker, and the chain shows both steps."""
    on = "asset=X from=B to=C price=1 date=2022-10-15"
    (asset,) = found(asset_transfers=[THING, on], parties=["id=C kind=company incorporated=2022-09-20"])
    assert asset.owner == "C"
    assert [e.to for e in asset.tie.edges if e.kind == "asset_transfer"] == ["B", "C"]


def test_what_came_back_or_went_to_the_creditor_is_not_reached() -> None:
    back = "asset=X from=B to=D price=1 date=2022-12-15"
    assert found(asset_transfers=[THING, back]) == []
    paid = "asset=X from=B to=CR price=100 date=2022-12-15"
    assert found(asset_transfers=[THING, paid]) == []


def test_a_signal_reaches_nothing() -> None:
    case = world(roles=OFFICES, asset_transfers=[THING])
    (strong,) = findings(case)
    assert reached_by(case, [strong])
    assert reached_by(case, [_as_signal(strong)]) == []


def _as_signal(finding: Finding) -> Finding:
    values = {name: getattr(finding, name) for name in finding.__dataclass_fields__}
    return Finding(**{**values, "tier": "signal"})


def test_prior_burdens_come_off() -> None:
    titles = ["id=X owner=B start=2022-09-15 kind=real_estate value=7000000 basis=appraisal valued_on=2022-09-01"]
    loan = ["asset=X kind=mortgage holder=K amount=5000000 start=2020-01-01 status=effective"]
    (free,) = found(asset_transfers=[THING], assets=titles)
    (burdened,) = found(asset_transfers=[THING], assets=titles, encumbrances=loan)
    assert free.recoverable and burdened.recoverable
    assert burdened.recoverable.low < free.recoverable.low


def test_in_insolvency_only_the_office_holder_reaches_it() -> None:
    case = world(roles=OFFICES, asset_transfers=[THING], clock={"insolvency_accepted": "2023-06-01"})
    assert {a.route for a in assets(case, findings(case))} == {"F"}


def test_each_thing_is_listed_once_and_the_best_lead_ties_it() -> None:
    case = world(roles=OFFICES, share_transfers=[STAKE], holdings=[HELD])
    leads = flag(case).findings
    assert sum(any(e.kind == "share_transfer" for e in f.chain.edges) for f in leads) > 1
    (asset,) = reached_by(case, leads)
    assert asset.tie.edges == leads[0].chain.edges
