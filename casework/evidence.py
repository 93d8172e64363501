"""Packs, each proven before it is handed out."""

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
from graph.store.sums import SUMS_NAME, file_hash
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
                "report this as a fault; without a pack the report can be written",
            )
    return content


def handed_out(folder: Path) -> str:
    """sha256 of a report folder's SHA256SUMS: the one hash under which all of it left."""
    return file_hash(folder / SUMS_NAME)
