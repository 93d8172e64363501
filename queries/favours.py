"""Fees paid to, and guarantees given for, a related party."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from graph.case import Case
from graph.facts import Accounts, Contract, Encumbrance, Payment
from graph.values import DateSpan, Money, add_months, ratio
from queries.disposals import hub
from queries.index import index_of
from queries.lead import Evidence
from queries.look_back import Lies, lies
from queries.money import money_of, once
from queries.phrases import name_of, says
from queries.related import Tie, best, related
from queries.side import Holding, debtor_side
from queries.worth import above_floor, convert

FEE_OVER = Fraction(13, 10)
OF_NET_ASSETS = Fraction(1, 5)
MONTHS_BEFORE, YOUNG_MONTHS, BOOKS_MONTHS, LOAN_DAYS = 24, 12, 24, 31
_FEE = re.compile(r"服务费|咨询费|管理费|顾问费|佣金|\b(?:service|consult(?:ing|ancy)|management|advisory) fees?\b|\bcommission\b", re.I)  # fmt: skip
# Contracts under which a fee may be owed; a loan, a sale of goods or a guarantee owes none.
_FOR_FEES = frozenset({"service", "lease", "other"})


@dataclass(frozen=True, slots=True)
class Fees:
    """All fees from one of the debtor side to one related party. owed: what their contracts give; None = an amount is missing."""

    payer: str
    payee: str
    holding: Holding
    payments: tuple[Payment, ...]
    total: Money
    contracts: tuple[Contract, ...]
    owed: Money | None
    ties: tuple[Tie, ...]
    lies: Lies
    young: bool

    @property
    def on(self) -> DateSpan | None:
        return self.payments[0].on

    @property
    def until(self) -> DateSpan | None:
        return max(
            (p.until or p.on for p in self.payments if p.on), key=lambda d: d.last if d else date.min, default=None
        )

    @property
    def part(self) -> Fraction | None:
        """What was paid over what the contracts give."""
        return ratio(self.total.amount, self.owed.amount) if self.owed else None

    @property
    def over(self) -> bool:
        return self.part is not None and self.part > FEE_OVER


@dataclass(frozen=True, slots=True)
class Surety:
    """A guarantee of one of the debtor side for a related party's debt.

    part: the sum over the guarantor's net assets; None = unknown; emptied = there are none. given: what the guarantor got for it.
    """

    contract: Contract
    guarantor: str
    principal: str
    holding: Holding
    loan: Contract | None
    ties: tuple[Tie, ...]
    lies: Lies
    books: Accounts | None
    part: Fraction | None
    emptied: bool
    fees: tuple[Payment, ...]
    counter: tuple[Contract | Encumbrance, ...]

    @property
    def large(self) -> bool:
        return self.emptied or (self.part is not None and self.part >= OF_NET_ASSETS)

    @property
    def whole(self) -> bool:
        return self.emptied or (self.part is not None and self.part >= 1)

    @property
    def benefit(self) -> bool:
        return bool(self.fees or self.counter)


def _tied(case: Case, holding: Holding, mine: str, other: str, on: DateSpan | None) -> tuple[Tie, ...]:
    """The best tie but one made by the money alone; on the first day of the act."""
    day = on.first if on else case.as_of
    for side in dict.fromkeys((mine, holding.head)):
        found = [t for t in related(case, side, other, day) if t.code != "R9"]
        if found:
            return best(found)
    return ()


# --- fees ---------------------------------------------------------------------------------------------------------


def fees(case: Case) -> tuple[Fees, ...]:
    """Fees to a related party above what its contracts give, or without any contract to a firm new at the time."""
    paid: dict[tuple[str, str], list[Payment]] = defaultdict(list)
    for p in case.payments:
        if p.done and p.on and p.money and p.money.amount > 0 and _is_fee(p):
            paid[p.payer, p.payee].append(p)
    looks = [found for pair, rows in sorted(paid.items()) if (found := _fees(case, *pair, rows))]
    return tuple(f for f in looks if f.over or (not f.contracts and f.young))


def _is_fee(p: Payment) -> bool:
    return p.kind == "fee" or (p.kind in (None, "other") and bool(_FEE.search(p.purpose or "")))


def _fees(case: Case, payer: str, payee: str, rows: Iterable[Payment]) -> Fees | None:
    listed = sorted(once(rows), key=lambda p: (p.on.first if p.on else date.min, p.place.fact))
    kept = [p for p in listed if lies(case, p.on, payer, MONTHS_BEFORE) != "too early"]
    on = kept[0].on if kept else None
    total = money_of(kept)
    if on is None or total is None or hub(case, payee) or payee == case.debt.creditor:
        return None
    side = debtor_side(case, on.first)
    if payer not in side or payee in side or above_floor(case, total, on) is False:
        return None
    ties = _tied(case, side[payer], payer, payee, on)
    where = lies(case, on, side[payer].head, MONTHS_BEFORE)
    if not ties or where == "too early":
        return None
    deals = tuple(c for c in index_of(case).agreed.get(frozenset((payer, payee)), ()) if c.kind in _FOR_FEES)
    young = just_formed(case, payee, on)
    return Fees(payer, payee, side[payer], tuple(kept), total, deals, _owed(case, deals, total, on), ties, where, young)


def just_formed(case: Case, firm: str, on: DateSpan) -> bool:
    """Recorded as formed less than YOUNG_MONTHS before a day, whichever days the two spans mean."""
    born = case.party(firm).span("incorporated")
    return bool(born and add_months(born.first, YOUNG_MONTHS) > on.last)


def formed(case: Case, firm: str) -> tuple[Evidence, ...]:
    """The row that says when a firm was formed."""
    place, day, name = (
        case.party(firm).place("incorporated"),
        case.party(firm).text("incorporated"),
        name_of(case, firm),
    )
    return (says(place, f"{name}成立于{day}", f"{name} was formed on {day}", "incorporated"),) if place else ()


def _owed(case: Case, deals: Iterable[Contract], total: Money, on: DateSpan) -> Money | None:
    """The sum of the contracts in the currency of the fees; a contract without an amount leaves it open."""
    sums = [convert(case, c.money, total.currency, on.first) if c.money else None for c in deals]
    known = [m for m in sums if m]
    return sum(known[1:], known[0]) if known and len(known) == len(sums) else None


# --- guarantees ---------------------------------------------------------------------------------------------------


def sureties(case: Case) -> tuple[Surety, ...]:
    """Guarantees for a party related to the guarantor but not under it; its own subsidiaries' debts are its business."""
    given = [c for c in case.contracts if c.kind in ("guarantee", "indemnity") and c.second != case.debt.creditor]
    looks = [found for c in given if (found := _surety(case, c))]
    return tuple(s for s in looks if s.large or s.part is None)


def _surety(case: Case, c: Contract) -> Surety | None:
    day = c.on.first if c.on else case.as_of
    side = debtor_side(case, day)
    if c.first not in side or case.party(c.first).is_person:
        return None
    holding = side[c.first]
    where = lies(case, c.on, holding.head, MONTHS_BEFORE)
    if where == "too early" or above_floor(case, c.money, c.on) is False:
        return None
    for principal, loan in _principals(case, c):
        if principal in side or principal == c.first:
            continue
        if ties := _tied(case, holding, c.first, principal, c.on):
            books = _books(case, c.first, c.on)
            part, emptied = _of_net_assets(case, c, books)
            got, secured = _returned(case, c, principal)
            return Surety(c, c.first, principal, holding, loan, ties, where, books, part, emptied, got, secured)
    return None


def _principals(case: Case, c: Contract) -> list[tuple[str, Contract | None]]:
    """Whose debt is guaranteed: whom the row names, unless that is the lender; then the borrower of its one loan about that day."""
    lent = [x for x in case.contracts if x.kind == "loan" and x.first == c.second and _about(x.on, c.on)]
    same = [x for x in lent if x.money and x.money == c.money] or lent
    borrowers = {x.second for x in same}
    if lent:
        return [(same[0].second, same[0])] if len(borrowers) == 1 else []
    return [] if hub(case, c.second) else [(c.second, None)]


def _about(a: DateSpan | None, b: DateSpan | None) -> bool:
    span = timedelta(days=LOAN_DAYS)
    return a is not None and b is not None and a.first - span <= b.last and b.first <= a.last + span


def _books(case: Case, party: str, on: DateSpan | None) -> Accounts | None:
    """The last accounts with equity whose year ended before the guarantee, at most two years old."""
    if on is None:
        return None
    usable = [
        a for a in case.accounts
        if a.party == party and a.equity and a.year_end and add_months(on.first, -BOOKS_MONTHS) <= a.year_end.last <= on.last
    ]  # fmt: skip
    return max(usable, key=lambda a: (a.year_end.last if a.year_end else date.min, a.place.fact), default=None)


def _of_net_assets(case: Case, c: Contract, books: Accounts | None) -> tuple[Fraction | None, bool]:
    if books is None or books.equity is None:
        return None, False
    if books.equity.high <= 0:
        return None, True
    same = convert(case, c.money, books.equity.currency, c.on.first if c.on else None) if c.money else None
    return (ratio(same.amount, books.equity.amount) if same else None), False


def _returned(
    case: Case, c: Contract, principal: str
) -> tuple[tuple[Payment, ...], tuple[Contract | Encumbrance, ...]]:
    """What the guarantor got for it: fees of the principal, its counter-guarantee, or security on its assets."""
    index = index_of(case)
    start = c.on.first - timedelta(days=LOAN_DAYS) if c.on else None
    fees_ = tuple(
        p for p in index.paid.get((principal, c.first), ())
        if p.done and p.money and p.money.amount > 0 and p.kind == "fee" and not (start and p.on and p.on.last < start)
    )  # fmt: skip
    back: list[Contract | Encumbrance] = [
        x
        for x in case.contracts
        if x.kind in ("guarantee", "indemnity") and (x.first, x.second) == (principal, c.first)
    ]
    own = {t.asset for t in case.titles if t.owner == principal}
    back += [
        e for e in case.encumbrances
        if e.holder == c.first and e.kind in ("pledge", "mortgage")
        and (e.asset in own or e.asset.endswith(f":{principal}"))
    ]  # fmt: skip
    return fees_, tuple(back)
