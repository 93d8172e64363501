"""Which loader reads a file, judged by its content."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module

import loaders
from graph.errors import UnreadableInput
from loaders.loader import Loaded, Loader, Options
from loaders.records import split
from loaders.texts import sniff_encoding

DEFAULT = "csv"  # a tie goes to the template
_SHOWN = 6  # headings quoted in an error


def _found() -> Mapping[str, Loader]:
    """Every module of this room with a LOADER; a new format is a new file."""
    names = sorted(m.name for m in pkgutil.iter_modules(loaders.__path__, "loaders.") if m.name != __name__)
    modules = [import_module(name) for name in names]
    return {m.LOADER.name: m.LOADER for m in modules if isinstance(getattr(m, "LOADER", None), Loader)}


LOADERS: Mapping[str, Loader] = _found()


def recognise(content: bytes, name: str) -> Loader:
    """The loader that knows most of the file; UnreadableInput says what it looks like where none knows any."""
    scores: dict[str, int] = {}
    faults: dict[str, UnreadableInput] = {}
    for loader in LOADERS.values():
        try:
            scores[loader.name] = loader.recognise(content, name)
        except UnreadableInput as fault:
            faults[loader.name] = fault
    best = max(scores, key=lambda n: (scores[n], n == DEFAULT), default="")
    if not best or scores[best] <= 0:
        raise faults.get(DEFAULT) or _stranger(content, name)
    return LOADERS[best]


def load(content: bytes, name: str, options: Options | None = None, format_name: str | None = None) -> Loaded:
    """Read a file by the named format, else by the one its content is recognised as."""
    if format_name is None:
        loader = recognise(content, name)
    elif format_name in LOADERS:
        loader = LOADERS[format_name]
    else:
        raise UnreadableInput(f"no format is called {format_name}", name, f"one of: {', '.join(LOADERS)}")
    return loader.read(content, name, options or Options())


def _stranger(content: bytes, name: str) -> UnreadableInput:
    """A text or a workbook that no loader knows: its first line, so that the user sees what was read as headings."""
    mend = "see the formats and their headings, or name the format"
    try:
        sniff_encoding(content)
        raw = split(content, name)
    except UnreadableInput:
        return UnreadableInput("no sheet holds headings that a loader knows", name, mend)
    if not raw.frame.height:
        return UnreadableInput("every line is damaged", name, "export the file again")
    cells = [cell for cell in raw.frame.row(0)[:-2] if cell]
    shown = ", ".join(cells[:_SHOWN]) + (f" and {len(cells) - _SHOWN} more" if len(cells) > _SHOWN else "")
    what = "a table of text whose headings no loader knows" if len(cells) > 1 else "a text that no loader knows"
    return UnreadableInput(f"this is {what}; it begins: {shown[:160]}", name, mend)
