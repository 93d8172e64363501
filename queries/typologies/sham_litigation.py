"""虚假诉讼特征: a friendly claimant's suit, award or settlement.

What it looks for
    A suit, arbitration or enforcement against the debtor side by a claimant that is related to it, or whose loan the
    bank rows do not show or show as returned; seven signals J1–J7 are read, each with its rows.
Why it matters
    A judgment or settlement between friends takes the assets before the real creditor does.
Law
    CN 民诉法 115, 59(3) 第三人撤销之诉, 执行异议之诉解释 法释〔2025〕10号; 破产法 33; 刑法 307-1, 313 for the court only.
    UK consent orders are within IA 1986 s.423. US UVTA: a collusive judgment is a transfer. HK CPO s.60.
What speaks against it
    A shareholder's loan whose money the bank shows and which stayed; wages; banks; settlement alone, which is common.
Thresholds
    J1 settled or admitted within 30 days; J2 one counsel, agent or contact; J3 under 10 % of the loan seen, or half of it
    returned; J4 filed from 3 months before due to 6 after enforcement; J5 half of the known assets; J6 an asset given in
    payment; J7 odd terms. J3 and a relation: fact. Three signals with J3 or a relation: strong. Two with one: lead.
Limits
    Whether facts were invented is for the court alone. That no loan money is seen counts only where the defendant's own
    statement is held. Counsel's names are rarely in the rows.
Sources
    SPC Guiding Case 68 (related parties, all admitted, the money went straight on); thresholds are proposals.
"""

from __future__ import annotations

from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, Edge, agrees, moves, pays, relates
from graph.facts import Contract, CourtCase
from graph.values import money_text
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Amount, Badge, Evidence, Finding, Gap, NoTables, Outcome, Test, Tier, cited, lower, two
from queries.money import payment_evidence, searched_evidence
from queries.money_words import contract_evidence
from queries.phrases import COURT, ORDER, clock_words, gap, name_of, step_evidence, tie_evidence, tie_words, word
from queries.round_trips import PART
from queries.suits import (
    ASSET_PART,
    MONTHS_AFTER_ENFORCEMENT,
    MONTHS_BEFORE_DUE,
    NOTHING_PART,
    PAID_PART,
    QUICK_DAYS,
    Suit,
    searched,
    suits_of,
)
from queries.timeline import known_evidence
from queries.typology import Threshold, Typology
from queries.worth import shown

SLUG = "sham-litigation"
_PROPOSAL = two("本工具建议值", "the tool's proposal")
_NAMES: dict[str, Text] = {
    "J1": two("立案后30日内调解或自认", "settled or admitted within 30 days of filing"),
    "J2": two("双方共用代理人、地址或电话", "one agent, address or phone for both sides"),
    "J3": two("未见借款交付或款项已回流", "no loan money seen, or it came back"),
    "J4": two("在债务到期前3个月至执行后6个月间起诉", "filed between 3 months before due and 6 after enforcement"),
    "J5": two("诉请金额占已知资产半数以上", "the sum is half of the known assets or more"),
    "J6": two("以资产抵债", "an asset given in payment"),
    "J7": two("合同条款异常", "odd terms"),
}
_MONEY: dict[str, Text] = {
    "returned": two("款项交付后大部分回流至原告一方", "most of the money went back to the claimant's side"),
    "none": two("被告流水中未见借款交付", "the defendant's statement shows no such loan"),
    "shown": two("流水显示借款已交付且未见回流", "the bank rows show the loan paid and not returned"),
    "unknown": two("借款是否交付不详", "whether the loan was paid is unknown"),
}


def find(case: Case) -> list[Finding] | NoTables:
    """One finding for each claimant and defendant whose suit bears the signals."""
    if "court_cases" not in case.tables_held:
        return NoTables((two("司法案件（诉讼、仲裁、执行）", "court cases: suits, arbitration, enforcement"),))
    return [_finding(case, suit, tier) for suit in suits_of(case) if (tier := _tier(suit)) is not None]


def _tier(suit: Suit) -> tuple[Tier, Text] | None:
    """None where neither money nor relation speaks: an independent claimant's suit is no finding."""
    count, j3 = len(suit.signals), "J3" in suit.signals
    close = suit.related or suit.thin or suit.money == "returned" or bool(suit.agents)
    if not (j3 or suit.related):
        return None
    if j3 and suit.related:
        tier: tuple[Tier, Text] = (
            "fact",
            two("借款未见或已回流，且双方有关联", "no money, or money returned, and a relation"),
        )
    elif count >= 3 and close:
        tier = "strong", two("三项以上信号，含资金或关联", "three signals or more, with money or relation among them")
    elif count >= 2 or (suit.related and count):
        tier = "lead", two("信号不足三项或原告无独立关联", "fewer than three signals, or nothing ties the claimant")
    else:
        return None
    if suit.money == "shown":
        said = _MONEY["shown"]
        return lower(tier[0], "signal"), two(f"{tier[1].zh}；{said.zh}", f"{tier[1].en}; {said.en}")
    return tier


def _badges(suit: Suit) -> frozenset[Badge]:
    found: set[Badge] = set()
    found |= {"money"} if "J3" in suit.signals else set()
    found |= {"relation"} if suit.related or suit.shared or suit.agents else set()
    found |= {"timing"} if {"J1", "J4"} & set(suit.signals) else set()
    found |= {"price"} if {"J6", "J7"} & set(suit.signals) else set()
    found |= {"form"} if suit.thin else set()
    return frozenset(found)


def _finding(case: Case, suit: Suit, tier: tuple[Tier, Text]) -> Finding:
    money = suit.sum
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((suit.claimant, suit.defendant, suit.head, *_way_parties(suit)))),
        summary=_summary(case, suit),
        evidence=_evidence(case, suit),
        tier=tier[0],
        tier_why=tier[1],
        badges=_badges(suit),
        chain=_chain(suit),
        route="E",
        on=suit.case.filed,
        until=suit.case.closed,
        amount=Amount(money, two("该案诉请金额", "the sum of that suit")) if money else None,
        counter=_counter(case, suit),
        gaps=_gaps(case, suit),
        tests=_tests(suit),
        traits=_traits(suit),
        elements=_elements(suit),
        notes=(
            two(
                "是否虚构事实仅能由法院认定；本报告不作判断",
                "whether facts were invented is for the court alone; this report does not say",
            ),
        ),
        giver=suit.head,
    )


def _way_parties(suit: Suit) -> tuple[str, ...]:
    return (*suit.round.middles, suit.round.end) if suit.round else ()


def _summary(case: Case, suit: Suit) -> Text:
    clock = clock_words(case, suit.case.filed)
    kind = word("court_kind", suit.case.kind)
    a, b = name_of(case, suit.claimant), name_of(case, suit.defendant)
    sum_zh, sum_en = (f"，金额{suit.sum}", f" for {suit.sum}") if suit.sum else ("", "")
    names_zh = "；".join(f"{j} {_NAMES[j].zh}" for j in suit.signals) or "无"
    names_en = "; ".join(f"{j} {_NAMES[j].en}" for j in suit.signals) or "none"
    ties = tie_words(suit.ties) if suit.ties else ("未见已证实的关联关系", "no proven relation")
    status = _MONEY[suit.money]
    zh = (
        f"{a}于{suit.case.filed or '日期不详'}对{b}提起{kind.zh}{sum_zh}；符合虚假诉讼特征，待法院认定："
        f"{names_zh}。关系：{ties[0]}。资金：{status.zh}{_way(case, suit)[0]}。{clock[0]}。"
    )
    en = (
        f"{a} brought a {kind.en} case against {b} on {suit.case.filed or 'an unknown day'}{sum_en}; it bears features of sham "
        f"litigation, for the court to find: {names_en}. Relation: {ties[1]}. Money: {status.en}{_way(case, suit)[1]}. {clock[1]}."
    )
    return two(zh, en)


def _way(case: Case, suit: Suit) -> tuple[str, str]:
    way = suit.round
    if way is None:
        return "", ""
    end, share = name_of(case, way.end), shown(way.part) or "?"
    total = f"{way.currency} {money_text(way.returned)}"
    return f"（{total}，{share}，至{end}）", f" ({total}, {share}, to {end})"


def _suit_evidence(case: Case, c: CourtCase) -> Evidence:
    kind, outcome = (
        word("court_kind", c.kind),
        word("outcome", c.outcome) if c.outcome else two("结果不详", "outcome unknown"),
    )
    a, b = name_of(case, c.claimant or "?"), name_of(case, c.defendant or "?")
    zh = f"{c.filed or '日期不详'}{kind.zh}{c.number or ''}：{a}诉{b}，{c.money or '金额不详'}，{outcome.zh}{f'（{c.closed}结案）' if c.closed else ''}"
    en = f"{c.filed or 'undated'} {kind.en} {c.number or ''}: {a} against {b}, {c.money or 'sum unknown'}, {outcome.en}{f' (closed {c.closed})' if c.closed else ''}"
    return Evidence(c.place, two(zh, en), "case")


def _evidence(case: Case, suit: Suit) -> tuple[Evidence, ...]:
    cases = [_suit_evidence(case, c) for c in (suit.case, *suit.others)]
    money = payment_evidence(case, suit.round.flows) if suit.round else ()
    way = tie_evidence(case, suit.round.ties) if suit.round else ()
    given = [_given_evidence(case, g) for g in suit.given]
    thin = [e for e in suit.claimant_profile.evidence if not e.place.unsure] if suit.thin else []
    return cited(
        cases, money, way, contract_evidence(case, suit.contracts), tie_evidence(case, (*suit.ties, *suit.shared)),
        step_evidence(case, [relates(r) for r in suit.agents]), given, thin,
        searched_evidence(case, suit.defendant, searched(case, suit.case)) if suit.money == "none" else (),
        known_evidence(case) if "J5" in suit.signals else (),
    )  # fmt: skip


def _given_evidence(case: Case, given: object) -> Evidence:
    if isinstance(given, Contract):
        return contract_evidence(case, [given])[0]
    edge = moves(given)  # type: ignore[arg-type]
    return step_evidence(case, [edge])[0]


def _chain(suit: Suit) -> Chain:
    edges: list[Edge] = [agrees(c) for c in suit.contracts]
    if suit.round:
        edges += [*(pays(p) for p in suit.round.flows), *(e for t in suit.round.ties for e in t.edges)]
    edges += [e for t in (*suit.ties, *suit.shared) for e in t.edges]
    edges += [relates(r) for r in suit.agents]
    edges += [agrees(g) if isinstance(g, Contract) else moves(g) for g in suit.given]
    return Chain.of(edges, (suit.claimant, suit.defendant))


def _counter(case: Case, suit: Suit) -> tuple[Evidence | Absent, ...]:
    found: list[Evidence | Absent] = []
    if suit.lent and suit.round is None:
        found += payment_evidence(case, suit.lent)
    if not suit.lent:
        found.append(Absent(two("原告向被告付款的流水", "bank rows of money from claimant to defendant")))
    if suit.thin is False:
        found += [e for c in suit.claimant_profile.checks if c.outcome == "not_met" for e in c.evidence]
    found.append(Absent(two("工资、社保等优先债权", "wages or other claims with priority")))
    found.append(Absent(two("案件经实质争辩的记录", "a record that the case was fought")))
    return tuple(found)


def _tests(suit: Suit) -> tuple[Test, ...]:
    met = set(suit.signals)
    states: dict[str, Outcome] = {
        "J1": suit.quick, "J4": suit.in_time, "J5": suit.large,
        "J2": "met" if "J2" in met else "unknown",
        "J3": "met" if "J3" in met else "not_met" if suit.money == "shown" else "unknown",
        "J6": "met" if "J6" in met else "not_met",
        "J7": "met" if "J7" in met else "unknown" if not suit.contracts else "not_met",
    }  # fmt: skip
    values = {"J3": _MONEY[suit.money].en, "J5": shown(suit.part)}
    tests = [
        Test(two(f"{j} {_NAMES[j].zh}", f"{j} {_NAMES[j].en}"), values.get(j), "", "", states[j], _PROPOSAL)
        for j in _NAMES
    ]
    tied: Outcome = "met" if suit.related else "not_met"
    relation = Test(
        two("双方关联", "claimant and debtor related"),
        "; ".join(t.code for t in suit.ties) or None,
        "R1–R8",
        "",
        tied,
        _PROPOSAL,
    )
    return (*tests, relation)


def _traits(suit: Suit) -> frozenset[str]:
    found = {"court_document"}
    found |= {"sham_form"} if "J3" in suit.signals else set()
    found |= {"related"} if suit.related else set()
    return frozenset(found | ({"preference"} if suit.given else set()))


def _elements(suit: Suit) -> tuple[tuple[str, str, Text], ...]:
    for_court = two("符合特征，待法院认定", "features only; for the court to find")
    return (
        ("sham_case", "not_shown", for_court),
        ("fabricated_debt", "contradicted" if suit.money == "shown" else "not_shown", _MONEY[suit.money]),
        (
            "rights_harmed_by_judgment",
            "not_shown",
            two("普通债权人的原告资格受限", "an ordinary creditor's standing is limited"),
        ),
        ("harm_to_others", "not_shown", for_court),
        ("judgment_in_force", "not_shown", two("以生效文书为准", "by the effective document")),
    )


def _gaps(case: Case, suit: Suit) -> tuple[Gap, ...]:
    a, b = name_of(case, suit.claimant), name_of(case, suit.defendant)
    number = suit.case.number or ""
    return (
        gap((f"{a}诉{b}案{number}全卷（起诉状、证据、笔录、送达、代理手续）", f"the whole file of {a} v {b} {number}".rstrip()),
            (suit.case.court or "审理法院", suit.case.court or "the court that heard it"), COURT),
        gap((f"{a}与{b}之间借款交付及其后去向的完整流水", f"full statements of the loan between {a} and {b} and of where it went"),
            ("开户银行", "their banks"), COURT),
        gap(("借款合同、借据及收款凭证", "loan contract, notes and receipts"), (b, b), ORDER),
    )  # fmt: skip


def _line(name: str, value: Fraction | int, unit: str) -> Threshold:
    return Threshold(name, Fraction(value), unit, _PROPOSAL)


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("符合虚假诉讼特征（待法院认定）", "Features of sham litigation (for the court to find)"),
    highest="fact",
    thresholds=(
        _line("quick_days", QUICK_DAYS, "days"),
        _line("nothing_part", NOTHING_PART, "seen/claimed"),
        _line("returned_part", PART, "returned/sent"),
        _line("paid_part", PAID_PART, "seen/claimed"),
        _line("months_before_due", MONTHS_BEFORE_DUE, "months"),
        _line("months_after_enforcement", MONTHS_AFTER_ENFORCEMENT, "months"),
        _line("asset_part", ASSET_PART, "claimed/known assets"),
        _line("signals", 3, "signals"),
    ),
    needs=("court_cases",),
    find=find,
    counter_evidence=(
        two("流水显示借款真实交付", "bank rows that show the loan was paid"),
        two("职工工资等优先债权", "wages and other claims with priority"),
        two("银行等持牌机构的债权", "claims of banks and other licensed lenders"),
        two("仅有调解（调解常见）", "a settlement alone, which is common"),
    ),
)  # fmt: skip
