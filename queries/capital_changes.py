"""Registered capital over time: what the change rows say."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.facts import Change
from graph.values import DateSpan, Money, gap_days, ratio

LINKED_DAYS = 730
_UNITS: tuple[tuple[str, int], ...] = (
    ("百万", 10**6), ("千万", 10**7), ("亿", 10**8), ("万", 10**4), ("千", 10**3),
    ("billion", 10**9), ("million", 10**6), ("thousand", 10**3), ("bn", 10**9), ("mn", 10**6),
)  # fmt: skip
_CURRENCIES: tuple[tuple[str, str], ...] = (
    ("港元", "HKD"), ("港币", "HKD"), ("hk$", "HKD"), ("hkd", "HKD"), ("美元", "USD"), ("us$", "USD"), ("usd", "USD"),
    ("欧元", "EUR"), ("eur", "EUR"), ("€", "EUR"), ("英镑", "GBP"), ("gbp", "GBP"), ("£", "GBP"), ("日元", "JPY"), ("jpy", "JPY"),
    ("新加坡元", "SGD"), ("sgd", "SGD"), ("人民币", "CNY"), ("rmb", "CNY"), ("cny", "CNY"), ("¥", "CNY"), ("$", "USD"),
)  # fmt: skip
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
_AFTER = re.compile(r"[\s()]*(百万|千万|亿|万|千|billion|million|thousand|bn|mn|m(?![a-z]))?")
# Exports print registered capital in 万元 without the unit; a bare number below this beside one with a unit shares it.
_BARE = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount as a change row's text gives it. unit: the multiple that the text names (1 = none named)."""

    amount: Decimal
    unit: int
    currency: str | None


@dataclass(frozen=True, slots=True)
class Cut:
    """Capital falling from `before` to `after` in one row, or in several rows at most two years apart, oldest first.

    sure False = a unit was read from the other cell of the row.
    """

    company: str
    rows: tuple[Change, ...]
    before: Money
    after: Money
    sure: bool

    @property
    def on(self) -> DateSpan | None:
        return self.rows[0].on

    @property
    def share(self) -> Fraction:
        """The part of the capital that was cut."""
        return ratio(self.before.low - self.after.low, self.before.low) or Fraction(0)

    @property
    def money(self) -> Money:
        return Money.of(self.before.low - self.after.low, self.before.currency)


def figure(text: str | None) -> Figure | None:
    """The one amount in a text: "100000万元人民币", "注册资本：5,000.000000 万元", "GBP 1 million"; None where none or two differ."""
    squeezed = unicodedata.normalize("NFKC", text or "").lower()
    found: set[Figure] = set()
    currency = next((code for word, code in _CURRENCIES if word in squeezed), None)
    for number in _NUMBER.finditer(squeezed):
        word = _AFTER.match(squeezed, number.end())
        unit = _unit(word[1] if word else None)
        amount = Decimal(number[0].replace(",", "")) * unit
        found.add(Figure(amount, unit, currency))
    return next(iter(found)) if len(found) == 1 else None


def _unit(word: str | None) -> int:
    return 10**6 if word == "m" else next((size for name, size in _UNITS if name == word), 1)


def amounts(change: Change, currency: str) -> tuple[Money, Money, bool] | None:
    """Before and after in one currency, and whether both say their unit (or neither needs one); else None."""
    before, after = figure(change.before), figure(change.after)
    if before is None or after is None:
        return None
    words = {f.currency for f in (before, after) if f.currency}
    if len(words) > 1:
        return None
    code = next(iter(words), currency)
    one, two, sure = before.amount, after.amount, True
    if before.unit != after.unit:
        unit = max(before.unit, after.unit)
        if before.unit == 1 and one < _BARE:
            one, sure = one * unit, False
        elif after.unit == 1 and two < _BARE and two > 0:
            two, sure = two * unit, False
    return Money.of(one, code), Money.of(two, code), sure


def currency_of_capital(case: Case, company: str) -> str:
    party = case.party(company)
    money = party.money("registered_capital")
    return money.currency if money else party.text("currency") or "CNY"


def capital_rows(case: Case, company: str) -> tuple[Change, ...]:
    """Change rows of the registered capital, each act once, oldest first; undated rows last."""
    first: dict[tuple[str | None, str | None, str], Change] = {}
    for change in case.changes:
        if change.party == company and change.item == "registered_capital":
            first.setdefault((change.before, change.after, str(change.on)), change)
    return tuple(sorted(first.values(), key=lambda c: (c.on is None, str(c.on), c.place.fact)))


def cuts(case: Case, company: str) -> tuple[Cut, ...]:
    """Every row by which capital fell."""
    currency = currency_of_capital(case, company)
    found = []
    for row in capital_rows(case, company):
        read = amounts(row, currency)
        if read and read[0].low > read[1].low >= 0 and read[0].currency == read[1].currency:
            found.append(Cut(company, (row,), *read))
    return tuple(found)


def stepwise(found: Iterable[Cut]) -> tuple[Cut, ...]:
    """Runs of cuts in which each begins where the last one ended and follows it within two years, as one fall each."""
    runs: dict[str, list[list[Cut]]] = defaultdict(list)
    for cut in found:
        run = next((r for r in runs[cut.company] if _follows(r[-1], cut)), None)
        if run is None:
            runs[cut.company].append([cut])
        else:
            run.append(cut)
    joined = [r for listed in runs.values() for r in listed if len(r) > 1]
    return tuple(
        Cut(r[0].company, tuple(c.rows[0] for c in r), r[0].before, r[-1].after, all(c.sure for c in r)) for r in joined
    )


def _follows(earlier: Cut, later: Cut) -> bool:
    if earlier.on is None or later.on is None or earlier.after != later.before:
        return False
    low, high = gap_days(earlier.on, later.on)
    return low >= 0 and high <= LINKED_DAYS


def capital_on(case: Case, company: str, day: DateSpan | None) -> tuple[Money, Change | None] | None:
    """The registered capital on a day, with the row that shows it (None: the company's own row of today).

    By the last change not after the day; else by what the first later change gives as "before"; else by today's figure.
    """
    currency = currency_of_capital(case, company)
    read = [(c, a) for c in capital_rows(case, company) if c.on and (a := amounts(c, currency))]
    earlier = [(c, a) for c, a in read if day and c.on and c.on.last <= day.first]
    later = [(c, a) for c, a in read if day and c.on and c.on.first > day.last]
    if earlier:
        return earlier[-1][1][1], earlier[-1][0]
    if later:
        return later[0][1][0], later[0][0]
    now = case.party(company).money("registered_capital")
    return (now, None) if now else None


def restated_changes(case: Case, change: Change) -> tuple[Change, ...]:
    """Other rows that state the same change."""
    key = (change.party, change.item, change.before, change.after, str(change.on))
    return tuple(c for c in case.changes if c is not change and (c.party, c.item, c.before, c.after, str(c.on)) == key)
