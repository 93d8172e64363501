"""A chain as a picture: SVG text, the same for the same chain."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from markupsafe import escape

from reports.chain_text import LABEL_LINE, LABEL_SIZE, NAME_LINE, NAME_SIZE, directed, measure, part
from reports.layers import Spot
from reports.layout import Line, Plan, Point, plan
from reports.wording import Language, phrase, term

FONTS = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','Hiragino Sans GB',sans-serif"
OWNERSHIP, CONTROL, DARK, DOUBT = "#652eb1", "#349aee", "#26323f", "#b3261e"

# Beneficial-ownership drawing conventions: ownership purple, control light blue, the rest dark.
_TONES = {
    "ownership": ("own", OWNERSHIP),
    "role": ("ctl", CONTROL),
    "relation": ("ctl", CONTROL),
    "contract": ("ctl", CONTROL),
    "encumbrance": ("ctl", CONTROL),
}
_PLAIN = ("act", DARK)
_ROUND, _HEXAGON = frozenset(("person",)), frozenset(("trust", "fund", "partnership"))
_BOXES = frozenset(("company", "branch", "public_body"))
_LEGEND_HEIGHT = 30.0

Record = Mapping[str, Any]


def draw(chain: Record, *, language: Language, width: float = 860, debtors: Collection[str] = ()) -> str:
    """SVG of a lead's chain {nodes, edges}: at most 40 parties, owners above the owned, at most `width` px wide.

    Companies are rectangles, persons round, trusts and funds hexagons, unknown holders dashed diamonds, things tags;
    debtors (ids) have a heavy frame. Ended edges are dashed, alleged ones dotted, inferred ones red; each says so too.
    An empty chain gives "".
    """
    if not chain.get("nodes"):
        return ""
    nodes = {str(node["id"]): node for node in chain["nodes"]}
    owing = phrase("drawing.debtor", language)
    captions = {key: owing for key in nodes if key in debtors}
    found = plan(chain, language, width, captions)
    legend, legend_width = _legend(found, language)
    high = found.height + (_LEGEND_HEIGHT if legend else 0)
    wide = max(found.width, legend_width, 240.0)
    shift = (wide - found.width) / 2
    scale = min(1.0, width / wide)
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chain" role="img" viewBox="0 0 {_n(wide)} {_n(high)}" '
        f'width="{_n(wide * scale)}" height="{_n(high * scale)}" font-family="{escape(FONTS)}" fill="currentColor" '
        f'aria-label="{escape(_described(found, nodes, language))}">',
        f"<title>{escape(phrase('drawing.title', language))}</title>",
        f"<desc>{escape(_described(found, nodes, language))}</desc>",
        f'<g transform="translate({_n(shift)} 0)">',
        *(_line(line) for line in found.lines),
        *(
            _box(nodes[key], spot, found.names[key], captions.get(key, ""), language)
            for key, spot in found.boxes.items()
        ),
        *(_label(line) for line in found.lines),
        "</g>",
        f'<g transform="translate(0 {_n(found.height)})">{legend}</g>' if legend else "",
        "</svg>",
    ]
    return "\n".join(part for part in body if part)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _described(found: Plan, nodes: Mapping[str, Record], language: Language) -> str:
    said = []
    for line in found.lines:
        a, b = (nodes[str(line.edge[end])].get("name") for end in ("from", "to"))
        said.append(f"{a} → {b}: {' '.join(line.label)}")
    text = phrase("drawing.desc", language, nodes=len(found.boxes), edges=len(said), steps="; ".join(said))
    return f"{text} {phrase('drawing.more', language, count=found.left_out)}" if found.left_out else text


# boxes ------------------------------------------------------------------------------------------------------------
def _box(node: Record, spot: Spot, lines: Sequence[str], caption: str, language: Language) -> str:
    kind = str(node.get("kind") or "unknown")
    says = ", ".join(part for part in (str(node.get("name")), term("party", kind, language), caption) if part)
    high = len(lines) * NAME_LINE + (LABEL_LINE if caption else 0)
    top = spot.y - high / 2 + NAME_LINE / 2 + NAME_SIZE * 0.36
    text = "".join(
        f'<tspan x="{_n(spot.x)}" y="{_n(top + n * NAME_LINE)}">{escape(line)}</tspan>' for n, line in enumerate(lines)
    )
    tag = (
        f'<text class="tag" text-anchor="middle" x="{_n(spot.x)}" y="{_n(spot.y + high / 2 - 3)}" '
        f'font-size="{_n(LABEL_SIZE - 0.5)}">{escape(caption)}</text>'
    )
    return (
        f'<g class="party {"debtor" if caption else "other"}"><title>{escape(says)}</title>'
        f'<{_shape(kind, spot)} stroke="currentColor" stroke-width="{"2.6" if caption else "1.2"}"/>'
        f'<text text-anchor="middle" font-size="{_n(NAME_SIZE)}" font-weight="600">{text}</text>{tag if caption else ""}</g>'
    )


def _shape(kind: str, spot: Spot) -> str:
    if kind in _ROUND:
        return _rect(spot, min(spot.height / 2, 20.0), 'class="person" fill="#349aee" fill-opacity="0.12"')
    if kind in _BOXES:
        return _rect(spot, 3.0, 'class="firm" fill="#652eb1" fill-opacity="0.07"')
    l, r, t, b, x, y = spot.left, spot.right, spot.top, spot.bottom, spot.x, spot.y
    if kind in _HEXAGON:
        return _polygon(
            ((l, y), (l + 12, t), (r - 12, t), (r, y), (r - 12, b), (l + 12, b)),
            'class="firm" fill="#652eb1" fill-opacity="0.07"',
        )
    if kind == "unknown":
        return _polygon(((l, y), (x, t), (r, y), (x, b)), 'class="unknown" fill="none" stroke-dasharray="5 4"')
    return _polygon(
        ((l, t), (r - 12, t), (r, y), (r - 12, b), (l, b)), 'class="thing" fill="#e0a100" fill-opacity="0.16"'
    )


def _rect(spot: Spot, round_by: float, rest: str) -> str:
    return f'rect x="{_n(spot.left)}" y="{_n(spot.top)}" width="{_n(spot.width)}" height="{_n(spot.height)}" rx="{_n(round_by)}" {rest}'


def _polygon(points: Sequence[Point], rest: str) -> str:
    return f'polygon points="{" ".join(f"{_n(x)},{_n(y)}" for x, y in points)}" {rest}'


# lines ------------------------------------------------------------------------------------------------------------
def _style(edge: Record) -> tuple[str, str, str]:
    """Class, colour and dashes of an edge."""
    css, colour = _TONES.get(str(edge.get("kind")), _PLAIN)
    if edge.get("inferred"):
        css, colour = "inf", DOUBT
    if edge.get("standing") in ("alleged", "denied"):
        return css, colour, "1.5 4"
    return css, colour, "7 5" if edge.get("ended") else "9 3 2 3" if edge.get("inferred") else ""


def _line(line: Line) -> str:
    css, colour, dashes = _style(line.edge)
    dash = f' stroke-dasharray="{dashes}" stroke-linecap="round"' if dashes else ""
    paths = " ".join(_path(piece) for piece in line.pieces)
    thick = 1.3 + 1.9 * part(line.edge) if line.edge.get("kind") == "ownership" else 1.5
    return (
        f'<g class="edge {css}"><path d="{paths}" fill="none" stroke="{colour}" stroke-width="{_n(thick)}"{dash}/>'
        f"{_arrow(line, colour) if directed(line.edge) else ''}</g>"
    )


def _path(points: Sequence[Point]) -> str:
    start, rest = f"M{_n(points[0][0])} {_n(points[0][1])}", points[1:]
    if len(points) == 2:
        return f"{start} L{_n(rest[0][0])} {_n(rest[0][1])}"
    return start + " C" + " ".join(f"{_n(x)} {_n(y)}" for x, y in rest)


def _arrow(line: Line, colour: str) -> str:
    """A head that points along the line's last stretch, which is always upright or level."""
    x, y = line.pieces[-1][-1]
    before = line.pieces[-1][-2]
    if abs(before[0] - x) < 0.01:
        back = -8.0 if before[1] < y else 8.0
        ends = ((x, y), (x - 4.5, y + back), (x + 4.5, y + back))
    else:
        back = -8.0 if before[0] < x else 8.0
        ends = ((x, y), (x + back, y - 4.5), (x + back, y + 4.5))
    return f'<{_polygon(ends, f"""fill="{colour}" stroke="none" """.rstrip())}/>'


def _label(line: Line) -> str:
    x, y = line.at
    top = y - (len(line.label) - 1) * LABEL_LINE / 2 + LABEL_SIZE * 0.36
    rows = "".join(
        f'<tspan x="{_n(x)}" y="{_n(top + n * LABEL_LINE)}">{escape(text)}</tspan>' for n, text in enumerate(line.label)
    )
    return f'<text class="label" text-anchor="middle" font-size="{_n(LABEL_SIZE)}">{rows}</text>'


# legend -----------------------------------------------------------------------------------------------------------
def _legend(found: Plan, language: Language) -> tuple[str, float]:
    """Only what the picture uses, and how wide it is."""
    styles = [_style(line.edge) for line in found.lines]
    shown = [
        ("ownership", "own", OWNERSHIP, "", any(css == "own" for css, _, _ in styles)),
        ("control", "ctl", CONTROL, "", any(css == "ctl" for css, _, _ in styles)),
        ("transfer", "act", DARK, "", any(css == "act" for css, _, _ in styles)),
        ("ended", "act", DARK, "7 5", any(line.edge.get("ended") for line in found.lines)),
        ("alleged", "act", DARK, "1.5 4", any(dash == "1.5 4" for _, _, dash in styles)),
        ("inferred", "inf", DOUBT, "9 3 2 3", any(css == "inf" for css, _, _ in styles)),
    ]
    x, out = 14.0, []
    for key, css, colour, dashes, used in shown:
        if not used:
            continue
        text = phrase(f"drawing.legend_{key}", language)
        dash = f' stroke-dasharray="{dashes}"' if dashes else ""
        out.append(
            f'<g class="edge {css}"><path d="M{_n(x)} 14 L{_n(x + 24)} 14" stroke="{colour}" stroke-width="2" fill="none"{dash}/></g>'
            f'<text class="label" x="{_n(x + 30)}" y="18" font-size="10.5">{escape(text)}</text>'
        )
        x += 30 + measure(text, 10.5) + 16
    return "".join(out), x
