"""A firm that failed and the new one that may carry it on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from graph.case import Case
from graph.facts import Transfer
from graph.values import DateSpan, add_months
from queries.disposals import open_market
from queries.grounds import table_for
from queries.side import control_on
from queries.successors import (
    Common,
    Distress,
    People,
    distress,
    first_day,
    in_common,
    moved,
    shared_people,
)
from queries.worth import paid_ratio, payments_for, price_ratio, value_of

MONTHS_BEFORE, MONTHS_AFTER = 12, 18
LEAD, STRONG = 3, 4
NAME_YEARS, OFFICE_MONTHS = 5, 12
FAIR, PAID = Fraction(7, 10), Fraction(1, 2)
_GROUND = frozenset({"address", "name", "asset"})
FIRMS = frozenset({"company", "partnership", "unknown"})


@dataclass(frozen=True, slots=True)
class Pair:
    """The firm that failed and the new one; timing: was the new one formed about the failure (yes, no, cannot tell)."""

    old: str
    new: str
    head: str
    failed: tuple[Distress, ...]
    born: DateSpan | None
    timing: str
    common: tuple[Common, ...]
    name_test: bool
    fair: bool

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(c.kind for c in self.common)

    @property
    def doubtful(self) -> bool:
        return any(c.doubt for c in self.common)

    @property
    def enough(self) -> bool:
        return len(self.kinds) >= LEAD and bool(self.kinds & _GROUND) and self.timing != "no"

    @property
    def shown(self) -> bool:
        pure = {"person", "asset"} <= self.kinds and self.timing == "yes" and not self.doubtful
        return "person" in self.kinds and (self.enough or pure or self.name_test)

    @property
    def insolvent(self) -> bool:
        return any(d.insolvent for d in self.failed)


def examine(known: People, old: str, new: str, head: str) -> Pair | None:
    """None where the old firm did not fail, the new one is older or its child, or too little is common."""
    case = known.case
    if not _possible(case, old, new):
        return None
    failed = distress(case, old)
    born = case.party(new).span("incorporated")
    timing, who = _timing(failed, born), shared_people(known, old, new, first_day(d.on for d in failed))
    if not failed or who is None or _older(case, old, born):
        return None
    law = (table_for(case.debt.jurisdiction), table_for(case.party(new).text("jurisdiction") or ""))
    if timing == "no" and "GB" not in law:
        return None
    common = (who, *in_common(case, old, new))
    named = "GB" in law and _name_test(failed, born, common)
    pair = Pair(old, new, head, failed, born, timing, common, named, _fair_sale(case, old, new))
    # A child of the old firm is no phoenix: asked last, as control is the dearest question.
    return pair if pair.shown and control_on(case, case.as_of).holds(old, new) is None else None


def _possible(case: Case, old: str, new: str) -> bool:
    """Two firms, neither the creditor, neither licensed, state or listed; no merger of the two; the old does not control the new."""
    for firm in (old, new):
        party = case.party(firm)
        if firm == case.debt.creditor or party.kind not in FIRMS or party.licences or party.state_owned or party.listed:
            return False
    merged = any(
        (s.predecessor, s.successor) == (old, new) and s.kind in ("merger", "conversion") for s in case.successions
    )
    return not merged


def _older(case: Case, old: str, born: DateSpan | None) -> bool:
    """Was the one called new certainly formed before the other?"""
    first = case.party(old).span("incorporated")
    return bool(first and born and born.last < first.first)


def _timing(failed: tuple[Distress, ...], born: DateSpan | None) -> str:
    """Formed from twelve months before to eighteen after any of the days of the failure?"""
    days = [d.on for d in failed if d.on]
    if born is None or not days:
        return "cannot tell"
    answers = [born.within(add_months(d.first, -MONTHS_BEFORE), add_months(d.last, MONTHS_AFTER)) for d in days]
    if "yes" in answers:
        return "yes"
    return "cannot tell" if "cannot tell" in answers else "no"


def _name_test(failed: tuple[Distress, ...], born: DateSpan | None, common: tuple[Common, ...]) -> bool:
    """s.216: a person of the last twelve months before insolvent liquidation, and a like name within five years after."""
    named = next((c for c in common if c.kind == "name"), None)
    wound = [d for d in failed if d.insolvent or _liquidated(d)]
    if named is None or not wound:
        return False
    day = next((d.on for d in wound if d.on), None)
    late = bool(day and born and born.first > add_months(day.last, NAME_YEARS * 12))
    roles = [e for c in common if c.kind == "person" for e in c.edges if e.kind == "role"]
    gone = bool(day) and any(
        e.end and DateSpan.parse(e.end).last < add_months(day.first, -OFFICE_MONTHS) for e in roles if day
    )
    return bool(roles) and not late and not gone


def _liquidated(item: Distress) -> bool:
    return item.evidence is not None and "insolvent liquidation" in item.evidence.text.en


def _fair_sale(case: Case, old: str, new: str) -> bool:
    """Was everything that moved sold at seven tenths of an independent value or on the open market, and half paid or more?"""
    acts, taken = moved(case, old, new)
    return bool(acts) and not taken and all(_fair(case, t) for t in acts)


def _fair(case: Case, transfer: Transfer) -> bool:
    valued = value_of(case, transfer)
    part, paid = price_ratio(case, transfer, valued), paid_ratio(case, transfer, payments_for(case, transfer))
    priced = (part is not None and part >= FAIR and valued is not None and valued.independent) or open_market(
        transfer.place
    )
    return bool(priced) and paid is not None and paid >= PAID
