"""SHA256SUMS of a folder: written, and checked."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import LookthroughError

SUMS_NAME = "SHA256SUMS"

_LINE = re.compile(r"(\\?)([0-9a-f]{64}) [ *](.+)")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_UNESCAPES = {"\\\\": "\\", "\\n": "\n", "\\r": "\r"}


@dataclass(frozen=True, slots=True)
class Altered:
    """One thing that is not as it was written: what, the hash or state expected, and what was found."""

    what: str
    expected: str
    found: str


def file_hash(path: Path) -> str:
    """sha256 of a file's bytes, as 64 hex digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def folder_hashes(folder: Path) -> dict[str, str]:
    """Relative path (with /) → sha256 of every file below the folder, sorted by path."""
    return {name: file_hash(folder / name) for name in sorted(_names(folder))}


def found_hashes(folder: Path) -> dict[str, str]:
    """As `folder_hashes`, for checking: a file that cannot be read has the reason in the place of its hash."""
    return {name: _hash_or_reason(folder / name) for name in sorted(_names(folder))}


def compare(expected: Mapping[str, str], found: Mapping[str, str], where: str = "") -> list[Altered]:
    """Changed, missing and additional files, sorted by path; `where` is put before each path."""
    names = sorted({*expected, *found})
    return [
        Altered(where + name, expected.get(name, "nothing"), found.get(name, "missing"))
        for name in names
        if expected.get(name) != found.get(name)
    ]


def sha_sums(folder: Path) -> str:
    """The text of SHA256SUMS for all files below a folder but its own SHA256SUMS, as `sha256sum -c` reads it."""
    hashes = folder_hashes(folder)
    hashes.pop(SUMS_NAME, None)
    return "".join(_line(name, digest) for name, digest in hashes.items())


def check_sums(folder: Path) -> list[Altered]:
    """What differs from the folder's SHA256SUMS: changed, missing and additional files, unreadable lines.

    LookthroughError where the folder has no SHA256SUMS.
    """
    sums = folder / SUMS_NAME
    if not sums.is_file():
        raise LookthroughError(f"there is no {SUMS_NAME}", str(folder), "give a folder that was written with its sums")
    expected, faults = _read(sums.read_bytes().decode("utf-8", "surrogateescape"))
    found = found_hashes(folder)
    found.pop(SUMS_NAME, None)
    return [*faults, *compare(expected, found)]


def sums_text(hashes: Mapping[str, str]) -> str:
    """The text of SHA256SUMS for these paths and hashes."""
    return "".join(_line(name, digest) for name, digest in sorted(hashes.items()) if name != SUMS_NAME)


def compare_sums(text: str, found: Mapping[str, str]) -> list[Altered]:
    """What differs between the text of a SHA256SUMS and the hashes found: changed, missing, additional, unreadable lines."""
    expected, faults = _read(text)
    return [*faults, *compare(expected, {name: digest for name, digest in found.items() if name != SUMS_NAME})]


def _hash_or_reason(path: Path) -> str:
    try:
        return file_hash(path)
    except OSError as fault:
        return f"unreadable ({fault.strerror})"


def _names(folder: Path) -> Iterator[str]:
    for place, _, files in os.walk(folder):
        for name in files:
            yield (Path(place) / name).relative_to(folder).as_posix()


def _line(name: str, digest: str) -> str:
    """coreutils' form: a name with a backslash or a line end is escaped and its line starts with a backslash."""
    escaped = "".join(_ESCAPES.get(letter, letter) for letter in name)
    return f"{'' if escaped == name else chr(92)}{digest}  {escaped}\n"


def _read(text: str) -> tuple[dict[str, str], list[Altered]]:
    expected: dict[str, str] = {}
    faults: list[Altered] = []
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else [], start=1):
        match = _LINE.fullmatch(line.removesuffix("\r"))
        name = _unescape(match[3]) if match and match[1] else match[3] if match else ""
        if match is None or name in expected or Path(name).is_absolute() or ".." in Path(name).parts:
            faults.append(Altered(f"{SUMS_NAME} line {number}", "a hash and a path inside the folder, once", line))
        else:
            expected[name] = match[2]
    return expected, faults


def _unescape(name: str) -> str:
    return re.sub(r"\\[\\nr]", lambda found: _UNESCAPES[found[0]], name)
