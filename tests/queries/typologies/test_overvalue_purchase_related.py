"""Purchases above value, and quick resales at double."""

from __future__ import annotations

from typing import Any

from queries.flag import flag
from queries.lead import Finding, NoTables
from queries.typologies.overvalue_purchase_related import TYPOLOGY
from tests.world import rows, world

TIED = ["row=k a=S b=D kind=controls"]


def buys(price: int = 1_300_001, on: str = "2022-06-01", **more: str) -> str:
    cells = {"row": "t", "asset": "X", "from": "S", "to": "D", "price": str(price), "date": on, "reference_value": "1000000", "reference_basis": "appraisal", **more}  # fmt: skip
    return " ".join(f"{k}={v}" for k, v in cells.items() if v)


def found(*transfers: str, **facts: Any) -> list[Finding]:
    result = TYPOLOGY.find(world(asset_transfers=list(transfers), **{"relations": TIED, **facts}))
    assert isinstance(result, list)
    return result


def test_above_130_per_cent_from_a_related_party_is_strong_and_at_it_nothing() -> None:
    (finding,) = found(buys())
    assert finding.tier == "strong" and finding.parties == ("D", "S") and {"t", "k"} <= rows(finding)
    assert not found(buys(1_300_000))


def test_a_strangers_price_is_a_lead_and_a_soft_value_needs_double() -> None:
    assert found(buys(), relations=[])[0].tier == "lead"
    assert not found(buys(reference_basis="paid_in"), relations=[])
    assert found(buys(1_999_999, reference_basis="paid_in"))[0].tier == "lead"
    assert found(buys(2_000_000, reference_basis="paid_in"))[0].tier == "strong"


def test_a_resale_at_double_within_180_days() -> None:
    leg = "row=l asset=X from=Z to=S price=1000000 date=2021-12-03"
    sale = buys(2_000_000, reference_value="", reference_basis="")
    assert {"l", "t"} <= rows(found(leg, sale)[0])
    assert not found(leg, buys(1_999_999, reference_value="", reference_basis=""))
    assert not found(leg.replace("12-03", "12-02"), sale)


def test_a_go_between_formed_for_the_way_is_strong_after_the_debt_alone() -> None:
    def sold(formed: str = "2021-06-02", on: str = "2022-06-01", **more: str) -> list[Finding]:
        leg = f"row=l asset=X from=Z to=S price=1000000 date={on.replace('06-01', '03-01')}"
        sale = buys(2_000_000, on, reference_value="", reference_basis="", **more)
        return found(leg, sale, relations=[], parties=["id=D", f"id=S incorporated={formed}"])

    (finding,) = sold()
    assert finding.tier == "strong" and finding.badges == {"price", "form", "timing"}
    assert {"l", "t", "S"} <= rows(finding) and "No proven relation" in finding.summary.en
    assert sold(formed="2021-06-01")[0].tier == "lead", "a year old on the day"
    assert sold(on="2021-06-01", formed="2021-01-02")[0].tier == "lead", "before the debt"
    assert sold(note="翻新后转售")[0].tier == "signal"
    (lead,) = flag(
        world(
            asset_transfers=["row=l asset=X from=Z to=S price=1000000 date=2022-03-01 standing=alleged", buys(2_000_000, reference_value="", reference_basis="")],
            parties=["id=D", "id=S incorporated=2022-01-01"],
        ),
        [TYPOLOGY.slug],
    ).leads  # fmt: skip
    assert lead.tier == "lead"


def test_the_look_back_earn_outs_and_court_sales() -> None:
    assert found(buys(on="2020-01-10")) and not found(buys(on="2020-01-09"))
    assert found(buys(note="earn-out"))[0].tier == "signal"
    assert not found(buys(note="司法拍卖"))


def test_alleged_rows_cap_and_missing_tables_are_said() -> None:
    (lead,) = flag(world(asset_transfers=[buys(standing="alleged")], relations=TIED), [TYPOLOGY.slug]).leads
    assert lead.tier == "lead" and lead.standing == "alleged"
    assert isinstance(TYPOLOGY.find(world()), NoTables)
