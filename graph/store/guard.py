"""Only questions: what a query may be made of."""

from __future__ import annotations

from collections.abc import Sequence

from graph.store.growth import check_growth
from graph.store.paths import check_paths
from graph.store.tokens import Token, place, refuse, tokens

LONGEST = 20_000
"""Characters in a query."""

STARTERS = frozenset({"MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN"})
# Words after which another word may stand.
_BESIDE = """WHERE ORDER BY SKIP LIMIT UNION ALL AS DISTINCT CASE WHEN THEN ELSE END AND OR XOR NOT IN IS NULL TRUE
FALSE STARTS ENDS CONTAINS ASC DESC ASCENDING DESCENDING EXISTS"""
KEYWORDS = STARTERS | frozenset(_BESIDE.split())
# Of these, the ones that close a value: what follows must be a keyword or a sign.
_CLOSING = frozenset({"NULL", "TRUE", "FALSE", "END", "ASC", "DESC", "ASCENDING", "DESCENDING"})
# Where a bracket follows, these are no calls.
_BEFORE_BRACKET = KEYWORDS - _CLOSING
_CALLED = """abs all allShortestPaths any avg ceil coalesce collect count endNode exists floor head keys labels last left
length lTrim max min nodes none properties range reduce relationships replace reverse right round rTrim shortestPath sign
single size split startNode substring sum tail toBoolean toFloat toInteger toLower toString toUpper trim type"""
FUNCTIONS = frozenset(_CALLED.lower().split())
# Words that only ever do something other than ask; not even names, so that no store can read them otherwise.
_WRITES = "CREATE MERGE SET DELETE DETACH NODETACH REMOVE INSERT DROP FOREACH ALTER GRANT DENY REVOKE RENAME"
_ONLY_ASKS = "a query only asks; rows are changed by importing a mended file"
_DOING: dict[str, str] = dict.fromkeys(_WRITES.split(), _ONLY_ASKS) | {
    "CALL": "write the question with MATCH … WHERE … RETURN; procedures and subqueries are not run",
    "YIELD": "write the question with MATCH … WHERE … RETURN; procedures are not run",
    "LOAD": "files are read by the import command only",
    "CSV": "files are read by the import command only",
    "USING": "leave the hint out",
    "PERIODIC": "leave it out",
    "COMMIT": "leave it out",
    "TRANSACTIONS": "leave it out",
    "USE": "a query asks the snapshot it is run on",
    "SHOW": "ask the data with MATCH … RETURN",
    "TERMINATE": "ask the data with MATCH … RETURN",
    "EXPLAIN": "leave it out",
    "PROFILE": "leave it out",
    "CYPHER": "leave the version out",
    "FINISH": "end with RETURN",
}
# Properties that one store answers with something of its own.
_STRUCTURAL: dict[str, str] = {
    "start": "write r.starts (ISO text) or r.starts_first, r.starts_last (whole days)",
    "end": "write r.ends (ISO text) or r.ends_first, r.ends_last (whole days)",
    "type": "write type(r) or labels(n)",
    "label": "write labels(n); the label of a source is source_label",
    "title": "write n.name; the wording of a post is r.post",
    "node_type": "write labels(n)",
    "connection_type": "write type(r)",
}
_NOT_PORTABLE: dict[str, str] = {
    "date": "days are properties already: x (ISO text), x_first and x_last (whole days since 1970-01-01)",
    "datetime": "days are properties already: x (ISO text), x_first and x_last (whole days since 1970-01-01)",
    "duration": "subtract x_first from y_first: both are whole days",
    "timestamp": "give the day as a parameter; an answer must not depend on the clock",
    "rand": "an answer must be the same every time",
    "id": "write n.id, the printed id",
    "elementid": "write n.id, the printed id",
}


def check(cypher: str) -> None:
    """Pass a question; LookthroughError(what, line and column, how to write it) for anything else.

    A list of what is known to be harmless, not of what is known to harm: a store's "read only" still opens files.
    """
    if len(cypher) > LONGEST:
        refuse("the query is too long", f"{len(cypher):,} characters", f"keep it under {LONGEST:,}")
    found = tokens(cypher)
    if not found or found[0].upper not in STARTERS:
        refuse("a question begins with MATCH", "line 1", "begin with MATCH, OPTIONAL MATCH, UNWIND, WITH or RETURN")
    for index, token in enumerate(found):
        _check_token(cypher, found, index, token)
    check_paths(cypher, found)
    check_growth(cypher, found)


def _check_token(cypher: str, found: Sequence[Token], index: int, token: Token) -> None:
    before = found[index - 1] if index else None
    after = found[index + 1] if index + 1 < len(found) else None
    if token.kind == "parameter" and before and before.text == ":" and _names_a_label(found, index):
        refuse("a label or type cannot be a parameter", place(cypher, token.at), "write the label out")
    if token.kind not in ("word", "quoted"):
        return
    named = before is not None and before.text == "."
    if after is not None and after.text == "(":
        _check_called(cypher, found, index, token)
    elif named:
        _check_property(cypher, token)
    elif token.upper in _DOING:
        _check_doing(cypher, token, before)
    elif token.upper not in KEYWORDS and _closes(before, found, index - 1):
        what = f"{token.text} is not a clause that may be used here"
        refuse(what, place(cypher, token.at), "use MATCH, WHERE, WITH, RETURN, ORDER BY, SKIP, LIMIT, UNWIND, UNION")
    elif token.upper in ("COUNT", "COLLECT") and after is not None and after.text == "{":
        refuse("a counting subquery cannot be used", place(cypher, token.at), "write OPTIONAL MATCH … WITH …, count(x)")
    elif token.upper == "UNION":
        _check_union(cypher, found, index)


def _check_property(cypher: str, token: Token) -> None:
    mend = _STRUCTURAL.get(token.text.strip("`").lower())
    if mend:
        refuse(f"{token.text} is not a property of the data", place(cypher, token.at), mend)


def _check_doing(cypher: str, token: Token, before: Token | None) -> None:
    """A label or a type may be any word; elsewhere such a word is refused even as a name."""
    if before is not None and before.text in (":", "|"):
        return
    refuse(f"{token.upper} cannot be used", place(cypher, token.at), _DOING[token.upper])


def _check_called(cypher: str, found: Sequence[Token], index: int, token: Token) -> None:
    before = found[index - 1] if index else None
    dotted = before is not None and before.text == "."
    if not dotted and token.kind == "word":
        if token.text.lower() in FUNCTIONS or token.upper in _BEFORE_BRACKET:
            _check_following(cypher, found, index, token)
            return
        if token.upper in _DOING:
            refuse(f"{token.upper} cannot be used", place(cypher, token.at), _DOING[token.upper])
    mend = _NOT_PORTABLE.get(token.text.lower(), f"known functions: {' '.join(_CALLED.split())}")
    refuse(f"{token.text}() is not a function that may be used", place(cypher, token.at), mend)


def _check_following(cypher: str, found: Sequence[Token], index: int, token: Token) -> None:
    before = found[index - 1] if index else None
    if token.upper not in KEYWORDS and _closes(before, found, index - 1):
        refuse(f"{token.text} cannot stand here", place(cypher, token.at), "put a comma or a clause before it")


def _check_union(cypher: str, found: Sequence[Token], index: int) -> None:
    after = [t.upper for t in found[index + 1 : index + 3] if t.upper != "ALL"]
    if not after or after[0] not in STARTERS:
        refuse("UNION joins two questions", place(cypher, found[index].at), "begin the second with MATCH")


def _closes(token: Token | None, found: Sequence[Token], index: int) -> bool:
    """Does a value end here, so that no name can follow?"""
    if token is None:
        return False
    if token.kind == "word":
        named = index > 0 and found[index - 1].text in (".", ":")
        return named or token.upper not in KEYWORDS or token.upper in _CLOSING
    everything = token.text == "*" and index > 0 and found[index - 1].upper in ("RETURN", "WITH", "DISTINCT")
    return token.kind != "sign" or everything or token.text in (")", "]", "}")


def _names_a_label(found: Sequence[Token], index: int) -> bool:
    """Is this colon one of a node or relationship, not of a map? The nearest open bracket tells."""
    depth = 0
    for token in reversed(found[:index]):
        if token.text in (")", "]", "}"):
            depth += 1
        elif token.text in ("(", "[", "{"):
            if depth == 0:
                return token.text != "{"
            depth -= 1
    return True
