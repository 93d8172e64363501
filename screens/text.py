"""Names as text: nothing that came from a file is markup."""

from __future__ import annotations

import re
from collections.abc import Iterable

import streamlit as st
from markupsafe import Markup, escape

# A name could turn the reading order of the figures behind it: such signs are shown, never obeyed.
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def visible(text: object) -> str:
    """One line of text in which the signs that turn the reading order stand as their code points."""
    return _TURNS.sub(lambda found: f"[U+{ord(found[0]):04X}]", " ".join(str(text).split()))


def raw(text: str) -> Markup:
    """Text of several lines, escaped, its lines kept."""
    return escape("\n".join(visible(line) if line.strip() else "" for line in text.splitlines()))


def fill(template: str, **parts: object) -> Markup:
    """HTML of ours with {parts} of theirs: what is not Markup already is escaped.

    Markdown is never used for what a file says: it makes a link of every name that reads like an address.
    """
    return Markup(template).format(**{name: _safe(part) for name, part in parts.items()})


def _safe(part: object) -> Markup:
    return part if isinstance(part, Markup) else escape(visible(part))


def each(template: str, rows: Iterable[object]) -> Markup:
    """The template once for every row, as {row}."""
    return Markup("").join(fill(template, row=row) for row in rows)


def joined(pieces: Iterable[Markup]) -> Markup:
    return Markup("").join(pieces)


def folded(heading: object, body: Markup) -> Markup:
    """A part that opens by click or Enter; nothing where there is nothing in it."""
    return fill("<details><summary>{heading}</summary>{body}</details>", heading=heading, body=body) if body else body


def table(heads: Iterable[object], rows: Iterable[Iterable[object]]) -> Markup:
    """A table that reads as one; wide ones scroll by themselves, not the page."""
    head = each('<th scope="col">{row}</th>', heads)
    body = joined(fill("<tr>{cells}</tr>", cells=each("<td><bdi>{row}</bdi></td>", row)) for row in rows)
    made = "<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return fill(f'<div class="wide" tabindex="0">{made}</div>', head=head, body=body)


def html(body: Markup, language: str) -> None:
    """Put a piece of the page there, in its language, so that fonts and screen readers know it."""
    st.html(fill('<div class="lt" lang="{lang}">{body}</div>', lang="zh-CN" if language == "zh" else "en", body=body))
