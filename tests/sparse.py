"""Random worlds with most cells missing, for tests that hold of any."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from graph.case import Case
from graph.schema import WORDS, Column
from graph.tables import TABLES
from tests.world import world

PARTIES = ("D", "B", "S", "T", "P", "Q")
_OFTEN = ("D", "D", "B", "B", "S", "P")
_CELLS: dict[str, tuple[str, ...]] = {
    "party": (*PARTIES, *_OFTEN),
    "asset": ("X", "Y", "equity:S:D"),
    "share": ("0%", "1/3", "50%", "51%", "100%", "1/4..1/2"),
    "money": ("0", "1", "60000", "700000", "1000000", "99000000"),
    "date": ("2019", "2021-12-31", "2022-01-10", "2022-03", "2022-09-15", "2022-10-01", "2023-06-30", "2023-12-31"),
    "time": ("09:30",),
    "whole": ("0", "3", "40"),
    "yes_no": ("yes", "no"),
    "currency": ("CNY", "USD"),
    "list": ("X", "甲公司"),
    "identifier": ("X", "Y"),
    "text": ("存续", "注销", "吊销", "货款", "invoice", "甲路1号"),
}
_CHOSEN = {
    "status": ("存续", "注销", "吊销", "dissolved"),
    "licence": ("bank", "escrow", "registered_agent"),
    "cause": ("借款",),
}
_ABOUT = {
    "standing": ("recorded", "alleged", "denied", "found_by_court"),
    "grade": ("registry_file", "commercial_export", "statement"),
    "obtained_on": ("2023-01-01", "2023"),
}
_CLOCK = ("due", "suit", "served", "judgment", "enforcement", "insolvency_filed", "insolvency_accepted")
EVERY_TABLE = tuple(name for name in TABLES if name != "rates")


def _values(column: Column) -> tuple[str, ...]:
    if column.type == "word":
        return tuple(WORDS[column.words])
    return _CHOSEN.get(column.name) or _CELLS[column.type]


@st.composite
def lines(draw: st.DrawFn, table: str) -> str:
    """One row: the cells it must have, and any of the others."""
    columns = TABLES[table].columns
    needed = [c for c in columns if c.required]
    others = draw(st.lists(st.sampled_from([c for c in columns if not c.required]), max_size=9, unique=True))
    cells = {c.name: draw(st.sampled_from(_values(c))) for c in (*needed, *others)}
    if table == "parties":
        cells["id"] = draw(st.sampled_from(PARTIES))
    about = draw(st.lists(st.sampled_from(sorted(_ABOUT)), max_size=2, unique=True))
    cells |= {name: draw(st.sampled_from(_ABOUT[name])) for name in about}
    return " ".join(f"{name}={value}" for name, value in cells.items())


@st.composite
def drafts(draw: st.DrawFn, tables: tuple[str, ...] | None = None, most: int = 4) -> dict[str, Any]:
    """What world() wants: 1 to `most` named rows in each of the tables (default: any); days and sum may be unknown."""
    held = tables or draw(st.lists(st.sampled_from(EVERY_TABLE), max_size=9, unique=True))
    rows = {name: draw(st.lists(lines(name), min_size=1, max_size=most)) for name in held}
    days = draw(st.lists(st.sampled_from(_CLOCK), max_size=4, unique=True))
    return {
        "claim": draw(st.sampled_from(["1000000", "1", None])),
        "currency": draw(st.sampled_from(["CNY", "USD"])),
        "arose": draw(st.sampled_from(["2022-01-10", "2022", None])),
        "creditor": draw(st.sampled_from(["CR", "B", None])),
        "jurisdiction": draw(st.sampled_from(["CN", "HK", "GB", "US", "VG", "DE", "CN-MO"])),
        "clock": {name: draw(st.sampled_from(_CELLS["date"])) for name in days},
        "perhaps": draw(st.sampled_from([(), (("P", "Q"),)])),
    } | {name: [f"{line} row={name}-{at}" for at, line in enumerate(found)] for name, found in rows.items()}


def worlds(tables: tuple[str, ...] | None = None, most: int = 4) -> st.SearchStrategy[Case]:
    return drafts(tables, most).map(lambda draft: world(**draft))
