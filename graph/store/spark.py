"""Spark over a snapshot's Parquet: tables in, tables out."""

from __future__ import annotations

import importlib
import logging
import os
import shutil
import warnings
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from graph.errors import LookthroughError

LOCAL = "local[*]"
SMALL = 100_000
"""Rows up to which a given table is sent to every worker whole, instead of being sorted with the large one."""

LIBRARY = "pyspark"
_SHUFFLED = "spark.sql.shuffle.partitions"
_LEAST_PARTS = 8
_AT_ONCE = 4
_SETTINGS: Mapping[str, str] = {
    "spark.app.name": "lookthrough",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.parquet.enableVectorizedReader": "true",
    "spark.driver.memory": "3g",
    "spark.sql.autoBroadcastJoinThreshold": "64m",
}
_HERE: Mapping[str, str] = {
    # Nobody outside this machine has anything to say to it.
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}
"""On this machine; on a cluster, and under spark-submit, what is set there counts."""


@dataclass(frozen=True, slots=True)
class SparkTables:
    """A running session; frames are pyspark.sql.DataFrame, computed only by `collect`."""

    session: Any
    broadcast: Any

    def read(self, path: Path) -> Any:
        """A Parquet file as every worker sees it: on a cluster the workspace lies where all of them can read it."""
        return self.session.read.parquet(str(path.resolve()))

    def give(self, frame: pl.DataFrame) -> Any:
        made = self.session.createDataFrame(frame.to_arrow())
        return self.broadcast(made) if frame.height <= SMALL else made

    def collect(self, frames: Sequence[Any]) -> list[pl.DataFrame]:
        """Each frame computed, several at once; rows in whatever order. LookthroughError where Spark gives up."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            try:
                return list(pool.map(_collected, frames))
            except Exception as fault:
                raise _said(fault) from fault


def _collected(frame: Any) -> pl.DataFrame:
    found = pl.from_arrow(frame.toArrow())
    assert isinstance(found, pl.DataFrame)
    return found


def _said(fault: Exception) -> LookthroughError:
    line = str(fault).strip().splitlines()[0][:300] if str(fault).strip() else type(fault).__name__
    return LookthroughError(
        f"Spark could not answer ({line})", "--engine spark", "see Spark's own log, or use --engine local"
    )


@contextmanager
def spark_tables(master: str | None = None, settings: Mapping[str, str] | None = None) -> Iterator[SparkTables]:
    """A session of our own on `master` (else what spark-submit says, else local[*]), stopped at the end.

    LookthroughError where pyspark or Java is missing, or where the master does not answer.
    """
    sql, functions = _library()
    _java()
    chosen = {} if _submitted() and not master else {"spark.master": master or LOCAL}
    here = _HERE if chosen.get("spark.master", "").startswith("local") else {}
    builder = sql.SparkSession.builder
    for name, value in {**_SETTINGS, **here, **chosen, **(settings or {})}.items():
        builder = builder.config(name, value)
    logging.getLogger("py4j").setLevel(logging.ERROR)
    try:
        session = builder.getOrCreate()
    except Exception as fault:
        raise LookthroughError(f"no Spark at {master or LOCAL} ({_said(fault).what})", "--master", "check the address; local[*] is this machine") from fault  # fmt: skip
    session.sparkContext.setLogLevel("ERROR")
    if not session.sparkContext.getConf().contains(_SHUFFLED):
        # Spark's own 200 are for a large cluster: two for each core that there is.
        session.conf.set(_SHUFFLED, str(max(_LEAST_PARTS, 2 * session.sparkContext.defaultParallelism)))
    try:
        yield SparkTables(session, functions.broadcast)
    finally:
        session.stop()


def _library() -> tuple[Any, Any]:
    """An optional engine: imported only where it is asked for."""
    try:
        with warnings.catch_warnings():
            # It warns of every pandas from 3.0 on; no pandas takes part here.
            warnings.simplefilter("ignore", FutureWarning)
            return importlib.import_module(f"{LIBRARY}.sql"), importlib.import_module(f"{LIBRARY}.sql.functions")
    except ImportError as fault:
        raise LookthroughError("pyspark is not installed", "--engine spark", "pip install pyspark==4.3.0, or use --engine local") from fault  # fmt: skip


def _java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not shutil.which("java") and not (home and (Path(home) / "bin" / "java").exists()):
        raise LookthroughError("Spark needs Java 17 or newer, and there is no java here", "--engine spark", "install openjdk-17-jre-headless, or use --engine local")  # fmt: skip


def _submitted() -> bool:
    """Were we started by spark-submit? It has chosen the master already."""
    return "PYSPARK_GATEWAY_PORT" in os.environ
