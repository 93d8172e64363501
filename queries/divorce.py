"""A divorce among a debtor's acts: what it left the debtor."""

from __future__ import annotations

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

KEPT = Fraction(1, 5)
DIVORCE_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Split:
    """A division between spouses. kept: what the debtor has left of the couple's valued assets; None = values missing."""

    divorced: DateSpan | None
    rows: tuple[Relation | Contract, ...]
    kept: Fraction | None
    left: tuple[Title, ...]
    gone: tuple[Title, ...]

    @property
    def lopsided(self) -> bool:
        return self.kept is not None and self.kept <= KEPT


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
    return Split(day, rows, kept, left, gone)


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
