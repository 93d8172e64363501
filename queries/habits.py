"""Ordinary payments: what two have paid month by month."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.facts import Payment
from queries.money import ZERO, amount_of, currency_of, day_of, placed

# In so many months or more, no payment beyond so many times the usual one: a proposal.
MONTHS = 4
TIMES = 3
# Money that goes on to one party within so many days, so much of it, is an echo: what is mostly echoed is no habit.
ECHO_DAYS = 3
ECHO_LOW, ECHO_HIGH = Fraction(85, 100), Fraction(102, 100)
BEFORE_DAYS = 90
# Kinds by which a firm trades; a free transfer, a loan or a distribution is never a habit.
TRADE = frozenset({None, "price", "fee", "rent"})
_EXPENSE = re.compile(
    r"报销|差旅|备用金|工资|奖金|福利|社保|公积金|补贴|\breimburs|\bexpenses?\b|\bpayroll\b|\bwages?\b", re.I
)

_Pair = tuple[str, str, str]


class Habits:
    """Payments of a kind and size that the same two have made for months, and that the payee does not hand on at once.

    Two firms that buy and sell from each other and from each other's partners make money come back by mere chance; what
    stands out is a payment that is new, larger than usual, or handed on as it comes.
    """

    def __init__(self, case: Case) -> None:
        flows = placed(case)
        self._outs: dict[tuple[str, str], list[Payment]] = defaultdict(list)
        self._ins: dict[tuple[str, str], list[Payment]] = defaultdict(list)
        pairs: dict[_Pair, list[Payment]] = defaultdict(list)
        for p in flows:
            self._outs[p.payer, currency_of(p)].append(p)
            self._ins[p.payee, currency_of(p)].append(p)
            if p.kind in TRADE:
                pairs[p.payer, p.payee, currency_of(p)].append(p)
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
        whole, day, days = Fraction(amount_of(p)), day_of(p), timedelta(days=ECHO_DAYS)
        on = self._sums(self._outs.get((p.payee, currency_of(p)), []), day, day + days)
        before = self._sums(self._ins.get((p.payer, currency_of(p)), []), day - days, day)
        return any(ECHO_LOW * whole <= s <= ECHO_HIGH * whole for s in on) or any(
            ECHO_LOW * s <= whole <= ECHO_HIGH * s for s in before
        )

    def _sums(self, rows: Sequence[Payment], first: date, last: date) -> list[Fraction]:
        """What was paid in [first, last], by the pair."""
        sums: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
        for p in rows[bisect_left(rows, first, key=day_of) : bisect_right(rows, last, key=day_of)]:
            sums[p.payer, p.payee] += amount_of(p)
        return [Fraction(s) for s in sums.values()]

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
