"""关联方担保: a pledge or mortgage for a friend, without new money.

What it looks for
    A pledge or mortgage over an asset of the debtor side for a holder that is related to it, or founded just before, with
    no money of the holder seen, with less than the sum secured, or for a debt that was there before.
Why it matters
    The holder steps before the creditor in the queue: the asset is worth less to everybody else by the sum secured.
Law
    CN 破产法 31(3), 32, 33; 民法典 146, 154, 539 (another's debt); 刑法 307-1 if litigated, for the court only.
    UK IA 1986 ss.239, 245. US UVTA 5(b), Bankruptcy Code 547. EU Directive 2026/799. HK and Cayman preference rules.
What speaks against it
    Banks and licensed lenders, never flagged; money advanced at the same time (new value); refinancing; leasing.
Thresholds
    money of the holder within 30 days before or after; the sum secured over 1.5 times the money seen; registered from 6
    months before due to enforcement; a holder under 180 days old; under 20 % of the value left after security.
Limits
    That no money is seen counts only where the owner's statement is held on both sides of the day. Money advanced in cash
    or to another account cannot be seen. Value and rank are as the rows give them.
Sources
    Bankruptcy Law 31(3); Civil Code 539; the lines are proposals.
"""

from __future__ import annotations

from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, agrees, burdens, pays
from graph.facts import Contract, Payment
from queries.encumbered import burdens_on
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Amount, Badge, Evidence, Finding, Gap, NoTables, Outcome, Test, Tier, cited, two
from queries.money import payment_evidence, searched_evidence
from queries.money_words import contract_evidence
from queries.phrases import COURT, ORDER, clock_words, gap, name_of, step_evidence, tie_evidence, tie_words, word
from queries.securities import (
    EQUITY_PART,
    MONTHS_BEFORE_DUE,
    NEAR_DAYS,
    TIMES,
    YOUNG_DAYS,
    Security,
    searched,
    securities_of,
)
from queries.typology import Threshold, Typology
from queries.worth import above_floor, shown

SLUG = "related-party-security"
_PROPOSAL = two("本工具建议值", "the tool's proposal")
_ADVANCE: dict[str, Text] = {
    "none": two("登记前后30日内未见权利人付款", "no money of the holder within 30 days of the security"),
    "short": two("担保数额超过所见付款的1.5倍", "the sum secured is over 1.5 times the money seen"),
    "paid": two("权利人同期付款（新价值）", "the holder paid at the same time (new value)"),
    "unknown": two(
        "未取得所有人流水，是否有新资金不详", "no statement of the owner is held: whether money came is unknown"
    ),
}


def find(case: Case) -> list[Finding] | NoTables:
    """One finding for each pledge or mortgage and owner."""
    if "encumbrances" not in case.tables_held:
        return NoTables((two("权利限制（抵押、质押登记）", "encumbrances: registered pledges and mortgages"),))
    held = [s for s in securities_of(case) if above_floor(case, s.item.money, s.item.period.start) is not False]
    return [_finding(case, each, tier) for each in held if (tier := _tier(each)) is not None]


def _tier(each: Security) -> tuple[Tier, Text] | None:
    """None where new money was given for it: then it is what any lender may ask."""
    money, old = _ADVANCE[each.advance], bool(each.old)
    if each.advance == "paid" and not each.for_other:
        return None
    if each.advance in ("none", "short") and each.ties:
        return "strong", two(f"关联方且{money.zh}", f"a related holder, and {money.en}")
    if old and each.ties:
        return "strong", two("为关联方旧债补设担保", "security for an old debt to a related holder")
    if each.advance == "none" and each.in_time == "met":
        return "strong", two(
            f"新设或空壳权利人且{money.zh}，时点临近债务到期",
            f"a fresh or shell holder, {money.en}, near the debt's days",
        )
    if each.ties or each.advance in ("none", "short"):
        return "lead", two(f"一类信号；{money.zh}", f"one family; {money.en}")
    return None


def _badges(each: Security) -> frozenset[Badge]:
    found: set[Badge] = {"relation"} if each.ties else set()
    found |= {"money"} if each.advance in ("none", "short") or each.old else set()
    found |= {"timing"} if each.in_time == "met" else set()
    found |= {"form"} if each.young or each.holder_profile.shell else set()
    left = each.equity_left
    return frozenset(found | ({"price"} if left is not None and left < EQUITY_PART else set()))


def _finding(case: Case, each: Security, tier: tuple[Tier, Text]) -> Finding:
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((each.holding.head, each.owner, each.holder))),
        summary=_summary(case, each),
        evidence=_evidence(case, each),
        tier=tier[0],
        tier_why=tier[1],
        badges=_badges(each),
        chain=_chain(each),
        route="A" if each.owner in case.debtor_ids else "C",
        on=each.item.period.start,
        amount=_amount(each),
        counter=_counter(case, each),
        gaps=_gaps(case, each),
        tests=_tests(each),
        traits=_traits(each),
        elements=_elements(each),
        notes=_notes(each),
        giver=each.owner,
    )


def _thing(case: Case, each: Security) -> tuple[str, str]:
    if each.item.asset.startswith("equity:"):
        firm = name_of(case, each.item.asset.split(":")[1])
        return f"所持{firm}股权", f"shares of {firm}"
    name = next((t.name for t in each.titles if t.name), None) or each.item.asset
    return name, name


def _summary(case: Case, each: Security) -> Text:
    kind, thing, clock = (
        word("encumbrance_kind", each.item.kind),
        _thing(case, each),
        clock_words(case, each.item.period.start),
    )
    owner, holder, money = name_of(case, each.owner), name_of(case, each.holder), _ADVANCE[each.advance]
    ties = (
        tie_words(each.ties)
        if each.ties
        else ("设立不足180日或符合空壳特征", "founded within 180 days, or with the features of a shell")
    )
    zh = (
        f"根据登记显示，{owner}以{thing[0]}于{each.item.period.start}为{holder}设立{kind.zh}（{each.item.money or '数额不详'}）；"
        f"{money.zh}；关系：{ties[0]}；{clock[0]}。"
    )
    en = (
        f"According to the register, {owner} gave a {kind.en} over {thing[1]} to {holder} on {each.item.period.start} "
        f"({each.item.money or 'sum unknown'}); {money.en}; relation: {ties[1]}; {clock[1]}."
    )
    if each.old:
        zh, en = f"{zh}所担保者含此前已存在的债务。", f"{en} It secures what was owed before."
    queue = each.queue
    if queue is not None:
        zh += f"受偿顺位影响：该担保成立时本案可得{queue.standing}，不成立时{queue.without}，相差{queue.lost}。"
        en += f" Effect on the queue: {queue.standing} left for this claim with it, {queue.without} without, a difference of {queue.lost}."
    return two(zh, en)


def _item_evidence(case: Case, each: Security) -> Evidence:
    kind, thing, holder = word("encumbrance_kind", each.item.kind), _thing(case, each), name_of(case, each.holder)
    zh = f"{each.item.period.start}：{thing[0]}{kind.zh}登记，权利人{holder}，{each.item.money or '数额不详'}"
    en = f"{each.item.period.start}: {kind.en} over {thing[1]} for {holder}, {each.item.money or 'sum unknown'}"
    return Evidence(each.item.place, two(zh, en), "encumbrance")


def _evidence(case: Case, each: Security) -> tuple[Evidence, ...]:
    values = [
        Evidence(t.place, two(f"资产价值{t.value}", f"value of the asset: {t.value}"), "value")
        for t in each.titles
        if t.value
    ]
    thin = each.holder_profile.evidence if each.holder_profile.shell or each.young else ()
    return cited(
        [_item_evidence(case, each)], tie_evidence(case, each.ties), step_evidence(case, each.holding.edges),
        payment_evidence(case, [o for o in each.old if isinstance(o, Payment)]),
        contract_evidence(case, [o for o in each.old if isinstance(o, Contract)]),
        payment_evidence(case, each.near) if each.advance == "short" else (), _searched(case, each),
        contract_evidence(case, each.for_other), values, [e for e in thin if not e.place.unsure],
    )  # fmt: skip


def _searched(case: Case, each: Security) -> tuple[Evidence, ...]:
    on = each.item.period.start
    return searched_evidence(case, each.owner, searched(case, each.owner, on)) if on and each.advance == "none" else ()


def _chain(each: Security) -> Chain:
    edges = [burdens(each.item), *each.holding.edges, *(e for t in each.ties for e in t.edges)]
    edges += [pays(o) if isinstance(o, Payment) else agrees(o) for o in each.old]
    edges += [agrees(c) for c in each.for_other]
    return Chain.of(edges, (each.owner, each.holder))


def _amount(each: Security) -> Amount | None:
    """What the creditor would regain; without a value of the asset, the sum secured beyond the money seen."""
    if each.queue is not None:
        return Amount(
            each.queue.lost,
            two(
                "撤销该担保后本案可多得（按登记价值与在先权利计）",
                "what this claim regains if it falls (by value and prior rights)",
            ),
        )
    if each.excess is None:
        return None
    return Amount(
        each.excess, two("担保数额减所见付款至担保数额", "the sum secured less the money seen, to the sum secured")
    )


def _counter(case: Case, each: Security) -> tuple[Evidence | Absent, ...]:
    found: list[Evidence | Absent] = list(payment_evidence(case, each.near))
    if not each.near:
        found.append(Absent(two("权利人同期付款（新价值）", "money of the holder at the same time (new value)")))
    earlier = [
        b
        for b in burdens_on(case, each.item.asset, "other")
        if b.state == "ended" and b.encumbrance.kind in ("pledge", "mortgage")
    ]
    found += [
        Evidence(
            b.encumbrance.place,
            two("此前担保已涂销，可能为借新还旧", "an earlier security ended: it may be refinancing"),
            "earlier",
        )
        for b in earlier
    ]
    if not earlier:
        found.append(Absent(two("借新还旧、融资租赁的记录", "refinancing or leasing")))
    found.append(Absent(two("权利人的金融牌照", "a lender's licence of the holder")))
    return tuple(found)


def _tests(each: Security) -> tuple[Test, ...]:
    states: dict[str, Outcome] = {"none": "met", "short": "met", "paid": "not_met", "unknown": "unknown"}
    seen = str(each.paid.amount) if each.paid else "0" if each.advance == "none" else None
    left = each.equity_left
    return (
        Test(two("30日内权利人付款", "money of the holder within 30 days"), seen, "× 1.5 < 担保数额", each.item.money.currency if each.item.money else "",
             states[each.advance], _PROPOSAL),
        Test(two("关联关系", "relation"), "; ".join(t.code for t in each.ties) or None, "R1–R8", "", "met" if each.ties else "not_met", _PROPOSAL),
        Test(two("为旧债担保", "for an old debt"), str(len(each.old)), "≥ 1", "rows", "met" if each.old else "not_met", two("破产法31(3)", "Bankruptcy Law 31(3)")),
        Test(two("登记时点", "day of registration"), str(each.item.period.start), "[t1−6m, t4]", "", each.in_time, _PROPOSAL),
        Test(two("权利人设立不足180日", "holder under 180 days old"), "yes" if each.young else "no", "< 180", "days", "met" if each.young else "not_met", _PROPOSAL),
        Test(two("担保后剩余价值", "value left after security"), shown(left), "< 20%", "%",
             "unknown" if left is None else "met" if left < EQUITY_PART else "not_met", _PROPOSAL),
    )  # fmt: skip


def _traits(each: Security) -> frozenset[str]:
    found = {"guarantee"} if each.for_other and not each.old and not each.near else {"security", "preference"}
    found |= {"related"} if each.ties else set()
    return frozenset(found | ({"sham_form"} if each.advance == "none" and not each.old else set()))


def _elements(each: Security) -> tuple[tuple[str, str, Text], ...]:
    note = _ADVANCE[each.advance]
    return (
        ("old_debt_unsecured", "met" if each.old else "not_shown", two("以在先借款与登记日比较", "earlier loans against the day of registration")),
        ("new_value", "contradicted" if each.advance == "none" else "not_shown", note),
        ("guarantee_for_other", "met" if each.for_other else "not_shown", two("权利人对他人的借款", "loans of the holder to others")),
        ("connected", "met" if each.ties else "not_shown", two("以所列关系为准", "by the ties listed")),
        ("insider", "met" if each.ties else "not_shown", two("以所列关系为准", "by the ties listed")),
        ("fabricated_debt", "not_shown", two("是否虚构债务待法院认定", "whether a debt was invented is for the court")),
        ("sham_intent", "not_shown", two("待法院认定", "for the court")),
        ("transferee_knew", "not_shown", two("关系可佐证知情，仍须法院认定", "ties support knowledge; for the court")),
    )  # fmt: skip


def _gaps(case: Case, each: Security) -> tuple[Gap, ...]:
    owner, holder = name_of(case, each.owner), name_of(case, each.holder)
    return (
        gap((f"{owner}与{holder}的主债权合同、担保合同、决议", f"loan contract, security contract and resolution of {owner} and {holder}"),
            ("登记机关（登记档案）", "the registry (its file)"), ORDER),
        gap((f"{holder}向{owner}放款的银行凭证及其后去向", f"bank slips of money from {holder} to {owner}, and where it went"),
            ("开户银行", "their banks"), COURT),
    )  # fmt: skip


def _notes(each: Security) -> tuple[Text, ...]:
    warn = two(
        "资产可先行查封；担保的效力须另行主张（分配方案异议、撤销或确认无效）",
        "the asset can be frozen now; the security itself must be attacked by objection or suit",
    )
    return (
        (warn,)
        if each.queue
        else (
            warn,
            two(
                "资产价值或担保数额不详，顺位影响不能计算",
                "value or sum unknown: the effect on the queue cannot be reckoned",
            ),
        )
    )


def _line(name: str, value: Fraction | int, unit: str) -> Threshold:
    return Threshold(name, Fraction(value), unit, _PROPOSAL)


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("向关联方设立担保", "Pledge or mortgage to a related party"),
    highest="strong",
    thresholds=(
        _line("near_days", NEAR_DAYS, "days"),
        _line("times", TIMES, "secured/seen"),
        _line("equity_part", EQUITY_PART, "left/value"),
        _line("months_before_due", MONTHS_BEFORE_DUE, "months"),
        _line("young_days", YOUNG_DAYS, "days"),
    ),
    needs=("encumbrances",),
    find=find,
    counter_evidence=(
        two("权利人同期付款（新价值）", "money advanced at the same time (new value)"),
        two("借新还旧、融资租赁", "refinancing, leasing"),
        two("持牌金融机构", "a licensed lender"),
    ),
)  # fmt: skip
