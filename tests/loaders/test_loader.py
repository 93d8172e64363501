"""Rows through a form: units, currencies, faults as values, nothing lost."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.schema import Column
from loaders.cleaners import Cleaned
from loaders.headings import below
from loaders.loader import Form, Loaded, Options, states
from loaders.records import split
from tests.loaders.accounts import balanced, rows

HEAD = {
    "owner": "owner",
    "company": "company",
    "share": "share",
    "持股比例": "share",
    "subscribed": "subscribed",
    "price": "subscribed",
}
FORM = Form("holdings", HEAD | {"note": "note", "start": "start", "currency": "currency"}, ("owner", "company"))


def run(text: str, form: Form = FORM, unit: str = "") -> Loaded:
    return states(form, below(split(text.encode(), "h.csv"), 0), Options(unit), "h.csv")


def shares(*cells: str, unit: str = "", head: str = "share") -> Loaded:
    lines = "".join(f"p{i},甲公司,{cell}\n" for i, cell in enumerate(cells))
    return run(f"owner,company,{head}\n{lines}", unit=unit)


def test_a_column_of_bare_numbers_none_above_one_holds_fractions() -> None:
    loaded = shares("0.6", "0.4", "1")
    assert loaded.tables["holdings"]["share"].to_list() == ["3/5", "2/5", "1"]
    assert any("fractions" in note for note in loaded.notes)


def test_a_column_of_bare_numbers_all_above_one_holds_per_cents() -> None:
    loaded = shares("60", "40", "1.5")
    assert loaded.tables["holdings"]["share"].to_list() == ["3/5", "2/5", "3/200"]
    assert any("per cents" in note for note in loaded.notes)


def test_a_per_cent_sign_decides_its_own_cell_only() -> None:
    assert shares("0.6", "40%").tables["holdings"]["share"].to_list() == ["3/5", "2/5"]
    assert shares("60", "0.5%").tables["holdings"]["share"].to_list() == ["3/5", "1/200"]


def test_mixed_units_set_the_small_numbers_aside() -> None:
    loaded = shares("60", "0.4", "1")
    assert [r.row for r in loaded.rejects] == ["3", "4"] and balanced(loaded)
    assert all("unit unclear" in r.reason and "--unit" in r.remedy for r in loaded.rejects)


@pytest.mark.parametrize(("unit", "value"), [("fraction", ["2/5", "1"]), ("percent", ["1/250", "1/100"])])
def test_the_unit_option_overrides(unit: str, value: list[str]) -> None:
    assert shares("0.4", "1", unit=unit).tables["holdings"]["share"].to_list() == value


def test_the_unit_option_overrides_a_heading() -> None:
    assert shares("0.4", head="持股比例(%)").tables["holdings"]["share"].to_list() == ["1/250"]
    assert shares("0.4", head="持股比例(%)", unit="fraction").tables["holdings"]["share"].to_list() == ["2/5"]


def test_the_currency_column_then_the_cell_then_cny() -> None:
    loaded = run("owner,company,subscribed,currency\na,b,5,\na,b,5万美元,\na,b,5,HKD\na,b,,\n")
    assert loaded.tables["holdings"]["currency"].to_list() == ["CNY", "USD", "HKD", None]


def test_a_heading_unit_multiplies() -> None:
    loaded = run("owner,company,price(万元)\na,b,5.25\na,b,1亿\n")
    assert loaded.tables["holdings"]["subscribed"].to_list() == ["52500", "100000000"]


def test_the_first_fault_of_a_row_is_told_and_the_row_is_whole() -> None:
    loaded = run('owner,company,share,start\n张三,"甲,公司",140%,2023-02-30\n')
    (reject,) = loaded.rejects
    assert (reject.file, reject.row, reject.column, reject.value) == ("h.csv", "2", "share", "140%")
    assert reject.cells.split("\x1f") == ["张三", "甲,公司", "140%", "2023-02-30"]
    assert loaded.given["cells"].to_list() == [["张三", "甲,公司", "140%", "2023-02-30"]]


def test_rejects_stand_in_the_order_of_the_file() -> None:
    loaded = run("owner,company,share,start\na,b,1,2023-02-30\na,b,140%,\na,b,2,3,4\n,b,,\n")
    assert [r.row for r in loaded.rejects] == ["2", "3", "4", "5"] and balanced(loaded)


def test_unknown_and_nameless_columns_are_kept_as_properties() -> None:
    loaded = run("owner,company,colour,,colour\na,b,red,x,blue\na,b,,,\n")
    assert loaded.tables["holdings"]["_extra"].to_list() == [
        '{"colour":"red","colour (5)":"blue","column 4":"x"}',
        None,
    ]
    assert "kept as properties: colour, column 4, colour (5)" in loaded.notes


def test_own_name_is_the_filer_or_nobody() -> None:
    known = run("owner,company\n张三,本公司\n", Form("holdings", HEAD, ("owner", "company"), filer="甲公司"))
    assert rows(known, "holdings") == [{"owner": "张三", "company": "甲公司"}]
    nobody = run("owner,company\n张三,本公司\n张三,我的本公司\n")
    assert [(r.column, r.value) for r in nobody.rejects] == [("company", "本公司")] and balanced(nobody)


def test_columns_beside_the_table_help_and_go_but_identifiers_stay() -> None:
    beside = (Column("code", (), "identifier"), Column("owner_ident", (), "text"), Column("company_ident", (), "text"))
    form = Form(
        "holdings", HEAD | {"code": "code"}, ("owner",), beside=beside,
        cleaners={"owner": lambda text, unit: Cleaned(text.upper())},
        reshape=lambda f: f.with_columns(pl.format("cn-uscc:{}", "code").alias("owner_ident")),
        also=lambda f: {"parties": f.select("_row", "_sheet", pl.col("code").alias("identifier"))},
    )  # fmt: skip
    loaded = run("owner,company,code\na,b,X1\n", form)
    assert rows(loaded, "holdings") == [{"owner": "A", "company": "b", "owner_ident": "cn-uscc:X1"}]
    assert loaded.tables["parties"]["identifier"].to_list() == ["X1"]
    assert not {"code", "company_ident"} & set(loaded.tables["holdings"].columns)


CELL = st.one_of(
    st.sampled_from(
        ["", "张三", "本公司", "140%", "0.5", "60", "2023-02-30", "6.2E+18", '"', "=1+1", "a,b", "x\ny", "5万", "无"]
    ),
    st.text(max_size=6),
)


@settings(deadline=None)
@given(st.lists(st.lists(CELL, min_size=1, max_size=5), max_size=8))
def test_no_row_is_ever_lost(lines: list[list[str]]) -> None:
    quoted = [",".join('"' + cell.replace('"', '""').replace("\0", "") + '"' for cell in line) for line in lines]
    loaded = run("owner,company,share,start\n" + "\n".join(quoted) + "\n")
    assert balanced(loaded)
    assert all(r.reason and r.remedy for r in loaded.rejects)
