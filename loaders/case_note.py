"""A case written by hand: one plain line, one statement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from graph.errors import UnreadableInput
from graph.schema import Column
from graph.tables import TABLES, all_columns
from loaders.cleaners import Cleaned, cleaner_of
from loaders.loader import Form, Loaded, Loader, Options, Reject
from loaders.note_lines import SENTENCES, STANDINGS, TAILS, Sentence, nearest
from loaders.texts import sniff_encoding

NAMES = (".txt", ".md", ".note")
_SKIPPED = ("#", "//", "---")
_LEAD = re.compile(r"^\s*(?:[-*•]\s+|\d+[.、)]\s*)?")
# A name that holds one of these is a name and more: the line says two things.
_SEVERAL = re.compile(r"[%％，,;；：]|\s(?:and|和|及|与)\s")
_COURT = {"court": "civil", "法院": "civil"}
_Row = dict[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Said:
    """What one line says: its table, its cells as written, the parties it names, and how sure it is."""

    sentence: Sentence
    cells: dict[str, str]
    parties: tuple[str, ...]
    standing: str | None


def understood(line: str) -> Said | None:
    """The first form of sentence that the whole line fits; None where there is none."""
    text, standing = _LEAD.sub("", line).strip(), None
    for name, opening in STANDINGS:
        found = opening.match(text)
        if found:
            text, standing = text[found.end() :], name
    for body, tails in _without_tails(text):
        for sentence in SENTENCES:
            match = sentence.pattern.fullmatch(body)
            if match:
                return _said(sentence, match, tails, standing)
    return None


def _without_tails(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The line with ever fewer closing clauses; the barest first, so that "for CNY 1" is no part of a name."""
    steps: list[tuple[str, dict[str, str]]] = [(re.sub(r"\s*[.。]$", "", text), {})]
    while True:
        body, tails = steps[-1]
        hit = next(((n, m) for n, p in TAILS if n not in tails and (m := p.search(body)) and m.start()), None)
        if hit is None:
            break
        name, match = hit
        value = next(group for group in match.groups() if group)
        steps.append((body[: match.start()], {**tails, name: value}))
    yield from reversed(steps)


def _said(sentence: Sentence, match: re.Match[str], tails: dict[str, str], standing: str | None) -> Said | None:
    found = {name: text.strip(" ，,") for name, text in match.groupdict().items() if text}
    parties = tuple(text for name, text in found.items() if name.startswith("p_"))
    if any(not text or _SEVERAL.search(text) for text in parties):
        return None
    cells = dict(sentence.sets) | {name.removeprefix("p_"): text for name, text in found.items()}
    known = {c.name for c in all_columns(sentence.table)}
    for name, text in tails.items():
        column = sentence.renames.get(name, name)
        if name == "free":
            column, text = "consideration", "none"
        if column not in known or column in cells:
            return None
        cells[column] = text
    if "stake" in cells:
        cells["asset"] = f"equity:{cells.pop('stake')}:{cells.pop('of')}"
    if sentence.table == "court_cases":
        cells["kind"] = _COURT.get(cells["kind"], cells["kind"])
    return Said(sentence, cells, parties, standing)


def _cleaned(said: Said) -> tuple[_Row, Cleaned | None, str]:
    """Exact values; the first cell that is none, and its column."""
    columns: dict[str, Column] = {c.name: c for c in all_columns(said.sentence.table)}
    row: _Row = dict.fromkeys(columns)
    for name, text in said.cells.items():
        cell = cleaner_of(columns[name].type, columns[name].words, "")(text)
        if cell.reason:
            return row, cell, name
        row[name] = cell.value
        if cell.currency and "currency" in columns:
            row["currency"] = cell.currency
    if row.get("currency") is None and any(c.type == "money" and row[n] for n, c in columns.items()):
        row["currency"] = "CNY"
    row["standing"], row["grade"] = said.standing, "statement"
    return row, None, ""


@dataclass(slots=True)
class _Note:
    """The note as read so far: rows by table, parties by name with their first line, kinds that a line gives."""

    file: str
    tables: dict[str, list[_Row]]
    first: dict[str, int]
    kinds: dict[str, str]
    rejects: list[Reject]

    def add(self, number: int, line: str) -> None:
        said = understood(line)
        if said is None:
            self._reject(number, line, "", "", "no statement that is understood", f"write it as: {nearest(line)}")
            return
        row, fault, column = _cleaned(said)
        if fault is not None:
            self._reject(number, line, column, said.cells[column], fault.reason, fault.remedy)
            return
        if said.sentence.table == "parties":
            row["name"] = row["id"]
            if row["kind"]:
                self.kinds[str(row["id"])] = str(row["kind"])
        self.tables.setdefault(said.sentence.table, []).append({"_row": number, "_sheet": None, "_extra": None, **row})
        for name in said.parties:
            self.first.setdefault(name, number)

    def _reject(self, number: int, line: str, column: str, value: str, reason: str, remedy: str) -> None:
        self.rejects.append(Reject(self.file, str(number), column, value, reason, remedy, line))

    def frames(self) -> dict[str, pl.DataFrame]:
        """Every name is a declared party of the note: the same name is the same party from line to line."""
        blank = dict.fromkeys(c.name for c in all_columns("parties"))
        stated = {str(row["id"]) for row in self.tables.get("parties", [])}
        named: list[_Row] = [
            {"_row": number, "_sheet": None, "_extra": None, **blank, "id": name, "name": name, "grade": "statement"}
            for name, number in self.first.items()
            if name not in stated
        ]
        rows = [*self.tables.pop("parties", []), *named]
        if rows:
            self.tables["parties"] = [{**row, "kind": self.kinds.get(str(row["id"]))} for row in rows]
        return {table: _frame(table, rows) for table, rows in sorted(self.tables.items())}


def _frame(table: str, rows: list[_Row]) -> pl.DataFrame:
    names = [c.name for c in all_columns(table)]
    schema = {"_row": pl.Int64, "_sheet": pl.String} | dict.fromkeys([*names, "_extra"], pl.String)
    return pl.DataFrame(rows, schema=schema).sort("_row", maintain_order=True)


def _lines(content: bytes, name: str) -> tuple[list[tuple[int, str]], str]:
    """The lines that state something, with their numbers, and a note on the encoding."""
    try:
        codec, note = sniff_encoding(content)
    except UnreadableInput as fault:
        raise UnreadableInput(fault.what.replace("a table of text", "a case note"), name, fault.mend) from None
    text = content.decode(codec, "replace").removeprefix("\ufeff")
    lines = enumerate(re.split(r"\r\n|\r|\n", text), start=1)
    return [(n, line) for n, line in lines if line.strip() and not line.lstrip().startswith(_SKIPPED)], note


def _recognise(content: bytes, name: str) -> int:
    if not name.lower().endswith(NAMES):
        return 0
    lines = _lines(content[: 1 << 16], name)[0]
    known = sum(understood(line) is not None for _, line in lines[:200])
    return known if known * 3 >= len(lines[:200]) else 0


def _read(content: bytes, name: str, options: Options) -> Loaded:
    lines, encoding = _lines(content, name)
    note = _Note(name, {}, {}, {}, [])
    for number, line in lines:
        note.add(number, line)
    if lines and len(note.rejects) == len(lines):
        raise UnreadableInput(
            "no line of the note is understood", name, f"write, for instance: {SENTENCES[12].example}"
        )
    given = pl.DataFrame(
        {"_row": [n for n, _ in lines], "_sheet": [None] * len(lines), "cells": [[line] for _, line in lines]},
        schema={"_row": pl.Int64, "_sheet": pl.String, "cells": pl.List(pl.String)},
    )
    return Loaded("case_note", len(lines), note.frames(), given, tuple(note.rejects), (encoding,) if encoding else ())


LOADER = Loader(
    name="case_note",
    titles={"en": "Case note (plain lines)", "zh": "案情笔记（每行一句）"},
    publisher="whoever writes the note",
    reads="; ".join(s.example for s in SENTENCES[::4]),
    recognised_by="a .txt or .md file of which a third of the lines or more are such sentences",
    forms=tuple(Form(table, {}) for table in sorted({s.table for s in SENTENCES} & set(TABLES))),
    recognise=_recognise,
    read=_read,
)
