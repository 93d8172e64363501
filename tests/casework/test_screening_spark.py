"""One answer from both engines: polars here, Spark beside it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import graph.store.spark
from casework.screening import Screened, screen
from casework.screening_document import document_of
from casework.screening_ground import columns_of, worked
from casework.screening_local import local_engine
from casework.screening_spark import SparkEngine, spark_engine
from graph.errors import LookthroughError
from graph.snapshot import Snapshot
from graph.store.spark import SparkTables, spark_tables
from queries.screening_rule import screening_rules
from reports.screening import PRINTED
from tests.screenings import DAY, kept
from tests.shelf import frozen

pytestmark = pytest.mark.xdist_group("spark")

# What a small register needs: the plans are the same ones, without the work of cutting them up.
SMALL = {
    "spark.driver.memory": "1g", "spark.sql.shuffle.partitions": "1", "spark.default.parallelism": "1",
    "spark.sql.adaptive.enabled": "false", "spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}  # fmt: skip
DAYS = ("2023", "2024-02", "2023-12", "2024-02-29", "1999-12-31", "", "2100", "1969-07-20")
VAGUE = "party,item,date\n" + "".join(f"A,名称,{day}\n" for day in DAYS)


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkTables]:
    """A real Spark on this machine, one for all tests of this file."""
    with spark_tables("local[2]", SMALL) as tables:
        yield tables


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """The registers that make each rule speak, side by side, and dates of every kind."""
    modules = {r.slug: importlib.import_module(f"tests.queries.screening.test_{r.slug.replace('-', '_')}") for r in screening_rules()}  # fmt: skip
    vague = {"parties.csv": "id,kind,name\nA,company,甲公司\n", "changes.csv": VAGUE}
    return frozen({**{slug: module.FILES for slug, module in modules.items()}, "vague": vague})


@pytest.fixture(scope="module")
def answers(spark: SparkTables, snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Screened]:
    folder = kept(snapshot, tmp_path_factory.mktemp("spark"))
    known = worked(folder, DAY, screening_rules())
    engines = (local_engine(folder, DAY, known), spark_engine(spark, folder, DAY, known))
    return {e.name: screen(e, snapshot.sources, snapshot.id, DAY) for e in engines}


def test_both_find_the_same_in_the_same_order(answers: dict[str, Screened]) -> None:
    local, spark = (document_of(answers[name]) for name in ("local", "spark"))
    assert {h["kind"] for h in local["hits"]} == {r.slug for r in screening_rules()}
    assert local["rules"] == spark["rules"]
    for one, other in zip(local["hits"], spark["hits"], strict=True):
        assert one == other
    assert local == spark


@pytest.mark.parametrize("format_name", sorted(PRINTED))
def test_the_exports_are_the_same_bytes(answers: dict[str, Screened], format_name: str) -> None:
    local, spark = (PRINTED[format_name](document_of(answers[name])) for name in ("local", "spark"))
    assert local == spark and len(local) > 1000


def test_dates_without_day_or_month_mean_the_same_days(spark: SparkTables, snapshot: Snapshot, tmp_path: Path) -> None:
    folder = kept(snapshot, tmp_path)
    known = worked(folder, DAY, screening_rules())
    found = []
    for engine in (local_engine(folder, DAY, known), spark_engine(spark, folder, DAY, known)):
        (frame,) = engine.collect([engine.ground["changes"].select("date", "date_first", "date_last").unique()])
        found.append({row["date"]: (row["date_first"], row["date_last"]) for row in frame.iter_rows(named=True)})
    assert found[0] == found[1]
    assert (
        found[0]["2024-02"] == (19754, 19782) and found[0]["2023"] == (19358, 19722) and found[0][None] == (None, None)
    )
    assert found[0]["1969-07-20"] == (-165, -165) and "date" in columns_of("changes").days


def test_a_plan_that_spark_cannot_run_is_one_line(spark: SparkTables, tmp_path: Path) -> None:
    class Broken:
        def toArrow(self) -> object:
            raise ValueError("no such column\nand a long trace")

    with pytest.raises(LookthroughError, match=r"Spark could not answer \(no such column\)"):
        spark.collect([Broken()])


def test_what_is_missing_is_said_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(LookthroughError, match="Java 17"), spark_tables():
        pass
    monkeypatch.setattr(graph.store.spark, "LIBRARY", "pyspark_that_is_not_there")
    with pytest.raises(LookthroughError, match="pip install pyspark"), spark_tables():
        pass


def test_the_engine_keeps_to_its_contract(spark: SparkTables, snapshot: Snapshot, tmp_path: Path) -> None:
    folder = kept(snapshot, tmp_path)
    known = worked(folder, DAY, screening_rules())
    engine = spark_engine(spark, folder, DAY, known)
    assert isinstance(engine, SparkEngine) and engine.name == "spark" and "parties" in engine.held
