"""Chinese registry exports: 企查查, 天眼查 and like sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from graph.errors import UnreadableInput
from graph.identifiers import valid_uscc_column
from graph.tables import TABLES
from loaders.cleaners import clean_date
from loaders.cn_sheets import CODES, SHEETS, Sheet
from loaders.cn_tables import Found, is_footer, registered, tables_in
from loaders.csv_template import merged, openings, raws
from loaders.headings import Records, below, heading_key
from loaders.loader import Form, Loaded, Loader, Options, Reject, states

PUBLICITY = re.compile(r"公示系统|gsxt", re.I)
# The day of the export; 成立日期 and the like are days of something else.
_DAY = re.compile(
    r"(?:(?:查询|导出|下载|打印|更新|生成|获取|报告)(?:时间|日期|于)?|截[止至]|(?<![\u4e00-\u9fff])(?:时间|日期))"
    r"[^\d\u4e00-\u9fff]{0,4}(\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2})"
)
_TEMPLATE = frozenset(table.zh for table in TABLES.values())
_NO_COMPANY = (
    "the sheet does not say whose it is: a row must name the company",
    "add a column 公司名称, or put the company's name into the title row, the sheet's name or the file's name",
)
_PAST = (
    "a past stake or office (历史) without the day it ended",
    "add a column 退出日期 or 离任日期, or leave the row out",
)


def _with_codes(records: Records, sheet: Sheet) -> Records:
    """A heading such as 证照号码 belongs to the party to its left, else to its right: named after it."""
    names = [sheet.form.headings.get(heading_key(text), "") for text in records.header]
    header = list(records.header)
    for index, text in enumerate(header):
        if heading_key(text) in CODES and not names[index] and sheet.parties:
            left = [n for n in names[:index] if n in sheet.parties]
            right = [n for n in names[index:] if n in sheet.parties]
            owner = left[-1] if left else right[0] if right else sheet.filer_is
            if f"{owner}_code" not in header:
                header[index] = f"{owner}_code"
    return replace(records, header=tuple(header))


def _form(found: Found, records: Records) -> Form:
    """The sheet's form with what the texts around it say: whose it is, its grade, the day it was obtained."""
    around = " ".join(found.around)
    defaults = {
        "grade": "publicity_print" if PUBLICITY.search(around) else "commercial_export",
        **found.sheet.form.defaults,
    }
    day = _DAY.search(around)
    obtained = clean_date(re.sub(r"\s", "", day[1])).value if day else None
    if obtained:
        defaults["obtained_on"] = obtained
    headed = {found.sheet.form.headings.get(heading_key(text)) for text in records.header}
    if found.filer and found.sheet.filer_is not in headed:
        defaults[found.sheet.filer_is] = found.filer
    required = found.sheet.form.required
    if found.title.startswith("历史"):
        required = (*required, "end") if found.sheet.form.table in ("holdings", "roles") else required
        defaults |= {"encumbrances": {"status": "released"}, "court_cases": {"status": "历史"}}.get(
            found.sheet.form.table, {}
        )
    return replace(found.sheet.form, defaults=defaults, required=required, filer=found.filer)


def _load(found: Found, options: Options, file: str) -> Loaded:
    records = _with_codes(below(found.raw, found.header, is_footer), found.sheet)
    loaded = states(_form(found, records), records, options, file)
    rejects = tuple(_explained(r, found) for r in loaded.rejects)
    return replace(loaded, rejects=rejects, notes=(*loaded.notes, *found.notes, *_unread_offices(loaded)))


def _explained(reject: Reject, found: Found) -> Reject:
    """Why a row of such a sheet lacks its company, or the end of what is past."""
    said = {found.sheet.filer_is: _NO_COMPANY, "end": _PAST}.get(reject.column)
    if said is None or not reject.reason.startswith("no "):
        return reject
    return replace(reject, reason=said[0], remedy=said[1])


def _unread_offices(loaded: Loaded) -> tuple[str, ...]:
    roles = loaded.tables.get("roles")
    if roles is None:
        return ()
    odd = roles.filter((pl.col("role") == "other") & pl.col("title").is_not_null())["title"].unique().sort().to_list()
    return (f"offices kept as other: {', '.join(odd[:5])}",) if odd else ()


def _recognise(content: bytes, name: str) -> int:
    tables = [found for raw in openings(content, name) for found in tables_in(raw, name)]
    return sum(f.known + (f.title in f.sheet.titles and f.title not in _TEMPLATE) for f in tables)


def _read(content: bytes, name: str, options: Options) -> Loaded:
    given = raws(content, name)
    first = [found for raw in given for found in tables_in(raw, name)]
    alone = {f for found in first for f in (found.filer, *registered(found)) if f}
    filer = min(alone) if len(alone) == 1 else ""
    parts, notes = [], []
    for raw in given:
        tables = tables_in(raw, name, filer)
        parts += [_load(found, options, name) for found in tables]
        if not tables:
            notes.append(f"sheet {raw.sheet or name} was not read: its headings are of no known registry sheet")
    if not parts:
        raise UnreadableInput(
            "the file holds no sheet of a registry export", name, "see the sheets and headings it may hold"
        )
    loaded = merged("cn_registry", parts, notes)
    return replace(loaded, tables=_filer_known(loaded.tables, filer))


def _filer_known(tables: Mapping[str, pl.DataFrame], filer: str) -> Mapping[str, pl.DataFrame]:
    """The filer's code, once a sheet of the file gives it, goes beside its name in all of them."""
    parties = tables.get("parties")
    if parties is None or not filer:
        return tables
    codes = parties.filter(pl.col("name") == filer)["identifier"].drop_nulls().unique().sort()
    valid = codes.filter(valid_uscc_column(codes)).to_list()
    if len(valid) != 1:
        return tables
    ident = f"cn-uscc:{valid[0]}"
    return {table: _beside(table, frame, filer, ident) for table, frame in tables.items()}


def _beside(table: str, frame: pl.DataFrame, filer: str, ident: str) -> pl.DataFrame:
    for cell in (c.name for c in TABLES[table].columns if c.type == "party"):
        name = f"{cell}_ident"
        held = pl.col(name) if name in frame.columns else pl.lit(None, dtype=pl.String)
        if (frame[cell] == filer).any():
            given = pl.when(held.is_null() & (pl.col(cell) == filer)).then(pl.lit(ident)).otherwise(held)
            frame = frame.with_columns(given.alias(name))
    return frame


LOADER = Loader(
    name="cn_registry",
    titles={"en": "Chinese registry export (CSV or XLSX)", "zh": "企业工商信息导出（CSV 或 XLSX）"},
    publisher="registry tools such as 企查查 and 天眼查; prints of the 国家企业信用信息公示系统",
    reads="股东信息, 主要人员, 对外投资, 变更记录, 股权出质, 股权冻结, 动产抵押, 失信, 被执行人, 限高, 终本, 工商信息",
    recognised_by="its headings, with the title row, the sheet's or the file's name",
    forms=tuple(sheet.form for sheet in SHEETS),
    recognise=_recognise,
    read=_read,
)
