"""Every day of a case in one list: grounds, freezes, renewals."""

from __future__ import annotations

from datetime import date
from typing import Any

from queries.asset_list import assets
from queries.calendar import Entry, calendar
from queries.flag import flag
from tests.world import world

LAND = ["id=LAND kind=land_use owner=D value=1000000"]
OURS = "asset=LAND kind=seizure holder=CR amount=500000 start=2023-06-01 end=2024-03-01 row=ours"
OTHER = "asset=LAND kind=seizure holder=Z amount=500000 start=2022-06-01 row=other"


def days(**tables: Any) -> tuple[Entry, ...]:
    case = world(**tables)
    flagged = flag(case)
    return calendar(case, flagged.leads, assets(case, flagged.findings))


def of(found: tuple[Entry, ...], kind: str) -> list[Entry]:
    return [e for e in found if e.kind == kind]


def test_a_freeze_of_ours_has_its_lapse_and_its_renewal() -> None:
    found = days(assets=LAND, encumbrances=[OURS])
    (lapse,), (renewal,) = of(found, "freeze"), of(found, "renewal")
    assert (lapse.day, lapse.days_left, lapse.at_most) == (date(2024, 2, 29), 59, False)
    assert (renewal.day, renewal.about) == (date(2024, 2, 22), "LAND")
    assert "首封" in lapse.what.zh and [e.place.row_id for e in renewal.evidence] == ["ours"]


def test_another_creditors_open_end_is_at_most() -> None:
    (lapse,) = of(days(assets=LAND, encumbrances=[OTHER]), "freeze")
    assert (lapse.day, lapse.at_most) == (date(2025, 5, 31), True)
    assert "最迟" in lapse.what.zh and "no later than" in lapse.what.en
    assert of(days(assets=LAND, encumbrances=[OTHER]), "renewal") == []


def test_waiting_and_renewed_freezes_are_named_so() -> None:
    waiting = OURS.replace("row=ours", "status=waiting row=ours")
    assert any("本案轮候" in e.what.zh for e in of(days(assets=LAND, encumbrances=[OTHER, waiting]), "freeze"))
    again = OURS.replace("row=ours", "status=renewed row=ours")
    assert any("续封" in e.what.zh for e in of(days(assets=LAND, encumbrances=[again]), "freeze"))


def test_a_lapsed_freeze_is_not_listed() -> None:
    gone = OURS.replace("end=2024-03-01", "end=2023-12-01")
    assert of(days(assets=LAND, encumbrances=[gone]), "freeze") == []


def test_after_acceptance_nothing_is_renewed() -> None:
    found = days(assets=LAND, encumbrances=[OURS], clock={"insolvency_accepted": "2023-12-01"})
    assert of(found, "renewal") == []
    (lapse,) = of(found, "freeze")
    assert "破产法19" in lapse.note.zh


def test_two_years_to_apply_for_enforcement() -> None:
    (late,) = of(days(clock={"judgment": "2023-01-10", "judgment_effective": "2023-02-01"}), "enforcement")
    assert (late.day, late.about) == (date(2025, 2, 5), None)  # 2025-02-01 lies in the Spring Festival
    own = of(days(clock={"judgment_effective": "2023-02-01", "performance_end": "2023-02-16"}), "enforcement")
    assert [e.day for e in own] == [date(2025, 2, 17)]  # 2025-02-16 is a Sunday
    assert of(days(clock={"judgment_effective": "2023-02-01", "enforcement": "2023-05-01"}), "enforcement") == []


def test_the_claim_ages_until_a_suit() -> None:
    (aged,) = of(days(clock={"due": "2022-06-01"}), "limitation")
    assert aged.day == date(2025, 6, 3)  # 2025-06-01 and -02 are the Dragon Boat holiday
    assert of(days(clock={"due": "2022-06-01", "suit": "2023-01-01"}), "limitation") == []


def test_a_ruling_opens_a_suit_and_a_review() -> None:
    found = of(days(clock={"ruling_served": "2023-12-20"}), "remedy")
    assert [e.day for e in found] == [date(2024, 1, 2), date(2024, 1, 4)]  # 12-30 is a day of rest
    assert ["复议" in e.what.zh for e in found] == [True, False]


def test_leads_bring_the_days_of_their_grounds_and_signals_none() -> None:
    act = "asset=X from=D to=B price=1 reference_value=1000000 reference_basis=appraisal date=2022-09-15"
    offices = ("person=P company=D role=finance_head", "person=P company=B role=legal_representative")
    found = of(days(asset_transfers=[act], roles=offices), "ground")
    assert found and all(e.about and e.evidence for e in found)
    assert [e.day for e in found] == sorted(e.day for e in found)
    assert {e.period_kind for e in found} <= {"extinctive", "limitation", "procedural"}


def test_abroad_the_claims_own_days_are_not_reckoned() -> None:
    assert [e for e in days(jurisdiction="GB", clock={"due": "2022-06-01"}) if e.kind == "limitation"] == []
