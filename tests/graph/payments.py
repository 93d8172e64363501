"""Bank rows by hand, and at random."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from graph.facts import Payment
from graph.statements import Place
from graph.values import DateSpan, Money

FIRST = date(2024, 1, 1)


def row(
    payer: str, payee: str, amount: str | int, day: int | str | None = 0, *, time: str | None = None, source: str = "a.csv",
    reference: str | None = None, status: str | None = None, purpose: str | None = None, kind: str | None = None,
    until: str | None = None, balance: str | int | None = None, account: tuple[str | None, str | None] = (None, None),
    name: str = "", currency: str = "CNY",
) -> Payment:  # fmt: skip
    """A payment; `day` counts from 2024-01-01, or is a (partial) date."""
    on = DateSpan.on(FIRST + timedelta(days=day)) if isinstance(day, int) else DateSpan.parse(day) if day else None
    said = f"{payer}{payee}{amount}{day}{time}{reference}{status}{purpose}{name}"
    place = Place("payments", source, "x", "0" * 64, name or said, name or None, fact=f"{source}:{said}")
    held = Money.of(str(balance), currency) if balance is not None else None
    return Payment(
        payer, payee, Money.of(str(amount), currency), on, DateSpan.parse(until) if until else None, None, kind, purpose,
        status, reference, time, place, held, *account,
    )  # fmt: skip


def named(flows: object) -> list[str]:
    """The row names of payments, in order."""
    return [p.place.row_id for p in flows]  # type: ignore[attr-defined]


@st.composite
def courses_of(draw: st.DrawFn, parties: str = "HABCE", most: int = 14, days: int = 6) -> list[Payment]:
    """Up to `most` payments among few parties in few days: thick with returns and rings."""
    count = draw(st.integers(1, most))
    rows = []
    for at in range(count):
        payer = draw(st.sampled_from(parties))
        payee = draw(st.sampled_from(parties.replace(payer, "")))
        amount = Decimal(draw(st.integers(1, 400))) / 4
        rows.append(row(payer, payee, str(amount), draw(st.integers(0, days)), name=f"p{at}"))
    return rows
