"""What was done to a trail is found, and named as what it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.trail import GENESIS, TrailEntry, link
from graph.trail_breaks import breaks, unbroken


def chain(length: int, word: str = "import") -> list[TrailEntry]:
    entries: list[TrailEntry] = []
    for seq in range(1, length + 1):
        previous = entries[-1].hash if entries else GENESIS
        entries.append(
            link(
                previous,
                seq,
                f"2024-10-01T{seq // 3600:02}:{seq // 60 % 60:02}:{seq % 60:02}Z",
                "clerk",
                word,
                f"source {seq}",
                "{}",
            )
        )
    return entries


def head(entries: Sequence[TrailEntry]) -> tuple[int, str]:
    return (entries[-1].seq, entries[-1].hash) if entries else (0, GENESIS)


def told(entries: Sequence[TrailEntry], at: tuple[int, str] | None = None) -> list[tuple[int, str]]:
    return [(fault.seq, fault.what) for fault in breaks(entries, at)]


def renumbered(entries: Sequence[TrailEntry]) -> list[TrailEntry]:
    return [replace(entry, seq=seq) for seq, entry in enumerate(entries, start=1)]


def rehashed(entry: TrailEntry) -> TrailEntry:
    return link(entry.previous, entry.seq, entry.at, entry.actor, entry.verb, entry.object, entry.detail)


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
    named = "cut" if gone.seq == length else "removed"
    assert told(entries, head(chain(length))) == [(gone.seq, named)]
    assert told(renumbered(entries), head(chain(length))) == [(gone.seq, named)]


def test_a_cut_end_is_seen_only_with_the_head() -> None:
    assert told(chain(5)[:3]) == []
    assert told(chain(5)[:3], head(chain(5))) == [(4, "cut")]
    (fault,) = breaks(chain(5)[:3], head(chain(5)))
    assert (fault.last, fault.expected) == (5, "entries 4 to 5")
    assert told([], head(chain(1))) == [(1, "cut")]


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
def test_two_neighbours_that_changed_places_are_found(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    place = data.draw(st.integers(0, length - 2))
    entries[place], entries[place + 1] = entries[place + 1], entries[place]
    assert told(entries, head(chain(length))) == [(place + 1, "swapped")]
    assert told(renumbered(entries), head(chain(length))) == [(place + 1, "swapped")]


def test_a_wholly_rewritten_trail_is_seen_only_with_the_head() -> None:
    assert told(chain(4, "forged")) == []
    assert told(chain(4, "forged"), head(chain(4))) == [(4, "changed")]


# --- any single deed, anywhere ------------------------------------------------------------------------------------

COLUMNS = st.sampled_from(["at", "actor", "verb", "object", "detail", "previous", "hash"])


@given(st.integers(1, 60), COLUMNS, st.booleans(), st.data())
def test_any_change_anywhere_is_named(length: int, column: str, hashed_anew: bool, data: st.DataObject) -> None:
    entries = chain(length)
    place = data.draw(st.integers(0, length - 1))
    entries[place] = replace(entries[place], **{column: data.draw(st.text(min_size=1, max_size=9)) + "#"})  # type: ignore[arg-type]
    if hashed_anew and column in ("actor", "verb", "object", "detail", "previous"):
        entries[place] = rehashed(entries[place])
    assert told(entries, head(chain(length))) == [(place + 1, "changed")]


@given(st.integers(1, 60), st.booleans(), st.data())
def test_any_run_taken_out_anywhere_is_named(length: int, closed_up: bool, data: st.DataObject) -> None:
    entries = chain(length)
    first = data.draw(st.integers(1, length))
    last = data.draw(st.integers(first, length))
    left = [*entries[: first - 1], *entries[last:]]
    found = breaks(renumbered(left) if closed_up else left, head(entries))
    assert [(f.seq, f.last, f.what) for f in found] == [(first, last, "cut" if last == length else "removed")]


@given(st.integers(2, 60), st.booleans(), st.data())
def test_a_run_taken_out_and_the_head_rewritten_is_named(length: int, closed_up: bool, data: st.DataObject) -> None:
    """Not a cut end: that leaves a whole chain, and only a head kept outside tells it."""
    entries = chain(length)
    first = data.draw(st.integers(1, length - 1))
    last = data.draw(st.integers(first, length - 1))
    left = [*entries[: first - 1], *entries[last:]]
    left = renumbered(left) if closed_up else left
    assert [(f.seq, f.last, f.what) for f in breaks(left, head(left))] == [(first, last, "removed")]


@given(st.integers(1, 60), st.sampled_from(["linked", "loose", "copied"]), st.booleans(), st.data())
def test_any_entry_put_in_anywhere_is_named(length: int, how: str, closed_up: bool, data: st.DataObject) -> None:
    entries = chain(length)
    place = data.draw(st.integers(0, length))
    if how == "copied":
        forged = replace(data.draw(st.sampled_from(entries)), seq=place + 1, hash="c" * 64)
    else:
        previous = (entries[place - 1].hash if place else GENESIS) if how == "linked" else "d" * 64
        forged = link(previous, place + 1, "2024-10-01T08:00:00Z", "clerk", "decide", "match", "{}")
    grown = [*entries[:place], forged, *entries[place:]]
    assert told(renumbered(grown) if closed_up else grown, head(entries)) == [(place + 1, "inserted")]


@pytest.mark.parametrize("seq", [0, -7])
def test_an_entry_before_the_first_is_inserted(seq: int) -> None:
    forged = link(GENESIS, seq, "2024-10-01T08:00:00Z", "clerk", "decide", "match", "{}")
    assert told([forged, *chain(4)], head(chain(4))) == [(seq, "inserted")]


@given(st.integers(2, 120), st.booleans(), st.data())
def test_any_two_that_changed_places_are_named(length: int, numbers_too: bool, data: st.DataObject) -> None:
    entries = chain(length)
    one, other = sorted(data.draw(st.lists(st.integers(0, length - 1), min_size=2, max_size=2, unique=True)))
    entries[one], entries[other] = entries[other], entries[one]
    found = breaks(renumbered(entries) if numbers_too else entries, head(chain(length)))
    assert [(f.seq, f.last, f.what) for f in found] == [(one + 1, other + 1, "swapped")]


@given(st.integers(3, 120), st.data())
def test_an_entry_carried_elsewhere_is_named(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    place = data.draw(st.integers(0, length - 1))
    to = data.draw(st.integers(0, length - 1).filter(lambda n: abs(n - place) > 1))
    entries.insert(to, entries.pop(place))
    assert told(renumbered(entries), head(chain(length))) == [(place + 1, "moved")]


def test_an_entry_renumbered_far_beyond_the_end_is_named() -> None:
    entries = chain(6)
    entries.append(replace(entries.pop(2), seq=1_000_000))
    assert told(entries, head(chain(6))) == [(3, "moved")]


def test_a_trail_altered_throughout_is_told_in_good_time() -> None:
    entries = [replace(entry, actor="somebody else") for entry in chain(400)]
    assert [fault.what for fault in breaks(entries, head(chain(400)))] == ["changed"] * 400


@given(st.integers(1, 25), st.lists(st.tuples(st.integers(0, 5), st.integers(0, 99), st.integers(0, 99)), max_size=5))
def test_several_deeds_over_each_other_are_never_passed_over(length: int, deeds: list[tuple[int, int, int]]) -> None:
    """Whatever was done: silent where the entries are what they were, and only there."""
    entries = chain(length)
    for deed, one, other in deeds:
        if not entries:
            break
        at, to = one % len(entries), other % len(entries)
        if deed == 0:
            entries[at] = replace(entries[at], actor="x")
        elif deed == 1:
            entries[at] = rehashed(replace(entries[at], actor="y"))
        elif deed == 2:
            del entries[at]
        elif deed == 3:
            entries.insert(at, link("e" * 64, at + 1, "2024-10-01T08:00:00Z", "clerk", "decide", "m", "{}"))
        elif deed == 4:
            entries[at], entries[to] = entries[to], entries[at]
        else:
            entries = renumbered(entries)
    assert (breaks(entries, head(chain(length))) == []) == (entries == chain(length))


def test_what_stands_before_the_first_deed_is_counted() -> None:
    entries = chain(9)
    assert unbroken(entries, breaks(entries)) == 9
    carried = renumbered([*entries[:1], entries[6], *entries[1:6], *entries[7:]])
    assert told(carried, head(entries)) == [(7, "moved")] and unbroken(carried, breaks(carried, head(entries))) == 1
    changed = [*entries[:4], rehashed(replace(entries[4], actor="x")), *entries[5:]]
    assert unbroken(changed, breaks(changed, head(entries))) == 4
    assert unbroken(entries[:7], breaks(entries[:7], head(entries))) == 7
    assert unbroken([], breaks([], head(entries))) == 0
