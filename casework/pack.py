"""The evidence pack: a report with all it rests on, in a zip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import polars as pl

from casework.desk import DEFAULT_FORMATS, Desk, named_in, printed, with_leads, work
from casework.given import without_homes
from casework.pack_rows import as_json, as_jsonl, written
from casework.pack_words import README, WHY_NOT
from casework.verdicts import history_of
from casework.zips import with_sums, zipped
from graph.part import Part, part_of
from graph.store.workspace import Workspace
from reports.document import Results, lead_document
from reports.document_parts import plain_keys
from reports.json_lines import canonical
from reports.levels import LEVELS, released
from reports.redact import redact
from reports.report_format import report_format
from reports.wording import Languages

PACK_FORMAT = 1
PACK_NAME = "evidence.zip"
MANIFEST = "manifest.json"
GIVEN = "given.jsonl"
CASE = "case.json"
DECISIONS = "decisions.json"
REPORT = "report/leads"
_ROOMS = ("graph", "loaders", "queries", "reports")
_TEXTS = (".py", ".toml", ".html", ".css", ".typ", ".cypher")

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: which copy, in which formats and language; leads: the chosen ones, None for all."""

    level: str = "internal"
    delete_by: str | None = None
    leads: tuple[str, ...] | None = None
    formats: tuple[str, ...] = DEFAULT_FORMATS
    language: Languages = "both"

    def copy_of(self, document: Record) -> dict[str, Any]:
        """The document as this copy holds it."""
        chosen = document if self.leads is None else with_leads(document, self.leads)
        return released(chosen, self.level, self.delete_by)

    @property
    def whole(self) -> bool:
        """Does the pack hold all rows of the case, unmasked, so that the report can be derived from it again?"""
        return LEVELS[self.level].outsiders == "named"


def pack(workspace: Workspace, desk: Desk, keys: Record, today: date, order: Order) -> bytes:
    """The pack's bytes: the same case, data, program and order give the same bytes.

    An internal pack holds all rows of the case as given, unmasked, and is re-derivable; a client's or a court's holds the
    cited rows, masked as its report is.
    """
    results = work(desk, keys, today)
    document = lead_document(results)
    named = named_in(results.case, results.flagged.findings)
    part = part_of(desk.snapshot, desk.net, results.case, named)
    decided = list(_decisions(workspace, part, str(keys["id"])))
    copy = order.copy_of(document)
    files = {f"{REPORT}.{report_format(n).suffix}": b for n, b in _reports(copy, order).items()}
    files |= _whole(workspace, part, results, decided) if order.whole else _masked(workspace, part, copy, decided)
    files |= law_tables()
    files["README.txt"] = README[order.whole].encode()
    files[MANIFEST] = as_json(_manifest(document, order))
    return zipped(with_sums(files))


def _reports(copy: Record, order: Order) -> dict[str, bytes]:
    return printed(copy, tuple(dict.fromkeys(("json", *order.formats))), order.language)


def _manifest(document: Record, order: Order) -> dict[str, Any]:
    return {
        "kind": "lookthrough evidence pack", "format": PACK_FORMAT, "case": document["case"]["id"], "as_of": document["as_of"],
        "snapshot": document["snapshot"], "provenance": document["provenance"], "software": {**document["software"], "program": program()},
        "rederivable": order.whole, "why": None if order.whole else WHY_NOT, "order": _said(order),
        "numbers_of_persons": "as given" if order.whole else "masked",
    }  # fmt: skip


def _said(order: Order) -> dict[str, Any]:
    """Ids of leads are hashes of rows: in a masked pack only how many were chosen is told."""
    said = asdict(order)
    if not order.whole and order.leads is not None:
        said["leads"] = len(order.leads)
    return said


# what it rests on -------------------------------------------------------------------------------------------------
def _whole(workspace: Workspace, part: Part, results: Results, decided: list[dict[str, Any]]) -> dict[str, bytes]:
    case = results.case
    keys = {**plain_keys(case.debt.keys), "as_of": case.as_of.isoformat()}
    cited = [row for table in part.snapshot.tables.values() for row in _places(part, table)]
    return {
        **written(part, part.snapshot.id, part.snapshot.provenance),
        CASE: canonical(keys),
        GIVEN: as_jsonl(given(workspace, cited)),
        DECISIONS: as_json(decided),
    }


def _masked(workspace: Workspace, part: Part, copy: Record, decided: list[dict[str, Any]]) -> dict[str, bytes]:
    """Beside the report only the rows that it cites, masked in one go with it, so that one mask stands for one number."""
    relied = {m["id"] for m in copy["merges_relied_on"] if "id" in m}
    leads = {lead["id"] for lead in copy["leads"]}
    kept = [_unsigned(d) for d in decided if d.get("match") in relied or d.get("lead") in leads]
    # No heading says what a number in a row as given is: a long run of digits is taken for an account's.
    rows = [
        {**row, "kind": "account", "cells": without_homes(row["cells"])} for row in given(workspace, cited_rows(copy))
    ]
    sources = [
        {k: v for k, v in asdict(s).items() if k in ("name", "label", "sha256", "format", "rows")}
        for s in part.snapshot.sources
    ]
    shown = redact({**copy, "_given": rows, "_decided": kept, "_sources": sources})
    given_rows = [{key: value for key, value in row.items() if key != "kind"} for row in shown["_given"]]
    return {
        GIVEN: as_jsonl(given_rows),
        DECISIONS: as_json(shown["_decided"]),
        "sources.json": as_json(shown["_sources"]),
    }


def _unsigned(decision: Record) -> dict[str, Any]:
    """Which colleague decided is the house's own business."""
    return {key: value for key, value in decision.items() if key not in ("actor", "seq")}


def _decisions(workspace: Workspace, part: Part, case: str) -> Iterator[dict[str, Any]]:
    """What people decided on identities of the case and on its leads, in the order in which they did."""
    records = set(part.snapshot.parties["records"].explode().drop_nulls())
    for decision in workspace.decision_history():
        if decision.left in records and decision.right in records:
            yield asdict(decision)
    for _, told in sorted(history_of(workspace, case).items()):
        yield from (asdict(verdict) for verdict in told)


def _places(part: Part, frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    for at, line, sheet in frame.select("_src", "_row", "_sheet").iter_rows():
        source = part.snapshot.sources[at]
        yield {"source": source.name, "sha256": source.sha256, "row": f"{sheet}!{line}" if sheet else line}


def cited_rows(value: Any) -> Iterator[Record]:
    """Every row that a document cites: whatever names a source, a row and a hash."""
    if isinstance(value, Mapping):
        if {"source", "row", "sha256"} <= set(value):
            yield value
        for each in value.values():
            yield from cited_rows(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from cited_rows(each)


def given(workspace: Workspace, cited: Iterable[Record]) -> list[dict[str, Any]]:
    """These rows as their files gave them, cell by cell, in the order of file and line; a row once."""
    wanted: dict[tuple[str, str], set[str]] = {}
    for row in cited:
        wanted.setdefault((str(row["source"]), str(row["sha256"])), set()).add(str(row["row"]))
    held = {(s.name, s.sha256): s for s in workspace.sources() if s.withdrawn is None}
    found = []
    for (name, digest), rows in sorted(wanted.items()):
        source = held.get((name, digest))
        if source is not None:
            lines = sorted({int(line) for row in rows if (line := row.rpartition("!")[2]).isdigit()})
            path = workspace.source_folder(source.id) / "given.parquet"
            frame = pl.scan_parquet(path).filter(pl.col("_row").is_in(lines)).collect()
            for row in frame.sort("_sheet", "_row", nulls_last=False).iter_rows(named=True):
                place = f"{row['_sheet']}!{row['_row']}" if row["_sheet"] else row["_row"]
                if str(place) in rows:
                    found.append({"source": name, "row": place, "sha256": digest, "cells": list(row["cells"])})
    return found


# the program ------------------------------------------------------------------------------------------------------
def law_tables() -> dict[str, bytes]:
    """law/<path> → the dated tables of legal grounds that this version applies."""
    folder = resources.files("queries").joinpath("law")
    return {f"law/{name}": body for name, body in _below(folder, (".toml", ".csv"))}


def program() -> str:
    """sha256 over every file of the rooms that read, ask and print: two programs of one version number stay two."""
    whole = sha256()
    for room in _ROOMS:
        for name, body in _below(resources.files(room), _TEXTS):
            whole.update(f"{room}/{name} {sha256(body).hexdigest()}\n".encode())
    return whole.hexdigest()


def _below(folder: Traversable, suffixes: Sequence[str], above: str = "") -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir() and not entry.name.startswith(("_", ".")):
            found += _below(entry, suffixes, f"{above}{entry.name}/")
        elif entry.name.endswith(tuple(suffixes)):
            found.append((f"{above}{entry.name}", entry.read_bytes()))
    return found
