"""Bringing files in, for the Cases and Data screens."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import streamlit as st

from casework.cases import keep_file
from casework.load import Import, ImportResult, bring_in
from graph.errors import LookthroughError
from graph.store.workspace import Workspace
from screens import state
from screens.state import t
from screens.text import visible

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def load_paths(paths: list[Path], label: str | None) -> ImportResult:
    """Import with progress on the page."""
    bar = st.progress(0.0, text=t("importing"))

    def told(name: str, done: int, total: int) -> None:
        # the name stands in backticks: progress speaks Markdown
        shown = f" `{visible(name).replace('`', ' ')}`" if name else ""
        bar.progress(done / max(total, 1), text=f"{t('importing')} {done}/{total}{shown}")

    try:
        return bring_in(
            Workspace.at(state.workspace_path()),
            Import(tuple(paths), None, label or None),
            actor=state.actor(),
            at=state.now(),
            progress=told,
        )
    finally:
        bar.empty()


def load_uploads(files: list[Any], label: str) -> ImportResult:
    """Uploaded files go through a folder that is gone afterwards; only what their rows say is kept."""
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            path = Path(folder) / Path(file.name.replace("\\", "/")).name
            if path.exists():
                raise LookthroughError("two files have this name", file.name, "import them as two sources")
            path.write_bytes(file.getvalue())
        return load_paths(sorted(Path(folder).iterdir()), label or "upload")


def import_examples() -> None:
    """The bundled cases and the bundled register, each folder a source of its own."""
    beside = ("cases", "making")
    folders = sorted(
        p for p in EXAMPLES.iterdir() if p.is_dir() and p.name not in beside and not p.name.startswith(("_", "."))
    )
    for folder in folders:
        load_paths([folder], folder.name)
    held = Workspace.at(state.workspace_path())
    for path in sorted((EXAMPLES / "cases").glob("*.toml")):
        keep_file(held, path)
