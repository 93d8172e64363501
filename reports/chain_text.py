"""What stands in the boxes and on the lines of a chain."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from reports.wording import Language, decimal, money, phrase, say, share, term

NAME_SIZE, LABEL_SIZE = 13.0, 11.0
NAME_LINE, LABEL_LINE = 17.0, 14.0
_NAME_WIDTH, _LABEL_WIDTH = 138.0, 124.0
_NARROW = frozenset("iIl.,:;|!'()[]{}jft ")
_BROAD = frozenset("mwMW@%")
_CLOSING = frozenset("，。；：！？、）》〉」』】〕”’%,.;:!?)]}")

_DIRECTED = frozenset(
    ("parent", "child", "agent", "acts_for", "controls", "nominee_for", "trustee_of", "branch_of", "uses", "pays_for")
)

Record = Mapping[str, Any]


def measure(text: str, size: float) -> float:
    """An upper estimate of the width in px, without a font: full-width signs one em, others by their class."""
    total = 0.0
    for sign in text:
        if unicodedata.east_asian_width(sign) in ("W", "F", "A"):
            total += 1.0
        elif unicodedata.combining(sign):
            continue
        elif sign in _NARROW:
            total += 0.36
        elif sign in _BROAD or sign.isupper():
            total += 0.74 if sign not in _BROAD else 0.92
        else:
            total += 0.58
    return total * size


def _pieces(text: str) -> list[str]:
    """Chinese breaks between any two signs, other scripts at blanks; a closing mark stays with what it closes."""
    found: list[str] = []
    for sign in text:
        broad = unicodedata.east_asian_width(sign) in ("W", "F")
        joins = found and (sign in _CLOSING or (not broad and not found[-1].endswith(" ") and not _broad(found[-1])))
        if joins:
            found[-1] += sign
        else:
            found.append(sign)
    return found


def _broad(piece: str) -> bool:
    return unicodedata.east_asian_width(piece[-1]) in ("W", "F")


def wrapped(text: str, size: float, limit: float) -> tuple[str, ...]:
    """The text in lines of at most limit px where it can be broken; never cut short, lines of like length."""
    clean = "".join(" " if unicodedata.category(sign).startswith("C") else sign for sign in text).strip()
    pieces = [part for piece in _pieces(clean) for part in _fitting(piece, size, limit)]
    count = len(_filled(pieces, size, limit))
    narrow = limit
    while count > 1 and narrow > limit / 2 and len(_filled(pieces, size, narrow - 6)) == count:
        narrow -= 6
    return tuple(_filled(pieces, size, narrow)) or ("—",)


def _fitting(piece: str, size: float, limit: float) -> list[str]:
    if measure(piece, size) <= limit:
        return [piece]
    step = max(1, int(len(piece) * limit / measure(piece, size)))
    return [piece[i : i + step] for i in range(0, len(piece), step)]


def _filled(pieces: list[str], size: float, limit: float) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and measure((lines[-1] + piece).rstrip(), size) > limit:
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return [line.strip() for line in lines if line.strip()]


def name_lines(node: Record) -> tuple[str, ...]:
    return wrapped(str(node.get("name") or node.get("id") or ""), NAME_SIZE, _NAME_WIDTH)


def label_lines(edge: Record, language: Language) -> tuple[str, ...]:
    """Kind and share, thing, price, days, doubts: each on a line of its own."""
    lines = [_first(edge, language), say(edge.get("thing"), language), _price(edge, language), days(edge, language)]
    doubts = states(edge, language)
    lines.append(
        f"〔{'、'.join(doubts)}〕" if language == "zh" and doubts else f"[{', '.join(doubts)}]" if doubts else ""
    )
    return tuple(part for line in lines if line for part in wrapped(line, LABEL_SIZE, _LABEL_WIDTH))


def states(edge: Record, language: Language) -> tuple[str, ...]:
    """The doubts about an edge in words: ended, alleged or denied, inferred."""
    found = [key for key in ("ended", "inferred") if edge.get(key)]
    found += [str(edge["standing"])] if edge.get("standing") in ("alleged", "denied") else []
    return tuple(term("edge_state", key, language) for key in found)


def part(edge: Record) -> float:
    """The share as a number from 0 to 1, for the thickness of a line alone; 0 where unknown."""
    try:
        return min(1.0, float(Fraction(str(edge.get("share")))))
    except (ValueError, ZeroDivisionError):
        return 0.0


def directed(edge: Record) -> bool:
    """Does it matter which end is which? Of relations, only of some."""
    return edge.get("kind") != "relation" or edge.get("label") in _DIRECTED


def kind_words(edge: Record, language: Language) -> str:
    """What an edge is; offices and relations by their own word, others with it in brackets."""
    kind, label = edge.get("kind"), say(edge.get("label"), language)
    if not label:
        return term("edge", kind, language)
    closer = term("edge_label", label, language)
    if kind in ("role", "relation"):
        return closer
    return f"{term('edge', kind, language)}" + (f"（{closer}）" if language == "zh" else f" ({closer})")


def _first(edge: Record, language: Language) -> str:
    kind = kind_words(edge, language)
    if edge.get("share") is not None:
        return f"{kind} {share(edge['share'])}"
    return phrase("drawing.unknown_share", language) if edge.get("kind") == "ownership" else kind


def _price(edge: Record, language: Language) -> str:
    if edge.get("price") is None:
        return (
            phrase("drawing.unknown_price", language)
            if edge.get("kind") in ("share_transfer", "asset_transfer")
            else ""
        )
    if edge.get("kind") in ("share_transfer", "asset_transfer") and decimal(edge["price"]) == 0:
        return phrase("drawing.no_price", language)
    return money(edge["price"], edge.get("currency"), language)


def days(edge: Record, language: Language) -> str:
    """When: one day of an act, from and until of a state; empty where unknown."""
    start, end = edge.get("start"), edge.get("end")
    if edge.get("kind") in ("share_transfer", "asset_transfer", "payment"):
        return str(start or "") if start == end or not end else f"{start or ''}–{end}"
    if start and end:
        return f"{start} – {end}"
    if start:
        return phrase("drawing.since", language, day=start)
    return phrase("drawing.until", language, day=end) if end else ""
