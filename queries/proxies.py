"""Things in another's name: who paid for them, who uses them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from graph.case import Case
from graph.chains import Edge, agrees, pays, relates
from graph.facts import Payment, Title, Transfer
from graph.values import Answer, DateSpan, Money, add_months, ratio
from queries.disposals import hub
from queries.index import index_of
from queries.money import amount_of, day_of
from queries.related import TRADE_KINDS
from queries.side import Holding
from queries.worth import convert

_Row = TypeVar("_Row")
BEFORE_DAYS = 90
AFTER_MONTHS = 24
TO_HOLDER_DAYS = 30
# What keeps a thing: paid by somebody else than its owner, it shows who has the use of it.
_UPKEEP = frozenset({"repayment", "fee", "rent", "other", None})
LEAST_NAME = 4


@dataclass(frozen=True, slots=True)
class Bought:
    """A thing that somebody outside the debtor side took; on None = undated; price: of the deed, else the thing's value."""

    asset: str
    holder: str
    titles: tuple[Title, ...]
    transfer: Transfer | None
    on: DateSpan | None
    price: Money | None

    @property
    def name(self) -> str:
        return next((t.name for t in self.titles if t.name), self.asset)


@dataclass(frozen=True, slots=True)
class Funded:
    """Money of the debtor side for the thing, once each row; part: of the price, None = cannot tell.

    sure: False where a row's day is partial and may lie outside the window.
    """

    payments: tuple[Payment, ...]
    total: Money | None
    part: Fraction | None
    sure: bool = True


def bought(case: Case, side: Mapping[str, Holding]) -> tuple[Bought, ...]:
    """Every title of people and firms outside the debtor side, the oldest first; the creditor's and hubs' left out."""
    held: dict[tuple[str, str], list[Title]] = defaultdict(list)
    for title in case.titles:
        outside = title.owner and title.owner not in side and title.owner != case.debt.creditor
        if outside and title.owner and title.period.may_hold_on(case.as_of) and not hub(case, title.owner):
            held[title.asset, title.owner].append(title)
    deeds = {(t.thing, t.taker): t for t in reversed(index_of(case).distinct) if t.company is None}
    for (thing, taker), deed in deeds.items():
        last = all(d.giver != taker for (other, _), d in deeds.items() if other == thing)
        if (
            last
            and taker not in side
            and taker != case.debt.creditor
            and not hub(case, taker)
            and deed.giver not in side
        ):
            held.setdefault((thing, taker), [])
    found = [
        _bought(asset, holder, titles, deeds.get((asset, holder))) for (asset, holder), titles in sorted(held.items())
    ]
    own = [b for b in found if b.transfer is None or b.transfer.giver not in side]
    return tuple(sorted(own, key=lambda b: (b.on is None, b.on or DateSpan.on(date.max), b.asset, b.holder)))


def _bought(asset: str, holder: str, titles: Sequence[Title], deed: Transfer | None) -> Bought:
    starts = [t.period.start for t in titles if t.period.start]
    on = deed.on if deed and deed.on else starts[0] if starts else None
    value = next((t.value for t in titles if t.value), None)
    return Bought(asset, holder, tuple(titles), deed, on, deed.price if deed and deed.price else value)


@dataclass(frozen=True, slots=True)
class Trail:
    """What the debtor side paid, by payee and by the thing a row names; who uses, keeps or secures which thing."""

    to: Mapping[str, tuple[Payment, ...]]
    naming: Mapping[str, tuple[Payment, ...]]
    used: Mapping[str, tuple[Edge, ...]]


def trail(case: Case, side: Mapping[str, Holding], things: Iterable[Bought]) -> Trail:
    """Read once a case, so that each thing is compared with its own rows only."""
    rows = [p for p in case.payments if p.payer in side and p.payee not in side and dated(p)]
    to: dict[str, list[Payment]] = defaultdict(list)
    for p in sorted(rows, key=lambda p: (day_of(p), p.place.fact)):
        to[p.payee].append(p)
    used: dict[str, list[Edge]] = defaultdict(list)
    for r in case.relations:
        if r.a in side and r.kind in ("uses", "pays_for"):
            used[r.b].append(relates(r))
    for c in case.contracts:
        if c.kind == "guarantee" and c.asset and c.first in side:
            used[c.asset].append(agrees(c))
    return Trail(_frozen(to), _naming(rows, things), _frozen(used))


def dated(payment: Payment) -> bool:
    """Done, with an amount and a day that may be a month or a year; a total over a period buys no single thing."""
    other = payment.payer != payment.payee
    return payment.done and other and not payment.is_total and payment.on is not None and amount_of(payment) > 0


def _frozen(found: Mapping[str, list[_Row]]) -> dict[str, tuple[_Row, ...]]:
    return {key: tuple(listed) for key, listed in found.items()}


def _naming(rows: Iterable[Payment], things: Iterable[Bought]) -> dict[str, tuple[Payment, ...]]:
    """asset → rows whose purpose names it; met by the first letters of its names, not by trying all with all."""
    heads: dict[str, list[Bought]] = defaultdict(list)
    for it in things:
        for name in names_of(it):
            heads[name[:LEAST_NAME]].append(it)
    found: dict[str, list[Payment]] = defaultdict(list)
    for p in rows:
        text = p.purpose or ""
        met = {id(it): it for at in range(len(text)) for it in heads.get(text[at : at + LEAST_NAME], ())}
        for it in met.values():
            if named_in(it, text) and p not in found[it.asset]:
                found[it.asset].append(p)
    return _frozen(found)


def funded(case: Case, it: Bought, rows: Trail, used: set[str]) -> Funded:
    """What the debtor side paid to the seller, to the holder about that time, or to anybody with the thing named."""
    seller = it.transfer.giver if it.transfer else ""
    near = (*rows.to.get(seller, ()), *rows.to.get(it.holder, ()), *rows.naming.get(it.asset, ()))
    placed = {p: _for_thing(it, p) for p in dict.fromkeys(near) if p.place.fact not in used}
    own = [p for p, answer in placed.items() if answer != "no"]
    total = _total(case, own, it.price)
    part = ratio(total.amount, it.price.amount) if total and it.price else None
    return Funded(tuple(own), total, part, all(placed[p] == "yes" for p in own))


def _for_thing(it: Bought, payment: Payment) -> Answer:
    """Is the row money for the thing? A partial day that may lie outside the window: cannot tell."""
    if it.on is None or payment.on is None:
        return "yes" if named_in(it, payment.purpose) and payment.kind == "price" else "no"
    start, soon = it.on.first - timedelta(days=BEFORE_DAYS), it.on.last + timedelta(days=TO_HOLDER_DAYS + 1)
    if it.transfer and payment.payee == it.transfer.giver:
        fits, soon = payment.kind not in ("salary", "tax", "sweep"), add_months(it.on.last, AFTER_MONTHS)
    elif payment.payee == it.holder:
        fits = payment.kind not in TRADE_KINDS
    else:
        fits = named_in(it, payment.purpose)
    return payment.on.within(start, soon) if fits else "no"


def names_of(it: Bought) -> tuple[str, ...]:
    """Id, numbers, names and addresses of the thing; words of less than four letters name nothing."""
    cells = (it.asset, *(c for t in it.titles for c in (t.identifier, t.name, t.address)))
    return tuple(dict.fromkeys(c for c in cells if c and len(c) >= LEAST_NAME))


def named_in(it: Bought, text: str | None) -> bool:
    """Does a bank row name the thing by its id, its number, its name or its address?"""
    return bool(text) and any(name in (text or "") for name in names_of(it))


def _total(case: Case, rows: Sequence[Payment], price: Money | None) -> Money | None:
    """In the price's currency; None where one row has no rate to it."""
    if not rows or not rows[0].money:
        return None
    currency = price.currency if price else rows[0].money.currency
    sums = [convert(case, p.money, currency, day_of(p)) if p.money else None for p in rows]
    known = [s for s in sums if s]
    return Money.of(sum((s.amount for s in known), Decimal(0)), currency) if len(known) == len(sums) else None


def enjoyed(it: Bought, rows: Trail, price: Funded) -> tuple[Edge, ...]:
    """Steps by which the debtor side uses the thing, pays for its keep, or stands security for its loan."""
    told = {p.place.fact for p in price.payments}
    kept = [p for p in rows.naming.get(it.asset, ()) if p.kind in _UPKEEP and p.place.fact not in told]
    later = [p for p in kept if it.on is None or day_of(p) > it.on.last]
    return (*rows.used.get(it.asset, ()), *(pays(p) for p in later))
