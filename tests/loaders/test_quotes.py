"""Quotes out of place: what is mended, what is lost."""

from __future__ import annotations

import pytest

from loaders.marks import scan
from loaders.quotes import mend


@pytest.mark.parametrize(
    "text",
    [b"a,b\n1,2\n", b'"a","b"\n"1\n2","x ""y"""\n', b'"",""\r\n"a\rb",2\r', b'a,"b,c"\n'],
)
def test_a_well_quoted_text_stays_as_it_is(text: bytes) -> None:
    assert mend(text, b",") == (text, [], 0)


@pytest.mark.parametrize(
    ("text", "mended", "lost", "stray"),
    [
        (b'a\nx"y,1\n', b'a\n"x""y","1"\n', [], 1),
        (b'a\n"x"y",1\n', b'a\n"x""y","1"\n', [], 1),
        (b'a\n"1"\t, "2"\n', b'a\n"1","2"\n', [], 0),
        (b'"p\nq"\n1,"x\n2,y\n', b'"p\nq"\n \n2,y\n', [(3, b'1,"x\n')], 0),
        (b'1,"x\r\n"2",y\r\n', b' \r\n"2",y\r\n', [(1, b'1,"x\r\n')], 0),
    ],
)
def test_only_lines_out_of_order_are_touched(
    text: bytes, mended: bytes, lost: list[tuple[int, bytes]], stray: int
) -> None:
    assert scan(text, ord(",")) is None
    assert mend(text, b",") == (mended, lost, stray)
    assert scan(mended, ord(",")) is not None
