"""Value followed through accounts by three rules, side by side."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from heapq import heapify, heappop, heappush
from itertools import groupby
from typing import Literal

from graph.facts import Payment
from graph.flows import Course

Rule = Literal["fifo", "lowest", "pari_passu"]
RULES: tuple[Rule, ...] = ("fifo", "lowest", "pari_passu")


class Pot(ABC):
    """The money of one account in whole units: how much there is, and how much of it is traced."""

    def __init__(self, opening: int = 0) -> None:
        self.whole = 0
        self.traced = 0
        self.put(opening, 0)

    def put(self, amount: int, traced: int) -> None:
        self.whole += amount
        self.traced += traced

    def take(self, amount: int) -> int:
        """Pays out; the traced part of it. More than there is comes from money never seen, and is not traced."""
        known = min(amount, self.whole)
        gone = self._part(known)
        self.whole -= known
        self.traced -= gone
        return gone

    @abstractmethod
    def _part(self, amount: int) -> int: ...


class FirstIn(Pot):
    """What came first goes first (Clayton's Case, 1816); the traced part of one receipt stands before the rest of it."""

    def __init__(self, opening: int = 0) -> None:
        self.lots: deque[list[int]] = deque()
        super().__init__(opening)

    def put(self, amount: int, traced: int) -> None:
        super().put(amount, traced)
        self.lots.extend([part, own] for part, own in ((traced, 1), (amount - traced, 0)) if part > 0)

    def _part(self, amount: int) -> int:
        gone = 0
        while amount > 0:
            lot = self.lots[0]
            piece = min(amount, lot[0])
            gone += piece * lot[1]
            lot[0] -= piece
            amount -= piece
            if not lot[0]:
                self.lots.popleft()
        return gone


class Lowest(Pot):
    """The holder spends other money first; what is traced is never more than the lowest balance since (Re Hallett; Roscoe v Winder)."""

    def _part(self, amount: int) -> int:
        return max(0, amount - (self.whole - self.traced))


class PariPassu(Pot):
    """Every payment carries its share of all that was mixed, rounded down to a whole unit; the rest stays."""

    def _part(self, amount: int) -> int:
        if not self.whole:
            return 0
        return max(amount * self.traced // self.whole, amount - (self.whole - self.traced))


_POTS: dict[Rule, type[Pot]] = {"fifo": FirstIn, "lowest": Lowest, "pari_passu": PariPassu}


@dataclass(frozen=True, slots=True)
class Trail:
    """Where the money of some payments went by one rule. carried: each payment with the traced part of it, in order;
    held: who had how much of it at the end, the most first. What is held adds up to what was sent, to the unit."""

    rule: Rule
    carried: tuple[tuple[Payment, Decimal], ...]
    held: tuple[tuple[str, Decimal], ...]


def follow(
    course: Course,
    seeds: Collection[int],
    rule: Rule,
    *,
    ends: Collection[str] = (),
    opening: Mapping[str, Decimal] | None = None,
    order: Iterable[int] | None = None,
) -> Trail:
    """The money of the payments at places `seeds`, followed through every later payment of the course.

    The trail stops at `ends` (the home it left, banks, courts), who keep what they get. opening: balances before the first
    row, untraced; where none is given it is nothing, and what is paid beyond what came in is not traced. order: in_order() of
    the course, where it is at hand.
    """
    wanted, stop = set(seeds), set(ends)
    pots: dict[str, Pot] = {p: _POTS[rule](int(a * course.unit)) for p, a in sorted((opening or {}).items()) if a > 0}
    kept: dict[str, int] = defaultdict(int)
    carried: list[tuple[Payment, Decimal]] = []
    for at in in_order(course) if order is None else order:
        flow, amount = course.flows[at], course.units[at]
        traced = pots[flow.payer].take(amount) if flow.payer in pots and flow.payer not in stop else 0
        traced = _seeded(at, amount, traced, wanted, kept, flow.payer)
        if flow.payee in stop:
            kept[flow.payee] += traced
        else:
            pots.setdefault(flow.payee, _POTS[rule]()).put(amount, traced)
        if traced:
            carried.append((flow, Decimal(traced) / course.unit))
    for party, pot in pots.items():
        kept[party] += pot.traced
    held = sorted(((p, Decimal(n) / course.unit) for p, n in kept.items() if n), key=lambda h: (-h[1], h[0]))
    return Trail(rule, tuple(carried), tuple(held))


def _seeded(at: int, amount: int, traced: int, wanted: Collection[int], kept: dict[str, int], payer: str) -> int:
    """A seed is traced in full; traced money that it carries already is counted where it came from, never twice."""
    if at not in wanted:
        return traced
    kept[payer] += traced
    return amount


def in_order(course: Course) -> Iterable[int]:
    """Places by instant; of one instant what an account gets stands before what it pays, round a ring the first row first."""
    for _, group in groupby(range(len(course.flows)), key=course.instants.__getitem__):
        places = list(group)
        yield from places if len(places) == 1 else _sorted(course, places)


def _sorted(course: Course, places: list[int]) -> Iterable[int]:
    """Kahn's order (1962) over the payments of one instant."""
    payers = {course.flows[at].payer for at in places}
    if not any(course.flows[at].payee in payers for at in places):
        return places
    return _waited(course, places)


def _waited(course: Course, places: list[int]) -> Iterable[int]:
    waiting: dict[str, int] = defaultdict(int)
    outs: dict[str, list[int]] = defaultdict(list)
    for at in places:
        waiting[course.flows[at].payee] += 1
        outs[course.flows[at].payer].append(at)
    ready = [at for at in places if not waiting[course.flows[at].payer]]
    heapify(ready)
    done: set[int] = set()
    rest = deque(places)
    while len(done) < len(places):
        while rest and rest[0] in done:
            rest.popleft()
        at = heappop(ready) if ready else rest[0]
        if at in done:
            continue
        done.add(at)
        yield at
        payee = course.flows[at].payee
        waiting[payee] -= 1
        if not waiting[payee]:
            for following in outs[payee]:
                if following not in done:
                    heappush(ready, following)


@dataclass(frozen=True, slots=True)
class Recipient:
    """What one party had in the end of money that was followed, by each rule."""

    party: str
    fifo: Decimal
    lowest: Decimal
    pari_passu: Decimal

    @property
    def low(self) -> Decimal:
        return min(self.fifo, self.lowest, self.pari_passu)

    @property
    def high(self) -> Decimal:
        return max(self.fifo, self.lowest, self.pari_passu)


def recipients(
    course: Course,
    seeds: Collection[int],
    *,
    ends: Collection[str] = (),
    opening: Mapping[str, Decimal] | None = None,
) -> tuple[Recipient, ...]:
    """Who finally got the money of some payments, by the three rules side by side; the most first."""
    order = tuple(in_order(course))
    trails = {rule: dict(follow(course, seeds, rule, ends=ends, opening=opening, order=order).held) for rule in RULES}
    nothing = Decimal(0)
    parties = sorted({p for held in trails.values() for p in held})
    found = [Recipient(p, *(trails[rule].get(p, nothing) for rule in RULES)) for p in parties]
    return tuple(sorted(found, key=lambda r: (-r.high, -r.low, r.party)))
