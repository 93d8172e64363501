"""Whose money stands behind a holding: capital, price, dividends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from fractions import Fraction

from graph.case import Case
from graph.chains import Edge, moves, pays
from graph.facts import Payment, Transfer
from graph.names import person_key
from graph.values import add_months
from queries.index import index_of
from queries.money import amount_of, currency_of, day_of, sum_of, usable
from queries.phrases import step_evidence
from queries.straw import Sign, Signs
from queries.worth import is_nil, is_nominal

FORWARDED = Fraction(4, 5)
DAYS = 7
FUNDED_DAYS = 30
_NOT_FUNDS = frozenset({"salary", "tax", "dividend", "distribution", "enforcement", "sweep"})


def funded(found: Signs) -> None:
    """S1: another paid the capital straight in the holder's stead, or half or more of it came to the holder just before."""
    case, into = found.case, _by_payee(found.case)
    for (holder, company), rows in sorted(found.held.items()):
        own = [p for p in into.get(company, ()) if p.kind == "capital" and p.payer == holder]
        for principal, used in _sources(into, holder, own).items():
            found.add(holder, company, principal, _sign(case, "S1", (*own, *used)))
        subscribed = {m for i in rows for m in (i.paid, i.subscribed) if m}
        for p in into.get(company, ()):
            stranger = p.kind == "capital" and p.payer != holder and (p.payer, company) not in found.held
            if stranger and ((p.money in subscribed and not own) or _names(case, p, holder)):
                found.add(holder, company, p.payer, _sign(case, "S1", (p,)))
    for t in index_of(case).distinct:
        if t.company and t.on and t.price and (t.taker, t.company) in found.held:
            for principal, used in _price_payers(case, t, into).items():
                found.add(t.taker, t.company, principal, _sign(case, "S1", used, (moves(t),)))


def _by_payee(case: Case) -> dict[str, list[Payment]]:
    into: dict[str, list[Payment]] = defaultdict(list)
    for payment in case.payments:
        if usable(payment):
            into[payment.payee].append(payment)
    return into


def _names(case: Case, payment: Payment, holder: str) -> bool:
    """Does the bank row's purpose name the holder for whom the capital was paid?"""
    name = case.party(holder).name
    return len(name) > 1 and person_key(name) in person_key(payment.purpose or "")


def _sources(into: Mapping[str, list[Payment]], holder: str, spent: list[Payment]) -> dict[str, tuple[Payment, ...]]:
    """Who gave the holder half or more of what it then spent, within the thirty days before."""
    if not spent or len({currency_of(p) for p in spent}) > 1:
        return {}
    first, last = min(map(day_of, spent)), max(map(day_of, spent))
    by_payer: dict[str, list[Payment]] = defaultdict(list)
    for p in into.get(holder, ()):
        near = first - timedelta(days=FUNDED_DAYS) <= day_of(p) <= last
        if near and p.kind not in _NOT_FUNDS and currency_of(p) == currency_of(spent[0]):
            by_payer[p.payer].append(p)
    return {who: tuple(ps) for who, ps in sorted(by_payer.items()) if sum_of(ps) * 2 >= sum_of(spent)}


def _price_payers(case: Case, t: Transfer, into: Mapping[str, list[Payment]]) -> dict[str, tuple[Payment, ...]]:
    """Who else than the taker paid the giver half or more of this very price, or put the taker in funds for it.

    A stranger's payment is this price only where it is its sum, or its purpose names the taker or the company: the giver's
    customers pay prices too, for other things. Money of the debtor is looked at wherever it is called a price.
    """
    assert t.on and t.price
    start, end = t.on.first - timedelta(days=90), add_months(t.on.last, 24)
    by_payer: dict[str, list[Payment]] = defaultdict(list)
    for p in into.get(t.giver, ()):
        own_price = p.kind == "price" and p.payer in (t.taker, *case.debtor_ids)
        fits = own_price or p.money == t.price or _names(case, p, t.taker) or _names(case, p, t.company or "")
        if start <= day_of(p) < end and fits and currency_of(p) == t.price.currency:
            by_payer[p.payer].append(p)
    own = by_payer.pop(t.taker, [])
    enough = {w: tuple(ps) for w, ps in sorted(by_payer.items()) if 0 < t.price.amount <= sum_of(ps) * 2}
    return enough | {w: (*own, *ps) for w, ps in _sources(into, t.taker, own).items() if w != t.giver}


def _sign(case: Case, code: str, payments: Iterable[Payment], edges: tuple[Edge, ...] = ()) -> Sign:
    listed = tuple(payments)
    steps = (*edges, *(pays(p) for p in listed))
    return Sign(code, steps, step_evidence(case, steps), listed[0].on if listed else None)


def dividends(found: Signs) -> None:
    """S2: four fifths or more of a dividend passed on to one other within seven days."""
    out: dict[str, list[Payment]] = defaultdict(list)
    for p in found.case.payments:
        if usable(p):
            out[p.payer].append(p)
    for p in found.case.payments:
        if usable(p) and p.kind in ("dividend", "distribution") and (p.payee, p.payer) in found.held:
            by_payee: dict[str, list[Payment]] = defaultdict(list)
            for q in out.get(p.payee, ()):
                soon = timedelta(0) <= day_of(q) - day_of(p) <= timedelta(days=DAYS)
                if soon and currency_of(q) == currency_of(p) and q.payee != p.payer and q.kind not in ("tax", "salary"):
                    by_payee[q.payee].append(q)
            for principal, rows in sorted(by_payee.items()):
                if Fraction(sum_of(rows)) >= FORWARDED * Fraction(amount_of(p)):
                    found.add(p.payee, p.payer, principal, _sign(found.case, "S2", (p, *rows)))


def acquired(found: Signs) -> None:
    """S4: the holder had the shares of that person for nothing or a token."""
    for t in index_of(found.case).distinct:
        if t.company and (t.taker, t.company) in found.held and (is_nil(t) or is_nominal(t, None, None)):
            found.add(
                t.taker, t.company, t.giver, Sign("S4", (moves(t),), step_evidence(found.case, (moves(t),)), t.on)
            )
