"""Who stands above and below a party, as a tree at a date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

import polars as pl

from graph.case_rows import read_rows
from graph.facts import Interest
from graph.reading import READERS
from graph.snapshot import Snapshot
from graph.values import Share

Direction = Literal["up", "down"]
DEPTH, MOST = 6, 120
"""How deep a tree goes and how many branches it has; what is left out is said."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A holder (or a company held) with its direct share and the share along this branch. ring: it stands above itself.

    Both are exact fractions as text, "low..high" between ends, None where no row says. more: branches left out below.
    """

    id: str
    name: str
    kind: str
    direct: str | None
    along: str | None
    start: str | None
    place: Mapping[str, Any]
    ring: bool
    branches: tuple[Branch, ...] = ()
    more: int = 0


@dataclass(slots=True)
class _Room:
    left: int


def share_tree(snapshot: Snapshot, party: str, as_of: date, direction: Direction) -> tuple[tuple[Branch, ...], int]:
    """The branches next to the party, the largest share first, and how many were left out there.

    A share along a branch is the product of its steps: the sum over all branches and rings is `owners`.
    """
    return _below(_Rows(snapshot, direction, as_of), party, Share(Fraction(1), Fraction(1)), (party,), _Room(MOST))


@dataclass(frozen=True, slots=True)
class _Rows:
    """Reads the holdings next to a party."""

    snapshot: Snapshot
    direction: Direction
    as_of: date

    def next_to(self, party: str) -> list[Interest]:
        frame = self.snapshot.tables.get("holdings")
        if frame is None:
            return []
        own = "company_id" if self.direction == "up" else "owner_id"
        rows = read_rows(self.snapshot, "holdings", frame.filter(pl.col(own) == party).head(2000), self.as_of)
        held = [READERS["holdings"](row) for row in rows]
        on_day = [i for i in held if i.period.may_hold_on(self.as_of)]
        one = {self.end(i): i for i in sorted(on_day, key=lambda i: (-i.place.rank, _low(i)))}
        return sorted(one.values(), key=lambda i: (-_low(i), self.end(i)))

    def end(self, interest: Interest) -> str:
        return interest.owner if self.direction == "up" else interest.company

    def named(self, parties: list[str]) -> dict[str, tuple[str, str]]:
        own = self.snapshot.parties.filter(pl.col("id").is_in(parties)).select("id", "name", "kind")
        return {one: (name, kind) for one, name, kind in own.iter_rows()}


def _low(interest: Interest) -> Fraction:
    return interest.share.low if interest.share else Fraction(-1)


def _below(
    rows: _Rows, party: str, along: Share | None, walked: tuple[str, ...], room: _Room
) -> tuple[tuple[Branch, ...], int]:
    held = rows.next_to(party)
    shown = held[: room.left]
    room.left -= len(shown)
    names = rows.named([rows.end(i) for i in shown])
    made = tuple(_branch(rows, i, names, along, walked, room) for i in shown)
    return made, len(held) - len(shown)


def _branch(
    rows: _Rows,
    i: Interest,
    names: Mapping[str, tuple[str, str]],
    along: Share | None,
    walked: tuple[str, ...],
    room: _Room,
) -> Branch:
    end = rows.end(i)
    product = Share(along.low * i.share.low, along.high * i.share.high) if along and i.share else None
    ring = end in walked
    deeper = not ring and len(walked) < DEPTH and room.left > 0
    branches, more = _below(rows, end, product, (*walked, end), room) if deeper else ((), 0)
    name, kind = names.get(end, (end, "unknown"))
    place = {
        "source": i.place.source, "row": i.place.line, "sha256": i.place.sha256, "label": i.place.label, "row_id": i.place.row_id,
        "standing": i.place.standing, "file_grade": i.place.grade, "claimed_source": i.place.claimed, "text": None,
    }  # fmt: skip
    return Branch(
        end, name, kind, str(i.share) if i.share else None, str(product) if product else None,
        str(i.period.start) if i.period.start else None, place, ring, branches, more,
    )  # fmt: skip
