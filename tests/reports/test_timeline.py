"""The timeline: every day once, in order, in black, nothing cut."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

from reports.timeline import Mark, draw_timeline

MARKS = (
    Mark("2022-05-01", "债权成立", "case"),
    Mark("2022-09-15", "甲公司 → 乙公司：转让股权 <70%> & more " * 6, "act"),
    Mark("2025-06-20", "last day", "last"),
)


def test_all_days_and_words_are_in_it_and_it_is_black() -> None:
    svg = draw_timeline(MARKS, "时间轴")
    root = ET.fromstring(svg)
    said = "".join("".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text"))
    squeezed = re.sub(r"\s", "", said)
    for mark in MARKS:
        assert mark.day in said
        assert re.sub(r"\s", "", mark.words) in squeezed
    assert set(re.findall(r"#[0-9a-f]{3,6}", svg)) <= {"#000", "#fff"}


def test_each_sort_has_its_own_sign() -> None:
    svg = draw_timeline(MARKS, "t")
    assert (svg.count("<rect"), svg.count("<circle"), svg.count("<polygon")) == (1, 1, 1)


def test_lines_do_not_overlap() -> None:
    root = ET.fromstring(draw_timeline(MARKS, "t"))
    right = [float(each.get("y") or 0) for each in root.iter("{http://www.w3.org/2000/svg}text") if each.get("text-anchor") == "start"]  # fmt: skip
    assert all(after - before >= 14 for before, after in pairwise(right))


def test_no_day_no_picture() -> None:
    assert draw_timeline((), "t") == ""
