"""抽逃出资: capital withdrawal and unexplained shareholder payments.

What it looks for
    Paid-in capital that goes back, soon after it came, to the shareholder, to somebody related to the shareholder, or
    to whoever lent the shareholder the money. Second limb: a later payment to a shareholder that nothing explains.
Why it matters
    The shareholder answers for what was taken out, up to the amount with interest; in enforcement he may be added.
Law
    CN 公司法 53 (2018: 35), 公司法解释三 12, 14, 20; 变更追加规定 18; 刑法 159 (paid-in industries only).
    UK unlawful return of capital, IA 1986 s.212. US UVTA; unlawful distribution.
What speaks against it
    Contracts with a supplier, a shareholder's loan whose receipt the bank shows, wages, dividends, a cash pool.
Thresholds
    out / contribution at least 0.50 within 60 days; strong within 30 days; fact at 0.90 within 10 days. Later payments:
    the finding floor. Contributions of one holder at most 10 days apart are one round.
Limits
    A contribution is seen only where a bank row says so; paid-in sums without a day cannot start a window. Days may be
    partial: then the answer is "cannot tell" and the tier is lead.
Sources
    Tianjin High Court, 坤磊 (99.8 % in 7 days, 96.3 % in 1 day); (2019) 最高法民终960号 (liability up to the payment).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, Edge, owns, pays
from graph.facts import Contract, Payment
from graph.values import Answer, DateSpan, Money, add_months, gap_days, money_text, ratio
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Amount, Badge, Evidence, Finding, Gap, NoTables, Outcome, Test, Tier, cited, two
from queries.money import amount_of, currency_of, day_of, once, ordered, payment_evidence, sum_of
from queries.phrases import COURT, clock_words, gap, name_of, step_evidence, tie_evidence, tie_words
from queries.related import Tie, best, related
from queries.side import control_on, debtor_side
from queries.typology import Threshold, Typology
from queries.worth import above_floor, shown

SLUG = "capital-withdrawal"
WINDOW_DAYS, STRONG_DAYS, FACT_DAYS, ROUND_DAYS, LENT_DAYS = 60, 30, 10, 10, 30
HALF, NEARLY_ALL = Fraction(1, 2), Fraction(9, 10)
MONTHS_BEFORE = 24
_LAWFUL = frozenset({"salary", "tax", "enforcement", "dividend", "distribution", "sweep", "rent", "capital"})
_PROVING = frozenset({"sale", "service", "lease"})
_PROPOSAL = two("本工具建议值", "the tool's proposal")
_KUNLEI = two("坤磊案：7日内99.8%、1日内96.3%", "Kunlei: 99.8 % in 7 days, 96.3 % in 1 day")


@dataclass(frozen=True, slots=True)
class Round:
    """Capital that one holder paid into one company, in instalments at most ten days apart, in one currency."""

    holder: str
    company: str
    paid: tuple[Payment, ...]

    @property
    def total(self) -> Decimal:
        return sum_of(self.paid)

    @property
    def currency(self) -> str:
        return currency_of(self.paid[0])


@dataclass(frozen=True, slots=True)
class Outflow:
    """A payment out of the company to the holder's side; ties empty where it is the holder, or the holder's lender."""

    payment: Payment
    ties: tuple[Tie, ...]
    lent: tuple[Payment, ...]
    inside: Answer
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Later:
    """Payments of a company to one of its holders, less what the holder is seen to have lent; explained by nothing."""

    holder: str
    company: str
    payments: tuple[Payment, ...]
    lent: tuple[Payment, ...]
    contracts: tuple[Contract, ...]
    steps: tuple[Edge, ...]
    net: Money


def find(case: Case) -> list[Finding] | NoTables:
    """One finding a round of contributions, then one a holder with later payments that nothing explains."""
    if "payments" not in case.tables_held:
        return NoTables(
            (two("公司账户流水（出资及其后支出）", "the company's bank rows (contributions and what followed)"),)
        )
    rows = ordered(once(p for p in case.payments if _countable(p)))
    found, used = [], set[str]()
    for each in rounds(rows):
        out = outflows(case, each, rows)
        if _worth_telling(case, each, out):
            found.append(_withdrawn(case, each, out))
            used |= {_key(o.payment) for o in out}
    rest = [p for p in rows if _key(p) not in used]
    return found + [_unexplained(case, later) for later in later_payments(case, rest)]


def _key(payment: Payment) -> str:
    return f"{payment.place.fact}:{payment.place.line}"


def _countable(payment: Payment) -> bool:
    """Totals over a period fit no window; partial days do, with the answer "cannot tell"."""
    return payment.done and not payment.is_total and payment.on is not None and amount_of(payment) > 0


def rounds(rows: Iterable[Payment]) -> list[Round]:
    """Contributions as the bank rows name them."""
    paid: dict[tuple[str, str, str], list[Payment]] = defaultdict(list)
    for payment in rows:
        if payment.kind == "capital":
            paid[payment.payer, payment.payee, currency_of(payment)].append(payment)
    found = []
    for (holder, company, _), payments in sorted(paid.items()):
        groups: list[list[Payment]] = []
        for payment in payments:
            if groups and (day_of(payment) - day_of(groups[-1][-1])).days <= ROUND_DAYS:
                groups[-1].append(payment)
            else:
                groups.append([payment])
        found += [Round(holder, company, tuple(group)) for group in groups]
    return found


def outflows(case: Case, each: Round, rows: Sequence[Payment]) -> tuple[Outflow, ...]:
    """What the company then paid to the holder, to the holder's relatives and firms, or to the holder's lender."""
    if not _in_view(case, each):
        return ()
    lenders = _lenders(case, each, rows)
    found = []
    for payment in rows:
        if payment.payer != each.company or payment.kind in _LAWFUL or currency_of(payment) != each.currency:
            continue
        inside, low, high = _window(each, payment)
        if inside == "no" or _proven(case, payment):
            continue
        ties = best(related(case, each.holder, payment.payee, day_of(payment))) if payment.payee != each.holder else ()
        lent = lenders.get(payment.payee, ())
        if payment.payee == each.holder or ties or lent:
            found.append(Outflow(payment, ties, lent, inside, low, high))
    return tuple(found)


def _in_view(case: Case, each: Round) -> bool:
    """Companies of the debtor side, and companies into which the debtor side paid capital."""
    side = debtor_side(case, day_of(each.paid[-1]))
    return (each.company in side or each.holder in side) and not case.party(each.company).licences


def _window(each: Round, payment: Payment) -> tuple[Answer, int, int]:
    """From the first instalment (its own day included: order within a day is often unknown) to 60 days after the last."""
    first, last, on = each.paid[0].on, each.paid[-1].on, payment.on
    assert first and last and on
    early, late = gap_days(first, on)[0], gap_days(last, on)
    if late[0] > WINDOW_DAYS or gap_days(first, on)[1] < 0:
        return "no", *late
    return ("yes" if early >= 0 and late[1] <= WINDOW_DAYS else "cannot tell"), max(late[0], 0), max(late[1], 0)


def _lenders(case: Case, each: Round, rows: Sequence[Payment]) -> dict[str, tuple[Payment, ...]]:
    """Who paid the holder, as a loan, at least half of the contribution in the thirty days before it."""
    day = day_of(each.paid[0])
    found: dict[str, list[Payment]] = defaultdict(list)
    for p in rows:
        near = day - timedelta(days=LENT_DAYS) <= day_of(p) <= day_of(each.paid[-1])
        if p.payee == each.holder and near and _is_loan(case, p) and currency_of(p) == each.currency:
            found[p.payer].append(p)
    return {who: tuple(lent) for who, lent in sorted(found.items()) if sum_of(lent) * 2 >= each.total}


def _is_loan(case: Case, payment: Payment) -> bool:
    contract = any(c.kind == "loan" and (c.first, c.second) == (payment.payer, payment.payee) for c in case.contracts)
    return payment.kind == "loan" or contract


def _between(case: Case, payment: Payment) -> list[Contract]:
    ends = {payment.payer, payment.payee}
    return [
        c for c in case.contracts if {c.first, c.second} == ends and (c.on is None or c.on.first <= day_of(payment))
    ]


def _proven(case: Case, payment: Payment) -> bool:
    """A cash pool, or a trade contract that is not merely alleged; a loan needs the bank's proof (see `later_payments`)."""
    return any(
        c.kind == "cash_pool" or (c.kind in _PROVING and not c.place.unsure and _covers(c, payment))
        for c in _between(case, payment)
    )


def _covers(contract: Contract, payment: Payment) -> bool:
    if contract.money is None or payment.money is None or contract.money.currency != payment.money.currency:
        return True
    return contract.money.amount >= payment.money.amount


def _worth_telling(case: Case, each: Round, out: Sequence[Outflow]) -> bool:
    share = _returned(each, out)
    enough = share is not None and share >= HALF
    total = Money.of(min(sum_of(o.payment for o in out), each.total), each.currency)
    return enough and above_floor(case, total, each.paid[0].on) is not False


def _returned(each: Round, out: Iterable[Outflow], days: int = WINDOW_DAYS) -> Fraction | None:
    """Share of the contribution that went out within so many days at the latest."""
    return ratio(sum_of(o.payment for o in out if o.high <= days or days == WINDOW_DAYS), each.total)


def _tier(each: Round, out: Sequence[Outflow]) -> tuple[Tier, Text]:
    quick, soon = _returned(each, out, FACT_DAYS), _returned(each, out, STRONG_DAYS)
    if quick is not None and quick >= NEARLY_ALL:
        return "fact", two("90%以上在10日内转回股东一方", "90 % or more back within ten days")
    if soon is not None and soon >= HALF:
        return "strong", two("半数以上在30日内转回股东一方", "half or more back within thirty days")
    return "lead", two("半数以上在60日内转回，或日期不完整", "half or more back within sixty days, or days are partial")


def _withdrawn(case: Case, each: Round, out: tuple[Outflow, ...]) -> Finding:
    tier, why = _tier(each, out)
    ties = [t for o in out for t in o.ties]
    holding = _holder_steps(case, each.holder, each.company, day_of(each.paid[-1]))
    flows = [*each.paid, *(o.payment for o in out), *(p for o in out for p in o.lent)]
    payees = dict.fromkeys(o.payment.payee for o in out)
    badges: set[Badge] = {"money", "timing"} | ({"relation"} if ties or each.holder in payees else set())
    low = min(sum_of(o.payment for o in out if o.inside == "yes"), each.total)
    high = min(sum_of(o.payment for o in out), each.total)
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((each.company, each.holder, *payees))),
        summary=_withdrawn_words(case, each, out),
        evidence=cited(payment_evidence(case, flows), tie_evidence(case, ties), step_evidence(case, holding)),
        tier=tier,
        tier_why=why,
        badges=frozenset(badges),
        chain=Chain.of([*(pays(p) for p in flows), *(e for t in ties for e in t.edges), *holding]),
        route=_route(case, each.company),
        on=out[0].payment.on,
        until=out[-1].payment.on,
        amount=Amount(
            Money(low, high, each.currency), two("转回金额，以出资额为限", "what went back, at most the contribution")
        ),
        counter=_counter(case, [o.payment for o in out]),
        gaps=_gaps(case, each.company),
        tests=_tests(each, out),
        traits=frozenset({"capital_returned", "related"} if ties else {"capital_returned"}),
        elements=_elements("met"),
        giver=each.company,
    )


def _withdrawn_words(case: Case, each: Round, out: Sequence[Outflow]) -> Text:
    company, holder = name_of(case, each.company), name_of(case, each.holder)
    payees = dict.fromkeys(name_of(case, o.payment.payee) for o in out)
    back, share = sum_of(o.payment for o in out), shown(_returned(each, out)) or "?"
    ties = tie_words(dict.fromkeys(t for o in out for t in o.ties))
    clock = clock_words(case, out[0].payment.on)
    lent = any(o.lent for o in out)
    days = f"{min(o.low for o in out)}–{max(o.high for o in out)}"
    return two(
        f"根据银行流水显示，{holder}于{each.paid[0].on}向{company}出资{each.currency} {money_text(each.total)}，其后{days}日内"
        f"{each.currency} {money_text(back)}（{share}）转至{'、'.join(payees)}；{ties[0] or '收款方为该股东'}"
        f"{'；收款方此前借款给该股东' if lent else ''}；{clock[0]}。数据中未见相应合同。",
        f"According to the bank rows, {holder} paid {each.currency} {money_text(each.total)} of capital into {company} on {each.paid[0].on}; "
        f"within {days} days {each.currency} {money_text(back)} ({share}) went to {', '.join(payees)}; {ties[1] or 'the payee is that holder'}"
        f"{'; the payee had lent the holder money' if lent else ''}; {clock[1]}. No contract for it is in the rows.",
    )


def _route(case: Case, company: str) -> str:
    """D: the holder of an enforced debtor may be added (变更追加规定 18); of any other company, or before that: suit."""
    return "D" if company in case.debtor_ids and case.debt.clock.enforcement else "E"


def _holder_steps(case: Case, holder: str, company: str, day: date) -> tuple[Edge, ...]:
    direct = [i for i in case.interests if (i.owner, i.company) == (holder, company) and i.period.may_hold_on(day)]
    if direct:
        return tuple(owns(i, day) for i in direct)
    found = control_on(case, day).holds(holder, company)
    return found.edges if found else ()


def _tests(each: Round, out: Sequence[Outflow]) -> tuple[Test, ...]:
    def line(days: int, least: Fraction) -> Test:
        share = _returned(each, out, days)
        unsure = any(o.low <= days < o.high for o in out)
        outcome: Outcome = "met" if share is not None and share >= least else "unknown" if unsure else "not_met"
        name = two(f"{days}日内转回/出资", f"back within {days} days / contribution")
        return Test(name, shown(share), f"≥ {shown(least)}", "%", outcome, _KUNLEI if days == FACT_DAYS else _PROPOSAL)

    return line(FACT_DAYS, NEARLY_ALL), line(STRONG_DAYS, HALF), line(WINDOW_DAYS, HALF)


def later_payments(case: Case, rows: Sequence[Payment]) -> list[Later]:
    """Payments of the debtor side to its own holders or controllers, from 24 months before the debt on."""
    groups: dict[tuple[str, str, str], list[Payment]] = defaultdict(list)
    owned = {i.company for i in case.interests} | {r.b for r in case.relations if r.kind == "controls"}
    for p in rows:
        if p.payer in owned and p.kind not in _LAWFUL and not _too_early(case, p) and _to_holder(case, p):
            groups[p.payee, p.payer, currency_of(p)].append(p)
    found = [_later(case, rows, *key, payments) for key, payments in sorted(groups.items())]
    return [x for x in found if x is not None]


def _too_early(case: Case, payment: Payment) -> bool:
    arose = case.debt.clock.start
    return arose is not None and day_of(payment) < add_months(arose.first, -MONTHS_BEFORE)


def _to_holder(case: Case, payment: Payment) -> bool:
    """A holder or controller of a company on the debtor side that is not itself on that side, nor a licensed one."""
    day, payee = day_of(payment), case.party(payment.payee)
    side = debtor_side(case, day)
    if payment.payer not in side or payment.payee in side or payment.payee == case.debt.creditor:
        return False
    if payee.licences or payee.kind == "public_body":
        return False
    steps = _holder_steps(case, payment.payee, payment.payer, day)
    return bool(steps) and not any(e.place.unsure for e in steps)


def _later(
    case: Case, rows: Sequence[Payment], holder: str, company: str, currency: str, payments: Sequence[Payment]
) -> Later | None:
    """None where contracts, a transfer's price, or money the holder is seen to have lent explains all but a trifle."""
    open_ = tuple(p for p in payments if not _proven(case, p) and not _is_price(case, p))
    if not open_:
        return None
    lent = tuple(
        p
        for p in rows
        if (p.payer, p.payee, currency_of(p)) == (holder, company, currency)
        and p.kind != "capital"
        and day_of(p) <= day_of(open_[-1])
    )
    net = Money.of(sum_of(open_) - sum_of(lent), currency)
    if net.amount <= 0 or above_floor(case, net, open_[0].on) is False:
        return None
    contracts = dict.fromkeys(c for p in open_ for c in _between(case, p))
    steps = _holder_steps(case, holder, company, day_of(open_[0]))
    return Later(holder, company, open_, lent, tuple(contracts), steps, net)


def _is_price(case: Case, payment: Payment) -> bool:
    """The holder sold something to the company: the price of it is judged elsewhere."""
    return any((t.giver, t.taker) == (payment.payee, payment.payer) for t in case.transfers)


def _unexplained(case: Case, later: Later) -> Finding:
    after = _after_debt(case, later.payments[0].on, later.company)
    looked = "contracts" in case.tables_held
    tier: Tier = "strong" if after == "yes" and looked and not later.lent else "lead"
    badges: set[Badge] = {"money", "relation"} | ({"timing"} if after == "yes" else set())
    why = {
        "strong": two(
            "债务形成后付给股东，数据中未见依据", "paid to a shareholder after the debt, with nothing to explain it"
        ),
        "lead": two("付给股东，数据中未见依据", "paid to a shareholder, with nothing in the rows to explain it"),
    }
    return Finding(
        typology=SLUG,
        parties=(later.company, later.holder),
        summary=_later_words(case, later),
        evidence=cited(payment_evidence(case, later.payments), step_evidence(case, later.steps)),
        tier=tier,
        tier_why=why[tier],
        badges=frozenset(badges),
        chain=Chain.of([*(pays(p) for p in later.payments), *later.steps]),
        route=_route(case, later.company),
        on=later.payments[0].on,
        until=later.payments[-1].on,
        amount=Amount(
            Money(later.net.amount, later.net.amount, later.net.currency),
            two("付出减去已见该股东汇入；责任以此为限", "paid out less what that holder is seen to have paid in; liability is limited to it"),
        ),
        counter=(*payment_evidence(case, later.lent), *_counter(case, later.payments)),
        gaps=_gaps(case, later.company),
        tests=_later_tests(case, later, after),
        traits=frozenset({"capital_returned", "distribution"}),
        elements=_elements("not_shown"),
        giver=later.company,
    )  # fmt: skip


def _after_debt(case: Case, on: DateSpan | None, company: str) -> Answer:
    arose = case.arose_for(company)
    return on.not_before(arose.first) if arose and on else "cannot tell"


def _later_words(case: Case, later: Later) -> Text:
    company, holder, total = name_of(case, later.company), name_of(case, later.holder), later.net
    clock, count = clock_words(case, later.payments[0].on), len(later.payments)
    days = " – ".join(dict.fromkeys((str(later.payments[0].on), str(later.payments[-1].on))))
    return two(
        f"根据银行流水显示，{company}于{days}分{count}笔付给其股东{holder}，净额{total}；{clock[0]}。"
        "数据中未见合同、借款到账或分红依据：向股东的未说明付款，责任以该金额为限。",
        f"According to the bank rows, {company} paid its shareholder {holder} {total} net in {count} payment(s) ({days}); {clock[1]}. "
        "No contract, no receipt of a loan and no dividend is in the rows: an unexplained payment to a shareholder; liability is limited to it.",
    )


def _later_tests(case: Case, later: Later, after: Answer) -> tuple[Test, ...]:
    as_outcome: dict[Answer, Outcome] = {"yes": "met", "no": "not_met", "cannot tell": "unknown"}
    loans = [c for c in later.contracts if c.kind == "loan"]
    shows: Outcome = "unknown" if "contracts" not in case.tables_held else "met"
    return (
        Test(two("债务形成后", "after the debt arose"), after, "yes", "", as_outcome[after], _PROPOSAL),
        Test(two("无合同依据", "no trade contract"), None, "none", "", shows, two("公司法解释三12、20条", "Interpretation III arts. 12, 20")),
        Test(
            two("借款到账", "receipt of a shareholder loan"),
            f"{len(loans)} loan contract(s), {len(later.lent)} receipt(s)", "none proven", "", "met" if not later.lent else "not_met",
            two("(2019)最高法民终960号：仅有借款协议不足", "(2019) SPC 960: a loan paper alone is not enough"),
        ),
    )  # fmt: skip


def _counter(case: Case, payments: Sequence[Payment]) -> tuple[Evidence | Absent, ...]:
    """Contracts that might explain it, then what was looked for and not found."""
    found: list[Evidence | Absent] = []
    for contract in dict.fromkeys(c for p in payments for c in _between(case, p)):
        if contract.kind == "loan":
            text = two(
                f"有借款合同{contract.money or ''}，未见到账凭证",
                f"a loan contract {contract.money or ''}, without proof of receipt",
            )
        else:
            text = two(f"双方之间有合同（{contract.kind}）", f"a contract between the two ({contract.kind})")
        found.append(Evidence(contract.place, text, "contract"))
    if not found:
        found.append(Absent(two("双方之间的合同", "a contract between the two")))
    found.append(Absent(two("股东借款的到账流水", "bank proof that a shareholder's loan came in")))
    found.append(Absent(two("利润分配决议", "a resolution to distribute profit")))
    return tuple(found)


def _gaps(case: Case, company: str) -> tuple[Gap, ...]:
    name = name_of(case, company)
    return (
        gap((f"{name}验资户、基本户流水及回单", f"statements and slips of the capital and basic accounts of {name}"), ("开户银行", "its bank"), COURT),
        gap((f"{name}的账簿、记账凭证", f"ledgers and vouchers of {name}"), (name, name), ("申请法院责令提交", "request to the court to order production")),
    )  # fmt: skip


def _elements(withdrawn: str) -> tuple[tuple[str, str, Text], ...]:
    doubt = two(
        "合理怀疑证据提出后由股东举证（解释三20条）",
        "once doubt is shown the burden is the shareholder's (Interpretation III art. 20)",
    )
    return (
        ("is_shareholder", "met", two("见持股或出资记录", "see the holding or the contribution")),
        ("capital_withdrawn", withdrawn, doubt),
        (
            "judgment_unsatisfied",
            "not_shown",
            two("须执行未获清偿的证明", "needs proof that enforcement was not satisfied"),
        ),
    )


def _line(name: str, value: Fraction | int, unit: str, basis: Text = _PROPOSAL) -> Threshold:
    return Threshold(name, Fraction(value), unit, basis)


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("抽逃出资与向股东的未说明付款", "Capital withdrawal and unexplained payments to a shareholder"),
    highest="fact",
    thresholds=(
        _line("returned", HALF, "returned/contribution"),
        _line("returned_fact", NEARLY_ALL, "returned/contribution", _KUNLEI),
        _line("fact_days", FACT_DAYS, "days", _KUNLEI),
        _line("strong_days", STRONG_DAYS, "days"),
        _line("window_days", WINDOW_DAYS, "days"),
        _line("round_days", ROUND_DAYS, "days"),
        _line("months_before", MONTHS_BEFORE, "months"),
    ),
    needs=("payments",),
    find=find,
    counter_evidence=(
        two("真实采购或服务合同", "a real purchase or service contract"),
        two("股东借款到账凭证", "bank proof of a shareholder loan"),
        two("利润分配、工资", "dividends from profit, wages"),
        two("资金池", "a cash pool"),
    ),
)
