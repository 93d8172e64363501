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
    Without a value reference only nil or nominal prices are judged. A name alone never makes a relation. Two rows that state one
    act are one finding. Court sales, sales to the creditor and to licensed banks or escrow are left out.
Sources
    Guiding Case 33 (2012 民四终字第1号); Jones v Lipman [1962] 1 WLR 832; typology notes of the project.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, Edge, moves
from graph.facts import Transfer
from graph.values import add_months, gap_days
from queries.disposals import forced, hub, price_counter, transfer_evidence
from queries.grounds import Bilingual as Text
from queries.index import index_of
from queries.lead import Badge, Evidence, Finding, Gap, NoTables, Test, Tier, cited, two
from queries.money import rows_of, searched_evidence, statement_of
from queries.phrases import (
    COURT,
    ORDER,
    PROPOSED,
    clock_words,
    gap,
    measure,
    met,
    name_of,
    owner_gap,
    possible_words,
    step_evidence,
    thing_words,
    tie_evidence,
    tie_words,
)
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
    paid_words,
    payments_for,
    price_ratio,
    price_words,
    shortfall,
    shown,
    value_of,
)

SLUG = "undervalue-transfer-related"
UNDER = Fraction(7, 10)
UNDER_RELATED = Fraction(9, 10)
PAID = Fraction(1, 2)
MONTHS_BEFORE = 24
_TIMING_NOTES = {
    "before": ("行为在债务形成之前24个月内", "the act lies in the 24 months before the debt"),
    "undated": ("行为日期不详", "the act is undated"),
    "cannot tell": ("仅有部分日期，先后不能确定", "partial dates: the order cannot be told"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """All that is known of one transfer before it is judged."""

    transfer: Transfer
    holding: Holding
    valued: Valued | None
    ratio: Fraction | None
    paid: Paid
    paid_share: Fraction | None
    ties: tuple[Tie, ...]
    perhaps: tuple[Tie, ...]
    timing: str
    negative: Evidence | None

    @property
    def nil(self) -> bool:
        return is_nil(self.transfer)

    @property
    def nominal(self) -> bool:
        return is_nominal(self.transfer, self.valued, self.ratio)

    @property
    def line(self) -> Fraction:
        return UNDER_RELATED if self.ties else UNDER

    @property
    def low(self) -> bool:
        return self.nil or self.nominal or (self.ratio is not None and self.ratio < self.line)

    @property
    def plainly_low(self) -> bool:
        """For nothing, for a token, or below 0.70 of a value that neither side made up."""
        independent = self.valued is not None and self.valued.independent
        return self.nil or self.nominal or (self.ratio is not None and self.ratio < UNDER and independent)

    @property
    def unpaid(self) -> bool:
        return self.paid_share is not None and self.paid_share < PAID


def find(case: Case) -> list[Finding] | NoTables:
    """Every transfer out of the debtor side at nil, nominal or low price."""
    if not {"share_transfers", "asset_transfers"} & case.tables_held:
        return NoTables(
            (two("股权变更或资产转让记录（含日期与价款）", "share or asset transfers with date and price"),)
        )
    looks = [look for transfer in index_of(case).distinct if (look := examine(case, transfer))]
    return [_finding(case, look) for look in looks if look.low and _worth_it(case, look)]


def examine(case: Case, transfer: Transfer) -> Look | None:
    """None where the giver is not on the debtor side, the act lies before the look-back, or a court or hub stands in it."""
    act = transfer.on.first if transfer.on else case.as_of
    holding = debtor_side(case, act - timedelta(days=1)).get(transfer.giver)
    if holding is None or transfer.taker in (transfer.giver, case.debt.creditor):
        return None
    timing = _timing(case, transfer, holding.head)
    if timing == "too early" or forced(transfer.place) or hub(case, transfer.taker):
        return None
    valued, paid = value_of(case, transfer), payments_for(case, transfer)
    sides = tuple(dict.fromkeys((transfer.giver, holding.head)))
    found = _related(case, sides, transfer.taker, act)
    return Look(
        transfer, holding, valued, price_ratio(case, transfer, valued), paid, paid_ratio(case, transfer, paid), found,
        () if found else _perhaps(case, sides, transfer.taker, act), timing, negative_equity(case, transfer),
    )  # fmt: skip


def _timing(case: Case, transfer: Transfer, head: str) -> str:
    """after, before (within the look-back), too early, undated, or cannot tell."""
    arose = case.arose_for(head)
    if transfer.on is None or arose is None:
        return "undated"
    if transfer.on.last < add_months(arose.first, -MONTHS_BEFORE):
        return "too early"
    if transfer.on.first >= arose.last:
        return "after"
    return "before" if transfer.on.last < arose.first else "cannot tell"


def _related(case: Case, sides: tuple[str, ...], taker: str, act: date) -> tuple[Tie, ...]:
    return next((best(found) for side in sides if (found := related(case, side, taker, act))), ())


def _perhaps(case: Case, sides: tuple[str, ...], taker: str, act: date) -> tuple[Tie, ...]:
    return tuple(tie for side in sides for _, tie in possible_same(case, side, taker, act))[:1]


def _worth_it(case: Case, look: Look) -> bool:
    money = look.valued.money if look.valued else look.transfer.reference
    return above_floor(case, money, look.transfer.on) is not False


def _badges(look: Look) -> frozenset[Badge]:
    fired: tuple[tuple[Badge, object], ...] = (
        ("price", True),
        ("relation", look.ties),
        ("timing", look.timing == "after"),
        ("money", look.unpaid and not look.nil),
    )
    return frozenset(badge for badge, on in fired if on)


def _tier(look: Look) -> tuple[Tier, Text]:
    if not look.ties:
        return "lead", two("仅价格信号；未见关联关系", "price alone; no relation found")
    if look.negative:
        return "lead", two(
            "行为前净资产为负，低价可能合理", "net assets were negative before the act: a low price may be fair"
        )
    if look.plainly_low and look.timing == "after" and not all(t.weak for t in look.ties):
        return "fact", two("价格、关系与时间均由记录直接显示", "price, relation and timing all stand in the records")
    return "strong", two("两个以上独立信号", "two or more independent signal families")


def _finding(case: Case, look: Look) -> Finding:
    t = look.transfer
    tier, why = _tier(look)
    parties = dict.fromkeys((look.holding.head, t.giver, t.taker, *([t.company] if t.company else [])))
    return Finding(
        typology=SLUG,
        parties=tuple(parties),
        summary=_summary(case, look),
        evidence=_evidence(case, look),
        tier=tier,
        tier_why=why,
        badges=_badges(look),
        chain=Chain.of([*look.holding.edges, moves(t), *_tie_edges(look)]),
        route="C",
        on=t.on,
        amount=shortfall(case, t, look.valued, look.paid),
        counter=price_counter(case, t, look.paid, look.negative),
        gaps=_gaps(case, look),
        tests=_tests(case, look),
        traits=_traits(look),
        elements=_elements(look),
        relies_on=(),
        notes=_notes(case, look),
        giver=t.giver,
    )


def _tie_edges(look: Look) -> list[Edge]:
    return [edge for tie in look.ties for edge in tie.edges]


def _summary(case: Case, look: Look) -> Text:
    t, valued, share = look.transfer, look.valued, shown(look.ratio)
    giver, taker = name_of(case, t.giver), name_of(case, t.taker)
    thing, price, clock = thing_words(case, t), price_words(t), clock_words(case, t.on)
    worth = (
        (f"{valued.name[0]}{valued.money}", f"{valued.name[1]} {valued.money}")
        if valued
        else ("无价值参考", "no value reference")
    )
    ratio = (f"，价格为价值的{share}", f" (price is {share} of it)") if share else ("", "")
    ties = tie_words(look.ties)
    relation = (
        (f"受让方与转让方关系：{ties[0]}", f"Relation: {ties[1]}")
        if ties[0]
        else ("未见已证实的关联关系", "No proven relation")
    )
    paid = paid_words(t, look.paid)
    return two(
        f"根据登记显示，{giver}于{t.on or '不详日期'}将{thing[0]}转让给{taker}，{price[0]}，{worth[0]}{ratio[0]}；{clock[0]}。"
        f"{relation[0]}。{paid[0]}",
        f"According to the records, {giver} passed {thing[1]} to {taker} on {t.on or 'an unknown day'} {price[1]}; {worth[1]}{ratio[1]}; "
        f"{clock[1]}. {relation[1]}. {paid[1]}",
    )


def _evidence(case: Case, look: Look) -> tuple[Evidence, ...]:
    worth = look.valued.evidence if look.valued else ()
    return cited(
        transfer_evidence(case, look.transfer),
        worth,
        tie_evidence(case, look.ties),
        step_evidence(case, look.holding.edges),
        _searched(case, look.transfer.giver) if _unpaid(look) else (),
    )


def _searched(case: Case, giver: str) -> tuple[Evidence, ...]:
    """Rows of the giver's statement, in which no payment of the price was found: of a debtor, any row will do."""
    rows = rows_of(case, giver)
    held = statement_of(rows, giver) or (rows[:1] if giver in case.debtor_ids else ())
    return searched_evidence(case, giver, held)


def _tests(case: Case, look: Look) -> tuple[Test, ...]:
    law = ("合同编通则解释42条", "Contract General Part interpretation art. 42")
    low = met(look.low, look.ratio is None)
    paid = met(look.unpaid, look.paid_share is None)
    codes = ", ".join(t.code for t in look.ties) or None
    after = met(look.timing == "after", look.timing in ("undated", "cannot tell"))
    return (
        measure(("价格/价值", "price / value"), shown(look.ratio), f"< {shown(look.line)}", "%", low, law),
        measure(("已付/价款", "paid / price"), shown(look.paid_share), f"< {shown(PAID)}", "%", paid, PROPOSED),
        measure(
            ("关联关系", "relation"),
            codes,
            "R1–R9",
            "",
            met(look.ties, look.perhaps),
            ("弱关系须两项", "weak grounds need two"),
        ),
        measure(
            ("债务形成后天数", "days after the debt arose"),
            _days_after(case, look),
            "≥ 0",
            "days",
            after,
            ("民法典538、539", "Civil Code 538, 539"),
        ),
    )


def _days_after(case: Case, look: Look) -> str | None:
    arose, on = case.arose_for(look.holding.head), look.transfer.on
    if arose is None or on is None:
        return None
    low, high = gap_days(arose, on)
    return str(low) if low == high else f"{low}…{high}"


def _traits(look: Look) -> frozenset[str]:
    """A stated price that the statements held do not show as paid may turn out to be none at all: 538 beside 539."""
    chosen = {"gratuitous"} if look.nil else {"unreasonable_price"}
    if look.nominal or _unpaid(look):
        chosen.add("gratuitous")
    return frozenset(chosen | ({"related"} if look.ties else set()))


def _unpaid(look: Look) -> bool:
    return look.paid.looked and not look.paid.payments and look.paid.total is None


def _elements(look: Look) -> tuple[tuple[str, str, Text], ...]:
    knew = {"R1", "R2", "R3", "R4"} & {t.code for t in look.ties}
    plain = look.ratio is not None and look.ratio < UNDER
    rows: tuple[tuple[str, str, str, str], ...] = (
        ("claim_before_act", "met" if look.timing == "after" else "not_shown", "以案件债务日期为准", "by the case's own dates"),
        ("no_consideration", _nothing_given(look), "见对价记录；所载价款未见支付的，须进一步查明", "see the consideration recorded; a price not seen to be paid is to be looked into"),
        ("unreasonable_low", "met" if plain or look.nominal else "not_shown", "见价格测试；70%至90%之间须法院认定", "see the price test; between 70% and 90% it is for the court"),
        ("lowers_assets", "met" if look.valued else "not_shown", "价值高于对价", "value above price"),
        ("transferee_knew", "not_shown", "关系可佐证知情，仍须法院认定" if knew else "待补", "the relation supports knowledge; for the court to find" if knew else "to be shown"),
    )  # fmt: skip
    return tuple((key, state, two(zh, en)) for key, state, zh, en in rows)


def _nothing_given(look: Look) -> str:
    if look.nil:
        return "met"
    return "not_shown" if look.nominal or _unpaid(look) else "contradicted"


def _gaps(case: Case, look: Look) -> tuple[Gap, ...]:
    t = look.transfer
    gaps = [
        gap(("转让时的评估或成交价依据", "an appraisal, or the basis of the price, at the date"), ("登记机关、税务机关", "registry and tax office"), ORDER),
        gap(("价款支付凭证", "bank proof that the price was paid"), ("转让方开户行", "the giver's bank"), COURT),
        gap(("转让后债务人其余财产（影响债权实现）", "the debtor's remaining assets after the act"), ("税务、社保、登记机关", "tax, social-security and registry offices"), ORDER),
    ]  # fmt: skip
    return (*gaps, *owner_gap(case, t.taker))


def _notes(case: Case, look: Look) -> tuple[Text, ...]:
    notes = [two(*_TIMING_NOTES[look.timing])] if look.timing in _TIMING_NOTES else []
    if look.transfer.taker in debtor_side(case, case.as_of):
        notes.append(
            two(
                "受让方仍在债务人控制之下，价值可能仍在集团内",
                "the taker is under the debtor's control: the value may still be in the group",
            )
        )
    notes += [possible_words(case, tie) for tie in look.perhaps]
    if look.unpaid and not look.nil:
        notes.append(two("价款未见付足一半", "less than half of the price was found paid"))
    return tuple(notes)


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("低价/无偿转让给关联方", "Undervalue or gratuitous transfer to a related party"),
    highest="fact",
    thresholds=(
        Threshold("under", UNDER, "price/value", two("合同编通则解释42条：低于市场价70%一般为明显不合理", "interpretation art. 42: below 70 % is generally clearly unreasonable")),
        Threshold("under_related", UNDER_RELATED, "price/value", two("关联方、亲属之间不受70%之限，本工具取90%", "the 70 % line does not bind between affiliates; the tool proposes 90 %")),
        Threshold("paid", PAID, "paid/price", two(*PROPOSED)),
        Threshold("months_before", Fraction(MONTHS_BEFORE), "months", two(*PROPOSED)),
    ),
    needs=("share_transfers", "asset_transfers"),
    find=find,
    counter_evidence=(
        two("已付价款", "payments of the price"),
        two("净资产为负", "negative net assets"),
        two("员工持股计划回购", "a buy-back under an employee plan"),
        two("拍卖、挂牌或评估定价", "auction, listing or appraised price"),
    ),
)  # fmt: skip
