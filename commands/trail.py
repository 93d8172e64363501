"""Commands of the trail: key, sign, heads, root, proofs, stamps."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from casework import proving
from casework.audit import as_lines, handed_out
from casework.keys import PUBLIC_SUFFIX, is_locked, make_key, private_key
from casework.keys import public_key as public_key_of
from casework.signing import folder_of, kept_head, sign
from casework.stamps import keep_stamp, request_for
from casework.trail_state import as_value, misfits, state_of
from commands.given import actor, now, open_workspace
from commands.terminal import complain, say
from commands.trail_lines import head_lines, witness_of
from graph.errors import LookthroughError
from graph.trail_heads import key_name

PASSPHRASE = "LOOKTHROUGH_KEY_PASSPHRASE"

Head = Annotated[str | None, typer.Option("--head", help="a head kept here: its name or entries; else the newest")]
Out = Annotated[Path | None, typer.Option(help="a file; else it is printed")]
Entries = Annotated[int | None, typer.Option(help="as the trail stood with so many entries; else as it stands")]


def key(
    out: Annotated[Path, typer.Option(help="the file for the private key; outside the workspace, never overwritten")],
    passphrase: Annotated[bool, typer.Option("--passphrase", help="ask for a passphrase to lock it with")] = False,
) -> None:
    """Make a key that signs heads; its public half is written beside it, for those who verify."""
    public = make_key(out, _new_passphrase() if passphrase else "")
    told = {"private": str(out), "public": f"{out}{PUBLIC_SUFFIX}", "key": key_name(public), "public_key": public}
    say(
        told,
        [
            f"private key: {out} (keep it outside the workspace, and to yourself)",
            f"public key:  {out}{PUBLIC_SUFFIX} (for whoever verifies)",
            f"fingerprint: {key_name(public)}",
        ],
    )


def sign_(
    key: Annotated[Path, typer.Option(help="the private key of `trail key`")],
    out: Annotated[Path | None, typer.Option(help="also a file outside the workspace, never overwritten")] = None,
) -> None:
    """Sign the trail as it stands: entries, last hash, Merkle root, snapshot, instant."""
    opened = private_key(key, _passphrase(key) if is_locked(key) else "")
    made = sign(open_workspace(), opened, out, actor=actor(), at=now())
    value = {"name": made.name, "file": str(made.path), "out": str(out) if out else None, "sha256": made.sha256}
    say(
        {**value, **json.loads(made.text)},
        [
            f"signed: {made.head.entries} entries, Merkle root {made.head.root}",
            f"head {made.name} → {out or made.path}",
            *([] if out else ["a copy kept outside the workspace is what shows a trail rewritten as a whole"]),
        ],
    )


def heads(
    key: Annotated[list[Path] | None, typer.Option("--public-key", help="heads must be by this key; repeated")] = None,
    root: Annotated[list[Path] | None, typer.Option(help="root certificates of time-stamp services; repeated")] = None,
) -> None:
    """The signed heads: when and by whom each was signed, whether the trail agrees, and its time stamps."""
    state = state_of(open_workspace(), witness_of(key, None, root))
    value = as_value(state)
    lines = [line for head in value["heads"] for line in head_lines(head)]
    say(value["heads"], lines or ["no head was signed yet: lookthrough trail sign --key FILE"])
    for fault in misfits(state):
        complain(fault.what)
    raise typer.Exit(1 if misfits(state) else 0)


def root(entries: Entries = None) -> None:
    """The number of entries, the last hash and the Merkle root (RFC 6962, SHA-256)."""
    value = proving.root(open_workspace(), entries)
    say(value, _root_lines(value))


def proof(
    entry: Annotated[int, typer.Argument(metavar="ENTRY", help="the entry's number")],
    entries: Entries = None,
    out: Out = None,
) -> None:
    """That one entry stands in the trail, without showing any other: the entry and its path to the Merkle root."""
    _hand_out(proving.proof(open_workspace(), entry, entries), out)


def extension(
    earlier: Annotated[str, typer.Argument(metavar="EARLIER", help="a number of entries, or a head's name or file")],
    entries: Entries = None,
    out: Out = None,
) -> None:
    """That the trail begins, unaltered, with what it was earlier."""
    _hand_out(proving.extension(open_workspace(), earlier, entries), out)


def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="a proof, an extension or a head")],
    head: Annotated[list[Path] | None, typer.Option(help="a head that its roots must be those of; repeated")] = None,
    key: Annotated[list[Path] | None, typer.Option("--public-key", help="heads must be by this key; repeated")] = None,
) -> None:
    """Check a proof or a head by itself, without any workspace."""
    found = proving.check(file, head or (), [public_key_of(path) for path in key or ()])
    for line in found["wrong"]:
        complain(line)
    say(found, [] if found["wrong"] else [found["said"], *(f"under the head {h}" for h in found["heads"])])
    raise typer.Exit(1 if found["wrong"] else 0)


def export(out: Annotated[Path, typer.Option(help="the file, one entry a line (JSONL)")]) -> None:
    """The trail as it stands, for whoever checks it without this program (docs/trail.md)."""
    workspace = open_workspace()
    entries = workspace.trail()
    out.write_bytes(handed_out(workspace, "trail", as_lines(entries), {"format": "jsonl"}, actor=actor(), at=now()))
    say({"out": str(out), "entries": len(entries)}, [f"{out}: {len(entries)} entries"])


def stamp_request(
    out: Annotated[Path, typer.Option(help="the .tsq file for the time-stamp service")], head: Head = None
) -> None:
    """Write the request for a time stamp over a signed head (RFC 3161); sending it is yours to do."""
    workspace = open_workspace()
    chosen = kept_head(workspace, head)
    content = request_for(workspace, chosen, actor=actor(), at=now())
    out.write_bytes(content)
    say(
        {"out": str(out), "head": chosen.name, "sha256": chosen.sha256},
        [f"{out}: a request over head {chosen.name}, sha256 {chosen.sha256}", "nothing was sent; keep the answer: trail stamp-keep FILE.tsr --root CERTIFICATE"],
    )  # fmt: skip


def stamp_keep(
    file: Annotated[Path, typer.Argument(metavar="FILE.tsr", help="what the time-stamp service answered")],
    root: Annotated[list[Path], typer.Option(help="the service's root certificate, from the service itself; repeated")],
) -> None:
    """Keep a time stamp beside the head that it answers, after checking it."""
    workspace = open_workspace()
    head, stamp = keep_stamp(workspace, file, root, actor=actor(), at=now())
    value = {
        "head": head.name,
        "at": stamp.at,
        "service": stamp.service,
        "serial": stamp.serial,
        "policy": stamp.policy,
    }
    said = f"head {head.name} existed at {stamp.at}, says {stamp.service or 'the service'} (serial {stamp.serial}, policy {stamp.policy})"
    say(value, [said, f"kept: {stamp.path.relative_to(folder_of(workspace).parent)}"])


def _root_lines(value: Mapping[str, Any]) -> list[str]:
    return [f"entries {value['entries']}", f"head    {value['head']}", f"root    {value['root']}"]


def _hand_out(document: Mapping[str, Any], out: Path | None) -> None:
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    if out is None:
        sys.stdout.write(text)
        return
    out.write_text(text, encoding="utf-8")
    say({"out": str(out), "root": document["root"]}, [f"{out}: leads to Merkle root {document['root']}"])


def _new_passphrase() -> str:
    given = os.environ.get(PASSPHRASE)
    if given is None:
        _asked_at_a_desk()
        given = typer.prompt("passphrase", hide_input=True, confirmation_prompt=True, err=True)
    if not given:
        raise LookthroughError("an empty passphrase locks nothing", "trail key", "leave --passphrase out, or give one")
    return str(given)


def _passphrase(path: Path) -> str:
    given = os.environ.get(PASSPHRASE)
    if given is None:
        _asked_at_a_desk()
        given = typer.prompt(f"passphrase of {path.name}", hide_input=True, err=True)
    return str(given)


def _asked_at_a_desk() -> None:
    if not sys.stdin.isatty():
        raise LookthroughError("nobody is there to type the passphrase", "trail", f"set {PASSPHRASE} for a script")


trail = typer.Typer(no_args_is_help=True, help="sign the trail, prove what stands in it, have it stamped")
trail.command("key")(key)
trail.command("sign")(sign_)
trail.command("heads")(heads)
trail.command("root")(root)
trail.command("proof")(proof)
trail.command("extension")(extension)
trail.command("check")(check)
trail.command("export")(export)
trail.command("stamp-request")(stamp_request)
trail.command("stamp-keep")(stamp_keep)
GROUPS = {"trail": trail}
