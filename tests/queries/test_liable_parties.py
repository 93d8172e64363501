"""Liable parties: each rule of 13–25, its near miss, and findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from graph.case import Case
from graph.chains import Chain, Edge, moves, pays, relates
from graph.values import Money
from queries.lead import Amount, Badge, Evidence, Finding, Tier, two
from queries.liability import Liable
from queries.liable_parties import liable_parties
from tests.world import world


def lines(case: Case, findings: Iterable[Finding] = ()) -> list[tuple[str, str, str]]:
    """(column, who, article) of every entry."""
    return [(p.column, p.who, p.provision.en) for p in liable_parties(case, tuple(findings))]


def one(case: Case, findings: Iterable[Finding] = ()) -> Liable:
    (found,) = liable_parties(case, tuple(findings))
    return found


def finding(
    case: Case, typology: str, parties: tuple[str, ...], edges: Iterable[Edge], *, tier: Tier = "strong",
    badges: frozenset[Badge] = frozenset({"price", "timing"}), traits: Iterable[str] = (), **more: Any,
) -> Finding:  # fmt: skip
    listed = tuple(edges)
    cited = tuple(Evidence(e.place, two("行", "row"), e.kind) for e in listed)
    return Finding(
        typology, parties, two("摘要", "summary"), cited, tier, two("", ""), badges, Chain.of(listed), "C", traits=frozenset(traits), **more
    )  # fmt: skip


UNPAID = "owner=S company=D share=100% subscribed=1000 paid=100 due={} start=2023-01-01"


def test_17_overdue_capital_is_addable_with_its_draft_and_remedy() -> None:
    found = one(world(as_of="2024-01-01", holdings=[UNPAID.format("2023-06-30")]))
    assert (found.column, found.who, found.strength) == ("addable", "S", "strong")
    assert found.up_to == Money.of(900, "CNY") and "17" in found.provision.en
    assert found.route_if_draft and "24" in found.route_if_draft.en and "十五日" in found.remedy.zh


@pytest.mark.parametrize(("due", "lacks_due"), [("due=2024-01-01", False), ("", True)])
def test_17_not_yet_due_or_unknown_needs_a_suit(due: str, lacks_due: bool) -> None:
    case = world(
        as_of="2024-01-01", holdings=[f"owner=S company=D share=100% subscribed=1000 paid=100 {due} start=2023-01-01"]
    )
    found = one(case)
    assert found.column == "suit" and "54" in found.provision.en
    assert any("due day" in m.en for m in found.missing) == lacks_due


def test_17_paid_up_or_unknown_payment_names_nobody() -> None:
    base = "owner=S company=D share=100% subscribed=1000 start=2023-01-01 due=2023-06-30"
    assert lines(world(holdings=[f"{base} paid=1000"])) == []
    assert lines(world(holdings=[base])) == []


def test_19_due_before_the_transfer() -> None:
    held = "owner=S company=D share=50% subscribed=1000 paid=0 due={} start=2015-01-01 end=2023-01-01"
    sale = ["company=D from=S to=B share=50% date=2023-01-01"]
    found = one(world(holdings=[held.format("2022-06-30")], share_transfers=sale))
    assert (found.column, found.who) == ("addable", "S") and "19" in found.provision.en
    early = one(world(holdings=[held.format("2023-06-30")], share_transfers=sale))
    assert early.column == "check_only"  # before 2024-07-01 nothing arises from passing on capital not yet due
    late = [s.replace("2023-01-01", "2024-08-01") for s in sale]
    suit = one(
        world(
            as_of="2024-10-01",
            holdings=[held.replace("end=2023-01-01", "end=2024-08-01").format("2030-06-30")],
            share_transfers=late,
        )
    )
    assert suit.column == "suit" and "88" in suit.provision.en


def test_20_the_only_holder_on_the_day_the_debt_arose() -> None:
    sole = "owner=S company=D share=100% start=2010-01-01"
    found = one(world(arose="2022-01-10", holdings=[sole]))
    assert (found.column, found.who) == ("addable", "S") and "20" in found.provision.en
    assert found.route_if_draft and "6" in found.route_if_draft.en
    sold = one(
        world(arose="2022-01-10", holdings=[f"{sole} end=2023-01-01", "owner=B company=D share=100% start=2023-01-01"])
    )
    assert sold.who == "S"


@pytest.mark.parametrize(
    "holdings",
    [
        ["owner=S company=D share=99% start=2010-01-01"],
        ["owner=S company=D share=50%", "owner=B company=D share=50%"],
        ["owner=S company=D share=100% start=2022-01-11"],
    ],
)
def test_20_not_one_person_on_that_day(holdings: list[str]) -> None:
    assert lines(world(arose="2022-01-10", holdings=holdings)) == []


def test_20_a_lone_holder_of_unknown_share_is_only_checked() -> None:
    assert one(world(arose="2022-01-10", holdings=["owner=S company=D"])).column == "check_only"
    assumed = world(arose=None, clock={"judgment": "2022-01-10"}, holdings=["owner=S company=D share=100%"])
    assert one(assumed).column == "check_only"


def test_13_a_sole_proprietorship_but_not_a_one_person_company() -> None:
    holdings = ["owner=S company=D share=100% start=2023-01-01"]
    form = ["id=D kind=company name=甲厂 note=个人独资企业"]
    assert "13" in one(world(parties=form, holdings=holdings)).provision.en
    assert (
        lines(world(parties=["id=D kind=company name=甲公司 note=有限责任公司（自然人独资）"], holdings=holdings)) == []
    )


def test_14_partners() -> None:
    firm = ["id=D kind=partnership"]
    rows = [
        "owner=G company=D nature=general_partner", "owner=L company=D nature=limited_partner subscribed=100 paid=40 due=2023-01-01",
        "owner=M company=D nature=limited_partner subscribed=100 paid=100 due=2023-01-01",
    ]  # fmt: skip
    found = {p.who: p for p in liable_parties(world(parties=firm, holdings=rows), ())}
    assert set(found) == {"G", "L"}
    assert "14(1)" in found["G"].provision.en and "14(2)" in found["L"].provision.en
    assert found["L"].up_to == Money.of(60, "CNY")


def test_15_the_company_behind_a_branch() -> None:
    case = world(parties=["id=D kind=branch", "id=H kind=company"], relations=["a=D b=H kind=branch_of"])
    assert lines(case) == [("addable", "H", one(case).provision.en)] and "15" in one(case).provision.en
    assert lines(world(relations=["a=D b=H kind=associate"])) == []


GONE = ["party=D item=status before=存续 after=注销 date=2023-06-01 note={}"]


def test_21_without_liquidation() -> None:
    held = ["owner=S company=D share=60% end=2023-06-01", "owner=B company=D share=40% end=2023-06-01"]
    found = liable_parties(world(holdings=held, changes=[GONE[0].format("未经清算")]), ())
    assert [(p.column, p.who) for p in found] == [("addable", "B"), ("addable", "S")]
    silent = liable_parties(world(holdings=held, changes=[GONE[0].format("x")]), ())
    assert {p.column for p in silent} == {"check_only"}
    assert lines(world(holdings=held, changes=[GONE[0].format("清算完毕")])) == []


def test_22_what_holders_took_for_nothing_after_the_end() -> None:
    case = {"holdings": ["owner=S company=D share=60%"], "changes": [GONE[0].format("清算完毕")]}
    gift = "asset=LAND from=D to=S consideration=none reference_value=50 date={}"
    found = one(world(**case, asset_transfers=[gift.format("2023-06-02")]))  # type: ignore[arg-type]
    assert "22" in found.provision.en and found.up_to == Money.of(50, "CNY")
    assert lines(world(**case, asset_transfers=[gift.format("2023-05-31")])) == []  # type: ignore[arg-type]


def test_23_the_promise_at_deregistration() -> None:
    promise = ["id=k kind=indemnity from=Q to=D amount=70 date=2023-05-20"]
    found = one(world(contracts=promise, changes=[GONE[0].format("简易注销")]))
    assert (
        (found.column, found.who) == ("addable", "Q")
        and "23" in found.provision.en
        and found.up_to == Money.of(70, "CNY")
    )
    assert lines(world(contracts=promise)) == []  # still on the register


def test_24_a_promise_to_the_court() -> None:
    court = ["id=K kind=public_body name=某市人民法院", "id=O kind=public_body name=某市财政局"]
    found = one(world(parties=court, contracts=["id=k kind=guarantee from=Q to=K amount=70"]))
    assert (found.who, found.column) == ("Q", "addable") and "24" in found.provision.en
    assert lines(world(parties=court, contracts=["id=k kind=guarantee from=Q to=O amount=70"])) == []


def test_25_by_administrative_order() -> None:
    moved = "asset=LAND from=D to=Q consideration=none date=2022-01-01 note={}"
    found = one(world(asset_transfers=[moved.format("行政命令无偿划转")]))
    assert (found.who, found.column) == ("Q", "addable") and "25" in found.provision.en
    assert lines(world(asset_transfers=[moved.format("赠与")])) == []


def test_a_spouse_is_only_checked() -> None:
    case = world(parties=["id=D kind=person"], relations=["a=D b=W kind=spouse"])
    assert [(c, w) for c, w, _ in lines(case)] == [("check_only", "W")]
    assert "不得在执行中追加" in one(case).why.zh


def test_other_laws_have_no_addition() -> None:
    rows = [UNPAID.format("2023-06-30")]
    assert lines(world(jurisdiction="GB", holdings=rows)) == []
    abroad = world(parties=["id=D kind=company jurisdiction=VG"], holdings=rows)
    assert lines(abroad) == []


def test_an_alleged_row_holds_the_strength_down() -> None:
    assert one(world(holdings=[f"{UNPAID.format('2023-06-30')} standing=alleged"])).strength == "lead"


SALE = "asset=LAND from=D to=B price=1 reference_value=500 reference_basis=appraisal date=2022-09-15"


def sold(case: Case, **more: Any) -> Finding:
    amount = Amount(Money.of(499, "CNY"), two("", ""))
    return finding(
        case, "undervalue-transfer-related", ("D", "B", "K"), [moves(case.transfers[0]), *(relates(r) for r in case.relations)],
        traits=("unreasonable_price", "related"), amount=amount, on=case.transfers[0].on, **more,
    )  # fmt: skip


def test_who_received_is_sued_and_kin_is_only_checked() -> None:
    case = world(asset_transfers=[SALE], relations=["a=K b=P kind=spouse"])
    found = liable_parties(case, [sold(case)])
    assert [(p.column, p.who, p.leads) for p in found] == [("suit", "B", (0,)), ("check_only", "K", (0,))]
    assert "539" in found[0].provision.en and found[0].up_to == Money.of(499, "CNY")
    assert found[1].up_to is None


def test_a_person_known_by_name_and_relation_alone_is_only_checked() -> None:
    case = world(asset_transfers=[SALE], parties=["id=B kind=person"])
    alone = finding(
        case,
        "undervalue-transfer-related",
        ("D", "B"),
        [moves(case.transfers[0])],
        badges=frozenset({"relation"}),
        traits=("gratuitous",),
    )
    assert [p.column for p in liable_parties(case, [alone])] == ["check_only"]
    more = finding(case, "undervalue-transfer-related", ("D", "B"), [moves(case.transfers[0])], traits=("gratuitous",))
    assert [p.column for p in liable_parties(case, [more])] == ["suit"]
    twin = world(asset_transfers=[SALE], parties=["id=B kind=person", "id=B2 kind=person"], perhaps=[("B", "B2")])
    doubtful = finding(
        twin, "undervalue-transfer-related", ("D", "B"), [moves(twin.transfers[0])], traits=("gratuitous",)
    )
    assert [p.column for p in liable_parties(twin, [doubtful])] == ["check_only"]


def test_signals_creditors_and_licensed_hubs_name_nobody() -> None:
    case = world(asset_transfers=[SALE])
    assert liable_parties(case, [sold(case, tier="signal")]) == ()
    bank = world(asset_transfers=[SALE], parties=["id=B kind=company licence=bank"])
    assert "B" not in {p.who for p in liable_parties(bank, [sold(bank)])}
    creditor = world(creditor="B", asset_transfers=[SALE])
    assert "B" not in {p.who for p in liable_parties(creditor, [sold(creditor)])}


def test_what_no_provision_answers_for_is_only_checked() -> None:
    case = world(asset_transfers=[SALE])
    bare = finding(case, "transfer-after-debt", ("D", "B"), [moves(case.transfers[0])], on=case.transfers[0].on)
    assert [(p.column, p.who) for p in liable_parties(case, [bare])] == [("check_only", "B")]
    weak = finding(
        case, "transfer-after-debt", ("D", "B"), [moves(case.transfers[0])], on=case.transfers[0].on, tier="lead"
    )
    assert liable_parties(case, [weak]) == ()


def test_a_counterparty_abroad_needs_local_counsel() -> None:
    case = world(asset_transfers=[SALE], parties=["id=B kind=company jurisdiction=VG"])
    found = next(p for p in liable_parties(case, [sold(case)]) if p.who == "B")
    assert found.column == "suit" and any("local counsel" in m.en for m in found.missing)
    home = world(asset_transfers=[SALE], parties=["id=B kind=company jurisdiction=CN"])
    assert not any("local counsel" in m.en for m in liable_parties(home, [sold(home)])[0].missing)


def test_18_the_holder_who_withdrew_is_added_and_need_not_be_sued() -> None:
    case = world(
        holdings=["owner=S company=D share=50%", "owner=O company=D share=50%"],
        payments=["from=D to=S amount=90 date=2022-05-01"],
    )
    lead = finding(
        case, "capital-withdrawal", ("D", "S"), [pays(case.payments[0])], traits=("capital_returned",), on=case.payments[0].on,
        amount=Amount(Money.of(90, "CNY"), two("", "")),
    )  # fmt: skip
    found = one(case, [lead])
    assert (found.column, found.who) == ("addable", "S") and "18" in found.provision.en


def test_a_payee_answers_for_what_it_was_paid() -> None:
    case = world(payments=["from=D to=A amount=31 date=2023-04-03", "from=D to=B amount=26 date=2023-04-06"])
    lead = finding(
        case, "pass-through-account", ("D", "A", "B"), map(pays, case.payments), traits=("gratuitous",), on=case.payments[0].on,
        amount=Amount(Money.of(57, "CNY"), two("", "")),
    )  # fmt: skip
    assert {p.who: p.up_to for p in liable_parties(case, [lead])} == {
        "A": Money.of(31, "CNY"),
        "B": Money.of(26, "CNY"),
    }


def test_who_signed_for_a_middle_firm_that_is_gone() -> None:
    tables: dict[str, Any] = {
        "payments": ["from=D to=Y amount=26 date=2023-04-06"],
        "changes": ["party=Y item=status before=存续 after=注销 date=2023-08-30 note=简易注销"],
        "contracts": ["row=p kind=indemnity from=Q to=Y date=2023-08-08"],
    }
    case = world(parties=["id=Q kind=person"], **tables)
    lead = finding(
        case, "pass-through-account", ("D", "Y"), map(pays, case.payments), traits=("gratuitous",), on=case.payments[0].on,
        amount=Amount(Money.of(26, "CNY"), two("", "")),
    )  # fmt: skip
    found = one(case, [lead])
    assert (found.column, found.who, found.up_to) == ("addable", "Q", Money.of(26, "CNY"))  # Y is off the register
    assert "23" in found.provision.en and found.strength == "lead"
    assert any("240" in m.en for m in found.missing), "addition needs a judgment against Y; the suit does not"
    assert "p" in {e.place.row_id for e in found.evidence}
    assert liable_parties(case, ()) == ()


def test_insolvency_leaves_it_to_the_office_holder() -> None:
    case = world(
        as_of="2024-01-01", clock={"insolvency_accepted": "2023-12-01"}, holdings=[UNPAID.format("2023-06-30")]
    )
    assert "office-holder" in one(case).route_now.en
