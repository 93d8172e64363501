"""Firms, people and stakes of the made-up economy."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the export's own register of people numbers him."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Body:
    """A holder that is no row of the export's basics: a public body, a fund, a foreign firm."""

    name: str
    kind: str = "企业法人"


@dataclass(frozen=True, slots=True)
class Stake:
    """A holder's share of a firm, the day it began (empty: unknown), amounts in 万元."""

    holder: Person | Body | Firm
    share: Fraction
    since: str
    subscribed: Fraction
    paid: Fraction | None


@dataclass(slots=True)
class Firm:
    """One firm of the export; capital and paid in 万元."""

    name: str
    code: str
    city: str
    born: date
    status: str
    capital: Fraction
    paid: Fraction | None
    staff: int | None
    address: str
    phone: str
    scope: str
    rep: Person | None = None
    former: str = ""
    stakes: list[Stake] = field(default_factory=list)
    officers: list[tuple[Person, str]] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return "企业法人"
