"""The tables of a Chinese registry export, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import polars as pl

from graph.names import NameShape, shape_of
from loaders.cn_sheets import CODES, SHEETS, Sheet
from loaders.headings import heading_key, one_header
from loaders.loader import IGNORED
from loaders.records import BrokenRecord, Raw

_TOOL = re.compile(r"企查查|天眼查|启信宝|爱企查|金堤科技")
_SOURCE = re.compile(r"数据来源|报告来源|来源[:：]")
_FOOTER = re.compile(
    r"数据来源|来源[:：]|合\s*计|总\s*计|小\s*计|声明|免责|注[:：]|备注[:：]|说明[:：]|以上|本(?:报告|数据|文件|表|信息)|"
    r"(?:导出|查询|报告|打印|更新|生成)(?:时间|日期)|共\s*\d+\s*[条项]|第\s*\d+\s*页|企查查|天眼查|启信宝|https?:|www\.|"
    r"\*+注|※|暂无"
)
_SPLIT = re.compile(r"[-_—–|｜:：\s【】\[\]《》<>\"“”,，;；·]+|的(?=[^的]{2,8}$)")
_TITLES = tuple(sorted({t for sheet in SHEETS for t in sheet.titles}, key=lambda t: (-len(t), t)))
_BASICS = SHEETS[-1]


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
    notes: tuple[str, ...] = ()


# --- what the texts around a table say -------------------------------------------------------------------------------


def filer_in(text: str) -> str:
    """The company that a title, a sheet's or a file's name names: "浙江某某有限公司-股东信息 2024" → its name."""
    for part in _SPLIT.split(_SOURCE.split(text)[0]):
        name = "" if _TOOL.search(part) else part
        for title in _TITLES:
            name = name.removesuffix(title).removesuffix("的")
        if name and shape_of(name) in (NameShape.REGISTERED, NameShape.COMPANY):
            return name
    return ""


def title_in(text: str) -> str:
    return next((title for title in _TITLES if title in text), "")


def stem_of(name: str) -> str:
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
    codes = sum(heading_key(text) in CODES for text in header) if sheet.parties else 0
    filled = names | set(sheet.form.defaults) | ({sheet.filer_is} if filer else set())
    return set(sheet.form.required) <= filled, len(names) + codes


def _chosen(header: Sequence[str], title: str, filer: str) -> tuple[Sheet, int] | None:
    """The sheet that fits: the one of the title, else the one whose headings fit best; without a filer the nearest.

    Never one that reads the title's own table the other way round: holders titled as such are no investments.
    """
    told = next((sheet for sheet in SHEETS if title in sheet.titles), None)
    scored = [(sheet, *_score(sheet, header, filer)) for sheet in SHEETS if told is None or not _turned(sheet, told)]
    scored = [one for one in scored if one[2] >= 2 and (one[1] or _score(one[0], header, "?")[0])]
    if not scored:
        return None
    best = max(scored, key=lambda one: (title in one[0].titles, one[1], one[2]))
    return best[0], best[2]


def _turned(sheet: Sheet, told: Sheet) -> bool:
    return sheet.form.table == told.form.table and sheet.filer_is != told.filer_is


def tables_in(raw: Raw, name: str, filer: str = "") -> list[Found]:
    """Every table in a raw one; several may stand below each other, each under its own title row."""
    listed = _listed(raw)
    raw = listed or one_header(raw, lambda key: key in _known_headings())
    headers, found = _headers(raw), list[Found]()
    bounds = [0, *headers]
    for number, header in enumerate(headers):
        above = _texts(raw.frame.slice(bounds[number], header - bounds[number]).tail(4))
        below_it = raw.frame.slice(header + 1, [*headers, raw.frame.height][number + 1] - header - 1)
        around = (*above, raw.sheet or "", stem_of(name))
        title = next((t for text in around if (t := title_in(text))), found[-1].title if found else "")
        own = next((f for text in around if (f := filer_in(text))), found[-1].filer if found else filer)
        cells = [c for c in raw.frame.row(header)[:-2] if c]
        chosen = _chosen(cells, title, own)
        if chosen:
            part = _part(raw, header, below_it.height)
            around += tuple(_texts(below_it.filter(is_footer(below_it))))
            over = _unread_above(raw, 0, header) if not found else ()
            found.append(Found(part, chosen[0], 0, chosen[1], title, own, around, over))
    return found


def _unread_above(raw: Raw, start: int, header: int) -> tuple[str, ...]:
    rows = [row for row in raw.frame.slice(start, header - start).iter_rows() if len([c for c in row[:-2] if c]) > 2]
    return (f"lines {rows[0][-2]} to {rows[-1][-2]}, above the first known heading, were not read",) if rows else ()


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
    lone &= ~is_footer(frame)
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


def registered(found: Found) -> tuple[str, ...]:
    """The company that a 工商信息 sheet of one row is about."""
    if found.sheet is not _BASICS or found.raw.frame.height != 2:
        return ()
    header, row = found.raw.frame.rows()
    names = (_BASICS.form.headings.get(heading_key(text or "")) for text in header[:-2])
    return tuple(text for name, text in zip(names, row, strict=False) if name == "name" and text)


# --- footers ---------------------------------------------------------------------------------------------------------


def is_footer(frame: pl.DataFrame) -> pl.Series:
    """Footers: sums, sources, declarations, "no data"; they have few cells and say what they are."""
    cells = [c for c in frame.columns if c.startswith("c")]
    count = frame.select(pl.sum_horizontal(pl.col(cells).is_not_null()).alias("n")).to_series()
    first = frame.select(pl.coalesce(cells)).to_series()
    second = frame.select(pl.coalesce(cells[1:3]) if len(cells) > 1 else pl.lit("")).to_series()
    summed = r"^(?:合\s*计|总\s*计|小\s*计)[:：]?$"
    sums = first.str.contains(summed) | second.str.contains(summed)
    return (((count <= 2) & first.str.contains(f"^(?:{_FOOTER.pattern})")) | sums).fill_null(value=False)
