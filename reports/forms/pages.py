"""What the forms share: one language, a court's list of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from reports.face import Face
from reports.printed import (  # fmt: skip
    Block,
    Break,
    Column,
    Endnotes,
    Heading,
    Paragraph,
    Part,
    Printed,
    Row,
    Table,
    Text,
    code,
    paragraph,
    soft,
    text,
)
from reports.printed_rows import Cited

Record = Mapping[str, Any]


def single(
    face: Face,
    title: str,
    blocks: tuple[Block, ...],
    *,
    turned: Literal["upright", "across"] = "upright",
    size: float = 10.5,
    cells: float = 8.6,
) -> Printed:
    """A form in one language, in black, in the court's type (仿宋 in Word)."""
    dossier = face.dossier
    running = f"{face.t(title)} · {face.plain(dossier.case.get('enforcement_number') or dossier.case_id)}"
    part = Part(face.language, running, blocks)
    name = f"{face.t(title)} {dossier.case_id}"
    return Printed(name, dossier.as_of, (part,), dossier.marks(), turned, size, cells, "court")


def slot(face: Face, key: str) -> Paragraph:
    """A line for a hand to fill."""
    return paragraph(
        f"{face.t(key)}{'：' if face.language == 'zh' else ': '}{'＿' * 12 if face.language == 'zh' else '_' * 24}"
    )


def signed(face: Face) -> Iterator[Block]:
    yield Paragraph(text(face.t("form.signed")))


def running_rows(face: Face, rows: Cited) -> Endnotes:
    """The cited rows in one small paragraph, for a form that has no room for a table."""
    entries = []
    for n, found in sorted(rows.rows().items()):
        line = max(found, key=len)
        at = face.hashed(line.get("source"), line.get("sha256"))
        entries.append(
            (n, text(f"{face.place(line)}", soft(f"（{str(line.get('sha256') or '—')[:12]}）" if at else "")))
        )
    return Endnotes(face.t("form.rows_behind"), tuple(entries))


def evidence_list(face: Face, rows: Cited, proves: Mapping[int, str] | None = None) -> Iterator[Block]:
    """证据目录 as courts want it, then the hashes of the files cited. proves: row number → what it is to prove."""
    found = rows.rows()
    yield Break()
    yield Heading(2, face.t("printed.evidence"))
    yield paragraph(face.t("form.evidence_note"), "lede")
    if not found:
        yield paragraph(face.t("summary.none"))
        return
    heads = (
        Column(face.t("assets.number"), 0.5, "right"),
        Column(face.t("form.name"), 3.4),
        Column(face.t("form.obtained"), 1.9),
        Column(face.t("form.original"), 1.0),
        Column(face.t("form.page"), 0.7),
        Column(face.t("form.proves"), 2.6),
        Column(face.t("form.three"), 1.5),
    )
    yield Table(heads, tuple(_evidence(face, n, rows_, proves or {}) for n, rows_ in sorted(found.items())))
    yield from hashes(face, (line for rows_ in found.values() for line in rows_))


def _evidence(face: Face, n: int, found: list[Record], proves: Mapping[int, str]) -> Row:
    line = max(found, key=len)
    claimed = face.say(line.get("claimed_source"))
    name = text(claimed or face.place(line), soft(f"\n{face.place(line)}" if claimed else ""))
    got = [str(line[key]) for key in ("obtained_by", "obtained_on") if line.get(key)]
    grade = [face.term("grade", line["file_grade"])] if line.get("file_grade") else []
    doubt = list(dict.fromkeys(face.term("standing", each["standing"]) for each in found if each.get("standing")))
    said = "\n".join(dict.fromkeys(filter(None, (face.say(each.get("text")) for each in found)))) or "—"
    told = text(said, soft(f"\n{proves[n]}" if n in proves else ""))
    cells = (
        text(str(n)),
        name,
        text("\n".join([*grade, *got]) or "—"),
        text(face.plain(line.get("original"))),
        text(str(line.get("page") or "")),
        told,
        text("\n".join(doubt)),
    )
    return Row(cells, number=n)


def hashes(face: Face, cited: Iterable[Record]) -> Iterator[Block]:
    """The files behind the rows, each with its whole hash; never on the face of a form."""
    files = dict.fromkeys((str(line.get("source")), str(line.get("sha256"))) for line in cited)
    yield Heading(2, face.t("form.hashes"))
    yield paragraph(face.t("notice.hash"), "lede")
    heads = (Column(face.t("sources.file"), 2.4), Column("sha256", 4.6))
    rows = tuple(Row((text(name), text(code(digest)))) for name, digest in sorted(files))
    yield Table(heads, rows)


def cell(rows: Cited, words: str, behind: Iterable[Record] | None) -> Text:
    """A fact with its rows; where nothing stands behind it, the words alone."""
    found = tuple(behind or ())
    return text(rows.fact(words, found)) if found else text(words)
