"""Time stamps on a signed head: asked for, checked and kept."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from glob import escape
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimeStampRequest,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    Verifier,
    VerifierBuilder,
    _rust,
    decode_timestamp_response,
)

from casework.der import certificates_in_order
from casework.signing import KeptHead, folder_of, kept_heads
from graph.errors import LookthroughError, UnreadableInput
from graph.store.ledger import sync_file
from graph.store.workspace import Workspace

REQUESTED, STAMPED = "request-stamp", "keep-stamp"
_SHA256 = "2.16.840.1.101.3.4.2.1"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a time-stamp service said of a head. at: UTC; checked: its signature leads to a root that was given."""

    path: Path
    at: str
    serial: str
    policy: str
    service: str
    checked: bool


def request_for(workspace: Workspace, head: KeptHead, *, actor: str, at: str) -> bytes:
    """The DER request for a stamp over the sha256 of the head's document; asked again, the same bytes.

    With a random nonce, which the answer must repeat; without a policy, so that the service uses its own; with its
    certificate asked for. Kept beside the head, and noted in the trail. RFC 3161 §2.4.1.
    """
    place = folder_of(workspace) / f"{head.name}.tsq"
    if place.is_file():
        content = place.read_bytes()
        if _request(content).message_imprint.message.hex() == head.sha256:
            return content
    made = TimestampRequestBuilder().data(head.text).hash_algorithm(HashAlgorithm.SHA256).build().as_bytes()
    with workspace.write(actor=actor, at=at, command="trail stamp-request") as pen:
        _put(place, made)
        pen.trail(REQUESTED, f"head {head.name}", {"sha256": head.sha256})
    return made


def keep_stamp(
    workspace: Workspace, answer: Path, roots: Sequence[Path], *, actor: str, at: str
) -> tuple[KeptHead, Stamp]:
    """Keep a service's answer beside the head that it answers, after it was checked against the given certificates.

    LookthroughError where it answers no request of this workspace, was refused by the service, or is not signed by
    somebody whom the given roots vouch for. Nothing is looked up anywhere.
    """
    try:
        content = answer.read_bytes()
    except OSError as fault:
        raise UnreadableInput(f"the stamp cannot be read ({fault.strerror})", str(answer), "check the path") from fault
    response = _response(content, str(answer))
    imprint = _imprint(response, str(answer))
    head = next((one for one in kept_heads(workspace)[0] if one.sha256 == imprint), None)
    if head is None:
        raise LookthroughError(
            f"this stamp is over {imprint[:16]}…, which is no head kept here",
            str(answer),
            "give the answer to a request of this workspace",
        )
    place = folder_of(workspace) / f"{head.name}.{sha256(content).hexdigest()[:8]}.tsr"
    stamp = _checked(workspace, head, response, place, certificates(roots))
    if not stamp.checked:
        raise LookthroughError("no certificate was given to check it with", str(answer), "name the service's --root")
    if not place.is_file():
        with workspace.write(actor=actor, at=at, command="trail stamp-keep") as pen:
            _put(place, content)
            told = {"stamped": stamp.at, "sha256": sha256(content).hexdigest(), "head": head.sha256}
            pen.trail(STAMPED, f"head {head.name}", told)
    return head, stamp


def stamps_of(
    workspace: Workspace, head: KeptHead, roots: Sequence[x509.Certificate] = ()
) -> tuple[list[Stamp], list[str]]:
    """The stamps kept beside a head, oldest first, and what is wrong with those that do not fit it."""
    found: list[Stamp] = []
    wrong: list[str] = []
    for path in sorted(folder_of(workspace).glob(f"{escape(head.name)}.*.tsr")):
        try:
            found.append(_checked(workspace, head, _response(path.read_bytes(), path.name), path, roots))
        except LookthroughError as fault:
            wrong.append(str(fault))
    return sorted(found, key=lambda stamp: (stamp.at, stamp.path.name)), wrong


def certificates(paths: Sequence[Path]) -> list[x509.Certificate]:
    """All certificates of the given PEM or DER files."""
    found: list[x509.Certificate] = []
    for path in paths:
        try:
            content = path.read_bytes()
            pem = b"-----BEGIN" in content
            found += x509.load_pem_x509_certificates(content) if pem else [x509.load_der_x509_certificate(content)]
        except (OSError, ValueError) as fault:
            raise UnreadableInput("this is no certificate", str(path), "give a PEM or DER file") from fault
    return found


def _checked(
    workspace: Workspace, head: KeptHead, response: TimeStampResponse, path: Path, roots: Sequence[x509.Certificate]
) -> Stamp:
    """The stamp, where it answers the request kept beside this head; its signature only where roots are given."""
    if _imprint(response, path.name) != head.sha256:
        raise LookthroughError("this stamp is over other bytes than the head's", path.name, "put back what was kept")
    asked = folder_of(workspace) / f"{head.name}.tsq"
    nonce = _request(asked.read_bytes()).nonce if asked.is_file() else None
    with _readable(path.name):
        told, service = response.tst_info, _service(response)
        at = told.gen_time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        stamp = Stamp(path, at, f"{told.serial_number:x}", told.policy.dotted_string, service, bool(roots))
        same = nonce is None or told.nonce == nonce
    if not same:
        raise LookthroughError("this stamp answers another request (its nonce differs)", path.name, "ask for it again")
    if roots:
        _signed(VerifierBuilder(roots=list(roots), nonce=nonce).build(), response, head, path)
    return stamp


@contextmanager
def _readable(where: str) -> Iterator[None]:
    """The library reads an answer part by part, and finds only then what is malformed."""
    try:
        yield
    except (ValueError, TypeError) as fault:
        raise UnreadableInput(f"the stamp cannot be read ({fault})"[:200], where, "put back what was kept") from fault


def _signed(verifier: Verifier, response: TimeStampResponse, head: KeptHead, path: Path) -> None:
    try:
        verifier.verify_message(response, head.text)
    except (VerificationError, ValueError) as fault:
        known = "unable to get local issuer" in str(fault) or "self-signed certificate" in str(fault)
        why = (
            "none of the given certificates vouches for who signed it" if known else f"it cannot be relied on ({fault})"
        )
        raise LookthroughError(
            f"the stamp was not accepted: {why}"[:300], path.name, "give the service's own --root"
        ) from fault


def _service(response: TimeStampResponse) -> str:
    """Who signed, by the certificate in the answer."""
    (signer,) = list(response.signed_data.signer_infos)[:1] or (None,)
    for content in response.signed_data.certificates:
        found = x509.load_der_x509_certificate(content)
        if signer and (found.issuer, found.serial_number) == (signer.issuer, signer.serial_number):
            return found.subject.rfc4514_string()
    return ""


def _response(content: bytes, where: str) -> TimeStampResponse:
    """An answer that grants a stamp; what the service said where it refused one."""
    try:
        response = decode_timestamp_response(certificates_in_order(content))
        status = response.status
        said = "; ".join(response.status_string)
    except ValueError as fault:
        raise UnreadableInput("this is no answer of a time-stamp service", where, "give its .tsr file") from fault
    if status != PKIStatus.GRANTED:
        name = PKIStatus(status).name.lower() if status in {one.value for one in PKIStatus} else str(status)
        raise LookthroughError(f"the service granted no stamp ({name}{': ' if said else ''}{said})", where, "ask again")
    return response


def _imprint(response: TimeStampResponse, where: str) -> str:
    try:
        imprint = response.tst_info.message_imprint
    except ValueError as fault:
        raise UnreadableInput("this answer holds no stamp", where, "ask the service again") from fault
    if imprint.hash_algorithm.dotted_string != _SHA256:
        raise LookthroughError(
            "this stamp is not over a SHA-256", where, "give the answer to a request of this program"
        )
    return imprint.message.hex()


def _request(content: bytes) -> TimeStampRequest:
    # The library reads requests, but does not say so in its own names; the version is pinned, and a test holds it.
    try:
        return _rust.parse_timestamp_request(content)
    except ValueError as fault:
        raise UnreadableInput("a time-stamp request cannot be read", "heads", "delete it and ask again") from fault


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_bytes(content)
    sync_file(fresh)
    os.replace(fresh, path)
