"""Is it as it was written? Workspaces, reports, packs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from casework.encryption import is_encrypted
from casework.pack import MANIFEST, PACK_NAME
from casework.rederive import rederive as derived_again
from casework.source_files import check_sources, sources_in
from casework.trail_state import Witness, as_value, misfits, state_of
from casework.zips import check, unzipped
from graph.errors import LookthroughError, UnreadableInput
from graph.store.ledger import LEDGER_NAME
from graph.store.sums import SUMS_NAME, Altered, check_sums
from graph.store.workspace import Workspace

_LINE = f"{SUMS_NAME} line"
_ZIP = b"PK\x03\x04"
_CLOSED = frozenset((".age", ".zip", ".pdf"))


def verify(
    path: Path, *, rederive: bool = False, sources: Path | None = None, witness: Witness | None = None
) -> dict[str, Any]:
    """Contract §7 `verify`: a workspace, a folder with SHA256SUMS, a file beside one, or an evidence pack by itself.

    rederive: packs are worked again from their own rows, without a workspace, and compared byte for byte. sources: a folder
    in which each file that the packs rest on is looked for, and hashed. Encrypted files are checked from outside alone.
    witness: what a workspace's trail is held against besides; its state is told under "trail".
    """
    if not path.exists():
        raise LookthroughError("no such file or folder", str(path), "check the path")
    has_trail = (path / LEDGER_NAME).exists()
    if witness is not None and not has_trail:
        raise LookthroughError("only a workspace has a trail", str(path), "leave --public-key, --head and --root out")
    wrong = _altered(path)
    more: dict[str, Any] = {}
    if has_trail:
        wrong, more = _with_trail(path, wrong, witness)
    if rederive:
        packs = packs_in(path)
        wrong += [a for pack in packs for a in _again(pack, path)]
        more["rederived"] = [str(pack) for pack in packs]
    if sources is not None:
        told = {(s["name"], s["sha256"]): s for pack in packs_in(path) for s in _sources_of(pack)}
        wrong += check_sources(list(told.values()), sources)
        more["sources"] = len(told)
    if closed := encrypted_in(path):
        more["encrypted"] = closed
    return {"path": str(path), "ok": not wrong, "altered": [asdict(a) for a in wrong], **more}


def _with_trail(path: Path, wrong: list[Altered], witness: Witness | None) -> tuple[list[Altered], dict[str, Any]]:
    """What is wrong, the trail's heads and stamps included, and the state of the trail under its name."""
    try:
        state = state_of(Workspace(path), witness)
    except UnreadableInput as fault:
        if not wrong:
            raise
        return wrong, {"trail": {"whole": False, "fault": str(fault)}}
    return [*wrong, *misfits(state)], {"trail": as_value(state)}


def packs_in(path: Path) -> list[Path]:
    """The pack itself, or those below a folder; LookthroughError where there is none."""
    found = [path] if is_pack(path) else sorted(path.rglob(PACK_NAME)) if path.is_dir() else []
    if not found and encrypted_in(path):
        raise LookthroughError("it is encrypted", str(path), "open it first, and verify what was in it")
    if not found:
        raise LookthroughError(
            "there is no evidence pack to re-derive", str(path), "write one: lookthrough leads … --pack"
        )
    return found


def is_pack(path: Path) -> bool:
    """Is it a zip that is not encrypted? What kind, its reader will say."""
    if not path.is_file() or path.suffix != ".zip":
        return False
    with path.open("rb") as stream:
        head = stream.read(8)
    return head.startswith(_ZIP) and not is_encrypted(head)


def encrypted_in(path: Path) -> list[str]:
    """The encrypted file itself, or those below a folder of reports, by their paths in it."""
    if (path / LEDGER_NAME).exists():
        return []
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    closed = [p for p in files if p.suffix in _CLOSED and is_encrypted(p.read_bytes())]
    return [p.relative_to(path).as_posix() if path.is_dir() else p.name for p in closed]


def check_pack(content: bytes, where: str) -> list[Altered]:
    """What in a pack is not as it was packed, by the name of the file in it."""
    files, altered = unzipped(content, where)
    if MANIFEST not in files:
        raise UnreadableInput("this zip is no evidence pack", where, "give a pack that `leads --pack` wrote")
    return check(content, files, altered)


def _again(pack: Path, given: Path) -> Iterator[Altered]:
    content = pack.read_bytes()
    files, _ = unzipped(content, str(pack))
    above = f"{pack.relative_to(given).as_posix()}: " if given.is_dir() else ""
    for found in derived_again(files, str(pack)):
        yield replace(found, what=f"{above}{found.what}")


def _sources_of(pack: Path) -> list[Mapping[str, Any]]:
    files, _ = unzipped(pack.read_bytes(), str(pack))
    return sources_in(files, str(pack))


def _altered(path: Path) -> list[Altered]:
    if (path / LEDGER_NAME).exists():
        try:
            return list(Workspace.open(path).verify())
        except UnreadableInput as fault:
            return [Altered(LEDGER_NAME, "a readable ledger", str(fault))]
    folder = path if path.is_dir() else path.parent
    found = [] if not is_pack(path) else _of_pack(path)
    if (folder / SUMS_NAME).is_file():
        sums = check_sums(folder)
        whole = path.is_dir() or path.name == SUMS_NAME
        packs = list(_packs_below(path, sums)) if path.is_dir() else []
        return [*found, *packs, *(sums if whole else [a for a in sums if _about(a, path)])]
    if is_pack(path):
        return found
    if path.is_file():
        raise LookthroughError(
            f"no {SUMS_NAME} beside this file", str(path), "give the folder that was written by `leads`"
        )
    raise LookthroughError(
        "nothing to verify here", str(path), "give a workspace, a report folder, a file in one, or an evidence pack"
    )


def _about(altered: Altered, path: Path) -> bool:
    return altered.what in (path.name, SUMS_NAME) or altered.what.startswith(_LINE)


def _packs_below(folder: Path, sums: list[Altered]) -> Iterator[Altered]:
    """Of a pack that is not as it was written, which of its files."""
    for altered in sums:
        pack = folder / altered.what
        if pack.name == PACK_NAME and is_pack(pack):
            yield from (replace(a, what=f"{altered.what}: {a.what}") for a in _of_pack(pack))


def _of_pack(path: Path) -> list[Altered]:
    try:
        return check_pack(path.read_bytes(), str(path))
    except UnreadableInput as fault:
        if fault.what == "this zip is no evidence pack":
            raise
        return [Altered(path.name, "a whole pack", str(fault.what))]
