"""Cash pools: an agreement, regular sweeps, and a net position."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median_low

from graph.bank_rows import ZERO, amount_of, currency_of, day_of
from graph.facts import Contract, Payment

LEAST_SWEEPS = 3
DRIFT_DAYS = 3
_WORDS = re.compile(r"归集|下拨|资金池|\bsweep|cash[ -]?pool", re.I)


@dataclass(frozen=True, slots=True)
class Pool:
    """What one member and the head of a pool paid each other under it, in one currency.

    agreements: the pool contracts of the two, none where only the sweeps are seen; net > 0: the head owes the member;
    regular: three sweeps or more of one direction, evenly spaced.
    """

    head: str
    member: str
    currency: str
    agreements: tuple[Contract, ...]
    sweeps: tuple[Payment, ...]
    net: Decimal
    regular: bool

    @property
    def recognised(self) -> bool:
        """An agreement and sweeps that bear it out: only then are the payments the pool's business."""
        return bool(self.agreements) and self.regular


def pools(contracts: Iterable[Contract], flows: Iterable[Payment]) -> tuple[Pool, ...]:
    """Every pair that sweeps, by head and member."""
    agreed: dict[frozenset[str], list[Contract]] = defaultdict(list)
    for c in contracts:
        if c.kind == "cash_pool" and c.first != c.second:
            agreed[frozenset((c.first, c.second))].append(c)
    swept: dict[tuple[frozenset[str], str], list[Payment]] = defaultdict(list)
    for p in flows:
        if _sweeps(p):
            swept[frozenset((p.payer, p.payee)), currency_of(p)].append(p)
    degree = Counter(end for pair in {*agreed, *(pair for pair, _ in swept)} for end in pair)
    found = []
    for (pair, currency), rows in swept.items():
        head = max(sorted(pair), key=lambda end: (degree[end], sum(c.second == end for c in agreed[pair])))
        found.append(_pool(head, next(iter(pair - {head})), currency, agreed[pair], rows))
    return tuple(sorted(found, key=lambda pool: (pool.head, pool.member, pool.currency)))


def _sweeps(p: Payment) -> bool:
    return p.kind == "sweep" or (p.kind in (None, "other") and bool(_WORDS.search(p.purpose or "")))


def _pool(head: str, member: str, currency: str, agreements: Sequence[Contract], rows: Sequence[Payment]) -> Pool:
    up = [p for p in rows if p.payer == member]
    down = [p for p in rows if p.payer == head]
    net = sum((amount_of(p) for p in up), ZERO) - sum((amount_of(p) for p in down), ZERO)
    return Pool(head, member, currency, tuple(agreements), tuple(rows), net, _regular(up) or _regular(down))


def _regular(rows: Sequence[Payment]) -> bool:
    """Evenly spaced: four of five gaps lie within three days of the usual one."""
    days = sorted({day_of(p) for p in rows})
    gaps = [(b - a).days for a, b in pairwise(days)]
    if len(days) < LEAST_SWEEPS:
        return False
    usual = median_low(gaps)
    return sum(abs(gap - usual) <= DRIFT_DAYS for gap in gaps) * 5 >= len(gaps) * 4
