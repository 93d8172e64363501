"""Time-respecting flows of money: what comes back, and how."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from graph.bank_rows import ZERO, amount_of, currency_of, day_of, ordered, seconds_of
from graph.facts import Payment
from graph.max_flow import Network

HALF = Fraction(1, 2)
HOPS = 8
CENTS = 2
_DAY = 86_400
_NO_BOUND = 1 << 62


@dataclass(frozen=True, slots=True)
class Course:
    """Flows of one currency, in order, with the instant of each: an hour counts only on days whose rows all give one.

    Two payments at one instant may have been made in either order. unit: how many whole units a currency unit has.
    """

    flows: tuple[Payment, ...]
    instants: tuple[int, ...]
    units: tuple[int, ...]
    unit: int
    outs: Mapping[str, tuple[int, ...]]
    ins: Mapping[str, tuple[int, ...]]

    @staticmethod
    def of(flows: Iterable[Payment]) -> Course:
        rows = ordered(flows)
        unit = 10 ** max((_decimals(amount_of(p)) for p in rows), default=CENTS)
        timed = _timed_days(rows)
        instants = [day_of(p).toordinal() * _DAY + ((seconds_of(p) or 0) if day_of(p) in timed else 0) for p in rows]
        order = sorted(range(len(rows)), key=lambda at: instants[at])
        outs: dict[str, list[int]] = defaultdict(list)
        ins: dict[str, list[int]] = defaultdict(list)
        for place, at in enumerate(order):
            outs[rows[at].payer].append(place)
            ins[rows[at].payee].append(place)
        return Course(
            tuple(rows[at] for at in order),
            tuple(instants[at] for at in order),
            tuple(int(amount_of(rows[at]) * unit) for at in order),
            unit,
            {party: tuple(places) for party, places in outs.items()},
            {party: tuple(places) for party, places in ins.items()},
        )

    def sum_of(self, places: Iterable[int]) -> Decimal:
        return sum((amount_of(self.flows[at]) for at in places), ZERO)

    def leaving(self, party: str, start: int, end: int) -> tuple[int, ...]:
        """Places of what the party paid at an instant of [start, end]."""
        return _between(self.outs.get(party, ()), self.instants, start, end)

    def coming(self, party: str, start: int, end: int) -> tuple[int, ...]:
        return _between(self.ins.get(party, ()), self.instants, start, end)


def _between(places: Sequence[int], instants: Sequence[int], start: int, end: int) -> tuple[int, ...]:
    low = bisect_left(places, start, key=instants.__getitem__)
    return tuple(places[low : bisect_right(places, end, key=instants.__getitem__)])


def _decimals(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return max(-exponent, CENTS) if isinstance(exponent, int) else CENTS


def _timed_days(rows: Iterable[Payment]) -> set[date]:
    timed: dict[date, bool] = {}
    for p in rows:
        timed[day_of(p)] = timed.get(day_of(p), True) and seconds_of(p) is not None
    return {day for day, whole in timed.items() if whole}


def courses(flows: Iterable[Payment]) -> dict[str, Course]:
    """One course a currency: unlike currencies never flow into one another."""
    found: dict[str, list[Payment]] = defaultdict(list)
    for p in flows:
        found[currency_of(p)].append(p)
    return {currency: Course.of(rows) for currency, rows in sorted(found.items())}


def last_instant(course: Course, first: int, days: int) -> int:
    """The end of the day that lies `days` after the day of a payment."""
    return (course.instants[first] // _DAY + days + 1) * _DAY - 1


@dataclass(frozen=True, slots=True)
class Trip:
    """Money that left a home and came back to it or to those who stand for it, within some days.

    sent: what left by `outs`; returned: the greatest flow that can be the same money (never more than either end);
    cut: the payments that bound it; between: what lies on the way; middles: the accounts passed, nearest first.
    """

    outs: tuple[Payment, ...]
    between: tuple[Payment, ...]
    backs: tuple[Payment, ...]
    cut: tuple[Payment, ...]
    sent: Decimal
    returned: Decimal
    currency: str

    @property
    def part(self) -> Fraction:
        return Fraction(self.returned) / Fraction(self.sent)

    @property
    def flows(self) -> tuple[Payment, ...]:
        return (*self.outs, *self.between, *self.backs)

    @property
    def middles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*(p.payee for p in self.outs), *(p.payee for p in self.between)]))

    @property
    def days(self) -> int:
        return (max(day_of(p) for p in self.flows) - min(day_of(p) for p in self.flows)).days

    @property
    def hours(self) -> Fraction | None:
        """Hours from the first payment out to the last one back, where the rows give them."""
        first, last = min(self.outs, key=_moment), max(self.backs, key=_moment)
        a, b = seconds_of(first), seconds_of(last)
        if a is None or b is None:
            return None
        return Fraction((day_of(last) - day_of(first)).days * _DAY + b - a, 3600)


def _moment(p: Payment) -> tuple[date, int]:
    return day_of(p), seconds_of(p) or 0


@dataclass(frozen=True, slots=True)
class Gate:
    """Where money may come back to, which accounts it never passes, and which payments are spoken for already."""

    ends: frozenset[str]
    closed: frozenset[str] = frozenset()
    spent: frozenset[int] = frozenset()


@dataclass(slots=True)
class Effort:
    """How many payments a search may still look at. `stopped`: it would have looked at more, and what it found is not all."""

    left: int
    stopped: bool = False

    def spend(self, looked: int) -> None:
        self.left -= looked


def trips(
    course: Course, outs: Iterable[int], gate: Gate, days: int,
    *, part: Fraction = HALF, least: Decimal = ZERO, effort: Effort | None = None,
) -> list[Trip]:  # fmt: skip
    """Round trips that begin with the given payments and come to the gate's ends, each within `days` of its first payment.

    A payment counts where by itself at least `part` of it can come back; those of one window count together, the
    weakest left out until `part` of the sum can. Windows follow one another, so that no money comes back twice. Money
    may split and meet again; it passes neither the homes nor the ends. effort: shared by all searches of a case; where
    it is used up the rest is left untried, and it says so.
    """
    effort = effort or Effort(_NO_BOUND)
    places = sorted(at for at in outs if course.flows[at].payee not in gate.ends and at not in gate.spent)
    homes = frozenset(course.flows[at].payer for at in places)
    gate = replace(gate, closed=gate.closed | homes)
    tried = ((at, _way(course, (at,), gate, last_instant(course, at, days), effort)) for at in places)
    alone = {at: way.value for at, way in tried if way is not None}
    fitting = [at for at in alone if alone[at] * part.denominator >= course.units[at] * part.numerator]
    found: list[Trip] = []
    while fitting:
        end = last_instant(course, fitting[0], days)
        window = [at for at in fitting if course.instants[at] <= end]
        fitting = fitting[len(window) :]
        ranked = sorted(window, key=lambda at: (-Fraction(alone[at], course.units[at]), at))
        trip = _together(course, ranked, gate, end, part, effort)
        if trip is not None and trip.returned >= least and trip.returned > 0:
            found.append(trip)
    return found


def _way(course: Course, outs: tuple[int, ...], gate: Gate, end: int, effort: Effort) -> Way | None:
    if effort.left <= 0:
        effort.stopped = True
        return None
    way = Way(course, outs, gate, end)
    effort.spend(way.looked)
    return way


def _together(
    course: Course, ranked: Sequence[int], gate: Gate, end: int, part: Fraction, effort: Effort
) -> Trip | None:
    kept = list(ranked)
    while kept:
        way = _way(course, tuple(sorted(kept)), gate, end, effort)
        if way is None:
            return None
        if way.value * part.denominator >= sum(course.units[at] for at in kept) * part.numerator:
            return way.trip()
        kept.pop()
    return None


class Way:
    """The network of one window: accounts at instants, payments between them, money waiting from one to the next."""

    def __init__(self, course: Course, outs: tuple[int, ...], gate: Gate, end: int) -> None:
        self.course, self.outs = course, outs
        self.between, self.backs, self.looked = _reached(course, outs, gate, end)
        self.net = Network()
        self.source, self.sink = self.net.node(), self.net.node()
        self.arcs: dict[int, int] = {}
        self._lay(outs, self.between, self.backs)
        self.value = self.net.greatest(self.source, self.sink)

    def _lay(self, outs: tuple[int, ...], between: Sequence[int], backs: Sequence[int]) -> None:
        course, spots = self.course, defaultdict[str, set[int]](set)
        for at in (*outs, *between):
            spots[course.flows[at].payee].add(course.instants[at])
        for at in (*between, *backs):
            spots[course.flows[at].payer].add(course.instants[at])
        nodes: dict[tuple[str, int], int] = {}
        whole = sum(course.units[at] for at in outs)
        for party, instants in sorted(spots.items()):
            last = -1
            for instant in sorted(instants):
                node = nodes[party, instant] = self.net.node()
                if last >= 0:
                    self.net.arc(last, node, whole)
                last = node
        for at in outs:
            self._pay(at, self.source, nodes[course.flows[at].payee, course.instants[at]])
        for at in between:
            payer, payee = course.flows[at].payer, course.flows[at].payee
            self._pay(at, nodes[payer, course.instants[at]], nodes[payee, course.instants[at]])
        for at in backs:
            self._pay(at, nodes[course.flows[at].payer, course.instants[at]], self.sink)

    def _pay(self, at: int, start: int, end: int) -> None:
        self.arcs[at] = self.net.arc(start, end, self.course.units[at])

    def trip(self) -> Trip:
        course = self.course
        carried = [at for at in self.arcs if self.net.used(self.arcs[at]) > 0]
        full = set(self.net.cut(self.source))
        ends = set(self.backs)

        def rows(places: Iterable[int]) -> tuple[Payment, ...]:
            return tuple(course.flows[at] for at in sorted(places))

        return Trip(
            rows(self.outs),
            rows(at for at in carried if at not in ends and at not in self.outs),
            rows(at for at in carried if at in ends),
            rows(at for at in carried if self.arcs[at] in full),
            course.sum_of(self.outs),
            Decimal(self.value) / course.unit,
            currency_of(course.flows[self.outs[0]]),
        )


def _reached(course: Course, outs: Sequence[int], gate: Gate, end: int) -> tuple[list[int], list[int], int]:
    """Payments that money of `outs` may have made by `end`: on the way, and into the ends, in order; how many were looked at."""
    looked = len(outs)
    earliest: dict[str, int] = {}
    fresh: dict[str, int] = {}
    for at in outs:
        _arrive(course, at, earliest, fresh)
    between: set[int] = set()
    backs: set[int] = set()
    for _ in range(HOPS):
        wave, fresh = fresh, {}
        for party, instant in wave.items():
            if party in gate.closed or party in gate.ends:
                continue
            leaving = course.leaving(party, instant, end)
            looked += len(leaving)
            for at in leaving:
                if at in gate.spent:
                    continue
                if course.flows[at].payee in gate.ends:
                    backs.add(at)
                elif course.flows[at].payee not in gate.closed:
                    between.add(at)
                    _arrive(course, at, earliest, fresh)
    return _leading(course, between, backs), sorted(backs), looked


def _arrive(course: Course, at: int, earliest: dict[str, int], fresh: dict[str, int]) -> None:
    party, instant = course.flows[at].payee, course.instants[at]
    if instant < earliest.get(party, instant + 1):
        earliest[party] = fresh[party] = instant


def _leading(course: Course, between: Iterable[int], backs: Iterable[int]) -> list[int]:
    """Those of the payments on the way from which the money can still come back."""
    latest: dict[str, int] = defaultdict(lambda: -1)
    for at in backs:
        party = course.flows[at].payer
        latest[party] = max(latest[party], course.instants[at])
    kept: set[int] = set()
    rest = sorted(between, reverse=True)
    while True:
        fresh = [at for at in rest if course.instants[at] <= latest[course.flows[at].payee]]
        if not fresh:
            return sorted(kept)
        kept.update(fresh)
        for at in fresh:
            party = course.flows[at].payer
            latest[party] = max(latest[party], course.instants[at])
        rest = [at for at in rest if at not in kept]
