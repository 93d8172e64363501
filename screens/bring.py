"""Bringing files in, for the Cases and Data screens."""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import monotonic
from typing import Any

import streamlit as st

from casework.cases import keep_file
from casework.load import FileResult, Import, ImportResult, bring_in, expand
from casework.pace import pace
from graph.errors import LookthroughError
from graph.store.workspace import Workspace
from screens import state
from screens.state import t
from screens.text import visible

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


class _Bar:
    """Progress on the page: which file, how many rows a second, how long it may still take."""

    def __init__(self, paths: list[Path], label: str | None) -> None:
        self.sizes = {(file.label, file.name): file.path.stat().st_size for file in expand(paths, label)}
        self.begun, self.rows, self.read, self.pace = monotonic(), 0, 0, ""
        self.bar = st.progress(0.0, text=t("importing"))

    def show(self, name: str, done: int, total: int) -> None:
        # the name stands in backticks: progress speaks Markdown
        shown = f" `{visible(name).replace('`', ' ')}`" if name else ""
        part = self.read / max(sum(self.sizes.values()), 1)
        self.bar.progress(min(part, 1.0), text=f"{t('importing')} {done}/{total}{shown} {self.pace}")

    def told(self, file: FileResult) -> None:
        self.rows += file.rows_in
        self.read += self.sizes.get((file.source, file.path), 0)
        now = pace(self.rows, self.read, sum(self.sizes.values()), monotonic() - self.begun)
        if now.seconds_left is not None:
            self.pace = "· " + t("rows_per_second").format(f"{now.rows_per_second:,}", now.seconds_left)


def load_paths(paths: list[Path], label: str | None) -> ImportResult:
    """Import with progress on the page."""
    bar = _Bar(paths, label)
    try:
        return bring_in(
            Workspace.at(state.workspace_path()),
            Import(tuple(paths), None, label or None),
            actor=state.actor(),
            at=state.now(),
            progress=bar.show,
            told=bar.told,
        )
    finally:
        bar.bar.empty()


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
