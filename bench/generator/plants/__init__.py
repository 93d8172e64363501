"""Schemes of every typology, and what looks like them."""

from __future__ import annotations

from bench.generator.plants import (
    capital,
    claims,
    disposals,
    families,
    money,
    names,
    owners,
    places,
    prices,
    successors,
)
from bench.generator.plants.plant import Lookalike, Plant

_ROOMS = (capital, claims, disposals, families, money, names, owners, places, prices, successors)
PLANTS: dict[str, Plant] = {slug: plant for room in _ROOMS for slug, plant in room.PLANTS.items()}
LOOKALIKES: dict[str, tuple[Lookalike, ...]] = {
    slug: found for room in _ROOMS for slug, found in room.LOOKALIKES.items()
}
