"""A whole register screened, on this machine or on Spark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from graph.statements import Source
from queries.screening_rule import Found, Frame, Ground, Named, Rule, Said, screening_rules, strength

LIMIT = 200
"""Hits of one rule that are told with their rows; how many there are is counted."""


class Engine(Protocol):
    """What runs rules: frames of a snapshot, and their answers. folder: the snapshot's, from which names are read here."""

    @property
    def name(self) -> str: ...

    @property
    def folder(self) -> Path: ...

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
    missing = {rule.slug: tuple(t for t in rule.needs if t not in engine.held) for rule in wanted}
    able = [rule for rule in wanted if not missing[rule.slug]]
    found = {rule.slug: _in_order(frame) for rule, frame in zip(able, _all_hits(engine, able), strict=True)}
    top = {slug: frame.head(limit) for slug, frame in found.items()}
    told = _told(engine, [rule for rule in able if top[rule.slug].height], top, sources)
    counts = {slug: (frame.height, top[slug].height) for slug, frame in found.items()}
    looked = (Looked(rule, *counts.get(rule.slug, (0, 0)), missing[rule.slug]) for rule in wanted)
    return Screened(snapshot, as_of, _ranked(told), tuple(looked))


def _all_hits(engine: Engine, rules: Sequence[Rule]) -> list[pl.DataFrame]:
    return engine.collect([rule.hits(engine.ground) for rule in rules])


def _in_order(found: pl.DataFrame) -> pl.DataFrame:
    """All hits of a rule, the most telling first; every whole number in one width."""
    whole = found.with_columns(pl.col(n).cast(pl.Int64) for n, kind in found.schema.items() if kind.is_integer())
    return whole.sort("explained", "value", "key", descending=[False, True, False])


def _told(
    engine: Engine, rules: Sequence[Rule], top: Mapping[str, pl.DataFrame], sources: Sequence[Source]
) -> list[_Told]:
    """Hits in words: the rows of all rules are fetched together, then the names of all parties in them."""
    kinds = {rule.slug: rule.rows(engine.ground, engine.ground.give(top[rule.slug])) for rule in rules}
    wanted = [(slug, name) for slug, rows in kinds.items() for name in rows]
    frames = engine.collect([kinds[slug][name].frame for slug, name in wanted])
    by_kind = {where: _by_key(frame) for where, frame in zip(wanted, frames, strict=True)}
    names = _names(engine, [*(top[rule.slug] for rule in rules), *frames])
    told = []
    for rule in rules:
        tables = {name: rows.table for name, rows in kinds[rule.slug].items()}
        for figures in top[rule.slug].iter_rows(named=True):
            own = {name: by_kind[rule.slug, name].get(figures["key"], []) for name in tables}
            found = Found(figures, own, names, sources, tables)
            told.append(_Told(rule, figures, rule.say(found), names))
    return told


def _by_key(frame: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in frame.sort("key", "_nth").iter_rows(named=True):
        found.setdefault(row["key"], []).append(row)
    return found


def _names(engine: Engine, frames: Sequence[pl.DataFrame]) -> dict[int, Named]:
    """Every party that a cell ending in _p, or `head`, names."""
    cells = [f[c].cast(pl.Int64).rename("p") for f in frames for c in f.columns if c.endswith("_p") or c == "head"]
    wanted = pl.concat([pl.Series("p", [], pl.Int64), *cells]).drop_nulls().unique().to_frame().lazy()
    party = pl.scan_parquet(engine.folder / "_parties.parquet").with_columns(pl.col("idx").cast(pl.Int64).alias("p"))
    found = party.join(wanted, on="p", how="semi").select("p", "id", "kind", "name").collect()
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
