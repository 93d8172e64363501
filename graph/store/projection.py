"""A snapshot as nodes and relationships, table by table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

from graph.snapshot import Snapshot
from graph.store.properties import joined, properties, standing_place
from graph.tables import TABLES

NOT_NAMED = "not_named"
"""The kind of a party that a row implies and does not name: one node a row, never joined with another."""

USED = ("uses", "pays_for")


@dataclass(frozen=True, slots=True)
class Nodes:
    """All nodes of one label. frame: `id` (unique text), `name` (may be null), then properties."""

    label: str
    frame: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Links:
    """All relationships of one type, parallel ones kept. frame: `_from`, `_to` (node ids), then properties.

    Every one carries source, source_label, row, fact and standing.
    """

    type: str
    giver: str
    taker: str
    frame: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Link:
    """Which table becomes which relationship. giver and taker: party cells; "" = the asset of the row."""

    type: str
    table: str
    giver: str
    taker: str


@dataclass(frozen=True, slots=True)
class _Said:
    """A table whose rows speak of one party: each row is a node of `label`, tied to it by `type`."""

    type: str
    label: str
    table: str


_SAID = (_Said("CHANGED", "Change", "changes"), _Said("REPORTED", "Accounts", "accounts"))
_STANDING = ("source", "source_label", "row", "fact", "standing")
_LINKS = (
    _Link("OWNS", "holdings", "owner", "company"),
    _Link("SERVES", "roles", "person", "company"),
    _Link("TRANSFERS", "share_transfers", "from", "to"),
    _Link("TRANSFERS", "asset_transfers", "from", "to"),
    _Link("PAID", "payments", "from", "to"),
    _Link("AGREED", "contracts", "from", "to"),
    _Link("RELATED", "relations", "a", "b"),
    _Link("USES", "relations", "a", ""),
    _Link("SUED", "court_cases", "claimant", "defendant"),
    _Link("SUCCEEDED_BY", "successions", "predecessor", "successor"),
    _Link("HOLDS_TITLE", "assets", "owner", ""),
    _Link("ENCUMBERS", "encumbrances", "holder", ""),
    _Link("DECLARED", "declarations", "debtor", ""),
)
# What a case is cut along besides: who dealt in a company's shares, who gave an asset away (whoever took it), whose stake is
# charged to whom, and the party that a use names where an asset bears the same word. Row by row, without the row's cells.
_BESIDE = (
    _Link("NEAR", "share_transfers", "from", "company"),
    _Link("NEAR", "share_transfers", "to", "company"),
    _Link("NEAR", "encumbrances", "holder", "_equity_owner"),
    _Link("NEAR", "encumbrances", "holder", "_equity_company"),
    _Link("NEAR", "encumbrances", "_equity_owner", "_equity_company"),
    _Link("NEAR", "relations", "a", "b"),
    _Link("GAVE", "asset_transfers", "from", ""),
)
# Cells that may be empty although somebody stands behind them.
_IMPLIED = {("encumbrances", "holder"), ("court_cases", "claimant"), ("court_cases", "defendant")}
_CONTACTS = ("address", "phone", "email")


def nodes(snapshot: Snapshot) -> Iterator[Nodes]:
    """Party, Asset, Contact, Change and Accounts nodes, each label once, ordered by id."""
    for label, build in _NODES.items():
        frame = build(snapshot)
        if frame.height:
            yield Nodes(label, frame.sort("id"))


def links(snapshot: Snapshot) -> Iterator[Links]:
    """Every relationship type once, rows in the snapshot's order."""
    for kind in dict.fromkeys(link.type for link in _LINKS):
        parts = [p for link in _LINKS if link.type == kind and (p := _link(snapshot, link)) is not None]
        frame = pl.concat(parts, how="diagonal_relaxed") if parts else pl.DataFrame()
        if frame.height:
            taker = "Party" if next(link.taker for link in _LINKS if link.type == kind) else "Asset"
            yield Links(kind, "Party", taker, frame)
    for kind, taker in (("NEAR", "Party"), ("GAVE", "Asset")):
        found = _beside(snapshot, kind)
        if found.height:
            yield Links(kind, "Party", taker, found)
    found = _at(snapshot)
    if found.height:
        yield Links("AT", "Party", "Contact", found)
    for said in _SAID:
        told = _told(snapshot, said)
        if told.height:
            yield Links(said.type, "Party", said.label, told.select("_from", "_to", *_STANDING))


def types() -> tuple[str, ...]:
    """Every type that a relationship may have."""
    return (*dict.fromkeys(link.type for link in (*_LINKS, *_BESIDE)), "AT", *(said.type for said in _SAID))


def _link(snapshot: Snapshot, link: _Link) -> pl.DataFrame | None:
    frame = snapshot.tables.get(link.table)
    if frame is None:
        return None
    frame = _told_apart(snapshot, link, frame)
    if link.taker == "" and "_asset" not in frame.columns:
        return None
    taker = _end(link.table, link.taker) if link.taker else pl.col("_asset")
    ends = (_end(link.table, link.giver).alias("_from"), taker.alias("_to"))
    aside = {link.giver, link.taker, *(("id", "asset") if link.taker == "" else ())}
    chosen = frame.select(
        *ends, *_extra(link), *properties(link.table, frame, aside), *standing_place(snapshot.sources)
    )
    return chosen.filter(pl.col("_from").is_not_null() & pl.col("_to").is_not_null())


def _beside(snapshot: Snapshot, kind: str) -> pl.DataFrame:
    """The pairs of that type, each once a row, with the row's place."""
    parts = []
    for link in (link for link in _BESIDE if link.type == kind):
        frame = snapshot.tables.get(link.table)
        taker = f"{link.taker}_id" if link.taker else "_asset"
        if frame is None or not {f"{link.giver}_id", taker} <= set(frame.columns):
            continue
        if link.table == "relations":
            used = _told_apart(snapshot, _Link("USES", "relations", "a", ""), frame)
            frame = used.filter(pl.col("_asset").is_not_null())
        ends = pl.col(f"{link.giver}_id").alias("_from"), pl.col(taker).alias("_to")
        said = pl.lit(link.table).alias("table")
        parts.append(frame.select(*ends, said, *standing_place(snapshot.sources)).drop_nulls(["_from", "_to"]))
    if not parts:
        return pl.DataFrame()
    found = pl.concat(parts, how="diagonal_relaxed")
    return found.filter(pl.col("_from") != pl.col("_to")).unique(["_from", "_to", "fact"], maintain_order=True)


def _extra(link: _Link) -> tuple[pl.Expr, ...]:
    """A transfer says what kind of thing went: a stake (thing = the company) or an asset (thing = its id)."""
    things = {"share_transfers": ("share", "company_id"), "asset_transfers": ("asset", "_asset")}
    if link.table not in things:
        return ()
    kind, thing = things[link.table]
    return pl.lit(kind).alias("kind"), pl.col(thing).alias("thing")


def _end(table: str, cell: str) -> pl.Expr:
    """The printed id at one end; where the row implies somebody it does not name, a node of the row's own."""
    named = pl.col(f"{cell}_id")
    return pl.coalesce(named, _unnamed(cell)) if (table, cell) in _IMPLIED else named


def _unnamed(cell: str) -> pl.Expr:
    return pl.format("not named: {} of {}", pl.lit(cell), pl.col("_fact").str.slice(0, 16))


def _told_apart(snapshot: Snapshot, link: _Link, frame: pl.DataFrame) -> pl.DataFrame:
    """A relation whose b is an asset is a use of the asset, not a tie between parties."""
    if link.table != "relations":
        return frame
    known = snapshot.tables.get("assets")
    used = pl.lit(None, dtype=pl.String).alias("_asset")
    if known is None:
        return frame if link.taker else frame.with_columns(used)
    ids = known.select("_label", pl.col("id").alias("b"), "_asset").unique(["_label", "b"], maintain_order=True)
    frame = frame.join(ids, on=["_label", "b"], how="left", maintain_order="left")
    used = pl.col("_asset").is_not_null() & pl.col("kind").is_in(USED)
    return frame.filter(~used) if link.taker else frame.filter(used)


def _parties(snapshot: Snapshot) -> pl.DataFrame:
    frame = snapshot.parties.select(
        "id",
        pl.col("kind").replace("", "unknown"),
        "name",
        pl.col("names").list.join("; ").replace("", None),
        pl.col("ids").list.join("; ").replace("", None).alias("identifiers"),
        "idx",
    )
    rows = snapshot.tables.get("parties")
    if rows is not None:
        frame = frame.join(_stated(snapshot, rows), left_on="idx", right_on="party_p", how="left")
    return pl.concat([frame.drop("idx"), *_unnamed_parties(snapshot)], how="diagonal_relaxed")


def _stated(snapshot: Snapshot, rows: pl.DataFrame) -> pl.DataFrame:
    """What the rows of each party say; where they differ, every value, and days and amounts as the outer bounds."""
    wanted = [*properties("parties", rows, {"id", "kind", "name", "other_names", "identifier", "other_identifiers"})]
    keys = [pl.col(f"_{name}").alias(f"{name}_key") for name in _CONTACTS]
    chosen = rows.select("party_p", *wanted, *keys, *standing_place(snapshot.sources)).drop_nulls("party_p")
    repeated = pl.col("party_p").is_duplicated()
    folded = [_folded(name, kind) for name, kind in chosen.schema.items() if name != "party_p"]
    several = chosen.filter(repeated).group_by("party_p", maintain_order=True).agg(folded)
    return pl.concat([chosen.filter(~repeated), several])


def _folded(name: str, kind: pl.DataType) -> pl.Expr:
    """Several rows of one party as one cell: the place of the first row, every text, the outer bounds of a number."""
    if name in ("source", "row", "source_label", "fact", "standing"):
        return pl.col(name).first()
    if name.endswith("_key"):
        return pl.col(name).min()
    if kind == pl.String:
        return joined(name)
    return pl.col(name).max() if name.endswith(("_last", "_high")) else pl.col(name).min()


def _unnamed_parties(snapshot: Snapshot) -> list[pl.DataFrame]:
    found = []
    for table, cell in sorted(_IMPLIED):
        frame = snapshot.tables.get(table)
        if frame is not None:
            empty = frame.filter(pl.col(f"{cell}_id").is_null())
            place = standing_place(snapshot.sources)
            found.append(empty.select(_unnamed(cell).alias("id"), pl.lit(NOT_NAMED).alias("kind"), *place))
    return found


def _assets(snapshot: Snapshot) -> pl.DataFrame:
    """One node an asset: from its own rows first, else from whatever names it; stakes as kind "equity"."""
    parts = []
    for table in ("assets", "encumbrances", "asset_transfers", "contracts", "declarations"):
        frame = snapshot.tables.get(table)
        if frame is not None and "_asset" in frame.columns:
            parts.append(frame.select(*_asset_cells(table, frame), *standing_place(snapshot.sources)))
    if not parts:
        return pl.DataFrame()
    whole = pl.concat(parts, how="diagonal_relaxed").drop_nulls("id")
    return whole.group_by("id", maintain_order=True).agg(pl.all().drop_nulls().first())


def _asset_cells(table: str, frame: pl.DataFrame) -> list[pl.Expr]:
    cells = [pl.col("_asset").alias("id")]
    if table == "assets":
        names = ("kind", "name", "identifier", "unit_no", "court_area", "address")
        return cells + [pl.col(name) for name in names]
    cells.append(pl.lit(None, dtype=pl.String).alias("name"))
    if "_equity_company_id" in frame.columns:
        stake = pl.col("_equity_company_id").is_not_null()
        cells.append(pl.when(stake).then(pl.lit("equity")).alias("kind"))
        cells += [pl.col(f"_equity_{side}_id").alias(side) for side in ("company", "owner")]
    return cells


def _at(snapshot: Snapshot) -> pl.DataFrame:
    """Where a party's rows say it sits or is called: AT relationships to contacts, compared by normalised key."""
    rows = snapshot.tables.get("parties")
    if rows is None:
        return pl.DataFrame()
    parts = []
    for name in _CONTACTS:
        ends = (pl.col("party_id").alias("_from"), pl.format(f"{name}:{{}}", f"_{name}").alias("_to"))
        said = (pl.lit(name).alias("kind"), pl.col(name).alias("written"))
        parts.append(rows.select(*ends, *said, *standing_place(snapshot.sources)).drop_nulls(["_from", "_to"]))
    return pl.concat(parts)


def _contacts(snapshot: Snapshot) -> pl.DataFrame:
    found = _at(snapshot)
    if not found.height:
        return found
    ends = found.select(pl.col("_to").alias("id"), "kind").unique("id", maintain_order=True)
    return ends.with_columns(pl.col("id").str.splitn(":", 2).struct.field("field_1").alias("name"))


def _told(snapshot: Snapshot, said: _Said) -> pl.DataFrame:
    """What rows say of one party alone: a node a row, tied to the party."""
    rows = snapshot.tables.get(said.table)
    if rows is None:
        return pl.DataFrame()
    ends = (pl.col("party_id").alias("_from"), pl.format(f"{said.table}:{{}}", "_fact").alias("_to"))
    cells = list(properties(said.table, rows, {"party", "name"}))
    return rows.select(*ends, *cells, *standing_place(snapshot.sources)).drop_nulls("_from")


def _told_nodes(said: _Said) -> Callable[[Snapshot], pl.DataFrame]:
    def build(snapshot: Snapshot) -> pl.DataFrame:
        found = _told(snapshot, said)
        if not found.height:
            return found
        name = pl.lit(None, dtype=pl.String).alias("name")
        return found.drop("_from").rename({"_to": "id"}).with_columns(name).unique("id", maintain_order=True)

    return build


_NODES: dict[str, Callable[[Snapshot], pl.DataFrame]] = {
    "Party": _parties,
    "Asset": _assets,
    "Contact": _contacts,
    **{said.label: _told_nodes(said) for said in _SAID},
}


def tables() -> tuple[str, ...]:
    """The tables that become relationships; rates stay in the snapshot."""
    held = {link.table for link in _LINKS} | {said.table for said in _SAID}
    return tuple(name for name in TABLES if name in held)
