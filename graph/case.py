"""One debt: who owes whom, the debt clock, and the cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.case_rows import read_row, read_rows
from graph.claims import ClaimTerms
from graph.facts import (
    Accounts,
    Change,
    Contract,
    CourtCase,
    Declaration,
    Encumbrance,
    Interest,
    Party,
    Payment,
    Rate,
    Relation,
    Role,
    Succession,
    Title,
    Transfer,
)
from graph.names import NameShape, person_key, shape_of
from graph.namesakes import Bearer, offer
from graph.reach import LeftOut, Net, Reach, control_rows, crowds, reach, worded_crowds
from graph.reading import READERS
from graph.resolve import Match
from graph.row_index import RowIndex
from graph.snapshot import Snapshot
from graph.statements import Place, Row, Source
from graph.values import DateSpan, Money


@dataclass(frozen=True, slots=True)
class Debtor:
    """A debtor in its capacity, with its own day on which the debt arose where given."""

    party: str
    capacity: str = "debtor"
    arose: DateSpan | None = None


@dataclass(frozen=True, slots=True)
class DebtClock:
    """The days from which look-backs and limits run; None = not given."""

    arose: DateSpan | None = None
    due: DateSpan | None = None
    suit: DateSpan | None = None
    served: DateSpan | None = None
    judgment: DateSpan | None = None
    judgment_effective: DateSpan | None = None
    enforcement: DateSpan | None = None
    insolvency_filed: DateSpan | None = None
    insolvency_accepted: DateSpan | None = None
    performance_end: DateSpan | None = None
    ruling_served: DateSpan | None = None
    insolvency_closed: DateSpan | None = None

    @property
    def start(self) -> DateSpan | None:
        """When the debt arose; else the earliest known stage, which the report calls assumed."""
        return self.arose or next((s for s in self.stages().values() if s), None)

    def stages(self) -> dict[str, DateSpan | None]:
        names = ("arose", "due", "suit", "judgment", "enforcement", "insolvency_accepted")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Known:
    """A day on which the creditor came to know of a row, and how."""

    row_id: str
    on: DateSpan
    how: str


@dataclass(frozen=True, slots=True)
class Debt:
    """The case file read: who owes whom how much, since when, under which law."""

    id: str
    title: str
    debtors: tuple[Debtor, ...]
    clock: DebtClock
    as_of: date
    jurisdiction: str = "CN"
    creditor: str | None = None
    claim: Money | None = None
    principal: Money | None = None
    known: tuple[Known, ...] = ()
    rates: tuple[Rate, ...] = ()
    terms: ClaimTerms = field(default_factory=ClaimTerms)
    keys: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """The cut of a snapshot around one debt. All ids are printed ids; facts later than `as_of` are left out.

    crowds: how many parties share "_address:…", "_phone:…", "_email:…" in the whole snapshot ("address:…" is an address too
    coarse to read, word for word); posts: companies in which a person holds a role there; matches: joins between two
    records of a party of the case; holders: record → party; perhaps: party → parties that may be the same, undecided.
    """

    debt: Debt
    snapshot: str
    sources: tuple[Source, ...]
    parties: Mapping[str, Party]
    interests: tuple[Interest, ...] = ()
    roles: tuple[Role, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    payments: tuple[Payment, ...] = ()
    contracts: tuple[Contract, ...] = ()
    encumbrances: tuple[Encumbrance, ...] = ()
    relations: tuple[Relation, ...] = ()
    court_cases: tuple[CourtCase, ...] = ()
    changes: tuple[Change, ...] = ()
    successions: tuple[Succession, ...] = ()
    accounts: tuple[Accounts, ...] = ()
    titles: tuple[Title, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    rates: tuple[Rate, ...] = ()
    crowds: Mapping[str, int] = field(default_factory=dict)
    posts: Mapping[str, int] = field(default_factory=dict)
    matches: tuple[Match, ...] = ()
    holders: Mapping[str, str] = field(default_factory=dict)
    perhaps: Mapping[str, tuple[tuple[str, Match], ...]] = field(default_factory=dict)
    hubs: frozenset[str] = frozenset()
    left_out: tuple[LeftOut, ...] = ()
    tables_held: frozenset[str] = frozenset()

    @property
    def as_of(self) -> date:
        return self.debt.as_of

    @property
    def debtor_ids(self) -> tuple[str, ...]:
        return tuple(d.party for d in self.debt.debtors)

    def party(self, party_id: str) -> Party:
        return self.parties.get(party_id) or Party(party_id, "unknown", party_id)

    def arose_for(self, party_id: str) -> DateSpan | None:
        """When this debtor's debt arose: its own day, else the case's."""
        own = next((d.arose for d in self.debt.debtors if d.party == party_id and d.arose), None)
        return own or self.debt.clock.start

    def titles_of(self, asset: str) -> tuple[Title, ...]:
        return tuple(t for t in self.titles if t.asset == asset)

    def encumbrances_on(self, asset: str) -> tuple[Encumbrance, ...]:
        return tuple(e for e in self.encumbrances if e.asset == asset)


_FIELD = {
    "holdings": "interests",
    "roles": "roles",
    "share_transfers": "transfers",
    "asset_transfers": "transfers",
    "assets": "titles",
    "payments": "payments",
    "contracts": "contracts",
    "encumbrances": "encumbrances",
    "relations": "relations",
    "court_cases": "court_cases",
    "changes": "changes",
    "successions": "successions",
    "accounts": "accounts",
    "declarations": "declarations",
}


def cut(snapshot: Snapshot, net: Net, debt: Debt, *, hops: int = 4, budget: int = 3000) -> Case:
    """What lies within the debtor's reach, as typed facts; hubs are named and stopped at."""
    near = reach(snapshot, net, _numbers(snapshot, [d.party for d in debt.debtors]), hops=hops, budget=budget)
    return cut_along(snapshot, net, debt, near)


def cut_along(snapshot: Snapshot, net: Net, debt: Debt, near: Reach) -> Case:
    """The case of a reach that is known."""
    facts: dict[str, list[Any]] = defaultdict(list)
    touched = {t: index.of(near.inside) for t, index in net.rows.items()} | control_rows(snapshot, net.rows, near)
    assets = _assets_of(snapshot, touched)
    seen: set[int] = set(near.inside) | set(near.hubs)
    for table, frame in sorted(snapshot.tables.items()):
        if table in _FIELD:
            rows = _chosen(frame, touched.get(table), assets)
            seen |= _parties_in(rows)
            facts[_FIELD[table]] += [READERS[table](row) for row in read_rows(snapshot, table, rows, debt.as_of)]
    told = read_rows(snapshot, "rates", snapshot.tables.get("rates"), debt.as_of)
    rates = [rate for row in told if (rate := READERS["rates"](row))]
    parties = read_parties(snapshot, seen, net.rows)
    holders = _holders(snapshot, seen)
    return Case(
        debt=debt,
        snapshot=snapshot.id,
        sources=snapshot.sources,
        parties=parties,
        **{name: tuple(sorted(found, key=lambda fact: fact.place.rank)) for name, found in facts.items()},
        rates=(*rates, *debt.rates),
        crowds=crowds(net, seen) | worded_crowds(snapshot, _coarse(parties)),
        posts=_posts(snapshot, net, seen),
        matches=_matches(snapshot, holders),
        holders=holders,
        perhaps=_perhaps(snapshot, parties, holders),
        hubs=frozenset(snapshot.parties["id"][n] for n in near.hubs),
        left_out=near.left_out,
        tables_held=frozenset(t for t, f in snapshot.tables.items() if f.height),
    )


def _numbers(snapshot: Snapshot, ids: list[str]) -> list[int]:
    """Positions of the parties that the snapshot holds; parties stand in the order of their ids."""
    held = snapshot.parties["id"]
    found = [(party, int(held.search_sorted(party))) for party in ids]
    return [at for party, at in found if at < len(held) and held[at] == party]


def _assets_of(snapshot: Snapshot, touched: Mapping[str, NDArray[np.int64]]) -> list[str]:
    """Every asset that a row of a reached party names, in whatever table."""
    found: set[str] = set()
    for table, rows in touched.items():
        if "_asset" in snapshot.tables[table].columns:
            found |= set(snapshot.tables[table]["_asset"].gather(rows).drop_nulls().to_list())
    return sorted(found)


def _chosen(frame: pl.DataFrame, touched: NDArray[np.int64] | None, assets: list[str]) -> pl.DataFrame:
    """Rows of reached parties, and all rows about an asset that such a row names: a bank's mortgage belongs to the case."""
    rows = np.empty(0, np.int64) if touched is None else touched
    if "_asset" in frame.columns and assets:
        about = frame["_asset"].is_in(assets).fill_null(value=False)
        rows = np.union1d(rows, about.arg_true().to_numpy())
    return frame[rows]


def _parties_in(frame: pl.DataFrame) -> set[int]:
    found: set[int] = set()
    for column in frame.columns:
        if column.endswith("_p"):
            found |= set(frame[column].drop_nulls().to_list())
    return found


def read_parties(
    snapshot: Snapshot, wanted: set[int], indexes: Mapping[str, RowIndex] | None = None
) -> dict[str, Party]:
    """The parties with these numbers, by id; with an index of rows no table is read through."""
    rows: dict[int, list[Row]] = defaultdict(list)
    frame = snapshot.tables.get("parties")
    if frame is not None:
        index = (indexes or {}).get("parties")
        chosen = frame.filter(pl.col("party_p").is_in(sorted(wanted))) if index is None else frame[index.of(wanted)]
        for cells in chosen.iter_rows(named=True):
            rows[cells["party_p"]].append(read_row(snapshot, "parties", cells))
    out = {}
    for party in snapshot.parties[np.array(sorted(wanted), np.int64)].iter_rows(named=True):
        ordered = tuple(sorted(rows[party["idx"]], key=_best_first))
        out[party["id"]] = Party(
            party["id"],
            party["kind"],
            party["name"],
            tuple(party["names"]),
            tuple(party["ids"]),
            frozenset(party["bases"]),
            ordered,
        )
    return out


def _best_first(row: Row) -> tuple[int, str, str, str]:
    """By how far a row is believed, then by what it says: never by the line on which it happens to stand."""
    return row.place.rank, row.place.label, row.place.source, row.place.fact


def _posts(snapshot: Snapshot, net: Net, wanted: set[int]) -> dict[str, int]:
    frame = snapshot.tables.get("roles")
    if frame is None:
        return {}
    own = frame[net.rows["roles"].of(wanted)]
    chosen = own.filter(pl.col("person_p").is_in(sorted(wanted)))
    return dict(chosen.group_by("person_id").agg(pl.col("company_p").n_unique()).sort("person_id").iter_rows())


def _holders(snapshot: Snapshot, wanted: set[int]) -> dict[str, str]:
    exploded = snapshot.parties[np.array(sorted(wanted), np.int64)].select("id", "records").explode("records")
    return {record: party for party, record in exploded.iter_rows()}


def _coarse(parties: Mapping[str, Party]) -> set[str]:
    """Addresses of the case that name no door and no building."""
    rows = (row for party in parties.values() for row in party.rows)
    return {text for row in rows if (text := row.get("address")) and not row.get("_address")}


def _matches(snapshot: Snapshot, holders: Mapping[str, str]) -> tuple[Match, ...]:
    """Joins on which the identity of a party of the case rests."""
    return tuple(m for m in snapshot.matches if m.decision == "same" and m.left in holders and m.right in holders)


def _perhaps(
    snapshot: Snapshot, parties: Mapping[str, Party], holders: Mapping[str, str]
) -> dict[str, tuple[tuple[str, Match], ...]]:
    """party → people of the case who bear the same name and are not shown to be others; undecided only."""
    records: dict[str, list[str]] = defaultdict(list)
    for record, party_id in holders.items():
        records[party_id].append(record)
    decided = {m.id for m in snapshot.matches if m.decision != "perhaps"}
    bearers: dict[str, list[str]] = defaultdict(list)
    for party in parties.values():
        if party.is_person and shape_of(party.name, expect="person") is not NameShape.MASKED:
            bearers[person_key(party.name)].append(party.id)
    found: dict[str, list[tuple[str, Match]]] = defaultdict(list)
    for same in bearers.values():
        for a, b in combinations(sorted(same), 2):
            pair = [Bearer(min(records[x]), parties[x].identifiers) for x in (a, b)]
            match = offer(pair[0], pair[1], "same-name", {})
            if match.decision == "perhaps" and match.id not in decided:
                found[a].append((b, match))
                found[b].append((a, match))
    return {party: tuple(sorted(others, key=lambda o: o[0])) for party, others in found.items()}


def as_graph(case: Case) -> nx.MultiDiGraph:
    """The case as a networkx multigraph: parties as nodes, facts as edges keyed by statement id."""
    graph = nx.MultiDiGraph(case=case.debt.id, as_of=case.as_of.isoformat())
    for party in sorted(case.parties.values(), key=lambda p: p.id):
        graph.add_node(party.id, kind=party.kind, name=party.name)
    ends: tuple[tuple[str, Iterable[Any], str, str], ...] = (
        ("ownership", case.interests, "owner", "company"),
        ("role", case.roles, "person", "company"),
        ("transfer", case.transfers, "giver", "taker"),
        ("payment", case.payments, "payer", "payee"),
        ("contract", case.contracts, "first", "second"),
        ("relation", case.relations, "a", "b"),
        ("succession", case.successions, "predecessor", "successor"),
    )
    for kind, facts, a, b in ends:
        for fact in facts:
            graph.add_edge(getattr(fact, a), getattr(fact, b), key=fact.place.statement(kind), kind=kind, fact=fact)
    return graph


def places_of(facts: Iterable[Any]) -> tuple[Place, ...]:
    return tuple(fact.place for fact in facts)
