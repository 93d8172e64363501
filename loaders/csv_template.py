"""The input template: sixteen tables as CSV or sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import polars as pl

from graph.errors import UnreadableInput
from graph.tables import TABLES, THING_IDS, all_columns
from loaders.headings import below, find_header, heading_key, one_header
from loaders.loader import IGNORED, Form, Loaded, Loader, Options, states
from loaders.records import Raw, split
from loaders.sheets import workbook

WORKBOOKS = (".xlsx", ".xls", ".ods", ".xlsm")
NOT_TABLES = "the file holds no heading of the template"
# Tables without a column that must be filled: one of these says whom or what a row is about.
_ONE_OF = {"parties": ("id", "name", "identifier"), "court_cases": ("number", "claimant", "defendant", "basis_number")}
_OPENING = 1 << 16  # bytes of a text that are looked at to recognise it


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
        forms[name] = Form(name, headings, required, _ONE_OF.get(name, ()))
    return forms


def table_named(stem: str) -> str | None:
    """holdings, 股东信息, holdings_2024, "甲公司-股东信息": the table a file or sheet is named after."""
    words = [stem, *re.split(r"[-_—\s.()（）]+", stem)]
    for name, table in TABLES.items():
        if any(w.lower() == name or w == table.zh for w in words) or stem.lower().startswith(name + "_"):
            return name
    return None


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a form fits a raw table: known headings, where the header is, and required columns it lacks."""

    form: Form
    known: int
    header: int
    lacks: tuple[str, ...] = ()
    named: bool = False


def fit(raw: Raw, form: Form) -> Fit | None:
    """The form against the first line that holds two of its headings; None where there is no such line.

    Above it only titles may stand, lines of one cell: what has more is a table that these headings do not describe.
    """
    at = find_header(raw, lambda key: key in form.headings)
    if at is None or any(len([c for c in row[:-2] if c]) > 1 for row in raw.frame.head(at).iter_rows()):
        return None
    header = [h for h in raw.frame.row(at)[: raw.frame["_width"][at]] if h]
    names = {form.headings.get(heading_key(h)) for h in header} - {None, IGNORED}
    lacks = tuple(n for n in form.required if n not in names and n not in form.defaults)
    lacks += form.one_of[:1] if form.one_of and not names & set(form.one_of) else ()
    return Fit(form, len(names), at, lacks) if len(names) >= min(2, len(form.required) + 1) else None


def choose(raw: Raw, name: str) -> Fit | None:
    """The form that fits best: none lacking, then a telling file or sheet name, then the most headings."""
    named = table_named(raw.sheet or name.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    fits = [found for form in template_forms().values() if (found := fit(raw, form))]
    return max(fits, key=lambda f: (not f.lacks, f.form.table == named, f.known), default=None)


def raws(content: bytes, name: str) -> list[Raw]:
    """A CSV is one raw table, a workbook one a sheet; a header in two lines is made one."""
    given = _sheets(content, name) if name.lower().endswith(WORKBOOKS) else (split(content, name),)
    return [one_header(raw, lambda key: key in _headings()) for raw in given]


def openings(content: bytes, name: str) -> list[Raw]:
    """As `raws`, but of a long text only the beginning: enough to recognise it by."""
    if len(content) <= _OPENING or name.lower().endswith(WORKBOOKS):
        return raws(content, name)
    head = content[:_OPENING]
    cut = head.rfind(b"\n") + 1
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head
    return raws(head[:cut] if cut and not wide else head, name)


@cache
def _headings() -> frozenset[str]:
    return frozenset(key for form in template_forms().values() for key in form.headings)


@lru_cache(maxsize=1)
def _sheets(content: bytes, name: str) -> tuple[Raw, ...]:
    """A workbook is asked by every loader whether it knows it, and then read."""
    return tuple(workbook(content, name))


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
    fits = [found for raw in openings(content, name) if (found := choose(raw, name))]
    return sum(f.known for f in fits if not f.lacks) or len(fits)


def _read(content: bytes, name: str, options: Options) -> Loaded:
    parts, skipped, lacking = [], [], ""
    for raw in raws(content, name):
        found = choose(raw, name)
        if found is None or found.lacks:
            why = NOT_TABLES if found is None else _lacks(found)
            lacking = lacking or ("" if found is None else why)
            skipped.append(f"sheet {raw.sheet or name} was not read: {why}")
            continue
        parts.append(states(found.form, below(raw, found.header), options, name))
    if not parts:
        raise UnreadableInput(lacking or NOT_TABLES, name, "the headings of each table stand in the template")
    return merged("csv", parts, skipped)


def _lacks(found: Fit) -> str:
    table = TABLES[found.form.table]
    columns = ", ".join("/".join((name, *table.column(name).zh[:1])) for name in found.lacks)
    return f"looks like {table.name} {table.zh}, but has no column {columns}"


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
