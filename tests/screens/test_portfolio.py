"""The portfolio page without a browser: ranked, sifted, opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.cases import kept_cases
from casework.load import Import, bring_in
from graph.store.workspace import Workspace
from tests.called import started
from tests.screens.test_app import AT, ROOT, said, shown

CASES = (
    "id,title,debtors,amount,currency,arose,suit,judgment,as_of\n"
    "p-1,宏砼诉澜江建设,LJJS,8000000,CNY,2022-05-01,2023-09-01,2024-02-01,2024-10-01\n"
    "p-2,<b>nobody</b>,NOBODY,1,CNY,,,,\n"
    + "".join(f"q-{n},第{n}案,LJJS,{n}000,CNY,2022-05-01,,,2024-10-01\n" for n in range(1, 27))
)


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    home = tmp_path_factory.mktemp("portfolio")
    place = Workspace.at(home / "workspace")
    bring_in(place, Import((ROOT / "examples" / "construction",), None, "construction"), actor="test", at=AT)
    (home / "cases.csv").write_text(CASES, "utf-8")
    asked = ("--workspace", place.folder, "batch", "cases.csv", "--out", "out", "--formats", "json")
    ran = started(*asked, cwd=home)
    assert ran.returncode == 1, ran.stderr
    return place


@pytest.fixture
def at_desk(worked: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("LOOKTHROUGH_WORKSPACE", str(worked.folder))
    return worked


def test_a_workspace_without_runs_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOOKTHROUGH_WORKSPACE", str(tmp_path / "w"))
    told = said(shown("portfolio"))
    assert "No batch has been run yet" in told and "lookthrough batch cases.csv" in told


def test_cases_stand_ranked_by_pages_and_a_failed_one_last_with_its_reason(at_desk: Workspace) -> None:
    page = shown("portfolio")
    told = said(page)
    assert "27 cases done, 1 not done" in told and "宏砼诉澜江建设" in told and "1–25 of 28" in told
    assert "Not done" not in told, "it is the last of all"
    next(b for b in page.button if b.label == "Later").click().run()
    told = said(page)
    assert "26–28 of 28" in told and "Not done" in told and "<b>nobody</b>" not in told


def test_rows_are_sifted_by_kind_and_text_in_the_address(at_desk: Workspace) -> None:
    told = said(shown("portfolio", only="failed"))
    assert "p-2" in told and "q-1" not in told and "p-1" not in told
    told = said(shown("portfolio", which="宏砼"))
    assert "宏砼诉澜江建设" in told and "q-1" not in told
    assert "q-1" in said(shown("portfolio", at="nonsense", only="nothing"))


def test_a_case_of_the_run_opens_and_is_kept(at_desk: Workspace) -> None:
    page = shown("portfolio", which="宏砼")
    next(b for b in page.button if b.key == "open-p-1").click().run()
    assert not page.exception and [c["id"] for c in kept_cases(at_desk)] == ["p-1"]


def test_a_run_on_earlier_data_says_so(at_desk: Workspace) -> None:
    assert "earlier data" not in said(shown("portfolio"))
    bring_in(at_desk, Import((ROOT / "examples" / "shells",), None, "shells"), actor="test", at=AT)
    assert "earlier data" in said(shown("portfolio"))
