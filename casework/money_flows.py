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
from graph.money_kernels import Scratch
from graph.reach import licensed
from graph.reading import READERS
from graph.snapshot import Snapshot
from graph.statements import Place

DAYS = Sieve().days
LIMIT = 200
ORDINARY = frozenset({"salary", "tax", "enforcement"})
"""Money that goes out because a firm has staff and taxes, or that a court moves: never a return of anything."""

MOST_PLACES = 60


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """Money that left a party and can have come back to it. through: the accounts passed, nearest first; places: rows of the
    trip, the payments out first, `rows` where they stand in the payments table; whole: False where a crowded account on the
    way was not followed to its end."""

    home: str
    currency: str
    sent: Decimal
    returned: Decimal
    first: date
    last: date
    through: tuple[str, ...]
    places: tuple[Place, ...]
    whole: bool
    rows: tuple[int, ...] = ()


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
    rows: tuple[int, ...] = ()


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


class Facts:
    """Rows of the payments table as facts, and parties by number."""

    def __init__(self, snapshot: Snapshot, as_of: date) -> None:
        self.snapshot = snapshot
        self.as_of = as_of
        self.ids = snapshot.parties["id"]

    def at(self, places: Sequence[int]) -> list[Payment]:
        frame = self.snapshot.tables["payments"][np.array(places, np.int64)]
        return [READERS["payments"](row) for row in read_rows(self.snapshot, "payments", frame, self.as_of)]


@dataclass(frozen=True, slots=True)
class Flowing:
    """What the kernels found in one currency, not told yet."""

    currency: str
    money: Money
    trips: Returns
    accounts: Passages


@dataclass(frozen=True, slots=True)
class AllFlowing:
    """Of every currency; facts: the payments table row by row."""

    currencies: tuple[Flowing, ...]
    facts: Facts
    unplaced: int
    days: int

    def trips(self, where: Flowing, which: Sequence[int]) -> list[RoundTrip]:
        """Round trips by their numbers, with their rows."""
        scratch = where.money.scratch()
        return [self._trip(where, trip, scratch) for trip in which]

    def _trip(self, where: Flowing, trip: int, scratch: Scratch) -> RoundTrip:
        money, found = where.money, where.trips
        seeds = found.of(trip)
        places, whole = way_of(money, seeds, self.days, scratch)
        rows = money.row[places].tolist()
        payments = self.facts.at(rows)
        at = {id(p): row for p, row in zip(payments, rows, strict=True)}
        course = Course.of(payments)
        own = {id(p) for p in payments[: len(seeds)]}
        outs = tuple(n for n, p in enumerate(course.flows) if id(p) in own)
        home = payments[0].payer
        gate = Gate(frozenset([home]), frozenset([home]))
        exact = Way(course, outs, gate, last_instant(course, outs[0], self.days)).trip()
        spans = [p.on for p in exact.flows if p.on]
        return RoundTrip(
            home, where.currency, Decimal(int(found.sent[trip])) / money.unit, Decimal(int(found.returned[trip])) / money.unit,
            min(s.first for s in spans), max(s.first for s in spans), exact.middles,
            tuple(p.place for p in exact.flows)[:MOST_PLACES], whole, tuple(at[id(p)] for p in exact.flows),
        )  # fmt: skip

    def window(self, where: Flowing, nth: int) -> np.ndarray:
        """Places of what an account got and paid in its largest window."""
        found = where.accounts
        return rows_between(where.money, int(found.party[nth]), int(found.first[nth]), self.days)

    def account(self, where: Flowing, nth: int) -> PassThrough:
        """An account that handed on what it got, by its number, with its rows."""
        money, found, f = where.money, where.accounts, where.money.flows
        places, party = self.window(where, nth), int(found.party[nth])
        ins, outs = places[f.payee[places] == party], places[f.payer[places] == party]
        rows, ids = money.row[places].tolist(), self.facts.ids
        return PassThrough(
            str(ids[party]), where.currency, Decimal(int(found.received[nth])) / money.unit,
            Decimal(int(found.sent[nth])) / money.unit, date.fromordinal(int(found.first[nth])), float(found.dwell[nth]),
            int(found.windows[nth]), str(ids[_most(f.payer[ins], f.amount[ins])]),
            str(ids[_most(f.payee[outs], f.amount[outs])]),
            tuple(p.place for p in self.facts.at(rows[:MOST_PLACES])), tuple(rows),
        )  # fmt: skip


def all_flowing(snapshot: Snapshot, as_of: date, *, days: int = DAYS, floor: Decimal = Decimal(10_000)) -> AllFlowing:
    """Every party's round trips within `days` and every account that hands on what it gets, over all bank rows.

    floor: the least that must come back, or come in and go out, in each currency. Banks, payment institutions, escrow agents,
    licensed agents and public bodies are neither passed nor named; wages, taxes and a court's cut are no return.
    """
    closed = np.zeros(snapshot.parties.height, np.uint8)
    closed[sorted(licensed(snapshot))] = 1
    facts = Facts(snapshot, as_of)
    settled = settled_columns(snapshot, as_of.isoformat(), closed, ORDINARY, facts.at)
    found = []
    for currency, money in settled.money.items():
        least = int(floor * money.unit)
        found.append(
            Flowing(
                currency, money, round_trips(money, days, least=least), pass_through(money, Sieve(days, least))
            )
        )  # fmt: skip
    return AllFlowing(tuple(found), facts, settled.unplaced, days)


def money_flows(
    desk: Desk, as_of: date, *, days: int = DAYS, floor: Decimal = Decimal(10_000), limit: int = LIMIT
) -> MoneyFound:
    """What `all_flowing` finds, the largest of each currency told with their rows."""
    flowing = all_flowing(desk.snapshot, as_of, days=days, floor=floor)
    trips: list[RoundTrip] = []
    accounts: list[PassThrough] = []
    for own in flowing.currencies:
        best = np.lexsort((np.arange(len(own.trips.home)), -own.trips.returned))[:limit]
        trips += flowing.trips(own, best.tolist())
        most = np.lexsort((own.accounts.party, -own.accounts.received))[:limit]
        accounts += [flowing.account(own, n) for n in most.tolist()]
    return MoneyFound(
        tuple(trips), sum(len(own.trips.home) for own in flowing.currencies),
        tuple(accounts), sum(len(own.accounts.party) for own in flowing.currencies),
        flowing.unplaced, sum(own.trips.unfollowed for own in flowing.currencies),
        sum(own.trips.crowded for own in flowing.currencies),
        tuple(own.currency for own in flowing.currencies if not own.money.exact),
    )  # fmt: skip


def _most(party: np.ndarray, amount: np.ndarray) -> int:
    """Whoever stands for most of the money, of equals the first by number."""
    named, of = np.unique(party, return_inverse=True)
    sums = np.zeros(len(named), np.int64)
    np.add.at(sums, of, amount)
    return int(named[np.argmax(sums)])


def part_of(trip: RoundTrip) -> Fraction:
    """What came back, as a part of what left."""
    return Fraction(trip.returned) / Fraction(trip.sent)
