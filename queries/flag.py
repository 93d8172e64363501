"""Run every typology over a case; cap, ground, score, rank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from graph.case import Case
from graph.resolve import PRESUMED, Match
from graph.statements import UNSURE, digest
from graph.values import DateSpan
from queries.clocks import clock_of
from queries.deadlines import Deadline, Knowledge, Position, deadlines, estate_rules, in_windows, undated, windows
from queries.grounds import Bilingual as Text
from queries.grounds import Ground, Period, drafts_for, grounds_for
from queries.lead import TIERS, Badge, CutShort, Evidence, Finding, NoTables, Searched, Tier, lower, two
from queries.rank import Score, score
from queries.recovery import burdens_against, lead_waterfall
from queries.typology import Typology, typologies
from queries.waterfall import Waterfall

WEAK_GRADES = frozenset({"commercial_export", "statement"})


@dataclass(frozen=True, slots=True)
class ElementState:
    name: Text
    state: str
    note: Text


@dataclass(frozen=True, slots=True)
class AppliedGround:
    """A provision applied to a finding: what is met, what is still to be shown, and by which last days.

    windows: each look-back as [first day, day after the last), None where the day it runs back from is unknown; position: the
    act in them; undated: periods whose first day nobody has given.
    """

    ground: Ground
    elements: tuple[ElementState, ...]
    deadlines: tuple[Deadline, ...]
    drafts: tuple[Ground, ...]
    windows: tuple[tuple[Period, tuple[date, date] | None], ...] = ()
    position: Position | None = None
    undated: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Lead:
    """A finding after caps, with its grounds, last days, score and rank."""

    id: str
    title: Text
    finding: Finding
    standing: str
    tier: Tier
    tier_why: Text
    route: str
    grounds: tuple[AppliedGround, ...]
    score: Score
    relied_on: tuple[Match, ...]
    notes: tuple[Text, ...]
    waterfall: Waterfall
    rank: int = 0

    @property
    def deadline(self) -> date | None:
        """The nearest last day that has not passed; else the last that did."""
        return _nearest([d for g in self.grounds for d in g.deadlines])


@dataclass(frozen=True, slots=True)
class Flagged:
    leads: tuple[Lead, ...]
    searched: tuple[Searched, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings in the order of the leads, with the tier that the caps left them."""
        return tuple(replace(lead.finding, tier=lead.tier) for lead in self.leads)


def flag(case: Case, only: Iterable[str] = ()) -> Flagged:
    """Every typology's findings, ranked; signals last. One that fails is its own fault and empties nothing."""
    wanted = set(only)
    chosen = [t for t in typologies() if not wanted or t.slug in wanted]
    runs = [_run(typology, case) for typology in chosen]
    return Flagged(_ranked(lead for leads, _ in runs for lead in leads), tuple(line for _, line in runs))


def _run(typology: Typology, case: Case) -> tuple[list[Lead], Searched]:
    try:
        found = typology.find(case)
        leads = [] if isinstance(found, NoTables) else _leads(case, typology, found)
    except Exception as fault:  # noqa: BLE001 - a faulty typology must not empty the report; it is named as failed
        note = two(f"本规则运行失败：{type(fault).__name__}", f"this rule failed: {type(fault).__name__}")
        return [], Searched(typology.slug, typology.title, "failed", 0, (), note)
    if isinstance(found, NoTables):
        return [], Searched(typology.slug, typology.title, "no-data", 0, found.needs)
    said = found.said if isinstance(found, CutShort) else None
    return leads, Searched(typology.slug, typology.title, "ran", len(leads), (), said)


def _leads(case: Case, typology: Typology, found: Iterable[Finding]) -> list[Lead]:
    """One lead a finding; two findings of the same parties and act are told apart by all their rows, never dropped."""
    told = {(f.parties, tuple(e.statement for e in f.evidence)): f for f in found}.values()
    taken = Counter(_id(finding) for finding in told)
    return [_lead(case, typology, f, _id(f) if taken[_id(f)] == 1 else _long_id(f)) for f in told]


def _lead(case: Case, typology: Typology, finding: Finding, name: str) -> Lead:
    finding = replace(finding, counter=(*finding.counter, *burdens_against(case, finding)))
    standing = _standing(finding)
    tier, why = _capped(case, finding, standing)
    grounds = _grounds(case, finding)
    clock = clock_of(case)
    route = "F" if estate_rules(clock) else finding.route
    nearest = _nearest([d for g in grounds for d in g.deadlines])
    poured = lead_waterfall(case, finding, name, route)
    return Lead(
        id=name,
        title=typology.title,
        finding=finding,
        standing=standing,
        tier=tier,
        tier_why=why,
        route=route,
        grounds=grounds,
        score=score(case, tier, _weighed(typology, finding), poured.net, route, nearest),
        relied_on=_relied_on(case, finding),
        notes=finding.notes,
        waterfall=poured,
    )


def _weighed(typology: Typology, finding: Finding) -> frozenset[Badge]:
    return finding.badges & {"timing", "relation"} if typology.tells_when else finding.badges


def _id(finding: Finding) -> str:
    """The same finding keeps its id: typology, parties and the row of the act."""
    act = finding.evidence[0].place.fact if finding.evidence else ""
    return _named(finding, act)


def _long_id(finding: Finding) -> str:
    return _named(finding, *(e.statement for e in finding.evidence))


def _named(finding: Finding, *acts: str) -> str:
    return f"{finding.typology}-{digest(finding.typology, *sorted(finding.parties), *acts)[:10]}"


def _standing(finding: Finding) -> str:
    unsure = sorted({e.place.standing for e in finding.evidence} & UNSURE)
    return unsure[0] if unsure else "recorded"


def capped_tier(case: Case, finding: Finding) -> Tier:
    """The tier of a finding after the caps that flag() puts to it."""
    return _capped(case, finding, _standing(finding))[0]


def _capped(case: Case, finding: Finding, standing: str) -> tuple[Tier, Text]:
    """alleged or denied rows, an undecided match, weak identity or weak sources: at most `lead`, and said."""
    caps: list[Text] = []
    if standing in UNSURE:
        caps.append(two("依赖主张或否认的记载（alleged）", "rests on an alleged or denied row"))
    if finding.relies_on:
        caps.append(two("依赖“可能同一人”的推定", "needs a match that is only *perhaps*"))
    if _numbered(case, finding):
        caps.append(two("人员同一性仅凭来源自有编号", "identity rests on a source's own number alone"))
    grades = {e.place.grade for e in finding.evidence}
    if grades and grades <= WEAK_GRADES:
        caps.append(
            two(
                "仅有商业数据或陈述，须以内档替代",
                "rests on commercial exports or statements alone: get the registry file",
            )
        )
    if not caps or TIERS.index(finding.tier) <= TIERS.index("lead"):
        return finding.tier, _why(finding.tier_why, caps)
    return lower(finding.tier, "lead"), _why(finding.tier_why, caps)


def _why(base: Text, caps: list[Text]) -> Text:
    return two("；".join([base.zh, *(c.zh for c in caps)]), "; ".join([base.en, *(c.en for c in caps)]))


def _numbered(case: Case, finding: Finding) -> bool:
    """Does a person of the chain tie two parties by nothing but a source's own number?

    A row of the numbering source counts as sure only where another source's row ties the person to the same party.
    """
    for node in finding.chain.nodes:
        party = case.parties.get(node)
        labels = (
            {i.split(":")[1] for i in party.identifiers if i.startswith("person-no:")}
            if party and party.is_person
            else set()
        )
        own = [e for e in finding.chain.edges if node in (e.frm, e.to)] if labels else []
        ends = {e.to if e.frm == node else e.frm for e in own}
        sure = {e.to if e.frm == node else e.frm for e in own if e.place.label not in labels}
        if len(ends) > 1 and ends - sure:
            return True
    return False


def _relied_on(case: Case, finding: Finding) -> tuple[Match, ...]:
    """Presumed or decided identities of the parties named, and undecided ones the finding needs."""
    nodes = {*finding.parties, *finding.chain.nodes}
    records = {r for m in case.matches for r in (m.left, m.right) if case.holders.get(r) in nodes}
    presumed = [m for m in case.matches if m.basis in PRESUMED and m.left in records and m.right in records]
    return tuple({m.id: m for m in (*presumed, *finding.relies_on)}.values())


def _grounds(case: Case, finding: Finding) -> tuple[AppliedGround, ...]:
    clock = clock_of(case)
    known = _knowledge(case, finding.evidence)
    states = {key: (state, note) for key, state, note in finding.elements}
    applied = []
    for ground in _governing(case, finding, finding.traits | _case_traits(case, finding)):
        elements = tuple(
            ElementState(e.name, *states.get(e.key, ("not_shown", two("要件待补", "to be shown"))))
            for e in ground.elements
        )
        back = windows(ground, clock)
        applied.append(
            AppliedGround(
                ground, elements, deadlines(ground, finding.on, known, clock), drafts_for(ground.id), back,
                in_windows(finding.on, clock, ground) if back else None, undated(ground, finding.on, known, clock),
            )
        )  # fmt: skip
    return tuple(applied)


def _governing(case: Case, finding: Finding, traits: frozenset[str]) -> tuple[Ground, ...]:
    """The law of the day of the act; where no table reaches back to it, that of the case's own day, marked uncertain."""
    found = grounds_for(finding.typology, case.debt.jurisdiction, finding.on, traits)
    if found or finding.on is None:
        return found
    later = DateSpan(finding.on.first, max(finding.on.last, case.as_of))
    return tuple(
        replace(g, certain=False) for g in grounds_for(finding.typology, case.debt.jurisdiction, later, traits)
    )


def _case_traits(case: Case, finding: Finding) -> frozenset[str]:
    """What the case's own dates say about the act."""
    clock, act = case.debt.clock, finding.on
    traits = set()
    if clock.enforcement:
        traits.add("enforcement")
    if clock.insolvency_accepted:
        traits.add("insolvency")
    if act and clock.judgment and act.not_before(clock.judgment.first) == "yes":
        traits.add("after_judgment")
    if act and clock.served and act.not_before(clock.served.first) == "yes":
        traits.add("after_service")
    if any(case.party(d).is_person for d in case.debtor_ids):
        traits.add("individual")
    return frozenset(traits)


def _knowledge(case: Case, evidence: Iterable[Evidence]) -> Knowledge:
    """The day given in the case file for a cited row, and the earliest day on which its source was obtained."""
    items = tuple(evidence)
    rows = {e.place.row_id for e in items if e.place.row_id}
    known = [k.on.first for k in case.debt.known if k.row_id in rows]
    obtained = [e.place.obtained_on.first for e in items if e.place.obtained_on and _is_act(items, e)]
    return Knowledge(tuple(sorted(known)), tuple(sorted(obtained)))


def _is_act(items: tuple[Evidence, ...], item: Evidence) -> bool:
    """Knowledge is knowledge of the act: only the first row's source counts."""
    return item.place.source == items[0].place.source


def _nearest(days: list[Deadline]) -> date | None:
    open_days = sorted(d.day for d in days if d.days_left is None or d.days_left >= 0)
    passed = sorted(d.day for d in days if d.days_left is not None and d.days_left < 0)
    return open_days[0] if open_days else passed[-1] if passed else None


def _ranked(leads: Iterable[Lead]) -> tuple[Lead, ...]:
    ordered = sorted(leads, key=lambda lead: (lead.tier == "signal", -lead.score.priority, lead.id))
    return tuple(replace(lead, rank=rank) for rank, lead in enumerate(ordered, 1))
