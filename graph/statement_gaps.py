"""Where a bank statement's balance does not continue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from graph.bank_rows import ZERO, Said, amount_of, day_of, ordered
from graph.facts import Payment


@dataclass(frozen=True, slots=True)
class Break:
    """Between two rows of one statement money moved that it does not show.

    expected: the balance before `after` by the row before it; found: by `after` itself. missing > 0: came in unseen.
    """

    party: str
    account: str | None
    before: Payment
    after: Payment
    expected: Decimal
    found: Decimal

    @property
    def missing(self) -> Decimal:
        return self.found - self.expected

    @property
    def currency(self) -> str:
        return self.after.money.currency if self.after.money else ""


def breaks(payments: Iterable[Payment]) -> tuple[Break, ...]:
    """Every break of every statement whose owner is clear; rows of one day may stand in any order."""
    found: list[Break] = []
    for (_, party, account, _), rows in sorted(_statements(payments).items(), key=lambda s: str(s[0])):
        found += _walk(party, account, rows)
    return tuple(found)


def unread(payments: Iterable[Payment]) -> int:
    """Rows with a balance of which it is not clear whose it is: they could not be checked."""
    rows = [p for p in payments if _checkable(p)]
    return len(rows) - sum(len(found) for found in _statements(rows).values())


def _checkable(p: Payment) -> bool:
    placed = p.on is not None and p.on.exact and not p.is_total
    return placed and p.balance is not None and p.money is not None and p.status != "failed"


def _statements(payments: Iterable[Payment]) -> dict[tuple[Said, str, str | None, str], list[Payment]]:
    """(statement, party, account, currency) → its rows with a balance, where one account or party stands in all of them."""
    by_source: dict[tuple[Said, str], list[Payment]] = defaultdict(list)
    for p in ordered(payments):
        if _checkable(p) and p.balance is not None:
            by_source[p.place.said_by, p.balance.currency].append(p)
    found = {}
    for (said, currency), rows in by_source.items():
        owner = _owner(rows)
        if owner is not None:
            found[said, *owner, currency] = rows
    return found


def _owner(rows: Sequence[Payment]) -> tuple[str, str | None] | None:
    """The account that every row touches; else the only party that does."""
    accounts = set.intersection(*({a for a in _accounts(p) if a[1]} for p in rows))
    if len(accounts) == 1:
        return next(iter(accounts))
    parties = set.intersection(*({p.payer, p.payee} for p in rows))
    several = len({a for p in rows for a in _accounts(p) if a[0] in parties and a[1]}) > 1
    return (next(iter(parties)), None) if len(parties) == 1 and not several else None


def _accounts(p: Payment) -> tuple[tuple[str, str | None], tuple[str, str | None]]:
    return (p.payer, p.from_account), (p.payee, p.to_account)


def _walk(party: str, account: str | None, rows: Sequence[Payment]) -> list[Break]:
    found: list[Break] = []
    last: Payment | None = None
    for day in sorted({day_of(p) for p in rows}):
        for p in _chained([p for p in rows if day_of(p) == day], last, party):
            if last is not None and not _continues(last, p, party):
                found.append(Break(party, account, last, p, _balance(last), _before(p, party)))
            last = p
    return found


def _chained(today: list[Payment], last: Payment | None, party: str) -> list[Payment]:
    """The rows of a day in an order in which the balance runs on as far as it can."""
    rest, chain = list(today), []
    while rest:
        after = {_balance(q) for q in rest}
        following = [p for p in rest if last is not None and _continues(last, p, party)]
        heads = [p for p in rest if _before(p, party) not in after - {_balance(p)}]
        last = (following or heads or rest)[0]
        chain.append(last)
        rest = [p for p in rest if p is not last]
    return chain


def _continues(last: Payment, p: Payment, party: str) -> bool:
    """A row marked as reversed may have moved the balance, moved it back, or not at all."""
    moved = _moved(p, party)
    ways = (moved, -moved, ZERO) if p.status == "reversed" else (moved,)
    return any(_balance(last) + way == _balance(p) for way in ways)


def _moved(p: Payment, party: str) -> Decimal:
    if p.payer == p.payee:
        return ZERO
    return amount_of(p) if p.payee == party else -amount_of(p)


def _balance(p: Payment) -> Decimal:
    return p.balance.amount if p.balance else ZERO


def _before(p: Payment, party: str) -> Decimal:
    return _balance(p) - _moved(p, party)
