"""What one row of one source says, and where it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from graph.values import DateSpan

UNSURE = frozenset({"alleged", "denied"})
# The order in which sources are believed where several state a fact; a source without a grade stands before an export.
GRADES = ("court_document", "registry_file", "publicity_print", "debtor_paper", None, "commercial_export", "statement")


@dataclass(frozen=True, slots=True)
class Source:
    """A file somebody gave us. label: within which its ids live; sha256 of its bytes as given."""

    id: str
    name: str
    label: str
    sha256: str
    format: str
    rows: int
    publisher: str = ""
    obtained_on: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands and how good its source is; everything a court needs to find it again.

    line: physical line (1 = header) or "sheet!row"; claimed: the document that the row itself names.
    obtained_by, original, page: as the row gives them, for a list of evidence.
    """

    table: str
    source: str
    label: str
    sha256: str
    line: int | str
    row_id: str | None = None
    standing: str = "recorded"
    grade: str | None = None
    claimed: str | None = None
    obtained_on: DateSpan | None = None
    note: str | None = None
    fact: str = ""
    obtained_by: str | None = None
    original: str | None = None
    page: str | None = None

    @property
    def unsure(self) -> bool:
        return self.standing in UNSURE

    @property
    def rank(self) -> int:
        """0 = best evidence; unsure rows come after all others."""
        grade = GRADES.index(self.grade) if self.grade in GRADES else GRADES.index(None)
        return grade + (len(GRADES) if self.unsure else 0)

    @property
    def said_by(self) -> tuple[str, str, str]:
        """What counts as one source: a file, or one sheet of a workbook (a register's two pages state one stake twice)."""
        return self.label, self.source, str(self.line).rpartition("!")[0]

    def statement(self, prop: str = "") -> str:
        """The id of what this row says (of one property): stable for the same fact wherever it stands."""
        return digest(self.fact, prop)[:16]


@dataclass(frozen=True, slots=True)
class Statement:
    """One property of one subject as one row states it."""

    subject: str
    prop: str
    value: str
    place: Place
    valid_from: str | None = None
    valid_until: str | None = None

    @property
    def id(self) -> str:
        return self.place.statement(self.prop)


@dataclass(frozen=True, slots=True)
class Row:
    """A kept row: its cells by column (cleaned, exact text), parties as ids, and where it stands."""

    cells: Mapping[str, str]
    place: Place
    parties: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str | None:
        return self.cells.get(name)

    def span(self, name: str) -> DateSpan | None:
        text = self.cells.get(name)
        return DateSpan.parse(text) if text else None

    def day(self, name: str) -> date | None:
        """The exact day, or None where it is unknown or only partly known."""
        span = self.span(name)
        return span.first if span and span.exact else None

    def statements(self) -> tuple[Statement, ...]:
        """Every property the row states, one statement each."""
        subject = next(iter(self.parties.values()), "")
        return tuple(
            Statement(subject, prop, value, self.place, self.cells.get("start"), self.cells.get("end"))
            for prop, value in sorted(self.cells.items())
            if not prop.startswith("_")
        )


def digest(*parts: str) -> str:
    """sha256 over the parts, kept apart; hex."""
    joined = "\x1f".join(parts)
    return hashlib.sha256(joined.encode()).hexdigest()
