"""SHA256SUMS: what sha256sum writes and checks."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from graph.errors import LookthroughError
from graph.store.sums import Altered, check_sums, sha_sums

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"b.txt": "b", "a/leads.json": "{}", "a/SHA256SUMS": "x", "股东.csv": ""}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def written(folder: Path) -> Path:
    (folder / "SHA256SUMS").write_text(sha_sums(folder), encoding="utf-8")
    return folder


def test_lines_are_sorted_and_leave_out_the_file_itself_only(folder: Path) -> None:
    lines = sha_sums(written(folder)).splitlines()
    assert [line[66:] for line in lines] == ["a/SHA256SUMS", "a/leads.json", "b.txt", "股东.csv"]
    assert lines[-1] == f"{EMPTY}  股东.csv"


def test_an_untouched_folder_has_nothing_altered(folder: Path) -> None:
    assert check_sums(written(folder)) == []


def test_changed_missing_and_additional_files_are_named(folder: Path) -> None:
    written(folder)
    (folder / "b.txt").write_text("")
    (folder / "a/leads.json").unlink()
    (folder / "new.txt").write_text("")
    altered = check_sums(folder)
    assert [entry.what for entry in altered] == ["a/leads.json", "b.txt", "new.txt"]
    assert [entry.found for entry in altered] == ["missing", EMPTY, EMPTY]
    assert altered[2].expected == "nothing"


@pytest.mark.parametrize("line", ["no hash", f"{EMPTY}  ../outside", f"{EMPTY}  /etc/hosts", f"{EMPTY[:-1]}  b.txt"])
def test_a_line_that_is_no_sum_is_altered(folder: Path, line: str) -> None:
    written(folder)
    with (folder / "SHA256SUMS").open("a") as stream:
        stream.write(line + "\n")
    assert check_sums(folder) == [Altered("SHA256SUMS line 5", "a hash and a path inside the folder, once", line)]


def test_a_folder_without_sums_is_refused(folder: Path) -> None:
    with pytest.raises(LookthroughError, match="no SHA256SUMS"):
        check_sums(folder)


def test_odd_names_come_back(tmp_path: Path) -> None:
    (tmp_path / "line\nend \\ n.txt").write_text("x")
    assert check_sums(written(tmp_path)) == []


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="a tool of Linux")
def test_sha256sum_agrees(folder: Path) -> None:
    (folder / "line\nend \\ n.txt").write_text("x")
    subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=written(folder), check=True, capture_output=True
    )
