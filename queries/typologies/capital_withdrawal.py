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
    out / contribution at least 0.50 within 60 days; strong within 30 days; fact at 0.90 within 10 days. Who paid the holder
    before: a loan within 30 days, money of no stated kind within 10. Later payments: the finding floor, and what a lender
    with contract and receipt got beyond the loan and 15.4 % a year on it. Contributions of one holder at most 10 days apart are one round.
Limits
    A contribution is seen only where a bank row says so; paid-in sums without a day cannot start a window. Days may be
    partial: then the answer is "cannot tell" and the tier is lead.
Sources
    Tianjin High Court, 坤磊 (99.8 % in 7 days, 96.3 % in 1 day); (2019) 最高法民终960号 (liability up to the payment).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, pays
from graph.facts import Payment
from graph.values import Answer, DateSpan, Money, money_text
from queries.capital import (
    LOAN_RATE,
    MONTHS_BEFORE,
    ROUND_DAYS,
    WINDOW_DAYS,
    Flows,
    Later,
    Outflow,
    Round,
    contracts_between,
    countable,
    holder_steps,
    is_loan,
    later_payments,
    outflows,
    returned,
    rounds,
)
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Amount, Badge, Evidence, Finding, Gap, NoTables, Outcome, Test, Tier, cited, two
from queries.money import day_of, once, ordered, payment_evidence, sum_of
from queries.phrases import COURT, clock_words, gap, name_of, step_evidence, tie_evidence, tie_words
from queries.typology import Threshold, Typology
from queries.worth import above_floor, shown

SLUG = "capital-withdrawal"
STRONG_DAYS, FACT_DAYS = 30, 10
HALF, NEARLY_ALL = Fraction(1, 2), Fraction(9, 10)
_PROPOSAL = two("本工具建议值", "the tool's proposal")
_KUNLEI = two("坤磊案：7日内99.8%、1日内96.3%", "Kunlei: 99.8 % in 7 days, 96.3 % in 1 day")


def find(case: Case) -> list[Finding] | NoTables:
    """One finding a round of contributions, then one a holder with later payments that nothing explains."""
    if "payments" not in case.tables_held:
        return NoTables(
            (two("公司账户流水（出资及其后支出）", "the company's bank rows (contributions and what followed)"),)
        )
    rows = ordered(once(p for p in case.payments if countable(p)))
    flows, found, used = Flows(rows), [], set[str]()
    for each in rounds(rows):
        out = outflows(case, each, flows)
        if _worth_telling(case, each, out):
            found.append(_withdrawn(case, each, out))
            used |= {_key(o.payment) for o in out}
    rest = [p for p in rows if _key(p) not in used]
    return found + [_unexplained(case, later) for later in later_payments(case, rest)]


def _key(payment: Payment) -> str:
    return f"{payment.place.fact}:{payment.place.line}"


def _worth_telling(case: Case, each: Round, out: Sequence[Outflow]) -> bool:
    share = returned(each, out)
    enough = share is not None and share >= HALF
    total = Money.of(min(sum_of(o.payment for o in out), each.total), each.currency)
    return enough and above_floor(case, total, each.paid[0].on) is not False


def _tier(each: Round, out: Sequence[Outflow]) -> tuple[Tier, Text]:
    quick, soon = returned(each, out, FACT_DAYS), returned(each, out, STRONG_DAYS)
    if quick is not None and quick >= NEARLY_ALL:
        return "fact", two("90%以上在10日内转回股东一方", "90 % or more back within ten days")
    if soon is not None and soon >= HALF:
        return "strong", two("半数以上在30日内转回股东一方", "half or more back within thirty days")
    return "lead", two("半数以上在60日内转回，或日期不完整", "half or more back within sixty days, or days are partial")


def _withdrawn(case: Case, each: Round, out: tuple[Outflow, ...]) -> Finding:
    tier, why = _tier(each, out)
    ties = [t for o in out for t in o.ties]
    holding = holder_steps(case, each.holder, each.company, day_of(each.paid[-1]))
    flows = [*each.paid, *(o.payment for o in out), *(p for o in out for p in o.lent)]
    payees = dict.fromkeys(o.payment.payee for o in out)
    tied: set[Badge] = {"relation"} if ties or each.holder in payees else set()
    low = min(sum_of(o.payment for o in out if o.inside == "yes"), each.total)
    high = min(sum_of(o.payment for o in out), each.total)
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((each.company, each.holder, *payees))),
        summary=_withdrawn_words(case, each, out),
        evidence=cited(payment_evidence(case, flows), tie_evidence(case, ties), step_evidence(case, holding)),
        tier=tier,
        tier_why=why,
        badges=frozenset({"money", "timing", *tied}),
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
    back, share = sum_of(o.payment for o in out), shown(returned(each, out)) or "?"
    ties = tie_words(dict.fromkeys(t for o in out for t in o.ties))
    clock = clock_words(case, out[0].payment.on)
    zh_lent, en_lent = _lent_words(case, [p for o in out for p in o.lent])
    own = each.holder in {o.payment.payee for o in out}
    whose = "；".join(w for w in (ties[0], "收款方为该股东" if own and not ties[0] else "", zh_lent) if w)
    whose_en = "; ".join(w for w in (ties[1], "the payee is that holder" if own and not ties[1] else "", en_lent) if w)
    part = f"{share}，超过出资额" if back > each.total else share
    part_en = f"{share}, more than the contribution" if back > each.total else share
    days = "–".join(dict.fromkeys((str(min(o.low for o in out)), str(max(o.high for o in out)))))
    return two(
        f"根据银行流水显示，{holder}于{each.paid[0].on}向{company}出资{each.currency} {money_text(each.total)}，其后{days}日内"
        f"{each.currency} {money_text(back)}（{part}）转至{'、'.join(payees)}；"
        f"{whose}；{clock[0]}。数据中未见相应合同。",
        f"According to the bank rows, {holder} paid {each.currency} {money_text(each.total)} of capital into {company} on {each.paid[0].on}; "
        f"within {days} days {each.currency} {money_text(back)} ({part_en}) went to {', '.join(payees)}; "
        f"{whose_en}; {clock[1]}. No contract for it is in the rows.",
    )


def _lent_words(case: Case, rows: Sequence[Payment]) -> tuple[str, str]:
    """What the payee had paid the holder before: lent where the rows say so, else only paid."""
    if not rows:
        return "", ""
    if all(is_loan(case, p) for p in rows):
        return "收款方此前借款给该股东", "the payee had lent the holder money"
    return "收款方在出资前已向该股东付款", "the payee had paid the holder money just before"


def _route(case: Case, company: str) -> str:
    """D: the holder of an enforced debtor may be added (变更追加规定 18); of any other company, or before that: suit."""
    return "D" if company in case.debtor_ids and case.debt.clock.enforcement else "E"


def _tests(each: Round, out: Sequence[Outflow]) -> tuple[Test, ...]:
    def line(days: int, least: Fraction) -> Test:
        share = returned(each, out, days)
        unsure = any(o.low <= days and (o.high > days or o.inside != "yes") for o in out)
        outcome: Outcome = "met" if share is not None and share >= least else "unknown" if unsure else "not_met"
        name = two(f"{days}日内转回/出资", f"back within {days} days / contribution")
        return Test(name, shown(share), f"≥ {shown(least)}", "%", outcome, _KUNLEI if days == FACT_DAYS else _PROPOSAL)

    return line(FACT_DAYS, NEARLY_ALL), line(STRONG_DAYS, HALF), line(WINDOW_DAYS, HALF)


def _unexplained(case: Case, later: Later) -> Finding:
    after = _after_debt(case, later.payments[0].on, later.company)
    looked = "contracts" in case.tables_held
    tier: Tier = "strong" if after == "yes" and looked and not later.lent else "lead"
    timed: set[Badge] = {"timing"} if after == "yes" else set()
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
        badges=frozenset({"money", "relation", *timed}),
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
    shown = (
        ("该股东汇入款项已扣除，超出部分数据中未见依据", "What that holder paid in is taken off; nothing in the rows explains the rest")
        if later.lent
        else ("数据中有合同，未见借款到账", "A contract is in the rows, but no receipt of a loan")
        if later.contracts
        else ("数据中未见合同、借款到账或分红依据", "No contract, no receipt of a loan and no dividend is in the rows")
    )  # fmt: skip
    return two(
        f"根据银行流水显示，{company}于{days}分{count}笔付给其股东{holder}，净额{total}；{clock[0]}。"
        f"{shown[0]}：向股东的未说明付款，责任以该金额为限。",
        f"According to the bank rows, {company} paid its shareholder {holder} {total} net in {count} payment(s) ({days}); {clock[1]}. "
        f"{shown[1]}: an unexplained payment to a shareholder; liability is limited to it.",
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
    for contract in dict.fromkeys(c for p in payments for c in contracts_between(case, p)):
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
        _line(
            "loan_rate",
            LOAN_RATE,
            "a year",
            two(
                "四倍一年期LPR（民间借贷规定25条，2020年8月）",
                "four times the one-year LPR of 2020-08 (SPC lending rules art. 25)",
            ),
        ),
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
