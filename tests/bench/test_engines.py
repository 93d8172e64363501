"""The engines bench: made-up registers that say what they should."""

from __future__ import annotations

from pathlib import Path

from bench.engines import screening_lines, store_lines
from bench.screened_register import register
from casework.screening import screen
from casework.screening_ground import worked
from casework.screening_local import local_engine
from casework.shelf import keep_files
from queries.screening_rule import screening_rules
from tests.screenings import DAY


def test_the_same_seed_gives_the_same_register_and_rules_speak(tmp_path: Path) -> None:
    one, two = register(6_000, 8_000, 5), register(6_000, 8_000, 5)
    assert all(one.tables[t].equals(two.tables[t]) for t in one.tables)
    folder = tmp_path / "snapshots" / one.id
    folder.mkdir(parents=True)
    keep_files(one, folder)
    known = worked(folder, DAY, screening_rules())
    found = screen(local_engine(folder, DAY, known), one.sources, one.id, DAY)
    hits = {look.rule.slug: look.hits for look in found.looked}
    assert all(not look.needs for look in found.looked)
    assert hits["mass-address"] and hits["ring"] and hits["control-group"]
    assert hits["round-trip"] and hits["pass-through"]
    assert all(hit.said.evidence for hit in found.hits)


def test_ratios_and_aims_are_told() -> None:
    own = {"load s": 1.0, "look-through ms": 0.1, "kernel ms": 0.05, "cut ms": 3.0, "rows": 7}
    theirs = {"load s": 25.0, "look-through ms": 1.9, "rows": 7}
    told = "\n".join(store_lines({"embedded": own, "neo4j": theirs}))
    assert "25.0×" in told and "load 20×: 25.0× reached" in told and "look-through 20×: 19.0× MISSED" in told
    local = {"seconds": 50.0, "ownership": 9.0, "cpu": 70.0, "peak": 4e9, "hits": {"ring": 3}, "sum": "a"}
    told = "\n".join(screening_lines({"local": local, "spark": {**local, "seconds": 500.0}}))
    assert "the same bytes: yes; Spark / local 10.0×" in told and "MISSED" not in told
    told = "\n".join(
        screening_lines({"local": {**local, "seconds": 61.0, "peak": 9e9}, "spark": {**local, "sum": "b"}})
    )
    assert "the same bytes: NO" in told and told.count("MISSED") == 2
