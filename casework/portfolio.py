"""A portfolio: CASES.csv read into cases, one a line."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casework.case_file import check_case, unused_keys
from graph.errors import CaseFileFault, LookthroughError, UnreadableInput
from loaders.texts import read_text

_TABLES = frozenset({"debtor", "known", "rates", "interest_period", "delay_interest", "value"})
_MEND = "CASES.csv has the case file's keys as columns; several debtors are separated by ;"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of CASES.csv. keys: as of a case file; error: one line where no case can be made of it."""

    id: str
    line: int
    keys: Mapping[str, Any]
    error: str | None = None


def read_portfolio(path: Path) -> tuple[tuple[CaseLine, ...], tuple[str, ...]]:
    """Every line as a case or a fault, and the columns that no report reads.

    LookthroughError where the file itself cannot be used. A line without an id is named after its number.
    """
    try:
        text = read_text(path.read_bytes()).utf8.decode()
    except FileNotFoundError as fault:
        raise LookthroughError("no such file", str(path), "check the path") from fault
    except OSError as fault:
        raise LookthroughError(f"the file cannot be read ({fault.strerror})", str(path), "name a CSV file") from fault
    rows = csv.reader(io.StringIO(text))
    heads = [head.strip() for head in next(rows, [])]
    if not {"debtors", "debtor"} & set(heads):
        raise UnreadableInput("no column names the debtors", str(path), _MEND)
    twice = [head for head, count in Counter(heads).items() if count > 1 and head]
    if twice:
        raise UnreadableInput(f"the column {twice[0]} stands there twice", str(path), _MEND)
    lines, before = [], rows.line_num
    for cells in rows:
        begins, before = before + 1, rows.line_num
        if any(cell.strip() for cell in cells):
            lines.append(_line(heads, cells, begins, path))
    return _told_apart(lines, path), tuple(unused_keys(dict.fromkeys(filter(None, heads))))


def _line(heads: list[str], cells: list[str], line: int, path: Path) -> CaseLine:
    where = f"{path.name}, line {line}"
    given = {head: cell.strip() for head, cell in zip(heads, cells, strict=False) if head and cell.strip()}
    name = given.get("id") or f"line-{line}"
    if len(cells) > len(heads):
        fault = CaseFileFault(f"has {len(cells)} cells, the header has {len(heads)}", where, "quote cells with commas")
        return CaseLine(name, line, given, str(fault))
    if "debtor" in given:
        given["debtors"] = ";".join(filter(None, (given.get("debtors"), given.pop("debtor"))))
    tables = sorted(set(given) & _TABLES)
    if tables:
        fault = CaseFileFault(f"{tables[0]} is a table", where, "give this case a file of its own")
        return CaseLine(name, line, given, str(fault))
    try:
        return CaseLine(name, line, check_case({"id": name, **given}, where))
    except CaseFileFault as said:
        return CaseLine(name, line, given, str(said))


def _told_apart(lines: list[CaseLine], path: Path) -> tuple[CaseLine, ...]:
    """A second case of one id would overwrite the first one's report: it is a fault of its own."""
    seen: dict[str, int] = {}
    out = []
    for one in lines:
        first = seen.setdefault(one.id.casefold(), one.line)
        if first == one.line:
            out.append(one)
            continue
        fault = CaseFileFault(
            f"line {first} has the id {one.id} too", f"{path.name}, line {one.line}", "give each case its own id"
        )
        out.append(CaseLine(f"{one.id}@{one.line}", one.line, one.keys, str(fault)))
    return tuple(out)
