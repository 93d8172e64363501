"""A firm that failed, and what it has in common with another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

from graph.case import Case
from graph.chains import Edge, moves, owns, relates, serves
from graph.facts import Payment, Succession, Transfer
from graph.names import company_key
from graph.resolve import Match
from graph.statements import Row
from graph.values import DateSpan, add_months, percent
from queries.disposals import HUBS, hub, transfer_evidence
from queries.grounds import Bilingual as Text
from queries.hosts import crowd_at, hosts_of, seats
from queries.index import index_of
from queries.lead import Evidence, two
from queries.likeness import brand_likeness, same_lead
from queries.mixing import LEAST_TERMS, SCOPE_PART, containment
from queries.money import payment_evidence, rows_of, usable
from queries.phrases import name_of, says, step_evidence
from queries.related import KIN, PERSON_DEGREE, SHARERS
from queries.worth import distinct

ALIKE = Fraction(4, 5)
COMMON = 2
LOOK_BACK_MONTHS = 24
OFFICES = frozenset(
    {
        "legal_representative",
        "director",
        "executive_director",
        "chair",
        "manager",
        "finance_head",
        "supervisor",
        "member",
    }
)
KINDS: dict[str, Text] = {
    "person": two("人员或股东相同（含有记载的亲属）", "the same people or holders (or their recorded kin)"),
    "address": two("地址单元相同", "the same address unit"),
    "contact": two("电话或邮箱相同", "the same phone or mail"),
    "name": two("名称近似", "a similar name"),
    "trade": two("行业或经营范围相同", "the same industry or scope"),
    "asset": two("资产、商标或许可转移", "assets, marks or permits moved"),
    "customers": two("交易对手相同", "the same customers or suppliers"),
    "staff": two("员工相同", "the same staff"),
}
_FAILED = re.compile(
    r"破产|清算|注销|吊销|除名|歇业|停业|insolv|bankrupt|liquidat|wound up|winding|dissol|struck|deregist|revoked|administrat",
    re.I,
)
_INSOLVENT = re.compile(
    r"破产|强制清算|资不抵债|insolv|bankrupt|winding|administrat(?:ion|or)|compulsory liquidat", re.I
)
_COURT = frozenset(
    {"enforcement", "terminated_enforcement", "bankruptcy", "winding_up", "dishonesty", "consumption_limit"}
)
_FRANCHISE = re.compile(r"特许|加盟|连锁|授权使用|franchis|licen[cs]", re.I)


@dataclass(frozen=True, slots=True)
class Distress:
    """Why a firm is taken to have failed, and when; evidence None = the case file's own dates."""

    on: DateSpan | None
    evidence: Evidence | None
    insolvent: bool


@dataclass(frozen=True, slots=True)
class Common:
    """One of the eight: its steps, rows, and undecided matches without which it falls."""

    kind: str
    edges: tuple[Edge, ...]
    evidence: tuple[Evidence, ...]
    value: str
    doubt: tuple[Match, ...] = ()


def distress(case: Case, firm: str) -> tuple[Distress, ...]:
    """Status rows, enforcement and insolvency cases, and of a debtor the case's own judgment, enforcement and insolvency."""
    found = [d for row in case.party(firm).rows if (d := _by_status(case, row))]
    for change in index_of(case).changes_of.get(firm, ()):
        if change.item == "status" and _FAILED.search(change.after or ""):
            words = says(
                change.place,
                f"{change.on or '日期不详'}登记状态变为“{change.after}”",
                f"{change.on or 'undated'}: status becomes “{change.after}”",
                "status",
            )
            found.append(Distress(change.on, words, bool(_INSOLVENT.search(change.after or ""))))
    for c in case.court_cases:
        if c.defendant == firm and c.kind in _COURT:
            on = c.terminated_on or c.filed or c.published_on
            words = says(
                c.place,
                f"司法案件{c.number or ''}（{c.kind}，{on or '日期不详'}）",
                f"court case {c.number or ''} ({c.kind}, {on or 'undated'})",
                "court_case",
            )
            found.append(Distress(on, words, c.kind in ("bankruptcy", "winding_up")))
    if firm in case.debtor_ids:
        clock = case.debt.clock
        found += [Distress(on, None, insolvent) for on, insolvent in (
            (clock.judgment, False), (clock.enforcement, False), (clock.insolvency_filed, True), (clock.insolvency_accepted, True),
        ) if on]  # fmt: skip
    return tuple(found)


def _by_status(case: Case, row: Row) -> Distress | None:
    text, on = row.get("status"), row.span("dissolved")
    on = on if on and on.first <= case.as_of else None
    if not on and not _FAILED.search(text or ""):
        return None
    words = says(
        row.place,
        f"登记状态：{text or '注销'}（{on or '日期不详'}）",
        f"status: {text or 'dissolved'} ({on or 'undated'})",
        "status",
    )
    return Distress(on, words, bool(_INSOLVENT.search(text or "")))


@dataclass(slots=True)
class People:
    """Who stands behind which firm, with rows; people of many posts, licensed ones, hubs and the state link nothing."""

    case: Case
    of: dict[str, dict[str, list[Edge]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    firms: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    kin: dict[str, list[Edge]] = field(default_factory=lambda: defaultdict(list))

    def near(self, firm: str) -> set[str]:
        """Firms that share one of these people, their recorded kin, or a possible same person; each reached by its index."""
        found: set[str] = set()
        for person in self.of.get(firm, {}):
            others = [person, *(_other(e, person) for e in self.kin.get(person, ()))]
            others += [o for o, _ in self.case.perhaps.get(person, ())]
            for other in others:
                found |= self.firms.get(other, set())
        return found - {firm}


def people(case: Case) -> People:
    """Read once a case: officers, holders and recorded kin."""
    found = People(case)
    for r in case.roles:
        if r.role in OFFICES and links(case, r.person):
            found.of[r.company][r.person].append(serves(r, case.as_of))
            found.firms[r.person].add(r.company)
    for i in case.interests:
        if links(case, i.owner) and i.nature not in ("employee_plan", "treasury", "limited_partner"):
            found.of[i.company][i.owner].append(owns(i, case.as_of))
            found.firms[i.owner].add(i.company)
    for x in case.relations:
        if x.kind in KIN:
            found.kin[x.a].append(relates(x))
            found.kin[x.b].append(relates(x))
    return found


def links(case: Case, who: str) -> bool:
    party = case.party(who)
    return not (
        party.licences & HUBS or party.state_owned or who in case.hubs or case.posts.get(who, 0) > PERSON_DEGREE
    )


def _other(edge: Edge, person: str) -> str:
    return edge.to if edge.frm == person else edge.frm


def shared_people(known: People, old: str, new: str, failed: DateSpan | None) -> Common | None:
    """One person or holder of both; else recorded kin; else two who may be one (said, never sure). Those gone long before are left out."""
    case = known.case
    mine = {p: edges for p, edges in known.of.get(old, {}).items() if any(_in_time(e, failed) for e in edges)}
    theirs = known.of.get(new, {})
    for person in sorted(mine.keys() & theirs.keys()):
        edges = (*mine[person], *theirs[person])
        return Common("person", edges, step_evidence(case, edges), name_of(case, person))
    for person in sorted(mine):
        for tie in known.kin.get(person, ()):
            if (other := _other(tie, person)) in theirs:
                edges = (*mine[person], tie, *theirs[other])
                return Common(
                    "person", edges, step_evidence(case, edges), f"{name_of(case, person)} – {name_of(case, other)}"
                )
    for person in sorted(mine):
        for other, match in case.perhaps.get(person, ()):
            if other in theirs:
                edges = (*mine[person], *theirs[other])
                return Common("person", edges, step_evidence(case, edges), f"{name_of(case, person)} ?", (match,))
    return None


def _in_time(edge: Edge, failed: DateSpan | None) -> bool:
    """Not ended more than 24 months before the failure; without dates it counts."""
    if failed is None or edge.end is None:
        return True
    return DateSpan.parse(edge.end).last >= add_months(failed.first, -LOOK_BACK_MONTHS)


def in_common(case: Case, old: str, new: str) -> tuple[Common, ...]:
    """Those of the other seven that the rows show."""
    tests = (_address, _contact, _name, _trade, _assets, _customers, _staff)
    return tuple(found for test in tests if (found := test(case, old, new)))


def _address(case: Case, old: str, new: str) -> Common | None:
    theirs = {s.key: s for s in seats(case, new) if s.unit and s.key}
    for seat in seats(case, old):
        other = theirs.get(seat.key) if seat.unit else None
        if other and crowd_at(case, seat) <= SHARERS and not hosts_of(case, seat) and not hosts_of(case, other):
            return Common("address", (), (seat.evidence, other.evidence), seat.text)
    return None


def _contact(case: Case, old: str, new: str) -> Common | None:
    for key, label in (("_phone", "phone"), ("_email", "email")):
        mine = {v: r for r in case.party(old).rows if (v := r.get(key))}
        for row in case.party(new).rows:
            value = row.get(key)
            if value in mine and case.crowds.get(f"{key}:{value}", 0) <= SHARERS:
                zh, en = f"登记电话或邮箱：{row.get(label) or value}", f"registered {label} {row.get(label) or value}"
                return Common(
                    "contact", (), tuple(says(r.place, zh, en, label) for r in (mine[value or ""], row)), value or ""
                )
    return None


def _name(case: Case, old: str, new: str) -> Common | None:
    """Recorded as similar, a former name taken over, or brand roots alike by four fifths; a franchise explains it."""
    if any(_FRANCHISE.search(c.place.note or "") for c in case.contracts if new in (c.first, c.second)):
        return None
    told = [relates(r) for r in case.relations if r.kind == "similar_name" and {r.a, r.b} == {old, new}]
    names = [(a, b) for a in _names(case, old) for b in _names(case, new)]
    best = max((brand_likeness(a, b) for a, b in names), default=Fraction(0))
    lead = best < ALIKE and any(same_lead(a, b) for a, b in names)
    rows = [r for p in (old, new) for r in case.party(p).rows[:1]]
    if not told and not (len(rows) == 2 and (best >= ALIKE or lead)):
        return None
    spoken = [says(r.place, f"名称：{r.get('name')}", f"name: {r.get('name')}", "name") for r in rows if r.get("name")]
    return Common(
        "name",
        tuple(told),
        (*step_evidence(case, told), *spoken),
        percent(best) if best >= ALIKE else "same first words" if lead else "on record",
    )


def _names(case: Case, firm: str) -> list[str]:
    party = case.party(firm)
    former = [c.before for c in case.changes if c.party == firm and c.item == "name" and c.before]
    return list({company_key(n): n for n in (party.name, *party.other_names, *former) if n}.values())


def _trade(case: Case, old: str, new: str) -> Common | None:
    for column, test in (("industry", _same_industry), ("scope", _same_scope)):
        mine = next((r for r in case.party(old).rows if r.get(column)), None)
        theirs = next((r for r in case.party(new).rows if r.get(column)), None)
        if mine and theirs and test(mine.get(column) or "", theirs.get(column) or ""):
            rows = [
                says(r.place, f"行业或经营范围：{r.get(column)}", f"{column}: {r.get(column)}", column)
                for r in (mine, theirs)
            ]
            return Common("trade", (), tuple(rows), column)
    return None


def _same_industry(a: str, b: str) -> bool:
    return a.strip().lower() == b.strip().lower()


def _same_scope(a: str, b: str) -> bool:
    share, count = containment(a, b)
    return share is not None and share >= SCOPE_PART and count >= LEAST_TERMS


def moved(case: Case, old: str, new: str) -> tuple[tuple[Transfer, ...], tuple[Succession, ...]]:
    """Transfers of things from the old firm to the new, and records that the new took over the old's assets."""
    acts = distinct(index_of(case).passed.get((old, new), ()))
    taken = tuple(
        s
        for s in case.successions
        if (s.predecessor, s.successor) == (old, new) and s.kind in ("asset_takeover", "division")
    )
    return acts, taken


def _assets(case: Case, old: str, new: str) -> Common | None:
    acts, taken = moved(case, old, new)
    held = {t.asset: t for t in case.titles if t.owner == old}
    came = [
        (held[t.asset], t)
        for t in case.titles
        if t.owner == new
        and t.asset in held
        and t.period.start
        and not _together(held[t.asset].period.end, t.period.start)
    ]
    rows = [e for t in acts for e in transfer_evidence(case, t)]
    rows += [says(s.place, "记录为承接资产", "recorded as taking over the assets", "succession") for s in taken]
    rows += [
        says(t.place, f"{t.name or t.asset}的权利人", f"title to {t.name or t.asset}", "title")
        for pair in came
        for t in pair
    ]
    return (
        Common("asset", tuple(moves(t) for t in acts), tuple(rows), str(len(acts) + len(taken) + len(came)))
        if rows
        else None
    )


def _together(end: DateSpan | None, start: DateSpan) -> bool:
    """Was the old title still open when the new began, or had it ended long before?"""
    return end is None or abs((start.first - end.first).days) > timedelta(days=180).days


def _customers(case: Case, old: str, new: str) -> Common | None:
    mine, theirs = _partners(case, old), _partners(case, new)
    both = sorted(mine.keys() & theirs.keys() - {old, new})
    if len(both) < COMMON:
        return None
    rows = [row for who in both[:3] for row in (mine[who], theirs[who])]
    return Common("customers", (), payment_evidence(case, rows), ", ".join(name_of(case, w) for w in both[:3]))


def _partners(case: Case, firm: str) -> dict[str, Payment]:
    found: dict[str, Payment] = {}
    for p in rows_of(case, firm):
        other = p.payee if p.payer == firm else p.payer
        ordinary = p.kind in (None, "price", "fee", "rent", "other")
        if (
            usable(p)
            and ordinary
            and not hub(case, other)
            and not case.party(other).is_person
            and other != case.debt.creditor
        ):
            found.setdefault(other, p)
    return found


def _staff(case: Case, old: str, new: str) -> Common | None:
    rows = index_of(case).roles_in
    posts: Mapping[str, dict[str, Edge]] = {
        firm: {r.person: serves(r, case.as_of) for r in rows.get(firm, ()) if r.role == "employee"}
        for firm in (old, new)
    }
    both = sorted(posts[old].keys() & posts[new].keys())
    edges = tuple(posts[firm][p] for p in both for firm in (old, new))
    return Common("staff", edges, step_evidence(case, edges), str(len(both))) if len(both) >= COMMON else None


def first_day(days: Iterable[DateSpan | None]) -> DateSpan | None:
    known = [d for d in days if d]
    return min(known, key=lambda d: d.first) if known else None
