"""Time stamps: asked for once, kept after a check, found out."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from casework.signing import KeptHead, folder_of
from casework.stamps import _request, certificates, keep_stamp, request_for, stamps_of
from casework.trail_state import Witness, as_value, misfits, state_of
from graph.errors import LookthroughError, UnreadableInput
from graph.store.workspace import Workspace
from tests.casework.trodden import act, signed, trodden
from tests.graph.store.shelf import LATER
from tests.tsa import Service, service


@pytest.fixture(scope="module")
def stamper(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return service(tmp_path_factory.mktemp("service"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return service(tmp_path_factory.mktemp("stranger"), "Somebody Else")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return trodden(tmp_path / "w", 3)


def asked(workspace: Workspace, head: KeptHead, place: Path) -> Path:
    place.write_bytes(request_for(workspace, head, actor="clerk", at=LATER))
    return place


def kept(workspace: Workspace, answer: Path, *roots: Path) -> tuple[KeptHead, str]:
    head, stamp = keep_stamp(workspace, answer, roots, actor="clerk", at=LATER)
    return head, stamp.service


def test_the_request_is_over_the_head_s_document_with_a_nonce_and_no_policy(
    workspace: Workspace, tmp_path: Path
) -> None:
    head = signed(workspace)
    content = asked(workspace, head, tmp_path / "h.tsq").read_bytes()
    request = _request(content)
    assert request.message_imprint.message.hex() == head.sha256
    assert request.message_imprint.hash_algorithm.dotted_string == "2.16.840.1.101.3.4.2.1"
    assert request.nonce and request.policy is None and request.cert_req
    told = subprocess.run(
        ["openssl", "ts", "-query", "-in", tmp_path / "h.tsq", "-text"], capture_output=True, check=True
    )
    assert b"Certificate required: yes" in told.stdout and b"Policy OID: unspecified" in told.stdout


def test_asked_again_it_is_the_same_request_and_noted_once(workspace: Workspace, tmp_path: Path) -> None:
    head = signed(workspace)
    one, other = (asked(workspace, head, tmp_path / name).read_bytes() for name in ("a.tsq", "b.tsq"))
    assert one == other
    assert [entry.verb for entry in workspace.trail()].count("request-stamp") == 1


@pytest.mark.parametrize("with_root", [True, False])
def test_an_answer_is_kept_beside_its_head(
    workspace: Workspace, tmp_path: Path, stamper: Service, with_root: bool
) -> None:
    """OpenSSL writes the certificates leaf first, which the library by itself does not read."""
    first = signed(workspace)
    answer = stamper.answers(asked(workspace, first, tmp_path / "h.tsq"), tmp_path / "h.tsr", with_root=with_root)
    act(workspace, "more")
    signed(workspace)
    assert kept(workspace, answer, stamper.root) == (first, "CN=Stamps of the Test")
    (stamp,), unfit = stamps_of(workspace, first, certificates([stamper.root]))
    assert stamp.path.read_bytes() == answer.read_bytes() and stamp.checked and not unfit
    assert (stamp.policy, len(stamp.at)) == ("1.2.3.4.1", 20)
    assert [e.verb for e in workspace.trail()][-1] == "keep-stamp"
    assert misfits(state_of(workspace, Witness((), (), certificates([stamper.root])))) == []
    before = len(workspace.trail())
    kept(workspace, answer, stamper.root)
    assert len(workspace.trail()) == before and workspace.verify() == []


def test_openssl_itself_accepts_what_is_kept(workspace: Workspace, tmp_path: Path, stamper: Service) -> None:
    head = signed(workspace)
    kept(workspace, stamper.answers(asked(workspace, head, tmp_path / "h.tsq"), tmp_path / "h.tsr"), stamper.root)
    (path,) = folder_of(workspace).glob("*.tsr")
    command: list[str | Path] = ["openssl", "ts", "-verify", "-data", head.path, "-in", path, "-CAfile", stamper.root]
    assert b"Verification: OK" in subprocess.run(command, capture_output=True, check=True).stdout


def test_a_stamp_of_a_stranger_is_refused(
    workspace: Workspace, tmp_path: Path, stamper: Service, stranger: Service
) -> None:
    answer = stranger.answers(asked(workspace, signed(workspace), tmp_path / "h.tsq"), tmp_path / "h.tsr")
    with pytest.raises(LookthroughError, match="none of the given certificates vouches"):
        kept(workspace, answer, stamper.root)
    with pytest.raises(LookthroughError, match="no certificate was given"):
        kept(workspace, answer)
    assert list(folder_of(workspace).glob("*.tsr")) == []


def test_an_answer_to_no_request_of_ours_is_refused(workspace: Workspace, tmp_path: Path, stamper: Service) -> None:
    signed(workspace)
    other = TimestampRequestBuilder().data(b"another document").hash_algorithm(HashAlgorithm.SHA256).build()
    (tmp_path / "o.tsq").write_bytes(other.as_bytes())
    with pytest.raises(LookthroughError, match="is no head kept here"):
        kept(workspace, stamper.answers(tmp_path / "o.tsq", tmp_path / "o.tsr"), stamper.root)
    longer = TimestampRequestBuilder().data(b"x").hash_algorithm(HashAlgorithm.SHA512).build()
    (tmp_path / "l.tsq").write_bytes(longer.as_bytes())
    with pytest.raises(LookthroughError, match="not over a SHA-256"):
        kept(workspace, stamper.answers(tmp_path / "l.tsq", tmp_path / "l.tsr", digests="sha512"), stamper.root)


def test_an_answer_to_an_older_request_over_the_same_head_is_refused(
    workspace: Workspace, tmp_path: Path, stamper: Service
) -> None:
    head = signed(workspace)
    asked(workspace, head, tmp_path / "h.tsq")
    replayed = TimestampRequestBuilder().data(head.text).hash_algorithm(HashAlgorithm.SHA256).build()
    (tmp_path / "r.tsq").write_bytes(replayed.as_bytes())
    with pytest.raises(LookthroughError, match="its nonce differs"):
        kept(workspace, stamper.answers(tmp_path / "r.tsq", tmp_path / "r.tsr"), stamper.root)


def test_a_refusal_says_why(workspace: Workspace, tmp_path: Path, stamper: Service) -> None:
    request = asked(workspace, signed(workspace), tmp_path / "h.tsq")
    answer = stamper.answers(request, tmp_path / "h.tsr", digests="sha512")
    with pytest.raises(LookthroughError, match="granted no stamp \\(rejection"):
        kept(workspace, answer, stamper.root)


@pytest.mark.parametrize("content", [b"", b"no stamp", b"\x30\x84\xff\xff\xff\xff", b"\x30\x03\x02\x01\x00"])
def test_another_file_is_no_answer(workspace: Workspace, tmp_path: Path, stamper: Service, content: bytes) -> None:
    signed(workspace)
    (tmp_path / "x.tsr").write_bytes(content)
    with pytest.raises(UnreadableInput):
        kept(workspace, tmp_path / "x.tsr", stamper.root)
    with pytest.raises(UnreadableInput, match="no certificate"):
        certificates([tmp_path / "x.tsr"])


def test_an_altered_stamp_is_named_and_never_a_traceback(
    workspace: Workspace, tmp_path: Path, stamper: Service
) -> None:
    """Any byte: either the file says the same still, or it is said that it does not fit."""
    head = signed(workspace)
    kept(workspace, stamper.answers(asked(workspace, head, tmp_path / "h.tsq"), tmp_path / "h.tsr"), stamper.root)
    (path,) = folder_of(workspace).glob("*.tsr")
    whole, roots = path.read_bytes(), certificates([stamper.root])
    (genuine,), _ = stamps_of(workspace, head, roots)
    found = 0
    for at in range(0, len(whole), 11):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        stamps, unfit = stamps_of(workspace, head, roots)
        found += len(unfit)
        assert len(unfit) == 1 or [(s.at, s.serial, s.policy) for s in stamps] == [(genuine.at, genuine.serial, genuine.policy)]  # fmt: skip
    assert found > len(whole) / 11 * 0.5
    path.write_bytes(whole[:-3])
    assert "time stamp of" in misfits(state_of(workspace))[0].what
    assert not as_value(state_of(workspace))["whole"]
