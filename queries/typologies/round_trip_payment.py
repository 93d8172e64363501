"""资金回流: money that comes back to where it set out.

What it looks for
    Money that leaves a home, passes others and comes back to the home or to one related to it, each hop not before the
    last: the debtor's own money, or a lender's, buyer's or shareholder's that the debtor passed on.
Why it matters
    A price, loan or contribution that came back was never paid: the debt is not owed, the price is still due, the
    capital is still to be paid in.
Law
    CN evidence, no ground of its own: it defeats proof of price (民法典 539), of capital (公司法 53; 2018: 35), of a loan
    (指导案例 68号); 民法典 146. UK IA 1986 s.423. US UVTA 4(a)(1), a badge.
What speaks against it
    Refunds and deposits returned, a loan repaid or renewed, trade under contract, a running account, sweeps of a cash
    pool, which are taken out where an agreement and regular sweeps show it; banks, escrow and public bodies are not passed.
Thresholds
    returned / sent at least 0.80 within 3 days: fact; 0.50 within 7 days: strong with a second family; 0.50 within 30
    days: lead. Each account hands on 0.80 to 1.02 of what it got; what the debtor side keeps of money that was for it is the
    part not returned, unless it alone lies between. At least the finding floor, 2 hops or more. What two have paid in four
    months or more, in like sums (three times the median at most) and not handed on as it came, is not followed.
Limits
    Money is fungible: the greatest flow says how much can be the same money, not that it is. Sums over a period are
    compared with that whole period only, and are a lead at most. A middle account without statement hides the loop. In a case
    of very dense payments the search stops at its bound and says so.
Sources
    SPC Guiding Case 68 (64 of 86.5 million passed on within days); a case with 81.5 % back on the same day; Ford,
    Fulkerson 1956 (greatest flow, least cut). The other lines are proposals.
"""

from __future__ import annotations

from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, pays
from graph.facts import Contract
from graph.values import Money, add_months, money_text
from queries.grounds import Bilingual as Text
from queries.lead import (
    Absent,
    Amount,
    Badge,
    CutShort,
    Evidence,
    Finding,
    Gap,
    NoTables,
    Outcome,
    Test,
    Tier,
    cited,
    lower,
    two,
)
from queries.money import day_of, payment_evidence, unplaced
from queries.money_words import contract_evidence, gap_gaps, gap_notes, recipient_notes
from queries.phrases import COURT, ORDER, clock_words, gap, name_of, tie_evidence, tie_words
from queries.round_readings import Reading, handed_on, readings, why_told
from queries.round_trips import (
    CONSIDERATION,
    CUT_SHORT,
    FACT_DAYS,
    FACT_PART,
    KEPT_HIGH,
    KEPT_LOW,
    PART,
    STRONG_DAYS,
    WIDE_DAYS,
    Round,
    least_of,
    rounds_of,
)
from queries.shells import Deal, Profile, profile
from queries.typology import Threshold, Typology
from queries.worth import shown

SLUG = "round-trip-payment"
MONTHS_BEFORE = 24
_PROPOSAL = two("本工具建议值", "the tool's proposal")
_CASE = two("已决案例：当日回流81.5%；其余为建议值", "an adjudicated case: 81.5 % back the same day; else a proposal")
_READ: dict[str, Text] = {
    "refund": two("回款摘要为退款或保证金退还", "the money back is worded as a refund or a deposit returned"),
    "repaid": two("出借款由借款人直接归还", "the loan was paid back to its lender by its borrower"),
    "renewed": two("还款后续贷（过桥）", "a debt paid off and lent anew (a bridge)"),
    "trade": two("回款一侧有合同", "contracts stand behind the money that came back"),
    "account": two("双方长期互有往来", "the two pay each other all the time: a running account"),
    "sweeps": two("带归集字样，但协议或规律性不足以认定为资金池", "worded as sweeps, yet not shown to be a pool"),
}
_ABSENT: dict[str, Text] = {
    "refund": two("退款、退还保证金的摘要", "a refund or a deposit returned"),
    "repaid": two("借款归还出借人", "a loan repaid to its lender"),
    "trade": two("回款一侧的买卖、服务、租赁合同", "a contract of sale, service or lease behind the money back"),
    "sweeps": two("资金池协议与规律归集", "a cash-pool agreement with regular sweeps"),
}


def find(case: Case) -> list[Finding] | NoTables:
    """One finding for each home and the party to which its money came back."""
    if "payments" not in case.tables_held:
        return NoTables((two("银行流水（含中间账户）", "bank rows, those of the accounts between included"),))
    rounds = rounds_of(case)
    found = [_finding(case, _Seen(case, each)) for each in rounds.found]
    return CutShort(found, CUT_SHORT) if rounds.stopped else found


class _Seen:
    """All that is known of one round before it is told."""

    def __init__(self, case: Case, each: Round) -> None:
        self.round = each
        self.readings: tuple[Reading, ...] = readings(case, each)
        self.handed = handed_on(case, each)
        self.after = _after(case, each)
        self.shells = tuple(p for m in each.middles if (p := _shell(case, each, m)).shell)
        trade = {c.place.fact for r in self.readings for c in r.contracts}
        self.contract = tuple(c for c in _paid_contract(case, each) if c.place.fact not in trade)
        self.belied = bool(self.contract) or any(p.kind in CONSIDERATION for p in each.outs)

    @property
    def kept(self) -> Outcome:
        if not self.handed:
            return "unknown"
        return "met" if all(KEPT_LOW <= part <= KEPT_HIGH for _, part in self.handed) else "not_met"

    @property
    def badges(self) -> frozenset[Badge]:
        found: set[Badge] = {"money"}
        found |= {"relation"} if self.round.ties else set()
        found |= {"timing"} if self.after == "yes" else set()
        found |= {"price"} if self.belied else set()
        found |= {"form"} if self.shells else set()
        return frozenset(found)


def _shell(case: Case, each: Round, middle: str) -> Profile:
    return profile(case, middle, Deal(each.outs[0].on, Money.of(each.sent, each.currency), frozenset([each.home])))


def _after(case: Case, each: Round) -> str:
    arose, first = case.arose_for(each.head), each.outs[0].on
    return first.not_before(arose.first) if arose and first else "cannot tell"


def _early(case: Case, each: Round) -> bool:
    arose, last = case.arose_for(each.head), each.backs[-1].until or each.backs[-1].on
    return bool(arose and last and last.last < add_months(arose.first, -MONTHS_BEFORE))


def _paid_contract(case: Case, each: Round) -> tuple[Contract, ...]:
    """What the first payment is said to have performed: a contract of the two that is not later than it."""
    payees = {p.payee for p in each.outs}
    return tuple(
        c
        for c in case.contracts
        if each.home in (c.first, c.second)
        and payees & {c.first, c.second}
        and c.kind in ("loan", "sale", "service", "lease")
        and (c.on is None or c.on.first <= day_of(each.outs[-1]))
    )


def _finding(case: Case, seen: _Seen) -> Finding:
    each = seen.round
    tier, why = _tier(case, seen)
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((each.home, *each.middles, each.via, each.end))),
        summary=_summary(case, seen),
        evidence=_evidence(case, seen),
        tier=tier,
        tier_why=why,
        badges=seen.badges,
        chain=Chain.of([*(pays(p) for p in each.flows), *(e for t in each.ties for e in t.edges)], each.middles),
        route="E" if seen.belied else "C",
        on=each.outs[0].on,
        until=each.backs[-1].until or each.backs[-1].on,
        amount=_amount(each),
        counter=_counter(case, seen),
        gaps=_gaps(case, seen),
        tests=_tests(case, seen),
        traits=_traits(seen),
        elements=_elements(seen),
        notes=_notes(case, seen),
        giver=each.head,
    )


def _tier(case: Case, seen: _Seen) -> tuple[Tier, Text]:
    tier, why = _by_speed(seen)
    caps: list[tuple[Tier, Text]] = [
        ("signal" if r.weight == "signal" else "lead", _READ[r.key]) for r in seen.readings
    ]
    if seen.kept == "not_met":
        caps.append(
            ("lead", two("某一账户转出比例不在80%–102%", "an account handed on less than 80 % or more than 102 %"))
        )
    if seen.round.direct and not seen.belied:
        caps.append(
            (
                "lead",
                two(
                    "仅双方往返，且无所对应的价款、出资或借款",
                    "out and back between two, and no price, capital or loan that it paid",
                ),
            )
        )
    if _early(case, seen.round):
        caps.append(("lead", two("早于债务形成前24个月", "over 24 months before the debt")))
    if tier == "strong" and len(seen.badges) < 2:
        caps.append(("lead", two("仅有资金流转一类信号", "the flow of money alone")))
    for cap, said in caps:
        tier, why = lower(tier, cap), two(f"{why.zh}；{said.zh}", f"{why.en}; {said.en}")
    return tier, why


def _by_speed(seen: _Seen) -> tuple[Tier, Text]:
    each = seen.round
    if not each.trips:
        return "lead", two("仅有期间合计，具体日期不详", "sums over a period only: the days are not known")
    if any(t.days <= FACT_DAYS and t.part >= FACT_PART for t in each.trips):
        return "fact", two("3日内回流80%以上", "80 % or more back within 3 days")
    if any(t.days <= STRONG_DAYS for t in each.trips):
        return "strong", two("7日内回流50%以上", "half or more back within 7 days")
    return "lead", two("30日内回流50%以上", "half or more back within 30 days")


def _sum(each: Round, amount: object) -> str:
    return f"{each.currency} {money_text(amount)}"  # type: ignore[arg-type]


def _span(each: Round) -> tuple[str, str]:
    if not each.trips:
        first = each.totals[0]
        return f"{first.on}至{first.until}期间", f"between {first.on} and {first.until}"
    hours = [t.hours for t in each.trips]
    if len(hours) == 1 and hours[0] is not None:
        text = f"{float(hours[0]):.1f}"
        return f"{text}小时内", f"within {text} hours"
    days = each.days or 0
    return ("当日", "on the same day") if days == 0 else (f"{days}日内", f"within {days} days")


def _summary(case: Case, seen: _Seen) -> Text:
    each, clock, span = seen.round, clock_words(case, seen.round.outs[0].on), _span(seen.round)
    names = [name_of(case, m) for m in each.middles]
    home, end = name_of(case, each.home), name_of(case, each.end)
    share = shown(each.part) or "?"
    by_zh, by_en = ("按最大流计", "by greatest flow") if each.trips else ("按期间合计", "by the sums of the period")
    back_zh = "转回其自身" if each.home == each.end else f"转至其关联方{end}"
    back_en = "came back to it" if each.home == each.end else f"came to {end}, related to it"
    zh = (
        f"根据银行流水显示，{home}自{each.outs[0].on}起付出{_sum(each, each.sent)}，经{'、'.join(names)}，"
        f"其中{_sum(each, each.returned)}（{share}，{by_zh}）{span[0]}{back_zh}；{clock[0]}。"
    )
    en = (
        f"According to the bank rows, {home} paid out {_sum(each, each.sent)} from {each.outs[0].on} on; through "
        f"{', '.join(names)}, {_sum(each, each.returned)} of it ({share}, {by_en}) {back_en} {span[1]}; {clock[1]}."
    )
    if len(each.trips) > 1:
        zh, en = f"{zh}共{len(each.trips)}次。", f"{en} {len(each.trips)} times."
    if each.ties:
        ties = tie_words(each.ties)
        zh, en = f"{zh}关系：{ties[0]}。", f"{en} Relation: {ties[1]}."
    for reading in seen.readings:
        zh, en = f"{zh}可能的解释：{_READ[reading.key].zh}。", f"{en} It may be explained: {_READ[reading.key].en}."
    return two(zh, en)


def _evidence(case: Case, seen: _Seen) -> tuple[Evidence, ...]:
    each = seen.round
    thin = [e for s in seen.shells for e in s.evidence if not e.place.unsure]
    return cited(
        payment_evidence(case, each.flows), contract_evidence(case, seen.contract), tie_evidence(case, each.ties), thin,
        why_told(case, each),
    )  # fmt: skip


def _amount(each: Round) -> Amount:
    basis = two("回流金额（下限）至付出金额（上限）", "what came back (low) to what was paid out (high)")
    return Amount(Money(each.returned, each.sent, each.currency), basis)


def _counter(case: Case, seen: _Seen) -> tuple[Evidence | Absent, ...]:
    found: list[Evidence | Absent] = []
    for reading in seen.readings:
        found += payment_evidence(case, reading.payments)
        found += contract_evidence(case, reading.contracts)
    met = {r.key for r in seen.readings}
    return (*found, *(Absent(text) for key, text in _ABSENT.items() if key not in met))


def _tests(case: Case, seen: _Seen) -> tuple[Test, ...]:
    each = seen.round
    floor = least_of(case, each.currency)
    days = "≤ 3 / 7 / 30"
    cut = [p for t in each.trips for p in t.cut]
    tests = [
        Test(two("回流/付出", "returned / sent"), shown(each.part), "≥ 50%（80%）", "%", "met", _CASE),
        Test(two("用时", "time"), None if each.days is None else str(each.days), days, "days", "unknown" if each.days is None else "met", _CASE),
        Test(two("回流金额", "returned"), money_text(each.returned), f"≥ {money_text(floor) if floor is not None else '?'}", each.currency, "met", _PROPOSAL),
        Test(two("最小割（瓶颈付款）", "least cut (the payments that bound it)"), "; ".join(f"{p.on} {p.money}" for p in cut) or None,
             "=", each.currency, "met" if cut else "unknown", two("最大流最小割定理", "greatest flow equals least cut")),
        Test(two("回流方为本人或关联方", "the end is the home or related to it"), "; ".join(t.code for t in each.ties) or None,
             "R1–R8", "", "met", _PROPOSAL),
    ]  # fmt: skip
    tests += [
        Test(two(f"{name_of(case, middle)}：转出/转入", f"{name_of(case, middle)}: handed on"), shown(part), "80%–102%", "%",
             "met" if KEPT_LOW <= part <= KEPT_HIGH else "not_met", _PROPOSAL)
        for middle, part in seen.handed
    ]  # fmt: skip
    after: dict[str, Outcome] = {"yes": "met", "no": "not_met"}
    tests.append(
        Test(
            two("债务形成后", "after the debt arose"),
            seen.after,
            "yes",
            "",
            after.get(seen.after, "unknown"),
            _PROPOSAL,
        )
    )
    return tuple(tests)


def _capital(seen: _Seen) -> bool:
    return any(p.kind == "capital" for p in seen.round.outs)


def _traits(seen: _Seen) -> frozenset[str]:
    found = {"sham_form"} if seen.belied else set()
    found |= {"related"} if seen.round.ties else set()
    return frozenset(found | ({"capital_returned"} if _capital(seen) else set()))


def _elements(seen: _Seen) -> tuple[tuple[str, str, Text], ...]:
    came = two("资金已回流，须法院认定其为同一资金", "money came back; that it is the same is for the court")
    return (
        (
            "claim_before_act",
            "met" if seen.after == "yes" else "not_shown",
            two("以案件债务日期为准", "by the case's own dates"),
        ),
        ("claim_exists", "not_shown", two("以生效裁判为准", "as judged")),
        ("sham_intent", "not_shown", came),
        ("capital_withdrawn", "met" if _capital(seen) else "not_shown", came),
        ("transferee_knew", "not_shown", two("关系可佐证知情，仍须法院认定", "ties support knowledge; for the court")),
    )


def _gaps(case: Case, seen: _Seen) -> tuple[Gap, ...]:
    names = "、".join(name_of(case, m) for m in seen.round.middles)
    found = [
        gap((f"{names}的完整流水（附债务人一方付款凭据）", f"full statements of {names}, with the debtor-side payments cited"),
            ("开户银行", "their banks"), COURT),
        gap(("付款所对应的合同、交付或出资凭证", "the contract, delivery or contribution that the payment was for"),
            ("付款人与债务人", "the payer and the debtor"), ORDER),
    ]  # fmt: skip
    return (*found, *gap_gaps(case, (seen.round.home, *seen.round.middles, seen.round.end)))


def _notes(case: Case, seen: _Seen) -> tuple[Text, ...]:
    each = seen.round
    people = (each.home, *each.middles, each.end)
    notes = [*gap_notes(case, people), *recipient_notes(case, each.outs, each.home)]
    rest = unplaced(case, people)
    if rest:
        notes.append(
            two(
                f"另有{rest}笔合计、无确切日期、未成功或已冲正的流水未计入窗口",
                f"{rest} rows (totals, undated, failed, reversed) stand in no window",
            )
        )
    return tuple(notes)


def _line(name: str, value: Fraction | int, unit: str, basis: Text = _PROPOSAL) -> Threshold:
    return Threshold(name, Fraction(value), unit, basis)


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("资金回流", "Round-trip payment"),
    highest="fact",
    thresholds=(
        _line("fact_part", FACT_PART, "returned/sent", _CASE),
        _line("fact_days", FACT_DAYS, "days", _CASE),
        _line("part", PART, "returned/sent"),
        _line("strong_days", STRONG_DAYS, "days"),
        _line("wide_days", WIDE_DAYS, "days"),
        _line("kept_low", KEPT_LOW, "sent on/received"),
        _line("kept_high", KEPT_HIGH, "sent on/received"),
    ),
    needs=("payments",),
    find=find,
    counter_evidence=(
        two("资金池协议与规律归集", "a cash-pool agreement with regular sweeps"),
        two("退款、退还保证金", "refunds and deposits returned"),
        two("借款归还或续贷", "a loan repaid or renewed"),
        two("有合同的贸易或长期往来", "trade under contract, or a running account"),
    ),
)  # fmt: skip
