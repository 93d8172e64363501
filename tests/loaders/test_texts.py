"""Encodings found, and what is no table refused."""

from __future__ import annotations

import hashlib
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnreadableInput
from loaders import texts
from loaders.records import split
from loaders.texts import read_text, sniff_encoding


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
    text = read_text(content)
    assert text.codec == codec == sniff_encoding(content)[0] and not text.damaged
    assert text.utf8.decode() == content.decode("utf-16" if codec == "utf-16-be" else codec).lstrip("\ufeff")


def test_a_codec_that_the_source_is_known_to_use() -> None:
    content = 'id;nome\n"00";"Não informada"\n'.encode("latin-1")
    raw = split(content, "t.csv", encoding="latin-1")
    assert raw.frame.row(1) == ("00", "Não informada", 2, 2) and raw.encoding == "latin-1" and raw.notes == ()
    assert "GB18030" in split(content, "t.csv").notes[0]


def test_utf16_with_tabs() -> None:
    raw = split("名称\t认缴\r\n\t\r\n张三\t1,000\r\n".encode("utf-16"), "u.txt")
    assert raw.delimiter == "\t" and raw.frame.rows() == [("名称", "认缴", 1, 2), ("张三", "1,000", 3, 2)]


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
    assert raw.encoding == "utf-8" and raw.frame["_line"].to_list() == [1, 2]
    assert raw.broken[0].line == 3 and raw.broken[0].text.startswith("李四,上") and "damaged" in raw.notes[0]
    assert split(whole[:-1], "t.csv").broken == ()


def test_a_damaged_byte_costs_one_row_not_the_encoding() -> None:
    table = "名称,地址\n" + "张三,北京市朝阳区建国路\n" * 20
    content = table.encode().replace("朝".encode(), b"\xe6\x9c", 1)
    raw = split(content, "t.csv")
    assert raw.encoding == "utf-8" and [one.line for one in raw.broken] == [2] and raw.frame.height == 20


CODECS = ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "latin-1"]


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet="a,\n张é€𠀀\ufffd", max_size=40), st.sampled_from(CODECS), st.binary(max_size=4), st.integers(1, 9)
)
def test_decoding_piece_by_piece_is_decoding_at_once(text: str, codec: str, harm: bytes, block: int) -> None:
    content = text.encode(codec, "replace") + harm + text.encode(codec, "replace")
    with patch.object(texts, "_BLOCK", block):
        whole, wide, bad = texts._replaced(content, codec)
        valid = texts._valid_utf8(content)
    expected = content.decode(codec, "replace")
    if whole.decode() == expected:
        assert bad == expected.count("\ufffd") and wide == sum(sign > "\x7f" for sign in expected)
    else:  # given up, and rightly: too much is damaged whatever comes
        assert expected.startswith(whole.decode()) and (expected.count("\ufffd") - 1) * 20 > sum(
            sign > "\x7f" for sign in expected.rstrip("\ufffd").replace("\ufffd", "")
        )
    try:
        content.decode()
    except UnicodeDecodeError:
        assert not valid
    else:
        assert valid
