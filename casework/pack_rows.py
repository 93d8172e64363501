"""Statements, parties and figures of a pack: as lines of JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

import polars as pl

from graph.part import Part, Surroundings
from graph.reach import LeftOut
from graph.resolve import Match
from graph.snapshot import Snapshot
from graph.statements import Source

COLUMNS = "statements/columns.json"
_TYPES: Mapping[str, pl.DataType] = {
    "String": pl.String(), "Int32": pl.Int32(), "Int64": pl.Int64(), "Boolean": pl.Boolean(), "List(String)": pl.List(pl.String()),
}  # fmt: skip
_PARTIES = "parties.jsonl"
_MATCHES = "matches.jsonl"
_AROUND = "register.json"
_SOURCES = "sources.json"

Files = Mapping[str, bytes]


def as_json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8", "backslashreplace")


def as_jsonl(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """One row a line; what is unknown is left out."""
    lines = (json.dumps({k: v for k, v in row.items() if v is not None}, ensure_ascii=False) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def from_jsonl(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.decode().split("\n") if line]


def written(part: Part, id_: str, provenance: str) -> dict[str, bytes]:
    """The part as files; `read` gives the same part again."""
    snapshot = part.snapshot
    columns = {t: [[n, str(kind)] for n, kind in frame.schema.items()] for t, frame in snapshot.tables.items()}
    columns["_parties"] = [[n, str(kind)] for n, kind in snapshot.parties.schema.items()]
    around = asdict(part.around) | {"snapshot": id_, "provenance": provenance}
    return {
        **{f"statements/{t}.jsonl": as_jsonl(f.iter_rows(named=True)) for t, f in snapshot.tables.items()},
        COLUMNS: as_json(columns),
        _PARTIES: as_jsonl(snapshot.parties.iter_rows(named=True)),
        _MATCHES: as_jsonl(asdict(match) for match in snapshot.matches),
        _AROUND: as_json(around),
        _SOURCES: as_json([asdict(source) for source in snapshot.sources]),
    }


def read(files: Files) -> Part:
    """The part that `written` was given; KeyError, ValueError or TypeError where the files are not as written."""
    columns = json.loads(files[COLUMNS])
    around = json.loads(files[_AROUND])
    tables = {t: _frame(files[f"statements/{t}.jsonl"], kinds) for t, kinds in columns.items() if t != "_parties"}
    snapshot = Snapshot(
        around.pop("snapshot"),
        around.pop("provenance"),
        tuple(Source(**source) for source in json.loads(files[_SOURCES])),
        dict(sorted(tables.items())),
        _frame(files[_PARTIES], columns["_parties"]),
        tuple(_match(row) for row in from_jsonl(files[_MATCHES])),
    )
    left = tuple(LeftOut(**row) for row in around.pop("left_out"))
    inside, hubs, held = (tuple(around.pop(name)) for name in ("inside", "hubs", "tables_held"))
    behind = tuple(around.pop("behind"))
    return Part(snapshot, Surroundings(inside, hubs, left, around["crowds"], around["posts"], held, behind))


def place_of(snapshot: Snapshot, table: str, n: int) -> str:
    """File and line of a row, as people cite it."""
    row = snapshot.tables[table].row(n, named=True)
    line = f"{row['_sheet']}!{row['_row']}" if row["_sheet"] else row["_row"]
    return f"{snapshot.sources[row['_src']].name} row {line}"


def _frame(content: bytes, kinds: Iterable[tuple[str, str]]) -> pl.DataFrame:
    return pl.DataFrame(from_jsonl(content), schema={name: _TYPES[kind] for name, kind in kinds})


def _match(row: Mapping[str, Any]) -> Match:
    return Match(**{field.name: row[field.name] for field in fields(Match)})
