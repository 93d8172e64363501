"""What lies next to whom, asked of a Neo4j server in batches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.control_ever import EverControl, ever_control
from graph.reach import licensed
from graph.row_index import RowIndex
from graph.snapshot import Snapshot
from graph.store.neo4j import Neo4jStore

BATCH = 2_000
"""Parties or things asked about in one question."""

_PARTY = """MATCH (p:Party) WHERE p.id IN $ids
MATCH (p)-[:OWNS|SERVES|TRANSFERS|NEAR|PAID|AGREED|RELATED|SUED|SUCCEEDED_BY]-(q:Party)
WHERE q.kind <> 'not_named' AND q.id <> p.id RETURN DISTINCT p.id AS at, q.id AS near"""
_ASSETS = """MATCH (p:Party) WHERE p.id IN $ids
MATCH (p)-[:HOLDS_TITLE|ENCUMBERS|GAVE]->(a:Asset) RETURN DISTINCT p.id AS at, 'asset:' + a.id AS near"""
_CONTACTS = """MATCH (p:Party) WHERE p.id IN $ids
MATCH (p)-[:AT]->(c:Contact) RETURN DISTINCT p.id AS at, '_' + c.id AS near"""
_OF_ASSET = """MATCH (a:Asset) WHERE a.id IN $ids
MATCH (p:Party)-[:HOLDS_TITLE|ENCUMBERS|GAVE]->(a) WHERE p.kind <> 'not_named' RETURN DISTINCT 'asset:' + a.id AS at, p.id AS near"""
_OF_CONTACT = """MATCH (c:Contact) WHERE c.id IN $ids
MATCH (p:Party)-[:AT]->(c) RETURN DISTINCT '_' + c.id AS at, p.id AS near"""


class ServerNet:
    """graph.reach.Net over a server: only what a cut comes to is fetched, one question a kind and step.

    The rows of a case are read from the snapshot itself; the server says who lies next to whom.
    """

    def __init__(
        self,
        store: Neo4jStore,
        snapshot: Snapshot,
        rows: Mapping[str, RowIndex],
        control: EverControl | None = None,
    ) -> None:
        self.rows: Mapping[str, RowIndex] = rows
        self.control: EverControl | None = ever_control(snapshot) if control is None else control
        self.parties: int = snapshot.parties.height
        self.licensed: frozenset[int] = licensed(snapshot)
        self._labels: list[str] = []
        self.things: Sequence[str] = self._labels
        self._ids = snapshot.parties["id"]
        self._numbers: dict[str, int] = {}
        self._store = store
        self._near: dict[int, NDArray[np.int64]] = {}

    def neighbours(self, node: int) -> NDArray[np.int64]:
        if node not in self._near:
            self.fetch([node])
        return self._near[node]

    def fetch(self, nodes: Iterable[int]) -> None:
        wanted = sorted({node for node in nodes if node not in self._near})
        for start in range(0, len(wanted), BATCH):
            self._fetch(wanted[start : start + BATCH])

    def _fetch(self, nodes: list[int]) -> None:
        found: dict[int, set[int]] = {node: set() for node in nodes}
        parties = [self._ids[node] for node in nodes if node < self.parties]
        things = [self._labels[node - self.parties] for node in nodes if node >= self.parties]
        assets = [label.removeprefix("asset:") for label in things if label.startswith("asset:")]
        contacts = [label.removeprefix("_") for label in things if not label.startswith("asset:")]
        for cypher, ids in ((_PARTY, parties), (_ASSETS, parties), (_CONTACTS, parties)):
            for at, near in self._rows_of(cypher, ids):
                found[self._party(at)].add(self._party(near) if cypher is _PARTY else self._thing(near))
        for cypher, ids in ((_OF_ASSET, assets), (_OF_CONTACT, contacts)):
            for at, near in self._rows_of(cypher, ids):
                found[self._thing(at)].add(self._party(near))
        self._near |= {node: np.array(sorted(near), np.int64) for node, near in found.items()}

    def _rows_of(self, cypher: str, ids: list[str]) -> list[tuple[str, str]]:
        return [(str(at), str(near)) for at, near in self._store.pairs(cypher, ids)] if ids else []

    def _party(self, party: str) -> int:
        return int(self._ids.search_sorted(party))

    def _thing(self, label: str) -> int:
        if label not in self._numbers:
            self._numbers[label] = self.parties + len(self._labels)
            self._labels.append(label)
        return self._numbers[label]
