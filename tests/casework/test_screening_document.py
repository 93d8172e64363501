"""A screening as it leaves: for others than the house, nobody by name."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casework.load import Import, bring_in
from casework.screen_run import screening, write
from casework.screening_document import copy_of
from graph.errors import LookthroughError
from graph.store.workspace import Workspace
from queries.screening.mass_director import MANY
from reports.screening import PRINTED
from tests.called import Call
from tests.reports.unpacked import found

PERSON, TWIN = "欧阳采薇", "Mary Quentin-Jones"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Firms with two persons in front of many of them, one named in Latin letters."""
    home = tmp_path_factory.mktemp("screened")
    rows = home / "rows"
    rows.mkdir()
    parties = [f"F{n},company,第{n}有限公司,913100{n:03d}" for n in range(2 * MANY)]
    (rows / "parties.csv").write_text(
        "\n".join(["id,kind,name,other_identifiers", *parties, f"P,person,{PERSON},cn-id:110105199003070029", f"Q,person,{TWIN},"]) + "\n",
        encoding="utf-8",
    )  # fmt: skip
    posts = [f"{who},F{n},legal_representative" for n in range(2 * MANY) for who in ("PQ"[n % 2],)]
    (rows / "roles.csv").write_text("\n".join(["person,company,role", *posts]) + "\n", encoding="utf-8")
    held = Workspace.at(home / "w")
    bring_in(held, Import((rows,)), actor="tester", at="2026-01-01T00:00:00Z")
    return held


@pytest.fixture(scope="module")
def document(place: Workspace) -> dict[str, Any]:
    made = screening(place, date(2026, 1, 1))
    assert {h["kind"] for h in made["hits"]} >= {"mass-director"}
    return {name: value for name, value in made.items() if name != "engine"}


@pytest.mark.parametrize("level", ["internal", "client", "court"])
@pytest.mark.parametrize("form", PRINTED)
def test_persons_are_named_within_the_house_alone(form: str, level: str, document: dict[str, Any]) -> None:
    content = PRINTED[form](copy_of(document, level, "2027-05-01"))
    for name in (PERSON, TWIN):
        assert bool(found(name, content)) == (level == "internal"), name
    assert found("第1有限公司", content), "firms keep their names"
    assert found(f"{level} copy", content) and found("2027-05-01", content)
    assert not found("110105199003070029", content)


def test_without_a_day_it_goes_when_it_has_served_its_purpose(document: dict[str, Any]) -> None:
    assert "served its purpose" in copy_of(document)["marks"][1]["en"]
    assert "persons" not in copy_of(document)
    with pytest.raises(LookthroughError, match="no such level"):
        copy_of(document, "press")


def test_the_same_copy_twice_is_the_same_bytes(document: dict[str, Any], tmp_path: Path) -> None:
    one, two = (write(document, tmp_path / name, tuple(PRINTED), "client") for name in "ab")
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]


def test_the_command_masks_what_it_writes_and_what_it_says(
    place: Workspace, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOOKTHROUGH_WORKSPACE", str(place.folder))
    ran = call("screen", "--level", "client", "--out", "out", "--formats", "json", "--json")
    assert ran.code == 0 and PERSON not in ran.out and "欧阳某" in ran.out
    assert ran.value["level"] == "client" and PERSON not in Path("out/screening.json").read_text("utf-8")
    assert json.loads(place.trail()[-1].detail)["level"] == "client"
    assert call("screen", "--level", "press").code == 2
