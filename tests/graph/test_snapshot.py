"""A snapshot is named by its facts, not by where they stand."""

from __future__ import annotations

import hashlib

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import fact_rows
from graph.snapshot import Snapshot
from tests.shelf import frozen

HEAD = "owner,company,share,start\n"
ROWS = [f"P{i},C{i % 3},{10 + i}%,2020-0{i % 9 + 1}-01" for i in range(8)]
COMPANIES = {"parties.csv": "id,kind,name\nC0,company,甲\nC1,company,乙\nC2,company,丙\n"}


def made(rows: list[str], label: str = "one") -> Snapshot:
    return frozen({label: {**COMPANIES, "holdings.csv": HEAD + "\n".join(rows) + "\n"}})


@given(st.permutations(ROWS))
@settings(max_examples=25, deadline=None)
def test_row_order_changes_nothing_but_lines(rows: list[str]) -> None:
    first, second = frozen({"one": {**COMPANIES, "holdings.csv": HEAD + "\n".join(ROWS) + "\n"}}), made(rows)
    assert first.id == second.id
    facts = [c for c in first.tables["holdings"].columns if c not in ("_row", "_src", "_sheet")]
    assert first.tables["holdings"].select(facts).equals(second.tables["holdings"].select(facts))


def test_another_folder_name_is_no_other_fact() -> None:
    assert made(ROWS, "one").id == made(ROWS, "two").id
    assert made(ROWS, "one").provenance != made(ROWS, "two").provenance


def test_a_fact_more_is_another_snapshot() -> None:
    assert made(ROWS).id != made([*ROWS, "P9,C0,1%,2021-01-01"]).id


def test_an_equal_row_of_one_label_is_one_fact_but_equal_payments_are_two() -> None:
    holdings = {"holdings.csv": HEAD + "P1,C1,10%,\nP1,C1,10%,\n"}
    payments = {"payments.csv": "from,to,amount,date\nA,B,5,2020-01-01\nA,B,5,2020-01-01\n"}
    found = frozen({"one": {**COMPANIES, **holdings, **payments}})
    assert (found.tables["holdings"].height, found.tables["payments"].height) == (1, 2)


def test_shares_are_derived_from_subscriptions_of_all_holders() -> None:
    rows = {"holdings.csv": "owner,company,share,subscribed,currency\nA,C1,,300000,CNY\nB,C1,,700000,CNY\n"}
    table = frozen({"one": {**COMPANIES, **rows}}).tables["holdings"]
    assert sorted(zip(table["share"], table["_derived"], strict=True)) == [("3/10", True), ("7/10", True)]


def test_a_share_is_not_derived_where_one_holder_gives_no_amount() -> None:
    rows = {"holdings.csv": "owner,company,share,subscribed,currency\nA,C1,,300000,CNY\nB,C1,,,\n"}
    table = frozen({"one": {**COMPANIES, **rows}}).tables["holdings"]
    assert table["share"].null_count() == 2 and not table["_derived"].any()


def test_every_fact_keeps_its_place() -> None:
    table = frozen({"one": {**COMPANIES, "holdings.csv": HEAD + "\n\nP1,C1,10%,\n"}}).tables["holdings"]
    assert table.select("_row", "owner_id", "company_id").rows() == [(4, "P1", "C1")]
    assert table["_fact"].dtype == pl.String


PEOPLE = (
    "id,kind,name,identifier,other_names\nC0,company,重庆甲江建设有限公司,91110000600037341L,\nC1,company,重庆乙江建设有限公司,,重庆旧江建设有限公司\n"
    "C2,company,重庆丙江建设有限公司,,\nQ1,person,张伟,,\nQ2,person,张伟,,\n"
)
BUSY = {
    "parties.csv": PEOPLE,
    "holdings.csv": HEAD
    + "Q1,C0,60%,\n张伟,C1,50%,\nQ2,C1,40%,\n李四,重庆旧江建设有限公司,30%,\n张伟,重庆丙江建设有限公司,20%,\n",
    "roles.csv": "person,company,role\n张伟,C0,supervisor\n张伟,C1,supervisor\n李四,C1,supervisor\n",
    "payments.csv": "from,to,amount,date\n" + "C0,C1,5,2020-01-01\n" * 3 + "C1,C2,7,2020-02-01\n",
}
SECOND = {
    "parties.csv": "id,kind,name,identifier\nC0,company,甲,\nZ9,company,另,91110000600037341L\n",
    "holdings.csv": HEAD + "C0,Z9,10%,\n",
}


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_how_many_rows_are_held_at_once_changes_nothing(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    whole = frozen({"one": BUSY, "two": SECOND})
    assert whole.tables["payments"].height == 4 and {"Z9", "two:C0"} <= set(whole.parties["id"])
    monkeypatch.setattr(fact_rows, "_AT_ONCE", at_once)
    sliced = frozen({"one": BUSY, "two": SECOND})
    assert (sliced.id, sliced.provenance, sliced.matches) == (whole.id, whole.provenance, whole.matches)
    assert sliced.parties.equals(whole.parties)
    assert all(sliced.tables[t].equals(frame) for t, frame in whole.tables.items())


def test_a_facts_hash_is_the_sha256_of_its_table_and_cells() -> None:
    table = frozen({"one": BUSY}).tables["roles"]
    for digest_, row in zip(table["_fact"], table.iter_rows(named=True), strict=True):
        cells = [str(row[n] if row[n] is not None else "") for n in fact_rows.fact_columns("roles", table)]
        said = "\x1f".join(("roles", *cells))
        assert digest_ == hashlib.sha256(said.encode()).hexdigest()[:32]
