"""Packs written to disk, each proven before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from casework.desk import Desk
from casework.pack import PACK_NAME, Order, pack
from casework.rederive import rederive
from casework.zips import unzipped
from graph.errors import LookthroughError
from graph.store.sums import SUMS_NAME, file_hash, sha_sums
from graph.store.workspace import Workspace


def proven_pack(workspace: Workspace, desk: Desk, keys: Mapping[str, Any], today: date, order: Order) -> bytes:
    """The pack's bytes; a whole one was re-derived from itself first. LookthroughError where that gave another report."""
    content = pack(workspace, desk, keys, today, order)
    if order.whole:
        files, _ = unzipped(content, PACK_NAME)
        for fault in rederive(files, PACK_NAME):
            raise LookthroughError(
                "the pack does not give its own report again",
                fault.what,
                "the report is written; report this as a fault",
            )
    return content


def write_pack(
    workspace: Workspace, desk: Desk, keys: Mapping[str, Any], today: date, order: Order, folder: Path
) -> Path:
    """DIR/<case id>/evidence.zip beside the reports, and the folder's SHA256SUMS anew."""
    place = folder / PACK_NAME
    place.write_bytes(proven_pack(workspace, desk, keys, today, order))
    (folder / SUMS_NAME).unlink(missing_ok=True)
    (folder / SUMS_NAME).write_text(sha_sums(folder), encoding="utf-8")
    return place


def handed_out(folder: Path) -> str:
    """sha256 of a report folder's SHA256SUMS: the one hash under which all of it left."""
    return file_hash(folder / SUMS_NAME)
