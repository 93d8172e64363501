"""The case bench: cases of both kinds, and a peer that sees the same links."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.case import Peer, anybody, kept_or_made, spread, table, timed
from bench.generator.registry import Mix
from graph.reach import CROWDED_CONTACT, links
from tests.graph.test_reach import world

MIX = Mix(0, 2, 0)


def test_cases_of_both_kinds_are_worked_and_the_register_is_kept(tmp_path: Path) -> None:
    desk, keys = kept_or_made(tmp_path, 200, MIX, 5)
    again, same = kept_or_made(tmp_path, 200, MIX, 5)
    assert [k["debtors"] for k in keys] == [k["debtors"] for k in same] and again.snapshot.id == desk.snapshot.id
    assert {type(k["as_of"]) for k in same} == {type(k["as_of"]) for k in keys}
    peer = Peer(desk.net)
    strangers = anybody(desk, keys, 3, 5)
    assert strangers == anybody(desk, keys, 3, 5) != anybody(desk, keys, 3, 6)
    found = [timed(desk, peer, case) for case in (*strangers, *keys[:2])]
    assert all(t.parties and t.both >= t.cut for t in found)
    assert "5 cases" in table("all", found)[0]


@pytest.mark.parametrize(("sharers", "near"), [(CROWDED_CONTACT, CROWDED_CONTACT), (CROWDED_CONTACT + 1, 1)])
def test_the_peer_passes_a_shared_telephone_but_no_crowd(sharers: int, near: int) -> None:
    snapshot = world(f"N{at:02} company - - 0571-88880001" for at in range(sharers))
    assert len(Peer(links(snapshot)).near(0)) == near


def test_the_peer_goes_four_steps() -> None:
    rows = "owner,company\n" + "".join(f"C{at},C{at + 1}\n" for at in range(6))
    snapshot = world((f"C{at} company" for at in range(7)), holdings=rows)
    assert Peer(links(snapshot)).near(0) == {0, 1, 2, 3, 4}


def test_spread_is_median_ninety_fifth_and_most() -> None:
    assert spread(range(101)).split() == ["50.000", "95.000", "100.000"]
