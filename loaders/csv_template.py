"""The input template: sixteen tables as CSV or sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

import polars as pl

from graph.errors import UnreadableInput
from graph.tables import TABLES, THING_IDS, all_columns
from loaders.loader import Form, Loaded, Loader, Options, states
from loaders.records import Raw, Records, below, find_header, heading_key, split
from loaders.sheets import workbook

WORKBOOKS = (".xlsx", ".xls", ".ods", ".xlsm")
NOT_TABLES = "the file holds no heading of the template"


@cache
def template_forms() -> Mapping[str, Form]:
    """One form a table: English and Chinese headings, required columns."""
    forms = {}
    for name, table in TABLES.items():
        headings: dict[str, str] = {}
        for column in all_columns(name):
            for spelling in (column.name, *column.zh):
                headings.setdefault(heading_key(spelling), column.name)
        if name not in THING_IDS:
            headings["id"] = "row_id"
        required = tuple(c.name for c in table.columns if c.required)
        one_of = ("id", "name", "identifier") if name == "parties" else ()
        forms[name] = Form(name, headings, required, one_of)
    return forms


def table_named(stem: str) -> str | None:
    """holdings, 股东信息, holdings_2024, "甲公司-股东信息": the table a file or sheet is named after."""
    words = [stem, *re.split(r"[-_—\s.()（）]+", stem)]
    for name, table in TABLES.items():
        if any(w.lower() == name or w == table.zh for w in words) or stem.lower().startswith(name + "_"):
            return name
    return None


def fits(raw: Raw, form: Form) -> tuple[int, int | None]:
    """How many headings of the form stand in the raw table's header, and where that header is."""
    at = find_header(raw, lambda h: heading_key(h) in form.headings)
    if at is None:
        return 0, None
    header = [h for h in raw.frame.row(at)[: raw.frame["_width"][at]] if h]
    names = {form.headings.get(heading_key(h)) for h in header} - {None}
    return (len(names), at) if set(form.required) <= names else (0, None)


def choose(raw: Raw, name: str) -> tuple[Form, int, int] | None:
    """The form that fits best, its header's place and how many headings it knows; a telling file name decides ties."""
    named = table_named(raw.sheet or name.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    best: tuple[int, int, str, int] | None = None
    for table, form in template_forms().items():
        known, at = fits(raw, form)
        if at is not None and known >= min(2, len(form.required) + 1):
            candidate = (int(table == named), known, table, at)
            best = candidate if best is None or candidate[:2] > best[:2] else best
    if best is None:
        return None
    return template_forms()[best[2]], best[3], best[1]


def raws(content: bytes, name: str) -> list[Raw]:
    """A CSV is one raw table, a workbook one a sheet."""
    return workbook(content, name) if name.lower().endswith(WORKBOOKS) else [split(content, name)]


def merged(format_name: str, parts: Iterable[Loaded], notes: Iterable[str] = ()) -> Loaded:
    """Several sheets of one file as one answer."""
    parts = list(parts)
    tables: dict[str, list[pl.DataFrame]] = {}
    for part in parts:
        for table, frame in part.tables.items():
            tables.setdefault(table, []).append(frame)
    return Loaded(
        format_name,
        sum(p.rows_in for p in parts),
        {t: pl.concat(frames, how="diagonal") for t, frames in tables.items()},
        pl.concat([p.given for p in parts]),
        tuple(r for p in parts for r in p.rejects),
        (*(n for p in parts for n in p.notes), *notes),
    )


def _recognise(content: bytes, name: str) -> int:
    return max((found[2] for raw in raws(content, name) if (found := choose(raw, name))), default=0)


def _read(content: bytes, name: str, options: Options) -> Loaded:
    parts, skipped = [], []
    for raw in raws(content, name):
        found = choose(raw, name)
        if found is None:
            skipped.append(f"sheet {raw.sheet or name} was not read: {NOT_TABLES}")
            continue
        form, at, _ = found
        records: Records = below(raw, at, None)
        parts.append(states(form, records, options, name))
    if not parts:
        raise UnreadableInput(NOT_TABLES, name, "see docs/template.md for the sixteen tables and their headings")
    return merged("csv", parts, skipped)


LOADER = Loader(
    name="csv",
    titles={"en": "Input template (CSV folder or XLSX sheets)", "zh": "输入模板（CSV 文件夹或 XLSX 工作表）"},
    publisher="Lookthrough",
    reads="parties, holdings, roles, transfers, assets, payments, contracts, encumbrances, relations, court cases, …",
    recognised_by="the file or sheet name and its headings, English or Chinese",
    forms=tuple(template_forms().values()),
    recognise=_recognise,
    read=_read,
)
