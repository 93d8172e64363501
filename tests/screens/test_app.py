"""The screens without a browser: words, escaping, each page."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from markupsafe import Markup
from streamlit.testing.v1 import AppTest

from casework.cases import keep_file, keep_new, kept_cases
from casework.given import given_rows, shown_cells
from casework.load import Import, bring_in
from casework.serving import APP, SETTINGS, command
from graph.errors import CaseFileFault, LookthroughError
from graph.store.workspace import Workspace
from screens import bring, chain, text
from screens.words import CONFLICTS, WORDS

ROOT = Path(__file__).resolve().parents[2]
AT = "2024-10-01T00:00:00Z"
HOSTILE = "<script>window.stung=1</script> **fat** www.evil.example [x](http://evil.example) \u202e007"
PAGE = """
import streamlit as st
from screens import audit, cases, chain, data, entity, overview, portfolio, queries, screening, state, watch
screens = {{
    "cases": cases, "overview": overview, "chain": chain, "entity": entity, "queries": queries, "data": data, "audit": audit,
    "portfolio": portfolio, "screening": screening, "watch": watch,
}}
def page(name):
    def show(): state.guarded(screens[name].show)
    show.__name__ = name
    return show
pages = {{n: st.Page(page(n), title=n, url_path=n, default=n == {name!r}) for n in screens}}
st.session_state["pages"] = pages
st.navigation(list(pages.values()), position="hidden").run()
"""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    place = Workspace.at(tmp_path_factory.mktemp("app") / "workspace")
    bring_in(place, Import((ROOT / "examples" / "construction",), None, "construction"), actor="test", at=AT)
    keep_file(place, ROOT / "examples" / "cases" / "construction.toml")
    return place


@pytest.fixture
def at_desk(held: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("LOOKTHROUGH_WORKSPACE", str(held.folder))
    return held


def shown(name: str, **address: str) -> AppTest:
    page = AppTest.from_string(PAGE.format(name=name), default_timeout=60)
    page.query_params["lang"] = "en"
    for key, value in address.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def said(page: AppTest) -> str:
    return "\n".join(str(piece.proto.body) for piece in page.get("html"))


def test_every_word_that_a_screen_asks_for_is_there_in_both_languages() -> None:
    asked = set()
    for path in [ROOT / "app.py", *sorted((ROOT / "screens").glob("*.py"))]:
        asked |= set(re.findall(r'\b(?:t|say)\("([a-z_0-9]+)"', path.read_text("utf-8")))
    assert len(asked) > 60 and asked - WORDS.keys() == set()
    assert [key for key, pair in {**WORDS, **CONFLICTS}.items() if not (pair[0].strip() and pair[1].strip())] == []
    assert [k for k, (zh, en) in WORDS.items() if zh.count("{}") != en.count("{}")] == []


def test_what_a_file_says_is_never_markup() -> None:
    made = str(text.fill('<p title="{a}">{a}</p>', a=HOSTILE + '" onclick="x'))
    assert "<script" not in made and '" onclick' not in made and "&lt;script&gt;" in made
    assert "\u202e" not in made and "[U+202E]007" in made
    assert str(text.fill("{a}", a=text.fill("<b>{b}</b>", b="&"))) == "<b>&amp;</b>"
    assert str(text.fill("{a}", a="{b} محمد")) == "{b} محمد"


def test_a_table_escapes_heads_and_cells() -> None:
    made = str(text.table(["<i>"], [["<b>", "x\ny"]]))
    assert "&lt;i&gt;" in made and "<bdi>&lt;b&gt;</bdi>" in made and "x y" in made
    assert str(text.folded("head", Markup(""))) == ""


def test_the_server_is_started_as_safely_as_its_own_configuration() -> None:
    asked = command(8123, "127.0.0.1")
    pairs = list(pairwise(asked))
    assert asked[:5][-1] == str(APP) and APP.is_file()
    for name, value in {**SETTINGS, "server.address": "127.0.0.1", "server.port": "8123"}.items():
        assert (f"--{name}", value) in pairs
    assert SETTINGS["browser.gatherUsageStats"] == "false" and SETTINGS["client.showErrorDetails"] == "none"
    assert [b for a, b in pairs if a == "--server.allowedHosts"] == ["localhost", "127.0.0.1", "[::1]"]
    abroad = command(8123, "0.0.0.0")
    assert ("--server.address", "0.0.0.0") in pairwise(abroad)
    assert "--server.allowedHosts" not in abroad, "whoever opens it to others names his own hosts"


def test_the_command_line_says_all_that_the_file_says() -> None:
    """From another directory .streamlit/config.toml is not read: nothing may stand there alone."""
    said_there = dict(
        re.findall(r"^(\w+) = (\S+)", (ROOT / ".streamlit" / "config.toml").read_text("utf-8"), re.MULTILINE)
    )
    ours = {name.partition(".")[2]: value for name, value in SETTINGS.items()} | {"address": "127.0.0.1"}
    assert {k: v.strip('"') for k, v in said_there.items()}.items() <= ours.items()


def test_cited_rows_are_shown_as_given_and_only_from_the_very_file(held: Workspace) -> None:
    source = next(s for s in held.sources() if s.name == "share_transfers.csv")
    cited = {"source": source.name, "row": 2, "sha256": source.sha256}
    found = given_rows(held, [cited])
    assert found[source.name, "2", source.sha256][:2] == ("C-T1", "LJZY")
    assert given_rows(held, [{**cited, "sha256": "0" * 64}]) == {}
    assert given_rows(held, [{**cited, "row": 9999}]) == {}
    assert given_rows(held, [{**cited, "row": "Sheet1!2"}]) == {}


def test_personal_numbers_and_homes_are_masked_in_a_row_as_given() -> None:
    cells = shown_cells(["Z1", "person", "周蔚", "110101197001011234", "江临市云栖区青禾巷6号302室", None, ""])
    assert cells[:3] == ("Z1", "person", "周蔚") and len(cells) == 5
    assert "19700101" not in cells[3] and cells[4] == "江临市云栖区"
    firm = shown_cells(["HZSM", "company", "江临市云栖区青禾巷6号302室", "2022-07-12"])
    assert firm[2:] == ("江临市云栖区青禾巷6号302室", "2022-07-12")


def test_a_new_case_is_kept_and_never_written_over_another(tmp_path: Path) -> None:
    place = Workspace.at(tmp_path / "w")
    keys = {"id": " a-1 ", "title": 'Say "x"\nand \\', "debtors": ["甲"], "arose": date(2024, 3, 5), "amount": ""}
    assert keep_new(place, keys) == "a-1"
    kept = kept_cases(place)[0]
    assert (kept["title"], kept["arose"], kept["debtors"]) == ('Say "x"\nand \\', date(2024, 3, 5), ["甲"])
    with pytest.raises(CaseFileFault, match="kept already"):
        keep_new(place, keys)
    for wrong in ("", "../x", ".x"):
        with pytest.raises(CaseFileFault):
            keep_new(place, {**keys, "id": wrong})
    with pytest.raises(CaseFileFault, match="debtor"):
        keep_new(place, {**keys, "id": "b", "debtors": []})


def test_an_empty_workspace_begins_with_the_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOOKTHROUGH_WORKSPACE", str(tmp_path / "nothing"))
    page = shown("cases")
    assert [b.label for b in page.button] == ["Import the examples"] and "Start here" in said(page)
    for name in ("overview", "chain", "entity", "queries", "audit"):
        assert "The workspace holds no data yet." in said(shown(name, case="x"))
    assert not (tmp_path / "nothing").exists(), "looking makes nothing"


def test_cases_are_listed_and_a_broken_one_says_its_fault(at_desk: Workspace) -> None:
    broken = at_desk.folder / "cases" / "broken.toml"
    broken.write_text(f"title = {HOSTILE!r}\n", "utf-8")
    try:
        page = shown("cases")
        told = said(page)
        assert "宏砼混凝土" in told and "CNY 8,000,000" in told and "江临市澜江建设工程有限公司" in told
        assert 'class="fault"' in told and "<script" not in told
    finally:
        broken.unlink()


def test_assets_in_plain_sight_stand_above_the_leads(at_desk: Workspace) -> None:
    told = said(shown("overview", case="construction"))
    assert told.index("In plain sight") < told.index("Leads, by priority") < told.index("Undervalue")
    assert "looked for, not found" in told and "What speaks against it" in told
    assert re.search(r"Priority 0\.\d{4} = strength of support 0\.\d{4} \+", told), "a score is shown as its sum"
    assert "What was searched" in told and "Twelve indicators" in told


def test_an_unknown_case_is_one_line_with_its_remedy(at_desk: Workspace) -> None:
    told = said(shown("overview", case="no-such-case"))
    assert 'class="fault"' in told and "no case no-such-case" in told and "Cases screen" in told
    assert "Choose a case first" in said(shown("overview"))


def test_an_unforeseen_fault_is_one_line_too(at_desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert chain.show.__name__ == "show", "imported before the fault is planted"
    monkeypatch.setattr("screens.overview.opened", lambda: 1 / 0)
    told = said(shown("overview", case="construction"))
    assert "failed in a way nobody foresaw" in told and "ZeroDivisionError" not in told


def test_a_line_in_the_address_shows_its_row_and_hash(at_desk: Workspace) -> None:
    source = next(s for s in at_desk.sources() if s.name == "share_transfers.csv")
    told = said(shown("chain", case="construction", e="edge:0"))
    picked = told[told.index('class="picked"') :].split("<details")[0]
    assert "share transfer, 70%" in picked and "share_transfers.csv" in picked
    assert "row 2" in picked and source.sha256 in picked


@pytest.mark.parametrize("address", ["edge:99", "edge:-1", "edge:٣", "node:nobody", "x", "edge:"])
def test_a_selection_that_is_not_in_the_chain_selects_nothing(at_desk: Workspace, address: str) -> None:
    told = said(shown("chain", case="construction", e=address))
    assert 'class="picked"' not in told and "All evidence of this lead" in told


def test_a_lead_that_is_gone_is_said(at_desk: Workspace) -> None:
    assert "not in the data any more" in said(shown("chain", case="construction", lead="gone"))


def test_a_saved_query_runs_from_the_address(at_desk: Workspace) -> None:
    told = said(shown("queries", query="owners-up", run="1", **{"p.party": "LJZY"}))
    assert re.search(r"<b>Rows: [1-9]\d*</b>", told) and "江临市恒筑商贸有限公司" in told


def test_a_query_that_finds_nothing_says_so_and_one_that_cannot_run_says_why(at_desk: Workspace) -> None:
    assert "0 rows: the data holds nothing that fits" in said(shown("queries", query="owners-up", **{"p.party": "ZW"}))
    told = said(shown("queries", query="owners-up", **{"p.party": "nobody at all"}))
    assert 'class="fault"' in told and "no party answers to nobody at all" in told


def test_two_files_of_one_name_are_not_laid_over_each_other() -> None:
    class File:
        name = "a.csv"

        def getvalue(self) -> bytes:
            return b""

    with pytest.raises(LookthroughError, match="two files have this name"):
        bring.load_uploads([File(), File()], "x")


def test_import_without_a_file_is_said(at_desk: Workspace) -> None:
    page = shown("data")
    page.button[0].click().run()
    assert "Choose files first" in said(page)
    page.text_input[1].set_value("/no/such/folder").run()
    page.button[0].click().run()
    assert "no such file or folder" in said(page) and not page.exception


def test_today_counts_from_the_day_in_the_address_and_names_the_case(at_desk: Workspace) -> None:
    told = said(shown("cases", day="2024-10-01"))
    assert "Today · 2024-10-01 (2)" in told and "23 days left" in told and "16 days left" in told and "renewal" in told
    later = said(shown("cases", day="2030-01-01"))
    assert "From 2030-01-01 on, nothing ends within these windows" in later
    assert "Today" in said(shown("cases", day="no-day")), "a day that does not exist is today"


def test_a_case_shows_its_amount_stage_and_next_day(at_desk: Workspace) -> None:
    told = said(shown("cases", day="2024-10-01"))
    assert "enforcement 2024-05-01" in told and "2024-10-17 (16 days left)" in told and "CNY 8,000,000" in told


def test_a_lead_is_dismissed_with_a_reason_kept_in_the_trail_and_taken_back(at_desk: Workspace) -> None:
    page = shown("overview", case="construction")
    button = next(b for b in page.button if str(b.key).startswith("dismiss-"))
    lead = str(button.key).removeprefix("dismiss-")
    button.click().run()
    next(b for b in page.button if b.key == "why-why_namesake").click().run()
    page = shown("overview", case="construction")
    told = said(page)
    assert "a namesake, another person" in told and "The reasons stay in the trail" in told
    entry = next(e for e in reversed(at_desk.trail()) if e.verb == "judge-lead")
    assert entry.object == lead and "namesake" in entry.detail
    next(b for b in page.button if b.key == f"reopen-{lead}").click().run()
    assert "a namesake, another person" not in said(shown("overview", case="construction"))


def test_what_was_seen_stands_in_the_trail_once_a_session(at_desk: Workspace) -> None:
    before = len(at_desk.trail())
    page = shown("overview", case="construction")
    page.run()
    fresh = at_desk.trail()[before:]
    assert [(e.verb, e.object) for e in fresh] == [("view", "construction")]


def test_a_party_has_its_page_and_an_ambiguous_one_a_line(at_desk: Workspace) -> None:
    told = said(shown("entity", party="LJJS", asof="2022-01-01"))
    assert "江临市澜江建设工程有限公司" in told and "91990100MA90000119" in told and "2022-01-01" in told
    assert "100%" in told, "on that day it still held the whole"
    assert "holdings.csv" in told and "Leads that use it" in told
    assert "Control, as the whole register counts it" in told and "Controls (" in told
    assert "no party answers to nobody" in said(shown("entity", party="nobody"))


def test_the_trail_is_shown_and_verified(at_desk: Workspace) -> None:
    page = shown("audit", what="changed")
    told = said(page)
    assert "changed · import" in told and "seen · view" not in told
    next(b for b in page.button if b.label == "Verify").click().run()
    assert "as they were written" in said(page)


def test_a_question_of_ones_own_is_run_and_a_write_refused(at_desk: Workspace) -> None:
    asked = "MATCH (p:Party {id: 'LJJS'}) RETURN p.name AS name"
    assert "江临市澜江建设工程有限公司" in said(shown("queries", tab="own", cypher=asked))
    told = said(shown("queries", tab="own", cypher="MATCH (p:Party) DELETE p"))
    assert 'class="fault"' in told and "a query only asks" in told


def test_an_answer_of_paths_is_drawn_when_asked(at_desk: Workspace) -> None:
    page = shown("queries", query="owners-up", run="1", **{"p.party": "LJZY", "as": "chain"})
    assert "<table>" not in said(page) and page.get("bidi_component")


def test_opened_parties_and_a_path_come_from_the_address(at_desk: Workspace) -> None:
    told = said(shown("chain", case="construction", x="LJJS", e="edge:x:LJJS>WJG1"))
    picked = told[told.index('class="picked"') :].split("All evidence")[0]
    assert "holdings.csv" in picked and "roles.csv" in picked
    told = said(shown("chain", case="construction", pf="LJJS", pt="何立群", e="edge:p0:HZSM>HLQ"))
    assert "The strongest of" in told
    assert "no party answers" in said(shown("chain", case="construction", pf="LJJS", pt="nobody at all"))
