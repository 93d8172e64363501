"""Accounts that hand on what they get: which, whence, whither."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.chains import Edge, owns
from graph.facts import Contract, Payment, Transfer
from graph.values import Money, add_months, ratio
from queries.habits import habits_of
from queries.lead import Evidence
from queries.money import (
    ORDINARY,
    ZERO,
    Book,
    Passage,
    books,
    by_payee,
    day_of,
    passages,
    placed,
    sum_of,
    within,
)
from queries.money_words import contract_evidence
from queries.phrases import step_evidence
from queries.related import Tie, best, related
from queries.shells import profile
from queries.side import debtor_side
from queries.worth import convert, floor_of

WINDOW_DAYS = 30
KEPT_LOW = Fraction(9, 10)
KEPT_HIGH = Fraction(102, 100)
LEFT = Fraction(1, 20)
DWELL_DAYS = 2
SLOW_DAYS = 10
DEBT_PART = Fraction(1, 20)
MONTHS_BEFORE = 24
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Middle:
    """One account that hands on what it gets. fed: the inflows from the debtor side, or from another such account.

    head: the debtor whose money it was; sent_on: outflows to the one party that got at least half of them (`to`), or
    all of them where nobody did (`to` None). inward: seen by its inflows; else only by whom it paid.
    """

    party: str
    passage: Passage
    head: str
    fed: tuple[Payment, ...]
    to: str | None
    sent_on: tuple[Payment, ...]
    inward: bool

    @property
    def dwell(self) -> Fraction:
        return self.passage.dwell if self.passage.dwell is not None else Fraction(SLOW_DAYS)

    @property
    def quick(self) -> bool:
        return self.dwell <= DWELL_DAYS


@dataclass(frozen=True, slots=True)
class Passing:
    """Middle accounts of one debtor that end at one party, told as one; final None: no single recipient."""

    head: str
    final: str | None
    currency: str
    middles: tuple[Middle, ...]

    @property
    def sources(self) -> tuple[Payment, ...]:
        """What first left the debtor side: inflows that come from no middle account."""
        inner = {m.party for m in self.middles}
        return _unique(p for m in self.middles for p in m.fed if p.payer not in inner)

    @property
    def arrivals(self) -> tuple[Payment, ...]:
        """What reached the end: outflows of the middles to the final recipient, or to anybody outside."""
        inner = {m.party for m in self.middles}
        return _unique(p for m in self.middles for p in m.sent_on if p.payee not in inner)

    @property
    def in_order(self) -> bool:
        """Did anything reach the end after it had left the debtor side? What arrived before cannot be its money."""
        sources, arrivals = self.sources, self.arrivals
        return bool(sources and arrivals) and day_of(arrivals[-1]) >= day_of(sources[0])

    @property
    def quick(self) -> bool:
        """Did half of the money or more stay two days at most?"""
        fast = sum((m.passage.received for m in self.middles if m.quick), ZERO)
        return fast * 2 >= sum((m.passage.received for m in self.middles), ZERO)


def _unique(payments: Iterable[Payment]) -> tuple[Payment, ...]:
    found = {p.place.fact + str(p.place.line): p for p in payments}
    return tuple(sorted(found.values(), key=lambda p: (day_of(p), p.place.source, p.place.fact)))


def line_of(case: Case, currency: str) -> Decimal | None:
    """The least money worth a look: the finding floor, or 5 % of the debt if more; None without a rate.

    Without a claim: any amount above nothing.
    """
    claim, floor = case.debt.claim, floor_of(case)
    if claim is None or floor is None:
        return Decimal("0.01")
    least = max(floor.amount, claim.amount * DEBT_PART.numerator / DEBT_PART.denominator)
    same = convert(case, Money.of(least, claim.currency), currency, case.as_of)
    return same.amount if same else None


def find_passing(case: Case) -> list[Passing]:
    """Every group of pass-through accounts between a debtor and one final recipient."""
    held = {key: book for key, book in books(placed(case)).items() if _may_be(case, book.party)}
    fitting = {key: found for key, book in held.items() if (found := _fitting(case, book))}
    middles: dict[tuple[str, str], Middle] = {}
    for _ in range(len(fitting) + 1):
        fresh = {
            key: middle
            for key, found in fitting.items()
            if key not in middles and (middle := _first(case, found, middles)) is not None
        }
        if not fresh:
            break
        middles |= fresh
    middles |= {
        key: middle
        for key, found in fitting.items()
        if key not in middles and (middle := _outward(case, found)) is not None
    }
    return _grouped(case, middles)


def _may_be(case: Case, party: str) -> bool:
    """Never the debtor (it pays its own bills), the creditor, a public body or a licensed handler of others' money."""
    who = case.party(party)
    outside = who.kind == "public_body" or who.licences or party in case.hubs
    return not outside and party not in case.debtor_ids and party != case.debt.creditor


def _fitting(case: Case, book: Book) -> list[Passage]:
    """Windows in which the account kept almost nothing, for a short time, without an ordinary reason."""
    floor = line_of(case, book.currency)
    if floor is None:
        return []
    return [
        p
        for p in passages(book, WINDOW_DAYS, floor)
        if p.ratio is not None
        and KEPT_LOW <= p.ratio <= KEPT_HIGH
        and _emptied(p)
        and p.dwell is not None
        and p.dwell <= SLOW_DAYS
        and not _ordinary(case, p)
    ]


def _emptied(passage: Passage) -> bool:
    """At most 5 % of what came in is left at the end of the window."""
    return passage.left is not None and passage.left <= LEFT


def _ordinary(case: Case, passage: Passage) -> bool:
    """A cash pool, a payroll or tax agent, or trade with contracts on both sides."""
    party, half = passage.book.party, HALF
    pooled = any(c.kind == "cash_pool" and party in (c.first, c.second) for c in case.contracts)
    swept = (
        _part(passage.ins, passage.received, {"sweep"}) >= half or _part(passage.outs, passage.sent, {"sweep"}) >= half
    )
    wages = _part(passage.outs, passage.sent, ORDINARY) >= half
    return pooled or swept or wages or _traded(case, passage) or _serves(case, passage)


def _part(payments: Iterable[Payment], whole: Decimal, kinds: Iterable[str]) -> Fraction:
    chosen = set(kinds)
    return ratio(sum_of(p for p in payments if p.kind in chosen), whole) or Fraction(0)


def contracts_for(case: Case, payment: Payment) -> tuple[Contract, ...]:
    """Contracts between the two ends that could explain a payment: of a kind with a price, and not later than it."""
    ends = {payment.payer, payment.payee}
    return tuple(
        c
        for c in case.contracts
        if {c.first, c.second} == ends
        and c.kind in ("sale", "service", "lease", "other")
        and (c.on is None or c.on.first <= day_of(payment))
    )


def _traded(case: Case, passage: Passage) -> bool:
    """Contracts behind at least half of the money on each side."""
    bought = sum_of(p for p in passage.ins if contracts_for(case, p))
    sold = sum_of(p for p in passage.outs if contracts_for(case, p))
    return bought * 2 >= passage.received and sold * 2 >= passage.sent


def _serves(case: Case, passage: Passage) -> bool:
    """A fee under a contract to a firm that has staff."""
    paid_for = sum_of(p for p in passage.ins if contracts_for(case, p))
    staff = next(c for c in profile(case, passage.book.party).checks if c.key == "staff")
    return paid_for * 2 >= passage.received and staff.outcome == "not_met"


def _first(case: Case, found: Iterable[Passage], middles: Mapping[tuple[str, str], Middle]) -> Middle | None:
    return next((m for p in found if (m := _inward(case, p, middles)) is not None), None)


def _inward(case: Case, passage: Passage, middles: Mapping[tuple[str, str], Middle]) -> Middle | None:
    """Half of the inflow or more came from the debtor side, or from an account that handed on the debtor's money."""
    heads: dict[str, list[Payment]] = defaultdict(list)
    for payment in passage.ins:
        feeder = middles.get((payment.payer, passage.book.currency))
        side = debtor_side(case, day_of(payment)).get(payment.payer)
        head = side.head if side else feeder.head if feeder else None
        # What a supplier is paid month by month is its own to spend.
        if head is not None and payment.payer != passage.book.party and not habits_of(case).has(payment):
            heads[head].append(payment)
    if not heads or _too_early(case, passage):
        return None
    head = max(sorted(heads), key=lambda h: sum_of(heads[h]))
    if sum_of(heads[head]) * 2 < passage.received:
        return None
    return _middle(passage, head, tuple(heads[head]), inward=True)


def _outward(case: Case, found: Iterable[Passage]) -> Middle | None:
    """Money of others that went on, half of it or more, to one party related to a debtor but not on its side."""
    for passage in found:
        to, sent = next(iter(by_payee(passage.outs).items()))
        day = day_of(passage.outs[-1])
        usual = sum_of(p for p in passage.ins if habits_of(case).has(p))
        if sent * 2 < passage.sent or to in debtor_side(case, day) or _too_early(case, passage):
            continue
        if usual * 2 > passage.received:
            continue
        for head in case.debtor_ids:
            if any(p.payer == to for p in passage.ins) or not _owes(case, passage, head):
                continue
            if related(case, head, to, day):
                return _middle(passage, head, passage.ins, inward=False)
    return None


def _owes(case: Case, passage: Passage, head: str) -> bool:
    """Somebody who has a contract with the debtor paid into the account: the debtor's receivable may run past it."""
    return any(
        head in (c.first, c.second) and p.payer in (c.first, c.second) for p in passage.ins for c in case.contracts
    )


def _middle(passage: Passage, head: str, fed: tuple[Payment, ...], *, inward: bool) -> Middle:
    to, sent = next(iter(by_payee(passage.outs).items()))
    single = sent * 2 >= passage.sent
    outs = tuple(p for p in passage.outs if p.payee == to) if single else passage.outs
    return Middle(passage.book.party, passage, head, fed, to if single else None, outs, inward)


def _too_early(case: Case, passage: Passage) -> bool:
    arose = case.debt.clock.start
    return arose is not None and passage.start < add_months(arose.first, -MONTHS_BEFORE)


def _grouped(case: Case, middles: Mapping[tuple[str, str], Middle]) -> list[Passing]:
    groups: dict[tuple[str, str, str], list[Middle]] = defaultdict(list)
    for (party, currency), middle in sorted(middles.items()):
        final = _final(middle, currency, middles)
        if final is not None and (final in (middle.head, case.debt.creditor) or not _is_end(case, final)):
            continue
        groups[middle.head, final or f"?{party}", currency].append(middle)
    return [
        Passing(head, None if final.startswith("?") else final, currency, _by_day(found))
        for (head, final, currency), found in sorted(groups.items())
    ]


def _is_end(case: Case, party: str) -> bool:
    who = case.party(party)
    return who.kind != "public_body" and not who.licences


def _final(middle: Middle, currency: str, middles: Mapping[tuple[str, str], Middle]) -> str | None:
    """Follow the money from account to account until it stops; a ring stops where it closes."""
    seen, at = {middle.party}, middle
    while at.to is not None and at.to not in seen and (at.to, currency) in middles:
        seen.add(at.to)
        at = middles[at.to, currency]
    return at.to


def _by_day(found: Iterable[Middle]) -> tuple[Middle, ...]:
    return tuple(sorted(found, key=lambda m: (m.passage.start, m.party)))


@dataclass(frozen=True, slots=True)
class Purchase:
    """What the final recipient got, and what it paid to the giver for it, soon after the money came."""

    transfer: Transfer
    payments: tuple[Payment, ...]


def purchases(case: Case, passing: Passing, days: int) -> tuple[Purchase, ...]:
    """Shares or assets that the final recipient took between the first arrival and `days` after the last."""
    if passing.final is None or not passing.arrivals:
        return ()
    start = day_of(passing.arrivals[0])
    end = day_of(passing.arrivals[-1]) + timedelta(days=days + 1)
    paid = [p for p in placed(case) if p.payer == passing.final]
    return tuple(
        Purchase(t, tuple(p for p in within(paid, start, end) if p.payee == t.giver))
        for t in sorted(case.transfers, key=lambda t: (str(t.on), t.place.fact))
        if t.taker == passing.final and t.on is not None and t.on.within(start, end) != "no"
    )


@dataclass(frozen=True, slots=True)
class Bond:
    """How an account or the recipient is tied to the debtor or to the recipient: grounds, or a recorded stake alone."""

    a: str
    b: str
    ties: tuple[Tie, ...]


def bonds(case: Case, passing: Passing) -> tuple[Bond, ...]:
    """Grounds between debtor and recipient, debtor and each account, recipient and each account."""
    middles = [m.party for m in passing.middles]
    ends = [passing.final] if passing.final else []
    pairs = [
        *((passing.head, e) for e in ends),
        *((e, m) for e in ends for m in middles),
        *((passing.head, m) for m in middles),
    ]
    day = day_of(passing.sources[0]) if passing.sources else case.as_of
    found = []
    for a, b in pairs:
        # That the account lived on the debtor's money is the finding itself, not a second signal.
        ties = tuple(t for t in related(case, a, b, day) if t.code != "R9")
        if ties:
            found.append(Bond(a, b, best(ties)))
    return tuple(found)


def stakes_between(case: Case, passing: Passing) -> tuple[Edge, ...]:
    """Recorded stakes of the recipient or the debtor in a middle account, whichever source records them."""
    middles = {m.party for m in passing.middles}
    owners = {passing.final, passing.head}
    return tuple(owns(i, case.as_of) for i in case.interests if i.company in middles and i.owner in owners)


def whose(case: Case, passing: Passing) -> tuple[Evidence, ...]:
    """Why the money counts as the debtor's: by whom a payer is held, or the contract under which it owed the debtor."""
    payers = dict.fromkeys(p.payer for p in passing.sources)
    side = debtor_side(case, day_of(passing.sources[0]))
    held = step_evidence(case, [e for payer in payers if payer in side for e in side[payer].edges])
    if all(m.inward for m in passing.middles):
        return held
    owed = [c for c in case.contracts if passing.head in (c.first, c.second) and {c.first, c.second} & payers.keys()]
    return *held, *contract_evidence(case, owed)
