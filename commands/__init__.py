"""The command line, one file a group of commands."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def modules() -> tuple[ModuleType, ...]:
    """Every file of this folder that offers COMMANDS (name → function) or GROUPS (name → Typer), by name."""
    loaded = [
        importlib.import_module(f"{__name__}.{m.name}")
        for m in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name)
    ]
    return tuple(m for m in loaded if hasattr(m, "COMMANDS") or hasattr(m, "GROUPS"))
