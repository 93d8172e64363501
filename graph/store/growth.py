"""Lists and texts of a query stay as long as what they come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.store.tokens import Token, place, refuse

LONGEST_RANGE = 100_000
"""The largest number that may bound a range()."""

MOST_TURNS = 10_000_000
"""Turns of list expressions within one another, as far as numbers tell."""

_OPEN, _CLOSED = ("(", "[", "{"), (")", "]", "}")
_COUNTS = ("size", "length")
_GROWING = ("replace", "reduce")


def check_growth(cypher: str, found: Sequence[Token]) -> None:
    """LookthroughError where range() may have any length, or reduce() doubles what it gathers.

    Neither store counts such lists and texts before they are made: forty turns of s + s take a thousand gigabytes, and a
    server that runs out of memory ends others' questions too.
    """
    depth, turns = 0, 1
    for index, token in enumerate(found[:-1]):
        depth += (token.text in _OPEN) - (token.text in _CLOSED) if token.kind == "sign" else 0
        if token.kind != "word" or found[index + 1].text != "(":
            continue
        inner = list(_inside(found, index + 1))
        if token.text.lower() == "range":
            numbers = _check_range(cypher, token, inner)
            turns *= max(1, numbers) if depth else 1
            _check_turns(cypher, token, turns)
        elif token.text.lower() == "reduce":
            _check_reduce(cypher, token, inner)


def _check_turns(cypher: str, token: Token, turns: int) -> None:
    """A server looks at its clock between rows, never within one expression."""
    if turns > MOST_TURNS:
        what = f"lists within lists take {turns:,} turns"
        refuse(what, place(cypher, token.at), "write UNWIND for each list, or shorter ranges")


def _inside(found: Sequence[Token], bracket: int) -> Iterator[tuple[Token, int]]:
    """The tokens between this bracket and the one that closes it, with their depth from 0."""
    depth = 0
    for token in found[bracket + 1 :]:
        depth -= token.text in _CLOSED and token.kind == "sign"
        if depth < 0:
            return
        yield token, depth
        depth += token.text in _OPEN and token.kind == "sign"


def _check_range(cypher: str, token: Token, inner: Sequence[tuple[Token, int]]) -> int:
    """The most that the numbers of one end add up to, LONGEST_RANGE at the utmost; beside them size(…) and length(…), with + and - between them."""
    counted, most, total, bounded = False, 0, 0, True
    for part, depth in inner:
        if depth:
            continue
        counts = part.kind == "word" and part.text.lower() in _COUNTS
        whole = part.kind == "number" and part.text.isdigit()
        total = 0 if part.text == "," else total + (int(part.text) if whole else 0)
        most = max(most, total)
        bounded &= counts or whole or part.text in (",", "+", "-") or (counted and part.text in ("(", ")"))
        counted = counts or part.text == "("
    if not bounded or most > LONGEST_RANGE:
        refuse(
            "a range of any length has no end",
            place(cypher, token.at),
            f"write range(0, size(x) - 1), or numbers up to {LONGEST_RANGE:,}",
        )
    return most


def _check_reduce(cypher: str, token: Token, inner: Sequence[tuple[Token, int]]) -> None:
    """reduce(s = start, x IN list | …): what is gathered stands once in what is done each turn, and nothing is replaced."""
    bar = next((i for i, (part, depth) in enumerate(inner) if part.text == "|" and depth == 0), None)
    if bar is None or not inner:
        return
    gathered = inner[0][0].text.strip("`")
    body = [part for part, _ in inner[bar + 1 :]]
    names = [part.text.strip("`") for part in body if part.kind in ("word", "quoted")]
    chooses = any(part.upper == "CASE" for part in body) and not any(part.text == "+" for part in body)
    if names.count(gathered) > 1 and not chooses:
        what = f"reduce() uses {gathered} more than once, and may double it each turn"
        refuse(what, place(cypher, token.at), f"use {gathered} once, as {gathered} + x")
    if any(name.lower() in _GROWING for name in names):
        what = "replace() and reduce() cannot stand within a reduce()"
        refuse(what, place(cypher, token.at), "use + and what x itself holds")
