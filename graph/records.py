"""The record that each party cell means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.cells import EXPECTED, Cells
from graph.codes import coded, ranked
from graph.record_keys import COMPANY, plain_keys

Rows = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Records:
    """Every record that some cell means.

    frame, one row a record in no order that counts: key; text and label, the smallest of its cells; expect, the largest;
    for a person whose key hangs on a company or on the other side: scope, that company's row in frame, null where it has
    none; lone, there is no company; tail, how it prints. of_cell: the record of each cell as a row of frame, null for an empty cell.
    """

    frame: pl.DataFrame
    of_cell: pl.Series
    within: pl.Series
    companies: pl.DataFrame

    def companies_of(self, wanted: pl.Series) -> pl.DataFrame:
        """(key, company): the companies within which the wanted records (True in frame's order) are named."""
        rows = pl.DataFrame({"record": self.of_cell, "word": self.within}).drop_nulls()
        rows = rows.filter(wanted.gather(rows["record"])).unique()
        found = rows.join(self.companies, on="word")
        return found.select(self.frame["key"].gather(found["record"]).alias("key"), "company").unique()


@dataclass(frozen=True, slots=True)
class _People:
    """Cells of people's names: which record each cell means, and of each record: key, scope (a row of keys), tail."""

    cell: pl.Series
    record: pl.Series
    frame: pl.DataFrame


def name_records(cells: Cells, declared: pl.DataFrame) -> Records:
    """A person's key hangs on the company the row names the person within, else on the other side of the row.

    declared: label and text of every declared id, each once.
    """
    words = len(cells.words)
    within = cells.frame.select(pl.col("label").cast(pl.UInt64) * words + pl.col("context")).to_series()
    rows = cells.frame.with_columns(within.alias("word"))
    filled = rows if not rows["text"].null_count() else rows.filter(pl.col("text").is_not_null())
    plain, first = ranked(filled.select(_packed(cells)).to_series())
    numbers = filled[first]
    distinct = _spelled(numbers, cells)
    keys = coded(plain_keys(distinct, declared))
    companies = _companies(numbers, words, keys.codes, keys.distinct)
    key = keys.codes.gather(plain)
    personal = keys.distinct.str.starts_with("person:")
    people = _hung(filled.with_columns(key.alias("key")), personal, cells, companies, keys.distinct)
    frame, record = _together(plain, key, personal, people, keys.distinct, numbers, distinct)
    if filled.height < rows.height:
        record = _spread(record, rows["text"].is_not_null())
    named = companies.select("word", keys.distinct.gather(companies["company"]).alias("company"))
    return Records(frame, record, within, named)


def _packed(cells: Cells) -> pl.Expr:
    """label, text, ident and expect as one number."""
    label, text, expect = (pl.col(n).cast(pl.UInt64) for n in ("label", "text", "expect"))
    ident = (pl.col("ident").cast(pl.UInt64) + 1).fill_null(0)
    return ((label * len(cells.words) + text) * (len(cells.idents) + 1) + ident) * len(EXPECTED) + expect


def _spelled(numbers: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "label": cells.labels.gather(numbers["label"]),
            "text": cells.words.gather(numbers["text"]),
            "ident": cells.idents.gather(numbers["ident"]),
            "expect": numbers["expect"],
        }
    )


def _companies(numbers: pl.DataFrame, words: int, key: pl.Series, keys: pl.Series) -> pl.DataFrame:
    """word (label and text of a cell that holds a company) → company, its key; the smallest where a text has several."""
    word = (pl.col("label").cast(pl.UInt64) * words + pl.col("text")).alias("word")
    found = numbers.with_columns(key.alias("company")).filter(pl.col("expect") == COMPANY).select(word, "company")
    twice = found["word"].is_duplicated()
    if not twice.any():
        return found
    several = found.filter(twice)
    several = several.with_columns(keys.gather(several["company"]).alias("spelled")).sort("spelled")
    return pl.concat([found.filter(~twice), several.group_by("word").agg(pl.col("company").first())])


def _hung(filled: pl.DataFrame, personal: pl.Series, cells: Cells, companies: pl.DataFrame, keys: pl.Series) -> _People:
    wanted = personal.gather(filled["key"])
    people = filled.filter(wanted).join(companies, on="word", how="left", maintain_order="left")
    people, scopes = _scoped(people, cells, keys)
    record, first = ranked(people.select(pl.col("key").cast(pl.UInt64) * len(scopes) + pl.col("scope")).to_series())
    one = people.select("key", "scope")[first]
    used = scopes.gather(one["scope"])
    frame = one.select((keys.gather(one["key"]) + "@" + used).alias("key"), "scope", _tails(used).alias("tail"))
    return _People(wanted.arg_true(), record, frame)


def _tails(scopes: pl.Series) -> pl.Series:
    """What stands after the last : and @ of each."""
    frame = scopes.alias("scope").to_frame()
    tail = frame.select(pl.col("scope").str.slice(pl.col("scope").str.find(":", literal=True) + 1)).to_series()
    more = tail.str.contains("[:@]")
    return tail.scatter(more.arg_true(), tail.filter(more).str.extract("([^:@]*)$")) if more.any() else tail


def _scoped(people: pl.DataFrame, cells: Cells, keys: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """Each person cell with its scope, a position in the scopes: the keys, then every "label:other side"."""
    loose = people.filter(pl.col("company").is_null())
    if not loose.height:
        return people.rename({"company": "scope"}), keys
    words = len(cells.words)
    other = (pl.col("label").cast(pl.UInt64) * (words + 1) + pl.col("beside").fill_null(words)).alias("other")
    sides = loose.select(other, "label", "beside").unique("other")
    # Nothing on the other side and an empty text there are one.
    spelled = coded(cells.labels.gather(sides["label"]) + ":" + cells.words.gather(sides["beside"]).fill_null(""))
    place = _places(spelled.distinct, keys)
    sides = sides.select("other", place.gather(spelled.codes).alias("aside"))
    people = people.with_columns(other).join(sides, on="other", how="left", maintain_order="left")
    people = people.with_columns(pl.coalesce("company", "aside").alias("scope"))
    return people, pl.concat([keys.alias("scope"), spelled.distinct.alias("scope")])


def _places(sides: pl.Series, keys: pl.Series) -> pl.Series:
    """Where each side stands among the scopes. One that reads like a key is that key: equal keys are one record."""
    known = pl.DataFrame({"text": keys}).with_row_index("known")
    found = pl.DataFrame({"text": sides}).join(known, on="text", how="left", maintain_order="left")
    found = found.with_row_index("new", offset=len(keys))
    return found.select(pl.coalesce("known", "new").cast(pl.UInt32)).to_series()


def _together(
    plain: pl.Series,
    key: pl.Series,
    personal: pl.Series,
    people: _People,
    keys: pl.Series,
    numbers: pl.DataFrame,
    distinct: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.Series]:
    """All records, those of people last; and the record of each filled cell."""
    firm = (~personal).to_numpy()
    place = np.cumsum(firm, dtype=np.int64) - 1
    count = int(firm.sum())
    record = place[key.to_numpy()]
    record[people.cell.to_numpy()] = count + people.record.to_numpy().astype(np.int64)
    bare = keys.filter(~personal)
    hung = people.frame.select("key", *_company_rows(people.frame["scope"], place, firm), "tail")
    frame = pl.concat([bare.alias("key").to_frame(), hung], how="diagonal")
    return _spelled_out(frame, record, plain.to_numpy(), numbers, distinct), pl.Series(record).cast(pl.UInt32)


def _company_rows(scope: pl.Series, place: Rows, firm: Rows) -> tuple[pl.Series, pl.Series]:
    """scope as rows of the frame (null where it is no record there), and lone: it is no key at all."""
    at = scope.to_numpy()
    held = at < len(firm)
    company = np.where(held, at, 0)
    known = held & firm[company] if len(firm) else held
    rows = pl.DataFrame({"row": place[company] if len(firm) else company, "known": known})
    return rows.select(pl.when("known").then(pl.col("row").cast(pl.UInt32)).alias("scope")).to_series(), pl.Series(
        "lone", ~held
    )


def _spelled_out(
    frame: pl.DataFrame, record: Rows, plain: Rows, numbers: pl.DataFrame, distinct: pl.DataFrame
) -> pl.DataFrame:
    """Add the smallest text and label and the largest expectation of each record's cells."""
    expect = numbers["expect"].to_numpy()[plain]
    stand = np.zeros(frame.height, np.uint32)
    for size in range(len(EXPECTED)):  # the last write stays: it has the largest expectation
        stand[record[expect == size]] = plain[expect == size]
    frame = frame.hstack(distinct.select("text", "label", "expect")[pl.Series(stand)])
    written = [numbers[n].to_numpy() for n in ("text", "label")]
    odd = np.logical_or.reduce([column[plain] != column[stand[record]] for column in written])
    if not odd.any():
        return frame
    several = pl.Series("record", np.unique(record[odd]))
    ways = pl.DataFrame({"record": record, "plain": plain}).filter(pl.col("record").is_in(several.implode())).unique()
    spelled = distinct.select("text", "label")[ways["plain"]].with_columns(ways["record"])
    best = spelled.group_by("record").agg(pl.col("text").min(), pl.col("label").min()).sort("record")
    return frame.with_columns(*(frame[name].scatter(best["record"], best[name]) for name in ("text", "label")))


def _spread(record: pl.Series, held: pl.Series) -> pl.Series:
    whole = np.zeros(len(held), np.uint32)
    whole[held.to_numpy()] = record.to_numpy()
    return pl.DataFrame({"record": whole, "held": held}).select(pl.when("held").then("record")).to_series()
