"""Rows found through an index, against the whole table read."""

from __future__ import annotations

import random

import polars as pl
import pytest

from graph.row_index import as_arrays, from_arrays, row_indexes
from graph.snapshot import Snapshot
from tests.shelf import frozen

PARTIES = "ABCDEFGH"


def snapshot(seed: int) -> Snapshot:
    rng = random.Random(seed)

    def rows(count: int, more: str) -> str:
        return "".join(f"{rng.choice(PARTIES)},{rng.choice(PARTIES)}{more}\n" for _ in range(count))

    files = {
        "parties.csv": "id,kind,name\n" + "".join(f"{p},company,{p}公司\n" for p in PARTIES),
        "holdings.csv": "owner,company,share\n" + rows(20, ",10%"),
        "payments.csv": "from,to,amount\n" + rows(30, ",5"),
        "encumbrances.csv": "holder,asset,kind\n" + f",equity:{rng.choice(PARTIES)}:A,freeze\nB,house,mortgage\n",
        "rates.csv": "from,to,rate,date\nUSD,CNY,7,2020-01-01\n",
    }
    return frozen({"a": files})


@pytest.mark.parametrize("seed", range(12))
def test_every_row_of_some_parties_once_and_in_order(seed: int) -> None:
    held = snapshot(seed)
    indexes = row_indexes(held)
    assert set(indexes) == set(held.tables) - {"rates"}
    for count in (0, 1, 3, held.parties.height):
        wanted = random.Random(seed).sample(range(held.parties.height), count)
        for table, frame in held.tables.items():
            cells = [pl.col(c).is_in(wanted) for c in frame.columns if c.endswith("_p")]
            if cells:
                found = pl.any_horizontal(cells).fill_null(value=False)
                assert indexes[table].of(wanted).tolist() == frame.select(found.arg_true()).to_series().to_list()


def test_an_index_comes_back_from_its_arrays() -> None:
    indexes = row_indexes(snapshot(1))
    again = from_arrays(as_arrays(indexes))
    assert again.keys() == indexes.keys()
    assert all(again[t].of([0, 3]).tolist() == indexes[t].of([0, 3]).tolist() for t in indexes)
