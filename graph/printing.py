"""The id a party prints under, and its row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from graph.cells import EXPECTED
from graph.resolve import Node, Resolved

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "id": pl.String, "kind": pl.String, "name": pl.String, "names": pl.List(pl.String), "ids": pl.List(pl.String),
    "records": pl.List(pl.String), "bases": pl.List(pl.String),
}  # fmt: skip
Members = Mapping[int, Sequence[Node]]
_PRINTABLE = frozenset({"cn-id", "passport", "person-document", "hk-id"})


def party_rows(members: Members, resolved: Resolved, claimed: frozenset[str]) -> pl.DataFrame:
    """One row a group of records; claimed: the ids that print with their label."""
    rows = [
        _row(_printed_id(found, claimed), found, resolved.bases.get(g, frozenset())) for g, found in members.items()
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def claims(members: Members, words: pl.DataFrame, alone: pl.Series) -> frozenset[str]:
    """Ids under which two labels know two parties: these print as LABEL:ID.

    words: (text, label) of bare words; alone: the ids of declared records that are parties by themselves.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for group, found in members.items():
        for node in found:
            given = _given(node)
            if given:
                owners[given].add(f"group {group}")
    words = words.select("text", "label").unique()
    doubtful = (
        words["text"].is_duplicated() | words["text"].is_in(sorted(owners)) | words["text"].is_in(alone.implode())
    )
    for text, label in words.filter(doubtful).iter_rows():
        owners[text].add(f"word {label}")
    twice = alone.filter(alone.is_duplicated() | alone.is_in(sorted(owners)))
    return frozenset((*(text for text, found in owners.items() if len(found) > 1), *twice))


def _given(node: Node) -> str | None:
    return node.declared or (node.names[0] if node.key.startswith("word:") else None)


def _printed_id(nodes: Sequence[Node], claimed: frozenset[str]) -> str:
    """The smallest declared id (LABEL:ID where claimed twice), else what the party is known by."""
    options = []
    for node in nodes:
        given = _given(node)
        if given:
            options.append((0 if node.declared else 1, f"{node.label}:{given}" if given in claimed else given))
    if options:
        return min(options)[1]
    ids = sorted(value for node in nodes for scheme, value in node.ids if scheme not in _PRINTABLE)
    if ids:
        return ids[0]
    names = sorted(name for node in nodes for name in node.names)
    name = names[0] if names else nodes[0].key
    if any(n.key.startswith("name:") for n in nodes):
        return name
    number = next((n.person_no for n in nodes if n.person_no), None)
    if number:
        return f"{name}#{number}"
    scope = min(n.key for n in nodes).partition("@")[2]
    return f"{name}@{scope.split(':')[-1]}" if scope else name


def _row(printed: str, nodes: Sequence[Node], bases: frozenset[str]) -> tuple[object, ...]:
    ordered = sorted(nodes, key=lambda n: (n.declared is None, n.key))
    kinds = [n.kind for n in ordered if n.kind not in ("", "unknown")]
    names = list(dict.fromkeys(name for n in ordered for name in n.names))
    others = list(dict.fromkeys([*names[1:], *(f for n in ordered for f in n.former)]))
    ids = sorted({f"{scheme}:{value}" for n in nodes for scheme, value in n.ids})
    ids += sorted({f"person-no:{n.label}:{n.person_no}" for n in nodes if n.person_no})
    kind = kinds[0] if kinds else "unknown"
    return printed, kind, names[0] if names else printed, others, ids, sorted(n.key for n in nodes), sorted(bases)


def quiet_rows(quiet: pl.DataFrame, claimed: frozenset[str]) -> pl.DataFrame:
    """Rows of parties that nothing else can be, in the order of quiet: key, text, label, expect, tail."""
    key, text = pl.col("key"), pl.col("text")
    word, person, name = (key.str.starts_with(f"{s}:") for s in ("word", "person", "name"))
    labelled = text
    if claimed:
        labelled = pl.when(text.is_in(sorted(claimed))).then(pl.format("{}:{}", "label", "text")).otherwise(text)
    flagged = quiet.with_columns(word.alias("word"), person.alias("person"), name.alias("name"))
    printed = pl.when("word").then(labelled).when("person").then(text + "@" + pl.col("tail")).when("name").then(text)
    human = pl.col("person") | (pl.col("word") & (pl.col("expect") == EXPECTED.index("person")))
    kind = pl.when(human).then(pl.lit("person")).when("word").then(pl.lit("unknown"))
    empty = pl.lit([], dtype=pl.List(pl.String))
    return flagged.select(
        printed.otherwise(key.str.slice(key.str.find(":", literal=True) + 1)).alias("id"),
        kind.when(text.str.contains("合伙", literal=True))
        .then(pl.lit("partnership"))
        .otherwise(pl.lit("company"))
        .alias("kind"),
        text.alias("name"),
        empty.alias("names"),
        pl.when(pl.col("word") | pl.col("person") | pl.col("name"))
        .then(empty)
        .otherwise(pl.concat_list(key))
        .alias("ids"),
        pl.concat_list(key).alias("records"),
        empty.alias("bases"),
    )


def numbered(rows: pl.DataFrame, quiet: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """All rows in the order of their printed ids, with idx, and the idx of each quiet row.

    An id that is still taken twice gets a mark, in the order of the parties' first records.
    """
    whole = pl.concat([rows, quiet]).with_row_index("_at").with_columns(pl.col("records").list.first().alias("_first"))
    ordered = whole.sort("id", "_first")
    if (ordered["id"] == ordered["id"].shift(1)).any():
        again = ordered["id"].is_duplicated()
        mark = pl.lit("′").repeat_by(pl.int_range(pl.len()).over("id")).list.join("")
        marked = ordered.filter(again).select("_at", pl.concat_str(["id", mark]).alias("marked"))
        ordered = ordered.join(marked, on="_at", how="left").with_columns(pl.coalesce("marked", "id").alias("id"))
        ordered = ordered.sort("id", "_first")
    idx = np.zeros(whole.height, np.int32)
    idx[ordered["_at"].to_numpy()] = np.arange(whole.height, dtype=np.int32)
    frame = ordered.select(pl.int_range(pl.len(), dtype=pl.Int32).alias("idx"), *SCHEMA)
    return frame, pl.Series(idx[rows.height :])
