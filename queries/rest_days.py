"""Days on which a period cannot end: weekends and holidays."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from queries.grounds import Bilingual, table_for

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class RestDays:
    """The days of rest of one country in the years that are known: holidays, and weekend days that were worked."""

    years: frozenset[int]
    off: frozenset[date]
    worked: frozenset[date]
    rule: Bilingual

    def knows(self, day: date) -> bool:
        return day.year in self.years

    def rests(self, day: date) -> bool:
        return day in self.off or (day.weekday() >= _SATURDAY and day not in self.worked)

    def rolled(self, day: date) -> date | None:
        """The first day from `day` on that is worked; None where that lies in a year that is not known."""
        while self.knows(day):
            if not self.rests(day):
                return day
            day += timedelta(days=1)
        return None


@cache
def rest_days(jurisdiction: str) -> RestDays | None:
    """The table of a jurisdiction; None where there is none (only the PRC's is held)."""
    return _read("cn_rest_days.toml") if table_for(jurisdiction) == "CN" else None


def _read(name: str) -> RestDays:
    text = (files("queries") / "law" / "tables" / name).read_text(encoding="utf-8")
    table: Mapping[str, Any] = tomllib.loads(text)
    years = {int(year): row for year, row in table["years"].items()}
    off = frozenset(day for year, row in years.items() for day in _days(year, row["off"]))
    worked = frozenset(day for year, row in years.items() for day in _days(year, row["work"]))
    return RestDays(frozenset(years), off, worked, Bilingual(**table["rule"]))


def _days(year: int, runs: Iterable[str]) -> list[date]:
    """ "02-10..02-17" as its eight days."""
    found = []
    for run in runs:
        first, _, last = run.partition("..")
        day, end = (date.fromisoformat(f"{year}-{each}") for each in (first, last or first))
        while day <= end:
            found.append(day)
            day += timedelta(days=1)
    return found
