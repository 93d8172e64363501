"""A pack's analysis run again from the pack alone, and compared."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from casework.case_file import debt_of
from casework.desk import printed, results_of
from casework.pack import CASE, GIVEN, MANIFEST, REPORT, Order, cited_rows, law_tables, program
from casework.pack_rows import from_jsonl, place_of, read
from graph.errors import LookthroughError, UnreadableInput
from graph.part import Part, altered_facts, case_of
from graph.store.sums import Altered
from reports.document import lead_document
from reports.report_format import report_format

MOST = 100
"""Differences listed of one document."""
NOTHING = "nothing"

Files = Mapping[str, bytes]


def rederive(files: Files, where: str) -> list[Altered]:
    """What in the pack is not what its own rows give: rows, cited rows that are missing, leads and fields, formats.

    expected: what this program derives from the pack; found: what stands in it. LookthroughError where the pack is masked,
    UnreadableInput where files of it are missing or unreadable.
    """
    try:
        manifest = json.loads(files[MANIFEST])
        if not manifest["rederivable"]:
            raise LookthroughError("this pack cannot be re-derived", where, str(manifest["why"]["en"]))
        given: dict[str, Any] = manifest["order"]
        order = Order(**{k: tuple(v) if isinstance(v, list) else v for k, v in given.items()})  # type: ignore[arg-type]
        part = read(files)
        told = json.loads(files[f"{REPORT}.json"])
        rows = [*_rows(part), *_uncited(told, files)]
        made = derived(files, part, order)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError) as fault:
        raise UnreadableInput(
            f"the pack is not whole ({type(fault).__name__}: {fault})", where, "see what verify says without --rederive"
        ) from fault
    return [*_program(manifest, files), *rows, *_compared(made, files)]


def derived(files: Files, part: Part, order: Order) -> dict[str, bytes]:
    """report/<file> → its bytes, from the pack's rows, parties and case alone."""
    keys = json.loads(files[CASE])
    debt = debt_of(keys, part.snapshot, date.fromisoformat(keys["as_of"]), CASE)
    document = lead_document(results_of(case_of(part, debt), part.snapshot))
    formats = tuple(dict.fromkeys(("json", *order.formats)))
    made = printed(order.copy_of(document), formats, order.language)
    return {f"{REPORT}.{report_format(name).suffix}": body for name, body in made.items()}


def _program(manifest: Mapping[str, Any], files: Files) -> Iterator[Altered]:
    """Another program may well find another thing: said first."""
    own = program()
    if manifest["software"].get("program") != own:
        yield Altered("program", own, str(manifest["software"].get("program")))
    held = law_tables()
    for name in sorted({*held, *(n for n in files if n.startswith("law/"))}):
        if held.get(name) != files.get(name):
            yield Altered(name, _hash(held.get(name)), _hash(files.get(name)))


def _rows(part: Part) -> Iterator[Altered]:
    for table, n, held, found in altered_facts(part.snapshot):
        yield Altered(f"statements/{table}.jsonl line {n + 1} ({place_of(part.snapshot, table, n)})", held, found)


def _uncited(told: Any, files: Files) -> Iterator[Altered]:
    """Rows that the report cites and the pack does not hold as given."""
    held = {(row["source"], str(row["row"]), row["sha256"]) for row in from_jsonl(files[GIVEN])}
    cited = {(str(row["source"]), str(row["row"]), str(row["sha256"])) for row in cited_rows(told)}
    for source, row, digest in sorted(cited - held):
        yield Altered(f"{source} row {row}", f"the row as given, of {digest[:16]}…", NOTHING)


def _compared(made: Files, files: Files) -> Iterator[Altered]:
    for name, body in sorted(made.items(), key=lambda item: (not item[0].endswith(".json"), item[0])):
        held = files.get(name)
        if held == body:
            continue
        found = list(_fields(body, held)) if name.endswith(".json") and held else []
        yield from (found or [Altered(name, _hash(body), _hash(held))])


def _fields(made: bytes, held: bytes) -> Iterator[Altered]:
    try:
        told = json.loads(held)
    except ValueError:
        return
    for at, (where, expected, found) in enumerate(differences(json.loads(made), told)):
        if at == MOST:
            yield Altered(f"{REPORT}.json", f"{MOST} differences", "more, not listed")
            return
        yield Altered(f"{REPORT}.json: {where}", _short(expected), _short(found))


def differences(one: Any, other: Any, where: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every field that differs, with its path: leads, assets and parties by their ids, rows by file and line."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in dict.fromkeys((*one, *other)):
            yield from differences(one.get(key, NOTHING), other.get(key, NOTHING), f"{where}.{key}".lstrip("."))
    elif isinstance(one, list) and isinstance(other, list):
        left, right = _labelled(one), _labelled(other)
        for key in dict.fromkeys((*left, *right)):
            yield from differences(left.get(key, NOTHING), right.get(key, NOTHING), f"{where}[{key}]")
        if list(left) != list(right) and set(left) == set(right):
            yield f"{where} (order)", ", ".join(left), ", ".join(right)
    elif one != other or type(one) is not type(other):
        yield where, one, other


def _labelled(items: Iterable[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for n, item in enumerate(items):
        label = _label(item, n)
        found[label if label not in found else f"{label} #{n + 1}"] = item
    return found


def _label(item: Any, n: int) -> str:
    if isinstance(item, Mapping):
        if item.get("id"):
            return str(item["id"])
        if {"source", "row"} <= set(item):
            return f"{item['source']} row {item['row']}"
        if item.get("typology"):
            return str(item["typology"])
    return str(n + 1)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:200]}… (sha256 {sha256(text.encode()).hexdigest()[:16]})"


def _hash(body: bytes | None) -> str:
    return "missing" if body is None else sha256(body).hexdigest()
