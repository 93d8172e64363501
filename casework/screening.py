"""A whole register screened, on this machine or on Spark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import polars as pl

from graph.statements import Source
from queries.screening_rule import Found, Frame, Ground, Named, Rule, Said, screening_rules, strength

LIMIT = 200
"""Hits of one rule that are told with their rows; how many there are is counted."""


class Engine(Protocol):
    """What runs rules: frames of a snapshot, and their answers."""

    @property
    def name(self) -> str: ...

    @property
    def ground(self) -> Ground: ...

    @property
    def held(self) -> frozenset[str]:
        """Tables that the snapshot holds."""
        ...

    def collect(self, frames: Sequence[Frame]) -> list[pl.DataFrame]:
        """Computed, each in whatever order."""
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """A hit with its place among all: rank 1 is the first."""

    rule: Rule
    figures: Mapping[str, Any]
    said: Said
    names: Mapping[int, Named]
    strength: float
    rank: int
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """What became of one rule. needs: the tables that were missing, where it could not look."""

    rule: Rule
    hits: int
    told: int
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Screened:
    """The answer of a screening: hits by rank, what was looked for, on which snapshot and day."""

    snapshot: str
    as_of: date
    hits: tuple[Hit, ...]
    looked: tuple[Looked, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    rule: Rule
    figures: Mapping[str, Any]
    said: Said
    names: Mapping[int, Named]


def screen(
    engine: Engine,
    sources: Sequence[Source],
    snapshot: str,
    as_of: date,
    rules: Sequence[Rule] = (),
    limit: int = LIMIT,
) -> Screened:
    """Every rule (or those given) put to a whole register; equal data give equal answers on every engine.

    Hits without an ordinary explanation in the data come first, then the stronger; ties go by rule and key.
    """
    wanted = tuple(rules) or screening_rules()
    told: list[_Told] = []
    looked = []
    for rule in wanted:
        missing = tuple(t for t in rule.needs if t not in engine.held)
        if missing:
            looked.append(Looked(rule, 0, 0, missing))
            continue
        found = _hits(engine, rule)
        top = found.head(limit)
        told += _told(engine, rule, top, sources)
        looked.append(Looked(rule, found.height, top.height))
    return Screened(snapshot, as_of, _ranked(told), tuple(looked))


def _hits(engine: Engine, rule: Rule) -> pl.DataFrame:
    """All hits of a rule, the most telling first."""
    found = engine.collect([rule.hits(engine.ground)])[0]
    whole = found.with_columns(pl.col(n).cast(pl.Int64) for n, kind in found.schema.items() if kind.is_integer())
    return whole.sort("explained", "value", "key", descending=[False, True, False])


def _told(engine: Engine, rule: Rule, top: pl.DataFrame, sources: Sequence[Source]) -> Iterator[_Told]:
    """The hits in words: their rows are fetched together, then the names of all parties in them."""
    if not top.height:
        return
    kinds = rule.rows(engine.ground, engine.ground.give(top))
    frames = engine.collect([kinds[name].frame for name in kinds])
    by_kind = {name: _by_key(frame) for name, frame in zip(kinds, frames, strict=True)}
    names = _names(engine, [top, *frames])
    tables = {name: rows.table for name, rows in kinds.items()}
    for figures in top.iter_rows(named=True):
        own = {name: by_kind[name].get(figures["key"], []) for name in kinds}
        totals = {name: int(rows[0]["_total"]) if rows else 0 for name, rows in own.items()}
        found = Found(figures, own, totals, names, sources, tables)
        yield _Told(rule, figures, rule.say(found), names)


def _by_key(frame: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in frame.sort("key", "_nth").iter_rows(named=True):
        found.setdefault(row["key"], []).append(row)
    return found


def _names(engine: Engine, frames: Sequence[pl.DataFrame]) -> dict[int, Named]:
    """Every party that a cell ending in _p, or `head`, names."""
    cells = [f[c].cast(pl.Int64).rename("p") for f in frames for c in f.columns if c.endswith("_p") or c == "head"]
    if not cells:
        return {}
    wanted = pl.concat(cells).drop_nulls().unique().to_frame()
    party = engine.ground["party"].join(engine.ground.give(wanted), on="p", how="inner")
    (found,) = engine.collect([party])
    return {int(r["p"]): Named(r["id"], r["kind"] or "unknown", r["name"] or "") for r in found.iter_rows(named=True)}


def _ranked(told: Sequence[_Told]) -> tuple[Hit, ...]:
    order = sorted(
        told, key=lambda t: (t.figures["explained"], -strength(t.rule, t.figures), t.rule.slug, t.figures["key"])
    )
    seen: dict[str, dict[str, None]] = {}
    for one in order:
        for party in one.said.parties:
            seen.setdefault(one.names[party].id, {})[one.rule.slug] = None
    return tuple(
        Hit(t.rule, t.figures, t.said, t.names, float(strength(t.rule, t.figures)), n, _also(t, seen))
        for n, t in enumerate(order, 1)
    )


def _also(told: _Told, seen: Mapping[str, Mapping[str, None]]) -> tuple[str, ...]:
    """Other rules that name one of the same parties."""
    found = {slug for party in told.said.parties for slug in seen[told.names[party].id]}
    return tuple(sorted(found - {told.rule.slug}))
