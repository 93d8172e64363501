"""Writes docs/template.md from the tables the loader reads."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from graph.schema import ABOUT_ROW, LICENCES, WORDS, Column, Table
from graph.tables import TABLES

PAGE = Path(__file__).parent / "template.md"
HOLDS = {
    "party": "a party: an id of `parties.csv`, an official identifier, or a name",
    "asset": "an id of `assets.csv`, or `equity:COMPANY:OWNER` for a stake",
    "text": "text",
    "share": "a share: `35%`, `1/3`, a band `25-50%`, or a bare number",
    "money": "an amount: plain, with separators, or with 万 / 亿",
    "date": "a day, or a part of one: `2024-03-05`, `2024-03`, `2024`",
    "time": "a time of day",
    "whole": "a whole number",
    "yes_no": "yes / no, 是 / 否",
    "currency": "a currency: `CNY`, 人民币, …",
    "list": "several, separated by `;`",
    "identifier": "an official number, or an id of your own",
}
HEAD = """# The input template

Made from `graph/tables.py` by `docs/make_template.py`; do not edit by hand.

A folder of CSV files, any subset of the {count} tables below; or one XLSX with a sheet a table. Nothing but the columns
marked **needed** has to be there, and an empty cell means *unknown*, never *no*.

一个文件夹，放入下列 {count} 张表中的任意几张（CSV，或同一 XLSX 的各工作表）。除标 **needed** 的列外均可缺省；空白表示“不详”，不表示“没有”。

## How cells are read

- **Encoding**: UTF-8 with or without BOM; GB18030 and UTF-16 are recognised.
- **Headings**: the English name or any of the Chinese spellings. An unknown column is kept as a property and named in the
  import's summary.
- **Dates**: `2024-03-05`, `2024年3月5日`, `20240305`, `2024/3/5`. A partial date is an interval: `2024-03` is some day in March.
  `start` is the first day, `end` the first day after.
- **Shares**: a `%` decides its own cell. A column of bare numbers with none above 1 holds fractions, with all above 1 per
  cents; where both are mixed, the bare cells up to 1 are set aside as "unit unclear". The choice is printed;
  `--unit fraction` or `--unit percent` overrides it.
- **Money**: `8000000`, `8,000,000`, `800万`, `0.08亿`; the currency column decides, else CNY. Unlike currencies are never added
  without a row in `rates.csv`.
- **Names**: a bare name is never an id. A company's full registered name is *presumed* to be one company and listed in every
  report; a person's name is one holder within one company and only *perhaps* the same person elsewhere.
- **Ids** live within their source label (the folder's name unless `--source` says otherwise): the same id under another
  label is another party.
- **Bad rows** go, whole, to `rejects.csv` with file, row, column, value, reason and remedy; the rest is kept.
"""
ABOUT = """## What any row may also carry

Who says so, and how good the paper is. A lead that rests on an *alleged* or *denied* row says so, and never rises above a
single lead. `row_id` (or `id`, where `id` does not name the thing itself) is carried through to the evidence.
"""


def _cell(column: Column) -> str:
    if column.words:
        return f"one of [{column.words}](#{column.words.replace('_', '-')})"
    return HOLDS[column.type]


def _rows(columns: Iterable[Column]) -> list[str]:
    lines = ["| column | 列 | holds | |", "| --- | --- | --- | --- |"]
    for column in columns:
        needed = "**needed**" if column.required else ""
        lines.append(f"| `{column.name}` | {'、'.join(column.zh)} | {_cell(column)} | {needed} |")
    return lines


def _table(table: Table) -> list[str]:
    return [f"## {table.name}.csv {table.zh}", "", *_rows(table.columns), ""]


def _words(name: str, words: dict[str, tuple[str, ...]]) -> list[str]:
    lines = [f"### {name.replace('_', '-')}", "", "| word | also read |", "| --- | --- |"]
    return [*lines, *(f"| `{word}` | {'、'.join(also)} |" for word, also in words.items()), ""]


def page() -> str:
    """The whole page; equal tables give equal text."""
    lines = [HEAD.format(count=len(TABLES))]
    for table in TABLES.values():
        lines += _table(table)
    lines += [
        ABOUT,
        *_rows(ABOUT_ROW),
        "",
        "## Words",
        "",
        "A word outside its list is kept as *other*, with a note.",
        "",
    ]
    for name, words in WORDS.items():
        lines += _words(name, words)
    lines += _words("licence", {word: (zh,) for word, zh in LICENCES.items()})
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} written\n")
