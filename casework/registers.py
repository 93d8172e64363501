"""A snapshot's whole register on a day, computed once and kept."""

from __future__ import annotations

import shutil
from dataclasses import fields
from datetime import date
from functools import lru_cache
from pathlib import Path

from casework.desk import Desk
from graph.holdings_on import holdings_on
from graph.population import Population
from graph.register import Register, register
from graph.store.arrays import open_arrays, write_arrays

FORMAT = 2
"""Goes up with any change in what the arrays mean: older ones are computed again."""

KEPT_DAYS = 6
"""Days of one snapshot whose registers stay on disk; the least lately made goes first."""

_NAMES = tuple(f.name for f in fields(Register))


def population(desk: Desk, as_of: date) -> Population:
    """Everybody in the desk's snapshot on a day. Computed at the first call for that day (seconds for millions of parties),
    kept in the workspace's `arrays` folder, and memory-mapped from then on by every process.

    Where the workspace cannot be written to, each process computes for itself.
    """
    return Population(_register(desk, as_of), desk.snapshot.parties["id"])


@lru_cache(maxsize=4)
def _register(desk: Desk, as_of: date) -> Register:
    folder = None if desk.arrays is None else desk.arrays / f"register-{FORMAT}-{as_of.isoformat()}"
    found = None if folder is None else open_arrays(folder, _NAMES)
    if found is None:
        made = register(holdings_on(desk.snapshot, as_of))
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        if folder is None or not write_arrays(folder, {name: getattr(made, name) for name in _NAMES}):
            return made
        _leave(folder)
        found = open_arrays(folder, _NAMES)
        if found is None:
            return made
    return Register(**found)


def _leave(newest: Path) -> None:
    """Older days give way; one that another process reads stays readable to it until it lets go."""
    others = [p for p in newest.parent.glob("register-*") if p != newest]
    for place in sorted(others, key=lambda p: p.stat().st_mtime_ns, reverse=True)[KEPT_DAYS - 1 :]:
        shutil.rmtree(place, ignore_errors=True)
