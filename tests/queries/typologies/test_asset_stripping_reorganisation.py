"""Assets out and debts left: each line, one step below, lawful ones."""

from __future__ import annotations

from typing import Any

import pytest

from graph.case import Case
from queries.flag import Lead, flag
from queries.lead import Finding, NoTables
from queries.typologies.asset_stripping_reorganisation import TYPOLOGY
from tests.world import against, rows, world

BOOKS = "party=D year_end=2021-12-31 total_assets=10000000 liabilities=8000000 equity=2000000 row=b1"
HELD = ("owner=H company=D share=80% row=h1", "owner=H company=N share=100% row=h2")
SPLIT = "predecessor=D successor=N kind={} assets_moved={} liabilities_moved={} date={} row=s1"
LATER = {"suit": "2023-02-01", "judgment": "2023-06-01", "enforcement": "2023-09-01"}


def found(case: Case) -> list[Finding]:
    result = TYPOLOGY.find(case)
    assert isinstance(result, list)
    return result


def tiers(case: Case) -> list[str]:
    return [f.tier for f in found(case)]


def outcome(finding: Finding, name: str) -> str:
    return next(t.outcome for t in finding.tests if t.name.en == name)


def split(
    moved: str = "3000000",
    debts: str = "400000",
    on: str = "2022-06-30",
    kind: str = "division",
    note: str = "",
    **more: Any,
) -> Case:
    """D (assets 10 million, debts 8) divided in favour of its sister N; enforced 14 months later."""
    line = SPLIT.format(kind, moved, debts, on) + (f" note='{note}'" if note else "")
    line = line.replace("liabilities_moved= ", "").replace("assets_moved= ", "").replace("date= ", "")
    tables: dict[str, Any] = {"accounts": [BOOKS], "holdings": HELD, "clock": LATER, "successions": [line], **more}
    return world(**tables)


# --- division -----------------------------------------------------------------------------------------------------


def test_a_division_that_leaves_the_debts_is_strong() -> None:
    (finding,) = found(split())
    assert finding.tier == "strong" and finding.parties == ("D", "N") and finding.giver == "D"
    assert rows(finding) == {"s1", "h1", "h2"} and "b1" in against(finding)
    assert finding.badges == {"form", "relation", "timing"} and finding.traits == {"division", "related"}
    assert "30% of its assets" in finding.summary.en and "占资产30%" in finding.summary.zh
    assert finding.amount is not None and str(finding.amount.money) == "CNY 2,600,000"
    assert "assets CNY 10,000,000, liabilities CNY 8,000,000" in finding.notes[0].en
    (lead,) = flag(split(), [TYPOLOGY.slug]).leads
    assert {"cn-company-old-176", "cn-civil-67"} <= {g.ground.id for g in lead.grounds}


@pytest.mark.parametrize(("moved", "debts"), [("2999999", "0"), ("3000000", "400001"), ("9000000", "6000000")])
def test_less_of_the_assets_or_more_of_the_debts_is_quiet(moved: str, debts: str) -> None:
    assert not found(split(moved, debts))


@pytest.mark.parametrize("kind", ["division", "asset_takeover", "conversion", "merger"])
def test_every_kind_of_succession_counts_by_its_figures(kind: str) -> None:
    assert tiers(split(kind=kind)) == ["strong"]


def test_a_mergers_survivor_takes_the_debts_unless_the_row_says_otherwise() -> None:
    assert not found(split(kind="merger", debts=""))


def test_unknown_liabilities_are_asked_for_and_never_guessed() -> None:
    (finding,) = found(split(debts=""))
    assert finding.tier == "lead" and outcome(finding, "liabilities moved / total liabilities") == "unknown"
    assert "the schedule of liabilities that went to N" in [g.what.en for g in finding.gaps]
    assert "liabilities that went along: unknown" in finding.summary.en


@pytest.mark.parametrize(("debts", "tier"), [("50000", "strong"), ("50001", "lead")])
def test_without_books_there_is_at_least_the_claim(debts: str, tier: str) -> None:
    titles = ["id=X kind=real_estate owner=D value=4000000 end=2022-06-30 row=x1", "id=Y owner=D value=6000000 row=y1"]
    case = split("4000000", debts, accounts=(), assets=titles)
    assert tiers(case) == [tier]


def test_unknown_assets_are_a_lead_and_asked_for() -> None:
    (finding,) = found(split("", "0", accounts=()))
    assert finding.tier == "lead" and outcome(finding, "assets moved / total assets") == "unknown"
    assert "total assets of D before" in [g.what.en for g in finding.gaps]


# --- owners -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("holdings", "tier"),
    [
        (("owner=A company=D share=30%", "owner=B company=D share=30%", "owner=A company=N share=20%", "owner=B company=N share=30%"), ["strong"]),
        (("owner=A company=D share=30%", "owner=B company=D share=30%", "owner=A company=N share=19%", "owner=B company=N share=30%"), []),
        (("owner=A company=D share=80%", "owner=C company=N share=80%"), []),
        (("owner=A company=D share=80%", "owner=A company=N share=80% standing=alleged"), ["lead"]),
    ],
)  # fmt: skip
def test_the_same_owners_are_one_controller_or_half_of_both(holdings: tuple[str, ...], tier: list[str]) -> None:
    assert tiers(split(holdings=holdings)) == tier


def test_one_officer_in_both_is_a_lead() -> None:
    roles = ["person=P company=D role=legal_representative", "person=P company=N role=legal_representative"]
    assert tiers(split(holdings=(), roles=roles)) == ["lead"]


def test_the_state_over_both_is_no_common_owner() -> None:
    assert not found(split(parties=["id=H state_owned=yes"]))


# --- time ---------------------------------------------------------------------------------------------------------


def enforced(on: str, as_of: str = "2026-01-01", **more: Any) -> Case:
    return split(clock={"enforcement": on}, as_of=as_of, **more)


@pytest.mark.parametrize(("on", "tier"), [("2025-06-30", ["strong"]), ("2025-07-01", [])])
def test_thirty_six_months_run_from_the_step(on: str, tier: list[str]) -> None:
    assert tiers(enforced(on)) == tier


def test_a_day_that_may_lie_past_the_months_is_a_lead() -> None:
    assert tiers(enforced("2025")) == ["lead"]


def test_a_firm_failing_already_is_no_better() -> None:
    assert tiers(split(clock={"enforcement": "2022-02-01"})) == ["strong"]


def test_while_the_months_run_a_suit_is_a_lead_and_silence_none() -> None:
    assert tiers(split(clock={"suit": "2023-02-01"})) == ["lead"]
    assert not found(split(clock={}))
    assert not found(split(clock={"suit": "2023-02-01"}, as_of="2025-07-01"))


@pytest.mark.parametrize(("on", "tier"), [("2020-01-10", ["strong"]), ("2020-01-09", []), ("", ["lead"])])
def test_a_division_long_before_the_debt_is_quiet(on: str, tier: list[str]) -> None:
    books = "party=D year_end=2019-12-31 total_assets=10000000 liabilities=8000000"
    assert tiers(split(on=on, accounts=[books], clock={"enforcement": "2022-12-01"})) == tier


# --- what speaks against it ---------------------------------------------------------------------------------------

RICH = "party=N year_end=2022-12-31 equity=1000000 row=n1"


@pytest.mark.parametrize(
    ("note", "books", "tier"),
    [
        ("分立前债务由双方承担连带责任", RICH, "signal"),
        ("分立前债务由双方承担连带责任", RICH.replace("1000000", "999999"), "lead"),
        ("both firms are jointly and severally liable", RICH, "signal"),
        ("新公司不承担连带责任", RICH, "strong"),
        ("not jointly liable", RICH, "strong"),
        ("", RICH, "strong"),
    ],
)
def test_joint_liability_and_a_solvent_taker_leave_a_signal(note: str, books: str, tier: str) -> None:
    (finding,) = found(split(note=note, accounts=[BOOKS, books]))
    assert finding.tier == tier
    assert ("n1" in against(finding)) == (books == RICH)


def test_a_taker_that_failed_is_not_solvent() -> None:
    gone = ["kind=enforcement defendant=N claimant=Z filed=2023-05-01"]
    assert tiers(split(note="承担连带责任", accounts=[BOOKS, RICH], court_cases=gone)) == ["lead"]


def test_the_takers_guarantee_to_the_creditor_is_joint_liability() -> None:
    given = ["kind=guarantee from=N to=CR amount=1000000 date=2022-06-30 row=g1"]
    (finding,) = found(split(contracts=given, accounts=[BOOKS, RICH]))
    assert finding.tier == "signal" and "g1" in against(finding)


@pytest.mark.parametrize(
    ("note", "tier"),
    [("法院裁定批准的重整计划", "signal"), ("court-sanctioned scheme of arrangement", "signal"), ("监管要求的隔离", "signal"),
     ("全体债权人书面同意", "signal"), ("未经债权人同意", "strong"), ("not approved by the court", "strong"), ("例行分立", "strong")],
)  # fmt: skip
def test_what_a_court_a_regulator_or_the_creditors_allowed_is_a_signal(note: str, tier: str) -> None:
    assert tiers(split(note=note)) == [tier]


@pytest.mark.parametrize(("paid", "tier"), [("2340000", []), ("2339999", ["strong"])])
def test_nine_tenths_of_the_net_value_paid_is_quiet(paid: str, tier: list[str]) -> None:
    given = [f"from=N to=D amount={paid} date=2022-08-01 kind=price row=p1"]
    assert tiers(split(payments=given)) == tier


def test_an_alleged_division_is_capped_and_says_so() -> None:
    line = SPLIT.format("division", "3000000", "0", "2022-06-30") + " standing=alleged"
    (lead,) = flag(split(successions=[line]), [TYPOLOGY.slug]).leads
    assert isinstance(lead, Lead) and lead.tier == "lead" and "alleged" in lead.tier_why.en
    assert "alleged" in lead.finding.tier_why.en or lead.standing == "alleged"


# --- transfers joined to a reorganisation -------------------------------------------------------------------------

GOOD = "asset=X from=D to=N date=2022-06-30 reference_value=5000000 reference_basis=appraisal row=t1"
TITLES = ("id=X kind=other owner=D value=5000000 end=2022-06-30 row=x1", "id=Y owner=D value=5000000 row=y1")


def moved(transfer: str = GOOD, **more: Any) -> Case:
    """The good half leaves by a transfer; what makes it a reorganisation is given."""
    tables: dict[str, Any] = {"asset_transfers": [transfer], "assets": TITLES, "holdings": HELD, "clock": LATER, **more}
    return world(**tables)


def spun(on: str = "2024-03-31", enforcement: str = "2027-01-12", successor: str = "S") -> Case:
    """H had D when the good half went to N; then H is divided and S, the new firm, has D."""
    held = [
        "owner=H company=D share=100% end=2024-03-30 row=h1", "owner=H company=N share=100% row=h2",
        f"owner={successor} company=D share=100% start=2024-03-30 row=h3",
    ]  # fmt: skip
    return moved(
        holdings=held, successions=[f"predecessor=H successor=S kind=division date={on} row=s1"],
        clock={"enforcement": enforcement}, as_of="2028-01-01",
    )  # fmt: skip


def test_the_debtor_spun_off_by_its_owner_is_one_series_with_the_assets_before() -> None:
    (finding,) = found(spun())
    assert finding.tier == "strong" and finding.parties == ("D", "N")
    assert {"t1", "s1", "h1", "h2", "h3"} <= rows(finding) and "y1" in against(finding)
    assert str(finding.on) == "2022-06-30" and str(finding.until) == "2024-03-31"
    assert outcome(finding, "liabilities moved / total liabilities") == "unknown"
    assert "the debtor was spun off with its debts" in finding.summary.en


def test_the_months_run_from_the_last_step_of_the_series() -> None:
    assert tiers(spun(enforcement="2027-03-31")) == ["strong"]
    assert not found(spun(enforcement="2027-04-01"))
    assert not found(moved(clock={"enforcement": "2027-03-31"}, as_of="2028-01-01"))


def test_a_spin_off_that_leaves_the_debtor_where_it_was_is_no_step() -> None:
    assert not found(spun(successor="Z"))


def test_a_step_five_years_on_is_no_part_of_the_series() -> None:
    assert not found(spun(on="2027-07-01", enforcement="2027-08-01"))


def test_a_transfer_with_no_step_beside_it_is_another_rules_matter() -> None:
    assert not found(moved())


@pytest.mark.parametrize(("share", "tier"), [("50%", ["strong"]), ("49%", [])])
def test_the_emptied_firm_sold_on_by_its_owner_is_a_step(share: str, tier: list[str]) -> None:
    sale = f"company=D from=H to=Z share={share} price=1 date=2022-12-01 row=z1"
    case = moved(share_transfers=[sale])
    assert tiers(case) == tier and all({"t1", "z1", "h1"} <= rows(f) for f in found(case))


@pytest.mark.parametrize(
    ("price", "paid", "tier"),
    [("5000000", "5000000", []), ("5000000", "", ["lead"]), ("1000000", "", ["strong"]), ("0", "", ["strong"])],
)
def test_the_price_of_what_left(price: str, paid: str, tier: list[str]) -> None:
    sale = "company=D from=H to=Z share=80% price=1 date=2022-12-01"
    given = [f"from=N to=D amount={paid} date=2022-07-01 kind=price"] if paid else []
    case = moved(f"{GOOD} price={price}", share_transfers=[sale], payments=given)
    assert tiers(case) == tier
    assert all(("price" in f.badges) == (price != "5000000") for f in found(case))


def test_a_capital_cut_beside_assets_to_a_holder_is_a_step() -> None:
    held = ["owner=N company=D share=100% row=h1"]
    cut = ["party=D item=registered_capital before=1000万元 after=100万元 date=2022-09-01 row=c1"]
    (finding,) = found(moved(holdings=held, changes=cut))
    assert finding.tier == "lead" and {"t1", "c1", "h1"} <= rows(finding)
    assert not found(moved(holdings=held, changes=[cut[0].replace("2022-09-01", "2023-07-01")]))


# --- drop-down ----------------------------------------------------------------------------------------------------


def dropped(*later: str, held: tuple[str, ...] = ()) -> Case:
    """D puts the good half into its own new firm N for N's shares."""
    own = ["owner=H company=D share=80% row=h1", "owner=D company=N share=100% start=2022-06-30 row=own {}"]
    end = "end=2022-12-01" if later or held else ""
    return moved(
        f"{GOOD} consideration=shares", holdings=[own[0], own[1].format(end), *held], share_transfers=list(later)
    )


def test_a_drop_down_whose_shares_the_debtor_holds_is_a_signal() -> None:
    (finding,) = found(dropped())
    assert finding.tier == "signal" and "own" in against(finding)
    (lead,) = flag(dropped(), [TYPOLOGY.slug]).leads
    assert "cn-none-drop-down" in {g.ground.id for g in lead.grounds}


SOLD = "company=N from=D to={} share=100% {} date=2022-12-01 row=e1"


def test_a_drop_down_whose_shares_pass_to_the_owner_takes_the_assets_out() -> None:
    case = dropped(SOLD.format("H", "price=1"), held=("owner=H company=N share=100% start=2022-12-01 row=h2",))
    (finding,) = [f for f in found(case) if f.parties == ("D", "N")]
    assert finding.tier == "lead" and {"t1", "e1"} <= rows(finding)
    assert str(finding.until) == "2022-12-01"


def test_the_shares_sold_to_a_stranger_are_no_stripping() -> None:
    case = dropped(SOLD.format("Z", "price=1"), held=("owner=Z company=N share=100% start=2022-12-01",))
    assert not [f for f in found(case) if f.parties == ("D", "N")]


def test_the_shares_sold_at_their_value_and_paid_are_no_stripping() -> None:
    sale = SOLD.format("H", "price=5000000 reference_value=5000000 reference_basis=appraisal")
    held = ["owner=H company=D share=80%", "owner=D company=N share=100% start=2022-06-30 end=2022-12-01", "owner=H company=N share=100% start=2022-12-01"]  # fmt: skip
    given = ["from=H to=D amount=5000000 date=2022-12-02 kind=price"]
    case = moved(f"{GOOD} consideration=shares", holdings=held, share_transfers=[sale], payments=given)
    assert not [f for f in found(case) if f.parties == ("D", "N")]


def test_without_tables_there_is_no_answer() -> None:
    assert isinstance(TYPOLOGY.find(world()), NoTables)


def test_a_person_who_owes_is_not_divided() -> None:
    assert not found(split(parties=["id=D kind=person"]))
