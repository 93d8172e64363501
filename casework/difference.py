"""What one snapshot holds that another does not, by table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from graph.snapshot import Snapshot
from reports.redact import redact

MOST_ROWS = 100
"""Rows of one table told; how many there are in all is counted."""
# What makes two rows of a table speak of the same thing: then they are one change, not a loss and a gain.
_SAME: Mapping[str, tuple[str, ...]] = {
    "parties": ("party_id",),
    "holdings": ("owner_id", "company_id"),
    "roles": ("person_id", "company_id", "role"),
    "assets": ("_asset", "owner_id"),
    "encumbrances": ("_asset", "kind", "reference"),
    "court_cases": ("number", "defendant_id"),
    "accounts": ("party_id", "year_end"),
}
# The columns that name parties: first who acts, then upon whom.
_ENDS = (
    "owner_id", "person_id", "from_id", "a_id", "claimant_id", "predecessor_id", "party_id", "debtor_id",
    "company_id", "to_id", "b_id", "defendant_id", "successor_id", "holder_id",
)  # fmt: skip
_SHOWN = (
    "name",
    "share",
    "price",
    "amount",
    "value",
    "currency",
    "kind",
    "role",
    "status",
    "start",
    "end",
    "date",
    "filed",
    "number",
)


@dataclass(frozen=True, slots=True)
class Changed:
    """The difference of one table. Rows are {who, said, source, row, sha256}; changed rows also hold what was said before."""

    table: str
    added: int
    removed: int
    changed: int
    rows: tuple[Mapping[str, Any], ...]


def difference(before: Snapshot | None, after: Snapshot, most: int = MOST_ROWS) -> tuple[Changed, ...]:
    """By the hash of each fact, columnar; the order of files and rows makes no difference. before None: all is new.

    A row of the very same file is no difference either: its party may only be printed under another id since.
    """
    tables = sorted({*after.tables, *(before.tables if before else {})})
    found = (_table(table, before, after, most) for table in tables)
    return tuple(one for one in found if one.added or one.removed or one.changed)


def rows_about(snapshot: Snapshot, party: str) -> dict[str, Mapping[str, Any]]:
    """Every row that names the party, or lies on an asset or stake of its; told as `difference` tells rows, by table and fact."""
    found: list[dict[str, Any]] = []
    owned = _owned(snapshot, party)
    for table in sorted(snapshot.tables):
        frame = snapshot.tables[table]
        named = [pl.col(c) == party for c in frame.columns if c in (*_ENDS, "_equity_company_id", "_equity_owner_id")]
        if "_asset" in frame.columns:
            named.append(pl.col("_asset").is_in(owned))
        if not named:
            continue
        rows = frame.filter(pl.any_horizontal(named)).unique("_fact", keep="first", maintain_order=True)
        for row in rows.iter_rows(named=True):
            told = _told("", row, snapshot, None)
            kept = {key: told[key] for key in ("who", "said", "source", "row", "sha256")}
            found.append({"_key": f"{table}:{row['_fact']}", "kind": table, **kept})
    masked = redact({"rows": found})["rows"]
    return {row["_key"]: {key: value for key, value in row.items() if key != "_key"} for row in masked}


def _owned(snapshot: Snapshot, party: str) -> list[str]:
    frame = snapshot.tables.get("assets")
    return [] if frame is None else frame.filter(pl.col("owner_id") == party)["_asset"].unique().sort().to_list()


def _table(table: str, before: Snapshot | None, after: Snapshot, most: int) -> Changed:
    old, new = _rows(before, table), _rows(after, table)
    gone, come = _without(old, new), _without(new, old)
    keys = [c for c in _SAME.get(table, ()) if c in gone.columns and c in come.columns]
    both = come.join(gone.select(*keys).unique(), on=keys, how="semi", nulls_equal=True) if keys else come.clear()
    added = come.join(both, on="_fact", how="anti")
    removed = gone.join(both.select(*keys).unique(), on=keys, how="anti", nulls_equal=True) if keys else gone
    told = [
        *(_told("changed", row, after, _before(row, gone, keys)) for row in _first(both, most)),
        *(_told("added", row, after, None) for row in _first(added, most)),
        *(_told("removed", row, before or after, None) for row in _first(removed, most)),
    ]
    masked = redact({"rows": told})["rows"]
    return Changed(table, added.height, removed.height, both.height, tuple(masked[:most]))


def _rows(snapshot: Snapshot | None, table: str) -> pl.DataFrame:
    """The table with each row's place, the file by its hash."""
    frame = snapshot.tables.get(table) if snapshot else None
    if snapshot is None or frame is None:
        return pl.DataFrame(schema={"_fact": pl.String, "_place": pl.String})
    files = pl.col("_src").replace_strict(dict(enumerate(s.sha256 for s in snapshot.sources)), return_dtype=pl.String)
    return frame.with_columns(pl.format("{}!{}!{}", files, pl.col("_sheet").fill_null(""), "_row").alias("_place"))


def _without(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Rows whose fact the others lack, and whose very line they did not read."""
    fresh = rows.join(others.select("_fact"), on="_fact", how="anti")
    fresh = fresh.join(others.select("_place"), on="_place", how="anti")
    return fresh.unique("_fact", keep="first", maintain_order=True)


def _first(rows: pl.DataFrame, most: int) -> list[dict[str, Any]]:
    return list(rows.head(most).iter_rows(named=True))


def _before(row: Mapping[str, Any], gone: pl.DataFrame, keys: list[str]) -> str:
    wanted = pl.all_horizontal([pl.col(k).eq_missing(pl.lit(row[k])) for k in keys])
    found = gone.filter(wanted).head(1)
    return _said(found.row(0, named=True)) if found.height else ""


def _told(what: str, row: Mapping[str, Any], snapshot: Snapshot, earlier: str | None) -> dict[str, Any]:
    source = snapshot.sources[row["_src"]]
    names = dict(snapshot.parties.filter(pl.col("id").is_in(_parties(row))).select("id", "name").iter_rows())
    line = f"{row['_sheet']}!{row['_row']}" if row.get("_sheet") else row["_row"]
    return {
        "change": what, "who": " → ".join(names.get(p, p) for p in _parties(row)), "said": _said(row), "before": earlier,
        "source": source.name, "row": line, "sha256": source.sha256,
    }  # fmt: skip


def _parties(row: Mapping[str, Any]) -> list[str]:
    return [str(row[c]) for c in _ENDS if row.get(c)]


def _said(row: Mapping[str, Any]) -> str:
    """The cells that say how much, when and in what state."""
    return " · ".join(f"{row[name]}" for name in _SHOWN if row.get(name) not in (None, ""))
