"""未实缴出资及其转让: unpaid capital, kept or passed on.

What it looks for
    A shareholder of the debtor company who passes shares that are half or more unpaid; second limb: one who still holds them
    although the day on which the capital was due has passed.
Why it matters
    What was subscribed and not paid is owed to the company, and by it to the creditor; a transfer to somebody without means
    would put it out of reach.
Law
    CN 公司法 54, 88 (88(1) for transfers from 2024-07-01 only, 法释〔2024〕15号), 解释三 13, 18 before; 变更追加规定 17, 19;
    企业破产法 35. UK IA 1986 s.74. US unpaid subscriptions. The tables in queries/law choose by the date of the act.
What speaks against it
    Capital not yet due (five-year adjustment of 2024), a buyer who paid it up, a genuine price by an independent buyer, an
    employee plan, a lawful reduction.
Thresholds
    unpaid / subscribed at least 0.50; price nothing, one unit, or 1 % of what was subscribed; a buyer is thin on three of: nothing
    paid, younger than 180 days, holding in five such firms, under enforcement. Before the debt only where the due day had passed.
Limits
    Paid-in sums are the company's own word in annual reports. Without the holder's own sums they are derived from the share,
    the registered and the paid-in capital, and give a lead at most. A buyer's other firms are seen within the case alone.
Sources
    SPC reply 法释〔2024〕15号 of 2024-12-24; (2014) 普民二(商)初字第5182号; typology notes of the project.
"""

from __future__ import annotations

from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, Edge, moves, owns
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Amount, Badge, Evidence, Finding, Gap, NoTables, Test, Tier, cited, two
from queries.look_back import lies_notes, lies_test
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
    possible_words,
    step_evidence,
    tie_evidence,
    tie_words,
)
from queries.typology import Threshold, Typology
from queries.unpaid_stakes import FIRMS, NEW_DAYS, THIN, UNPAID, Passed, Stake, overdue, passed
from queries.worth import price_words, shown

SLUG = "unpaid-capital-transfer"
NOMINAL = Fraction(1, 100)
_DUE = ("公司法88条；变更追加规定17、19条", "Company Law 88; addition rules 17, 19")


def find(case: Case) -> list[Finding] | NoTables:
    """First what was passed on, then what is still held and overdue; each stake is told once."""
    if "holdings" not in case.tables_held:
        return NoTables((two("股东信息（认缴、实缴、期限）", "shareholders with subscribed, paid and due"),))
    moved = passed(case)
    told = {row.place.fact for p in moved if p.whole for row in p.stake.rows}
    still = [s for s in overdue(case) if not any(row.place.fact in told for row in s.rows)]
    return [*(_passed(case, p) for p in moved), *(_overdue(case, s) for s in still)]


# --- passed on ----------------------------------------------------------------------------------------------------


def _badges(p: Passed) -> frozenset[Badge]:
    fired: tuple[tuple[Badge, object], ...] = (
        ("price", p.nil or p.nominal), ("timing", p.lies == "after"), ("relation", p.ties), ("form", p.thin),
    )  # fmt: skip
    return frozenset(badge for badge, on in fired if on)


def _tier(p: Passed) -> tuple[Tier, Text]:
    if p.benign:
        return "signal", two(
            "记录显示受让方已缴足或为员工持股计划", "the rows show that the buyer paid it up, or an employee plan"
        )
    if p.genuine:
        return "signal", two("独立受让方以实际价款受让", "an independent buyer at a genuine price")
    if p.stake.derived:
        return "lead", two(
            "认缴、实缴由比例推算，须以出资证明核实", "sums derived from the share: proof of payment is needed"
        )
    if p.lies != "after":
        return "lead", two("转让在债务形成之前或先后不详", "passed on before the debt, or the order is unknown")
    if p.due == "yes":
        return "fact", two(
            "出资期限已届满、未缴足即转让，均由记录直接显示",
            "the capital was due and unpaid when the shares passed: all in the records",
        )
    if p.nil or p.nominal or p.thin or p.ties:
        return "strong", two(
            "债务形成后转让未缴股权，并有价格、受让方或关系信号",
            "unpaid shares passed on after the debt, with a signal of price, buyer or relation",
        )
    return "lead", two("债务形成后转让未缴股权；价款与受让方情况不详", "unpaid shares passed on after the debt; price and buyer are unknown")  # fmt: skip


def _passed(case: Case, p: Passed) -> Finding:
    t, stake = p.transfer, p.stake
    tier, why = _tier(p)
    steps = [owns(i, case.as_of) for i in stake.rows]
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((stake.company, t.giver, t.taker))),
        summary=_passed_words(case, p),
        evidence=cited(
            p.evidence,
            stake.evidence,
            step_evidence(case, steps),
            p.buyer.evidence if p.thin else (),
            tie_evidence(case, p.ties),
        ),
        tier=tier,
        tier_why=why,
        badges=_badges(p),
        chain=Chain.of([moves(t), *steps, *_tie_edges(p)]),
        route=_route(case, stake.company, p.due),
        on=t.on,
        amount=Amount(p.unpaid, two("所转让股权的未缴出资", "unpaid capital of the shares passed on")),
        counter=_passed_counter(p),
        gaps=_gaps(case, stake.company, t.taker),
        tests=_passed_tests(case, p),
        traits=_traits(p.due, moved=("transferred",)),
        elements=_elements(case, p.due, moved=True),
        notes=(*lies_notes(p.lies), *stake.notes, *(possible_words(case, tie) for tie in p.perhaps)),
        giver=t.giver,
    )  # fmt: skip


def _tie_edges(p: Passed) -> list[Edge]:
    return [edge for tie in p.ties for edge in tie.edges]


def _passed_words(case: Case, p: Passed) -> Text:
    t, name = p.transfer, name_of(case, p.stake.company)
    giver, taker = name_of(case, t.giver), name_of(case, t.taker)
    share, price, clock, ties = (
        t.share.percent() if t.share else "",
        price_words(t),
        clock_words(case, t.on),
        tie_words(p.ties),
    )
    due = {
        "yes": (f"出资期限{p.stake.due}已届满", f"the capital was due on {p.stake.due}"),
        "no": (f"出资期限{p.stake.due}尚未届满", f"the capital was not due until {p.stake.due}"),
    }.get(p.due, ("出资期限不详", "the due day is unknown"))
    relation = (
        (f"受让方与转让方关系：{ties[0]}", f"Relation: {ties[1]}")
        if ties[0]
        else ("未见已证实的关联关系", "No proven relation")
    )
    thin = (
        (f"受让方{p.buyer.count}项特征显示缺乏出资能力", f"; the buyer shows {p.buyer.count} signs of having no means")
        if p.thin
        else ("", "")
    )
    return two(
        f"根据登记显示，{giver}于{t.on or '不详日期'}将{name}{share}股权转让给{taker}，{price[0]}；所转让部分未缴出资{p.unpaid}"
        f"（占认缴{shown(p.stake.share)}），{due[0]}；{clock[0]}。{relation[0]}{'；' + thin[0] if thin[0] else ''}。",
        f"According to the register, {giver} passed {share or 'shares'} of {name} to {taker} on {t.on or 'an unknown day'} {price[1]}; "
        f"{p.unpaid} of their capital ({shown(p.stake.share)} of what was subscribed) was unpaid and {due[1]}; {clock[1]}. {relation[1]}{thin[1]}.",
    )  # fmt: skip


def _passed_counter(p: Passed) -> tuple[Evidence | Absent, ...]:
    found: list[Evidence | Absent] = [*p.benign, *p.buyer.against]
    if p.due == "no":
        found += [Evidence(i.place, two(f"出资期限为{i.due}，转让时尚未届满（2024-07-01前设立的公司另有五年调整期）", f"due on {i.due}: not yet due at the transfer (firms set up before 2024-07-01 have five years to adjust)"), "due") for i in p.stake.rows if i.due]  # fmt: skip
    if not any(i.nature == "employee_plan" for i in p.stake.rows):
        found.append(absent("受让方其后缴足出资的记录", "a record that the buyer paid the capital up later"))
    found.append(
        absent(
            "受让方承担出资义务的约定及其资力",
            "an agreement by which the buyer takes over the duty, and the buyer's means",
        )
    )
    return tuple(found)


def _passed_tests(case: Case, p: Passed) -> tuple[Test, ...]:
    t = p.transfer
    price = shown(p.price_share) if t.price else ("0" if p.nil else None)
    return (
        _unpaid_test(p.stake),
        measure(("转让价款/认缴额", "price / subscribed"), price, f"0, 1, or ≤ {shown(NOMINAL)}", "%", met(p.nil or p.nominal, price is None), PROPOSED),
        lies_test(case, t.on, p.stake.company, p.lies, ("公司法88条", "Company Law 88")),
        measure(("转让时出资期限已届满", "capital due at the transfer"), p.due, "yes", "", met(p.due == "yes", p.due == "cannot tell"), _DUE),
        measure(("受让方缺乏资力的特征", "signs of a buyer without means"), f"{p.buyer.count} of 4; {p.buyer.unknown} unknown", f"≥ {THIN}", "signs", met(p.thin, p.buyer.count + p.buyer.unknown >= THIN), PROPOSED),
        measure(("关联关系", "relation"), ", ".join(x.code for x in p.ties) or None, "R1–R9", "", met(p.ties, p.perhaps), ("弱关系须两项", "weak grounds need two")),
    )  # fmt: skip


# --- held and overdue ---------------------------------------------------------------------------------------------


def _overdue(case: Case, s: Stake) -> Finding:
    name, holder, clock = name_of(case, s.company), name_of(case, s.holder), clock_words(case, s.due)
    sure = not s.derived
    tier: Tier = "fact" if sure else "lead"
    why = (
        two("出资期限已届满且未缴足，由记录直接显示", "the capital is due and unpaid: both in the records")
        if sure
        else two("认缴、实缴由比例推算", "sums derived from the share")
    )
    steps = [owns(i, case.as_of) for i in s.rows]
    return Finding(
        typology=SLUG,
        parties=(s.company, s.holder),
        summary=two(
            f"根据登记显示，{holder}认缴{name}出资{s.subscribed}，实缴{s.paid}，未缴{s.unpaid}（{shown(s.share)}），出资期限{s.due}已届满；{clock[0]}（按到期日计）。",
            f"According to the register, {holder} subscribed {s.subscribed} of {name} and paid {s.paid}; {s.unpaid} ({shown(s.share)}) is unpaid although due on {s.due}; {clock[1]} (counted to the due day).",
        ),
        evidence=cited(s.evidence, step_evidence(case, steps)),
        tier=tier,
        tier_why=why,
        badges=frozenset({"form"}),
        chain=Chain.of(steps),
        route=_route(case, s.company, "yes"),
        on=s.due,
        amount=Amount(s.unpaid, two("认缴减实缴", "subscribed less paid")),
        counter=(
            absent("已缴足或合法减资的记录", "a record of payment or of a lawful reduction"),
            absent("章程修改延长期限（五年调整期）的记录", "an amendment that moved the due day (five-year adjustment)"),
        ),
        gaps=_gaps(case, s.company, None),
        tests=(
            _unpaid_test(s),
            measure(("出资期限已届满", "capital due"), str(s.due), f"< {case.as_of}", "", "met", _DUE),
        ),
        traits=_traits("yes", moved=()),
        elements=_elements(case, "yes", moved=False),
        notes=s.notes,
        giver=s.holder,
    )  # fmt: skip


# --- both ---------------------------------------------------------------------------------------------------------


def _unpaid_test(s: Stake) -> Test:
    return measure(
        ("未缴/认缴", "unpaid / subscribed"),
        shown(s.share),
        f"≥ {shown(UNPAID)}",
        "%",
        met(s.share >= UNPAID),
        PROPOSED,
    )


def _route(case: Case, company: str, due: str) -> str:
    """D: of an enforced debtor and for capital that was due (变更追加规定 17, 19); all else needs a suit."""
    return "D" if company in case.debtor_ids and case.debt.clock.enforcement and due == "yes" else "E"


def _traits(due: str, *, moved: tuple[str, ...]) -> frozenset[str]:
    return frozenset({"capital_unpaid", *moved, *(["capital_due"] if due == "yes" else [])})


def _elements(case: Case, due: str, *, moved: bool) -> tuple[tuple[str, str, Text], ...]:
    rows = (
        ("is_shareholder", True, "见股东记录", "see the shareholder rows"),
        ("capital_unpaid", True, "见认缴与实缴", "see subscribed and paid"),
        ("investor_unpaid", True, "见认缴与实缴", "see subscribed and paid"),
        ("capital_due", due == "yes", "见认缴期限", "see the due day"),
        ("transferred_before_paying", moved, "见股权变更", "see the share transfer"),
        ("buyer_did_not_pay", False, "受让人是否缴纳待补", "whether the buyer paid is to be shown"),
        ("buyer_knew_unpaid", False, "认缴、实缴经公示，受让人知情须法院认定", "subscribed and paid capital are public; what the buyer knew is for the court"),
        ("own_claim_due", case.debt.clock.due is not None, "见案件到期日", "see the case's due day"),
        ("company_cannot_pay", False, "须执行未获清偿的证明", "needs proof that enforcement was not satisfied"),
        ("judgment_unsatisfied", False, "须执行未获清偿的证明", "needs proof that enforcement was not satisfied"),
    )  # fmt: skip
    return tuple((key, "met" if on else "not_shown", two(zh, en)) for key, on, zh, en in rows)


def _gaps(case: Case, company: str, taker: str | None) -> tuple[Gap, ...]:
    name = name_of(case, company)
    found = [
        gap((f"{name}章程、验资报告及各期出资凭证", f"articles, capital verification and proof of each contribution of {name}"), ("登记机关", "the registry"), ORDER),
        gap((f"{name}历年年报（认缴、实缴为自行申报）", f"{name}'s annual reports (subscribed and paid are self-declared)"), ("公示系统", "the publicity system"), ("公开查询", "public search")),
    ]  # fmt: skip
    if taker is not None:
        found.append(gap(("转让协议、价款支付凭证及受让方资力", "the transfer agreement, proof of payment and the buyer's means"), ("税务机关、开户银行", "tax office, bank"), COURT))  # fmt: skip
    return tuple(found)


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("未实缴出资及其转让", "Unpaid capital and its transfer"),
    highest="fact",
    thresholds=(
        Threshold("unpaid", UNPAID, "unpaid/subscribed", two(*PROPOSED)),
        Threshold("nominal", NOMINAL, "price/subscribed", two(*PROPOSED)),
        Threshold("thin", Fraction(THIN), "signs of 4", two(*PROPOSED)),
        Threshold("new_days", Fraction(NEW_DAYS), "days", two(*PROPOSED)),
        Threshold("firms", Fraction(FIRMS), "firms", two(*PROPOSED)),
    ),
    needs=("holdings", "share_transfers"),
    find=find,
    counter_evidence=(
        two("出资期限未届满、五年调整期", "capital not yet due, five-year adjustment"),
        two("受让方已缴足", "the buyer paid it up"),
        two("独立受让方的实际价款", "a genuine price by an independent buyer"),
        two("员工持股计划、合法减资", "an employee plan, a lawful reduction"),
    ),
)  # fmt: skip
