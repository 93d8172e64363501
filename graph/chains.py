"""A chain: an ordered walk with share, price and rows on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph.facts import Contract, Encumbrance, Interest, Payment, Relation, Role, Title, Transfer
from graph.statements import Place


@dataclass(frozen=True, slots=True)
class Edge:
    """One step. frm and to are party ids or asset ids; share exact text; price in currency; days as the rows give them."""

    kind: str
    frm: str
    to: str
    place: Place
    share: str | None = None
    price: str | None = None
    currency: str | None = None
    thing: str | None = None
    label: str | None = None
    start: str | None = None
    end: str | None = None
    ended: bool = False
    inferred: bool = False

    @property
    def standing(self) -> str:
        return self.place.standing


@dataclass(frozen=True, slots=True)
class Chain:
    """Steps in the order they are read; the first giver stands first."""

    edges: tuple[Edge, ...] = ()
    extra_nodes: tuple[str, ...] = ()

    @property
    def nodes(self) -> tuple[str, ...]:
        ends = [end for edge in self.edges for end in (edge.frm, edge.to)]
        return tuple(dict.fromkeys((*ends, *self.extra_nodes)))

    @staticmethod
    def of(edges: Iterable[Edge], extra: Iterable[str] = ()) -> Chain:
        """Each row once, in the order given."""
        unique = {(e.kind, e.frm, e.to, e.place.fact): e for e in edges}
        return Chain(tuple(unique.values()), tuple(extra))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def owns(interest: Interest, as_of: date) -> Edge:
    ended = interest.period.holds_on(as_of) == "no"
    return Edge(
        "ownership", interest.owner, interest.company, interest.place, share=_text(interest.share),
        start=_text(interest.period.start), end=_text(interest.period.end), ended=ended, label=interest.nature,
    )  # fmt: skip


def serves(role: Role, as_of: date) -> Edge:
    ended = role.period.holds_on(as_of) == "no"
    return Edge(
        "role", role.person, role.company, role.place, label=role.role, start=_text(role.period.start),
        end=_text(role.period.end), ended=ended,
    )  # fmt: skip


def moves(transfer: Transfer) -> Edge:
    price = transfer.price
    return Edge(
        f"{transfer.kind}_transfer", transfer.giver, transfer.taker, transfer.place, share=_text(transfer.share),
        price=str(price.amount) if price else None, currency=price.currency if price else None, thing=transfer.thing,
        start=_text(transfer.on),
    )  # fmt: skip


def pays(payment: Payment) -> Edge:
    money = payment.money
    return Edge(
        "payment", payment.payer, payment.payee, payment.place, price=str(money.amount) if money else None,
        currency=money.currency if money else None, label=payment.kind, start=_text(payment.on), end=_text(payment.until),
    )  # fmt: skip


def relates(relation: Relation) -> Edge:
    return Edge(
        "relation", relation.a, relation.b, relation.place, label=relation.kind, start=_text(relation.period.start),
        end=_text(relation.period.end), ended=relation.period.ended,
    )  # fmt: skip


def agrees(contract: Contract) -> Edge:
    money = contract.money
    return Edge(
        "contract", contract.first, contract.second, contract.place, price=str(money.amount) if money else None,
        currency=money.currency if money else None, label=contract.kind, thing=contract.asset, start=_text(contract.on),
        end=_text(contract.end),
    )  # fmt: skip


def holds_title(title: Title, as_of: date) -> Edge:
    return Edge(
        "ownership", title.owner or "?", title.asset, title.place, share=_text(title.share), thing=title.asset,
        start=_text(title.period.start), end=_text(title.period.end), ended=title.period.holds_on(as_of) == "no",
    )  # fmt: skip


def burdens(encumbrance: Encumbrance) -> Edge:
    money = encumbrance.money
    return Edge(
        "encumbrance", encumbrance.holder or "?", encumbrance.asset, encumbrance.place, label=encumbrance.kind,
        price=str(money.amount) if money else None, currency=money.currency if money else None,
        start=_text(encumbrance.period.start), end=_text(encumbrance.period.end),
        ended=encumbrance.status in ("released", "lapsed"),
    )  # fmt: skip
