"""Fees and guarantees for a related party: lines, near misses."""

from __future__ import annotations

from typing import Any

import pytest

from graph.case import Case
from queries.favours import fees, sureties
from queries.flag import flag
from queries.lead import Finding
from queries.typologies.overvalue_purchase_related import TYPOLOGY
from tests.world import against, rows, world

TIED = ["row=k a=S b=D kind=controls"]
DEAL = "row=c kind=service from=S to=D amount=1000000 date=2022-03-01"


def found(case: Case) -> list[Finding]:
    result = TYPOLOGY.find(case)
    assert isinstance(result, list)
    return result


def tiers(case: Case) -> list[str]:
    return [f.tier for f in found(case)]


# --- fees ---------------------------------------------------------------------------------------------------------


def paid(
    amount: int = 1_300_001,
    *,
    contracts: tuple[str, ...] = (DEAL,),
    on: str = "2022-06-01",
    kind: str = "kind=fee",
    **more: Any,
) -> Case:
    tables: dict[str, Any] = {"relations": TIED, "contracts": contracts, **more}
    return world(payments=[f"row=p from=D to=S amount={amount} date={on} {kind}"], **tables)


def test_fees_above_130_per_cent_of_the_contracts_are_strong_and_at_it_nothing() -> None:
    (finding,) = found(paid())
    assert finding.tier == "strong" and finding.parties == ("D", "S") and rows(finding) == {"p", "k"}
    assert "c" in against(finding) and finding.badges == {"price", "relation", "timing"}
    assert finding.amount is not None and str(finding.amount.money) == "CNY 300,001"
    assert "130.00%" in finding.summary.en or "130%" in finding.summary.en
    assert not found(paid(1_300_000))


def test_fees_of_several_payments_and_contracts_are_summed() -> None:
    half = [f"row=p{n} from=D to=S amount=700000 date=2022-0{n}-01 kind=fee" for n in (6, 7)]
    case = world(relations=TIED, contracts=[DEAL], payments=half)
    assert {"p6", "p7"} <= rows(found(case)[0]) and str(fees(case)[0].until) == "2022-07-01"
    assert not found(world(relations=TIED, contracts=[DEAL, DEAL.replace("row=c", "row=c2")], payments=half))


def test_a_contract_without_a_sum_leaves_the_fees_unmeasured() -> None:
    assert not found(paid(contracts=(DEAL.replace("amount=1000000 ", ""),)))


@pytest.mark.parametrize(
    ("born", "told"), [("2021-06-02", ["lead"]), ("2021-06-01", []), ("", [])]
)  # fmt: skip
def test_without_a_contract_only_a_new_firm_is_told(born: str, told: list[str]) -> None:
    parties = [f"id=S incorporated={born}"] if born else []
    assert tiers(paid(contracts=(), parties=parties)) == told


def test_a_stranger_a_bank_a_subsidiary_and_the_creditor_are_left_out() -> None:
    assert not found(paid(relations=[]))
    assert not found(paid(parties=["id=S licence=bank"]))
    assert not found(paid(relations=["a=D b=S kind=controls"]))
    assert not found(paid(creditor="S"))


def test_fees_before_the_window_and_small_ones_are_left_out() -> None:
    assert found(paid(on="2020-01-10")) and not found(paid(on="2020-01-09"))
    assert not found(paid(14_000, contracts=(DEAL.replace("1000000", "10000"),)))


def test_the_purpose_tells_a_fee_where_no_kind_does() -> None:
    assert found(paid(kind="purpose=管理费")) and not found(paid(kind="purpose=货款"))
    assert not found(paid(kind="kind=rent purpose=管理费"))


# --- guarantees ---------------------------------------------------------------------------------------------------

LOAN = "row=l kind=loan from=BK to=S amount={} date=2022-06-01"
BOND = "row=g kind=guarantee from=D to={} amount={} date={}"
BOOKS = ["row=b party=D year_end=2021-12-31 equity={}"]


def bound(
    amount: int = 200_000,
    equity: str = "1000000",
    to: str = "BK",
    on: str = "2022-06-01",
    contracts: tuple[str, ...] = (),
    **more: Any,
) -> Case:
    """D guarantees what S, which controls it, borrows of a bank."""
    papers = [LOAN.format(amount), BOND.format(to, amount, on), *contracts]
    accounts = [BOOKS[0].format(equity)] if equity else []
    tables: dict[str, Any] = {"relations": TIED, "parties": ["id=BK licence=bank"], "accounts": accounts, **more}
    return world(contracts=papers, **tables)


def test_a_fifth_of_the_net_assets_is_a_lead_and_one_yuan_less_nothing() -> None:
    (finding,) = found(bound())
    assert finding.tier == "lead" and finding.parties == ("D", "S") and {"g", "l", "k"} <= rows(finding)
    assert "b" in against(finding) and finding.traits == {"related", "guarantee"}
    assert "20% of its net assets" in finding.summary.en
    assert not found(bound(199_999))
    (lead,) = flag(bound(), [TYPOLOGY.slug]).leads
    assert any("539" in g.ground.provision.en for g in lead.grounds)


@pytest.mark.parametrize(
    ("amount", "equity", "on", "tier"),
    [(1_000_000, "1000000", "2022-06-01", "strong"), (999_999, "1000000", "2022-06-01", "lead"), (60_000, "0", "2022-06-01", "strong"),
     (60_000, "-5", "2022-06-01", "strong"), (1_000_000, "1000000", "2022-01-09", "lead")],
)  # fmt: skip
def test_all_of_the_net_assets_after_the_debt_is_strong(amount: int, equity: str, on: str, tier: str) -> None:
    loan = LOAN.format(amount).replace("2022-06-01", on)
    papers = [loan, BOND.format("BK", amount, on)]
    case = world(contracts=papers, relations=TIED, parties=["id=BK licence=bank"], accounts=[BOOKS[0].format(equity)])
    assert tiers(case) == [tier]


def test_unknown_net_assets_are_a_signal_and_asked_for() -> None:
    (finding,) = found(bound(equity=""))
    assert finding.tier == "signal" and finding.tests[0].outcome == "unknown"
    assert "net assets at the guarantee" in [g.what.en for g in finding.gaps]


def test_the_row_that_names_the_borrower_needs_no_loan() -> None:
    case = world(
        contracts=[BOND.format("S", 200_000, "2022-06-01")], relations=TIED, accounts=[BOOKS[0].format("1000000")]
    )
    assert tiers(case) == ["lead"] and sureties(case)[0].loan is None


def test_a_bank_that_lent_to_two_leaves_the_borrower_open() -> None:
    other = LOAN.format(200_000).replace("to=S", "to=X").replace("row=l", "row=m")
    assert not found(bound(contracts=(other,)))
    assert tiers(bound(contracts=(other.replace("200000", "300000"),))) == ["lead"]
    assert not found(bound(on="2022-07-03")) and found(bound(on="2022-07-02"))


def test_a_subsidiarys_debt_a_strangers_and_the_creditors_own_are_no_favour() -> None:
    assert not found(bound(relations=["a=D b=S kind=controls"]))
    assert not found(bound(relations=[]))
    assert not found(bound(creditor="BK"))


@pytest.mark.parametrize(
    "more",
    [
        {"payments": ["row=f from=S to=D amount=5000 date=2022-06-02 kind=fee"]},
        {"contracts": ("row=f kind=guarantee from=S to=D amount=200000 date=2022-06-01",)},
        {"assets": ["id=X owner=S value=1"], "encumbrances": ["row=f asset=X kind=mortgage holder=D"]},
    ],
)
def test_a_fee_or_counter_security_leaves_a_signal(more: dict[str, Any]) -> None:
    (finding,) = found(bound(**more))
    assert finding.tier == "signal" and "f" in against(finding)


def test_the_look_back_and_the_floor() -> None:
    papers = [BOND.format("S", 200_000, "2020-01-09")]
    assert not found(world(contracts=papers, relations=TIED, accounts=[]))
    assert not found(bound(9_999, "1"))


def test_an_alleged_guarantee_is_capped() -> None:
    papers = [BOND.format("S", 2_000_000, "2022-06-01") + " standing=alleged"]
    case = world(contracts=papers, relations=TIED, accounts=[BOOKS[0].format("1000000")])
    (lead,) = flag(case, [TYPOLOGY.slug]).leads
    assert lead.tier == "lead" and lead.standing == "alleged"
