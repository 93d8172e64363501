"""Where money may come to in some days: all ends at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from graph.flows import Course, last_instant

_NEVER = 1 << 62
# Ends looked at in one pass: a table of parties by ends of some megabytes, whatever the case.
_AT_ONCE = 512
_Table = NDArray[np.int64]


class Arrivals:
    """Which ends the money of some payments may come to within some days of each.

    An end is a group of parties. It bounds no amounts and no steps: it leaves out what certainly does not come back, so
    that trips() looks at the rest alone. One pass over the payments, last to first, for every 512 ends.
    """

    def __init__(
        self, course: Course, outs: Iterable[int], ends: Sequence[frozenset[str]], closed: frozenset[str], days: int
    ) -> None:
        """closed: accounts that the money never passes."""
        self._places = {at: row for row, at in enumerate(sorted(set(outs)))}
        self._closed, self._course, self._days = closed, course, days
        self._ends = {end: column for column, end in enumerate(dict.fromkeys(ends))}
        listed = list(self._ends)
        parts = [self._pass(listed[low : low + _AT_ONCE]) for low in range(0, len(listed), _AT_ONCE)]
        whole = np.concatenate(parts, axis=1) if parts else np.zeros((len(self._places), 0), np.uint8)
        self._bits: NDArray[np.uint8] = whole

    def leading(self, outs: Iterable[int], end: frozenset[str]) -> list[int]:
        """Those of the payments whose money may come to the end, in order; what was not asked for leads nowhere."""
        column = self._ends.get(end)
        if column is None:
            return []
        mask = np.uint8(128 >> column % 8)
        held = self._bits[:, column // 8]
        return sorted(at for at in outs if (row := self._places.get(at)) is not None and held[row] & mask)

    def ends_of(self, outs: Iterable[int]) -> list[frozenset[str]]:
        """The ends that the money of any of the payments may come to, in the order in which they were given."""
        rows = [row for at in outs if (row := self._places.get(at)) is not None]
        if not rows or not self._ends:
            return []
        met = np.unpackbits(np.bitwise_or.reduce(self._bits[rows], axis=0))
        listed = list(self._ends)
        return [listed[column] for column in np.flatnonzero(met[: len(listed)]).tolist()]

    def _pass(self, ends: Sequence[frozenset[str]]) -> NDArray[np.uint8]:
        course = self._course
        columns = _columns(ends)
        rows = {party: row for row, party in enumerate(sorted({*course.outs, *course.ins}))}
        # The first instant at which money now on an account can be at an end; money at an end is there.
        first: _Table = np.full((len(rows), len(ends)), _NEVER, np.int64)
        met = np.zeros((len(self._places), len(ends)), np.bool_)
        for instant, group in groupby(range(len(course.flows) - 1, -1, -1), key=course.instants.__getitem__):
            places = list(group)
            while self._sooner(first, rows, columns, places, instant):
                pass
            for at in places:
                row = self._places.get(at)
                if row is not None:
                    met[row] = first[rows[course.flows[at].payee]] <= last_instant(course, at, self._days)
        return np.packbits(met, axis=1)

    def _sooner(
        self,
        first: _Table,
        rows: Mapping[str, int],
        columns: Mapping[str, list[int]],
        places: Sequence[int],
        instant: int,
    ) -> bool:
        """One look at the payments of an instant; must there be another? At one instant either order is possible."""
        flows = [self._course.flows[at] for at in places]
        payees = {p.payee for p in flows}
        again = False
        for p in flows:
            if p.payer in self._closed:
                continue
            mine, theirs = first[rows[p.payer]], first[rows[p.payee]]
            before = mine.copy() if p.payer in payees else None
            np.minimum(mine, theirs, out=mine)
            for column in columns.get(p.payee, ()):
                mine[column] = min(mine[column], instant)
            again = again or (before is not None and bool((mine < before).any()))
        return again


def _columns(ends: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for column, end in enumerate(ends):
        for party in end:
            found[party].append(column)
    return found
