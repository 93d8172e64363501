"""Changes in a row: windows, lines, and what a firm may do."""

from __future__ import annotations

import pytest

from graph.case import Case
from queries.flag import flag
from queries.lead import Finding
from queries.typologies.name_change_chain import TYPOLOGY
from tests.world import against, rows, world

CLOCK = {"due": "2022-07-01", "judgment": "2023-03-01"}
NAME = "party=D item=name before=甲贸易有限公司 after=乙贸易有限公司 date={} row=n"
SEAT = "party=D item=address before=上海市黄浦区甲路5号 after={}乙路12号 date={} row=s"
REP = "party=D item=legal_representative before=张三 after=李四 date={} row=l"
ALL = "party=D item=shareholders before=张三、王五 after={} date={} row=h"


def found(case: Case) -> list[Finding]:
    result = TYPOLOGY.find(case)
    assert isinstance(result, list)
    return result


def changed(*lines: str, **more: object) -> Case:
    return world(changes=lines, clock=CLOCK, **more)  # type: ignore[arg-type]


def tiers(*lines: str, **more: object) -> list[str]:
    return [f.tier for f in found(changed(*lines, **more))]


def test_two_kinds_in_twelve_months_are_a_lead_with_their_rows() -> None:
    (finding,) = found(changed(NAME.format("2022-08-01"), REP.format("2022-09-01")))
    assert finding.tier == "lead" and finding.parties == ("D",) and rows(finding) == {"n", "l"}
    assert "甲贸易有限公司 → 乙贸易有限公司" in finding.summary.zh and "no liability" in finding.summary.en
    (lead,) = flag(changed(NAME.format("2022-08-01"), REP.format("2022-09-01")), [TYPOLOGY.slug]).leads
    assert [g.ground.id for g in lead.grounds] == ["cn-none-name-change"]


@pytest.mark.parametrize(("second", "tier"), [("2023-07-31", ["lead"]), ("2023-08-01", [])])
def test_twelve_months_and_a_day(second: str, tier: list[str]) -> None:
    assert tiers(NAME.format("2022-08-01"), REP.format(second)) == tier


@pytest.mark.parametrize(
    ("first", "second", "tier"),
    [("2022-01-01", "2022-02-01", ["lead"]), ("2021-12-31", "2022-02-01", []),
     ("2024-02-01", "2024-02-29", ["lead"]), ("2024-02-01", "2024-03-01", [])],
)  # fmt: skip
def test_the_window_from_six_months_before_due_to_twelve_after_judgment(
    first: str, second: str, tier: list[str]
) -> None:
    assert tiers(NAME.format(first), REP.format(second), as_of="2024-12-31") == tier


def test_three_kinds_are_strong_two_of_one_kind_are_one() -> None:
    seat = SEAT.format("上海市黄浦区", "2022-10-01")
    assert tiers(NAME.format("2022-08-01"), REP.format("2022-09-01"), seat) == ["strong"]
    again = "party=D item=name before=乙贸易有限公司 after=丙贸易有限公司 date=2022-10-01"
    assert tiers(NAME.format("2022-08-01"), REP.format("2022-09-01"), again) == ["lead"]
    assert tiers(NAME.format("2022-08-01"), again) == []


@pytest.mark.parametrize(
    ("last", "place", "met"),
    [
        ("2022-10-29", "江苏省苏州市", "met"),
        ("2022-10-30", "江苏省苏州市", "not_met"),
        ("2022-10-29", "上海市黄浦区", "not_met"),
    ],
)
def test_seat_representative_and_all_holders_within_ninety_days(last: str, place: str, met: str) -> None:
    (finding,) = found(changed(SEAT.format(place, "2022-08-01"), REP.format("2022-09-01"), ALL.format("赵六", last)))
    assert [t.outcome for t in finding.tests if t.name.en.startswith("seat, ")] == [met]


def test_holders_count_only_where_none_of_the_old_is_left() -> None:
    assert tiers(REP.format("2022-09-01"), ALL.format("赵六", "2022-09-01")) == ["lead"]
    assert tiers(REP.format("2022-09-01"), ALL.format("王五、赵六", "2022-09-01")) == []
    assert tiers(REP.format("2022-09-01"), "party=D item=shareholders after=赵六 date=2022-09-01") == []


def test_officers_and_holdings_show_changes_that_no_record_states() -> None:
    roles = ["person=P1 company=D role=legal_representative start=2019-01-01 end=2022-09-01 row=r1",
             "person=P2 company=D role=legal_representative start=2022-09-01 row=r2"]  # fmt: skip
    held = [
        "owner=P1 company=D share=100% start=2019-01-01 end=2022-09-15 row=o1",
        "owner=P2 company=D share=100% start=2022-09-15 row=o2",
    ]
    (finding,) = found(world(roles=roles, holdings=held, clock=CLOCK))
    assert finding.tier == "lead" and rows(finding) == {"r1", "r2", "o1", "o2"}
    assert not found(world(roles=[roles[1]], holdings=held, clock=CLOCK))
    sold = ["company=D from=P1 to=P2 share=100% date=2022-09-15 row=t"]
    assert rows(found(world(roles=roles, share_transfers=sold, clock=CLOCK))[0]) == {"r1", "r2", "t"}


def test_two_rows_of_one_change_are_one_change() -> None:
    twice = [NAME.format("2022-08-01"), NAME.format("2022-08-03").replace("row=n", "row=n2")]
    assert tiers(*twice) == []
    (finding,) = found(changed(*twice, REP.format("2022-09-01")))
    assert rows(finding) == {"n", "n2", "l"}


def test_a_former_name_without_a_day_cannot_be_placed() -> None:
    former = ["id=D name=乙贸易有限公司 other_names=甲贸易有限公司"]
    (finding,) = found(changed(REP.format("2022-09-01"), parties=former))
    assert finding.tier == "signal" and "former name" in " ".join(e.text.en for e in finding.evidence)
    assert tiers(REP.format("2022"), NAME.format("2022-08-01")) == ["lead"]
    assert tiers(REP.format("2021"), NAME.format("2022-08-01")) == []
    assert not found(changed(parties=former))


def test_a_rebrand_before_the_debt_stays_quiet() -> None:
    assert not found(changed(NAME.format("2021-03-01"), SEAT.format("上海市静安区", "2021-03-15")))


def test_a_paid_acquisition_stays_a_lead() -> None:
    lines = [NAME.format("2022-08-01"), REP.format("2022-09-01"), ALL.format("买方", "2022-09-01")]
    sale = ["company=D from=P1 to=B share=100% price=900000 date=2022-09-01 row=t"]
    for sum_, tier in (("450000", "lead"), ("449999", "strong")):
        paid = [f"from=B to=P1 amount={sum_} date=2022-09-02 kind=price row=p", "from=P1 to=X amount=1 date=2022-09-03"]
        (finding,) = found(changed(*lines, share_transfers=sale, payments=paid))
        assert finding.tier == tier and ("t" in against(finding)) == (tier == "lead")


def test_a_representative_without_shares_and_with_five_posts_is_said() -> None:
    more = {"roles": ["person=P2 company=D role=legal_representative row=r2"], "holdings": ["owner=X company=D share=100%"],
            "parties": ["id=P2 kind=person name=李四"]}  # fmt: skip
    for posts, met in ((5, "met"), (4, "not_met")):
        (finding,) = found(changed(NAME.format("2022-08-01"), REP.format("2022-09-01"), posts={"P2": posts}, **more))
        assert finding.tests[-1].outcome == met and ("r2" in rows(finding)) == (met == "met")


def test_companies_of_the_debtor_side_are_looked_at_others_not() -> None:
    lines = [
        NAME.format("2022-08-01").replace("party=D", "party=S"),
        REP.format("2022-09-01").replace("party=D", "party=S"),
    ]
    (finding,) = found(changed(*lines, holdings=["owner=D company=S share=100% row=h"]))
    assert finding.parties == ("S", "D") and "h" in rows(finding)
    assert not found(changed(*lines))


def test_without_a_date_of_the_debt_it_is_a_signal() -> None:
    (finding,) = found(world(changes=[NAME.format("2022-08-01"), REP.format("2022-09-01")], arose=None))
    assert finding.tier == "signal"


def test_alleged_changes_cap_at_lead() -> None:
    lines = [
        NAME.format("2022-08-01"),
        REP.format("2022-09-01"),
        SEAT.format("江苏省苏州市", "2022-09-01") + " standing=alleged",
    ]
    (lead,) = flag(changed(*lines), [TYPOLOGY.slug]).leads
    assert lead.finding.tier == "strong" and lead.tier == "lead" and lead.standing == "alleged"
