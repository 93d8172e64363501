"""The contract of a screening rule, and the registry of them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import narwhals as nw
import polars as pl

import queries.screening as rooms
from graph.statements import Place, Source
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Evidence, two
from queries.typology import Threshold

Frame = nw.LazyFrame[Any]
"""A table that is not computed yet, of whichever engine: a rule is written once and runs on polars and on Spark."""

Row = Mapping[str, Any]

PLACE = ("_src", "_row", "_sheet", "_fact")
CITED = 8
"""Rows of one kind that are told of one hit; its figures count all."""

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Ground:
    """A whole register on one day.

    tables: the snapshot's tables with whole numbers for parties (`<cell>_p`), places (`_src`, `_row`) and days (`<day>_first`,
    `<day>_last` since 1970-01-01: what a date may mean that lacks its day or month); missing ones are empty. Beside them `led`
    (p, head: companies under the head of their control group), `ringed` (ring, p: members of rings of two or more) and, where a
    rule asks for payments, `returned`, `handed_on` and their rows. day: whole days since 1970-01-01. give: a small table of the
    caller's as one of this engine's.
    """

    tables: Mapping[str, Frame]
    day: int
    give: Callable[[pl.DataFrame], Frame]

    def __getitem__(self, name: str) -> Frame:
        return self.tables[name]


@dataclass(frozen=True, slots=True)
class Named:
    """A party as a screening names it."""

    id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows behind hits: a frame with `key`, the place, what the words need, and (by `cited`) `_nth`."""

    table: str
    frame: Frame


@dataclass(frozen=True, slots=True)
class Found:
    """One hit with its rows: by name of the kind up to CITED of them in order."""

    figures: Row
    rows: Mapping[str, Sequence[Row]]
    names: Mapping[int, Named]
    sources: Sequence[Source]
    tables: Mapping[str, str]

    def name(self, party: int) -> str:
        return self.names[party].name or self.names[party].id

    def listed(self, kind: str, cell: str) -> tuple[int, ...]:
        """Parties in a cell of the rows of a kind, each once, in order."""
        return tuple(dict.fromkeys(int(r[cell]) for r in self.rows[kind] if r[cell] is not None))

    def says(self, kind: str, row: Row, zh: str, en: str, prop: str = "") -> Evidence:
        """A row of a kind, and the sentence it supports."""
        source = self.sources[int(row["_src"])]
        line: int | str = int(row["_row"]) if not row["_sheet"] else f"{row['_sheet']}!{int(row['_row'])}"
        place = Place(
            self.tables[kind], source.name, source.label, source.sha256, line, standing=row.get("standing") or "recorded", fact=row["_fact"]
        )  # fmt: skip
        return Evidence(place, two(zh, en), prop)


@dataclass(frozen=True, slots=True)
class Said:
    """A hit in words. parties: those it is about, first the one that a case would be opened on; more: how many others.

    notes: what speaks against it that is counted over many rows, or that the rows cannot tell.
    """

    text: Text
    parties: tuple[int, ...]
    evidence: tuple[Evidence, ...]
    counter: tuple[Evidence | Absent, ...]
    notes: tuple[Text, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One question to a whole register.

    hits: one row a hit: `key` (text, unique), `value` (whole number, measured against the first threshold), `explained`
    (1: the data itself holds an ordinary explanation; such hits rank last), and figures of the rule's own, whole numbers or text.
    rows: what is cited of some of the hits. say: one hit in words. unit: of `value`, in both languages.
    """

    slug: str
    title: Text
    asks: Text
    unit: Text
    thresholds: tuple[Threshold, ...]
    needs: tuple[str, ...]
    counter_evidence: tuple[Text, ...]
    hits: Callable[[Ground], Frame]
    rows: Callable[[Ground, Frame], Mapping[str, Rows]]
    say: Callable[[Found], Said]

    @property
    def line(self) -> int:
        return int(self.thresholds[0].value)


def strength(rule: Rule, figures: Row) -> Fraction:
    """value / (value + line): a half at the line, towards 1 far above it; halved where the hit is explained."""
    value = Fraction(int(figures["value"]))
    part = value / (value + rule.line)
    return part * HALF if figures["explained"] else part


def cited(table: str, frame: Frame, cells: Sequence[str], order: Sequence[str] = ()) -> Rows:
    """The first CITED rows of each key, in the order of `order` and then of their places."""
    chosen = frame.select("key", *PLACE, "standing", *dict.fromkeys((*cells, *order)))
    whole = chosen.with_columns(
        nw.col("_row").cum_count().over("key", order_by=[*order, "_src", "_row", "_sheet"]).alias("_nth"),
    )
    return Rows(table, whole.filter(nw.col("_nth") <= CITED))


def threshold(name: str, value: int | Fraction, unit: str, zh: str, en: str) -> Threshold:
    return Threshold(name, Fraction(value), unit, two(zh, en))


@cache
def screening_rules() -> tuple[Rule, ...]:
    """Every rule found in queries/screening, by slug."""
    names = sorted(m.name for m in pkgutil.iter_modules(rooms.__path__))
    loaded = [importlib.import_module(f"{rooms.__name__}.{name}") for name in names]
    return tuple(sorted((m.RULE for m in loaded if hasattr(m, "RULE")), key=lambda r: r.slug))
