"""Where a Neo4j server is, and how one logs in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import LookthroughError

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
VARIABLES = {
    "uri": "LOOKTHROUGH_NEO4J_URI",
    "user": "LOOKTHROUGH_NEO4J_USER",
    "password": "LOOKTHROUGH_NEO4J_PASSWORD",
    "database": "LOOKTHROUGH_NEO4J_DATABASE",
    "certificates": "LOOKTHROUGH_NEO4J_CERTIFICATES",
}
FILE_NAME = "neo4j.toml"
_MEND = 'give --uri neo4j://HOST:7687, set LOOKTHROUGH_NEO4J_URI, or write uri = "…" in the workspace\'s neo4j.toml'


@dataclass(frozen=True, slots=True)
class Address:
    """A server's address and log-in. certificates: a PEM file of the authority that signed the server's certificate.

    Encrypted schemes end in +s (certificate checked) or +ssc (self-signed accepted).
    """

    uri: str
    user: str | None = None
    password: str | None = None
    database: str = "neo4j"
    certificates: Path | None = None

    def __repr__(self) -> str:
        """Without the password, wherever it may be printed."""
        return f"Address({self.uri}, {self.user}, {self.database})"


def address(given: Mapping[str, str | None], environment: Mapping[str, str], file: Path) -> Address:
    """The first of what was given with the call, the environment, the file; LookthroughError where no address is found.

    A password is never taken from the call: it would stand in the shell's history.
    """
    written = _read(file)
    keys = {key: given.get(key) or environment.get(variable) or written.get(key) for key, variable in VARIABLES.items()}
    uri = keys["uri"]
    if not uri:
        raise LookthroughError("no Neo4j server is named", "neo4j", _MEND)
    scheme = uri.partition("://")[0]
    if scheme not in SCHEMES or "://" not in uri:
        raise LookthroughError(f"not an address of a Neo4j server: {uri}", "neo4j", f"begin with {', '.join(SCHEMES)}")
    pem = keys["certificates"]
    if pem and not Path(pem).is_file():
        raise LookthroughError("the file of certificates is not there", pem, "give the authority's PEM file")
    return Address(uri, keys["user"], keys["password"], keys["database"] or "neo4j", Path(pem) if pem else None)


def _read(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise LookthroughError("the file cannot be read as TOML", str(file), str(fault)) from fault
    strange = sorted(set(found) - set(VARIABLES))
    if strange or not all(isinstance(value, str) for value in found.values()):
        raise LookthroughError(
            f"not a key of this file: {', '.join(strange) or 'a value that is no text'}",
            str(file),
            f"it takes {', '.join(VARIABLES)}, each as text",
        )
    return found
