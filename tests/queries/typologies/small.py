"""Small worlds: parties, holdings and payments by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from graph.case import Case, Debt, DebtClock, Debtor
from graph.facts import Accounts, Contract, Interest, Party, Payment, Relation, Role, Title, Transfer
from graph.statements import Place, Row
from graph.values import DateSpan, Money, Period, Share

AS_OF = date(2024, 10, 1)


def span(text: str | None) -> DateSpan | None:
    return DateSpan.parse(text) if text else None


def cny(amount: int | str | None, currency: str = "CNY") -> Money | None:
    return None if amount is None else Money.of(amount, currency)


def period(start: str | None = None, end: str | None = None) -> Period:
    return Period(span(start), span(end))


def place(table: str, name: str, standing: str = "recorded", source: str = "rows.csv") -> Place:
    return Place(table, source, "x", "0" * 64, name, name, standing, fact=f"{table}:{name}")


def firm(name: str, kind: str = "company", source: str = "rows.csv", **cells: str) -> Party:
    row = Row({"name": name, **cells}, place("parties", f"{name}@{source}", source=source), {"party": name})
    return Party(name, kind, name, rows=(row,))


def held(name: str, owner: str, company: str, share: str | None, start: str | None = None, end: str | None = None,
         standing: str = "recorded", source: str = "rows.csv") -> Interest:  # fmt: skip
    return Interest(
        owner, company, Share.parse(share) if share else None, None, period(start, end), None, None, None, None, False,
        place("holdings", name, standing, source),
    )  # fmt: skip


def paid(name: str, payer: str, payee: str, amount: int | str, on: str | None, kind: str | None = "other",
         until: str | None = None, status: str | None = None, currency: str = "CNY", source: str = "rows.csv") -> Payment:  # fmt: skip
    return Payment(
        payer, payee, cny(amount, currency), span(on), span(until), None, kind, None, status, None, None,
        place("payments", name, source=source),
    )  # fmt: skip


def post(name: str, person: str, company: str, role: str, start: str | None = None, end: str | None = None) -> Role:
    return Role(person, company, role, None, period(start, end), place("roles", name))


def agreed(name: str, kind: str, first: str, second: str, amount: int | None = None, on: str | None = None) -> Contract:
    return Contract(name, kind, first, second, None, cny(amount), span(on), None, place("contracts", name))


def linked(name: str, a: str, b: str, kind: str, standing: str = "recorded") -> Relation:
    return Relation(a, b, kind, period(), place("relations", name, standing))


def bought(name: str, giver: str, taker: str, thing: str, price: int, on: str) -> Transfer:
    return Transfer(
        "asset", giver, taker, thing, None, cny(price), None, "cash", None, None, span(on), None, place("asset_transfers", name)
    )  # fmt: skip


def filed(name: str, party: str, year: str, staff: int | None = None, tax: int | None = None, revenue: int | None = None,
          dormant: str | None = None) -> Accounts:  # fmt: skip
    return Accounts(
        party, span(year), None, None, None, cny(revenue), None, cny(tax), staff, dormant, None, place("accounts", name)
    )


def titled(name: str, asset: str, owner: str, value: int | None = None, start: str | None = None) -> Title:
    return Title(
        asset, "real_estate", asset, None, owner, cny(value), None, None, None, period(start), None, None, place("assets", name)
    )  # fmt: skip


_TABLES = {
    "interests": "holdings", "payments": "payments", "roles": "roles", "contracts": "contracts",
    "relations": "relations", "transfers": "asset_transfers", "accounts": "accounts", "titles": "assets",
}  # fmt: skip


def world(debtor: str = "D", *, claim: int | None = 1_000_000, arose: str | None = "2023-01-01", parties: Iterable[Party] = (),
          clock: dict[str, str] | None = None, empty: Iterable[str] = (), **facts: Iterable[Any]) -> Case:  # fmt: skip
    """A case of the given facts; parties that rows only name are companies. empty: tables held without a row."""
    listed: dict[str, Any] = {name: tuple(found) for name, found in facts.items()}
    known = {p.id: p for p in parties}
    for found in listed.values():
        for fact in found:
            for end in (
                "owner",
                "company",
                "payer",
                "payee",
                "person",
                "a",
                "b",
                "giver",
                "taker",
                "first",
                "second",
                "party",
            ):
                name = getattr(fact, end, None)
                if isinstance(name, str):
                    kind = "person" if end == "person" or name.startswith("P-") else "company"
                    known.setdefault(name, firm(name, kind))
    known.setdefault(debtor, firm(debtor))
    days = {name: span(text) for name, text in {"arose": arose, **(clock or {})}.items()}
    debt = Debt("t", "t", (Debtor(debtor),), DebtClock(**days), AS_OF, "CN", "CR", cny(claim))
    held_tables = {_TABLES[name] for name, found in listed.items() if found and name in _TABLES} | {"parties", *empty}
    return replace(Case(debt, "s", (), known, tables_held=frozenset(held_tables)), **listed)
