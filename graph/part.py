"""The part of a snapshot that one case rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.case import Case, Debt, cut_along
from graph.fact_rows import row_digests
from graph.reach import LeftOut, Net, Reach, control_rows, links, reach
from graph.snapshot import Snapshot

_CONTACTS = ("_address", "_phone", "_email", "address")
_ADDED = ("_address", "_phone", "_email")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What of the whole snapshot a case rests on besides its rows: it cannot be told again from a part.

    inside: parties (ids) in the debtor's reach; hubs: met and not passed; behind: companies of which only the holders are told; crowds: how many parties of the whole snapshot
    share an address unit, phone or mail; posts: companies in which a person holds a role there.
    """

    inside: tuple[str, ...]
    hubs: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    crowds: Mapping[str, int]
    posts: Mapping[str, int]
    tables_held: tuple[str, ...]
    behind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """snapshot: under the whole one's id, provenance and sources, with the rows, parties and matches of one case only."""

    snapshot: Snapshot
    around: Surroundings


def part_of(snapshot: Snapshot, net: Net, case: Case, named: Iterable[str] = ()) -> Part:
    """All rows of the case: those of parties in reach, those about their assets, those of parties that are named.

    named: ids whose contradictions are told; with them come all holders of the companies that they hold or that hold them.
    """
    index = dict(snapshot.parties.select("id", "idx").iter_rows())
    near = reach(snapshot, net, [index[d] for d in case.debtor_ids if d in index])
    wanted = set(near.inside) | {index[n] for n in named if n in index}
    control = control_rows(snapshot, net.rows, near)
    tables = {
        t: rows
        for t, frame in snapshot.tables.items()
        if (rows := _rows(snapshot, t, frame, wanted, control.get(t, np.empty(0, np.int64)))).height
    }
    seen = wanted | set(near.hubs) | {n for frame in tables.values() for n in _numbers(frame)}
    if case.debt.creditor in index:
        seen.add(index[case.debt.creditor])
    own = snapshot.tables.get("parties")
    if own is not None:
        tables["parties"] = own.filter(pl.col("party_p").is_in(sorted(seen)))
    ids = snapshot.parties["id"]
    around = Surroundings(
        tuple(sorted(ids[n] for n in near.inside)),
        tuple(sorted(case.hubs)),
        case.left_out,
        _of_these(case.crowds, tables.get("parties")),
        dict(sorted(case.posts.items())),
        tuple(sorted(case.tables_held)),
        tuple(sorted(ids[n] for n in near.behind)),
    )
    return Part(_renumbered(snapshot, tables, sorted(seen)), around)


def case_of(part: Part, debt: Debt) -> Case:
    """The case again, cut from its part; what only the whole snapshot could tell is taken as recorded."""
    around = part.around
    index = dict(part.snapshot.parties.select("id", "idx").iter_rows())
    inside, hubs, behind = (
        frozenset(index[p] for p in ids if p in index) for ids in (around.inside, around.hubs, around.behind)
    )
    case = cut_along(part.snapshot, links(part.snapshot), debt, Reach(inside, hubs, around.left_out, behind))
    return replace(
        case,
        crowds=around.crowds,
        posts=around.posts,
        hubs=frozenset(around.hubs),
        left_out=around.left_out,
        tables_held=frozenset(around.tables_held),
    )


def altered_facts(snapshot: Snapshot) -> Iterator[tuple[str, int, str, str]]:
    """Table, number of the row in it from 0, hash held and hash found, of every row whose cells are not those hashed."""
    for table, frame in sorted(snapshot.tables.items()):
        given = frame.drop(_ADDED if table == "parties" else (), strict=False)
        if "_derived" in given.columns:
            # A share that was computed stands where the row said nothing.
            stated = pl.when(pl.col("_derived")).then(None).otherwise(pl.col("share"))
            given = given.with_columns(stated.alias("share"))
        for n, (held, found) in enumerate(zip(frame["_fact"], row_digests(table, given), strict=True)):
            if held != found:
                yield table, n, held, found


def _rows(
    snapshot: Snapshot, table: str, frame: pl.DataFrame, wanted: set[int], control: NDArray[np.int64]
) -> pl.DataFrame:
    """control: numbers of the rows that are there for control alone."""
    if table == "rates":
        return frame
    own = np.zeros(frame.height, np.bool_)
    own[control] = True
    chosen = _touching(frame, wanted) | pl.lit(pl.Series(own))
    if "_asset" in frame.columns:
        chosen = chosen | pl.col("_asset").is_in(_assets(snapshot, wanted)).fill_null(value=False)
    if table == "holdings":
        companies = frame.filter(_touching(frame, wanted))["company_p"].drop_nulls().unique()
        chosen = chosen | pl.col("company_p").is_in(companies.to_list()).fill_null(value=False)
    return frame.filter(chosen)


def _touching(frame: pl.DataFrame, wanted: set[int]) -> pl.Expr:
    columns = [c for c in frame.columns if c.endswith("_p")]
    if not columns:
        return pl.lit(value=False)
    return pl.any_horizontal([pl.col(c).is_in(sorted(wanted)) for c in columns]).fill_null(value=False)


def _assets(snapshot: Snapshot, wanted: set[int]) -> list[str]:
    frames = [f for f in snapshot.tables.values() if "_asset" in f.columns]
    return sorted({a for f in frames for a in f.filter(_touching(f, wanted))["_asset"].drop_nulls()})


def _numbers(frame: pl.DataFrame) -> set[int]:
    return {n for c in frame.columns if c.endswith("_p") for n in frame[c].drop_nulls()}


def _of_these(crowds: Mapping[str, int], parties: pl.DataFrame | None) -> dict[str, int]:
    """The crowds around contacts that a row of the part gives; those of strangers are nobody's business."""
    if parties is None:
        return {}
    held = {f"{c}:{value}" for c in _CONTACTS if c in parties.columns for value in parties[c].drop_nulls().unique()}
    return {key: count for key, count in sorted(crowds.items()) if key in held}


def _renumbered(snapshot: Snapshot, tables: Mapping[str, pl.DataFrame], seen: list[int]) -> Snapshot:
    """Parties numbered from 0 again, in their old order."""
    new = {old: n for n, old in enumerate(seen)}
    parties = snapshot.parties.filter(pl.col("idx").is_in(seen)).sort("idx")
    parties = parties.with_columns(_mapped("idx", new))
    moved = {
        t: frame.with_columns([_mapped(c, new) for c in frame.columns if c.endswith("_p")])
        for t, frame in tables.items()
    }
    records = set(parties["records"].explode().drop_nulls())
    matches = tuple(m for m in snapshot.matches if m.left in records and m.right in records)
    return Snapshot(snapshot.id, snapshot.provenance, snapshot.sources, moved, parties, matches)


def _mapped(column: str, new: Mapping[int, int]) -> pl.Expr:
    return pl.col(column).replace_strict(new, default=None, return_dtype=pl.Int32)
