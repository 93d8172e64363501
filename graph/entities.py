"""From the cells that name a party to parties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from graph.cells import EXPECTED, Place, gather_cells
from graph.codes import coded
from graph.lone_records import Declared, lone_records, lone_rows, no_records, node_of, plain_records, plain_rows
from graph.names import NameShape, candidate_key, person_key, shape_of
from graph.namesakes import BUDGET, Bearer, offers
from graph.nodes import bare_node, declared_nodes
from graph.people import plain_people
from graph.printing import claims, numbered, party_rows, quiet_rows
from graph.records import Records, name_records
from graph.resolve import Match, Node, Resolved, Verdict, resolve

_BULK = ("word", "id", "no", "person", "name")


@dataclass(frozen=True, slots=True)
class Parties:
    """All parties of a snapshot.

    frame: idx, id, kind, name, names, ids, records, bases; cells: (table, column) → the idx of the party that each row names.
    """

    frame: pl.DataFrame
    cells: Mapping[Place, pl.Series]
    matches: tuple[Match, ...]
    truncated: int
    notes: tuple[str, ...]


def find_parties(tables: Mapping[str, pl.DataFrame], verdicts: Iterable[Verdict]) -> Parties:
    """Read every party cell, match records to parties, and give each party its printed id.

    Records that can be nobody else (a word, an identifier that no record declares, a name within one company) are
    settled in bulk; only the rest goes through resolve().
    """
    verdicts = tuple(verdicts)
    declared = _declared(tables.get("parties"))
    cells = gather_cells(tables)
    records = name_records(cells, declared.given)
    still = _quiet(records.frame, declared, verdicts)
    quiet = records.frame.with_row_index("record").filter(still)
    listed, alone = _parted(records, ~still, declared, verdicts)
    resolved = resolve(listed, verdicts)
    members = _members(listed, resolved)
    claimed = claims(members, quiet.filter(pl.col("key").str.starts_with("word:")), alone.declared["id"])
    known, people = lone_rows(alone.declared, alone.people, claimed)
    rows = pl.concat([party_rows(members, resolved, claimed), known])
    frame, idx = numbered(rows, pl.concat([people, quiet_rows(quiet, claimed)]))
    settled = pl.concat([alone.people["record"], quiet["record"]])
    of_record = _parties_of(records.frame, settled, idx, frame)
    matches, left_out = _offers(frame, verdicts)
    unique = {m.id: m for m in (*matches, *resolved.matches)}
    ordered = tuple(sorted(unique.values(), key=lambda m: (m.left, m.right)))
    found = of_record.gather(records.of_cell)
    placed = {place: found.slice(at, height) for place, (at, height) in cells.places.items()}
    return Parties(frame, placed, ordered, left_out, _undeclared(records.frame))


def _declared(frame: pl.DataFrame | None) -> Declared:
    """Plain rows in columns, the others one by one."""
    if frame is None:
        return Declared(no_records(), ())
    plain = plain_rows(frame)
    return Declared(plain_records(frame.filter(plain)), declared_nodes(frame.filter(~plain)))


def _members(nodes: list[Node], resolved: Resolved) -> dict[int, list[Node]]:
    members: dict[int, list[Node]] = defaultdict(list)
    for node, group in zip(nodes, resolved.group, strict=True):
        members[group].append(node)
    return members


def _parties_of(named: pl.DataFrame, quiet: pl.Series, idx: pl.Series, frame: pl.DataFrame) -> pl.Series:
    """The party of each record: idx holds those of the quiet ones, the others are looked up by key."""
    party = np.zeros(named.height, np.int32)
    party[quiet.to_numpy()] = idx.to_numpy()
    rest = np.ones(named.height, dtype=bool)
    rest[quiet.to_numpy()] = False
    if rest.any():
        settled = np.zeros(frame.height, dtype=bool)
        settled[idx.to_numpy()] = True
        lookup = frame.filter(pl.Series(~settled)).select("idx", "records").explode("records")
        wanted = named.filter(pl.Series(rest)).select(pl.col("key").alias("records"))
        party[rest] = wanted.join(lookup, on="records", how="left", maintain_order="left")["idx"].to_numpy()
    return pl.Series(party)


def _quiet(named: pl.DataFrame, declared: Declared, verdicts: tuple[Verdict, ...]) -> pl.Series:
    """Bare records that no rule and no decision can join with another."""
    taken = pl.concat([declared.keys, _keys_of(verdicts)])
    key = named["key"]
    of = {scheme: key.str.starts_with(f"{scheme}:") for scheme in _BULK}
    free = ~_among(key, taken)
    number = ~(of["word"] | of["id"] | of["no"] | of["person"] | of["name"])
    bare = number & _only_the_number(named, number)
    firms, held = declared.firms, declared.numbers
    settled = free & (of["word"] | (of["name"] & ~_among(key, firms)) | (bare & ~_among(key, held)))
    told = pl.Series([person_key(name) for name in named["text"].filter(of["no"])], dtype=pl.String)
    people = pl.concat([declared.people, told])
    own = key.str.extract("^person:([^@]*)@", 1) if len(people) else key
    apart = settled.gather(named["scope"]).fill_null(value=False) | named["lone"].fill_null(value=True)
    return settled | (free & of["person"] & apart & ~_among(own, people))


def _keys_of(verdicts: tuple[Verdict, ...]) -> pl.Series:
    return pl.Series([key for v in verdicts for key in (v.left, v.right)], dtype=pl.String)


def _among(keys: pl.Series, wanted: pl.Series) -> pl.Series:
    """False where there is no key."""
    if not len(wanted):
        return pl.Series([False], dtype=pl.Boolean).new_from_index(0, len(keys))
    return keys.is_in(wanted.unique().implode())


def _only_the_number(named: pl.DataFrame, number: pl.Series) -> pl.Series:
    """The text is the identifier of the key and nothing more."""
    key, text = named["key"].filter(number), named["text"].filter(number).str.to_uppercase()
    alike = key == "cn-uscc:" + text
    if not alike.all():
        alike |= text == key.str.replace("^[^:]*:", "")
    return pl.Series([False], dtype=pl.Boolean).new_from_index(0, named.height).scatter(number.arg_true(), alike)


@dataclass(frozen=True, slots=True)
class _Alone:
    """What resolve() need not see: plain declared records, and bare people (record, key, text)."""

    declared: pl.DataFrame
    people: pl.DataFrame


def _parted(
    records: Records, wanted: pl.Series, declared: Declared, verdicts: tuple[Verdict, ...]
) -> tuple[list[Node], _Alone]:
    """The records to be matched, sorted by key, people with the companies they are named in; and those that are alone."""
    named = records.frame.with_row_index("record").filter(wanted & ~_among(records.frame["key"], declared.keys))
    plain = named["key"].str.starts_with("person:") & plain_people(named["text"]) & ~named["key"].is_duplicated()
    odd = _bare(named.filter(~plain))
    pairs = records.companies_of(wanted) if wanted.any() else _NO_PAIRS
    bare = named.filter(plain)
    lone = lone_records(declared, bare.select("key", "text"), [*declared.nodes, *odd], pairs, _keys_of(verdicts))
    single, apart = _among(declared.plain["key"], lone.declared), _among(bare["key"], lone.bare)
    fields = ("key", "label", "id", "kind", "name", "ids")
    known = [node_of(*row) for row in declared.plain.filter(~single).select(fields).iter_rows()]
    nodes = {n.key: n for n in (*declared.nodes, *odd, *known, *_bare(bare.filter(~apart)))}
    left = pairs.filter(_among(pairs["key"], pl.Series(nodes.keys(), dtype=pl.String)))
    alone = _Alone(declared.plain.filter(single), bare.filter(apart).select("record", "key", "text"))
    return _with_companies(nodes, left), alone


_NO_PAIRS = pl.DataFrame(schema={"key": pl.String, "company": pl.String})


def _bare(named: pl.DataFrame) -> list[Node]:
    rows = named.select("key", "text", "label", "expect").iter_rows()
    return [bare_node(key, text, label, EXPECTED[expect]) for key, text, label, expect in rows]


def _with_companies(nodes: Mapping[str, Node], pairs: pl.DataFrame) -> list[Node]:
    order = sorted(nodes)
    index = {key: i for i, key in enumerate(order)}
    found: dict[str, set[int]] = defaultdict(set)
    for key, company in pairs.iter_rows():
        if nodes[key].is_person and company in index:
            found[key].add(index[company])
    for key, companies in found.items():
        nodes[key].companies = frozenset(companies)
    return [nodes[key] for key in order]


def _offers(frame: pl.DataFrame, verdicts: tuple[Verdict, ...]) -> tuple[list[Match], int]:
    """Same name, different party: people by name, firms by what is left of a name without legal form and script."""
    decided = {v.match: v for v in verdicts}
    kinds = pl.col("kind").is_in(["company", "partnership"]) & (pl.col("name") != pl.col("id"))
    found: list[Match] = []
    left_out = 0
    for chosen, key_of, basis in (
        (pl.col("kind") == "person", _proper_person, "same-name"),
        (kinds, candidate_key, "similar-name"),
    ):
        bearers, rest = _bearers(frame.filter(chosen).select("name", "records", "ids"), key_of)
        found += offers(bearers, basis, decided)
        left_out += rest
    return found, left_out


def _proper_person(name: str) -> str:
    return "" if shape_of(name, expect="person") is NameShape.MASKED else person_key(name)


def _bearers(frame: pl.DataFrame, key_of: Callable[[str], str]) -> tuple[list[list[Bearer]], int]:
    """Who bears each name, names in order within the budget of pairs; and how many pairs lie beyond it.

    Plain personal names are their own keys, others are read one by one.
    """
    names = coded(frame["name"])
    keys = coded(_name_keys(names.distinct, key_of))
    of_row = keys.codes.gather(names.codes)
    counted = pl.DataFrame({"key": keys.distinct, "n": np.bincount(of_row.to_numpy(), minlength=len(keys.distinct))})
    counted = counted.with_row_index("at").filter((pl.col("key") != "") & (pl.col("n") > 1)).sort("key")
    pairs = counted["n"] * (counted["n"] - 1) // 2
    within = pairs.cum_sum() <= BUDGET
    chosen = counted.filter(within)["at"]
    rows = frame.with_columns(of_row.alias("at")).filter(pl.col("at").is_in(chosen.implode()))
    bearers: dict[int, list[Bearer]] = {at: [] for at in chosen.to_list()}
    for at, record, ids in rows.select("at", pl.col("records").list.min(), "ids").iter_rows():
        bearers[at].append(Bearer(record, tuple(ids)))
    return [sorted(found, key=lambda b: (b.record, b.ids)) for found in bearers.values()], int(
        pairs.filter(~within).sum()
    )


def _name_keys(names: pl.Series, key_of: Callable[[str], str]) -> pl.Series:
    plain = plain_people(names) if key_of is _proper_person else names.is_null()
    rest = names.filter(~plain)
    return names.scatter((~plain).arg_true(), pl.Series([key_of(n) for n in rest.to_list()], dtype=pl.String))


def _undeclared(named: pl.DataFrame) -> tuple[str, ...]:
    words = named["text"].filter(named["key"].str.starts_with("word:")).unique().sort().to_list()
    if not words:
        return ()
    shown = ", ".join(words[:5]) + (f" and {len(words) - 5} more" if len(words) > 5 else "")
    return (f"no parties.csv row declares {shown}: each is kept as a party known by that word alone",)
