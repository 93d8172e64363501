"""Typed facts of a case, each with the row it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from graph.control import HOLD_FOR_OTHERS
from graph.statements import Place, Row
from graph.values import DateSpan, Money, Period, Share


@dataclass(frozen=True, slots=True)
class Party:
    """One party after matching. places: its rows in parties tables; bases: what its identity rests on."""

    id: str
    kind: str
    name: str
    other_names: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    bases: frozenset[str] = frozenset()
    rows: tuple[Row, ...] = ()

    def text(self, name: str) -> str | None:
        """A property as the first row that states it gives it; contradictions are listed elsewhere."""
        return next((value for row in self.rows if (value := row.get(name))), None)

    def place(self, name: str) -> Place | None:
        return next((row.place for row in self.rows if row.get(name)), None)

    def span(self, name: str) -> DateSpan | None:
        text = self.text(name)
        return DateSpan.parse(text) if text else None

    def money(self, name: str) -> Money | None:
        text = self.text(name)
        return Money.of(text, self.text("currency") or "CNY") if text else None

    @property
    def licences(self) -> frozenset[str]:
        return frozenset(w.strip() for row in self.rows for w in (row.get("licence") or "").split(";") if w.strip())

    @property
    def holds_for_others(self) -> bool:
        """Clearing nominees, escrow agents and banks: they control nothing by what stands in their names."""
        return bool(self.licences & HOLD_FOR_OTHERS)

    @property
    def state_owned(self) -> bool:
        return self.kind == "public_body" or any(row.get("state_owned") == "yes" for row in self.rows)

    @property
    def listed(self) -> bool:
        return any(row.get("listed") == "yes" for row in self.rows)

    @property
    def is_person(self) -> bool:
        return self.kind == "person"


@dataclass(frozen=True, slots=True)
class Interest:
    """A stake of one party in another for a time; share unknown = None (not zero)."""

    owner: str
    company: str
    share: Share | None
    voting: Share | None
    period: Period
    nature: str | None
    subscribed: Money | None
    paid: Money | None
    due: DateSpan | None
    derived: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Role:
    person: str
    company: str
    role: str
    title: str | None
    period: Period
    place: Place


@dataclass(frozen=True, slots=True)
class Transfer:
    """Shares or an asset changing hands. thing: `equity:COMPANY` with `share`, or an asset id.

    price None = not in the rows; reference: value of the whole thing moved (for shares: of the share moved) as the row gives it.
    """

    kind: str
    giver: str
    taker: str
    thing: str
    share: Share | None
    price: Money | None
    paid: Money | None
    consideration: str | None
    reference: Money | None
    reference_basis: str | None
    on: DateSpan | None
    signed: DateSpan | None
    place: Place

    @property
    def company(self) -> str | None:
        return self.thing.removeprefix("equity:") if self.thing.startswith("equity:") else None


@dataclass(frozen=True, slots=True)
class Payment:
    """Money from one party to another; `until` set where the row is a total over a period.

    balance: what the row says stood on the account afterwards; whose account that is, the row does not say.
    """

    payer: str
    payee: str
    money: Money | None
    on: DateSpan | None
    until: DateSpan | None
    count: int | None
    kind: str | None
    purpose: str | None
    status: str | None
    reference: str | None
    time: str | None
    place: Place
    balance: Money | None = None
    from_account: str | None = None
    to_account: str | None = None

    @property
    def is_total(self) -> bool:
        return self.until is not None

    @property
    def done(self) -> bool:
        return self.status in (None, "done")


@dataclass(frozen=True, slots=True)
class Contract:
    id: str | None
    kind: str
    first: str
    second: str
    asset: str | None
    money: Money | None
    on: DateSpan | None
    end: DateSpan | None
    place: Place


@dataclass(frozen=True, slots=True)
class Encumbrance:
    """A pledge, mortgage, freeze or seizure. asset: asset id, or `equity:COMPANY:OWNER` in party ids."""

    asset: str
    kind: str
    holder: str | None
    money: Money | None
    period: Period
    rank: int | None
    status: str | None
    authority: str | None
    reference: str | None
    published_on: DateSpan | None
    released: DateSpan | None
    place: Place


@dataclass(frozen=True, slots=True)
class Relation:
    """a is the kind of b."""

    a: str
    b: str
    kind: str
    period: Period
    place: Place


@dataclass(frozen=True, slots=True)
class CourtCase:
    number: str | None
    kind: str
    court: str | None
    claimant: str | None
    defendant: str | None
    money: Money | None
    outstanding: Money | None
    filed: DateSpan | None
    closed: DateSpan | None
    terminated_on: DateSpan | None
    published_on: DateSpan | None
    outcome: str | None
    cause: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Change:
    party: str
    item: str
    before: str | None
    after: str | None
    on: DateSpan | None
    notice: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Succession:
    predecessor: str
    successor: str
    kind: str
    assets: tuple[str, ...]
    assets_moved: Money | None
    liabilities_moved: Money | None
    on: DateSpan | None
    place: Place


@dataclass(frozen=True, slots=True)
class Accounts:
    """Filed accounts of one year; every figure may be unknown."""

    party: str
    year_end: DateSpan | None
    equity: Money | None
    total_assets: Money | None
    liabilities: Money | None
    revenue: Money | None
    profit: Money | None
    tax_paid: Money | None
    insured_staff: int | None
    dormant: str | None
    audited: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Title:
    """One owner's title to an asset for a time."""

    asset: str
    kind: str | None
    name: str | None
    identifier: str | None
    owner: str | None
    value: Money | None
    valued_on: DateSpan | None
    basis: str | None
    share: Share | None
    period: Period
    address: str | None
    court_area: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Declaration:
    debtor: str
    asset: str | None
    text: str | None
    value: Money | None
    declared_on: DateSpan | None
    covers_from: DateSpan | None
    place: Place


@dataclass(frozen=True, slots=True)
class Rate:
    """How many units of `to` one unit of `of` is worth on a day."""

    of: str
    to: str
    rate: Decimal
    on: DateSpan | None
    place: Place | None = None

    def near(self, day: date, days: int = 31) -> bool:
        return self.on is not None and abs((self.on.first - day).days) <= days


def read_share(row: Row, name: str) -> Share | None:
    text = row.get(name)
    return Share.parse(text) if text else None


def read_money(row: Row, name: str) -> Money | None:
    text = row.get(name)
    return Money.of(text, row.get("currency") or "CNY") if text else None


def read_period(row: Row) -> Period:
    return Period(row.span("start"), row.span("end"))


def read_whole(row: Row, name: str) -> int | None:
    text = row.get(name)
    return int(text) if text and text.isdigit() else None
