"""Zips that are the same bytes each time, written and read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from hashlib import sha256

from graph.errors import UnreadableInput
from graph.store.sums import SUMS_NAME, Altered, compare_sums, sums_text

STAMP = (1980, 1, 1, 0, 0, 0)
_RIGHTS = 0o644 << 16
_UNIX = 3
PACKED_WHOLE = "the zip around the files"


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files in the order of their names, stored and not compressed, with one stamp: the same bytes on every machine."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as box:
        for name, body in sorted(files.items()):
            entry = zipfile.ZipInfo(name, STAMP)
            entry.create_system, entry.external_attr = _UNIX, _RIGHTS
            box.writestr(entry, body)
    return target.getvalue()


def with_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files and a SHA256SUMS over them."""
    hashes = {name: sha256(body).hexdigest() for name, body in files.items()}
    return {**files, SUMS_NAME: sums_text(hashes).encode()}


def unzipped(content: bytes, where: str) -> tuple[dict[str, bytes], list[Altered]]:
    """The files of a zip of ours, and what about it is not as it was written; UnreadableInput where it is no such zip.

    Only stored files are read, so that nothing unfolds to more than it weighs.
    """
    files: dict[str, bytes] = {}
    altered: list[Altered] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            for entry in box.infolist():
                if entry.compress_type != zipfile.ZIP_STORED or entry.file_size > len(content):
                    raise UnreadableInput(f"{entry.filename} is compressed", where, "give the pack as it was written")
                body = _body(box, entry, content)
                if body is None:
                    altered.append(Altered(entry.filename, "the bytes packed", "other bytes (its checksum fails)"))
                elif entry.filename in files:
                    altered.append(Altered(entry.filename, "packed once", "packed twice"))
                files.setdefault(entry.filename, body or b"")
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError, EOFError, RuntimeError) as fault:
        raise UnreadableInput(f"not a whole zip ({fault})", where, "give the pack as it was written") from fault
    return files, altered


def check(content: bytes, files: Mapping[str, bytes], altered: list[Altered]) -> list[Altered]:
    """Each file against the SHA256SUMS packed with it; then the zip itself against the one these files make."""
    sums = files.get(SUMS_NAME, b"").decode("utf-8", "surrogateescape")
    hashes = {name: sha256(body).hexdigest() for name, body in files.items()}
    named = {a.what for a in altered}
    found = [*altered, *(a for a in compare_sums(sums, hashes) if a.what not in named)]
    if not found and (again := zipped(files)) != content:
        found.append(Altered(PACKED_WHOLE, sha256(again).hexdigest(), sha256(content).hexdigest()))
    return found


def _body(box: zipfile.ZipFile, entry: zipfile.ZipInfo, content: bytes) -> bytes | None:
    try:
        return box.read(entry)
    except zipfile.BadZipFile:
        return None
