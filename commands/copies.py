"""What a command is told of a copy: level, day, encryption."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, get_args

import typer

from casework.encryption import Encryption, Kind, passphrase_in, to_keys, with_passphrase
from graph.errors import LookthroughError
from reports.wording import Languages

CopyLevel = Annotated[str, typer.Option("--level", help="for whom: internal, client or court")]
DeleteBy = Annotated[str | None, typer.Option("--delete-by", help="the day by which the copies are to be deleted")]
EncryptFor = Annotated[
    list[str] | None, typer.Option("--encrypt-for", help="encrypt to this age public key (age1…); repeatable")
]
PassphraseFile = Annotated[
    Path | None, typer.Option("--passphrase-file", help="encrypt with the passphrase in the first line of this file")
]
EncryptAs = Annotated[
    str, typer.Option("--encrypt-as", help="with a passphrase: zip (AES-256), age, or pdf (AES-256, PDFs alone)")
]


def listed(text: str) -> tuple[str, ...]:
    """A list with commas."""
    return tuple(each.strip() for each in text.split(",") if each.strip())


def tongue(text: str) -> Languages:
    for known in get_args(Languages):
        if text == known:
            return known  # type: ignore[no-any-return]
    raise LookthroughError(f"no such language: {text}", "--lang", "use zh, en or both")


def encryption(keys: list[str], passphrase_file: Path | None, kind: str) -> Encryption | None:
    """None where none is asked for. One of the two: a file that opens by passphrase opens for everybody who has it."""
    kinds: dict[str, Kind] = {"zip": "zip", "age": "age", "pdf": "pdf"}
    if kind not in kinds:
        raise LookthroughError(f"no such encryption: {kind}", "--encrypt-as", f"use {', '.join(kinds)}")
    if keys and passphrase_file:
        raise LookthroughError("public keys and a passphrase together", "--encrypt-for", "use one of the two")
    if keys:
        if kind != "zip":
            raise LookthroughError("public keys are for age alone", f"--encrypt-as {kind}", "leave --encrypt-as out")
        return to_keys(tuple(keys))
    if passphrase_file is None:
        if kind != "zip":
            raise LookthroughError("there is no passphrase", f"--encrypt-as {kind}", "add --passphrase-file FILE")
        return None
    return with_passphrase(kinds[kind], passphrase_in(passphrase_file))
