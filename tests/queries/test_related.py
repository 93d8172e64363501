"""Related-party grounds R1–R9, a case and its near miss."""

from __future__ import annotations

from datetime import date

from graph.case import Case
from queries.related import best, possible_same, related, ties
from tests.world import world

DAY = date(2023, 1, 1)


def codes(case: Case, a: str = "D", b: str = "B", day: date = DAY) -> list[str]:
    return [t.code for t in related(case, a, b, day)]


def test_r1_one_controls_the_other_from_either_end() -> None:
    case = world(holdings=["owner=D company=B share=51%"])
    assert codes(case) == codes(case, "B", "D") == ["R1"]
    assert codes(world(holdings=["owner=D company=B share=50%"])) == []


def test_r2_common_controller_but_not_the_state() -> None:
    lines = ["owner=P company=D share=60%", "owner=P company=B share=60%"]
    assert codes(world(holdings=lines)) == ["R2"]
    assert codes(world(holdings=lines, parties=["id=P kind=public_body state_owned=yes"])) == []
    assert codes(world(holdings=lines, parties=["id=P licence=clearing_nominee"])) == []


def test_r2_prefers_the_controller_shown_by_sure_rows() -> None:
    lines = ["owner=P company=D share=60%", "owner=P company=B share=60%"]
    alleged = ["a=A b=D kind=controls standing=alleged", "a=A b=B kind=controls"]
    assert not related(world(holdings=lines, relations=alleged), "D", "B", DAY)[0].unsure


def test_r3_one_person_in_both_offices() -> None:
    lines = ["person=P company=D role=finance_head", "person=P company=B role=legal_representative"]
    assert codes(world(roles=lines)) == ["R3"]
    assert codes(world(roles=[lines[0], "person=P company=B role=supervisor"])) == []
    assert codes(world(roles=lines, posts={"P": 31})) == []
    assert codes(world(roles=lines, parties=["id=P kind=person licence=professional_director"])) == []


def test_r3_cites_the_sure_person_first() -> None:
    lines = [
        f"person={p} company={c} role=director{s}" for p, s in (("A", " standing=alleged"), ("Z", "")) for c in "DB"
    ]
    assert not related(world(roles=lines), "D", "B", DAY)[0].unsure


def test_r4_kin_of_officers_over_three_recorded_steps() -> None:
    roles = ["person=X company=D role=director", "person=Y company=B role=director"]
    kin = ["a=F b=X kind=parent", "a=F b=W kind=parent", "a=W b=Y kind=spouse"]
    found = related(world(roles=roles, relations=kin), "D", "B", DAY)
    assert [t.code for t in found] == ["R4"]
    assert {p.row_id for p in found[0].places} == {"r1", "r2", "r3", "r4", "r5"}
    assert codes(world(roles=roles, relations=kin[:2])) == []


def test_r4_stops_after_four_steps() -> None:
    chain = ["a=D b=P1 kind=sibling", *(f"a=P{i} b=P{i + 1} kind=sibling" for i in range(1, 5))]
    last = {4: "P4", 5: "P5"}
    assert codes(world(relations=chain), "D", last[4]) == ["R4"]
    assert codes(world(relations=chain), "D", last[5]) == []


def test_a_marriage_after_the_act_is_no_tie_and_one_before_it_stays_one() -> None:
    assert codes(world(relations=["a=D b=B kind=spouse start=2023-02-01"])) == []
    assert codes(world(relations=["a=D b=B kind=spouse start=2010-01-01 end=2020-01-01"])) == ["R4"]


def test_a_close_tie_is_not_called_kinship_and_binds_only_while_it_holds() -> None:
    (tie,) = related(world(relations=["a=B b=D kind=nominee_for"]), "D", "B", DAY)
    assert tie.code == "R4"
    assert "kinship)" in tie.name.en
    (kin,) = related(world(relations=["a=B b=D kind=parent"]), "D", "B", DAY)
    assert kin.name.en == "recorded kinship"
    assert codes(world(relations=["a=B b=D kind=nominee_for end=2022-01-01"])) == []


def test_two_customers_of_one_agent_are_strangers() -> None:
    lines = ["a=AG b=D kind=agent", "a=AG b=B kind=agent"]
    assert codes(world(relations=lines)) == []
    assert codes(world(relations=lines[:1]), "D", "AG") == ["R4"]
    assert codes(world(relations=lines[:1], parties=["id=AG licence=registered_agent"]), "D", "AG") == []


def test_a_sure_way_is_taken_before_a_shorter_alleged_one() -> None:
    lines = ["a=D b=B kind=sibling standing=alleged", "a=D b=M kind=parent", "a=M b=B kind=parent"]
    assert not related(world(relations=lines), "D", "B", DAY)[0].unsure


def test_weak_grounds_need_two_of_them() -> None:
    rows = ["id=D _phone=1 _address=u", "id=B _phone=1 _address=u"]
    both = world(parties=rows, crowds={"_phone:1": 2, "_address:u": 2})
    assert codes(both) == ["R5", "R6"]
    crowded = world(parties=rows, crowds={"_phone:1": 2, "_address:u": 11})
    assert codes(crowded) == []
    assert [t.code for t in ties(crowded, "D", "B", DAY)] == ["R6"]
    hosted = world(parties=[*rows, "id=H _address=u licence=address_host"], crowds={"_phone:1": 2, "_address:u": 3})
    assert codes(hosted) == []


def test_r8_a_tie_that_ended_within_24_months() -> None:
    held = "owner=D company=B share=100% start=2015-01-01 end={}"
    assert codes(world(holdings=[held.format("2021-01-02")])) == ["R8"]
    assert codes(world(holdings=[held.format("2021-01-01")])) == []


def test_r8_sees_recorded_control_that_ended() -> None:
    assert codes(world(relations=["a=D b=B kind=controls end=2022-06-01"])) == ["R8"]


def test_r9_half_of_the_price_came_from_the_seller() -> None:
    act = "asset=X from=D to=B price=1000000 date=2023-01-01"
    pay = "from=D to=B amount={} date=2022-12-20 kind=loan"
    assert codes(world(asset_transfers=[act], payments=[pay.format(500000)])) == ["R9"]
    assert codes(world(asset_transfers=[act], payments=[pay.format(499999)])) == []


def test_r9_needs_more_than_the_debtors_own_statement() -> None:
    """Whoever the debtor pays is seen to be paid by the debtor alone: that is no finance."""
    pay = "from=D to=B amount=500000 date=2022-12-20 kind={}"
    assert codes(world(payments=[pay.format("loan")])) == []
    others = "from=Q to=B amount=400000 date=2022-12-21 kind=other"
    assert codes(world(payments=[pay.format("loan"), others])) == ["R9"]
    assert codes(world(payments=[pay.format("price"), others])) == []


def test_r9_never_counts_a_total_over_a_period() -> None:
    act = "asset=X from=D to=B price=1000000 date=2023-01-01"
    total = "from=D to=B amount=900000 date=2022-11-01 date_to=2022-12-31 count=9 kind=loan"
    assert codes(world(asset_transfers=[act], payments=[total])) == []


def test_a_name_alone_is_never_a_ground_but_is_said() -> None:
    roles = ["person=P company=D role=director", "person=Q company=B role=director"]
    case = world(roles=roles, perhaps=[("P", "Q")])
    assert related(case, "D", "B", DAY) == ()
    ((match, tie),) = possible_same(case, "D", "B", DAY)
    assert (match.decision, {p.row_id for p in tie.places}) == ("perhaps", {"r1", "r2"})


def test_best_keeps_one_strong_tie_or_the_two_weak_ones() -> None:
    rows = ["id=D _phone=1 _address=u", "id=B _phone=1 _address=u"]
    crowds = {"_phone:1": 2, "_address:u": 2}
    assert [t.code for t in best(related(world(parties=rows, crowds=crowds), "D", "B", DAY))] == ["R5", "R6"]
    strong = world(parties=rows, crowds=crowds, holdings=["owner=D company=B share=60%"])
    assert [t.code for t in best(related(strong, "D", "B", DAY))] == ["R1"]


def test_nobody_is_related_to_themselves() -> None:
    assert ties(world(), "D", "D", DAY) == ()
