"""What the chart of a lead is told, and the rows behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from casework.drawn import Opened, along, condensed, opened, steps_of, together, unseen
from casework.neighbours import marks
from casework.parties import find_party
from casework.paths import paths_between
from graph.errors import LookthroughError
from reports.wording import Language, term
from screens import state
from screens.chain_chart import Selection
from screens.chart_picture import drawing
from screens.evidence import Record


@dataclass(frozen=True, slots=True)
class Path:
    """What came of looking for a path: how many there are, what was cut, or the fault in one line."""

    found: int = 0
    cut: str | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chain ready to be drawn: its picture, its own edges, what was opened beside it, and the path looked for."""

    picture: Record
    chain: Record
    beside: Opened
    path: Path | None

    @property
    def nodes(self) -> Sequence[Record]:
        return [*self.picture["nodes"], *self.picture["extra"]["nodes"]]

    @property
    def edges(self) -> Sequence[Record]:
        return [*self.picture["edges"], *self.picture["extra"]["edges"]]

    @property
    def lines(self) -> int:
        """How many lines the chain itself has; what is opened beside it does not change where its evidence stands."""
        return len(self.picture["edges"])

    def is_party(self, one: str) -> bool:
        things = {"building", "asset", "group"}
        return any(node["id"] == one and node["shape"] not in things for node in self.nodes)

    def evidence(self, picked: Selection, lead: Record) -> tuple[str, list[Record]]:
        """What was clicked, as one says it, and its rows: of a line, or of all lines at a box."""
        if picked.kind == "edge":
            chosen = [edge for edge in self.edges if edge["index"] == picked.id]
            said = str(chosen[0]["say"])
        else:
            chosen = [edge for edge in self.edges if picked.id in (edge["from"], edge["to"])]
            said = next(str(node["say"]) for node in self.nodes if node["id"] == picked.id)
        rows = [row for edge in chosen for row in self._rows(edge["index"], lead)]
        unique = {(row["source"], str(row["row"]), row["sha256"], str(row["text"])): row for row in rows}
        return said, list(unique.values())

    def _rows(self, index: int | str, lead: Record) -> Sequence[Record]:
        if isinstance(index, str):
            return self.beside.rows.get(index, ())
        return [lead["evidence"][i] for i in self.chain["edges"][index].get("evidence", ())]


def drawn(document: Record, lead: Record) -> Drawn:
    """The lead's chain with what the address says is opened, and the path it asks for."""
    steps, tongue = state.listed("x"), state.language()
    chain = titled(condensed(lead["chain"], whole=steps), tongue)
    ids = tuple(str(node["id"]) for node in chain["nodes"])
    on_desk = state.desk()
    assert on_desk is not None
    beside = _beside(on_desk.snapshot.id, ids, steps_of(steps), state.today())
    path, way = _path(date.fromisoformat(document["as_of"]))
    beside = together([beside, way], ids) if way else beside
    shown = (*ids, *(str(n["id"]) for n in beside.nodes))
    counts, noted = _about(on_desk.snapshot.id, shown)
    picture = drawing(
        chain,
        language=tongue,
        debtors={d["id"] for d in document["case"]["debtors"]},
        home=document["case"].get("jurisdiction") or "CN",
        extra=titled({"nodes": beside.nodes, "edges": beside.edges}, tongue),
        unseen=counts,
        marks=noted,
    )
    return Drawn(picture, chain, beside, path)


@st.cache_resource(max_entries=64, show_spinner=False)
def _beside(snapshot: str, ids: tuple[str, ...], steps: tuple[tuple[str, str], ...], day: date) -> Opened:
    on_desk = state.desk()
    assert on_desk is not None and on_desk.snapshot.id == snapshot
    return opened(on_desk.snapshot, ids, steps, day)


@st.cache_resource(max_entries=64, show_spinner=False)
def _about(snapshot: str, shown: tuple[str, ...]) -> tuple[dict[str, int], dict[str, frozenset[str]]]:
    on_desk = state.desk()
    assert on_desk is not None and on_desk.snapshot.id == snapshot
    return unseen(on_desk.snapshot, shown), marks(on_desk.snapshot, shown)


@st.cache_resource(max_entries=32, show_spinner=False)
def _paths(snapshot: str, a: str, b: str, day: date) -> dict[str, Any]:
    on_desk = state.desk()
    assert on_desk is not None and on_desk.snapshot.id == snapshot
    return paths_between(on_desk, a, find_party(on_desk.snapshot, b), day)


def _path(as_of: date) -> tuple[Path | None, Opened | None]:
    """The strongest path from pf to pt of the address."""
    a, b = st.query_params.get("pf"), st.query_params.get("pt")
    on_desk = state.desk()
    if not a or not b or on_desk is None:
        return None, None
    try:
        found = _paths(on_desk.snapshot.id, a, b, as_of)
    except LookthroughError as fault:
        return Path(fault=str(fault)), None
    if not found["paths"]:
        return Path(cut=found["truncated"]), None
    return Path(len(found["paths"]), found["truncated"]), along(found["paths"][0])


def titled(chain: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """The chain with each role and relation called by its word, where the row gave no text of its own."""
    named = ("role", "relation", "contract", "payment")
    edges = [
        {**edge, "thing": term("edge_label", edge["label"], language)}
        if edge.get("label") and not edge.get("thing") and edge["kind"] in named
        else edge
        for edge in chain["edges"]
    ]
    return {**chain, "edges": edges}
