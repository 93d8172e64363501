"""The PDF: tagged, bookmarked, nothing missing, nothing run, same bytes."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from reports.dossier import dossier
from reports.pdf import picture, print_pdf, render
from reports.printed import Column, Facts, Figure, Part, Printed, Row, Table, paragraph, text

ROOT = Path(__file__).resolve().parents[2]
_MAKE = """
import hashlib, json, sys
from reports.dossier import dossier
from reports.report_format import FORMATS
ready = dossier(json.loads(sys.stdin.read()), language="both")
print(*(hashlib.sha256(FORMATS[name].render(ready)).hexdigest() for name in ("pdf", "docx")))
"""


def pages(content: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]


def small(*blocks: Any, **more: Any) -> Printed:
    return Printed("t", "2024-10-01", (Part("zh", "running", blocks),), **more)


def outline(entries: Any) -> list[str]:
    return [title for e in entries for title in (outline(e) if isinstance(e, list) else [str(e.title)])]


def test_two_processes_in_two_folders_give_the_same_bytes(document: dict[str, Any], tmp_path: Path) -> None:
    made = set()
    for n, seed in enumerate(("1", "77")):
        folder = tmp_path / f"folder {n}"
        folder.mkdir()
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": ("UTC", "Asia/Shanghai")[n]}
        ran = subprocess.run(
            [sys.executable, "-c", _MAKE], cwd=folder, env=env, input=json.dumps(document), capture_output=True, text=True, check=True
        )  # fmt: skip
        made.add(ran.stdout)
    assert len(made) == 1
    here = hashlib.sha256(render(dossier(document))).hexdigest()
    assert made.pop().split()[0] == here


def test_it_is_tagged_titled_and_bookmarked(document: dict[str, Any]) -> None:
    content = render(dossier(document, language="zh"))
    with pikepdf.open(io.BytesIO(content)) as made:
        assert bool(made.Root.MarkInfo.Marked) and "/StructTreeRoot" in made.Root
        assert str(made.Root.Lang) == "zh-CN" or str(made.Root.Lang).startswith("zh")
        assert b"pdfuaid" in made.Root.Metadata.read_bytes()
    reader = pypdf.PdfReader(io.BytesIO(content))
    titles = outline(reader.outline)
    assert {"财产线索报告", "一页摘要", "证据目录"} <= set(titles)
    assert any(title.startswith("1. ") for title in titles)
    assert reader.metadata is not None and "财产线索报告" in str(reader.metadata.title)
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date().isoformat() == document["as_of"]


def test_every_font_is_in_the_file(document: dict[str, Any]) -> None:
    content = render(dossier(document))
    with pikepdf.open(io.BytesIO(content)) as made:
        fonts = [each for each in made.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"]  # fmt: skip
        assert fonts
        assert all("/FontFile3" in font or "/FontFile2" in font for font in fonts)


def test_a_sign_that_no_font_has_is_printed_as_its_number() -> None:
    text_of = "".join(pages(print_pdf(small(paragraph("ก 名称 مرحبا ☑ ok")))))
    assert "[U+0E01]" in text_of
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><text x="5" y="20" font-size="12">ก</text></svg>'
    drawn = "".join(pages(print_pdf(small(Figure(svg, "the ก")))))
    assert "〓" in drawn
    assert "[U+" not in drawn
    assert picture(svg, 1.0) == picture(svg.replace("ก", "〓"), 1.0)
    assert "名称" in text_of
    assert "ok" in text_of


def test_page_x_of_y_and_the_marks_on_every_page(document: dict[str, Any]) -> None:
    document["marks"] = [
        {"zh": "法院版", "en": "court copy"},
        {"zh": "删除日 2031-02-03", "en": "delete on 2031-02-03"},
    ]
    found = pages(render(dossier(document, language="both")))
    for n, words in enumerate(found, 1):
        close = re.sub(r"\s", "", words)
        assert f"第{n}页共{len(found)}页" in close or f"page{n}of{len(found)}" in close
        assert "法院版/courtcopy" in close
        assert "2031-02-03" in close


def test_the_summary_is_one_page(document: dict[str, Any]) -> None:
    found = pages(render(dossier(document, language="zh")))
    at = [n for n, words in enumerate(found) if "一页摘要" in words]
    assert at == [1]
    assert "名下可见财产" in found[2]


def test_what_the_document_says_is_never_markup(document: dict[str, Any]) -> None:
    poison = '#read("/etc/hostname") $x$ *b* [c] <d> @e \\ = f // g #[h]'
    document["case"]["title"] = document["leads"][0]["title"]["zh"] = document["sources"][0]["name"] = poison
    words = re.sub(r"\s", "", "".join(pages(render(dossier(document, language="zh")))))
    assert re.sub(r"\s", "", poison) in words


def test_no_row_is_split_over_two_pages() -> None:
    """Each row says its number on six lines: all six stand on one page."""
    rows = tuple(Row((text(f"row{n}"), text("\n".join([f"line-of-{n}-"] * 6)))) for n in range(60))
    found = pages(print_pdf(small(Table((Column("no", 1), Column("head", 3)), rows))))
    assert len(found) > 3
    for n in range(60):
        assert {words.count(f"line-of-{n}-") for words in found} == {0, 6}
    assert all("head" in words for words in found)


@pytest.mark.parametrize(("count", "narrow"), [(3000, 1.0), (150, 0.05), (60, 0.05)])
@pytest.mark.parametrize("turned", ["upright", "across"])
def test_a_row_higher_than_a_page_loses_nothing(count: int, narrow: float, turned: Any) -> None:
    """Many words in a wide column, or some in a narrow one: all of them are on a page."""
    long = "".join(f"{n:05d}，" for n in range(count))
    table = Table((Column("a"), Column("b", narrow)), (Row((text("1"), text(long))),))
    seen = re.sub(r"\s", "", "".join(pages(print_pdf(small(table, turned=turned)))))
    assert [n for n in range(count) if f"{n:05d}" not in seen] == []


def test_a_long_name_beside_a_fact_loses_nothing() -> None:
    long = "".join(f"{n:05d}，" for n in range(1500))
    seen = re.sub(r"\s", "", "".join(pages(print_pdf(small(Facts((("name", text(long)),)))))))
    assert [n for n in range(1500) if f"{n:05d}" not in seen] == []


def test_a_drawing_has_words_for_those_who_cannot_see() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><rect width="200" height="100"/></svg>'
    content = print_pdf(small(Figure(svg, "甲 → 乙")))
    with pikepdf.open(io.BytesIO(content)) as made:
        alts = [str(each.Alt) for each in made.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
    assert "甲 → 乙" in alts
    assert picture(svg, 2.0).startswith(b"\x89PNG")


@pytest.mark.parametrize("as_of", ["", "2024", "2024-02", "no day"])
def test_a_day_not_known_in_full_sets_all_the_same(as_of: str) -> None:
    assert print_pdf(Printed("t", as_of, (Part("en", "r", (paragraph("x"),)),))).startswith(b"%PDF-")


@pytest.mark.parametrize(("wide", "turned"), [(400, False), (660, False), (1500, True)])
def test_a_drawing_too_wide_to_be_read_is_turned_along_the_page(wide: int, turned: bool) -> None:
    """The letters of a drawing 1,500 px wide would be three points high on an upright page."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} 300"><rect width="{wide}" height="300"/></svg>'
    page = pypdfium2.PdfDocument(print_pdf(small(Figure(svg, "a"))))[0].render(scale=1).to_pil().convert("L")
    left, top, right, bottom = page.point(lambda grey: 255 if grey < 40 else 0).crop((0, 60, page.width, 780)).getbbox()
    assert (bottom - top > right - left) == turned
    assert right < page.width
    if turned:
        assert bottom - top > 600
