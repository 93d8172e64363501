"""The row as given, for whoever wants to see it; masked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from graph.store.workspace import Workspace
from reports.redact import redact


def given_row(workspace: Workspace, cited: Mapping[str, Any]) -> list[str] | None:
    """The cells of a cited row as its file gave them, masked as every output; None where the file was forgotten."""
    source = next(
        (
            s
            for s in workspace.sources()
            if s.withdrawn is None and (s.name, s.sha256) == (cited["source"], cited["sha256"])
        ),
        None,
    )
    if source is None:
        return None
    sheet, _, line = str(cited["row"]).rpartition("!")
    frame = pl.scan_parquet(workspace.source_folder(source.id) / "given.parquet").filter(pl.col("_row") == int(line))
    if sheet:
        frame = frame.filter(pl.col("_sheet") == sheet)
    found = frame.collect()
    if not found.height:
        return None
    cells = [str(c) for c in found["cells"][0].to_list() if c is not None]
    return [str(c) for c in redact({"cells": cells})["cells"]]
