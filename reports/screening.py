"""A screening printed: JSON, CSV, and a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import xlsxwriter

from reports.json_lines import canonical
from reports.wording import safe_cell

Document = Mapping[str, Any]

_HIT = ("rank", "rule", "title_zh", "title_en", "hit", "strength", "explained", "said_zh", "said_en", "parties", "more_parties", "also")  # fmt: skip
_LINE = ("side", "text_zh", "text_en", "source", "row", "sha256", "standing")
_RULE = ("rule", "title_zh", "title_en", "asks_zh", "asks_en", "state", "hits", "told", "needs", "thresholds", "against_zh", "against_en")  # fmt: skip
_WIDTHS = {"said_zh": 60, "said_en": 60, "text_zh": 60, "text_en": 60, "parties": 40, "asks_zh": 40, "asks_en": 40}
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 a workbook's stamp has no zone
_CELL = 32_000


def as_json(document: Document) -> bytes:
    return canonical(document)


def as_csv(document: Document) -> bytes:
    """One line for each row that is cited, for and against, and for what was looked for or noted; hits by rank."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    marks = [mark["en"] for mark in document.get("marks") or ()]
    writer.writerow([*_HIT, *_LINE, *("copy", "to_be_deleted")[: len(marks)]])
    for hit in document["hits"]:
        about = _hit(hit)
        writer.writerows([*map(_cell, about), *map(_cell, line), *marks] for line in _lines(hit))
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(document: Document) -> bytes:
    """Three sheets: hits, their rows, and what was looked for. Text stays text; the same document, the same bytes."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": f"screening {document['as_of']}", "author": "lookthrough", "created": _EPOCH})
    rows = ((hit["rank"], hit["id"], *line) for hit in document["hits"] for line in _lines(hit))
    _sheet(book, "命中 Hits", _HIT, (_hit(hit) for hit in document["hits"]))
    _sheet(book, "依据 Rows", ("rank", "hit", *_LINE), rows)
    _sheet(book, "检索 Searched", _RULE, map(_rule, document["rules"]))
    marks = " · ".join(f"{mark['zh']} {mark['en']}" for mark in document.get("marks") or ())
    for page in book.worksheets():
        page.set_footer(f"&L{marks.replace('&', '&&')}&R&P / &N")
        page.set_landscape()
        page.fit_to_pages(1, 0)
    book.close()
    return target.getvalue()


def _sheet(book: Any, name: str, heads: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> None:
    head = book.add_format({"bold": True, "bg_color": "#E9E6F2", "border": 1, "border_color": "#B8BEC8"})
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    page = book.add_worksheet(name)
    page.freeze_panes(1, 1)
    for column, title in enumerate(heads):
        page.set_column(column, column, _WIDTHS.get(title, 14))
        page.write_string(0, column, title, head)
    at = 0
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            page.write_string(at, column, _cell(value)[:_CELL], text)
    page.autofilter(0, 0, max(at, 1), len(heads) - 1)


def _hit(hit: Document) -> tuple[object, ...]:
    parties = "; ".join(f"{p['name']} ({p['id']})" if p["name"] else p["id"] for p in hit["parties"])
    explained = "yes" if hit["explained"] else "no"
    return (
        hit["rank"], hit["kind"], *_both(hit["title"]), hit["id"], hit["strength"], explained, *_both(hit["said"]), parties,
        hit["more_parties"], "; ".join(hit["also"]),
    )  # fmt: skip


def _lines(hit: Document) -> Iterator[tuple[object, ...]]:
    for side, rows in (("for", hit["evidence"]), ("against", hit["counter_evidence"])):
        for row in rows:
            if "absent" in row:
                yield "looked for, not found", *_both(row["absent"]), "", "", "", ""
            else:
                yield side, *_both(row["text"]), row["source"], row["row"], row["sha256"], row["standing"]
    for note in hit["notes"]:
        yield "note", *_both(note), "", "", "", ""


def _rule(rule: Document) -> tuple[object, ...]:
    lines = "; ".join(f"{t['name']} {t['value']} {t['unit']} ({t['basis']['en']})" for t in rule["thresholds"])
    against = ("; ".join(text[language] for text in rule["against"]) for language in ("zh", "en"))
    needs = "; ".join(rule["needs"])
    return rule["rule"], *_both(rule["title"]), *_both(rule["asks"]), rule["state"], rule["hits"], rule["told"], needs, lines, *against  # fmt: skip


def _both(text: Mapping[str, str]) -> tuple[str, str]:
    return text["zh"], text["en"]


def _cell(value: object) -> str:
    return safe_cell("" if value is None else str(value))


PRINTED: Mapping[str, Callable[[Document], bytes]] = {"json": as_json, "csv": as_csv, "xlsx": as_xlsx}
"""How a screening is printed, by the name of the format and the file's suffix."""
