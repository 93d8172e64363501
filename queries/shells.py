"""The eight tests of a company without substance."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from graph.addresses import address_key
from graph.case import Case
from graph.facts import Accounts, Party
from graph.statements import Row
from graph.values import DateSpan, Money, add_months, gap_days, percent, ratio
from queries.grounds import Bilingual as Text
from queries.index import index_of
from queries.lead import Evidence, Outcome, Test, cited, two
from queries.money import currency_of, rows_of, sum_of, usable
from queries.worth import convert

SHELL = 4
THIN = 3
PAID_PART = Fraction(1, 100)
FILINGS = 2
YOUNG_DAYS = 180
CROWD = 20
TRADE_PART = Fraction(9, 10)
END_MONTHS = 24
DEAL_TIMES = 50
_HOSTS = frozenset({"address_host", "registered_agent"})
_ENDED = ("注销", "吊销", "除名", "解散", "dissol", "deregist", "struck", "liquidat", "revoked", "wound up")
_ACTIVE = ("存续", "在业", "开业", "在营", "正常", "active", "live", "registered")
_OUR_LINE = two("本工具建议值", "the tool's proposal")


@dataclass(frozen=True, slots=True)
class Deal:
    """What a company took part in: its day, its size, and whose money it was; each may be unknown."""

    on: DateSpan | None = None
    money: Money | None = None
    payers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Check:
    """One of the eight tests: value as the rows give it, and the rows. No row = unknown, never "shell"."""

    key: str
    name: Text
    value: str | None
    threshold: str
    outcome: Outcome
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """A company's eight tests; met, not met and unknown are counted apart."""

    company: str
    checks: tuple[Check, ...]

    def count(self, outcome: Outcome) -> int:
        return sum(1 for c in self.checks if c.outcome == outcome)

    @property
    def met(self) -> int:
        return self.count("met")

    @property
    def unknown(self) -> int:
        return self.count("unknown")

    @property
    def shell(self) -> bool:
        return self.met >= SHELL

    @property
    def thin(self) -> bool:
        return self.met == THIN

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Rows behind the tests that are met."""
        return cited(*(c.evidence for c in self.checks if c.outcome == "met"))

    @property
    def against(self) -> tuple[Evidence, ...]:
        """Rows behind the tests that are not met."""
        return cited(*(c.evidence for c in self.checks if c.outcome == "not_met"))

    def tests(self) -> tuple[Test, ...]:
        return tuple(Test(c.name, c.value, c.threshold, "", c.outcome, _OUR_LINE) for c in self.checks)


def profile(case: Case, company: str, deal: Deal | None = None) -> Profile:
    """The eight tests of one company; without a deal the three that measure against it are unknown."""
    party, what = case.party(company), deal or Deal()
    return Profile(company, tuple(check(case, party, what) for check in _CHECKS))


def has_ended(text: str | None) -> bool:
    """Does a status word say that a company is gone from the register?"""
    return text is not None and any(word in text.lower() for word in _ENDED)


def is_active(text: str | None) -> bool:
    return text is not None and not has_ended(text) and any(word in text.lower() for word in _ACTIVE)


def endings(case: Case, company: str) -> tuple[tuple[DateSpan | None, Evidence], ...]:
    """Every row that says the company ended, with the day if it gives one; the first day first."""
    found: list[tuple[DateSpan | None, Evidence]] = []
    for row in case.party(company).rows:
        if row.get("dissolved") or has_ended(row.get("status")):
            found.append((row.span("dissolved"), _cell(row, "status" if row.get("status") else "dissolved")))
    for change in case.changes:
        if change.party == company and change.item == "status" and has_ended(change.after):
            text = two(
                f"{change.on or '日期不详'}登记状态变更为“{change.after}”",
                f"{change.on or 'undated'}: status becomes “{change.after}”",
            )
            found.append((change.on, Evidence(change.place, text, "status")))
    return tuple(sorted(found, key=lambda f: (f[0] is None, str(f[0]), f[1].statement)))


_CELLS: dict[str, tuple[str, str]] = {
    "paid_capital": ("实缴资本", "paid-in capital"),
    "registered_capital": ("注册资本", "registered capital"),
    "employees": ("参保人数", "insured staff"),
    "incorporated": ("成立日期", "incorporated"),
    "dissolved": ("注销日期", "dissolved"),
    "status": ("登记状态", "status"),
    "address": ("注册地址", "registered address"),
}


def _cell(row: Row, name: str) -> Evidence:
    zh, en = _CELLS[name]
    who, value = row.get("name") or "", row.get(name)
    return Evidence(row.place, two(f"{who}{zh}：{value}", f"{who}: {en} {value}"), name)


def _cells(party: Party, *names: str) -> tuple[Evidence, ...]:
    return tuple(_cell(row, name) for name in names if (row := next((r for r in party.rows if r.get(name)), None)))


def _paid(case: Case, party: Party) -> tuple[Money | None, Money | None, tuple[Evidence, ...]]:
    """Paid-in and subscribed capital: by the company's own row, else by the holders of one source together."""
    paid = party.money("paid_capital")
    if paid is not None:
        return paid, party.money("registered_capital"), _cells(party, "paid_capital", "registered_capital")
    stakes = index_of(case).stakes_in.get(party.id, ())
    held = [i for i in stakes if i.paid is not None and i.subscribed is not None]
    sources = sorted({(i.place.label, i.place.source) for i in held})
    rows = [i for i in held if sources and (i.place.label, i.place.source) == sources[0]]
    amounts = [(i.paid, i.subscribed) for i in rows if i.paid and i.subscribed]
    if not amounts or len({m.currency for pair in amounts for m in pair}) != 1:
        return None, party.money("registered_capital"), ()
    paid, subscribed = amounts[0]
    for more_paid, more in amounts[1:]:
        paid, subscribed = paid + more_paid, subscribed + more
    text = two(f"实缴{paid}，认缴{subscribed}", f"paid {paid} of {subscribed} subscribed")
    return paid, subscribed, tuple(Evidence(i.place, text, "paid") for i in rows)


def _capital(case: Case, party: Party, deal: Deal) -> Check:
    paid, subscribed, rows = _paid(case, party)
    part = ratio(paid.amount, subscribed.amount) if paid and subscribed else None
    nil = paid is not None and paid.amount == 0
    outcome: Outcome = "met" if nil or (part is not None and part < PAID_PART) else "unknown"
    if outcome == "unknown" and part is not None:
        outcome = "not_met"
    value = None if paid is None else f"{paid}{f' / {subscribed}' if subscribed else ''}"
    return Check("capital", two("实缴资本", "paid-in capital"), value, "0, or < 1%", outcome, rows)


def _filings(case: Case, party: Party) -> list[Accounts]:
    own = [a for a in case.accounts if a.party == party.id]
    return sorted(own, key=lambda a: (str(a.year_end), a.place.source, a.place.fact))


def _figure(account: Accounts, name: str, zh: str, en: str) -> Evidence:
    value = getattr(account, name)
    return Evidence(
        account.place,
        two(f"{account.year_end or '年度不详'}{zh}：{value}", f"{account.year_end or 'undated'}: {en} {value}"),
        name,
    )


def _staff(case: Case, party: Party, deal: Deal) -> Check:
    """The company's own row counts as one filing at most: it often copies the last report."""
    own = next((r for r in party.rows if r.get("employees")), None)
    filed = [a for a in _filings(case, party) if a.insured_staff is not None]
    figures = [a.insured_staff or 0 for a in filed] + ([int(own.get("employees") or 0)] if own else [])
    rows = tuple(_figure(a, "insured_staff", "参保人数", "insured staff") for a in filed)
    rows += (_cell(own, "employees"),) if own else ()
    nobody = len(figures) >= FILINGS and not any(figures)
    outcome: Outcome = "met" if nobody else "not_met" if any(figures) else "unknown"
    value = ", ".join(map(str, figures)) or None
    return Check("staff", two("参保人数", "insured staff"), value, "0 in 2 filings", outcome, rows)


def _age(case: Case, party: Party, deal: Deal) -> Check:
    born = party.span("incorporated")
    low, high = gap_days(born, deal.on) if born and deal.on else (None, None)
    outcome: Outcome = "unknown"
    if low is not None and high is not None:
        outcome = "met" if low >= 0 and high < YOUNG_DAYS else "not_met" if low >= YOUNG_DAYS else "unknown"
    value = None if low is None else str(low) if low == high else f"{low}–{high}"
    name = two("交易时成立天数", "age in days at the deal")
    return Check("age", name, value, "< 180", outcome, _cells(party, "incorporated"))


def _tax(case: Case, party: Party, deal: Deal) -> Check:
    filed = _filings(case, party)
    idle = [a for a in filed if a.dormant == "yes"]
    taxed = [a for a in filed if a.tax_paid is not None]
    zero = bool(taxed) and all(a.tax_paid is not None and a.tax_paid.amount == 0 for a in taxed)
    outcome: Outcome = "met" if idle or zero else "not_met" if taxed else "unknown"
    rows = tuple(_figure(a, "dormant", "休眠", "dormant") for a in idle)
    rows += tuple(_figure(a, "tax_paid", "纳税总额", "tax paid") for a in taxed)
    value = "; ".join([*("dormant" for _ in idle[:1]), *(str(a.tax_paid) for a in taxed)]) or None
    return Check("tax", two("休眠或零纳税", "dormant accounts or no tax"), value, "dormant, or 0", outcome, rows)


def _address(case: Case, party: Party, deal: Deal) -> Check:
    """Crowded in the whole data, or in the building of a licensed host: a sign only together with others."""
    known = [(row, key) for row in party.rows if (key := row.get("_address"))]
    crowd = max((case.crowds.get(f"_address:{key}", 1) for _, key in known), default=0)
    hosted = any(_building(row) in _host_buildings(case) for row, _ in known)
    outcome: Outcome = "unknown" if not known else "met" if hosted or crowd >= CROWD else "not_met"
    value = None if not known else f"{crowd}{', host' if hosted else ''}"
    rows = tuple(_cell(row, "address") for row, _ in known[:1])
    return Check("address", two("同址主体数", "firms at the address"), value, "≥ 20, or a host's", outcome, rows)


def _building(row: Row) -> str:
    text = row.get("address")
    return address_key(text).building if text else ""


_BUILDINGS: dict[int, tuple[Case, frozenset[str]]] = {}


def _host_buildings(case: Case) -> frozenset[str]:
    """Buildings of licensed hosts, found once a case."""
    held = _BUILDINGS.get(id(case))
    if held is None or held[0] is not case:
        hosts = (p for p in case.parties.values() if p.licences & _HOSTS)
        found = frozenset(_building(row) for party in hosts for row in party.rows) - {""}
        _BUILDINGS.clear()
        held = _BUILDINGS[id(case)] = case, found
    return held[1]


def _trade(case: Case, party: Party, deal: Deal) -> Check:
    """Filed revenue first; else whose money its statement shows. Only a firm whose outflows are held has a statement."""
    sold = [a for a in _filings(case, party) if a.revenue is not None]
    name = two("交易以外的业务", "trade beyond the deal")
    if sold:
        none = all(a.revenue is not None and a.revenue.amount == 0 for a in sold)
        rows = tuple(_figure(a, "revenue", "营业收入", "revenue") for a in sold)
        value = "; ".join(str(a.revenue) for a in sold)
        return Check("trade", name, value, "revenue 0, or ≥ 90% of receipts", "met" if none else "not_met", rows)
    own = [p for p in rows_of(case, party.id) if usable(p)]
    ins = [p for p in own if p.payee == party.id]
    known = ins and len(ins) < len(own) and len({currency_of(p) for p in ins}) == 1
    part = ratio(sum_of(p for p in ins if p.payer in deal.payers), sum_of(ins)) if known else None
    outcome: Outcome = "unknown" if part is None else "met" if part >= TRADE_PART else "not_met"
    shown = percent(part) if part is not None else None
    return Check("trade", name, shown, "revenue 0, or ≥ 90% of receipts", outcome)


def _ended(case: Case, party: Party, deal: Deal) -> Check:
    found = [(day, row) for day, row in endings(case, party.id) if day is not None]
    live = next((r for r in party.rows if is_active(r.get("status"))), None)
    name = two("交易后24个月内注销", "gone within 24 months of the deal")
    outcome: Outcome = "not_met" if live and not endings(case, party.id) and deal.on else "unknown"
    rows: tuple[Evidence, ...] = (_cell(live, "status"),) if live else ()
    if found and deal.on:
        day = found[0][0]
        soon = day is not None and day.first >= deal.on.first and day.last <= add_months(deal.on.first, END_MONTHS)
        outcome, rows = "met" if soon else "not_met", (found[0][1],)
    return Check("ended", name, str(found[0][0]) if found else None, "≤ 24 months", outcome, rows)


def _size(case: Case, party: Party, deal: Deal) -> Check:
    paid, _, rows = _paid(case, party)
    day = deal.on.first if deal.on else None
    size = convert(case, deal.money, paid.currency, day) if paid and deal.money else None
    times = ratio(size.amount, paid.amount) if paid and size else None
    nothing = paid is not None and size is not None and paid.amount == 0 and size.amount > 0
    outcome: Outcome = "met" if nothing or (times is not None and times >= DEAL_TIMES) else "unknown"
    if outcome == "unknown" and times is not None:
        outcome = "not_met"
    value = f"{size} / {paid}" if paid and size else None
    return Check("size", two("交易额/实缴资本", "deal / paid-in capital"), value, "≥ 50", outcome, rows)


_CHECKS: tuple[Callable[[Case, Party, Deal], Check], ...] = (
    _capital, _staff, _age, _tax, _address, _trade, _ended, _size,
)  # fmt: skip


def checks_met(found: Iterable[Check]) -> tuple[str, str]:
    """The names of the tests that are met, for a sentence."""
    names = [c.name for c in found if c.outcome == "met"]
    return "、".join(n.zh for n in names), ", ".join(n.en for n in names)
