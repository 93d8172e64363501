"""Row accounting and short views of what a file said."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from graph.check_digits import USCC_LETTERS
from loaders.loader import Loaded

FAULTS = Path(__file__).parent.parent / "faults"
SAMPLES = Path(__file__).parent / "samples"


def kept(loaded: Loaded) -> int:
    """Records that say something; one that became several rows counts once."""
    places = [f.select(pl.col("_sheet").cast(pl.String), "_row") for f in loaded.tables.values()]
    return pl.concat(places).unique().height if places else 0


def balanced(loaded: Loaded) -> bool:
    return loaded.rows_in == kept(loaded) + len(loaded.rejects)


def rows(loaded: Loaded, table: str) -> list[dict[str, Any]]:
    """The filled cells of a table's rows, without their place."""
    hidden = {"_row", "_sheet", "_extra", "grade"}
    return [
        {k: v for k, v in row.items() if v is not None and k not in hidden} for row in loaded.tables[table].to_dicts()
    ]


def book(**sheets: Sequence[Sequence[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        for name, lines in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, cells in enumerate(lines):
                sheet.write_row(number, 0, cells)
    return out.getvalue()


def uscc(body: str) -> str:
    """A credit code with a right check digit, from its first 17 letters."""
    total = sum(USCC_LETTERS.index(letter) * pow(3, i, 31) for i, letter in enumerate(body))
    return body + USCC_LETTERS[(31 - total % 31) % 31]
