"""Chinese registry exports: 企查查, 天眼查 and like sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import polars as pl

from graph.errors import UnreadableInput
from graph.identifiers import valid_uscc_column
from graph.names import NameShape, shape_of
from graph.tables import TABLES
from loaders.cleaners import clean_date
from loaders.cn_sheets import CODES, SHEETS, Sheet
from loaders.csv_template import merged, openings, raws
from loaders.loader import IGNORED, Form, Loaded, Loader, Options, Reject, states
from loaders.records import BrokenRecord, Raw, Records, below, heading_key

PUBLICITY = re.compile(r"公示系统|gsxt", re.I)
_PUBLISHER = re.compile(r"企查查|天眼查|启信宝|爱企查|金堤科技|数据来源|报告来源|来源[:：]")
_FOOTER = re.compile(
    r"数据来源|来源[:：]|合\s*计|总\s*计|小\s*计|声明|免责|注[:：]|备注[:：]|说明[:：]|以上|本(?:报告|数据|文件|表|信息)|"
    r"(?:导出|查询|报告|打印|更新|生成)(?:时间|日期)|共\s*\d+\s*[条项]|第\s*\d+\s*页|企查查|天眼查|启信宝|https?:|www\.|"
    r"\*+注|※|暂无"
)
_SPLIT = re.compile(r"[-_—–|｜:：\s【】\[\]《》<>\"“”,，;；·]+|的(?=[^的]{2,8}$)")
_DAY = re.compile(r"(?:时间|日期|导出|查询|截止|截至|更新)[^\d]{0,6}(\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2})")
_TITLES = tuple(sorted({t for sheet in SHEETS for t in sheet.titles}, key=lambda t: (-len(t), t)))
_TEMPLATE = frozenset(table.zh for table in TABLES.values())
_BASICS = SHEETS[-1]
_NO_COMPANY = (
    "the sheet does not say whose it is: a row must name the company",
    "add a column 公司名称, or put the company's name into the title row, the sheet's name or the file's name",
)
_PAST = (
    "a past stake or office (历史) without the day it ended",
    "add a column 退出日期 or 离任日期, or leave the row out",
)


@dataclass(frozen=True, slots=True)
class Found:
    """A table within a raw one: its kind, the position of its header, whose it is and what stands around it."""

    raw: Raw
    sheet: Sheet
    header: int
    known: int
    title: str
    filer: str
    around: tuple[str, ...]


# --- what the texts around a table say -------------------------------------------------------------------------------


def filer_in(text: str) -> str:
    """The company that a title, a sheet's or a file's name names: "浙江某某有限公司-股东信息 2024" → its name."""
    before = _PUBLISHER.split(text)[0] if _PUBLISHER.search(text) else text
    for part in _SPLIT.split(before):
        name = part
        for title in _TITLES:
            name = name.removesuffix(title).removesuffix("的")
        if name and shape_of(name) in (NameShape.REGISTERED, NameShape.COMPANY):
            return name
    return ""


def title_in(text: str) -> str:
    return next((title for title in _TITLES if title in text), "")


def _stem(name: str) -> str:
    return name.rsplit("/", 1)[-1].rsplit(".", 1)[0]


# --- which tables there are ------------------------------------------------------------------------------------------


@cache
def _known_headings() -> frozenset[str]:
    return frozenset(key for sheet in SHEETS for key in sheet.form.headings) | CODES


def _headers(raw: Raw) -> list[int]:
    """Positions of lines that look like a header: most of their filled cells are headings of these sheets."""
    cells = [c for c in raw.frame.columns if c.startswith("c")]
    first = raw.frame.select(pl.coalesce(cells[:3]).alias("first")).to_series()
    keys = [text for text in first.drop_nulls().unique().to_list() if heading_key(text) in _known_headings()]
    at = first.is_in(keys).fill_null(value=False).arg_true().to_list()
    found = []
    for position in at:
        texts = [c for c in raw.frame.row(position)[:-2] if c]
        hits = sum(heading_key(text) in _known_headings() for text in texts)
        if hits >= 2 and hits * 2 >= len(texts):
            found.append(position)
    return found


def _score(sheet: Sheet, header: Sequence[str], filer: str) -> tuple[bool, int]:
    """(nothing required is lacking, known headings)."""
    names = {sheet.form.headings.get(heading_key(text)) for text in header} - {None, IGNORED}
    filled = names | set(sheet.form.defaults) | ({sheet.filer_is} if filer else set())
    return set(sheet.form.required) <= filled, len(names)


def _chosen(header: Sequence[str], title: str, filer: str) -> tuple[Sheet, int] | None:
    """The sheet that fits: the one of the title, else the one whose headings fit best; without a filer the nearest."""
    scored = [(sheet, *_score(sheet, header, filer)) for sheet in SHEETS]
    scored = [one for one in scored if one[2] >= 2 and (one[1] or _score(one[0], header, "?")[0])]
    if not scored:
        return None
    best = max(scored, key=lambda one: (title in one[0].titles, one[1], one[2]))
    return best[0], best[2]


def tables_in(raw: Raw, name: str, filer: str = "") -> list[Found]:
    """Every table in a raw one; several may stand below each other, each under its own title row."""
    listed = _listed(raw)
    raw = listed or raw
    headers, found = _headers(raw), list[Found]()
    bounds = [0, *headers]
    for number, header in enumerate(headers):
        above = _texts(raw.frame.slice(bounds[number], header - bounds[number]).tail(4))
        below_it = raw.frame.slice(header + 1, [*headers, raw.frame.height][number + 1] - header - 1)
        around = (*above, raw.sheet or "", _stem(name))
        title = next((t for text in around if (t := title_in(text))), found[-1].title if found else "")
        own = next((f for text in around if (f := filer_in(text))), found[-1].filer if found else filer)
        cells = [c for c in raw.frame.row(header)[:-2] if c]
        chosen = _chosen(cells, title, own)
        if chosen:
            part = _part(raw, header, below_it.height)
            around += tuple(_texts(below_it.filter(_dropped(below_it))))
            found.append(Found(part, chosen[0], 0, chosen[1], title, own, around))
    return found


def _part(raw: Raw, header: int, height: int) -> Raw:
    """The table alone: its header and the rows below, without the title rows of the next table.

    Rows below a title that opens a table of no known kind are set aside: read under these headings they would lie.
    """
    frame = raw.frame.slice(header, height + 1)
    below_end = header + height + 1 < raw.frame.height
    while below_end and frame.height > 1 and _lone(frame, -1) and title_in(_texts(frame.tail(1))[0]):
        frame = frame.head(frame.height - 1)
    last = frame["_line"][-1] if below_end else None
    broken = [b for b in raw.broken if b.line >= frame["_line"][0] and (last is None or b.line <= last)]
    cut = _foreign_title(frame)
    if cut is not None:
        reason = f"stands below a title of no known sheet: {_texts(frame[cut : cut + 1])[0][:60]}"
        broken += [
            BrokenRecord(
                row[-2], ",".join(c or "" for c in row[: row[-1]]), reason, "give that table as a file of its own"
            )
            for row in frame.slice(cut + 1).iter_rows()
        ]
        frame = frame.head(cut)
    return replace(raw, frame=frame, broken=tuple(sorted(broken, key=lambda b: b.line)))


def _foreign_title(frame: pl.DataFrame) -> int | None:
    """Where a lone cell that is no footer stands above a line of words without any digit: a title and its header."""
    lone = frame.select(pl.sum_horizontal(pl.exclude("_line", "_width").is_not_null()) == 1).to_series()
    lone &= ~_dropped(frame)
    for at in lone.arg_true().to_list():
        follows = [c for c in frame.row(at + 1)[:-2] if c] if 0 < at < frame.height - 1 else []
        if len(follows) > 1 and not any(re.search(r"\d", c) for c in follows):
            return int(at)
    return None


def _texts(frame: pl.DataFrame) -> list[str]:
    """The texts of rows that hold one or two cells: titles and footers."""
    rows = ([c for c in row[:-2] if c] for row in frame.iter_rows())
    return [" ".join(cells) for cells in rows if len(cells) in (1, 2)]


def _lone(frame: pl.DataFrame, at: int) -> bool:
    return len([c for c in frame.row(at)[:-2] if c]) == 1


def _listed(raw: Raw) -> Raw | None:
    """照面 as pairs of label and value, turned into a header and one row; None where it is no such list."""
    labels: dict[str, tuple[str | None, int]] = {}
    lines = 0
    for row in raw.frame.head(60).iter_rows():
        cells, line = row[:-2], row[-2]
        pairs = [(cells[i], cells[i + 1] if i + 1 < len(cells) else None) for i in range(0, len(cells), 2)]
        fits = [(a, b) for a, b in pairs if a and _is_label(a) and not (b and _is_label(b))]
        lines += bool(fits)
        for label, value in fits:
            labels.setdefault(label, (value, line))
    if lines < 3 or "name" not in {_BASICS.form.headings[heading_key(a)] for a in labels}:
        return None
    first = min(line for _, line in labels.values())
    columns = {f"c{i}": [label, value] for i, (label, (value, _)) in enumerate(labels.items())}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)).with_columns(
        pl.Series("_line", [first, first], dtype=pl.Int64), pl.Series("_width", [len(columns)] * 2, dtype=pl.Int64)
    )
    return replace(raw, frame=frame)


def _is_label(text: str) -> bool:
    return heading_key(text) in _BASICS.form.headings


# --- reading ---------------------------------------------------------------------------------------------------------


def _dropped(frame: pl.DataFrame) -> pl.Series:
    """Footers: sums, sources, declarations, "no data"; they have few cells and say what they are."""
    cells = [c for c in frame.columns if c.startswith("c")]
    count = frame.select(pl.sum_horizontal(pl.col(cells).is_not_null()).alias("n")).to_series()
    first = frame.select(pl.coalesce(cells)).to_series()
    second = frame.select(pl.coalesce(cells[1:3]) if len(cells) > 1 else pl.lit("")).to_series()
    summed = r"^(?:合\s*计|总\s*计|小\s*计)[:：]?$"
    sums = first.str.contains(summed) | second.str.contains(summed)
    return (((count <= 2) & first.str.contains(f"^(?:{_FOOTER.pattern})")) | sums).fill_null(value=False)


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
    records = _with_codes(below(found.raw, found.header, _dropped), found.sheet)
    loaded = states(_form(found, records), records, options, file)
    rejects = tuple(_explained(r, found) for r in loaded.rejects)
    return replace(loaded, rejects=rejects, notes=(*loaded.notes, *_unread_offices(loaded)))


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
    alone = {f for raw in given for f in (filer_in(_stem(name)), *(t.filer for t in tables_in(raw, name))) if f}
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
