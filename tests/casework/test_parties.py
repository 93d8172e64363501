"""A party by id, identifier or name."""

from __future__ import annotations

import pytest

from casework.parties import find_party
from graph.errors import AmbiguousParty, UnknownParty
from graph.snapshot import Snapshot
from tests.shelf import frozen

HEAD = "id,kind,name,other_names,identifier,other_identifiers\n"
ROWS = {
    "one": HEAD + "A,company,重庆甲江建设有限公司,重庆甲江市政有限公司,91990100MA90000119,\n"
    "P,person,张伟,,,cn-id:110101199003078515\nP2,person,张伟,,,cn-id:110101196503078518\nL,company,Acme Limited,,,lei:5493001KJTIIGC8Y1R12\n",
    "two": HEAD + "A,company,重庆乙江建设有限公司,,,\nX,company,重庆丙江建设有限公司,,,\n",
}


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return frozen({label: {"parties.csv": text} for label, text in ROWS.items()})


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("X", "X"),
        (" X ", "X"),
        ("two:X", "X"),
        ("one:A", "one:A"),
        ("two:A", "two:A"),
        ("91990100MA90000119", "one:A"),
        ("91990100ma90000119", "one:A"),
        ("110101199003078515", "P"),
        ("5493001KJTIIGC8Y1R12", "L"),
        ("重庆甲江建设有限公司", "one:A"),
        ("重庆甲江建设 有限公司", "one:A"),
        ("重庆甲江市政有限公司", "one:A"),
        ("ACME LIMITED", "L"),
    ],
)
def test_each_way_to_name_one(snapshot: Snapshot, text: str, party: str) -> None:
    assert find_party(snapshot, text) == party


@pytest.mark.parametrize(("text", "candidates"), [("A", ("one:A", "two:A")), ("张伟", ("P", "P2"))])
def test_an_ambiguous_one_lists_who_is_meant(snapshot: Snapshot, text: str, candidates: tuple[str, ...]) -> None:
    with pytest.raises(AmbiguousParty) as fault:
        find_party(snapshot, text)
    assert all(f"{c} (" in str(fault.value) for c in candidates)


@pytest.mark.parametrize("text", ["", "  ", "无此公司", "Acme Ltd", "B", "91990100MA9000011X", "two:P"])
def test_an_unknown_one_says_so(snapshot: Snapshot, text: str) -> None:
    with pytest.raises(UnknownParty):
        find_party(snapshot, text)


def test_many_candidates_are_counted_not_all_listed() -> None:
    rows = "".join(f"N{i:02},person,王芳,,,\n" for i in range(12))
    with pytest.raises(AmbiguousParty, match="and 4 more"):
        find_party(frozen({"s": {"parties.csv": HEAD + rows}}), "王芳")
