"""Word: editable, on styles, on a letterhead of one's own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm, Pt, RGBColor

from graph.errors import LookthroughError
from graph.values import DateSpan
from reports.dossier import Dossier
from reports.pdf import picture
from reports.printed import (
    Block,
    Break,
    Endnotes,
    Facts,
    Figure,
    Heading,
    Items,
    Paragraph,
    Part,
    Printed,
    Table,
    clean,
)  # fmt: skip
from reports.printed_report import report
from reports.word_parts import box, break_before, close_up, endnotes, field, gap, line, linked, pairs, style_ids, words
from reports.wording import phrase

_MARGIN, _WIDE, _HIGH = Mm(20), Mm(210), Mm(297)
_FACES = {"sans": ("Times New Roman", "宋体"), "court": ("Times New Roman", "仿宋")}
_SIZES = {1: 20.0, 2: 14.0, 3: 12.0, 4: 10.5}
_PURPLE, _BLACK = RGBColor(0x4A, 0x23, 0x84), RGBColor(0, 0, 0)
_RUNNING = 8.5
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 a document's stamp has no zone
_HIDDEN = (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.CUSTOM_XML, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
_PIXELS = 2.2
_TONES = {"warning": "B07800", "urgent": "B3261E"}


def render(dossier: Dossier) -> bytes:
    """The report as DOCX; the same dossier on the same letterhead gives the same bytes."""
    return print_word(report(dossier), dossier.letterhead)


def check_letterhead(letterhead: bytes) -> None:
    """LookthroughError where it is no Word document that a report can be set on."""
    _open(letterhead)


def print_word(printed: Printed, letterhead: bytes | None = None) -> bytes:
    """Sets the blocks. letterhead: a .docx whose styles, margins, header and footer are kept and whose body is left out."""
    document = _open(letterhead)
    if letterhead is None:
        _own_styles(document, printed)
    _properties(document, printed)
    ids = style_ids(document)
    for n, part in enumerate(printed.parts):
        section = document.sections[-1] if n == 0 else document.add_section(WD_SECTION.NEW_PAGE)
        if letterhead is None:
            _page(section, printed)
        elif printed.turned == "across" and section.page_width < section.page_height:
            # a table of eleven columns has no room on upright paper: head and margins stay as they are
            section.page_width, section.page_height = section.page_height, section.page_width
            section.orientation = WD_ORIENT.LANDSCAPE
        _around(section, printed, part, letterhead, n)
        wide = int(section.page_width - section.left_margin - section.right_margin)
        for before, block in pairwise((None, *part.blocks)):
            _set(document, block, n, wide, ids, printed.cells)
            if isinstance(before, Break) and isinstance(block, Heading):
                break_before(document.element.body[-2])
    close_up(document.element.body[-2])
    return _same_bytes(document)


def _open(letterhead: bytes | None) -> Any:
    if letterhead is None:
        return docx.Document()
    try:
        document = docx.Document(io.BytesIO(letterhead))
    except (ValueError, KeyError, SyntaxError, zipfile.BadZipFile) as fault:
        raise LookthroughError(
            "the letterhead is not a Word document", "--letterhead", "save it as .docx (not .doc, .dotx or .docm)"
        ) from fault
    body = document.element.body
    for child in list(body):
        if child is not body[-1]:
            body.remove(child)
    return document


def _own_styles(document: Any, printed: Printed) -> None:
    latin, chinese = _FACES[printed.face]
    colour = _BLACK if printed.face == "court" else _PURPLE
    lang = document.styles.element.find(f".//{docx.oxml.ns.qn('w:rPrDefault')}//{docx.oxml.ns.qn('w:lang')}")
    if lang is not None:
        lang.set(docx.oxml.ns.qn("w:val"), "en-GB")
        lang.set(docx.oxml.ns.qn("w:eastAsia"), "zh-CN")
    for name, size in (("Normal", printed.size), *((f"Heading {level}", size) for level, size in _SIZES.items())):
        style = document.styles[name]
        style.font.name, style.font.size = latin, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[key]
        for kind in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(docx.oxml.ns.qn(kind), latin)
        fonts.set(docx.oxml.ns.qn("w:eastAsia"), chinese)
        style.paragraph_format.space_after = Pt(4)
        if name != "Normal":
            style.font.color.rgb, style.font.bold, style.font.italic = colour, True, False
            style.paragraph_format.space_before, style.paragraph_format.keep_with_next = Pt(10), True
    for name in ("Header", "Footer"):
        document.styles[name].font.size = Pt(_RUNNING)


def _properties(document: Any, printed: Printed) -> None:
    """Nothing of whoever made it, and no part that no page shows: title, program, the as-of day."""
    day, core = _day(printed.as_of), document.core_properties
    core.title, core.author, core.last_modified_by = clean(printed.title), "lookthrough", "lookthrough"
    core.created = core.modified = day
    core.comments = core.keywords = core.subject = core.category = ""
    core.revision = 1
    for rels in (document.part.package.rels, document.part.rels):
        for key in [key for key, each in rels.items() if each.reltype in _HIDDEN]:
            del rels[key]


def _day(as_of: str) -> datetime:
    try:
        day = DateSpan.parse(as_of).first
    except ValueError:
        return _EPOCH
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001


def _page(section: Any, printed: Printed) -> None:
    across = printed.turned == "across"
    section.page_width, section.page_height = (_HIGH, _WIDE) if across else (_WIDE, _HIGH)
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    if across:
        section.bottom_margin = Mm(17)


def _around(section: Any, printed: Printed, part: Part, letterhead: bytes | None, n: int) -> None:
    """Marks and page x of y at the foot of every page, below whatever the letterhead has there; a running line on top."""
    if letterhead is None:
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        section.header.paragraphs[0].text = clean(part.running)
    elif n > 0:
        return
    kinds = [(section.footer, True), (section.first_page_footer, section.different_first_page_header_footer)]
    kinds.append((section.even_page_footer, bool(letterhead)))
    for foot, used in kinds:
        if used:
            _foot(foot, printed, part)


def _foot(foot: Any, printed: Printed, part: Part) -> None:
    empty = [each for each in foot.paragraphs if not each.text and not len(each.runs)]
    paragraph = empty[0] if empty and len(foot.paragraphs) == 1 else foot.add_paragraph()
    marked = " · ".join(clean(mark) for mark in printed.marks)
    paragraph.add_run(f"{marked}　" if marked else "")
    before, _, rest = phrase("printed.page", part.language, page="\0", pages="\1").partition("\0")
    between, _, after = rest.partition("\1")
    for piece, code in ((before, "PAGE"), (between, "NUMPAGES")):
        paragraph.add_run(piece)
        field(paragraph, code)
    paragraph.add_run(after)


# blocks -----------------------------------------------------------------------------------------------------------
def _set(document: Any, block: Block | None, part: int, wide: int, ids: dict[str, str], cells: float) -> None:
    if isinstance(block, Figure):
        _picture(document, block, wide)
        return
    body = document.element.body
    for element in _elements(block, part, wide, ids, cells):
        body[-1].addprevious(element)


def _elements(block: Block | None, part: int, wide: int, ids: dict[str, str], cells: float) -> Iterator[Any]:
    if isinstance(block, Heading):
        mark = words(f"　{block.mark}", "soft") if block.mark else []
        yield line(ids[f"Heading {block.level}"], [*words(block.text), *mark])
    elif isinstance(block, Paragraph):
        yield _paragraph(block, part, ids)
    elif isinstance(block, Items):
        kind = "List Number" if block.numbered == "yes" else "List Bullet"
        yield from _items(block, part, ids[kind], kind)
    elif isinstance(block, Facts):
        yield pairs(block.pairs, part, wide)
        yield gap(ids["Normal"])
    elif isinstance(block, Endnotes):
        yield line(ids["Normal"], endnotes(block, part))
    elif isinstance(block, Table):
        if block.caption:
            yield line(ids["Normal"], words(block.caption, "bold"), keep="next")
        yield box(block, part, wide, cells)
        yield gap(ids["Normal"])


def _paragraph(block: Paragraph, part: int, ids: dict[str, str]) -> Any:
    said = block.said
    if block.tone in ("lede", "soft"):
        return line(ids["Normal"], linked(said, part, "soft"))
    if block.tone in ("title", "urgent"):
        return line(ids["Normal"], linked(said, part, "bold"), colour=_TONES.get(block.tone, ""))
    align = "center" if block.tone == "centre" else ""
    return line(ids["Normal"], linked(said, part), align=align, colour=_TONES.get(block.tone, ""))


def _items(block: Items, part: int, style: str, kind: str) -> Iterator[Any]:
    """Numbers are written out where they count something: a list restarted by Word would count on from the last."""
    for n, said in enumerate(block.lines, 1):
        if kind == "List Number":
            yield line("", [*words(f"{n}. "), *linked(said, part)], indent=True)
        else:
            yield line(style, linked(said, part)) if style else line("", [*words("• "), *linked(said, part)])


def _picture(document: Any, block: Figure, wide: int) -> None:
    """SVG as PNG with its text beside it for those who cannot see; as wide as it is drawn, at most as wide as the page."""
    image = picture(block.svg, _PIXELS)
    paragraph = document.add_paragraph()
    paragraph.alignment = 1
    shape = paragraph.add_run().add_picture(io.BytesIO(image))
    drawn = int(shape.width)
    width = min(wide, int(drawn * 72 / (72 * _PIXELS) * 0.82))
    width = min(width, int(Mm(190) * shape.width / shape.height))
    shape.height = int(shape.height * width / drawn)
    shape.width = width
    named = shape._inline.docPr
    named.set("descr", clean(block.alt))
    named.set("name", f"figure {named.get('id')}")
    if block.caption:
        paragraph.paragraph_format.keep_with_next = True
        below = document.add_paragraph(clean(block.caption))
        below.alignment = 1


def _same_bytes(document: Any) -> bytes:
    """The package again, its parts in one order and under one day: python-docx stamps them with the clock."""
    first = io.BytesIO()
    document.save(first)
    target = io.BytesIO()
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            kept.writestr(entry, made.read(name))
    return target.getvalue()
