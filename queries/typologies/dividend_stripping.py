"""突击分红: a large distribution before sale, default, insolvency.

What it looks for
    A dividend or distribution of the debtor side that takes half or more of its net assets, or three times the usual, or is paid by
    set-off, and is soon followed by a sale of the company, default, enforcement or insolvency. Each is judged by itself.
Why it matters
    Nothing is given in return: what was distributed unlawfully, or so as to defeat creditors, comes back.
Law
    CN 公司法 210–211 (2018: 166); 民法典 538 by analogy; 企业破产法 31. UK CA 2006 s.847, IA 1986 s.423. US UVTA 4–5, DGCL 174.
What speaks against it
    Profits of the year that cover it; no claim on the holder that could have been set off; pro rata dividends of a listed company; the usual year-end payout.
Thresholds
    dividend / equity before at least 0.50, or at least 3 times the yearly mean of the three years before; followed within 12 months;
    from 24 months before the debt arose.
Limits
    Without accounts the share of net assets is not judged: then (but for three times the mean) only a set-off is told, as a lead, where
    such an event soon follows or rows show the claim on the holder that was given up. A set-off is a payment, or a settlement with a
    holder, whose own words name both a dividend and a set-off. Outside holders of a listed company are not listed. Earlier dividends are those in the rows.
Sources
    BTI v Sequana [2016] EWHC 1686 (Ch), [2019] EWCA Civ 112 (May yes, December no); typology notes of the project.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, Edge, agrees, moves, pays
from graph.facts import Accounts, Contract, Payment, Transfer
from graph.values import DateSpan, Money, add_months, gap_days, ratio
from queries.capital import holder_steps
from queries.disposals import forced, hub, transfer_evidence
from queries.distress import Failure, failures, first_after
from queries.dividend_set_offs import Claim, claim_evidence, claim_on, papers_of, set_off_words
from queries.grounds import Bilingual as Text
from queries.index import index_of
from queries.lead import Absent, Amount, Badge, Evidence, Finding, NoTables, Test, Tier, cited, two
from queries.look_back import Lies, lies, lies_notes, lies_test, within_months
from queries.money import money_of, once, payment_evidence
from queries.money_words import contract_evidence
from queries.phrases import COURT, ORDER, PROPOSED, absent, clock_words, gap, measure, met, name_of, says, step_evidence
from queries.side import debtor_side
from queries.typology import Threshold, Typology
from queries.worth import above_floor, convert, shown

SLUG = "dividend-stripping"
PART, TIMES = Fraction(1, 2), Fraction(3)
MONTHS_BEFORE, MONTHS_AFTER, MEAN_YEARS = 24, 12, 3
_KINDS = frozenset({"dividend", "distribution"})
_WORDS = re.compile(r"分红|股利|红利|利润分配|\bdividend", re.I)


@dataclass(frozen=True, slots=True)
class Look:
    """One distribution: all that one company paid its holders on one day, and what came after."""

    payer: str
    head: str
    payments: tuple[Payment, ...]
    on: DateSpan
    total: Money
    lies: Lies
    last: Accounts | None
    part: Fraction | None
    times: Fraction | None
    sale: Transfer | None
    failure: Failure | None
    steps: tuple[Edge, ...]
    papers: tuple[Contract, ...]
    claim: Claim | None

    @property
    def paid(self) -> tuple[Payment, ...]:
        """The payments proper: what a settlement alone says is shown by its own row."""
        stated = {c.place.fact for c in self.papers}
        return tuple(p for p in self.payments if p.place.fact not in stated)

    @property
    def large(self) -> bool:
        emptied = self.last is not None and self.last.equity is not None and self.last.equity.high <= 0
        return (
            emptied or (self.part is not None and self.part >= PART) or (self.times is not None and self.times >= TIMES)
        )

    @property
    def unmeasured(self) -> bool:
        return self.part is None and not self.large

    @property
    def set_off(self) -> bool:
        return any(set_off_words(f"{p.purpose or ''} {p.place.note or ''}") for p in self.payments)

    @property
    def followed(self) -> bool:
        return self.sale is not None or self.failure is not None

    @property
    def covered(self) -> bool:
        """Does the profit of the last year filed reach the distribution?"""
        profit = self.last.profit if self.last else None
        return bool(profit and profit.currency == self.total.currency and profit.low >= self.total.high)


def find(case: Case) -> list[Finding] | NoTables:
    """One finding a distribution that is large, or a set-off whose size cannot be judged and that was soon followed."""
    if not {"payments", "contracts"} & case.tables_held:
        return NoTables(
            (two("分红、分配的付款或抵销记录", "payments of dividends and distributions, or their set-off"),)
        )
    groups: dict[tuple[str, DateSpan, str], list[Payment]] = defaultdict(list)
    for p in (*_distributions(case), *papers_of(case)):
        if p.on and p.money:
            groups[p.payer, p.on, p.money.currency].append(p)
    looks = [look for key, listed in sorted(groups.items()) if (look := _look(case, key[0], key[1], listed, groups))]
    told = [
        x for x in looks if x.large or (x.unmeasured and x.set_off and (x.followed or (x.claim and x.claim.covers)))
    ]
    return [_finding(case, x) for x in told if above_floor(case, x.total, x.on) is not False]


def _distributions(case: Case) -> tuple[Payment, ...]:
    named = [
        p for p in case.payments
        if p.done and p.on and p.money and p.money.amount > 0
        and (p.kind in _KINDS or (p.kind in (None, "other") and _WORDS.search(p.purpose or "")))
    ]  # fmt: skip
    return once(named)


def _look(
    case: Case, payer: str, on: DateSpan, listed: list[Payment], groups: dict[tuple[str, DateSpan, str], list[Payment]]
) -> Look | None:
    side = debtor_side(case, on.first)
    if payer not in side or case.party(payer).is_person:
        return None
    head = side[payer].head
    where = lies(case, on, head, MONTHS_BEFORE)
    kept = tuple(p for p in listed if _counts(case, p, side))
    total = money_of(kept)
    accepted = case.debt.clock.insolvency_accepted
    if where == "too early" or not kept or total is None or (accepted and on.first > accepted.last):
        return None
    last = _last_accounts(case, payer, on)
    end = max((p.until or on for p in kept), key=lambda d: d.last)
    steps = tuple(e for p in kept for e in holder_steps(case, p.payee, payer, on.first))
    facts = {p.place.fact for p in kept}
    papers = tuple(c for c in case.contracts if c.place.fact in facts)
    netted = [p for p in kept if set_off_words(f"{p.purpose or ''} {p.place.note or ''}")]
    return Look(
        payer, head, kept, on, total, where, last, _part(case, total, last), _times(payer, on, total, groups),
        _sale(case, payer, end), first_after(failures(case, [payer, head]), end, MONTHS_AFTER), (*steps, *side[payer].edges), papers, claim_on(case, payer, on, netted) if netted else None,
    )  # fmt: skip


def _counts(case: Case, p: Payment, side: Container[str]) -> bool:
    """Not what stays on the side or goes to infrastructure; of a listed company only what goes to who controls it."""
    if p.payee in side or hub(case, p.payee):
        return False
    if not case.party(p.payer).listed:
        return True
    steps = holder_steps(case, p.payee, p.payer, p.on.first) if p.on else ()
    return any(e.share and Fraction(e.share.split("..")[0]) > Fraction(1, 2) for e in steps)


def _last_accounts(case: Case, payer: str, on: DateSpan) -> Accounts | None:
    """The newest accounts with equity whose year had ended before, at most two years old."""
    filed = [
        (a.year_end, a.place.fact, a) for a in case.accounts
        if a.party == payer and a.equity and a.year_end and a.year_end.last < on.first
        and a.year_end.first >= add_months(on.first, -24)
    ]  # fmt: skip
    return max(filed, key=lambda f: f[:2])[2] if filed else None


def _part(case: Case, total: Money, last: Accounts | None) -> Fraction | None:
    if last is None or last.equity is None or last.year_end is None:
        return None
    same = convert(case, total, last.equity.currency, last.year_end.last)
    return ratio(same.amount, last.equity.amount) if same else None


def _times(
    payer: str, on: DateSpan, total: Money, groups: dict[tuple[str, DateSpan, str], list[Payment]]
) -> Fraction | None:
    """Over the yearly mean of the three years before; None where the rows hold no earlier distribution."""
    start = add_months(on.first, -12 * MEAN_YEARS)
    earlier = [
        p.money.amount
        for (who, day, currency), listed in groups.items()
        if who == payer and currency == total.currency and start <= day.first and day.last < on.first
        for p in listed if p.money
    ]  # fmt: skip
    mean = Fraction(sum(earlier, Decimal(0))) / MEAN_YEARS if earlier else None
    return Fraction(total.amount) / mean if mean else None


def _sale(case: Case, payer: str, end: DateSpan) -> Transfer | None:
    sold = [
        t for t in index_of(case).distinct
        if t.company == payer and t.on and not forced(t.place) and within_months(end, t.on, MONTHS_AFTER) == "yes"
    ]  # fmt: skip
    return min(sold, key=lambda t: (str(t.on), t.place.fact), default=None)


def _tier(x: Look) -> tuple[Tier, Text]:
    if not x.large and not x.followed:
        return "lead", two("以抵销方式分配，放弃对股东的债权；规模无从判断", "paid by set-off, a claim on the holder being given up; its size cannot be judged")  # fmt: skip
    if not x.large:
        return "lead", two(
            "以抵销方式分配且其后不久出售或违约；规模无从判断",
            "paid by set-off and soon followed by a sale or default; its size cannot be judged",
        )
    if x.covered:
        return "lead", two("分配未超过上一年度利润", "the distribution does not exceed the last year's profit")
    if x.followed and (x.lies == "after" or x.failure):
        return "strong", two(
            "大额分配，且12个月内出售或违约", "a large distribution, followed within 12 months by a sale or default"
        )
    return "lead", two("大额分配，其后12个月内未见出售或违约，或先后不详", "a large distribution; no sale or default within 12 months, or the order is unknown")  # fmt: skip


def _finding(case: Case, x: Look) -> Finding:
    tier, why = _tier(x)
    fired: tuple[tuple[Badge, object], ...] = (
        ("money", x.large and not x.covered), ("timing", x.followed), ("relation", x.steps), ("form", x.set_off),
    )  # fmt: skip
    sale = [moves(x.sale)] if x.sale else []
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((x.payer, *(p.payee for p in x.payments)))),
        summary=_summary(case, x),
        evidence=cited(
            payment_evidence(case, x.paid), contract_evidence(case, x.papers), claim_evidence(case, x.claim), transfer_evidence(case, x.sale) if x.sale else (),
            [x.failure.evidence] if x.failure and x.failure.evidence else (),
            _accounts_rows(x) if x.large and not x.covered else (), step_evidence(case, x.steps),
        ),
        tier=tier,
        tier_why=why,
        badges=frozenset(badge for badge, on in fired if on),
        chain=Chain.of([*map(pays, x.paid), *map(agrees, x.papers), *sale, *x.steps]),
        route="E",
        on=x.on,
        amount=Amount(x.total, two("分配金额", "the sum distributed")),
        counter=_counter(x),
        gaps=(
            gap(("分配决议及当期财务报表", "the resolution and the accounts behind it"), (name_of(case, x.payer),) * 2, ("申请法院责令提交", "request to the court to order production")),
            gap(("分配前后的净资产与利润", "equity and profit before and after"), ("税务机关、登记机关年报", "tax office and annual reports"), ORDER),
            gap(("分配款的去向", "where the money went"), ("开户银行", "the bank"), COURT),
        ),
        tests=_tests(case, x),
        traits=frozenset({"distribution", "gratuitous", "related"}),
        elements=_elements(x),
        notes=lies_notes(x.lies),
        giver=x.payer,
    )  # fmt: skip


def _accounts_rows(x: Look) -> tuple[Evidence, ...]:
    a = x.last
    if a is None:
        return ()
    return (says(a.place, f"{a.year_end}净资产{a.equity}，净利润{a.profit or '不详'}", f"{a.year_end}: net assets {a.equity}, profit {a.profit or 'unknown'}", "equity"),)  # fmt: skip


def _event(x: Look) -> tuple[str, str]:
    if x.sale and x.sale.on:
        low = max(gap_days(x.on, x.sale.on)[0], 0)
        return f"{low}日后公司股权被转让", f"{low} days later shares of the company were sold"
    if x.failure:
        low = max(gap_days(x.on, x.failure.on)[0], 0)
        return f"{low}日后：{x.failure.zh}", f"{low} days later: {x.failure.en}"
    return "其后12个月内未见出售或违约", "no sale or default is seen in the 12 months after"


def _summary(case: Case, x: Look) -> Text:
    payer, payees, clock, event = (
        name_of(case, x.payer),
        list(dict.fromkeys(name_of(case, p.payee) for p in x.payments)),
        clock_words(case, x.on),
        _event(x),
    )
    size = shown(x.part)
    part = (
        (f"，为分配前净资产的{size}", f", {size} of net assets before")
        if size
        else ("，分配前净资产不详", "; net assets before are unknown")
    )
    how = ("以抵销方式", " by set-off") if x.set_off else ("", "")
    return two(
        f"根据记录显示，{payer}于{x.on}{how[0]}向{'、'.join(payees)}分配{x.total}{part[0]}；{event[0]}；{clock[0]}。",
        f"According to the records, {payer} distributed {x.total} to {', '.join(payees)} on {x.on}{how[1]}{part[1]}; {event[1]}; {clock[1]}.",
    )  # fmt: skip


def _counter(x: Look) -> tuple[Evidence | Absent, ...]:
    found: list[Evidence | Absent] = list(_accounts_rows(x)) if x.covered or not x.large else []
    if not x.covered:
        found.append(absent("覆盖该分配的当年利润", "profits of the year that cover it"))
    if x.set_off and not (x.claim and x.claim.rows):
        found.append(
            absent(
                "可供抵销的对股东债权（可能仅为账面处理）",
                "a claim on the holder that could be set off (it may be a book entry only)",
            )
        )
    found.append(absent("分配前的偿债能力说明", "a statement of solvency before the distribution"))
    return tuple(found)


def _tests(case: Case, x: Look) -> tuple[Test, ...]:
    large = x.last is not None and x.last.equity is not None and x.last.equity.high <= 0
    times = f"{float(x.times):.2f}" if x.times is not None else None
    return (
        measure(("分配/分配前净资产", "distribution / equity before"), shown(x.part), f"≥ {shown(PART)}", "%", met(large or (x.part is not None and x.part >= PART), x.part is None), PROPOSED),
        measure(("分配/前三年年均", "distribution / yearly mean of 3 years"), times, "≥ 3", "times", met(x.times is not None and x.times >= TIMES, x.times is None), PROPOSED),
        measure(("12个月内出售或违约", "sale or default within 12 months"), _event(x)[1], "yes", "", met(x.followed), PROPOSED),
        measure(("抵销方式", "by set-off"), "yes" if x.set_off else "no", "yes", "", met(x.set_off), PROPOSED),
        *_claim_tests(x),
        lies_test(case, x.on, x.head, x.lies, ("公司法211条；民法典538条", "Company Law 211; Civil Code 538")),
    )  # fmt: skip


def _claim_tests(x: Look) -> tuple[Test, ...]:
    if x.claim is None:
        return ()
    value = str(x.claim.left) if x.claim.left else None
    return (
        measure(
            ("抵销前对股东的债权", "claim on the holder before the set-off"),
            value,
            f"≥ {x.claim.netted}",
            "",
            met(x.claim.covers, True),
            PROPOSED,
        ),
    )


def _elements(x: Look) -> tuple[tuple[str, str, Text], ...]:
    rows = (
        ("is_shareholder", bool(x.steps), "见持股记录", "see the holding"),
        ("distribution_unlawful", False, "是否违反利润分配规定须以账目证明", "whether the rules on profit were broken is for the accounts"),
        ("claim_before_act", x.lies == "after", "以案件债务日期为准", "by the case's own dates"),
        ("no_consideration", True, "分配无对价", "a distribution is for nothing"),
        ("lowers_assets", True, "资金或债权流出", "money or a claim left"),
    )  # fmt: skip
    return tuple((key, "met" if on else "not_shown", two(zh, en)) for key, on, zh, en in rows)


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("出售或违约前的大额分配", "Large distribution before sale or default"),
    highest="strong",
    thresholds=(
        Threshold("part", PART, "distribution/equity", two(*PROPOSED)),
        Threshold("times", TIMES, "times the yearly mean", two(*PROPOSED)),
        Threshold("months_after", Fraction(MONTHS_AFTER), "months", two(*PROPOSED)),
        Threshold("months_before", Fraction(MONTHS_BEFORE), "months", two(*PROPOSED)),
    ),
    needs=("payments", "contracts", "accounts"),
    find=find,
    counter_evidence=(
        two("当年利润足以覆盖", "profits of the year cover it"),
        two("上市公司按比例分红", "pro rata dividends of a listed company"),
        two("历年常规分红", "the usual payout of every year"),
    ),
)  # fmt: skip
