"""A timeline for an A4 page in black and white, as SVG text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import escape

from reports.chain_text import wrapped
from reports.drawing import FONTS

Sort = Literal["case", "act", "last"]

_DAY_SIZE, _SIZE, _LINE = 11.0, 11.0, 15.0
_AXIS, _TEXT, _WIDE, _GAP = 96.0, 114.0, 640.0, 9.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One day on the line. case: of the proceedings (hollow square); act: recorded (full circle); last: a last day (triangle)."""

    day: str
    words: str
    sort: Sort


def draw_timeline(marks: Sequence[Mark], title: str) -> str:
    """Days from top to bottom, evenly spaced: order and dates are exact, distances are not. No mark: ""."""
    if not marks:
        return ""
    body, y = [], 16.0
    first = y
    for mark in marks:
        rows = wrapped(mark.words, _SIZE, _WIDE - _TEXT - 8)
        body.append(_day(mark, y))
        body += [_text(_TEXT, y + n * _LINE, row, "start") for n, row in enumerate(rows)]
        last, y = y, y + len(rows) * _LINE + _GAP
    axis = f'<line x1="{_AXIS:g}" y1="{first:g}" x2="{_AXIS:g}" y2="{last:g}" stroke="#000" stroke-width="1.2"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE:g} {y:g}" width="{_WIDE:g}" height="{y:g}" '
        f'font-family="{escape(FONTS)}" fill="#000"><title>{escape(title)}</title>{axis}{"".join(body)}</svg>'
    )


def _day(mark: Mark, y: float) -> str:
    weight = ' font-weight="600"' if mark.sort != "case" else ""
    day = f'<text x="{_AXIS - 14:g}" y="{y + 4:g}" text-anchor="end" font-size="{_DAY_SIZE:g}"{weight}>{escape(mark.day)}</text>'
    return day + _sign(mark.sort, y)


def _sign(sort: Sort, y: float) -> str:
    if sort == "act":
        return f'<circle cx="{_AXIS:g}" cy="{y:g}" r="4.2" fill="#000"/>'
    if sort == "case":
        return (
            f'<rect x="{_AXIS - 4:g}" y="{y - 4:g}" width="8" height="8" fill="#fff" stroke="#000" stroke-width="1.2"/>'
        )
    points = f"{_AXIS - 5:g},{y - 4:g} {_AXIS + 5:g},{y - 4:g} {_AXIS:g},{y + 5:g}"
    return f'<polygon points="{points}" fill="#000"/>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:g}" y="{y + 4:g}" text-anchor="{anchor}" font-size="{_SIZE:g}">{escape(words)}</text>'
