"""Payments of a case: books, windows, dwell, netting."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from graph import bank_rows
from graph.bank_rows import Settled
from graph.case import Case
from graph.cash_pools import Pool, pools
from graph.facts import Payment
from graph.statement_gaps import Break, breaks
from graph.values import Money, ratio
from queries.grounds import Bilingual as Text
from queries.lead import Evidence, two
from queries.phrases import name_of, word

ZERO = Decimal(0)
# Money that goes out because a firm has staff and taxes, or that a court moves: never a sign of anything by itself.
ORDINARY = frozenset({"salary", "tax", "enforcement"})


@dataclass(frozen=True, slots=True)
class Book:
    """What one party received and sent in one currency, in order of day; only rows that a window can hold."""

    party: str
    currency: str
    ins: tuple[Payment, ...]
    outs: tuple[Payment, ...]


@dataclass(frozen=True)
class Passage:
    """One window of a book: what came in, what went out, how long it stayed.

    kept: sent / received; dwell: median days by first in, first out, weighted by amount; None where nothing matched.
    """

    book: Book
    start: date
    ins: tuple[Payment, ...]
    outs: tuple[Payment, ...]
    received: Decimal
    sent: Decimal

    @cached_property
    def dwell(self) -> Fraction | None:
        return dwell(self.ins, self.outs)

    @property
    def ratio(self) -> Fraction | None:
        return ratio(self.sent, self.received)

    @property
    def left(self) -> Fraction | None:
        """What stayed, as a share of what came in; below nothing where more went out."""
        return None if self.ratio is None else 1 - self.ratio


def usable(payment: Payment) -> bool:
    """Done, with an amount above nothing and one exact day; a total over a period fits no shorter window."""
    placed = payment.on is not None and payment.on.exact and not payment.is_total
    return payment.done and placed and payment.payer != payment.payee and amount_of(payment) > 0


day_of = bank_rows.day_of
amount_of = bank_rows.amount_of
currency_of = bank_rows.currency_of
once = bank_rows.once
ordered = bank_rows.ordered


@dataclass(frozen=True, slots=True)
class _Index:
    case: Case
    settled: Settled
    by_party: dict[str, list[Payment]]
    pools: tuple[Pool, ...]
    gaps: tuple[Break, ...]


_INDEX: dict[int, _Index] = {}


def _index(case: Case) -> _Index:
    """The payments of a case, settled and by party; read once a case."""
    held = _INDEX.get(id(case))
    if held is None or held.case is not case:
        by_party: dict[str, list[Payment]] = defaultdict(list)
        for payment in case.payments:
            for party in {payment.payer, payment.payee}:
                by_party[party].append(payment)
        _INDEX.clear()
        settled = bank_rows.settle(case.payments)
        found = pools(case.contracts, settled.flows)
        held = _INDEX[id(case)] = _Index(case, settled, by_party, found, breaks(case.payments))
    return held


def placed(case: Case) -> tuple[Payment, ...]:
    """Every payment that a window can hold, each transfer once, what was reversed left out; by day."""
    return _index(case).settled.flows


def settled_of(case: Case) -> Settled:
    """Where every bank row of the case went."""
    return _index(case).settled


def pools_of(case: Case) -> tuple[Pool, ...]:
    """Pairs that sweep, each with its agreement and net position."""
    return _index(case).pools


def gaps_of(case: Case, parties: Iterable[str]) -> tuple[Break, ...]:
    """Breaks in the statements of these parties: money moved that the rows do not show."""
    wanted = set(parties)
    return tuple(gap for gap in _index(case).gaps if gap.party in wanted)


def rows_of(case: Case, party: str) -> Sequence[Payment]:
    """Every payment row of one party, as held."""
    return _index(case).by_party.get(party, ())


def books(payments: Iterable[Payment]) -> dict[tuple[str, str], Book]:
    """(party, currency) → its book, for parties that both received and sent."""
    ins: dict[tuple[str, str], list[Payment]] = defaultdict(list)
    outs: dict[tuple[str, str], list[Payment]] = defaultdict(list)
    for payment in payments:
        ins[payment.payee, currency_of(payment)].append(payment)
        outs[payment.payer, currency_of(payment)].append(payment)
    return {key: Book(*key, tuple(ins[key]), tuple(outs[key])) for key in sorted(ins.keys() & outs.keys())}


def within(payments: Sequence[Payment], start: date, end: date) -> tuple[Payment, ...]:
    """Those of the half-open window [start, end); `payments` in order of day."""
    return tuple(payments[bisect_left(payments, start, key=day_of) : bisect_left(payments, end, key=day_of)])


def sum_of(payments: Iterable[Payment]) -> Decimal:
    """Their sum; the caller sees to one currency."""
    return sum((amount_of(p) for p in payments), ZERO)


def sums(payments: Iterable[Payment]) -> dict[str, Decimal]:
    """Sum by currency; unlike currencies are never added."""
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for payment in payments:
        found[currency_of(payment)] += amount_of(payment)
    return dict(sorted(found.items()))


def money_of(payments: Iterable[Payment]) -> Money | None:
    """The sum as money where all are in one currency; else None."""
    found = sums(payments)
    return Money.of(next(iter(found.values())), next(iter(found))) if len(found) == 1 else None


def by_payee(payments: Iterable[Payment]) -> dict[str, Decimal]:
    """Who got how much, the most first, then by id."""
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for payment in payments:
        found[payment.payee] += amount_of(payment)
    return dict(sorted(found.items(), key=lambda f: (-f[1], f[0])))


def dwell(ins: Sequence[Payment], outs: Sequence[Payment]) -> Fraction | None:
    """Median days that money stayed, first in first out, weighted by amount; None where no outflow follows an inflow."""
    days, rest, at = [day_of(p) for p in ins], [amount_of(p) for p in ins], 0
    pieces: list[tuple[int, Decimal]] = []
    for out in outs:
        left = amount_of(out)
        while left > 0 and at < len(days) and days[at] <= day_of(out):
            taken = min(left, rest[at])
            pieces.append(((day_of(out) - days[at]).days, taken))
            left -= taken
            rest[at] -= taken
            at += rest[at] <= 0
    return _median(sorted(pieces))


def _median(pieces: Sequence[tuple[int, Decimal]]) -> Fraction | None:
    half, run = sum((amount for _, amount in pieces), ZERO) / 2, ZERO
    for at, (days, amount) in enumerate(pieces):
        run += amount
        if run == half and at + 1 < len(pieces):
            return Fraction(days + pieces[at + 1][0], 2)
        if run >= half:
            return Fraction(days)
    return None


def passage(book: Book, start: date, days: int) -> Passage:
    """The window [start, start + days) of a book."""
    end = start + timedelta(days=days)
    ins, outs = within(book.ins, start, end), within(book.outs, start, end)
    return Passage(book, start, ins, outs, sum_of(ins), sum_of(outs))


def passages(book: Book, days: int, floor: Decimal) -> list[Passage]:
    """Windows that begin on a day money came in and hold at least `floor` each way; the largest first, then the first."""
    ins, outs = _running(book.ins), _running(book.outs)
    found = []
    for start in sorted({day_of(p) for p in book.ins}):
        end = start + timedelta(days=days)
        if _between(book.ins, ins, start, end) >= floor <= _between(book.outs, outs, start, end):
            found.append(passage(book, start, days))
    return sorted(found, key=lambda p: (-p.received, p.start))


def _running(payments: Sequence[Payment]) -> list[Decimal]:
    totals = [ZERO]
    for payment in payments:
        totals.append(totals[-1] + amount_of(payment))
    return totals


def _between(payments: Sequence[Payment], totals: Sequence[Decimal], start: date, end: date) -> Decimal:
    first, last = bisect_left(payments, start, key=day_of), bisect_left(payments, end, key=day_of)
    return totals[last] - totals[first]


def net(payments: Iterable[Payment], a: str, b: str) -> dict[str, Decimal]:
    """What a paid b less what b paid a, by currency; below nothing where more came back."""
    listed = list(payments)
    out = sums(p for p in listed if (p.payer, p.payee) == (a, b))
    back = sums(p for p in listed if (p.payer, p.payee) == (b, a))
    return {currency: out.get(currency, ZERO) - back.get(currency, ZERO) for currency in sorted({*out, *back})}


def payment_words(case: Case, payment: Payment) -> Text:
    """A bank row as a sentence, as the row gives it."""
    payer, payee = name_of(case, payment.payer), name_of(case, payment.payee)
    kind = word("payment_kind", payment.kind) if payment.kind else two("", "")
    purpose = f"，摘要“{payment.purpose}”" if payment.purpose else ""
    quoted = f", purpose “{payment.purpose}”" if payment.purpose else ""
    until = f"至{payment.until}合计" if payment.until else ""
    through = f" to {payment.until} (a total)" if payment.until else ""
    return two(
        f"{payment.on or '日期不详'}{until}：{payer}付给{payee} {payment.money or '金额不详'}{f'（{kind.zh}）' if kind.zh else ''}{purpose}",
        f"{payment.on or 'undated'}{through}: {payer} pays {payee} {payment.money or 'an unknown sum'}{f' ({kind.en})' if kind.en else ''}{quoted}",
    )


def payment_evidence(case: Case, payments: Iterable[Payment]) -> tuple[Evidence, ...]:
    return tuple(Evidence(p.place, payment_words(case, p), "payment") for p in payments)


def statement_of(rows: Iterable[Payment], party: str) -> tuple[Payment, ...]:
    """Of the rows, those that show that a statement of the party is held: its first, its last, one with somebody else.

    Nothing where it is seen with one other alone: then it may stand only in the other's statement.
    """
    own = sorted((p for p in rows if party in (p.payer, p.payee)), key=_placed_first)
    second = next((p for p in own if _other(p, party) != _other(own[0], party)), None)
    return tuple({p.place.fact: p for p in (own[0], second, own[-1])}.values()) if second else ()


def _placed_first(payment: Payment) -> tuple[date, str]:
    return payment.on.first if payment.on else date.min, payment.place.fact


def _other(payment: Payment, party: str) -> str:
    return payment.payee if payment.payer == party else payment.payer


def searched_evidence(case: Case, party: str, statement: Iterable[Payment]) -> tuple[Evidence, ...]:
    """That money was looked for in a statement and not found rests on rows that show the statement."""
    name = name_of(case, party)
    told = [(p.place, payment_words(case, p)) for p in statement]
    return tuple(
        Evidence(
            place,
            two(
                f"已查{name}的流水，其中一笔：{said.zh}",
                f"the statement of {name} was searched, this row of it among others: {said.en}",
            ),
            "statement",
        )
        for place, said in told
    )


def unplaced(case: Case, parties: Iterable[str]) -> int:
    """Rows of these parties that no window can hold: totals, undated, partly dated, without amount, failed or reversed."""
    found = {f"{p.place.fact}:{p.place.line}": p for party in parties for p in rows_of(case, party)}
    undone = {id(p) for u in settled_of(case).undone for p in (u.entry, u.reversal)}
    return sum(1 for p in found.values() if not usable(p) or id(p) in undone)
