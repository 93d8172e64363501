"""The pages of docs/typologies say what the rules' files say."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.make_typologies import FOLDER, pages, results, section
from queries.typology import typologies


@pytest.mark.parametrize("path", sorted(pages()), ids=lambda p: p.name)
def test_the_page_is_up_to_date(path: Path) -> None:
    assert path.is_file(), "run: python -m docs.make_typologies"
    assert path.read_text(encoding="utf-8") == pages()[path], "run: python -m docs.make_typologies"


def test_no_page_of_a_rule_that_is_gone() -> None:
    known = {f"{t.slug}.md" for t in typologies()} | {"README.md"}
    assert {p.name for p in FOLDER.glob("*.md")} <= known


def test_a_section_is_read_from_the_docstring() -> None:
    told = "x\n\nLaw\n    One.\n    Two.\nLimits\n    Three.\n"
    assert section(told, "Law") == "One.\nTwo."
    assert section(told, "Sources") == ""


def test_the_results_name_their_seed_and_size() -> None:
    found = results()
    assert found["seed"] and found["companies"] and found["measured_on"]
    assert {r["typology"] for r in found["typologies"]} >= {"undervalue-transfer-related"}
