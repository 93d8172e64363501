"""Signed heads: what a trail was when somebody signed it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from graph.errors import LookthroughError, UnreadableInput
from graph.merkle import Hash, root
from graph.trail import GENESIS, TrailEntry, instant
from graph.trail_tree import leaves_of, root_of

HEAD = "lookthrough trail head"
VERSION = 1

Wrong = Literal["signature", "stranger", "cut", "rewritten", "root"]

_HEX = {"head": 64, "root": 64, "public_key": 64, "signature": 128}


@dataclass(frozen=True, slots=True)
class TrailHead:
    """The state of a trail: `entries` of them, hash of the last, Merkle root over all; made at a UTC instant, signed.

    snapshot: id of the current snapshot, or None. public_key: 32 bytes, signature: 64 bytes (Ed25519, RFC 8032), in hex.
    """

    entries: int
    head: str
    root: str
    snapshot: str | None
    at: str
    public_key: str
    signature: str = ""


@dataclass(frozen=True, slots=True)
class HeadFault:
    """Why a head does not fit. first, last: for "rewritten" the entries among which the trail was; for "cut" those gone."""

    wrong: Wrong
    expected: str
    found: str
    first: int = 0
    last: int = 0


def head_of(entries: Sequence[TrailEntry], snapshot: str | None, at: str, public_key: str) -> TrailHead:
    """The head to be signed over all these entries. LookthroughError where `at` is no UTC instant."""
    last = entries[-1].hash if entries else GENESIS
    return TrailHead(len(entries), last, root_of(entries), snapshot, instant(at), public_key)


def signed_bytes(head: TrailHead) -> bytes:
    """What is signed: every field but the signature, as JSON in ASCII with sorted keys and no blanks."""
    return json.dumps(_fields(replace(head, signature="")), sort_keys=True, separators=(",", ":")).encode("ascii")


def as_document(head: TrailHead) -> bytes:
    """The head as a file; its sha256 is what a time-stamp service is asked to stamp."""
    return (json.dumps(_fields(head), sort_keys=True, indent=1) + "\n").encode("ascii")


def _fields(head: TrailHead) -> dict[str, Any]:
    fields = {"document": HEAD, "version": VERSION, **asdict(head)}
    if not head.signature:
        del fields["signature"]
    return fields


def read_head(text: bytes, where: str) -> TrailHead:
    """The head that a file holds; UnreadableInput where it is none, or has other fields than a head has."""
    try:
        found = json.loads(text)
        if found["document"] != HEAD or found["version"] != VERSION:
            raise UnreadableInput("this is no head of a trail of this version", where, "give a file of `trail sign`")
        head = TrailHead(**{name: found[name] for name in TrailHead.__dataclass_fields__})
        known = found.keys() == _fields(head).keys() and all(_hexed(getattr(head, n), size) for n, size in _HEX.items())
        if not known or type(head.entries) is not int or not isinstance(head.snapshot, str | None):
            raise ValueError(text)
        instant(head.at)
    except (ValueError, KeyError, TypeError, AttributeError, LookthroughError) as fault:
        if isinstance(fault, UnreadableInput):
            raise
        raise UnreadableInput("this is no head of a trail", where, "give the file as `trail sign` wrote it") from fault
    return head


def _hexed(value: object, size: int) -> bool:
    return isinstance(value, str) and len(value) == size and set(value) <= set("0123456789abcdef")


def key_name(public_key: str) -> str:
    """A key as people compare it: the first 32 hex digits of the sha256 of its 32 bytes, in fours."""
    digits = sha256(bytes.fromhex(public_key)).hexdigest()[:32]
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))


def signature_holds(head: TrailHead) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(head.public_key))
        key.verify(bytes.fromhex(head.signature), signed_bytes(head))
    except (InvalidSignature, ValueError):
        return False
    return True


def own_fault(head: TrailHead, pinned: Collection[str] = ()) -> HeadFault | None:
    """What is wrong with a head by itself: its signature, or a key that is none of the pinned ones (hex; empty: any)."""
    if not signature_holds(head):
        return HeadFault("signature", f"a signature of key {key_name(head.public_key)}", "one that does not fit")
    if pinned and head.public_key not in pinned:
        known = ", ".join(sorted(key_name(key) for key in pinned))
        return HeadFault("stranger", f"a signature of key {known}", f"key {key_name(head.public_key)}")
    return None


def faults_of(
    heads: Mapping[str, TrailHead], entries: Sequence[TrailEntry], pinned: Collection[str] = ()
) -> dict[str, HeadFault]:
    """Name → what is wrong with a head, or with the trail it was signed over, of each where something is; oldest first.

    The entries are a chain that holds by itself (see `breaks`): then a head that does not fit tells of a cut or a rewriting.
    """
    found: dict[str, HeadFault] = {}
    leaves, agreed = leaves_of(entries) if heads else [], 0
    for name, head in sorted(heads.items(), key=lambda item: (item[1].entries, item[0])):
        fault = own_fault(head, pinned) or _against(head, entries, leaves, agreed)
        if fault is None:
            agreed = max(agreed, head.entries)
        else:
            found[name] = fault
    return found


def _against(head: TrailHead, entries: Sequence[TrailEntry], leaves: Sequence[Hash], agreed: int) -> HeadFault | None:
    """agreed: as far as an earlier head agrees; what was rewritten was rewritten after it."""
    if head.entries > len(entries):
        gone = f"{len(entries)} entries"
        return HeadFault("cut", f"at least {head.entries} entries", gone, len(entries) + 1, head.entries)
    last = entries[head.entries - 1].hash if head.entries else GENESIS
    if last != head.head:
        return HeadFault("rewritten", head.head, last, agreed + 1, head.entries)
    whole = root(leaves[: head.entries]).hex()
    return None if whole == head.root else HeadFault("root", head.root, whole, 1, head.entries)
