"""A divorce among a debtor's acts: what it left the debtor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.facts import Contract, Relation, Title, Transfer
from graph.values import DateSpan, add_months, ratio
from queries.family import MONTHS_BEFORE, Act, Kin
from queries.look_back import lies
from queries.worth import convert

KEPT, DEBTS = Fraction(1, 5), Fraction(4, 5)
# "共同债务由X承担", "债务由X承担80%", "all debts are borne by X", "X bears 80% of the debts"
_PART = r"(?P<part>\d{1,3}(?:\.\d+)?)\s*[%％]"
_BORNE_ZH = re.compile(
    rf"债务[^，。；]{{0,4}}?(?:由|归)(?P<who>[^，。；\d]{{1,30}}?)(?:全部|独自|单独|负责)?(?:承担|偿还|负担|清偿|负责)(?:{_PART})?"
)
_BORNE_EN = re.compile(
    rf"(?:(?P<all>all|joint|the) )?debts? (?:are |is |to be |shall be )?(?:borne|paid|assumed) (?:(?:as to )?{_PART} )?by (?P<who>[^,.;]{{1,60}})",
    re.I,
)
DIVORCE_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Split:
    """A division between spouses. kept: what the debtor has left of the couple's valued assets; None = values missing.

    debts: the part of the couple's debts that a settlement's own words put on the debtor; None = no row says; bearing: those rows.
    """

    divorced: DateSpan | None
    rows: tuple[Relation | Contract, ...]
    kept: Fraction | None
    left: tuple[Title, ...]
    gone: tuple[Title, ...]
    debts: Fraction | None = None
    bearing: tuple[Contract, ...] = ()

    @property
    def stripped(self) -> bool:
        return self.kept is not None and self.kept <= KEPT

    @property
    def burdened(self) -> bool:
        return self.debts is not None and self.debts >= DEBTS

    @property
    def lopsided(self) -> bool:
        return self.stripped or self.burdened


def divorce_of(case: Case, kin: Kin) -> tuple[DateSpan | None, tuple[Relation | Contract, ...]]:
    """The day of the divorce by the relation's rows, else of the settlement; with the rows."""
    if kin.word not in ("spouse", "former_spouse"):
        return None, ()
    pair = {kin.debtor, kin.person}
    papers = [c for c in case.contracts if c.kind == "settlement" and {c.first, c.second} == pair]
    days = [r.period.start for r in kin.rows if r.kind == "former_spouse" and r.period.start]
    days += [r.period.end for r in kin.rows if r.kind == "spouse" and r.period.end]
    days += [c.on for c in papers if c.on] if not days else []
    rows = tuple(r for r in kin.rows if r.kind == "former_spouse" or r.period.end)
    return (min(days, key=lambda d: d.first) if days else None), (*rows, *papers)


def split_of(case: Case, group: Sequence[Act]) -> Split | None:
    """The division of which these acts are part: a divorce within a year of them, on either side; else None."""
    kin = group[0].kin
    day, rows = divorce_of(case, kin)
    known = [a.on for a in group if a.on]
    if not rows or (day and known and not _near_divorce(day, known)):
        return None
    last = max((d.last for d in known), default=case.as_of)
    first = min((d.first for d in known), default=case.as_of)
    kept, left, gone = _kept(case, kin, first, last, group)
    papers = [r for r in rows if isinstance(r, Contract) and not r.place.unsure]
    debts, bearing = _debts(case, kin, papers)
    return Split(day, rows, kept, left, gone, debts, bearing)


def _near_divorce(day: DateSpan, acts_on: Iterable[DateSpan]) -> bool:
    start, end = add_months(day.first, -DIVORCE_MONTHS), add_months(day.last, DIVORCE_MONTHS)
    return any(on.last >= start and on.first <= end for on in acts_on)


def _kept(
    case: Case, kin: Kin, first: date, last: date, group: Sequence[Act]
) -> tuple[Fraction | None, tuple[Title, ...], tuple[Title, ...]]:
    """The debtor's valued assets after the acts over those of both before them; unknown where one moved has no value."""
    couple, before, after = {kin.debtor, kin.person}, first - timedelta(days=1), last + timedelta(days=1)
    had = {t.asset: t for t in case.titles if t.owner in couple and t.value and t.period.may_hold_on(before)}
    left = {
        a: t
        for a, t in had.items()
        if any(x.owner == kin.debtor and x.period.holds_on(after) == "yes" for x in case.titles_of(a))
    }
    moved = {a.fact.thing for a in group if isinstance(a.fact, Transfer) and not a.fact.thing.startswith("equity:")}
    left = {a: t for a, t in left.items() if a not in moved}
    gone = {a: t for a, t in had.items() if a not in left}
    if not had or not moved <= had.keys():
        return None, (), ()
    total, mine = _sum(case, had.values(), first), _sum(case, left.values(), first)
    kept = ratio(mine, total) if total is not None and mine is not None else None
    return kept, tuple(left.values()), tuple(gone.values())


def _debts(case: Case, kin: Kin, papers: Iterable[Contract]) -> tuple[Fraction | None, tuple[Contract, ...]]:
    """What part of the debts the settlement leaves the debtor, by its own words; None where it names neither by name, or both."""
    said = [(part, c) for c in papers if (part := _borne(case, kin, c.place.note or "")) is not None]
    parts = {part for part, _ in said}
    return (next(iter(parts)), tuple(c for _, c in said)) if len(parts) == 1 else (None, ())


def _borne(case: Case, kin: Kin, note: str) -> Fraction | None:
    found = {
        p
        for pattern in (_BORNE_ZH, _BORNE_EN)
        for m in pattern.finditer(note)
        if (p := _part_of(case, kin, m)) is not None
    }
    return next(iter(found)) if len(found) == 1 else None


def _part_of(case: Case, kin: Kin, found: re.Match[str]) -> Fraction | None:
    """The debtor's part, where exactly one of the two is named; a percentage over a hundred says nothing."""
    who, mine, theirs = found["who"], _names(case, kin.debtor), _names(case, kin.person)
    debtor, spouse = any(n in who for n in mine), any(n in who for n in theirs)
    part = Fraction(found["part"]) / 100 if found["part"] else Fraction(1)
    if debtor == spouse or part > 1:
        return None
    return part if debtor else 1 - part


def _names(case: Case, party: str) -> tuple[str, ...]:
    known = case.party(party)
    return tuple(n for n in (known.name, *known.other_names) if n)


def _sum(case: Case, titles: Iterable[Title], day: date) -> Decimal | None:
    """In the debt's currency; None where one has no rate."""
    listed = list(titles)
    code = case.debt.claim.currency if case.debt.claim else next((t.value.currency for t in listed if t.value), "CNY")
    amounts = [convert(case, t.value, code, day) if t.value else None for t in listed]
    known = [m.amount for m in amounts if m]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


def promised_earlier(case: Case, group: Sequence[Act]) -> tuple[Contract, ...]:
    """A settlement of the spouses made more than a year before the debt, for this asset or for none in particular."""
    kin = group[0].kin
    if kin.word not in ("spouse", "former_spouse"):
        return ()
    things = {a.fact.thing for a in group if isinstance(a.fact, Transfer)}
    pair = {kin.debtor, kin.person}
    return tuple(
        c
        for c in case.contracts
        if c.kind == "settlement" and {c.first, c.second} == pair and not c.place.unsure
        and lies(case, c.on, kin.debtor, MONTHS_BEFORE) == "too early" and (c.asset is None or c.asset in things)
    )  # fmt: skip
