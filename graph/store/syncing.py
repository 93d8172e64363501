"""A snapshot moved to a Neo4j server, differences only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from graph.errors import LookthroughError
from graph.snapshot import Snapshot
from graph.store import projection
from graph.store.neo4j import Neo4jStore, Server
from graph.store.suffix import mark

BATCH = 5_000
"""Nodes or relationships in one transaction; a killed sync loses at most one and goes on from there."""
SHAPE = 3
"""Number of the way in which a snapshot is laid out on the server; another number moves everything again."""

LABELS = ("Party", "Asset", "Contact", "Change", "Accounts")
_BOOK = "Lookthrough"
_OURS = ("_key", "_said")
Progress = Callable[[str, int, int], None]


def _silent(_what: str, _done: int, _total: int) -> None:
    return


@dataclass(slots=True)
class Moved:
    """How many nodes and relationships a sync made, changed and took away, and how many it left as they were."""

    made: int = 0
    changed: int = 0
    removed: int = 0
    same: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """A snapshot on the server. ready: its sync came to its end; suffix: "" for the live one."""

    snapshot: str
    provenance: str
    suffix: str
    ready: bool
    shape: int


def held(server: Server) -> tuple[Held, ...]:
    """What the server holds of ours, the live snapshot first."""
    _, rows = server.read(
        f"MATCH (b:{_BOOK}) RETURN b.snapshot, b.provenance, b.suffix, b.ready, b.shape ORDER BY b.suffix", {}
    )
    return tuple(Held(*row) for row in rows)


def store_on(server: Server, snapshot: str) -> Neo4jStore:
    """The store of that snapshot; LookthroughError where the server does not hold it, or only a part of it."""
    found = next((h for h in held(server) if h.snapshot == snapshot and h.ready), None)
    if found is None:
        partly = any(h.snapshot == snapshot for h in held(server))
        what = "the last sync did not come to its end" if partly else "the server does not hold this snapshot"
        raise LookthroughError(what, snapshot[:16], "run: lookthrough sync neo4j")
    return Neo4jStore(snapshot, server, found.suffix)


def sync(server: Server, snapshot: Snapshot, *, suffix: str = "", progress: Progress = _silent) -> Moved:
    """Make the server hold this snapshot, as the live one or under the labels of `suffix`.

    A second run changes nothing; a changed snapshot moves only what differs; one that was killed goes on where it was.
    """
    moved = Moved()
    before = next((h for h in held(server) if h.suffix == suffix), None)
    if before and before.ready and (before.snapshot, before.provenance, before.shape) == _name(snapshot):
        moved.same = _count(server, suffix)
        return moved
    if before is None:
        _refuse_strangers(server)
    _define(server, suffix)
    again = before is not None and before.shape != SHAPE
    _book(server, snapshot, suffix, ready=False)
    nodes = list(projection.nodes(snapshot))
    links = list(projection.links(snapshot))
    # What goes away goes first: a node cannot leave before its relationships have left.
    plans = [_link_plan(server, link, suffix, again=again) for link in links]
    _sweep_types(server, {link.type for link in links}, suffix, moved, progress)
    for plan in plans:
        _remove_links(server, plan, suffix, moved, progress)
    for kind in nodes:
        _nodes(server, kind, suffix, moved, progress, again=again)
    _sweep_labels(server, {kind.label for kind in nodes}, suffix, moved, progress)
    for plan in plans:
        _make_links(server, plan, suffix, moved, progress)
    _book(server, snapshot, suffix, ready=True)
    return moved


def keep(server: Server, snapshot: Snapshot, *, progress: Progress = _silent) -> Moved:
    """Hold this snapshot beside the live one, under labels of its own, to be asked as it was."""
    return sync(server, snapshot, suffix=mark(snapshot.id), progress=progress)


def retire(server: Server, snapshot: str, *, progress: Progress = _silent) -> Moved:
    """Take a kept snapshot off the server."""
    found = [h for h in held(server) if h.suffix and h.snapshot.startswith(snapshot)]
    if len(found) != 1:
        known = ", ".join(h.snapshot[:12] for h in held(server) if h.suffix) or "none is kept"
        raise LookthroughError("no one kept snapshot has this id", snapshot, f"kept: {known}")
    moved = Moved()
    _sweep_types(server, set(), found[0].suffix, moved, progress)
    _sweep_labels(server, set(), found[0].suffix, moved, progress)
    server.write(f"MATCH (b:{_BOOK} {{suffix: $suffix}}) DELETE b", {"suffix": found[0].suffix})
    return moved


def _name(snapshot: Snapshot) -> tuple[str, str, int]:
    return snapshot.id, snapshot.provenance, SHAPE


def _book(server: Server, snapshot: Snapshot, suffix: str, *, ready: bool) -> None:
    server.write(
        f"MERGE (b:{_BOOK} {{suffix: $suffix}}) SET b.snapshot = $id, b.provenance = $provenance, b.shape = $shape, b.ready = $ready",
        {"suffix": suffix, "id": snapshot.id, "provenance": snapshot.provenance, "shape": SHAPE, "ready": ready},
    )


def _refuse_strangers(server: Server) -> None:
    """A database that holds another's nodes is not written to."""
    ours = " AND ".join(f"NOT any(l IN labels(n) WHERE l STARTS WITH '{label}__')" for label in LABELS)
    book = f"MATCH (b:{_BOOK}) RETURN count(b)"
    if server.read(book, {})[1][0][0]:
        return
    _, rows = server.read(f"MATCH (n) WHERE NOT n:{_BOOK} AND {ours} RETURN labels(n)[0] LIMIT 1", {})
    if rows:
        raise LookthroughError(
            f"the database holds nodes of another's ({rows[0][0]})",
            server.address.uri,
            "give an empty database: set LOOKTHROUGH_NEO4J_DATABASE",
        )


def _define(server: Server, suffix: str) -> None:
    """A node is found by its id, a party by its name, a relationship by its key."""
    for label in LABELS:
        name = f"{label}{suffix}"
        server.define(f"CREATE CONSTRAINT `{name}_id` IF NOT EXISTS FOR (n:`{name}`) REQUIRE n.id IS UNIQUE")
    server.define(f"CREATE INDEX `Party{suffix}_name` IF NOT EXISTS FOR (n:`Party{suffix}`) ON (n.name)")
    for kind in projection.types():
        name = f"{kind}{suffix}"
        server.define(f"CREATE CONSTRAINT `{name}_key` IF NOT EXISTS FOR ()-[r:`{name}`]-() REQUIRE r._key IS UNIQUE")
    server.define("CALL db.awaitIndexes(300)")


def _count(server: Server, suffix: str) -> int:
    total = 0
    for label in LABELS:
        total += server.read(f"MATCH (n:`{label}{suffix}`) RETURN count(n)", {})[1][0][0]
    for kind in projection.types():
        total += server.read(f"MATCH ()-[r:`{kind}{suffix}`]->() RETURN count(r)", {})[1][0][0]
    return total


def _nodes(
    server: Server, kind: projection.Nodes, suffix: str, moved: Moved, progress: Progress, *, again: bool
) -> None:
    frame = kind.frame.with_columns(_marked(kind.frame).alias("_said"))
    label = f"{kind.label}{suffix}"
    there = pl.DataFrame(
        list(server.stream(f"MATCH (n:`{label}`) RETURN n.id, n._said", {})),
        schema={"id": pl.String, "_was": pl.String},
        orient="row",
    )
    joined = frame.select("id", "_said").join(there, on="id", how="left", maintain_order="left")
    # Nodes that leave are taken away at once, with whatever still hangs on them from a sync that was killed.
    leaving = there.join(frame.select("id"), on="id", how="anti")["id"]
    for part in _batches(leaving.to_list()):
        server.write(f"UNWIND $ids AS id MATCH (n:`{label}` {{id: id}}) DETACH DELETE n", {"ids": part})
    moved.removed += len(leaving)
    new = joined["_was"].is_null()
    differs = ~new & ((joined["_was"] != joined["_said"]) | pl.Series([again]).new_from_index(0, len(new)))
    moved.same += int((~new & ~differs).sum())
    for chosen, verb in ((new, "CREATE"), (differs, "MERGE")):
        rows = frame.filter(chosen)
        done = 0
        for part in _batches(list(_properties(rows))):
            server.write(f"UNWIND $rows AS row {verb} (n:`{label}` {{id: row.id}}) SET n = row", {"rows": part})
            done += len(part)
            progress(kind.label, done, rows.height)
        if verb == "CREATE":
            moved.made += rows.height
        else:
            moved.changed += rows.height


@dataclass(frozen=True, slots=True)
class _Plan:
    """What one type of relationship needs: keys that go, rows that come."""

    link: projection.Links
    going: list[str]
    coming: pl.DataFrame
    same: int
    changed: int


def _link_plan(server: Server, link: projection.Links, suffix: str, *, again: bool) -> _Plan:
    """A relationship that says something else, stands elsewhere or ties others is taken away and made again."""
    frame = link.frame.with_columns(_keys(link.frame).alias("_key"))
    frame = frame.with_columns(_marked(frame).alias("_said"))
    there = pl.DataFrame(
        list(server.stream(f"MATCH ()-[r:`{link.type}{suffix}`]->() RETURN r._key, r._said", {})),
        schema={"_key": pl.String, "_was": pl.String},
        orient="row",
    )
    joined = frame.select("_key", "_said").join(there, on="_key", how="left", maintain_order="left")
    stays = (joined["_was"] == joined["_said"]).fill_null(value=False)
    if again:
        stays = pl.Series([False], dtype=pl.Boolean).new_from_index(0, frame.height)
    going = there.join(frame.filter(stays).select("_key"), on="_key", how="anti")["_key"].to_list()
    changed = len(set(going) & set(frame["_key"].to_list())) if going else 0
    return _Plan(link, going, frame.filter(~stays), int(stays.sum()), changed)


def _remove_links(server: Server, plan: _Plan, suffix: str, moved: Moved, progress: Progress) -> None:
    kind = f"{plan.link.type}{suffix}"
    for done, part in enumerate(_batches(plan.going), 1):
        server.write(f"UNWIND $keys AS key MATCH ()-[r:`{kind}` {{_key: key}}]->() DELETE r", {"keys": part})
        progress(plan.link.type, done * BATCH, len(plan.going))
    moved.removed += len(plan.going) - plan.changed
    moved.same += plan.same


def _make_links(server: Server, plan: _Plan, suffix: str, moved: Moved, progress: Progress) -> None:
    link = plan.link
    statement = (
        f"UNWIND $rows AS row MATCH (a:`{link.giver}{suffix}` {{id: row.a}}) MATCH (b:`{link.taker}{suffix}` {{id: row.b}}) "
        f"CREATE (a)-[r:`{link.type}{suffix}`]->(b) SET r = row.p"
    )
    done = 0
    ends = plan.coming.select("_from", "_to").iter_rows()
    for part in _batches(list(zip(ends, _properties(plan.coming.drop("_from", "_to")), strict=True))):
        made = server.write(statement, {"rows": [{"a": a, "b": b, "p": said} for (a, b), said in part]})
        if made < len(part):
            raise LookthroughError(
                f"{link.type}: the server lacks a party or thing that it should hold",
                server.address.uri,
                "somebody else changed the database: run the sync again",
            )
        done += len(part)
        progress(link.type, done, plan.coming.height)
    moved.made += plan.coming.height - plan.changed
    moved.changed += plan.changed


def _sweep_types(server: Server, wanted: set[str], suffix: str, moved: Moved, progress: Progress) -> None:
    """Types that the snapshot has none of any more."""
    for kind in projection.types():
        while kind not in wanted:
            gone = server.write(f"MATCH ()-[r:`{kind}{suffix}`]->() WITH r LIMIT $most DELETE r", {"most": BATCH})
            moved.removed += gone
            progress(kind, gone, gone)
            if gone < BATCH:
                break


def _sweep_labels(server: Server, wanted: set[str], suffix: str, moved: Moved, progress: Progress) -> None:
    for label in LABELS:
        while label not in wanted:
            _, rows = server.read(f"MATCH (n:`{label}{suffix}`) RETURN n.id LIMIT $most", {"most": BATCH})
            ids = [row[0] for row in rows]
            if ids:
                server.write(f"UNWIND $ids AS id MATCH (n:`{label}{suffix}` {{id: id}}) DETACH DELETE n", {"ids": ids})
            moved.removed += len(ids)
            progress(label, len(ids), len(ids))
            if len(ids) < BATCH:
                break


def _keys(frame: pl.DataFrame) -> pl.Series:
    """One key a relationship, the same in every run: its fact, and its place among those of that fact."""
    ordered = frame.with_row_index("_at").sort("fact", "_from", "_to", "source", "row", "_at")
    nth = ordered.select("_at", pl.int_range(pl.len()).over("fact").alias("_nth")).sort("_at")["_nth"]
    return frame.select(pl.concat_str("fact", pl.lit("/"), nth.cast(pl.String))).to_series()


def _marked(frame: pl.DataFrame) -> pl.Series:
    """A mark of everything a row says, whatever columns other rows have. It names the hash's version: another reads anew."""
    columns = sorted(c for c in frame.columns if c not in _OURS)
    said = [pl.format("{}={}\x1f", pl.lit(c), pl.col(c)) for c in columns]
    text = frame.select(pl.concat_str(pl.lit(f"{SHAPE} {pl.__version__} "), *said, ignore_nulls=True)).to_series()
    return text.hash(seed=3).cast(pl.String) + "-" + text.hash(seed=5).cast(pl.String)


def _properties(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Rows as maps without what is unknown."""
    for row in frame.iter_rows(named=True):
        yield {key: value for key, value in row.items() if value is not None}


def _batches(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[at : at + BATCH] for at in range(0, len(rows), BATCH))
