"""Gifts to kin and divisions between spouses, near the debt."""

from __future__ import annotations

from typing import Any

import pytest

from queries.flag import flag
from queries.lead import Finding, NoTables
from queries.typologies.family_divorce_transfer import TYPOLOGY
from tests.world import against, rows, world

PERSON = ["id=D kind=person"]
WIFE = "row=k a=W b=D kind=spouse"
CHILD = "row=k a=D b=W kind=parent"
FORMER = "row=k a=W b=D kind=former_spouse start=2022-05-01"


def found(*relations: str, **facts: Any) -> list[Finding]:
    result = TYPOLOGY.find(world(relations=list(relations), **{"parties": PERSON, **facts}))
    assert isinstance(result, list)
    return result


def one(*relations: str, **facts: Any) -> Finding:
    (finding,) = found(*relations, **facts)
    return finding


def gift(on: str | None = "2022-06-01", to: str = "W", **more: str) -> dict[str, Any]:
    cells = {
        "row": "g",
        "asset": "X",
        "from": "D",
        "to": to,
        "consideration": "none",
        **({"date": on} if on else {}),
        **more,
    }
    return {"asset_transfers": [" ".join(f"{k}={v}" for k, v in cells.items())]}


def pays(amount: int = 100_000, on: str = "2022-06-01", **more: str) -> str:
    cells = {"from": "D", "to": "W", "amount": str(amount), "date": on, **more}
    return " ".join(f"{k}={v!r}" if " " in v else f"{k}={v}" for k, v in cells.items())


def test_a_gift_to_a_child_after_the_debt_is_a_fact() -> None:
    finding = one(CHILD, **gift())
    assert finding.tier == "fact" and finding.badges == {"price", "timing", "relation"}
    assert finding.parties == ("D", "W") and rows(finding) == {"g", "k"}
    assert one("row=k a=W b=D kind=sibling", **gift()).tier == "strong"


def test_an_unknown_price_is_strong_and_a_real_one_is_a_sale() -> None:
    assert one(WIFE, **gift(consideration="unknown")).tier == "strong"
    assert not found(WIFE, **gift(consideration="cash", price="500000"))
    low = gift(consideration="cash", price="699999", reference_value="1000000", reference_basis="appraisal")
    assert one(WIFE, **low).tier == "strong" and "price" in one(WIFE, **low).badges
    fair = gift(consideration="cash", price="700000", reference_value="1000000", reference_basis="appraisal")
    assert not found(WIFE, **fair)
    assert one(WIFE, **gift(consideration="cash", price="1")).tier == "fact"


def test_a_year_before_the_debt_is_a_lead_and_a_day_more_is_nothing() -> None:
    assert one(WIFE, **gift("2021-01-10")).tier == "lead"
    assert not found(WIFE, **gift("2021-01-09"))
    assert one(WIFE, **gift("2022-01-10")).tier == "fact"
    assert one(WIFE, **gift("2022-01")).tier == "lead"
    assert one(WIFE, **gift(None)).tier == "lead"


def test_payments_of_one_hand_to_one_relative_are_one_finding() -> None:
    parts = [pays(40_000, row="a"), pays(40_000, "2022-07-01", row="b"), pays(40_000, "2022-08-01", row="c")]
    finding = one(WIFE, payments=parts)
    assert finding.tier == "lead" and {"a", "b", "c"} <= rows(finding), "each below the floor: perhaps housekeeping"
    assert not found(WIFE, payments=parts[:1])
    assert one(WIFE, payments=[pays(row="a")]).tier == "strong"
    assert one(WIFE, payments=[pays(purpose="无偿转账")]).tier == "fact"
    assert not found(WIFE, payments=[pays(kind="salary")])


def test_maintenance_and_a_loan_that_went_back_are_signals() -> None:
    assert one(WIFE, payments=[pays(purpose="赡养费")]).tier == "signal"
    lent = "row=l from=W to=D amount=100000 date=2022-05-01"
    finding = one(WIFE, payments=[lent, pays()])
    assert finding.tier == "signal" and "l" in against(finding)
    assert one(WIFE, payments=[lent.replace("100000", "99999"), pays()]).tier == "strong"


HOMES = [
    "row=x1 id=X owner=D value=800000 end=2022-06-01",
    "row=x2 id=X owner=W start=2022-06-01",
]


@pytest.mark.parametrize(("left", "tier"), [(200_000, "strong"), (200_001, "signal")])
def test_a_division_that_leaves_a_fifth_or_less_is_lopsided(left: int, tier: str) -> None:
    kept = f"row=y id=Y owner=D value={left}"
    finding = one(FORMER, **gift(consideration="unknown"), assets=[*HOMES, kept])
    assert finding.tier == tier and "y" in against(finding)
    assert ("price" in finding.badges) == (tier == "strong")


def test_a_division_of_things_without_value_is_not_measured() -> None:
    bare = [HOMES[0].replace(" value=800000", ""), HOMES[1], "row=y id=Y owner=D value=900000"]
    assert one(FORMER, **gift(consideration="unknown"), assets=bare).tier == "strong"


PAPER = "row=s id=S kind=settlement from=D to=W date=2022-05-01 note='{}'"


def divided(note: str, **more: Any) -> Finding:
    """The debtor keeps half of the assets; who bears the debts the settlement says."""
    kept = "row=y id=Y owner=D value=800000"
    facts: dict[str, Any] = {
        **gift(consideration="unknown"),
        "assets": [*HOMES, kept],
        "contracts": [PAPER.format(note)],
        **more,
    }
    return one(FORMER, parties=["id=D kind=person name=周蔚", "id=W kind=person name=秦岚"], **facts)


@pytest.mark.parametrize(
    ("note", "tier"),
    [
        ("共同债务由周蔚承担", "strong"),
        ("债务由周蔚承担80%，其余另议", "strong"),
        ("债务由周蔚承担79.9%", "signal"),
        ("共同债务由秦岚承担", "signal"),
        ("债务由秦岚承担20%", "strong"),
        ("债务由周蔚、秦岚共同承担", "signal"),
        ("债务由男方承担", "signal"),
        ("all debts are borne by 周蔚", "strong"),
        ("房屋归秦岚", "signal"),
    ],
)
def test_a_division_that_leaves_the_debtor_four_fifths_of_the_debts_is_lopsided(note: str, tier: str) -> None:
    finding = divided(note)
    assert finding.tier == tier and ("price" in finding.badges) == (tier == "strong")
    assert ("s" in rows(finding)) == (tier == "strong") and ("s" in against(finding)) == (tier == "signal")
    test = next(t for t in finding.tests if t.name.en == "debts the debtor bears after a divorce")
    assert (test.outcome == "met") == (tier == "strong")


def test_debts_that_no_row_divides_are_unknown_and_asked_for() -> None:
    finding = divided("房屋归秦岚")
    test = next(t for t in finding.tests if t.name.en == "debts the debtor bears after a divorce")
    assert (test.value, test.outcome) == (None, "unknown")
    assert any("assets and debts" in g.what.en for g in finding.gaps)


def test_an_alleged_settlement_divides_no_debts() -> None:
    alleged = [PAPER.format("共同债务由周蔚承担") + " standing=alleged"]
    assert divided("", contracts=alleged).tier == "signal"


def test_a_divorce_years_before_and_its_late_registration_are_no_more_than_a_signal() -> None:
    old = "row=k a=W b=D kind=former_spouse start=2016-03-01"
    assert not found(old, **gift("2016-04-01"))
    paper = ["row=s id=S kind=settlement from=D to=W asset=X date=2016-03-01"]
    finding = one(old, **gift(), contracts=paper)
    assert finding.tier == "signal" and "s" in against(finding)
    assert one(old, **gift(), contracts=[paper[0].replace("2016-03-01", "2021-06-01")]).tier == "fact"


def test_a_settlement_alone_and_titles_alone_show_it_too() -> None:
    paper = ["row=s id=S kind=settlement from=D to=W asset=X date=2022-05-01"]
    assert "s" in rows(one(FORMER, contracts=paper))
    titles = one(WIFE, assets=HOMES)
    assert titles.tier == "strong" and {"x1", "x2", "k"} <= rows(titles)
    stakes = [
        "row=a owner=D company=C share=100% end=2022-06-01",
        "row=b owner=W company=C share=100% start=2022-06-01",
    ]
    assert {"a", "b"} <= rows(one(WIFE, holdings=stakes))
    assert not found(WIFE, assets=[HOMES[0], HOMES[1].replace("2022-06-01", "2022-06-02")])


def test_firms_on_either_side_stand_for_their_people() -> None:
    relations = [CHILD, "row=c a=D b=F kind=controls"]
    facts = gift()
    facts["asset_transfers"] = [facts["asset_transfers"][0].replace("from=D", "from=F")]
    finding = one(*relations, **facts)
    assert finding.parties == ("D", "W", "F") and {"g", "k", "c"} <= rows(finding)
    vehicle = one(CHILD, **gift(to="V"), holdings=["row=h owner=W company=V share=100%"])
    assert vehicle.tier == "strong" and {"g", "k", "h"} <= rows(vehicle)


def test_strangers_the_creditor_firms_and_heirs_are_left_out() -> None:
    assert not found(CHILD, **gift(to="Z"))
    assert not found("row=k a=CR b=D kind=spouse", **gift(to="CR"))
    assert not found(CHILD, **gift(note="继承"))
    assert not found("row=k a=W b=P kind=spouse", **gift())
    assert not found(CHILD, **gift(), parties=["id=D kind=company"])


def test_gifts_of_one_month_are_one_act() -> None:
    two = gift()["asset_transfers"] + [gift("2022-07-01", row="h", asset="Y")["asset_transfers"][0]]
    assert {"g", "h"} <= rows(one(CHILD, asset_transfers=two))
    late = gift()["asset_transfers"] + [gift("2022-07-02", row="h", asset="Y")["asset_transfers"][0]]
    assert len(found(CHILD, asset_transfers=late)) == 2


def test_it_says_what_it_lacks() -> None:
    missing = TYPOLOGY.find(world(parties=PERSON))
    assert isinstance(missing, NoTables) and len(missing.needs) == 2
    assert isinstance(TYPOLOGY.find(world(parties=PERSON, **gift())), NoTables)


def test_alleged_kinship_caps_and_the_law_follows_the_day() -> None:
    (lead,) = flag(world(parties=PERSON, relations=[CHILD + " standing=alleged"], **gift()), [TYPOLOGY.slug]).leads
    assert lead.tier == "lead" and lead.standing == "alleged"
    (now,) = flag(world(parties=PERSON, relations=[FORMER], **gift()), [TYPOLOGY.slug]).leads
    assert {"cn-civil-538", "cn-marriage-2-3"} <= {g.ground.id for g in now.grounds}
    (old,) = flag(
        world(parties=PERSON, relations=[CHILD], arose="2019-01-01", **gift("2020-12-31")), [TYPOLOGY.slug]
    ).leads
    assert "cn-contract-74-free" in {g.ground.id for g in old.grounds}
