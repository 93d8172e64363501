"""paths: the strongest first, with rows, and every cap said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.desk import Desk
from casework.paths import MOST, paths_between
from graph.errors import LookthroughError
from graph.reach import links
from tests.shelf import frozen

DAY = date(2024, 1, 1)


def paths(a: str, b: str, day: date = DAY, max_hops: int = 8, **files: str) -> dict[str, Any]:
    snapshot = frozen({"s": {f"{name}.csv": text for name, text in files.items()}})
    return paths_between(Desk(snapshot, links(snapshot), ()), a, b, day, max_hops)


def nodes(value: dict[str, Any]) -> list[list[str]]:
    return [[n["id"] for n in path["nodes"]] for path in value["paths"]]


def test_the_stronger_of_two_ways_stands_first() -> None:
    value = paths("A", "B", holdings="owner,company,share\nA,M,100%\nM,B,100%\nA,N,5%\nN,B,5%\n")
    assert nodes(value) == [["A", "M", "B"], ["A", "N", "B"]]
    strengths = [p["strength"] for p in value["paths"]]
    assert strengths == sorted(strengths, reverse=True) and value["truncated"] is None


def test_an_edge_keeps_its_direction_its_share_and_its_row() -> None:
    value = paths("B", "A", holdings="owner,company,share,start\nA,B,60%,2020-01-01\n")
    edge = value["paths"][0]["edges"][0]
    assert (edge["kind"], edge["from"], edge["to"], edge["share"], edge["start"]) == (
        "ownership",
        "A",
        "B",
        "3/5",
        "2020-01-01",
    )
    assert {"source": "holdings.csv", "row": 2, "standing": "recorded"}.items() <= edge["evidence"][0].items()


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"roles": "person,company,role\nA,B,director\n"}, "role"),
        ({"relations": "a,b,kind\nA,B,spouse\n"}, "relation"),
        ({"payments": "from,to,amount,date\nA,B,5,2020-01-01\n"}, "payment"),
        ({"contracts": "from,to,kind\nA,B,loan\n"}, "contract"),
        ({"successions": "predecessor,successor,kind,date\nA,B,merger,2020-01-01\n"}, "succession"),
        ({"share_transfers": "company,from,to,share,date\nX,A,B,5%,2020-01-01\n"}, "transfer"),
    ],
)
def test_every_kind_of_tie_connects(files: dict[str, str], kind: str) -> None:
    value = paths("A", "B", DAY, 8, **files)
    assert [e["kind"] for e in value["paths"][0]["edges"]][:1] == [kind]


def test_a_tie_that_ended_counts_less_than_one_that_holds() -> None:
    rows = "owner,company,share,start,end\nA,B,60%,2010-01-01,{end}\n"
    held, ended = (paths("A", "B", holdings=rows.format(end=end))["paths"][0] for end in ("", "2020-01-01"))
    assert ended["strength"] < held["strength"] and ended["edges"][0]["end"] == "2020-01-01"


def test_what_came_later_is_left_out() -> None:
    holdings = "owner,company,share,start\nA,B,60%,2020-01-01\n"
    assert nodes(paths("A", "B", date(2019, 12, 31), holdings=holdings)) == []
    assert nodes(paths("A", "B", date(2020, 1, 1), holdings=holdings)) == [["A", "B"]]


@pytest.mark.parametrize(("hops", "found"), [(2, 0), (3, 1)])
def test_no_more_steps_than_asked_for(hops: int, found: int) -> None:
    value = paths("A", "D", max_hops=hops, holdings="owner,company,share\nA,B,60%\nB,C,60%\nC,D,60%\n")
    assert len(value["paths"]) == found


def test_a_cap_is_said() -> None:
    rows = "".join(f"A,M{i},60%\nM{i},B,60%\n" for i in range(MOST + 1))
    value = paths("A", "B", holdings=f"owner,company,share\n{rows}")
    assert len(value["paths"]) == MOST and str(MOST) in value["truncated"]


def test_one_party_is_no_pair() -> None:
    with pytest.raises(LookthroughError, match="same party"):
        paths("A", "A", holdings="owner,company,share\nA,B,60%\n")


@pytest.mark.parametrize(("share", "told"), [("60%", "3/5"), ("25-50%", {"low": "1/4", "high": "1/2"}), ("", None)])
def test_a_share_is_exact_within_ends_or_unknown(share: str, told: object) -> None:
    value = paths("A", "B", holdings=f"owner,company,share\nA,B,{share}\n")
    assert value["paths"][0]["edges"][0]["share"] == told
