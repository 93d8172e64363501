"""Everything above a company: all holders, however far."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from graph.case import Case, Debt, DebtClock, Debtor, read_parties, read_rows
from graph.facts import Interest, Relation, Role
from graph.reading import READERS
from graph.snapshot import Snapshot

BUDGET = 20_000
_AMONG = frozenset({"acts_in_concert", "nominee_for"})


def above(snapshot: Snapshot, party: str, as_of: date, *, budget: int = BUDGET) -> tuple[Case, int]:
    """A case of the holdings, control, concert and nominee relations above a party, and its own offices; and how many
    parties were left out.

    Followed without a depth limit; also down one step from every party found, so that rings close.
    """
    index = dict(snapshot.parties.select("id", "idx").iter_rows())
    seen = {index[party]}
    frontier, left_out = set(seen), 0
    while frontier:
        found = _holders(snapshot, frontier) - seen
        if len(seen) + len(found) > budget:
            left_out = len(found)
            break
        seen |= found
        frontier = found
    interests: tuple[Interest, ...] = tuple(_read(snapshot, "holdings", "company_p", seen, as_of))
    held = {index[p] for i in interests for p in (i.owner, i.company)} | seen
    relations = _relations(snapshot, seen, held, as_of)
    roles: tuple[Role, ...] = tuple(_read(snapshot, "roles", "company_p", {index[party]}, as_of))
    wanted = held | {index[p] for r in relations for p in (r.a, r.b)} | {index[r.person] for r in roles}
    debt = Debt("owners", party, (Debtor(party),), DebtClock(), as_of)
    return Case(
        debt, snapshot.id, snapshot.sources, read_parties(snapshot, wanted), interests=interests, roles=roles,
        relations=relations,
    ), left_out  # fmt: skip


def _relations(snapshot: Snapshot, seen: set[int], held: set[int], as_of: date) -> tuple[Relation, ...]:
    """What is said about the companies; who acts in concert with, or is nominee for whom, among all holders."""
    about = _read(snapshot, "relations", "b_p", seen, as_of)
    among, wanted = [], set(held)
    while True:
        near = [r for column in ("a_p", "b_p") for r in _read(snapshot, "relations", column, wanted, as_of)]
        among = [r for r in near if r.kind in _AMONG]
        index = dict(snapshot.parties.select("id", "idx").iter_rows())
        met = {index[p] for r in among if r.kind == "acts_in_concert" for p in (r.a, r.b)}
        if met <= wanted:
            break
        wanted |= met
    found = {r.place.fact: r for r in (*about, *among)}
    return tuple(sorted(found.values(), key=lambda r: r.place.rank))


def _holders(snapshot: Snapshot, companies: set[int]) -> set[int]:
    found: set[int] = set()
    for table, owner, owned in (("holdings", "owner_p", "company_p"), ("relations", "a_p", "b_p")):
        frame = snapshot.tables.get(table)
        if frame is not None:
            own = frame.filter(pl.col(owned).is_in(sorted(companies)))
            if table == "relations":
                own = own.filter(pl.col("kind").is_in(["controls", "trustee_of"]))
            found |= set(own[owner].drop_nulls().to_list())
    return found


def _read(snapshot: Snapshot, table: str, column: str, wanted: set[int], as_of: date) -> list[Any]:
    frame = snapshot.tables.get(table)
    if frame is None:
        return []
    own = frame.filter(pl.col(column).is_in(sorted(wanted)))
    return [READERS[table](row) for row in read_rows(snapshot, table, own, as_of)]
