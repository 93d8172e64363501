"""What every screening rule must have, and every hit of each."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from casework.screening import Hit
from casework.screening_document import document_of, hit_id
from queries.lead import Evidence
from queries.screening_rule import Rule, screening_rules, strength
from tests.screenings import screened
from tests.shelf import Files

RULES = screening_rules()


def fixture(rule: Rule) -> Files:
    """The register in the rule's own test file that makes it speak."""
    found: Files = importlib.import_module(f"tests.queries.screening.test_{rule.slug.replace('-', '_')}").FILES
    return found


@pytest.fixture(params=RULES, ids=lambda r: r.slug)
def rule(request: pytest.FixtureRequest) -> Rule:
    found: Rule = request.param
    return found


@pytest.fixture
def hits(rule: Rule, tmp_path: Path) -> tuple[Hit, ...]:
    return screened(fixture(rule), tmp_path, rule).hits


def test_there_are_rules_in_files_of_their_names() -> None:
    folder = Path(__file__).resolve().parents[3] / "queries" / "screening"
    files = {p.stem.replace("_", "-") for p in folder.glob("*.py")} - {"--init--"}
    assert {r.slug for r in RULES} == files and len(RULES) >= 3


def test_it_is_titled_and_asks_in_both_languages(rule: Rule) -> None:
    for text in (rule.title, rule.asks, rule.unit, *rule.counter_evidence):
        assert text.zh.strip() and text.en.strip() and text.zh != text.en
    assert rule.needs and rule.counter_evidence


def test_every_line_has_a_unit_and_a_basis(rule: Rule) -> None:
    assert rule.thresholds
    for line in rule.thresholds:
        assert line.value > 0 and line.unit and line.basis.zh and line.basis.en


def test_its_register_makes_it_speak(rule: Rule, hits: tuple[Hit, ...]) -> None:
    assert hits and all(h.rule is rule for h in hits)


def test_every_line_cites_a_file_and_a_row_of_it(rule: Rule, hits: tuple[Hit, ...]) -> None:
    texts = fixture(rule)
    for hit in hits:
        rows = [*hit.said.evidence, *(c for c in hit.said.counter if isinstance(c, Evidence))]
        assert hit.said.evidence
        for row in rows:
            assert row.place.source in texts and row.text.zh and row.text.en
            assert 2 <= int(row.place.line) <= texts[row.place.source].count("\n") + 1
            assert len(row.place.sha256) == 64 and row.place.fact


def test_every_hit_says_what_speaks_against_it(hits: tuple[Hit, ...]) -> None:
    for hit in hits:
        assert hit.said.counter or hit.said.notes
        for text in (hit.said.text, *hit.said.notes):
            assert text.zh and text.en
        assert "None" not in hit.said.text.zh + hit.said.text.en


def test_a_hit_is_about_named_parties_one_of_which_can_be_a_debtor(hits: tuple[Hit, ...]) -> None:
    for hit in hits:
        assert hit.said.parties and all(hit.names[p].id for p in hit.said.parties)
        assert len(set(hit.said.parties)) == len(hit.said.parties)


def test_strength_rises_with_the_figure_and_halves_where_explained(rule: Rule) -> None:
    told = [strength(rule, {"value": v, "explained": 0}) for v in (rule.line, rule.line * 3)]
    assert told[0] == 0.5 and told[1] == 0.75
    assert strength(rule, {"value": rule.line, "explained": 1}) == 0.25


def test_nothing_is_found_where_there_is_nothing(rule: Rule, tmp_path: Path) -> None:
    found = screened({"parties.csv": "id,kind,name\nA,company,甲公司\n"}, tmp_path, rule)
    assert found.hits == ()
    missing = set(rule.needs) - {"parties"}
    assert set(found.looked[0].needs) == missing


def test_rows_in_another_order_give_the_same_hits(rule: Rule, hits: tuple[Hit, ...], tmp_path: Path) -> None:
    turned = {}
    for name, text in fixture(rule).items():
        head, *rows = text.splitlines()
        turned[name] = "\n".join([head, *reversed(rows)]) + "\n"
    again = screened(turned, tmp_path / "turned", rule).hits
    assert [(hit_id(h), h.said.text) for h in again] == [(hit_id(h), h.said.text) for h in hits]


def test_the_limit_cuts_what_is_told_and_not_what_is_counted(rule: Rule, tmp_path: Path) -> None:
    whole = screened({"a": fixture(rule), "b": fixture(rule)}, tmp_path / "w", rule)
    cut = screened({"a": fixture(rule), "b": fixture(rule)}, tmp_path / "c", rule, limit=1)
    assert cut.looked[0].hits == whole.looked[0].hits >= len(whole.hits) > 1 or whole.looked[0].hits == 1
    assert document_of(cut)["hits"] == document_of(whole)["hits"][:1]
