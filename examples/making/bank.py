"""Bank statements: ordinary trade and running balances."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a statement; cents: above 0 comes in, below 0 goes out. name: the row's own id, if the story needs it."""

    on: date
    other: str
    cents: int
    kind: str
    purpose: str
    name: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """Whose statement it is, where it is kept, what it held at the start (cents), how its rows are named."""

    owner: str
    number: str
    bank: str
    opening: int
    prefix: str


@dataclass(frozen=True, slots=True)
class Trade:
    """A firm's ordinary trade: customers, suppliers, usual receipt (yuan), payroll (yuan), what it buys and sells."""

    customers: Sequence[str]
    suppliers: Sequence[str]
    receipt: int
    payroll: int
    staff: str
    tax_office: str
    sells: str
    buys: str
    spend: float = 0.24  # what each of the month's three purchases takes of its receipts, on average


def yuan(amount: int) -> int:
    return amount * 100


def money(cents: int) -> str:
    sign, cents = ("-" if cents < 0 else ""), abs(cents)
    return f"{sign}{cents // 100}.{cents % 100:02d}"


def months(start: date, end: date) -> list[date]:
    """First days of the months from start, up to and including the month of end."""
    first = start.year * 12 + start.month - 1
    last = end.year * 12 + end.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(first, last + 1)]


def ordinary(rng: Random, trade: Trade, start: date, end: date, fade: date) -> list[Entry]:
    """Receipts, purchases, wages and tax, month by month; from `fade` on trade shrinks by a tenth each month."""
    out: list[Entry] = []
    scale = 1.0
    for month in months(start, end):
        scale *= 0.9 if month >= fade else 1.0
        receipts = [round(trade.receipt * scale * rng.uniform(0.7, 1.3)) for _ in range(3)]
        for amount in receipts:
            on, who = _day(rng, month, 2, 25), trade.customers[rng.randrange(len(trade.customers))]
            out.append(Entry(on, who, yuan(amount), "price", trade.sells))
        for _ in range(3):
            amount = round(sum(receipts) * rng.uniform(trade.spend - 0.03, trade.spend + 0.03))
            on, who = _day(rng, month, 6, 27), trade.suppliers[rng.randrange(len(trade.suppliers))]
            out.append(Entry(on, who, -yuan(amount), "price", trade.buys))
        wages = round(trade.payroll * max(scale, 0.25))
        out.append(Entry(month.replace(day=10), trade.staff, -yuan(wages), "salary", f"{month:%Y年%m月}工资"))
        tax = round(sum(receipts) * 0.028)
        out.append(Entry(month.replace(day=15), trade.tax_office, -yuan(tax), "tax", "增值税及附加"))
    return [entry for entry in out if start <= entry.on <= end]


def _day(rng: Random, month: date, low: int, high: int) -> date:
    return month.replace(day=rng.randint(low, high))


def statement(account: Account, entries: Iterable[Entry], numbers: dict[str, str]) -> list[dict[str, str]]:
    """Template rows with a running balance; numbers: account numbers of the other side where the bank printed them."""
    balance, rows = account.opening, []
    for order, entry in enumerate(sorted(entries, key=lambda e: (e.on, e.cents < 0, e.other, e.name)), start=1):
        balance += entry.cents
        if balance < 0:
            raise ValueError(f"{account.owner} overdrawn on {entry.on}: {money(balance)}")
        giver, taker = (account.owner, entry.other) if entry.cents < 0 else (entry.other, account.owner)
        known = {account.owner: account.number} | numbers
        rows.append(
            {
                "row_id": entry.name or f"{account.prefix}{order:03d}",
                "date": entry.on.isoformat(),
                "from": giver,
                "to": taker,
                "amount": money(abs(entry.cents)),
                "currency": "CNY",
                "kind": entry.kind,
                "purpose": entry.purpose,
                "remark": entry.remark,
                "status": "done",
                "from_account": known.get(giver, ""),
                "to_account": known.get(taker, ""),
                "balance_after": money(balance),
                "reference": f"{account.prefix}{entry.on:%Y%m%d}{order:04d}",
            }
        )
    return rows
