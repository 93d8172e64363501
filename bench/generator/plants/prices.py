"""Overpriced purchases and guarantees for a related party."""

from __future__ import annotations

from datetime import date, timedelta

from bench.generator.life import Tale
from bench.generator.plants.plant import AFTER, Lookalike, Plant, before_debt, planted, told
from bench.generator.story import Body
from bench.generator.ties import nominal_head, related_firm
from bench.generator.truth import Planted


def overvalue(s: Tale) -> Planted:
    """The debtor pays a related firm, or a fresh go-between, far above the value; or answers for its debt."""
    on = s.day(s.months_after(s.clock.arose, -18), s.clock.suit)
    with told(s) as manner:
        way = s.pick(("related", "related", "go-between", "guarantee"))
        firm = {"related": _dear, "go-between": _between, "guarantee": _answers}[way](s, on)
    # An unrelated go-between is a second sign only after the debt; before it, the price stands alone.
    weak = way == "guarantee" or (way == "go-between" and on < s.clock.arose)
    return planted(
        s,
        "overvalue-purchase-related",
        (firm,),
        "lead" if weak else "strong",
        (*AFTER, "thin-capital-shell"),
        way,
        manner,
    )


def _buy(s: Tale, seller: Body, on: date, worth: int | None, price: int, thing: str = "") -> None:
    reference = {"reference_value": worth, "reference_basis": s.pick(("appraisal", "market"))} if worth else {}
    if not thing:
        thing = s.thing("equipment", seller, None, date(2016, 1, 1), on)
    s.thing("equipment", s.debtor, None, on, ident=thing)
    s.sell(thing, seller, s.debtor, on, price, consideration="cash", **reference)
    s.pay_in_parts(s.debtor, seller, price, on, 30, "price", "设备采购款")


def _dear(s: Tale, on: date) -> Body:
    seller, worth = related_firm(s, on).firm, s.sum(0.2, 0.7)
    _buy(s, seller, on, worth, s.part(worth, 1.45, 4.0))
    return seller


def _between(s: Tale, on: date) -> Body:
    """Bought by a firm some months old, sold to the debtor within half a year for twice the price or more."""
    born = on - timedelta(days=s.rng.randint(100, 330))
    middle, maker, first = s.firm(born=born, employees=0, paid_capital=0), s.stranger(), s.sum(0.15, 0.4)
    nominal_head(s, middle, born)
    thing, bought = s.thing("equipment", maker, None, date(2016, 1, 1)), on - timedelta(days=s.rng.randint(10, 90))
    s.sell(thing, maker, middle, bought, first, consideration="cash")
    s.pay(middle, maker, first, bought, "price", "设备款")
    _buy(s, middle, on, None, s.part(first, 2.1, 4.0), thing)
    return middle


def _answers(s: Tale, on: date) -> Body:
    """A guarantee of half of the net assets or more for a related firm's loan."""
    firm = related_firm(s, on, ("R5+R6",)).firm
    bank = s.office(f"{s.home}村镇银行股份有限公司{s.number}", "company", licence="bank")
    loan = s.sum(0.5, 1.2)
    s.books(s.debtor, on.year - 1, equity=round(loan / s.rng.uniform(0.4, 1.5)), audited="yes")
    s.agree("loan", bank, firm, loan, on)
    s.agree("guarantee", s.debtor, firm if s.odds(0.5) else bank, loan, on, note=f"为{firm.name}借款提供连带责任保证")
    return firm


# --- look-alikes --------------------------------------------------------------------------------------------------


def related_purchase(s: Tale) -> None:
    """Bought from a related firm at its appraised price."""
    on, worth = before_debt(s, 1, 18), s.sum(0.2, 0.6)
    _buy(s, related_firm(s, on, ("R5+R6",)).firm, on, worth, s.part(worth, 0.95, 1.1))


def premium(s: Tale) -> None:
    """A stranger is paid a premium within bounds."""
    on, worth = before_debt(s, 1, 18), s.sum(0.2, 0.6)
    _buy(s, s.stranger(), on, worth, s.part(worth, 1.1, 1.25))


def improved(s: Tale) -> None:
    """A firm of many years bought raw, built for a year, and sold for more."""
    on, first = before_debt(s, 1, 10), s.sum(0.1, 0.3)
    builder, owner = s.stranger(), s.stranger()
    thing, bought = s.thing("equipment", owner, None, date(2014, 1, 1)), on - timedelta(days=s.rng.randint(300, 500))
    s.sell(thing, owner, builder, bought, first, consideration="cash")
    _buy(s, builder, on, s.part(first, 2.0, 2.2), s.part(first, 2.0, 2.2), thing)


def small_guarantee(s: Tale) -> None:
    """A daughter's small loan is guaranteed: the group's own business."""
    on, born = before_debt(s, 2, 20), date(2016, 1, 1)
    daughter = s.firm(born=born)
    bank = s.office(f"{s.home}城市银行股份有限公司{s.number}", "company", licence="bank")
    s.hold(s.debtor, daughter, 100, born)
    s.books(s.debtor, on.year - 1, equity=s.debt * 2, audited="yes")
    loan = s.sum(0.05, 0.2)
    s.agree("loan", bank, daughter, loan, on)
    s.agree("guarantee", s.debtor, bank, loan, on, note=f"为{daughter.name}借款提供保证")


PLANTS: dict[str, Plant] = {"overvalue-purchase-related": overvalue}
LOOKALIKES: dict[str, tuple[Lookalike, ...]] = {
    "overvalue-purchase-related": (related_purchase, premium, improved, small_guarantee),
}
