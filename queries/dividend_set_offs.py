"""Dividends set off against what a shareholder owed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from graph.case import Case
from graph.facts import Contract, Payment
from graph.values import DateSpan, Money
from queries.capital import holder_steps
from queries.index import index_of
from queries.lead import Evidence
from queries.money import money_of, once, payment_evidence
from queries.money_words import contract_evidence
from queries.side import debtor_side
from queries.worth import convert

_DIVIDEND = re.compile(r"分红|股利|红利|利润分配|\bdividends?\b|\bdistributions?\b", re.I)
_SET_OFF = re.compile(
    r"(?P<no>(?:不得?|未|不能|not |no )[^，。；,;]{0,6})?(?:抵销|抵消|冲抵|抵扣|set[- ]?off|netted|offset)", re.I
)
_KINDS = frozenset({"settlement", "other"})


@dataclass(frozen=True, slots=True)
class Claim:
    """What the holders who were paid by set-off still owed the company. left: in the currency set off; None = none seen."""

    rows: tuple[Contract | Payment, ...]
    left: Money | None
    netted: Money | None

    @property
    def covers(self) -> bool:
        """Was there surely a claim as large as what was set off?"""
        return bool(self.left and self.netted and self.left.low >= self.netted.high)


def set_off_words(text: str) -> bool:
    found = _SET_OFF.search(text)
    return found is not None and found.group("no") is None


def papers_of(case: Case) -> tuple[Payment, ...]:
    """Settlements of a company of the debtor side with a holder of it, whose own words set a dividend off, as distributions.

    Nothing passes through a bank; the row of the contract stands for the payment.
    """
    found = []
    for c in case.contracts:
        note = c.place.note or ""
        if c.kind in _KINDS and c.on and c.money and _DIVIDEND.search(note) and set_off_words(note):
            found += [
                _as_paid(c, *ends) for ends in ((c.first, c.second), (c.second, c.first)) if _held(case, c.on, *ends)
            ]
    return tuple(found)


def _held(case: Case, on: DateSpan, company: str, holder: str) -> bool:
    return company in debtor_side(case, on.first) and bool(holder_steps(case, holder, company, on.first))


def _as_paid(c: Contract, company: str, holder: str) -> Payment:
    return Payment(company, holder, c.money, c.on, None, None, "dividend", c.place.note, None, None, None, c.place)


def claim_on(case: Case, company: str, on: DateSpan, netted: Iterable[Payment]) -> Claim:
    """Loans of the company to those holders before the day, less what they paid back; a contract and its payout count once.

    Where one of them has no sum, nothing is claimed of any.
    """
    listed = list(netted)
    total = money_of(listed)
    rows: list[Contract | Payment] = []
    left: Money | None = None
    for holder in dict.fromkeys(p.payee for p in listed):
        lent, sum_ = _lent(case, company, holder, on, total.currency if total else None)
        rows += lent
        left = sum_ if left is None else left + sum_ if sum_ else left
    return Claim(tuple(rows), left, total)


def _lent(
    case: Case, company: str, holder: str, on: DateSpan, currency: str | None
) -> tuple[list[Contract | Payment], Money | None]:
    index = index_of(case)
    papers = [
        c for c in index.agreed.get(frozenset((company, holder)), ())
        if c.kind == "loan" and (c.first, c.second) == (company, holder) and c.on and c.on.last <= on.first
    ]  # fmt: skip
    out = _loans(index.paid.get((company, holder), ()), on, "loan")
    back = _loans(index.paid.get((holder, company), ()), on, "repayment")
    if currency is None:
        return [], None
    sums = [_sum(case, [x.money for x in rows], currency, on) for rows in (papers, out, back)]
    if not (papers or out) or None in sums:
        return [], None
    agreed, paid, returned = (s or Decimal(0) for s in sums)
    return [*papers, *out], Money.of(max(max(agreed, paid) - returned, Decimal(0)), currency)


def _loans(rows: Iterable[Payment], on: DateSpan, kind: str) -> tuple[Payment, ...]:
    return once(p for p in rows if p.done and p.kind == kind and p.on and p.on.last <= on.first)


def _sum(case: Case, amounts: Iterable[Money | None], currency: str, on: DateSpan) -> Decimal | None:
    same = [convert(case, m, currency, on.first) if m else None for m in amounts]
    known = [m.amount for m in same if m]
    return sum(known, Decimal(0)) if len(known) == len(same) else None


def claim_evidence(case: Case, claim: Claim | None) -> tuple[Evidence, ...]:
    """The loans that made the claim."""
    rows = claim.rows if claim else ()
    return (
        *contract_evidence(case, [r for r in rows if isinstance(r, Contract)]),
        *payment_evidence(case, [r for r in rows if isinstance(r, Payment)]),
    )
