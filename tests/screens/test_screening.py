"""The screening page without a browser: run, sifted, opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.cases import kept_case, kept_cases
from casework.load import Import, bring_in
from graph.store.workspace import Workspace
from tests.queries.screening import test_control_group, test_mass_address, test_mass_director
from tests.screens.test_app import AT, HOSTILE, said, shown


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    home = tmp_path_factory.mktemp("screening")
    place = Workspace.at(home / "workspace")
    for label, room in (("a", test_mass_address), ("d", test_mass_director), ("g", test_control_group)):
        folder = home / label
        folder.mkdir()
        for name, text in room.FILES.items():
            hostile = HOSTILE.replace(",", " ")
            (folder / name).write_text(
                text.replace("总公司", hostile).replace(",F05有限公司", ",职业公司"), encoding="utf-8"
            )
        bring_in(place, Import((folder,), None, label), actor="test", at=AT)
    return place


@pytest.fixture
def at_desk(register: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("LOOKTHROUGH_WORKSPACE", str(register.folder))
    return register


def test_an_empty_workspace_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOOKTHROUGH_WORKSPACE", str(tmp_path / "w"))
    assert "no data yet" in said(shown("screening"))


def test_nothing_is_screened_before_it_is_asked_for(at_desk: Workspace) -> None:
    page = shown("screening")
    assert "hits" not in said(page)
    next(b for b in page.button if b.label == "Screen the register").click().run()
    assert not page.exception and "3 hits" in said(page)


def test_hits_stand_with_rows_and_with_what_speaks_against_them(at_desk: Workspace) -> None:
    told = said(shown("screening", run="1"))
    assert "Control group" in told and "holdings.csv" in told and "commands more than half of the votes" in told
    assert "looked for, not found" in told and "groups are lawful and common" in told
    assert "changes" in told and "Sudden changes" in told, "what could not be looked for is told"
    assert "<script>" not in told.replace("<style>", "") and "**fat**" in told


def test_hits_are_sifted_by_rule_in_the_address(at_desk: Workspace) -> None:
    told = said(shown("screening", run="1", only="mass-address"))
    assert "a trace to who really sits there" in told and "commands more than half" not in told
    assert "commands more than half" in said(shown("screening", run="1", only="nosuch", at="nonsense", open="1"))


def test_a_hit_opens_as_a_case_of_the_party_chosen(at_desk: Workspace) -> None:
    page = shown("screening", run="1", only="control-group")
    box = next(b for b in page.selectbox if str(b.key).startswith("debtor-"))
    assert box.value == "X"
    box.select("G00").run()
    next(b for b in page.button if b.label == "Open as a case").click().run()
    assert not page.exception
    (kept,) = kept_cases(at_desk)
    assert kept_case(at_desk, kept["id"])["debtors"] == ["G00"]
