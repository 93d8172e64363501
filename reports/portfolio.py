"""The cases of a portfolio side by side, next deadline first."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

import xlsxwriter

from reports.levels import marks_of
from reports.redact import redact
from reports.wording import Languages, number, safe_cell, say, term

Row = Mapping[str, Any]
HEADS: tuple[tuple[str, str, str], ...] = (
    ("rank", "序号", "rank"),
    ("case", "案件", "case"),
    ("title", "案名", "title"),
    ("debtors", "债务人", "debtors"),
    ("amount", "债权金额", "claim"),
    ("currency", "币种", "currency"),
    ("deadline", "最近期限", "next deadline"),
    ("days_left", "剩余天数", "days left"),
    ("deadline_what", "期限事项", "what ends"),
    ("in_plain_sight", "名下财产项数", "assets in plain sight"),
    ("strong", "多重印证以上线索", "strong leads"),
    ("leads", "线索数", "leads"),
    ("top_title", "首要线索", "first lead"),
    ("top_tier", "印证程度", "tier"),
    ("top_route", "路径", "route"),
    ("top_recoverable", "可望回收", "recoverable"),
    ("top_priority", "优先级", "priority"),
    ("as_of", "截止日", "as of"),
    ("error", "未能完成", "not done"),
    ("level", "文本级别", "copy"),
    ("delete_by", "删除日期", "to be deleted"),
)
_KEPT = "原因见内部运行记录 the house's own record of the run says why"
_LAST = "9999-99-99"
_DEADLINES = ("day", "what", "about", "days_left")


def summary_row(document: Row) -> dict[str, Any]:
    """What a portfolio shows of one lead document; masked like every report, by the level that `released` gave it."""
    shown = redact(dict(document))
    case, leads = shown["case"], shown["leads"]
    coming = [d for d in shown["deadlines"] if d.get("days_left") is not None and d["days_left"] >= 0]
    nearest = min(coming, key=lambda d: (d["day"], str(d["what"])), default=None)
    top = leads[0] if leads else None
    # A court copy tells no scores.
    score = top["score"] if top else None
    marks = shown.get("marks") or marks_of("internal", None)
    return {
        "title": case["title"],
        "debtors": [debtor["name"] for debtor in case["debtors"]],
        "amount": case["amount"],
        "currency": case["currency"],
        "as_of": shown["as_of"],
        "deadline": nearest["day"] if nearest else None,
        "days_left": nearest["days_left"] if nearest else None,
        "deadline_what": nearest["what"] if nearest else None,
        "in_plain_sight": sum(1 for asset in shown["assets"] if asset["in_plain_sight"]),
        "strong": sum(1 for lead in leads if lead["tier"] in ("strong", "fact")),
        "leads": sum(1 for lead in leads if lead["tier"] != "signal"),
        "top_title": top["title"] if top else None,
        "top_tier": top["tier"] if top else None,
        "top_route": top["route"] if top else None,
        "top_recoverable": score["recoverable"] if score else None,
        "top_priority": score["priority"] if score else None,
        "level": marks[0],
        "delete_by": marks[1],
    }


def ranked(rows: Iterable[Row], name: str = "internal") -> list[dict[str, Any]]:
    """Deadlines first, the nearest on top; then by priority; cases that failed last, in the order of the file.

    name: the level. Why a case failed may name anybody: it is told within the house alone.
    """

    def place(row: Row) -> tuple[Any, ...]:
        said = row.get("summary") or {}
        return not row["ok"], said.get("deadline") or _LAST, -(said.get("top_priority") or 0), row["line"]

    done = sorted(rows, key=place)
    return [
        {
            "case": row["case"],
            "error": row["error"] and (row["error"] if name == "internal" else _KEPT),
            **(row.get("summary") or {}),
            "rank": at,
        }
        for at, row in enumerate(done, 1)
    ]


def as_csv(rows: Sequence[Row]) -> bytes:
    """For programs: English keys, UTF-8 with a mark so that spreadsheets read it; no cell that would run."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([key for key, _, _ in HEADS])
    writer.writerows([safe_cell(_cell(row, key, "en")) for key, _, _ in HEADS] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Sequence[Row], language: Languages) -> bytes:
    """One sheet, the head frozen and filterable; the same rows give the same bytes."""
    target = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, plain)
    book.set_properties({"created": _EPOCH, "author": "lookthrough"})
    sheet = book.add_worksheet("组合 Portfolio")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E9E6F2", "border": 1})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for column, (key, zh, en) in enumerate(HEADS):
        sheet.write_string(0, column, _head(zh, en, language), bold)
        sheet.set_column(column, column, 40 if key in ("title", "deadline_what", "top_title", "error") else 16)
        for line, row in enumerate(rows, 1):
            sheet.write_string(line, column, safe_cell(_cell(row, key, language)), text)
    sheet.freeze_panes(1, 3)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(HEADS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{_marks(rows, language).replace('&', '&&')}&R&P / &N")
    book.close()
    return target.getvalue()


def as_html(rows: Sequence[Row], language: Languages, suffix: str = "html") -> bytes:
    """One page, no script, nothing fetched; each case links to its report of that suffix, beside it."""
    heads = "".join(f"<th scope='col'>{escape(_head(zh, en, language))}</th>" for _, zh, en in HEADS)
    lines = "".join(f"<tr>{''.join(_td(row, key, language, suffix) for key, _, _ in HEADS)}</tr>" for row in rows)
    title = {"zh": "组合汇总", "en": "Portfolio"}.get(language, "组合汇总 Portfolio")
    return (
        f"<!doctype html><html lang='{'en' if language == 'en' else 'zh-CN'}'><meta charset='utf-8'><title>{title}</title>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{_STYLE}</style><h1>{title}</h1><p>{escape(_marks(rows, language))}</p><table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"
    ).encode()


_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 a workbook's stamp has no zone
_STYLE = (
    "body{font:14px/1.5 'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;margin:2rem;color:#1c1b22;background:#fff}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #c9c6d2;padding:.35rem .5rem;text-align:left;vertical-align:top}"
    "th{background:#f1eff7;position:sticky;top:0}td.n{text-align:right;white-space:nowrap}tr.soon td{background:#fff4e0}"
    "@media print{th{position:static}}"
)
_NUMBERS = frozenset({"rank", "amount", "days_left", "in_plain_sight", "strong", "leads", "top_priority"})


def _marks(rows: Sequence[Row], language: Languages) -> str:
    """The level of the copies, above or below every page; each case's day of deletion stands in its column."""
    return next((_cell(row, "level", language) for row in rows if row.get("level")), "")


def _td(row: Row, key: str, language: Languages, suffix: str) -> str:
    said = escape(_cell(row, key, language))
    if key == "case" and not row.get("error"):
        said = f"<a href='{escape(str(row['case']), quote=True)}/leads.{suffix}'>{said}</a>"
    return f"<td{' class=n' if key in _NUMBERS else ''}>{said}</td>"


def _head(zh: str, en: str, language: Languages) -> str:
    return {"zh": zh, "en": en}.get(language, f"{zh} {en}")


def _cell(row: Row, key: str, language: Languages) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if key == "top_tier":
        return term("tier", value, language)
    if key == "top_priority":
        return number(value)
    if isinstance(value, Mapping):
        return _mapping(value, language)
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _mapping(value: Mapping[str, Any], language: Languages) -> str:
    """A bilingual text, or bounds of money."""
    if "zh" in value:
        return say(value, language)
    low, high = value.get("low"), value.get("high")
    sums = f"{low}" if low == high else f"{low}–{high}"
    return f"{value.get('currency') or ''} {sums}".strip()
