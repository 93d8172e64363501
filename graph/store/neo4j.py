"""A Neo4j server as a store; the driver is known here alone."""

from __future__ import annotations

import queue
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar, cast

import neo4j
from neo4j import exceptions as faults
from neo4j.graph import Node, Path, Relationship

from graph.errors import LookthroughError
from graph.store import guard
from graph.store.address import Address
from graph.store.base import LIMIT_ROWS, TIMEOUT_SECONDS, Rows, Value
from graph.store.suffix import suffixed

OLDEST = (5, 13)
"""The first server whose relationships can be told apart by a key and whose transactions end when told to."""

GRACE = 5.0
"""Seconds by which a server may come late to the end of a question."""

T = TypeVar("T")
_WHERE = "neo4j"
_TOO_LONG = "the query took too long"
_SHORTER = "begin with the party that is known, shorten the paths, or allow more time"
# The beginning of the server's code → what to say and how to mend it.
_CODES: tuple[tuple[str, str, str], ...] = (
    ("Neo.ClientError.Security.Unauthorized", "the server refuses this user or password", "set LOOKTHROUGH_NEO4J_USER and LOOKTHROUGH_NEO4J_PASSWORD"),
    ("Neo.ClientError.Security.AuthenticationRateLimit", "too many failed log-ins", "wait half a minute, then check the password"),
    ("Neo.ClientError.Security.CredentialsExpired", "the password must be changed first", "log in once with cypher-shell and change it"),
    ("Neo.ClientError.Security.Forbidden", "this user may not do that on the server", "sync with a user that may write; queries need one that may read"),
    ("Neo.ClientError.Statement.AccessMode", "the server lets a query only read", "rows are changed by importing a mended file"),
    ("Neo.ClientError.Database.DatabaseNotFound", "the server has no such database", "set LOOKTHROUGH_NEO4J_DATABASE, or make it"),
    ("Neo.ClientError.General.WriteOnReadOnlyAccessDatabase", "the database is read-only", "sync to a database that takes writes"),
    ("Neo.ClientError.Transaction.TransactionTimedOut", _TOO_LONG, _SHORTER),
    ("Neo.ClientError.Transaction.TransactionTerminated", _TOO_LONG, _SHORTER),
    ("Neo.TransientError.Transaction.Terminated", _TOO_LONG, _SHORTER),
    ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "the query needs more memory than the server allows", "begin with the party that is known, or shorten the paths"),
    ("Neo.TransientError.General.TransactionOutOfMemoryError", "the query needs more memory than the server allows", "begin with the party that is known, or shorten the paths"),
    ("Neo.TransientError.General.OutOfMemoryError", "the query needs more memory than the server has", "begin with the party that is known, or shorten the paths"),
    ("Neo.DatabaseError.General.OutOfMemoryError", "the query needs more memory than the server has", "begin with the party that is known, or shorten the paths"),
    ("Neo.ClientError.Statement.ParameterMissing", "the query lacks a parameter", "give every $name that it uses"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Server:
    """A connection that several threads may use. version: major and minor of the server."""

    driver: neo4j.Driver
    address: Address
    version: tuple[int, int]

    def read(
        self, cypher: str, parameters: Mapping[str, Any], *, most: int | None = None, seconds: float | None = None
    ) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Columns and rows of one question, in a session that may only read; at most `most` rows are fetched.

        The server ends it after `seconds`, but looks at its clock between rows only: an answer that is later still by GRACE is
        waited for no longer.
        """
        if seconds is None:
            return self._read(cypher, parameters, most, None)
        with saying(self.address):
            return _within(seconds + GRACE, lambda: self._read(cypher, parameters, most, seconds))

    def _read(
        self, cypher: str, parameters: Mapping[str, Any], most: int | None, seconds: float | None
    ) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        with (
            saying(self.address),
            self._session(neo4j.READ_ACCESS) as session,
            session.begin_transaction(timeout=seconds) as work,
        ):
            result = work.run(cypher, dict(parameters))
            columns = tuple(result.keys())
            found = result.fetch(most) if most is not None else list(result)
            return columns, [tuple(record.values()) for record in found]

    def stream(self, cypher: str, parameters: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
        """Rows one by one, never all at once."""
        with saying(self.address), self._session(neo4j.READ_ACCESS) as session:
            for record in session.run(cypher, dict(parameters)):
                yield tuple(record.values())

    def write(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> int:
        """One statement in a transaction of its own; how many nodes and relationships came or went. A passing fault is tried again."""

        def work(transaction: neo4j.ManagedTransaction) -> int:
            counters = transaction.run(cypher, dict(parameters or {})).consume().counters
            nodes, links = counters.nodes_created + counters.nodes_deleted, counters.relationships_created
            return nodes + links + counters.relationships_deleted

        with saying(self.address), self._session(neo4j.WRITE_ACCESS) as session:
            return session.execute_write(work)

    def define(self, cypher: str) -> None:
        """A constraint or an index: outside of explicit transactions."""
        with saying(self.address), self._session(neo4j.WRITE_ACCESS) as session:
            session.run(cypher).consume()

    def close(self) -> None:
        self.driver.close()

    def _session(self, mode: str) -> neo4j.Session:
        return self.driver.session(database=self.address.database, default_access_mode=mode, fetch_size=5000)


def _within(seconds: float, work: Callable[[], T]) -> T:
    """What the work gives; LookthroughError where it takes longer. Its thread then ends with the server's answer, or with us."""
    done: queue.SimpleQueue[tuple[T | None, Exception | None]] = queue.SimpleQueue()

    def go() -> None:
        try:
            done.put((work(), None))
        except Exception as fault:  # noqa: BLE001 (raised again where it is waited for)
            done.put((None, fault))

    threading.Thread(target=go, daemon=True).start()
    try:
        found, fault = done.get(timeout=seconds)
    except queue.Empty:
        raise LookthroughError(_TOO_LONG, _WHERE, _SHORTER) from None
    if fault is not None:
        raise fault
    return cast(T, found)


def connect(address: Address) -> Server:
    """LookthroughError in one line where the server is down, refuses the log-in, or is too old."""
    auth = (address.user, address.password or "") if address.user else None
    trust = (
        {"trusted_certificates": neo4j.TrustCustomCAs(str(address.certificates)), "encrypted": True}
        if address.certificates
        else {}
    )
    options: dict[str, Any] = {
        "user_agent": "lookthrough",
        "connection_timeout": 10.0,
        "connection_acquisition_timeout": 30.0,
        "max_transaction_retry_time": 20.0,
        "notifications_min_severity": "OFF",
        **trust,
    }
    # The driver takes its own authority's file only beside the plain scheme; the connection is encrypted all the same.
    uri = address.uri.replace("+s://", "://", 1) if trust else address.uri
    with saying(address):
        driver = neo4j.GraphDatabase.driver(uri, auth=auth, **options)
        try:
            agent = driver.get_server_info().agent
            with driver.session(database=address.database, default_access_mode=neo4j.READ_ACCESS) as session:
                session.run("RETURN 1").consume()
        except BaseException:
            driver.close()
            raise
    return Server(driver, address, _new_enough(agent, driver))


def _new_enough(agent: str, driver: neo4j.Driver) -> tuple[int, int]:
    found = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
    version = (int(found[1]), int(found[2])) if found else (0, 0)
    if version < OLDEST:
        driver.close()
        wanted = ".".join(map(str, OLDEST))
        raise LookthroughError(f"the server is {agent}", _WHERE, f"Neo4j {wanted} or newer is needed, best 5.26")
    return version


@contextmanager
def saying(address: Address) -> Iterator[None]:
    """A fault of the driver or the server as one line a user can act on."""
    try:
        yield
    except faults.Neo4jError as fault:
        _say(fault, address)
    except faults.ServiceUnavailable as fault:
        raise LookthroughError(
            f"no Neo4j server answers at {address.uri}", _WHERE, "start it, or check host, port and scheme"
        ) from fault
    except (faults.ConfigurationError, faults.DriverError, ValueError) as fault:
        raise LookthroughError(
            "the connection cannot be made as asked", address.uri, " ".join(str(fault).split())[:300]
        ) from fault


def _say(fault: faults.Neo4jError, address: Address) -> NoReturn:
    code = fault.code or ""
    for begins, what, mend in _CODES:
        if code.startswith(begins):
            raise LookthroughError(what, address.uri, mend) from fault
    first = " ".join((fault.message or str(fault)).split())[:300]
    raise LookthroughError("the server cannot run this", address.uri, first) from fault


@dataclass(frozen=True, slots=True)
class Neo4jStore:
    """One snapshot on a server, as graph.store.syncing put it there. suffix: of a kept snapshot's labels, "" = the live one."""

    snapshot: str
    server: Server
    suffix: str = ""
    name: str = "neo4j"

    def run(
        self,
        cypher: str,
        parameters: Mapping[str, Value],
        *,
        limit_rows: int = LIMIT_ROWS,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> Rows:
        """As Store.run says: guarded, in a session that may only read, ended by the server at the time given."""
        guard.check(cypher)
        text = suffixed(cypher, self.suffix) if self.suffix else cypher
        columns, found = self.server.read(text, parameters, most=limit_rows + 1, seconds=timeout_seconds)
        rows = tuple(tuple(self._cell(cell) for cell in row) for row in found[:limit_rows])
        cut = f"the first {limit_rows:,} rows; there are more" if len(found) > limit_rows else None
        return Rows(columns, rows, cut)

    def pairs(self, cypher: str, ids: Sequence[str]) -> list[tuple[Any, ...]]:
        """Rows of one of our own questions about `$ids`, whole: the caller says how many ids it asks about at a time."""
        guard.check(cypher)
        text = suffixed(cypher, self.suffix) if self.suffix else cypher
        return self.server.read(text, {"ids": list(ids)})[1]

    def _cell(self, value: Any) -> Value:
        """As the live snapshot would answer: type(r) and labels(n) without the mark of a kept one."""
        plain = _plain(value)
        if not self.suffix:
            return plain
        if isinstance(plain, str):
            return plain.replace(self.suffix, "")
        return [self._cell(part) for part in plain] if isinstance(plain, list) else plain


def _plain(value: Any) -> Value:
    """Nodes and relationships as their properties, paths as a list of both, own marks left out."""
    if isinstance(value, Node | Relationship):
        return {key: _plain(part) for key, part in sorted(value.items()) if not key.startswith("_")}
    if isinstance(value, Path):
        return [_plain(part) for part in _along(value)]
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in sorted(value.items())}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, str | bool | int | float):
        return value
    return str(value)


def _along(path: Path) -> Iterable[Node | Relationship]:
    yield path.nodes[0]
    for step, node in zip(path.relationships, path.nodes[1:], strict=True):
        yield step
        yield node
