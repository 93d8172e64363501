"""凤凰公司: the trade goes on in a new firm, the debts stay.

What it looks for
    A firm that failed, or against which judgment or enforcement came, and a new firm about that time with the same people
    and the same place, name or assets. The debtor may be the old firm or the new one.
Why it matters
    The business that could have paid is carried on next door; what the new firm took, or who used the name, may answer.
Law
    CN 公司法 23, 民法典 154, 538; 企业改制规定 6–7 (assets taken over); 变更追加规定 22. UK Insolvency Act 1986 ss.216–217
    (Ricketts v Ad Valorem [2003] EWCA Civ 1706), s.423. US mere continuation. EU: liability of directors.
What speaks against it
    A sale by the office-holder or for a fair price that was paid (pre-pack); a merger whose successor takes the debts; a
    franchise or rebrand; a licensed host's or agent's address; people of many posts; a buy-out. Names alone are nothing.
Thresholds
    New firm from 12 months before to 18 after the failure. Three of eight (people, address, contact, name 0.80, trade, assets,
    customers, staff) with people and one of address, name, assets: lead; people and assets alone: lead. Four, or assets among
    three: strong. UK name test: same person within 12 months before insolvent liquidation, like name within 5 years: lead.
Limits
    Where the days of either firm are unknown, at most a lead. People who may be one by name alone: at most a lead, said.
Sources
    Ricketts; numbers other than those of s.216 are proposals.
"""

from __future__ import annotations

from fractions import Fraction

from graph.case import Case
from graph.chains import Chain
from graph.values import Money
from queries.carried_on import (
    FAIR,
    FIRMS,
    LEAD,
    MONTHS_AFTER,
    MONTHS_BEFORE,
    NAME_YEARS,
    OFFICE_MONTHS,
    PAID,
    STRONG,
    Pair,
    examine,
)
from queries.dealings import sides
from queries.disposals import price_counter
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Amount, Badge, Evidence, Finding, Gap, NoTables, Test, Tier, cited, two
from queries.phrases import COURT, ORDER, PROPOSED, absent, clock_words, gap, measure, met, name_of, says
from queries.successors import (
    ALIKE,
    COMMON,
    KINDS,
    first_day,
    moved,
    people,
)
from queries.typology import Threshold, Typology
from queries.worth import is_nil, negative_equity, payments_for, price_ratio, value_of

SLUG = "phoenix-company"


def find(case: Case) -> list[Finding] | NoTables:
    """One finding a pair with a firm of the debtor side in it."""
    if not {"roles", "holdings"} & case.tables_held:
        return NoTables(
            (two("主要人员或股东信息，及主体状态、成立日期", "officers or holders, and status and formation of firms"),)
        )
    known, side = people(case), sides(case)
    heads = {f: h.head for f, h in side.items() if case.party(f).kind in FIRMS}
    seen, found = set[tuple[str, str]](), []
    for firm in heads:
        for other in sorted(known.near(firm)):
            for old, new in ((firm, other), (other, firm)):
                if (old, new) not in seen and (pair := examine(known, old, new, heads[firm])):
                    found.append(_finding(case, pair))
                seen.add((old, new))
    return found


def _tier(pair: Pair) -> tuple[Tier, Text]:
    if pair.fair:
        return "signal", two(
            "资产以公允价格出售且已付款，可能为正常出售",
            "the assets were sold at a fair price and paid for: it may be an ordinary sale",
        )
    if pair.doubtful:
        return "lead", two("人员仅姓名相同，可能为同一人", "people by name alone: possible same person")
    if pair.timing != "yes":
        return "lead", two(
            "成立或失败日期不详，或仅适用名称规则", "days of either firm unknown, or the name test alone"
        )
    if pair.enough and (len(pair.kinds) >= STRONG or "asset" in pair.kinds):
        return "strong", two(
            "人员相同，且多项承接特征由记录显示", "the same people, and several marks of continuation in the rows"
        )
    return "lead", two("人员相同，承接特征尚少", "the same people, but few marks of continuation")


_FAMILIES: dict[str, Badge] = {
    "person": "relation", "address": "form", "contact": "form", "name": "form", "trade": "form", "asset": "money",
    "customers": "money", "staff": "relation",
}  # fmt: skip


def _finding(case: Case, pair: Pair) -> Finding:
    (tier, why), acts = _tier(pair), moved(case, pair.old, pair.new)[0]
    on = first_day(t.on for t in acts) or pair.born or first_day(d.on for d in pair.failed)
    badges: set[Badge] = {_FAMILIES[k] for k in pair.kinds} | ({"timing"} if pair.timing == "yes" else set())
    person = next(c for c in pair.common if c.kind == "person")
    who = tuple(n for e in person.edges for n in (e.frm, e.to) if n not in (pair.old, pair.new))
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((pair.old, pair.new, *who))),
        summary=_summary(case, pair),
        evidence=_evidence(case, pair),
        tier=tier,
        tier_why=why,
        badges=frozenset(badges),
        chain=Chain.of([e for c in pair.common for e in c.edges], (pair.old, pair.new)),
        route="E",
        on=on,
        amount=_amount(case),
        counter=_counter(case, pair),
        gaps=_gaps(case, pair),
        tests=_tests(pair),
        traits=_traits(case, pair),
        elements=_elements(case, pair),
        relies_on=tuple(m for c in pair.common for m in c.doubt),
        notes=_notes(pair),
        giver=pair.head,
    )


def _evidence(case: Case, pair: Pair) -> tuple[Evidence, ...]:
    born = case.party(pair.new).place("incorporated")
    formed = (
        (
            says(
                born,
                f"{name_of(case, pair.new)}成立于{pair.born}",
                f"{name_of(case, pair.new)} was formed on {pair.born}",
                "incorporated",
            ),
        )
        if born
        else ()
    )
    return cited(*(c.evidence for c in pair.common), (d.evidence for d in pair.failed if d.evidence), formed)


def _summary(case: Case, pair: Pair) -> Text:
    old, new = name_of(case, pair.old), name_of(case, pair.new)
    failed = first_day(d.on for d in pair.failed)
    zh, en = "、".join(KINDS[c.kind].zh for c in pair.common), ", ".join(KINDS[c.kind].en for c in pair.common)
    doubt = (
        ("（人员仅姓名相同，可能为同一人）", " (possible same person: the name alone)") if pair.doubtful else ("", "")
    )
    test = (
        ("；另见英国1986年破产法第216条的名称规则", "; see the name rule of Insolvency Act 1986 s.216")
        if pair.name_test
        else ("", "")
    )
    clock = clock_words(case, pair.born)
    return two(
        f"根据登记及其他记录显示，{old}（{failed or '日期不详'}起有终止或执行记录）与{new}（成立{pair.born or '日期不详'}，{clock[0]}）有{len(pair.kinds)}项相同："
        f"{zh}{doubt[0]}{test[0]}。是否为业务承接由法院认定。",
        f"According to the records, {old} (ended or under enforcement from {failed or 'an unknown day'}) and {new} (formed {pair.born or 'on an unknown day'}, "
        f"{clock[1]}) have {len(pair.kinds)} things in common: {en}{doubt[1]}{test[1]}. Whether the business was carried on is for the court to find.",
    )


def _amount(case: Case) -> Amount | None:
    claim = case.debt.claim
    words = two(
        "如法院认定，责任以债务或所承接资产为限；自零起",
        "if the court so finds, up to the debt or the assets taken; from nothing",
    )
    return Amount(Money(claim.low * 0, claim.high, claim.currency), words) if claim else None


def _tests(pair: Pair) -> tuple[Test, ...]:
    count, by_kind = len(pair.kinds), {c.kind: c for c in pair.common}
    known = first_day(d.on for d in pair.failed)
    value = f"{pair.born or '?'} / {known or '?'}"
    window = measure(("新公司成立时间/失败时间", "formed / failed"), value, f"−{MONTHS_BEFORE} … +{MONTHS_AFTER}", "months",
                     met(pair.timing == "yes", pair.timing == "cannot tell"), PROPOSED)  # fmt: skip
    number = measure(
        ("相同项数", "in common"),
        str(count),
        f"≥ {LEAD} (lead), ≥ {STRONG} (strong)",
        "of 8",
        met(count >= LEAD),
        PROPOSED,
    )
    each = (
        measure((name.zh, name.en), by_kind[k].value if k in by_kind else None, f"≥ {ALIKE}" if k == "name" else "equal", "",
                "unknown" if k in by_kind and by_kind[k].doubt else met(k in by_kind, k not in by_kind), PROPOSED)
        for k, name in KINDS.items()
    )  # fmt: skip
    return (window, number, *each)


def _traits(case: Case, pair: Pair) -> frozenset[str]:
    acts, taken = moved(case, pair.old, pair.new)
    words: dict[str, object] = {
        "related": not pair.doubtful, "assets_taken_over": "asset" in pair.kinds, "insolvency": pair.insolvent,
        "gratuitous": any(is_nil(t) for t in acts), "division": any(s.kind == "division" for s in taken),
        "deregistered": any(d.evidence and "注销" in d.evidence.text.zh for d in pair.failed),
    }  # fmt: skip
    low = any((r := price_ratio(case, t, value_of(case, t))) is not None and r < FAIR for t in acts)
    return frozenset({w for w, on in words.items() if on} | ({"unreasonable_price"} if low else set()))


def _elements(case: Case, pair: Pair) -> tuple[tuple[str, str, Text], ...]:
    arose = case.arose_for(pair.head)
    earlier = bool(arose and pair.born and arose.last <= pair.born.first)
    rows: tuple[tuple[str, object, str, str], ...] = (
        ("claim_before_act", earlier, "以案件债务日期与新公司成立日期为准", "by the debt's day and the new firm's"),
        ("assets_taken_over", "asset" in pair.kinds, "见资产转移记录", "see the moves of assets"),
        ("same_or_similar_name", "name" in pair.kinds, "见名称对照", "see the two names"),
        (
            "was_director",
            pair.name_test,
            "见任职记录；十二个月以记录日期为准",
            "see the offices; the twelve months by their dates",
        ),
        ("commingled", None, "记录显示承接特征，由法院认定", "the rows show continuation; for the court to find"),
        ("common_control", None, "共同人员不等于同一控制人", "common people are not yet one controller"),
    )
    return tuple((key, "met" if shown else "not_shown", two(zh, en)) for key, shown, zh, en in rows)


def _counter(case: Case, pair: Pair) -> tuple[Evidence | Absent, ...]:
    found: list[Evidence | Absent] = []
    for act in moved(case, pair.old, pair.new)[0]:
        valued = value_of(case, act)
        found += price_counter(case, act, payments_for(case, act), negative_equity(case, act))
        found += valued.evidence if valued else ()
    papers = [
        c
        for c in case.contracts
        if pair.new in (c.first, c.second) and c.kind in ("sale", "service") and pair.old in (c.first, c.second)
    ]
    found += [
        says(c.place, "双方之间有买卖或服务合同", "a sale or service contract of the two", "contract") for c in papers
    ]
    found.append(absent("管理人出售、公开竞价（预重整）的记录", "a sale by the office-holder or by bids (pre-pack)"))
    found.append(absent("特许经营、品牌授权或管理层收购的合同", "a franchise, a brand licence or a buy-out"))
    return tuple(found)


def _gaps(case: Case, pair: Pair) -> tuple[Gap, ...]:
    old, new = name_of(case, pair.old), name_of(case, pair.new)
    return (
        gap((f"{new}取得{old}商誉、存货、合同、设备的对价", f"what {new} gave for goodwill, stock, contracts and equipment of {old}"), ("两公司、税务机关", "the two firms and the tax office"), COURT),
        gap(("员工转移名单（社保）", "lists of staff moved (social security)"), ("社保机关", "the social-security office"), ORDER),
        gap((f"{old}与{new}的登记内档", f"the registry files of {old} and {new}"), ("登记机关", "the registry"), ORDER),
    )  # fmt: skip


def _notes(pair: Pair) -> tuple[Text, ...]:
    notes = [
        two(
            "新旧公司各为独立主体，不得在执行中直接追加",
            "two separate persons: the new firm cannot simply be added in enforcement",
        )
    ]
    if pair.timing == "cannot tell":
        notes.append(two("成立或失败日期不详，先后不能确定", "the order of failure and formation cannot be told"))
    if any(d.evidence is None for d in pair.failed):
        notes.append(
            two("判决、执行或破产日期以案件文件为准", "days of judgment, enforcement or insolvency are the case file's")
        )
    return tuple(notes)


def _line(name: str, value: Fraction | int, unit: str) -> Threshold:
    return Threshold(name, Fraction(value), unit, two(*PROPOSED))


_S216 = two("英国1986年破产法第216条", "Insolvency Act 1986 s.216")
TYPOLOGY = Typology(
    slug=SLUG,
    title=two("凤凰公司（业务由新公司承接）", "Phoenix company"),
    highest="strong",
    thresholds=(
        _line("months_before", MONTHS_BEFORE, "months"), _line("months_after", MONTHS_AFTER, "months"),
        _line("lead", LEAD, "of 8"), _line("strong", STRONG, "of 8"), _line("alike", ALIKE, "likeness"),
        _line("common", COMMON, "customers or staff"), _line("fair", FAIR, "price/value"), _line("paid", PAID, "paid/price"),
        Threshold("name_years", Fraction(NAME_YEARS), "years", _S216),
        Threshold("office_months", Fraction(OFFICE_MONTHS), "months", _S216),
    ),
    needs=("parties", "roles", "holdings"),
    find=find,
    counter_evidence=(
        two("管理人出售、公允价格已付（预重整）", "a paid sale at a fair price or by the office-holder (pre-pack)"),
        two("吸收合并，债务由承继方承担", "a merger whose successor takes the debts"),
        two("特许经营、更名", "a franchise or rebrand"),
        two("托管地址、职业董事", "hosted addresses, professional directors"),
    ),
)  # fmt: skip
