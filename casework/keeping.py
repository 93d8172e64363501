"""A file that is there whole, or as it was before."""

from __future__ import annotations

import os
from pathlib import Path


def put_whole(path: Path, text: str) -> None:
    """Write beside the place, then move there: a reader, or a run that is killed, never leaves or finds half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, path)
