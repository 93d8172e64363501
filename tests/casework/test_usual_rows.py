"""Habits of a whole register beside habits of a case."""

from __future__ import annotations

import random
from collections.abc import Sequence

import polars as pl
import pytest

from casework.usual_rows import CROWD, usual_rows
from queries.habits import habits_of
from tests.world import world

PARTIES = "ABCDE"
KINDS = ("price", "price", "price", "fee", "rent", "loan", None)


def frame(rows: Sequence[tuple[str, str, int, str, str | None]]) -> pl.DataFrame:
    at = {name: n for n, name in enumerate(sorted({r[0] for r in rows} | {r[1] for r in rows}))}
    return pl.DataFrame(
        {
            "from_p": [at[r[0]] for r in rows],
            "to_p": [at[r[1]] for r in rows],
            "amount": [str(r[2]) for r in rows],
            "currency": [None] * len(rows),
            "date": [r[3] for r in rows],
            "date_to": [None] * len(rows),
            "status": [None] * len(rows),
            "kind": [r[4] for r in rows],
        },
        schema_overrides={
            "currency": pl.String,
            "date_to": pl.String,
            "status": pl.String,
            "kind": pl.String,
            "from_p": pl.UInt32,
            "to_p": pl.UInt32,
        },
    )


@pytest.mark.parametrize("seed", range(25))
def test_all_at_once_it_marks_what_a_case_marks(seed: int) -> None:
    rng = random.Random(seed)
    rows = []
    for n in range(120):
        a, b = rng.sample(PARTIES, 2)
        day = f"2023-{rng.randint(1, 7):02}-{rng.randint(1, 28):02}"
        # Each amount once, so that no two rows are taken for one transfer said twice.
        rows.append((a, b, rng.choice((90, 100, 110, 400)) * 1000 + n, day, rng.choice(KINDS)))
    case = world(
        payments=[
            f"from={a} to={b} amount={m} date={day} row=r{n}" + (f" kind={kind}" if kind else "")
            for n, (a, b, m, day, kind) in enumerate(rows)
        ]
    )
    habits = habits_of(case)
    told = {p.place.row_id for p in case.payments if habits.has(p)}
    marks = usual_rows(frame(rows))
    assert {f"r{n}" for n in range(len(rows)) if marks[n]} == told and told


def test_a_party_that_pays_a_crowd_echoes_nobody() -> None:
    months = [("S", "D", 100_000 + m, f"2023-{m:02}-01", "price") for m in range(1, 6)]
    paid = [("D", f"C{n}", 95_000, f"2023-{m:02}-02", "price") for m in range(1, 6) for n in range(CROWD + 1)]
    assert usual_rows(frame(months + paid))[:5].all()
    few = [row for row in paid if row[1] == "C0"]
    assert not usual_rows(frame(months + few))[:5].any()
