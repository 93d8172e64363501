"""Contradictions: one that is, one that only looks like it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.check_digits import uscc_check
from graph.snapshot import Snapshot
from queries.contradictions import Contradiction, contradictions, contradictions_of
from tests.shelf import frozen
from tests.world import world

HOLDINGS = "owner,company,share,start,end,subscribed,paid,obtained_on,nature\n"
ROLES = "person,company,role,start,end,obtained_on\n"
PARTIES = "id,kind,name,identifier,dissolved,status,paid_capital,currency,obtained_on\n"
NAMES = "id,kind,name\nC,company,江临市甲有限公司\nA,person,赵一\nB,person,钱二\nE,company,江临市戊有限公司\n"
STEM = "9199010000000000" + "1"


def holdings(*parts: Sequence[str]) -> Snapshot:
    """Each part is one file of holdings rows, in one folder with the names."""
    made = {f"holdings{at}.csv": HOLDINGS + "".join(f"{line}\n" for line in part) for at, part in enumerate(parts)}
    return frozen({"s": {"parties.csv": NAMES, **made}})


def kinds(snapshot: Snapshot) -> list[str]:
    return [c.kind for c in contradictions(snapshot)]


def the(snapshot: Snapshot, kind: str) -> Contradiction:
    (found,) = [c for c in contradictions(snapshot) if c.kind == kind]
    return found


def test_more_than_the_whole_in_one_source() -> None:
    found = the(holdings(["A,C,70%,2020-01-01,,,,,", "B,C,40%,2021-06-01,,,,,"]), "shares-over-whole")
    assert found.parties == ("C", "A", "B") and found.period == ("2021-06-01", None)
    assert [(s[0], s[1]) for s in found.statements] == [("holdings0.csv", 2), ("holdings0.csv", 3)]
    assert all(len(s[3]) == 64 for s in found.statements) and found.settle.zh and found.settle.en


@pytest.mark.parametrize(
    "rows",
    [
        ["A,C,70%,2020-01-01,2021-06-01,,,,", "B,C,40%,2021-06-01,,,,,"],  # one after the other
        ["A,C,100%,,2021,,,,", "B,C,100%,2021,,,,,"],  # within one year, no common day is sure
        ["A,C,33.34%,2020-01-01,,,,,", "B,C,33.34%,2020-01-01,,,,,", "E,C,33.33%,2020-01-01,,,,,"],  # rounding
        ["A,C,100%,2020-01-01,,,,,nominee", "B,C,100%,2020-01-01,,,,,beneficial"],  # who stands behind is not added
        ["A,C,100%,2020-01-01,,,,2021-01-01,", "B,C,100%,2022-01-01,,,,2023-01-01,"],  # an older print, then a sale
        ["A,C,70%,,,,,,", "B,C,30%,,2014-07-20,,,,", "E,C,30%,2014-07-20,,,,,"],  # undated speaks of today
        ["A,C,25-60%,2020-01-01,,,,,", "B,C,75%,2020-01-01,,,,,"],  # the low bounds fit
    ],
)
def test_not_more_than_the_whole(rows: list[str]) -> None:
    assert kinds(holdings(rows)) == []


def test_more_than_the_whole_across_sources_takes_the_larger_statement_of_each_holder() -> None:
    same = holdings(
        ["A,C,60%,2020-01-01,,,,,", "B,C,40%,2020-01-01,,,,,"], ["A,C,60%,2020-01-01,,,,,", "B,C,40%,2020-01-01,,,,,"]
    )
    assert kinds(same) == []
    other = holdings(["A,C,60%,2020-01-01,,,,,", "B,C,40%,2020-01-01,,,,,"], ["B,C,100%,2020-01-01,,,,,"])
    assert kinds(other) == ["holding-share", "shares-over-whole"]
    assert {s[2] for s in the(other, "holding-share").statements} == {"钱二 40%", "钱二 100%"}


def test_tranches_of_one_source_add_up_before_they_are_compared() -> None:
    split = holdings(["A,C,20%,2020-01-01,,,,,", "A,C,30%,2020-01-01,,,,,"], ["A,C,50%,2020-01-01,,,,,"])
    assert kinds(split) == []


def test_amounts_and_days_of_one_holding() -> None:
    sums = holdings(["A,C,60%,2020-01-01,,600,0,,"], ["A,C,60%,2020-01-01,,600,300,,"])
    assert kinds(sums) == ["holding-amount"]
    days = holdings(["A,C,60%,2020-01-01,,,,,"], ["A,C,60%,2020-03-01,,,,,"])
    assert kinds(days) == ["holding-dates"]
    partly = holdings(["A,C,60%,2020-01-01,,600,,,"], ["A,C,60%,2020,,600,300,,"])
    assert kinds(partly) == []
    twice = holdings(["A,C,60%,2018-01-01,2019-01-01,,,,"], ["A,C,60%,2020-03-01,,,,,"])
    assert kinds(twice) == []  # two stints


def parties(*lines: str) -> Snapshot:
    return frozen({"s": {f"parties{at}.csv": PARTIES + line + "\n" for at, line in enumerate(lines)}})


def test_paid_in_capital() -> None:
    assert kinds(parties("C,company,甲,,,存续,100,CNY,", "C,company,甲,,,存续,400,CNY,")) == ["paid-in-capital"]
    assert kinds(parties("C,company,甲,,,存续,100,CNY,", "C,company,甲,,,存续,100.00,CNY,")) == []
    assert kinds(parties("C,company,甲,,,存续,100,CNY,", "C,company,甲,,,存续,400,USD,")) == []


def test_active_and_dissolved() -> None:
    gone = "C,company,甲,,2023-08-30,注销,,,"
    assert the(parties(gone, "C,company,甲,,,存续,,,2024-05-06"), "active-and-dissolved").period == ("2023-08-30", None)
    assert kinds(parties(gone, "C,company,甲,,,存续,,,2023-05-06")) == []  # printed while it lived
    assert kinds(parties(gone, "C,company,甲,,,,,,")) == []


def roles(*lines: str) -> Snapshot:
    return frozen({"s": {"parties.csv": NAMES, "roles.csv": ROLES + "".join(f"{line}\n" for line in lines)}})


def test_two_representatives_on_one_day() -> None:
    found = the(roles("A,C,法定代表人,2020-01-01,,", "B,C,法定代表人,2021-01-01,,"), "legal-representative")
    assert found.parties == ("C", "A", "B") and found.period == ("2021-01-01", None)
    assert kinds(roles("A,C,法定代表人,2020-01-01,2021-01-01,", "B,C,法定代表人,2021-01-01,,")) == []
    assert kinds(roles("A,C,法定代表人,2020-01-01,,", "B,C,董事,2021-01-01,,")) == []


def test_a_wrong_check_digit() -> None:
    right = STEM + uscc_check(STEM)
    wrong = STEM + ("1" if right[-1] != "1" else "2")
    found = the(parties(f"C,company,甲,{wrong},,存续,,,"), "identifier")
    assert found.parties == ("C",) and wrong in found.statements[0][2]
    assert kinds(parties(f"C,company,甲,{right},,存续,,,")) == []
    assert kinds(parties("C,company,甲,,,存续,,,")) == []


def test_a_holder_dissolved_before_its_holding_began() -> None:
    def made(start: str) -> Snapshot:
        firms = PARTIES + "C,company,甲,,,存续,,,\nE,company,戊,,2020-05-01,注销,,,\n"
        return frozen({"s": {"parties.csv": firms, "holdings.csv": HOLDINGS + f"E,C,10%,{start},,,,,\n"}})

    found = the(made("2021-01-01"), "holder-dissolved-before")
    assert found.parties == ("E", "C") and {s[0] for s in found.statements} == {"parties.csv", "holdings.csv"}
    assert kinds(made("2019-01-01")) == []
    assert kinds(made("2020")) == []


def test_only_those_that_touch_the_named_parties() -> None:
    rows = ["A,C,70%,2020-01-01,,,,,", "B,C,40%,2020-01-01,,,,,", "A,E,90%,2020-01-01,,,,,", "B,E,90%,2020-01-01,,,,,"]
    made = holdings(rows)
    assert {c.parties[0] for c in contradictions(made)} == {"C", "E"}
    assert {c.parties[0] for c in contradictions(made, {"C"})} == {"C"}
    assert {c.parties[0] for c in contradictions(made, {"A"})} == {"C", "E"}
    assert contradictions(made, set()) == ()
    assert {c.parties[0] for c in contradictions_of(world(debtor="E"), made)} == {"E"}


def test_no_table_no_contradiction() -> None:
    assert contradictions(frozen({"s": {"parties.csv": NAMES}})) == ()


@given(st.permutations(range(4)))
@settings(max_examples=12, deadline=None)
def test_row_order_moves_lines_alone(order: list[int]) -> None:
    lines = ["A,C,70%,2020-01-01,,,,,", "B,C,40%,2021-06-01,,,,,", "A,E,50%,2020,,,,,", "B,E,60%,2019-06,,,,,"]
    made = contradictions(holdings([lines[i] for i in order]))
    assert [(c.kind, c.parties, c.period, sorted(s[2] for s in c.statements)) for c in made] == [
        ("shares-over-whole", ("C", "A", "B"), ("2021-06-01", None), ["赵一 70%", "钱二 40%"]),
        ("shares-over-whole", ("E", "A", "B"), ("2020-12-31", None), ["赵一 50%", "钱二 60%"]),
    ]
