"""Which cells name a party, and the record each one means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from graph.identifiers import detect, keyed, read_list, valid_uscc_column
from graph.name_parts import parts_of
from graph.names import NameShape, company_key, person_key, shape_of
from graph.people import plain_people
from graph.resolve import Node
from graph.tables import TABLES

TOKEN = r"^[0-9A-Za-z_\-]{1,17}$"
EQUITY = r"^equity:(.+):([^:]+)$"

# Whose name is read within which company: (table, cell) → the cell that gives the company, or the other side.
_WITHIN: dict[tuple[str, str], str] = {
    ("holdings", "owner"): "company",
    ("roles", "person"): "company",
    ("share_transfers", "from"): "company",
    ("share_transfers", "to"): "company",
    ("encumbrances", "_equity_owner"): "_equity_company",
}
_BESIDE: dict[tuple[str, str], str] = {
    ("payments", "from"): "to",
    ("payments", "to"): "from",
    ("contracts", "from"): "to",
    ("contracts", "to"): "from",
    ("relations", "a"): "b",
    ("relations", "b"): "a",
    ("asset_transfers", "from"): "asset",
    ("asset_transfers", "to"): "asset",
    ("assets", "owner"): "id",
    ("encumbrances", "holder"): "asset",
    ("court_cases", "claimant"): "number",
    ("court_cases", "defendant"): "number",
}
CELL = ["label", "text", "ident", "expect", "context", "beside"]


def with_equity(frame: pl.DataFrame) -> pl.DataFrame:
    """Split `equity:COMPANY:OWNER` cells of an asset column into two party cells."""
    if "asset" not in frame.columns:
        return frame
    return frame.with_columns(
        pl.col("asset").str.extract(EQUITY, 1).alias("_equity_company"),
        pl.col("asset").str.extract(EQUITY, 2).alias("_equity_owner"),
    )


def party_cells(table: str, frame: pl.DataFrame) -> list[str]:
    """The columns of a table that name a party."""
    own = [c.name for c in TABLES[table].columns if c.type == "party"]
    return own + [c for c in ("_equity_company", "_equity_owner") if c in frame.columns]


def cell_keys(table: str, column: str, frame: pl.DataFrame) -> list[pl.Expr]:
    """The six things that decide which party a cell names."""
    expect = "company" if column in ("_equity_company",) else _expect(table, column)
    within, beside = _WITHIN.get((table, column)), _BESIDE.get((table, column))
    ident = pl.col(f"{column}_ident") if f"{column}_ident" in frame.columns else pl.lit(None, dtype=pl.String)
    hint: pl.Expr = pl.lit(expect)
    if table == "holdings" and column == "owner":
        hint = pl.when(pl.col("holder_type").str.contains("自然人|个人|person|individual")).then(pl.lit("person"))
        hint = hint.when(pl.col("holder_type").is_not_null()).then(pl.lit("company")).otherwise(pl.lit(""))
    return [
        pl.col("_label").alias("label"),
        pl.col(column).alias("text"),
        ident.alias("ident"),
        hint.alias("expect"),
        (pl.col(within) if within else pl.lit("")).alias("context"),
        (pl.col(beside).fill_null("") if beside else pl.lit("")).alias("beside"),
    ]


def _expect(table: str, column: str) -> str:
    return next((c.expect for c in TABLES[table].columns if c.name == column), "")


def gather_cells(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    parts = []
    for table, frame in sorted(tables.items()):
        for column in party_cells(table, frame) if table != "parties" else []:
            keys = cell_keys(table, column, frame)
            parts.append(frame.lazy().select(keys).filter(pl.col("text").is_not_null()).unique().collect())
    schema = dict.fromkeys(CELL, pl.String)
    return pl.concat(parts).unique() if parts else pl.DataFrame(schema=schema)


def key_cells(cells: pl.DataFrame, declared: Sequence[Node]) -> pl.DataFrame:
    """The node key of every cell; people's keys hang on the company (or the other side) they are named with."""
    ids = pl.DataFrame(
        {"label": [n.label for n in declared if n.declared], "text": [n.declared for n in declared if n.declared]},
        schema={"label": pl.String, "text": pl.String},
    ).with_columns(pl.format("id:{}:{}", "label", "text").alias("declared"))
    cells = cells.join(ids, on=["label", "text"], how="left")
    plain = _plain_keys(cells.select("label", "text", "ident", "expect", "declared").unique())
    cells = cells.join(plain, on=["label", "text", "ident", "expect"], how="left", nulls_equal=True)
    companies = plain.filter(pl.col("expect") == "company").select("label", pl.col("text").alias("context"), "key")
    companies = (
        companies.sort("label", "context", "key")
        .unique(["label", "context"], keep="first", maintain_order=True)
        .rename({"key": "company"})
    )
    cells = cells.join(companies, on=["label", "context"], how="left")
    scope = pl.coalesce("company", pl.format("{}:{}", "label", "beside"))
    hung = pl.format("{}@{}", "key", scope)
    return cells.with_columns(
        pl.when(pl.col("key").str.starts_with("person:")).then(hung).otherwise("key").alias("key")
    )


def _plain_keys(distinct: pl.DataFrame) -> pl.DataFrame:
    """Keys without context. Tokens and USCCs are settled in bulk; names one by one."""
    uscc = valid_uscc_column(distinct["text"])
    people = plain_people(distinct["text"]) & (distinct["expect"] != "company")
    token = distinct["text"].str.contains(TOKEN) & distinct["ident"].is_null()
    settled = (
        pl.when(pl.col("declared").is_not_null())
        .then("declared")
        .when(uscc)
        .then(pl.format("cn-uscc:{}", pl.col("text").str.to_uppercase()))
        .when(token)
        .then(pl.format("word:{}:{}", "label", "text"))
        .when(people)
        .then(pl.format("person:{}", "text"))
    )
    frame = distinct.with_columns(settled.alias("key"))
    rest = frame.filter(pl.col("key").is_null() | pl.col("ident").is_not_null())
    keys = [
        _one_key(label, text, ident, expect, declared)
        for label, text, ident, expect, declared in rest.select(
            "label", "text", "ident", "expect", "declared"
        ).iter_rows()
    ]
    rest = rest.with_columns(pl.Series("key", keys, dtype=pl.String))
    done = frame.filter(pl.col("key").is_not_null() & pl.col("ident").is_null())
    return pl.concat([done, rest]).select("label", "text", "ident", "expect", "key")


def _one_key(label: str, text: str, ident: str | None, expect: str, declared: str | None) -> str:
    if declared:
        return declared
    for reading in read_list(ident) if ident else []:
        if reading.identifier and reading.state == "valid":
            if reading.identifier.scheme == "person-no":
                return f"no:{label}:{reading.identifier.value}"
            safe = keyed(reading.identifier)
            return f"{safe.scheme}:{safe.value}"
    found = detect(text)
    if found:
        safe = keyed(found)
        return f"{safe.scheme}:{safe.value}"
    shape = shape_of(text, expect=expect or None)  # type: ignore[arg-type]
    if shape is NameShape.REGISTERED:
        return f"name:{company_key(text)}"
    if shape is NameShape.PERSON or (shape is NameShape.MASKED and not parts_of(text).form):
        return f"person:{person_key(text)}"
    return f"word:{label}:{text}"
