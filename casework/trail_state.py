"""The state of the trail: whole or not, and what its heads say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509

from casework.audit import detail_of
from casework.signing import SIGNED, KeptHead, folder_of, head_file, kept_heads
from casework.stamps import Stamp, stamps_of
from graph.store.sums import Altered
from graph.store.workspace import Workspace
from graph.trail import GENESIS, TrailEntry
from graph.trail_breaks import TrailBreak, in_words, unbroken
from graph.trail_heads import HeadFault, Wrong, faults_of, key_name, own_fault
from graph.trail_tree import root_of

_WRONG: dict[Wrong, tuple[str, str]] = {
    "signature": ("签名不符：签名后被改动", "the signature does not fit: it was altered after signing"),
    "stranger": ("不是由指定的密钥签名", "signed by another key than the given one"),
    "cut": ("签名时共{last}条，现只有{left}条：末尾{zh}被截去", "signed over {last}, now there are {left}: {en} cut off the end"),
    "rewritten": ("签名后有记录被改写，在{zh}之内", "rewritten after signing, within {en}"),
    "root": ("默克尔根与记录不符", "its Merkle root is not that of the entries"),
}  # fmt: skip
_MISSING = ("签名的记录头已不在工作区", "a signed head is gone from the workspace")
_UNDER = ("签名有效，但其所涵盖的记录有改动", "signature valid, but what it was signed over was altered")
_BROKEN = ("此文件不再是签名的记录头", "this file is no signed head any more")


@dataclass(frozen=True, slots=True)
class Witness:
    """What the trail is held against: pinned public keys (hex; none: any), heads kept outside, roots of stamp services."""

    keys: Collection[str] = ()
    heads: Sequence[Path] = ()
    roots: Sequence[x509.Certificate] = ()


@dataclass(frozen=True, slots=True)
class HeadState:
    """A head with its stamps. by: the account that signed it, as the trail says. said: zh, en; None where all agrees.

    fault: of the head, or of a trail that holds by itself; a chain that is broken below the head is told as such.
    """

    kept: KeptHead
    by: str | None
    fault: HeadFault | None
    said: Mapping[str, str] | None
    stamps: Sequence[Stamp]
    unfit: Sequence[str]

    @property
    def ok(self) -> bool:
        return self.said is None and not self.unfit


@dataclass(frozen=True, slots=True)
class TrailState:
    """Entries, hash of the last and Merkle root; what was done to the trail; its heads, oldest first; lost or broken ones."""

    entries: int
    head: str
    root: str
    faults: Sequence[TrailBreak]
    heads: Sequence[HeadState]
    lost: Mapping[str, tuple[str, str]]
    unsigned: bool = False
    """A key was pinned, and no head that holds is signed by it: whoever cut the trail may have taken the heads along."""

    @property
    def whole(self) -> bool:
        return not self.faults and not self.lost and not self.unsigned and all(head.ok for head in self.heads)


def state_of(workspace: Workspace, witness: Witness | None = None) -> TrailState:
    """The trail held against its own chain, the heads kept in the workspace, and those given from outside."""
    given = witness or Witness()
    # The heads first: one that is signed meanwhile could speak of entries that this look does not see.
    heads, broken = kept_heads(workspace)
    outside = [head_file(path) for path in given.heads]
    with workspace.view() as view:
        entries, faults = view.trail_entries(), view.trail_breaks()
    known = {one.sha256 for one in heads}
    every = [*heads, *(one for one in outside if one.sha256 not in known)]
    sound = unbroken(entries, faults)
    wrong = _wrong(every, entries, given.keys, None if not faults else sound)
    by = {str(detail.get("sha256")): entry.actor for entry, detail in _signings(entries)}
    found = [
        HeadState(
            one, by.get(one.sha256), fault := wrong.get(one.sha256),
            _said(fault, len(entries)) if fault else _under(one, sound) if faults else None, *_stamps(workspace, one, given),
        )
        for one in every
    ]  # fmt: skip
    lost = dict.fromkeys(broken, _BROKEN) | dict.fromkeys(_gone(workspace, entries), _MISSING)
    last = entries[-1].hash if entries else GENESIS
    unsigned = bool(given.keys) and not any(one.fault is None for one in found)
    return TrailState(len(entries), last, root_of(entries), faults, found, lost, unsigned)


def _wrong(
    heads: Sequence[KeptHead], entries: Sequence[TrailEntry], keys: Collection[str], sound: int | None
) -> dict[str, HeadFault]:
    """By the sha256 of its document. sound: as far as a broken chain holds; None for a whole one.

    Above that the chain itself says what was done, and a head adds nothing to it.
    """
    below = {one.sha256: one.head for one in heads if sound is None or one.head.entries <= sound}
    alone = {one.sha256: own_fault(one.head, keys) for one in heads if one.sha256 not in below}
    return faults_of(below, entries, keys) | {name: fault for name, fault in alone.items() if fault}


def _under(one: KeptHead, sound: int) -> dict[str, str] | None:
    return dict(zip(("zh", "en"), _UNDER, strict=True)) if one.head.entries > sound else None


def _stamps(workspace: Workspace, one: KeptHead, given: Witness) -> tuple[Sequence[Stamp], Sequence[str]]:
    kept = one.path.parent == folder_of(workspace)
    return stamps_of(workspace, one, given.roots) if kept else ((), ())


def _said(fault: HeadFault, left: int) -> dict[str, str]:
    one = fault.first == fault.last
    spans = {
        "zh": f"第{fault.first}条" if one else f"第{fault.first}至{fault.last}条",
        "en": f"entry {fault.first}" if one else f"entries {fault.first} to {fault.last}",
    }
    zh, en = (text.format(last=fault.last, left=left, **spans) for text in _WRONG[fault.wrong])
    return {"zh": zh, "en": en}


def _signings(entries: Sequence[TrailEntry]) -> Iterator[tuple[TrailEntry, Mapping[str, Any]]]:
    return ((entry, detail_of(entry)) for entry in entries if entry.verb == SIGNED)


def _gone(workspace: Workspace, entries: Sequence[TrailEntry]) -> list[str]:
    """Heads of which the trail says that they were kept here, and that are here no more."""
    names = [str(detail.get("head")) for _, detail in _signings(entries)]
    return [f"{name}.json" for name in names if not (folder_of(workspace) / f"{name}.json").is_file()]


def misfits(state: TrailState) -> list[Altered]:
    """What `verify` adds to the workspace's own findings: heads and stamps that do not fit."""
    found = [Altered("trail: no head is signed by the given key", "at least one", "none")] if state.unsigned else []
    for name, (_, en) in sorted(state.lost.items()):
        found.append(Altered(f"heads/{name}: {en}", "as it was signed", "missing or altered"))
    for one in state.heads:
        place = one.kept.path.name
        if one.fault and one.said:
            found.append(Altered(f"trail head {place}: {one.said['en']}", one.fault.expected, one.fault.found))
        found += [Altered(f"time stamp of {place}", "an answer to its request", fault) for fault in one.unfit]
    return found


def as_value(state: TrailState) -> dict[str, Any]:
    """The state as JSON has it."""
    return {
        "whole": state.whole,
        "entries": state.entries,
        "head": state.head,
        "root": state.root,
        "faults": [{"what": f.what, "entry": f.seq, "last": f.last, **in_words(f)} for f in state.faults],
        "lost": [{"name": name, "zh": zh, "en": en} for name, (zh, en) in sorted(state.lost.items())],
        "heads": [_head(one) for one in state.heads],
    }


def _head(one: HeadState) -> dict[str, Any]:
    head = one.kept.head
    return {
        "name": one.kept.name,
        "sha256": one.kept.sha256,
        "entries": head.entries,
        "root": head.root,
        "at": head.at,
        "by": one.by,
        "key": key_name(head.public_key),
        "public_key": head.public_key,
        "ok": one.ok,
        "wrong": one.fault.wrong if one.fault else None,
        "said": dict(one.said) if one.said else None,
        "stamps": [
            {"at": s.at, "service": s.service, "serial": s.serial, "policy": s.policy, "checked": s.checked} for s in one.stamps
        ],
        "unfit_stamps": list(one.unfit),
    }  # fmt: skip
