"""Names as text: nothing that came from a file is markup."""

from __future__ import annotations

_MARKS = frozenset(r"\`*_{}[]<>()#+-.!|$~:&")


def plain(text: object) -> str:
    """Markdown that shows exactly these characters; line breaks become spaces."""
    shown = " ".join(str(text).split())
    return "".join(f"\\{c}" if c in _MARKS else c for c in shown)
