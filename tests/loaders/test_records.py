"""Splitting: every record whole, on its physical line."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnreadableInput
from loaders import records
from loaders.records import Raw, below, find_header, heading_key, heading_unit, sniff_encoding, split

EDGE = " \t\u200b\u3000"
CELL = st.text(alphabet='a1张三（"",;|\t \n\r\u200b\u3000€', max_size=6)
TABLE = st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), max_size=8))
LINE_END = re.compile("\r\n|\r|\n")


def rows(raw: Raw) -> list[tuple[int, list[str | None]]]:
    """(line, cells of the record's width)"""
    return [(row[-2], list(row[: row[-1]])) for row in raw.frame.iter_rows()]


def tidy(cells: list[str]) -> list[str | None]:
    return [cell.strip(EDGE) or None for cell in cells]


def written(table: list[list[str]], delimiter: str, end: str, blanks: list[int]) -> tuple[str, list[int]]:
    """The table as csv.writer writes it, with blank lines before each record, and the records' physical lines."""
    text, lines = "", []
    for cells, blank in zip(table, blanks, strict=False):
        text += ("" if blank < 2 else delimiter + " ") + end if blank else ""
        lines.append(len(LINE_END.findall(text)) + 1)
        out = io.StringIO()
        if LINE_END.search("".join(cells)):
            csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerow(cells)
        else:
            csv.writer(out, delimiter=delimiter, lineterminator=end).writerow(cells)
        text += out.getvalue()
    return text, lines


@settings(max_examples=300, deadline=None)
@given(
    TABLE,
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.lists(st.integers(0, 2), min_size=9, max_size=9),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    st.integers(1, 40),
)
def test_a_written_table_comes_back_with_its_lines(
    table: list[list[str]], delimiter: str, end: str, blanks: list[int], codec: str, block: int
) -> None:
    table = [["标题", *(f"h{i}" for i in range(2, len(table[0]) + 1 if table else 2))], *table]
    text, lines = written(table, delimiter, end, blanks)
    expected = [(line, tidy(cells)) for line, cells in zip(lines, table, strict=True) if any(tidy(cells))]
    with patch.object(records, "_BLOCK", block):
        raw = split(text.encode(codec), "t.csv", delimiter)
    assert rows(raw) == expected
    assert raw.broken == () and raw.notes in ((), *((note,) for note in records._ENCODING_NOTES.values()))


@settings(max_examples=200, deadline=None)
@given(TABLE, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n", "\r"]))
def test_the_exact_machine_agrees_with_the_fast_path(table: list[list[str]], delimiter: str, end: str) -> None:
    text = ("h" + end + written(table, delimiter, end, [0] * 9)[0]).encode()
    fast = records._scan(text, ord(delimiter))
    mended, broken, stray = records._mend(text, delimiter.encode())
    assert fast is not None and (mended, broken, stray) == (text, [], 0)
    # One stray quote, far below, sends the whole file through the machine: the records above must not change.
    plain = split(text, "t.csv", delimiter)
    hurt = split(text + b'x"y' + end.encode(), "t.csv", delimiter)
    assert rows(hurt)[:-1] == rows(plain)
    assert rows(hurt)[-1][1] == ['x"y'] and "not doubled" in hurt.notes[0]


def machine(text: str) -> tuple[list[tuple[int, list[str]]], list[tuple[int, str]]]:
    """The rule, sign by sign: (line, cells) of the records and (line, text) of the broken ones; comma only."""
    kept, broken, at, line = [], [], 0, 1
    while at < len(text):
        start, cells = at, []
        while True:
            cell, at = one_cell(text, at)
            if cell is None:
                at = next((i for i in range(at, len(text)) if text[i] in "\r\n"), len(text))
                broken.append((line, text[start:at]))
                break
            cells.append(cell)
            if text[at : at + 1] != ",":
                kept.append((line, cells))
                break
            at += 1
        at += 2 if text[at : at + 2] == "\r\n" else 1
        line += len(LINE_END.findall(text[start:at]))
    return kept, broken


def one_cell(text: str, at: int) -> tuple[str | None, int]:
    ends = {",", "\r", "\n", ""}

    def blanks(i: int) -> int:
        while text[i : i + 1] in (" ", "\t"):
            i += 1
        return i

    first = blanks(at)
    if text[first : first + 1] == '"':
        i = first + 1
        while i < len(text) and (text[i] != '"' or text[i + 1 : i + 2] == '"'):
            i += 2 if text[i] == '"' else 1
        one_line = not LINE_END.search(text[first:i])
        if i < len(text) and text[blanks(i + 1) :][:1] in ends and (first == at or one_line):
            return text[first + 1 : i].replace('""', '"'), blanks(i + 1)
        for i in range(first + 1, len(text)):
            if text[i] in "\r\n" or first > at:
                break
            if text[i] == '"' and text[blanks(i + 1) :][:1] in ends:
                return text[at + 1 : i].replace('""', '"'), blanks(i + 1)
        if first == at:
            return None, at
    stop = next((i for i in range(at, len(text)) if text[i] in ends), len(text))
    return text[at:stop], stop


@settings(max_examples=600, deadline=None)
@given(st.text(alphabet='"",,a张\n\r \t', max_size=24), st.integers(1, 9))
def test_any_text_splits_as_the_rule_says_and_loses_nothing(text: str, block: int) -> None:
    text = "h1,h2\n" + text
    with patch.object(records, "_BLOCK", block):
        raw = split(text.encode(), "t.csv", ",")
    kept, broken = machine(text)
    assert rows(raw) == [(line, tidy(cells)) for line, cells in kept if any(tidy(cells))]
    assert [(one.line, one.text) for one in raw.broken] == [(line, lost.rstrip("\r\n")) for line, lost in broken]
    held = "".join(cell or "" for _, cells in rows(raw) for cell in cells) + "".join(one.text for one in raw.broken)
    for letter in "a张":
        assert held.count(letter) == text.count(letter)


def test_blanks_around_a_quoted_cell_are_no_fault() -> None:
    raw = split(b'a,b,c\n"-1.00"\t,HKD, "3,612.17" \n"x\ny"\t,"1" ,2\n1, "u,v"w,3\n', "t.csv")
    assert raw.delimiter == "," and raw.broken == ()
    assert rows(raw)[1:] == [
        (2, ["-1.00", "HKD", "3,612.17"]),
        (3, ["x\ny", "1", "2"]),
        (5, ["1", '"u', 'v"w', "3"]),
    ]
    assert raw.notes == ("records with quotes that are not doubled, kept as they stand: 1",)


# --- encodings and look-alikes


@pytest.mark.parametrize(
    ("content", "codec"),
    [
        ("名称,持股\n张三,1\n".encode(), "utf-8"),
        ("名称,持股\n张三,1\n".encode("utf-8-sig"), "utf-8-sig"),
        ("名称,持股\n张三,1\n".encode("gb18030"), "gb18030"),
        ("名称,持股\n㐀𠀀,1\n".encode("gb18030"), "gb18030"),
        ("名称\t持股\r\n张三\t1\r\n".encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + "名称\t持股\n".encode("utf-16-be"), "utf-16-be"),
        ("name\tshare\n张三\t1\n".encode("utf-16-le"), "utf-16-le"),
        (b"name,share\na\0,1\n", "utf-8"),
    ],
)
def test_the_encoding_is_found(content: bytes, codec: str) -> None:
    assert sniff_encoding(content)[0] == codec


def test_a_codec_that_the_source_is_known_to_use() -> None:
    content = 'id;nome\n"00";"Não informada"\n'.encode("latin-1")
    raw = split(content, "t.csv", encoding="latin-1")
    assert rows(raw)[1] == (2, ["00", "Não informada"]) and raw.encoding == "latin-1" and raw.notes == ()
    assert "GB18030" in split(content, "t.csv").notes[0]


def test_utf16_with_tabs() -> None:
    raw = split("名称\t认缴\r\n\t\r\n张三\t1,000\r\n".encode("utf-16"), "u.txt")
    assert raw.delimiter == "\t" and rows(raw) == [(1, ["名称", "认缴"]), (3, ["张三", "1,000"])]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "JPEG"),
        (b"%PDF-1.7 \n1 0 obj", "PDF"),
        (b"PK\x03\x04" + bytes(50), "XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "old Excel"),
        (b"\r\n<html><table><tr><td>1</td></tr></table>", "HTML"),
        ("\ufeff<!DOCTYPE html>\n<p>股东".encode(), "HTML"),
        (b'<?xml version="1.0"?><a/>', "XML"),
        (b'{"name": "x"}', "JSON"),
        (b'[\n {"name": "x"}]', "JSON"),
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\t\n", "empty"),
        (b",,,\n , ,\n", "no filled cell"),
        (b"".join(hashlib.sha256(bytes([i])).digest() for i in range(9)), "neither"),
    ],
)
def test_what_is_no_table_is_refused_with_a_remedy(content: bytes, what: str) -> None:
    with pytest.raises(UnreadableInput) as fault:
        split(content, "股东.csv")
    assert what in fault.value.what and fault.value.where == "股东.csv" and fault.value.mend
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("content", [b"[id],{x}\n1,2\n", b"<5%,a\n1,2\n", b"PKX,b\n1,2\n"])
def test_near_misses_of_other_formats_are_read(content: bytes) -> None:
    assert split(content, "t.csv").frame.height == 2


def test_a_file_cut_off_inside_a_character_sets_its_last_row_aside() -> None:
    whole = "名称,地址\n张三,北京\n李四,上海\n".encode()
    raw = split(whole[:-2], "t.csv")
    assert raw.encoding == "utf-8" and [line for line, _ in rows(raw)] == [1, 2]
    assert raw.broken[0].line == 3 and raw.broken[0].text.startswith("李四,上") and "damaged" in raw.notes[0]
    assert split(whole[:-1], "t.csv").broken == ()


def test_a_damaged_byte_costs_one_row_not_the_encoding() -> None:
    table = "名称,地址\n" + "张三,北京市朝阳区建国路\n" * 20
    content = table.encode().replace("朝".encode(), b"\xe6\x9c", 1)
    raw = split(content, "t.csv")
    assert raw.encoding == "utf-8" and [one.line for one in raw.broken] == [2] and raw.frame.height == 20


# --- cells and delimiters


def test_guards_of_long_numbers_are_taken_off_and_others_kept() -> None:
    text = '\'622202198001011234,"\t6222","=""0123""",\'tis,="x",\'\n'
    assert rows(split(text.encode(), "t.csv", ","))[0][1] == ["622202198001011234", "6222", "0123", "'tis", '="x"', "'"]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("name,note\na,x;y\nb,x;y\n", ","),
        ("name;amount;sum\na;1,5;2,5\nb;1,5;2,5\nc;1,0;1,0\n", ";"),
        ("a公司, 股东信息, 数据来源\nname\tshare\na\t1\nb\t2\n", "\t"),
        ("id|name\n1|a,b\n", "|"),
        ('name,note\n"a;b;c",1\n"a;b;c",2\n', ","),
        ("sep=;\na,b;c\n", ";"),
        ("only\n1\n2\n", ","),
        ("a,b,c\n1,2,3;4\n1,2;3,3,4\n1,2,3,4;5\n", ","),
    ],
)
def test_the_delimiter_is_found(text: str, delimiter: str) -> None:
    assert split(text.encode(), "t.csv").delimiter == delimiter


def test_an_unclosed_quote_sets_its_line_aside_alone() -> None:
    raw = split(b'a,b\n1,"x\n2,y\n3,"z"\n"4\nmore","w"\n', "t.csv")
    assert [(one.line, one.text) for one in raw.broken] == [(2, '1,"x')] and raw.broken[0].remedy
    assert rows(raw) == [(1, ["a", "b"]), (3, ["2", "y"]), (4, ["3", "z"]), (5, ["4\nmore", "w"])]


def test_a_file_cut_off_inside_a_quote_keeps_all_above() -> None:
    raw = split(b'a,b\n"1","x"\n"2","y', "t.csv")
    assert len(rows(raw)) == 2 and [(one.line, one.text) for one in raw.broken] == [(3, '"2","y')]


def test_one_over_wide_record_does_not_widen_the_frame() -> None:
    raw = split(b"a,b\n1,2\n" + b"x," * 5000 + b"\n", "t.csv", ",")
    assert raw.frame.width == 4 and raw.broken[0].line == 3 and raw.broken[0].text.count("x") == 5000


# --- below the header


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


def test_a_frame_has_text_and_lines_only() -> None:
    frame = split(b"a,b\n1,2\n3\n", "t.csv").frame
    assert dict(frame.schema) == {"c0": pl.String, "c1": pl.String, "_line": pl.Int64, "_width": pl.Int64}
    assert frame["_width"].to_list() == [2, 2, 1]
