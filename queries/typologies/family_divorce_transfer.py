"""家庭成员间/离婚转移: to kin by gift, or to a spouse by divorce.

What it looks for
    A debtor who is a person, or a firm the debtor controls, gives property or money to a recorded relative (or to a firm that
    relative controls) for nothing or at an unknown price; or a divorce that leaves the debtor little.
Why it matters
    A gift to kin after the debt is the act most plainly open to avoidance, and a divorce settlement is no shield against it.
Law
    CN 民法典 538, 539, 1064; 婚姻家庭编解释（二）3 (2025-02-01); 合同法 74 before 2021; 查封扣押规定 12. UK IA 1986 ss.339, 423,
    MCA 1973 s.37. US UVTA 4, 5 (insiders). The tables in queries/law choose by the date of the act.
What speaks against it
    Maintenance, tuition, care, dowry; a loan that went back; a divorce and settlement years before; a fair division; an inheritance.
Thresholds
    from 12 months before the debt arose; a division leaves the debtor at most 0.20 of the couple's valued assets,
    or at least 0.80 of their debts by the settlement's own words; a price below
    0.70 of the value counts as partly a gift; gifts within 30 days, between spouses within 180, are one act.
Limits
    Kinship only as a row states it, never from names or addresses. The creditor who is kin is left out. Sales at a price are judged
    by the rule on undervalue. Assets without a value leave the division unmeasured; so do debts where the
    settlement's row names neither spouse as the one who bears them. Wages and dividends are left out.
Sources
    SPC typical case of 2023-12-05 (周某诉丁某、薛某); Akhmedova v Akhmedov [2021] EWHC 545 (Fam); typology notes of the project.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, agrees
from graph.facts import Payment, Relation, Transfer
from graph.values import Money
from queries.divorce import DEBTS, DIVORCE_MONTHS, KEPT, Split, promised_earlier, split_of
from queries.divorce_words import debts_row, divorce_row, kin_words, share_row
from queries.family import (
    CLOSEST,
    GIFT_DAYS,
    LOW,
    MONTHS_BEFORE,
    SPLIT_DAYS,
    Act,
    act_rows,
    acts,
    covers,
    grouped,
    kin_edges,
    kin_of,
    money_given_before,
)
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Amount, Badge, Evidence, Finding, Gap, NoTables, Test, Tier, cited, two
from queries.look_back import Lies, lies_notes, lies_test
from queries.money import payment_evidence
from queries.phrases import (
    COURT,
    ORDER,
    PROPOSED,
    absent,
    clock_words,
    edge_words,
    gap,
    measure,
    met,
    name_of,
    says,
    step_evidence,
    thing_words,
    word,
)
from queries.typology import Threshold, Typology
from queries.worth import above_floor, shown, total_of

SLUG = "family-divorce-transfer"
_MOVES = {"share_transfers", "asset_transfers", "payments", "assets", "holdings", "contracts"}
_LAW = ("民法典538条；婚姻家庭编解释（二）3条", "Civil Code 538; Marriage and Family Interpretation II art. 3")


@dataclass(frozen=True, slots=True)
class Look:
    """Acts of one hand to one relative that belong together, and what may explain them."""

    group: tuple[Act, ...]
    split: Split | None
    given: tuple[Payment, ...]
    repaid: bool
    benign: tuple[Evidence, ...]
    small: bool

    @property
    def first(self) -> Act:
        return self.group[0]

    @property
    def lies(self) -> Lies:
        """The latest stage that any of the acts surely reached."""
        order: tuple[Lies, ...] = ("after", "cannot tell", "undated", "before")
        return min((a.lies for a in self.group), key=order.index)

    @property
    def nil(self) -> bool:
        return any(a.nil for a in self.group)

    @property
    def low(self) -> bool:
        return any(a.ratio is not None and a.ratio < LOW for a in self.group)

    @property
    def lopsided(self) -> bool:
        return self.split is not None and self.split.lopsided

    @property
    def fair(self) -> bool:
        return self.split is not None and self.split.kept is not None and not self.split.lopsided

    @property
    def debts(self) -> Fraction | None:
        return self.split.debts if self.split else None


def find(case: Case) -> list[Finding] | NoTables:
    """One finding for acts that belong together; sums below the finding floor are left out."""
    needs = []
    if "relations" not in case.tables_held:
        needs.append(two("有合法来源的亲属关系记载", "kinship from a lawful record"))
    if not _MOVES & case.tables_held:
        needs.append(two("财产转让、付款、权属或离婚协议记录", "transfers, payments, titles or divorce settlements"))
    if needs:
        return NoTables(tuple(needs))
    looks = [_look(case, group) for group in grouped(case, acts(case, kin_of(case)))]
    return [_finding(case, look) for look in looks if above_floor(case, _sum(look), look.first.on) is not False]


def _sum(look: Look) -> Money | None:
    amounts = [a.money for a in look.group]
    return total_of(m for m in amounts if m) if all(amounts) else None


def _look(case: Case, group: tuple[Act, ...]) -> Look:
    given = money_given_before(case, group) if isinstance(group[0].fact, Payment) else ()
    benign = [says(c.place, f"双方早在债务形成一年以前（{c.on}）已有协议", f"the two had settled more than a year before the debt ({c.on})", "contract") for c in promised_earlier(case, group)]  # fmt: skip
    benign += [says(a.place, "摘要或备注显示为扶养、教育、医疗等支出", "the row's own words name maintenance, tuition or care", "note") for a in group if a.support]  # fmt: skip
    return Look(group, split_of(case, group), given, covers(given, group), tuple(benign), _small(case, group))


def _small(case: Case, group: tuple[Act, ...]) -> bool:
    """Payments each below the finding floor: together they count, but may be household support."""
    singles = [
        isinstance(a.fact, Payment) and not a.fact.is_total and above_floor(case, a.money, a.on) is False for a in group
    ]
    return len(group) > 1 and all(singles)


def _tier(look: Look) -> tuple[Tier, Text]:
    close = look.first.kin.word in CLOSEST and not look.first.through
    if look.benign:
        return "signal", two(
            "记录显示为扶养等支出或履行多年前的离婚协议",
            "the rows show maintenance, or the carrying out of a settlement made years before",
        )
    if look.repaid:
        return "signal", two(
            "该亲属此前付入不少于此数的款项，可能为还款",
            "the relative had paid in no less before: perhaps a loan that went back",
        )
    if look.fair:
        return "signal", two(
            "离婚分割后债务人仍保有超过20%的已知财产",
            "after the division the debtor keeps more than 20 % of the known assets",
        )
    if look.lies != "after":
        return "lead", two("行为在债务形成之前或先后不详", "before the debt, or the order is unknown")
    if look.small:
        return "lead", two("多笔小额付款，可能为家庭日常支出", "many small payments: may be household support")
    if look.nil and close:
        return "fact", two("无偿、亲属关系与时间均由记录直接显示", "gift, kinship and timing all stand in the records")
    return "strong", two("债务形成后流向有记载的亲属", "to recorded kin after the debt arose")  # fmt: skip


def _finding(case: Case, look: Look) -> Finding:
    first, kin = look.first, look.first.kin
    tier, why = _tier(look)
    fired: tuple[tuple[Badge, object], ...] = (
        ("price", look.nil or look.low or look.lopsided), ("timing", look.lies == "after"), ("relation", True),
        ("form", look.split is not None and not look.fair),
    )  # fmt: skip
    total = _sum(look)
    edges = kin_edges(look.group)
    evidence = cited(
        (e for a in look.group for e in act_rows(case, a)),
        (says(r.place, *kin_words(case, r), "relation") for r in kin.rows[:1]),
        () if look.fair else _values(look),
        step_evidence(case, edges),
        _split_evidence(look),
    )
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((kin.debtor, kin.person, *(p for a in look.group for p in (a.giver, a.taker))))),
        summary=_summary(case, look),
        evidence=evidence,
        tier=tier,
        tier_why=why,
        badges=frozenset(badge for badge, on in fired if on),
        chain=Chain.of([*(a.edge for a in look.group), *edges], [kin.debtor, kin.person]),
        route="C",
        on=first.on,
        until=look.group[-1].on,
        amount=Amount(total, two("付款金额或所转财产的价值", "sums paid, or the value of what was passed on"))
        if total
        else None,
        counter=_counter(case, look),
        gaps=_gaps(case, look),
        tests=_tests(case, look),
        traits=_traits(look),
        elements=_elements(look),
        notes=(*lies_notes(look.lies), *_notes(look)),
        giver=first.giver,
    )


def _values(look: Look) -> tuple[Evidence, ...]:
    return tuple(e for a in look.group if a.valued for e in a.valued.evidence)


def _split_evidence(look: Look) -> tuple[Evidence, ...]:
    split = look.split
    if split is None:
        return ()
    gone = tuple(share_row(t, "归对方", "to the other side:") for t in split.gone) if split.stripped else ()
    return (*gone, *(debts_row(c) for c in split.bearing if _burdened(look)))


def _burdened(look: Look) -> bool:
    """Do the debts weigh? Not where an old settlement is what explains the acts."""
    return look.split is not None and look.split.burdened and not look.benign


def _summary(case: Case, look: Look) -> Text:
    first, kin = look.first, look.first.kin
    giver, taker, person = name_of(case, first.giver), name_of(case, first.taker), name_of(case, kin.person)
    what, clock, kind = _what(case, look), clock_words(case, first.on), word("relation_kind", kin.word)
    price = (
        ("无偿", "for nothing")
        if look.nil
        else ("价格低于价值70%", "below 70 % of its value")
        if look.low
        else ("对价不详", "at an unknown price")
    )
    via = (f"（由{person}控制）", f" (controlled by {person})") if first.taker != kin.person else ("", "")
    kept = shown(look.split.kept) if look.split else None
    bears = (f"，承担债务的{shown(look.debts)}", f" and bears {shown(look.debts)} of the debts") if look.debts is not None else ("", "")  # fmt: skip
    split = (
        (
            f"；离婚分割后债务人保有已知财产的{kept or '（价值不详）'}{bears[0]}",
            f"; after the divorce the debtor keeps {kept or 'an unknown part'} of the known assets{bears[1]}",
        )
        if look.split
        else ("", "")
    )
    return two(
        f"根据记录显示，{giver}于{first.on or '不详日期'}将{what[0]}转给{taker}{via[0]}，{price[0]}；{person}与债务人的关系为{kind.zh}（有记载）；{clock[0]}{split[0]}。",
        f"According to the records, {giver} gave {what[1]} to {taker}{via[1]} on {first.on or 'an unknown day'} {price[1]}; {person} is recorded as the debtor's {kind.en}; {clock[1]}{split[1]}.",
    )  # fmt: skip


def _what(case: Case, look: Look) -> tuple[str, str]:
    if isinstance(look.first.fact, Payment):
        total, count = _sum(look) or "（金额不详）", len(look.group)
        return f"{total}（{count}笔）", f"{_sum(look) or 'an unknown sum'} ({count} payment(s))"
    listed = list(dict.fromkeys(_thing(case, a) for a in look.group))
    return "、".join(zh for zh, _ in listed), ", ".join(en for _, en in listed)


def _thing(case: Case, act: Act) -> tuple[str, str]:
    if isinstance(act.fact, Transfer):
        return thing_words(case, act.fact)
    return act.edge.thing or "财产", act.edge.thing or "property"


def _counter(case: Case, look: Look) -> tuple[Evidence | Absent, ...]:
    found: list[Evidence | Absent] = [*look.benign, *payment_evidence(case, look.given)]
    if look.split:
        found += _split_counter(case, look, look.split)
    if not look.benign:
        found.append(absent("扶养、教育、医疗、嫁妆彩礼的记载", "a record of maintenance, tuition, care or dowry"))
    if not look.given:
        found.append(
            absent("该亲属此前向债务人付款或出借的记录", "money the relative had lent or paid to the debtor before")
        )
    found.append(absent("多年前的离婚协议", "a divorce settlement made years before"))
    return tuple(found)


def _split_counter(case: Case, look: Look, split: Split) -> list[Evidence]:
    """What the debtor keeps, and the papers of the divorce; in a fair division also what went to the other side."""
    found = [share_row(t, "债务人保有", "the debtor keeps") for t in split.left]
    if look.fair:
        found += [*(share_row(t, "归对方", "to the other side:") for t in split.gone), *_values(look)]
    for row in split.rows if not _burdened(look) else (r for r in split.rows if r not in split.bearing):
        found.append(
            divorce_row(case, row)
            if isinstance(row, Relation)
            else Evidence(row.place, edge_words(case, agrees(row)), "contract")
        )
    return found


def _tests(case: Case, look: Look) -> tuple[Test, ...]:
    first, kin = look.first, look.first.kin
    nil = met(look.nil, not look.low and not all(a.nil for a in look.group))
    kept = shown(look.split.kept) if look.split else None
    return (
        measure(("无偿或近于无偿", "for nothing or a token"), "yes" if look.nil else None, "yes", "", nil, _LAW),
        measure(("有记载的亲属关系", "recorded kinship"), kin.word, ", ".join(sorted(CLOSEST)), "", met(kin.word in CLOSEST), PROPOSED),
        lies_test(case, first.on, kin.debtor, look.lies, _LAW),
        measure(("离婚后债务人保有的财产份额", "what the debtor keeps after a divorce"), kept, f"≤ {shown(KEPT)}", "%", met(look.split and look.split.stripped, look.split is None or look.split.kept is None), PROPOSED),
        measure(("离婚后债务人承担的债务份额", "debts the debtor bears after a divorce"), shown(look.debts), f"≥ {shown(DEBTS)}", "%", met(look.split and look.split.burdened, look.debts is None), PROPOSED),
    )  # fmt: skip


def _traits(look: Look) -> frozenset[str]:
    kind = look.first.kin.word
    chosen = {"related", *({kind} & {"spouse", "former_spouse"})}
    chosen |= {"gratuitous"} if look.nil else set()
    chosen |= {"unreasonable_price"} if look.low and not look.nil else set()
    return frozenset(chosen)


def _elements(look: Look) -> tuple[tuple[str, str, Text], ...]:
    rows = (
        ("claim_before_act", look.lies == "after", "以案件债务日期为准", "by the case's own dates"),
        ("no_consideration", look.nil, "见对价记录", "see the consideration recorded"),
        ("unreasonable_low", look.low, "见价格测试", "see the price test"),
        ("lowers_assets", look.nil or look.low, "无对价或低价转出", "given away, or below its value"),
        ("split_unfair", look.lopsided, "见离婚后保有份额", "see what the debtor keeps"),
        (
            "transferee_knew",
            False,
            "亲属关系可佐证知情，须法院认定",
            "kinship supports knowledge; for the court to find",
        ),
    )
    return tuple((key, "met" if on else "not_shown", two(zh, en)) for key, on, zh, en in rows)


def _gaps(case: Case, look: Look) -> tuple[Gap, ...]:
    found = [gap(("行为后债务人其余财产（影响债权实现）", "the debtor's remaining assets after the act"), ("不动产登记、车辆管理、开户银行", "land, vehicle registries and banks"), ORDER)]  # fmt: skip
    if look.first.kin.word in ("spouse", "former_spouse"):
        found.append(gap(("完整的婚姻登记、离婚协议或调解书及财产、债务清单", "the full marriage and divorce file with its list of assets and debts"), ("婚姻登记机关、法院", "marriage registry, court"), COURT))  # fmt: skip
    if isinstance(look.first.fact, Payment):
        found.append(gap(("以往扶养、赡养付款记录", "earlier maintenance payments"), ("付款账户开户行", "the paying account's bank"), COURT))  # fmt: skip
    else:
        found.append(gap(("转移登记资料与价款或税费凭证", "the file of the transfer, with price or tax receipts"), ("登记机关、税务机关", "registry, tax office"), ORDER))  # fmt: skip
    return tuple(found)


def _notes(look: Look) -> tuple[Text, ...]:
    if look.first.kin.word != "spouse":
        return ()
    return (
        two(
            "夫妻共同财产可依法查封，配偶不得在执行中直接追加",
            "joint property may be seized; a spouse cannot be added in enforcement",
        ),
    )


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("家庭成员间或离婚财产转移", "Transfer within the family or by divorce"),
    highest="fact",
    thresholds=(
        Threshold("months_before", Fraction(MONTHS_BEFORE), "months", two(*PROPOSED)),
        Threshold("kept", KEPT, "kept/couple's assets", two(*PROPOSED)),
        Threshold("debts", DEBTS, "debts borne/couple's debts", two(*PROPOSED)),
        Threshold("low", LOW, "price/value", two("合同编通则解释42条", "interpretation art. 42")),
        Threshold("gift_days", Fraction(GIFT_DAYS), "days", two(*PROPOSED)),
        Threshold("split_days", Fraction(SPLIT_DAYS), "days", two(*PROPOSED)),
        Threshold("divorce_months", Fraction(DIVORCE_MONTHS), "months", two(*PROPOSED)),
    ),
    needs=("relations", "share_transfers", "asset_transfers", "payments"),
    find=find,
    counter_evidence=(
        two("扶养、教育、医疗、嫁妆彩礼", "maintenance, tuition, care, dowry"),
        two("亲属借款的归还", "repayment of a relative's loan"),
        two("多年前的离婚协议", "a divorce settlement made years before"),
        two("公平分割", "a fair division"),
        two("继承", "inheritance"),
    ),
)  # fmt: skip
