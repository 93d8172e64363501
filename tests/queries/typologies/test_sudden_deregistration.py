"""Endings on the register: open cases, recipients, benign."""

from __future__ import annotations

from typing import Any

import pytest

from graph.case import Case
from queries.endings import status_says
from queries.lead import Finding, NoTables
from queries.typologies.sudden_deregistration import TYPOLOGY
from tests.world import against, rows, world

GONE = "party=D item=status before=存续 after=注销 date={}"
PAID = "from=D to=B amount=600000 date=2022-06-01 kind=fee"


def find(case: Case) -> list[Finding]:
    found = TYPOLOGY.find(case)
    assert isinstance(found, list)
    return found


def tier(case: Case) -> str | None:
    found = find(case)
    return found[0].tier if found else None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("注销", {"gone"}), ("已注销", {"gone"}), ("吊销，未注销", {"revoked"}), ("吊销,已注销", {"gone", "revoked"}), ("未注销", set()),
        ("注销备案", set()), ("存续", {"active"}), ("简易注销", {"gone", "simplified"}), ("吸收合并注销", {"gone", "absorbed"}),
        ("dissolved without winding up", {"gone", "unwound"}), ("members' voluntary liquidation", {"wound_up"}),
        ("dormant accounts; liquidated 2015?", {"wound_up"}), ("struck off", {"gone"}), ("", set()),
    ],
)  # fmt: skip
def test_status_texts(text: str, words: set[str]) -> None:
    assert status_says(text) == words


def test_an_open_case_on_the_day_is_a_fact() -> None:
    suit = "kind=civil claimant=CR defendant=D filed=2023-01-05"
    (found,) = find(world(changes=[GONE.format("2023-06-01")], court_cases=[suit]))
    assert (found.tier, found.route, rows(found)) == ("fact", "D", {"r1", "r2"})
    assert {"deregistered"} == found.traits


@pytest.mark.parametrize(
    ("suit", "expected"),
    [
        ("kind=civil defendant=D filed=2023-06-01", "fact"),
        ("kind=civil defendant=D filed=2023-06-02", "strong"),
        ("kind=civil defendant=D filed=2023-01-05 closed=2023-06-01", "strong"),
        ("kind=civil defendant=D filed=2023", "strong"),
        ("kind=terminated_enforcement defendant=D filed=2023-01-05 closed=2023-05-01", "fact"),
        ("kind=civil defendant=Q filed=2023-01-05", "strong"),
        ("kind=consumption_limit defendant=D filed=2023-01-05", "strong"),
    ],
)
def test_what_counts_as_open(suit: str, expected: str) -> None:
    assert tier(world(changes=[GONE.format("2023-06-01")], court_cases=[suit])) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2022-01-10", "strong"), ("2024-01-09", "strong"), ("2024-01-10", "lead"), ("2022-01-09", None), ("2024-01", "lead"), ("", "lead")],
)  # fmt: skip
def test_24_months_after_the_debt(day: str, expected: str | None) -> None:
    line = GONE.format(day) if day else GONE.replace(" date={}", "")
    assert tier(world(changes=[line], as_of="2025-01-01")) == expected


@pytest.mark.parametrize(("as_of", "expected"), [("2024-06-01", "lead"), ("2024-05-31", "signal")])
def test_a_revoked_licence_waits_twelve_months(as_of: str, expected: str) -> None:
    line = GONE.format("2023-06-01").replace("注销", "吊销")
    (found,) = find(world(changes=[line], as_of=as_of))
    assert found.tier == expected
    assert found.route == "E"
    states = {key: state for key, state, _ in found.elements}
    assert states["deregistered"] == "contradicted"


def test_revoked_and_recorded_as_not_wound_up_within_24_months() -> None:
    line = GONE.format("2023-06-01").replace("注销", "吊销") + ' note="no liquidation, books lost"'
    case = world(changes=[line], holdings=["owner=H company=D share=30%"])
    (found,) = find(case)
    assert (found.tier, set(found.parties)) == ("strong", {"D", "H"})
    assert {"r1", "r2"} <= rows(found)
    assert any("passive minority holder" in n.en for n in found.notes)
    assert {key: state for key, state, _ in found.elements}["cannot_liquidate"] == "met"


@pytest.mark.parametrize(("day", "expected"), [("2022-11-28", "strong"), ("2022-11-29", "lead")])
def test_a_recipient_gone_within_180_days(day: str, expected: str) -> None:
    case = world(payments=[PAID], changes=[GONE.format(day).replace("party=D", "party=B")])
    (found,) = find(case)
    assert (found.tier, found.route, found.parties[:2]) == (expected, "E", ("B", "D"))
    assert {"r1", "r2"} <= rows(found)


@pytest.mark.parametrize(
    "line",
    [
        PAID.replace("600000", "49999"), PAID.replace("kind=fee", "kind=price"), PAID.replace("kind=fee", "kind=salary"),
        PAID + " status=failed", PAID.replace("from=D", "from=Q"),
    ],
)  # fmt: skip
def test_a_supplier_or_a_stranger_is_no_recipient(line: str) -> None:
    assert find(world(payments=[line], changes=[GONE.format("2022-08-01").replace("party=D", "party=B")])) == []


def test_a_lessee_gone_on_an_unknown_day() -> None:
    case = world(
        contracts=["id=L kind=lease from=D to=B"], changes=['party=B item=status after="dissolved without winding up"']
    )
    (found,) = find(case)
    assert (found.tier, found.on) == ("lead", None)
    other = world(
        contracts=["id=L kind=lease from=D to=B"],
        changes=['party=B item=status after="members\' voluntary liquidation"'],
    )
    assert find(other) == []


@pytest.mark.parametrize(
    "extra",
    [
        {"successions": ["predecessor=D successor=S kind=merger date=2023-06-01"]},
        {"court_cases": ["kind=bankruptcy claimant=CR defendant=D filed=2023-01-05"]},
        {"changes": [f"{GONE.format('2023-06-01')} notice=yes"]},
        {"changes": [GONE.format("2023-06-01").replace("注销", "清算注销")]},
    ],
)
def test_an_orderly_end_is_a_signal_with_its_row(extra: dict[str, list[str]]) -> None:
    tables: dict[str, Any] = {"changes": [GONE.format("2023-06-01")], **extra}
    (found,) = find(world(**tables))
    assert found.tier == "signal"
    assert against(found)


def test_the_undertaking_and_those_who_gave_it() -> None:
    line = GONE.format("2022-08-01").replace("party=D", "party=B") + " notice=no note=简易注销，附全体投资人承诺书"
    case = world(
        payments=[PAID],
        changes=[line],
        contracts=["id=K kind=indemnity from=M to=B date=2022-07-01"],
        holdings=["owner=M company=B share=60% end=2022-08-01", "owner=G company=B share=40% end=2022-08-01"],
        roles=["person=W company=B role=liquidator"],
    )
    (found,) = find(case)
    assert set(found.parties) == {"B", "D", "M", "G", "W"}
    assert found.traits == {"deregistered", "simplified", "undertaking"}
    assert {"r1", "r2", "r3", "r4", "r5", "r6"} <= rows(found)
    assert any("not the case's debtor" in n.en for n in found.notes)


def test_sources_that_disagree_are_both_cited() -> None:
    case = world(changes=[GONE.format("2023-06-01")], parties=["id=D status=存续 obtained_on=2023-09-01"])
    (found,) = find(case)
    assert ("r1" in rows(found), "D" in against(found)) == (True, True)
    assert "still shows it as active" in found.summary.en


def test_a_dissolution_in_the_partys_own_row() -> None:
    (found,) = find(world(parties=["id=D status=注销 dissolved=2023-06-01"]))
    assert (str(found.on), rows(found)) == ("2023-06-01", {"D"})
    assert find(world(parties=["id=D status=注销 dissolved=2024-06-01"])) == []
    assert find(world(parties=["id=D status=存续"])) == []


def test_it_runs_on_parties_alone_and_says_when_it_cannot_look() -> None:
    assert find(world()) == []
    bare = Case(debt=world().debt, snapshot="", sources=(), parties={})
    assert isinstance(TYPOLOGY.find(bare), NoTables)


def test_an_unrelated_company_changes_no_finding() -> None:
    lines = [GONE.format("2023-06-01")]
    assert find(world(changes=lines)) == find(
        world(changes=[*lines, "party=ZZ item=status after=注销 date=2023-06-01"])
    )
