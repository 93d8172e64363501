"""债务形成后转移资产: transfer after the debt arose.

What it looks for
    Shares, assets or money out of the ordinary that left the debtor side on or after the day the debt arose, by counterparty.
Why it matters
    Timing alone undoes nothing; it says which clock runs, which law governs, and what still stood open when the asset left.
Law
    CN 民法典 538–541 (合同法 74–75 for earlier acts); 企业破产法 31–32; 法释〔2024〕13号 6 once the suit began. UK IA 1986 ss.238, 239,
    423. US UVTA 4(b)(4), (10). The tables in queries/law choose by the date of the act.
What speaks against it
    An appraised price, paid in full, by a stranger; ordinary trade; payment of the creditor itself; a court's own sale; a debt truly
    owed to the payee; value that stayed in the debtor's own group.
Thresholds
    5 % of the debt or 10 % of the known assets, summed by counterparty (unknown values are kept); a cluster is 3 acts in 90 days;
    a rate of 3 times that of the 24 months before. A fair sale to a stranger worth less than half of the debt is a signal only.
Limits
    Undated acts and totals that straddle the day of the debt are left out; where a partial date leaves the order open, at most a lead.
Sources
    Guiding Case 33; SPC (2019) 民终960号; Akhmedova v Akhmedov [2021] EWHC 545 (Fam); In re Tronox 503 B.R. 239.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain
from graph.facts import Payment
from graph.values import Answer, Money
from queries.disposals import Disposal, act_evidence, disposals, payment_counter, price_counter
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Amount, Badge, Evidence, Finding, NoTables, Test, Tier, cited, two
from queries.phrases import (
    COURT,
    ORDER,
    PROPOSED,
    absent,
    clock_words,
    gap,
    measure,
    met,
    name_of,
    owner_gap,
    step_evidence,
    tie_evidence,
    tie_words,
)  # fmt: skip
from queries.side import debtor_side
from queries.timeline import (
    CLUSTER_DAYS,
    FAIR_PRICE,
    Runs,
    Sold,
    clusters,
    known_assets,
    known_evidence,
    rate_of,
    sold_of,
    timeline,
    worth_of,
)
from queries.typology import Threshold, Typology
from queries.worth import (
    is_nil,
    negative_equity,
    payments_for,
    shown,
    total_of,
)  # fmt: skip

SLUG = "transfer-after-debt"
OF_DEBT = Fraction(5, 100)
OF_ASSETS = Fraction(10, 100)
CLUSTER_ACTS = 3
RATE = Fraction(3)
FAIR_SMALL = Fraction(1, 2)
# A purpose that may be owed: such payments to a related party are never more than strong.
OWED_KINDS = frozenset({"repayment", "loan", "fee", "capital", "dividend", "distribution"})


@dataclass(frozen=True, slots=True)
class Group:
    """All acts from one giver to one counterparty, oldest first. worth in the debt's currency; None = cannot tell."""

    acts: tuple[Disposal, ...]
    after: Answer
    sold: tuple[Sold, ...]
    worth: Money | None
    clustered: int

    @property
    def first(self) -> Disposal:
        return self.acts[0]

    @property
    def sum(self) -> Money | None:
        """In the debt's currency, else in their own where all are known and alike."""
        own = [a.worth for a in self.acts if a.worth]
        return self.worth or (total_of(own) if len(own) == len(self.acts) else None)

    @property
    def related(self) -> bool:
        return any(a.ties for a in self.acts)

    @property
    def low(self) -> bool:
        return any(s.low for s in self.sold) or any(a.free for a in self.acts)

    @property
    def fair(self) -> bool:
        return len(self.sold) == len(self.acts) and all(s.fair for s in self.sold)

    @property
    def covered(self) -> bool:
        return len(self.sold) == len(self.acts) and all(s.covered for s in self.sold)


def find(case: Case) -> list[Finding] | NoTables:
    """Disposals on or after the debt's day, one finding for each giver and counterparty."""
    if not {"share_transfers", "asset_transfers", "payments"} & case.tables_held:
        return NoTables(
            (two("股权变更、资产转让或银行流水（含日期）", "share transfers, asset transfers or payments, dated"),)
        )
    if case.debt.clock.start is None and not any(d.arose for d in case.debt.debtors):
        return NoTables((two("债务形成日期", "the day on which the debt arose"),))
    every = disposals(case)
    late = [d for d in every if _after(case, d) != "no"]
    by_pair: dict[tuple[str, str], list[Disposal]] = defaultdict(list)
    for each in late:
        by_pair[each.giver, each.taker].append(each)
    runs = clusters(late)
    groups = [_group(case, acts, runs) for _, acts in sorted(by_pair.items())]
    assets = known_assets(case)
    kept = [g for g in groups if _material(case, g, assets) is not False or _in_material_cluster(case, g, runs)]
    return [_finding(case, g, every, runs, assets) for g in kept]


def _after(case: Case, each: Disposal) -> Answer:
    arose = case.arose_for(each.holding.head)
    if arose is None or each.until.last < arose.first:
        return "no"
    if each.on.first >= arose.last:
        return "yes"
    # A total that began before the debt says nothing of what was paid after it.
    return "no" if each.on != each.until else "cannot tell"


def _group(case: Case, acts: list[Disposal], runs: Runs) -> Group:
    after: Answer = "yes" if all(_after(case, a) == "yes" for a in acts) else "cannot tell"
    near = max((len(r) for r in runs if any(a in r for a in acts)), default=1)
    return Group(tuple(acts), after, tuple(s for a in acts if (s := sold_of(case, a))), worth_of(case, acts), near)


def _material(case: Case, group: Group, assets: Money | None) -> bool | None:
    """True or False by either line; None = cannot tell, and kept."""
    claim, worth = case.debt.claim, group.worth
    if worth is None or (claim is None and assets is None):
        return None
    lines = [(OF_DEBT, claim), (OF_ASSETS, assets)]
    return any(_reaches(worth, line, base) for line, base in lines)


def _in_material_cluster(case: Case, group: Group, runs: Runs) -> bool:
    """Does a run of three acts or more, of which the group is a part, reach the line as a whole?"""
    return bool(_cluster(case, group, runs))


def _cluster(case: Case, group: Group, runs: Runs) -> tuple[Disposal, ...]:
    """The first such run."""
    claim = case.debt.claim
    mine = [r for r in runs if len(r) >= CLUSTER_ACTS and any(a in r for a in group.acts)] if claim else []
    return next((r for r in mine if (s := worth_of(case, r)) and _reaches(s, OF_DEBT, claim)), ())


def _reaches(worth: Money, line: Fraction, base: Money | None) -> bool:
    return base is not None and Fraction(worth.high) >= line * Fraction(base.amount)


def _why_material(case: Case, group: Group, runs: Runs) -> tuple[Evidence, ...]:
    """Where it is small against the debt: the known assets it is large against, or the other acts of its run."""
    if group.worth is None or case.debt.claim is None or _reaches(group.worth, OF_DEBT, case.debt.claim):
        return ()
    if _material(case, group, known_assets(case)):
        return known_evidence(case)
    others = [a for a in _cluster(case, group, runs) if a not in group.acts]
    return tuple(
        e for a in others for e in (*act_evidence(case, a), *tie_evidence(case, a.ties), *step_evidence(case, a.holder))
    )


def _tier(case: Case, g: Group) -> tuple[Tier, Text]:
    claim = case.debt.claim
    small = claim is not None and g.worth is not None and Fraction(g.worth.high) < FAIR_SMALL * Fraction(claim.amount)
    if g.after != "yes":
        return "lead", two("仅有部分日期，先后不能确定", "partial dates: the order cannot be told")
    if not g.related and g.fair and small:
        return "signal", two(
            "公允价格、已付清、未见关联，且相对债务金额不大",
            "fair price, paid in full, no relation found, small against the debt",
        )
    if not g.related:
        price = ("时间与价格两项信号", "timing and price: two families")
        return ("strong", two(*price)) if g.low else ("lead", two("仅时间信号", "timing alone"))
    weak = all(t.weak for a in g.acts for t in a.ties)
    owed = all(isinstance(a.act, Payment) and a.act.kind in OWED_KINDS for a in g.acts)
    if weak or owed or g.fair:
        return "strong", two("时间与关联关系两项信号", "timing and relation: two families")
    return "fact", two(
        "时间与关联关系均由记录直接显示；价格与用途另查",
        "timing and relation stand in the records; price and purpose are open",
    )


def _finding(case: Case, g: Group, every: tuple[Disposal, ...], runs: Runs, assets: Money | None) -> Finding:
    tier, why = _tier(case, g)
    first = g.first
    companies = [t.company for a in g.acts if (t := a.transfer) and t.company]
    edges = [e for a in g.acts for e in (*a.holding.edges, a.edge, *a.holder, *(e for t in a.ties for e in t.edges))]
    fired: tuple[tuple[Badge, object], ...] = (("timing", g.after == "yes"), ("relation", g.related), ("price", g.low))
    basis = two(
        "各笔价值（无价值参考的以价款或付款额计）合计", "sum of values (without a reference: of prices or payments)"
    )
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((first.holding.head, first.giver, first.taker, *companies))),
        summary=_summary(case, g),
        evidence=(*_evidence(case, g), *_why_material(case, g, runs)),
        tier=tier,
        tier_why=why,
        badges=frozenset(badge for badge, on in fired if on),
        chain=Chain.of(edges),
        route="C",
        on=first.on,
        until=None if g.acts[-1].until == first.on else g.acts[-1].until,
        amount=Amount(g.sum, basis) if g.sum else None,
        counter=_counter(case, g),
        gaps=(
            gap(("款项或资产的去向与用途", "where the money or the asset went, and for what"), ("开户行、登记机关", "the banks and registries"), COURT),
            gap(("证明属正常经营的账簿", "books that show ordinary trade"), ("债务人", "the debtor"), ORDER),
            *owner_gap(case, first.taker),
        ),
        tests=_tests(case, g, every, assets),
        traits=_traits(g),
        elements=_elements(g),
        notes=_notes(case, g, every),
        giver=first.giver,
    )  # fmt: skip


def _summary(case: Case, g: Group) -> Text:
    acts, clock = _acts_words(case, g), clock_words(case, g.first.on)
    ties = tie_words(g.first.ties)
    relation = (
        (f"关系：{ties[0]}", f"Relation: {ties[1]}") if ties[0] else ("未见已证实的关联关系", "No proven relation")
    )
    if any(a.holder for a in g.acts):
        relation = ("收款方为付款方股东", "The payee is a shareholder of the payer")
    zh = f"根据记录显示，{acts[0]}；{clock[0]}。{relation[0]}。"
    en = f"According to the records, {acts[1]}; {clock[1]}. {relation[1]}."
    if g.covered and not g.related:
        zh, en = zh + "有独立估价、价款已付清、未见关联。", en + " Appraised, paid in full, unrelated."
    return two(zh, en)


def _acts_words(case: Case, g: Group) -> tuple[str, str]:
    """One act in full, several as a sum over their days."""
    if len(g.acts) == 1:
        told = act_evidence(case, g.first)[0].text
        return told.zh, told.en
    giver, taker = name_of(case, g.first.giver), name_of(case, g.first.taker)
    start, end = g.first.on, g.acts[-1].until
    worth = (f"合计{g.sum}", f"{g.sum} in all") if g.sum else ("金额不能全部确定", "not all amounts known")
    days = (f"{start}至{end}", f"from {start} to {end}") if end != start else (f"{start}", f"on {start}")
    zh = f"{giver}于{days[0]}向{taker}转出{len(g.acts)}笔（{worth[0]}；以下按首笔计）"
    return (
        zh,
        f"{giver} passed assets or money to {taker} {len(g.acts)} times {days[1]} ({worth[1]}; counted from the first)",
    )


def _evidence(case: Case, g: Group) -> tuple[Evidence, ...]:
    acts = [e for a in g.acts for e in act_evidence(case, a)]
    worth = [e for a in g.acts if a.valued for e in a.valued.evidence]
    ties = [e for a in g.acts for e in (*tie_evidence(case, a.ties), *step_evidence(case, a.holder))]
    return cited(acts, worth, ties, step_evidence(case, g.first.holding.edges))


def _counter(case: Case, g: Group) -> tuple[Evidence | Absent, ...]:
    found: dict[object, Evidence | Absent] = {}
    for each in g.acts:
        t = each.transfer
        items = (
            price_counter(case, t, payments_for(case, t), negative_equity(case, t))
            if t
            else payment_counter(case, each)
        )
        if t and each.valued and each.valued.independent:
            items = (*items, *each.valued.evidence)
        found |= {(i.statement if isinstance(i, Evidence) else i.looked_for): i for i in items}
    if not g.related:
        none = absent(
            "受让方与债务人一方的关联关系（R1–R9）：未发现",
            "a relation of the counterparty to the debtor side (R1–R9): none found",
        )
        found[none.looked_for] = none
    return tuple(found.values())


def _tests(case: Case, g: Group, every: tuple[Disposal, ...], assets: Money | None) -> tuple[Test, ...]:
    claim = case.debt.claim
    part = Fraction(g.worth.high) / Fraction(claim.amount) if g.worth and claim and claim.amount > 0 else None
    rate = rate_of(case, every)
    material = _material(case, g, assets)
    codes = ", ".join(dict.fromkeys(t.code for a in g.acts for t in a.ties)) or None
    law = ("合同编通则解释42条", "Contract General Part interpretation art. 42")
    prices = [s.ratio for s in g.sold if s.ratio is not None]
    return (
        measure(("债务形成后", "after the debt arose"), g.after, "yes", "", met(g.after == "yes", g.after == "cannot tell"), ("民法典538–541", "Civil Code 538–541")),
        measure(("金额/债务", "amount / debt"), shown(part), "≥ 5%；≥ 10% of known assets", "%", met(material, material is None), PROPOSED),
        measure(("90日内处分笔数", "acts in 90 days"), str(g.clustered), f"≥ {CLUSTER_ACTS}", "", met(g.clustered >= CLUSTER_ACTS), PROPOSED),
        measure(("相对前24个月的频率", "rate against the 24 months before"), str(round(float(rate), 2)) if rate is not None else None, "≥ 3", "×", met(rate is not None and rate >= RATE, rate is None), PROPOSED),
        measure(("关联关系", "relation"), codes, "R1–R9", "", met(codes), ("弱关系须两项", "weak grounds need two")),
        measure(("价格/价值", "price / value"), shown(min(prices)) if prices else None, "< 70%", "%", met(g.low, not prices), law),
    )  # fmt: skip


def _traits(g: Group) -> frozenset[str]:
    kinds = {a.act.kind for a in g.acts if isinstance(a.act, Payment)}
    free = any(a.free for a in g.acts) or any(a.transfer and is_nil(a.transfer) for a in g.acts)
    fired = (
        ("gratuitous", free),
        ("unreasonable_price", any(s.low for s in g.sold) and not free),
        ("related", g.related),
        ("distribution", kinds & {"dividend", "distribution"}),
    )
    return frozenset(trait for trait, on in fired if on)


def _elements(g: Group) -> tuple[tuple[str, str, Text], ...]:
    free = "gratuitous" in _traits(g)
    rows = (
        ("claim_before_act", "met" if g.after == "yes" else "not_shown", "以案件债务日期为准", "by the case's own dates"),
        ("no_consideration", "met" if free else "not_shown", "见对价记录", "see the consideration recorded"),
        ("unreasonable_low", "met" if any(s.low and not s.nil for s in g.sold) else "not_shown", "见价格测试", "see the price test"),
        ("lowers_assets", "met" if g.low else "not_shown", "须证明转出后责任财产减少", "that the assets fell by it is to be shown"),
        ("transferee_knew", "not_shown", "关系可佐证知情，仍须法院认定", "a relation supports knowledge; for the court to find"),
    )  # fmt: skip
    return tuple((key, state, two(zh, en)) for key, state, zh, en in rows)


def _notes(case: Case, g: Group, every: tuple[Disposal, ...]) -> tuple[Text, ...]:
    notes = [timeline(case, every)]
    if g.covered and not g.related:
        notes.append(
            two(
                "有独立估价、价款已付清、未见关联：时间本身不构成请求权",
                "appraised, paid in full, unrelated: timing alone is no ground",
            )
        )
    if g.first.taker in debtor_side(case, case.as_of):
        notes.append(
            two(
                "受让方仍在债务人控制之下，价值可能仍在集团内",
                "the taker is under the debtor's control: the value may still be in the group",
            )
        )
    return tuple(notes)


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("债务形成后转移资产", "Transfer after the debt arose"),
    highest="fact",
    tells_when=True,
    thresholds=(
        Threshold("of_debt", OF_DEBT, "worth/debt", two(*PROPOSED)),
        Threshold("of_assets", OF_ASSETS, "worth/known assets", two(*PROPOSED)),
        Threshold("cluster_acts", Fraction(CLUSTER_ACTS), "acts", two(*PROPOSED)),
        Threshold("cluster_days", Fraction(CLUSTER_DAYS), "days", two(*PROPOSED)),
        Threshold("rate", RATE, "× base rate", two(*PROPOSED)),
        Threshold("fair_price", FAIR_PRICE, "price/value", two(*PROPOSED)),
        Threshold("fair_small", FAIR_SMALL, "worth/debt", two(*PROPOSED)),
    ),
    needs=("share_transfers", "asset_transfers", "payments"),
    find=find,
    counter_evidence=(
        two("独立估价且已付清", "an independent value and payment in full"),
        two("正常经营", "ordinary trade"),
        two("对收款方的真实债务", "a debt truly owed to the payee"),
    ),
)
