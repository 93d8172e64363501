"""The lead document as the reports read it: redacted, frozen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reports.redact import redact
from reports.wording import Language, Languages, decimal, languages, say, sentences

Record = Mapping[str, Any]

COLUMNS = ("addable", "suit", "check_only")
ROUTES_IN_SIGHT = ("A", "B")
_FIGURE = re.compile(r"\d[\d,.]*\d%?|\d+%")
_DAY_ZH = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence and the evidence lines (counted from 1) that it rests on."""

    text: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """One case's lead document (leads.json), already redacted, the language its report is in, and the paper it is on.

    letterhead: a Word file; the Word report takes its styles, header and footer.
    """

    document: Record
    language: Languages
    letterhead: bytes | None = None

    @property
    def case(self) -> Record:
        return _record(self.document.get("case"))

    @property
    def case_id(self) -> str:
        return str(self.case.get("id") or "")

    @property
    def as_of(self) -> str:
        return str(self.document.get("as_of") or self.case.get("as_of") or "")

    @property
    def currency(self) -> str:
        return str(self.case.get("currency") or "")

    @property
    def debtors(self) -> tuple[Record, ...]:
        return _records(self.case.get("debtors"))

    @property
    def debtor_ids(self) -> frozenset[str]:
        return frozenset(str(debtor["id"]) for debtor in self.debtors)

    def marks(self) -> tuple[str, ...]:
        """What every page and sheet carries: the level, and the day by which the copy is to be deleted."""
        return tuple(
            " / ".join(dict.fromkeys(say(row, each) for each in languages(self.language)))
            for row in self._rows("marks")
        )

    @property
    def leads(self) -> tuple[Record, ...]:
        return self._rows("leads")

    @property
    def assets(self) -> tuple[Record, ...]:
        return self._rows("assets")

    @property
    def assets_in_plain_sight(self) -> tuple[Record, ...]:
        return tuple(asset for asset in self.assets if in_plain_sight(asset))

    @property
    def other_assets(self) -> tuple[Record, ...]:
        return tuple(asset for asset in self.assets if not in_plain_sight(asset))

    @property
    def liable_parties(self) -> tuple[Record, ...]:
        return self._rows("liable_parties")

    @property
    def deadlines(self) -> tuple[Record, ...]:
        """The calendar; a document of an earlier version has only the last days of leads and freezes."""
        rows = self._rows("calendar") or self._rows("deadlines")
        return tuple(sorted(rows, key=lambda row: str(row.get("day") or "9999")))

    @property
    def claim(self) -> Record:
        """The claim statement; empty in a document of an earlier version."""
        return _record(self.document.get("claim"))

    @property
    def unused_edits(self) -> tuple[Record, ...]:
        """Values set in the case file that fit no step of this report."""
        return tuple(row for row in self._rows("value_edits") if row.get("used") is False)

    @property
    def liability_tests(self) -> tuple[Record, ...]:
        return self._rows("liability_tests")

    @property
    def indicators(self) -> tuple[Record, ...]:
        return self._rows("indicators")

    @property
    def searched(self) -> tuple[Record, ...]:
        return self._rows("searched")

    @property
    def contradictions(self) -> tuple[Record, ...]:
        return self._rows("contradictions")

    @property
    def merges(self) -> tuple[Record, ...]:
        return self._rows("merges_relied_on")

    @property
    def sources(self) -> tuple[Record, ...]:
        return self._rows("sources")

    @property
    def left_out(self) -> tuple[Record, ...]:
        return self._rows("left_out")

    @property
    def ranks(self) -> Mapping[str, int]:
        """Lead id to its rank."""
        return {str(lead["id"]): int(lead["rank"]) for lead in self.leads}

    @property
    def asset_numbers(self) -> Mapping[str, int]:
        """Asset id to its place in the list, from 1."""
        return {str(asset.get("id") or n): n for n, asset in enumerate(self.assets, 1)}

    def liable(self, column: str) -> tuple[Record, ...]:
        return tuple(row for row in self.liable_parties if _column(row) == column)

    def outstanding(self) -> Decimal | None:
        """The claim statement's; without one principal + interest − recovered, else the amount; in the case's currency."""
        stated = decimal(_record(self.claim.get("outstanding")).get("amount"))
        if stated is not None:
            return stated
        principal = decimal(self.case.get("principal"))
        if principal is None:
            return decimal(self.case.get("amount"))
        return principal + (decimal(self.case.get("interest")) or 0) - (decimal(self.case.get("recovered")) or 0)

    def recoverable_in_sight(self) -> tuple[Decimal, Decimal, int]:
        """The low and the high sum over the assets in sight, and how many have no value in the case's currency."""
        low = high = Decimal(0)
        unknown = 0
        for asset in self.assets_in_plain_sight:
            bounds = _record(asset.get("recoverable"))
            least, most = decimal(bounds.get("low")), decimal(bounds.get("high"))
            if least is None or most is None or (bounds.get("currency") or self.currency) != self.currency:
                unknown += 1
            else:
                low, high = low + least, high + most
        return low, high, unknown

    def knowledge_days(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Last days that run from knowledge, earliest first, each with the ranks of its leads (civil code 541)."""
        found: dict[str, list[int]] = {}
        for lead in self.leads:
            days = {
                str(last["day"])
                for ground in _records(lead.get("grounds"))
                for last in _records(ground.get("deadlines"))
                if last.get("day") and _from_knowledge(last)
            }
            for day in days:
                found.setdefault(day, []).append(int(lead["rank"]))
        return tuple((day, tuple(ranks)) for day, ranks in sorted(found.items()))

    def next_deadline(self) -> Record | None:
        """The earliest last day that is not past on the as-of day."""
        coming = [row for row in self.deadlines if row.get("day") and str(row["day"]) >= self.as_of]
        return coming[0] if coming else None

    def _rows(self, key: str) -> tuple[Record, ...]:
        return _records(self.document.get(key))


def dossier(document: Record, *, language: Languages = "both", letterhead: bytes | None = None) -> Dossier:
    """The document redacted and ready for any report format; language: zh, en, or both."""
    return Dossier(redact(document), language, letterhead)


def in_plain_sight(asset: Record) -> bool:
    flag = asset.get("in_plain_sight")
    return bool(flag) if flag is not None else asset.get("route") in ROUTES_IN_SIGHT


def lead_day(lead: Record) -> str | None:
    """The earliest last day of a lead's grounds."""
    days = [str(g["deadline"]) for g in _records(lead.get("grounds")) if g.get("deadline")]
    days += [str(d["day"]) for g in _records(lead.get("grounds")) for d in _records(g.get("deadlines")) if d.get("day")]
    return min(days) if days else None


def cited(lead: Record, language: Language) -> tuple[CitedSentence, ...]:
    """The summary, sentence by sentence, each with its evidence lines.

    A lead's own `sentences` ([{en, zh, evidence: [indexes from 0]}]) decide; without them a sentence cites the lines
    that state one of its figures or days, or two of the parties it names, and where none does, all lines: a reader is
    never sent to nothing.
    """
    evidence = _records(lead.get("evidence"))
    own = _records(lead.get("sentences"))
    if own:
        return tuple(CitedSentence(say(s, language), tuple(int(i) + 1 for i in s.get("evidence") or ())) for s in own)
    names = tuple(str(node["name"]) for node in _records(_record(lead.get("chain")).get("nodes")) if node.get("name"))
    rows = [say(line.get("text"), language) for line in evidence]
    found = []
    for text in sentences(say(lead.get("summary"), language), language):
        lines = tuple(n for n, row in enumerate(rows, 1) if _supports(row, text, names))
        found.append(CitedSentence(text, lines or tuple(range(1, len(evidence) + 1))))
    return tuple(found)


def split_counter(lead: Record) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """Counter-evidence that was found, and what was looked for and not found."""
    rows = _records(lead.get("counter_evidence"))
    return tuple(row for row in rows if "absent" not in row), tuple(row for row in rows if "absent" in row)


def _supports(row: str, sentence: str, names: tuple[str, ...]) -> bool:
    """Does a row state a figure of the sentence, or two of its parties?"""
    if _figures(row) & _figures(sentence):
        return True
    return sum(name in row and name in sentence for name in names) > 1


def _figures(text: str) -> frozenset[str]:
    """Days and figures of a text, written alike; numbers of one digit say nothing."""
    days = _DAY_ZH.sub(lambda d: f" {d[1]}-{int(d[2]):02d}-{int(d[3]):02d} ", text)
    iso = re.findall(r"\d{4}-\d\d-\d\d", days)
    rest = re.sub(r"\d{4}-\d\d-\d\d", " ", days)
    plain = (figure.replace(",", "").strip(".") for figure in _FIGURE.findall(rest))
    return frozenset(iso) | frozenset(figure for figure in plain if len(figure) > 2)


def _from_knowledge(last: Record) -> bool:
    return "knowledge" in (last.get("event"), last.get("from"))


def _column(row: Record) -> str:
    return str(row["column"]) if row.get("column") in COLUMNS else "check_only"


def _record(value: object) -> Record:
    return value if isinstance(value, Mapping) else {}


def _records(value: object) -> tuple[Record, ...]:
    return tuple(each for each in value if isinstance(each, Mapping)) if isinstance(value, list | tuple) else ()
