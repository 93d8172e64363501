"""The questions that are asked again and again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources

from graph.errors import LookthroughError, UnknownParty
from graph.store.base import LIMIT_ROWS, TIMEOUT_SECONDS, Rows, Store, Value
from graph.store.tokens import tokens

_EPOCH = date(1970, 1, 1)
_HEAD = re.compile(r"//\s*([a-z]+(?:\.(?:en|zh))?):\s*(.*)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question has to be told. type: party, text, whole, number or date; unit: id, day, percent … or "".

    default: as typed, None = must be given; texts: {en, zh}.
    """

    name: str
    type: str
    unit: str
    default: str | None
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A question in Cypher. titles and answers: {en, zh}; columns: of the answer, in order."""

    name: str
    titles: Mapping[str, str]
    answers: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    cypher: str


@cache
def saved_queries() -> tuple[SavedQuery, ...]:
    """Every saved query, by name."""
    folder = resources.files("queries").joinpath("cypher")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".cypher")), key=lambda f: f.name)
    return tuple(read(f.name.removesuffix(".cypher"), f.read_text(encoding="utf-8")) for f in files)


def saved(name: str) -> SavedQuery:
    """The query of that name; LookthroughError that lists the names where there is none."""
    found = bundled(name)
    if found is None:
        names = ", ".join(q.name for q in saved_queries())
        raise LookthroughError(f"no saved query is called {name}", "query", f"choose one of {names}")
    return found


def bundled(name: str) -> SavedQuery | None:
    return next((q for q in saved_queries() if q.name == name), None)


def read(name: str, text: str) -> SavedQuery:
    """A file: heading lines `// key: value`, then Cypher. LookthroughError where the heading lacks a line."""
    heads, parameters, cypher = _parts(name, text)
    wanted = ("title.en", "title.zh", "answers.en", "answers.zh", "columns")
    missing = [key for key in wanted if not heads.get(key)]
    if missing:
        raise LookthroughError(f"the heading lacks {missing[0]}", f"{name}.cypher", f"write // {missing[0]}: … on top")
    return _query(name, heads, parameters, cypher)


def read_own(name: str, text: str) -> SavedQuery:
    """A user's file: one title in either language is enough, else the name stands for it; columns may be left out.

    A file that holds Cypher alone is a query too.
    """
    heads, parameters, cypher = _parts(name, text)
    if not cypher:
        raise LookthroughError(
            "there is no query in the file", f"{name}.cypher", "write MATCH … RETURN … below the heading"
        )
    titles = [heads[key] for key in ("title.en", "title.zh", "title") if heads.get(key)] or [name]
    answers = [heads[key] for key in ("answers.en", "answers.zh", "answers") if heads.get(key)] or titles
    filled = {
        "title.en": titles[0], "title.zh": heads.get("title.zh") or titles[0], "answers.en": answers[0],
        "answers.zh": heads.get("answers.zh") or answers[0], "columns": heads.get("columns", ""),
    }  # fmt: skip
    return _query(name, filled, parameters, cypher)


def asked_for(cypher: str) -> tuple[str, ...]:
    """The parameters that a query's text asks for, each once, in order; texts in quotes are not looked into."""
    return tuple(dict.fromkeys(token.text[1:] for token in tokens(cypher) if token.kind == "parameter"))


def _parts(name: str, text: str) -> tuple[dict[str, str], list[Parameter], str]:
    """Heading, parameters and Cypher of a file."""
    heads: dict[str, str] = {}
    parameters: list[Parameter] = []
    lines = text.splitlines()
    body = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("//")), len(lines))
    for number, line in enumerate(lines[:body], 1):
        head = _HEAD.fullmatch(line.strip())
        if head and head[1] == "parameter":
            parameters.append(_parameter(head[2], f"{name}.cypher, line {number}"))
        elif head:
            heads[head[1]] = head[2]
    return heads, parameters, "\n".join(lines[body:]).strip()


def _query(name: str, heads: Mapping[str, str], parameters: list[Parameter], cypher: str) -> SavedQuery:
    return SavedQuery(
        name,
        {"en": heads["title.en"], "zh": heads["title.zh"]},
        {"en": heads["answers.en"], "zh": heads["answers.zh"]},
        tuple(parameters),
        tuple(column.strip() for column in heads["columns"].split(",") if column.strip()),
        cypher,
    )


def _parameter(text: str, where: str) -> Parameter:
    """`name type unit default — English | 中文`; "-" stands for no unit and for no default."""
    said, dash, about = text.partition(" — ")
    en, bar, zh = about.partition(" | ")
    cells = said.split()
    if not dash or not bar or len(cells) != 4 or cells[1] not in _READERS:
        mend = f"write // parameter: name type unit default — English | 中文, type one of {', '.join(_READERS)}"
        raise LookthroughError("a parameter line cannot be read", where, mend)
    name, kind, unit, default = cells
    return Parameter(
        name,
        kind,
        "" if unit == "-" else unit,
        None if default == "-" else default,
        {"en": en.strip(), "zh": zh.strip()},
    )


def bind(query: SavedQuery, given: Mapping[str, str]) -> dict[str, Value]:
    """The parameters as the store takes them: whole → int, number → float, the rest text; values are never spliced.

    A date `x` gives two: x, the ISO day, and x_day, whole days since 1970-01-01. LookthroughError for a parameter that
    is unknown, missing or of another type.
    """
    known = {p.name for p in query.parameters}
    for name in sorted(given):
        if name not in known:
            raise LookthroughError(f"{query.name} has no parameter {name}", "query", f"it takes {_takes(query)}")
    bound: dict[str, Value] = {}
    for parameter in query.parameters:
        text = given.get(parameter.name, parameter.default)
        if text is None or not text.strip():
            mend = f"give --param {parameter.name}=…: {parameter.texts['en']}"
            raise LookthroughError(f"{query.name} lacks its parameter {parameter.name}", "query", mend)
        bound |= _READERS[parameter.type](parameter, text.strip())
    return bound


def ask(
    query: SavedQuery,
    store: Store,
    given: Mapping[str, str],
    *,
    limit_rows: int = LIMIT_ROWS,
    timeout_seconds: float = TIMEOUT_SECONDS,
) -> Rows:
    """Bind and run. UnknownParty where a party parameter is not the printed id of a party of the snapshot."""
    bound = bind(query, given)
    for parameter in query.parameters:
        if parameter.type == "party":
            _known(store, str(bound[parameter.name]))
    return store.run(query.cypher, bound, limit_rows=limit_rows, timeout_seconds=timeout_seconds)


def _known(store: Store, party: str) -> None:
    found = store.run("MATCH (p:Party {id: $party}) RETURN p.id AS id", {"party": party}, limit_rows=1)
    if not found.rows:
        raise UnknownParty(f"no party has the id {party}", "query", "give the id as owners or status print it")


def _takes(query: SavedQuery) -> str:
    return ", ".join(f"{p.name} ({p.type}{', ' + p.unit if p.unit else ''})" for p in query.parameters) or "none"


def _text(parameter: Parameter, text: str) -> dict[str, Value]:
    return {parameter.name: text}


def _whole(parameter: Parameter, text: str) -> dict[str, Value]:
    if not re.fullmatch(r"-?[0-9]{1,15}", text):
        raise _unfit(parameter, text, "a whole number, such as 30")
    return {parameter.name: int(text)}


def _number(parameter: Parameter, text: str) -> dict[str, Value]:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise _unfit(parameter, text, "a number, such as 62.5") from None
    if not value.is_finite():
        raise _unfit(parameter, text, "a number, such as 62.5")
    return {parameter.name: float(value)}


def _date(parameter: Parameter, text: str) -> dict[str, Value]:
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        day = None
    if day is None:
        raise _unfit(parameter, text, "a day that exists, as 2024-03-05")
    return {parameter.name: text, f"{parameter.name}_day": (day - _EPOCH).days}


def _unfit(parameter: Parameter, text: str, wanted: str) -> LookthroughError:
    return LookthroughError(f"{parameter.name}={text} is not {parameter.type}", "query", f"write {wanted}")


_READERS: dict[str, Callable[[Parameter, str], dict[str, Value]]] = {
    "party": _text,
    "text": _text,
    "whole": _whole,
    "number": _number,
    "date": _date,
}
