"""Suits against the debtor side, and what the rows show of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from graph.case import Case
from graph.facts import Contract, CourtCase, Payment, Relation, Transfer
from graph.values import DateSpan, Money, add_months, gap_days, ratio
from queries.disposals import hub
from queries.lead import Outcome
from queries.money import day_of, placed, settled_of, statement_of, sums
from queries.related import Tie, best, related, ties
from queries.round_trips import PART, Round, rounds_of
from queries.shells import Deal, Profile, profile
from queries.side import debtor_side
from queries.timeline import known_assets
from queries.worth import convert

QUICK_DAYS = 30
MONTHS_BEFORE_DUE, MONTHS_AFTER_ENFORCEMENT = 3, 6
ASSET_PART = Fraction(1, 2)
PAID_PART = Fraction(8, 10)
NOTHING_PART = Fraction(1, 10)
_KINDS = frozenset({"civil", "arbitration", "enforcement"})
_LABOUR = re.compile(r"劳动|工资|社保|社会保险|工伤|\bwage|\blabou?r|\bsalar|employment", re.I)
_LOAN = re.compile(r"借款|借贷|贷款|欠款|往来款|\bloan|\blent\b|\bdebt\b|borrow", re.I)
_ODD = re.compile(r"四倍|4\s*倍|4x|four times|月息\s*[2-9]|月利率\s*[2-9]|无担保|unsecured", re.I)
_LAWFUL = frozenset({"salary", "tax", "enforcement", "sweep"})
Money3 = Literal["returned", "none", "shown", "unknown"]


@dataclass(frozen=True, slots=True)
class Suit:
    """One claim against the debtor side by somebody else than the creditor, read for the seven signals.

    money: did the claimed loan come (shown), never (none), or come back (returned)? lent: rows of it; round: the way back.
    """

    case: CourtCase
    others: tuple[CourtCase, ...]
    claimant: str
    defendant: str
    head: str
    ties: tuple[Tie, ...]
    shared: tuple[Tie, ...]
    agents: tuple[Relation, ...]
    claimant_profile: Profile
    contracts: tuple[Contract, ...]
    lent: tuple[Payment, ...]
    round: Round | None
    money: Money3
    quick: Outcome
    in_time: Outcome
    large: Outcome
    part: Fraction | None
    given: tuple[Transfer | Contract, ...]
    odd: tuple[Contract, ...]

    @property
    def related(self) -> bool:
        return bool(self.ties)

    @property
    def thin(self) -> bool:
        return self.claimant_profile.shell

    @property
    def sum(self) -> Money | None:
        return self.case.money or next((c.money for c in self.others if c.money), None)

    @property
    def signals(self) -> tuple[str, ...]:
        """J1–J7 that the rows bear out."""
        found = {
            "J1": self.quick == "met",
            "J2": bool(self.shared or self.agents),
            "J3": self.money in ("returned", "none"),
            "J4": self.in_time == "met",
            "J5": self.large == "met",
            "J6": bool(self.given),
            "J7": bool(self.odd),
        }
        return tuple(name for name, met in found.items() if met)


def suits_of(case: Case) -> tuple[Suit, ...]:
    """One entry for each claimant and defendant of the debtor side; banks, wages, public bodies and the creditor left out."""
    groups: dict[tuple[str, str], list[CourtCase]] = {}
    for c in sorted(case.court_cases, key=_first):
        if c.claimant and c.defendant and _may_be(case, c, c.claimant):
            groups.setdefault((c.claimant, c.defendant), []).append(c)
    found = []
    for (claimant, defendant), rows in sorted(groups.items()):
        day = _day(case, rows[0])
        held = debtor_side(case, day).get(defendant)
        if held is not None and claimant not in debtor_side(case, day) and rows[0].kind in _KINDS:
            found.append(_suit(case, rows, claimant, defendant, held.head, day))
    return tuple(found)


def _may_be(case: Case, c: CourtCase, claimant: str) -> bool:
    """Whose claim may be a friendly one: not a bank's, a public body's, the creditor's, nor for wages; not one that failed."""
    outside = hub(case, claimant) or claimant == case.debt.creditor or claimant in case.debtor_ids
    return not (outside or case.party(claimant).licences or _LABOUR.search(c.cause or "") or c.outcome == "dismissed")


def _first(c: CourtCase) -> tuple[bool, date, bool, str]:
    """The suit stands before its enforcement, the earlier before the later."""
    return c.kind == "enforcement", c.filed.first if c.filed else date.max, c.filed is None, c.place.fact


def _day(case: Case, c: CourtCase) -> date:
    return c.filed.first if c.filed else case.as_of


def _suit(case: Case, rows: list[CourtCase], claimant: str, defendant: str, head: str, day: date) -> Suit:
    first = rows[0]
    contracts = tuple(c for c in case.contracts if c.kind == "loan" and (c.first, c.second) == (claimant, defendant))
    rounds = [r for r in rounds_of(case).found if r.home == claimant and r.via == defendant and r.part >= PART]
    way = max(rounds, key=lambda r: (r.returned, r.end), default=None)
    lent = _lent(case, claimant, defendant, day)
    part, large = _size(case, first)
    weak = tuple(t for t in ties(case, claimant, defendant, day) if t.code in ("R5", "R6", "R7") and not t.unsure)
    return Suit(
        first, tuple(rows[1:]), claimant, defendant, head, _ties(case, claimant, defendant, head, day), weak,
        _agents(case, claimant, defendant), profile(case, claimant, Deal(DateSpan.on(day), first.money, frozenset([defendant]))),
        contracts, lent, way, _money(case, first, contracts, lent, way), _quick(rows), _in_time(case, first, head), large, part,
        _given(case, claimant, defendant, day), tuple(c for c in contracts if _ODD.search(c.place.note or "")),
    )  # fmt: skip


def _ties(case: Case, claimant: str, defendant: str, head: str, day: date) -> tuple[Tie, ...]:
    """To the defendant, else to the debtor behind it; that the debtor paid the claimant is no relation."""
    for side in dict.fromkeys((defendant, head)):
        found = [t for t in related(case, side, claimant, day) if t.code != "R9"]
        if found:
            return best(found)
    return ()


def _agents(case: Case, claimant: str, defendant: str) -> tuple[Relation, ...]:
    """One counsel or agent for both sides of the suit."""
    acts = [
        r
        for r in case.relations
        if r.kind in ("agent", "acts_for") and r.b in (claimant, defendant) and not r.place.unsure
    ]
    both = {r.a for r in acts if r.b == claimant} & {r.a for r in acts if r.b == defendant}
    return tuple(r for r in acts if r.a in both and not case.party(r.a).licences & {"registered_agent"})


def _lent(case: Case, claimant: str, defendant: str, day: date) -> tuple[Payment, ...]:
    rows = (*settled_of(case).totals, *placed(case))
    return tuple(
        p for p in rows
        if (p.payer, p.payee) == (claimant, defendant) and p.kind not in _LAWFUL and p.on is not None and p.on.first <= day
    )  # fmt: skip


def _money(
    case: Case, suit: CourtCase, contracts: Iterable[Contract], lent: tuple[Payment, ...], way: Round | None
) -> Money3:
    """A loan of which the rows show nothing although the defendant's statement is held, or which came back."""
    if way is not None:
        return "returned"
    claimed, currency = suit.money, suit.money.currency if suit.money else None
    shown = ratio(sums(lent).get(currency or "", claimed.amount * 0), claimed.amount) if claimed else None
    if shown is not None and shown >= PAID_PART:
        return "shown"
    is_loan = bool(list(contracts)) or bool(_LOAN.search(suit.cause or ""))
    nothing = not lent or (shown is not None and shown < NOTHING_PART)
    return "none" if is_loan and nothing and searched(case, suit) else "unknown"


def searched(case: Case, suit: CourtCase) -> tuple[Payment, ...]:
    """Rows of the defendant's statement where it reaches back before the suit."""
    rows = statement_of(placed(case), suit.defendant or "")
    return rows if rows and min(day_of(p) for p in rows) < _day(case, suit) else ()


def _quick(rows: Iterable[CourtCase]) -> Outcome:
    """J1: settled or admitted within 30 days of filing; without the closing day it cannot be told."""
    ended = [c for c in rows if c.outcome in ("settlement", "admission")]
    if not ended:
        return "not_met"
    dated = [gap_days(c.filed, c.closed) for c in ended if c.filed and c.closed]
    if any(low >= 0 and high <= QUICK_DAYS for low, high in dated):
        return "met"
    return "unknown" if len(dated) < len(ended) or any(low <= QUICK_DAYS for low, _ in dated) else "not_met"


def _in_time(case: Case, suit: CourtCase, head: str) -> Outcome:
    """J4: filed from three months before the debt was due (without that day: from when it arose) to six after enforcement."""
    clock = case.debt.clock
    due, arose = clock.due, case.arose_for(head)
    start = add_months(due.first, -MONTHS_BEFORE_DUE) if due else arose.first if arose else None
    end = add_months(clock.enforcement.last, MONTHS_AFTER_ENFORCEMENT) if clock.enforcement else case.as_of
    if start is None or suit.filed is None:
        return "unknown"
    answer: dict[str, Outcome] = {"yes": "met", "no": "not_met"}
    return answer.get(suit.filed.within(start, end + timedelta(days=1)), "unknown")


def _size(case: Case, suit: CourtCase) -> tuple[Fraction | None, Outcome]:
    """J5: the sum claimed over the known assets when the debt arose."""
    assets = known_assets(case)
    same = convert(case, suit.money, assets.currency, _day(case, suit)) if assets and suit.money else None
    part = ratio(same.amount, assets.amount) if same and assets else None
    return part, "unknown" if part is None else "met" if part >= ASSET_PART else "not_met"


def _given(case: Case, claimant: str, defendant: str, day: date) -> tuple[Transfer | Contract, ...]:
    """J6: an asset handed over for the debt, by a transfer after the suit or by the settlement itself."""
    moved = [t for t in case.transfers if (t.giver, t.taker) == (defendant, claimant) and t.consideration == "debt"
             and t.on is not None and t.on.last >= day]  # fmt: skip
    agreed = [
        c for c in case.contracts if c.kind == "settlement" and {c.first, c.second} == {claimant, defendant} and c.asset
    ]
    return (*moved, *agreed)
