"""Small snapshots for tests: CSV texts in, a frozen Snapshot out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from graph.resolve import Verdict
from graph.snapshot import Snapshot, freeze
from graph.statements import Source, digest
from loaders.csv_template import LOADER
from loaders.loader import Options

Files = Mapping[str, str]


def frozen(labels: Mapping[str, Files], verdicts: Iterable[Verdict] = ()) -> Snapshot:
    """labels: source label → {file name: CSV text}. Rejected rows fail the test that brought them."""
    tables: dict[str, list[pl.DataFrame]] = {}
    sources: list[Source] = []
    for label, files in sorted(labels.items()):
        for name, text in sorted(files.items()):
            loaded = LOADER.read(text.encode(), name, Options())
            assert not loaded.rejects, loaded.rejects
            position = len(sources)
            sources.append(Source(f"{label}-{name}", name, label, digest(text), "csv", loaded.rows_in))
            for table, frame in loaded.tables.items():
                placed = frame.with_columns(
                    pl.lit(position, dtype=pl.Int32).alias("_src"), pl.lit(label).alias("_label")
                )
                tables.setdefault(table, []).append(placed)
    return freeze({t: pl.concat(f, how="diagonal") for t, f in tables.items()}, sources, verdicts)


def ids(snapshot: Snapshot) -> list[str]:
    return snapshot.parties["id"].to_list()


def decided(snapshot: Snapshot) -> dict[tuple[str, str], str]:
    """(left record, right record) → decision:basis."""
    return {(m.left, m.right): f"{m.decision}:{m.basis}" for m in snapshot.matches}
