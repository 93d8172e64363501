"""Control beyond a case's reach is fetched and counted."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest

import graph.reach
from graph.case import Case, Debt, DebtClock, Debtor, cut
from graph.reach import links
from graph.snapshot import Snapshot
from queries.side import control_on, debtor_side
from tests.shelf import frozen

DAY = date(2023, 1, 1)


def snapshot_of(holdings: list[str], relations: list[str] = [], parties: str = "") -> Snapshot:  # noqa: B006
    files = {"holdings.csv": "owner,company,share,start,end\n" + "".join(f"{line}\n" for line in holdings)}
    if relations:
        files["relations.csv"] = "a,b,kind,start,end\n" + "".join(f"{line}\n" for line in relations)
    if parties:
        files["parties.csv"] = parties
    return frozen({"a": files})


def case_of(snapshot: Snapshot, *debtors: str, hops: int = 4) -> Case:
    debt = Debt("d", "d", tuple(Debtor(p) for p in debtors), DebtClock(), DAY)
    return cut(snapshot, links(snapshot), debt, hops=hops)


def chain(*firms: str) -> list[str]:
    return [f"{a},{b},60%,," for a, b in pairwise(firms)]


def test_a_long_chain_below_the_debtor_is_followed_to_its_end() -> None:
    firms = ["D", *(f"S{n}" for n in range(9))]
    snapshot = snapshot_of([*chain(*firms), "Z,S8,40%,,"])
    case = case_of(snapshot, "D")
    assert set(debtor_side(case, DAY)) == set(firms)
    assert ("Z", "S8") in {(i.owner, i.company) for i in case.interests}


def test_a_chain_that_ends_in_a_stranger_stops() -> None:
    snapshot = snapshot_of([*chain("D", "S0", "S1", "S2", "S3"), "S3,S4,40%,,", *chain("S4", "S5", "S6", "S7")])
    case = case_of(snapshot, "D")
    assert set(debtor_side(case, DAY)) == {"D", "S0", "S1", "S2", "S3"}
    assert "S7" not in case.parties


def test_votes_that_arrive_by_a_far_way_count() -> None:
    """D has 30 % of X, and 30 % more through six firms that lie beyond its reach from either side."""
    firms = ["D", *(f"S{n}" for n in range(10))]
    snapshot = snapshot_of([*chain(*firms), "D,X,30%,,", "S9,X,30%,,"])
    assert "X" in debtor_side(case_of(snapshot, "D"), DAY)


def test_a_common_controller_far_above_is_seen() -> None:
    """P controls D and the buyer B through chains of six: no row of P lies within four steps of either."""
    up = [*chain("P", "A1", "A2", "A3", "A4", "A5", "D"), *chain("P", "B1", "B2", "B3", "B4", "B5", "B")]
    snapshot = snapshot_of([*up, "D,B,1%,,"])
    control = control_on(case_of(snapshot, "D", hops=1), DAY)
    assert {"P"} <= set(control.over("D")) & set(control.over("B"))


def test_control_on_record_is_followed_too() -> None:
    told = [f"S{n},S{n + 1},controls,," for n in range(7)]
    snapshot = snapshot_of(["D,S0,51%,,"], [*told, "S7,S8,spouse,,"])
    assert set(debtor_side(case_of(snapshot, "D"), DAY)) == {"D", *(f"S{n}" for n in range(8))}


def test_control_that_ended_is_known_for_its_days() -> None:
    firms = ["D", *(f"S{n}" for n in range(8))]
    lines = [f"{a},{b},60%,2015-01-01,2020-01-01" for a, b in pairwise(firms)]
    case = case_of(snapshot_of(lines), "D")
    assert set(debtor_side(case, date(2019, 1, 1))) == set(firms)
    assert set(debtor_side(case, DAY)) == {"D"}


def test_what_does_not_fit_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    firms = ["D", *(f"S{n}" for n in range(9))]
    monkeypatch.setattr(graph.reach, "GROUP_BUDGET", 2)
    case = case_of(snapshot_of(chain(*firms)), "D")
    assert [(item.kind, item.count) for item in case.left_out] == [("group", 3)]


def test_a_crowded_company_of_the_debtor_brings_its_holders_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph.reach, "CROWDED_PARTY", 5)
    lines = [*chain("D", "S0", "S1"), *(f"S0,T{n},1%,," for n in range(9)), "Q,S0,40%,,"]
    case = case_of(snapshot_of(lines), "D")
    assert set(debtor_side(case, DAY)) == {"D", "S0", "S1"}
    assert "T3" not in case.parties
    assert {(i.owner, i.company) for i in case.interests} == {("D", "S0"), ("Q", "S0"), ("S0", "S1")}


def random_register(seed: int) -> Snapshot:
    """Forty firms in long thin chains, with side stakes, histories, and some control on record."""
    rng = random.Random(seed)
    firms = [f"F{n:02}" for n in range(40)]

    def days() -> str:
        return rng.choice((",", ",", ",", "2015-01-01,", "2015,2021-06-30", "2021-06,"))

    lines = [
        f"{firms[max(0, n - rng.randrange(1, 4))]},{firms[n]},{rng.choice((30, 45, 51, 60, 100))}%,{days()}"
        for n in range(1, 40)
    ]
    lines += [f"{rng.choice(firms)},{rng.choice(firms)},{rng.choice((5, 20, 30))}%,{days()}" for _ in range(12)]
    told = [f"{rng.choice(firms)},{rng.choice(firms)},controls,{days()}" for _ in range(3)]
    parties = "id,kind,name,licence\n" + "".join(
        f"{f},company,{f}公司,{'escrow' if f == 'F07' else ''}\n" for f in firms
    )
    return snapshot_of(lines, told, parties)


@pytest.mark.parametrize("seed", range(40))
def test_control_in_a_cut_is_that_of_the_whole_register_on_every_day(seed: int) -> None:
    """Whoever was cut: the debtor's own side, and every pair of parties whose rows were fetched."""
    snapshot = random_register(seed)
    everybody = case_of(snapshot, *snapshot.parties["id"].to_list())
    rng = random.Random(seed)
    for debtor in rng.sample(snapshot.parties["id"].to_list(), 4):
        case = case_of(snapshot, debtor, hops=1)
        inside = {debtor} | {i.company for i in case.interests if debtor in (i.owner, i.company)}
        for day in (date(2014, 1, 1) + timedelta(days=400 * n) for n in range(9)):
            exact, found = control_on(everybody, day), control_on(case, day)
            assert set(found.under(debtor)) == set(exact.under(debtor))
            for party in inside:
                assert set(found.over(party)) == set(exact.over(party))
