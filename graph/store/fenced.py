"""The embedded store behind a fence: each question in a process."""

from __future__ import annotations

import os
import pickle
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Mapping
from typing import Any

from graph.errors import LookthroughError
from graph.snapshot import Snapshot
from graph.store import guard
from graph.store.base import LIMIT_ROWS, TIMEOUT_SECONDS, Rows, Value
from graph.store.embedded import EmbeddedStore, too_long

MEMORY = 1 << 30
"""Bytes that one question may take beside the graph."""
AT_ONCE = 4
"""Questions that are answered at the same time; more wait their turn, so that all together take at most AT_ONCE × MEMORY."""
LARGEST = 128 << 20
"""Bytes of one answer, as it is handed over."""
PATIENCE = 300.0
"""Seconds that a question waits for its turn."""
GRACE = 2.0
"""Seconds by which the engine may come late to its own end before it is ended from outside."""

_GLANCE = 0.02
"""Seconds between two looks at the memory held."""
_BACKSTOP = 3
"""Times MEMORY that may be set aside in one leap, between two looks; there the engine's own end is slow to come."""

POSSIBLE = sys.platform == "linux"
"""Elsewhere a process cannot be copied with its memory limited; there the store answers unfenced."""

_WHERE = "embedded store"
# One arena and few threads: what they set aside unused would count as taken.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2", "RAYON_NUM_THREADS": "2", "RUST_BACKTRACE": "0"}


class FencedStore:
    """A snapshot held in a process of its own, which is copied for each question; any number of threads may ask.

    The engine ends the whole process when memory runs out, and a text doubled forty times takes any memory; so what a user
    writes is answered by a copy that may take MEMORY bytes and then dies alone. Building takes as long as EmbeddedStore.of
    and about a second more.
    """

    name: str = "embedded"

    def __init__(self, snapshot: Snapshot, *, memory: int = MEMORY, at_once: int = AT_ONCE) -> None:
        self.snapshot: str = snapshot.id
        self._memory = memory
        self._turns = threading.BoundedSemaphore(at_once)
        self._sending = threading.Lock()
        self._control, self._process = _started(snapshot)
        self._closing = weakref.finalize(self, _stop, self._control, self._process)

    @property
    def process(self) -> int:
        """The number of the process that holds the graph."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        """End the process; questions under way come to their own end."""
        self._closing()

    def run(
        self,
        cypher: str,
        parameters: Mapping[str, Value],
        *,
        limit_rows: int = LIMIT_ROWS,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> Rows:
        """As Store.run says; LookthroughError also where the question takes too much memory."""
        guard.check(cypher)
        asked = pickle.dumps((cypher, dict(parameters), limit_rows, timeout_seconds, self._memory))
        if not self._turns.acquire(timeout=PATIENCE):
            raise LookthroughError("too many questions are being answered", _WHERE, "ask again in some minutes")
        try:
            began = time.monotonic()
            told = self._answer(asked)
        finally:
            self._turns.release()
        if told is None:
            late = time.monotonic() - began >= timeout_seconds
            raise too_long(timeout_seconds) if late else _too_large(self._memory)
        if isinstance(told, Rows):
            return told
        raise LookthroughError(*told)

    def _answer(self, asked: bytes) -> Any:
        """What the copy said; None where it died."""
        here, there = socket.socketpair()
        with here:
            with there, self._sending:
                try:
                    socket.send_fds(self._control, [b"?"], [there.fileno()])
                except OSError as fault:
                    mend = "ask again; where it stays so, start the program again"
                    raise LookthroughError("the store has been closed", _WHERE, mend) from fault
            try:
                with here.makefile("wb") as out:
                    out.write(asked)
                here.shutdown(socket.SHUT_WR)
                with here.makefile("rb") as back:
                    return pickle.load(back)
            except (EOFError, OSError, pickle.UnpicklingError):
                return None


def _too_large(memory: int) -> LookthroughError:
    return LookthroughError(
        f"the query needs more than {memory >> 20:,} MB of memory",
        _WHERE,
        "begin with the party that is known, shorten the paths, or return fewer and shorter columns",
    )


def _started(snapshot: Snapshot) -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """The process that holds the graph, ready to be asked."""
    here, there = socket.socketpair()
    program = f"import sys; sys.path[:] = {sys.path!r}; from graph.store.fenced import serve; serve({there.fileno()})"
    with there:
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(there.fileno(),),
            env={**os.environ, **_ENVIRONMENT},
        )
    try:
        assert process.stdin is not None
        with process.stdin as out:
            pickle.dump(snapshot, out, protocol=pickle.HIGHEST_PROTOCOL)
        ready = here.recv(1)
    except OSError:
        ready = b""
    if not ready:
        _stop(here, process)
        raise LookthroughError("the snapshot could not be laid out", _WHERE, "free some memory, then ask again")
    return here, process


def _stop(control: socket.socket, process: subprocess.Popen[bytes]) -> None:
    """Closed on this side, the process ends by itself."""
    control.close()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def serve(number: int) -> None:
    """The process that holds the graph: build it, then a copy of this process for every question, until nobody asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to act on
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # copies that end are cleared away
    control = socket.socket(fileno=number)
    store = EmbeddedStore.of(pickle.load(sys.stdin.buffer))
    control.send(b"!")
    while True:
        told, given, _, _ = socket.recv_fds(control, 1, 1)
        if not told:
            return
        if os.fork() == 0:
            control.close()
            _answer(store, socket.socket(fileno=given[0]))
        os.close(given[0])


def _answer(store: EmbeddedStore, asker: socket.socket) -> None:
    """In the copy: one question, one answer, and out, whatever happens."""
    try:
        with asker.makefile("rb") as given:
            cypher, parameters, limit_rows, seconds, memory = pickle.load(given)
        signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)  # ends the process wherever it is
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        size, resident = _pages()
        most = size + _BACKSTOP * memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        threading.Thread(target=_watch, args=(resident + memory,), daemon=True).start()
        with asker.makefile("wb") as back:
            back.write(_said(store, cypher, parameters, limit_rows, seconds))
    finally:
        os._exit(0)


def _said(store: EmbeddedStore, cypher: str, parameters: Mapping[str, Value], limit_rows: int, seconds: float) -> bytes:
    """Rows, or the three parts of a fault, as handed over."""
    try:
        found = pickle.dumps(store.run(cypher, parameters, limit_rows=limit_rows, timeout_seconds=seconds))
    except LookthroughError as fault:
        return pickle.dumps((fault.what, fault.where, fault.mend))
    if len(found) <= LARGEST:
        return found
    what = f"the answer is larger than {LARGEST >> 20} MB"
    return pickle.dumps((what, _WHERE, "return fewer rows, or fewer and shorter columns"))


def _watch(most: int) -> None:
    """End this process as soon as it holds more; the engine does not hold Python's lock while it works."""
    while _pages()[1] <= most:
        time.sleep(_GLANCE)
    os._exit(1)


def _pages() -> tuple[int, int]:
    """Bytes of address space, and of memory really held, of this process."""
    with open("/proc/self/statm", "rb") as pages:
        size, resident = pages.read().split()[:2]
    return int(size) * resource.getpagesize(), int(resident) * resource.getpagesize()
