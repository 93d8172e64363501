"""Own queries: guarded, versioned, shared byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from casework.own_queries import any_query, history, keep, own_queries, own_query, retire, versions
from graph.errors import LookthroughError
from graph.store.workspace import Workspace
from queries.saved import asked_for, read_own, saved_queries
from tests.called import HOLDINGS, PARTIES, Call, one_line

BY = {"actor": "tester", "at": "2026-01-01T00:00:00Z"}
TEXT = """// title.zh: 谁持有某公司至少某比例
// parameter: company party id - — The company | 公司
// parameter: least number percent 25 — At least | 至少
MATCH (p:Party)-[r:OWNS]->(c:Party {id: $company})
WHERE r.share * 100 >= $least
RETURN p.id AS owner, r.share_text AS share ORDER BY owner
"""


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return Workspace.at(tmp_path / "w")


def test_versions_are_counted_and_the_same_bytes_make_none(place: Workspace) -> None:
    first = keep(place, "big-holders", TEXT.encode(), **BY)
    assert (first.version, keep(place, "big-holders", TEXT.encode(), **BY).version) == (1, 1)
    second = keep(place, "big-holders", TEXT.replace("25", "50").encode(), **BY)
    assert (second.version, [q.version for q in versions(place, "big-holders")]) == (2, [1, 2])
    assert own_query(place, "big-holders").query.parameters[1].default == "50"
    assert own_query(place, "big-holders", 1).query.parameters[1].default == "25"
    assert first.text == own_query(place, "big-holders", 1).text == TEXT.encode(), "kept as given"
    told = history(place, "big-holders")
    assert [(t["version"], t["actor"], t["altered"]) for t in told] == [(1, "tester", False), (2, "tester", False)]
    assert list(place.verify()) == []


def test_a_version_altered_by_hand_is_told(place: Workspace) -> None:
    keep(place, "q", TEXT.encode(), **BY)
    (place.folder / "queries" / "q" / "0001.cypher").write_text(TEXT.replace("25", "1"), "utf-8")
    assert [t["altered"] for t in history(place, "q")] == [True]


def test_one_title_or_none_is_enough() -> None:
    assert dict(read_own("q", TEXT).titles) == {"en": "谁持有某公司至少某比例", "zh": "谁持有某公司至少某比例"}
    bare = read_own("q", "MATCH (p:Party) RETURN p.id AS id")
    assert (dict(bare.titles), bare.columns, bare.parameters) == ({"en": "q", "zh": "q"}, (), ())
    with pytest.raises(LookthroughError, match="no query in the file"):
        read_own("q", "// title: nothing\n")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("Not A Name", TEXT, "cannot be called"),
        ("../out", TEXT, "cannot be called"),
        (saved_queries()[0].name, TEXT, "bundled"),
        ("q", "MATCH (p) DELETE p", "a query only asks"),
        ("q", "MATCH (p:Party {id: $who}) RETURN p.id", r"asks for \$who"),
        ("q", "// parameter: broken\nMATCH (p:Party) RETURN p.id", "parameter line"),
        ("q", "MATCH (p:Party) RETURN p.id" + " " * 300_000, "bytes"),
    ],
)
def test_what_is_no_question_is_not_kept(place: Workspace, name: str, text: str, said: str) -> None:
    with pytest.raises(LookthroughError, match=said):
        keep(place, name, text.encode(), **BY)
    with pytest.raises(LookthroughError, match="not UTF-8"):
        keep(place, "q", "// 标题".encode("gb18030"), **BY)
    assert own_queries(place) == []


def test_a_day_gives_two_parameters_and_quotes_hide_none() -> None:
    assert asked_for("MATCH (p) WHERE p.x > $day_day AND p.y = '$not' RETURN $day_day") == ("day_day",)


def test_a_retired_query_is_off_the_list_and_comes_back(place: Workspace) -> None:
    keep(place, "q", TEXT.encode(), **BY)
    retire(place, "q", **BY)
    assert own_queries(place) == [] and own_query(place, "q", 1).version == 1
    with pytest.raises(LookthroughError, match="no query is called q"):
        any_query(place, "q")
    assert keep(place, "q", TEXT.encode(), **BY).version == 2
    assert any_query(place, "q").parameters[0].name == "company"


def test_the_commands_save_run_share_and_remove(call: Call, files: Callable[..., Path], tmp_path: Path) -> None:
    call("import", files("ring", parties=PARTIES, holdings=HOLDINGS))
    (tmp_path / "big-holders.cypher").write_text(TEXT, "utf-8")
    assert call("query", "save", "big-holders.cypher", "--json").value["version"] == 1
    assert any(q["name"] == "big-holders" and q["kept"] == "own" for q in call("query", "list", "--json").value)
    ran = call("query", "run", "big-holders", "--param", "company=A", "--json").value
    assert [row[0] for row in ran["rows"]] == ["B", "P"]
    (tmp_path / "big-holders.cypher").write_text(TEXT.replace("25", "50"), "utf-8")
    call("query", "save", "big-holders.cypher")
    assert [r[0] for r in call("query", "run", "big-holders", "--param", "company=A", "--json").value["rows"]] == ["P"]
    older = call("query", "run", "big-holders", "--param", "company=A", "--version", "1", "--json").value
    assert older["rows"] == ran["rows"]
    assert call("query", "export", "big-holders", "--out", "shared.cypher", "--version", "1").code == 0
    assert (tmp_path / "shared.cypher").read_text("utf-8") == TEXT
    assert len(call("query", "history", "big-holders", "--json").value) == 2
    assert call("query", "remove", "big-holders").code == 0
    one_line(call("query", "run", "big-holders"), "no query is called big-holders")
    one_line(call("query", "save", "absent.cypher"), "cannot be read")
