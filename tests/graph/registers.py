"""Small registers for tests, from exact stakes."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import polars as pl

from graph.holdings_on import HoldingsOn, Pairs
from graph.population import Population
from graph.ratios import Ratios, reduced
from graph.register import register

Stakes = dict[tuple[str, str], Fraction]


def pairs(stakes: Mapping[tuple[str, str], Fraction], ids: list[str]) -> Pairs:
    at = {party: n for n, party in enumerate(ids)}
    rows = sorted((at[company], at[owner], share) for (owner, company), share in stakes.items())
    owner, company = (np.array([row[n] for row in rows], np.int32) for n in (1, 0))
    return Pairs(owner, company, reduced(Ratios.of(row[2] for row in rows)))


def population(
    stakes: Mapping[tuple[str, str], Fraction],
    votes: Mapping[tuple[str, str], Fraction] | None = None,
    never: frozenset[str] = frozenset(),
    told: frozenset[tuple[str, str]] = frozenset(),
) -> Population:
    """Everybody named in the stakes, votes or recorded control, and nobody else."""
    ids = sorted({party for pair in (*stakes, *(votes or {}), *told) for party in pair})
    held = pairs(stakes, ids)
    nothing = np.empty(0, np.int32)
    muted = np.array([party in never for party in ids], np.uint8)
    heads, led = (np.array([ids.index(pair[n]) for pair in sorted(told)], np.int32) for n in (0, 1))
    on = HoldingsOn(
        len(ids), held, held if votes is None else pairs(votes, ids), muted, (nothing, nothing), (heads, led)
    )
    return Population(register(on), pl.Series(ids, dtype=pl.String))


def random_control(seed: int, parties: list[str]) -> frozenset[tuple[str, str]]:
    """Up to four pairs of which a row states control, rings and what votes give anyway among them."""
    rng = random.Random(seed)
    return frozenset((rng.choice(parties), rng.choice(parties)) for _ in range(rng.randrange(5)))


def random_stakes(seed: int, *, most: int = 13) -> Stakes:
    """Any owner of any company, itself too: rings everywhere. Every third register records more than the whole."""
    rng = random.Random(seed)
    count = rng.randrange(2, most)
    found: Stakes = {}
    left = dict.fromkeys(range(count), Fraction(1))
    for _ in range(rng.randrange(1, 3 * count)):
        owner, company = rng.randrange(count), rng.randrange(count)
        share = Fraction(rng.randrange(1, 40), rng.choice((40, 50, 97, 100)))
        share = min(share, Fraction(1) if seed % 3 == 0 else left[company])
        if share > 0 and (f"{owner:02}", f"{company:02}") not in found:
            found[f"{owner:02}", f"{company:02}"] = share
            left[company] -= share
    if seed % 7 == 0 and count > 3:
        found = {pair: share for pair, share in found.items() if pair[1] not in ("00", "01")}
        found |= {("00", "01"): Fraction(1), ("01", "00"): Fraction(1)}
    return found or {("00", "01"): Fraction(1, 2)}
