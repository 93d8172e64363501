"""The trail as a Merkle tree: its root, and proofs of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from graph.errors import LookthroughError, UnreadableInput
from graph.merkle import Hash, consistency, extends, included, inclusion, leaf_hash, root
from graph.trail import TrailEntry, content, digest

PROOF = "lookthrough trail proof"
EXTENSION = "lookthrough trail extension"
VERSION = 1

_FIELDS = ("seq", "at", "actor", "verb", "object", "detail", "previous", "hash")
_MOST_STEPS = 64


def leaves_of(entries: Sequence[TrailEntry], count: int | None = None) -> list[Hash]:
    """Leaf hashes over the content of the first `count` entries, else of all; LookthroughError where there are fewer."""
    wanted = len(entries) if count is None else count
    if not 0 <= wanted <= len(entries):
        raise LookthroughError(f"the trail has {len(entries)} entries, not {wanted}", "trail", "give a smaller number")
    return [leaf_hash(content(entry)) for entry in entries[:wanted]]


def root_of(entries: Sequence[TrailEntry], count: int | None = None) -> str:
    """The Merkle root over the first `count` entries, else over all, as 64 hex digits (RFC 6962, SHA-256)."""
    return root(leaves_of(entries, count)).hex()


def proof_of(entries: Sequence[TrailEntry], seq: int, count: int | None = None) -> dict[str, Any]:
    """That entry `seq` stands in the trail of `count` entries: the entry itself and the path from it to the root.

    LookthroughError where the trail has no such entry.
    """
    leaves = leaves_of(entries, count)
    if not 1 <= seq <= len(leaves):
        raise LookthroughError(f"there is no entry {seq} among {len(leaves)}", "trail", "see the Audit page")
    return {
        "document": PROOF,
        "version": VERSION,
        "entries": len(leaves),
        "root": root(leaves).hex(),
        "entry": asdict(entries[seq - 1]),
        "path": [step.hex() for step in inclusion(leaves, seq - 1)],
    }


def extension_of(entries: Sequence[TrailEntry], earlier: int, count: int | None = None) -> dict[str, Any]:
    """That the trail of `count` entries begins with the trail of `earlier` entries, unaltered."""
    leaves = leaves_of(entries, count)
    if not 0 <= earlier <= len(leaves):
        raise LookthroughError(f"{earlier} entries are no part of {len(leaves)}", "trail", "give a smaller number")
    return {
        "document": EXTENSION,
        "version": VERSION,
        "earlier": {"entries": earlier, "root": root(leaves[:earlier]).hex()},
        "entries": len(leaves),
        "root": root(leaves).hex(),
        "path": [step.hex() for step in consistency(leaves, earlier)],
    }


def wrong_with(document: Mapping[str, Any]) -> str | None:
    """Why a proof or an extension does not hold in itself, in one line; None where it does.

    Whether its roots are those of the trail is for a head to say that was kept elsewhere. UnreadableInput for other files.
    """
    try:
        if document["version"] != VERSION:
            raise UnreadableInput(f"version {document['version']} is not known", "proof", "use a newer program")
        size, whole = _number(document["entries"]), _hash(document["root"])
        path = [_hash(step) for step in document["path"]][: _MOST_STEPS + 1]
        if document["document"] == PROOF:
            return _wrong_proof(_entry(document["entry"]), size, whole, path)
        if document["document"] == EXTENSION:
            earlier = document["earlier"]
            count, before = _number(earlier["entries"]), _hash(earlier["root"])
            said = f"the trail of {size} entries does not begin with the {count} of the earlier root"
            return None if extends(count, before, size, whole, path) else said
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise UnreadableInput("a field is missing or malformed", "proof", "give the file as it was written") from fault
    raise UnreadableInput("this is no proof of a trail", "proof", "give a file of `trail proof` or `trail extension`")


def _wrong_proof(entry: TrailEntry, size: int, whole: Hash, path: Sequence[Hash]) -> str | None:
    if digest(entry) != entry.hash:
        return f"entry {entry.seq} does not have the hash it names"
    if not included(leaf_hash(content(entry)), entry.seq - 1, size, path, whole):
        return f"entry {entry.seq} does not lead to the root of {size} entries"
    return None


def _entry(row: Mapping[str, Any]) -> TrailEntry:
    if sorted(row) != sorted(_FIELDS) or any(not isinstance(row[name], str) for name in _FIELDS[1:]):
        raise ValueError(row)
    return TrailEntry(_number(row["seq"]), *(row[name] for name in _FIELDS[1:]))


def _number(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**_MOST_STEPS:
        return value
    raise ValueError(value)


def _hash(value: object) -> Hash:
    if isinstance(value, str) and len(value) == 64:
        return bytes.fromhex(value)
    raise ValueError(value)
