"""Acts that pass one thing on: hops, and the runs they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from itertools import islice

from graph.case import Case
from graph.facts import Transfer
from graph.values import Answer, DateSpan, add_months, gap_days
from queries.disposals import forced, hub, ties_of
from queries.index import index_of
from queries.lead import Evidence
from queries.phrases import says
from queries.related import Tie, best, related
from queries.side import Holding, debtor_side
from queries.timeline import FAIR_PRICE, FULL
from queries.worth import convert, is_nil, paid_ratio, payments_for, price_ratio, value_of

GAP_DAYS = 730
SAME_PRICE = Fraction(10, 100)
YOUNG_DAYS = 180
PAID = Fraction(1, 2)
MONTHS_BEFORE = 24
DEPTH = 6
MOST_RUNS = 1_000
MOST = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Hop:
    """The step from one act to the next. days: fewest and most between them; change: |p2/p1 − 1|, None = cannot tell."""

    earlier: Transfer
    later: Transfer
    days: tuple[int, int]
    in_time: Answer
    change: Fraction | None
    ties: tuple[Tie, ...]
    thin: tuple[Evidence, ...]
    dropped: bool
    paid: Fraction | None

    @property
    def same_price(self) -> bool:
        return self.change is not None and self.change <= SAME_PRICE

    @property
    def fires(self) -> bool:
        return bool(self.ties) or self.same_price or bool(self.thin)


@dataclass(frozen=True, slots=True)
class Run:
    """A chain of acts: the debtor side's own, then the hops, in order."""

    holding: Holding
    first_ties: tuple[Tie, ...]
    first: Transfer
    hops: tuple[Hop, ...]
    after: Answer
    fair_start: bool

    @property
    def acts(self) -> tuple[Transfer, ...]:
        return (self.first, *(h.later for h in self.hops))

    @property
    def sure(self) -> bool:
        return all(h.in_time == "yes" for h in self.hops)

    @property
    def unpaid(self) -> bool:
        return any(h.paid is not None and h.paid < PAID for h in self.hops)


def runs_of(case: Case) -> tuple[tuple[Run, ...], bool]:
    """Every run that begins on the debtor side, each as long as it goes; court sales and licensed hubs end it.

    With it whether these are all: of more than a thousand the first are told.
    """
    acts = _Acts(t for t in index_of(case).distinct if t.on and not forced(t.place) and not hub(case, t.taker))
    found: list[Run] = []
    for first in acts.listed:
        if start := _starts(case, first):
            found += _runs(case, first, *start, acts)
        if len(found) > MOST_RUNS:
            return tuple(found[:MOST_RUNS]), False
    return tuple(found), True


class _Acts:
    """The acts of a case in order, and those that may follow one: of the same thing by its taker, or of the taker's shares."""

    def __init__(self, acts: Iterable[Transfer]) -> None:
        self.listed = list(acts)
        self._by_thing: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._by_company: dict[str, list[int]] = defaultdict(list)
        for place, act in enumerate(self.listed):
            self._by_thing[act.thing, act.giver].append(place)
            if act.company is not None:
                self._by_company[act.company].append(place)

    def after(self, act: Transfer) -> list[Transfer]:
        places = {*self._by_thing.get((act.thing, act.taker), ()), *self._by_company.get(act.taker, ())}
        return [self.listed[place] for place in sorted(places)]


def _starts(case: Case, first: Transfer) -> tuple[Holding, Answer] | None:
    """Is it the debtor side's own act, not earlier than 24 months before the debt?"""
    if first.on is None or first.taker in (first.giver, case.debt.creditor):
        return None
    holding = debtor_side(case, first.on.first - timedelta(days=1)).get(first.giver)
    if holding is None:
        return None
    arose = case.arose_for(holding.head)
    if arose is None:
        return holding, "cannot tell"
    if first.on.last < add_months(arose.first, -MONTHS_BEFORE):
        return None
    return holding, "yes" if first.on.first >= arose.last else "no" if first.on.last < arose.first else "cannot tell"


def _runs(case: Case, first: Transfer, holding: Holding, after: Answer, acts: _Acts) -> list[Run]:
    assert first.on is not None
    first_ties = ties_of(case, holding, first.giver, first.taker, first.on.first)
    ways = _longest(case, first, acts, frozenset({first.giver, first.taker}), ())
    ends = list(islice(ways, MOST_RUNS + 1))
    fair = not first_ties and _fair(case, first) if ends else False
    return [Run(holding, first_ties, first, hops, after, fair) for hops in ends]


def _fair(case: Case, act: Transfer) -> bool:
    """At nine tenths or more of an independent value, and paid in full."""
    valued, paid = value_of(case, act), paid_ratio(case, act, payments_for(case, act))
    ratio = price_ratio(case, act, valued)
    return bool(valued and valued.independent and ratio and ratio >= FAIR_PRICE and paid and paid >= FULL)


def _longest(
    case: Case, act: Transfer, acts: _Acts, seen: frozenset[str], so_far: tuple[Hop, ...]
) -> Iterator[tuple[Hop, ...]]:
    """Every way on from an act that cannot be made longer."""
    last = True
    for later in acts.after(act) if len(so_far) < DEPTH else ():
        hop = _hop(case, act, later, seen) if later is not act else None
        if hop is not None:
            last = False
            yield from _longest(case, later, acts, seen | {later.taker}, (*so_far, hop))
    if last and so_far:
        yield so_far


def _hop(case: Case, earlier: Transfer, later: Transfer, seen: frozenset[str]) -> Hop | None:
    dropped = later.company == earlier.taker and later.company is not None
    passed = later.thing == earlier.thing and later.giver == earlier.taker
    if not (passed or (dropped and _by_debtor(case, earlier, later))) or later.taker in seen:
        return None
    if earlier.on is None or later.on is None:
        return None
    days = gap_days(earlier.on, later.on)
    if days[1] < 0 or days[0] > GAP_DAYS:
        return None
    in_time: Answer = "yes" if days[0] >= 0 and days[1] <= GAP_DAYS else "cannot tell"
    giver = later.giver
    found = best(related(case, giver, later.taker, later.on.first))
    middle = earlier.taker
    thin = _thin(case, middle, earlier.on) + (() if dropped else _thin(case, later.taker, later.on))
    paid = None if is_nil(later) else paid_ratio(case, later, payments_for(case, later))
    hop = Hop(
        earlier, later, days, in_time, None if dropped else _change(case, earlier, later), found, thin, dropped, paid
    )
    return hop if hop.fires or dropped else None


def _by_debtor(case: Case, earlier: Transfer, later: Transfer) -> bool:
    """The company's shares are passed on by the one who filled it, or by the debtor side; and at least half of them."""
    assert later.on is not None
    part = later.share.low if later.share else Fraction(1)
    side = debtor_side(case, later.on.first - timedelta(days=1))
    return part >= MOST and (later.giver == earlier.giver or later.giver in side)


def _change(case: Case, earlier: Transfer, later: Transfer) -> Fraction | None:
    """How far the price moved between hops of the same part of the thing."""
    if not earlier.price or not later.price or earlier.price.amount <= 0 or earlier.share != later.share:
        return None
    same = convert(case, later.price, earlier.price.currency, later.on.first if later.on else None)
    return abs(Fraction(same.amount) / Fraction(earlier.price.amount) - 1) if same else None


def _thin(case: Case, firm: str, deal: DateSpan) -> tuple[Evidence, ...]:
    """Rows that show a firm founded for the deal: certainly under 180 days old, or with no capital paid in."""
    party = case.party(firm)
    if party.is_person or party.listed or party.state_owned:
        return ()
    founded, where = party.span("incorporated"), party.place("incorporated")
    found: list[Evidence] = []
    if founded and where and gap_days(founded, deal)[1] < YOUNG_DAYS and gap_days(founded, deal)[1] >= 0:
        days = gap_days(founded, deal)[1]
        found.append(
            says(where, f"{party.name}成立于{founded}，交易前{days}日", f"{party.name} was founded on {founded}, {days} days before the deal", "incorporated")
        )  # fmt: skip
    paid, row = party.money("paid_capital"), party.place("paid_capital")
    if paid is not None and row is not None and paid.amount == 0:
        found.append(says(row, f"{party.name}实缴资本为0", f"{party.name} has no capital paid in", "paid_capital"))
    return tuple(found)
