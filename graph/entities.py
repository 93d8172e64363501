"""From the cells that name a party to parties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from graph.cells import CELL, gather_cells, key_cells
from graph.names import NameShape, candidate_key, company_key, person_key, shape_of
from graph.namesakes import BUDGET, Bearer, offers
from graph.nodes import bare_node, declared_nodes
from graph.people import plain_people
from graph.printing import claims, numbered, party_rows, quiet_rows
from graph.resolve import Match, Node, Resolved, Verdict, resolve


@dataclass(frozen=True, slots=True)
class Parties:
    """All parties of a snapshot.

    frame: idx, id, kind, name, names, ids, records, bases; cells: (label, text, ident, expect, context, beside) → idx.
    """

    frame: pl.DataFrame
    cells: pl.DataFrame
    matches: tuple[Match, ...]
    truncated: int
    notes: tuple[str, ...]


def find_parties(tables: Mapping[str, pl.DataFrame], verdicts: Iterable[Verdict]) -> Parties:
    """Read every party cell, match records to parties, and give each party its printed id.

    Records that can be nobody else (a word, an identifier that no record declares, a name within one company) are
    settled in bulk; only the rest goes through resolve().
    """
    verdicts = tuple(verdicts)
    declared = declared_nodes(tables.get("parties"))
    cells = key_cells(gather_cells(tables), declared)
    named = cells.group_by("key").agg(
        pl.col("text").min(), pl.col("label").min(), pl.col("expect").max(), pl.col("company").min().alias("scope")
    )
    still = _quiet(named, declared, verdicts)
    quiet = named.join(still, on="key")
    listed = _restless(named.join(still, on="key", how="anti"), declared, cells)
    resolved = resolve(listed, verdicts)
    words = quiet.filter(pl.col("key").str.starts_with("word:")).select("text", "label")
    rows = party_rows(listed, resolved, words)
    claimed = claims(_members(listed, resolved), words)
    frame = numbered(pl.concat([rows, quiet_rows(quiet, claimed)]))
    matches, left_out = _offers(frame, verdicts)
    lookup = frame.select("idx", "records").explode("records").rename({"records": "key"})
    placed = cells.join(lookup, on="key", how="left").select([*CELL, "idx"])
    unique = {m.id: m for m in (*matches, *resolved.matches)}
    ordered = tuple(sorted(unique.values(), key=lambda m: (m.left, m.right)))
    return Parties(frame, placed, ordered, left_out, _undeclared(cells))


def _members(nodes: list[Node], resolved: Resolved) -> dict[int, list[Node]]:
    members: dict[int, list[Node]] = defaultdict(list)
    for node, group in zip(nodes, resolved.group, strict=True):
        members[group].append(node)
    return members


def _quiet(named: pl.DataFrame, declared: list[Node], verdicts: tuple[Verdict, ...]) -> pl.DataFrame:
    """Keys of bare records that no rule and no decision can join with another."""
    taken = {n.key for n in declared} | {v.left for v in verdicts} | {v.right for v in verdicts}
    held = {f"{scheme}:{value}" for n in declared for scheme, value in n.ids}
    firms = {f"name:{company_key(name)}" for n in declared if not n.is_person for name in (*n.names, *n.former)}
    key = pl.col("key")
    scheme = key.str.extract("^([^:]*):", 1)
    free = ~key.is_in(sorted(taken))
    bare = scheme.is_in(["word", "id", "no", "person", "name"]).not_() & (
        pl.col("text").str.to_uppercase() == key.str.replace("^[^:]*:", "")
    )
    lone = (scheme == "word") | ((scheme == "name") & ~key.is_in(sorted(firms))) | (bare & ~key.is_in(sorted(held)))
    settled = named.filter(free & lone).select("key")
    numbered_names = named.filter(scheme == "no")["text"].to_list()
    people = {person_key(name) for n in declared if n.is_person for name in n.names} | {
        person_key(n) for n in numbered_names
    }
    own = key.str.extract("^person:([^@]*)@", 1)
    apart = pl.col("scope").is_null() | pl.col("scope").is_in(settled["key"].to_list())
    alone = named.filter(free & (scheme == "person") & apart & ~own.is_in(sorted(people))).select("key")
    return pl.concat([settled, alone])


def _restless(named: pl.DataFrame, declared: list[Node], cells: pl.DataFrame) -> list[Node]:
    """The records to be matched, sorted by key, people with the companies they are named in."""
    nodes = {node.key: node for node in declared}
    for key, text, label, expect in named.select("key", "text", "label", "expect").iter_rows():
        if key not in nodes:
            nodes[key] = bare_node(key, text, label, expect)
    order = sorted(nodes)
    index = {key: i for i, key in enumerate(order)}
    within = (
        cells.filter(pl.col("company").is_not_null() & pl.col("key").is_in(order)).select("key", "company").unique()
    )
    found: dict[str, set[int]] = defaultdict(set)
    for key, company in within.iter_rows():
        if nodes[key].is_person and company in index:
            found[key].add(index[company])
    for key, companies in found.items():
        nodes[key].companies = frozenset(companies)
    return [nodes[key] for key in order]


def _offers(frame: pl.DataFrame, verdicts: tuple[Verdict, ...]) -> tuple[list[Match], int]:
    """Same name, different party: people by name, firms by what is left of a name without legal form and script."""
    decided = {v.match: v for v in verdicts}
    columns = ("name", "records", "ids")
    people = frame.filter(pl.col("kind") == "person").select(columns)
    kinds = pl.col("kind").is_in(["company", "partnership"]) & (pl.col("name") != pl.col("id"))
    firms = frame.filter(kinds).select(columns)
    found: list[Match] = []
    left_out = 0
    for table, key_of, basis in ((people, _proper_person, "same-name"), (firms, candidate_key, "similar-name")):
        bearers, rest = _bearers(table, key_of)
        found += offers(bearers, basis, decided)
        left_out += rest
    return found, left_out


def _proper_person(name: str) -> str:
    return "" if shape_of(name, expect="person") is NameShape.MASKED else person_key(name)


def _bearers(frame: pl.DataFrame, key_of: Callable[[str], str]) -> tuple[list[list[Bearer]], int]:
    """Who bears each name, names in order within the budget of pairs; and how many pairs lie beyond it.

    Plain personal names are their own keys, others are read one by one.
    """
    names = frame["name"].unique()
    plain = plain_people(names) if key_of is _proper_person else pl.Series([False] * len(names), dtype=pl.Boolean)
    keys = {name: key_of(name) for name in names.filter(~plain).to_list()}
    key = frame["name"].replace_strict(keys, default=frame["name"], return_dtype=pl.String) if keys else frame["name"]
    keyed = frame.with_columns(key.alias("key"))
    shared = keyed.filter((pl.col("key") != "") & (pl.len().over("key") > 1))
    grouped = (
        shared.group_by("key").agg(pl.col("records").list.min(), "ids", pl.len().cast(pl.Int64).alias("n")).sort("key")
    )
    pairs = grouped["n"] * (grouped["n"] - 1) // 2
    within = pairs.cum_sum() <= BUDGET
    chosen = grouped.filter(within)
    listed = [
        [Bearer(record, tuple(ids)) for record, ids in sorted(zip(records, found, strict=True))]
        for records, found in chosen.select("records", "ids").iter_rows()
    ]
    return listed, int(pairs.filter(~within).sum())


def _undeclared(cells: pl.DataFrame) -> tuple[str, ...]:
    words = cells.filter(pl.col("key").str.starts_with("word:"))["text"].unique().sort().to_list()
    if not words:
        return ()
    shown = ", ".join(words[:5]) + (f" and {len(words) - 5} more" if len(words) > 5 else "")
    return (f"no parties.csv row declares {shown}: each is kept as a party known by that word alone",)
