"""Neighbours in groups, opened twenty at a time; chains condensed."""

from __future__ import annotations

from datetime import date

from casework.drawn import MOST_NODES, condensed, group_id, opened, unseen
from casework.neighbours import AT_A_TIME, around
from tests.shelf import frozen

DAY = date(2024, 1, 1)
MANY = "owner,company,share\n" + "".join(f"H,S{i:03},{i + 1}%\n" for i in range(45)) + "O,H,60%\nP,H,40%\n"
ROLES = "person,company,role\nX,H,director\nO,H,chair\n"
PAYMENTS = "from,to,amount,date\nH,M,100,2023-05-01\nH,M,200,2023-06-01\nH,LATE,5,2025-01-01\n"
WORLD = frozen({"s": {"holdings.csv": MANY, "roles.csv": ROLES, "payments.csv": PAYMENTS}})


def test_the_first_twenty_are_dealt_out_over_the_groups_and_the_rest_is_counted() -> None:
    found = around(WORLD, "H", DAY)
    assert found.totals == {"owners": 2, "owned": 45, "officers": 1, "paid_to": 2}
    assert {n.group for n in found.shown} == {"owners", "owned", "officers", "paid_to"}
    assert found.left["owned"] == 45 - sum(n.group == "owned" for n in found.shown)
    owned = [n.id for n in found.shown if n.group == "owned"]
    assert owned[:2] == ["S044", "S043"], "the largest share first"
    assert len(found.shown) <= AT_A_TIME


def test_who_is_owner_and_officer_is_counted_once_with_both_rows() -> None:
    owner = next(n for n in around(WORLD, "H", DAY).shown if n.id == "O")
    assert (owner.group, owner.count, [t for t, _ in owner.rows]) == ("owners", 2, ["holdings", "roles"])


def test_a_group_is_opened_twenty_further_each_time_and_never_twice() -> None:
    first = around(WORLD, "H", DAY)
    more = around(WORLD, "H", DAY, ["", "owned"])
    most = around(WORLD, "H", DAY, ["", "owned", "owned"])
    assert [len([n for n in x.shown if n.group == "owned"]) for x in (first, more, most)] == [15, 35, 45]
    assert {n.id for n in first.shown} <= {n.id for n in more.shown} and "owned" not in most.left


def test_what_is_drawn_already_is_not_drawn_again() -> None:
    found = opened(WORLD, ["H", "O", "M"], [("H", "")], DAY)
    assert not {"O", "M", "H"} & {n["id"] for n in found.nodes}


def test_each_new_line_has_its_rows_and_says_on_which_side_it_stands() -> None:
    found = opened(WORLD, ["H"], [("H", "")], DAY)
    edges = {e["id"]: e for e in found.edges}
    owner = edges["x:H>O"]
    assert (owner["kind"], owner["from"], owner["to"], owner["share"], owner["side"]) == (
        "ownership",
        "O",
        "H",
        "3/5",
        "above",
    )
    assert [r["source"] for r in found.rows["x:H>O"]] == ["holdings.csv", "roles.csv"]
    paid = edges["x:H>M"]
    assert (paid["kind"], paid["more"], paid["side"]) == ("payment", 1, "below")
    assert "x:H>LATE" not in edges, "a row of a later day is no tie yet"
    rest = next(n for n in found.nodes if n["id"] == group_id("H", "owned"))
    assert (rest["kind"], rest["group"], rest["left"]) == ("group", "owned", 30)


def test_a_hub_of_fifty_thousand_is_grouped() -> None:
    rows = "".join(f"HUB,C{i:05},1%\n" for i in range(50_000))
    hub = frozen({"s": {"holdings.csv": f"owner,company,share\n{rows}"}})
    found = opened(hub, ["HUB"], [("HUB", "")], DAY)
    assert len(found.nodes) == AT_A_TIME + 1 and found.nodes[-1]["left"] == 50_000 - AT_A_TIME
    assert unseen(hub, ["HUB"])["HUB"] == 1001, "over a thousand is not counted out"


def test_unseen_ties_are_counted_for_each_drawn_party() -> None:
    assert unseen(WORLD, ["H", "O"]) == {"H": 49}
    assert unseen(WORLD, ["O"]) == {"O": 1}


def star(leaves: int) -> dict[str, list[dict[str, object]]]:
    nodes = [{"id": "D", "name": "D", "kind": "company", "debtor": True}, {"id": "M", "name": "M", "kind": "company"}]
    edges: list[dict[str, object]] = [{"kind": "payment", "from": "D", "to": "M"}]
    for i in range(leaves):
        nodes.append({"id": f"L{i}", "name": f"L{i}", "kind": "company"})
        edges.append({"kind": "ownership" if i % 2 else "payment", "from": "M", "to": f"L{i}"})
    return {"nodes": nodes, "edges": edges}  # type: ignore[dict-item]


def test_a_chain_that_can_be_read_is_left_as_it_is() -> None:
    chain = star(MOST_NODES - 2)
    assert condensed(chain) is chain


def test_leaves_of_a_wider_chain_are_put_together_and_its_path_stays() -> None:
    found = condensed(star(60))
    assert len(found["nodes"]) <= MOST_NODES
    assert {"D", "M"} <= {n["id"] for n in found["nodes"]} and found["edges"][0]["from"] == "D"
    assert sum(n.get("left", 1) for n in found["nodes"]) == 62, "nobody is lost"
