"""The command line at work: import, merges, forget, verify, queries."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tests.called import CASE, HOLDINGS, PARTIES, ROOT, Call, one_line, started


def test_import_gives_the_promised_fields(call: Call, files: Callable[..., Path]) -> None:
    ran = call("import", files("ring", parties=PARTIES, holdings=HOLDINGS), "--json")
    value = ran.value
    assert {"files", "parties", "interests", "snapshot"} <= set(value) and ran.code == 0
    assert (value["parties"], value["interests"], len(value["snapshot"])) == (6, 4, 64)
    for file in value["files"]:
        assert file["rows_in"] == file["stated"] + file["merged"] + file["rejected"]
        assert (file["format"], file["source"], file["rejects_file"]) == ("csv", "ring", None)


def test_rejects_answer_1_and_say_where_they_are(call: Call, files: Callable[..., Path]) -> None:
    ran = call("import", files("f", holdings="owner,company,share\nA,B,140%\nC,D,5%\n"), "--json")
    file = ran.value["files"][0]
    assert ran.code == 1 and file["rejects_file"] in ran.err
    assert Path(file["rejects_file"]).is_file()


def test_importing_twice_adds_nothing_and_says_so(call: Call, files: Callable[..., Path]) -> None:
    folder = files("ring", parties=PARTIES, holdings=HOLDINGS)
    first = call("import", folder, "--json").value
    before = call("status", "--json").value
    second = call("import", folder, "--json").value
    assert call("status", "--json").value == before
    assert first["snapshot"] == second["snapshot"]
    assert all(f["stated"] == 0 and "nothing was added" in f["notes"][0] for f in second["files"])


def test_a_mended_file_is_told_to_stand_beside_the_old_one(call: Call, files: Callable[..., Path]) -> None:
    call("import", files("f", holdings="owner,company,share\nA,B,40%\n"))
    folder = files("f", holdings="owner,company,share\nA,B,50%\n")
    note = next(n for n in call("import", folder, "--json").value["files"][0]["notes"] if "another version" in n)
    assert call("forget", note.rpartition(" ")[2]).code == 0
    assert call("owners", "B", "--json").value["direct"][0]["share"] == "1/2"


@pytest.mark.parametrize(("unit", "share"), [("fraction", "1/2"), ("percent", "1/200")])
def test_the_unit_of_bare_shares_can_be_said(call: Call, files: Callable[..., Path], unit: str, share: str) -> None:
    call("import", files("f", holdings="owner,company,share\nA,B,0.5\n"), "--unit", unit)
    assert call("owners", "B", "--json").value["direct"][0]["share"] == share
    one_line(call("import", "f", "--unit", "shares"), "--unit")


def test_a_label_and_a_format_can_be_said(call: Call, files: Callable[..., Path]) -> None:
    folder = files("f", holdings=HOLDINGS)
    assert call("import", folder, "--source", "court", "--json").value["files"][0]["source"] == "court"
    one_line(call("import", folder, "--format", "nosuch"), "nosuch", "csv")


def test_a_missing_path_is_one_line(call: Call) -> None:
    one_line(call("import", "nowhere"), "nowhere")


NAMESAKES = "owner,company,share\n张伟,重庆甲江建设有限公司,60%\n张伟,重庆乙江建设有限公司,60%\n"


def test_decisions_are_taken_and_taken_back(call: Call, files: Callable[..., Path]) -> None:
    call("import", files("f", holdings=NAMESAKES))

    def snapshot() -> str:
        return str(call("status", "--json").value["snapshot"])

    offer = call("merges", "--json").value[0]
    assert (offer["decision"], offer["decided_by"], offer["left"]["name"]) == ("perhaps", "rule", "张伟")
    assert {"id", "left", "right", "decision", "score", "reasons", "decided_by", "at"} <= set(offer)
    open_ = snapshot()
    seen: dict[str, str] = {}
    for verdict in ("accept", "reject", "accept", "reject"):
        ran = call("merges", f"--{verdict}", offer["id"], "--reason", "seen the file")
        assert ran.code == 0 and offer["id"] in ran.out
        assert seen.setdefault(verdict, snapshot()) == snapshot()
    assert call("merges", "--undo", offer["id"]).code == 0
    assert snapshot() == open_ and len({open_, *seen.values()}) == 3
    one_line(call("merges", "--undo", offer["id"]), "nothing was decided")
    one_line(call("merges", "--accept", "m-none"), "m-none")


def test_a_source_is_forgotten_and_may_come_again(ring: Call, tmp_path: Path) -> None:
    before = ring("status", "--json").value["snapshot"]
    one_line(ring("forget", "holdings.csv"), "ring/holdings.csv", "bands/holdings.csv")
    assert ring("forget", "bands", "--json").value == {"forgotten": ["bands/holdings.csv"]}
    one_line(ring("owners", "Y"), "no party")
    status = ring("status", "--json").value
    assert [s["withdrawn"] is None for s in status["sources"]] == [True, True, False]
    assert ring("verify", tmp_path / "w").code == 0
    ring("import", tmp_path / "bands")
    assert ring("status", "--json").value["snapshot"] == before


def test_everything_may_be_forgotten(ring: Call) -> None:
    ring("forget", "bands")
    ring("forget", "ring")
    status = ring("status", "--json").value
    assert (status["parties"], status["from"], ring("status").code) == (0, None, 0)
    assert ring("query", "run", "empty-posts", "--json").value["rows"] == []
    assert ring("merges", "--json").value == ring("contradictions", "--json").value == []


def test_verify_finds_one_changed_byte(ring: Call, tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(CASE)
    ring("leads", "one.toml", "--out", "out")
    for place in ("w", "out", "out/one", "out/one/leads.json", "out/SHA256SUMS"):
        value = ring("verify", place, "--json").value
        assert ("trail" in value) == (place == "w")
        assert {k: v for k, v in value.items() if k != "trail"} == {"path": place, "ok": True, "altered": []}
    report = tmp_path / "out" / "one" / "leads.html"
    report.write_bytes(report.read_bytes().replace(b"<", b">", 1))
    for place in ("out", "out/one", "out/one/leads.html"):
        ran = ring("verify", place, "--json")
        assert ran.code == 1 and not ran.value["ok"] and "leads.html" in ran.err
        assert {"what", "expected", "found"} == set(ran.value["altered"][0])
    assert ring("verify", "out/one/leads.json").code == 0
    one_line(ring("verify", "nowhere"), "nowhere")
    one_line(ring("verify", "one.toml"), "SHA256SUMS")
    one_line(ring("verify", "ring"), "nothing to verify")


def test_queries_are_listed_shown_and_run_in_four_formats(ring: Call, tmp_path: Path) -> None:
    listed = ring("query", "list", "--json").value
    assert all({"name", "titles", "parameters"} <= set(q) for q in listed) and len(listed) >= 10
    assert "MATCH" in ring("query", "show", "owners-up").out
    asked = ("query", "run", "owners-up", "--param", "party=重庆甲江建设有限公司", "--param", "on=2024-01-01")
    value = ring(*asked, "--json").value
    assert {"query", "parameters", "columns", "rows", "truncated"} <= set(value)
    assert value == ring(*asked, "--format", "json").value
    assert value["parameters"]["party"] == "A"
    table, csv = ring(*asked).out, ring(*asked, "--format", "csv").out
    assert "张伟" in table and csv.splitlines()[0] == ",".join(value["columns"])
    assert ring(*asked, "--format", "parquet", "--out", "q.parquet").code == 0
    assert pl.read_parquet(tmp_path / "q.parquet").height == len(value["rows"]) == len(csv.splitlines()) - 1
    for name in ("json", "csv"):
        ring(*asked, "--format", name, "--out", f"q.{name}")
        assert (tmp_path / f"q.{name}").stat().st_size > 50


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("nosuch",), "owners-up"),
        (("owners-up",), "party"),
        (("owners-up", "--param", "party"), "name=value"),
        (("owners-up", "--param", "party=A", "--param", "on=2023-02-30"), "2023-02-30"),
        (("owners-up", "--param", "party=A", "--param", "x=1"), "x"),
        (("owners-up", "--param", "party=无"), "无"),
        (("empty-posts", "--format", "yaml"), "yaml"),
        (("empty-posts", "--format", "csv", "--out", "nowhere/q.csv"), "nowhere/q.csv"),
    ],
)
def test_a_question_that_cannot_be_put_is_one_line(ring: Call, argv: tuple[str, ...], words: str) -> None:
    one_line(ring("query", "run", *argv), words)


def test_a_name_in_no_encoding_and_a_closed_pipe_stop_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / os.fsdecode(b"\xb9\xc9\xb6\xab.csv")).write_text(HOLDINGS)
    ran = started("import", folder, cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert ran.returncode == 0 and b"Traceback" not in ran.stderr, ran.stderr
    told = subprocess.run(
        f"{sys.executable} {ROOT / 'cli.py'} formats --json | true",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert told.stderr == b""
