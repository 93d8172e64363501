"""Disposals: for too little, after the debt, on and on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bench.generator.life import Tale
from bench.generator.plants.plant import AFTER, Lookalike, Plant, after_debt, before_debt, planted, told
from bench.generator.story import Body
from bench.generator.ties import nominal_head, related_firm
from bench.generator.truth import Planted

_THINGS = ("real_estate", "vehicle", "land_use", "equipment", "ip")
# typologies.md §1: below 70 % of an independent value; up to 90 % between related parties; nil; one unit or one per cent.
_PRICES = {"nil": (0.0, 0.0), "nominal": (0.0, 0.0), "under": (0.12, 0.66), "under-related": (0.72, 0.87)}


def undervalue(s: Tale) -> Planted:
    """Shares or a thing to a related firm, for nothing or too little."""
    late = s.odds(0.8)
    on = after_debt(s) if late else before_debt(s, 1, 22)
    with told(s) as manner:
        tied = related_firm(s, on)
        giver = _giver(s, on)
        worth, kind = s.sum(0.15, 1.2), s.pick(tuple(_PRICES))
        price = {"nil": 0, "nominal": 1}.get(kind) if kind in ("nil", "nominal") else s.part(worth, *_PRICES[kind])
        _give(s, giver, tied.firm, on, worth, price)
        if price and price > 1:
            paid = s.pick((0.0, 0.3, 1.0))
            if paid:
                s.pay_in_parts(tied.firm, giver, round(price * paid), on, 60, "price", "转让款")
    tier = "lead" if not late else "strong" if tied.weak or kind == "under-related" else "fact"
    also = AFTER if late else ()
    return planted(s, "undervalue-transfer-related", (tied.firm,), tier, also, f"{kind}, {tied.code}", manner)


def _giver(s: Tale, on: date) -> Body:
    """The debtor, now and then a daughter that it holds."""
    if s.odds(0.75):
        return s.debtor
    born = s.day(s.founded, s.months_after(s.clock.arose, -30))
    daughter = s.firm(born=born)
    s.hold(s.debtor, daughter, s.rng.randint(67, 100), born)
    s.post(s.person(), daughter, "legal_representative", born)
    return daughter


def _give(s: Tale, giver: Body, taker: Body, on: date, worth: int, price: int | None) -> None:
    """The act with its value: on its own row, or on the title's; a thing or all shares of a daughter."""
    free = {"consideration": "none"} if price == 0 else {"consideration": "cash"}
    told_price = None if price == 0 and s.odds(0.5) else price
    basis = s.pick(("appraisal", "market", "tax"))
    if s.odds(0.35):
        born = s.day(s.founded, s.months_after(s.clock.arose, -30))
        target = s.firm(born=born)
        s.hold(giver, target, 100, born, on)
        s.hold(taker, target, 100, on)
        nominal = s.person()
        s.post(nominal, target, "legal_representative", born)
        s.sell_shares(target, giver, taker, on, told_price, 100, reference_value=worth, reference_basis=basis, **free)
        return
    kind = s.pick(_THINGS)
    on_row = s.odds(0.5)
    title: dict[str, Any] = {} if on_row else {"basis": basis, "valued_on": on - timedelta(days=s.rng.randint(5, 300))}
    thing = s.thing(kind, giver, None if on_row else worth, s.founded, on, **title)
    s.thing(kind, taker, None, on, ident=thing)
    reference = {"reference_value": worth, "reference_basis": basis} if on_row else {}
    s.sell(thing, giver, taker, on, told_price, **reference, **free)


def after(s: Tale) -> Planted:
    """Many disposals soon after the debt, or loans to a related firm that nothing explains."""
    with told(s) as manner:
        on = after_debt(s, s.clock.enforcement)
        if s.odds(0.5):
            takers = tuple(
                _sold_off(s, min(on + timedelta(days=18 * at), s.clock.as_of - timedelta(days=3)))
                for at in range(s.rng.randint(3, 5))
            )
            return planted(s, "transfer-after-debt", takers, "lead", (), "cluster to strangers", manner)
        tied = related_firm(s, on)
        s.pay_in_parts(s.debtor, tied.firm, s.sum(0.12, 0.7), on, 25, s.pick(("other", "loan", None)), "往来款")
    also = ("capital-withdrawal",) if tied.code == "R1" else ()
    return planted(s, "transfer-after-debt", (tied.firm,), "lead", also, f"money to {tied.code}", manner)


def _sold_off(s: Tale, on: date) -> Body:
    taker, kind = s.stranger(), s.pick(("vehicle", "equipment", "land_use"))
    thing = s.thing(kind, s.debtor, s.sum(0.1, 0.3), s.founded, on)
    s.sell(thing, s.debtor, taker, on, None, consideration="unknown")
    return taker


def serial(s: Tale) -> Planted:
    """A thing to a friendly or fresh firm, and on at nearly the same price."""
    c = s.clock
    on = s.day(c.arose + timedelta(days=14), c.due)
    last = c.as_of - timedelta(days=10)
    with told(s) as manner:
        fresh = s.odds(0.4)
        first = _fresh(s, on) if fresh else related_firm(s, on).firm
        worth = s.sum(0.3, 1.2)
        price = s.part(worth, 0.5, 1.0)
        hops, thing = (
            [s.debtor, first],
            s.thing("real_estate", s.debtor, worth, s.founded, on, basis="appraisal", valued_on=on),
        )
        s.thing("real_estate", first, None, on, ident=thing)
        s.sell(thing, s.debtor, first, on, price, consideration="cash")
        if s.odds(0.4):
            s.pay(first, s.debtor, s.part(price, 0.1, 0.45), on + timedelta(days=9), "price", "房款")
        for _ in range(s.rng.randint(1, 2)):
            on = min(s.days_after(on, 15, min(650, max(16, (last - on).days // 2))), last)
            price = s.part(price, 0.95, 1.07)
            taker = s.stranger()
            s.thing("real_estate", taker, None, on, ident=thing)
            s.sell(thing, hops[-1], taker, on, price, consideration="cash")
            hops.append(taker)
    also = (*AFTER, "thin-capital-shell") if fresh else (*AFTER, "undervalue-transfer-related")
    return planted(
        s, "serial-transfer-chain", tuple(hops[1:]), "strong", also, "fresh firm" if fresh else "related first", manner
    )


def _fresh(s: Tale, on: date) -> Body:
    """A firm founded for the deal: a few weeks old, nothing paid in."""
    born = on - timedelta(days=s.rng.randint(15, 150))
    firm = s.firm(born=born, paid_capital=0, employees=0)
    nominal_head(s, firm, born)
    return firm


# --- look-alikes --------------------------------------------------------------------------------------------------


def appraised(s: Tale) -> None:
    """A large sale to a stranger near its appraised value, paid in full; the buyer's head bears the lead's name."""
    on, worth = after_debt(s, s.clock.suit), s.sum(0.3, 0.9)
    born = s.day(date(2009, 1, 1), date(2016, 1, 1))
    buyer, price = s.firm(born=born), s.part(worth, 0.88, 1.05)
    head = s.person()
    next(r for r in s.tables["parties"] if r["id"] == head.id)["name"] = s.lead.name
    s.hold(head, buyer, 100, born)
    s.post(head, buyer, "legal_representative", born)
    _fair_sale(s, buyer, on, worth, price)


def _fair_sale(s: Tale, buyer: Body, on: date, worth: int, price: int, **cells: object) -> str:
    thing = s.thing("real_estate", s.debtor, worth, s.founded, on, basis="appraisal", valued_on=on - timedelta(days=20))
    s.thing("real_estate", buyer, None, on, ident=thing)
    s.sell(
        thing,
        s.debtor,
        buyer,
        on,
        price,
        consideration="cash",
        reference_value=worth,
        reference_basis="appraisal",
        **cells,
    )
    s.pay_in_parts(buyer, s.debtor, price, on - timedelta(days=20), 40, "price", "房款")
    return thing


def related_fair(s: Tale) -> None:
    """A sale to a related firm at or above the appraisal, paid in full within the month, before the debt."""
    on, worth = before_debt(s, 2, 10), s.sum(0.2, 0.8)
    _fair_sale(s, related_firm(s, on, ("R5+R6",)).firm, on, worth, s.part(worth, 1.0, 1.1))


def worthless(s: Tale) -> None:
    """Shares of an insolvent daughter for one yuan to a stranger: nothing was given away."""
    on = after_debt(s)
    born = s.day(s.founded, s.months_after(s.clock.arose, -30))
    target, buyer = s.firm(born=born), s.stranger()
    s.hold(s.debtor, target, 100, born, on)
    s.hold(buyer, target, 100, on)
    s.books(
        target,
        on.year - 1,
        equity=-s.sum(0.1, 0.4),
        total_assets=s.sum(0.1, 0.2),
        liabilities=s.sum(0.5, 0.6),
        audited="yes",
    )
    s.sell_shares(target, s.debtor, buyer, on, 1, 100, consideration="cash")
    s.pay(buyer, s.debtor, 1, on, "price", "股权转让款")


def state_sisters(s: Tale) -> None:
    """Two firms of one state body: a sale above its appraisal, paid."""
    body = s.office(f"{s.home}国有资产监督管理委员会", state_owned="yes")
    born, on, worth = s.day(date(2009, 1, 1), date(2014, 1, 1)), after_debt(s), s.sum(0.3, 0.8)
    sister = s.firm(born=born, state_owned="yes")
    s.hold(body, sister, 100, born)
    s.post(s.person(), sister, "legal_representative", born)
    for row in s.tables["holdings"]:
        if row["owner"] == s.lead.id:
            row["owner"] = body.id
    _fair_sale(s, sister, on, worth, s.part(worth, 1.01, 1.08))


def drop_down(s: Tale) -> None:
    """A building goes into a daughter that the debtor holds wholly and still holds: its value has not left."""
    on, worth, born = before_debt(s, 2, 16), s.sum(0.3, 0.8), s.day(s.founded, s.months_after(s.clock.arose, -30))
    daughter = s.firm(born=born)
    s.hold(s.debtor, daughter, 100, born)
    s.post(s.person(), daughter, "legal_representative", born)
    thing = s.thing("real_estate", s.debtor, worth, s.founded, on, basis="appraisal", valued_on=on)
    s.thing("real_estate", daughter, None, on, ident=thing)
    s.sell(thing, s.debtor, daughter, on, None, consideration="shares", note="以不动产作价增资全资子公司")


def forced_sale(s: Tale) -> None:
    """The court's own auction, and part payments to the creditor."""
    on, worth = s.day(s.clock.enforcement, s.clock.as_of - timedelta(days=5)), s.sum(0.2, 0.6)
    buyer, price = s.stranger(), s.part(worth, 0.6, 0.75)
    thing = s.thing("real_estate", s.debtor, worth, s.founded, on, basis="appraisal", valued_on=on)
    s.thing("real_estate", buyer, None, on, ident=thing)
    s.sell(
        thing,
        s.debtor,
        buyer,
        on,
        price,
        consideration="cash",
        reference_value=worth,
        reference_basis="appraisal",
        note="司法拍卖成交",
    )
    s.pay(s.debtor, s.creditor, s.part(price, 0.8, 1.0), on + timedelta(days=9), "enforcement", "执行款")


def goods(s: Tale) -> None:
    """Stock sold in the course of trade to customers, after the debt; old disposals long before it."""
    for _ in range(4):
        on, thing = after_debt(s, s.clock.suit), s.thing("stock", s.debtor, s.sum(0.05, 0.12), s.founded)
        s.sell(thing, s.debtor, s.pick(s.customers), on, s.sum(0.05, 0.12), consideration="cash")
    old = before_debt(s, 30, 50)
    worth = s.sum(0.2, 0.5)
    _fair_sale(s, s.stranger(), old, worth, s.part(worth, 0.95, 1.1))


def dealer(s: Tale) -> None:
    """A dealer pays the appraised price and sells on with his margin, to a stranger who pays."""
    on, worth = s.day(s.clock.arose + timedelta(days=20), s.clock.due), s.sum(0.1, 0.4)
    trader, end = s.stranger(scope="二手车经销；二手设备收购与销售"), s.stranger()
    price, later = s.part(worth, 0.92, 1.0), s.days_after(on, 20, 80)
    thing = s.thing("vehicle", s.debtor, worth, s.founded, on, basis="appraisal", valued_on=on)
    s.sell(thing, s.debtor, trader, on, price, consideration="cash", reference_value=worth, reference_basis="appraisal")
    s.pay(trader, s.debtor, price, on, "price", "车辆收购款")
    resold = s.part(price, 1.18, 1.4)
    s.sell(thing, trader, end, later, resold, consideration="cash")
    s.pay(end, trader, resold, later, "price", "购车款")


def long_gap(s: Tale) -> None:
    """A stranger who paid sells on three years later, for much more."""
    on, worth = before_debt(s, 1, 3), s.sum(0.3, 0.6)
    buyer, end = s.stranger(), s.stranger()
    thing = _fair_sale(s, buyer, on, worth, s.part(worth, 0.95, 1.05))
    later = on + timedelta(days=s.rng.randint(760, 900))
    if later < s.clock.as_of:
        s.sell(thing, buyer, end, later, s.part(worth, 1.4, 1.8), consideration="cash")


PLANTS: dict[str, Plant] = {
    "undervalue-transfer-related": undervalue,
    "transfer-after-debt": after,
    "serial-transfer-chain": serial,
}
LOOKALIKES: dict[str, tuple[Lookalike, ...]] = {
    "undervalue-transfer-related": (appraised, related_fair, worthless, state_sisters, drop_down),
    "transfer-after-debt": (forced_sale, goods, appraised),
    "serial-transfer-chain": (dealer, long_gap),
}
