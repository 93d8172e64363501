"""For an enforcement judge: two pages, A and B asked, C reported."""

from __future__ import annotations

from collections.abc import Iterator

from reports.chain_text import measure
from reports.clue_sheet import header_lines
from reports.dossier import Dossier
from reports.face import Face
from reports.forms.clues import CELL_SIZE, WIDE, clue_table
from reports.forms.pages import running_rows, signed, single, slot
from reports.printed import Block, Heading, Printed, paragraph
from reports.printed_rows import Cited
from reports.wording import Language

_SIZE = 14.0
_ROOM = {"zh": 62.0, "en": 50.0}
"""Text lines of the table that two pages hold below four lines of heading; English breaks at words only."""


def build(dossier: Dossier, language: Language) -> Printed:
    """No graph, no theory, no score; what does not fit two pages is counted, and stands in the full list of clues.

    Specific clues are to be checked in seven days, urgent ones in three: 民事执行中财产调查规定 art. 2.
    """
    face = Face(dossier, language)
    return single(face, "clues.heading", tuple(_blocks(face)), turned="across", size=_SIZE, cells=CELL_SIZE)


def _blocks(face: Face) -> Iterator[Block]:
    rows = Cited(face)
    yield Heading(1, face.t("clues.heading"))
    head = header_lines(face.dossier, face.language)
    yield from (paragraph(line, "tight") for line in head)
    yield slot(face, "judge.handler")
    if face.dossier.case.get("insolvency_accepted"):
        yield paragraph(face.t("notice.insolvency", day=face.dossier.case["insolvency_accepted"]), "urgent")
    found = clue_table(face, rows, _room(face, head))
    yield found.table
    if found.left:
        yield paragraph(face.t("judge.left", count=found.left), "soft")
    yield paragraph(face.t("judge.check"), "soft")
    yield running_rows(face, rows)
    yield from signed(face)


def _room(face: Face, head: tuple[str, ...]) -> float:
    """What the heading takes beyond four lines is taken from the table; a line of it is as high as two of the table's."""
    tall = sum(1 + measure(line, _SIZE) // WIDE for line in head)
    return _ROOM[face.language] - 2 * max(0.0, tall - 4)
