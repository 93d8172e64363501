"""Ordinary payments: what two have paid month by month."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from graph.case import Case
from graph.facts import Payment
from queries.money import ZERO, amount_of, currency_of, day_of, placed

# In so many months or more, no payment beyond so many times the usual one: a proposal.
MONTHS = 4
TIMES = 3
# Money that goes on to one party within so many days, so much of it, is an echo: what is mostly echoed is no habit.
ECHO_DAYS = 3
ECHO_LOW, ECHO_HIGH = Decimal("0.85"), Decimal("1.02")
BEFORE_DAYS = 90
# Kinds by which a firm trades; a free transfer, a loan or a distribution is never a habit.
TRADE = frozenset({None, "price", "fee", "rent"})
_EXPENSE = re.compile(
    r"报销|差旅|备用金|工资|奖金|福利|社保|公积金|补贴|\breimburs|\bexpenses?\b|\bpayroll\b|\bwages?\b", re.I
)

_Pair = tuple[str, str, str]
_End = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Rows:
    """What one party paid, or got, in one currency, in order of day."""

    days: list[date]
    rows: list[Payment]

    @staticmethod
    def of(rows: list[Payment]) -> _Rows:
        return _Rows([day_of(p) for p in rows], rows)

    def sums(self, first: date, last: date) -> list[Decimal]:
        """What was paid in [first, last], by the pair."""
        sums: dict[tuple[str, str], Decimal] = {}
        for p in self.rows[bisect_left(self.days, first) : bisect_right(self.days, last)]:
            sums[p.payer, p.payee] = sums.get((p.payer, p.payee), ZERO) + amount_of(p)
        return list(sums.values())


def _like(came: Decimal, went: Decimal) -> bool:
    """Is what went nearly all of what came?"""
    return ECHO_LOW * came <= went <= ECHO_HIGH * came


class Habits:
    """Payments of a kind and size that the same two have made for months, and that the payee does not hand on at once.

    Two firms that buy and sell from each other and from each other's partners make money come back by mere chance; what
    stands out is a payment that is new, larger than usual, or handed on as it comes.
    """

    def __init__(self, case: Case) -> None:
        outs: dict[_End, list[Payment]] = defaultdict(list)
        ins: dict[_End, list[Payment]] = defaultdict(list)
        pairs: dict[_Pair, list[Payment]] = defaultdict(list)
        for p in placed(case):
            outs[p.payer, currency_of(p)].append(p)
            ins[p.payee, currency_of(p)].append(p)
            if p.kind in TRADE:
                pairs[p.payer, p.payee, currency_of(p)].append(p)
        self._outs, self._ins = ({end: _Rows.of(rows) for end, rows in by.items()} for by in (outs, ins))
        self._first: dict[int, date] = {}
        for rows in pairs.values():
            self._first |= {id(p): day_of(rows[0]) for p in self._usual(rows)}

    def _usual(self, rows: Sequence[Payment]) -> list[Payment]:
        if len({(day_of(p).year, day_of(p).month) for p in rows}) < MONTHS:
            return []
        amounts = sorted(amount_of(p) for p in rows)
        line = amounts[len(amounts) // 2] * TIMES
        usual = [p for p in rows if amount_of(p) <= line]
        return usual if sum(self._echoed(p) for p in usual) * 2 < len(usual) else []

    def _echoed(self, p: Payment) -> bool:
        """Nearly as much paid on to one party within days by the payee, or got from one party within days by the payer."""
        whole, day, days = amount_of(p), day_of(p), timedelta(days=ECHO_DAYS)
        on, before = self._outs.get((p.payee, currency_of(p))), self._ins.get((p.payer, currency_of(p)))
        return bool(on and any(_like(whole, s) for s in on.sums(day, day + days))) or bool(
            before and any(_like(s, whole) for s in before.sums(day - days, day))
        )

    def has(self, payment: Payment) -> bool:
        return id(payment) in self._first

    def began_before(self, payment: Payment, day: date) -> bool:
        """Was it a habit 90 days before the day already?"""
        first = self._first.get(id(payment))
        return first is not None and first + timedelta(days=BEFORE_DAYS) <= day


_HABITS: dict[int, tuple[Case, Habits]] = {}


def habits_of(case: Case) -> Habits:
    """Read once a case."""
    held = _HABITS.get(id(case))
    if held is None or held[0] is not case:
        _HABITS.clear()
        held = _HABITS[id(case)] = (case, Habits(case))
    return held[1]


def is_expense(payment: Payment) -> bool:
    """Worded as wages or the refund of expenses."""
    return bool(_EXPENSE.search(payment.purpose or ""))
