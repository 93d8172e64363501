"""Every path of a query has an end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from graph.store.tokens import Token, place, refuse

LONGEST_PATH = 15
"""Relationships in one variable-length path."""

_OPEN = {"(": ")", "[": "]", "{": "}"}
_ARROWS = (("-", "["), ("-", "-"), ("<", "-"), ("-", ">"))


def check_paths(cypher: str, found: Sequence[Token]) -> None:
    """LookthroughError where a path may be of any length, or is written with ->{1,4}, ->+ or ((…))+."""
    for start, end in _groups(cypher, found):
        before = found[start - 1].text if start else ""
        if found[start].text == "[" and before == "-":
            _check_relationship(cypher, found, start, end)
        if found[start].text == "(" and end + 1 < len(found) and found[end + 1].text in ("+", "*", "{"):
            _check_repeated(cypher, found, start, end)
    for index in range(2, len(found)):
        arrow = (found[index - 2].text, found[index - 1].text)
        if found[index].text in ("+", "*", "{") and arrow in (("-", ">"), ("-", "-"), ("]", "-")):
            _refuse_quantifier(cypher, found[index])


def _groups(cypher: str, found: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Positions of each bracket and of the one that closes it."""
    stack: list[int] = []
    for index, token in enumerate(found):
        if token.kind != "sign":
            continue
        if token.text in _OPEN:
            stack.append(index)
        elif token.text in _OPEN.values():
            if not stack or _OPEN[found[stack[-1]].text] != token.text:
                refuse(f"the bracket {token.text} closes nothing", place(cypher, token.at), "open it, or leave it out")
            yield stack.pop(), index
    if stack:
        at = found[stack[-1]]
        refuse(f"the bracket {at.text} is not closed", place(cypher, at.at), f"close it with {_OPEN[at.text]}")


def _check_relationship(cypher: str, found: Sequence[Token], start: int, end: int) -> None:
    """-[r:TYPE*1..8 {…}]-: the star needs an upper end."""
    depth = 0
    for index in range(start + 1, end):
        text = found[index].text
        depth += (text == "{") - (text == "}")
        if text == "*" and depth == 0:
            _check_length(cypher, found, index, end)


def _check_length(cypher: str, found: Sequence[Token], star: int, end: int) -> None:
    texts = [t.text for t in takewhile(lambda t: t.kind == "number" or t.text == "..", found[star + 1 : end])]
    ends = [t for t in texts if t != ".."]
    bounded = bool(ends) and (".." not in texts or texts[-1] != "..")
    if not bounded or not all(t.isdigit() for t in ends):
        refuse(
            "a path of any length has no end",
            place(cypher, found[star].at),
            f"write *1..8, at most {LONGEST_PATH}",
        )
    if int(ends[-1]) > LONGEST_PATH:
        refuse(
            f"a path of {ends[-1]} relationships is too long",
            place(cypher, found[star].at),
            f"write at most {LONGEST_PATH}",
        )


def _check_repeated(cypher: str, found: Sequence[Token], start: int, end: int) -> None:
    """((a)-->(b))+ repeats a path; (x + y) * 2 does not."""
    depth = 0
    pairs: list[tuple[str, str]] = []
    for index in range(start + 1, end):
        text = found[index].text
        if depth == 0 and index + 1 < end:
            pairs.append((text, found[index + 1].text))
        depth += (text in _OPEN) - (text in _OPEN.values())
    if found[end + 1].text == "{" or any(pair in _ARROWS for pair in pairs):
        _refuse_quantifier(cypher, found[end + 1])


def _refuse_quantifier(cypher: str, token: Token) -> None:
    refuse(
        "a repeated path (->+, ->{1,4}, ((…))+) is not read by every store",
        place(cypher, token.at),
        "write -[:OWNS*1..4]->",
    )
