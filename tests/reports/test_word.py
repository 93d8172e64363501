"""Word: styles to edit, a letterhead of one's own, no trace of a maker."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from graph.errors import LookthroughError
from reports.dossier import dossier
from reports.printed import Column, Part, Printed, Row, Table, fact, paragraph, text
from reports.word import print_word, render


def made(document: dict[str, Any], language: Any = "zh", letterhead: bytes | None = None) -> Any:
    return docx.Document(io.BytesIO(render(dossier(document, language=language, letterhead=letterhead))))


def small(*blocks: Any, **more: Any) -> Printed:
    return Printed("t", "2024-10-01", (Part("zh", "running", blocks),), **more)


def letterhead() -> bytes:
    """A firm's paper: its name on top, its address at the foot, its own Normal, a line of body that must go."""
    paper = docx.Document()
    paper.styles["Normal"].font.name = "Garamond"
    paper.sections[0].header.paragraphs[0].text = "Ding & Partners 丁某律师事务所"
    paper.sections[0].footer.paragraphs[0].text = "1 Sample Road"
    paper.add_paragraph("Dear Sirs, draft")
    target = io.BytesIO()
    paper.save(target)
    return target.getvalue()


def foot(document: Any, section: int = 0) -> str:
    return "\n".join(each.text for each in document.sections[section].footer.paragraphs)


def fields(document: Any) -> list[str]:
    return [each.text.strip() for s in document.sections for each in s.footer._element.iter(qn("w:instrText"))]


def test_headings_are_styles_and_tables_repeat_their_heads(document: dict[str, Any]) -> None:
    word = made(document)
    heads = {each.style.name: each.text for each in reversed(word.paragraphs) if each.style.name.startswith("Heading")}
    assert heads["Heading 1"] == "财产线索报告"
    assert heads["Heading 3"] == "可先行办理"
    rows = list(word.element.body.iter(qn("w:tr")))
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
    assert len(list(word.element.body.iter(qn("w:tblHeader")))) > 5


def test_page_x_of_y_and_marks_in_every_footer(document: dict[str, Any]) -> None:
    document["marks"] = [{"zh": "客户版", "en": "client copy"}]
    word = made(document, "both")
    assert len(word.sections) == 2
    assert "客户版 / client copy" in foot(word, 0)
    assert "客户版 / client copy" in foot(word, 1)
    assert fields(word) == ["PAGE", "NUMPAGES"] * 2


def test_a_letterhead_keeps_header_footer_and_styles_and_loses_its_body(document: dict[str, Any]) -> None:
    document["marks"] = [{"zh": "客户版", "en": "client copy"}]
    word = made(document, "both", letterhead())
    assert "Ding & Partners" in word.sections[0].header.paragraphs[0].text
    assert word.sections[1].header.is_linked_to_previous
    assert foot(word).startswith("1 Sample Road\n客户版")
    assert fields(word)[:2] == ["PAGE", "NUMPAGES"]
    assert word.styles["Normal"].font.name == "Garamond"
    assert not [each for each in word.paragraphs if "Dear Sirs" in each.text]
    assert [each for each in word.paragraphs if each.text == "一页摘要"]


def test_a_letterhead_without_our_styles_serves(document: dict[str, Any]) -> None:
    paper = docx.Document(io.BytesIO(letterhead()))
    for name in ("Heading 4", "List Bullet"):
        paper.styles[name].delete()
    target = io.BytesIO()
    paper.save(target)
    word = made(document, "zh", target.getvalue())
    assert [each for each in word.paragraphs if each.text.startswith("• ")]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"%PDF-1.7"])
def test_what_is_no_word_file_is_one_line(document: dict[str, Any], content: bytes) -> None:
    with pytest.raises(LookthroughError, match=r"not a Word document.*--letterhead.*save it as \.docx"):
        made(document, "zh", content)


def test_a_zip_that_is_no_word_file_is_one_line(document: dict[str, Any]) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made_:
        made_.writestr("a.txt", "x")
    with pytest.raises(LookthroughError, match="not a Word document"):
        made(document, "zh", target.getvalue())


def test_numbers_of_rows_lead_to_the_list_of_evidence(document: dict[str, Any]) -> None:
    body = made(document, "both").element.body
    marks = [each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))]
    links = {each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))}
    assert len(marks) == len(set(marks))
    assert links and links <= set(marks)


def test_chinese_is_marked_as_chinese_for_the_spelling(document: dict[str, Any]) -> None:
    lang = next(made(document).styles.element.iter(qn("w:lang")))
    assert (lang.get(qn("w:eastAsia")), lang.get(qn("w:val"))) == ("zh-CN", "en-GB")


def test_drawings_have_words_beside_them(document: dict[str, Any]) -> None:
    told = [each.get("descr") for each in made(document).element.body.iter(qn("wp:docPr"))]
    assert told
    assert all("→" in each for each in told)


def test_nothing_of_maker_clock_or_machine(document: dict[str, Any]) -> None:
    content = render(dossier(document, language="zh"))
    core = docx.Document(io.BytesIO(content)).core_properties
    assert (core.author, core.last_modified_by, core.revision) == ("lookthrough", "lookthrough", 1)
    assert core.created is not None and core.created.date().isoformat() == document["as_of"]
    assert core.modified == core.created
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in book.namelist() if "thumbnail" in name or "custom" in name]


def test_text_stays_text() -> None:
    poison = 'a <w:t>b</w:t> & "c" \x0b\x00 {{d}}\nline two'
    cell = Row((text(fact(poison, (1,))),), number=1)
    word = docx.Document(io.BytesIO(print_word(small(Table((Column("h"),), (cell,)), paragraph(poison)))))
    assert word.paragraphs[-1].text == 'a <w:t>b</w:t> & "c"  {{d}}\nline two'


def test_a_fact_without_a_row_says_so() -> None:
    word = docx.Document(io.BytesIO(print_word(small(paragraph(text(fact("told", ())))))))
    assert "no row cited" in word.paragraphs[0].text


def _with_next(row: Any) -> bool:
    return all(about.find(qn("w:keepNext")) is not None for about in row.iter(qn("w:pPr")))


def _table(*rows: Row) -> Table:
    return Table((Column("a"), Column("b")), rows)


def test_a_short_table_is_turned_over_whole_and_a_long_one_keeps_its_head_and_sections() -> None:
    plain = Row((text("x"), text("y")))
    told = docx.Document(io.BytesIO(print_word(small(_table(plain, plain, plain)))))
    assert [_with_next(row) for row in told.element.body.iter(qn("w:tr"))] == [True, True, True, False]
    tall = Row((text("许" * 80), text("y")))
    rows = (Row((text("甲"),), look="section"), tall, plain, Row((text("乙"),), look="section"), plain)
    told = docx.Document(io.BytesIO(print_word(small(_table(*rows)))))
    assert [_with_next(row) for row in told.element.body.iter(qn("w:tr"))] == [True, True, False, False, True, False]


def test_lines_of_cells_are_of_one_height_on_every_machine() -> None:
    """Faces differ from machine to machine: a form of two pages stays one of two."""
    told = docx.Document(io.BytesIO(print_word(small(_table(Row((text("x"), text("y")))), cells=8.6))))
    heights = {each.get(qn("w:line")) for each in told.element.body.iter(qn("w:spacing")) if each.get(qn("w:before")) == "20"}  # fmt: skip
    assert heights == {"220"}
    last = told.element.body[-2].find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    assert last.get(qn("w:line")) == "20", "no page for an empty line below the last table"


def test_a_form_across_turns_upright_paper() -> None:
    made_across = docx.Document(io.BytesIO(print_word(small(paragraph("x"), turned="across"), letterhead())))
    upright = docx.Document(io.BytesIO(print_word(small(paragraph("x")), letterhead())))
    one, two = made_across.sections[0], upright.sections[0]
    assert int(one.page_width or 0) > int(one.page_height or 0) and int(two.page_width or 0) < int(two.page_height or 0)
    assert "Ding & Partners" in one.header.paragraphs[0].text and one.top_margin == two.top_margin
