"""Groups, families and doors that honest debtors have too."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bench.generator.life import Tale
from bench.generator.story import Body
from examples.making.bank import months


def surroundings(s: Tale) -> None:
    """What stands beside a firm without any scheme: sisters, a pool, relatives' firms, a bookkeeper, a crowded door."""
    if s.personal:
        return
    if s.odds(0.3):
        _group(s)
    if s.odds(0.3):
        _family(s)
    if s.odds(0.2):
        _bookkeeper(s)
    if s.odds(0.12) and s.market.halls:
        _crowded_door(s)


# --- a group ------------------------------------------------------------------------------------------------------


def _group(s: Tale) -> None:
    """One to three sisters with business, people and bank accounts of their own."""
    for _ in range(s.rng.randint(1, 3)):
        sister = _sister(s)
        s.pick((_trades, _leases, _lends, _trades))(s, sister)
    if s.odds(0.25):
        _pool(s)


def _sister(s: Tale) -> Body:
    born = s.day(date(2009, 1, 1), s.months_after(s.clock.arose, -30))
    row = next(r for r in s.tables["parties"] if r["id"] == s.company.id)
    # One in four sits in the same office, as groups do; some share the switchboard.
    cells: dict[str, Any] = {name: row[name] for name, part in (("address", 0.25), ("phone", 0.2)) if s.odds(part)}
    sister = s.firm(born=born, employees=s.rng.randint(8, 90), **cells)
    share = s.rng.randint(60, 100)
    s.hold(s.lead, sister, share, born)
    if share < 100:
        s.hold(s.person(), sister, 100 - share, born)
    s.post(s.lead if s.odds(0.5) else s.person(), sister, "legal_representative", born)
    s.post(s.clerk if s.odds(0.3) else s.person(), sister, "finance_head", born)
    s.post(s.person(), sister, "supervisor", born)
    for year in (s.clock.arose.year - 1, s.clock.arose.year):
        turnover = s.sum(0.8, 3.0)
        s.books(
            sister,
            year,
            equity=turnover // 4,
            revenue=turnover,
            tax_paid=turnover // 40,
            insured_staff=s.rng.randint(8, 60),
        )
    for each in s.market.some(s.rng, 2, s.number):
        for month in months(s.months_after(s.clock.arose, -6), s.clock.due)[::2]:
            s.pay(each, sister, s.sum(0.02, 0.12), month.replace(day=s.rng.randint(2, 27)), "price", "货款")
    return sister


def _trades(s: Tale, sister: Body) -> None:
    """Under a yearly contract the one supplies the other, month by month, until the debt."""
    seller, buyer = (sister, s.debtor) if s.odds(0.6) else (s.debtor, sister)
    each = s.sum(0.01, 0.05)
    s.agree("sale", seller, buyer, each * 24, s.months_after(s.clock.arose, -15), note="年度购销框架合同")
    for month in months(s.months_after(s.clock.arose, -14), s.clock.arose):
        s.pay(buyer, seller, s.part(each, 0.6, 1.4), month.replace(day=s.rng.randint(5, 26)), "price", "货款")


def _leases(s: Tale, sister: Body) -> None:
    """The sister owns the workshop and the debtor rents it."""
    rent = s.sum(0.003, 0.01)
    s.thing("real_estate", sister, rent * 240, date(2014, 5, 1))
    s.agree("lease", sister, s.debtor, rent * 12, s.months_after(s.clock.arose, -26))
    for month in months(s.months_after(s.clock.arose, -14), s.clock.suit):
        s.pay(s.debtor, sister, rent, month.replace(day=5), "rent", "厂房租金")


def _lends(s: Tale, sister: Body) -> None:
    """A loan between sisters under a contract, paid back with interest before the debt arose."""
    on, loan = s.months_after(s.clock.arose, -s.rng.randint(10, 22)), s.sum(0.03, 0.15)
    giver, taker = (sister, s.debtor) if s.odds(0.5) else (s.debtor, sister)
    s.agree("loan", giver, taker, loan, on)
    s.pay(giver, taker, loan, on, "loan", "内部借款")
    s.pay(taker, giver, round(loan * 1.03), s.days_after(on, 60, 240), "repayment", "归还内部借款本息")


def _pool(s: Tale) -> None:
    """The parent's cash pool: under its agreement every Friday's balance goes up, every Monday's need comes down."""
    born = s.day(date(2006, 1, 1), date(2010, 1, 1))
    head = s.firm(born=born, registered_capital=60_000_000, paid_capital=60_000_000, employees=120)
    s.hold(s.lead, head, 100, born)
    s.post(s.lead, head, "legal_representative", born)
    s.agree("cash_pool", head, s.debtor, None, s.months_after(s.clock.arose, -20), note="现金池协议，按日计息")
    day, last = s.months_after(s.clock.arose, -10), s.months_after(s.clock.arose, 3)
    day += timedelta(days=(4 - day.weekday()) % 7)
    while day < last:
        up = s.sum(0.01, 0.08)
        s.pay(s.debtor, head, up, day, "sweep", "资金归集")
        s.pay(head, s.debtor, s.part(up, 0.8, 1.15), day + timedelta(days=3), "sweep", "资金下拨")
        day += timedelta(days=7)


# --- a family, a bookkeeper, a door -------------------------------------------------------------------------------


def _family(s: Tale) -> None:
    """The spouse works in the firm or holds a little; a brother's own firm is a supplier at arm's length."""
    spouse = s.person()
    s.tie(spouse, s.lead, "spouse")
    if s.odds(0.5):
        s.post(spouse, s.company, s.pick(("director", "manager", "cashier")), s.founded)
        for month in months(s.months_after(s.clock.arose, -8), s.clock.due):
            s.pay(s.debtor, spouse, 9000, month.replace(day=10), "salary", "工资")
    if s.odds(0.5):
        s.thing("real_estate", spouse, s.sum(0.1, 0.4), date(2010, 6, 1))
    if s.odds(0.6):
        _brothers_firm(s)


def _brothers_firm(s: Tale) -> None:
    born = s.day(date(2009, 1, 1), date(2016, 1, 1))
    brother, firm = s.person(s.lead.name[:1]), s.firm(born=born, employees=s.rng.randint(6, 50))
    s.tie(brother, s.lead, "sibling")
    s.hold(brother, firm, 100, born)
    s.post(brother, firm, "legal_representative", born)
    each = s.sum(0.01, 0.04)
    s.agree("sale", firm, s.debtor, each * 24, s.months_after(s.clock.arose, -14), note="年度采购合同")
    for month in months(s.months_after(s.clock.arose, -13), s.clock.due):
        s.pay(s.debtor, firm, s.part(each, 0.6, 1.4), month.replace(day=s.rng.randint(5, 26)), "price", "货款")
    for each_customer in s.market.some(s.rng, 2, s.number):
        for month in months(s.months_after(s.clock.arose, -6), s.clock.due)[::2]:
            s.pay(each_customer, firm, s.sum(0.02, 0.1), month.replace(day=s.rng.randint(2, 27)), "price", "货款")


def _bookkeeper(s: Tale) -> None:
    """The debtor's finance head keeps a dozen or two dozen small firms' books as well, two suppliers' among them."""
    clients = [*s.rng.sample(s.suppliers, 2), *s.market.some(s.rng, s.rng.randint(4, 9), s.number)]
    for firm in dict.fromkeys(clients):
        s.post(s.clerk, firm, "finance_head", s.day(date(2017, 1, 1), s.clock.arose))


def _crowded_door(s: Tale) -> None:
    """Debtor and a new supplier are registered where a formation agent registers hundreds; nobody's licence is known."""
    door = s.pick(s.market.halls)
    next(r for r in s.tables["parties"] if r["id"] == s.company.id)["address"] = door
    supplier = s.stranger(address=door)
    for month in months(s.clock.arose, s.clock.due)[:4]:
        s.pay(s.debtor, supplier, s.sum(0.02, 0.08), month.replace(day=19), "price", "货款")
