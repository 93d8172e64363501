"""What may explain that money came back, and what passed it on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.facts import Contract, CourtCase, Payment
from graph.flows import Trip
from queries.lead import Evidence, two
from queries.money import amount_of, currency_of, day_of, payment_evidence, placed, pools_of, sum_of
from queries.round_trips import CONSIDERATION, KEPT_LOW, Round

_REFUND = re.compile(r"退款|退货|退回|保证金|押金|质保金|定金|\brefund|\bdeposit|\bmargin\b|\bescrow", re.I)
_REPAY = re.compile(r"还款|归还|偿还|还借|\brepay", re.I)
ACCOUNT_TIMES = 6


@dataclass(frozen=True, slots=True)
class Reading:
    """A benign reading that the rows bear out. weight: `signal` where it explains all, `lead` where it must be checked first."""

    key: str
    weight: str
    payments: tuple[Payment, ...] = ()
    contracts: tuple[Contract, ...] = ()


def readings(case: Case, each: Round) -> tuple[Reading, ...]:
    """What may explain that the money came back."""
    found = [
        _refunded(each),
        _repaid(case, each),
        _renewed(each),
        _traded(case, each),
        _account(case, each),
        _swept(case, each),
    ]
    return tuple(r for r in found if r is not None)


def _most(payments: Iterable[Payment], chosen: Iterable[Payment]) -> bool:
    return sum_of(chosen) * 2 >= sum_of(payments)


def _refunded(each: Round) -> Reading | None:
    rows = tuple(p for p in each.backs if _REFUND.search(p.purpose or ""))
    return Reading("refund", "signal" if each.direct else "lead", rows) if rows and _most(each.backs, rows) else None


def _repaid(case: Case, each: Round) -> Reading | None:
    """A loan paid back to the lender, unless the lender sues for it all the same."""
    lent = all(p.kind == "loan" for p in each.outs) or any(
        c.kind == "loan" and (c.first, c.second) == (each.home, each.middles[0]) for c in case.contracts if each.middles
    )
    rows = tuple(p for p in each.backs if p.kind == "repayment" or _REPAY.search(p.purpose or ""))
    if not (each.direct and lent and rows and _most(each.backs, rows)) or sued_for(case, each):
        return None
    return Reading("repaid", "signal", rows)


def sued_for(case: Case, each: Round) -> tuple[CourtCase, ...]:
    """Suits of the lender against whom it lent to."""
    return tuple(c for c in case.court_cases if c.claimant == each.home and c.defendant in each.middles)


def _renewed(each: Round) -> Reading | None:
    """A debt paid off and lent anew, as bridge loans are."""
    if not each.direct or any(p.kind != "repayment" for p in each.outs):
        return None
    rows = tuple(p for p in each.backs if p.kind == "loan")
    return Reading("renewed", "signal", rows) if _most(each.backs, rows) else None


def _traded(case: Case, each: Round) -> Reading | None:
    """Contracts with a price behind at least half of what came back."""
    kinds = ("sale", "service", "lease")
    agreed = {
        id(p): [c for c in case.contracts if c.kind in kinds and (c.first, c.second) == (p.payee, p.payer) and not c.place.unsure
                and (c.on is None or c.on.first <= day_of(p))]
        for p in each.backs
    }  # fmt: skip
    rows = tuple(p for p in each.backs if agreed[id(p)])
    contracts = tuple(dict.fromkeys(c for found in agreed.values() for c in found))
    return Reading("trade", "lead", rows, contracts) if rows and _most(each.backs, rows) else None


def _account(case: Case, each: Round) -> Reading | None:
    """Two that pay each other all the time, for nothing named, keep a running account."""
    if not each.direct or not each.trips:
        return None
    pair = {each.home, each.middles[0]}
    rows = [p for p in placed(case) if {p.payer, p.payee} == pair and p.kind not in CONSIDERATION]
    there = sum(p.payer == each.home for p in rows)
    enough = there >= ACCOUNT_TIMES and len(rows) - there >= ACCOUNT_TIMES
    return Reading("account", "lead", tuple(rows[: 2 * ACCOUNT_TIMES])) if enough else None


def _swept(case: Case, each: Round) -> Reading | None:
    """Sweeps without an agreement, or an agreement without regular sweeps: perhaps a pool."""
    mine = {id(p) for p in each.flows}
    pools = [p for p in pools_of(case) if not p.recognised and any(id(s) in mine for s in p.sweeps)]
    rows = tuple(s for p in pools for s in p.sweeps if id(s) in mine)
    return Reading("sweeps", "lead", rows, tuple(c for p in pools for c in p.agreements)) if rows else None


def handed_on(case: Case, each: Round) -> tuple[tuple[str, Fraction], ...]:
    """By account passed: what it paid on over what it got on these trips, the part that went elsewhere taken off first.

    What one of the debtor side keeps of money that was for it is the part that did not come back, and is measured there;
    unless nobody else lies between.
    """
    found: dict[str, list[Fraction]] = defaultdict(list)
    for trip in each.trips:
        for middle in _measured(each, trip):
            got, gave = _through(trip, middle)
            net = max(got - sum_of(_elsewhere(case, trip, middle)), min(gave, got))
            found[middle].append(Fraction(gave) / Fraction(net) if net else Fraction(0))
    return tuple((middle, min(parts) if min(parts) < KEPT_LOW else max(parts)) for middle, parts in found.items())


def _measured(each: Round, trip: Trip) -> tuple[str, ...]:
    return tuple(m for m in trip.middles if m != each.via) or trip.middles


def _through(trip: Trip, middle: str) -> tuple[Decimal, Decimal]:
    """What an account got and gave on the trip."""
    return sum_of(p for p in trip.flows if p.payee == middle), sum_of(p for p in trip.flows if p.payer == middle)


def _elsewhere(case: Case, trip: Trip, middle: str) -> list[Payment]:
    """What it paid to others meanwhile, the most first."""
    start, end = day_of(trip.flows[0]), max(day_of(p) for p in trip.backs)
    mine = {id(p) for p in trip.flows}
    rows = [p for p in placed(case) if p.payer == middle and currency_of(p) == trip.currency]
    others = [p for p in rows if start <= day_of(p) <= end and id(p) not in mine]
    return sorted(others, key=lambda p: (-amount_of(p), p.place.fact))


def went_elsewhere(case: Case, each: Round) -> tuple[Payment, ...]:
    """Where an account handed on enough only because some went elsewhere: those payments, as many as it takes."""
    found: list[Payment] = []
    for trip in each.trips:
        for middle in _measured(each, trip):
            got, gave = _through(trip, middle)
            for p in _elsewhere(case, trip, middle):
                if Fraction(gave) >= KEPT_LOW * Fraction(got):
                    break
                found.append(p)
                got -= amount_of(p)
    return tuple(found)


def why_told(case: Case, each: Round) -> tuple[Evidence, ...]:
    """Rows without which a benign reading would stand: money that went elsewhere, and the lender's own suit."""
    words = two("出借人仍就该款起诉", "the lender sues for the money all the same")
    suits = [Evidence(c.place, words, "case") for c in sued_for(case, each)] if each.direct else []
    return *payment_evidence(case, went_elsewhere(case, each)), *suits
