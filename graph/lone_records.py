"""Records that no rule joins with another, found in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from graph.identifiers import plain_uscc_column
from graph.names import company_key, person_key
from graph.people import firm_keys, plain_people
from graph.printing import SCHEMA
from graph.resolve import Node

_PLAIN: dict[str, pl.DataType | type[pl.DataType]] = {"key": pl.String, "label": pl.String, "id": pl.String, "kind": pl.String, "name": pl.String,
          "ids": pl.List(pl.String), "firm": pl.String}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Declared:
    """What the parties table declares. plain: key, label, id, kind, name, ids (scheme:value), firm (name:KEY, null for a person)
    of rows that say no more than these; nodes: every other record, read one by one.
    """

    plain: pl.DataFrame
    nodes: Sequence[Node]

    @property
    def keys(self) -> pl.Series:
        return pl.concat([self.plain["key"], _texts(n.key for n in self.nodes)])

    @property
    def given(self) -> pl.DataFrame:
        """label and text of every declared id, each once."""
        nodes = {(n.label, n.declared) for n in self.nodes if n.declared}
        listed = pl.DataFrame(sorted(nodes), schema={"label": pl.String, "text": pl.String}, orient="row")
        return pl.concat([self.plain.select("label", pl.col("id").alias("text")), listed])

    @property
    def numbers(self) -> pl.Series:
        return pl.concat([self.plain["ids"].explode().drop_nulls(), _texts(_numbers(self.nodes))])

    @property
    def firms(self) -> pl.Series:
        return pl.concat([self.plain["firm"].drop_nulls(), _texts(_firms(self.nodes))])

    @property
    def people(self) -> pl.Series:
        """The key of every name that a declared person bears."""
        listed = _texts(person_key(name) for n in self.nodes if n.is_person for name in n.names)
        return pl.concat([self.plain.filter(pl.col("firm").is_null())["name"], listed])


def plain_rows(frame: pl.DataFrame) -> pl.Series:
    """True for rows of parties that declare one id once, with a kind, a plain name, no other name or number, and a right
    USCC or none: what they say is read in columns. False decides nothing.
    """
    said = pl.all_horizontal(pl.col("id", "kind", "name").fill_null("") != "")
    alone = ~pl.struct("_label", "id").is_duplicated()
    no_more = pl.all_horizontal(pl.col("other_names", "other_identifiers").is_null())
    home = pl.col("jurisdiction").is_null() | (pl.col("jurisdiction") == "CN")
    usual = frame.select(said & alone & no_more & home).to_series()
    person = (frame["kind"] == "person").fill_null(value=False)
    coded = frame["identifier"].is_not_null()
    named = (plain_people(frame["name"]) & person) | (firm_keys(frame["name"]).is_not_null() & ~person)
    return usual & named & (~coded | (plain_uscc_column(frame["identifier"]) & ~person))


def plain_records(frame: pl.DataFrame) -> pl.DataFrame:
    """The records of plain rows, in columns."""
    person = pl.col("kind") == "person"
    code = pl.when(pl.col("identifier").is_not_null()).then(pl.concat_list(pl.lit("cn-uscc:") + pl.col("identifier")))
    none = pl.lit([], dtype=pl.List(pl.String))
    return frame.with_columns(firm_keys(frame["name"]).alias("_firm")).select(
        (pl.lit("id:") + pl.col("_label") + ":" + pl.col("id")).alias("key"),
        pl.col("_label").alias("label"),
        "id",
        "kind",
        "name",
        code.otherwise(none).alias("ids"),
        pl.when(~person).then(pl.lit("name:") + pl.col("_firm")).alias("firm"),
    )


def no_records() -> pl.DataFrame:
    return pl.DataFrame(schema=_PLAIN)


def node_of(key: str, label: str, ident: str, kind: str, name: str, ids: Iterable[str]) -> Node:
    """A plain record as a node, as reading its row by itself would give it."""
    pairs = tuple((scheme, value) for scheme, _, value in (i.partition(":") for i in ids))
    return Node(key, [name], ident, label, kind, ids=pairs)


@dataclass(frozen=True, slots=True)
class Lone:
    """Keys that resolve() need not see: of plain declared records, and of bare names of people within one company."""

    declared: pl.Series
    bare: pl.Series


def lone_records(
    declared: Declared, bare: pl.DataFrame, odd: Sequence[Node], pairs: pl.DataFrame, held: pl.Series
) -> Lone:
    """The plain records and bare people that share no number, no name and no company-and-name with any other record.

    bare: key and text of people's plain names; odd: all records that are read one by one; pairs (key, company): within which
    companies records are named; held: keys that a decision names. What is doubtful is left to resolve().
    """
    firms = declared.plain.filter(pl.col("firm").is_not_null())
    tokens = _texts((*_numbers(odd), *_firms(odd), *held))
    numbers = firms["ids"].list.first()
    crowded = firms["firm"].is_duplicated() | (numbers.is_duplicated() & numbers.is_not_null())
    met = firms["firm"].is_in(tokens.implode()) | numbers.is_in(tokens.implode()).fill_null(value=False)
    quiet = firms.filter(~crowded & ~met & ~firms["key"].is_in(held.implode()))["key"]
    known = _persons(declared, bare, odd)
    every = pl.concat([declared.keys, _texts(n.key for n in odd), bare["key"]])
    named = pairs.filter(pl.col("company").is_in(every.implode())).join(known, on="key")
    doubtful = named.filter(~pl.col("company").is_in(quiet.implode()) | pl.struct("own", "company").is_duplicated())[
        "key"
    ]
    people = known.filter("plain")["key"].unique()
    free = people.filter(~people.is_in(doubtful.implode()) & ~people.is_in(held.implode()))
    # Whoever is matched needs the companies beside; one of these that is a person needs its own companies, which are firms.
    free = free.filter(~free.is_in(_companies(named, free).implode()))
    quiet = quiet.filter(~quiet.is_in(_companies(named, free).implode()))
    alone = free.is_in(bare["key"].implode())
    return Lone(pl.concat([quiet, free.filter(~alone)]), free.filter(alone))


def _companies(named: pl.DataFrame, free: pl.Series) -> pl.Series:
    """In which companies those stand who are not free."""
    return named.filter(~pl.col("key").is_in(free.implode()))["company"].unique()


def lone_rows(declared: pl.DataFrame, bare: pl.DataFrame, claimed: frozenset[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Party rows of lone records: of plain declared ones, and of bare people (key, text). claimed: as in graph.printing."""
    none = pl.lit([], dtype=pl.List(pl.String))
    labelled = pl.when(pl.col("id").is_in(sorted(claimed))).then(pl.col("label") + ":" + pl.col("id")).otherwise("id")
    kind = pl.when(pl.col("kind") == "unknown").then(pl.lit("unknown")).otherwise("kind")
    rest = none.alias("names"), "ids", pl.concat_list("key").alias("records"), none.alias("bases")
    known = declared.select(labelled.alias("id"), kind.alias("kind"), "name", *rest)
    scope = pl.col("key").str.extract("^[^@]*@((?s:.*))$").fill_null("")
    tail = scope.str.extract("([^:]*)$").fill_null("")
    printed = pl.when(scope != "").then(pl.col("text") + "@" + tail).otherwise("text")
    people = bare.with_columns(none.alias("ids")).select(
        printed.alias("id"), pl.lit("person").alias("kind"), pl.col("text").alias("name"), *rest
    )
    return known.select(*SCHEMA), people.select(*SCHEMA)


def _persons(declared: Declared, bare: pl.DataFrame, odd: Sequence[Node]) -> pl.DataFrame:
    """key, own (the key of a name), plain: every person, once a name."""
    plain = declared.plain.filter(pl.col("firm").is_null()).select("key", pl.col("name").alias("own"))
    named = [(n.key, person_key(name)) for n in odd if n.is_person for name in n.names]
    listed = pl.DataFrame(named, schema={"key": pl.String, "own": pl.String}, orient="row")
    # A person without a name stands in a company all the same.
    mute = _texts(n.key for n in odd if n.is_person and not n.names)
    listed = pl.concat([listed, mute.alias("key").to_frame().with_columns(pl.lit(None, dtype=pl.String).alias("own"))])
    usual = pl.concat([plain, bare.select("key", pl.col("text").alias("own"))])
    return pl.concat([usual.with_columns(plain=pl.lit(value=True)), listed.with_columns(plain=pl.lit(value=False))])


def _numbers(nodes: Iterable[Node]) -> Iterable[str]:
    return (f"{scheme}:{value}" for n in nodes for scheme, value in n.ids)


def _firms(nodes: Iterable[Node]) -> Iterable[str]:
    return (f"name:{company_key(name)}" for n in nodes if not n.is_person for name in (*n.names, *n.former))


def _texts(found: Iterable[str]) -> pl.Series:
    return pl.Series("key", list(found), dtype=pl.String)
