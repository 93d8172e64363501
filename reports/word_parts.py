"""Word's own elements: runs, lines, boxes, links, fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from reports.printed import Endnotes, Look, Row, Table, Text, cites, clean
from reports.wording import phrase

_SOFT, _RED = "5A6270", "B3261E"
_HEAD, _SUM = "E9E6F2", "F2F0F6"
_EDGE = "B8BEC8"
_TWIP = 635
_SHORT = 5
_FEW = 60
_LEADING = 1.28
"""Lines of a cell are so many sizes high whatever face the reader's machine has: a form of two pages stays one of two."""
_ALIGN = {"left": "left", "right": "right", "centre": "center"}
_NEEDED = ("Normal", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "List Bullet", "List Number")

Element = Any


def style_ids(document: Any) -> dict[str, str]:
    """Style name → id; a letterhead without one of them has its default in its place ("")."""
    known = {style.name: style.style_id for style in document.styles}
    return {name: known.get(name, "") for name in _NEEDED}


def make(tag: str, *children: Element, **attributes: str | int) -> Element:
    element = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    element.extend(children)
    return element


def words(text: str, look: Look = "plain", size: int = 0, colour: str = "") -> list[Element]:
    """One run; a line feed is a line break, nothing else of the text has a meaning."""
    run = make("r", _looks(look, size, colour))
    for n, piece in enumerate(clean(text).split("\n")):
        if n:
            run.append(make("br"))
        shown = make("t")
        shown.text = piece.replace("\t", " ")
        shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(shown)
    return [run]


def _looks(look: Look, size: int, colour: str) -> Element:
    found = make("rPr")
    if look == "bold":
        found.append(make("b"))
    tone = colour or (_SOFT if look == "soft" else "")
    if tone:
        found.append(make("color", val=tone))
    points = size or (18 if look == "soft" else 16 if look == "code" else 0)
    if points:
        found.extend((make("sz", val=points), make("szCs", val=points)))
    return found


def linked(said: Text, part: int, look: Look = "plain", size: int = 0) -> list[Element]:
    """Runs, each followed by the numbers of its rows, which lead to the list of evidence."""
    found: list[Element] = []
    for each in said:
        if each.text:
            found += words(each.text, each.look if each.look != "plain" else look, size)
        if each.rows:
            link = make("hyperlink", *words(f" [{cites(each.rows)}]", size=15, colour=_SOFT))
            link.set(qn("w:anchor"), anchor(part, min(each.rows)))
            found.append(link)
        elif each.sort == "fact" and each.text:
            found += words(phrase("printed.uncited", "both"), colour=_RED)
    return found


def anchor(part: int, number: int) -> str:
    return f"part{part}row{number}"


def line(
    style: str,
    runs: Sequence[Element],
    *,
    keep: Literal["", "next"] = "",
    align: str = "",
    colour: str = "",
    indent: object = None,
) -> Element:
    """A paragraph. keep next: on the page of what follows; colour: a bar on its left."""
    about = make("pPr")
    if style:
        about.append(make("pStyle", val=style))
    if keep == "next":
        about.append(make("keepNext"))
    if colour:
        about.append(make("pBdr", make("left", val="single", sz=18, space=6, color=colour)))
    if indent:
        about.append(make("ind", left=360, hanging=360))
    if align:
        about.append(make("jc", val=align))
    return make("p", about, *runs)


def break_before(paragraph: Element) -> None:
    """A page begins with this paragraph."""
    about = paragraph.find(qn("w:pPr"))
    style = about.find(qn("w:pStyle"))
    about.insert(0 if style is None else 1, make("pageBreakBefore"))


def field(paragraph: Any, code: str) -> None:
    """A field that Word counts itself, such as PAGE."""
    told = make("instrText")
    told.text = f" {code} "
    for inner in (make("fldChar", fldCharType="begin"), told, make("fldChar", fldCharType="end")):
        paragraph._p.append(make("r", inner))


# tables -----------------------------------------------------------------------------------------------------------
def box(block: Table, part: int, wide: int, cells: float) -> Element:
    """A table: its head is repeated on every page, no row is split, a short one stays on one page."""
    widths = _widths([column.width for column in block.columns], wide)
    size = round(cells * 2)
    table = _frame(widths, "single")
    head = [
        _cell(words(c.title, "bold", size), w, _ALIGN[c.align], _HEAD)
        for c, w in zip(block.columns, widths, strict=True)
    ]
    table.append(make("tr", make("trPr", make("cantSplit"), make("tblHeader")), *head))
    aligns = [_ALIGN[column.align] for column in block.columns]
    rows = [_row(row, part, widths, aligns, size) for row in block.rows]
    kept = rows[:-1] if _short(block) else [r for r, row in zip(rows, block.rows, strict=True) if row.look == "section"]
    for each in (table[-1], *kept):
        _keep_with_next(each)
    table.extend(rows)
    for each in table.iter(qn("w:spacing")):
        each.set(qn("w:line"), str(round(cells * _LEADING * 20)))
        each.set(qn("w:lineRule"), "exact")
    return table


def _short(block: Table) -> bool:
    """Few rows of few words: such a table is turned over whole."""
    said = [sum(len(each.text) for each in cell) for row in block.rows for cell in row.cells]
    return len(block.rows) <= _SHORT and max(said, default=0) <= _FEW


def gap(style: str) -> Element:
    """A little room below a table; an empty line of text would begin a page of its own where the table fills the last."""
    return make("p", make("pPr", *([make("pStyle", val=style)] if style else []), make("spacing", before=0, after=0, line=160, lineRule="exact")))  # fmt: skip


def close_up(last: Element) -> None:
    """The gap below the last table of a document takes no room."""
    spacing = last.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    if spacing is not None and not last.findall(qn("w:r")):
        spacing.set(qn("w:line"), "20")


def _keep_with_next(row: Element) -> None:
    for about in row.iter(qn("w:pPr")):
        about.insert(0, make("keepNext"))


def _row(row: Row, part: int, widths: list[int], aligns: list[str], size: int) -> Element:
    fill = "" if row.look == "plain" else _SUM
    about = make("trPr", make("cantSplit"))
    if row.look == "section":
        cell = _cell(linked(row.cells[0], part, "bold", size), sum(widths), "left", fill, len(widths))
        return make("tr", about, cell)
    cells = [
        _cell(linked(said, part, "plain", size), width, align, fill)
        for said, width, align in zip(row.cells, widths, aligns, strict=True)
    ]
    if row.number is not None:
        _marked(cells[0], anchor(part, row.number), part * 100_000 + row.number)
    return make("tr", about, *cells)


def _marked(cell: Element, name: str, number: int) -> None:
    paragraph = cell.find(qn("w:p"))
    start = make("bookmarkStart", id=number, name=name)
    paragraph.insert(1, start)
    paragraph.append(make("bookmarkEnd", id=number))


def endnotes(block: Endnotes, part: int) -> list[Element]:
    """Number and text of each row, one after the other, small."""
    found = words(f"{block.title} ", "bold", 14)
    for number, said in block.entries:
        mark = part * 100_000 + number
        found.append(make("bookmarkStart", id=mark, name=anchor(part, number)))
        found += words(f"[{number}] ", size=14)
        found.append(make("bookmarkEnd", id=mark))
        found += [*linked(said, part, "plain", 14), *words("; ", size=14)]
    return found


def pairs(found: Iterable[tuple[str, Text]], part: int, wide: int) -> Element:
    """Names on the left, what stands against them on the right, ruled below."""
    widths = _widths([1.0, 3.4], wide)
    table = _frame(widths, "none")
    for name, said in found:
        cells = (_cell(words(name, "soft"), widths[0], "left", ""), _cell(linked(said, part), widths[1], "left", ""))
        table.append(make("tr", make("trPr", make("cantSplit")), *cells))
    return table


def _frame(widths: list[int], sides: str) -> Element:
    edges = make("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        kind = "single" if side in ("bottom", "insideH") else sides
        edges.append(make(side, val=kind, sz=4, space=0, color=_EDGE))
    about = make(
        "tblPr", make("tblW", w=sum(widths), type="dxa"), edges, make("tblLayout", type="fixed"),
        make("tblCellMar", make("left", w=70, type="dxa"), make("right", w=70, type="dxa")),
    )  # fmt: skip
    return make("tbl", about, make("tblGrid", *(make("gridCol", w=width) for width in widths)))


def _cell(runs: list[Element], width: int, align: str, fill: str, span: int = 1) -> Element:
    about = make("tcPr", make("tcW", w=width, type="dxa"))
    if span > 1:
        about.append(make("gridSpan", val=span))
    if fill:
        about.append(make("shd", val="clear", color="auto", fill=fill))
    pars = make("pPr", make("spacing", before=20, after=20), make("jc", val=align))
    return make("tc", about, make("p", pars, *runs))


def _widths(parts: list[float], wide: int) -> list[int]:
    """Twentieths of a point that add up to the page's width."""
    whole = wide // _TWIP
    found = [int(whole * part / sum(parts)) for part in parts]
    found[-1] += whole - sum(found)
    return found
