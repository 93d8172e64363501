"""Keys: made once, locked, kept outside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from casework.keys import is_locked, make_key, private_key, public_key
from graph.errors import LookthroughError, UnreadableInput
from graph.store.workspace import Workspace


def test_a_key_is_made_with_its_public_half_beside_it(tmp_path: Path) -> None:
    made = make_key(tmp_path / "k.pem")
    assert private_key(tmp_path / "k.pem").public_key().public_bytes_raw().hex() == made
    assert public_key(tmp_path / "k.pem.pub") == made
    assert make_key(tmp_path / "other.pem") != made


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_nobody_else_reads_the_private_half(tmp_path: Path) -> None:
    make_key(tmp_path / "k.pem")
    assert (tmp_path / "k.pem").stat().st_mode & 0o777 == 0o600


def test_a_locked_key_opens_with_its_passphrase_alone(tmp_path: Path) -> None:
    path = tmp_path / "k.pem"
    made = make_key(path, "水落石出")
    assert is_locked(path) and private_key(path, "水落石出").public_key().public_bytes_raw().hex() == made
    for wrong in ("", "water"):
        with pytest.raises(LookthroughError, match="cannot be opened"):
            private_key(path, wrong)
    make_key(tmp_path / "open.pem")
    assert not is_locked(tmp_path / "open.pem")
    with pytest.raises(LookthroughError, match="it has no passphrase"):
        private_key(tmp_path / "open.pem", "water")


@pytest.mark.parametrize("name", ["k.pem", "k.pem.pub"])
def test_nothing_is_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(LookthroughError, match="never overwritten"):
        make_key(tmp_path / "k.pem")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [(name, "mine")]


def test_a_dangling_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "k.pem").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(LookthroughError, match="never overwritten"):
        make_key(tmp_path / "k.pem")
    assert not (tmp_path / "elsewhere").exists()


def test_a_workspace_is_no_place_for_a_key(tmp_path: Path) -> None:
    Workspace.at(tmp_path / "w")
    (tmp_path / "w" / "deep").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "w" / "deep")
    for place in (tmp_path / "w" / "k.pem", tmp_path / "w" / "deep" / "k.pem", tmp_path / "link" / "k.pem"):
        with pytest.raises(LookthroughError, match="does not belong in a workspace"):
            make_key(place)
    make_key(tmp_path / "k.pem")
    (tmp_path / "w" / "k.pem").write_bytes((tmp_path / "k.pem").read_bytes())
    with pytest.raises(LookthroughError, match="does not belong in a workspace"):
        private_key(tmp_path / "w" / "k.pem")


def test_other_keys_and_files_are_refused_in_one_line(tmp_path: Path) -> None:
    curve = ec.generate_private_key(ec.SECP256R1())
    pem = serialization.Encoding.PEM
    (tmp_path / "ec").write_bytes(
        curve.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (tmp_path / "ec.pub").write_bytes(
        curve.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    (tmp_path / "note").write_text("no key")
    with pytest.raises(LookthroughError, match="no Ed25519 key"):
        private_key(tmp_path / "ec")
    with pytest.raises(UnreadableInput, match="no Ed25519 key"):
        public_key(tmp_path / "ec.pub")
    with pytest.raises(LookthroughError, match="cannot be opened"):
        private_key(tmp_path / "note")
    with pytest.raises(UnreadableInput, match="no public key"):
        public_key(tmp_path / "note")
    with pytest.raises(LookthroughError, match="cannot be read"):
        private_key(tmp_path / "nothing")
    with pytest.raises(LookthroughError, match="cannot be written"):
        make_key(tmp_path / "nowhere" / "k.pem")
