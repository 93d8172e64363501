"""Every reader's form: facts cite rows, no scores, no signals, both formats."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pypdf
import pytest

from graph.errors import LookthroughError
from reports.chain_text import measure
from reports.dossier import Dossier, dossier
from reports.form import FORMS, form
from reports.levels import released
from reports.pdf import print_pdf
from reports.printed import Printed, Table, numbered, runs, uncited
from reports.printed_report import report
from reports.word import print_word
from tests.reports.test_report_format import BARE

NAMES = tuple(FORMS)
LANGUAGES = ("zh", "en")


def filed(document: dict[str, Any], name: str, language: Any = "zh") -> tuple[Dossier, Printed]:
    ready = dossier(released(document, FORMS[name].level, "2031-02-03"), language=language)
    return ready, FORMS[name].build(ready, language)


def words(printed: Printed) -> str:
    """All that a form says, with the heads of its tables."""
    found = []
    for part in printed.parts:
        for block in part.blocks:
            found += [column.title for column in block.columns] if isinstance(block, Table) else []
            found += [each.text for each in runs(block)]
    return "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_fact_cites_a_row_that_the_form_lists(name: str, language: str, document: dict[str, Any]) -> None:
    printed = filed(document, name, language)[1]
    assert uncited(printed) == ()
    facts = [each for block in printed.parts[0].blocks for each in runs(block) if each.sort == "fact"]
    assert facts


@pytest.mark.parametrize("name", NAMES)
def test_no_row_is_listed_that_nothing_cites(name: str, document: dict[str, Any]) -> None:
    printed = filed(document, name)[1]
    cited = {n for block in printed.parts[0].blocks for each in runs(block) for n in each.rows}
    assert sorted(numbered(printed.parts[0].blocks)) == sorted(cited)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_no_scores_no_signals_no_accusation(name: str, language: str, document: dict[str, Any]) -> None:
    signals = [lead for lead in document["leads"] if lead["tier"] == "signal"]
    text = words(filed(document, name, language)[1])
    assert signals
    assert not [lead for lead in signals if lead["title"][language] in text and lead["summary"][language] in text]
    assert not re.search(
        r"优先级|排序分值|背景信号|恶意转移|事实</|\bpriority \d|\bscores?\b|0\.\d{4}\b|background signal", text
    )


@pytest.mark.parametrize("name", NAMES)
def test_it_is_marked_and_set_in_both_formats(name: str, document: dict[str, Any]) -> None:
    printed = filed(document, name)[1]
    assert printed.marks == ("法院文本（案外自然人隐名）", "删除日期 2031-02-03")
    pdf = print_pdf(printed)
    assert pdf == print_pdf(filed(document, name)[1])
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        assert "删除日期2031-02-03" in re.sub(r"\s", "", page.extract_text())
    word = print_word(printed)
    assert word == print_word(filed(document, name)[1])
    style = docx.Document(io.BytesIO(word)).paragraphs[0].style
    assert style is not None
    assert style.name == "Heading 1"


@pytest.mark.parametrize("name", NAMES)
def test_a_bare_document_makes_a_form(name: str) -> None:
    for language in LANGUAGES:
        printed = filed(BARE, name, language)[1]
        assert print_pdf(printed).startswith(b"%PDF-")
        assert "None" not in words(printed).replace("None in the data", "")


def test_a_form_speaks_its_readers_language_unless_asked() -> None:
    assert FORMS["judge"].language("both") == "zh"
    assert FORMS["judge"].language("en") == "en"


def test_a_name_that_is_no_form() -> None:
    with pytest.raises(LookthroughError, match=r"no such form.*--form jury"):
        form("jury")
    assert form(" Judge ").name == "judge"


def narrow(printed: Printed) -> list[str]:
    """Headings with a word that is wider than its column; Chinese breaks anywhere."""
    page = 842 - 99.2 if printed.turned == "across" else 595.3 - 99.2
    found = []
    for table in (block for part in printed.parts for block in part.blocks if isinstance(block, Table)):
        whole = sum(column.width for column in table.columns)
        for column in table.columns:
            room = page * column.width / whole - 8
            pieces = re.findall(r"[A-Za-z.·/]+|.", column.title)
            found += [f"{column.title}: {piece}" for piece in pieces if 0.92 * measure(piece, printed.cells) > room]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_heading_is_wider_than_its_column(language: Any, document: dict[str, Any]) -> None:
    assert narrow(report(dossier(document, language=language))) == []
    for name in NAMES:
        assert narrow(filed(document, name, language)[1]) == [], name


def broken(printed: Printed) -> list[str]:
    """Sums and days that would be broken over two lines in their column: a figure is read in one piece."""
    page = 842 - 113.4 if printed.turned == "across" else 595.3 - 113.4
    found = []
    for table in (block for part in printed.parts for block in part.blocks if isinstance(block, Table)):
        whole = sum(column.width for column in table.columns)
        for row in (row for row in table.rows if row.look != "section"):
            for column, cell in zip(table.columns, row.cells, strict=True):
                room = page * column.width / whole - 8
                pieces = re.findall(r"[\d,]{5,}(?:\.\d+)?|\d{4}-\d\d-\d\d", "\n".join(each.text for each in cell))
                wide = [piece for piece in pieces if 0.92 * measure(piece, printed.cells) > room]
                found += [f"{column.title}: {piece}" for piece in wide]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sum_and_no_day_is_broken_over_two_lines(language: Any, document: dict[str, Any]) -> None:
    for name in NAMES:
        assert broken(filed(document, name, language)[1]) == [], name
