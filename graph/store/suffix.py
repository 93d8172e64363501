"""A query put to a kept snapshot: its labels bear a mark."""

from __future__ import annotations

from collections.abc import Sequence

from graph.store.tokens import Token, tokens

_BRACKETS = {")": "(", "]": "[", "}": "{"}


def mark(snapshot: str) -> str:
    """What the labels of a kept snapshot end in."""
    return f"__{snapshot[:12]}"


def suffixed(cypher: str, suffix: str) -> str:
    """The same question with every label and type marked; maps, texts and variables stay as they are."""
    found = tokens(cypher)
    at = [token.at + len(token.text) for i, token in enumerate(found) if _is_label(found, i)]
    parts, last = [], 0
    for end in at:
        # A quoted name ends in its backtick: the mark goes inside.
        cut = end - 1 if cypher[end - 1] == "`" else end
        parts += [cypher[last:cut], suffix]
        last = cut
    return "".join((*parts, cypher[last:]))


def _is_label(found: Sequence[Token], index: int) -> bool:
    """A word behind ":" (or behind "|" in a relationship's types) that is no value of a map."""
    if found[index].kind not in ("word", "quoted") or not index:
        return False
    before = found[index - 1].text
    opener = _opener(found, index - 1)
    bracket = found[opener].text if opener is not None else ""
    if before == ":":
        return bracket != "{"
    in_arrow = before == "|" and bracket == "[" and opener is not None and opener > 0 and found[opener - 1].text == "-"
    return in_arrow and _in_types(found, index - 1)


def _in_types(found: Sequence[Token], bar: int) -> bool:
    """Back from the bar over words and bars alone to a colon: [:A|B]."""
    for token in reversed(found[:bar]):
        if token.text == ":":
            return True
        if token.text != "|" and token.kind not in ("word", "quoted"):
            return False
    return False


def _opener(found: Sequence[Token], index: int) -> int | None:
    """Where the nearest bracket stands that is still open before this token."""
    depth = 0
    for at in range(index - 1, -1, -1):
        token = found[at]
        if token.kind != "sign":
            continue
        if token.text in _BRACKETS:
            depth += 1
        elif token.text in _BRACKETS.values():
            if depth == 0:
                return at
            depth -= 1
    return None
