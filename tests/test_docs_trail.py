"""The page on the trail does what it says, line by line."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from casework.trail_state import _UNDER, _WRONG
from graph.trail_breaks import TrailBreak, in_words
from tests.called import ROOT, Call
from tests.tsa import service

PAGE = (ROOT / "docs" / "trail.md").read_text(encoding="utf-8")
EXPERT = "For the other side's expert"


def blocks(part: str, kind: str = "") -> list[str]:
    return [text for named, text in re.findall(r"^```(\w*)\n(.*?)^```", part, re.M | re.S) if named == kind]


def test_every_line_of_the_page_runs_in_its_order(ring: Call, tmp_path: Path) -> None:
    (tmp_path / "workspace").symlink_to(tmp_path / "w", target_is_directory=True)
    stamper = service(tmp_path / "service")
    shutil.copy(stamper.root, tmp_path / "service-root.pem")
    lines = [line for block in blocks(PAGE) for line in block.splitlines()]
    assert len(lines) == 13
    told = ""
    for line in lines:
        if line.startswith("lookthrough"):
            if "stamp-keep" in line:
                stamper.answers(tmp_path / "head.tsq", tmp_path / "head.tsr")
            ran = ring(*shlex.split(line)[1:])
            assert ran.code == 0, (line, ran.err)
        else:
            words = [sys.executable if word == "python3" else word for word in shlex.split(line)]
            done = subprocess.run(words, cwd=tmp_path, check=True, capture_output=True, text=True)
            told += done.stdout + done.stderr
    assert "Verification: OK" in told and "Verified Successfully" in told


def test_the_expert_s_lines_find_the_same_root_and_a_changed_entry(ring: Call, tmp_path: Path) -> None:
    for name in ("A", "B"):
        ring("owners", name)
    root = ring("trail", "root", "--json").value
    assert ring("trail", "export", "--out", "trail.jsonl", "--json").value["entries"] == root["entries"] == 3
    (script,) = blocks(PAGE.partition(EXPERT)[2], "python")
    command = [sys.executable, "-c", script]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.split()
    assert said == [str(root["entries"]), root["head"], root["root"]]
    path = tmp_path / "trail.jsonl"
    path.write_text(path.read_text().replace("party A", "party C"))
    failed = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert failed.returncode and "AssertionError: 2" in failed.stderr


def test_the_words_of_the_page_are_those_of_the_program() -> None:
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \| ([^|]+) \|$", PAGE.partition("## What `verify` says")[2], re.M)
    found = {(zh.strip(), en.strip()) for zh, en in rows[2:]}
    deeds = [
        ("changed", 5, 5),
        ("removed", 5, 9),
        ("cut", 8, 10),
        ("inserted", 5, 5),
        ("swapped", 3, 8),
        ("moved", 3, 3),
    ]
    said = {tuple(in_words(TrailBreak(a, what, "", "", b)).values()) for what, a, b in deeds}  # type: ignore[arg-type]
    zh, en = _WRONG["rewritten"]
    said.add((zh.format(zh="第6至8条"), en.format(en="entries 6 to 8")))
    assert found == said
    assert all(len(pair) == 2 and all(pair) for pair in (*_WRONG.values(), _UNDER))
