"""The trail: what was done to it is found and named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import LookthroughError
from graph.trail import GENESIS, TrailEntry, breaks, instant, link


def chain(length: int, word: str = "import") -> list[TrailEntry]:
    entries: list[TrailEntry] = []
    for seq in range(1, length + 1):
        previous = entries[-1].hash if entries else GENESIS
        entries.append(link(previous, seq, f"2024-10-01T08:00:{seq:02}Z", "clerk", word, f"source {seq}", "{}"))
    return entries


def head(entries: Sequence[TrailEntry]) -> tuple[int, str]:
    return (entries[-1].seq, entries[-1].hash) if entries else (0, GENESIS)


def told(entries: Sequence[TrailEntry], at: tuple[int, str] | None = None) -> list[tuple[int, str]]:
    return [(fault.seq, fault.what) for fault in breaks(entries, at)]


def renumbered(entries: Sequence[TrailEntry]) -> list[TrailEntry]:
    return [replace(entry, seq=seq) for seq, entry in enumerate(entries, start=1)]


def rehashed(entry: TrailEntry) -> TrailEntry:
    return link(entry.previous, entry.seq, entry.at, entry.actor, entry.verb, entry.object, entry.detail)


def test_hash_is_fixed_for_ever() -> None:
    entry = link(GENESIS, 1, "2024-10-01T08:00:00Z", "clerk", "import", "股东信息.csv", '{"rows":3}')
    assert entry.hash == "ebb64bb6d9953db0563f66795acd605b8993699f0f6f0d9af8807f9b4b81b509"


@given(st.integers(0, 12))
def test_an_untouched_trail_has_no_break(length: int) -> None:
    entries = chain(length)
    assert breaks(entries) == []
    assert breaks(entries, head(entries)) == []


@pytest.mark.parametrize("column", ["at", "actor", "verb", "object", "detail", "previous", "hash"])
@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_changed_column_is_found_in_its_entry_alone(column: str, place: int) -> None:
    entries = chain(5)
    entries[place] = replace(entries[place], **{column: "f" * 64})  # type: ignore[arg-type]
    assert told(entries, head(chain(5))) == [(place + 1, "changed")]


def test_a_change_says_what_was_expected_and_found() -> None:
    entries = chain(3)
    genuine = entries[1].hash
    entries[1] = replace(entries[1], actor="somebody else")
    (fault,) = breaks(entries)
    assert fault.expected == genuine
    assert fault.found == rehashed(entries[1]).hash


@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_change_with_its_hash_made_anew_is_found(place: int) -> None:
    entries = chain(5)
    entries[place] = rehashed(replace(entries[place], actor="somebody else"))
    assert told(entries, head(chain(5))) == [(place + 1, "changed")]


def test_a_forger_who_rewrites_the_link_is_found_and_not_its_neighbour() -> None:
    entries = chain(6)
    entries[3] = rehashed(replace(entries[3], previous="a" * 64))
    assert told(entries) == [(4, "changed")]


@given(st.integers(2, 12), st.data())
def test_a_removed_entry_is_named(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    gone = entries.pop(data.draw(st.integers(0, length - 1)))
    assert told(entries, head(chain(length))) == [(gone.seq, "removed")]
    assert told(renumbered(entries), head(chain(length))) == [(gone.seq, "removed")]


def test_a_cut_end_is_seen_only_with_the_head() -> None:
    assert told(chain(5)[:3]) == []
    assert told(chain(5)[:3], head(chain(5))) == [(4, "removed"), (5, "removed")]
    assert told([], head(chain(1))) == [(1, "removed")]


@given(st.integers(2, 12), st.data())
def test_an_inserted_entry_is_named(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    place = data.draw(st.integers(0, length - 1))
    previous = entries[place - 1].hash if place else GENESIS
    forged = link(previous, place + 1, "2024-10-01T08:00:00Z", "clerk", "decide", "match", "{}")
    grown = [*entries[:place], forged, *entries[place:]]
    assert told(grown, head(entries)) == [(place + 1, "inserted")]
    assert told(renumbered(grown), head(entries)) == [(place + 1, "inserted")]


def test_an_appended_entry_is_seen_with_the_head() -> None:
    entries = chain(3)
    more = link(entries[-1].hash, 4, "2024-10-01T08:00:00Z", "clerk", "decide", "match", "{}")
    assert told([*entries, more]) == []
    assert told([*entries, more], head(entries)) == [(4, "inserted")]


@given(st.integers(2, 12), st.data())
def test_a_moved_entry_is_found(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    place = data.draw(st.integers(0, length - 2))
    entries[place], entries[place + 1] = entries[place + 1], entries[place]
    assert told(entries, head(chain(length))) == [(place + 1, "moved")]
    assert told(renumbered(entries), head(chain(length))) == [(place + 1, "moved")]


def test_a_wholly_rewritten_trail_is_seen_only_with_the_head() -> None:
    assert told(chain(4, "forged")) == []
    assert told(chain(4, "forged"), head(chain(4))) == [(4, "changed")]


@pytest.mark.parametrize("at", ["2024-10-01T08:30:00Z", "2024-10-01T08:30:00.123Z", "2024-02-29T00:00:00Z"])
def test_an_instant_ends_in_z(at: str) -> None:
    assert instant(at) == at


@pytest.mark.parametrize(
    "at", ["2024-10-01T08:30:00", "2024-10-01T08:30:00+08:00", "2024-10-01", "2023-02-29T00:00:00Z", "now", ""]
)
def test_any_other_time_is_refused(at: str) -> None:
    with pytest.raises(LookthroughError):
        link(GENESIS, 1, at, "clerk", "import", "x", "{}")


def test_half_a_surrogate_can_be_hashed() -> None:
    assert len(link(GENESIS, 1, "2024-10-01T08:30:00Z", "clerk", "import", "\udcc3.csv", "{}").hash) == 64
