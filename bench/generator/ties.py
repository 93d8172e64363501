"""Parties tied to a debtor, by each lawful ground of the paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bench.generator.life import Tale
from bench.generator.story import Body


@dataclass(frozen=True, slots=True)
class Tied:
    """A related firm: the ground's code, and whether the ground is one of the weak ones (address, phone, handler)."""

    firm: Body
    code: str
    weak: bool = False


def related_firm(s: Tale, on: date, but: tuple[str, ...] = ()) -> Tied:
    """A firm related to the debtor on the day by a ground drawn at random."""
    code = s.pick([c for c in _GROUNDS if c not in but])
    return Tied(_GROUNDS[code](s, on), code, code == "R5+R6")


def _young(s: Tale, on: date) -> date:
    return s.day(on - timedelta(days=2200), on - timedelta(days=200))


def _parent(s: Tale, on: date) -> Body:
    """R1: a firm of the lead's that holds most of the debtor itself."""
    born = s.day(date(2006, 1, 1), s.founded)
    parent = s.firm(born=born)
    s.hold(s.lead, parent, 100, born)
    s.post(s.person(), parent, "legal_representative", born)
    if s.personal:
        return parent
    for row in s.tables["holdings"]:
        if row["company"] in (s.company.id, s.company.code, s.company.name) and row["owner"] == s.lead.id:
            row["owner"] = parent.id
    return parent


def _sister(s: Tale, on: date) -> Body:
    """R2: the lead holds most of it, directly or through a firm."""
    born = _young(s, on)
    sister = s.firm(born=born)
    holder, share = s.lead, s.rng.randint(51, 100)
    if s.odds(0.4):
        holder = s.firm(born=born)
        s.hold(s.lead, holder, s.rng.randint(51, 100), born)
        s.post(s.person(), holder, "legal_representative", born)
    s.hold(holder, sister, share, born)
    if share < 100:
        s.hold(s.person(), sister, 100 - share, born)
    s.post(s.person(), sister, "legal_representative", born)
    return sister


def _office(s: Tale, on: date) -> Body:
    """R3: the lead is legal representative, director or finance head; the holders are others."""
    born = _young(s, on)
    firm, owner = s.firm(born=born), s.person()
    s.hold(owner, firm, 100, born)
    role = s.pick(("legal_representative", "director", "finance_head", "executive_director"))
    s.post(s.lead, firm, role, born)
    if role != "legal_representative":
        s.post(owner, firm, "legal_representative", born)
    return firm


def _kin(s: Tale, on: date) -> Body:
    """R4: a recorded relative holds most of it, or leads it."""
    born = _young(s, on)
    firm, relative = s.firm(born=born), s.person()
    s.tie(relative, s.lead, s.pick(("spouse", "sibling", "child", "parent")))
    s.hold(relative, firm, s.rng.choice((60, 75, 100)), born)
    s.post(relative if s.odds(0.6) else s.person(), firm, "legal_representative", born)
    return firm


def _contacts(s: Tale, on: date) -> Body:
    """R5 and R6: the same door and the same telephone, nobody else behind either."""
    row = next(r for r in s.tables["parties"] if r["id"] == s.company.id)
    firm = s.firm(born=_young(s, on), address=row["address"], phone=row["phone"])
    s.owned(firm, s.person(), _young(s, on))
    return firm


def _former(s: Tale, on: date) -> Body:
    """R8: the lead held it until some months before."""
    born = on - timedelta(days=s.rng.randint(1000, 2200))
    left = on - timedelta(days=s.rng.randint(40, 600))
    firm, heir = s.firm(born=born), s.person()
    s.hold(s.lead, firm, 100, born, left)
    s.hold(heir, firm, 100, left)
    s.post(heir, firm, "legal_representative", born)
    return firm


_GROUNDS: dict[str, Callable[[Tale, date], Body]] = {
    "R1": _parent,
    "R2": _sister,
    "R3": _office,
    "R4": _kin,
    "R5+R6": _contacts,
    "R8": _former,
}


def relative(
    s: Tale, of: Body, kinds: tuple[str, ...] = ("spouse", "child", "sibling", "parent"), **cells: Any
) -> Body:
    """A person whom a row records as kin."""
    kin = s.person()
    s.tie(kin, of, s.pick(kinds), **cells)
    return kin


def nominal_head(s: Tale, firm: Body, on: date) -> Body:
    """A stranger who holds and leads a firm alone."""
    head = s.person()
    s.hold(head, firm, 100, on)
    s.post(head, firm, "legal_representative", on)
    return head
