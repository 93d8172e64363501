"""A debtor's ordinary life: who it is, its trade, its courts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bench.generator.acts import Acts
from bench.generator.story import Body, Market
from examples.making.bank import months

_LEVEL = ("执行", "恢执")


class Tale(Acts):
    """A story whose debtor is there: the firm (or person), who stands behind it, and to whom it owes.

    firm: the debtor; lead: who controls it; minor: a small holder; clerk: its finance head. Of a person in debt, firm and
    lead are the same.
    """

    company: Body
    lead: Body
    minor: Body
    clerk: Body
    creditor: Body
    staff: Body
    tax: Body

    def __init__(self, seed: int, number: int, market: Market) -> None:
        super().__init__(seed, number, market)
        self.founded = self.day(date(2008, 1, 1), date(2018, 6, 1))
        self.lead, self.minor, self.clerk = self.person(), self.person(), self.person()
        partners = market.some(self.rng, self.rng.randint(7, 11), number)
        self.creditor, self.customers, self.suppliers = partners[0], partners[1:4], partners[4:]
        self.personal = False

    @property
    def home(self) -> str:
        return self.debtor.city or "江临市"

    @property
    def debtor(self) -> Body:
        return self.lead if self.personal else self.company

    def found(self, **cells: Any) -> None:
        """The debtor company with its holders and officers."""
        self.company = self.firm(born=self.founded, **{"employees": self.rng.randint(12, 160), **cells})
        share = self.rng.randint(60, 95)
        capital = self.rng.randint(3, 30) * 1_000_000
        row = self.tables["parties"][-1]
        row["registered_capital"] = row["paid_capital"] = str(cells.get("registered_capital", capital))
        for owner, part in ((self.lead, share), (self.minor, 100 - share)):
            paid = int(row["registered_capital"]) * part // 100
            due = self.founded + timedelta(days=700)
            self.hold(
                owner,
                self.company,
                part,
                self.founded,
                subscribed=paid,
                paid=paid,
                due=due,
                paid_on=due,
                currency="CNY",
            )
        for person, role in ((self.lead, "legal_representative"), (self.lead, "executive_director"),
                             (self.minor, "supervisor"), (self.clerk, "finance_head")):  # fmt: skip
            self.post(person, self.company, role, self.founded)

    def found_person(self) -> None:
        """The debtor is the person; a small firm of his trades beside him."""
        self.found()
        self.personal = True

    # --- what happens to everybody --------------------------------------------------------------------------------

    def live(self) -> None:
        """Suit, judgment, enforcement; accounts; a few things owned and sold. Its money is told by bench.generator.trade."""
        city = self.home
        self.staff = self.office(f"{self.debtor.name}代发工资户", "unknown")
        self.tax = self.office(f"{city}税务局第{self.number % 97 + 1}分局")
        self._courts()
        self._books()
        for noise in self.rng.sample(_NOISES, 3):
            noise(self)

    def _courts(self) -> None:
        c = self.clock
        suit = self.sue(self.creditor, self.debtor, self.debt, c.suit, closed=c.judgment, effective=c.judgment + timedelta(days=25),
                        outcome="judgment", cause="买卖合同纠纷")  # fmt: skip
        kind = "terminated_enforcement" if self.odds(0.4) else "enforcement"
        ended = c.enforcement + timedelta(days=55) if kind == "terminated_enforcement" else None
        self.sue(self.creditor, self.debtor, self.debt, c.enforcement, kind, basis_number=suit, outstanding=self.debt,
                 terminated_on=ended, outcome="terminated" if ended else "pending")  # fmt: skip

    def _books(self) -> None:
        """Yearly accounts that shrink after the debt; positive, so that no token price is fair."""
        if self.personal:
            return
        total = self.part(self.debt, 2.0, 4.0)
        for year in (self.clock.arose.year - 1, self.clock.arose.year):
            self.books(self.debtor, year, equity=self.part(total, 0.3, 0.4), total_assets=total, liabilities=self.part(total, 0.6, 0.65),
                       revenue=self.part(total, 1.0, 2.0), profit=self.part(total, 0.01, 0.05), tax_paid=self.part(total, 0.02, 0.04),
                       insured_staff=self.rng.randint(8, 90), audited="yes" if self.odds(0.5) else "no")  # fmt: skip

    def stranger(self, **cells: Any) -> Body:
        """A firm with owners and officers of its own, grown up and at work."""
        born = self.day(date(2009, 1, 1), date(2017, 1, 1))
        made = self.firm(born=born, **{"employees": self.rng.randint(8, 120), **cells})
        self.owned(made, self.person(), born)
        return made

    def owned(self, firm: Body, owner: Body, born: date) -> None:
        """A first holder and legal representative."""
        other, share = self.person(), self.rng.randint(55, 90)
        self.hold(owner, firm, share, born)
        self.hold(other, firm, 100 - share, born)
        self.post(owner, firm, "legal_representative", born)
        self.post(other, firm, "supervisor", born)


def _vehicle(s: Tale) -> None:
    """A used lorry sold to a stranger at its appraised price, paid."""
    worth, on = s.part(min(s.debt, 4_000_000), 0.02, 0.09), s.day(s.clock.arose, s.clock.suit)
    buyer, price = s.stranger(), s.part(worth, 0.92, 1.1)
    thing = s.thing("vehicle", s.debtor, worth, s.founded, on)
    s.thing("vehicle", buyer, worth, on, ident=thing)
    s.sell(thing, s.debtor, buyer, on, price, consideration="cash", reference_value=worth, reference_basis="appraisal")
    s.pay_in_parts(buyer, s.debtor, price, on - timedelta(days=10), 20, "price", "车款")


def _mortgage(s: Tale) -> None:
    """A bank's loan, paid out in the week of its mortgage, before the debt."""
    bank = s.office(f"{s.home}农商银行股份有限公司第{s.number}支行", "company", licence="bank")
    on, loan = s.months_after(s.clock.arose, -s.rng.randint(3, 30)), s.sum(0.2, 0.8)
    thing = s.thing("real_estate", s.debtor, round(loan * 1.7), s.founded)
    s.agree("loan", bank, s.debtor, loan, on)
    s.burden(thing, "mortgage", bank, loan, on, rank=1)
    s.pay(bank, s.debtor, loan, on + timedelta(days=s.rng.randint(0, 6)), "loan", "贷款发放")


def _lease(s: Tale) -> None:
    lessor = s.stranger()
    s.agree("lease", lessor, s.debtor, s.sum(0.01, 0.04), s.months_after(s.clock.arose, -11))
    for month in months(s.months_after(s.clock.arose, -10), s.clock.due):
        if month.month % 3 == 0:
            s.pay(s.debtor, lessor, s.sum(0.003, 0.008), month.replace(day=5), "rent", "房租")


def _rename(s: Tale) -> None:
    """One renaming long before the debt."""
    if not s.personal:
        s.change(
            s.debtor,
            "name",
            s.debtor.name.replace("有限公司", "发展有限公司"),
            s.debtor.name,
            s.months_after(s.clock.arose, -40),
        )


def _freeze(s: Tale) -> None:
    """The creditor's own freeze of shares the debtor holds in an old daughter with a stranger."""
    born = s.day(date(2014, 1, 1), date(2018, 1, 1))
    daughter, other = s.firm(born=born), s.person()
    s.hold(s.debtor, daughter, 30, born)
    s.hold(other, daughter, 70, born)
    s.post(other, daughter, "legal_representative", born)
    s.burden(
        f"equity:{daughter.id}:{s.debtor.id}", "freeze", s.creditor, s.debt, s.clock.enforcement, authority="人民法院"
    )


def _paid_creditor(s: Tale) -> None:
    """Part payments to the creditor itself."""
    for _ in range(s.rng.randint(1, 3)):
        s.pay(s.debtor, s.creditor, s.sum(0.02, 0.08), s.day(s.clock.arose, s.clock.suit), "repayment", "归还欠款")


def _service(s: Tale) -> None:
    """Advice from a firm with staff, under a contract and billed."""
    adviser = s.stranger(employees=s.rng.randint(12, 60))
    fee, on = s.sum(0.01, 0.04), s.day(s.clock.arose, s.clock.suit)
    s.agree("service", adviser, s.debtor, fee, on)
    s.books(adviser, on.year - 1, revenue=fee * 40, profit=fee * 3, tax_paid=fee, insured_staff=20)
    s.pay(s.debtor, adviser, fee, on + timedelta(days=20), "fee", "技术服务费")


def _share_sale(s: Tale) -> None:
    """A minority stake sold to a stranger at the audited net assets, paid, before the debt."""
    born = s.day(date(2012, 1, 1), date(2016, 1, 1))
    target, other, buyer = s.firm(born=born), s.person(), s.stranger()
    on, worth = s.months_after(s.clock.arose, -s.rng.randint(2, 20)), s.sum(0.05, 0.2)
    s.hold(s.debtor, target, 20, born, on)
    s.hold(buyer, target, 20, on)
    s.hold(other, target, 80, born)
    s.post(other, target, "legal_representative", born)
    price = s.part(worth, 0.95, 1.2)
    s.sell_shares(
        target, s.debtor, buyer, on, price, 20, consideration="cash", reference_value=worth, reference_basis="appraisal"
    )
    s.pay(buyer, s.debtor, price, on + timedelta(days=5), "price", "股权转让款")


_NOISES = (_vehicle, _mortgage, _lease, _rename, _freeze, _paid_creditor, _service, _share_sale)
