"""What is owed on a day: principal, interest, delay, recovered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from graph.case import Case
from graph.claims import Accrual
from graph.values import Money, money_text, plain
from queries.clocks import clock_of
from queries.deadlines import estate_rules
from queries.fees import delay_rate
from queries.grounds import NOTHING, table_for
from queries.grounds import Bilingual as Text
from queries.lead import two
from queries.worth import convert

CENT = Decimal("0.01")
FAST_TRACK = Decimal(500_000)
_STOPS = two(
    "受理破产申请之日起停止计息（破产法46）", "interest stops on the day the insolvency is accepted (Bankruptcy Law 46)"
)
_RANKS_LAST = two(
    "加倍部分在破产程序中劣后或不予确认，须核对",
    "in insolvency the doubled part ranks last or is not admitted: check",
)
_QUICK = two(
    "债权余额50万元以下：内部快办（仅为内部分流，并非小额诉讼程序）",
    "at most CNY 500,000 outstanding: in-house fast track (triage only, not the court's small-claims procedure)",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One addend of the claim with its arithmetic; recovered sums are negative in `sign`."""

    key: str
    label: Text
    sign: str
    money: Money
    arithmetic: Text


@dataclass(frozen=True, slots=True)
class ClaimStatement:
    """The claim on the case's day. outstanding None = no amount is given; fast_track None = cannot tell."""

    lines: tuple[Line, ...]
    outstanding: Money | None
    until: date
    fast_track: bool | None
    notes: tuple[Text, ...]


def claim_statement(case: Case) -> ClaimStatement:
    """principal (else the amount) + interest + interest for delay − recovered, each only as the case file gives it.

    No rate and no day is ever supplied but by the case file; the one exception is the daily rate that the law itself sets
    for delay in performing a judgment, and it is named. Sums are rounded to the cent, half up.
    """
    base = case.debt.principal or case.debt.claim
    until = _until(case)
    if base is None:
        return ClaimStatement((), None, until, None, ())
    terms, lines = case.debt.terms, [_principal(case, base)]
    if terms.interest is not None:
        lines.append(
            _given("interest", "利息（案件文件所载）", "interest (as the case file gives it)", "+", terms.interest)
        )
    lines += [_accrued(a, base, until) for a in terms.accruals if a.first <= until]
    if terms.delay is not None and terms.delay.first <= until:
        lines.append(_delayed(terms.delay, base, until))
    if terms.recovered is not None:
        lines.append(_given("recovered", "已受偿", "recovered", "-", terms.recovered))
    total = sum((x.money.amount if x.sign == "+" else -x.money.amount for x in lines), Decimal(0))
    outstanding = Money.of(max(total, Decimal(0)), base.currency)
    quick = _quick(case, outstanding)
    return ClaimStatement(tuple(lines), outstanding, until, quick, _notes(case, quick=bool(quick)))


def outstanding_of(case: Case) -> Money | None:
    """What is still owed: the cap of every request to freeze."""
    return claim_statement(case).outstanding


def _until(case: Case) -> date:
    """The case's day; interest stops on the day before an insolvency is accepted."""
    clock = clock_of(case)
    accepted = clock.insolvency_accepted
    if accepted is None or not estate_rules(clock) or table_for(case.debt.jurisdiction) != "CN":
        return case.as_of
    return accepted - timedelta(days=1)


def _principal(case: Case, base: Money) -> Line:
    if case.debt.principal is not None:
        return _given("principal", "本金", "principal", "+", base)
    return _given("amount", "债权金额（案件文件所载）", "the claim (as the case file gives it)", "+", base)


def _given(key: str, zh: str, en: str, sign: str, money: Money) -> Line:
    return Line(key, two(zh, en), sign, money, NOTHING)


def _accrued(accrual: Accrual, principal: Money, until: date) -> Line:
    """Contract interest: base × yearly rate × days / days of the year."""
    base, rate = accrual.base or principal, accrual.rate or Decimal(0)
    last, days = _days(accrual, until)
    money = _cents(base, base.amount * rate * days / accrual.year_days)
    shown = f"{money_text(base.amount)} × {_percent(rate)} × {days} / {accrual.year_days}"
    zh = f"{accrual.first}至{last}（首尾均计，{days}日）：{shown} = {money_text(money.amount)}"
    en = f"{accrual.first} to {last} (both days counted, {days} days): {shown} = {money_text(money.amount)}"
    return Line("contract_interest", two("合同（判决）利息", "contract (adjudged) interest"), "+", money, two(zh, en))


def _delayed(delay: Accrual, principal: Money, until: date) -> Line:
    """迟延履行加倍利息: base × daily rate × days; the statutory rate where the case file gives none."""
    base = delay.base or principal
    rate, since, label = delay_rate()
    rate = delay.rate if delay.rate is not None else rate
    last, days = _days(delay, until)
    money = _cents(base, base.amount * rate * days)
    own = (
        two("案件文件所载", "of the case file")
        if delay.rate is not None
        else two(f"{since}起法定", f"by law since {since}")
    )
    shown = f"{money_text(base.amount)} × {_percent(rate)} × {days}"
    zh = f"{delay.first}至{last}（首尾均计，{days}日；日利率{own.zh}）：{shown} = {money_text(money.amount)}"
    en = f"{delay.first} to {last} (both days counted, {days} days; daily rate {own.en}): {shown} = {money_text(money.amount)}"
    return Line("delay_interest", label, "+", money, two(zh, en))


def _days(accrual: Accrual, until: date) -> tuple[date, int]:
    last = min(accrual.last or until, until)
    return last, max((last - accrual.first).days + 1, 0)


def _cents(base: Money, amount: Decimal) -> Money:
    return Money.of(amount.quantize(CENT, ROUND_HALF_UP), base.currency)


def _percent(rate: Decimal) -> str:
    return f"{plain(rate * 100)}%"


def _quick(case: Case, outstanding: Money) -> bool | None:
    if table_for(case.debt.jurisdiction) != "CN":
        return None
    same = convert(case, outstanding, "CNY", case.as_of)
    return None if same is None else same.amount <= FAST_TRACK


def _notes(case: Case, *, quick: bool) -> tuple[Text, ...]:
    found = [_QUICK] if quick else []
    if estate_rules(clock_of(case)):
        found += [_STOPS, *([_RANKS_LAST] if case.debt.terms.delay else [])]
    return tuple(found)
