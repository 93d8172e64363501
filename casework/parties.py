"""A party by id, identifier or name; ambiguity lists candidates."""

from __future__ import annotations

import polars as pl

from graph.errors import AmbiguousParty, UnknownParty
from graph.identifiers import detect, keyed, possible_readings
from graph.names import company_key, person_key
from graph.snapshot import Snapshot

_MOST = 8


def find_party(snapshot: Snapshot, text: str) -> str:
    """The printed id of the one party meant; AmbiguousParty lists the candidates, UnknownParty says what was tried."""
    wanted = text.strip()
    if not wanted:
        raise UnknownParty("no party was named", "", "give an id, an official identifier or a full name")
    for look in (_by_id, find_by_identifier, _by_name):
        found = look(snapshot, wanted)
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousParty(
                f"{wanted} is {len(found)} parties", "", "name one of: " + "; ".join(_told(snapshot, found))
            )
    raise UnknownParty(f"no party answers to {wanted}", "", "give an id, an official identifier or a full name")


def _by_id(snapshot: Snapshot, wanted: str) -> list[str]:
    """Printed ids first, then ids as declared, alone or as LABEL:ID."""
    # Parties stand in the order of their ids.
    held = snapshot.parties["id"]
    at = int(held.search_sorted(wanted))
    if at < len(held) and held[at] == wanted:
        return [wanted]
    records = snapshot.parties.select("id", "records").explode("records")
    tail = pl.col("records").str.replace("^(id|word):", "")
    own = records.filter(
        (tail == wanted) | (tail.str.replace("^[^:]*:", "") == wanted) & pl.col("records").str.contains("^(id|word):")
    )
    return own["id"].unique().sort().to_list()


def find_by_identifier(snapshot: Snapshot, wanted: str) -> list[str]:
    """The printed ids of the parties that carry this official identifier."""
    readings = [r for r in (detect(wanted), *possible_readings(wanted)) if r]
    keys = sorted({f"{k.scheme}:{k.value}" for r in readings for k in (r, keyed(r))})
    if not keys:
        return []
    held = snapshot.parties.select("id", "ids").explode("ids").filter(pl.col("ids").is_in(keys))
    return held["id"].unique().sort().to_list()


def _by_name(snapshot: Snapshot, wanted: str) -> list[str]:
    exact = (
        snapshot.parties.filter((pl.col("name") == wanted) | pl.col("names").list.contains(wanted))["id"]
        .sort()
        .to_list()
    )
    if exact:
        return exact
    keys = {company_key(wanted), person_key(wanted)}
    names = snapshot.parties.select("id", "name").filter(pl.col("name").str.len_chars() <= len(wanted) + 4)
    return [i for i, name in names.sort("id").iter_rows() if {company_key(name), person_key(name)} & keys]


def _told(snapshot: Snapshot, ids: list[str]) -> list[str]:
    shown = snapshot.parties.filter(pl.col("id").is_in(ids[:_MOST])).sort("id")
    told = [f"{row['id']} ({row['name']}, {row['kind']})" for row in shown.iter_rows(named=True)]
    return told + ([f"and {len(ids) - _MOST} more"] if len(ids) > _MOST else [])
