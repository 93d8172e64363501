"""Money that comes back: whose, by whom, how fast, and why."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from graph.arrivals import Arrivals
from graph.case import Case
from graph.facts import Payment
from graph.flows import Course, Effort, Gate, Trip, courses, last_instant, trips
from graph.values import Money, ratio
from queries.disposals import hub
from queries.habits import habits_of
from queries.kinship import circles
from queries.lead import two
from queries.money import ORDINARY, ZERO, currency_of, day_of, placed, pools_of, settled_of, sum_of
from queries.related import Tie, best, related
from queries.side import debtor_side
from queries.worth import convert, floor_of

# Payments looked at in one case, each as often as it is looked at; some ten seconds of work.
MOST_LOOKED = 2_000_000
CUT_SHORT = two(
    f"资金往来过于密集，查看{MOST_LOOKED:,}笔次后停止：先查债务人一方自身资金，其余可能未查全；可缩小案件范围后再查",
    f"money is too dense here: the search stopped after {MOST_LOOKED:,} looks at payments, the debtor side's own money first; "
    "others may be missing. A narrower case is searched to its end",
)
FACT_DAYS, STRONG_DAYS, WIDE_DAYS = 3, 7, 30
FACT_PART, PART = Fraction(8, 10), Fraction(1, 2)
KEPT_LOW, KEPT_HIGH = Fraction(8, 10), Fraction(102, 100)
_STEPS = ((FACT_DAYS, FACT_PART), (STRONG_DAYS, PART), (WIDE_DAYS, PART))
# What a payment is said to be for that its return belies.
CONSIDERATION = frozenset({"price", "capital", "loan"})
_BACK = frozenset({None, "other", "loan", "fee", "capital", "price", "distribution", "dividend", "repayment"})


@dataclass(frozen=True, slots=True)
class Round:
    """Money of a home that passed the debtor side and came back to it or to one related to it.

    via: the party of the debtor side that it left or passed; head: the debtor behind it; ties: home to end, none where it
    came back to the home itself; totals: the rows where only sums over a period are known (then no trip is).
    """

    home: str
    end: str
    via: str
    head: str
    currency: str
    trips: tuple[Trip, ...]
    ties: tuple[Tie, ...] = ()
    totals: tuple[Payment, ...] = ()

    @property
    def outs(self) -> tuple[Payment, ...]:
        return tuple(p for t in self.trips for p in t.outs) or tuple(p for p in self.totals if p.payer == self.home)

    @property
    def backs(self) -> tuple[Payment, ...]:
        return tuple(p for t in self.trips for p in t.backs) or tuple(p for p in self.totals if p.payer != self.home)

    @property
    def flows(self) -> tuple[Payment, ...]:
        return tuple(p for t in self.trips for p in t.flows) or self.totals

    @property
    def sent(self) -> Decimal:
        return sum_of(self.outs)

    @property
    def returned(self) -> Decimal:
        return sum((t.returned for t in self.trips), ZERO) if self.trips else min(sum_of(self.backs), self.sent)

    @property
    def part(self) -> Fraction:
        return ratio(self.returned, self.sent) or Fraction(0)

    @property
    def middles(self) -> tuple[str, ...]:
        found = [m for t in self.trips for m in t.middles] or [self.via]
        return tuple(dict.fromkeys(m for m in found if m not in (self.home, self.end)))

    @property
    def direct(self) -> bool:
        """Out to one party and back from it, nobody between."""
        return self.home == self.end and len(self.middles) == 1

    @property
    def days(self) -> int | None:
        return max((t.days for t in self.trips), default=None)


class Sides:
    """The debtor side by day, and the course of all money that may be followed."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._by_day: dict[date, dict[str, str]] = {}
        pooled = {id(p) for pool in pools_of(case) if pool.recognised for p in pool.sweeps}
        self._hubs: dict[str, bool] = {}
        self.effort = Effort(MOST_LOOKED)
        self.habits = habits_of(case)
        self.courses = courses(p for p in placed(case) if id(p) not in pooled and self.follows(p))

    def follows(self, p: Payment) -> bool:
        """Wages, taxes, a court's cut and trade as ever are no return; banks, escrow and public bodies mix the money of all."""
        return p.kind not in ORDINARY and not self.habits.has(p) and not self.hub(p.payer) and not self.hub(p.payee)

    def hub(self, party: str) -> bool:
        if party not in self._hubs:
            self._hubs[party] = hub(self.case, party)
        return self._hubs[party]

    def on(self, day: date) -> dict[str, str]:
        """party of the debtor side → the debtor behind it."""
        if day not in self._by_day:
            self._by_day[day] = {party: held.head for party, held in debtor_side(self.case, day).items()}
        return self._by_day[day]

    def head(self, party: str, p: Payment) -> str | None:
        return self.on(day_of(p)).get(party)


@dataclass(frozen=True, slots=True)
class Rounds:
    """What was found; stopped: the search came to its bound before its end."""

    found: tuple[Round, ...]
    stopped: bool = False


_FOUND: dict[int, tuple[Case, Rounds]] = {}


def rounds_of(case: Case) -> Rounds:
    """Every round of money that leaves or passes the debtor side, the debtor's own first; read once a case."""
    held = _FOUND.get(id(case))
    if held is None or held[0] is not case:
        _FOUND.clear()
        held = _FOUND[id(case)] = (case, _rounds(case))
    return held[1]


def _rounds(case: Case) -> Rounds:
    sides = Sides(case)
    told: list[_Told] = []
    for search in (_of_debtor, _of_others):
        for currency, course in sides.courses.items():
            least = least_of(case, currency)
            if least is not None:
                told += search(case, sides, course, least)
    found = _grouped(case, _chosen(told))
    found += _by_totals(case, sides, found)
    listed = sorted(found, key=lambda r: (r.flows[0].place.fact, r.home, r.end))
    return Rounds(tuple(listed), sides.effort.stopped)


_Key = tuple[str, str, str, str]
_Told = tuple[_Key, Trip]


def _chosen(told: Iterable[_Told]) -> list[_Told]:
    """Each payment in one trip: one that paid a price, loan or capital before others, the longer, the earlier, the debtor's own."""
    spent: set[int] = set()
    kept: list[_Told] = []
    for key, trip in sorted(told, key=_first_told):
        mine = {id(p) for p in trip.flows}
        if not mine & spent:
            spent |= mine
            kept.append((key, trip))
    return kept


def _first_told(told: _Told) -> tuple[bool, int, date, bool, str, _Key]:
    key, trip = told
    belied = any(p.kind in CONSIDERATION for p in trip.outs)
    return not belied, -len(trip.middles), day_of(trip.outs[0]), key[0] != key[2], trip.outs[0].place.fact, key


def _grouped(case: Case, told: Iterable[_Told]) -> list[Round]:
    groups: dict[_Key, list[Trip]] = defaultdict(list)
    for key, trip in told:
        groups[key].append(trip)
    ordered = {
        key: sorted(found, key=lambda t: (day_of(t.outs[0]), t.outs[0].place.fact)) for key, found in groups.items()
    }
    made = [_round(case, key, found) for key, found in sorted(ordered.items())]
    return [r for r in made if r is not None]


def least_of(case: Case, currency: str) -> Decimal | None:
    """The floor of a finding in this currency; nothing without a claim, None without a rate."""
    floor = floor_of(case)
    if floor is None:
        return Decimal("0.01") if case.debt.claim is None else None
    same = convert(case, Money.of(floor.amount, floor.currency), currency, case.as_of)
    return same.amount if same else None


def _of_debtor(case: Case, sides: Sides, course: Course, least: Decimal) -> list[_Told]:
    """Money of the debtor side that comes back to it, or to one related to it."""
    rich = _rich(course, least)
    members: dict[str, set[str]] = defaultdict(set)
    for day in {day_of(p) for p in course.flows}:
        for party, head in sides.on(day).items():
            members[head].add(party)
    found: list[_Told] = []
    for head, own in sorted(members.items()):
        side = frozenset(own)
        outs = [at for home in own for at in course.outs.get(home, ()) if _leaves(sides, course, at, side)]
        near = circles(case).of(head) - side - {case.debt.creditor or ""}
        ends = [side, *(frozenset([end]) for end in sorted(near & rich))]
        arrivals = Arrivals(course, outs, ends, side, WIDE_DAYS)
        spent: set[int] = set()
        for end in arrivals.ends_of(outs):
            found += _told(sides, course, Gate(end, side), arrivals.leading(outs, end), least, spent)
    return found


def _of_others(case: Case, sides: Sides, course: Course, least: Decimal) -> list[_Told]:
    """Money of others that passes the debtor side on its way back: a loan, a price or capital that was not left there."""
    feeders = {p.payer for p in course.flows if sides.head(p.payee, p) and not sides.head(p.payer, p)}
    second = {p.payer for p in course.flows if p.payee in feeders}
    strangers = {case.debt.creditor or "", *case.debtor_ids}
    homes = sorted((feeders | second) - strangers)
    rich = _rich(course, least) - set(case.debtor_ids)
    # Where the money may pass its home again it may seem to reach an end that it does not reach: trips() finds nothing there.
    arrivals = Arrivals(
        course,
        (at for home in homes for at in course.outs[home]),
        [frozenset([end]) for end in sorted(rich)],
        frozenset(),
        WIDE_DAYS,
    )
    found: list[_Told] = []
    for home in homes:
        outs, own = course.outs[home], frozenset([home])
        near = (circles(case).of(home) - strangers) | own
        ends = [end for end in arrivals.ends_of(outs) if end <= near]
        spent: set[int] = set()
        for end in sorted(ends, key=lambda end: end != own):
            found += _told(sides, course, Gate(end, own), arrivals.leading(outs, end), least, spent)
    return [(key, trip) for key, trip in found if not set(key[:2]) & sides.on(day_of(trip.outs[0])).keys()]


def _rich(course: Course, least: Decimal) -> frozenset[str]:
    """Who got enough to matter."""
    return frozenset(party for party, places in course.ins.items() if course.sum_of(places) >= least)


def _told(
    sides: Sides, course: Course, gate: Gate, leading: Sequence[int], least: Decimal, spent: set[int]
) -> list[_Told]:
    """Trips from some homes to some ends that touch the debtor side, the fast ones first; what is used once is spent."""
    if sides.effort.stopped:
        return []
    backs = [at for end in gate.ends for at in course.ins.get(end, ())]
    sides.effort.spend(len(leading) + len(backs))
    outs = _enough(course, gate, leading)
    found: list[_Told] = []
    for days, part in _STEPS if outs else ():
        rest = [at for at in outs if at not in spent]
        now = replace(gate, spent=frozenset(spent))
        for trip in trips(course, rest, now, days, part=part, least=least, effort=sides.effort):
            if (key := _key(sides, trip)) is not None:
                found.append((key, trip))
                used = {id(p) for p in (*trip.outs, *trip.backs)}
                spent |= {at for at in (*outs, *backs) if id(course.flows[at]) in used}
    return found


def _enough(course: Course, gate: Gate, leading: Sequence[int]) -> list[int]:
    """Of the payments out of the homes that lead to the ends those after which enough comes in there."""
    backs = sorted(
        at for end in gate.ends for at in course.ins.get(end, ()) if course.flows[at].payer not in gate.closed
    )
    running = [0]
    for at in backs:
        running.append(running[-1] + course.units[at])
    outs = []
    for at in leading:
        low = bisect_left(backs, course.instants[at], key=course.instants.__getitem__)
        high = bisect_right(backs, last_instant(course, at, WIDE_DAYS), key=course.instants.__getitem__)
        enough = (running[high] - running[low]) * PART.denominator >= course.units[at] * PART.numerator
        if enough and course.flows[at].payee not in gate.closed:
            outs.append(at)
    return outs


def _leaves(sides: Sides, course: Course, at: int, homes: frozenset[str]) -> bool:
    """Is the payer on its own side on that day, and does the money leave it?"""
    p = course.flows[at]
    own, other = sides.head(p.payer, p), sides.head(p.payee, p)
    return p.payee not in homes and (len(homes) == 1 or (own is not None and other != own))


def _key(sides: Sides, trip: Trip) -> _Key | None:
    """home, end, the debtor side's party and its debtor; None where the money never touched the debtor side."""
    home, end = trip.outs[0].payer, trip.backs[0].payee
    for p in trip.flows:
        for party in (p.payer, p.payee):
            head = sides.head(party, p)
            if head is not None:
                return home, end, party, head
    return None


def _round(case: Case, key: _Key, found: Sequence[Trip]) -> Round | None:
    home, end, via, head = key
    own = home == end or {home, end} <= debtor_side(case, day_of(found[0].outs[0])).keys()
    ties = () if own else _tied(case, home, end, day_of(found[0].outs[0]))
    if not own and not ties:
        return None
    return Round(home, home if own else end, via, head, found[0].currency, tuple(found), ties)


def _tied(case: Case, home: str, end: str, day: date) -> tuple[Tie, ...]:
    # That the end lived on the home's money is the finding itself, not a relation.
    return best(t for t in related(case, home, end, day) if t.code != "R9")


def _by_totals(case: Case, sides: Sides, known: Iterable[Round]) -> list[Round]:
    """Sums over a period: what came in as loan, price or capital, beside what the same party paid on within that period."""
    told = {(r.home, r.end) for r in known}
    flows = [p for p in (*settled_of(case).totals, *placed(case)) if sides.follows(p)]
    groups: dict[_Key, list[Payment]] = defaultdict(list)
    for first in (p for p in settled_of(case).totals if p.kind in CONSIDERATION and sides.follows(p)):
        head = sides.head(first.payee, first)
        home = first.payer
        if head is None or sides.head(home, first) or home == case.debt.creditor:
            continue
        near = circles(case).of(home)
        for back in flows:
            fits = back.payer == first.payee and back.payee in near and back.kind in _BACK and _inside(back, first)
            if fits and (home, back.payee) not in told and sides.head(back.payee, first) is None:
                groups[home, back.payee, first.payee, head] += [
                    p for p in (first, back) if p not in groups[home, back.payee, first.payee, head]
                ]
    made = [_total_round(case, key, rows) for key, rows in sorted(groups.items())]
    return [r for r in made if r is not None]


def _inside(back: Payment, first: Payment) -> bool:
    """Certainly within the period of the sum: a shorter window can hold no total."""
    if first.on is None or first.until is None or back.on is None or currency_of(back) != currency_of(first):
        return False
    last = back.until or back.on
    return back.on.first >= first.on.first and last.last <= first.until.last


def _total_round(case: Case, key: _Key, rows: Sequence[Payment]) -> Round | None:
    home, end, via, head = key
    currency, day = currency_of(rows[0]), day_of(rows[0])
    ties = () if home == end else _tied(case, home, end, day)
    made = Round(home, end, via, head, currency, (), ties, tuple(rows))
    least = least_of(case, currency)
    enough = (
        least is not None
        and made.returned >= least
        and made.part >= PART
        and sum_of(made.backs) <= sum_of(made.outs) * 102 / 100
    )
    return made if enough and (home == end or ties) else None
