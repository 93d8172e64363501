"""Levels and encryption from the command line; no passphrase anywhere."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pyrage
import pytest
import pyzipper

from graph.store.workspace import Workspace
from reports.levels import LEVELS
from reports.report_format import FORMATS
from tests.called import CASE, ROOT, Call, one_line
from tests.casework.test_copies import NUMBERS, OUTSIDER
from tests.casework.test_pack import personal
from tests.reports.unpacked import found_any

PASSPHRASE = "tinplate-orchard-marble-quiet"
CASES = (
    "id,title,debtors,amount,currency,as_of\n"
    "c1,张伟 v 甲江 110105199003070029,A,1000000,CNY,2024-01-01\n"
    "c2,丙,B,2000000,CNY,2024-01-01\nc3,丁,重庆同名贸易有限公司,1,CNY,\n"
)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "pass"
    path.write_text(PASSPHRASE + "\n")
    path.chmod(0o600)
    return path


@pytest.fixture
def key() -> tuple[pyrage.x25519.Identity, str]:
    held = pyrage.x25519.Identity.generate()
    return held, str(held.to_public())


def names(folder: str) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in Path(folder).rglob("*") if p.is_file())


def nowhere(word: str, *folders: str) -> bool:
    """In no byte of any file below these folders."""
    return not [p for f in folders for p in Path(f).rglob("*") if p.is_file() and word.encode() in p.read_bytes()]


def last(workspace: str = "w") -> dict[str, object]:
    return dict(json.loads(Workspace.open(Path(workspace)).trail()[-1].detail))


def test_leads_to_a_key_open_with_it_and_are_the_plain_ones(
    ring: Call, tmp_path: Path, key: tuple[pyrage.x25519.Identity, str]
) -> None:
    (tmp_path / "one.toml").write_text(CASE)
    assert ring("leads", "one.toml", "--out", "plain", "--level", "client").code == 0
    ran = ring("leads", "one.toml", "--out", "out", "--level", "client", "--encrypt-for", key[1])
    assert ran.code == 0, ran.err
    assert names("out") == ["SHA256SUMS", "one/SHA256SUMS", "one/leads.zip.age"]
    box = zipfile.ZipFile(io.BytesIO(pyrage.decrypt(Path("out/one/leads.zip.age").read_bytes(), [key[0]])))
    plain = {p.name: p.read_bytes() for p in Path("plain/one").iterdir()}
    assert {name: box.read(name) for name in box.namelist()} == plain
    assert {"level": "client", "encrypted": "keys", "for": [key[1]]}.items() <= last().items()
    told = ring("verify", "out")
    assert told.code == 0 and "encrypted, checked from outside alone: one/leads.zip.age" in told.out
    body = Path("out/one/leads.zip.age").read_bytes()
    Path("out/one/leads.zip.age").write_bytes(body[:-1] + bytes([body[-1] ^ 1]))
    assert "one/leads.zip.age" in ring("verify", "out").err


def test_a_passphrase_leaves_no_trace(ring: Call, tmp_path: Path, secret: Path) -> None:
    (tmp_path / "one.toml").write_text(CASE)
    for kind in ("zip", "pdf"):
        ran = ring(
            "leads", "one.toml", "--out", kind, "--formats", "pdf", "--passphrase-file", secret, "--encrypt-as", kind
        )
        assert ran.code == 0 and PASSPHRASE not in ran.out + ran.err
    assert names("zip/one") == ["SHA256SUMS", "leads.zip"] and names("pdf/one") == ["SHA256SUMS", "leads.pdf"]
    assert last()["encrypted"] == "pdf"
    assert nowhere(PASSPHRASE, "w", "zip", "pdf")
    with pyzipper.AESZipFile("zip/one/leads.zip") as box:
        box.setpassword(PASSPHRASE.encode())
        assert set(box.namelist()) == {"SHA256SUMS", "leads.json", "leads.pdf"}
    told = ring("leads", "one.toml", "--out", "zip2", "--passphrase-file", secret, "--encrypt-as", "pdf")
    assert told.code == 2 and "no file of this copy is a PDF" in told.err and not Path("zip2").exists()


def test_a_plain_report_is_never_left_beside_an_encrypted_one(ring: Call, tmp_path: Path, secret: Path) -> None:
    (tmp_path / "one.toml").write_text(CASE)
    assert ring("leads", "one.toml", "--out", "out").code == 0
    ran = ring("leads", "one.toml", "--out", "out", "--passphrase-file", secret)
    assert ran.code == 2 and "plain files lie there already" in ran.err
    assert not Path("out/one/leads.zip").exists()


def test_what_cannot_be_encrypted_is_one_line(ring: Call, tmp_path: Path, secret: Path) -> None:
    (tmp_path / "one.toml").write_text(CASE)
    base = ("leads", "one.toml", "--out", "out")
    one_line(ring(*base, "--encrypt-for", "age1x"), "not an age public key")
    one_line(ring(*base, "--encrypt-as", "rot13"), "rot13")
    one_line(ring(*base, "--encrypt-as", "age"), "--passphrase-file")
    one_line(ring(*base, "--encrypt-for", "age1x", "--passphrase-file", secret), "one of the two")
    one_line(ring(*base, "--passphrase-file", "none"), "none")
    secret.chmod(0o644)
    one_line(ring(*base, "--passphrase-file", secret), "chmod 600")
    assert not Path("out").exists()


def summary(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_a_batch_for_the_client_says_so_in_its_summary_and_tells_no_reasons(ring: Call, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text(CASES)
    ran = ring("batch", "cases.csv", "--out", "out", "--workers", "1", "--level", "client", "--delete-by", "2027-05-01")
    assert ran.code == 1 and "is 2 parties" in ran.err
    rows = summary(Path("out/summary.csv").read_bytes())
    assert [row["delete_by"] for row in rows] == ["delete by 2027-05-01"] * 2 + [""]
    assert rows[0]["level"].startswith("client copy")
    assert "重庆同名" not in rows[2]["error"] and "own record" in rows[2]["error"]
    assert nowhere("110105199003070029", "out")
    for name in ("html", "xlsx"):
        body = Path(f"out/summary.{name}").read_bytes()
        text = body if name == "html" else zipfile.ZipFile(io.BytesIO(body)).read("xl/worksheets/sheet1.xml")
        assert "客户文本".encode() in text
    assert json.loads(Path("out/c1/leads.json").read_text("utf-8"))["level"] == "client"
    assert not Path("out/batch.jsonl").exists(), "the log names parties and faults: it stays in the workspace"
    assert last()["level"] == "client"


@pytest.mark.parametrize("level", LEVELS)
def test_no_number_leaves_in_any_file_of_a_batch(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: str
) -> None:
    """Reports, summaries and log, unpacked to their last part; numbers stand in rows, and in titles of the portfolio."""
    world = personal(tmp_path / "p")
    monkeypatch.setenv("LOOKTHROUGH_WORKSPACE", str(world.workspace.folder))
    told = "张 v 蔺 11010519491231002X 13912345678 欧阳采薇"
    (tmp_path / "cases.csv").write_text(
        f"id,title,debtors,amount,arose\nk,{told},D,1000000,2022-05-01\nm,x,110105199003070029,1,\n"
    )
    ran = call("batch", "cases.csv", "--out", "out", "--workers", "1", "--level", level, "--formats", ",".join(FORMATS))
    assert ran.code == 1
    hidden = (*NUMBERS, *(() if level == "internal" else (OUTSIDER,)))
    written = [p for p in Path("out").rglob("*") if p.is_file()]
    assert {p.name for p in written} >= {"summary.csv", "summary.xlsx", "summary.html", "leads.pdf", "leads.docx"}
    assert {p.name: hits for p in written if (hits := found_any(hidden, p.read_bytes()))} == {}
    assert found_any(["蔺"], Path("out/summary.xlsx").read_bytes()), "the search finds what is there"


def test_an_encrypted_batch_shows_nothing_and_is_resumed(ring: Call, tmp_path: Path, secret: Path) -> None:
    (tmp_path / "cases.csv").write_text(CASES)
    asked = ("batch", "cases.csv", "--out", "out", "--workers", "1", "--passphrase-file", secret)
    assert ring(*asked).code == 1
    assert names("out") == ["SHA256SUMS", *(f"{c}/{n}" for c in ("c1", "c2") for n in ("SHA256SUMS", "leads.zip")), "summary.zip"]  # fmt: skip
    assert nowhere("甲江", "out") and nowhere(PASSPHRASE, "out", "w")
    before = {n: Path("out", n).read_bytes() for n in names("out") if "leads" in n}
    assert ring(*asked, "--resume").code == 1
    assert {n: Path("out", n).read_bytes() for n in before} == before, "done and whole: not done again"
    with pyzipper.AESZipFile("out/summary.zip") as box:
        box.setpassword(PASSPHRASE.encode())
        assert {row["case"] for row in summary(box.read("summary.csv"))} == {"c1", "c2", "c3"}
    secret.write_text("another-passphrase-altogether")
    assert ring(*asked, "--resume").code == 1
    with pyzipper.AESZipFile("out/c1/leads.zip") as box:
        box.setpassword(b"another-passphrase-altogether")
        assert json.loads(box.read("leads.json"))["case"]["id"] == "c1", "another passphrase: done anew"
    assert ring("verify", "out").code == 0


def test_two_workers_encrypt_as_one_does(ring: Call, tmp_path: Path, key: tuple[pyrage.x25519.Identity, str]) -> None:
    (tmp_path / "cases.csv").write_text(CASES)
    for workers in ("1", "2"):
        ran = ring("batch", "cases.csv", "--out", workers, "--workers", workers, "--formats", "json", "--level", "court", "--encrypt-for", key[1])  # fmt: skip
        assert ran.code == 1
    one, two = (
        [pyrage.decrypt(Path(w, name).read_bytes(), [key[0]]) for name in names(w) if name.endswith(".age")]
        for w in "12"
    )
    assert one == two and len(one) == 3


def test_a_batch_is_not_encrypted_beside_a_plain_one_nor_into_pdfs(ring: Call, tmp_path: Path, secret: Path) -> None:
    (tmp_path / "cases.csv").write_text(CASES)
    asked = ("batch", "cases.csv", "--out", "out", "--workers", "1", "--formats", "json")
    assert ring(*asked).code == 1
    one_line(ring(*asked, "--passphrase-file", secret), "plain files lie there already: batch.jsonl", "more")
    one_line(ring(*asked, "--passphrase-file", secret, "--encrypt-as", "pdf"), "no PDF")


def test_the_line_for_cron_in_the_docs_runs_as_it_stands_there(ring: Call, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "batches.md").read_text("utf-8")
    line = next(x for x in page.splitlines() if x.startswith("5 2 * * 1-5") and "--encrypt-for" in x)
    (tmp_path / "cases.csv").write_text(CASES)
    (tmp_path / "reports").mkdir()
    (tmp_path / "w").rename(tmp_path / "desk")
    held = [pyrage.x25519.Identity.generate() for _ in "12"]
    asked = line.split(maxsplit=5)[5].replace("\\%", "%").replace(".venv/bin/lookthrough", f"{sys.executable} cli.py")
    asked = asked.replace("/srv/lookthrough", str(ROOT)).replace("/srv", str(tmp_path))
    for n, one in enumerate(held, 1):
        asked = asked.replace(f"age1key{n}", str(one.to_public()))
    for _ in range(2):
        ran = subprocess.run(["sh", "-c", asked], capture_output=True, text=True, check=False)
        assert ran.returncode == 1, ran.stderr
    (day,) = [p for p in (tmp_path / "reports").iterdir() if p.is_dir()]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", day.name)
    assert {p.name for p in day.iterdir()} == {"SHA256SUMS", "c1", "c2", "summary.zip.age"}
    for one in held:
        box = zipfile.ZipFile(io.BytesIO(pyrage.decrypt((day / "c1" / "leads.zip.age").read_bytes(), [one])))
        assert json.loads(box.read("leads.json"))["level"] == "client"
    log = (tmp_path / "reports" / "batch.log").read_text("utf-8").splitlines()
    assert {json.loads(x)["case"] for x in log if x.startswith("{")} >= {"c1", "c2"}
