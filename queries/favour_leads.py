"""Leads from fees and guarantees for a related party."""

from __future__ import annotations

from graph.case import Case
from graph.chains import Chain, agrees, pays
from graph.facts import Contract
from graph.values import Money
from queries.favours import FEE_OVER, OF_NET_ASSETS, YOUNG_MONTHS, Fees, Surety, fees, formed, sureties
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Amount, Badge, Evidence, Finding, Outcome, Tier, cited, two
from queries.look_back import Lies, lies_notes, lies_test
from queries.money import payment_evidence
from queries.money_words import contract_evidence
from queries.phrases import (
    COURT,
    PROPOSED,
    absent,
    clock_words,
    gap,
    measure,
    met,
    name_of,
    says,
    step_evidence,
    tie_evidence,
    tie_words,
)
from queries.worth import shown

SLUG = "overvalue-purchase-related"
_ARTICLE = ("合同编通则解释42条", "interpretation art. 42")
_539 = ("民法典539条", "Civil Code 539")


def favour_findings(case: Case) -> list[Finding]:
    return [*(_fee_finding(case, f) for f in fees(case)), *(_surety_finding(case, s) for s in sureties(case))]


def _before_or_after(where: Lies) -> bool:
    return where in ("after", "before")


# --- fees ---------------------------------------------------------------------------------------------------------


def _fee_tier(f: Fees) -> tuple[Tier, Text]:
    strong_tie = not any(t.weak or t.unsure or t.doubt for t in f.ties)
    if f.over and strong_tie and _before_or_after(f.lies):
        return "strong", two(
            "付费超过合同金额130%，且收款方为关联方", "fees above 130 % of the contracts, to a related party"
        )
    if f.over:
        return "lead", two("付费超过合同金额130%；关系或时间尚不充分", "fees above 130 % of the contracts; relation or timing does not suffice")  # fmt: skip
    return "lead", two("向新设关联方付费且未见合同", "fees to a new related firm, with no contract in the data")


def _fee_finding(case: Case, f: Fees) -> Finding:
    tier, why = _fee_tier(f)
    fired: tuple[tuple[Badge, object], ...] = (
        ("price", f.over), ("relation", True), ("timing", f.lies == "after"), ("form", f.young and not f.contracts),
    )  # fmt: skip
    edges = [*(pays(p) for p in f.payments), *(e for t in f.ties for e in t.edges), *f.holding.edges]
    new = formed(case, f.payee) if f.young else ()
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((f.holding.head, f.payer, f.payee))),
        summary=_fee_words(case, f),
        evidence=cited(payment_evidence(case, f.payments), new if not f.over else (), tie_evidence(case, f.ties), step_evidence(case, f.holding.edges)),
        tier=tier,
        tier_why=why,
        badges=frozenset(badge for badge, on in fired if on),
        chain=Chain.of(edges),
        route="C",
        on=f.on,
        until=f.until,
        amount=Amount(_fee_excess(f), two("超出合同金额的费用", "fees above what the contracts give")),
        counter=_fee_counter(case, f),
        gaps=(
            gap(("服务合同、工作成果与发票", "the service contract, what was delivered, and invoices"), (name_of(case, f.payer),) * 2, ("申请法院责令提交", "request to the court to order production")),
            gap(("同类服务的市场价格", "the market price of such services"), ("评估机构", "a valuer"), ("申请鉴定", "request for an expert")),
            gap(("费用收取后的去向", "where the fees went"), ("开户银行", "the bank"), COURT),
        ),
        tests=(
            measure(("费用/合同金额", "fees / contracts"), shown(f.part), f"> {shown(FEE_OVER)}", "%", met(f.over, f.part is None), _ARTICLE),
            measure(("合同数量", "contracts in the data"), str(len(f.contracts)), "≥ 1", "", met(f.contracts), PROPOSED),
            measure(("收款方新设", "payee new at the time"), "yes" if f.young else "no", f"< {YOUNG_MONTHS}", "months", met(f.young), PROPOSED),
            measure(("关联关系", "relation"), ", ".join(t.code for t in f.ties), "R1–R8", "", "met", ("弱关系须两项", "weak grounds need two")),
            lies_test(case, f.on, f.holding.head, f.lies, _539),
        ),
        traits=frozenset({"related", *(["overvalue"] if f.over else [])}),
        elements=_elements(f.lies, over=f.over, surety="not_shown"),
        notes=lies_notes(f.lies),
        giver=f.payer,
    )  # fmt: skip


def _fee_excess(f: Fees) -> Money:
    """Above the contracts; with no contract from nothing up to all of it."""
    zero = f.total.low * 0
    if f.owed is None:
        return Money(zero, f.total.high, f.total.currency)
    return Money(max(f.total.low - f.owed.high, zero), max(f.total.high - f.owed.low, zero), f.total.currency)


def _fee_words(case: Case, f: Fees) -> Text:
    payer, payee, ties, clock = (
        name_of(case, f.payer),
        name_of(case, f.payee),
        tie_words(f.ties),
        clock_words(case, f.on),
    )
    owed = (
        (
            f"，合同金额合计{f.owed}，为其{shown(f.part)}",
            f"; the contracts give {f.owed}, the fees are {shown(f.part)} of it",
        )
        if f.owed
        else ("，数据中未见对应合同", "; no contract for them is in the data")
    )
    return two(
        f"根据记录显示，{payer}于{f.on}起向{payee}支付费用{len(f.payments)}笔合计{f.total}{owed[0]}；{clock[0]}。双方关系：{ties[0]}。",
        f"According to the records, {payer} paid {payee} fees of {f.total} in {len(f.payments)} payment(s) from {f.on}{owed[1]}; {clock[1]}. Relation: {ties[1]}.",
    )  # fmt: skip


def _fee_counter(case: Case, f: Fees) -> tuple[Evidence | Absent, ...]:
    deals = contract_evidence(case, f.contracts) or (absent("服务、租赁合同", "a contract for services or a lease"),)
    return (*deals, absent("工作成果、独立批准或披露", "what was delivered, independent approval or disclosure"))


# --- guarantees ---------------------------------------------------------------------------------------------------


def _surety_tier(s: Surety) -> tuple[Tier, Text]:
    if s.benefit:
        return "signal", two("担保人获得担保费或反担保", "the guarantor got a fee or counter-security")
    if not s.large:
        return "signal", two("担保额占净资产比例不详", "what part of the net assets it is, is unknown")
    strong_tie = not any(t.weak or t.unsure or t.doubt for t in s.ties)
    if s.whole and strong_tie and s.lies == "after":
        return "strong", two("债务形成后为关联方担保，金额不低于全部净资产", "for a related party, after the debt, and no less than all net assets")  # fmt: skip
    return "lead", two("为关联方债务担保，超过净资产20%，未见对价", "for a related party's debt, 20 % of net assets or more, and nothing seen in return")  # fmt: skip


def _surety_finding(case: Case, s: Surety) -> Finding:
    tier, why = _surety_tier(s)
    fired: tuple[tuple[Badge, object], ...] = (
        ("money", s.large), ("relation", True), ("timing", s.lies == "after"),
    )  # fmt: skip
    papers = [s.contract, *([s.loan] if s.loan else [])]
    large: Outcome = met(s.large, s.part is None and not s.emptied)
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((s.holding.head, s.guarantor, s.principal))),
        summary=_surety_words(case, s),
        evidence=cited(contract_evidence(case, papers), _books_evidence(case, s) if s.emptied else (), tie_evidence(case, s.ties), step_evidence(case, s.holding.edges)),
        tier=tier,
        tier_why=why,
        badges=frozenset(badge for badge, on in fired if on),
        chain=Chain.of([*map(agrees, papers), *(e for t in s.ties for e in t.edges), *s.holding.edges], (s.guarantor, s.principal)),
        route="C",
        on=s.contract.on,
        amount=Amount(s.contract.money, two("担保金额", "the sum guaranteed")) if s.contract.money else None,
        counter=_surety_counter(case, s),
        gaps=(
            gap(("担保决议与被担保债务的履行情况", "the resolution, and what is still owed on the debt guaranteed"), (name_of(case, s.guarantor),) * 2, ("申请法院责令提交", "request to the court to order production")),
            gap(("担保时的净资产", "net assets at the guarantee"), ("税务机关、审计机构", "the tax office and the auditor"), COURT),
        ),
        tests=(
            measure(("担保额/净资产", "guarantee / net assets"), shown(s.part) if not s.emptied else "net assets ≤ 0", f"≥ {shown(OF_NET_ASSETS)}", "%", large, PROPOSED),
            measure(("对价或反担保", "fee or counter-security"), "yes" if s.benefit else "no", "no", "", met(not s.benefit), _539),
            measure(("关联关系", "relation"), ", ".join(t.code for t in s.ties), "R1–R8", "", "met", ("弱关系须两项", "weak grounds need two")),
            lies_test(case, s.contract.on, s.holding.head, s.lies, _539),
        ),
        traits=frozenset({"related", "guarantee"}),
        elements=_elements(s.lies, over=False, surety="met"),
        notes=lies_notes(s.lies),
        giver=s.guarantor,
    )  # fmt: skip


def _books_evidence(case: Case, s: Surety) -> tuple[Evidence, ...]:
    a = s.books
    if a is None:
        return ()
    name = name_of(case, s.guarantor)
    return (says(a.place, f"{name}{a.year_end}净资产{a.equity}", f"net assets of {name} at {a.year_end}: {a.equity}", "equity"),)  # fmt: skip


def _surety_words(case: Case, s: Surety) -> Text:
    guarantor, principal, ties = name_of(case, s.guarantor), name_of(case, s.principal), tie_words(s.ties)
    part = ("净资产为零或负", "which had no net assets") if s.emptied else (f"为其净资产的{shown(s.part)}", f"{shown(s.part)} of its net assets") if s.part is not None else ("占净资产比例不详", "an unknown part of its net assets")  # fmt: skip
    clock, sum_ = clock_words(case, s.contract.on), s.contract.money
    return two(
        f"根据记录显示，{guarantor}于{s.contract.on or '不详日期'}为{principal}的债务提供担保{sum_ or '（金额不详）'}，{part[0]}；{clock[0]}。双方关系：{ties[0]}。",
        f"According to the records, {guarantor} guaranteed {sum_ or 'an unknown sum'} of {principal}'s debt on {s.contract.on or 'an unknown day'}, {part[1]}; {clock[1]}. Relation: {ties[1]}.",
    )  # fmt: skip


def _surety_counter(case: Case, s: Surety) -> tuple[Evidence | Absent, ...]:
    back = [
        contract_evidence(case, [x])[0] if isinstance(x, Contract)
        else says(x.place, "被担保人提供反担保", "counter-security of the principal", "encumbrance")
        for x in s.counter
    ]  # fmt: skip
    got = (*payment_evidence(case, s.fees), *back)
    books = () if s.emptied else _books_evidence(case, s)
    return (
        *(got or (absent("担保费、反担保", "a guarantee fee or counter-security"),)), *books,
        absent("独立批准或披露", "independent approval or disclosure"),
    )  # fmt: skip


def _elements(where: Lies, *, over: bool, surety: str) -> tuple[tuple[str, str, Text], ...]:
    return (
        ("claim_before_act", "met" if where == "after" else "not_shown", two("以案件债务日期为准", "by the case's own dates")),
        ("unreasonable_high", "met" if over else "not_shown", two("见费用测试", "see the test of the fees")),
        ("guarantee_for_other", surety, two("见担保合同", "see the guarantee")),
        ("affects_realisation", "not_shown", two("须证明行为时其余财产不足", "what else there was at the act is to be shown")),
        ("transferee_knew", "not_shown", two("关系可佐证知情，仍须法院认定", "a relation supports knowledge; for the court to find")),
    )  # fmt: skip
