"""Registry exports as files: whose they are, which tables they hold."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import LookthroughError
from graph.snapshot import Snapshot, freeze
from graph.statements import Source
from loaders.cn_registry import LOADER
from loaders.cn_sheets import SHEETS
from loaders.cn_tables import filer_in
from loaders.detect import load
from loaders.loader import Loaded
from tests.loaders.accounts import balanced, book, rows
from tests.loaders.cn_export import CODE, HOLDER, OTHER, US, read


def frozen(loaded: Loaded) -> Snapshot:
    stands = [pl.lit(0, dtype=pl.Int32).alias("_src"), pl.lit("case").alias("_label")]
    tables = {table: frame.with_columns(stands) for table, frame in loaded.tables.items()}
    return freeze(tables, [Source("s1", "x.xlsx", "case", "0" * 64, loaded.format, loaded.rows_in)])


BASICS: dict[str, str] = {
    "企业名称": US,
    "统一社会信用代码": CODE,
    "法定代表人": "张三",
    "注册资本": "1000万元人民币",
    "成立日期": "2010-01-01",
    "登记状态": "存续",
}
LISTED = [
    ["企业名称", US, "统一社会信用代码", CODE],
    ["法定代表人", "张三", "注册资本", "1000万元人民币"],
    ["成立日期", "2010-01-01", "登记状态", "存续"],
    ["曾用名", "杭州老名有限公司,\n杭州更老有限公司"],
]


def test_basics_as_a_line_or_as_pairs_say_the_same() -> None:
    line = read(
        ",".join([*BASICS, "曾用名"])
        + "\n"
        + ",".join([*BASICS.values(), '"杭州老名有限公司,\n杭州更老有限公司"'])
        + "\n",
        "工商信息.csv",
    )
    pairs = load(book(工商信息=LISTED), "x.xlsx")
    assert rows(line, "parties") == rows(pairs, "parties") and rows(line, "roles") == rows(pairs, "roles")
    (party,) = rows(line, "parties")
    assert (party["other_names"], party["registered_capital"], party["identifier"]) == (
        "杭州老名有限公司;杭州更老有限公司",
        "10000000",
        CODE,
    )
    assert rows(line, "roles")[0]["person"] == "张三" and balanced(pairs) and pairs.rows_in == 1


def workbook() -> Loaded:
    content = book(
        工商信息=LISTED,
        股东信息=[["序号", "股东名称", "持股比例"], [1, "张三", 0.6], [2, HOLDER, 0.4]],
        主要人员=[["序号", "姓名", "职务"], [1, "张三", "执行董事"]],
        股权出质=[["出质人", "出质股权标的企业", "质权人", "状态"], ["张三", US, "李四", "有效"]],
        开庭公告=[["原告", "开庭日期"], ["张三", "2020-01-01"]],
    )
    loaded = load(content, "export.xlsx")
    assert loaded.format == "cn_registry" and balanced(loaded)
    return loaded


def test_the_filer_of_a_workbook_is_known_in_all_its_sheets() -> None:
    loaded = workbook()
    assert {row["company"] for row in rows(loaded, "holdings")} == {US}
    assert {row["company_ident"] for row in rows(loaded, "holdings")} == {f"cn-uscc:{CODE}"}
    assert sorted(loaded.tables["holdings"]["_sheet"].unique().to_list()) == ["股东信息"]
    assert any("sheet 开庭公告 was not read" in note for note in loaded.notes)


def test_frozen_it_is_one_company_and_one_holder_within_it() -> None:
    snapshot = frozen(workbook())
    names = snapshot.parties.filter(pl.col("name").is_in([US, "张三"]))
    assert names.sort("name")["kind"].to_list() == ["person", "company"]
    stake = snapshot.tables["encumbrances"].row(0, named=True)
    held = snapshot.tables["holdings"].filter(pl.col("owner") == "张三").row(0, named=True)
    assert (stake["_equity_owner_p"], stake["_equity_company_p"]) == (held["owner_p"], held["company_p"])
    assert snapshot.tables["roles"].filter(pl.col("role") == "executive_director")["person_p"].to_list() == [
        held["owner_p"]
    ]


def test_a_sheet_of_holders_is_never_read_as_investments() -> None:
    """The heading of the holders may be the bare 股东; one that nobody knows leaves the sheet unread, not turned round."""
    sheet: list[list[object]] = [[f"{US} 股东信息"], ["序号", "股东", "出资信息", None, None], [None, None, "持股比例", "认缴出资额(万元)", "认缴出资日期"],
             [1, "张三", "60%", 600, "2030-12"], ["合计", None, "60%", 600, None]]  # fmt: skip
    loaded = load(book(股东信息=sheet), "x.xlsx")
    assert balanced(loaded)
    assert [(r["owner"], r["company"], r["share"]) for r in rows(loaded, "holdings")] == [("张三", US, "3/5")]
    odd = [["公司名称", "谁持有", "持股比例"], [US, "张三", "60%"]]
    with pytest.raises(LookthroughError):
        load(book(股东信息=odd), "x.xlsx")
    other = "远山市示例投资有限公司"
    assert rows(load(book(对外投资=odd), f"{other}.xlsx"), "holdings")[0]["owner"] == other


def test_tables_below_each_other_are_each_their_own() -> None:
    text = f"{US}-股东信息,,\n股东名称,持股比例,认缴出资额(万元)\n张三,100%,5\n,,\n{US}-主要人员,,\n序号,姓名,职务\n1,张三,监事\n2,李四,经理\n"
    loaded = read(text, "export.csv")
    assert (len(rows(loaded, "holdings")), len(rows(loaded, "roles")), loaded.rows_in, loaded.rejects) == (1, 2, 3, ())
    assert loaded.tables["roles"]["_row"].to_list() == [7, 8]


def test_past_holders_need_the_day_they_left_and_past_freezes_are_released() -> None:
    loaded = read(f"{US}-历史股东信息,,\n股东名称,持股比例,退出日期\n张三,100%,2019-01-01\n李四,5%,\n")
    assert [row["end"] for row in rows(loaded, "holdings")] == ["2019-01-01"]
    assert "退出日期" in loaded.rejects[0].remedy
    past = read(f"出质人,出质股权标的企业,质权人\n张三,{US},李四\n", "历史股权出质.csv")
    assert rows(past, "encumbrances")[0]["status"] == "released"


@pytest.mark.parametrize("codec", ["utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_gives_the_same_frames(codec: str) -> None:
    text = f"{US}-股东信息,,\n股东名称,持股比例,认缴出资额(万元)\n张三,100%,5\n"
    plain, other = load(text.encode(), "x.csv"), load(text.encode(codec), "x.csv")
    assert all(plain.tables[table].equals(other.tables[table], null_equal=True) for table in plain.tables)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"{US}-股东信息 2024-05-01", US), (f"【企查查】{US}-对外投资", US), (f"{US}的股东信息", US), (f"{US}股东信息", US), (f"企业名称：{US}", US),
        ("杭州庚辛企业管理合伙企业（有限合伙）-合伙人信息", "杭州庚辛企业管理合伙企业（有限合伙）"), ("数据来源：北京金堤科技有限公司", ""), ("股东信息", ""), ("张三-对外投资", ""),
    ],
)  # fmt: skip
def test_whose_sheet_it_is(text: str, name: str) -> None:
    assert filer_in(text) == name


def test_no_heading_stands_for_two_columns_of_a_sheet() -> None:
    for sheet in SHEETS:
        own = {c.name for c in sheet.form.columns}
        assert {name for name in sheet.form.headings.values() if name != "-"} <= own
        assert sheet.filer_is in own and set(sheet.form.required) <= own


def test_the_template_is_not_taken_for_an_export() -> None:
    def score(text: str, name: str) -> Any:
        return LOADER.recognise(text.encode(), name)

    assert load("股东,公司,持股比例\n张三,甲公司,5%\n".encode(), "股东信息.csv").format == "csv"
    assert load("主体,变更事项,变更前,变更后,变更日期\n甲公司,住所,a,b,2020\n".encode(), "变更记录.csv").format == "csv"
    assert load("姓名,公司,职务\n张三,甲公司,监事\n".encode(), "主要人员.csv").format == "csv"
    assert score("colour,size\nred,5\n", "股东信息.csv") == 0


CELL = st.sampled_from(
    [
        "",
        "张三",
        HOLDER,
        "本公司",
        "、",
        "董事、",
        "140%",
        "60",
        "2023-02-30",
        "6.2E+18",
        OTHER,
        "有效",
        "至",
        "合计",
        "股东信息",
    ]
)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(SHEETS), st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=6), st.data())
def test_no_row_of_any_sheet_is_lost(sheet: Any, lines: list[list[str]], data: Any) -> None:
    known = sorted(heading for heading, name in sheet.form.headings.items() if name != "-" and "," not in heading)
    head = data.draw(st.lists(st.sampled_from(known), min_size=3, max_size=4, unique=True))
    text = "\n".join(",".join(line) for line in [head, *lines])
    try:
        loaded = load(text.encode(), f"{US}-{sheet.titles[0]}.csv", format_name="cn_registry")
    except LookthroughError as fault:
        assert fault.mend
    else:
        assert balanced(loaded) and all(r.reason and r.remedy for r in loaded.rejects)
