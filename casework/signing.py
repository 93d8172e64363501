"""Heads of the trail: signed with the user's key, and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from casework.keeping import put_whole
from graph.errors import LookthroughError, UnreadableInput
from graph.store.workspace import Workspace
from graph.trail_breaks import TrailBreak, in_words
from graph.trail_heads import TrailHead, as_document, faults_of, head_of, read_head, signed_bytes

SIGNED = "sign-head"
"""The verb under which a signed head stands in the trail."""


@dataclass(frozen=True, slots=True)
class KeptHead:
    """A head and where its document is. name: of the file, without .json; text: the document's bytes."""

    name: str
    path: Path
    text: bytes
    head: TrailHead

    @property
    def sha256(self) -> str:
        return sha256(self.text).hexdigest()


def folder_of(workspace: Workspace) -> Path:
    return workspace.folder / "heads"


def sign(workspace: Workspace, key: Ed25519PrivateKey, out: Path | None, *, actor: str, at: str) -> KeptHead:
    """Sign the trail as it stands. The document is kept in the workspace, and in the file `out` too where one is named.

    That it was signed is itself an act, so the trail is one entry longer afterwards. LookthroughError where the trail is
    not whole or is at odds with a head signed before, which nobody should sign, or where `out` is there already.
    """
    if out is not None and out.exists():
        raise LookthroughError("a file is there already", str(out), "a head is never overwritten: name another file")
    public = key.public_key().public_bytes_raw().hex()
    with workspace.write(actor=actor, at=at, command="trail sign") as pen:
        whole_or_raise(workspace, pen.trail_breaks())
        snapshot, entries = pen.current_snapshot(), pen.trail_entries()
        if at_odds := faults_of({one.name: one.head for one in kept_heads(workspace)[0]}, entries):
            name, fault = next(iter(at_odds.items()))
            raise LookthroughError(
                f"the trail is at odds with head {name} ({fault.wrong})",
                str(workspace.folder),
                "see: lookthrough verify",
            )
        bare = head_of(entries, snapshot.id if snapshot else None, at, public)
        head = replace(bare, signature=key.sign(signed_bytes(bare)).hex())
        text = as_document(head)
        name = f"{head.entries:08}-{sha256(text).hexdigest()[:12]}"
        kept = KeptHead(name, folder_of(workspace) / f"{name}.json", text, head)
        if out is not None:
            put_whole(out, text.decode("ascii"))
        put_whole(kept.path, text.decode("ascii"))
        pen.trail(
            SIGNED, f"entries {head.entries}", {"head": name, "sha256": kept.sha256, "root": head.root, "key": public}
        )
    return kept


def whole_or_raise(workspace: Workspace, faults: Sequence[TrailBreak]) -> None:
    """LookthroughError where the chain does not hold: nobody should sign it, and a proof over it would be worth nothing."""
    if faults:
        what = f"the trail is not whole: {in_words(faults[0])['en']}"
        raise LookthroughError(what, str(workspace.folder), "see: lookthrough verify")


def kept_heads(workspace: Workspace) -> tuple[list[KeptHead], list[str]]:
    """The heads kept in the workspace, oldest first, and the names of files among them that are none (any more)."""
    found, broken = [], []
    for path in sorted(folder_of(workspace).glob("*.json")):
        try:
            found.append(head_file(path))
        except LookthroughError:
            broken.append(path.name)
    return sorted(found, key=lambda one: (one.head.entries, one.head.at, one.name)), broken


def head_file(path: Path) -> KeptHead:
    """The head that a file holds, wherever it is kept; UnreadableInput where it is none."""
    try:
        text = path.read_bytes()
    except OSError as fault:
        raise UnreadableInput(f"the head cannot be read ({fault.strerror})", str(path), "check the path") from fault
    return KeptHead(path.stem, path, text, read_head(text, str(path)))


def kept_head(workspace: Workspace, wanted: str | None = None) -> KeptHead:
    """The newest head, or the one of this name, the beginning of its sha256, or its number of entries."""
    heads, _ = kept_heads(workspace)
    if wanted:
        heads = [
            h for h in heads if wanted in (h.name, f"{h.name}.json", str(h.head.entries)) or h.sha256.startswith(wanted)
        ]
    if not heads:
        what = f"there is no signed head {wanted}" if wanted else "no head was signed yet"
        raise LookthroughError(what, str(folder_of(workspace)), "sign one: lookthrough trail sign --key FILE")
    return heads[-1]
