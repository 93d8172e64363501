"""Ordinary dealings: trade in a net, a bank's, a holder's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bench.generator.life import Tale
from bench.generator.story import Body
from examples.making.bank import months

_SELLS = ("货款", "销售款", "工程款", "服务款", "货款及运费", "材料款", "加工费")
# How many partners' own statements are in the data: mostly none, as a creditor sees them.
_SEEN = (0, 0, 0, 1, 2, 4)


@dataclass(frozen=True, slots=True)
class Habit:
    """Two firms that deal for years: who pays, how much a time, how many times a month at most."""

    giver: Body
    taker: Body
    amount: float
    times: int


def dealings(s: Tale) -> None:
    """The debtor's own bank months, what its partners pay one another, and now and then a bank's or a holder's money."""
    scale = s.debt * s.rng.uniform(0.1, 0.4) * (0.1 if s.personal else 1)
    both = s.rng.sample(s.suppliers, s.rng.choice((0, 1, 1, 2)))
    s.customers = [*s.customers, *both]
    # The debtor's own statement was had in the enforcement and runs up to it.
    start, end = s.months_after(s.clock.arose, -s.rng.randint(8, 14)), s.clock.enforcement + timedelta(days=40)
    habits = [*_own(s, scale), *_among(s, scale)]
    for month in months(start, end):
        # After the default trade shrinks.
        fade = 0.88 ** max(0, (month - s.clock.due).days // 30)
        for habit in habits:
            mine = s.debtor in (habit.giver, habit.taker)
            _month(s, habit, month, fade if mine else 1.0)
        if not s.personal:
            _wages_and_taxes(s, scale * fade, month)
    for act in _OTHERS if not s.personal else ():
        act(s, scale)


def _own(s: Tale, scale: float) -> list[Habit]:
    """Three to five customers, the rest suppliers; one that is both buys and sells on its own account."""
    shares = [s.rng.uniform(0.5, 1.5) for _ in s.customers]
    costs = [s.rng.uniform(0.3, 1.2) for _ in s.suppliers]
    return [
        *(Habit(c, s.debtor, scale * part / sum(shares), 2) for c, part in zip(s.customers, shares, strict=True)),
        *(Habit(s.debtor, v, scale * 0.8 * part / sum(costs), 2) for v, part in zip(s.suppliers, costs, strict=True)),
    ]


def _among(s: Tale, scale: float) -> list[Habit]:
    """Partners whose statements are seen: they trade with each other and with outsiders, more than with the debtor."""
    partners = [*dict.fromkeys([*s.customers, *s.suppliers])]
    seen = s.rng.sample(partners, min(s.pick(_SEEN), len(partners)))
    found: list[Habit] = []
    for firm in seen:
        others = [p for p in partners if p != firm]
        outside = s.market.some(s.rng, 3, s.number)
        for other in (*s.rng.sample(others, 2), *(o for o in outside if o != firm)):
            amount, times = scale * s.rng.uniform(0.08, 0.6), s.rng.randint(1, 2)
            found.append(Habit(firm, other, amount, times))
            if s.odds(0.45):
                found.append(Habit(other, firm, amount * s.rng.uniform(0.5, 1.6), times))
    return found


def _month(s: Tale, habit: Habit, month: date, fade: float) -> None:
    for _ in range(s.rng.randint(0, habit.times)):
        kind = "price" if s.odds(0.8) else None
        on = month.replace(day=s.rng.randint(2, 27))
        amount = s.part(max(round(habit.amount * fade / habit.times), 300), 0.5, 1.6)
        # Orders are paid as billed, or in round sums.
        amount = max(1000, round(amount / 10_000) * 10_000) if s.odds(0.4) and amount > 50_000 else amount
        s.pay(habit.giver, habit.taker, amount, on, kind, s.pick(_SELLS))


def _wages_and_taxes(s: Tale, scale: float, month: date) -> None:
    s.pay(s.debtor, s.staff, s.part(round(scale), 0.1, 0.14), month.replace(day=10), "salary", "工资")
    s.pay(s.debtor, s.tax, s.part(round(scale), 0.02, 0.04), month.replace(day=15), "tax", "增值税及附加")
    if s.odds(0.5):
        s.pay(s.debtor, s.lead, s.rng.randint(8, 30) * 1000, month.replace(day=10), "salary", "工资")
    if s.odds(0.4):
        s.pay(s.debtor, s.clerk, s.rng.randint(2, 20) * 1000, month.replace(day=20), "other", "报销差旅费")


# --- now and then -------------------------------------------------------------------------------------------------


def _bank_loan(s: Tale, scale: float) -> None:
    """A bank's loan renewed year by year, bridged by a stranger for some days."""
    bank = s.office(f"{s.home}惠民银行股份有限公司{s.number}", "company", licence="bank")
    lender = s.stranger(scope="过桥资金服务；供应链管理")
    loan, fee = s.part(s.debt, 0.2, 0.6), s.rng.uniform(0.001, 0.004)
    for year in (-22, -10):
        on = s.months_after(s.clock.arose, year)
        again = s.days_after(on, 2, 6)
        s.agree("loan", bank, s.debtor, loan, again)
        s.agree("loan", lender, s.debtor, loan, on)
        s.pay(lender, s.debtor, loan, on, "loan", "过桥借款")
        s.pay(s.debtor, bank, loan, on, "repayment", "归还贷款本金")
        s.pay(bank, s.debtor, loan, again, "loan", "贷款发放")
        s.pay(s.debtor, lender, round(loan * (1 + fee)), again, "repayment", "归还过桥借款及利息")


def _holder_money(s: Tale, scale: float) -> None:
    """The owner bridges payrolls out of his own pocket and takes the same back when customers have paid."""
    for _ in range(s.rng.randint(2, 4)):
        on, amount = s.months_after(s.clock.arose, -s.rng.randint(3, 20)), s.sum(0.01, 0.06)
        s.pay(s.lead, s.debtor, amount, on, "loan", "股东临时借款")
        s.pay(s.debtor, s.lead, amount, s.days_after(on, 9, 60), "repayment", "归还股东借款")


def _undone(s: Tale, scale: float) -> None:
    """Goods sent back, a prepayment returned, a deposit given back."""
    for _ in range(s.rng.randint(1, 3)):
        other, on = s.pick(s.suppliers), s.day(s.months_after(s.clock.arose, -8), s.clock.suit)
        amount = s.part(round(scale), 0.1, 0.5)
        s.pay(s.debtor, other, amount, on, "price", s.pick(("预付货款", "保证金", "订金")))
        s.pay(other, s.debtor, s.part(amount, 0.7, 1.0), s.days_after(on, 2, 25), s.pick(("price", "other")),
              s.pick(("退货款", "退回预付款", "退保证金")))  # fmt: skip


def _paid_by_hand(s: Tale, scale: float) -> None:
    """A customer's invoice settled by its own customer, as told: money comes from one who owes nothing."""
    payer, customer = s.market.some(s.rng, 1, s.number)[0], s.pick(s.customers)
    on = s.day(s.months_after(s.clock.arose, -8), s.clock.suit)
    s.pay(payer, s.debtor, s.part(round(scale), 0.1, 0.3), on, "price", f"代{customer.name}付货款")


def _repairs(s: Tale, scale: float) -> None:
    """A builder is paid in stages and gives the retention back as a guarantee is drawn up."""
    builder, on = s.stranger(), s.months_after(s.clock.arose, -s.rng.randint(2, 10))
    whole = s.part(round(scale), 0.3, 1.0)
    s.agree("service", builder, s.debtor, whole, on)
    for at in range(3):
        s.pay(s.debtor, builder, s.part(whole, 0.25, 0.32), on + timedelta(days=30 * at), "price", "厂房维修工程款")


def _sometimes(act: Callable[[Tale, float], None], part: float) -> Callable[[Tale, float], None]:
    def maybe(s: Tale, scale: float) -> None:
        if s.odds(part):
            act(s, scale)

    return maybe


_OTHERS = (
    _sometimes(_bank_loan, 0.2), _sometimes(_holder_money, 0.25), _sometimes(_undone, 0.3), _sometimes(_paid_by_hand, 0.2),
    _sometimes(_repairs, 0.15),
)  # fmt: skip
