"""Families: gifts, divorces, houses in a relative's name."""

from __future__ import annotations

from datetime import date, timedelta

from bench.generator.life import Tale
from bench.generator.plants.plant import AFTER, Lookalike, Plant, after_debt, before_debt, planted, told
from bench.generator.story import Body
from bench.generator.ties import relative
from bench.generator.truth import Planted
from examples.making.bank import months

_NEAR = ("spouse", "child", "parent")


def family(s: Tale) -> Planted:
    """The debtor, a person, gives a home away to kin, or is left the debts without the homes in a divorce."""
    s.personal = True
    late, split = s.odds(0.75), s.odds(0.4)
    on = after_debt(s) if late else before_debt(s, 1, 11)
    with told(s) as manner:
        kin = relative(s, s.lead, ("former_spouse",) if split else _NEAR)
        if split:
            # What else the debtor's life leaves in his name is not known here: the paper says who bears the debts.
            note = f"离婚协议：房产归女方；夫妻共同债务由{s.lead.name}承担"
            s.agree("settlement", s.lead, kin, None, on - timedelta(days=10), note=note)
        for _ in range(s.rng.randint(3, 4) if split else s.rng.randint(1, 2)):
            _gift(s, s.lead, kin, on, "离婚协议约定归女方所有" if split else "赠与")
        if split and s.odds(0.5):
            s.thing("vehicle", s.lead, s.sum(0.01, 0.03), s.founded)
    tier = "lead" if not late else "strong" if split else "fact"
    also = ("undervalue-transfer-related", *AFTER) if late else ("undervalue-transfer-related",)
    return planted(s, "family-divorce-transfer", (kin,), tier, also, "divorce" if split else "gift", manner)


def _gift(s: Tale, giver: Body, kin: Body, on: date, note: str) -> None:
    worth = s.sum(0.15, 0.6)
    thing = s.thing("real_estate", giver, worth, s.founded, on, basis="appraisal")
    s.thing("real_estate", kin, None, on, ident=thing)
    s.sell(
        thing,
        giver,
        kin,
        on,
        None if s.odds(0.5) else 0,
        consideration="none",
        reference_value=worth,
        reference_basis="market",
        note=note,
    )


def proxy(s: Tale) -> Planted:
    """A relative buys from a stranger; half of the price or more is the debtor's money."""
    s.personal = s.odds(0.6)
    on = s.day(s.months_after(s.clock.arose, -30), s.clock.suit)
    with told(s) as manner:
        kin, seller = relative(s, s.lead), s.stranger()
        price = s.sum(0.25, 0.9)
        part = s.rng.uniform(0.55, 1.0)
        thing = s.thing("real_estate", seller, price, date(2012, 1, 1), on)
        s.thing("real_estate", kin, price, on, ident=thing)
        s.sell(thing, seller, kin, on, price, consideration="cash")
        own, paid = round(price * part), on - timedelta(days=s.rng.randint(1, 12))
        direct = s.odds(0.5)
        if direct:
            s.pay_in_parts(s.debtor, seller, own, paid, 9, "other", f"代{kin.name}付购房款")
        else:
            s.pay_in_parts(s.debtor, kin, own, paid, 1, "other", "往来款")
            s.pay(kin, seller, own, paid + timedelta(days=1), "price", "购房款")
        if own < price:
            s.pay(kin, seller, price - own, on, "price", "购房款")
    also = (*AFTER, "pass-through-account", "family-divorce-transfer")
    return planted(s, "relative-proxy-holding", (kin,), "strong", also, "direct" if direct else "through kin", manner)


# --- look-alikes --------------------------------------------------------------------------------------------------


def old_gift(s: Tale) -> None:
    """A daughter was given shares and a flat more than five years before; she runs the firm."""
    s.personal = True
    child = relative(s, s.lead, ("child",))
    on = before_debt(s, 61, 90)
    _gift(s, s.lead, child, on, "赠与")
    s.thing("real_estate", s.lead, s.sum(0.3, 0.6), s.founded)


def even_divorce(s: Tale) -> None:
    """A divorce years before, halves on either side; child support since."""
    s.personal = True
    on = before_debt(s, 26, 50)
    former, child = relative(s, s.lead, ("former_spouse",)), relative(s, s.lead, ("child",))
    s.agree("settlement", s.lead, former, None, on, note="离婚协议：财产分割")
    _gift(s, s.lead, former, on, "离婚协议约定归女方所有")
    for _ in range(2):
        s.thing("real_estate", s.lead, s.sum(0.2, 0.5), s.founded)
    for month in months(s.clock.arose, s.clock.due):
        s.pay(s.lead, child, 3000, month.replace(day=8), "other", "抚养费")


def paid_kin(s: Tale) -> None:
    """A brother buys at the appraised price and pays by bank, before the debt."""
    s.personal = True
    kin, on, worth = relative(s, s.lead, ("sibling",)), before_debt(s, 2, 10), s.sum(0.2, 0.5)
    thing = s.thing("real_estate", s.lead, worth, s.founded, on, basis="appraisal", valued_on=on)
    s.thing("real_estate", kin, None, on, ident=thing)
    price = s.part(worth, 0.97, 1.03)
    s.sell(thing, s.lead, kin, on, price, consideration="cash", reference_value=worth, reference_basis="appraisal")
    s.pay_in_parts(kin, s.lead, price, on - timedelta(days=15), 25, "price", "购房款")


def own_income(s: Tale) -> None:
    """A relative buys a home from wages and a bank loan."""
    s.personal = s.odds(0.6)
    kin, seller = relative(s, s.lead), s.stranger()
    employer = s.stranger()
    bank = s.office(f"{s.home}商业银行股份有限公司住房支行{s.number}", "company", licence="bank")
    on, price = s.day(s.months_after(s.clock.arose, -20), s.clock.suit), s.sum(0.2, 0.6)
    for month in months(s.months_after(on, -10), on - timedelta(days=31)):
        s.pay(employer, kin, 28_000, month.replace(day=9), "salary", "工资")
    loan = s.part(price, 0.6, 0.7)
    thing = s.thing("real_estate", seller, price, date(2012, 1, 1), on)
    s.thing("real_estate", kin, price, on, ident=thing)
    s.sell(thing, seller, kin, on, price, consideration="cash")
    s.agree("loan", bank, kin, loan, on)
    s.burden(thing, "mortgage", bank, loan, on, rank=1)
    s.pay(bank, seller, loan, on + timedelta(days=5), "loan", "个人住房贷款")
    s.pay(kin, seller, price - loan, on - timedelta(days=5), "price", "首付款")


def old_home(s: Tale) -> None:
    """Spouse and debtor have held their home together since long before."""
    s.personal = True
    spouse = relative(s, s.lead, ("spouse",))
    thing = s.thing("real_estate", s.lead, s.sum(0.3, 0.8), date(2009, 5, 1), share="50%")
    s.thing("real_estate", spouse, None, date(2009, 5, 1), ident=thing, share="50%")


PLANTS: dict[str, Plant] = {"family-divorce-transfer": family, "relative-proxy-holding": proxy}
LOOKALIKES: dict[str, tuple[Lookalike, ...]] = {
    "family-divorce-transfer": (old_gift, even_divorce, paid_kin),
    "relative-proxy-holding": (own_income, old_home, old_gift),
}
