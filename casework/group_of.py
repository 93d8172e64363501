"""Control around one party, as the whole register counts it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from casework.desk import Desk
from casework.registers import population
from graph.population import Controlled

MOST = 50
"""Companies and controllers told by name; how many there are in all is said."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One end of a control: the other party, the part of the live votes ("3/4", "" where it rests on a record alone)."""

    id: str
    name: str
    votes: str
    recorded: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Who controls the party and what it controls on a day, directly or through others; head: of its group, None = itself or none.

    counts: in all, where not all are named; unknown: the part of its shares that no row explains, through all layers, of 1.
    """

    over: tuple[Tie, ...]
    under: tuple[Tie, ...]
    counts: tuple[int, int]
    head: tuple[str, str] | None
    unknown: float


def standing(desk: Desk, party: str, as_of: date) -> Standing:
    """From the whole register on that day, however far the chain goes; computed once a snapshot and day, then at hand."""
    whole = population(desk, as_of)
    over, under = whole.controllers_of(party), whole.controlled_by(party)
    head = whole.head_of(party)
    wanted = [*(c.head for c in over[:MOST]), *(c.company for c in under[:MOST]), *([head] if head else [])]
    names = _names(desk, wanted)
    return Standing(
        tuple(_tie(c.head, c, names) for c in over[:MOST]),
        tuple(_tie(c.company, c, names) for c in under[:MOST]),
        (len(over), len(under)),
        (head, names.get(head, head)) if head and head != party else None,
        whole.unknown(party),
    )


def _tie(other: str, control: Controlled, names: dict[str, str]) -> Tie:
    return Tie(other, names.get(other, other), "" if control.recorded else str(control.votes), control.recorded)


def _names(desk: Desk, wanted: Iterable[str]) -> dict[str, str]:
    held = desk.snapshot.parties
    return dict(held.filter(pl.col("id").is_in(sorted(set(wanted)))).select("id", "name").iter_rows())
