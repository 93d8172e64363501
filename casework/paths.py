"""paths: the connections between two parties, strongest first."""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise
from typing import Any

import networkx as nx

from casework.desk import Desk
from graph.case import Case, Debt, DebtClock, Debtor, as_graph, cut
from graph.errors import LookthroughError
from graph.statements import Place
from graph.values import Share
from reports.redact import redact

MOST = 20
MOST_TRIED = 20 * MOST
MOST_HOPS = 8
_STRENGTH = {
    "ownership": 1.0,
    "role": 0.7,
    "transfer": 0.6,
    "relation": 0.8,
    "succession": 0.8,
    "contract": 0.4,
    "payment": 0.3,
}


def paths_between(desk: Desk, a: str, b: str, as_of: date, max_hops: int = MOST_HOPS) -> dict[str, Any]:
    """Contract §7 `paths`: up to 20 simple paths; an edge at a hub counts less; every cap is said; masked."""
    if a == b:
        raise LookthroughError("both are the same party", a, "name two parties")
    hops = max(1, (max_hops + 1) // 2)
    debt = Debt("paths", f"{a} – {b}", (Debtor(a), Debtor(b)), DebtClock(), as_of)
    case = cut(desk.snapshot, desk.net, debt, hops=min(hops, 4))
    graph = _weighted(case, as_of)
    found, caps = _strongest(graph, a, b, max_hops)
    caps += [f"paths were sought within {min(hops, 4)} steps of either party"] if max_hops > 2 * min(hops, 4) else []
    caps += [f"not passed: {item.name or item.kind} ({item.count} links)" for item in case.left_out]
    value = {
        "a": _party(case, a),
        "b": _party(case, b),
        "as_of": as_of.isoformat(),
        "paths": [_path(case, graph, nodes) for nodes in found],
        "truncated": "; ".join(caps) or None,
    }
    return redact(value)


def _party(case: Case, party: str) -> dict[str, str]:
    found = case.party(party)
    return {"id": found.id, "name": found.name, "kind": found.kind}


def _weighted(case: Case, day: date) -> nx.Graph:
    """One weighted link for each pair: its best edge, discounted by how many neighbours its ends have."""
    full = as_graph(case)
    simple: nx.Graph = nx.Graph()
    for u, v, edge in full.edges(data=True):
        if u == v:
            continue
        crowd = min(full.degree(u), full.degree(v))
        strength = _strength(edge["kind"], edge["fact"], day) / (1 + math.log10(max(crowd, 1)))
        if not simple.has_edge(u, v) or simple[u][v]["strength"] < strength:
            simple.add_edge(
                u, v, strength=strength, weight=-math.log(min(strength, 0.999)), kind=edge["kind"], fact=edge["fact"]
            )
    return simple


def _strength(kind: str, fact: Any, day: date) -> float:
    share: Share | None = getattr(fact, "share", None)
    base = _STRENGTH.get(kind, 0.3)
    if kind == "ownership" and share is not None:
        base = max(float(share.low), 0.01)
    period = getattr(fact, "period", None)
    return base * (0.5 if period is not None and period.holds_on(day) == "no" else 1.0)


def _strongest(graph: nx.Graph, a: str, b: str, max_hops: int) -> tuple[list[list[str]], list[str]]:
    """Simple paths of at most max_hops steps, the strongest first, and what was cut."""
    found: list[list[str]] = []
    if a not in graph or b not in graph or not nx.has_path(graph, a, b):
        return found, []
    for tried, nodes in enumerate(nx.shortest_simple_paths(graph, a, b, weight="weight"), start=1):
        if len(found) == MOST:
            return found, [f"the {MOST} strongest paths are shown"]
        if tried > MOST_TRIED:
            return found, [
                f"the {MOST_TRIED} strongest paths were looked at; the others have over {max_hops} steps or are weaker"
            ]
        if len(nodes) - 1 <= max_hops:
            found.append(nodes)
    return found, []


def _path(case: Case, graph: nx.Graph, nodes: list[str]) -> dict[str, Any]:
    edges = [_edge(graph[u][v]) for u, v in pairwise(nodes)]
    strength = math.prod(graph[u][v]["strength"] for u, v in pairwise(nodes))
    return {"nodes": [_party(case, n) for n in nodes], "edges": edges, "strength": round(strength, 4)}


def _edge(link: dict[str, Any]) -> dict[str, Any]:
    fact, kind = link["fact"], link["kind"]
    roles = {
        "ownership": ("owner", "company"), "role": ("person", "company"), "transfer": ("giver", "taker"),
        "payment": ("payer", "payee"), "contract": ("first", "second"), "relation": ("a", "b"),
        "succession": ("predecessor", "successor"),
    }[kind]  # fmt: skip
    period, share, on = getattr(fact, "period", None), getattr(fact, "share", None), getattr(fact, "on", None)
    start = period.start if period else on
    return {
        "kind": kind,
        "from": getattr(fact, roles[0]),
        "to": getattr(fact, roles[1]),
        "share": _ends(share) if share else None,
        "start": str(start) if start else None,
        "end": str(period.end) if period and period.end else None,
        "evidence": [_row(fact.place)],
    }


def _row(place: Place) -> dict[str, Any]:
    return {"source": place.source, "row": place.line, "sha256": place.sha256, "standing": place.standing}


def _ends(share: Share) -> str | dict[str, str]:
    return str(share.low) if share.exact else {"low": str(share.low), "high": str(share.high)}
