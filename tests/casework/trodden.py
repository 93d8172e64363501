"""A workspace with a trail, signed; and somebody who rewrites it."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from casework.signing import KeptHead, sign
from graph.store.workspace import Workspace
from graph.trail import GENESIS, TrailEntry, link
from tests.graph.store.shelf import AT, LATER, tampering, write

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
PUBLIC = KEY.public_key().public_bytes_raw().hex()
STRANGE = OTHER.public_key().public_bytes_raw().hex()


def act(workspace: Workspace, *names: str) -> None:
    for name in names:
        with write(workspace) as pen:
            pen.trail("view", f"party {name}", {})


def trodden(folder: Path, length: int = 5) -> Workspace:
    workspace = Workspace.at(folder)
    act(workspace, *(str(n) for n in range(length)))
    return workspace


def signed(workspace: Workspace, key: Ed25519PrivateKey = KEY, out: Path | None = None, at: str = LATER) -> KeptHead:
    return sign(workspace, key, out, actor="clerk", at=at)


def rewritten(workspace: Workspace, first: int, count: int | None = None) -> None:
    """From entry `first` on made anew as a whole chain, to `count` entries (else as many as there were), head and all."""
    kept = workspace.trail()[: first - 1]
    last = len(workspace.trail()) if count is None else count
    with tampering(workspace) as connection:
        connection.execute("DELETE FROM trail WHERE seq >= ?", (first,))
        previous = kept[-1].hash if kept else GENESIS
        for seq in range(first, last + 1):
            made = link(previous, seq, AT, "forger", "view", f"party x{seq}", "{}")
            row = [getattr(made, name) for name in TrailEntry.__dataclass_fields__]
            connection.execute(f"INSERT INTO trail VALUES ({', '.join('?' * len(row))})", row)
            previous = made.hash
        head = f"{max(last, first - 1)} {previous}"
        connection.execute("UPDATE meta SET value = ? WHERE key = 'trail_head'", (head,))
