"""Lead reports from the command line: files, sums, equal bytes."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.called import CASE, ROOT, Call, one_line, started
from tests.queries.screening import test_control_group


def test_leads_are_written_with_their_sums(ring: Call, tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(CASE.replace('"A"', '"Y"'))
    ran = ring("leads", "one.toml", "--out", "out", "--json")
    assert ran.code == 0
    assert ran.value == [{"case": "one", "out": "out/one", "ok": True, "error": None, "leads": 0, "top": None}]
    names = ["SHA256SUMS", "one/SHA256SUMS", "one/leads.html", "one/leads.json", "one/leads.xlsx"]
    assert sorted(p.relative_to("out").as_posix() for p in Path("out").rglob("*") if p.is_file()) == names
    told = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "out", capture_output=True, check=False)
    assert told.returncode == 0
    assert "no lead was found" in ring("leads", "one.toml", "--out", "out").out


def test_formats_and_language_are_chosen(ring: Call, tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(CASE)
    assert ring("leads", "one.toml", "--out", "zh", "--formats", "html", "--lang", "zh").code == 0
    assert ring("leads", "one.toml", "--out", "en", "--formats", "html", "--lang", "en").code == 0
    assert sorted(p.name for p in Path("zh/one").iterdir()) == ["SHA256SUMS", "leads.html", "leads.json"]
    zh, en = (Path(f"{tongue}/one/leads.html").read_text(encoding="utf-8") for tongue in ("zh", "en"))
    assert zh != en and 'lang="en"' in en
    one_line(ring("leads", "one.toml", "--out", "out", "--lang", "fr"), "--lang")
    one_line(ring("leads", "one.toml", "--out", "out", "--formats", "exe"), "exe")


def test_one_case_that_fails_stops_no_other(ring: Call, tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(CASE)
    (tmp_path / "two.toml").write_text(CASE.replace('"one"', '"two"').replace('"A"', '"nobody"'))
    ran = ring("leads", "two.toml", "one.toml", "--out", "out", "--json")
    assert ran.code == 1 and [(r["case"], r["ok"]) for r in ran.value] == [("two", False), ("one", True)]
    assert "nobody" in ran.value[0]["error"] and ran.err.count("\n") == 1
    ran = ring("leads", "two.toml", "missing.toml", "--out", "none")
    assert ran.code == 2 and ran.err.count("\n") == 2 and not Path("none").exists()


def test_two_cases_of_one_id_are_told_apart(ring: Call, tmp_path: Path) -> None:
    for name in ("one", "again"):
        (tmp_path / f"{name}.toml").write_text(CASE)
    ran = ring("leads", "one.toml", "again.toml", "--out", "out")
    assert ran.code == 1 and "another case has the id one" in ran.err


def test_a_misspelt_key_is_said(ring: Call, tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(CASE + "judgement = 2023-01-01\n")
    ran = ring("leads", "one.toml", "--out", "out")
    assert ran.code == 0 and "judgement" in ran.err


@pytest.mark.parametrize("place", ["w/out", "."])
def test_reports_and_workspace_are_kept_apart(ring: Call, tmp_path: Path, place: str) -> None:
    (tmp_path / "one.toml").write_text(CASE)
    one_line(ring("leads", "one.toml", "--out", place), "--out")


def test_a_folder_that_cannot_be_written_is_one_line(ring: Call, tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(CASE)
    (tmp_path / "taken").write_text("a file")
    ran = ring("leads", "one.toml", "--out", "taken/reports")
    assert ran.code == 2 and "taken/reports" in ran.err and ran.err.count("\n") == 1


def folder_bytes(folder: Path) -> Mapping[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_two_processes_two_folders_two_orders_give_equal_bytes(tmp_path: Path) -> None:
    shells = ROOT / "examples" / "shells"
    orders = {"one": sorted(shells.glob("*.csv")), "two": sorted(shells.glob("*.csv"), reverse=True)}
    for seed, (name, given) in enumerate(orders.items(), start=1):
        place = tmp_path / name
        place.mkdir()
        batches = [given] if name == "one" else [given[:4], given[4:]]
        for batch in batches:
            assert started("import", *batch, cwd=place, PYTHONHASHSEED=str(seed)).returncode == 0
        case = ROOT / "examples" / "cases" / "shells.toml"
        ran = started("leads", case, "--out", "out", cwd=place, PYTHONHASHSEED=str(seed))
        assert ran.returncode == 0, ran.stderr
    assert folder_bytes(tmp_path / "one" / "out") == folder_bytes(tmp_path / "two" / "out")


def test_screen_tells_writes_and_opens(call: Call, files: Callable[..., Path], tmp_path: Path) -> None:
    room = test_control_group.FILES
    call("import", files("groups", parties=room["parties.csv"], holdings=room["holdings.csv"]))
    ran = call("screen", "--out", tmp_path / "out", "--json")
    assert ran.code == 0 and [h["kind"] for h in ran.value["hits"]] == ["control-group"]
    assert (tmp_path / "out" / "screening.csv").is_file()
    told = call("screen", "--open", ran.value["hits"][0]["id"])
    assert "kept as case screen-" in told.err and "holdings.csv row 2" in told.out and "总公司" in told.out
    one_line(call("screen", "--limit", "0"), "--limit")
    one_line(call("screen", "--rule", "nosuch"), "control-group")
