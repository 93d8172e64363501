"""Stakes in a debtor company that are unpaid: held, or passed on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from graph.case import Case
from graph.facts import CourtCase, Interest, Transfer
from graph.values import DateSpan, Money, Share, gap_days, ratio
from queries.capital_changes import capital_on
from queries.disposals import forced, transfer_evidence
from queries.grounds import Bilingual as Text
from queries.index import index_of
from queries.lead import Evidence, Outcome, two
from queries.look_back import Lies, day_before_or, lies
from queries.phrases import name_of, says, word
from queries.related import Tie, best, possible_same, related
from queries.stakes import capital_of, share_of
from queries.unpaid_capital import shortfall
from queries.worth import is_nil

UNPAID = Fraction(1, 2)
NOMINAL = Fraction(1, 100)
THIN, NEW_DAYS, FIRMS = 3, 180, 5
_ENFORCED = frozenset({"enforcement", "terminated_enforcement", "dishonesty", "consumption_limit"})
_DERIVED = two(
    "认缴、实缴由持股比例与公司资本推算", "subscribed and paid are derived from the share and the company's capital"
)
_PLAN = ("员工持股计划", "an employee plan")


@dataclass(frozen=True, slots=True)
class Stake:
    """One holder's stake of which so much is unpaid; low bounds count. due: the latest due day of its rows, if all give one."""

    holder: str
    company: str
    rows: tuple[Interest, ...]
    subscribed: Money
    paid: Money
    unpaid: Money
    due: DateSpan | None
    overdue: bool
    derived: bool
    evidence: tuple[Evidence, ...]

    @property
    def share(self) -> Fraction:
        return ratio(self.unpaid.low, self.subscribed.low) or Fraction(0)

    @property
    def held(self) -> bool:
        return not any(i.period.ended for i in self.rows)

    @property
    def notes(self) -> tuple[Text, ...]:
        return (_DERIVED,) if self.derived else ()


@dataclass(frozen=True, slots=True)
class Buyer:
    """What the rows show of a buyer's means: how many of the four signs, how many cannot be told."""

    count: int
    unknown: int
    evidence: tuple[Evidence, ...]
    against: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Passed:
    """A transfer of shares that were half or more unpaid. due: was the capital due by then; unpaid: of the part passed on."""

    transfer: Transfer
    stake: Stake
    unpaid: Money
    due: str
    lies: Lies
    price_share: Fraction | None
    ties: tuple[Tie, ...]
    perhaps: tuple[Tie, ...]
    buyer: Buyer
    benign: tuple[Evidence, ...]
    evidence: tuple[Evidence, ...]
    whole: bool

    @property
    def nil(self) -> bool:
        return is_nil(self.transfer)

    @property
    def nominal(self) -> bool:
        price = self.transfer.price
        if price is None or price.amount <= 0:
            return False
        return price.amount <= 1 or (self.price_share is not None and self.price_share <= NOMINAL)

    @property
    def thin(self) -> bool:
        return self.buyer.count >= THIN

    @property
    def genuine(self) -> bool:
        """A real price by a buyer of means to whom nothing ties the seller, for capital that was not due."""
        priced = self.transfer.price is not None and not self.nil and not self.nominal
        return priced and not self.thin and not self.ties and self.due != "yes"


def firms(case: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys(d for d in case.debtor_ids if not case.party(d).is_person and not case.party(d).listed))


def stakes_in(case: Case, company: str) -> dict[str, list[Interest]]:
    found: dict[str, list[Interest]] = defaultdict(list)
    for interest in case.interests:
        if interest.company == company and interest.nature != "treasury":
            found[interest.owner].append(interest)
    return dict(sorted(found.items()))


def overdue(case: Case) -> list[Stake]:
    """Stakes held today, half or more unpaid although all of their due days have passed."""
    found = []
    for company in firms(case):
        for holder, rows in stakes_in(case, company).items():
            held = [i for i in rows if i.period.may_hold_on(case.as_of)]
            stake = _stake(holder, company, [i for i in held if i.due and i.due.last < case.as_of], overdue=True)
            if stake is not None and stake.share >= UNPAID:
                found.append(stake)
    return found


def passed(case: Case) -> list[Passed]:
    """Transfers of unpaid shares since the debt arose; earlier ones where the capital was due by then."""
    wanted = {f"equity:{company}": company for company in firms(case)}
    rows = {company: stakes_in(case, company) for company in wanted.values()} if case.transfers else {}
    found = []
    for transfer in index_of(case).distinct:
        company = wanted.get(transfer.thing)
        if company is None or forced(transfer.place) or transfer.taker in (transfer.giver, company):
            continue
        stake = _stake_at(case, company, transfer, rows[company].get(transfer.giver, []))
        where = _lies(case, transfer, company)
        if stake is not None and stake.share >= UNPAID and (where != "before" or stake.overdue):
            found.append(_passed(case, transfer, stake, where, rows[company]))
    return found


def _lies(case: Case, transfer: Transfer, company: str) -> Lies:
    """Who passes on what is overdue answers whenever it was: no look-back."""
    where = lies(case, transfer.on, company, 0)
    return "before" if where == "too early" else where


def _stake(holder: str, company: str, rows: Sequence[Interest], *, overdue: bool) -> Stake | None:
    """The rows that give both sums; None where nothing is unpaid."""
    usable = tuple(i for i in rows if i.subscribed is not None and i.paid is not None)
    subscribed, paid, unpaid = capital_of(usable, "subscribed"), capital_of(usable, "paid"), shortfall(usable)
    if subscribed is None or paid is None or unpaid is None or unpaid.low <= 0:
        return None
    due = [i.due for i in usable]
    last = max((d for d in due if d), key=lambda d: d.last) if all(due) else None
    return Stake(
        holder, company, usable, subscribed, paid, unpaid, last, overdue, False, tuple(_sums(i) for i in usable)
    )


def _sums(i: Interest) -> Evidence:
    return says(
        i.place,
        f"认缴{i.subscribed}，实缴{i.paid}，出资期限{i.due or '不详'}",
        f"subscribed {i.subscribed}, paid {i.paid}, due {i.due or 'unknown'}",
        "subscribed",
    )


def _stake_at(case: Case, company: str, transfer: Transfer, rows: Sequence[Interest]) -> Stake | None:
    """The giver's stake as it stood before the transfer: its overdue part if half or more of that is unpaid, else all of it."""
    day = day_before_or(transfer.on, case.as_of) - timedelta(days=1)
    held = [i for i in rows if i.period.may_hold_on(day)] or ([] if transfer.on else list(rows))
    late = [i for i in held if transfer.on and i.due and i.due.last < transfer.on.first]
    first = _stake(transfer.giver, company, late, overdue=True)
    if first is not None and first.share >= UNPAID:
        return first
    return _stake(transfer.giver, company, held, overdue=False) or _derived(case, company, transfer, held)


def _derived(case: Case, company: str, transfer: Transfer, held: Sequence[Interest]) -> Stake | None:
    """Without the holder's own sums: share × registered capital less share × paid-in capital."""
    if any(i.subscribed is not None and i.paid is not None for i in held):
        return None
    share = transfer.share or share_of(held)
    capital, paid_in = capital_on(case, company, transfer.on), case.party(company).money("paid_capital")
    if share is None or share.low <= 0 or capital is None or paid_in is None or capital[0].currency != paid_in.currency:
        return None
    subscribed, paid = capital[0].times(share), paid_in.times(share)
    if subscribed.low <= paid.high:
        return None
    unpaid = Money(subscribed.low - paid.high, subscribed.high - paid.low, subscribed.currency)
    due = [i.due for i in held]
    last = max((d for d in due if d), key=lambda d: d.last) if due and all(due) else None
    late = bool(last and transfer.on and last.last < transfer.on.first)
    return Stake(
        transfer.giver, company, tuple(held), subscribed, paid, unpaid, last, late, True, _capital_rows(case, company, transfer.on)
    )  # fmt: skip


def _capital_rows(case: Case, company: str, on: DateSpan | None) -> tuple[Evidence, ...]:
    found, party = [], case.party(company)
    capital = capital_on(case, company, on)
    if capital and capital[1]:
        found.append(says(capital[1].place, f"注册资本{capital[0]}", f"registered capital {capital[0]}", "change"))
    for name, zh, en in (
        ("registered_capital", "注册资本", "registered capital"),
        ("paid_capital", "实缴资本", "paid-in capital"),
    ):
        place, money = party.place(name), party.money(name)
        if place and money and not (name == "registered_capital" and found):
            found.append(says(place, f"{zh}{money}", f"{en} {money}", name))
    return tuple(found)


def _passed(case: Case, transfer: Transfer, stake: Stake, where: Lies, rows: dict[str, list[Interest]]) -> Passed:
    day = day_before_or(transfer.on, case.as_of)
    ties = best(related(case, transfer.giver, transfer.taker, day))
    doubt = () if ties else tuple(tie for _, tie in possible_same(case, transfer.giver, transfer.taker, day))[:1]
    own = share_of(stake.rows)
    part = _part(transfer.share, own) if not stake.derived else None
    unpaid = stake.unpaid.times(part) if part else stake.unpaid
    price = transfer.price
    base = stake.subscribed.times(part) if part else stake.subscribed
    paid_for = ratio(price.amount, base.amount) if price and price.currency == base.currency else None
    return Passed(
        transfer, stake, unpaid, _due(transfer, stake), where, paid_for, ties, doubt, _buyer(case, transfer),
        _benign(case, transfer, rows.get(transfer.taker, [])), transfer_evidence(case, transfer), part is None or stake.derived,
    )  # fmt: skip


def _part(moved: Share | None, own: Share | None) -> Share | None:
    """Which part of the stake was passed on; None = all of it, or unknown."""
    if moved is None or own is None or not moved.exact or not own.exact or not 0 < moved.low < own.low:
        return None
    return Share(moved.low / own.low, moved.low / own.low)


def _due(transfer: Transfer, stake: Stake) -> str:
    if stake.overdue:
        return "yes"
    if transfer.on is None or stake.due is None or stake.due.first < transfer.on.last:
        return "cannot tell"
    return "no"


def _benign(case: Case, transfer: Transfer, rows: Iterable[Interest]) -> tuple[Evidence, ...]:
    """The buyer paid it up later, or an employee plan stands behind the transfer."""
    company, pair = transfer.company, (transfer.giver, transfer.taker)
    held = [i for i in rows if i.period.may_hold_on(case.as_of)]
    subscribed, paid = capital_of(held, "subscribed"), capital_of(held, "paid")
    found = []
    if subscribed and paid and subscribed.currency == paid.currency and paid.low >= subscribed.high > 0:
        found += [says(i.place, f"受让方认缴{i.subscribed}，实缴{i.paid}", f"the buyer subscribed {i.subscribed} and paid {i.paid}", "paid") for i in held]  # fmt: skip
    found += [says(i.place, *_PLAN, "nature") for i in held if i.nature == "employee_plan"]
    plans = [c for c in case.contracts if c.kind == "employee_plan" and company in (c.first, c.second)]
    found += [says(c.place, *_PLAN, "contract") for c in plans if c.first in pair or c.second in pair]
    return tuple(found)


def _buyer(case: Case, transfer: Transfer) -> Buyer:
    """Nothing paid; a new firm; a holder in five firms; under enforcement."""
    taker, rows = transfer.taker, list[Evidence]()
    outcomes: list[Outcome] = ["met" if is_nil(transfer) else "not_met" if transfer.price else "unknown"]
    outcomes.append(_young(case, transfer, rows))
    firms_held = sorted({i.company: i for i in case.interests if i.owner == taker}.items())
    outcomes.append("met" if len(firms_held) >= FIRMS else "not_met")
    if outcomes[-1] == "met":
        rows += [says(i.place, f"持有{name_of(case, c)}股权", f"holds shares of {name_of(case, c)}", "ownership") for c, i in firms_held]  # fmt: skip
    enforced = [c for c in case.court_cases if c.defendant == taker and c.kind in _ENFORCED]
    rows += [_court_row(case, c) for c in enforced]
    outcomes.append("met" if enforced else "not_met" if "court_cases" in case.tables_held else "unknown")
    return Buyer(outcomes.count("met"), outcomes.count("unknown"), tuple(rows))


def _young(case: Case, transfer: Transfer, rows: list[Evidence]) -> Outcome:
    party = case.party(transfer.taker)
    born, place = party.span("incorporated"), party.place("incorporated")
    if party.is_person:
        return "not_met"
    if born is None or place is None or transfer.on is None:
        return "unknown"
    low, high = gap_days(born, transfer.on)
    if low < NEW_DAYS and high >= 0:
        if high >= NEW_DAYS:
            return "unknown"
        rows.append(says(place, f"受让方成立于{born}", f"the buyer was incorporated on {born}", "incorporated"))
        return "met"
    return "not_met"


def _court_row(case: Case, c: CourtCase) -> Evidence:
    kind, name = word("court_kind", c.kind), name_of(case, c.defendant or "")
    on: DateSpan | date | str = c.filed or c.published_on or "?"
    return says(
        c.place,
        f"{name}：{kind.zh}{c.number or ''}（{on}）",
        f"{name}: {kind.en} {c.number or ''} ({on})",
        "court_case",
    )
