"""空壳公司: signals of a thin-capital shell.

What it looks for
    A company between the debtor side and an asset or a payment that shows no capital, staff, place, tax or trade of
    its own: four or more of eight tests met by rows.
Why it matters
    What stands in such a firm's name may in substance still be the debtor's; the firm itself can answer for nothing.
Law
    CN 公司法 23, 九民纪要 12 (too little capital, only with other facts), 47, 54. UK s.423 and sham; Hurstwood [2021]
    UKSC 16 (the statute is read to reach the owner). US undercapitalisation as one veil factor.
What speaks against it
    Staff, tax, revenue; a service contract performed; holding companies; bank and developer SPVs; start-ups;
    employee-plan partnerships; dormant brand holders. Staff numbers need not be published in the PRC.
Thresholds
    Tests met: at least 4 of 8 = lead; 3 = signal ("thin"). Unknown tests are counted apart and never as met. What two outside the
    debtor side have paid each other in four months or more, in like sums, is their own trade and not followed.
Limits
    Without accounts, staff, capital and address rows nothing can be said; "no data" is never a shell.
Sources
    Tests and lines are proposals, to be calibrated on labelled data.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, Edge, holds_title, moves, pays
from graph.facts import Payment, Title, Transfer
from graph.values import DateSpan, Money, add_months
from queries.disagreements import disagreements
from queries.grounds import Bilingual as Text
from queries.habits import habits_of
from queries.index import index_of
from queries.lead import Absent, Amount, Evidence, Finding, Gap, NoTables, Test, Tier, cited, two
from queries.money import day_of, money_of, payment_evidence, placed
from queries.phrases import COURT, ORDER, clock_words, gap, name_of, step_evidence, thing_words
from queries.shells import (
    CROWD,
    DEAL_TIMES,
    END_MONTHS,
    PAID_PART,
    SHELL,
    THIN,
    TRADE_PART,
    YOUNG_DAYS,
    Deal,
    Profile,
    checks_met,
    profile,
)
from queries.side import debtor_side
from queries.typology import Threshold, Typology
from queries.worth import above_floor

SLUG = "thin-capital-shell"
MONTHS_BEFORE = 24
HOPS = 2
_KINDS = frozenset({"company", "partnership", "unknown"})
_PROPOSAL = two("本工具建议值", "the tool's proposal")


@dataclass(frozen=True, slots=True)
class Between:
    """A company with what came to it from the debtor side (or through another such company) and what it holds or passed."""

    company: str
    head: str
    received: tuple[Payment, ...]
    taken: tuple[Transfer, ...]
    passed: tuple[Payment, ...]
    titles: tuple[Title, ...]

    @property
    def on(self) -> DateSpan | None:
        days = [p.on for p in self.received if p.on] + [t.on for t in self.taken if t.on]
        days += [t.period.start for t in self.titles if t.period.start] if not days else []
        return min(days, default=None)

    @property
    def money(self) -> Money | None:
        """The deal: money received; else the price or value of what was taken; else the value of what it holds."""
        prices = [t.price or t.reference for t in self.taken if t.price or t.reference]
        values = [t.value for t in self.titles if t.value]
        return money_of(self.received) or next(iter([*prices, *values]), None)

    @property
    def deal(self) -> Deal:
        return Deal(self.on, self.money, frozenset(p.payer for p in self.received))


def find(case: Case) -> list[Finding] | NoTables:
    """One finding a company that stands between the debtor side and an asset or a payment."""
    if not {"payments", "share_transfers", "asset_transfers", "assets"} & case.tables_held:
        return NoTables((two("流水、股权变更、资产或资产转让", "payments, share or asset transfers, or assets"),))
    if not {"parties", "accounts"} & case.tables_held:
        return NoTables((two("主体登记信息或年度报告", "registry facts or annual reports of the companies"),))
    found = [(each, profile(case, each.company, each.deal)) for each in between(case)]
    return [_finding(case, each, shape) for each, shape in found if shape.shell or shape.thin]


def between(case: Case) -> list[Between]:
    """Companies reached by the debtor side's money, shares or assets, directly or through one that they reached."""
    side = {who: holding.head for who, holding in debtor_side(case, case.as_of).items()}
    rows = [p for p in placed(case) if not _too_early(case, p.on) and not _of_others(case, p, side)]
    steps = [(p.payer, p.payee) for p in rows]
    steps += [(t.giver, t.taker) for t in case.transfers if not _too_early(case, t.on)]
    heads: dict[str, str] = {}
    front = side
    for _ in range(HOPS):
        fresh = {b: front[a] for a, b in reversed(steps) if a in front and b not in side}
        front = {who: head for who, head in fresh.items() if who not in heads and _may_be(case, who)}
        heads |= front
    owners = {t.owner for t in case.titles}
    heads |= {who: head for who, head in side.items() if who in owners and _may_be(case, who)}
    reached = {*side, *heads}
    own: dict[str, list[Payment]] = defaultdict(list)
    for p in rows:
        own[p.payer].append(p)
        own[p.payee].append(p)
    found = [_between(case, own[who], who, head, reached - {who}) for who, head in sorted(heads.items())]
    return [each for each in found if _worth_it(case, each)]


def _of_others(case: Case, p: Payment, side: Collection[str]) -> bool:
    """What two outside the debtor side have paid each other for months is their own trade, not the debtor's money on its way."""
    return p.payer not in side and p.payee not in side and habits_of(case).has(p)


def _between(case: Case, rows: Sequence[Payment], who: str, head: str, givers: Collection[str]) -> Between:
    received = tuple(p for p in rows if p.payee == who and p.payer in givers)
    taken = tuple(t for t in index_of(case).taken_by.get(who, ()) if t.giver in givers and not _too_early(case, t.on))
    start = min((day_of(p) for p in received), default=date.min)
    passed = tuple(p for p in rows if p.payer == who and day_of(p) >= start)
    titles = tuple(t for t in index_of(case).titles_of.get(who, ()) if t.period.may_hold_on(case.as_of))
    return Between(who, head, received, taken, passed, titles)


def _may_be(case: Case, party: str) -> bool:
    """Never the debtor, the creditor, a person, a public, listed or licensed body, or an employees' platform."""
    who = case.party(party)
    apart = who.licences or who.listed or who.state_owned or party in case.hubs
    plan = party in index_of(case).in_employee_plans
    outside = party in case.debtor_ids or party == case.debt.creditor
    return who.kind in _KINDS and not apart and not plan and not outside


def _too_early(case: Case, on: DateSpan | None) -> bool:
    arose = case.debt.clock.start
    return on is not None and arose is not None and on.last < add_months(arose.first, -MONTHS_BEFORE)


def _worth_it(case: Case, each: Between) -> bool:
    return above_floor(case, each.money, each.on) is not False


def _finding(case: Case, each: Between, shape: Profile) -> Finding:
    tier: Tier = "lead" if shape.shell else "signal"
    flows = [*(pays(p) for p in each.received), *(moves(t) for t in each.taken)]
    steps = [holds_title(t, case.as_of) for t in each.titles]
    day = each.on.first if each.on else case.as_of
    doubts = disagreements(case, each.company, day)
    doubtful = [e for d in doubts for e in d.evidence if not e.place.unsure]
    end = max((p.on for p in each.passed if p.on), default=None)
    return Finding(
        typology=SLUG,
        parties=(each.head, each.company),
        summary=_summary(case, each, shape),
        evidence=cited(_flow_evidence(case, each), _sure(shape.evidence), step_evidence(case, steps), doubtful),
        tier=tier,
        tier_why=two(
            f"八项中{shape.met}项符合、{shape.unknown}项不详；须与其他事实结合",
            f"{shape.met} of 8 tests met, {shape.unknown} unknown; only together with other facts",
        ),
        badges=frozenset({"form"}),
        chain=Chain.of([*_holding_edges(case, each), *flows, *(pays(p) for p in each.passed), *steps]),
        route="C",
        on=each.on,
        until=end,
        amount=Amount(each.money, two("经过该公司的交易额；与其他线索可能重叠", "the deal that ran through it; may overlap with other leads"))
        if each.money
        else None,
        counter=_counter(case, each, shape),
        gaps=_gaps(case, each),
        tests=(*shape.tests(), _count_test(shape)),
        traits=frozenset({"capital_unpaid"} if _met(shape, "capital") else set()),
        elements=_elements(shape),
        notes=tuple(d.what for d in doubts),
        giver=each.head,
    )  # fmt: skip


def _sure(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(e for e in found if not e.place.unsure)


def _met(shape: Profile, key: str) -> bool:
    return any(c.key == key and c.outcome == "met" for c in shape.checks)


def _holding_edges(case: Case, each: Between) -> tuple[Edge, ...]:
    holding = debtor_side(case, case.as_of).get(each.company)
    return holding.edges if holding else ()


def _flow_evidence(case: Case, each: Between) -> tuple[Evidence, ...]:
    acts = [
        Evidence(
            t.place,
            two(
                f"{t.on or '日期不详'}：{name_of(case, t.giver)}将{thing_words(case, t)[0]}转让给{name_of(case, t.taker)}",
                f"{t.on or 'undated'}: {name_of(case, t.giver)} passes {thing_words(case, t)[1]} to {name_of(case, t.taker)}",
            ),
            "transfer",
        )
        for t in each.taken
    ]
    held = step_evidence(case, _holding_edges(case, each))
    came = [e for payer in dict.fromkeys(p.payer for p in each.received) for e in _came_by(case, payer, each)]
    return cited(payment_evidence(case, each.received), acts, payment_evidence(case, each.passed), held, came)


def _came_by(case: Case, payer: str, each: Between) -> tuple[Evidence, ...]:
    """Of a payer that is not of the debtor side itself: the rows by which that side's money or asset had come to it."""
    side = debtor_side(case, case.as_of)
    if payer in side:
        return ()
    paid = [p for p in placed(case) if p.payee == payer and p.payer in side and not _too_early(case, p.on)]
    got = [t for t in index_of(case).taken_by.get(payer, ()) if t.giver in side and not _too_early(case, t.on)]
    return *payment_evidence(case, paid[:1]), *(step_evidence(case, [moves(t) for t in got[:1]]) if not paid else ())


def _summary(case: Case, each: Between, shape: Profile) -> Text:
    company, met, clock = name_of(case, each.company), checks_met(shape.checks), clock_words(case, each.on)
    kind = ("空壳特征", "signals of a shell") if shape.shell else ("单薄特征", "signals of a thin company")
    deal = f"{each.money}" if each.money else ("金额不详")
    deal_en = f"{each.money}" if each.money else "an unknown sum"
    onward = list(dict.fromkeys(name_of(case, p.payee) for p in each.passed))
    zh = f"，其后付给{'、'.join(onward[:5])}" if onward else "，其名下有资产" if each.titles else ""
    en = f", then paid on to {', '.join(onward[:5])}" if onward else ", and holds an asset" if each.titles else ""
    return two(
        f"根据登记、年报与流水显示，{company}处于{name_of(case, each.head)}一方与财产或付款之间（{each.on or '日期不详'}，{deal}{zh}；{clock[0]}），"
        f"八项中{shape.met}项符合{kind[0]}（{met[0]}），{shape.unknown}项无数据。",
        f"According to registry, reports and bank rows, {company} stands between the side of {name_of(case, each.head)} and an asset or payment "
        f"({each.on or 'undated'}, {deal_en}{en}; {clock[1]}); {shape.met} of eight tests show {kind[1]} ({met[1]}), {shape.unknown} have no data.",
    )


def _count_test(shape: Profile) -> Test:
    value = f"{shape.met} met, {shape.count('not_met')} not met, {shape.unknown} unknown"
    return Test(
        two("符合项数", "tests met"), value, f"≥ {SHELL} of 8", "tests", "met" if shape.shell else "not_met", _PROPOSAL
    )


def _counter(case: Case, each: Between, shape: Profile) -> tuple[Evidence | Absent, ...]:
    found: list[Evidence | Absent] = [*shape.against]
    for contract in case.contracts:
        if each.company in (contract.first, contract.second) and contract.kind in ("sale", "service", "lease", "loan"):
            text = two("该公司签有合同，可能有真实业务", "the company has a contract: there may be real business")
            found.append(Evidence(contract.place, text, "contract"))
    for key, zh, en in (
        ("staff", "参保员工", "insured staff"),
        ("tax", "纳税记录", "tax paid"),
        ("trade", "营业收入", "revenue"),
    ):
        if not any(c.key == key and c.outcome == "not_met" for c in shape.checks):
            found.append(Absent(two(zh, en)))
    found.append(
        Absent(two("控股平台、项目公司或员工平台的说明", "an explanation as holding, project or employee vehicle"))
    )
    return tuple(found)


def _gaps(case: Case, each: Between) -> tuple[Gap, ...]:
    name = name_of(case, each.company)
    return (
        gap((f"{name}的账目、纳税与参保记录", f"accounts, tax and social-security records of {name}"), ("税务、社保机关", "tax and social-security offices"), ORDER),
        gap((f"{name}的租赁合同与实际经营地", f"lease and real place of business of {name}"), ("住所出租方", "the lessor"), ORDER),
        gap((f"{name}的账户操作人", f"who operates the accounts of {name}"), ("开户银行", "its bank"), COURT),
    )  # fmt: skip


def _elements(shape: Profile) -> tuple[tuple[str, str, Text], ...]:
    thin = "met" if _met(shape, "size") else "not_shown"
    return (
        (
            "capital_too_thin",
            thin,
            two("交易额对实缴资本；须与其他因素结合", "deal against paid-in capital; only with other facts"),
        ),
        ("capital_unpaid", "met" if _met(shape, "capital") else "not_shown", two("见实缴资本", "see paid-in capital")),
    )


def _line(name: str, value: Fraction | int | Decimal, unit: str) -> Threshold:
    return Threshold(name, Fraction(value), unit, _PROPOSAL)


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("空壳公司特征", "Signals of a thin-capital shell"),
    highest="lead",
    thresholds=(
        _line("shell", SHELL, "tests of 8"),
        _line("thin", THIN, "tests of 8"),
        _line("paid_part", PAID_PART, "paid/subscribed"),
        _line("young_days", YOUNG_DAYS, "days"),
        _line("crowd", CROWD, "firms"),
        _line("trade_part", TRADE_PART, "receipts"),
        _line("end_months", END_MONTHS, "months"),
        _line("deal_times", DEAL_TIMES, "deal/paid-in"),
        _line("months_before", MONTHS_BEFORE, "months"),
    ),
    needs=("parties", "accounts", "payments", "share_transfers", "asset_transfers", "assets"),
    find=find,
    counter_evidence=(
        two("员工、纳税与收入", "staff, tax and revenue"),
        two("有真实合同", "a real contract"),
        two("控股、项目或员工平台", "a holding, project or employee vehicle"),
        two("初创企业", "a start-up"),
    ),
)
