"""Bank rows as one course of money: each transfer once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from graph.facts import Payment

ZERO = Decimal(0)
REVERSAL_DAYS = 5
SAME_DAYS = 1
REVERSAL_WORDS = r"(?i)冲正|抹账|退汇|\breversal\b|\breversed\b|returned (?:payment|remittance|item)"
_REVERSAL = re.compile(REVERSAL_WORDS)
_TIME = re.compile(r"(\d{1,2}):?(\d{2})(?::?(\d{2}))?$")
# A statement: label, file and sheet.
Said = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Twice:
    """One transfer that two statements hold: the row kept and the row set aside."""

    kept: Payment
    other: Payment


@dataclass(frozen=True, slots=True)
class Undone:
    """An entry and the one that took it back; entry None where the row itself is marked as reversed."""

    entry: Payment | None
    reversal: Payment


@dataclass(frozen=True, slots=True)
class Settled:
    """What is left of bank rows, and where every other row went; each row stands in exactly one of the fields.

    flows: done, on one exact day, above nothing, between two parties, each transfer once, in order; totals: sums over a
    period, which no shorter window may hold; loose: without an exact day or an amount; own: between accounts of one party.
    """

    flows: tuple[Payment, ...]
    totals: tuple[Payment, ...] = ()
    loose: tuple[Payment, ...] = ()
    own: tuple[Payment, ...] = ()
    failed: tuple[Payment, ...] = ()
    undone: tuple[Undone, ...] = ()
    twice: tuple[Twice, ...] = ()


def settle(payments: Iterable[Payment], owners: Mapping[Said, frozenset[str]] | None = None) -> Settled:
    """Bank rows read as transfers: those said twice merged, those failed or reversed taken out. The order of rows is nothing.

    owners: whose account each statement is of, where `payments` are not all of its rows.
    """
    rows = ordered(payments)
    sides = _owners(rows) if owners is None else owners
    failed = tuple(p for p in rows if p.status == "failed")
    alive = [p for p in rows if p.status != "failed"]
    totals, twice_total = _once([p for p in alive if p.is_total and p.status != "reversed"], sides)
    placed = [p for p in alive if not p.is_total and _placed(p) and p.payer != p.payee]
    kept, twice = _once(placed, sides)
    undone = _undone(kept)
    out = {id(p) for u in undone for p in (u.entry, u.reversal) if p is not None}
    flows = tuple(p for p in kept if id(p) not in out and amount_of(p) > 0 and p.done)
    used = {id(p) for p in (*flows, *totals, *(t.other for t in (*twice, *twice_total)))} | out
    rest = [p for p in alive if id(p) not in used]
    own = tuple(p for p in rest if p.payer == p.payee)
    loose = tuple(p for p in rest if p.payer != p.payee)
    return Settled(flows, totals, loose, own, failed, undone, (*twice, *twice_total))


def once(payments: Iterable[Payment]) -> tuple[Payment, ...]:
    """Each transfer once where two statements hold it; equal rows of one statement all stay."""
    rows = ordered(payments)
    return _once(rows, _owners(rows))[0]


def ordered(payments: Iterable[Payment]) -> tuple[Payment, ...]:
    """By day and time, then by what the rows say; never by the line on which they stand, but where all else is equal."""
    return tuple(sorted(payments, key=_key))


def _key(p: Payment) -> tuple[date, str, str, str, str, str]:
    return day_of(p), p.time or "", p.place.label, p.place.source, p.place.fact, str(p.place.line)


def day_of(payment: Payment) -> date:
    """The (first) day of a payment; date.min where it has none."""
    return payment.on.first if payment.on else date.min


def amount_of(payment: Payment) -> Decimal:
    return payment.money.amount if payment.money else ZERO


def currency_of(payment: Payment) -> str:
    return payment.money.currency if payment.money else ""


def seconds_of(payment: Payment) -> int | None:
    """Seconds since midnight; None where the row gives no time that can be read."""
    found = _TIME.match((payment.time or "").strip())
    if not found:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups())
    return hour * 3600 + minute * 60 + second if hour < 24 and minute < 60 and second < 60 else None


def _placed(payment: Payment) -> bool:
    return payment.money is not None and payment.on is not None and payment.on.exact


def _owners(rows: Iterable[Payment]) -> dict[Said, frozenset[str]]:
    """Whose account a statement is of: the parties that stand in every row of it."""
    found: dict[Said, frozenset[str]] = {}
    for p in rows:
        ends = frozenset((p.payer, p.payee))
        said = p.place.said_by
        found[said] = found[said] & ends if said in found else ends
    return found


def _once(
    rows: Sequence[Payment], sides: Mapping[Said, frozenset[str]]
) -> tuple[tuple[Payment, ...], tuple[Twice, ...]]:
    groups: dict[tuple[object, ...], list[Payment]] = defaultdict(list)
    for p in rows:
        groups[p.payer, p.payee, amount_of(p), currency_of(p), str(p.until or ""), p.status == "reversed"].append(p)
    kept: list[Payment] = []
    twice: list[Twice] = []
    for group in groups.values():
        own, merged = _merged(group, sides)
        kept += own
        twice += merged
    return ordered(kept), tuple(sorted(twice, key=lambda t: (_key(t.kept), _key(t.other))))


def _merged(group: Sequence[Payment], sides: Mapping[Said, frozenset[str]]) -> tuple[list[Payment], list[Twice]]:
    """The fullest statement's rows, and those of others that it does not hold."""
    by_source: dict[Said, list[Payment]] = defaultdict(list)
    for p in group:
        by_source[p.place.said_by].append(p)
    if len(by_source) == 1:
        return list(group), []
    sources = sorted(by_source.items(), key=lambda s: (-len(s[1]), s[0]))
    kept, twice = list(sources[0][1]), []
    for _, rows in sources[1:]:
        free, fresh = list(kept), []
        for p in rows:
            twin = _twin(p, free, sides)
            if twin is None:
                fresh.append(p)
            else:
                free = [q for q in free if q is not twin]
                twice.append(Twice(twin, p))
        kept += fresh
    return kept, twice


def _twin(p: Payment, free: Iterable[Payment], sides: Mapping[Said, frozenset[str]]) -> Payment | None:
    """The same transfer in another statement: the same reference within a day, else the same day without a contradiction."""
    others = [q for q in free if q.place.said_by != p.place.said_by]
    close = [q for q in others if abs((day_of(q) - day_of(p)).days) <= SAME_DAYS]
    by_reference = [q for q in close if p.reference and p.reference == q.reference]
    same_day = [q for q in others if day_of(q) == day_of(p) and _may_be_one(p, q, sides)]
    return next(iter((*by_reference, *same_day)), None)


def _may_be_one(p: Payment, q: Payment, sides: Mapping[Said, frozenset[str]]) -> bool:
    """Each bank numbers in its own way: unlike references speak against it only within the statements of one side."""
    if not (p.reference and q.reference) or p.reference == q.reference:
        return True
    mine, theirs = sides[p.place.said_by], sides[q.place.said_by]
    return any(a != b for a in mine for b in theirs)


def _undone(rows: Sequence[Payment]) -> tuple[Undone, ...]:
    """Entries that were taken back: by a reversal that names them, a negative entry, or a return the bank words as one."""
    by_ends: dict[tuple[frozenset[str], Decimal, str], list[Payment]] = defaultdict(list)
    for p in rows:
        by_ends[frozenset((p.payer, p.payee)), abs(amount_of(p)), currency_of(p)].append(p)
    found: list[Undone] = []
    for group in by_ends.values():
        taken: set[int] = set()
        for p in group:
            if not _reverses(p) or id(p) in taken:
                continue
            entry = _entry(p, [q for q in group if q is not p and id(q) not in taken and not _reverses(q)])
            if entry is not None or p.status == "reversed":
                found.append(Undone(entry, p))
                taken |= {id(p), id(entry)}
    return tuple(sorted(found, key=lambda u: _key(u.reversal)))


def _reverses(p: Payment) -> bool:
    return p.status == "reversed" or amount_of(p) < 0 or bool(_REVERSAL.search(p.purpose or ""))


def _entry(p: Payment, others: Iterable[Payment]) -> Payment | None:
    """The entry a reversal undoes: by its reference, else the last of the five days before.

    A row that is merely marked as reversed undoes nothing but itself, unless it says that it is a reversal.
    """
    near = [q for q in others if 0 <= (day_of(p) - day_of(q)).days <= REVERSAL_DAYS and amount_of(q) > 0]
    named = [q for q in near if p.reference and p.reference == q.reference]
    says = amount_of(p) < 0 or bool(_REVERSAL.search(p.purpose or ""))
    turned = [q for q in near if (q.payer, q.payee) == (p.payee, p.payer)]
    same = [q for q in near if (q.payer, q.payee) == (p.payer, p.payee)]
    # A done row of a positive sum undoes only what went the other way; it moved money itself.
    fitting = same if amount_of(p) < 0 else [*turned, *same] if p.status == "reversed" else turned
    named = [q for q in named if q in fitting or p.status == "reversed"]
    return named[-1] if named else fitting[-1] if says and fitting else None
