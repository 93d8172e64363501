"""One debtor's story: its people and firms, and the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

import polars as pl

from bench.generator.words import (
    CITIES,
    DISTRICTS,
    MANY_GIVEN,
    ROADS,
    SECOND,
    STORY_FIRST,
    STORY_THIRD,
    SURNAMES,
    TRADES,
)
from examples.making.numbers import resident, uscc
from graph.values import add_months

T = TypeVar("T")
Rows = list[dict[str, str]]
# Grades that a court would take; a commercial export alone is weaker and is chosen by the plants themselves.
SOUND = ("registry_file", "court_document", "publicity_print")
_LARGE = 0.02
_BRANDS = len(STORY_FIRST) * len(SECOND) * len(STORY_THIRD)


@dataclass(frozen=True, slots=True)
class Body:
    """A party of a story: id, name, official number (empty: none), city."""

    id: str
    name: str
    code: str = ""
    city: str = ""
    trade: int = 0

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Clock:
    """The debt's days, in order; as_of the day of the report."""

    arose: date
    due: date
    suit: date
    judgment: date
    enforcement: date
    as_of: date


@dataclass(frozen=True, slots=True)
class Market:
    """Background firms in business with whom stories trade: a few serve many, most are known to one debtor.

    halls: addresses where formation agents register firms by the dozen.
    """

    firms: pl.DataFrame
    large: int
    circles: int
    halls: tuple[str, ...] = ()

    def some(self, rng: Random, count: int, circle: int) -> list[Body]:
        """Firms of the circle in which the story's debtor moves, now and then one of the large."""
        found: dict[str, Body] = {}
        while len(found) < count:
            own = rng.randrange(self.firms.height // self.circles) * self.circles + circle % self.circles
            at = rng.randrange(self.large) if rng.random() < _LARGE else own
            ident, name, code, city, trade = self.firms.row(at)
            found.setdefault(ident, Body(ident, name, code, city, trade))
        return list(found.values())


class Story:
    """Writes template rows about one debtor; all chance is seeded by the registry's seed and the story's number."""

    def __init__(self, seed: int, number: int, market: Market) -> None:
        self.rng = Random(f"{seed}/story/{number}")
        self.number = number
        self.market = market
        self.tables: dict[str, Rows] = defaultdict(list)
        self._made = 0
        self.clock = self._clock()
        self.debt = 10_000 * round(10 ** self.rng.uniform(1.9, 3.6))
        self.grade = self.pick(SOUND)
        self.standing = ""
        self.filed: set[tuple[str, int]] = set()
        self._dates = self.pick(("%Y-%m-%d", "%Y-%m-%d", "%Y年%m月%d日", "%Y%m%d", "%Y/%m/%d"))

    # --- chance ---------------------------------------------------------------------------------------------------

    def pick(self, options: Sequence[T]) -> T:
        return options[self.rng.randrange(len(options))]

    def odds(self, part: float) -> bool:
        return self.rng.random() < part

    def day(self, first: date, last: date) -> date:
        """A day of [first, last], both included."""
        return first + timedelta(days=self.rng.randint(0, max((last - first).days, 0)))

    def days_after(self, day: date, low: int, high: int) -> date:
        return day + timedelta(days=self.rng.randint(low, high))

    def sum(self, low: float, high: float) -> int:
        """An amount in yuan between two parts of the debt."""
        return self.part(self.debt, low, high)

    def part(self, of: int, low: float, high: float) -> int:
        """An amount between two parts of another, to the hundred yuan."""
        return max(100, round(of * self.rng.uniform(low, high) / 100) * 100)

    def _clock(self) -> Clock:
        arose = self.day(date(2021, 3, 1), date(2023, 3, 1))
        due = self.days_after(arose, 120, 400)
        suit = self.days_after(due, 60, 240)
        judgment = self.days_after(suit, 90, 200)
        enforcement = self.days_after(judgment, 40, 110)
        return Clock(arose, due, suit, judgment, enforcement, self.days_after(enforcement, 60, 300))

    # --- parties --------------------------------------------------------------------------------------------------

    def _ident(self) -> str:
        self._made += 1
        return f"S{self.number:05d}-{self._made:02d}"

    def brand(self) -> str:
        """A brand that no other firm of the register bears."""
        at = (self.number * 131 + self._made * 7919) % _BRANDS
        first, rest = divmod(at, len(SECOND) * len(STORY_THIRD))
        second, third = divmod(rest, len(STORY_THIRD))
        return STORY_FIRST[first] + SECOND[second] + STORY_THIRD[third]

    def firm(self, *, born: date, name: str = "", city: str = "", trade: int = -1, **cells: object) -> Body:
        """A firm with its row in parties; cells: what else the row says (None leaves a cell empty)."""
        ident, at = self._ident(), self.rng.randrange(len(CITIES))
        place, region = next((c for c in CITIES if c[0] == city), CITIES[at])
        trade = trade if trade >= 0 else self.rng.randrange(len(TRADES))
        made = name or f"{place}{self.brand()}{TRADES[trade][0]}有限公司"
        code = uscc(self.number * 40 % 1_000_000 + self._made, f"98{region[2:]}")
        capital = self.pick((500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000))
        usual: dict[str, object] = {
            "id": ident, "kind": "company", "name": made, "identifier": code, "jurisdiction": "CN", "incorporated": born,
            "status": "存续", "registered_capital": capital, "paid_capital": capital, "currency": "CNY",
            "employees": self.rng.randint(6, 80), "scope": self._scope(trade), "address": self.address(place), "phone": self.phone(),
        }  # fmt: skip
        row = {**usual, **cells}
        self.put("parties", **row)
        # A row may name a firm by its number only where its own row gives one.
        return Body(ident, made, str(row["identifier"] or ""), place, trade)

    def _scope(self, trade: int) -> str:
        return f"{TRADES[trade][1]}；{TRADES[(trade + 7) % len(TRADES)][1]}"

    def address(self, city: str) -> str:
        """A door of its own."""
        house, room = self.number % 900 + 1000, self._made * 10 + self.rng.randint(1, 9)
        return f"{city}{self.pick(DISTRICTS)}{self.pick(ROADS)}路{house}号{self.pick('ABCD')}座{100 + room}室"

    def phone(self) -> str:
        return f"000-8{self.number % 100_000:05d}{self._made % 100:02d}"

    def person(self, surname: str = "", **cells: object) -> Body:
        """A person with a number of his own, under which every row names him."""
        ident = self._ident()
        name = (surname or self.pick(SURNAMES)) + self.pick(MANY_GIVEN)
        born = f"{self.rng.randint(1955, 1995)}{self.rng.randint(1, 12):02d}{self.rng.randint(1, 28):02d}"
        region = f"99{self.number // 25 % 10000:04d}"
        number = resident(born, 1 + (self.number * 40 + self._made) % 999, region)
        self.put(
            "parties",
            id=ident,
            kind="person",
            name=name,
            other_identifiers=f"cn-id:{number}",
            jurisdiction="CN",
            **cells,
        )
        return Body(ident, name)

    def office(self, name: str, kind: str = "public_body", **cells: object) -> Body:
        ident = self._ident()
        self.put("parties", id=ident, kind=kind, name=name, jurisdiction="CN", **cells)
        return Body(ident, name)

    # --- rows -----------------------------------------------------------------------------------------------------

    def ref(self, body: Body) -> str:
        """A firm as a row may name it: by id, credit code or full name."""
        if not body.code:
            return body.id
        chance = self.rng.random()
        return body.id if chance < 0.7 else body.code if chance < 0.88 else body.name

    def said(self, day: date) -> str:
        return day.strftime(self._dates)

    def put(self, table: str, **cells: object) -> None:
        row = {name: self._cell(value) for name, value in cells.items() if value is not None}
        row.setdefault("grade", "court_document" if table in ("payments", "court_cases") else self.grade)
        if self.standing and table not in ("parties", "payments", "court_cases"):
            row.setdefault("standing", self.standing)
        row["row_id"] = f"{self.number}-{table}-{len(self.tables[table]) + 1}"
        self.tables[table].append(row)

    def _cell(self, value: object) -> str:
        if isinstance(value, Body):
            return self.ref(value)
        return self.said(value) if isinstance(value, date) else str(value)

    def months_after(self, day: date, months: int) -> date:
        return add_months(day, months)
