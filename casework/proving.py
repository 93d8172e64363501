"""Proofs about the trail: made from a workspace, checked without."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from casework.signing import KeptHead, head_file, kept_head, whole_or_raise
from graph.errors import LookthroughError, UnreadableInput
from graph.store.workspace import Workspace
from graph.trail import GENESIS, TrailEntry
from graph.trail_heads import HEAD, own_fault
from graph.trail_tree import EXTENSION, PROOF, extension_of, proof_of, root_of, wrong_with


def root(workspace: Workspace, count: int | None = None) -> dict[str, Any]:
    """Number of entries, hash of the last and Merkle root; of the first `count` entries where given."""
    entries = _whole(workspace)
    whole = root_of(entries, count)
    kept = entries[: len(entries) if count is None else count]
    return {"entries": len(kept), "head": kept[-1].hash if kept else GENESIS, "root": whole}


def proof(workspace: Workspace, seq: int, count: int | None = None) -> dict[str, Any]:
    """See `proof_of`; LookthroughError where the trail is not whole."""
    return proof_of(_whole(workspace), seq, count)


def extension(workspace: Workspace, earlier: str, count: int | None = None) -> dict[str, Any]:
    """earlier: a number of entries, the name of a head kept here, or the file of a head kept elsewhere."""
    entries = _whole(workspace)
    if earlier.isdecimal():
        return extension_of(entries, int(earlier), count)
    head = head_file(Path(earlier)) if Path(earlier).is_file() else kept_head(workspace, earlier)
    found = extension_of(entries, head.head.entries, count)
    if found["earlier"]["root"] != head.head.root:
        raise LookthroughError(
            "the trail does not begin with what this head was signed over", head.path.name, "see: lookthrough verify"
        )
    return found


def check(path: Path, heads: Sequence[Path], pinned: Sequence[str]) -> dict[str, Any]:
    """A proof, an extension or a head, checked by itself and against the heads that are given with it.

    Gives {"file", "document", "ok", "said", "wrong": lines, "heads": names of those that vouch for its roots}.
    """
    document = _read(path)
    given = [head_file(each) for each in heads]
    wrong = [f"{each.path.name}: {line}" for each in given if (line := _wrong_head(each, pinned))]
    if document.get("document") == HEAD:
        head = head_file(path)
        alone = _wrong_head(head, pinned)
        wrong += [f"{path.name}: {alone}"] if alone else []
        said, vouched = f"signed over {head.head.entries} entries at {head.head.at}, Merkle root {head.head.root}", []
    else:
        alone = wrong_with(document)
        wrong += [f"{path.name}: {alone}"] if alone else []
        said, roots = _said(document)
        vouched = [each.path.name for each in given if roots.get(each.head.entries) == each.head.root]
        wrong += [_not_under(each, roots) for each in given if each.path.name not in vouched]
    return {"file": str(path), "document": document["document"], "ok": not wrong, "said": said, "wrong": wrong, "heads": vouched}  # fmt: skip


def _said(document: Mapping[str, Any]) -> tuple[str, dict[int, str]]:
    """What the proof shows, and its roots by number of entries."""
    roots = {document["entries"]: document["root"]}
    if document["document"] == PROOF:
        entry = document["entry"]
        told = f"entry {entry['seq']} ({entry['at']} {entry['actor']} {entry['verb']} {entry['object']})"
        return f"{told} stands in the trail with Merkle root {document['root']}", roots
    earlier = document["earlier"]
    roots |= {earlier["entries"]: earlier["root"]}
    return f"the trail of {document['entries']} entries begins with its first {earlier['entries']}, unaltered", roots


def _not_under(head: KeptHead, roots: Mapping[int, str]) -> str:
    if head.head.entries in roots:
        return f"{head.path.name}: its Merkle root is another one than the proof's"
    sizes = " and ".join(str(size) for size in sorted(roots))
    return f"{head.path.name}: it is over {head.head.entries} entries, the proof over {sizes}: make it with --entries {head.head.entries}"


def _wrong_head(head: KeptHead, pinned: Sequence[str]) -> str | None:
    fault = own_fault(head.head, pinned)
    return f"expected {fault.expected}, found {fault.found}" if fault else None


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except OSError as fault:
        raise UnreadableInput(f"the file cannot be read ({fault.strerror})", str(path), "check the path") from fault
    except ValueError as fault:
        raise UnreadableInput("this is no JSON", str(path), "give the file as it was written") from fault
    if not isinstance(found, dict) or found.get("document") not in (HEAD, PROOF, EXTENSION):
        raise UnreadableInput("this is no proof and no head", str(path), "give a file of the `trail` commands")
    return found


def _whole(workspace: Workspace) -> list[TrailEntry]:
    """The entries of a trail that holds."""
    with workspace.view() as view:
        whole_or_raise(workspace, view.trail_breaks())
        return view.trail_entries()
