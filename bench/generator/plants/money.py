"""Money: round trips, pass-through accounts, capital, dividends."""

from __future__ import annotations

from datetime import date, timedelta

from bench.generator.life import Tale
from bench.generator.plants.plant import AFTER, Lookalike, Plant, after_debt, before_debt, planted, told
from bench.generator.story import Body
from bench.generator.ties import nominal_head, related_firm, relative
from bench.generator.truth import Planted
from examples.making.bank import months


def _middle(s: Tale, on: date) -> Body:
    """A small firm of nobody known, at work or not."""
    born = on - timedelta(days=s.rng.randint(60, 2000))
    firm = s.firm(born=born, paid_capital=s.pick((0, 100_000, 1_000_000)), employees=s.rng.randint(0, 5))
    nominal_head(s, firm, born)
    return firm


def round_trip(s: Tale) -> Planted:
    """A price or loan comes in, and most of it goes back where it came from within days, through one or two others."""
    on = s.day(s.months_after(s.clock.arose, -6), s.clock.suit)
    fact = s.odds(0.6)
    with told(s) as manner:
        origin, whole = s.stranger() if s.odds(0.5) else related_firm(s, on).firm, s.sum(0.25, 1.0)
        loan = s.odds(0.5)
        if loan:
            s.agree("loan", origin, s.debtor, whole, on)
        else:
            thing = s.thing("equipment", s.debtor, whole, s.founded, on, basis="appraisal", valued_on=on)
            s.thing("equipment", origin, None, on, ident=thing)
            s.sell(thing, s.debtor, origin, on, s.part(whole, 0.98, 1.02), consideration="cash")
        s.pay(origin, s.debtor, whole, on, "loan" if loan else "price", "借款" if loan else "设备款")
        back = s.part(whole, *((0.83, 0.99) if fact else (0.55, 0.78)))
        middles = _back(s, origin, back, on, 1 if fact else 3)
    also = ("pass-through-account", "thin-capital-shell", *(() if loan else AFTER))
    return planted(
        s,
        "round-trip-payment",
        (origin, *middles),
        "fact" if fact else "strong",
        also,
        "loan" if loan else "price",
        manner,
    )


def _back(s: Tale, origin: Body, amount: int, on: date, slow: int) -> tuple[Body, ...]:
    """The way back: each leg at most `slow` days after the one before, a small cut kept."""
    way = [_middle(s, on) for _ in range(s.rng.randint(1, 2))]
    giver, day = s.debtor, on
    for taker in (*way, origin):
        day = s.days_after(day, 0, slow)
        s.pay(giver, taker, amount, day, s.pick(("other", None)), s.pick(("往来款", "货款", "借款")))
        giver, amount = taker, s.part(amount, 0.985, 1.0)
    return tuple(way)


def pass_through(s: Tale) -> Planted:
    """Accounts that hand on nearly all they get, within two days, to a party related to the debtor."""
    on = after_debt(s, s.clock.suit) if s.odds(0.8) else before_debt(s, 1, 12)
    with told(s) as manner:
        end = related_firm(s, on).firm if s.odds(0.7) else relative(s, s.lead)
        middles = tuple(_middle(s, on) for _ in range(s.rng.randint(1, 3)))
        for at, middle in enumerate(middles):
            got, day = s.sum(0.12, 0.5), on + timedelta(days=3 * at)
            s.pay(s.debtor, middle, got, day, s.pick(("fee", "price", "other")), s.pick(("咨询费", "货款", "往来款")))
            kept = s.rng.uniform(0.0, 0.07)
            s.pay_in_parts(
                middle, end, round(got * (1 - kept)), s.days_after(day, 0, 1), 1, s.pick(("other", None)), "往来款"
            )
            if kept > 0.02:
                s.pay(
                    middle,
                    s.market.some(s.rng, 1, s.number)[0],
                    round(got * kept * 0.4),
                    day + timedelta(days=2),
                    "fee",
                    "手续费",
                )
    return planted(
        s,
        "pass-through-account",
        (*middles, end),
        "strong",
        (*AFTER, "thin-capital-shell", "round-trip-payment"),
        f"{len(middles)} accounts",
        manner,
    )


def withdrawal(s: Tale) -> Planted:
    """Capital comes in and goes back to the holder, his kin, his firm, or whoever lent it."""
    on, fact = s.day(s.months_after(s.clock.arose, -18), s.clock.suit), s.odds(0.5)
    whole = s.sum(0.3, 1.0)
    with told(s) as manner:
        way = s.pick(("self", "related", "lender"))
        payee = {
            "self": lambda: s.lead,
            "related": lambda: related_firm(s, on, ("R1", "R5+R6")).firm,
            "lender": lambda: s.stranger(),
        }[way]()
        if way == "lender":
            s.pay(payee, s.lead, whole, on - timedelta(days=s.rng.randint(0, 2)), "loan", "借款")
        s.pay(s.lead, s.debtor, whole, on, "capital", "投资款")
        back = s.part(whole, *((0.92, 1.0) if fact else (0.55, 0.88)))
        first = s.days_after(on, 1, 3 if fact else 12)
        s.pay_in_parts(
            s.debtor, payee, back, first, 5 if fact else 14, s.pick(("other", "loan", None)), s.pick(("往来款", "借款"))
        )
    also = (*AFTER, "round-trip-payment", "pass-through-account")
    return planted(s, "capital-withdrawal", (s.lead, payee), "fact" if fact else "strong", also, way, manner)


def stripping(s: Tale) -> Planted:
    """Most of the equity, or many times the usual, is paid out within a year before the default."""
    on = s.clock.due - timedelta(days=s.rng.randint(15, 330))
    with told(s) as manner:
        equity, large = s.sum(0.8, 1.6), s.odds(0.6)
        s.books(s.debtor, on.year - 1, equity=equity, total_assets=equity * 3, liabilities=equity * 2, revenue=equity * 4,
                profit=s.part(equity, 0.05, 0.15), audited="yes" if s.odds(0.5) else "no")  # fmt: skip
        whole = s.part(equity, *((0.55, 0.95) if large else (0.25, 0.45)))
        if not large:
            for year in (1, 2, 3):
                s.pay(
                    s.debtor, s.lead, s.part(whole, 0.05, 0.2), s.months_after(on, -12 * year), "dividend", "股东分红"
                )
        part = s.rng.uniform(0.7, 0.95)
        s.pay(s.debtor, s.lead, round(whole * part), on, "dividend", "股东分红")
        s.pay(s.debtor, s.minor, whole - round(whole * part), on, "dividend", "股东分红")
    return planted(
        s, "dividend-stripping", (s.lead, s.debtor), "strong", AFTER, "of equity" if large else "of the mean", manner
    )


# --- look-alikes --------------------------------------------------------------------------------------------------


def pool(s: Tale) -> None:
    """Sweeps to and from a parent under a pool's agreement, with interest."""
    born = s.day(date(2006, 1, 1), date(2010, 1, 1))
    head = s.firm(born=born, registered_capital=80_000_000, paid_capital=80_000_000, employees=300)
    s.hold(s.lead, head, 100, born)
    s.agree("cash_pool", head, s.debtor, None, s.months_after(s.clock.arose, -24), note="资金池协议，按日计息")
    for month in months(s.months_after(s.clock.arose, -8), s.clock.due):
        out = s.sum(0.06, 0.2)
        s.pay(s.debtor, head, out, month.replace(day=20), "sweep", "资金归集")
        s.pay(head, s.debtor, s.part(out, 0.85, 1.05), month.replace(day=24), "sweep", "资金下拨及利息")


def deposit(s: Tale) -> None:
    """A bidder's deposit, given back when he lost; a prepayment undone when the order was."""
    for _ in range(2):
        bidder, amount, on = s.stranger(), s.sum(0.06, 0.3), after_debt(s, s.clock.suit)
        s.agree("sale", s.debtor, bidder, amount * 5, on - timedelta(days=3))
        s.pay(bidder, s.debtor, amount, on, "other", "投标保证金")
        s.pay(s.debtor, bidder, amount, s.days_after(on, 8, 25), "other", "退投标保证金")


def both_ways(s: Tale) -> None:
    """A partner sells raw stock and buys finished goods, month by month, each in its own sums."""
    partner = s.stranger()
    sold, bought = s.sum(0.06, 0.15), s.sum(0.06, 0.15)
    for month in months(s.months_after(s.clock.arose, -10), s.clock.suit):
        s.pay(partner, s.debtor, s.part(sold, 0.5, 1.5), month.replace(day=s.rng.randint(2, 27)), "price", "货款")
        s.pay(s.debtor, partner, s.part(bought, 0.5, 1.5), month.replace(day=s.rng.randint(2, 27)), "price", "材料款")


def bridge(s: Tale) -> None:
    """A stranger's loan of some days pays a bank off; the bank lends anew and the stranger is repaid with a fee."""
    bank = s.office(f"{s.home}通汇银行股份有限公司{s.number}", "company", licence="bank")
    lender, loan, on = s.stranger(), s.sum(0.3, 0.9), s.day(s.months_after(s.clock.arose, -6), s.clock.due)
    again = s.days_after(on, 1, 6)
    s.agree("loan", lender, s.debtor, loan, on)
    s.agree("loan", bank, s.debtor, loan, again)
    s.pay(lender, s.debtor, loan, on, "loan", "过桥借款")
    s.pay(s.debtor, bank, loan, on, "repayment", "归还到期贷款")
    s.pay(bank, s.debtor, loan, again, "loan", "贷款发放")
    s.pay(s.debtor, lender, s.part(loan, 1.001, 1.006), again, "repayment", "归还过桥借款及利息")


def processor(s: Tale) -> None:
    """A payment institution and a payroll agent hand on what they get: it is their trade."""
    licensed = s.office(
        f"{s.home}付通支付有限公司{s.number}", "company", licence="payment_institution", incorporated=date(2012, 1, 1)
    )
    agent = s.stranger(scope="人力资源服务；劳务派遣")
    workers = [s.person() for _ in range(6)]
    for month in months(s.clock.arose, s.clock.due)[:4]:
        gross = s.sum(0.07, 0.15)
        s.pay(s.debtor, licensed, gross, month.replace(day=12), "price", "平台货款")
        s.pay(licensed, s.pick(s.suppliers), s.part(gross, 0.97, 0.99), month.replace(day=13), "price", "平台货款")
        s.pay(s.debtor, agent, gross, month.replace(day=9), "salary", "外包工资")
        for worker in workers:
            s.pay(agent, worker, gross * 95 // 600, month.replace(day=10), "salary", "工资")


def trader(s: Tale) -> None:
    """A trader with staff buys what it sells to the debtor, under contracts, with a margin of some per cent."""
    middle, maker = s.stranger(), s.stranger()
    for _ in range(3):
        amount, on = s.sum(0.08, 0.25), after_debt(s, s.clock.suit)
        s.agree("sale", middle, s.debtor, amount, on - timedelta(days=20))
        s.agree("sale", maker, middle, amount, on - timedelta(days=20))
        s.pay(s.debtor, middle, amount, on, "price", "货款")
        s.pay(middle, maker, s.part(amount, 0.91, 0.95), on + timedelta(days=1), "price", "货款")
    s.books(middle, s.clock.arose.year, revenue=s.debt * 5, profit=s.debt // 5, tax_paid=s.debt // 20, insured_staff=30)


def invested(s: Tale) -> None:
    """Capital that bought a machine from a stranger under a contract; wages; a dividend out of profit a year later."""
    on, whole = before_debt(s, 2, 14), s.sum(0.3, 0.9)
    maker = s.stranger()
    s.pay(s.lead, s.debtor, whole, on, "capital", "投资款")
    s.agree("sale", maker, s.debtor, whole, on + timedelta(days=2))
    s.pay_in_parts(s.debtor, maker, s.part(whole, 0.8, 0.98), on + timedelta(days=6), 14, "price", "设备采购款")
    s.thing("equipment", s.debtor, whole, on + timedelta(days=30))


def real_loan(s: Tale) -> None:
    """A holder's loan came by bank under a contract; capital came later, and the loan was repaid before there was a debt."""
    on, whole = before_debt(s, 11, 23), s.sum(0.2, 0.6)
    s.agree("loan", s.lead, s.debtor, whole, on)
    s.pay(s.lead, s.debtor, whole, on, "loan", "股东借款")
    later = s.months_after(on, 6)
    s.pay(s.lead, s.debtor, whole, later, "capital", "投资款")
    s.pay(s.debtor, s.lead, whole, s.days_after(later, 70, 100), "repayment", "归还股东借款")


def usual_dividend(s: Tale) -> None:
    """A third of the profit every June, as ever."""
    year = s.clock.arose.year
    for at in (year - 3, year - 2, year - 1):
        equity = s.sum(1.0, 1.4)
        profit = s.part(equity, 0.1, 0.2)
        s.books(
            s.debtor,
            at,
            equity=equity,
            total_assets=equity * 2,
            liabilities=equity,
            revenue=equity * 3,
            profit=profit,
            audited="yes",
        )
        on = date(at, 6, 20)
        if on < s.clock.arose:
            s.pay(s.debtor, s.lead, s.part(profit, 0.24, 0.26), on, "dividend", "股东分红")
            s.pay(s.debtor, s.minor, s.part(profit, 0.05, 0.06), on, "dividend", "股东分红")


def old_dividend(s: Tale) -> None:
    """A large dividend three years before the debt."""
    on = before_debt(s, 28, 44)
    equity = s.sum(0.8, 1.4)
    s.books(s.debtor, on.year - 1, equity=equity, total_assets=equity * 3, liabilities=equity * 2, audited="yes")
    s.pay(s.debtor, s.lead, s.part(equity, 0.55, 0.8), on, "dividend", "股东分红")


PLANTS: dict[str, Plant] = {
    "round-trip-payment": round_trip,
    "pass-through-account": pass_through,
    "capital-withdrawal": withdrawal,
    "dividend-stripping": stripping,
}
LOOKALIKES: dict[str, tuple[Lookalike, ...]] = {
    "round-trip-payment": (both_ways, bridge, pool, deposit),
    "pass-through-account": (processor, trader, pool),
    "capital-withdrawal": (invested, real_loan, pool),
    "dividend-stripping": (usual_dividend, old_dividend),
}
