"""Which cells name a party, gathered as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from graph.codes import coded
from graph.tables import TABLES

EQUITY = r"^equity:(.+):([^:]+)$"
EXPECTED = ("", "company", "person")

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
_PERSONAL = "自然人|个人|person|individual"

# What a row of parties says of who it is.
DECLARING = ("id", "kind", "name", "other_names", "identifier", "other_identifiers", "jurisdiction")

Frames = Mapping[str, pl.DataFrame]
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cells:
    """Every party cell, one row each, in the order of `places` and of the tables' own rows.

    frame: label, text (null: an empty cell), ident, expect, context, beside: positions in labels, words, idents, EXPECTED,
    words and words; places: (table, column) → its first row and how many.
    """

    frame: pl.DataFrame
    labels: pl.Series
    words: pl.Series
    idents: pl.Series
    places: Mapping[Place, tuple[int, int]]


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


def naming(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Only the columns by which parties are found: a table of many rows and columns need not be held for that."""
    wanted = {"_label", "holder_type", *DECLARING} if table == "parties" else {"_label", "holder_type"}
    for cell in party_cells(table, frame):
        wanted |= {cell, f"{cell}_ident", _WITHIN.get((table, cell), cell), _BESIDE.get((table, cell), cell)}
    if table == "assets":
        wanted.add("id")
    return frame.select(name for name in frame.columns if name in wanted)


def gather_cells(tables: Frames) -> Cells:
    """All party cells as numbers; equal texts have equal numbers, whichever table they stand in."""
    names = [(t, c) for t, frame in sorted(tables.items()) if t != "parties" for c in party_cells(t, frame)]
    written = [(t, c) for t, c in names]
    written += [(t, c) for name in names if (t := name[0]) and (c := _WITHIN.get(name) or _BESIDE.get(name))]
    words, text_of = _numbered(tables, list(dict.fromkeys(written)))
    idents, ident_of = _numbered(tables, [(t, f"{c}_ident") for t, c in names if f"{c}_ident" in tables[t].columns])
    labels = _labels(tables)
    parts, places, at = [], {}, 0
    for table, column in names:
        frame = tables[table]
        numbers = {
            "text": text_of[table, column],
            "ident": ident_of.get((table, f"{column}_ident")),
            "context": text_of.get((table, _WITHIN.get((table, column), ""))),
            "beside": text_of.get((table, _BESIDE.get((table, column), ""))),
        }
        parts.append(_part(table, column, frame, labels, numbers))
        places[table, column] = (at, frame.height)
        at += frame.height
    return Cells(pl.concat(parts) if parts else _NO_CELLS, labels, words, idents, places)


_SCHEMA = {
    "label": pl.UInt32,
    "text": pl.UInt32,
    "ident": pl.UInt32,
    "expect": pl.UInt32,
    "context": pl.UInt32,
    "beside": pl.UInt32,
}
_NO_CELLS = pl.DataFrame(schema=_SCHEMA)


def _numbered(tables: Frames, columns: list[Place]) -> tuple[pl.Series, dict[Place, pl.Series]]:
    """The distinct texts of all these columns, and each column as positions among them."""
    if not columns:
        return pl.Series("", [], dtype=pl.String), {}
    joined = coded(pl.concat([tables[t][c].cast(pl.String).alias("") for t, c in columns], rechunk=True))
    found, at = {}, 0
    for table, column in columns:
        height = tables[table].height
        found[table, column] = joined.codes.slice(at, height)
        at += height
    return joined.distinct, found


def _labels(tables: Frames) -> pl.Series:
    found = [frame["_label"].unique() for _, frame in sorted(tables.items())]
    return pl.concat(found).unique().sort() if found else pl.Series("_label", [], dtype=pl.String)


def _part(
    table: str, column: str, frame: pl.DataFrame, labels: pl.Series, numbers: Mapping[str, pl.Series | None]
) -> pl.DataFrame:
    known = {n: s.alias(n) for n, s in numbers.items() if s is not None}
    absent = [pl.lit(None, dtype=pl.UInt32).alias(n) for n in numbers if n not in known]
    position = {label: i for i, label in enumerate(labels)}
    label = pl.col("_label").replace_strict(position, return_dtype=pl.UInt32).alias("label")
    return frame.select(label, _expect(table, column)).with_columns(*known.values(), *absent).select(list(_SCHEMA))


def _expect(table: str, column: str) -> pl.Expr:
    """What the column holds, as a position in EXPECTED; a shareholder's type says more than the column."""
    own = next((c.expect for c in TABLES[table].columns if c.name == column), "")
    fixed = pl.lit(EXPECTED.index("company" if column == "_equity_company" else own), dtype=pl.UInt32)
    hint = fixed
    if (table, column) == ("holdings", "owner"):
        person, company = (pl.lit(EXPECTED.index(e), dtype=pl.UInt32) for e in ("person", "company"))
        hint = pl.when(pl.col("holder_type").str.contains(_PERSONAL)).then(person)
        hint = hint.when(pl.col("holder_type").is_not_null()).then(company).otherwise(pl.lit(0, dtype=pl.UInt32))
    return hint.alias("expect")
