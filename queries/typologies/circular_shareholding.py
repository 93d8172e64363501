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
from datetime import date
from fractions import Fraction
from itertools import islice
from math import prod

import networkx as nx

from graph.case import Case
from graph.chains import Chain, pays
from graph.facts import Payment
from graph.rings import strong_components
from graph.values import percent
from queries.ballots import interests_on, stakes_on
from queries.crossed import (
    ROUND_DAYS,
    Counted,
    Ring,
    circled_amount,
    count,
    holds_in_ring,
    near_debtor,
    outside_steps,
    ring_gaps,
    ring_notes,
    ring_steps,
    ring_traits,
    round_trip,
    self_words,
)
from queries.grounds import Bilingual as Text
from queries.lead import Absent, CutShort, Evidence, Finding, NoTables, Outcome, Test, Tier, cited, two
from queries.money import payment_evidence
from queries.phrases import name_of, step_evidence
from queries.side import debtor_side
from queries.typology import Threshold, Typology

SLUG = "circular-shareholding"
SHOWN = Fraction(1, 100)
LEAD = Fraction(1, 10)
MEMBERS = 3
# A ring longer than this, or the thousandth ring of one knot, is not told; the knot's largest gain is found among the rest.
LONGEST = 8
RINGS = 1000
_CUT_SHORT = two(
    f"持股圈过于密集：每组仅查看前{RINGS:,}个环，其余未查",
    f"too many rings: of each knot of companies the first {RINGS:,} rings were looked at, the rest were not",
)
_PROPOSAL = two("本工具建议值", "the tool's proposal")


def find(case: Case) -> list[Finding] | NoTables:
    """One finding a knot of companies: its ring with the largest gain, as of the case's day, else when the debt arose."""
    if "holdings" not in case.tables_held:
        return NoTables((two("股东信息（含比例与起止日期）", "holdings with shares and days"),))
    arose = case.debt.clock.start
    days = dict.fromkeys([case.as_of, *([arose.first] if arose else [])])
    told: dict[frozenset[str], Finding] = {}
    whole = True
    for day in days:
        rings, every = rings_on(case, day)
        whole = whole and every
        for ring in rings:
            if frozenset(ring.members) not in told and (ring.gain is None or ring.gain >= SHOWN):
                told[frozenset(ring.members)] = _finding(case, ring)
    return list(told.values()) if whole else CutShort(told.values(), _CUT_SHORT)


def rings_on(case: Case, day: date) -> tuple[list[Ring], bool]:
    """The largest ring of each knot that touches the debtor side; were all rings of every knot looked at?"""
    stakes = stakes_on(case, day)
    holdings: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for interest in interests_on(case, day):
        if holds_in_ring(case, interest):
            holdings[interest.owner][interest.company] = stakes.get((interest.owner, interest.company), Fraction(0))
    parties = sorted({*holdings, *(c for held in holdings.values() for c in held)})
    near = near_debtor(case, day)
    knots = [k for k in strong_components(holdings, parties) if len(k) >= MEMBERS and near & set(k)]
    looked = [_largest(holdings, knot, stakes, day) for knot in sorted(knots)]
    return [ring for ring, _ in looked if ring is not None], all(every for _, every in looked)


def _largest(
    holdings: dict[str, dict[str, Fraction]], knot: Sequence[str], stakes: dict[tuple[str, str], Fraction], day: date
) -> tuple[Ring | None, bool]:
    graph = nx.DiGraph()
    graph.add_nodes_from(knot)
    graph.add_edges_from((a, b) for a in knot for b in sorted(holdings.get(a, {})) if b in knot)
    found = []
    cycles = list(islice(nx.simple_cycles(graph, length_bound=LONGEST), RINGS + 1))
    for cycle in cycles[:RINGS]:
        if len(cycle) >= MEMBERS:
            first = cycle.index(min(cycle))
            members = (*cycle[first:], *cycle[:first])
            found.append(Ring(day, members, _gain(members, stakes)))
    largest = min(found, key=lambda r: (-(r.gain or Fraction(0)), len(r.members), r.members)) if found else None
    return largest, len(cycles) <= RINGS


def _gain(members: Sequence[str], stakes: dict[tuple[str, str], Fraction]) -> Fraction | None:
    shares = [stakes.get(pair) for pair in zip(members, (*members[1:], members[0]), strict=True)]
    known = [s for s in shares if s is not None]
    return prod(known, start=Fraction(1)) if len(known) == len(shares) else None


def _finding(case: Case, ring: Ring) -> Finding:
    circled = round_trip(case, ring)
    tier, why = _tier(ring, circled)
    steps = ring_steps(case, ring)
    outside = outside_steps(case, ring)
    counted = count(case, ring)
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
        amount=circled_amount(circled),
        counter=_counter(case, ring, circled),
        gaps=ring_gaps(case, ring),
        tests=_tests(case, ring, counted, circled),
        traits=ring_traits(case, ring, circled),
        notes=ring_notes(case, ring, counted),
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


def _summary(case: Case, ring: Ring, counted: Counted, circled: Sequence[Payment]) -> Text:
    stakes = stakes_on(case, ring.day)
    names = [name_of(case, m) for m in ring.members]
    path = " → ".join(f"{name_of(case, a)} {percent(stakes[a, b]) if (a, b) in stakes else '?'}" for a, b in ring.pairs)
    gain = percent(ring.gain) if ring.gain is not None else None
    money_zh = "；出资款在30日内沿环路循环一周" if circled else "；未见出资款循环"
    money_en = (
        "; capital payments went round the ring within 30 days" if circled else "; no round trip of capital was found"
    )
    own = self_words(case, ring, counted)
    return two(
        f"根据登记显示，截至{ring.day}，{'、'.join(names)}构成循环持股：{path} → {names[0]}；环路增益{gain or '不能计算'}{money_zh}。{own[0]}",
        f"According to the records, as of {ring.day} {', '.join(names)} hold one another in a ring: {path} → {names[0]}; "
        f"loop gain {gain or 'cannot be told'}{money_en}. {own[1]}",
    )


def _tests(case: Case, ring: Ring, counted: Counted, circled: Sequence[Payment]) -> tuple[Test, ...]:
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
