"""Everything above a company: all holders, however far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from graph.case import Case, Debt, DebtClock, Debtor, read_parties
from graph.case_rows import read_rows
from graph.control import RECORDED_CONTROL
from graph.facts import Interest, Relation, Role
from graph.reading import READERS
from graph.row_index import RowIndex
from graph.snapshot import Snapshot

BUDGET = 20_000
_AMONG = frozenset({"acts_in_concert", "nominee_for"})


def above(
    snapshot: Snapshot, party: str, as_of: date, rows: Mapping[str, RowIndex] | None = None, *, budget: int = BUDGET
) -> tuple[Case, int]:
    """A case of the holdings, control, concert and nominee relations above a party, and its own offices; and how many
    parties were left out.

    Followed without a depth limit; also down one step from every party found, so that rings close. With an index of rows
    no table is read through.
    """
    tables = _Tables(snapshot, rows or {}, as_of)
    own = tables.number(party)
    seen = {own}
    frontier, left_out = set(seen), 0
    while frontier:
        found = tables.holders(frontier) - seen
        if len(seen) + len(found) > budget:
            left_out = len(found)
            break
        seen |= found
        frontier = found
    held_rows = tables.about("holdings", "company_p", seen)
    interests: tuple[Interest, ...] = tuple(tables.read("holdings", held_rows))
    held = {tables.number(p) for i in interests for p in (i.owner, i.company)} | seen
    relations = _relations(tables, seen, held)
    roles: tuple[Role, ...] = tuple(tables.read("roles", tables.about("roles", "company_p", {own})))
    wanted = held | {tables.number(p) for r in relations for p in (r.a, r.b)} | {tables.number(r.person) for r in roles}
    debt = Debt("owners", party, (Debtor(party),), DebtClock(), as_of)
    return Case(
        debt, snapshot.id, snapshot.sources, read_parties(snapshot, wanted, rows), interests=interests, roles=roles,
        relations=relations,
    ), left_out  # fmt: skip


class _Tables:
    """Rows in which parties stand, by an index where there is one."""

    def __init__(self, snapshot: Snapshot, rows: Mapping[str, RowIndex], as_of: date) -> None:
        self.snapshot = snapshot
        self.rows = rows
        self.as_of = as_of
        self.ids = snapshot.parties["id"]
        self._numbers: dict[str, int] = {}

    def number(self, party: str) -> int:
        """Parties stand in the order of their ids."""
        if party not in self._numbers:
            self._numbers[party] = int(self.ids.search_sorted(party))
        return self._numbers[party]

    def about(self, table: str, column: str, wanted: set[int]) -> pl.DataFrame | None:
        """Rows in which one of the parties stands in this cell."""
        frame = self.snapshot.tables.get(table)
        if frame is None:
            return None
        near = frame[self.rows[table].of(wanted)] if table in self.rows else frame
        return near.filter(pl.col(column).is_in(sorted(wanted)))

    def read(self, table: str, frame: pl.DataFrame | None) -> list[Any]:
        return [READERS[table](row) for row in read_rows(self.snapshot, table, frame, self.as_of)]

    def holders(self, companies: set[int]) -> set[int]:
        """Everybody with a stake in one of the companies, or with control of it on record."""
        found: set[int] = set()
        for table, owner, owned in (("holdings", "owner_p", "company_p"), ("relations", "a_p", "b_p")):
            own = self.about(table, owned, companies)
            if own is not None:
                own = own.filter(pl.col("kind").is_in(RECORDED_CONTROL)) if table == "relations" else own
                found |= set(own[owner].drop_nulls().to_list())
        return found


def _relations(tables: _Tables, seen: set[int], held: set[int]) -> tuple[Relation, ...]:
    """What is said about the companies; who acts in concert with, or is nominee for whom, among all holders."""
    about = tables.read("relations", tables.about("relations", "b_p", seen))
    among, wanted = [], set(held)
    while True:
        near = [
            r for column in ("a_p", "b_p") for r in tables.read("relations", tables.about("relations", column, wanted))
        ]
        among = [r for r in near if r.kind in _AMONG]
        met = {tables.number(p) for r in among if r.kind == "acts_in_concert" for p in (r.a, r.b)}
        if met <= wanted:
            break
        wanted |= met
    found = {r.place.fact: r for r in (*about, *among)}
    return tuple(sorted(found.values(), key=lambda r: r.place.rank))
