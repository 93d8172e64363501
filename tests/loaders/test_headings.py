"""Headings read, found, and the rows below them."""

from __future__ import annotations

import pytest

from loaders.headings import below, find_header, heading_key, heading_unit, one_header
from loaders.records import split


def test_rows_of_another_width_are_set_aside_whole() -> None:
    text = 'name,share,note\na,1,x\nb,2\n"c,d",3,y,"z ""q"""\nd,4,w,,\ne,"5\n'
    found = below(split(text.encode(), "t.csv"), 0)
    assert found.header == ("name", "share", "note") and found.header_line == 1
    assert found.frame.rows() == [("a", "1", "x", 2), ("d", "4", "w", 5)]
    assert found.frame.columns == ["c0", "c1", "c2", "_line"]
    assert [(one.line, one.text, one.reason) for one in found.ragged] == [
        (3, "b,2", "has 2 cells, the header has 3"),
        (4, '"c,d",3,y,"z ""q"""', "has 4 cells, the header has 3"),
        (6, 'e,"5', "a quote is opened and never closed"),
    ]
    assert found.rows_in == 5 == found.frame.height + len(found.ragged)


def test_a_header_that_ends_in_a_delimiter() -> None:
    plain = below(split(b"a,b,\n1,2,\n3,4\n", "t.csv"), 0)
    assert plain.header == ("a", "b") and plain.frame.rows() == [("1", "2", 2), ("3", "4", 3)]
    unnamed = below(split(b"a,b,\n1,2,x\n", "t.csv"), 0)
    assert unnamed.header == ("a", "b", "") and unnamed.frame["c2"].to_list() == ["x"] and not unnamed.ragged


def test_the_header_below_title_rows_is_found() -> None:
    text = '某公司-股东信息 数据来源,,\n"打印 ""时间",\n\n序号, 股东名称 ,持股比例（%）\n1,张三,35\n'
    raw = split(text.encode(), "t.csv")
    known = {"序号", "股东名称", "持股比例"}.__contains__
    index = find_header(raw, known)
    assert index is not None and below(raw, index).header_line == 4
    assert below(raw, index).frame.rows() == [("1", "张三", "35", 5)]
    assert find_header(raw, {"股东名称"}.__contains__) is None
    assert find_header(raw, known, look=1) is None
    assert find_header(split("股东名称\n张三\n".encode(), "t.csv"), known) == 0


def test_what_breaks_above_the_header_is_told_and_dropped_rows_are_named() -> None:
    raw = split(b'"title\na,b\n1,2\ntotal,9\n', "t.csv")
    found = below(raw, 0, lambda frame: frame["c0"] == "total")
    assert found.header == ("a", "b") and found.rows_in == 1 == found.frame.height
    assert found.notes == (
        "no records, left out: lines 4",
        "line 1, above the header, a quote is opened and never closed",
    )


@pytest.mark.parametrize(
    ("text", "key", "unit"),
    [
        ("认缴出资额（万元）", "认缴出资额", "万元"),
        ("认缴出资额 ( 单位：万元 )", "认缴出资额", "万元"),
        ("持股比例(%)", "持股比例", "%"),
        ("持股比例％", "持股比例", "%"),
        ("Share %", "share", "%"),
        ("持股数(股)", "持股数", "股"),
        ("投资额（万美元）", "投资额", "万美元"),
        ("注册资本(万元人民币)", "注册资本", "万元人民币"),
        ("Amount (CNY)", "amount", "cny"),
        ("股东（发起人）", "股东发起人", ""),
        ("日 志\u200b 号", "日志号", ""),
        ("registered_capital", "registered_capital", ""),
        ("＊名称：", "名称", ""),
        ("%", "%", ""),
    ],
)
def test_headings(text: str, key: str, unit: str) -> None:
    assert heading_unit(text) == (key, unit) and heading_key(text) == key


def _known(key: str) -> bool:
    return key in {"股东", "公司名称", "持股比例", "认缴出资额", "认缴出资日期"}


TWO = "甲公司股东信息,,,,,\n序号,股东,出资信息,,,公司名称\n,,持股比例,认缴出资额（万元）,认缴出资日期,\n1,张三,60%,600,2030,甲公司\n"


def test_a_header_in_two_lines_is_read_as_one() -> None:
    raw = one_header(split(TWO.encode(), "x.csv"), _known)
    at = find_header(raw, _known)
    assert at == 1
    records = below(raw, at)
    assert records.header == ("序号", "股东", "持股比例", "认缴出资额（万元）", "认缴出资日期", "公司名称")
    assert records.rows_in == 1 and records.frame["_line"].to_list() == [4]
    assert any("lines 2 and 3 read as one header" in note for note in records.notes)


@pytest.mark.parametrize(
    "text",
    [
        "股东,公司名称,持股比例\n张三,甲公司,60%\n",
        "股东信息,,\n股东,公司名称,持股比例\n张三,甲公司,60%\n",
        "股东,公司名称,\n股东,公司名称,持股比例\n",
        "股东,公司名称,备注\n,,另见附件\n",
        "股东,公司名称,持股比例\n,,持股比例\n",
    ],
    ids=["rows", "a title above", "the header again", "words that are no heading", "the same word below"],
)
def test_what_is_no_second_line_stays(text: str) -> None:
    raw = split(text.encode(), "x.csv")
    assert one_header(raw, _known) is raw
