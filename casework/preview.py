"""What a file would be read as, before it is brought in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import LookthroughError
from loaders.detect import recognise
from loaders.headings import find_header, heading_key
from loaders.loader import IGNORED, Form, Loader, Options
from loaders.records import Raw, split
from loaders.sheets import workbook
from reports.redact import redact

_MOST_BYTES = 4_000_000
"""Of a longer text the beginning is previewed; the import reads all of it."""
_ROWS = 5
_BOOKS = (".xlsx", ".xls", ".ods", ".xlsm")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file: its headings with the column each is read as ("" = kept as a property), and its first rows."""

    name: str
    table: str
    mapping: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """format "" and a fault where no loader knows the file; rejected and rows_in are of the part that was read."""

    file: str
    format: str
    titles: dict[str, str]
    sheets: tuple[Sheet, ...]
    rows_in: int
    rejected: int
    faults: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    whole: bool
    fault: str | None = None


def preview(content: bytes, name: str, unit: str = "") -> Preview:
    """Recognise and read a file without keeping anything; a file that cannot be read is a value, not an exception."""
    head, whole = _beginning(content, name)
    try:
        loader = recognise(head, name)
        loaded = loader.read(head, name, Options(unit))
    except LookthroughError as fault:
        return Preview(name, "", {}, (), 0, 0, (), (), whole, str(fault))
    faults = tuple((r.row, r.reason, r.remedy) for r in loaded.rejects[:_ROWS])
    said = redact({"faults": [list(f) for f in faults], "notes": list(loaded.notes)})
    return Preview(
        name,
        loader.name,
        dict(loader.titles),
        _sheets(loader, head, name),
        loaded.rows_in,
        len(loaded.rejects),
        tuple((f[0], f[1], f[2]) for f in said["faults"]),
        tuple(said["notes"]),
        whole,
    )


def _beginning(content: bytes, name: str) -> tuple[bytes, bool]:
    """Whole lines only; two-byte texts and workbooks cannot be cut and are read whole."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:4096]
    if len(content) <= _MOST_BYTES or wide or name.lower().endswith(_BOOKS):
        return content, True
    return content[: content.rfind(b"\n", 0, _MOST_BYTES) + 1], False


def _sheets(loader: Loader, content: bytes, name: str) -> tuple[Sheet, ...]:
    if not loader.forms:
        return ()
    try:
        raws: Sequence[Raw] = workbook(content, name) if name.lower().endswith(_BOOKS) else [split(content, name)]
    except LookthroughError:
        return ()
    return tuple(sheet for raw in raws if (sheet := _sheet(loader.forms, raw)) is not None)


def _sheet(forms: Sequence[Form], raw: Raw) -> Sheet | None:
    """The form that knows most headings; the loader itself may also weigh the file's name."""
    best: tuple[int, Sheet] | None = None
    for form in forms:
        at = find_header(raw, lambda key, form=form: key in form.headings)  # type: ignore[misc]
        if at is None:
            continue
        heads = [str(h) for h in raw.frame.row(at)[: raw.frame["_width"][at]] if h]
        mapping = tuple((h, _column(form, h)) for h in heads)
        known = len({column for _, column in mapping if column})
        below = raw.frame.slice(at + 1, _ROWS).iter_rows()
        rows = tuple(_masked([str(c or "") for c in row[: len(heads)]]) for row in below)
        if best is None or known > best[0]:
            best = known, Sheet(raw.sheet or "", form.table, mapping, rows)
    return best[1] if best else None


def _column(form: Form, heading: str) -> str:
    found = form.headings.get(heading_key(heading), "")
    return "" if found == IGNORED else found


def _masked(cells: list[str]) -> tuple[str, ...]:
    return tuple(str(c) for c in redact({"cells": cells})["cells"])
