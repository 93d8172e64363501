"""The list of evidence: every cited row once, numbered as cited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reports.face import Face
from reports.printed import Column, Row, Said, Table, Text, code, fact, soft, text

Record = Mapping[str, Any]


class Cited:
    """Numbers rows in the order in which a document cites them; the same order, the same numbers."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self._numbers: dict[tuple[str, str, str], int] = {}
        self._rows: dict[int, list[Record]] = {}

    def number(self, line: Record) -> int:
        """One number for one row of one file, whatever is read from it."""
        key = (str(line.get("source")), str(line.get("row")), str(line.get("sha256")))
        n = self._numbers.setdefault(key, len(self._numbers) + 1)
        self._rows.setdefault(n, []).append(line)
        return n

    def has(self, line: Record) -> bool:
        """Is this row cited already? Asking cites nothing."""
        return (str(line.get("source")), str(line.get("row")), str(line.get("sha256"))) in self._numbers

    def numbers(self, rows: Iterable[Record] | None) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self.number(row) for row in rows or ()))

    def fact(self, words: str, rows: Iterable[Record] | None) -> Said:
        return fact(words, self.numbers(rows))

    def only(self, rows: Iterable[Record] | None) -> Text:
        """The numbers alone, for a column of their own."""
        found = self.numbers(rows)
        return (Said("", found),) if found else text("—")

    def rows(self) -> dict[int, list[Record]]:
        return dict(self._rows)

    def table(self) -> Table:
        """Number, what the row says, file and row, grade, the hash's first signs and the file's number among the sources."""
        face = self.face
        heads = (
            Column(face.t("evidence.number"), 0.62, "right"),
            Column(face.t("evidence.text"), 4.4),
            Column(f"{face.t('evidence.file')} · {face.t('evidence.row')}", 2.6),
            Column(face.t("evidence.grade"), 1.1),
            Column("sha256", 1.5),
        )
        return Table(heads, tuple(self._row(n, found) for n, found in sorted(self._rows.items())))

    def _row(self, n: int, found: list[Record]) -> Row:
        face, line = self.face, max(found, key=len)
        said = dict.fromkeys(face.say(each.get("text")) for each in found)
        doubt = [face.term("standing", s) for s in dict.fromkeys(each.get("standing") for each in found) if s]
        where: list[str | Said] = [face.place(line)]
        where += [soft(f"\n{face.t('evidence.label')} {line['label']}")] if line.get("label") else []
        where += [soft(f"\n{face.t('evidence.row_id')} {line['row_id']}")] if line.get("row_id") else []
        claimed = face.say(line.get("claimed_source"))
        where += [soft(f"\n{face.t('evidence.claimed')} {claimed}")] if claimed else []
        grade = [face.term("grade", line["file_grade"])] if line.get("file_grade") else []
        at = face.hashed(line.get("source"), line.get("sha256"))
        digest = face.plain(line.get("sha256"))
        mark = f"{digest[:12]}…\n{face.t('printed.source_number', n=at)}" if at else digest
        cells = (
            text(str(n)),
            text("\n".join(each for each in said if each) or "—"),
            text(*where),
            text("\n".join([*grade, *doubt]) or "—"),
            text(code(mark)),
        )
        return Row(cells, number=n)


def sources_table(face: Face) -> Table:
    """Every file with its whole hash, numbered as the list of evidence names it."""
    heads = (
        Column(face.t("assets.number"), 0.5, "right"),
        Column(face.t("sources.file"), 2.2),
        Column(face.t("sources.label"), 1.0),
        Column(face.t("sources.rows"), 0.6, "right"),
        Column("sha256", 4.4),
    )
    rows = []
    for n, row in enumerate(face.dossier.sources, 1):
        shown = (str(n), face.plain(row.get("name")), face.plain(row.get("label")), face.plain(row.get("rows")))
        rows.append(Row((*(text(cell) for cell in shown), text(code(face.plain(row.get("sha256")))))))
    return Table(heads, tuple(rows))
