"""A real Neo4j community server, started for the tests."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from tests.servers import certificate

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = Path(os.environ.get("LOOKTHROUGH_NEO4J_JARS", ROOT / ".venv" / "neo4j"))
PASSWORD = "correct horse battery"
_SETTINGS = """
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.tls_level=OPTIONAL
dbms.ssl.policy.bolt.enabled=true
dbms.ssl.policy.bolt.base_directory={certificates}
dbms.ssl.policy.bolt.private_key=private.key
dbms.ssl.policy.bolt.public_certificate=public.crt
dbms.ssl.policy.bolt.client_auth=NONE
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
server.memory.heap.initial_size=256m
server.memory.heap.max_size=768m
server.memory.pagecache.size=128m
dbms.memory.transaction.total.max=256m
"""
_UP_WITHIN = 120.0


@dataclass(frozen=True, slots=True)
class Running:
    """A server that takes connections: plain at `uri`, encrypted at `secure` with the authority's file `trusted`."""

    uri: str
    secure: str
    trusted: Path
    process: subprocess.Popen[bytes]


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """Start the server below `folder`, wait until it answers, and stop it; what is missing is an error, not a skip."""
    if not list(LIBRARY.glob("neo4j-*.jar")):
        raise FileNotFoundError(f"no Neo4j in {LIBRARY}: make test installs it")
    port = _free_port()
    trusted = certificate.written(folder / "certificates")
    (folder / "conf").mkdir()
    settings = _SETTINGS.format(port=port, certificates=folder / "certificates")
    (folder / "conf" / "neo4j.conf").write_text(settings)
    command = ["java", "-Xmx900m", "-cp", f"{LIBRARY}/*", "org.neo4j.server.CommunityEntryPoint"]
    command += [f"--home-dir={folder}", f"--config-dir={folder / 'conf'}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    found = Running(f"bolt://127.0.0.1:{port}", f"bolt+s://127.0.0.1:{port}", trusted, process)
    try:
        _wait(found, folder)
        yield found
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: Running, folder: Path) -> None:
    """Until it answers; the first log-in must change the first password."""
    end = time.monotonic() + _UP_WITHIN
    while True:
        try:
            with (
                neo4j.GraphDatabase.driver(server.uri, auth=("neo4j", "neo4j")) as driver,
                driver.session(database="system") as session,
            ):
                session.run("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=PASSWORD).consume()
            return
        except (DriverError, Neo4jError, OSError):
            if server.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"Neo4j did not start:\n{(folder / 'log').read_text()[-3000:]}") from None
            time.sleep(0.3)
