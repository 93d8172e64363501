"""Saved queries and their answers: safe, typed, masked."""

from __future__ import annotations

import io
import json

import polars as pl
import pytest

from casework.asking import Answer, as_csv, as_json, as_parquet, as_text, listed, parameters, printed, run_saved, shown
from graph.errors import LookthroughError, UnknownParty
from queries.saved import saved
from tests.shelf import frozen

ANSWER = Answer(
    "q",
    {"party": "A"},
    ("name", "count", "chain", "mixed", "none"),
    (("=1+1", 1, ["A", None], "x", None), ("@x", None, [], 2, None)),
    None,
)


def test_no_cell_of_a_csv_runs() -> None:
    head, one, two = as_csv(ANSWER).splitlines()
    assert head == "name,count,chain,mixed,none"
    assert (one, two) == ("'=1+1,1,A;,x,", "'@x,,,2,")


@pytest.mark.parametrize(("cell", "text"), [(None, ""), (1, "1"), (["a", None, 2], "a;;2"), ("a", "a"), (True, "True")])
def test_cells_as_text(cell: object, text: str) -> None:
    assert as_text(cell) == text


def test_parquet_keeps_numbers_and_lists() -> None:
    frame = pl.read_parquet(io.BytesIO(as_parquet(ANSWER)))
    assert frame.schema["count"] == pl.Int64 and frame.schema["chain"] == pl.List(pl.String)
    assert frame.columns == list(ANSWER.columns) and frame.height == 2
    empty = Answer("q", {}, ("a", "b"), (), None)
    assert pl.read_parquet(io.BytesIO(as_parquet(empty))).columns == ["a", "b"]


def test_json_holds_every_field() -> None:
    value = json.loads(as_json(ANSWER))
    assert list(value) == ["query", "parameters", "columns", "rows", "truncated"]
    assert value["rows"][0] == ["=1+1", 1, ["A", None], "x", None]
    assert printed(ANSWER, "json") == as_json(ANSWER).encode() and printed(ANSWER, "csv") == as_csv(ANSWER).encode()


def test_every_listed_query_can_be_shown() -> None:
    for query in listed():
        found = shown(saved(query["name"]))
        assert [p["name"] for p in found["parameters"]] == query["parameters"]
        assert found["titles"].keys() == {"en", "zh"} and found["text"] and found["columns"]


def test_parameters_are_pairs() -> None:
    assert parameters(["a=1", "b=x=y", "c="]) == {"a": "1", "b": "x=y", "c": ""}
    for bad in ("a", "=1", ""):
        with pytest.raises(LookthroughError, match="--param"):
            parameters([bad])


HOLDINGS = "owner,company,share\n110101196503078518,D,30%\nP,D,60%\n"


def test_a_party_is_named_in_any_way_and_a_number_is_masked() -> None:
    snapshot = frozen(
        {"s": {"holdings.csv": HOLDINGS, "parties.csv": "id,kind,name\nD,company,重庆甲江建设有限公司\n"}}
    )
    answer = run_saved(snapshot, "owners-up", {"party": "重庆甲江建设有限公司"})
    assert answer.parameters["party"] == "D" and len(answer.rows) == 2
    assert "110101196503078518" not in as_json(answer) and "****8518" in as_json(answer)
    with pytest.raises(UnknownParty):
        run_saved(snapshot, "owners-up", {"party": "nobody"})
