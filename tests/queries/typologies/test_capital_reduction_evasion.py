"""Capital cut after the debt, with and without notice."""

from __future__ import annotations

from typing import Any

from graph.case import Case
from queries.flag import flag
from queries.lead import Finding, NoTables
from queries.typologies.capital_reduction_evasion import TYPOLOGY
from tests.world import against, rows, world

HOLDERS = ["row=h1 owner=P company=D share=100% subscribed=10000000 paid=400000"]


def cut(before: str = "1000万元", after: str = "100万元", on: str = "2022-04-01", **more: str) -> str:
    cells = {"party": "D", "item": "registered_capital", "before": before, "after": after, "date": on, **more}
    return " ".join(f"{k}={v!r}" if " " in v else f"{k}={v}" for k, v in cells.items())


def found(*changes: str, **facts: Any) -> list[Finding]:
    result = TYPOLOGY.find(world(changes=list(changes), **{"holdings": HOLDERS, **facts}))
    assert isinstance(result, list)
    return result


def one(*changes: str, **facts: Any) -> Finding:
    (finding,) = found(*changes, **facts)
    return finding


def test_a_cut_by_half_after_the_debt_without_notice_is_strong() -> None:
    finding = one(cut(after="500万元", notice="no", row="c"))
    assert finding.tier == "strong" and finding.badges == {"form", "timing"}
    assert finding.parties == ("D", "P") and rows(finding) == {"c", "h1"}
    assert finding.amount is not None and finding.amount.money.low == 5_000_000
    assert {k: s for k, s, _ in finding.elements}["reduction_frees_or_pays"] == "met"


def test_one_yuan_less_than_half_is_nothing() -> None:
    assert not found(cut("10000000", "5000001", notice="no"))
    assert found(cut("10000000", "5000000", notice="no"))


def test_the_day_of_the_debt_counts_and_the_day_before_does_not() -> None:
    assert one(cut(on="2022-01-10", notice="no")).tier == "strong"
    assert not found(cut(on="2022-01-09", notice="no"))
    assert one(cut(on="2022-01", notice="no")).tier == "lead"
    assert one(cut(notice="no"), arose=None).tier == "lead"


def test_steps_add_up_and_a_single_fall_of_half_is_told_alone() -> None:
    first, second = (
        cut(after="700万元", notice="no", row="a"),
        cut("700万元", "450万元", "2023-04-01", notice="no", row="b"),
    )
    finding = one(first, second)
    assert finding.tier == "strong" and {"a", "b"} <= rows(finding) and "分2次" in finding.summary.zh
    assert not found(first, cut("700万元", "501万元", "2023-04-01", notice="no"))
    assert {"x"} < rows(one(cut(after="400万元", notice="no", row="x"), cut("400万元", "390万元", "2022-05-01")))


def test_an_empty_notice_is_a_lead_and_money_to_a_holder_makes_it_strong() -> None:
    assert one(cut()).tier == "lead"
    paid = ["row=p from=D to=P amount=4000000 kind=capital date=2022-05-01"]
    finding = one(cut(), payments=paid)
    assert finding.tier == "strong" and "money" in finding.badges and "p" in rows(finding)
    assert one(cut(), payments=["from=D to=P amount=4000000 kind=capital date=2023-04-02"]).tier == "lead"
    assert one(cut(), payments=["from=D to=P amount=4000000 kind=salary date=2022-05-01"]).tier == "lead"


def test_a_notified_creditor_leaves_a_signal_and_a_newspaper_is_no_notice() -> None:
    finding = one(cut(notice="yes", row="c"))
    assert finding.tier == "signal" and "c" in against(finding)
    assert one(cut(notice="yes", note="仅在报纸公告")).tier == "strong"


def test_a_cut_that_covers_losses_is_a_signal() -> None:
    assert one(cut(notice="no", note="弥补亏损")).tier == "signal"
    written = {
        "accounts": ["row=a party=D year_end=2021-12-31 equity=1000000"],
    }
    full = [cut(notice="no"), "row=u party=D item=paid_capital before=1000万元 after=100万元 date=2022-04-01"]
    finding = one(*full, **written)
    assert finding.tier == "signal" and {"a", "u"} <= against(finding)
    more = {"accounts": ["party=D year_end=2021-12-31 equity=1000001"]}
    assert one(*full, **more).tier == "strong"
    assert one(cut(notice="no"), **written).tier == "strong"
    paid = ["from=D to=P amount=4000000 kind=capital date=2022-05-01"]
    assert one(*full, **written, payments=paid).tier == "strong"


def test_a_reduction_confirmed_by_a_court_is_a_signal() -> None:
    assert one(cut("£10000000", "£1", notice="no", note="confirmed by the court"), jurisdiction="GB").tier == "signal"


def test_an_unclear_unit_caps_and_an_increase_is_nothing() -> None:
    finding = one(cut("1000万元", "100", notice="no"))
    assert finding.tier == "lead" and "单位" in finding.tier_why.zh
    assert not found(cut("100万元", "1000万元"))
    assert not found(cut("1000万元", "缴足"))


def test_another_company_or_a_person_is_not_searched() -> None:
    other = cut(notice="no").replace("party=D", "party=X")
    assert not found(other)
    assert not found(cut(notice="no"), parties=["id=D kind=person"])


def test_without_change_rows_it_cannot_look() -> None:
    assert isinstance(TYPOLOGY.find(world(holdings=HOLDERS)), NoTables)


def test_the_law_follows_the_day_of_the_cut_and_alleged_rows_cap() -> None:
    def case(on: str, **more: str) -> Case:
        return world(changes=[cut(on=on, notice="no", **more)], as_of="2025-01-01")

    before, after = (flag(case(on), [TYPOLOGY.slug]).leads[0] for on in ("2024-06-30", "2024-07-01"))
    assert [g.ground.id for g in before.grounds] == ["cn-company-old-177"]
    assert [g.ground.id for g in after.grounds] == ["cn-company-226"]
    alleged = flag(case("2024-07-01", standing="alleged"), [TYPOLOGY.slug]).leads[0]
    assert alleged.tier == "lead" and alleged.standing == "alleged"
