"""Encrypted copies: opened by another hand, refused to a wrong key."""

from __future__ import annotations

import io
import stat
import subprocess
import tempfile
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pyrage
import pytest
import pyzipper

from casework.encryption import (
    Encryption,
    encrypted,
    is_encrypted,
    opens,
    passphrase_in,
    to_keys,
    with_passphrase,
)
from casework.zips import with_sums, zipped
from graph.errors import LookthroughError
from reports.dossier import dossier
from reports.report_format import FORMATS
from tests import bundled

PASSPHRASE = "correct horse battery staple"
FILES = {"leads.json": b"Zhou Wei 11010519491231002X " * 40, "judge.ics": b"short"}
PLAIN = (b"Zhou Wei", b"11010519491231002X", b"short")


def key() -> tuple[pyrage.x25519.Identity, str]:
    held = pyrage.x25519.Identity.generate()
    return held, str(held.to_public())


def inside(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        return {name: box.read(name) for name in box.namelist()}


def test_a_copy_to_two_keys_opens_with_either_and_with_no_other() -> None:
    (first, one), (second, two), (stranger, _) = key(), key(), key()
    content = encrypted(FILES, to_keys((one, two)))["leads.zip.age"]
    assert not [said for said in PLAIN if said in content] and is_encrypted(content)
    for holder in (first, second):
        assert pyrage.decrypt(content, [holder]) == zipped(with_sums(FILES)), "the plain content is the same every time"
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(content, [stranger])
    assert encrypted(FILES, to_keys((one,))) != encrypted(FILES, to_keys((one,))), "salts are random"


def test_age_with_a_passphrase() -> None:
    how = with_passphrase("age", PASSPHRASE)
    content = encrypted(FILES, how)["leads.zip.age"]
    assert not [said for said in PLAIN if said in content]
    assert inside(pyrage.passphrase.decrypt(content, PASSPHRASE)) == with_sums(FILES)
    assert opens(content, how) and not opens(content, with_passphrase("age", PASSPHRASE + "."))


def test_a_zip_is_aes_256_without_checksums_of_what_is_in_it() -> None:
    how = with_passphrase("zip", PASSPHRASE)
    content = encrypted(FILES, how)["leads.zip"]
    assert not [said for said in PLAIN if said in content] and is_encrypted(content)
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        for entry in box.infolist():
            assert (entry.compress_type, entry.CRC, entry.flag_bits & 1) == (99, 0, 1)
            # 0x9901: AE-2, vendor AE, strength 3 = 256 bits
            assert entry.extra[:9] == b"\x01\x99\x07\x00\x02\x00AE\x03"
    with pyzipper.AESZipFile(io.BytesIO(content)) as box:
        box.setpassword(PASSPHRASE.encode())
        assert {name: box.read(name) for name in box.namelist()} == with_sums(FILES)
        box.setpassword(b"something else altogether")
        with pytest.raises(RuntimeError, match="Bad password"):
            box.read("leads.json")
    assert opens(content, how) and not opens(content, with_passphrase("zip", PASSPHRASE.upper()))


def test_a_pdf_by_itself_opens_in_a_reader_and_holds_the_same_pages() -> None:
    plain = FORMATS["pdf"].render(dossier(bundled.document("gc33-cargill"), language="en"))
    how = with_passphrase("pdf", PASSPHRASE)
    found = encrypted({"leads.pdf": plain, "leads.json": b"{}"}, how)
    assert list(found) == ["leads.pdf"] == list(how.names({"leads.pdf": plain, "leads.json": b"{}"}))
    content = found["leads.pdf"]
    assert is_encrypted(content) and not is_encrypted(plain)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(content), password="wrong")
    with pikepdf.open(io.BytesIO(content), password=PASSPHRASE) as book:
        assert (book.encryption.R, book.encryption.bits) == (6, 256)
        assert str(book.encryption.stream_method).endswith("aesv3")
        assert book.Root.MarkInfo.Marked, "still tagged"
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(content)
    said = [
        [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(body, password=word)]
        for body, word in ((plain, None), (content, PASSPHRASE))
    ]
    assert said[0] == said[1] and any(said[0])
    words = next(line for line in "".join(said[0]).splitlines() if len(line) > 30)
    assert words.encode() not in content
    with pytest.raises(LookthroughError, match="no file of this copy is a PDF"):
        encrypted(FILES, how)


@pytest.mark.parametrize("wrong", ["", "age1", "age1qqqq", "ssh-ed25519 AAAA"])
def test_what_is_no_public_key_is_refused(wrong: str) -> None:
    with pytest.raises(LookthroughError, match="not an age public key"):
        to_keys((wrong,))


def test_a_secret_key_given_by_mistake_is_not_repeated() -> None:
    held, _ = key()
    with pytest.raises(LookthroughError) as told:
        to_keys((str(held),))
    assert "SECRET" not in str(told.value)


def test_a_passphrase_comes_from_a_file_that_nobody_else_may_read(tmp_path: Path) -> None:
    path = tmp_path / "pass"
    path.write_text(f"{PASSPHRASE}\nsecond line\n")
    path.chmod(0o640)
    with pytest.raises(LookthroughError, match="others may read"):
        passphrase_in(path)
    path.chmod(stat.S_IRUSR)
    assert passphrase_in(path) == PASSPHRASE
    with pytest.raises(LookthroughError, match="cannot be read"):
        passphrase_in(tmp_path / "none")
    with pytest.raises(LookthroughError, match="fewer than 12"):
        with_passphrase("zip", "short")


def test_a_passphrase_stands_in_no_text_of_ours() -> None:
    how = with_passphrase("age", PASSPHRASE)
    assert PASSPHRASE not in repr(how) + str(how) + str(how.said())
    assert how.said() == {"encrypted": "age"}
    assert Encryption("keys", ("age1x",)).said() == {"encrypted": "keys", "for": ["age1x"]}


def test_nothing_is_written_on_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No temporary file, wherever a library might want one."""
    plain = FORMATS["pdf"].render(dossier(bundled.document("gc33-cargill"), language="en"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    for kind in ("zip", "age", "pdf"):
        encrypted({"leads.pdf": plain}, with_passphrase(kind, PASSPHRASE))


def test_the_kind_is_told_from_the_bytes() -> None:
    assert not is_encrypted(zipped(FILES)) and not is_encrypted(b"PK\x03\x04") and not is_encrypted(b"")


def test_what_is_in_it_can_be_checked_with_sha256sum(tmp_path: Path) -> None:
    held, public = key()
    content = encrypted(FILES, to_keys((public,)))["leads.zip.age"]
    for name, body in inside(pyrage.decrypt(content, [held])).items():
        (tmp_path / name).write_bytes(body)
    told = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, check=False)
    assert told.returncode == 0
