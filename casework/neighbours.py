"""Whom a party is tied to: by group, twenty at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from graph.case_rows import read_rows
from graph.reading import READERS
from graph.snapshot import Snapshot
from graph.statements import Row

AT_A_TIME = 20
COUNTED = 1000
"""Ties of a party counted out; beyond, "over a thousand" is said."""
MOST_ROWS = 12
"""Rows read of one tie; how many more there are is said in its count."""


@dataclass(frozen=True, slots=True)
class _Group:
    """A group of neighbours: the table, the column of the party asked about, the column of the neighbour."""

    name: str
    table: str
    own: str
    other: str


# In the order in which a neighbour with several ties is counted: first as owner, then as owned …
GROUPS: tuple[_Group, ...] = (
    _Group("owners", "holdings", "company", "owner"),
    _Group("owned", "holdings", "owner", "company"),
    _Group("officers", "roles", "company", "person"),
    _Group("posts", "roles", "person", "company"),
    _Group("relations", "relations", "b", "a"),
    _Group("relations", "relations", "a", "b"),
    _Group("assets", "assets", "owner", "_asset"),
    _Group("sold_to", "share_transfers", "from", "to"),
    _Group("bought_from", "share_transfers", "to", "from"),
    _Group("sold_to", "asset_transfers", "from", "to"),
    _Group("bought_from", "asset_transfers", "to", "from"),
    _Group("contracts", "contracts", "from", "to"),
    _Group("contracts", "contracts", "to", "from"),
    _Group("paid_to", "payments", "from", "to"),
    _Group("paid_by", "payments", "to", "from"),
    _Group("successions", "successions", "predecessor", "successor"),
    _Group("successions", "successions", "successor", "predecessor"),
    _Group("court", "court_cases", "defendant", "claimant"),
    _Group("court", "court_cases", "claimant", "defendant"),
)
NAMES: tuple[str, ...] = tuple(dict.fromkeys(group.name for group in GROUPS))
ABOVE = frozenset({"owners", "officers", "bought_from", "paid_by"})
"""Groups that stand above the party; all others stand below it."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A party (or asset) tied to the one asked about. rows: of the tie, MOST_ROWS at most of `count`; newest holdings first."""

    id: str
    name: str
    kind: str
    jurisdiction: str | None
    group: str
    count: int
    rows: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Around:
    """Neighbours shown, and by group how many are there in all and how many are shown."""

    party: str
    shown: tuple[Neighbour, ...]
    totals: Mapping[str, int]

    @property
    def left(self) -> dict[str, int]:
        held = {name: sum(n.group == name for n in self.shown) for name in self.totals}
        return {name: total - held[name] for name, total in self.totals.items() if total > held[name]}


def around(
    snapshot: Snapshot, party: str, as_of: date, steps: Sequence[str] = ("",), without: Collection[str] = ()
) -> Around:
    """The neighbours of a party after some steps: "" shows the first twenty of all groups, a group's name twenty more of it.

    without: ids that are drawn already and are not counted. Columnar: a hub of fifty thousand costs no more than a scan.
    """
    ties = _ties(snapshot, party)
    ties = ties.filter(~pl.col("id").is_in(list(without)))
    counts = dict(ties.group_by("group").agg(pl.len()).iter_rows())
    totals = {name: int(counts[name]) for name in NAMES if name in counts}
    chosen = ties.filter(pl.col("at") < pl.col("group").replace_strict(_allowed(totals, steps), default=0))
    return Around(party, tuple(_told(snapshot, party, chosen, as_of)), totals)


def degrees(snapshot: Snapshot, parties: Collection[str]) -> dict[str, frozenset[str]]:
    """party → the ids it is tied to, for all drawn parties in one pass; a hub's are not listed past COUNTED + 1."""
    parts = []
    for group in GROUPS:
        frame = snapshot.tables.get(group.table)
        other = _other(group)
        if frame is not None and {f"{group.own}_id", other} <= set(frame.columns):
            own = frame.filter(pl.col(f"{group.own}_id").is_in(list(parties)))
            parts.append(own.select(pl.col(f"{group.own}_id").alias("own"), pl.col(other).alias("other")))
    if not parts:
        return {}
    near = pl.concat(parts).drop_nulls().filter(pl.col("own") != pl.col("other")).unique(maintain_order=True)
    held = near.group_by("own", maintain_order=True).agg(pl.col("other").head(COUNTED + 1))
    return {party: frozenset(others) for party, others in held.iter_rows()}


def _other(group: _Group) -> str:
    return group.other if group.other == "_asset" else f"{group.other}_id"


def _allowed(totals: Mapping[str, int], steps: Sequence[str]) -> dict[str, int]:
    """How many of each group the steps show: the first twenty are dealt out in turn, so that no group hides another."""
    allowed = dict.fromkeys(totals, 0)
    for step in steps:
        names = [step] if step in totals else [] if step else list(totals)
        room = AT_A_TIME
        while room and (open_ := [n for n in names if allowed[n] < totals[n]]):
            for name in open_[:room]:
                allowed[name] += 1
            room -= min(room, len(open_))
    return allowed


def _ties(snapshot: Snapshot, party: str) -> pl.DataFrame:
    """id, group, count (rows of the tie), at (place within its group): the largest share first, then by id."""
    parts = [part for group in GROUPS if (part := _tie(snapshot, group, party)) is not None]
    schema = {"id": pl.String, "weight": pl.Float64, "group": pl.String, "order": pl.Int64}
    whole = pl.concat(parts) if parts else pl.DataFrame(schema=schema)
    whole = whole.filter(pl.col("id") != party)
    one = whole.group_by("id").agg(
        pl.col("group").sort_by("order").first(),
        pl.len().alias("count"),
        pl.col("weight").sort_by("order").first(),
        pl.col("order").min(),
    )
    ranked = one.sort("order", pl.col("weight").fill_null(-1.0) * -1, "id")
    return ranked.with_columns(pl.int_range(pl.len()).over("group").alias("at"))


def _tie(snapshot: Snapshot, group: _Group, party: str) -> pl.DataFrame | None:
    frame = snapshot.tables.get(group.table)
    other = _other(group)
    if frame is None or f"{group.own}_id" not in frame.columns or other not in frame.columns:
        return None
    own = frame.filter(pl.col(f"{group.own}_id") == party)
    weight = _weight(own["share"]) if group.table == "holdings" else pl.Series([None] * own.height, dtype=pl.Float64)
    made = own.select(pl.col(other).alias("id")).with_columns(
        weight.alias("weight"),
        pl.lit(group.name).alias("group"),
        pl.lit(GROUPS.index(group), dtype=pl.Int64).alias("order"),
    )
    return made.drop_nulls("id")


def _weight(shares: pl.Series) -> pl.Series:
    """For the order alone: the lower end of a share as a float."""
    low = pl.col("share").str.split("..").list.first().str.split("/")
    over = low.list.get(1, null_on_oob=True).cast(pl.Float64, strict=False).fill_null(1.0)
    return shares.to_frame("share").select(low.list.first().cast(pl.Float64, strict=False) / over).to_series()


def _told(snapshot: Snapshot, party: str, chosen: pl.DataFrame, as_of: date) -> Iterable[Neighbour]:
    wanted = chosen["id"].to_list()
    rows = _rows(snapshot, party, wanted, as_of)
    about = _about(snapshot, wanted)
    for item in chosen.sort("order", "at").iter_rows(named=True):
        name, kind, place = about.get(item["id"], (item["id"], "asset", None))
        held = rows.get(item["id"])
        if not held:  # all its rows lie after the day that is asked about
            continue
        yield Neighbour(item["id"], name, kind, place, item["group"], max(item["count"], len(held)), tuple(held))


def _rows(snapshot: Snapshot, party: str, wanted: Sequence[str], as_of: date) -> dict[str, list[tuple[str, Any]]]:
    """The typed facts of each tie, as (table, fact)."""
    found: dict[str, list[tuple[str, Any]]] = {}
    for group in GROUPS:
        frame = snapshot.tables.get(group.table)
        other = _other(group)
        if frame is None or f"{group.own}_id" not in frame.columns or other not in frame.columns:
            continue
        own = frame.filter((pl.col(f"{group.own}_id") == party) & pl.col(other).is_in(wanted))
        own = own.group_by(other, maintain_order=True).head(MOST_ROWS)
        for row in read_rows(snapshot, group.table, own, as_of):
            key = row.get("_asset") if group.other == "_asset" else row.parties[group.other]
            if key and len(found.setdefault(key, [])) < MOST_ROWS:
                found[key].append((group.table, _fact(group.table, row)))
    return found


def _fact(table: str, row: Row) -> Any:
    return READERS[table](row)


def _about(snapshot: Snapshot, wanted: Sequence[str]) -> dict[str, tuple[str, str, str | None]]:
    """id → name, kind, jurisdiction; of an asset its name and kind."""
    parties = snapshot.parties.filter(pl.col("id").is_in(wanted)).select("id", "name", "kind")
    places: dict[str, str] = {}
    frame = snapshot.tables.get("parties")
    if frame is not None:
        own = frame.filter(pl.col("party_id").is_in(wanted)).select("party_id", "jurisdiction").drop_nulls()
        places = dict(own.unique("party_id", keep="first", maintain_order=True).iter_rows())
    found = {one: (name or one, kind, places.get(one)) for one, name, kind in parties.iter_rows()}
    assets = snapshot.tables.get("assets")
    if assets is not None:
        rows = assets.filter(pl.col("_asset").is_in(wanted)).select("_asset", "name", "kind")
        for one, name, kind in rows.unique("_asset", keep="first", maintain_order=True).iter_rows():
            found.setdefault(one, (name or one, kind or "asset", None))
    return found


def marks(snapshot: Snapshot, parties: Collection[str]) -> dict[str, frozenset[str]]:
    """party → "dissolved" where a row says it is deregistered, "dishonest" where a court lists it as such."""
    found: dict[str, set[str]] = {}
    rows = {
        "dissolved": _where(snapshot, "parties", "party_id", parties, pl.col("dissolved").is_not_null() | _gone()),
        "dishonest": _where(snapshot, "court_cases", "defendant_id", parties, pl.col("kind") == "dishonesty"),
    }
    for mark, named in rows.items():
        for party in named:
            found.setdefault(party, set()).add(mark)
    return {party: frozenset(held) for party, held in found.items()}


def _gone() -> pl.Expr:
    return pl.col("status").str.contains("注销|吊销|dissolved|deregistered|struck off").fill_null(value=False)


def _where(snapshot: Snapshot, table: str, column: str, parties: Collection[str], holds: pl.Expr) -> list[str]:
    frame = snapshot.tables.get(table)
    if frame is None or column not in frame.columns:
        return []
    return frame.filter(pl.col(column).is_in(list(parties)) & holds)[column].unique().sort().to_list()
