"""The generator: same seed same rows, planted and benign beside."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bench.generator import plants
from bench.generator.numbers import uscc_codes
from bench.generator.registry import Mix, Registry, registry, usual_mix, write_tables
from bench.generator.truth import read_truth, write_truth
from graph.check_digits import org_right, uscc_right
from graph.tables import TABLES, all_columns
from queries.typology import typologies

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def made() -> Registry:
    return registry(400, 8, Mix(1, 3, 2))


def test_the_same_seed_gives_the_same_bytes(made: Registry, tmp_path: Path) -> None:
    write_tables(made.tables, tmp_path / "one")
    write_tables(registry(400, 8, Mix(1, 3, 2)).tables, tmp_path / "two")
    one = {p.name: p.read_bytes() for p in (tmp_path / "one").iterdir()}
    assert one == {p.name: p.read_bytes() for p in (tmp_path / "two").iterdir()}


def test_another_seed_gives_other_stories(made: Registry) -> None:
    other = registry(400, 9, Mix(1, 3, 2))
    assert not other.tables["payments"].equals(made.tables["payments"])
    assert [c["amount"] for c in other.cases] != [c["amount"] for c in made.cases]


def test_tables_have_the_templates_columns(made: Registry) -> None:
    for table, frame in made.tables.items():
        assert table in TABLES
        assert set(frame.columns) <= {c.name for c in all_columns(table)}


def test_every_typology_is_planted_with_a_lookalike_beside_it(made: Registry) -> None:
    assert set(plants.PLANTS) == set(plants.LOOKALIKES)
    assert len(plants.PLANTS) == 27
    assert {t.slug for t in typologies()} <= set(plants.PLANTS)
    assert {p.typology for p in made.truth.planted} == set(plants.PLANTS)
    assert {d.resembles for d in made.truth.debtors if d.role == "look-alike"} == set(plants.PLANTS)


def test_parties_of_the_truth_stand_in_the_rows(made: Registry) -> None:
    declared = set(made.tables["parties"]["id"].to_list())
    for scheme in made.truth.planted:
        assert {scheme.debtor, *scheme.parties} <= declared, scheme
    assert {d.party for d in made.truth.debtors} <= declared
    assert len(made.truth.debtors) == len(made.cases)


def test_the_truth_is_not_in_the_rows(made: Registry) -> None:
    said = " ".join(str(v) for frame in made.tables.values() for v in frame.columns)
    assert "typology" not in said
    for slug in plants.PLANTS:
        for frame in made.tables.values():
            assert not any(slug in str(v) for column in frame.get_columns() for v in column.unique().to_list())


def test_official_numbers_have_right_check_digits() -> None:
    codes = uscc_codes(["990101", "990203", "990309"] * 50, 4_000).to_list()
    assert len(set(codes)) == 150
    assert all(uscc_right(code) and org_right(code[8:17]) for code in codes)


def test_more_firms_than_numbers_is_an_error() -> None:
    with pytest.raises(ValueError, match="six digits"):
        uscc_codes(["990101"], 1_000_000)


def test_full_names_are_distinct(made: Registry) -> None:
    firms = made.tables["parties"].filter(made.tables["parties"]["kind"] == "company")
    assert firms["identifier"].drop_nulls().is_duplicated().sum() == 0
    assert firms["name"].is_duplicated().sum() < firms.height // 100


def test_the_truth_is_kept_and_read_again(made: Registry, tmp_path: Path) -> None:
    write_truth(made.truth, tmp_path / "truth.json")
    assert read_truth(tmp_path / "truth.json") == made.truth


def test_the_generator_knows_no_detector() -> None:
    for path in (ROOT / "bench" / "generator").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
        named += [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
        assert [m for m in named if m.split(".")[0] in ("queries", "casework", "reports")] == [], path


def test_a_thousand_clean_debtors_at_full_size() -> None:
    assert usual_mix(100_000).clean == 1000
    assert usual_mix(1_000).each >= 2


def test_a_phoenix_takes_the_name_as_names_are_made() -> None:
    """Place, brand, trade, form: what marks the new firm stands with the brand, and the trade is the old one's."""
    made = registry(300, 5, Mix(4, 0, 0))
    names = dict(made.tables["parties"].select("id", "name").iter_rows())
    taken = [p for p in made.truth.planted if p.typology == "phoenix-company" and "name" in p.way]
    assert taken
    for scheme in taken:
        old, new = names[scheme.debtor], names[scheme.parties[0]]
        assert new != old and len(new) == len(old) + 1
        assert new[:3] == old[:3] and new[4:] == old[3:]
