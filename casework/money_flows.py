"""All round trips and pass-through accounts of a snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

from casework.desk import Desk
from graph.case_rows import read_rows
from graph.facts import Payment
from graph.flows import Course, Gate, Way, last_instant
from graph.money_bulk import Money, Passages, Returns, Sieve, pass_through, round_trips, rows_between, way_of
from graph.money_columns import settled_columns
from graph.reach import licensed
from graph.reading import READERS
from graph.snapshot import Snapshot
from graph.statements import Place

DAYS = 30
LIMIT = 200
ORDINARY = frozenset({"salary", "tax", "enforcement"})
"""Money that goes out because a firm has staff and taxes, or that a court moves: never a return of anything."""

MOST_PLACES = 60


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """Money that left a party and can have come back to it. through: the accounts passed, nearest first; places: rows of the
    trip, the payments out first; whole: False where a crowded account on the way was not followed to its end."""

    home: str
    currency: str
    sent: Decimal
    returned: Decimal
    first: date
    last: date
    through: tuple[str, ...]
    places: tuple[Place, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class PassThrough:
    """An account that handed on nearly all it got. came_from, went_to: who paid and got most; windows: of DAYS, in all."""

    account: str
    currency: str
    received: Decimal
    sent: Decimal
    first: date
    dwell: float
    windows: int
    came_from: str
    went_to: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class MoneyFound:
    """Of each kind the largest by money, and how many there are; unlike currencies are ranked by themselves, one after another.

    unplaced: rows that no window can hold, or that were undone or said twice; unfollowed, crowded: payments out of which the
    money could not be followed, or not past a crowded account; rounded: currencies whose amounts had to be cut to fit.
    """

    trips: tuple[RoundTrip, ...]
    trips_in_all: int
    accounts: tuple[PassThrough, ...]
    accounts_in_all: int
    unplaced: int
    unfollowed: int
    crowded: int
    rounded: tuple[str, ...]


def money_flows(
    desk: Desk, as_of: date, *, days: int = DAYS, floor: Decimal = Decimal(10_000), limit: int = LIMIT
) -> MoneyFound:
    """Every party's round trips within `days` and every account that hands on what it gets, over all bank rows.

    floor: the least that must come back, or come in and go out, in each currency. Banks, payment institutions, escrow agents,
    licensed agents and public bodies are neither passed nor named; wages, taxes and a court's cut are no return.
    """
    snapshot = desk.snapshot
    closed = np.zeros(snapshot.parties.height, np.uint8)
    closed[sorted(licensed(snapshot))] = 1
    facts = _Facts(snapshot, as_of)
    settled = settled_columns(snapshot, as_of.isoformat(), closed, ORDINARY, facts.at)
    trips: list[RoundTrip] = []
    accounts: list[PassThrough] = []
    tallies = np.zeros(4, np.int64)
    for currency, money in settled.money.items():
        least = int(floor * money.unit)
        found = round_trips(money, days, least=least)
        passed = pass_through(money, Sieve(days, least))
        trips += _trips(money, found, facts, currency, days, limit)
        accounts += _accounts(money, passed, facts, currency, days, limit)
        tallies += (len(found.home), len(passed.party), found.unfollowed, found.crowded)
    rounded = tuple(currency for currency, money in settled.money.items() if not money.exact)
    return MoneyFound(
        tuple(trips), int(tallies[0]), tuple(accounts), int(tallies[1]), settled.unplaced, int(tallies[2]),
        int(tallies[3]), rounded,
    )  # fmt: skip


class _Facts:
    """Rows of the payments table as facts, and parties by number."""

    def __init__(self, snapshot: Snapshot, as_of: date) -> None:
        self.snapshot = snapshot
        self.as_of = as_of
        self.ids = snapshot.parties["id"]

    def at(self, places: Sequence[int]) -> list[Payment]:
        frame = self.snapshot.tables["payments"][np.array(places, np.int64)]
        return [READERS["payments"](row) for row in read_rows(self.snapshot, "payments", frame, self.as_of)]


def _trips(money: Money, found: Returns, facts: _Facts, currency: str, days: int, limit: int) -> list[RoundTrip]:
    scratch = money.scratch()
    order = np.lexsort((np.arange(len(found.home)), -found.returned))[:limit]
    told = []
    for trip in order.tolist():
        seeds = found.of(trip)
        places, whole = way_of(money, seeds, days, scratch)
        payments = facts.at(money.row[places].tolist())
        course = Course.of(payments)
        own = {id(p) for p in payments[: len(seeds)]}
        outs = tuple(at for at, p in enumerate(course.flows) if id(p) in own)
        home = payments[0].payer
        exact = Way(
            course, outs, Gate(frozenset([home]), frozenset([home])), last_instant(course, outs[0], days)
        ).trip()
        spans = [p.on for p in exact.flows if p.on]
        told.append(
            RoundTrip(
                home, currency, Decimal(int(found.sent[trip])) / money.unit, Decimal(int(found.returned[trip])) / money.unit,
                min(s.first for s in spans), max(s.first for s in spans), exact.middles,
                tuple(p.place for p in exact.flows)[:MOST_PLACES], whole,
            )
        )  # fmt: skip
    return told


def _accounts(money: Money, found: Passages, facts: _Facts, currency: str, days: int, limit: int) -> list[PassThrough]:
    order = np.lexsort((found.party, -found.received))[:limit]
    f, told = money.flows, []
    for n in order.tolist():
        party, first = int(found.party[n]), int(found.first[n])
        places = rows_between(money, party, first, days)
        ins = places[f.payee[places] == party]
        outs = places[f.payer[places] == party]
        told.append(
            PassThrough(
                str(facts.ids[party]), currency, Decimal(int(found.received[n])) / money.unit,
                Decimal(int(found.sent[n])) / money.unit, date.fromordinal(first), float(found.dwell[n]),
                int(found.windows[n]), str(facts.ids[_most(f.payer[ins], f.amount[ins])]),
                str(facts.ids[_most(f.payee[outs], f.amount[outs])]),
                tuple(p.place for p in facts.at(money.row[places[:MOST_PLACES]].tolist())),
            )
        )  # fmt: skip
    return told


def _most(party: np.ndarray, amount: np.ndarray) -> int:
    """Whoever stands for most of the money, of equals the first by number."""
    named, of = np.unique(party, return_inverse=True)
    sums = np.zeros(len(named), np.int64)
    np.add.at(sums, of, amount)
    return int(named[np.argmax(sums)])


def part_of(trip: RoundTrip) -> Fraction:
    """What came back, as a part of what left."""
    return Fraction(trip.returned) / Fraction(trip.sent)
