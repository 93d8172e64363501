"""Round trips and pass-through accounts of all bank rows at once."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from graph.kernels import Floats, Ints, Longs, Marks, starts
from graph.money_kernels import (
    CROWDED,
    DAY,
    TOO_MANY,
    Bounds,
    Flows,
    Scratch,
    all_returns,
    network,
)
from graph.passage_kernels import all_passages

HALF = Fraction(1, 2)
CROWD = 2_000
"""Payments of one party within a window beyond which its payments are not all followed: only those to the home are."""

MOST_LOOKED = 50_000
"""Payments looked at for one payment, beyond which it is left and counted."""

_ROOM = 1 << 53


@dataclass(frozen=True, slots=True)
class Money:
    """Payments of one currency as columns, in order of instant, each above nothing and between two parties.

    amount: whole units, `unit` of them a currency unit; exact: 0 where so many decimals were given, or so much money, that
    amounts had to be rounded down to fit. row: where each stands in the columns that were given.
    """

    flows: Flows
    row: Longs
    unit: int
    exact: bool

    @staticmethod
    def of(
        payer: Ints,
        payee: Ints,
        amount: Longs,
        decimals: int,
        instant: Longs,
        parties: int,
        closed: Marks | None = None,
    ) -> Money:
        """amount: in units of 10^-decimals; instant: seconds, days from any day 0. Rows may stand in any order."""
        exact = True
        while int(amount.sum(dtype=np.float64)) > _ROOM and decimals > 0:
            amount, decimals, exact = amount // 10, decimals - 1, False
        order = np.argsort(instant, kind="stable")
        most = _ROOM if int(amount.sum(dtype=np.float64)) <= _ROOM else _ROOM // max(len(amount), 1)
        fits = (amount[order] > 0) & (amount[order] <= most)
        order = order[fits]
        paid, got, when = payer[order].astype(np.int32), payee[order].astype(np.int32), instant[order].astype(np.int64)
        moment = np.cumsum(np.diff(when, prepend=when[:1]) != 0).astype(np.int32)
        muted = np.zeros(parties, np.uint8) if closed is None else closed
        flows = Flows(
            paid,
            got,
            amount[order].astype(np.int64),
            when,
            moment,
            *_listed(paid, parties),
            *_listed(got, parties),
            muted,
        )
        return Money(flows, order, 10**decimals, exact and bool(fits.all()))

    def scratch(self) -> Scratch:
        """Room for walks; each thread needs its own."""
        parties, rows = len(self.flows.closed), len(self.flows.payer)
        return Scratch(
            np.zeros(parties, np.int64), np.full(parties, -1, np.int64), np.full(parties, -1, np.int64),
            np.zeros(parties, np.int32), np.full(rows, -1, np.int64), np.empty(parties, np.int32),
            np.empty(parties, np.int64), np.empty(parties, np.int32), np.empty(parties, np.int64),
            np.empty(rows, np.int32), np.empty(rows, np.int32),
        )  # fmt: skip


def _listed(party: Ints, parties: int) -> tuple[Ints, Ints]:
    return starts(np.sort(party), parties), np.argsort(party, kind="stable").astype(np.int32)


@dataclass(frozen=True, slots=True)
class Returns:
    """Round trips as columns; trip t left its home by the payments seeds[start[t]:start[t+1]] (places in Money.flows).

    home: the party that the money left and came back to; sent, returned: units. unfollowed: payments left because more than
    MOST_LOOKED others would have had to be looked at; crowded: payments whose money met a party with more than CROWD.
    """

    home: Ints
    start: Longs
    seeds: Ints
    sent: Longs
    returned: Longs
    unfollowed: int
    crowded: int

    def of(self, trip: int) -> Ints:
        found: Ints = self.seeds[self.start[trip] : self.start[trip + 1]]
        return found


def round_trips(
    money: Money, days: int, part: Fraction = HALF, least: int = 1, *, crowd: int = CROWD, most: int = MOST_LOOKED
) -> Returns:
    """All money that left a party and can have come back to it within `days` of its first payment, for every party.

    The same trips as graph.flows.trips finds for each party as home and only end, but for what `crowd` and `most` leave
    out, which is counted. least: units that must come back.
    """
    start, sent, returned, seeds, tallies = all_returns(
        money.flows, _bounds(days, part, least, crowd, most), money.scratch()
    )
    home = money.flows.payer[seeds[start[:-1]]] if len(sent) else np.empty(0, np.int32)
    return Returns(home, start, seeds, sent, returned, int(tallies[0]), int(tallies[1]))


def _bounds(days: int, part: Fraction, least: int, crowd: int, most: int) -> Bounds:
    return Bounds(days, part.numerator, part.denominator, max(least, 1), crowd, most)


def way_of(money: Money, seeds: Ints, days: int, scratch: Scratch) -> tuple[Ints, bool]:
    """Places of all payments that the money of one trip may have taken, its own among them; False: not all were followed."""
    turn = int(scratch.stamp.max(initial=0)) + 1
    bounds = _bounds(days, HALF, 1, CROWD, MOST_LOOKED)
    between, backs, state = network(money.flows, bounds, scratch, seeds, turn)
    return np.concatenate([seeds, between, backs]), state not in (TOO_MANY, CROWDED)


@dataclass(frozen=True, slots=True)
class Passages:
    """One row a party whose money went through: its largest window.

    first: its first day (as Money's instants count days); received, sent: units; dwell: median days of stay; windows: how
    many of the party's windows are so.
    """

    party: Ints
    first: Longs
    received: Longs
    sent: Longs
    dwell: Floats
    windows: Ints


@dataclass(frozen=True, slots=True)
class Sieve:
    """What makes an account one that hands on what it gets: window, units each way, part handed on, days of stay."""

    days: int = 30
    least: int = 1
    low: Fraction = Fraction(19, 20)
    high: Fraction = Fraction(102, 100)
    slow: int = 10


def pass_through(money: Money, sieve: Sieve) -> Passages:
    """Every party that handed on nearly all it got within a window, soon after it came."""
    low, high = (sieve.low.numerator, sieve.low.denominator), (sieve.high.numerator, sieve.high.denominator)
    party, first, received, sent, twice, windows = all_passages(
        money.flows, sieve.days, max(sieve.least, 1), low, high, sieve.slow
    )
    return Passages(party, first, received, sent, twice / 2, windows)


def rows_between(money: Money, party: int, first: int, days: int) -> NDArray[np.int64]:
    """Places of what a party got and paid in the window of `days` that begins with a day; what it got stands first."""
    f = money.flows
    found = []
    for start, places in ((f.in_start, f.ins), (f.out_start, f.outs)):
        own = places[start[party] : start[party + 1]]
        day = f.instant[own] // DAY
        found.append(own[(day >= first) & (day < first + days)])
    return np.concatenate(found).astype(np.int64)
