"""The trail from the command line: signed, proven, verified."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.called import Call, one_line
from tests.tsa import service


@pytest.fixture
def keyed(ring: Call, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.delenv("LOOKTHROUGH_KEY_PASSPHRASE", raising=False)
    ring("trail", "key", "--out", "k.pem")
    return ring


def test_signed_proven_and_verified(keyed: Call, tmp_path: Path) -> None:
    root = keyed("trail", "root", "--json").value
    made = keyed("trail", "sign", "--key", "k.pem", "--out", "head.json", "--json").value
    assert (made["entries"], made["root"], made["head"]) == (root["entries"], root["root"], root["head"])
    assert json.loads((tmp_path / "head.json").read_text())["signature"] == made["signature"]
    (head,) = keyed("trail", "heads", "--public-key", "k.pem.pub", "--json").value
    assert (head["ok"], head["sha256"]) == (True, made["sha256"])
    assert keyed("trail", "proof", "1", "--entries", "1", "--out", "p.json").code == 0
    assert keyed("trail", "check", "p.json", "--head", "head.json", "--public-key", "k.pem.pub").code == 0
    assert keyed("trail", "extension", "head.json", "--out", "e.json").code == 0
    assert keyed("trail", "check", "e.json", "--head", "head.json", "--json").value["heads"] == ["head.json"]
    ran = keyed("verify", "w", "--public-key", "k.pem.pub", "--head", "head.json")
    assert ran.code == 0 and "agrees" in ran.out and root["root"] not in ran.err
    assert json.loads(keyed("trail", "proof", "1").out)["document"] == "lookthrough trail proof"


def test_a_proof_that_does_not_hold_answers_1(keyed: Call, tmp_path: Path) -> None:
    keyed("trail", "proof", "1", "--out", "p.json")
    forged = json.loads((tmp_path / "p.json").read_text())
    forged["entry"]["actor"] = "somebody else"
    (tmp_path / "p.json").write_text(json.dumps(forged))
    ran = keyed("trail", "check", "p.json")
    assert ran.code == 1 and "entry 1 does not have the hash" in ran.err


def test_another_s_head_is_refused_by_a_pinned_key(keyed: Call) -> None:
    keyed("trail", "key", "--out", "other.pem")
    keyed("trail", "sign", "--key", "other.pem")
    assert keyed("verify", "w").code == 0
    ran = keyed("verify", "w", "--public-key", "k.pem.pub", "--json")
    assert ran.code == 1 and "signed by another key" in ran.err and not ran.value["ok"]


def test_a_cut_trail_is_told_by_a_head_kept_outside(keyed: Call, tmp_path: Path) -> None:
    keyed("trail", "sign", "--key", "k.pem", "--out", "head.json")
    with closing(sqlite3.connect(tmp_path / "w" / "ledger.sqlite")) as connection:
        connection.execute("DROP TRIGGER trail_no_delete")
        connection.execute("DELETE FROM trail")
        connection.execute("DELETE FROM meta WHERE key = 'trail_head'")
        connection.execute("CREATE TRIGGER trail_no_delete BEFORE DELETE ON trail BEGIN SELECT RAISE(ABORT, 'trail: DELETE is refused'); END")  # fmt: skip
        connection.commit()
    for path in (tmp_path / "w" / "heads").iterdir():
        path.unlink()
    ran = keyed("verify", "w", "--head", "head.json")
    assert ran.code == 1 and "entry 1 cut off the end" in ran.err


def test_a_locked_key_takes_its_passphrase_from_the_environment(keyed: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    one_line(keyed("trail", "key", "--out", "locked.pem", "--passphrase"), "LOOKTHROUGH_KEY_PASSPHRASE")
    monkeypatch.setenv("LOOKTHROUGH_KEY_PASSPHRASE", "水落石出")
    assert keyed("trail", "key", "--out", "locked.pem", "--passphrase").code == 0
    assert keyed("trail", "sign", "--key", "locked.pem").code == 0
    monkeypatch.setenv("LOOKTHROUGH_KEY_PASSPHRASE", "wrong")
    one_line(keyed("trail", "sign", "--key", "locked.pem"), "check the passphrase")
    monkeypatch.delenv("LOOKTHROUGH_KEY_PASSPHRASE")
    one_line(keyed("trail", "sign", "--key", "locked.pem"), "nobody is there")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("key", "--out", "k.pem"), "never overwritten"),
        (("key", "--out", "w/k.pem"), "does not belong in a workspace"),
        (("sign", "--key", "nothing.pem"), "cannot be read"),
        (("proof", "99"), "no entry 99"),
        (("root", "--entries", "99"), "not 99"),
        (("extension", "nosuch"), "no signed head nosuch"),
        (("stamp-request", "--out", "h.tsq"), "no head was signed"),
        (("check", "ring/parties.csv"), "no JSON"),
    ],
)
def test_what_cannot_be_done_is_one_line(keyed: Call, argv: tuple[str, ...], said: str) -> None:
    one_line(keyed("trail", *argv), said)


def test_a_stamp_is_asked_for_and_kept(keyed: Call, tmp_path: Path) -> None:
    stamper = service(tmp_path / "service")
    keyed("trail", "sign", "--key", "k.pem")
    assert keyed("trail", "stamp-request", "--out", "h.tsq").code == 0
    stamper.answers(tmp_path / "h.tsq", tmp_path / "h.tsr")
    ran = keyed("trail", "stamp-keep", "h.tsr", "--root", "service/root.pem", "--json")
    assert ran.value["service"] == "CN=Stamps of the Test"
    verified = keyed("verify", "w", "--root", "service/root.pem")
    assert verified.code == 0 and "signature checked" in verified.out
    one_line(keyed("trail", "stamp-keep", "h.tsr", "--root", "service/signer.pem"), "vouches")


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_the_key_is_its_owner_s_alone(keyed: Call, tmp_path: Path) -> None:
    assert (tmp_path / "k.pem").stat().st_mode & 0o777 == 0o600
    assert b"PRIVATE" not in b"".join(p.read_bytes() for p in (tmp_path / "w").rglob("*") if p.is_file())
