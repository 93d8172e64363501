"""低价或无偿转让给关联方: undervalue transfer to a related party.

What it looks for
    The debtor, or a company it controls, gives shares or an asset to a related party for nothing or clearly below value.
Why it matters
    It is the act that courts most readily undo: the asset, or its value, comes back to answer for the debt.
Law
    CN 民法典 538–542, 154 (合同法 52, 74 for acts of 1999–2020); 合同编通则解释 42–46; 企业破产法 31, 33. UK IA 1986 ss.238, 339, 423.
    US UVTA 4, 5. The tables in queries/law choose by the date of the act.
What speaks against it
    An appraised price paid in full; value that stayed in the debtor's own group; negative net assets; a registry price that is
    only nominal for tax; an employee plan's buy-back at cost; debt taken over as the price.
Thresholds
    price/value below 0.70 (interpretation art. 42); below 0.90 between related parties; nominal: 1 unit or 1 %; paid below half
    of the price is said; value of at least 50,000 or 1 % of the debt; from 24 months before the debt arose.
Limits
    Without a value reference only nil or nominal prices are judged. A name alone never makes a relation.
Sources
    Guiding Case 33 (2012 民四终字第1号); Jones v Lipman [1962] 1 WLR 832; typology notes of the project.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, Edge, moves
from graph.facts import Transfer
from graph.values import Money, add_months
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Amount, Badge, Evidence, Finding, Gap, NoTables, Outcome, Test, Tier, cited, two
from queries.phrases import COURT, ORDER, clock_words, gap, name_of, step_evidence, thing_words, tie_evidence, tie_words
from queries.related import Tie, best, possible_same, related
from queries.side import Holding, debtor_side
from queries.typology import Threshold, Typology
from queries.worth import (
    Paid,
    Valued,
    above_floor,
    is_nil,
    is_nominal,
    negative_equity,
    paid_ratio,
    payments_for,
    price_ratio,
    price_words,
    shown,
    value_of,
)

SLUG = "undervalue-transfer-related"
UNDER = Fraction(7, 10)
UNDER_RELATED = Fraction(9, 10)
PAID = Fraction(1, 2)
MONTHS_BEFORE = 24


@dataclass(frozen=True, slots=True)
class Look:
    """All that is known of one transfer before it is judged."""

    transfer: Transfer
    holding: Holding
    valued: Valued | None
    ratio: Fraction | None
    paid: Paid
    ties: tuple[Tie, ...]
    perhaps: tuple[Tie, ...]
    timing: str

    @property
    def nil(self) -> bool:
        return is_nil(self.transfer)

    @property
    def nominal(self) -> bool:
        return is_nominal(self.transfer, self.valued, self.ratio)

    @property
    def under(self) -> bool:
        line = UNDER_RELATED if self.ties else UNDER
        return self.ratio is not None and self.ratio < line

    @property
    def low(self) -> bool:
        return self.nil or self.nominal or self.under


def find(case: Case) -> list[Finding] | NoTables:
    """Every transfer out of the debtor side at nil, nominal or low price."""
    if not {"share_transfers", "asset_transfers"} & case.tables_held:
        return NoTables(
            (two("股权变更或资产转让记录（含日期与价款）", "share or asset transfers with date and price"),)
        )
    looks = [look for transfer in case.transfers if (look := examine(case, transfer))]
    return [_finding(case, look) for look in looks if look.low and _worth_it(case, look)]


def examine(case: Case, transfer: Transfer) -> Look | None:
    """None where the giver is not on the debtor side, or the act lies before the look-back."""
    act = transfer.on.first if transfer.on else case.as_of
    side = debtor_side(case, act - timedelta(days=1))
    holding = side.get(transfer.giver)
    if holding is None or transfer.taker == transfer.giver or _to_creditor(case, transfer):
        return None
    timing = _timing(case, transfer, holding.head)
    if timing == "too early":
        return None
    valued = value_of(case, transfer)
    found = _related(case, transfer, holding.head, act)
    perhaps = () if found else _perhaps(case, transfer, holding.head, act)
    share = price_ratio(case, transfer, valued)
    return Look(transfer, holding, valued, share, payments_for(case, transfer), found, perhaps, timing)


def _to_creditor(case: Case, transfer: Transfer) -> bool:
    return transfer.taker == case.debt.creditor


def _timing(case: Case, transfer: Transfer, head: str) -> str:
    arose = case.arose_for(head)
    if transfer.on is None or arose is None:
        return "undated"
    after = transfer.on.not_before(arose.first) if arose.exact else transfer.on.not_before(arose.last)
    if after == "yes":
        return "after"
    early = add_months(arose.first, -MONTHS_BEFORE)
    if transfer.on.last < early:
        return "too early"
    return "cannot tell" if after == "cannot tell" else "before"


def _related(case: Case, transfer: Transfer, head: str, act: date) -> tuple[Tie, ...]:
    for side in dict.fromkeys((transfer.giver, head)):
        found = related(case, side, transfer.taker, act)
        if found:
            return best(found)
    return ()


def _perhaps(case: Case, transfer: Transfer, head: str, act: date) -> tuple[Tie, ...]:
    sides = dict.fromkeys((transfer.giver, head))
    return tuple(tie for side in sides for _, tie in possible_same(case, side, transfer.taker, act))[:1]


def _worth_it(case: Case, look: Look) -> bool:
    money = look.valued.money if look.valued else look.transfer.reference
    return above_floor(case, money, look.transfer.on) is not False


def _tier(look: Look) -> tuple[Tier, frozenset[Badge], str, str]:
    badges: set[Badge] = {"price"}
    if look.ties:
        badges.add("relation")
    if look.timing == "after":
        badges.add("timing")
    independent = look.valued is not None and look.valued.independent
    clear = look.nil or look.nominal or (look.ratio is not None and look.ratio < UNDER and independent)
    if clear and look.ties and look.timing == "after":
        return (
            "fact",
            frozenset(badges),
            "价格、关系与时间均由记录直接显示",
            "price, relation and timing all stand in the records",
        )
    strong = look.ties and (len(badges) >= 2)
    if strong:
        return "strong", frozenset(badges), "两个以上独立信号", "two or more independent signal families"
    return "lead", frozenset(badges), "仅价格信号；未见关联关系", "price alone; no relation found"


def _finding(case: Case, look: Look) -> Finding:
    t = look.transfer
    tier, badges, zh, en = _tier(look)
    evidence, counter = _evidence(case, look), _counter(case, look)
    parties = dict.fromkeys((look.holding.head, t.giver, t.taker, *([t.company] if t.company else [])))
    return Finding(
        typology=SLUG,
        parties=tuple(parties),
        summary=_summary(case, look),
        evidence=evidence,
        tier=tier,
        tier_why=two(zh, en),
        badges=badges,
        chain=Chain.of([*look.holding.edges, moves(t), *_tie_edges(look)]),
        route="C",
        on=t.on,
        amount=_amount(look),
        counter=counter,
        gaps=_gaps(case, look),
        tests=_tests(case, look),
        traits=_traits(look),
        elements=_elements(look),
        relies_on=tuple(m for tie in look.perhaps for m in tie.doubt),
        notes=_notes(case, look),
        giver=t.giver,
    )


def _tie_edges(look: Look) -> list[Edge]:
    return [edge for tie in (*look.ties, *look.perhaps) for edge in tie.edges]


def _summary(case: Case, look: Look) -> Text:
    t = look.transfer
    giver, taker = name_of(case, t.giver), name_of(case, t.taker)
    thing, price, clock = thing_words(case, t), price_words(t), clock_words(case, t.on)
    day = str(t.on) if t.on else "日期不详"
    worth_zh = f"，{look.valued.name[0]}{look.valued.money}" if look.valued else "，无价值参考"
    worth_en = f"; {look.valued.name[1]} {look.valued.money}" if look.valued else "; no value reference"
    share = shown(look.ratio)
    ratio_zh = f"，价格为价值的{share}" if share else ""
    ratio_en = f" (price is {share} of it)" if share else ""
    tie_zh, tie_en = tie_words(look.ties)
    relation_zh = f"受让方与转让方关系：{tie_zh}" if look.ties else "未见已证实的关联关系"
    relation_en = f"Relation: {tie_en}" if look.ties else "No proven relation"
    paid_zh, paid_en = _paid_words(look)
    return two(
        f"根据登记显示，{giver}于{day}将{thing[0]}{price[0]}转让给{taker}{worth_zh}{ratio_zh}；{clock[0]}。{relation_zh}。{paid_zh}",
        f"According to the records, {giver} passed {thing[1]} to {taker} on {t.on or 'an unknown day'} {price[1]}{worth_en}{ratio_en}; {clock[1]}. {relation_en}. {paid_en}",
    )


def _paid_words(look: Look) -> tuple[str, str]:
    if look.nil:
        return "", ""
    if not look.paid.looked:
        return "未取得转让方流水，付款情况不详。", "No statement of the giver is held: payment unknown."
    if not look.paid.payments and look.paid.total is None:
        return "在已有流水中未见付款。", "No payment was found in the statements held."
    return f"已见付款{look.paid.total or ''}。", f"Payment found: {look.paid.total or 'in unlike currencies'}."


def _evidence(case: Case, look: Look) -> tuple[Evidence, ...]:
    t = look.transfer
    thing, price = thing_words(case, t), price_words(t)
    act = Evidence(
        t.place,
        two(
            f"{t.on or '日期不详'}：{name_of(case, t.giver)}将{thing[0]}转让给{name_of(case, t.taker)}，{price[0]}",
            f"{t.on or 'undated'}: {name_of(case, t.giver)} passes {thing[1]} to {name_of(case, t.taker)} {price[1]}",
        ),
        "transfer",
    )
    worth = look.valued.evidence if look.valued else ()
    ties = tie_evidence(case, (*look.ties, *look.perhaps))
    return cited([act], worth, ties, step_evidence(case, look.holding.edges))


def _counter(case: Case, look: Look) -> tuple[Evidence | Absent, ...]:
    t = look.transfer
    found: list[Evidence | Absent] = []
    for payment in look.paid.payments:
        found.append(
            Evidence(
                payment.place,
                two(f"{payment.on}付款{payment.money}", f"paid {payment.money} on {payment.on}"),
                "payment",
            )
        )
    if not look.paid.payments and look.paid.looked:
        found.append(
            Absent(
                two(
                    "受让方向转让方的付款（行为前90日至后24个月）",
                    "payments from taker to giver (90 days before to 24 months after)",
                )
            )
        )
    negative = negative_equity(case, t)
    found.append(negative or Absent(two("行为时净资产为负的账目", "accounts showing negative net assets at the act")))
    plan = next((c for c in case.contracts if c.kind == "employee_plan" and t.company in (c.first, c.second)), None)
    if plan:
        found.append(
            Evidence(
                plan.place,
                two("存在员工持股计划，可能为按成本回购", "an employee plan exists: it may be a buy-back at cost"),
                "contract",
            )
        )
    if t.consideration in ("debt", "shares"):
        found.append(
            Evidence(
                t.place, two("记录的对价为债权或股权", "the recorded consideration is debt or shares"), "consideration"
            )
        )
    found.append(
        Absent(
            two("拍卖、公开挂牌或经评估定价的记录", "a record of auction, public listing or a price set by appraisal")
        )
    )
    return tuple(found)


def _tests(case: Case, look: Look) -> tuple[Test, ...]:
    paid = paid_ratio(case, look.transfer, look.paid)
    line = UNDER_RELATED if look.ties else UNDER
    law = two("合同编通则解释42条", "Contract General Part interpretation art. 42")
    return (
        Test(
            two("价格/价值", "price / value"),
            shown(look.ratio),
            f"< {shown(line)}",
            "%",
            _met(look.ratio is None, look.low),
            law,
        ),
        Test(
            two("已付/价款", "paid / price"),
            shown(paid),
            f"< {shown(PAID)}",
            "%",
            _met(paid is None, paid is not None and paid < PAID),
            two("本工具建议值", "the tool's proposal"),
        ),
        Test(
            two("关联关系", "relation"),
            ", ".join(t.code for t in look.ties) or None,
            "R1–R9",
            "",
            _met(bool(look.perhaps), bool(look.ties)),
            two("弱关系须两项", "weak grounds need two"),
        ),
        Test(
            two("债务形成后", "after the debt arose"),
            look.timing,
            "after",
            "",
            _met(look.timing in ("undated", "cannot tell"), look.timing == "after"),
            two("民法典538、539", "Civil Code 538, 539"),
        ),
    )


def _met(unknown: object, met: object) -> Outcome:
    """met wins over unknown: one certain yes is enough."""
    return "met" if met else "unknown" if unknown else "not_met"


def _amount(look: Look) -> Amount | None:
    if look.valued is None:
        return None
    value, price = look.valued.money, look.transfer.price
    given = price.amount if price and price.currency == value.currency and not look.nil else Decimal(0)
    paid = look.paid.total.amount if look.paid.total and look.paid.total.currency == value.currency else Decimal(0)
    low = max(value.low - max(given, paid), Decimal(0))
    high = max(value.high - min(given, paid) if look.paid.looked else value.high, low)
    return Amount(
        Money(low, high, value.currency),
        two("价值减价款（下限）至价值减已见付款（上限）", "value less price (low) to value less payments found (high)"),
    )


def _traits(look: Look) -> frozenset[str]:
    chosen = {"gratuitous"} if look.nil else {"unreasonable_price"}
    if look.ties:
        chosen.add("related")
    return frozenset(chosen)


def _elements(look: Look) -> tuple[tuple[str, str, Text], ...]:
    knew = {"R1", "R2", "R3", "R4"} & {t.code for t in look.ties}
    return (
        (
            "claim_before_act",
            "met" if look.timing == "after" else "not_shown",
            two("以案件债务日期为准", "by the case's own dates"),
        ),
        ("no_consideration", "met" if look.nil else "contradicted", two("", "")),
        (
            "unreasonable_low",
            "met" if look.under or look.nominal else "not_shown",
            two("见价格测试", "see the price test"),
        ),
        ("lowers_assets", "met" if look.valued else "not_shown", two("价值高于对价", "value above price")),
        (
            "transferee_knew",
            "not_shown",
            two("关系可佐证知情，仍须法院认定", "the relation supports knowledge; for the court to find")
            if knew
            else two("待补", "to be shown"),
        ),
    )


def _gaps(case: Case, look: Look) -> tuple[Gap, ...]:
    t = look.transfer
    gaps = [
        gap(
            ("转让时的评估或成交价依据", "an appraisal, or the basis of the price, at the date"),
            ("登记机关、税务机关", "registry and tax office"),
            ORDER,
        ),
        gap(("价款支付凭证", "bank proof that the price was paid"), ("转让方开户行", "the giver's bank"), COURT),
        gap(
            ("转让后债务人其余财产（影响债权实现）", "the debtor's remaining assets after the act"),
            ("税务、社保、登记机关", "tax, social-security and registry offices"),
            ORDER,
        ),
    ]
    owners = [i for i in case.interests if i.company == t.taker]
    if not owners and not case.party(t.taker).is_person:
        gaps.append(_unknown_owner(case, t.taker))
    return tuple(gaps)


def _unknown_owner(case: Case, party: str) -> Gap:
    name, place = name_of(case, party), case.party(party).text("jurisdiction") or ""
    if place not in ("", "CN"):
        return gap(
            (f"{name}的股东不在数据中", f"the owner of {name} is not in the data"),
            ("注册代理人", "its registered agent"),
            (
                f"向{place}法院申请披露令（诺里奇令）",
                f"a disclosure (Norwich Pharmacal) order in {place} against the agent",
            ),
        )
    return gap((f"{name}的股东", f"the holders of {name}"), ("登记机关", "the registry"), ORDER)


def _notes(case: Case, look: Look) -> tuple[Text, ...]:
    notes = []
    if look.timing in ("before", "undated", "cannot tell"):
        words = {
            "before": ("行为在债务形成之前24个月内", "the act lies in the 24 months before the debt"),
            "undated": ("行为日期不详", "the act is undated"),
        }
        notes.append(
            two(*words.get(look.timing, ("仅有部分日期，先后不能确定", "partial dates: the order cannot be told")))
        )
    if look.holding.edges and look.transfer.taker in debtor_side(case, case.as_of):
        notes.append(
            two(
                "受让方仍在债务人控制之下，价值可能仍在集团内",
                "the taker is under the debtor's control: the value may still be in the group",
            )
        )
    if look.perhaps:
        notes.append(
            two(
                "可能为同一人（仅姓名相同），未作为关系依据", "possible same person (name only): not used as a relation"
            )
        )
    return tuple(notes)


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("低价/无偿转让给关联方", "Undervalue or gratuitous transfer to a related party"),
    highest="fact",
    thresholds=(
        Threshold(
            "under",
            UNDER,
            "price/value",
            two(
                "合同编通则解释42条：低于市场价70%一般为明显不合理",
                "interpretation art. 42: below 70 % is generally clearly unreasonable",
            ),
        ),
        Threshold(
            "under_related",
            UNDER_RELATED,
            "price/value",
            two(
                "关联方、亲属之间不受70%之限，本工具取90%",
                "the 70 % line does not bind between affiliates; the tool proposes 90 %",
            ),
        ),
        Threshold("paid", PAID, "paid/price", two("本工具建议值", "the tool's proposal")),
        Threshold("months_before", Fraction(MONTHS_BEFORE), "months", two("本工具建议值", "the tool's proposal")),
    ),
    needs=("share_transfers", "asset_transfers"),
    find=find,
    counter_evidence=(
        two("已付价款", "payments of the price"),
        two("净资产为负", "negative net assets"),
        two("员工持股计划回购", "a buy-back under an employee plan"),
        two("拍卖或评估定价", "auction or appraised price"),
    ),
)
