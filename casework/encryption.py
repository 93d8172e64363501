"""A copy that only its reader can open: age, AES-256 zip, AES-256 PDF."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pikepdf
import pyrage
import pyzipper

from casework.zips import STAMP, with_sums, zipped
from graph.errors import LookthroughError

Kind = Literal["keys", "age", "zip", "pdf"]
LEAST = 12
"""Signs of a passphrase: a zip derives its key in 1,000 rounds, so that a short one is soon guessed."""
_AE_2 = 2
_AGE = b"age-encryption.org/"
_ZIP = b"PK\x03\x04"
_PDF = b"%PDF-"
_SUFFIX: Mapping[Kind, str] = {"keys": "zip.age", "age": "zip.age", "zip": "zip"}


@dataclass(frozen=True, slots=True)
class Encryption:
    """How a copy is encrypted. The passphrase stands in no repr, log or trail.

    keys: all files as one zip, to age public keys (X25519); age: the same with a passphrase (scrypt); zip: all files in a zip
    with AES-256 (WinZip AE-2: names and sizes of files stay readable, checksums of contents do not); pdf: each PDF by itself with AES-256
    (ISO 32000-2, revision 6), other files are not written.
    """

    kind: Kind
    recipients: tuple[str, ...] = ()
    passphrase: str = field(default="", repr=False)

    def said(self) -> dict[str, Any]:
        """What the trail may keep: the kind, and public keys."""
        return {"encrypted": self.kind} | ({"for": list(self.recipients)} if self.recipients else {})

    def names(self, files: Mapping[str, object], stem: str = "leads") -> tuple[str, ...]:
        """The names under which these files leave."""
        if self.kind == "pdf":
            return tuple(name for name in files if name.endswith(".pdf"))
        return (f"{stem}.{_SUFFIX[self.kind]}",)


def to_keys(recipients: tuple[str, ...]) -> Encryption:
    """LookthroughError for what is no age public key; a secret key is never repeated."""
    for key in recipients:
        try:
            pyrage.x25519.Recipient.from_str(key)
        except pyrage.RecipientError as fault:
            told = f"not an age public key: {key}" if key.startswith("age1") else "not an age public key"
            raise LookthroughError(
                told, "--encrypt-for", "give the line that begins with age1, as age-keygen prints it"
            ) from fault
    return Encryption("keys", tuple(dict.fromkeys(recipients)))


def with_passphrase(kind: Kind, passphrase: str) -> Encryption:
    if len(passphrase) < LEAST:
        raise LookthroughError(
            f"the passphrase has fewer than {LEAST} signs",
            "the passphrase",
            "use five or six words, or 16 random signs",
        )
    return Encryption(kind, passphrase=passphrase)


def passphrase_in(path: Path) -> str:
    """The first line of a file that nobody else may read: never on the command line, where others would see it."""
    try:
        mode = path.stat().st_mode
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise LookthroughError(
            "the passphrase file cannot be read", str(path), "write it as one line of UTF-8"
        ) from fault
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise LookthroughError("others may read the passphrase file", str(path), f"chmod 600 {path}")
    return lines[0].strip() if lines else ""


def encrypted(files: Mapping[str, bytes], how: Encryption, stem: str = "leads") -> dict[str, bytes]:
    """The files as they leave; nothing is written anywhere on the way. Salts are random: the bytes differ each time, what
    is inside does not. LookthroughError where `pdf` is asked for and no file is one."""
    if how.kind == "pdf":
        found = {name: _pdf(body, how.passphrase) for name, body in files.items() if name.endswith(".pdf")}
        if not found:
            raise LookthroughError(
                "no file of this copy is a PDF", "--encrypt-as pdf", "add --formats pdf, or use zip or age"
            )
        return found
    (name,) = how.names(files, stem)
    whole = with_sums(files)
    if how.kind == "zip":
        return {name: _zip(whole, how.passphrase)}
    if how.kind == "age":
        return {name: bytes(pyrage.passphrase.encrypt(zipped(whole), how.passphrase))}
    keys = [pyrage.x25519.Recipient.from_str(key) for key in how.recipients]
    return {name: bytes(pyrage.encrypt(zipped(whole), keys))}


def opens(content: bytes, how: Encryption) -> bool:
    """Does the passphrase open it? To public keys nobody here can tell: taken as given."""
    try:
        if how.kind == "age":
            pyrage.passphrase.decrypt(content, how.passphrase)
        elif how.kind == "zip":
            with pyzipper.AESZipFile(io.BytesIO(content)) as box:
                box.setpassword(how.passphrase.encode())
                box.testzip()
        elif how.kind == "pdf":
            pikepdf.open(io.BytesIO(content), password=how.passphrase).close()
    except (pyrage.DecryptError, pikepdf.PasswordError, pikepdf.PdfError, RuntimeError, pyzipper.BadZipFile):
        return False
    return True


def is_encrypted(content: bytes) -> bool:
    """By what it says of itself: an age file, a zip whose first entry is encrypted, a PDF with an encryption dictionary."""
    if content.startswith(_ZIP):
        return len(content) > 6 and bool(content[6] & 1)
    return content.startswith(_AGE) or (content.startswith(_PDF) and b"/Encrypt " in content)


def plain_among(paths: Iterable[Path]) -> list[Path]:
    """Those of the files that are not encrypted: none may stay beside an encrypted copy, which would be worth nothing."""
    return [path for path in paths if not is_encrypted(path.read_bytes())]


def _zip(files: Mapping[str, bytes], passphrase: str) -> bytes:
    target = io.BytesIO()
    with pyzipper.AESZipFile(target, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as box:
        box.setpassword(passphrase.encode())
        box.setencryption(pyzipper.WZ_AES, nbits=256, force_wz_aes_version=_AE_2)
        for name, body in sorted(files.items()):
            entry = box.zipinfo_cls(name, STAMP)
            entry.compress_type = pyzipper.ZIP_DEFLATED
            box.writestr(entry, body)
    return target.getvalue()


def _pdf(body: bytes, passphrase: str) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(body)) as book:
        book.save(
            target, encryption=pikepdf.Encryption(owner=passphrase, user=passphrase, R=6, aes=True, metadata=True)
        )
    return target.getvalue()
