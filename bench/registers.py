"""A made-up register as numbers: who holds what part of whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.holdings_on import HoldingsOn, Pairs
from graph.kernels import Ints, Longs
from graph.ratios import Ratios, reduced

_PERSONS = 0.4
_CORPORATE = 0.3
_BACKWARDS = 0.002
_INCOMPLETE = 0.1
_OVER = 0.01
_RINGS = 400
_CORE, _CORE_HOLDERS = 300, 12
_WHOLE = 10_000
"""Shares are whole hundredths of a per cent, as registers print them."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Holdings: owner, company, share in parts of 10,000. Companies are numbered first, persons after them."""

    owner: Longs
    company: Longs
    part: Longs
    companies: int
    parties: int


def made_up(parties: int, holdings: int, seed: int) -> Rows:
    """A register with skewed degrees on both sides, planted rings and one dense core; the same for the same seed.

    A corporate holder nearly always has a lower number than the company it holds, so that groups are deep, not endless;
    a few rows point back, and there rings close.
    """
    rng = np.random.default_rng(seed)
    companies = int(parties * (1 - _PERSONS))
    company = np.sort(_held(rng, companies, holdings))
    corporate = rng.random(holdings) < _CORPORATE
    skew = rng.random(holdings)
    above = (company * skew**1.5).astype(np.int64)
    above = np.where(rng.random(holdings) < _BACKWARDS, rng.integers(0, companies, holdings), above)
    persons = companies + ((parties - companies) * rng.random(holdings) ** 1.5).astype(np.int64)
    owner = np.where(corporate & (above != company), above, persons)
    part = _parts(rng, company)
    planted = _planted(rng, companies)
    fresh = ~np.isin(company, planted[1])
    owner, company, part = (np.concatenate([x[fresh], y]) for x, y in zip((owner, company, part), planted, strict=True))
    # One row a pair: what a register says twice of one holder is one stake.
    _, first = np.unique(company * parties + owner, return_index=True)
    return Rows(owner[first], company[first], part[first], companies, parties)


def _held(rng: np.random.Generator, companies: int, holdings: int) -> Longs:
    """The company of each row: one row each, the others to few companies much and to most a little."""
    extra = (companies * rng.random(holdings - companies) ** 1.3).astype(np.int64)
    shuffled = rng.permutation(companies)
    return np.concatenate([np.arange(companies), shuffled[extra]])


def _parts(rng: np.random.Generator, company: Longs) -> Longs:
    """Round parts of a whole: fives, ones or hundredths of a per cent, most often adding up."""
    first = np.flatnonzero(np.diff(company, prepend=-1))
    sizes = np.diff(first, append=len(company))
    run = np.repeat(np.arange(len(first)), sizes)
    raw = rng.exponential(1.0, len(company))
    steps = rng.choice([500, 100, 1], len(first), p=[0.5, 0.3, 0.2])[run]
    whole = np.full(len(first), float(_WHOLE))
    mood = rng.random(len(first))
    whole[mood < _INCOMPLETE] *= rng.random(int((mood < _INCOMPLETE).sum()))
    whole[mood > 1 - _OVER] *= 1.2
    exact = raw / np.add.reduceat(raw, first)[run] * whole[run]
    part: Longs = np.maximum((exact // steps).astype(np.int64) * steps, 1)
    left = whole.astype(np.int64) - np.add.reduceat(part, first)
    part[first] = np.clip(part[first] + left, 1, _WHOLE)
    return part


def _planted(rng: np.random.Generator, companies: int) -> tuple[Longs, Longs, Longs]:
    """Rings of two to twelve, each member held by the one before, and a core in which everybody holds of everybody."""
    core, holders = min(_CORE, companies // 8), min(_CORE_HOLDERS, companies // 16)
    free = rng.permutation(companies)
    owner, company, part = [], [], []
    at = core
    for _ in range(min(_RINGS, companies // 100)):
        ring = free[at : at + int(rng.integers(2, 13))]
        at += len(ring)
        owner.append(np.roll(ring, 1))
        company.append(ring)
        part.append(rng.integers(500, 9_500, len(ring)))
        outside = rng.integers(companies, companies + max(companies // 4, 1), len(ring))
        owner.append(outside)
        company.append(ring)
        part.append(_WHOLE - part[-1])
    for firm in free[:core]:
        others = rng.choice(free[:core], holders, replace=False)
        others = others[others != firm]
        owner.append(np.append(others, companies + int(rng.integers(0, max(companies // 4, 1)))))
        company.append(np.full(len(others) + 1, firm))
        part.append(np.append(np.full(len(others), 9_000 // holders), 1_000))
    return np.concatenate(owner), np.concatenate(company), np.concatenate(part)


def holdings_of(rows: Rows) -> HoldingsOn:
    """The same register as a snapshot's columns are read on a day; votes follow shares."""
    owner, company = rows.owner.astype(np.int32), rows.company.astype(np.int32)
    whole = np.full(len(rows.part), _WHOLE, np.int64)
    pairs = Pairs(owner, company, reduced(Ratios(rows.part.astype(np.int64), whole, {})))
    nothing: Ints = np.empty(0, np.int32)
    return HoldingsOn(
        rows.parties, pairs, pairs, np.zeros(rows.parties, np.uint8), (nothing, nothing), (nothing, nothing)
    )
