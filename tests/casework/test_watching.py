"""The watch list: first look, news, nothing twice, no noise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.called import HOLDINGS, PARTIES, Call, one_line

Files = Callable[..., Path]
OWN = "// parameter: company party id - — The company | 公司\nMATCH (p:Party)-[r:OWNS]->(c:Party {id: $company}) RETURN p.id AS owner"
MORE = "owner,company,share\nQ,A,5%\n"


@pytest.fixture
def held(call: Call, files: Files, tmp_path: Path) -> Call:
    call("import", files("ring", parties=PARTIES, holdings=HOLDINGS), "--source", "s")
    (tmp_path / "holders.cypher").write_text(OWN, "utf-8")
    call("query", "save", "holders.cypher")
    return call


def test_a_query_is_told_once_when_its_answer_changes(held: Call, files: Files) -> None:
    one = held("watch", "add", "query", "holders", "--param", "company=A", "--json").value
    assert held("watch", "add", "query", "holders", "--param", "company=A", "--json").value["id"] == one["id"]
    (first,) = held("watch", "run", "--json").value
    assert (first["first"], len(first["added"])) == (True, 2)
    (again,) = held("watch", "run", "--json").value
    assert (again["first"], again["added"], again["removed"]) == (False, [], [])
    held("import", files("more", holdings=MORE), "--source", "s")
    (peeked,) = held("watch", "run", "--peek", "--json").value
    assert [row["owner"] for row in peeked["added"]] == ["Q"]
    (told,) = held("watch", "run", "--json").value
    assert told["added"] == peeked["added"], "a peek is no look"
    assert held("watch", "run", "--quiet").out == ""


def test_rows_about_a_party_come_with_file_and_row_and_withdrawn_ones_go(held: Call, files: Files) -> None:
    held("watch", "add", "party", "重庆甲江建设有限公司")
    held("watch", "run")
    text = "asset,kind,holder,amount,start\nequity:A:P,freeze,,100,2024-01-01\n"
    held("import", files("more", encumbrances=text, holdings=MORE), "--source", "s")
    (told,) = held("watch", "run", "--json").value
    assert {(r["kind"], r["source"], r["row"]) for r in told["added"]} == {
        ("encumbrances", "encumbrances.csv", 2), ("holdings", "holdings.csv", 2),
    }  # fmt: skip
    assert told["removed"] == [] and told["changed"] == []
    held("forget", "s/encumbrances.csv")
    (told,) = held("watch", "run", "--json").value
    assert [r["kind"] for r in told["removed"]] == ["encumbrances"] and told["added"] == []


def test_a_case_tells_its_new_leads(held: Call, files: Files, tmp_path: Path) -> None:
    cases = tmp_path / "w" / "cases"
    cases.mkdir()
    (cases / "one.toml").write_text('debtors = ["A"]\namount = "1000000"\narose = 2020-01-01\n', "utf-8")
    held("watch", "add", "case", "one")
    held("watch", "run")
    moved = "company,from,to,share,price,reference_value,reference_basis,currency,date\nB,A,T1,30%,0,9000000,appraisal,CNY,2021-03-01\n"
    kin = "a,b,kind\nA,T1,controls\n"
    held("import", files("more", share_transfers=moved, relations=kin), "--source", "s")
    (told,) = held("watch", "run", "--json").value
    assert any("tier" in lead for lead in told["added"]) and told["removed"] == []
    assert "one" in held("watch", "list").out


def test_what_cannot_be_watched_is_one_line_and_one_fault_stops_no_other(held: Call, tmp_path: Path) -> None:
    one_line(held("watch", "run"), "nothing is watched")
    one_line(held("watch", "add", "query", "absent"), "no query is called absent")
    one_line(held("watch", "add", "query", "holders"), "lacks its parameter company")
    one_line(held("watch", "add", "case", "absent"), "no case absent")
    one_line(held("watch", "add", "party", "谁也不是"), "谁也不是")
    one_line(held("watch", "add", "weather", "A"), "cannot watch a weather")
    held("watch", "add", "party", "A")
    gone = held("watch", "add", "query", "holders", "--param", "company=A", "--json").value["id"]
    held("query", "remove", "holders")
    ran = held("watch", "run", "--out", "news.csv", "--json")
    assert ran.code == 1 and [bool(n["fault"]) for n in ran.value] == [False, True]
    assert "no query is called holders" in (tmp_path / "news.csv").read_text("utf-8-sig")
    assert held("watch", "remove", gone[:6]).code == 0
    one_line(held("watch", "remove", "zzz"), "no watched thing")
    assert held("verify", "w").code == 0
