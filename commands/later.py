"""Commands that are promised but not there yet: they say so."""

from __future__ import annotations

from collections.abc import Callable

from graph.errors import NotYetBuilt

LATER = {
    "screen": "whole-population screening",
}


def _later(name: str, what: str) -> Callable[..., None]:
    def command() -> None:
        raise NotYetBuilt(
            f"`{name}` ({what}) comes in a later version",
            "",
            "this version has: import, leads, owners, paths, query, app",
        )

    command.__doc__ = f"{what} (later version)"
    return command


COMMANDS: dict[str, Callable[..., None]] = {name: _later(name, what) for name, what in LATER.items()}
