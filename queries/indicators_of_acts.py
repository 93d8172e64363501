"""Indicators 9 to 12: disposals, changes, suits."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from graph.case import Case
from graph.chains import serves
from graph.facts import Accounts, Transfer
from graph.values import DateSpan, Money, add_months, percent, plain
from queries.indicator import Measure, cannot_say, currency_of_case, missing, number, quotient, said, total
from queries.lead import Evidence, two
from queries.phrases import edge_words, name_of, thing_words, word
from queries.related import OFFICES, related
from queries.worth import is_nil, payments_for, price_words, value_of

DISCOUNT, RATE = Fraction(3, 10), Fraction(2)
CHANGES, MONTHS, QUARTERS = 3, 24, 8
_WATCHED = frozenset({"name", "address", "legal_representative", "shareholders"})
_SUITS = frozenset({"civil", "arbitration"})
_LABOUR = ("劳动", "工伤", "工资", "劳务", "labour", "wage", "employment")
_TAX = ("税", "tax")


def _disposals(case: Case, party: str) -> list[Transfer]:
    return sorted((t for t in case.transfers if t.giver == party), key=lambda t: (str(t.on), t.place.fact))


def _act(case: Case, t: Transfer) -> Evidence:
    thing, price = thing_words(case, t), price_words(t)
    who = name_of(case, t.taker)
    return Evidence(
        t.place,
        two(
            f"{t.on or '日期不详'}：{thing[0]}转给{who}，{price[0]}",
            f"{t.on or 'undated'}: {thing[1]} to {who} {price[1]}",
        ),
        "transfer",
    )


def disposal_rate(case: Case, party: str) -> Measure:
    """9. Disposals a quarter since the debt arose / those a quarter in the 24 months before."""
    acts, arose = _disposals(case, party), case.arose_for(party)
    rows = tuple(_act(case, t) for t in acts)
    if arose is None:
        return cannot_say("债务形成日不详", "the day on which the debt arose", rows)
    if not acts:
        return cannot_say("无该主体的转让记录", "no transfers by the party", rows)
    start = add_months(arose.first, -MONTHS)
    before = [t for t in acts if t.on and t.on.within(start, arose.first) == "yes"]
    after = [t for t in acts if t.on and t.on.not_before(arose.last) == "yes"]
    outside = [t for t in acts if t.on and t.on.last < start]
    blind = len(acts) - len(before) - len(after) - len(outside)
    quarters = Fraction(max((case.as_of - arose.first).days, 1)) / Fraction(36525, 400)
    rate, base = Fraction(len(after)) / quarters, Fraction(len(before), QUARTERS)
    valued = [v.money for t in after if (v := value_of(case, t))]
    worth = total(case, ((m, None) for m in valued), currency_of_case(case, valued))
    text = two(
        f"债务形成后处置{len(after)}次（每季{number(rate)}次），此前24个月{len(before)}次（每季{number(base)}次）；已知价值{said(worth.amount, worth.currency)}；比值警戒线2（本工具建议值）",
        f"{len(after)} disposals since the debt arose ({number(rate)} a quarter), {len(before)} in the 24 months before ({number(base)} a quarter); known value {said(worth.amount, worth.currency)}; line 2 times (the tool's proposal)",
    )
    left = missing(
        (
            (blind, "次处置日期不明", "disposals that the dates cannot place"),
            (len(after) - len(valued) + worth.left_out, "次处置价值不详", "disposals of unknown value"),
        )
    )
    if base == 0:
        return Measure(
            None,
            number(rate),
            "0",
            left or "此前无处置，不成比例 / none before: no ratio can be formed",
            None,
            text,
            rows,
            (blind, len(acts)),
        )
    red = rate / base > RATE if not blind else None
    return Measure(number(rate / base), number(rate), number(base), left, red, text, rows, (blind, len(acts)))


def price_discount(case: Case, party: str) -> Measure:
    """10. 1 - prices / values over disposals to related parties for which both are known; what was not paid."""
    acts = _disposals(case, party)
    tied = [t for t in acts if related(case, party, t.taker, t.on.first if t.on else case.as_of)]
    if not tied:
        return cannot_say("无向关联方处置的记录", "no disposals to related parties", tuple(_act(case, t) for t in acts))
    known = [(t, v.money, _price(t)) for t in tied if (v := value_of(case, t)) and _price(t)]
    currency = currency_of_case(case, (v for _, v, _ in known))
    values = total(case, ((v, t.on) for t, v, _ in known), currency)
    prices = total(case, ((p, t.on) for t, _, p in known), currency)
    rows = tuple(_act(case, t) for t in tied)
    rows += tuple(e for t, _, _ in known if (v := value_of(case, t)) for e in v.evidence)
    share = quotient(prices.amount, values.amount)
    if share is None or values.left_out or prices.left_out:
        return cannot_say("价格、价值或汇率不详", "prices, values or a rate between them", rows)
    discount = 1 - share
    unpaid = [
        t
        for t in tied
        if t.price and t.price.amount > 0 and (paid := payments_for(case, t)).looked and paid.total is None
    ]
    text = two(
        f"向关联方处置价值{said(values.amount, currency)}，价款{said(prices.amount, currency)}，折价{percent(max(discount, Fraction(0)))}；未见付款{len(unpaid)}笔；警戒线30%",
        f"disposals to related parties worth {said(values.amount, currency)} for {said(prices.amount, currency)}: discount {percent(max(discount, Fraction(0)))}; {len(unpaid)} prices not shown as paid; line 30%",
    )
    left = missing(((len(tied) - len(known), "次处置无价款或价值", "disposals without price or value"),))
    return Measure(
        number(discount),
        plain(values.amount - prices.amount),
        plain(values.amount),
        left,
        discount > DISCOUNT,
        text,
        rows,
        (len(tied) - len(known), len(tied)),
    )


def _price(t: Transfer) -> Money | None:
    if is_nil(t):
        return Money.of(0, t.price.currency if t.price else t.reference.currency if t.reference else "CNY")
    return t.price


def change_intensity(case: Case, party: str) -> Measure:
    """11. Name, seat, representative and holders changed in 12 months; officers who left between suit and enforcement."""
    own = [c for c in case.changes if c.party == party]
    if not own:
        return cannot_say("无该主体的变更记录", "no change rows about the party")
    since, until = add_months(case.as_of, -12), case.as_of + timedelta(days=1)
    watched = [c for c in own if c.item in _WATCHED]
    inside = [c for c in watched if c.on and c.on.within(since, until) == "yes"]
    blind = sum(1 for c in watched if c.on is None or c.on.within(since, until) == "cannot tell")
    left = _leavers(case, party)
    rows = []
    for c in inside:
        item = word("change_item", c.item)
        rows.append(
            Evidence(
                c.place,
                two(
                    f"{c.on}{item.zh}：{c.before or '?'}→{c.after or '?'}",
                    f"{c.on} {item.en}: {c.before or '?'} → {c.after or '?'}",
                ),
                "change",
            )
        )
    gone = "不详" if left is None else f"{len(left)}人"
    en_gone = "unknown" if left is None else str(len(left))
    text = two(
        f"12个月内名称、住所、法定代表人、股东变更{len(inside)}次；起诉至执行期间离任{gone}；警戒线3次（本工具建议值）",
        f"{len(inside)} changes of name, seat, representative or holders in 12 months; officers who left between suit and enforcement: {en_gone}; line 3 (the tool's proposal)",
    )
    red = True if len(inside) >= CHANGES else None if len(inside) + blind >= CHANGES else False
    return Measure(
        str(len(inside)),
        str(len(inside)),
        None,
        missing(((blind, "次变更日期不明", "changes without a certain day"),)),
        red,
        text,
        (*rows, *(left or ())),
        (blind, len(watched)),
    )


def _leavers(case: Case, party: str) -> tuple[Evidence, ...] | None:
    suit, enforcement = case.debt.clock.suit, case.debt.clock.enforcement
    if suit is None or enforcement is None:
        return None
    roles = [r for r in case.roles if r.company == party and r.role in OFFICES and r.period.end]
    gone = [r for r in roles if r.period.end and r.period.end.within(suit.first, enforcement.last) == "yes"]
    return tuple(Evidence(r.place, edge_words(case, serves(r, case.as_of)), "role") for r in gone)


def litigation_pressure(case: Case, party: str) -> Measure:
    """12. New suits a quarter as defendant in the last 12 months; labour and tax among them; last report; staff."""
    own = [c for c in case.court_cases if party in (c.claimant, c.defendant)]
    filed = sorted(
        (a for a in case.accounts if a.party == party and a.year_end), key=lambda a: (str(a.year_end), a.place.fact)
    )
    staff, staff_zh, staff_en, staff_rows = _staff(filed)
    if not own:
        return cannot_say("无涉及该主体的司法案件记录", "no court rows that name the party", staff_rows)
    since, until = add_months(case.as_of, -12), case.as_of + timedelta(days=1)
    suits = [c for c in own if c.defendant == party and c.kind in _SUITS]
    new = [c for c in suits if c.filed and c.filed.within(since, until) == "yes"]
    blind = sum(1 for c in suits if c.filed is None or c.filed.within(since, until) == "cannot tell")
    labour = sum(1 for c in new if any(w in (c.cause or "").lower() for w in _LABOUR))
    tax = sum(1 for c in new if any(w in (c.cause or "").lower() for w in _TAX))
    since_report = (case.as_of - filed[-1].year_end.last).days if filed and filed[-1].year_end else None
    rows = tuple(
        Evidence(
            c.place,
            two(
                f"{c.filed or '日期不详'}被诉：{c.cause or '案由不详'}",
                f"{c.filed or 'undated'}: sued over {c.cause or 'an unknown cause'}",
            ),
            "case",
        )
        for c in new
    )
    text = two(
        f"12个月内新增被诉{len(new)}件（劳动{labour}、税务{tax}）；距最近年报期末{'不详' if since_report is None else f'{since_report}日'}；{staff_zh}；参保人数降幅50%为警戒线",
        f"{len(new)} new suits in 12 months (labour {labour}, tax {tax}); days since the last report's year end: {'unknown' if since_report is None else since_report}; {staff_en}; line: staff down by half",
    )
    value = number(Fraction(len(new), 4))
    return Measure(
        value,
        str(len(new)),
        "4",
        missing(((blind, "件案件日期不明", "suits without a certain day"),)),
        staff,
        text,
        (*rows, *staff_rows),
        (blind, len(suits)),
    )


def _staff(filed: list[Accounts]) -> tuple[bool | None, str, str, tuple[Evidence, ...]]:
    """Insured staff of the last two reports: has it halved?"""
    known = [a for a in filed if a.insured_staff is not None][-2:]
    if len(known) < 2 or not known[0].insured_staff or not _a_year(known[0].year_end, known[1].year_end):
        return None, "参保人数变化不详", "change of staff unknown", ()
    before, now = known[0].insured_staff, known[1].insured_staff or 0
    rows = tuple(
        Evidence(
            a.place,
            two(f"{a.year_end}参保{a.insured_staff}人", f"{a.insured_staff} insured at {a.year_end}"),
            "insured_staff",
        )
        for a in known
    )
    return now * 2 <= before, f"参保人数{before}→{now}", f"insured staff {before} to {now}", rows


def _a_year(a: DateSpan | None, b: DateSpan | None) -> bool:
    return a is not None and b is not None and 0 < (b.first - a.first).days <= 400
