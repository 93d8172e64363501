"""How far the debtor's neighbourhood goes, and where it stops."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graph.reach
from graph.reach import (
    CROWDED_CONTACT,
    CROWDED_PARTY,
    CROWDED_PERSON,
    FAINT,
    FEW,
    HUB_LICENCES,
    LeftOut,
    Reach,
    crowds,
    links,
    reach,
)
from graph.snapshot import Snapshot
from tests.shelf import frozen

HEAD = "id,kind,name,licence,address,phone,email\n"


def world(parties: Iterable[str] = (), **tables: str) -> Snapshot:
    """parties: "id kind licence address phone email", blanks apart, - for nothing; tables: CSV text."""
    rows = [["" if c == "-" else c for c in (*line.split(), *"-----")][:6] for line in parties]
    declared = HEAD + "".join(f"{i},{k},{i},{li},{a},{p},{m}\n" for i, k, li, a, p, m in rows)
    return frozen({"a": {"parties.csv": declared, **{f"{n}.csv": text for n, text in tables.items()}}})


def names(snapshot: Snapshot, found: Iterable[int]) -> set[str]:
    return {snapshot.parties["id"][n] for n in found}


def walk(snapshot: Snapshot, *debtors: str, hops: int = 4, budget: int = 3000) -> Reach:
    index = dict(snapshot.parties.select("id", "idx").iter_rows())
    return reach(snapshot, links(snapshot), [index[d] for d in debtors or ("D",)], hops=hops, budget=budget)


def chain(*owners: str) -> str:
    pairs = itertools.pairwise(owners)
    return "owner,company\n" + "".join(f"{a},{b}\n" for a, b in pairs)


def said(found: Reach) -> dict[str, int]:
    return {f"{x.kind}:{x.party or x.name}": x.count for x in found.left_out}


# --- steps --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hops", [0, 1, 2, 3, 4])
def test_so_many_steps_and_no_more(hops: int) -> None:
    line = ["D", "C1", "C2", "C3", "C4", "C5"]
    snapshot = world([f"{c} company" for c in line], holdings=chain(*line))
    assert names(snapshot, walk(snapshot, hops=hops).inside) == set(line[: hops + 1])


def test_links_run_both_ways() -> None:
    snapshot = world(
        ["D company", "UP company", "BUYER company"],
        holdings=chain("UP", "D"),
        share_transfers="company,from,to\nD,UP,BUYER\n",
    )
    assert names(snapshot, walk(snapshot, "BUYER").inside) == {"D", "UP", "BUYER"}


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("holdings", "owner,company\nD,B\n"),
        ("roles", "person,company,role\nB,D,director\n"),
        ("asset_transfers", "asset,from,to\nX,D,B\n"),
        ("payments", "from,to,amount,date\nB,D,5,2022-01-01\n"),
        ("contracts", "from,to,kind\nB,D,loan\n"),
        ("relations", "a,b,kind\nB,D,associate\n"),
        ("court_cases", "claimant,defendant,number\nB,D,1\n"),
        ("successions", "predecessor,successor\nD,B\n"),
        ("encumbrances", "asset,kind,holder\nequity:T:D,pledge,B\n"),
        ("assets", "id,owner\nX,D\nX,B\n"),
    ],
)
def test_every_table_that_names_two_parties_links_them(table: str, text: str) -> None:
    snapshot = world(["D company", "B company", "T company"], **{table: text})
    assert "B" in names(snapshot, walk(snapshot, hops=1).inside)


def test_a_party_without_links_stands_alone() -> None:
    snapshot = world(["D company", "B company"])
    assert walk(snapshot) == Reach(frozenset({1}), frozenset(), ())


@pytest.mark.parametrize("contact", ["address", "phone", "email"])
def test_a_shared_contact_links_unless_it_is_crowded(contact: str) -> None:
    """Ten may share one; eleven are a crowd, which is named with its size and not used."""
    value = {"address": "江临市云栖区青禾巷6号302室", "phone": "0571-88880001", "email": "a@b.example"}[contact]
    cells = {"address": f"- {value}", "phone": f"- - {value}", "email": f"- - - {value}"}[contact]
    few = world(["D company " + cells, *(f"N{n} company {cells}" for n in range(CROWDED_CONTACT - 1))])
    assert len(walk(few).inside) == CROWDED_CONTACT
    many = world(["D company " + cells, *(f"N{n} company {cells}" for n in range(CROWDED_CONTACT))])
    found = walk(many)
    assert names(many, found.inside) == {"D"}
    (left,) = found.left_out
    assert (left.kind, left.count) == (contact, CROWDED_CONTACT + 1)
    counted = crowds(links(many), range(many.parties.height))
    assert left.name and left.name in next(iter(counted))
    assert list(counted.values()) == [CROWDED_CONTACT + 1]


# --- hubs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("licence", HUB_LICENCES)
def test_a_licensed_party_is_named_and_not_passed(licence: str) -> None:
    snapshot = world(["D company", f"AGENT company {licence}", "OTHER company"], holdings=chain("D", "AGENT", "OTHER"))
    found = walk(snapshot)
    assert (names(snapshot, found.inside), names(snapshot, found.hubs)) == ({"D"}, {"AGENT"})
    assert found.left_out == (LeftOut("hub", "AGENT", "AGENT", 2),)


def test_a_court_or_tax_office_is_not_passed() -> None:
    pay = "from,to,amount,date\nD,TAX,5,2022-01-01\nOTHER,TAX,5,2022-01-01\n"
    snapshot = world(["D company", "TAX public_body", "OTHER company"], payments=pay)
    assert names(snapshot, walk(snapshot).inside) == {"D"}
    assert said(walk(snapshot)) == {"hub:TAX": 2}


def _director(posts: int) -> Snapshot:
    firms = ["D", *(f"F{n}" for n in range(posts - 1))]
    roles = "person,company,role\n" + "".join(f"P,{f},director\n" for f in firms)
    return world([*(f"{f} company" for f in firms), "P person"], roles=roles)


def test_a_director_of_sixty_is_not_passed_and_one_of_thirty_is() -> None:
    crowded, usual = _director(60), _director(CROWDED_PERSON)
    assert names(crowded, walk(crowded).inside) == {"D"}
    assert said(walk(crowded)) == {"hub:P": 60}
    assert len(walk(usual).inside) == CROWDED_PERSON + 1
    assert names(_director(CROWDED_PERSON + 1), walk(_director(CROWDED_PERSON + 1)).hubs) == {"P"}


def _shop(customers: int, **more: str) -> Snapshot:
    """D pays a shop that so many others pay as well."""
    pay = "from,to,amount,date\n" + "".join(f"N{n:03},SHOP,5,2022-01-01\n" for n in range(customers))
    return world(["D company", "SHOP company"], payments=pay + "D,SHOP,5,2022-01-01\n", **more)


def test_a_company_of_many_links_is_a_hub_only_beyond_two_hundred() -> None:
    usual, crowded = _shop(CROWDED_PARTY - 1), _shop(CROWDED_PARTY)
    assert "SHOP" in names(usual, walk(usual).inside)
    assert said(walk(crowded)) == {"hub:SHOP": CROWDED_PARTY + 1}


def test_a_debtor_is_worked_even_where_it_is_a_hub() -> None:
    snapshot = world(["D company bank", "OTHER company"], holdings=chain("D", "OTHER"))
    assert names(snapshot, walk(snapshot).inside) == {"D", "OTHER"}


def test_two_ways_round_a_hub_are_both_tried() -> None:
    rows = chain("D", "AGENT", "OTHER") + "D,BETWEEN\nBETWEEN,OTHER\n"
    snapshot = world(["D company", "AGENT company registered_agent", "OTHER company", "BETWEEN company"], holdings=rows)
    assert names(snapshot, walk(snapshot).inside) == {"D", "BETWEEN", "OTHER"}


# --- faint links --------------------------------------------------------------------------------------------------


def test_customers_of_a_shop_are_faint_beyond_a_hundred_and_counted() -> None:
    few, many = _shop(FAINT - 1), _shop(FAINT)
    assert len(walk(few).inside) == FAINT + 1 and said(walk(few)) == {}
    found = walk(many)
    assert names(many, found.inside) == {"D", "SHOP", *(f"N{n:03}" for n in range(FEW - 2))}
    assert said(found) == {"faint:": FAINT - (FEW - 2)}


def test_whoever_is_near_by_another_way_is_not_faint() -> None:
    tied = _shop(150, holdings=chain("D", "UP", "OVER", "N149"))
    assert "N149" in names(tied, walk(tied).inside)
    assert said(walk(tied)) == {"faint:": 150 - (FEW - 4) - 1}


def test_branches_multiply_along_a_way() -> None:
    """A00 has twelve links and B00 forty-one: each C is one way among 492, though nobody is crowded."""
    pay = "from,to,amount,date\n" + "".join(f"D,A{n:02},5,2022-01-01\n" for n in range(60))
    pay += "".join(f"A00,B{n:02},5,2022-01-01\n" for n in range(11))
    pay += "".join(f"B00,C{n:02},5,2022-01-01\n" for n in range(40))
    found = walk(world(["D company"], payments=pay))
    assert said(found) == {"faint:": 60 + 11 + 40 + 1 - FEW}


def test_a_short_chain_is_followed_however_many_partners_the_debtor_has() -> None:
    pay = "from,to,amount,date\n" + "".join(f"D,A{n:03},5,2022-01-01\n" for n in range(150))
    snapshot = world(["D company"], payments=pay + "A000,B,5,2022-01-01\nB,C,5,2022-01-01\n")
    assert {"B", "C"} <= names(snapshot, walk(snapshot).inside)


def test_a_party_with_too_many_rows_is_left_out_and_the_next_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    pay = "from,to,amount,date\nD,A,5,2022-01-01\nD,B,5,2022-01-01\n" + "A,X,5,2022-01-01\n" * 9
    snapshot = world(["D company", "A company", "B company"], payments=pay)
    assert {"A", "B"} <= names(snapshot, walk(snapshot).inside)
    monkeypatch.setattr(graph.reach, "ROWS", 8)
    found = walk(snapshot)
    assert names(snapshot, found.inside) == {"D", "B"}
    assert said(found) == {"budget:": 1}


# --- budget -------------------------------------------------------------------------------------------------------


def _star(arms: int) -> Snapshot:
    """Arms of two: D → An → Bn."""
    rows = "owner,company\n" + "".join(f"D,A{n:02}\nA{n:02},B{n:02}\n" for n in range(arms))
    return world(["D company"], holdings=rows)


def test_the_nearest_come_first_and_the_rest_is_counted() -> None:
    snapshot = _star(20)
    found = walk(snapshot, budget=11)
    assert names(snapshot, found.inside) == {"D", *(f"A{n:02}" for n in range(10))}
    assert said(found)["budget:"] == 20


@given(st.integers(1, 60))
@settings(max_examples=25, deadline=None)
def test_the_budget_is_kept_and_nothing_is_lost_in_silence(budget: int) -> None:
    found = walk(STAR, budget=budget)
    assert len(found.inside) <= budget
    met = (
        {f"A{n:02}" for n in range(20)} | {"D"} | {f"B{x[1:]}" for x in names(STAR, found.inside) if x.startswith("A")}
    )
    assert len(found.inside) + said(found).get("budget:", 0) == len(met)


STAR = _star(20)


def test_several_debtors_share_one_budget() -> None:
    snapshot = world(["D company", "E company", "A company", "B company"], holdings="owner,company\nD,A\nE,B\n")
    assert names(snapshot, walk(snapshot, "D", "E").inside) == {"D", "E", "A", "B"}
    assert said(walk(snapshot, "D", "E", budget=3)) == {"budget:": 1}


def test_a_snapshot_of_nothing_but_payments_has_no_contacts() -> None:
    snapshot = frozen({"a": {"payments.csv": "from,to,amount,date\nD,B,5,2022-01-01\n"}})
    assert crowds(links(snapshot), range(snapshot.parties.height)) == {}
    assert names(snapshot, walk(snapshot).inside) == {"D", "B"}
