"""高价受让、付费或担保: value out to a related party.

What it looks for
    The debtor side buys shares or an asset far above its value, or at twice what the seller paid half a year before or less; pays a
    related party fees far above its contracts, or without one to a firm just founded; guarantees a related party's debt.
Why it matters
    Cash leaves for little; the seller keeps the difference, which a court may order back.
Law
    CN 民法典 539 (合同法解释二 19 before 2021), 154; 公司法 22; 企业破产法 31(2). UK IA 1986 ss.238, 423. US UVTA 4(a)(2), 5.
What speaks against it
    An earn-out not paid, an auction or listing, a premium that independent bodies approved, real improvement before the resale.
Thresholds
    price / value above 1.30 (interpretation art. 42), strong where related and the value is independent, or from 2.00 on any basis;
    price / seller's own price at least 2.00 within 180 days, strong where related, or after the debt where the seller was formed less
    than 12 months before; fees / contracts above 1.30, or no contract and a payee younger than 12
    months; guarantee / net assets at least 0.20 (strong from 1.00 after the debt); from 24 months before the debt arose.
Limits
    Without a value or an earlier leg nothing is judged. A stranger's price is judged by an independent value alone. Fees are measured
    against the parties' own contracts, never a market. Whose debt is guaranteed is read from the row, else from the lender's one
    loan within 31 days. A guarantee for the guarantor's own subsidiary is its business; without accounts it is a signal.
Sources
    VTB Capital v Nutritek [2013] UKSC 5 (alleged only); typology notes of the project.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, moves, pays
from graph.facts import Transfer
from graph.values import Money, gap_days, ratio
from queries.disposals import forced, hub, open_market, transfer_evidence
from queries.favour_leads import favour_findings
from queries.favours import FEE_OVER, OF_NET_ASSETS, YOUNG_MONTHS, formed, just_formed
from queries.grounds import Bilingual as Text
from queries.index import index_of
from queries.lead import Absent, Amount, Badge, Evidence, Finding, NoTables, Tier, cited, two
from queries.look_back import Lies, lies, lies_notes, lies_test
from queries.money import payment_evidence
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
    says,
    step_evidence,
    thing_words,
    tie_evidence,
    tie_words,
)
from queries.related import Tie, best, related
from queries.side import Holding, debtor_side
from queries.typology import Threshold, Typology
from queries.worth import Paid, Valued, above_floor, convert, payments_for, price_ratio, shown, value_of

SLUG = "overvalue-purchase-related"
OVER, DOUBLE = Fraction(13, 10), Fraction(2)
RESALE_DAYS, MONTHS_BEFORE = 180, 24
_EXPLAINED = re.compile(r"对赌|或有对价|业绩补偿|earn-?out|独立董事|股东大会批准|independent(?:ly)? approv|改造|翻新|renovat|improve", re.I)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """One purchase by the debtor side, its value or the seller's own purchase, and the ties."""

    transfer: Transfer
    holding: Holding
    price: Money
    valued: Valued | None
    ratio: Fraction | None
    leg: Transfer | None
    resale: Fraction | None
    ties: tuple[Tie, ...]
    lies: Lies
    paid: Paid
    benign: tuple[Evidence, ...]
    fresh: tuple[Evidence, ...] = ()

    @property
    def between(self) -> bool:
        """After the debt, from a firm just formed that had bought the same thing for half: price, form and timing."""
        return bool(self.leg and self.fresh) and self.lies == "after"

    @property
    def over(self) -> bool:
        return self.ratio is not None and self.ratio > OVER

    @property
    def sure(self) -> bool:
        return self.over and bool((self.valued and self.valued.independent) or (self.ratio and self.ratio >= DOUBLE))


def find(case: Case) -> list[Finding] | NoTables:
    """Every purchase by the debtor side above the line, and fees and guarantees for a related party."""
    if not {"share_transfers", "asset_transfers", "payments", "contracts"} & case.tables_held:
        return NoTables(
            (two("债务人受让股权或资产的记录（含价款与价值），或付款、担保合同", "purchases of shares or assets with price and value, or payments and guarantees"),)
        )  # fmt: skip
    bought: dict[tuple[str, str], list[Transfer]] = defaultdict(list)
    for t in index_of(case).distinct:
        bought[t.thing, t.taker].append(t)
    looks = [x for t in index_of(case).distinct if (x := _look(case, t, bought))]
    dear = [_finding(case, x) for x in looks if above_floor(case, _excess(case, x), x.transfer.on) is not False]
    return [*dear, *favour_findings(case)]


def _look(case: Case, t: Transfer, bought: dict[tuple[str, str], list[Transfer]]) -> Look | None:
    if t.price is None or t.price.amount <= 0 or forced(t.place) or hub(case, t.giver):
        return None
    day = t.on.first if t.on else case.as_of
    side = debtor_side(case, day)
    if t.taker not in side or t.giver in side:
        return None
    holding = side[t.taker]
    where = lies(case, t.on, holding.head, MONTHS_BEFORE)
    if where == "too early":
        return None
    valued = value_of(case, t)
    share = price_ratio(case, t, valued)
    leg, resale = _leg(case, t, bought.get((t.thing, t.giver), []))
    over = share is not None and share > OVER
    if not over and leg is None:
        return None
    ties = best(related(case, t.taker, t.giver, day)) or best(related(case, holding.head, t.giver, day))
    if not ties and leg is None and not (valued and valued.independent and valued.basis != "net_assets"):
        return None
    note = t.place.note or ""
    benign = [says(t.place, f"记录注明：{note}", f"the row notes: {note}", "note")] if _EXPLAINED.search(note) else []
    benign += [e for e in (open_market(t.place),) if e]
    fresh = formed(case, t.giver) if leg and t.on and just_formed(case, t.giver, t.on) else ()
    return Look(
        t, holding, t.price, valued, share, leg, resale, ties, where, payments_for(case, t), tuple(benign), fresh
    )


def _leg(case: Case, t: Transfer, earlier: list[Transfer]) -> tuple[Transfer | None, Fraction | None]:
    """The seller's own purchase of the same thing at most 180 days before, at half of today's price or less."""
    for leg in earlier:
        if not (leg.on and t.on and leg.price and t.price and leg.share == t.share):
            continue
        low, high = gap_days(leg.on, t.on)
        same = convert(case, leg.price, t.price.currency, t.on.first)
        times = ratio(t.price.amount, same.amount) if same else None
        if low >= 0 and high <= RESALE_DAYS and times is not None and times >= DOUBLE:
            return leg, times
    return None, None


def _excess(case: Case, x: Look) -> Money | None:
    """Price less value, in the value's currency; without a value, less what the seller paid."""
    base = x.valued.money if x.over and x.valued else x.leg.price if x.leg else None
    same = convert(case, x.price, base.currency, x.transfer.on.first if x.transfer.on else None) if base else None
    if base is None or same is None:
        return None
    low = max(same.low - base.high, Decimal(0))
    return Money(low, max(same.high - base.low, low), base.currency)


def _tier(x: Look) -> tuple[Tier, Text]:
    if x.benign:
        return "signal", two(
            "记录注明或有对价、公开定价、独立批准或改良",
            "the row notes an earn-out, an open price, independent approval or improvement",
        )
    if x.ties and (x.sure or x.leg) and x.lies in ("after", "before"):
        return "strong", two("价格与关系两个以上独立信号", "price and relation: two or more independent signals")
    if x.between:
        return "strong", two(
            "价格、时间与新设中间公司三项独立信号；关系未证实",
            "price, timing and a firm formed for the way: three independent signals; no relation is proven",
        )
    return "lead", two("价格信号；关系、价值依据或时间尚不充分", "price; relation, basis of value or timing does not suffice")  # fmt: skip


def _finding(case: Case, x: Look) -> Finding:
    t, (tier, why) = x.transfer, _tier(x)
    fired: tuple[tuple[Badge, object], ...] = (
        ("price", True),
        ("relation", x.ties),
        ("timing", x.lies == "after"),
        ("form", x.leg and (x.fresh or x.ties)),
    )
    edges = [e for tie in x.ties for e in tie.edges]
    excess = _excess(case, x)
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((x.holding.head, t.taker, t.giver, *([t.company] if t.company else [])))),
        summary=_summary(case, x),
        evidence=cited(
            transfer_evidence(case, t), x.valued.evidence if x.valued and x.over else (), transfer_evidence(case, x.leg) if x.leg else (), x.fresh,
            payment_evidence(case, x.paid.payments), tie_evidence(case, x.ties), step_evidence(case, x.holding.edges),
        ),
        tier=tier,
        tier_why=why,
        badges=frozenset(badge for badge, on in fired if on),
        chain=Chain.of([moves(t), *([moves(x.leg)] if x.leg else []), *(pays(p) for p in x.paid.payments), *edges, *x.holding.edges]),
        route="C",
        on=t.on,
        amount=Amount(excess, two("价款超出价值的部分", "price above value")) if excess else None,
        counter=_counter(x),
        gaps=(
            gap(("购买时的评估报告与定价依据", "the valuation and the basis of the price"), (name_of(case, t.taker),) * 2, ("申请法院责令提交", "request to the court to order production")),
            gap(("出卖方的实际控制人", "who stands behind the seller"), ("登记机关", "the registry"), ORDER),
            gap(("价款支付与其后去向", "payment of the price and where it went"), ("开户银行", "the bank"), COURT),
        ),
        tests=(
            measure(("价格/价值", "price / value"), shown(x.ratio), f"> {shown(OVER)}", "%", met(x.over, x.ratio is None), ("合同编通则解释42条", "interpretation art. 42")),
            measure(("价格/出卖方180日内买入价", "price / seller's own price within 180 days"), shown(x.resale), f"≥ {shown(DOUBLE)}", "%", met(x.leg), PROPOSED),
            measure(("出卖方成立不满12个月", "seller formed less than 12 months before"), case.party(t.giver).text("incorporated"), f"< {YOUNG_MONTHS}", "months", met(x.fresh, x.leg and not case.party(t.giver).text("incorporated")), PROPOSED),
            measure(("关联关系", "relation"), ", ".join(y.code for y in x.ties) or None, "R1–R9", "", met(x.ties), ("弱关系须两项", "weak grounds need two")),
            lies_test(case, t.on, x.holding.head, x.lies, ("民法典539条", "Civil Code 539")),
        ),
        traits=frozenset({"overvalue", *(["related"] if x.ties else [])}),
        elements=(
            ("claim_before_act", "met" if x.lies == "after" else "not_shown", two("以案件债务日期为准", "by the case's own dates")),
            ("unreasonable_high", "met" if x.over or x.leg else "not_shown", two("见价格测试", "see the price test")),
            ("lowers_assets", "met", two("价款高于所得", "more was given than was got")),
        ),
        notes=lies_notes(x.lies),
        giver=t.taker,
    )  # fmt: skip


def _summary(case: Case, x: Look) -> Text:
    t, clock, ties = x.transfer, clock_words(case, x.transfer.on), tie_words(x.ties)
    buyer, seller, thing = name_of(case, t.taker), name_of(case, t.giver), thing_words(case, t)
    worth = (
        (
            f"，{x.valued.name[0]}{x.valued.money}，价格为其{shown(x.ratio)}",
            f"; {x.valued.name[1]} {x.valued.money}, the price is {shown(x.ratio)} of it",
        )
        if x.valued and x.over
        else ("", "")
    )
    leg = (
        (f"；出卖方于{x.leg.on}以{x.leg.price}买入", f"; the seller had bought it for {x.leg.price} on {x.leg.on}")
        if x.leg
        else ("", "")
    )
    relation = (
        (f"双方关系：{ties[0]}", f"Relation: {ties[1]}") if ties[0] else ("未见已证实的关联关系", "No proven relation")
    )
    return two(
        f"根据记录显示，{buyer}于{t.on or '不详日期'}以{x.price}自{seller}受让{thing[0]}{worth[0]}{leg[0]}；{clock[0]}。{relation[0]}。",
        f"According to the records, {buyer} bought {thing[1]} from {seller} for {x.price} on {t.on or 'an unknown day'}{worth[1]}{leg[1]}; {clock[1]}. {relation[1]}.",
    )  # fmt: skip


def _counter(x: Look) -> tuple[Evidence | Absent, ...]:
    found: list[Evidence | Absent] = list(x.benign)
    found.append(
        absent(
            "或有对价、拍卖挂牌、独立批准的记载", "a record of an earn-out, auction, listing or independent approval"
        )
    )
    found.append(absent("转售前对标的的实际改良", "real improvement before the resale"))
    return tuple(found)


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("高价受让、付费或为关联方担保", "Overpriced purchase, fee or guarantee for a related party"),
    highest="strong",
    thresholds=(
        Threshold("over", OVER, "price/value", two("合同编通则解释42条：高于市场价30%以上", "interpretation art. 42: more than 30 % above the market")),
        Threshold("double", DOUBLE, "price/earlier price", two(*PROPOSED)),
        Threshold("resale_days", Fraction(RESALE_DAYS), "days", two(*PROPOSED)),
        Threshold("fee_over", FEE_OVER, "fees/contracts", two(*PROPOSED)),
        Threshold("young_months", Fraction(YOUNG_MONTHS), "months", two(*PROPOSED)),
        Threshold("of_net_assets", OF_NET_ASSETS, "guarantee/net assets", two(*PROPOSED)),
        Threshold("months_before", Fraction(MONTHS_BEFORE), "months", two(*PROPOSED)),
    ),
    needs=("share_transfers", "asset_transfers", "payments", "contracts"),
    find=find,
    counter_evidence=(two("担保费或反担保", "a guarantee fee or counter-security"), two("或有对价", "an earn-out"), two("公开定价或独立批准", "open price or independent approval"), two("转售前改良", "improvement before the resale")),
)  # fmt: skip
