"""Which parties lie near a debtor: links, hubs, budget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.control import RECORDED_CONTROL
from graph.control_ever import EverControl, ever_control
from graph.row_index import RowIndex, row_indexes
from graph.snapshot import Snapshot

HOPS = 4
BUDGET = 3000
GROUP_BUDGET = 1000
"""Companies of the debtors' own group that are fetched beyond their reach."""

BEHIND_BUDGET = 3000
"""Holders fetched with their own holders alone, so that control is counted to its end."""

ROWS = 20_000
"""Rows of the parties fetched; one that does not fit is left out, and said."""

FAINT = 100
"""Where every way to a party is one of more than so many alike, it is left out and counted, but for the FEW nearest.

A way branches at each party it passes, the debtor aside, into as many as that party has links: the chance of a walk that
takes any link alike. So a shop that trades with ninety brings them all, but not the owners of each.
"""
FEW = 100
CROWDED_PERSON = 30
CROWDED_CONTACT = 10
CROWDED_PARTY = 200
HUB_LICENCES = (
    "registered_agent", "address_host", "clearing_nominee", "professional_director", "bank", "payment_institution",
    "escrow", "insolvency_practitioner",
)  # fmt: skip

_PAIRS: tuple[tuple[str, str, str], ...] = (
    ("holdings", "owner", "company"),
    ("roles", "person", "company"),
    ("share_transfers", "from", "to"),
    ("share_transfers", "from", "company"),
    ("share_transfers", "to", "company"),
    ("asset_transfers", "from", "to"),
    ("payments", "from", "to"),
    ("contracts", "from", "to"),
    ("relations", "a", "b"),
    ("court_cases", "claimant", "defendant"),
    ("successions", "predecessor", "successor"),
    ("encumbrances", "holder", "_equity_owner"),
    ("encumbrances", "holder", "_equity_company"),
    ("encumbrances", "_equity_owner", "_equity_company"),
)
_THINGS: tuple[tuple[str, str], ...] = (("assets", "owner"), ("encumbrances", "holder"), ("asset_transfers", "from"))
_CONTACTS = ("_address", "_phone", "_email")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something the cut stopped at or did not fetch, said in the report."""

    kind: str
    party: str
    name: str
    count: int


class Net(Protocol):
    """Neighbours of parties (0..n-1) and of shared things and contacts (n..), wherever they are kept.

    things: the label of each thing, "asset:…", "_address:…", "_phone:…" or "_email:…"; licensed: parties with a licence that makes
    them a hub, and public bodies; rows: where each party stands in each table; control: who may ever have controlled whom,
    None where that is not at hand: then nothing is fetched by it.
    """

    @property
    def parties(self) -> int: ...
    @property
    def things(self) -> Sequence[str]: ...
    @property
    def licensed(self) -> frozenset[int]: ...
    @property
    def rows(self) -> Mapping[str, RowIndex]: ...
    @property
    def control(self) -> EverControl | None: ...

    def fetch(self, nodes: Iterable[int]) -> None:
        """Told beforehand whose neighbours will be asked for."""

    def neighbours(self, node: int) -> np.ndarray:
        """Each neighbour once, never the node itself."""
        ...


@dataclass(frozen=True, slots=True)
class Links:
    """Neighbours in CSR form over parties (0..n-1), then shared things and contacts (n..).

    licensed: parties with a licence that makes them a hub, and public bodies. rows: where each party stands in each table.
    control: who may ever have controlled whom; None: not at hand, then nothing is fetched by it.
    """

    start: np.ndarray
    to: np.ndarray
    parties: int
    things: tuple[str, ...]
    licensed: frozenset[int]
    rows: Mapping[str, RowIndex]
    control: EverControl | None = None

    def fetch(self, nodes: Iterable[int]) -> None:
        """All are at hand."""

    def neighbours(self, node: int) -> np.ndarray:
        return self.to[self.start[node] : self.start[node + 1]]


@dataclass(frozen=True, slots=True)
class Reach:
    """inside: parties whose rows are fetched; hubs: met, not passed; left_out: what was stopped at and why.

    behind: companies of which only the holders and recorded control are fetched: with these, control of and among the
    parties inside is counted on every day as in the whole register.
    """

    inside: frozenset[int]
    hubs: frozenset[int]
    left_out: tuple[LeftOut, ...]
    behind: frozenset[int] = frozenset()


def links(snapshot: Snapshot, rows: Mapping[str, RowIndex] | None = None, control: EverControl | None = None) -> Links:
    """All party-to-party links, and links through a shared asset, address, phone or mail; `rows` and `control` where they
    are at hand."""
    count = snapshot.parties.height
    parts = [_pairs(snapshot, t, a, b) for t, a, b in _PAIRS]
    things, shared = _shared(snapshot, count)
    pairs = np.concatenate([p for p in (*parts, shared) if p.size] or [np.empty((0, 2), np.int64)])
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    nodes = count + len(things)
    # Sorting plain numbers and leaving out repeats is several times faster than np.unique.
    both = np.sort(np.concatenate([pairs[:, 0] * nodes + pairs[:, 1], pairs[:, 1] * nodes + pairs[:, 0]]))
    both = both[np.diff(both, prepend=-1) != 0]
    origin = both // max(nodes, 1)
    start = np.zeros(nodes + 1, np.int64)
    np.cumsum(np.bincount(origin, minlength=nodes), out=start[1:])
    to = (both - origin * nodes).astype(np.int32)
    rows = row_indexes(snapshot) if rows is None else rows
    return Links(
        start, to, count, things, licensed(snapshot), rows, ever_control(snapshot) if control is None else control
    )


def _pairs(snapshot: Snapshot, table: str, a: str, b: str) -> np.ndarray:
    frame = snapshot.tables.get(table)
    if frame is None or f"{a}_p" not in frame.columns or f"{b}_p" not in frame.columns:
        return np.empty((0, 2), np.int64)
    return frame.select(pl.col(f"{a}_p").cast(pl.Int64), pl.col(f"{b}_p").cast(pl.Int64)).drop_nulls().to_numpy()


def _shared(snapshot: Snapshot, count: int) -> tuple[tuple[str, ...], np.ndarray]:
    parts: list[pl.DataFrame] = []
    for table, column in _THINGS:
        frame = snapshot.tables.get(table)
        if frame is not None and "_asset" in frame.columns:
            parts.append(frame.select(pl.col(f"{column}_p").alias("p"), pl.format("asset:{}", "_asset").alias("t")))
    frame = snapshot.tables.get("parties")
    if frame is not None:
        parts += [frame.select(pl.col("party_p").alias("p"), pl.format(f"{c}:{{}}", c).alias("t")) for c in _CONTACTS]
    if not parts:
        return (), np.empty((0, 2), np.int64)
    pairs = pl.concat(parts).drop_nulls().unique()
    things = pairs["t"].unique().sort()
    index = pl.DataFrame({"t": things, "n": range(count, count + len(things))})
    joined = pairs.join(index, on="t").select(pl.col("p").cast(pl.Int64), pl.col("n").cast(pl.Int64))
    return tuple(things.to_list()), joined.to_numpy()


def reach(snapshot: Snapshot, net: Net, debtors: Iterable[int], *, hops: int = HOPS, budget: int = BUDGET) -> Reach:
    """Breadth first from the debtors, nearest first, of these the least branched way first, then by printed id.

    Hubs are named and not passed; what is faint or beyond the budget of parties or rows is counted. Whatever the debtors ever
    controlled belongs to it however far it lies; so do the holders through whom anybody controls a party inside.
    """
    roots = sorted(debtors)
    kinds = snapshot.parties["kind"]
    inside, hubs = set(roots), set[int]()
    left: dict[tuple[str, int], int] = {}
    room = _Room(net, budget - len(inside), ROWS - sum(_rows(net, root) for root in roots))
    faint = set[int]()
    ways, frontier = dict.fromkeys(roots, 1), roots
    for hop in range(hops):
        found: dict[int, int] = {}
        net.fetch(frontier)
        net.fetch({near for node in frontier for near in net.neighbours(node).tolist() if near >= net.parties})
        for node in frontier:
            near = net.neighbours(node).tolist()
            among = ways[node] * len(near) if hop else 1
            for each in near:
                for party, times in _beyond(net, each, inside, hubs, left).items():
                    found[party] = min(found.get(party, among * times), among * times)
        fresh = sorted(found.keys() - inside - hubs, key=lambda n: (found[n], n))
        net.fetch(fresh)
        stopped = {n for n in fresh if _is_hub(net, n, is_person=kinds[n] == "person")}
        hubs |= stopped
        left |= {("hub", n): len(net.neighbours(n)) for n in stopped}
        fresh = [n for n in fresh if n not in stopped]
        clear = [n for at, n in enumerate(fresh, len(inside)) if found[n] <= FAINT or at < FEW]
        faint |= set(fresh) - set(clear)
        frontier = room.taken(clear)
        inside |= set(frontier)
        ways |= {n: found[n] for n in frontier}
    behind = _grouped(net, roots, kinds, inside, left)
    beyond = room.refused - inside
    left |= {(kind, -1): len(n) for kind, n in (("budget", beyond), ("faint", faint - inside - beyond)) if n}
    return Reach(frozenset(inside), frozenset(hubs), _said(snapshot, net, left), frozenset(behind))


def _grouped(
    net: Net, roots: list[int], kinds: pl.Series, inside: set[int], left: dict[tuple[str, int], int]
) -> set[int]:
    """Adds the debtors' own companies to those inside; the holders behind all of these. Crowded companies bring their holders
    and recorded control alone."""
    if net.control is None:
        return set()
    own = sorted({c for root in roots for c in net.control.companies_of(root)} - inside)
    net.fetch(own)
    crowded = {c for c in own if _is_hub(net, c, is_person=kinds[c] == "person")}
    plain = [c for c in own if c not in crowded]
    inside |= set(plain[:GROUP_BUDGET])
    behind, more = net.control.behind(inside | crowded, BEHIND_BUDGET)
    left |= {
        (kind, -1): count
        for kind, count in (
            ("group", len(plain) - GROUP_BUDGET),
            ("behind", more),
            ("pairs", 1 - int(net.control.whole[0])),
        )
        if count > 0
    }
    return (behind | crowded) - inside


class _Room:
    """How many more parties and rows a case may hold; refused: who did not fit."""

    def __init__(self, net: Net, parties: int, rows: int) -> None:
        self._net, self._parties, self._rows = net, parties, rows
        self.refused = set[int]()

    def taken(self, parties: Iterable[int]) -> list[int]:
        """Those that fit, in order: a party with too many rows makes room for the next."""
        found = []
        for party in parties:
            rows = _rows(self._net, party)
            if self._parties > 0 and rows <= self._rows:
                found.append(party)
                self._parties -= 1
                self._rows -= rows
            else:
                self.refused.add(party)
        return found


def _rows(net: Net, party: int) -> int:
    return sum(int(index.start[party + 1] - index.start[party]) for index in net.rows.values())


def _beyond(net: Net, near: int, inside: set[int], hubs: set[int], left: dict[tuple[str, int], int]) -> dict[int, int]:
    """A party itself, or those behind a shared thing or contact that is not crowded; each with the branches on that step."""
    if near < net.parties:
        return {} if near in inside or near in hubs else {near: 1}
    sharers = net.neighbours(near).tolist()
    if len(sharers) > CROWDED_CONTACT and not net.things[near - net.parties].startswith("asset:"):
        left["contact", near] = len(sharers)
        return {}
    return dict.fromkeys(sharers, max(1, len(sharers) - 1))


def _is_hub(net: Net, node: int, *, is_person: bool) -> bool:
    limit = CROWDED_PERSON if is_person else CROWDED_PARTY
    return node in net.licensed or len(net.neighbours(node)) > limit


def licensed(snapshot: Snapshot) -> frozenset[int]:
    """Parties with a licence that makes them a hub, and public bodies."""
    frame = snapshot.tables.get("parties")
    if frame is None:
        return frozenset()
    marked = frame.filter(
        pl.col("licence").str.contains("|".join(HUB_LICENCES)).fill_null(value=False)
        | (pl.col("kind") == "public_body")
    )
    return frozenset(marked["party_p"].drop_nulls().to_list())


def _said(snapshot: Snapshot, net: Net, left: Mapping[tuple[str, int], int]) -> tuple[LeftOut, ...]:
    names, ids = snapshot.parties["name"], snapshot.parties["id"]
    out = []
    for (kind, node), count in sorted(left.items(), key=lambda item: _named(net, *item[0])):
        if kind == "contact":
            label = net.things[node - net.parties]
            out.append(LeftOut(label.partition(":")[0].strip("_"), "", label.partition(":")[2], count))
        elif kind == "hub":
            out.append(LeftOut("hub", ids[node], names[node], count))
        else:
            out.append(LeftOut(kind, "", "", count))
    return tuple(out)


def _named(net: Net, kind: str, node: int) -> tuple[str, int, str]:
    """Parties stand in the order of their ids; things in that of their labels, however they were numbered."""
    return (kind, node, "") if node < net.parties else (kind, net.parties, net.things[node - net.parties])


def control_rows(snapshot: Snapshot, rows: Mapping[str, RowIndex], near: Reach) -> dict[str, NDArray[np.int64]]:
    """Rows of holdings and relations: those of the parties inside, and of the companies behind who holds and controls them."""
    found: dict[str, NDArray[np.int64]] = {}
    for table, cell in (("holdings", "company_p"), ("relations", "b_p")):
        frame = snapshot.tables.get(table)
        if frame is not None and near.behind and table in rows:
            about = rows[table].of(near.behind)
            own = frame[about].select(
                pl.col(cell).is_in(sorted(near.behind)).fill_null(value=False).alias("own"),
                "kind" if table == "relations" else cell,
            )
            kept = own["own"].to_numpy()
            if table == "relations":
                kept = kept & own["kind"].is_in(RECORDED_CONTROL).fill_null(value=False).to_numpy()
            found[table] = np.union1d(rows[table].of(near.inside), about[kept])
    return found


def crowds(net: Net, parties: Iterable[int]) -> dict[str, int]:
    """How many parties of the whole snapshot share each address unit, phone or mail of these parties."""
    things: set[int] = set()
    parties = list(parties)
    net.fetch(parties)
    for party in parties:
        near = net.neighbours(party)
        things |= set(near[near >= net.parties].tolist())
    net.fetch(things)
    named = sorted((net.things[n - net.parties], len(net.neighbours(n))) for n in things)
    return {name: count for name, count in named if not name.startswith("asset:")}


def worded_crowds(snapshot: Snapshot, texts: Iterable[str]) -> dict[str, int]:
    """How many parties give each of these addresses word for word, of those too coarse to read as a door or building."""
    frame = snapshot.tables.get("parties")
    wanted = sorted(set(texts))
    if frame is None or not wanted:
        return {}
    same = frame.filter(pl.col("_address").is_null() & pl.col("address").is_in(wanted))
    grouped = same.group_by("address").agg(pl.col("party_p").n_unique().alias("n"))
    return {f"address:{text}": n for text, n in grouped.iter_rows()}
