"""The files that a report rests on, as they lie there today."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from graph.errors import LookthroughError, UnreadableInput
from graph.store.sums import Altered, file_hash

MISSING = "missing"


def sources_in(files: Mapping[str, bytes], where: str) -> list[Mapping[str, Any]]:
    """name and sha256 of every source, from a pack's sources.json; UnreadableInput where there is no list to go by."""
    try:
        found = json.loads(files["sources.json"])
        return [{"name": str(each["name"]), "sha256": str(each["sha256"])} for each in found]
    except (KeyError, ValueError, TypeError) as fault:
        raise UnreadableInput("the pack lists no sources", where, "give the pack as it was written") from fault


def check_sources(sources: Sequence[Mapping[str, Any]], folder: Path) -> Iterator[Altered]:
    """Each source that is not there, or is not the file it was; a file that was renamed or moved below the folder is found
    by its hash. LookthroughError where there is no such folder.
    """
    if not folder.is_dir():
        raise LookthroughError("no such folder", str(folder), "name the folder that holds the source files")
    held: dict[str, str] | None = None
    for source in sources:
        at = folder / source["name"]
        inside = at.is_file() and at.resolve().is_relative_to(folder.resolve())
        found = file_hash(at) if inside else MISSING
        if found == source["sha256"]:
            continue
        held = held if held is not None else {file_hash(p): p.name for p in sorted(folder.rglob("*")) if p.is_file()}
        if source["sha256"] not in held:
            yield Altered(f"source {source['name']}", source["sha256"], found)
