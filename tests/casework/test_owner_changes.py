"""owners between two days: what changed, and when control passed."""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.owner_changes import owner_changes
from tests.shelf import frozen

_HEAD = "owner,company,share,start,end\n"


def changes(holdings: str, start: str | None, end: str, **files: str) -> dict[str, Any]:
    texts = {f"{name}.csv": text for name, text in files.items()}
    snapshot = frozen({"s": {"holdings.csv": _HEAD + holdings, **texts}})
    return owner_changes(snapshot, "Y", date.fromisoformat(start) if start else None, date.fromisoformat(end))


def told(value: dict[str, Any]) -> list[tuple[str, str, str, Any, Any]]:
    return [(c["day"], c["what"], c["holder"]["id"], c["before"], c["after"]) for c in value["changes"]]


SOLD = "P,H,100%,2015-01-01,2020-03-01\nN,H,100%,2020-03-01,\nH,Y,80%,2015-01-01,\n"
PEOPLE = "id,kind,name\nP,person,张伟\nN,person,李娜\n"


def test_control_passes_on_the_day_of_the_sale_above() -> None:
    value = changes(SOLD, "2019-12-31", "2020-06-30", parties=PEOPLE)
    (passed,) = value["control_passed"]
    assert (passed["day"], [p["id"] for p in passed["from"]], [p["id"] for p in passed["to"]]) == (
        "2020-03-01",
        ["P"],
        ["N"],
    )
    assert sorted(e["row"] for e in passed["evidence"]) == [2, 3]
    assert ("2020-03-01", "ultimate_changed", "P", "4/5", None) in told(value)
    assert ("2020-03-01", "ultimate_changed", "N", None, "4/5") in told(value)
    assert ("2020-03-01", "verdict_changed", "N", "no", "certain") in told(value)
    assert not [c for c in value["changes"] if c["what"].startswith("holder")], (
        "the register of Y itself did not change"
    )
    assert [h["holder"]["id"] for h in value["at_start"]["ultimate"]] == ["P"]
    assert [u["holder"]["id"] for u in value["ultimate"]] == ["N"], "the answer itself is as of the last day"


def test_nothing_between_two_days_is_no_change() -> None:
    value = changes(SOLD, "2020-03-01", "2020-06-30", parties=PEOPLE)
    assert (value["changes"], value["control_passed"], value["days"]) == ([], [], ["2020-03-01"])
    assert changes(SOLD, "2019-01-01", "2020-02-29", parties=PEOPLE)["changes"] == []


def test_a_direct_holder_comes_goes_and_changes_with_its_rows() -> None:
    rows = "A,Y,30%,2015-01-01,2019-01-01\nA,Y,10%,2019-01-01,2021-01-01\nB,Y,20%,2019-01-01,\n"
    value = changes(rows, "2018-01-01", "2022-01-01")
    direct = [c for c in told(value) if c[1] in ("holder_in", "holder_out", "share_changed")]
    assert direct == [
        ("2019-01-01", "share_changed", "A", "3/10", "1/10"),
        ("2019-01-01", "holder_in", "B", None, "1/5"),
        ("2021-01-01", "holder_out", "A", "1/10", None),
    ]
    first = value["changes"][0]
    assert [e["row"] for e in first["evidence"]] == [2, 3]


def test_without_a_first_day_the_history_begins_with_the_first_row() -> None:
    assert changes(SOLD, None, "2020-06-30", parties=PEOPLE)["from"] == "2015-01-01"


def test_a_partial_date_is_looked_at_when_it_may_and_when_it_must_have_been() -> None:
    value = changes("A,Y,60%,2019,\n", "2018-01-01", "2020-06-01")
    assert value["days"] == ["2018-01-01", "2019-01-01", "2019-12-31"]
    assert [c["day"] for c in value["changes"] if c["what"] == "holder_in"] == ["2019-01-01"]


def test_a_concert_group_takes_control_on_the_day_of_its_agreement() -> None:
    relations = "a,b,kind,start\nP,N,acts_in_concert,2020-05-01\n"
    value = changes(
        "P,Y,30%,2015-01-01,\nN,Y,25%,2015-01-01,\n", "2019-01-01", "2021-01-01", parties=PEOPLE, relations=relations
    )
    (gained,) = [c for c in value["changes"] if c["what"] == "joint_control_gained"]
    assert (gained["day"], [m["id"] for m in gained["members"]]) == ("2020-05-01", ["N", "P"])
