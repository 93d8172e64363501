"""Everything above a company, with and without an index."""

from __future__ import annotations

from datetime import date

from graph.case import Case
from graph.reach import links
from graph.snapshot import Snapshot
from graph.upstream import above
from tests.shelf import frozen

DAY = date(2023, 1, 1)


def register() -> Snapshot:
    """P over A over Y, a ring of A and B, control of A on record by R; Z holds of nobody above Y; K and L act in concert."""
    holdings = ["P,A,60%", "A,Y,100%", "B,A,20%", "A,B,30%", "Z,Q,100%", "K,A,10%"]
    relations = ["R,A,controls", "K,L,acts_in_concert", "L,M,acts_in_concert", "Z,Y,spouse"]
    return frozen(
        {
            "s": {
                "holdings.csv": "owner,company,share\n" + "".join(f"{line}\n" for line in holdings),
                "relations.csv": "a,b,kind\n" + "".join(f"{line}\n" for line in relations),
                "roles.csv": "person,company,role\nW,Y,director\nV,A,director\n",
            }
        }
    )


def test_an_index_changes_nothing() -> None:
    snapshot = register()
    plain, indexed = (above(snapshot, "Y", DAY, rows) for rows in (None, links(snapshot).rows))
    assert plain == indexed
    case, left_out = plain
    assert left_out == 0
    assert {(i.owner, i.company) for i in case.interests} == {
        ("P", "A"),
        ("A", "Y"),
        ("B", "A"),
        ("A", "B"),
        ("K", "A"),
    }
    assert {(r.a, r.b) for r in case.relations} == {("R", "A"), ("K", "L"), ("L", "M"), ("Z", "Y")}
    assert [r.person for r in case.roles] == ["W"]


def test_the_budget_is_said() -> None:
    case, left_out = above(register(), "Y", DAY, budget=2)
    assert isinstance(case, Case)
    assert left_out == 4
