"""交叉持股: two companies that hold each other.

What it looks for
    Two companies near the debtor, each of which holds a part of the other at one date.
Why it matters
    Part of each company's capital is the other's promise; the votes that a subsidiary holds in its parent keep outsiders
    away, and the true outside owners hold less, or more, than the register suggests.
Law
    CN no prohibition by itself; 公司法 141 (listed companies), 53 and 公司法解释三 12(4) where the same money went both
    ways. UK Companies Act 2006 ss.136–138; US DGCL 160(c); DE AktG 71d, 136(2).
What speaks against it
    Small disclosed stakes of listed groups; rows that never held at one time; funds and insurers; holdings in another's
    name; two firms taken for one.
Thresholds
    The smaller of the two shares at least 5 %: signal, in the structure sheet only; both at least 10 %: lead. An unknown
    share: signal, "cannot tell". Never more by itself: what the money shows belongs to other rules.
Limits
    Judged on the case's day and on the day the debt arose. Rows without days count as held. Alleged rows make no pair.
Sources
    Brioschi, Buzzacchi, Colombo 1989; Baldone, Brioschi, Paleari 1998 (integrated ownership). Lines are proposals.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, pays
from graph.facts import Payment
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
from queries.lead import Absent, Evidence, Finding, NoTables, Outcome, Test, Tier, cited, two
from queries.money import payment_evidence
from queries.phrases import PROPOSED, measure, met, name_of, step_evidence
from queries.side import debtor_side
from queries.typology import Threshold, Typology

SLUG = "cross-holding"
SHOWN = Fraction(1, 20)
LEAD = Fraction(1, 10)
# Held in another's name, or bought back: not a stake of the holder's own.
_NOT_OWN = frozenset({"nominee", "trust", "settlor", "treasury"})


def find(case: Case) -> list[Finding] | NoTables:
    """One finding a pair, as of the case's day, else of the day the debt arose."""
    if "holdings" not in case.tables_held:
        return NoTables((two("股东信息（含比例与起止日期）", "holdings with shares and days"),))
    arose = case.debt.clock.start
    told: dict[tuple[str, ...], Finding] = {}
    for day in dict.fromkeys([case.as_of, *([arose.first] if arose else [])]):
        for ring in pairs_on(case, day):
            if ring.members not in told and _shown(case, ring):
                told[ring.members] = _finding(case, ring)
    return list(told.values())


def pairs_on(case: Case, day: date) -> list[Ring]:
    """Every two companies that hold each other on the day and touch the debtor side."""
    held = {
        (i.owner, i.company)
        for i in interests_on(case, day)
        if holds_in_ring(case, i) and not case.party(i.company).is_person and i.nature not in _NOT_OWN
    }
    mutual = sorted((a, b) for a, b in held if a < b and (b, a) in held)
    near = near_debtor(case, day) if mutual else set[str]()
    return [Ring(day, pair, _gain(case, day, pair)) for pair in mutual if near & set(pair)]


def _gain(case: Case, day: date, pair: tuple[str, str]) -> Fraction | None:
    mine, theirs = _shares(case, day, pair)
    return None if mine is None or theirs is None else mine * theirs


def _shares(case: Case, day: date, pair: Sequence[str]) -> tuple[Fraction | None, Fraction | None]:
    """What the first holds of the second, and the second of the first."""
    stakes, (a, b) = stakes_on(case, day), pair
    return stakes.get((a, b)), stakes.get((b, a))


def _smaller(case: Case, ring: Ring) -> Fraction | None:
    known = [s for s in _shares(case, ring.day, ring.members) if s is not None]
    return min(known) if len(known) == len(ring.members) else None


def _shown(case: Case, ring: Ring) -> bool:
    """An unknown share is told as unknown, unless the known one is already too small."""
    known = [s for s in _shares(case, ring.day, ring.members) if s is not None]
    return all(share >= SHOWN for share in known)


def _finding(case: Case, ring: Ring) -> Finding:
    circled, counted, steps = round_trip(case, ring), count(case, ring), ring_steps(case, ring)
    tier, why = _tier(_smaller(case, ring))
    outside, side = outside_steps(case, ring), debtor_side(case, ring.day)
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
        tests=_tests(case, ring, circled),
        traits=ring_traits(case, ring, circled),
        notes=ring_notes(case, ring, counted),
        giver=head,
    )


def _tier(smaller: Fraction | None) -> tuple[Tier, Text]:
    if smaller is None:
        return "signal", two("有一方比例不详，不能判断", "one of the shares is unknown: cannot tell")
    if smaller < LEAD:
        return "signal", two("较小一方比例低于10%，仅列入结构表", "the smaller share is below 10 %: structure only")
    return "lead", two("双方比例均在10%以上", "both shares are 10 % or more")


def _summary(case: Case, ring: Ring, counted: Counted, circled: Sequence[Payment]) -> Text:
    (a, b), shares = (name_of(case, m) for m in ring.members), _shares(case, ring.day, ring.members)
    zh = [percent(s) if s is not None else "比例不详" for s in shares]
    en = [percent(s) if s is not None else "an unknown part" for s in shares]
    money = (
        (f"；双方出资款在{ROUND_DAYS}日内往返", f"; capital went both ways within {ROUND_DAYS} days")
        if circled
        else ("；未见出资款往返", "; no capital was found to go both ways")
    )
    own = self_words(case, ring, counted)
    return two(
        f"根据登记显示，截至{ring.day}，{a}持有{b}{zh[0]}，{b}持有{a}{zh[1]}，构成交叉持股{money[0]}。{own[0]}",
        f"According to the records, as of {ring.day} {a} holds {en[0]} of {b} and {b} holds {en[1]} of {a}{money[1]}. "
        f"{own[1]}",
    )


def _tests(case: Case, ring: Ring, circled: Sequence[Payment]) -> tuple[Test, ...]:
    smaller, known = _smaller(case, ring), any(p.kind == "capital" for p in case.payments)
    value = percent(smaller) if smaller is not None else None
    went: Outcome = met(circled, not known)
    return (
        measure(("较小一方比例（列示线）", "smaller share (shown)"), value, f"≥ {percent(SHOWN)}", "%",
                met(smaller is not None and smaller >= SHOWN, smaller is None), PROPOSED),
        measure(("双方比例（线索线）", "both shares (lead)"), value, f"≥ {percent(LEAD)}", "%",
                met(smaller is not None and smaller >= LEAD, smaller is None), PROPOSED),
        measure(("出资款30日内往返", "capital both ways in 30 days"), str(len(circled)) if known else None,
                "each way", "payments", went, PROPOSED),
    )  # fmt: skip


def _counter(case: Case, ring: Ring, circled: Sequence[Payment]) -> tuple[Evidence | Absent, ...]:
    found: list[Evidence | Absent] = []
    for member in ring.members:
        place = case.party(member).place("listed")
        if place and case.party(member).listed:
            words = two("上市公司，持股须披露", "a listed company: its holdings are disclosed")
            found.append(Evidence(place, words, "listed"))
        if case.party(member).kind == "fund":
            row = next((i for i in interests_on(case, ring.day) if i.owner == member), None)
            words = two("一方为基金，可能为投资安排", "one side is a fund: it may be an investment")
            found += [Evidence(row.place, words, "ownership")] if row else []
    if not circled:
        found.append(Absent(two("双方出资款的往返", "capital payments that went both ways")))
    found.append(Absent(two("一方持股在该日已终止的记录", "a row that ends one of the two stakes by that day")))
    return tuple(found)


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("交叉持股", "Cross-holding"),
    highest="lead",
    thresholds=(
        Threshold("shown", SHOWN, "share", two(*PROPOSED)),
        Threshold("lead", LEAD, "share", two(*PROPOSED)),
        Threshold("round_days", Fraction(ROUND_DAYS), "days", two(*PROPOSED)),
    ),
    needs=("holdings",),
    find=find,
    counter_evidence=(
        two("持股未在同一日并存", "holdings that never coexisted"),
        two("已披露的小额持股", "small disclosed stakes"),
        two("基金、保险资金", "funds and insurers"),
    ),
)
