"""Bringing files in, for the Cases and Data screens."""

from __future__ import annotations

import getpass
import tempfile
from pathlib import Path
from typing import Any

import streamlit as st

from casework.cases import keep_file
from casework.load import Import, ImportResult, bring_in
from graph.store.workspace import Workspace
from screens import state
from screens.state import t

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def actor() -> str:
    """Who is at the desk: the signed-in user, else the account the app runs under."""
    email = getattr(st.user, "email", None) if getattr(st.user, "is_logged_in", False) else None
    return str(email or getpass.getuser())


def load_paths(paths: list[Path], label: str | None) -> ImportResult:
    """Import with progress on the page."""
    bar = st.progress(0.0, text=t("importing"))

    def told(name: str, done: int, total: int) -> None:
        bar.progress(done / max(total, 1), text=f"{t('importing')} {name}")

    result = bring_in(
        Workspace.at(state.workspace_path()),
        Import(tuple(paths), None, label or None),
        actor=actor(),
        at=state.now(),
        progress=told,
    )
    bar.empty()
    return result


def load_uploads(files: list[Any], label: str) -> ImportResult:
    """Uploaded files go through a folder that is gone afterwards; only what a row says is kept."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / (label or "upload")
        place.mkdir()
        for file in files:
            (place / Path(file.name).name).write_bytes(file.getvalue())
        return load_paths(sorted(place.iterdir()), label or "upload")


def import_examples() -> None:
    """The bundled fictional cases and their registry."""
    folders = sorted(
        p
        for p in EXAMPLES.iterdir()
        if p.is_dir() and p.name not in ("cases", "making") and not p.name.startswith(("_", "."))
    )
    for folder in folders:
        load_paths([folder], folder.name)
    held = Workspace.at(state.workspace_path())
    for path in sorted((EXAMPLES / "cases").glob("*.toml")):
        keep_file(held, path)
