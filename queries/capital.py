"""Capital that came and went: rounds, outflows, later payments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.chains import Edge, owns
from graph.facts import Contract, Payment
from graph.values import Answer, Money, add_months, gap_days, ratio
from queries.index import index_of
from queries.money import amount_of, currency_of, day_of, sum_of
from queries.related import Tie, best, related
from queries.side import control_on, debtor_side
from queries.worth import above_floor

WINDOW_DAYS, ROUND_DAYS, LENT_DAYS = 60, 10, 30
MONTHS_BEFORE = 24
_LAWFUL = frozenset({"salary", "tax", "enforcement", "dividend", "distribution", "sweep", "rent", "capital"})
# What a loan may bear a year without the surplus asking for a reason: four times the one-year LPR of 2020-08 (民间借贷规定 25).
LOAN_RATE = Fraction(154, 1000)
_UNNAMED = frozenset({None, "other"})
_PROVING = frozenset({"sale", "service", "lease"})


@dataclass(frozen=True, slots=True)
class Round:
    """Capital that one holder paid into one company, in instalments at most ten days apart, in one currency."""

    holder: str
    company: str
    paid: tuple[Payment, ...]

    @property
    def total(self) -> Decimal:
        return sum_of(self.paid)

    @property
    def currency(self) -> str:
        return currency_of(self.paid[0])


@dataclass(frozen=True, slots=True)
class Outflow:
    """A payment out of the company to the holder's side; ties empty where it is the holder, or the holder's lender."""

    payment: Payment
    ties: tuple[Tie, ...]
    lent: tuple[Payment, ...]
    inside: Answer
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Later:
    """Payments of a company to one of its holders, less what the holder is seen to have lent; explained by nothing."""

    holder: str
    company: str
    payments: tuple[Payment, ...]
    lent: tuple[Payment, ...]
    contracts: tuple[Contract, ...]
    steps: tuple[Edge, ...]
    net: Money


def countable(payment: Payment) -> bool:
    """Totals over a period fit no window; partial days do, with the answer "cannot tell"."""
    return payment.done and not payment.is_total and payment.on is not None and amount_of(payment) > 0


def rounds(rows: Iterable[Payment]) -> list[Round]:
    """Contributions as the bank rows name them."""
    paid: dict[tuple[str, str, str], list[Payment]] = defaultdict(list)
    for payment in rows:
        if payment.kind == "capital":
            paid[payment.payer, payment.payee, currency_of(payment)].append(payment)
    found = []
    for (holder, company, _), payments in sorted(paid.items()):
        groups: list[list[Payment]] = []
        for payment in payments:
            if groups and (day_of(payment) - day_of(groups[-1][-1])).days <= ROUND_DAYS:
                groups[-1].append(payment)
            else:
                groups.append([payment])
        found += [Round(holder, company, tuple(group)) for group in groups]
    return found


class Flows:
    """Payments by payer and by payee, each in the order given."""

    def __init__(self, rows: Iterable[Payment]) -> None:
        self.sent: dict[str, list[Payment]] = defaultdict(list)
        self.received: dict[str, list[Payment]] = defaultdict(list)
        for payment in rows:
            self.sent[payment.payer].append(payment)
            self.received[payment.payee].append(payment)


def outflows(case: Case, each: Round, rows: Flows) -> tuple[Outflow, ...]:
    """What the company then paid to the holder, to the holder's relatives and firms, or to the holder's lender."""
    if not _in_view(case, each):
        return ()
    lenders = _lenders(case, each, rows)
    found = []
    for payment in rows.sent.get(each.company, ()):
        if payment.kind in _LAWFUL or currency_of(payment) != each.currency:
            continue
        inside, low, high = _window(each, payment)
        if inside == "no" or _proven(case, payment):
            continue
        ties = best(related(case, each.holder, payment.payee, day_of(payment))) if payment.payee != each.holder else ()
        lent = lenders.get(payment.payee, ())
        if payment.payee == each.holder or ties or lent:
            found.append(Outflow(payment, ties, lent, inside, low, high))
    return tuple(found)


def _in_view(case: Case, each: Round) -> bool:
    """Companies of the debtor side, and companies into which the debtor side paid capital."""
    side = debtor_side(case, day_of(each.paid[-1]))
    return (each.company in side or each.holder in side) and not case.party(each.company).licences


def _window(each: Round, payment: Payment) -> tuple[Answer, int, int]:
    """From the first instalment (its own day included: order within a day is often unknown) to 60 days after the last."""
    first, last, on = each.paid[0].on, each.paid[-1].on, payment.on
    assert first and last and on
    early, late = gap_days(first, on)[0], gap_days(last, on)
    if late[0] > WINDOW_DAYS or gap_days(first, on)[1] < 0:
        return "no", *late
    return ("yes" if early >= 0 and late[1] <= WINDOW_DAYS else "cannot tell"), max(late[0], 0), max(late[1], 0)


def _lenders(case: Case, each: Round, rows: Flows) -> dict[str, tuple[Payment, ...]]:
    """Who paid the holder at least half of the contribution before it: as a loan within thirty days, unnamed within ten."""
    day = day_of(each.paid[0])
    found: dict[str, list[Payment]] = defaultdict(list)
    for p in rows.received.get(each.holder, ()):
        lent, unnamed = is_loan(case, p), p.kind in _UNNAMED and p.payer != each.company
        near = day - timedelta(days=LENT_DAYS if lent else ROUND_DAYS) <= day_of(p) <= day_of(each.paid[-1])
        if near and (lent or unnamed) and currency_of(p) == each.currency:
            found[p.payer].append(p)
    return {who: tuple(lent) for who, lent in sorted(found.items()) if sum_of(lent) * 2 >= each.total}


def is_loan(case: Case, payment: Payment) -> bool:
    ends = (payment.payer, payment.payee)
    agreed = index_of(case).agreed.get(frozenset(ends), ())
    return payment.kind == "loan" or any(c.kind == "loan" and (c.first, c.second) == ends for c in agreed)


def contracts_between(case: Case, payment: Payment) -> list[Contract]:
    agreed = index_of(case).agreed.get(frozenset((payment.payer, payment.payee)), ())
    return [c for c in agreed if c.on is None or c.on.first <= day_of(payment)]


def _proven(case: Case, payment: Payment) -> bool:
    """A cash pool, or a trade contract that is not merely alleged; a loan needs the bank's proof (see `later_payments`)."""
    return any(
        c.kind == "cash_pool" or (c.kind in _PROVING and not c.place.unsure and _covers(c, payment))
        for c in contracts_between(case, payment)
    )


def _covers(contract: Contract, payment: Payment) -> bool:
    if contract.money is None or payment.money is None or contract.money.currency != payment.money.currency:
        return True
    return contract.money.amount >= payment.money.amount


def returned(each: Round, out: Iterable[Outflow], days: int = WINDOW_DAYS) -> Fraction | None:
    """Share of the contribution that surely went out within so many days; in the whole window what may have, counts."""
    sure = (o.payment for o in out if days == WINDOW_DAYS or (o.inside == "yes" and o.high <= days))
    return ratio(sum_of(sure), each.total)


def holder_steps(case: Case, holder: str, company: str, day: date) -> tuple[Edge, ...]:
    direct = [i for i in index_of(case).stakes.get((holder, company), ()) if i.period.may_hold_on(day)]
    if direct:
        return tuple(owns(i, day) for i in direct)
    found = control_on(case, day).holds(holder, company)
    return found.edges if found else ()


def later_payments(case: Case, rows: Sequence[Payment]) -> list[Later]:
    """Payments of the debtor side to its own holders or controllers, from 24 months before the debt on."""
    groups: dict[tuple[str, str, str], list[Payment]] = defaultdict(list)
    owned = {i.company for i in case.interests} | {r.b for r in case.relations if r.kind == "controls"}
    holders = {i.owner for i in case.interests} | {r.a for r in case.relations if r.kind == "controls"}
    for p in rows:
        if (
            p.payer in owned
            and p.payee in holders
            and p.kind not in _LAWFUL
            and not _too_early(case, p)
            and _to_holder(case, p)
        ):
            groups[p.payee, p.payer, currency_of(p)].append(p)
    flows = Flows(rows)
    found = [_later(case, flows, *key, payments) for key, payments in sorted(groups.items())]
    return [x for x in found if x is not None]


def _too_early(case: Case, payment: Payment) -> bool:
    arose = case.debt.clock.start
    return arose is not None and day_of(payment) < add_months(arose.first, -MONTHS_BEFORE)


def _to_holder(case: Case, payment: Payment) -> bool:
    """A holder or controller of a company on the debtor side that is not itself on that side, nor a licensed one."""
    day, payee = day_of(payment), case.party(payment.payee)
    side = debtor_side(case, day)
    if payment.payer not in side or payment.payee in side or payment.payee == case.debt.creditor:
        return False
    if payee.licences or payee.kind == "public_body":
        return False
    steps = holder_steps(case, payment.payee, payment.payer, day)
    return bool(steps) and not any(e.place.unsure for e in steps)


def _later(
    case: Case, rows: Flows, holder: str, company: str, currency: str, payments: Sequence[Payment]
) -> Later | None:
    """None where contracts, a transfer's price, or money the holder is seen to have lent explains all but a trifle."""
    open_ = tuple(p for p in payments if not _proven(case, p) and not _is_price(case, p))
    if not open_:
        return None
    lent = tuple(
        p
        for p in rows.sent.get(holder, ())
        if (p.payee, currency_of(p)) == (company, currency) and p.kind != "capital" and day_of(p) <= day_of(open_[-1])
    )
    net = Money.of(sum_of(open_) - sum_of(lent), currency)
    if net.amount <= 0 or above_floor(case, net, open_[0].on) is False:
        return None
    contracts = dict.fromkeys(c for p in open_ for c in contracts_between(case, p))
    agreed = any(c.kind == "loan" and c.first == holder and not c.place.unsure for c in contracts)
    if agreed and Fraction(net.amount) <= _interest(lent, day_of(open_[-1])):
        return None
    steps = holder_steps(case, holder, company, day_of(open_[0]))
    return Later(holder, company, open_, lent, tuple(contracts), steps, net)


def _interest(lent: Iterable[Payment], until: date) -> Fraction:
    """The most that money lent under a contract may have borne up to a day, without compounding."""
    years = ((Fraction(amount_of(p)), Fraction((until - day_of(p)).days, 365)) for p in lent)
    return sum((amount * LOAN_RATE * time for amount, time in years), Fraction(0))


def _is_price(case: Case, payment: Payment) -> bool:
    """The holder sold something to the company: the price of it is judged elsewhere."""
    return (payment.payee, payment.payer) in index_of(case).passed
