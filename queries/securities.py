"""Security over the debtor side's assets: for whom, for what money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from graph.case import Case
from graph.facts import Contract, Encumbrance, Payment, Title
from graph.values import DateSpan, Money, add_months, gap_days, ratio
from queries.disposals import hub
from queries.encumbered import Burden, burdens_on, left_after
from queries.lead import Outcome
from queries.money import day_of, placed, statement_of, sums
from queries.related import Tie, best, related
from queries.shells import Deal, Profile, profile
from queries.side import Holding, debtor_side
from queries.worth import convert

KINDS = frozenset({"pledge", "mortgage"})
NEAR_DAYS = 30
TIMES = Fraction(3, 2)
EQUITY_PART = Fraction(1, 5)
MONTHS_BEFORE_DUE = 6
YOUNG_DAYS = 180
_NO_LOAN = frozenset({"salary", "tax", "enforcement", "sweep", "dividend", "distribution", "rent"})
Advance = Literal["none", "short", "paid", "unknown"]


@dataclass(frozen=True, slots=True)
class Queue:
    """What the creditor may reach of the asset: with the security standing, and without it; each a sum or a range."""

    value: Money
    without: Money
    standing: Money

    @property
    def lost(self) -> Money:
        return Money(
            max(self.without.low - self.standing.low, Decimal(0)), max(self.without.high - self.standing.high, Decimal(0)),
            self.value.currency,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Security:
    """One pledge or mortgage of the debtor side for a holder that is related, or founded just before.

    advance: is money of the holder seen within 30 days (paid; short where the sum secured is over 1.5 times it; none;
    unknown without a statement of the owner); old: earlier money or loans that it now secures; for_other: loans of the
    holder to somebody else.
    """

    item: Encumbrance
    owner: str
    holding: Holding
    holder: str
    ties: tuple[Tie, ...]
    holder_profile: Profile
    young: bool
    titles: tuple[Title, ...]
    near: tuple[Payment, ...]
    paid: Money | None
    advance: Advance
    old: tuple[Payment | Contract, ...]
    for_other: tuple[Contract, ...]
    in_time: Outcome
    queue: Queue | None

    @property
    def excess(self) -> Money | None:
        """The sum secured over the money seen."""
        if self.item.money is None:
            return None
        paid = self.paid.amount if self.paid and self.paid.currency == self.item.money.currency else Decimal(0)
        return Money(max(self.item.money.low - paid, Decimal(0)), self.item.money.high, self.item.money.currency)

    @property
    def equity_left(self) -> Fraction | None:
        """What is left of the value under all security, as a share of it."""
        return ratio(self.queue.standing.high, self.queue.value.amount) if self.queue else None


def securities_of(case: Case) -> tuple[Security, ...]:
    """Every pledge or mortgage worth a look; banks, licensed lenders, public bodies and the creditor's own left out."""
    found = []
    for item in case.encumbrances:
        holder, on = item.holder, item.period.start
        if item.kind not in KINDS or holder is None or on is None or item.status in ("released", "lapsed"):
            continue
        if hub(case, holder) or case.party(holder).licences or holder == case.debt.creditor:
            continue
        side = debtor_side(case, on.first)
        for owner in _owners(case, item, on):
            if owner in side and holder not in side and (each := _security(case, item, owner, side[owner], holder, on)):
                found.append(each)
    return tuple(sorted(found, key=lambda s: (s.item.place.fact, s.owner)))


def _owners(case: Case, item: Encumbrance, on: DateSpan) -> tuple[str, ...]:
    if item.asset.startswith("equity:"):
        return (item.asset.rsplit(":", 1)[1],)
    return tuple(
        dict.fromkeys(t.owner for t in case.titles_of(item.asset) if t.owner and t.period.may_hold_on(on.first))
    )


def _security(
    case: Case, item: Encumbrance, owner: str, holding: Holding, holder: str, on: DateSpan
) -> Security | None:
    ties = _ties(case, owner, holding.head, holder, on.first)
    young, shell = _young(case, holder, on), profile(case, holder, Deal(on, item.money, frozenset([owner])))
    if not (ties or young or shell.shell):
        return None
    near, earlier = _advanced(case, owner, holding.head, holder, on)
    paid = _total(case, near, item.money.currency if item.money else "")
    old: tuple[Payment | Contract, ...] = (*earlier, *_old_loans(case, owner, holder, on))
    other = tuple(
        c for c in case.contracts
        if c.kind == "loan" and c.first == holder and c.second not in (owner, holding.head) and not c.place.unsure
        and (c.on is None or c.on.first <= on.last + timedelta(days=NEAR_DAYS))
    )  # fmt: skip
    titles = tuple(t for t in case.titles_of(item.asset) if t.owner == owner)
    return Security(
        item, owner, holding, holder, ties, shell, young, titles, near, paid, _advance(case, item, owner, paid, near, on), old,
        other, _in_time(case, holding.head, on), _queue(case, item, titles),
    )  # fmt: skip


def _ties(case: Case, owner: str, head: str, holder: str, day: date) -> tuple[Tie, ...]:
    for side in dict.fromkeys((owner, head)):
        found = [t for t in related(case, side, holder, day) if t.code != "R9"]
        if found:
            return best(found)
    return ()


def _young(case: Case, holder: str, on: DateSpan) -> bool:
    founded = case.party(holder).span("incorporated")
    if founded is None or case.party(holder).is_person:
        return False
    low, high = gap_days(founded, on)
    return low >= 0 and high < YOUNG_DAYS


def _advanced(
    case: Case, owner: str, head: str, holder: str, on: DateSpan
) -> tuple[tuple[Payment, ...], tuple[Payment, ...]]:
    """Money from the holder to the owner or the debtor behind it: within 30 days of the security, and before."""
    rows = [p for p in placed(case) if p.payer == holder and p.payee in (owner, head) and p.kind not in _NO_LOAN]
    start, end = on.first - timedelta(days=NEAR_DAYS), on.last + timedelta(days=NEAR_DAYS)
    near = tuple(p for p in rows if start <= day_of(p) <= end)
    return near, tuple(p for p in rows if day_of(p) < start and p.kind in ("loan", None, "other"))


def _total(case: Case, rows: Iterable[Payment], currency: str) -> Money | None:
    found = sums(rows)
    return Money.of(found[currency], currency) if currency in found else None


def _old_loans(case: Case, owner: str, holder: str, on: DateSpan) -> tuple[Contract, ...]:
    return tuple(
        c for c in case.contracts
        if c.kind == "loan" and (c.first, c.second) == (holder, owner) and c.on is not None and not c.place.unsure
        and c.on.last < on.first - timedelta(days=NEAR_DAYS)
    )  # fmt: skip


def _advance(
    case: Case, item: Encumbrance, owner: str, paid: Money | None, near: tuple[Payment, ...], on: DateSpan
) -> Advance:
    if near:
        if item.money is None or paid is None:
            return "paid" if item.money is None else "unknown"
        return "short" if item.money.amount * TIMES.denominator > paid.amount * TIMES.numerator else "paid"
    return "none" if searched(case, owner, on) else "unknown"


def searched(case: Case, owner: str, on: DateSpan) -> tuple[Payment, ...]:
    """Rows of the owner's statement where it runs from before the security to after it: an advance would be seen."""
    rows = statement_of(placed(case), owner)
    days = [day_of(p) for p in rows]
    return rows if rows and min(days) <= on.first and max(days) >= on.last else ()


def _in_time(case: Case, head: str, on: DateSpan) -> Outcome:
    """Registered from six months before the debt was due (without that day: from when it arose) to enforcement."""
    clock, arose = case.debt.clock, case.arose_for(head)
    start = add_months(clock.due.first, -MONTHS_BEFORE_DUE) if clock.due else arose.first if arose else None
    if start is None:
        return "unknown"
    end = clock.enforcement.last if clock.enforcement else case.as_of
    answer: dict[str, Outcome] = {"yes": "met", "no": "not_met"}
    return answer.get(on.within(start, end + timedelta(days=1)), "unknown")


def _queue(case: Case, item: Encumbrance, titles: Iterable[Title]) -> Queue | None:
    """What is left for the creditor after all that comes before it, with this security and without."""
    title = next((t for t in titles if t.value), None)
    if title is None or title.value is None or item.money is None or title.value.amount <= 0:
        return None
    value = title.value.times(title.share) if title.share else title.value
    if convert(case, item.money, value.currency, case.as_of) is None:
        return None
    burdens: tuple[Burden, ...] = burdens_on(case, item.asset, title.kind or "other")
    rest = [b for b in burdens if b.encumbrance.place.fact != item.place.fact]
    standing, without = left_after(case, value, burdens), left_after(case, value, rest)
    return Queue(value, _capped(case, without), _capped(case, standing)) if standing and without else None


def _capped(case: Case, left: Money) -> Money:
    """No more than the claim."""
    claim = case.debt.claim
    same = convert(case, claim, left.currency, case.as_of) if claim else None
    return Money(min(left.low, same.high), min(left.high, same.high), left.currency) if same else left
