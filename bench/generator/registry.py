"""A whole made-up register: background, stories, cases, truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from bench.generator.background import Frames, background
from bench.generator.kindred import surroundings
from bench.generator.life import Tale
from bench.generator.plants import LOOKALIKES, PLANTS
from bench.generator.story import Market, Rows
from bench.generator.trade import dealings
from bench.generator.truth import Debtor, Planted, Truth
from graph.tables import all_columns


@dataclass(frozen=True, slots=True)
class Mix:
    """How many debtors: so many of each scheme and of its look-alikes, clean ones, and ones of several schemes."""

    each: int
    clean: int
    several: int


@dataclass(frozen=True, slots=True)
class Registry:
    """Tables in the import template's columns, one case a debtor (the keys of a case file), and the truth, kept aside."""

    tables: Frames
    cases: tuple[dict[str, Any], ...]
    truth: Truth


def usual_mix(companies: int) -> Mix:
    """From a handful to sixty of each scheme; at 20,000 companies and more, a thousand clean debtors."""
    each = int(np.clip(companies // 500, 2, 40))
    return Mix(each, min(max(10, companies // 20), 1000), each)


def registry(companies: int, seed: int, mix: Mix | None = None) -> Registry:
    """The same seed and sizes give the same rows in the same order."""
    mix = mix or usual_mix(companies)
    ground = background(companies, seed)
    firms = ground.firms.filter("open").select("id", "name", "code", "city", "trade")
    plan = _plan(mix)
    market = Market(
        firms, max(1, firms.height // 200), max(1, min(len(plan), firms.height // 12)), _halls(ground.tables)
    )
    cases: list[dict[str, Any]] = []
    debtors: list[Debtor] = []
    schemes: list[Planted] = []
    rows: dict[str, Rows] = {}
    for number, (role, resembles, way) in enumerate(plan):
        tale = Tale(seed, number, market)
        tale.found()
        schemes += _act(tale, role, resembles, way)
        tale.live()
        surroundings(tale)
        dealings(tale)
        cases.append(_case(tale))
        debtors.append(Debtor(cases[-1]["id"], tale.debtor.id, role, resembles, way))
        for table, found in tale.tables.items():
            rows.setdefault(table, []).extend(found)
    tables = _joined(ground.tables, rows, seed)
    return Registry(tables, tuple(cases), Truth(tuple(debtors), tuple(schemes)))


def _halls(tables: Frames) -> tuple[str, ...]:
    """Doors that twenty firms and more give as theirs, the most crowded first."""
    doors = tables["parties"].drop_nulls("address").group_by("address").len().filter(pl.col("len") >= 20)
    return tuple(doors.sort("len", "address", descending=[True, False])["address"].to_list())


def _plan(mix: Mix) -> Sequence[tuple[str, str, str]]:
    """Role, typology and way of every debtor."""
    found = [("schemed", slug, "") for slug in sorted(PLANTS) for _ in range(mix.each)]
    for slug in sorted(LOOKALIKES):
        ways = LOOKALIKES[slug]
        found += [("look-alike", slug, ways[at % len(ways)].__name__) for at in range(mix.each)]
    slugs = [s for s in sorted(PLANTS) if s not in _ALONE]
    found += [
        ("schemed", f"{slugs[at % len(slugs)]}+{slugs[(at * 5 + 3) % len(slugs)]}", "") for at in range(mix.several)
    ]
    return [*found, *(("clean", "", "") for _ in range(mix.clean))]


# Stories that rewrite the debtor itself (a person in debt, other holders, its end) stand alone.
_ALONE = frozenset(
    {
        "family-divorce-transfer", "relative-proxy-holding", "nominee-shareholder", "circular-shareholding", "cross-holding",
        "unpaid-capital-transfer", "capital-reduction-evasion", "sudden-deregistration", "phoenix-company",
        "common-controller-commingling", "dividend-stripping", "asset-stripping-reorganisation", "overvalue-purchase-related",
    }
)  # fmt: skip


def _act(tale: Tale, role: str, resembles: str, way: str) -> list[Planted]:
    if role == "schemed":
        return [PLANTS[slug](tale) for slug in dict.fromkeys(resembles.split("+"))]
    if role == "look-alike":
        next(act for act in LOOKALIKES[resembles] if act.__name__ == way)(tale)
    return []


def _case(tale: Tale) -> dict[str, Any]:
    c = tale.clock
    return {
        "id": f"bench-{tale.number:05d}", "debtors": [tale.debtor.id], "creditor": tale.creditor.id, "amount": str(tale.debt),
        "currency": "CNY", "arose": c.arose, "due": c.due, "suit": c.suit, "judgment": c.judgment, "enforcement": c.enforcement,
        "as_of": c.as_of, "jurisdiction": "CN",
    }  # fmt: skip


def _joined(ground: Frames, rows: dict[str, Rows], seed: int) -> Frames:
    """Background and stories in one table each, shuffled, under the template's headings."""
    rng = np.random.default_rng([seed, 2])
    out: Frames = {}
    for table in sorted({*ground, *rows}):
        names = [c.name for c in all_columns(table)]
        told = pl.DataFrame(rows.get(table, []), schema=dict.fromkeys(names, pl.String))
        parts = [part for part in (ground.get(table), told) if part is not None and part.height]
        whole = pl.concat(parts, how="diagonal")
        kept = whole.select([n for n in names if n in whole.columns and whole[n].null_count() < whole.height])
        out[table] = kept[rng.permutation(kept.height)]
    return out


def write_tables(tables: Frames, folder: Path) -> None:
    """One CSV a table, as a user would hand them over."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, frame in tables.items():
        frame.write_csv(folder / f"{table}.csv")
