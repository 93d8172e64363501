"""循环持股: circular shareholding.

What it looks for
    A ring of three or more companies in which each holds a part of the next, all at one date, near the debtor.
Why it matters
    Capital may have been counted several times, and votes that the ring holds in itself keep outsiders away; the true
    outside owners are smaller and other than the register suggests.
Law
    CN no prohibition by itself; 公司法 53 and 公司法解释三 12(4) where the same money went round; 公司法 141 (listed).
    UK Companies Act 2006 ss.136–138; US DGCL 160(c); DE AktG 71d, 136(2).
What speaks against it
    Rows that never held at one time; disclosed small cross stakes of listed groups; funds and insurers; two firms taken
    for one.
Thresholds
    Loop gain (product of the shares round the ring) at least 0.01: signal; at least 0.10: lead; strong only where
    capital payments went round the ring within 30 days. Two companies that hold each other are another pattern.
Limits
    A ring with an unknown share has no gain: signal, "cannot tell". Rows without days count as held at the date.
Sources
    Brioschi, Buzzacchi, Colombo 1989; Baldone, Brioschi, Paleari 1998 (integrated ownership).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice
from math import prod

import networkx as nx

from graph.case import Case
from graph.chains import Chain, Edge, owns, pays
from graph.control import Control, controls, indirect_treasury
from graph.facts import Interest, Payment
from graph.ownership import Integrated, integrated
from graph.rings import strong_components
from graph.values import Money, percent
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Amount, Evidence, Finding, Gap, NoTables, Outcome, Test, Tier, cited, two
from queries.money import day_of, payment_evidence, placed, sums
from queries.phrases import COURT, ORDER, gap, name_of, step_evidence
from queries.side import debtor_side, interests_on, stakes_on, votes_on
from queries.typology import Threshold, Typology

SLUG = "circular-shareholding"
SHOWN = Fraction(1, 100)
LEAD = Fraction(1, 10)
MEMBERS = 3
ROUND_DAYS = 30
# A ring longer than this, or the thousandth ring of one knot, is not told; the knot's largest gain is found among the rest.
LONGEST = 8
RINGS = 1000
_PROPOSAL = two("本工具建议值", "the tool's proposal")


@dataclass(frozen=True, slots=True)
class Ring:
    """Companies in the order of holding: each holds the next, the last holds the first; gain None = a share is unknown."""

    day: date
    members: tuple[str, ...]
    gain: Fraction | None

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple(zip(self.members, (*self.members[1:], self.members[0]), strict=True))


@dataclass(frozen=True, slots=True)
class _Day:
    """Ownership and votes on one day, with all votes and without those that subsidiaries hold in their parents."""

    whole: Integrated
    votes: Control
    barred: Control


def find(case: Case) -> list[Finding] | NoTables:
    """One finding a knot of companies: its ring with the largest gain, as of the case's day, else when the debt arose."""
    if "holdings" not in case.tables_held:
        return NoTables((two("股东信息（含比例与起止日期）", "holdings with shares and days"),))
    arose = case.debt.clock.start
    days = dict.fromkeys([case.as_of, *([arose.first] if arose else [])])
    told: dict[frozenset[str], Finding] = {}
    for day in days:
        for ring in rings_on(case, day):
            if frozenset(ring.members) not in told and (ring.gain is None or ring.gain >= SHOWN):
                told[frozenset(ring.members)] = _finding(case, ring)
    return list(told.values())


def rings_on(case: Case, day: date) -> list[Ring]:
    """The largest ring of each knot that touches the debtor side."""
    stakes = stakes_on(case, day)
    holdings: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for interest in interests_on(case, day):
        if _counts(case, interest):
            holdings[interest.owner][interest.company] = stakes.get((interest.owner, interest.company), Fraction(0))
    parties = sorted({*holdings, *(c for held in holdings.values() for c in held)})
    near = _near(case, day)
    knots = [k for k in strong_components(holdings, parties) if len(k) >= MEMBERS and near & set(k)]
    return [ring for knot in sorted(knots) if (ring := _largest(holdings, knot, stakes, day)) is not None]


def _counts(case: Case, interest: Interest) -> bool:
    """Companies alone make a ring; a clearing nominee or depositary holds for others."""
    owner = case.party(interest.owner)
    held = interest.owner != interest.company and not owner.is_person and owner.kind != "public_body"
    return held and not owner.licences and not interest.place.unsure


def _near(case: Case, day: date) -> set[str]:
    """The debtor side, and companies in which it holds a stake."""
    side = set(debtor_side(case, day))
    return side | {i.company for i in interests_on(case, day) if i.owner in side}


def _largest(
    holdings: dict[str, dict[str, Fraction]], knot: Sequence[str], stakes: dict[tuple[str, str], Fraction], day: date
) -> Ring | None:
    graph = nx.DiGraph()
    graph.add_nodes_from(knot)
    graph.add_edges_from((a, b) for a in knot for b in sorted(holdings.get(a, {})) if b in knot)
    found = []
    for cycle in islice(nx.simple_cycles(graph, length_bound=LONGEST), RINGS):
        if len(cycle) >= MEMBERS:
            first = cycle.index(min(cycle))
            members = (*cycle[first:], *cycle[:first])
            found.append(Ring(day, members, _gain(members, stakes)))
    return min(found, key=lambda r: (-(r.gain or Fraction(0)), len(r.members), r.members)) if found else None


def _gain(members: Sequence[str], stakes: dict[tuple[str, str], Fraction]) -> Fraction | None:
    shares = [stakes.get(pair) for pair in zip(members, (*members[1:], members[0]), strict=True)]
    known = [s for s in shares if s is not None]
    return prod(known, start=Fraction(1)) if len(known) == len(shares) else None


def _finding(case: Case, ring: Ring) -> Finding:
    circled = round_trip(case, ring)
    tier, why = _tier(ring, circled)
    steps = _steps(case, ring)
    outside = _outside_steps(case, ring)
    counted = _count(case, ring)
    side = debtor_side(case, ring.day)
    head = next((side[m].head for m in ring.members if m in side), case.debtor_ids[0])
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((*ring.members, head))),
        summary=_summary(case, ring, counted, circled),
        evidence=cited(step_evidence(case, steps), payment_evidence(case, circled), step_evidence(case, outside)),
        tier=tier,
        tier_why=why,
        badges=frozenset({"form", "money"} if circled else {"form"}),
        chain=Chain.of([*steps, *(pays(p) for p in circled), *outside]),
        route="E",
        on=circled[0].on if circled else None,
        until=circled[-1].on if circled else None,
        amount=_amount(circled),
        counter=_counter(case, ring, circled),
        gaps=_gaps(case, ring),
        tests=_tests(case, ring, counted, circled),
        traits=_traits(case, ring, circled),
        notes=_notes(case, ring, counted),
        giver=head,
    )


def _tier(ring: Ring, circled: Sequence[Payment]) -> tuple[Tier, Text]:
    if ring.gain is None:
        return "signal", two("环中有比例不详，无法计算", "a share in the ring is unknown: the gain cannot be told")
    if ring.gain < LEAD:
        return "signal", two("环路增益低于10%", "loop gain below 10 %")
    if circled:
        return "strong", two(
            "环路增益10%以上，且出资款30日内循环一周", "loop gain of 10 % or more, and capital went round in 30 days"
        )
    return "lead", two("环路增益10%以上", "loop gain of 10 % or more")


def round_trip(case: Case, ring: Ring) -> tuple[Payment, ...]:
    """Capital payments along every step of the ring, all within thirty days; nothing where one step lacks its own."""
    rows = [p for p in placed(case) if p.kind == "capital" and (p.payer, p.payee) in ring.pairs]
    for first in rows:
        end = day_of(first) + timedelta(days=ROUND_DAYS)
        window = [p for p in rows if day_of(first) <= day_of(p) <= end and p.money and first.money]
        same = [p for p in window if p.money and first.money and p.money.currency == first.money.currency]
        if {(p.payer, p.payee) for p in same} == set(ring.pairs):
            return tuple(same)
    return ()


def _steps(case: Case, ring: Ring) -> tuple[Edge, ...]:
    held = interests_on(case, ring.day)
    return tuple(
        owns(i, ring.day) for pair in ring.pairs for i in held if (i.owner, i.company) == pair and not i.place.unsure
    )


def _outside_steps(case: Case, ring: Ring) -> tuple[Edge, ...]:
    """Direct holders of a member who are no members."""
    members = set(ring.members)
    held = [i for i in interests_on(case, ring.day) if i.company in members and i.owner not in members]
    return tuple(owns(i, ring.day) for i in held if not i.place.unsure)


def _count(case: Case, ring: Ring) -> _Day:
    votes = votes_on(case, ring.day)
    return _Day(
        integrated(stakes_on(case, ring.day)), controls(votes), controls(votes, barred=indirect_treasury(votes))
    )


def _summary(case: Case, ring: Ring, counted: _Day, circled: Sequence[Payment]) -> Text:
    stakes = stakes_on(case, ring.day)
    names = [name_of(case, m) for m in ring.members]
    path = " → ".join(f"{name_of(case, a)} {percent(stakes[a, b]) if (a, b) in stakes else '?'}" for a, b in ring.pairs)
    gain = percent(ring.gain) if ring.gain is not None else None
    money_zh = "；出资款在30日内沿环路循环一周" if circled else "；未见出资款循环"
    money_en = (
        "; capital payments went round the ring within 30 days" if circled else "; no round trip of capital was found"
    )
    own = _self_words(case, ring, counted)
    return two(
        f"根据登记显示，截至{ring.day}，{'、'.join(names)}构成循环持股：{path} → {names[0]}；环路增益{gain or '不能计算'}{money_zh}。{own[0]}",
        f"According to the records, as of {ring.day} {', '.join(names)} hold one another in a ring: {path} → {names[0]}; "
        f"loop gain {gain or 'cannot be told'}{money_en}. {own[1]}",
    )


def _self_words(case: Case, ring: Ring, counted: _Day) -> tuple[str, str]:
    zh, en = [], []
    for member in ring.members:
        own = counted.whole.self_ownership(member)
        shown = percent(own) if own is not None else "?"
        zh.append(f"{name_of(case, member)}自我持股{shown}")
        en.append(f"{name_of(case, member)} owns {shown} of itself")
    return "、".join(zh) + "。", ", ".join(en) + "."


def _notes(case: Case, ring: Ring, counted: _Day) -> tuple[Text, ...]:
    """True outside owners, and who controls with and without the votes that the ring holds in itself."""
    notes = [_owners_note(case, member, counted) for member in ring.members]
    notes += [_votes_note(case, member, counted) for member in ring.members]
    open_rows = [
        i for i in interests_on(case, ring.day) if (i.owner, i.company) in ring.pairs and i.period.start is None
    ]
    if open_rows:
        notes.append(
            two(
                f"{len(open_rows)}行持股无起始日期，按当日持有处理",
                f"{len(open_rows)} rows have no start and count as held",
            )
        )
    return tuple(notes)


def _owners_note(case: Case, member: str, counted: _Day) -> Text:
    outside = counted.whole.outside_owners(member)
    listed = ", ".join(f"{name_of(case, who)} {percent(share)}" for who, share in outside.items())
    unknown = percent(counted.whole.unknown(member))
    name = name_of(case, member)
    return two(
        f"{name}的环外最终权益：{listed or '无记录'}；不详{unknown}",
        f"outside owners of {name} in the end: {listed or 'none recorded'}; unknown {unknown}",
    )


def _votes_note(case: Case, member: str, counted: _Day) -> Text:
    heads = [_heads(case, c, member) for c in (counted.votes, counted.barred)]
    name = name_of(case, member)
    return two(
        f"{name}的控制人：计入环内表决权为{heads[0] or '无'}；不计为{heads[1] or '无'}",
        f"control of {name}: {heads[0] or 'nobody'} with the ring's own votes, {heads[1] or 'nobody'} without them",
    )


def _heads(case: Case, control: Control, member: str) -> str:
    return ", ".join(name_of(case, c.head) for c in control.controllers_of(member))


def _amount(circled: Sequence[Payment]) -> Amount | None:
    """Of money that went round at most the smallest step can have been real capital."""
    found = sums(circled)
    if len(found) != 1:
        return None
    least = min((p.money for p in circled if p.money), key=lambda m: m.amount)
    basis = two(
        "循环一周的出资款中最小一笔至合计", "the smallest of the capital payments that went round, up to their sum"
    )
    return Amount(Money(least.low, next(iter(found.values())), least.currency), basis)


def _tests(case: Case, ring: Ring, counted: _Day, circled: Sequence[Payment]) -> tuple[Test, ...]:
    gain: Outcome = "unknown" if ring.gain is None else "met" if ring.gain >= LEAD else "not_met"
    known = any(p.kind == "capital" for p in case.payments)
    went: Outcome = "met" if circled else "not_met" if known else "unknown"
    own = [s for m in ring.members if (s := counted.whole.self_ownership(m)) is not None]
    return (
        Test(two("成员数", "companies in the ring"), str(len(ring.members)), f"≥ {MEMBERS}", "", "met", _PROPOSAL),
        Test(two("环路增益", "loop gain"), percent(ring.gain) if ring.gain is not None else None, "≥ 10%", "%", gain, _PROPOSAL),
        Test(two("自我持股（最高）", "self-ownership (highest)"), percent(max(own)) if own else None, "shown", "%",
             "met" if own else "unknown", two("1 − 1/V", "1 − 1/V")),
        Test(two("出资款30日内循环", "capital round trip in 30 days"), str(len(circled)) if known else None, "every step", "payments", went, _PROPOSAL),
    )  # fmt: skip


def _traits(case: Case, ring: Ring, circled: Sequence[Payment]) -> frozenset[str]:
    chosen = {"capital_returned", "sham_form"} if circled else set()
    return frozenset(chosen | ({"listed"} if any(case.party(m).listed for m in ring.members) else set()))


def _counter(case: Case, ring: Ring, circled: Sequence[Payment]) -> tuple[Evidence | Absent, ...]:
    found: list[Evidence | Absent] = []
    for member in ring.members:
        place = case.party(member).place("listed")
        if place and case.party(member).listed:
            words = two("上市公司，持股须披露", "a listed company: its holdings are disclosed")
            found.append(Evidence(place, words, "listed"))
    if not circled:
        found.append(Absent(two("沿环路的出资款循环", "capital payments that went round the ring")))
    found.append(Absent(two("某一步持股在该日已终止的记录", "a row that ends one of the steps by that day")))
    found.append(Absent(two("基金、保险资金持股", "holdings of funds or insurers")))
    return tuple(found)


def _gaps(case: Case, ring: Ring) -> tuple[Gap, ...]:
    names = "、".join(name_of(case, m) for m in ring.members)
    return (
        gap((f"{names}各次出资的到账凭证", f"proof of each contribution into {names}"), ("验资户开户行", "the capital accounts' banks"), COURT),
        gap(("各次持股的起止日期与会计处理", "days of each holding and how it is booked"), ("登记机关、各公司", "registry and the companies"), ORDER),
    )  # fmt: skip


def _line(name: str, value: Fraction | int, unit: str) -> Threshold:
    return Threshold(name, Fraction(value), unit, _PROPOSAL)


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("循环持股", "Circular shareholding"),
    highest="strong",
    thresholds=(
        _line("shown", SHOWN, "loop gain"),
        _line("lead", LEAD, "loop gain"),
        _line("members", MEMBERS, "companies"),
        _line("round_days", ROUND_DAYS, "days"),
    ),
    needs=("holdings",),
    find=find,
    counter_evidence=(
        two("持股未在同一日并存", "holdings that never coexisted"),
        two("已披露的小额交叉持股", "small disclosed cross stakes"),
        two("基金、保险资金", "funds and insurers"),
    ),
)
