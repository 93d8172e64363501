"""Shells between the debtor side and an asset or a payment."""

from __future__ import annotations

import pytest

from graph.case import Case
from graph.facts import Party
from queries.lead import Finding
from queries.typologies.thin_capital_shell import TYPOLOGY
from tests.queries.typologies.small import agreed, bought, filed, firm, held, paid, titled, world

EMPTY = [
    filed("f1", "C", "2022-12-31", staff=0, tax=0, revenue=0),
    filed("f2", "C", "2023-12-31", staff=0, tax=0, revenue=0),
]
FLOW = [paid("p", "D", "C", 1_000_000, "2023-04-03"), paid("q", "C", "R", 900_000, "2023-04-20")]


def shell(**cells: str) -> Party:
    return firm("C", **{"paid_capital": "0", "registered_capital": "1000000", "incorporated": "2023-01-01", **cells})


def found(case: Case) -> list[Finding]:
    result = TYPOLOGY.find(case)
    assert isinstance(result, list)
    return result


def test_a_firm_without_substance_on_the_path_is_a_lead_with_its_tests() -> None:
    (finding,) = found(world(payments=FLOW, parties=[shell()], accounts=EMPTY))
    assert finding.tier == "lead" and finding.parties == ("D", "C")
    assert {"p", "q", "f1", "f2", "C@rows.csv"} <= {e.place.row_id for e in finding.evidence}
    assert [t.outcome for t in finding.tests].count("met") == 7 and len(finding.tests) == 9
    assert "空壳特征" in finding.summary.zh and "signals of a shell" in finding.summary.en


def test_four_of_eight_is_a_shell_three_thin_two_nothing() -> None:
    accounts = [filed("f1", "C", "2022-12-31", tax=0, revenue=0)]

    def tier(*cells: tuple[str, str]) -> list[str]:
        return [f.tier for f in found(world(payments=FLOW, parties=[firm("C", **dict(cells))], accounts=accounts))]

    age, old, capital = ("incorporated", "2023-01-01"), ("incorporated", "2015-01-01"), ("paid_capital", "0")
    assert tier(age, capital) == ["lead"]
    assert tier(age) == ["signal"]
    assert tier(old) == []


def test_a_shell_off_the_path_is_not_told() -> None:
    off = [paid("p", "X", "C", 1_000_000, "2023-04-03"), paid("q", "C", "R", 900_000, "2023-04-20")]
    assert not found(world(payments=off, parties=[shell()], accounts=EMPTY))
    assert not found(world(payments=[paid("z", "D", "OTHER", 9, "2023-04-03")], parties=[shell()], accounts=EMPTY))


def test_no_data_is_unknown_and_stays_quiet() -> None:
    assert not found(world(payments=FLOW, parties=[firm("C")]))


def test_a_working_firm_stays_quiet() -> None:
    busy = [filed("f1", "C", "2022-12-31", staff=14, tax=10, revenue=10)]
    assert not found(world(payments=FLOW, parties=[shell(incorporated="2015-01-01")], accounts=busy))


@pytest.mark.parametrize(
    "cells", [{"licence": "bank"}, {"licence": "registered_agent"}, {"listed": "yes"}, {"state_owned": "yes"}]
)
def test_licensed_listed_and_state_firms_are_never_flagged(cells: dict[str, str]) -> None:
    assert not found(world(payments=FLOW, parties=[shell(**cells)], accounts=EMPTY))


def test_the_debtor_the_creditor_and_employee_plans_are_never_flagged() -> None:
    to_debtor = [paid("p", "SUB", "D", 1_000_000, "2023-04-03"), paid("q", "D", "R", 900_000, "2023-04-20")]
    empty = [filed("f1", "D", "2022-12-31", staff=0, tax=0, revenue=0), filed("f2", "D", "2023-12-31", staff=0)]
    bare = firm("D", paid_capital="0", registered_capital="9", incorporated="2023-01-01")
    assert not found(world(payments=to_debtor, interests=[held("h", "D", "SUB", "1")], parties=[bare], accounts=empty))
    plan = [agreed("k", "employee_plan", "D", "C")]
    assert not found(world(payments=FLOW, parties=[shell()], accounts=EMPTY, contracts=plan))


def test_a_second_step_is_followed() -> None:
    flow = [paid("p", "D", "M", 1_000_000, "2023-04-03"), paid("q", "M", "C", 990_000, "2023-04-04")]
    (finding,) = found(world(payments=flow, parties=[shell()], accounts=EMPTY))
    assert finding.parties == ("D", "C")


def test_trade_of_others_for_months_is_not_the_debtors_money_on_its_way() -> None:
    """D pays S once; S has bought from C every month, long before and after. Three months are no trade as ever yet."""
    first = paid("p", "D", "S", 1_000_000, "2023-04-03")

    def trade(months: int) -> Case:
        rows = [paid(f"t{m}", "S", "C", 300_000, f"2023-0{m}-10", kind="price") for m in range(4, 4 + months)]
        return world(payments=[first, *rows], parties=[shell()], accounts=EMPTY)

    assert [f.parties for f in found(trade(3))] == [("D", "C")]
    assert not found(trade(4))


def test_what_the_debtor_itself_pays_a_shell_every_month_is_followed() -> None:
    rows = [paid(f"t{m}", "D", "C", 300_000, f"2023-0{m}-10", kind="price") for m in range(4, 9)]
    (finding,) = found(world(payments=rows, parties=[shell()], accounts=EMPTY))
    assert finding.tier == "lead" and finding.parties == ("D", "C")


def test_an_asset_taken_or_held_under_control_counts() -> None:
    taken = world(transfers=[bought("s", "D", "C", "LAND", 1_000_000, "2023-04-03")], parties=[shell()], accounts=EMPTY)
    (finding,) = found(taken)
    assert "s" in {e.place.row_id for e in finding.evidence}
    below = world(
        titles=[titled("t", "LAND", "C", 1_000_000, "2023-04-03")], interests=[held("h", "D", "C", "1")],
        parties=[shell()], accounts=EMPTY,
    )  # fmt: skip
    (held_,) = found(below)
    assert {"t", "h"} <= {e.place.row_id for e in held_.evidence}


def test_small_or_early_deals_are_not_told() -> None:
    small = [paid("p", "D", "C", 49_999, "2023-04-03")]
    assert not found(world(payments=small, parties=[shell()], accounts=EMPTY))
    early = [paid("p", "D", "C", 1_000_000, "2020-12-31")]
    assert not found(world(payments=early, parties=[shell()], accounts=EMPTY))


def test_without_tables_it_could_not_look() -> None:
    assert not isinstance(TYPOLOGY.find(world()), list)
