"""Runs of layers in places whose registers are closed."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from graph.case import Case
from graph.chains import Edge, moves, owns, pays, relates
from graph.facts import Interest
from graph.values import add_months
from queries.grounds import Bilingual as Text
from queries.side import debtor_side

MONTHS = 12
DEPTH = 12
PATHS = 200
CLIMB = 4
HALF = Fraction(1, 2)
_UP = frozenset({"controls", "trustee_of"})


@dataclass(frozen=True, slots=True)
class Run:
    """Layers from the bottom up, all in listed places. steps: the rows between them; above: the rows over the top."""

    members: tuple[str, ...]
    places: tuple[str, ...]
    steps: tuple[Edge, ...]
    above: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A listed place: its spellings, why it is listed, and how sure that is."""

    code: str
    words: tuple[str, ...]
    law: str
    basis: Text
    status: str
    checked_on: date


@cache
def closed_places() -> dict[str, Place]:
    """The listed places by code."""
    read = tomllib.loads((files("queries") / "law" / "tables" / "low_transparency.toml").read_text(encoding="utf-8"))
    return {code: _place(code, row) for code, row in read["places"].items()}


def _place(code: str, row: dict[str, Any]) -> Place:
    basis = Text(row["basis"]["zh"], row["basis"]["en"])
    return Place(code, tuple(row["words"]), row["law"], basis, row["status"], row["checked_on"])


@cache
def _places() -> dict[str, str]:
    """Every spelling of a listed place, in small letters → its code."""
    return {word.lower(): code for code, place in closed_places().items() for word in (code, *place.words)}


def place_of(case: Case, party: str) -> str | None:
    """The code of the listed place a company, fund or trust is of; None where it is elsewhere or not stated."""
    found = case.party(party)
    text = (found.text("jurisdiction") or "").strip().lower()
    return None if found.is_person else _places().get(text) or _places().get(text.split("-")[0])


def runs(case: Case) -> list[Run]:
    """The longest run over each bottom layer that touches the debtor side or whom it dealt with; most places first."""
    up = _rows_up(case)
    places = {p: code for p in case.parties if (code := place_of(case, p))}
    holders = {e.frm for p in places for e in up.get(p, ()) if e.frm in places}
    near = _near(case, up)
    found = (_best(bottom, up, places, near) for bottom in sorted(places.keys() - holders))
    return [run for run in found if run]


def _rows_up(case: Case) -> dict[str, list[Edge]]:
    """Company or trust → who holds or runs it. What had ended before the twelve months ahead of the debt is no layer."""
    arose = case.debt.clock.start
    gone = add_months(arose.first, -MONTHS) if arose else None
    up: dict[str, list[Edge]] = defaultdict(list)
    held = [(i.company, i.period.end, owns(i, case.as_of)) for i in case.interests]
    ran = [(r.b, r.period.end, relates(r)) for r in case.relations if r.kind in _UP]
    for below, end, edge in (*held, *ran):
        if not (gone and end and end.last < gone):
            up[below].append(edge)
    return up


def _near(case: Case, up: dict[str, list[Edge]]) -> set[str]:
    """The debtor side, whoever stands directly over it, whom it gave something to and who is over them, and whom it paid."""
    side = set(debtor_side(case, case.as_of))
    over = {e.frm for p in side for e in up.get(p, ())}
    return side | over | set(_given(case, side)) | {p.payee for p in case.payments if p.payer in side}


def _given(case: Case, side: Collection[str]) -> dict[str, tuple[Edge, ...]]:
    """Whoever got something of the debtor side, and over a taker in an open place those who may hold more than half of it,
    up to the first layer in a closed one: party → the rows that lead to it.

    A chain abroad rarely takes a thing itself: a company of an open register at its foot does.
    """
    over: dict[str, list[Interest]] = defaultdict(list)
    for i in case.interests:
        if i.share is None or i.share.high > HALF:
            over[i.company].append(i)
    ways: dict[str, tuple[Edge, ...]] = {}
    for t in case.transfers:
        if t.giver in side and t.taker not in side:
            ways.setdefault(t.taker, (moves(t),))
    wave = list(ways)
    for _ in range(CLIMB):
        steps = [(p, i) for p in wave if not place_of(case, p) for i in over[p] if i.owner not in side]
        fresh = {i.owner: (*ways[p], owns(i, case.as_of)) for p, i in reversed(steps) if i.owner not in ways}
        ways |= fresh
        wave = sorted(fresh)
    return ways


def touches(case: Case, run: Run) -> tuple[Edge, ...]:
    """The rows by which the run touches the debtor side: held by it, over it, or given or paid something by it."""
    side, names = debtor_side(case, case.as_of), {*run.members, *(e.frm for e in run.above)}
    own = [e for party in sorted(names & side.keys()) for e in side[party].edges]
    up = _rows_up(case)
    over = [e for party in sorted(side) for e in up.get(party, ()) if e.frm in names]
    ways = _given(case, side)
    given = min((ways[p] for p in sorted(names & ways.keys())), key=len, default=())
    paid = [pays(p) for p in case.payments if p.payer in side and p.payee in names]
    return tuple(own) or tuple(over[:1]) or given or tuple(paid[:1])


def _best(bottom: str, up: dict[str, list[Edge]], places: dict[str, str], near: set[str]) -> Run | None:
    touching = [r for r in _ways(bottom, up, places) if near & {*r.members, *(e.frm for e in r.above)}]
    return max(touching, key=lambda r: (len(set(r.places)) > 1, len(r.members), r.members), default=None)


def _ways(bottom: str, up: dict[str, list[Edge]], places: dict[str, str]) -> Iterator[Run]:
    """Every way up from the bottom, at most so many and so deep; rows of one pair go together."""
    wanted: list[tuple[tuple[str, ...], tuple[Edge, ...]]] = [((bottom,), ())]
    told = 0
    while wanted and told < PATHS:
        members, steps = wanted.pop()
        above = tuple(e for e in up.get(members[-1], ()) if e.frm not in members)
        higher = sorted({e.frm for e in above if e.frm in places}) if len(members) < DEPTH else []
        wanted += [((*members, h), (*steps, *(e for e in above if e.frm == h))) for h in higher]
        if not higher:
            told += 1
            yield Run(members, tuple(places[m] for m in members), steps, above)
