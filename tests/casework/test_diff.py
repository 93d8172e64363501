"""diff: rows and leads that came, went or changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.called import Call

PARTIES = "id,kind,name\nD,company,甲公司\nT,company,乙公司\nP,company,丙公司\nW,person,王某\n"
HOLDINGS = "owner,company,share,start\nD,P,60%,2015-01-01\nW,D,100%,2010-01-01\nW,T,100%,2012-01-01\n"
MOVED = "company,from,to,share,price,reference_value,reference_basis,currency,date\nP,D,T,60%,1,9000000,appraisal,CNY,2021-03-01\n"
CASE = 'debtors = ["D"]\namount = "8000000"\narose = 2020-01-01\n'


@pytest.fixture
def snapshots(call: Call, tmp_path: Path) -> tuple[str, str]:
    """Before and after a transfer filing came in and a share was corrected."""
    for name, texts in {"one": {"parties": PARTIES, "holdings": HOLDINGS}, "two": {"share_transfers": MOVED}}.items():
        (tmp_path / name).mkdir()
        for table, text in texts.items():
            (tmp_path / name / f"{table}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "case.toml").write_text(CASE)
    found = []
    for folder in ("one", "two"):
        ran = call("import", folder, "--source", "s", "--json")
        found.append(json.loads(ran.out)["snapshot"])
    return found[0], found[1]


def test_rows_and_leads_that_came(call: Call, snapshots: tuple[str, str]) -> None:
    told = json.loads(call("diff", snapshots[0][:12], snapshots[1], "--case", "case.toml", "--json").out)
    assert (told["from"], told["to"], told["truncated"]) == (*snapshots, None)
    assert told["counts"] == {"share_transfers": {"added": 1, "removed": 0, "changed": 0}}
    leads = [row for row in told["added"] if row["kind"] == "lead"]
    rows = [row for row in told["added"] if row["kind"] != "lead"]
    assert any(row["who"].startswith("undervalue-transfer-related") for row in leads)
    assert [(row["kind"], row["source"], row["row"]) for row in rows] == [("share_transfers", "share_transfers.csv", 2)]
    assert told["removed"] == []


def test_the_other_way_round_what_came_goes(call: Call, snapshots: tuple[str, str]) -> None:
    told = json.loads(call("diff", snapshots[1], snapshots[0], "--case", "case.toml", "--json").out)
    assert told["added"] == []
    assert {row["kind"] for row in told["removed"]} == {"lead", "share_transfers"}


def test_a_snapshot_differs_in_nothing_from_itself(call: Call, snapshots: tuple[str, str]) -> None:
    ran = call("diff", snapshots[0], snapshots[0])
    assert ran.code == 0
    assert "nothing changed" in ran.out


def test_an_id_that_names_no_snapshot_is_one_line(call: Call, snapshots: tuple[str, str]) -> None:
    ran = call("diff", "ffff", snapshots[0])
    assert ran.code == 2
    assert "no snapshot begins with ffff" in ran.err
    assert snapshots[0][:12] in ran.err


def test_a_day_stands_for_the_snapshot_of_its_end_and_the_newest_goes_without_saying(
    call: Call, snapshots: tuple[str, str]
) -> None:
    same = json.loads(call("diff", snapshots[0], snapshots[1], "--json").out)
    assert json.loads(call("diff", snapshots[0], "--json").out) == same
    today = json.loads(call("diff", "2999-01-01", "--json").out)
    assert (today["from"], today["counts"]) == (snapshots[1], {})
    ran = call("diff", "1999-01-01")
    assert ran.code == 2 and "no snapshot is as old as 1999-01-01" in ran.err
