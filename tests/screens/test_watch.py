"""Own queries, watch list and choice of store, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from casework.cases import keep_file, kept_case
from casework.desk import document_of
from casework.load import Import, bring_in
from casework.own_queries import keep, own_queries
from casework.server import server_of
from casework.shelf import current
from casework.watching import watch, watch_list
from graph.store.syncing import sync
from graph.store.workspace import Workspace
from tests.screens.test_app import AT, ROOT, said, shown
from tests.servers.neo4j import PASSWORD, Running

BY = {"actor": "tester", "at": "2026-01-01T00:00:00Z"}
TEXT = "// title: Who holds it\n// parameter: company party id - — The company | 公司\nMATCH (p:Party)-[:OWNS]->(c:Party {id: $company}) RETURN p.id AS owner ORDER BY owner"


@pytest.fixture
def at_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    place = Workspace.at(tmp_path / "workspace")
    bring_in(place, Import((ROOT / "examples" / "construction",), None, "construction"), actor="test", at=AT)
    keep_file(place, ROOT / "examples" / "cases" / "construction.toml")
    monkeypatch.setenv("LOOKTHROUGH_WORKSPACE", str(place.folder))
    return place


def test_a_question_that_was_answered_is_kept_and_asked_again(at_desk: Workspace) -> None:
    page = shown("queries", tab="own", cypher="MATCH (p:Party {id: 'LJJS'}) RETURN p.name AS name")
    page.text_input(key="own-name").set_value("the-debtor")
    page.text_input(key="own-title").set_value("债务人")
    next(b for b in page.button if b.label == "Keep this question").click().run()
    assert not page.exception
    assert [(q.name, q.query.titles["zh"], q.version) for q in own_queries(at_desk)] == [("the-debtor", "债务人", 1)]
    told = said(shown("queries", query="the-debtor", run="1"))
    assert "江临市澜江建设工程有限公司" in told and "Versions (1)" in told


def test_a_name_that_is_none_is_said_and_nothing_kept(at_desk: Workspace) -> None:
    page = shown("queries", tab="own", cypher="MATCH (p:Party {id: 'LJJS'}) RETURN p.name AS name")
    page.text_input(key="own-name").set_value("../Out")
    next(b for b in page.button if b.label == "Keep this question").click().run()
    assert own_queries(at_desk) == []
    assert "cannot be called" in str(page.session_state["fault"])


def test_an_answer_goes_on_the_watch_list_and_its_news_are_told_until_seen(at_desk: Workspace, tmp_path: Path) -> None:
    keep(at_desk, "holders", TEXT.encode(), **BY)
    page = shown("queries", query="holders", **{"p.company": "LJZY"})
    next(b for b in page.button if b.label == "Watch this").click().run()
    (entry,) = watch_list(at_desk)
    assert (entry.kind, entry.what, dict(entry.given)) == ("query", "holders", {"company": "LJZY"})
    page = shown("watch")
    assert "First look" in said(page)
    next(b for b in page.button if b.key == f"seen-{entry.id}").click().run()
    assert "Nothing changed since" in said(shown("watch"))
    (tmp_path / "holdings.csv").write_text("owner,company,share\nNEWONE,LJZY,1%\n", "utf-8")
    bring_in(at_desk, Import((tmp_path / "holdings.csv",), None, "construction"), actor="test", at=AT)
    told = said(shown("watch"))
    assert "1 came · 0 went · 0 changed" in told and "NEWONE" in told
    assert "1 came" in said(shown("watch")), "looking alone changes nothing"


def test_a_case_and_a_party_are_added_from_the_page_and_taken_off(at_desk: Workspace) -> None:
    for kind, what in (("case", "construction"), ("party", "江临市澜江建设工程有限公司")):
        page = shown("watch")
        page.selectbox(key="watch-kind").set_value(kind)
        page.text_input(key="watch-what").set_value(what)
        next(b for b in page.button if b.label == "Watch").click().run()
        assert not page.exception
    assert [(w.kind, w.what) for w in watch_list(at_desk)] == [("case", "construction"), ("party", "LJJS")]
    page = shown("watch")
    next(b for b in page.button if str(b.key).startswith("stop-")).click().run()
    assert [w.kind for w in watch_list(at_desk)] == ["party"]


def test_a_watched_case_is_worked_once_until_it_changes(at_desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []

    def counted(*given: Any) -> Any:
        worked.append(given[3])
        return document_of(*given)

    monkeypatch.setattr("casework.watching.document_of", counted)
    watch(at_desk, "case", "construction", {}, **BY)
    st.cache_resource.clear()
    worked.clear()
    for _ in range(3):
        assert "First look" in said(shown("watch"))
    assert len(worked) == 1
    path = Path(kept_case(at_desk, "construction")["path"])
    path.write_text(path.read_text("utf-8") + "\n# looked through again\n", "utf-8")
    shown("watch")
    assert len(worked) == 2


@pytest.mark.xdist_group("neo4j")
def test_the_server_answers_where_it_is_named_and_chosen(
    at_desk: Workspace, neo4j_server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "store" not in shown("queries").session_state, "without a server there is nothing to choose"
    for name, value in {"URI": neo4j_server.uri, "USER": "neo4j", "PASSWORD": PASSWORD}.items():
        monkeypatch.setenv(f"LOOKTHROUGH_NEO4J_{name}", value)
    asked = {"store": "neo4j", "tab": "own", "cypher": "MATCH (p:Party {id: 'LJJS'}) RETURN p.name AS name"}
    with server_of(at_desk, {}) as server:
        server.write("MATCH (n) DETACH DELETE n")
        assert "sync neo4j" in said(shown("queries", **asked)), "what the server does not hold is said with its remedy"
        sync(server, current(at_desk))
    assert "江临市澜江建设工程有限公司" in said(shown("queries", **asked))
    assert "a query only asks" in said(shown("queries", store="neo4j", tab="own", cypher="MATCH (p) DELETE p"))
