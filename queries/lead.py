"""A lead: what was found, what supports it, what speaks against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from graph.chains import Chain
from graph.resolve import Match
from graph.statements import Place
from graph.values import DateSpan, Money
from queries.grounds import Bilingual as Text

Tier = Literal["signal", "lead", "strong", "fact"]
Badge = Literal["price", "timing", "relation", "money", "form"]
Outcome = Literal["met", "not_met", "unknown"]
TIERS: tuple[Tier, ...] = ("signal", "lead", "strong", "fact")
ROUTES: dict[str, Text] = {
    "A": Text(zh="债务人名下：现可申请查封冻结", en="in the debtor's name: can be frozen now"),
    "B": Text(zh="对债务人的到期债务：履行到期债务通知或代位权", en="owed to the debtor: notice to the third party, or suit in its place"),
    "C": Text(zh="他人名下：先起诉，仅可对作为被告者申请保全", en="in another's name: suit first, preservation only against that person as defendant"),
    "D": Text(zh="执行程序中可申请追加的责任人", en="a liable party that may be added in enforcement"),
    "E": Text(zh="须另行起诉的责任人", en="a liable party against whom a suit is needed"),
    "F": Text(zh="仅由破产管理人主张", en="for the insolvency office-holder alone"),
}  # fmt: skip


def lower(a: Tier, b: Tier) -> Tier:
    return min(a, b, key=TIERS.index)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row and the sentence it supports (or contradicts)."""

    place: Place
    text: Text
    prop: str = ""

    @property
    def statement(self) -> str:
        return self.place.statement(self.prop)


@dataclass(frozen=True, slots=True)
class Absent:
    """Counter-evidence that was looked for and not found."""

    looked_for: Text


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing, who holds it, and the instrument by which it is asked for."""

    what: Text
    from_whom: Text
    instrument: Text


@dataclass(frozen=True, slots=True)
class Test:
    """One measured test of a pattern: value against threshold, with the threshold's unit and basis."""

    name: Text
    value: str | None
    threshold: str
    unit: str
    outcome: Outcome
    basis: Text


@dataclass(frozen=True, slots=True)
class Amount:
    """What the lead is about, as bounds; basis says which rows and arithmetic."""

    money: Money
    basis: Text


@dataclass(frozen=True, slots=True)
class Finding:
    """What a typology found, before caps, grounds and rank are put to it by flag().

    tier: the highest the pattern itself carries; badges: independent signal families that fired; traits: words that choose
    the legal grounds (terms.toml [traits]); elements: element key → (met | not_shown | contradicted, note);
    subject: what makes the finding the same on another run (default: rows cited); on: the day of the act;
    liable: (party id, route word) for the liable parties' list; relies_on: undecided matches without which it falls.
    """

    typology: str
    parties: tuple[str, ...]
    summary: Text
    evidence: tuple[Evidence, ...]
    tier: Tier
    tier_why: Text
    badges: frozenset[Badge]
    chain: Chain
    route: str
    on: DateSpan | None = None
    until: DateSpan | None = None
    amount: Amount | None = None
    counter: tuple[Evidence | Absent, ...] = ()
    gaps: tuple[Gap, ...] = ()
    tests: tuple[Test, ...] = ()
    traits: frozenset[str] = frozenset()
    elements: tuple[tuple[str, str, Text], ...] = ()
    relies_on: tuple[Match, ...] = ()
    notes: tuple[Text, ...] = ()
    knowledge: DateSpan | None = None
    terms: tuple[tuple[str, Decimal, Text], ...] = ()
    giver: str | None = None


class CutShort(list["Finding"]):
    """Findings of a search that came to its bound; `said` names the bound and what may be missing."""

    def __init__(self, found: Iterable[Finding], said: Text) -> None:
        super().__init__(found)
        self.said = said


@dataclass(frozen=True, slots=True)
class NoTables:
    """A typology could not look: the tables or facts it needs are not there."""

    needs: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """What became of one typology: ran, no-data or failed; nothing found and could not look are never the same."""

    typology: str
    title: Text
    state: Literal["ran", "no-data", "failed"]
    hits: int
    needs: tuple[Text, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """Collects a bilingual text piece by piece."""

    zh: list[str] = field(default_factory=list)
    en: list[str] = field(default_factory=list)

    def add(self, zh: str, en: str) -> Sentence:
        self.zh.append(zh)
        self.en.append(en)
        return self

    def text(self) -> Text:
        return Text(zh="".join(self.zh), en=" ".join(self.en))


def cited(*groups: Iterable[Evidence | Absent]) -> tuple[Evidence, ...]:
    """All evidence of several groups, each row-and-property once, in order."""
    found: dict[str, Evidence] = {}
    for group in groups:
        for item in group:
            if isinstance(item, Evidence):
                found.setdefault(item.statement, item)
    return tuple(found.values())


def two(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)
