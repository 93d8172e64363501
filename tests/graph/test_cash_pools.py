"""Pools with an agreement, sweeps without one, and neither."""

from __future__ import annotations

from decimal import Decimal

from graph.cash_pools import pools
from graph.facts import Contract, Payment
from graph.statements import Place
from tests.graph.payments import row

AGREED = Contract("k", "cash_pool", "S", "POOL", None, None, None, None, Place("contracts", "k.csv", "x", "0" * 64, 2))


def sweeps(days: list[int], kind: str | None = "sweep", purpose: str | None = None) -> list[Payment]:
    up = [row("S", "POOL", 100, d, kind=kind, purpose=purpose) for d in days]
    return [*up, *(row("POOL", "S", 98, d + 4, kind=kind, purpose=purpose) for d in days)]


def test_regular_sweeps_with_an_agreement_leave_a_claim() -> None:
    (pool,) = pools([AGREED], sweeps([0, 31, 59, 90]))
    assert (pool.head, pool.member, pool.net, pool.recognised) == ("POOL", "S", Decimal(8), True)


def test_the_head_is_the_one_with_several_members() -> None:
    other = Contract("k2", "cash_pool", "POOL", "T", None, None, None, None, AGREED.place)
    (pool,) = pools([AGREED, other], sweeps([0, 30, 60]))
    assert pool.head == "POOL"


def test_without_an_agreement_it_is_seen_but_not_recognised() -> None:
    (pool,) = pools([], sweeps([0, 30, 60]))
    assert pool.regular and not pool.recognised


def test_two_sweeps_or_uneven_ones_are_not_regular() -> None:
    assert not pools([AGREED], sweeps([0, 30]))[0].recognised
    assert not pools([AGREED], sweeps([0, 3, 90]))[0].recognised


def test_an_agreement_does_not_cover_other_payments() -> None:
    assert not pools([AGREED], sweeps([0, 30, 60], kind="loan"))
    assert pools([AGREED], sweeps([0, 30, 60], kind=None, purpose="资金归集"))
