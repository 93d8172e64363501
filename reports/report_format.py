"""The formats a dossier can be printed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graph.errors import LookthroughError
from reports import html, json_lines, pdf, word, workbook
from reports.dossier import Dossier


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """One way to print a dossier. suffix: of the file, without the dot; render: the same dossier, the same bytes."""

    name: str
    titles: Mapping[str, str]
    suffix: str
    render: Callable[[Dossier], bytes]


FORMATS: Mapping[str, ReportFormat] = {
    each.name: each
    for each in (
        ReportFormat("json", {"zh": "线索文档", "en": "lead document"}, "json", json_lines.render),
        ReportFormat("html", {"zh": "网页报告", "en": "report for the browser and for print"}, "html", html.render),
        ReportFormat("xlsx", {"zh": "财产线索清单", "en": "property clues and annexes"}, "xlsx", workbook.render),
        ReportFormat("docx", {"zh": "Word 报告（可编辑）", "en": "Word report, to be edited"}, "docx", word.render),
        ReportFormat("pdf", {"zh": "PDF 报告（可打印）", "en": "PDF report, for print"}, "pdf", pdf.render),
    )
}


def report_format(name: str) -> ReportFormat:
    """The format of this name; LookthroughError for a name that is none."""
    wanted = name.strip().lower().lstrip(".")
    if wanted in FORMATS:
        return FORMATS[wanted]
    raise LookthroughError("no such report format", f"--formats {name}", f"use {', '.join(FORMATS)}")
