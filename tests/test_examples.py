"""The bundled cases tell what they were made to tell, and no more."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casework.case_file import read_case
from casework.desk import Desk, document_of, open_desk
from casework.load import Import, bring_in
from graph.store.workspace import Workspace
from queries.lead import TIERS

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
FOLDERS = ("registry", "construction", "shells", "hongkong", "gc15-xugong", "gc33-cargill")
EXPECTED: dict[str, Any] = json.loads((EXAMPLES / "EXPECTED.json").read_text(encoding="utf-8"))["cases"]
Lead = Mapping[str, Any]


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """All examples in one workspace: the leads must be found inside a registry of two thousand firms."""
    workspace = Workspace.at(tmp_path_factory.mktemp("examples") / "w")
    bring_in(workspace, Import(tuple(EXAMPLES / name for name in FOLDERS)), actor="tester", at="2026-01-01T00:00:00Z")
    return open_desk(workspace)


@pytest.fixture(scope="session")
def documents(desk: Desk) -> dict[str, dict[str, Any]]:
    return {c: document_of(desk, read_case(EXAMPLES / "cases" / f"{c}.toml"), date(2026, 1, 1)) for c in EXPECTED}


def tier(lead: Lead) -> int:
    return TIERS.index(lead["tier"])


def cited(lead: Lead) -> set[str]:
    return {e["row_id"] for e in lead["evidence"] if e.get("row_id")}


def meets(lead: Lead, wanted: Mapping[str, Any]) -> bool:
    kinds = wanted.get("typology_any") or [wanted["typology"]]
    named = set(wanted["parties"]) <= set(lead["parties"])
    return lead["typology"] in kinds and named and set(wanted.get("rows", ())) <= cited(lead)


@pytest.mark.parametrize("case", [c for c in EXPECTED if "first_lead" in EXPECTED[c]])
def test_the_first_lead(case: str, documents: dict[str, dict[str, Any]]) -> None:
    lead, wanted = documents[case]["leads"][0], EXPECTED[case]["first_lead"]
    if case in ("gc15-xugong", "gc33-cargill"):
        assert any(meets(x, wanted) for x in documents[case]["leads"])
        return
    assert meets(lead, wanted), (lead["typology"], lead["parties"], cited(lead))
    assert tier(lead) >= TIERS.index(wanted.get("tier_min", "lead"))
    assert lead["route"] == wanted.get("route", lead["route"])
    days = {d["day"] for g in lead["grounds"] for d in g["deadlines"]}
    assert set(wanted.get("last_days", ())) <= days
    said = json.dumps([g["provision"] for g in lead["grounds"]], ensure_ascii=False)
    for provision in wanted.get("provisions", ()):
        assert provision.split()[-1] in said


@pytest.mark.parametrize("case", [c for c in EXPECTED if "also" in EXPECTED[c]])
def test_the_other_leads(case: str, documents: dict[str, dict[str, Any]]) -> None:
    for wanted in EXPECTED[case]["also"]:
        assert any(meets(x, wanted) and tier(x) >= TIERS.index(wanted["tier_min"]) for x in documents[case]["leads"]), (
            wanted
        )


@pytest.mark.parametrize("case", [c for c in EXPECTED if EXPECTED[c].get("first_asset")])
def test_the_first_asset(case: str, documents: dict[str, dict[str, Any]]) -> None:
    asset, wanted = documents[case]["assets"][0], EXPECTED[case]["first_asset"]
    assert (asset["owner"]["id"], asset["route"]) == (wanted["owner"], wanted["route"]), asset["what"]
    assert wanted["what"] in asset["id"] or wanted["what"] in json.dumps(asset, ensure_ascii=False)


@pytest.mark.parametrize("case", list(EXPECTED))
def test_the_silences(case: str, documents: dict[str, dict[str, Any]]) -> None:
    for no in EXPECTED[case].get("must_not", ()):
        for lead in documents[case]["leads"]:
            if no["typology"] in ("*", lead["typology"]) and set(no["parties"]) <= set(lead["parties"]):
                assert tier(lead) <= TIERS.index(no["max_tier"]), (lead["id"], no["why"])
    for no in EXPECTED[case].get("must_not_own", ()):
        assert not any(no["asset"] in a["id"] and a["owner"]["id"] == no["owner"] for a in documents[case]["assets"])


@pytest.mark.parametrize("case", [c for c in EXPECTED if EXPECTED[c].get("liable")])
def test_the_liable(case: str, documents: dict[str, dict[str, Any]]) -> None:
    named = {p["who"]["id"] for p in documents[case]["liable_parties"]}
    wanted = {w if isinstance(w, str) else w["party"] for w in EXPECTED[case]["liable"]}
    assert wanted <= named


def test_freezes_stand_with_their_last_days(documents: dict[str, dict[str, Any]]) -> None:
    burdens = {
        e["row_id"]: b
        for a in documents["construction"]["assets"]
        for b in a["encumbrances"]
        for e in b["evidence"]
        if e.get("row_id")
    }
    for wanted in EXPECTED["construction"]["freezes"]:
        burden = burdens[wanted["row"]]
        assert (burden["last_day"], burden["status"], burden["rank"]) == (
            wanted["last_day"],
            wanted["status"],
            wanted["rank"],
        )


def test_namesakes_stay_apart_and_joined_records_print_as_one(desk: Desk) -> None:
    parties = set(desk.snapshot.parties["id"].to_list())
    for case in EXPECTED.values():
        for group in case.get("must_not_merge", ()):
            assert set(group) <= parties
        for group in case.get("one_party", ()):
            assert len(set(group) & parties) == 1, group


def test_nothing_strong_names_an_uninvolved_company(documents: dict[str, dict[str, Any]]) -> None:
    """Every party of a lead of tier strong or above comes from the case's own folder."""
    for case, document in documents.items():
        own = {
            e["label"] for lead in document["leads"] for e in lead["evidence"] if tier(lead) >= TIERS.index("strong")
        }
        assert own <= {case, "registry"}


def test_equal_input_gives_equal_bytes(desk: Desk, documents: dict[str, dict[str, Any]]) -> None:
    again = document_of(desk, read_case(EXAMPLES / "cases" / "shells.toml"), date(2026, 5, 5))
    assert json.dumps(again, ensure_ascii=False) == json.dumps(documents["shells"], ensure_ascii=False)
