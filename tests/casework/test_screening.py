"""Screening as a document: ranked, printed, opened as a case."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from casework.cases import keep_new, kept_case
from casework.desk import document_of as leads_of
from casework.desk import open_desk
from casework.load import Import, bring_in
from casework.screen_run import screening, write
from casework.screening_document import case_of
from graph.errors import LookthroughError
from graph.store.workspace import Workspace
from reports.screening import PRINTED
from tests.queries.screening import test_control_group, test_mass_address, test_mass_director

TODAY = date(2026, 1, 1)
DAY = date(2024, 6, 30)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    home = tmp_path_factory.mktemp("screening")
    made = Workspace.at(home / "workspace")
    for label, room in (("a", test_mass_address), ("d", test_mass_director), ("g", test_control_group)):
        folder = home / label
        folder.mkdir()
        for name, text in room.FILES.items():
            (folder / name).write_text(text.replace("王五", "=王五"), encoding="utf-8")
        bring_in(made, Import((folder,), None, label), actor="test", at="2024-10-01T00:00:00Z")
    return made


@pytest.fixture(scope="module")
def found(workspace: Workspace) -> dict[str, Any]:
    return screening(workspace, TODAY, as_of=DAY)


def test_it_gives_the_promised_fields(found: dict[str, Any]) -> None:
    assert {"groups", "hits", "engine", "snapshot"} <= set(found) and found["engine"] == "local"
    for hit in found["hits"]:
        assert {"kind", "parties", "figures", "evidence"} <= set(hit)
        assert all({"source", "row", "sha256", "text"} <= set(row) for row in hit["evidence"])
    assert [h["kind"] for h in found["hits"]] == ["control-group", "mass-address", "mass-director"]
    assert [(g["head"]["id"], g["companies"]) for g in found["groups"]] == [("X", 10)]


def test_party_numbers_of_the_snapshot_never_leave_it(found: dict[str, Any]) -> None:
    names = {name for hit in found["hits"] for name in hit["figures"]}
    assert names == {"value", "gone", "host", "door", "biggest", "licensed", "held"}


def test_the_day_is_the_newest_of_the_data(workspace: Workspace) -> None:
    assert screening(workspace, TODAY, rules=["control-group"])["as_of"] == "2026-01-01"


def test_a_rule_by_its_name(workspace: Workspace) -> None:
    one = screening(workspace, TODAY, as_of=DAY, rules=["mass-director"])
    assert [r["rule"] for r in one["rules"]] == ["mass-director"] and len(one["hits"]) == 1


@pytest.mark.parametrize(
    ("given", "words"), [({"rules": ["nosuch"]}, "control-group"), ({"engine": "abacus"}, "local or spark")]
)
def test_what_it_does_not_know_is_said_with_what_it_knows(workspace: Workspace, given: Any, words: str) -> None:
    with pytest.raises(LookthroughError, match=words):
        screening(workspace, TODAY, **given)


def test_an_empty_workspace_is_said(tmp_path: Path) -> None:
    with pytest.raises(LookthroughError, match="import"):
        screening(Workspace.at(tmp_path / "w"), TODAY)


def test_the_same_document_gives_the_same_bytes(workspace: Workspace, found: dict[str, Any]) -> None:
    again = screening(workspace, TODAY, as_of=DAY)
    for render in PRINTED.values():
        assert render(found) == render(again)


def test_every_line_of_the_csv_has_its_place_or_says_why_not(found: dict[str, Any]) -> None:
    rows = list(csv.DictReader(io.StringIO(PRINTED["csv"](found).decode("utf-8-sig"))))
    assert len(rows) == sum(len(h["evidence"]) + len(h["counter_evidence"]) + len(h["notes"]) for h in found["hits"])
    for row in rows:
        placed = bool(row["source"]) and int(row["row"]) >= 2 and len(row["sha256"]) == 64
        assert placed == (row["side"] in ("for", "against")) and row["text_zh"] and row["text_en"]


def test_no_cell_is_run_by_a_spreadsheet(found: dict[str, Any]) -> None:
    rows = list(csv.reader(io.StringIO(PRINTED["csv"](found).decode("utf-8-sig"))))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert any(cell.startswith("'=王五") for row in rows for cell in row)


def test_the_workbook_holds_hits_rows_and_what_was_searched(found: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(PRINTED["xlsx"](found)))
    hits, rows, searched = (list(sheet.values) for sheet in book.worksheets)
    assert len(hits) == 1 + len(found["hits"]) and len(searched) == 1 + len(found["rules"])
    assert len(rows) == 1 + sum(
        len(h["evidence"]) + len(h["counter_evidence"]) + len(h["notes"]) for h in found["hits"]
    )


def test_files_are_written_with_their_sums_and_without_the_engine(found: dict[str, Any], tmp_path: Path) -> None:
    written = write(found, tmp_path / "out", ["json", "csv", "xlsx"])
    assert [p.name for p in written] == ["screening.json", "screening.csv", "screening.xlsx"]
    assert (tmp_path / "out" / "SHA256SUMS").read_text().count("\n") == 3
    assert b'"engine"' not in written[0].read_bytes()
    with pytest.raises(LookthroughError, match="json, csv, xlsx"):
        write(found, tmp_path / "out", ["docx"])


def test_a_hit_opens_as_a_case_that_can_be_worked(workspace: Workspace, found: dict[str, Any]) -> None:
    group = found["hits"][0]
    kept = keep_new(workspace, case_of(found, group["id"], (), TODAY))
    keys = kept_case(workspace, kept)
    assert keys["debtors"] == ["X"] and group["id"] in keys["purpose"]
    document = leads_of(open_desk(workspace), keys, TODAY)
    assert document["case"]["id"] == kept and document["searched"]


def test_a_case_on_other_parties_of_the_hit(found: dict[str, Any]) -> None:
    hit = found["hits"][0]
    assert case_of(found, hit["id"], ["G00", "G01"], TODAY)["debtors"] == ["G00", "G01"]
    with pytest.raises(LookthroughError, match="none of the hit's parties"):
        case_of(found, hit["id"], ["C00"], TODAY)
    with pytest.raises(LookthroughError, match="no hit"):
        case_of(found, "0" * 12, (), TODAY)
