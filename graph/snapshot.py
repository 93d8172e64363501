"""Everything at one moment, frozen, columnar, named by its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache

import polars as pl

from graph.addresses import address_key, email_key, phone_key
from graph.cells import naming, party_cells, with_equity
from graph.entities import Parties, find_parties
from graph.fact_rows import fact_rows
from graph.nodes import record_key
from graph.resolve import Match, Verdict
from graph.statements import Source
from graph.tables import TABLES


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Immutable. id: hash of facts and decisions; provenance: hash of where each fact stands.

    tables[t]: one row a fact (graph.fact_rows), with `<cell>_p` = party idx and `<cell>_id` = printed id for every party
    cell, `_fact` = hash of the fact, and `_src` = position in `sources`. parties: idx, id, kind, name, names, ids, records, bases.
    """

    id: str
    provenance: str
    sources: tuple[Source, ...]
    tables: Mapping[str, pl.DataFrame]
    parties: pl.DataFrame
    matches: tuple[Match, ...]
    notes: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


def freeze(rows: Mapping[str, pl.DataFrame], sources: Sequence[Source], verdicts: Iterable[Verdict] = ()) -> Snapshot:
    """Resolve parties, drop facts said twice by one source label, order and hash what is left.

    rows[table] carries `_src` (position in `sources`), `_label`, `_row`, `_sheet`, `_extra` and the table's columns as exact
    text. Neither the order of rows nor of imports changes anything but the lines that are cited. Each table is asked for
    twice, once for who it names and once for what it says: a mapping that reads them when asked holds one at a time.
    """
    verdicts = tuple(verdicts)
    named = {t: frame for t in sorted(rows) if (frame := naming(t, with_equity(rows[t]))).height}
    parties = find_parties(named, verdicts)
    shared = _shared_asset_ids(named)
    done: dict[str, pl.DataFrame] = {}
    for table in list(named):
        del named[table]
        placed = _placed(table, with_equity(rows[table]), parties)
        done[table] = fact_rows(table, _asset_ids(table, placed, shared), sources)
    if "holdings" in done:
        done["holdings"] = _derived_shares(done["holdings"])
    if "parties" in done:
        done["parties"] = _contact_keys(done["parties"])
    return Snapshot(
        _snapshot_id(done, verdicts, parties.matches),
        _provenance(done, sources),
        tuple(sources),
        done,
        parties.frame,
        parties.matches,
        parties.notes,
        {"namesakes_left_out": parties.truncated},
    )


def _placed(table: str, frame: pl.DataFrame, parties: Parties) -> pl.DataFrame:
    """Add, for each party cell, the party's idx (`<cell>_p`) and printed id (`<cell>_id`)."""
    if table == "parties":
        return _party_table(frame, parties)
    printed = parties.frame["id"]
    for column in party_cells(table, frame):
        found = parties.cells[table, column]
        frame = frame.with_columns(found.alias(f"{column}_p"), printed.gather(found).alias(f"{column}_id"))
    return frame


def _shared_asset_ids(tables: Mapping[str, pl.DataFrame]) -> frozenset[str]:
    """Asset ids that two source labels use: the same id under another label is another thing."""
    frame = tables.get("assets")
    if frame is None:
        return frozenset()
    labels = frame.group_by("id").agg(pl.col("_label").n_unique().alias("n")).filter(pl.col("n") > 1)
    return frozenset(labels["id"].to_list())


def _asset_ids(table: str, frame: pl.DataFrame, shared: frozenset[str]) -> pl.DataFrame:
    """`_asset`: the printed id of the thing; a stake in a company as equity:COMPANY:OWNER in printed ids."""
    column = "id" if table == "assets" else "asset"
    if column not in frame.columns or (table != "assets" and "asset" not in frame.columns):
        return frame
    plain = pl.when(pl.col(column).is_in(sorted(shared))).then(pl.format("{}:{}", "_label", column)).otherwise(column)
    if "_equity_company_id" in frame.columns:
        equity = pl.format("equity:{}:{}", "_equity_company_id", "_equity_owner_id")
        plain = pl.when(pl.col("_equity_company_id").is_not_null()).then(equity).otherwise(plain)
    return frame.with_columns(plain.alias("_asset"))


def _party_table(frame: pl.DataFrame, parties: Parties) -> pl.DataFrame:
    """Rows of the parties table point at their own party."""
    records = parties.frame.select("idx", pl.col("id").alias("party_id"), "records").explode("records")
    records = records.rename({"records": "_key", "idx": "party_p"}).unique("_key")
    return (
        frame.with_columns(_record_keys(frame)).join(records, on="_key", how="left", maintain_order="left").drop("_key")
    )


def _record_keys(frame: pl.DataFrame) -> pl.Series:
    wanted = ["_label", "id", "kind", "name", "other_names", "identifier", "other_identifiers", "jurisdiction"]
    if frame["id"].null_count() == 0:
        return frame.select(pl.format("id:{}:{}", "_label", "id").alias("_key")).to_series()
    keys = [record_key(row) for row in frame.select(wanted).iter_rows(named=True)]
    return pl.Series("_key", keys, dtype=pl.String)


def _snapshot_id(tables: Mapping[str, pl.DataFrame], verdicts: Sequence[Verdict], matches: Sequence[Match]) -> str:
    whole = hashlib.sha256(b"lookthrough snapshot 1\n")
    for table, frame in sorted(tables.items()):
        whole.update(table.encode() + b"\n")
        whole.update(_lines(_in_order(frame["_fact"])))
    for verdict in sorted({(v.left, v.right, v.decision) for v in verdicts}):
        whole.update("\x1f".join(verdict).encode())
    for match in sorted((m.left, m.right, m.decision) for m in matches):
        whole.update("\x1f".join(match).encode() if not _has_label(match) else b"")
    return whole.hexdigest()


def _has_label(match: tuple[str, str, str]) -> bool:
    """Record keys that hold a label are left out: another folder name is no other fact."""
    return any(key.startswith(("id:", "word:", "no:", "person:")) for key in match[:2])


def _in_order(facts: pl.Series) -> pl.Series:
    """Hashes sorted, eight letters at a time as numbers: the order is that of the texts, found much faster."""
    eights = pl.Array(pl.UInt64, 4)
    numbers = facts.cast(pl.Binary).bin.reinterpret(dtype=eights, endianness="big").arr.to_struct()
    order = numbers.struct.unnest().select(pl.arg_sort_by(*numbers.struct.fields)).to_series()
    return facts.gather(order)


def _lines(texts: pl.Series) -> bytes:
    return str(texts.str.join("\n").item()).encode() if len(texts) else b""


def _provenance(tables: Mapping[str, pl.DataFrame], sources: Sequence[Source]) -> str:
    """sha256 over each fact's hash, source (position), line and sheet, columns one after another, then the sources."""
    whole = hashlib.sha256(b"lookthrough provenance 2\n")
    for table, frame in sorted(tables.items()):
        whole.update(table.encode() + b"\n" + _lines(frame["_fact"]))
        for where in ("_src", "_row"):
            whole.update(frame[where].cast(pl.Int64).to_numpy().astype("<i8").tobytes())
        if frame["_sheet"].null_count() < frame.height:
            whole.update(_lines(frame["_sheet"].fill_null("")))
    for source in sources:
        whole.update(f"{source.label}\x1f{source.name}\x1f{source.sha256}\n".encode())
    return whole.hexdigest()


def _derived_shares(frame: pl.DataFrame) -> pl.DataFrame:
    """An empty share where every holder of the company subscribed in one currency: computed, and marked so."""
    group = ["_label", "company_p", "_src"]
    frame = frame.with_columns(pl.lit(value=False).alias("_derived"))
    empty = frame.filter(pl.col("share").is_null() & pl.col("subscribed").is_not_null())
    if not empty.height:
        return frame
    whole = frame.with_row_index("_at").join(empty.select(group).unique(), on=group, how="semi", maintain_order="left")
    ready = pl.col("subscribed").is_not_null() & pl.col("currency").is_not_null() & pl.col("end").is_null()
    one_each = pl.col("owner_p").n_unique().over(group) == pl.len().over(group)
    wanted = pl.col("share").is_null() & ready.all().over(group) & (pl.col("currency").n_unique().over(group) == 1)
    whole = whole.with_columns((wanted & one_each).alias("_derived"))
    if not whole["_derived"].any():
        return frame
    shares = frame["share"].scatter(whole["_at"], _computed(whole, group))
    return frame.with_columns(shares, frame["_derived"].scatter(whole["_at"], whole["_derived"]))


def _computed(frame: pl.DataFrame, group: list[str]) -> pl.Series:
    totals: dict[tuple[object, ...], Fraction] = {}
    keys = frame.select(*group).rows()
    amounts = frame["subscribed"].to_list()
    flags = frame["_derived"].to_list()
    wanted = {key for key, flag in zip(keys, flags, strict=True) if flag}
    for key, amount in zip(keys, amounts, strict=True):
        if key in wanted:
            totals[key] = totals.get(key, Fraction(0)) + Fraction(Decimal(amount))
    shares = [
        str(Fraction(Decimal(amount)) / totals[key]) if flag and totals[key] > 0 else share
        for key, amount, flag, share in zip(keys, amounts, flags, frame["share"].to_list(), strict=True)
    ]
    return pl.Series("share", shares, dtype=pl.String)


def _contact_keys(frame: pl.DataFrame) -> pl.DataFrame:
    """Normalised address unit, phone and mail of each party row, so that shared ones are found by equality."""

    def mapped(column: str, read: object) -> pl.Series:
        distinct = frame[column].drop_nulls().unique().to_list()
        values = {text: read(text) for text in distinct}  # type: ignore[operator]
        known = {k: v for k, v in values.items() if v}
        if not known:
            return pl.Series(f"_{column}", [None] * frame.height, dtype=pl.String)
        return frame[column].replace_strict(known, default=None, return_dtype=pl.String).alias(f"_{column}")

    def unit(text: str) -> str | None:
        key = address_key(text)
        return key.unit or key.building or None

    return frame.with_columns(mapped("address", unit), mapped("phone", phone_key), mapped("email", email_key))


@cache
def rows_of(table: str) -> tuple[str, ...]:
    """The template's own columns of a table."""
    return tuple(c.name for c in TABLES[table].columns)
