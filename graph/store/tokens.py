"""A Cypher query cut into tokens."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, NoReturn

from graph.errors import LookthroughError

Kind = Literal["word", "quoted", "text", "number", "parameter", "sign"]

_SPACE = re.compile(r"[ \t\r\n]+|//[^\n]*")
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("text", re.compile(r"'[^']*'|\"[^\"]*\"")),
    ("quoted", re.compile(r"`(?:[^`]|``)+`")),
    ("parameter", re.compile(r"\$[^\W\d]\w*")),
    ("number", re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")),
    ("word", re.compile(r"[^\W\d]\w*")),
    ("sign", re.compile(r"\.\.|<>|<=|>=|[()\[\]{}.,:|<>=+\-*/%^]")),
)
# Controls, formats, line and paragraph separators, surrogates, private and unassigned.
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"})
_WHY: dict[str, tuple[str, str]] = {
    ";": ("only one question can be asked at a time", "leave the semicolon out"),
    "~": ("patterns (=~) are read differently by each store", "write CONTAINS, STARTS WITH or ENDS WITH"),
    "$": ("a name cannot be a parameter", "write $name for a value; labels and types are written out"),
    "'": ("a text is not closed", "close it with the same quote"),
    '"': ("a text is not closed", "close it with the same quote"),
    "`": ("a quoted name is not closed or is empty", "close it with a backtick"),
    "/*": ("comments in /* … */ are not read", "write // before each line"),
    "\\": ("an escape (\\) can hide what a query does", "write the character itself, or give the text as a parameter"),
    "\r": ("a line ends in a carriage return alone", "end lines with a line feed"),
}


@dataclass(frozen=True, slots=True)
class Token:
    """at: position in the query, from 0; text as written, words in their own case."""

    kind: Kind
    text: str
    at: int

    @property
    def upper(self) -> str:
        return self.text.upper() if self.kind == "word" else self.text


def refuse(what: str, where: str, mend: str) -> NoReturn:
    """One line, whatever was typed."""
    raise LookthroughError(" ".join(what.split()), f"query, {where}", mend)


def place(cypher: str, at: int) -> str:
    """For people: "line 3, column 14"."""
    return f"line {cypher.count(chr(10), 0, at) + 1}, column {at - cypher.rfind(chr(10), 0, at)}"


def tokens(cypher: str) -> list[Token]:
    """Texts, comments and quoted names are read as wholes, so that nothing hides in them.

    LookthroughError for a backslash, an invisible character or a lone carriage return anywhere: stores disagree on where a
    text or a comment ends when one is there, and a server reads \\uXXXX before it parses.
    """
    _refuse_hidden(cypher)
    found: list[Token] = []
    at = 0
    while at < len(cypher):
        space = _SPACE.match(cypher, at)
        if space:
            at = space.end()
            continue
        token = _token(cypher, at)
        found.append(token)
        at += len(token.text)
    return found


def _token(cypher: str, at: int) -> Token:
    if cypher.startswith("/*", at):
        refuse(*_fault("/*", cypher, at))
    for kind, pattern in _PATTERNS:
        match = pattern.match(cypher, at)
        if match:
            return Token(kind, match.group(), at)
    refuse(*_fault(cypher[at], cypher, at))


def _fault(sign: str, cypher: str, at: int) -> tuple[str, str, str]:
    what, mend = _WHY.get(sign, (f"the character {sign} has no place in a query", "leave it out"))
    return what, place(cypher, at), mend


def _refuse_hidden(cypher: str) -> None:
    for found in re.finditer(r"\\|\r(?!\n)", cypher):
        refuse(*_fault(found.group(), cypher, found.start()))
    for at, sign in enumerate(cypher):
        if unicodedata.category(sign) in _INVISIBLE and sign not in "\t\r\n":
            refuse(f"an invisible character (U+{ord(sign):04X})", place(cypher, at), "leave it out")
