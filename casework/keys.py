"""Keys that sign a trail's head: made, read, never in a workspace."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from graph.errors import LookthroughError, UnreadableInput
from graph.store.ledger import LEDGER_NAME, sync_file

PUBLIC_SUFFIX = ".pub"
_PEM = serialization.Encoding.PEM


def make_key(path: Path, passphrase: str = "") -> str:
    """A new Ed25519 key in `path` (PKCS #8, encrypted where a passphrase is given, mode 0600), its public half in `path`.pub.

    Gives the public key in hex. LookthroughError where either file is there already, or the place lies in a workspace:
    a key that is copied with the workspace proves nothing about who signed.
    """
    outside_workspaces(path)
    public = path.with_name(path.name + PUBLIC_SUFFIX)
    for place in (path, public):
        if place.exists() or place.is_symlink():
            raise LookthroughError(
                "a file is there already", str(place), "a key is never overwritten: name another file"
            )
    key = Ed25519PrivateKey.generate()
    how: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        how = serialization.BestAvailableEncryption(passphrase.encode())
    _write_new(path, key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, how), 0o600)
    _write_new(public, as_pem(key.public_key()), 0o644)
    return key.public_key().public_bytes_raw().hex()


def as_pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(_PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def is_locked(path: Path) -> bool:
    """Does this key ask for a passphrase? A file that is no key says so when it is read."""
    return b"ENCRYPTED" in _read(path)


def private_key(path: Path, passphrase: str = "") -> Ed25519PrivateKey:
    """The key that a file of `trail key` holds; LookthroughError where it is none, or the passphrase is not its."""
    outside_workspaces(path)
    content = _read(path)
    try:
        key = serialization.load_pem_private_key(content, passphrase.encode() or None)
    except TypeError as fault:
        mend = "give its passphrase" if not passphrase else "give none: it has no passphrase"
        raise LookthroughError("the key cannot be opened", str(path), mend) from fault
    except (ValueError, UnsupportedAlgorithm) as fault:
        mend = "check the passphrase" if b"ENCRYPTED" in content else "give a file of `trail key`"
        raise LookthroughError("the key cannot be opened", str(path), mend) from fault
    if not isinstance(key, Ed25519PrivateKey):
        raise LookthroughError("this key is no Ed25519 key", str(path), "make one: lookthrough trail key")
    return key


def public_key(path: Path) -> str:
    """The public key of a PEM file, in hex; UnreadableInput where it holds none."""
    try:
        key = serialization.load_pem_public_key(_read(path))
    except (ValueError, UnsupportedAlgorithm) as fault:
        raise UnreadableInput("this is no public key", str(path), "give the .pub file of `trail key`") from fault
    if not isinstance(key, Ed25519PublicKey):
        raise UnreadableInput("this public key is no Ed25519 key", str(path), "give the .pub file of `trail key`")
    return key.public_bytes_raw().hex()


def outside_workspaces(path: Path) -> None:
    for folder in path.absolute().resolve().parents:
        if (folder / LEDGER_NAME).exists():
            raise LookthroughError(
                "a private key does not belong in a workspace",
                str(path),
                "keep it elsewhere: on another medium at best",
            )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise LookthroughError(f"the key cannot be read ({fault.strerror})", str(path), "check the path") from fault


def _write_new(path: Path, content: bytes, mode: int) -> None:
    """Never over another file, and never readable by others for a moment."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except OSError as fault:
        raise LookthroughError(
            f"the key cannot be written ({fault.strerror})", str(path), "name another file"
        ) from fault
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    os.chmod(path, mode)
    sync_file(path)
