"""One box that finds parties, cases and court numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal

import polars as pl

from casework.parties import find_by_identifier
from graph.names import company_key, person_key
from graph.snapshot import Snapshot

Found = Literal["case", "identifier", "name", "address", "court"]
MOST = 20
_NUMBER = {"（": "(", "）": ")", "〔": "(", "〕": ")", " ": "", "\u3000": ""}


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. id: of the party or the case; why: what it was found by, as the data gives it."""

    found_by: Found
    kind: str
    id: str
    name: str
    why: str


def search(
    snapshot: Snapshot | None, cases: Iterable[Mapping[str, Any]], text: str, most: int = MOST
) -> tuple[list[Hit], int]:
    """Cases, then parties by identifier, name, address and court number; and how many more were left out.

    A name finds what contains it: nobody is merged or chosen here, namesakes stand side by side.
    """
    wanted = " ".join(text.split())
    if not wanted:
        return [], 0
    found = _cases(cases, wanted)
    if snapshot is not None:
        found += _parties(snapshot, wanted, most)
    unique = list({(hit.kind == "case", hit.id): hit for hit in reversed(found)}.values())[::-1]
    return unique[:most], max(len(unique) - most, 0)


def _cases(cases: Iterable[Mapping[str, Any]], wanted: str) -> list[Hit]:
    found = []
    for case in cases:
        number = str(case.get("enforcement_number") or "")
        texts = (str(case["id"]), str(case.get("title") or ""), number)
        if any(_plain(wanted) in _plain(one) for one in texts if one):
            found.append(Hit("case", "case", str(case["id"]), str(case.get("title") or case["id"]), number))
    return found


def _parties(snapshot: Snapshot, wanted: str, most: int) -> list[Hit]:
    """Each way of looking in turn; one more than is shown, so that the count of the rest is honest to a point."""
    parties = snapshot.parties.select("id", "kind", "name", "names")
    told = dict(zip(parties["id"], zip(parties["kind"], parties["name"], strict=True), strict=True))
    by: list[tuple[Found, Iterable[tuple[str, str]]]] = [
        ("identifier", ((one, wanted) for one in find_by_identifier(snapshot, wanted))),
        ("name", _named(parties, wanted, most)),
        ("address", _placed(snapshot, wanted, most)),
        ("court", _courts(snapshot, wanted, most)),
    ]
    return [Hit(how, told[one][0], one, told[one][1], why) for how, rows in by for one, why in rows if one in told]


def _named(parties: pl.DataFrame, wanted: str, most: int) -> list[tuple[str, str]]:
    """Whole names first, then names that begin so, then those that hold it; earlier names count too."""
    keys = {wanted.lower(), company_key(wanted), person_key(wanted)}
    rows = parties.select("id", pl.concat_list(pl.col("name"), pl.col("names")).list.unique(maintain_order=True))
    long = rows.rename({"name": "said"}).explode("said").drop_nulls("said")
    held = long.filter(pl.col("said").str.to_lowercase().str.contains(wanted.lower(), literal=True))
    order = held.select(
        "id",
        "said",
        pl.when(pl.col("said").str.to_lowercase().is_in(sorted(keys)))
        .then(0)
        .when(pl.col("said").str.to_lowercase().str.starts_with(wanted.lower()))
        .then(1)
        .otherwise(2)
        .alias("at"),
    ).sort("at", pl.col("said").str.len_chars(), "id")
    return [(one, said) for one, said, _ in order.unique("id", keep="first", maintain_order=True).head(most * 5).rows()]


def _placed(snapshot: Snapshot, wanted: str, most: int) -> list[tuple[str, str]]:
    frame = snapshot.tables.get("parties")
    if frame is None or len(wanted) < 3:
        return []
    # a person's home is nobody's search result
    own = frame.filter((pl.col("kind") != "person") & pl.col("address").str.contains(wanted, literal=True))
    return own.select("party_id", "address").unique(maintain_order=True).head(most * 5).rows()


def _courts(snapshot: Snapshot, wanted: str, most: int) -> list[tuple[str, str]]:
    frame = snapshot.tables.get("court_cases")
    if frame is None or not any(sign.isdigit() for sign in wanted):
        return []
    plain = reduce(lambda e, pair: e.str.replace_all(pair[0], pair[1], literal=True), _NUMBER.items(), pl.col("number"))
    own = frame.filter(plain.str.contains(_plain(wanted), literal=True))
    sides = [c for c in ("defendant_id", "claimant_id") if c in own.columns]
    rows = [own.select(pl.col(side).alias("id"), "number").drop_nulls() for side in sides]
    return pl.concat(rows).unique(maintain_order=True).head(most * 5).rows() if rows else []


def _plain(text: str) -> str:
    """Brackets and blanks of a case number are written in many ways."""
    return reduce(lambda done, pair: done.replace(*pair), _NUMBER.items(), text).lower()
