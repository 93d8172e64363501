"""A lead's chain as it is drawn: condensed, opened, with paths."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.neighbours import ABOVE, NAMES, Around, Neighbour, around, degrees
from graph.facts import Contract, CourtCase, Interest, Payment, Relation, Role, Succession, Title, Transfer
from graph.snapshot import Snapshot
from graph.statements import Place
from graph.values import DateSpan, Money, Period, plain
from reports.redact import redact

MOST_NODES = 40
"""Parties of a chain drawn at once; more are unreadable, so leaves of one kind are put together."""

Record = Mapping[str, Any]
_ORDER = (
    "ownership",
    "share_transfer",
    "asset_transfer",
    "role",
    "relation",
    "contract",
    "payment",
    "court",
    "succession",
)


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening parties adds to a chain: nodes, edges with ids of their own, and each edge's rows.

    An edge's `near` is the party that was opened; `side` says whether the new node stands above or below it.
    """

    nodes: tuple[Record, ...] = ()
    edges: tuple[Record, ...] = ()
    rows: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)


def opened(snapshot: Snapshot, drawn: Iterable[str], steps: Sequence[tuple[str, str]], as_of: date) -> Opened:
    """Open parties one after another. steps: (party, "" or a group's name); those of a party add up, twenty at a time.

    What is left of a group is one node "+12", named after the group. Masked as every output.
    """
    held = set(drawn)
    nodes: list[Record] = []
    edges: list[Record] = []
    rows: dict[str, tuple[Record, ...]] = {}
    for party in dict.fromkeys(party for party, _ in steps):
        if party not in held:
            continue
        found = around(snapshot, party, as_of, [group for one, group in steps if one == party], held)
        nodes += [*map(_node, found.shown), *_groups(found)]
        for neighbour in found.shown:
            edge, cited = _edge(party, neighbour, as_of)
            edges.append(edge)
            rows[str(edge["id"])] = cited
        edges += _group_edges(found)
        held |= {n.id for n in found.shown}
    whole = redact({"nodes": nodes, "edges": edges, "rows": {k: list(v) for k, v in rows.items()}})
    return Opened(tuple(whole["nodes"]), tuple(whole["edges"]), {k: tuple(v) for k, v in whole["rows"].items()})


def steps_of(opened: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Ids of opened boxes as steps: a party, or one of its group nodes (`PARTY|group`)."""
    found = []
    for one in opened:
        party, bar, group = one.rpartition("|")
        found.append((party, group) if bar and group in NAMES else (one, ""))
    return tuple(found)


_PATH_KIND = {"transfer": "share_transfer"}


def along(path: Record, number: int = 0) -> Opened:
    """A path between two parties (casework.paths) as something opened: each step beside the one before it."""
    edges: list[Record] = []
    rows: dict[str, tuple[Record, ...]] = {}
    for step, edge in enumerate(path["edges"]):
        near, far = path["nodes"][step]["id"], path["nodes"][step + 1]["id"]
        share = edge["share"]
        name = f"p{number}:{near}>{far}"
        told = {**edge, "kind": _PATH_KIND.get(edge["kind"], edge["kind"]), "id": name, "near": near}
        told["share"] = f"{share['low']}..{share['high']}" if isinstance(share, Mapping) else share
        edges.append(
            {**told, "side": "above" if edge["from"] == far else "below", "standing": edge["evidence"][0]["standing"]}
        )
        rows[name] = tuple({"text": None, **row} for row in edge["evidence"])
    return Opened(tuple(path["nodes"]), tuple(edges), rows)


def together(parts: Iterable[Opened], drawn: Iterable[str]) -> Opened:
    """Several such parts as one; a node that is drawn or came before is not drawn twice."""
    held, nodes = set(drawn), []
    edges: dict[str, Record] = {}
    rows: dict[str, tuple[Record, ...]] = {}
    for part in parts:
        nodes += [n for n in part.nodes if n["id"] not in held]
        held |= {str(n["id"]) for n in part.nodes}
        edges |= {str(e["id"]): e for e in part.edges}
        rows |= part.rows
    return Opened(tuple(nodes), tuple(edges.values()), rows)


def unseen(snapshot: Snapshot, drawn: Iterable[str]) -> dict[str, int]:
    """How many ties of each drawn party lead to something that is not drawn; 1001 stands for "over a thousand"."""
    shown = set(drawn)
    return {party: len(near - shown) for party, near in degrees(snapshot, shown).items() if near - shown}


def _node(neighbour: Neighbour) -> Record:
    node: dict[str, Any] = {"id": neighbour.id, "name": neighbour.name, "kind": neighbour.kind}
    return node | ({"jurisdiction": neighbour.jurisdiction} if neighbour.jurisdiction else {})


def group_id(party: str, group: str) -> str:
    return f"{party}|{group}"


def _groups(found: Around) -> list[Record]:
    return [
        {"id": group_id(found.party, name), "name": "", "kind": "group", "group": name, "left": left}
        for name, left in found.left.items()
    ]


def _group_edges(found: Around) -> list[Record]:
    made: list[Record] = []
    for name in found.left:
        ends = (group_id(found.party, name), found.party)
        above = name in ABOVE
        frm, to = ends if above else ends[::-1]
        made.append(
            {"id": f"g:{frm}>{to}", "kind": "group", "from": frm, "to": to, "near": found.party, "side": _side(name)}
        )
    return made


def _side(group: str) -> str:
    return "above" if group in ABOVE else "below"


def _edge(party: str, neighbour: Neighbour, as_of: date) -> tuple[Record, tuple[Record, ...]]:
    """One line a neighbour; its first tie gives the direction and the figures, all its rows are its evidence."""
    facts = [(table, fact) for table, fact in neighbour.rows]
    told = sorted((_told(fact, as_of) for _, fact in facts), key=lambda t: _ORDER.index(t["kind"]))
    edge: dict[str, Any] = dict(told[0]) if told else {"kind": "relation", "from": party, "to": neighbour.id}
    edge |= {
        "id": f"x:{party}>{neighbour.id}",
        "near": party,
        "side": _side(neighbour.group),
        "more": max(neighbour.count - 1, 0),
        "also": sorted({t["kind"] for t in told[1:]} - {edge["kind"]}),
    }
    return edge, tuple(_cited(fact.place) for _, fact in facts)


def _cited(place: Place) -> Record:
    found = {"source": place.source, "row": place.line, "sha256": place.sha256, "label": place.label}
    return found | {
        "row_id": place.row_id, "standing": place.standing, "file_grade": place.grade, "claimed_source": place.claimed,
        "text": None,
    }  # fmt: skip


def _told(fact: Any, as_of: date) -> dict[str, Any]:
    """A fact as an edge of the drawing."""
    ends, more = _ENDS[type(fact)](fact)
    period = getattr(fact, "period", None)
    kind, frm, to = ends
    found: dict[str, Any] = {"kind": kind, "from": frm, "to": to, "standing": fact.place.standing}
    return {**found, **_days(fact, period, as_of), **more}


def _days(fact: Any, period: Period | None, as_of: date) -> dict[str, Any]:
    if period is None:
        on: DateSpan | None = getattr(fact, "on", None) or getattr(fact, "filed", None)
        return {"start": str(on) if on else None, "end": None, "ended": False}
    ended = period.end is not None and period.holds_on(as_of) == "no"
    return {
        "start": str(period.start) if period.start else None,
        "end": str(period.end) if period.end else None,
        "ended": ended,
    }


def _priced(money: Money | None) -> dict[str, Any]:
    return {"price": plain(money.amount), "currency": money.currency} if money else {}


def _interest(f: Interest) -> Any:
    return ("ownership", f.owner, f.company), {"share": _share(f.share)}


def _share(share: Any) -> str | None:
    return None if share is None else str(share.low) if share.exact else f"{share.low}..{share.high}"


def _transfer(f: Transfer) -> Any:
    return (f"{f.kind}_transfer", f.giver, f.taker), {"share": _share(f.share), **_priced(f.price)}


def _payment(f: Payment) -> Any:
    return ("payment", f.payer, f.payee), {"label": f.kind, **_priced(f.money)}


# What each fact is as a line: (kind, from, to) and what is written on it.
_ENDS: dict[type, Any] = {
    Interest: _interest,
    Role: lambda f: (("role", f.person, f.company), {"label": f.role, "thing": f.title}),
    Transfer: _transfer,
    Payment: _payment,
    Contract: lambda f: (("contract", f.first, f.second), {"label": f.kind, **_priced(f.money)}),
    Relation: lambda f: (("relation", f.a, f.b), {"label": f.kind}),
    Succession: lambda f: (("succession", f.predecessor, f.successor), {"label": f.kind}),
    CourtCase: lambda f: (("court", f.claimant or "", f.defendant or ""), {"thing": f.number, **_priced(f.money)}),
    Title: lambda f: (("ownership", f.owner or "", f.asset), {"share": _share(f.share)}),
}


def condensed(chain: Record, most: int = MOST_NODES, whole: Collection[str] = ()) -> Record:
    """The chain with at most so many nodes where its shape allows: leaves that hang on one party by one kind of line
    become one node each kind, the largest groups first. The path between the others is never touched.
    whole: ids of such nodes that the reader has opened; they are not made again.
    """
    nodes = {str(n["id"]): n for n in chain["nodes"]}
    if len(nodes) <= most:
        return chain
    edges = [(i, e, str(e["from"]), str(e["to"])) for i, e in enumerate(chain["edges"])]
    near = Counter(end for _, _, a, b in edges for end in {a, b})
    leaves: dict[tuple[str, str, bool], list[str]] = {}
    for _, edge, a, b in edges:
        for leaf, stem in ((a, b), (b, a)):
            if near[leaf] == 1 and not nodes[leaf].get("debtor"):
                leaves.setdefault((stem, str(edge["kind"]), leaf == a), []).append(leaf)
    gone: dict[str, str] = {}
    made: list[Record] = []
    for (stem, kind, above), members in sorted(leaves.items(), key=lambda item: (-len(item[1]), item[0])):
        if len(nodes) - len(gone) + len(made) <= most or len(members) < 2:
            break
        name = f"{stem}|{kind}|{'above' if above else 'below'}"
        if name in whole:
            continue
        made.append({"id": name, "name": "", "kind": "group", "group": kind, "left": len(members)})
        gone |= dict.fromkeys(members, name)
    kept = [e for _, e, a, b in edges if a not in gone and b not in gone]
    joined = {(gone.get(a, a), gone.get(b, b), str(e["kind"])): e for _, e, a, b in edges if a in gone or b in gone}
    lines = [{"kind": "group", "from": a, "to": b} for a, b, _ in joined]
    return {"nodes": [n for i, n in nodes.items() if i not in gone] + made, "edges": [*kept, *lines]}
