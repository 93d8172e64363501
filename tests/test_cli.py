"""The command line as its users meet it: calls, listings, owners, paths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.called import HOLDINGS, Call, one_line


@pytest.mark.parametrize(
    "argv",
    [
        ("--workspace", "w", "--json", "status"),
        ("status", "--workspace", "w", "--json"),
        ("status", "--json", "--workspace=w"),
        ("--json", "status", "--workspace", "w"),
    ],
)
def test_workspace_and_json_stand_before_or_after(
    ring: Call, argv: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOOKTHROUGH_WORKSPACE", "elsewhere")
    assert ring(*argv).value["parties"] == 11


def test_the_variable_names_the_workspace_and_an_option_beats_it(ring: Call, tmp_path: Path) -> None:
    assert ring("status", "--json").value["parties"] == 11
    one_line(ring("status", "--workspace", tmp_path / "none"), "there is no workspace")


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        ((), "name a command"),
        (("nosuch",), "nosuch"),
        (("owners",), "party"),
        (("owners", "A", "--nosuch"), "--nosuch"),
        (("import",), "paths"),
        (("app", "--port", "99999999"), "--port"),
        (("paths", "A", "B", "--max-hops", "0"), "--max-hops"),
        (("status", "--workspace"), "--workspace"),
    ],
)
def test_a_call_it_does_not_know_is_one_line(call: Call, argv: tuple[str, ...], words: str) -> None:
    ran = call(*argv)
    assert ran.code == 2 and ran.err.count("\n") == 1
    assert words in ran.err and "--help" in ran.err


@pytest.mark.parametrize(
    "argv",
    [
        ("status",),
        ("contradictions",),
        ("merges",),
        ("owners", "A"),
        ("paths", "A", "B"),
        ("indicators", "A"),
        ("leads", "c.toml", "--out", "o"),
        ("query", "run", "empty-posts"),
        ("forget", "x"),
    ],
)
def test_without_a_workspace_every_command_is_one_line(call: Call, argv: tuple[str, ...], tmp_path: Path) -> None:
    one_line(call(*argv), "no workspace", "import")
    (tmp_path / "w").write_text("a file")
    one_line(call(*argv), "file, not a workspace")


def test_a_folder_of_somebody_else_is_no_workspace(call: Call, files: Callable[..., Path], tmp_path: Path) -> None:
    one_line(call("import", files("ring", holdings=HOLDINGS), "--workspace", files("mine", thesis="x")), "no workspace")
    assert sorted(p.name for p in (tmp_path / "mine").iterdir()) == ["thesis.csv"]


def test_a_broken_file_of_the_workspace_is_one_line(ring: Call, tmp_path: Path) -> None:
    kept = next((tmp_path / "w" / "snapshots").rglob("_parties.parquet"))
    kept.chmod(0o600)
    kept.write_bytes(b"PAR1 and no more")
    one_line(ring("status"), "verify")
    ran = ring("verify", tmp_path / "w")
    assert ran.code == 1 and "_parties.parquet" in ran.err


def test_formats_lists_every_loader(call: Call) -> None:
    rows = call("formats", "--json").value
    assert {"csv", "cn_registry", "case_note"} <= {r["name"] for r in rows}
    assert all(isinstance(r[k], str) and r[k] for r in rows for k in ("name", "reads", "recognised_by"))
    assert "csv" in call("formats").out


def test_status(ring: Call) -> None:
    value = ring("status", "--json").value
    assert (value["batches"], value["parties"], value["interests"]) == (1, 11, 8)
    assert (value["from"], value["to"]) == ("2010-01-01", "2019-01-01")
    assert {"name", "label", "sha256", "format", "rows"} <= set(value["sources"][0])
    assert isinstance(value["statements"], int) and value["statements"] > 20
    assert value["snapshot"] in ring("status").out


def test_contradictions_of_all_and_of_one(call: Call, files: Callable[..., Path]) -> None:
    call("import", files("a", holdings="owner,company,share\nP,C,60%\n"), "--source", "x")
    call("import", files("b", holdings="owner,company,share\nP,C,70%\nQ,D,10%\n"), "--source", "x")
    rows = call("contradictions", "--json").value
    assert {"kind", "parties", "period", "statements", "settle"} <= set(rows[0])
    assert {"source", "row", "value"} <= set(rows[0]["statements"][0])
    assert {p["id"] for r in rows for p in r["parties"]} == {"P", "C"}
    assert call("contradictions", "D", "--json").value == []
    assert "row 2" in call("contradictions", "C").out


def test_indicators_are_always_twelve(ring: Call) -> None:
    for party in ("A", "P", "Z"):
        rows = ring("indicators", party, "--json").value
        assert len({r["id"] for r in rows}) == len(rows) == 12
        wanted = {"id", "value", "numerator", "denominator", "unknown", "as_of", "red", "evidence"}
        assert all(wanted <= set(r) for r in rows)
        assert all(r["unknown"] for r in rows if r["value"] is None)
    assert ring("indicators", "A").out.count("\n") >= 13


def test_owners_of_a_ring_are_exact(ring: Call) -> None:
    value = ring("owners", "A", "--json").value
    wanted = {
        "party",
        "as_of",
        "direct",
        "ultimate",
        "controllers",
        "self_ownership",
        "unknown",
        "rings",
        "assumptions",
    }
    assert wanted <= set(value)
    assert {u["holder"]["id"]: u["ownership"] for u in value["ultimate"]} == {"P": "15/22", "Q": "7/22"}
    assert (value["self_ownership"], value["unknown"], value["rings"]) == ("3/25", "0", [["A", "B"]])
    assert value["party"] == {"id": "A", "name": "重庆甲江建设有限公司", "kind": "company"}
    assert {"source": "holdings.csv", "row": 2}.items() <= value["direct"][1]["evidence"][0].items()
    assert value["ultimate"][0]["verdicts"] == dict.fromkeys(("prc-2024", "eu-amlr", "uk-psc"), "certain")
    assert "68.18%" in ring("owners", "A").out


def test_owners_on_a_day_by_one_rule(ring: Call) -> None:
    value = ring("owners", "Y", "--as-of", "2018-06-01", "--rule", "uk-psc", "--json").value
    assert [d["holder"]["id"] for d in value["direct"]] == ["W", "X", "Z"]
    assert all(list(u["verdicts"]) == ["uk-psc"] for u in value["ultimate"])
    one_line(ring("owners", "Y", "--as-of", "2024-13-01"), "2024-13-01", "YYYY-MM-DD")
    one_line(ring("owners", "Y", "--rule", "mine"), "prc-2024")


def test_paths_give_the_promised_fields(ring: Call) -> None:
    value = ring("paths", "P", "Q", "--json").value
    assert {"a", "b", "as_of", "paths", "truncated"} <= set(value)
    path = value["paths"][0]
    assert [n["id"] for n in path["nodes"]] == ["P", "A", "B", "Q"] and 0 < path["strength"] < 1
    assert {"kind", "from", "to", "share", "start", "end", "evidence"} <= set(path["edges"][0])
    assert ring("paths", "P", "X", "--json").value["paths"] == []
    assert "no connection" in ring("paths", "P", "X").out
    one_line(ring("paths", "P", "P"), "same party")


def test_whom_nobody_knows_and_whom_two_are_called(ring: Call) -> None:
    one_line(ring("owners", "无此公司"), "无此公司")
    one_line(ring("owners", "重庆同名贸易有限公司"), "T1", "T2")
    one_line(ring("owners", " "), "no party was named")
    assert ring("owners", "ring:A", "--json").value["party"]["id"] == "A"
